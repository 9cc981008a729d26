//! What grammar does not say: how many leaves there may be, and which lists of series can be paired.

use crate::ast::{Expr, Node};
use crate::error::{Error, Problem};
use crate::functions::Yields;
use crate::limits::MOST_SERIES;
use std::collections::BTreeSet;

/// How many series an expression has, as far as its text tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// This many. A metric that does not exist may still leave fewer.
    Exactly(usize),
    /// As many as there are hosts in a role, or metrics that fit a wildcard.
    Unknown,
}

impl Expr {
    /// How many series come out, as far as the text tells. Monitors and value widgets need exactly one.
    pub fn count(&self) -> Count {
        match (&self.node, self.function().yields) {
            (Node::Leaf(leaf), _) if leaf.reads_one() => Count::Exactly(1),
            (_, Yields::OneForEachMetric) => Count::Unknown,
            (_, Yields::One) => Count::Exactly(1),
            (_, Yields::AsMany) => self.inputs().map(Self::count).fold(Count::Exactly(0), Count::plus),
            (_, Yields::OneForEachPair) => {
                self.inputs().map(Self::count).fold(Count::Exactly(1), Count::paired)
            }
        }
    }
}

impl Count {
    const fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Exactly(one), Self::Exactly(other)) => Self::Exactly(one + other),
            _ => Self::Unknown,
        }
    }

    /// One series goes with any number of others.
    const fn paired(self, other: Self) -> Self {
        match (self, other) {
            (Self::Exactly(1), other) => other,
            (one, _) => one,
        }
    }
}

/// Everything that is wrong with a whole expression.
pub(crate) fn check(expr: &Expr) -> Vec<Error> {
    let mut errors = Vec::new();
    let mut distinct = BTreeSet::new();
    let leaves = expr.leaves();
    if let Some((_, span)) =
        leaves.iter().find(|(leaf, _)| distinct.insert(leaf) && distinct.len() > MOST_SERIES)
    {
        errors.push(Error { span: *span, problem: Problem::TooManySeries });
    }
    pairs(expr, &mut errors);
    errors
}

fn pairs(expr: &Expr, errors: &mut Vec<Error>) {
    if let Node::Pair(_, left, right) = &expr.node
        && let (Count::Exactly(left), Count::Exactly(right)) = (left.count(), right.count())
        && left != right
        && left != 1
        && right != 1
    {
        errors.push(Error { span: expr.span, problem: Problem::CountsDiffer { left, right } });
    }
    for input in expr.inputs() {
        pairs(input, errors);
    }
}
