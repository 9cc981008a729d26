//! The unit of an expression's values, as far as its functions keep it.

use expr::{Aggregate, Expr, Leaf, Node, Pair};
use mackerel::graph_defs::Unit;

/// The one unit that all values have; `None` when they have several, or one that has no name.
pub(super) fn of(expr: &Expr, of_leaf: &dyn Fn(&Leaf) -> Option<Unit>) -> Option<Unit> {
    let same = |list: &mut dyn Iterator<Item = &Expr>| {
        let mut units = list.map(|one| of(one, of_leaf));
        let first = units.next()?;
        units.all(|unit| unit == first).then_some(first)?
    };
    match &expr.node {
        Node::Leaf(leaf) => of_leaf(leaf),
        Node::TimeLeftForecast(..) => Some(Unit::Seconds),
        Node::Scale(of, by) if by.value().abs() == 1.0 => self::of(of, of_leaf),
        Node::Scale(..) | Node::Aggregate(Aggregate::Product, _) | Node::Pair(Pair::Divide, ..) => None,
        Node::Aggregate(..)
        | Node::Pair(Pair::Diff, ..)
        | Node::Offset(..)
        | Node::Percentile(..)
        | Node::TimeShift(..)
        | Node::MovingAverage(..)
        | Node::LinearRegression(..)
        | Node::Group(_)
        | Node::Stack(_)
        | Node::Alias(..) => same(&mut expr.inputs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mackerel::graphs;

    #[test]
    fn functions_keep_units_or_lose_them() {
        let leaf = |leaf: &Leaf| Some(graphs::unit_of(leaf.metric()));
        let cases = [
            ("host(a, memory.used)", Some(Unit::Bytes)),
            ("stack(role(shop:web, cpu.user.percentage))", Some(Unit::Percentage)),
            ("alias(offset(timeShift(max(host(a, memory.used)), 1w), 1), x)", Some(Unit::Bytes)),
            ("diff(host(a, memory.total), host(a, memory.used))", Some(Unit::Bytes)),
            ("diff(host(a, memory.total), host(a, cpu.user.percentage))", None),
            ("group(host(a, memory.used), host(b, memory.used))", Some(Unit::Bytes)),
            ("group(host(a, memory.used), host(b, loadavg5))", None),
            ("divide(host(a, memory.used), host(a, memory.total))", None),
            // A share of a hundred has no unit: axes of percentages end at 100, and error rates would lie at the bottom.
            ("scale(divide(host(a, memory.used), host(a, memory.total)), 100)", None),
            ("scale(host(a, memory.used), 100)", None),
            ("scale(host(a, memory.used), -1)", Some(Unit::Bytes)),
            ("scale(host(a, memory.used), 8)", None),
            ("product(host(a, memory.used))", None),
            ("timeLeftForecast(host(a, memory.used), 1h, 1e9)", Some(Unit::Seconds)),
            ("scale(timeLeftForecast(host(a, memory.used), 1h, 1e9), 1/86400)", None),
        ];
        for (text, expected) in cases {
            assert_eq!(of(&expr::parse(text).unwrap(), &leaf), expected, "{text}");
        }
    }
}
