//! Any expression, any text that looks like one, and any series to evaluate them with.

use expr::{Aggregate, Duration, DurationUnit, Expr, Factor, Fetch, Fetched, Input, Leaf, Name};
use expr::{FUNCTIONS, Node, Pair, Percent, Source, Span};
use proptest::prelude::*;
use series::Series;
use std::sync::Arc;

/// An expression of any leaves.
pub fn any_expr() -> BoxedStrategy<Expr> {
    let word = || "[0-9A-Za-z_-]{1,8}";
    let source = prop_oneof![
        "[0-9A-Za-z]{1,12}".prop_map(Source::Host),
        word().prop_map(Source::Service),
        (word(), word()).prop_map(|(service, role)| Source::Role { service, role }),
        (word(), word()).prop_map(|(service, role)| Source::RoleSlots { service, role }),
    ];
    let leaf =
        (source, "[0-9A-Za-z_.*-]{1,20}").prop_map(|(source, metric)| Leaf::new(source, metric).unwrap());
    nested(leaf.boxed(), any_factor(), any_duration())
}

/// An expression of leaves that [`data`] has, with numbers that do not lose themselves.
pub fn known_expr() -> BoxedStrategy<Expr> {
    let factor = (-20_i32..20).prop_map(|number| Factor::new(f64::from(number), None).unwrap());
    let duration = (0_u64..100).prop_map(|count| Duration::new(count, DurationUnit::Minute).unwrap());
    nested(prop::sample::select(leaves()).boxed(), factor.boxed(), duration.boxed())
}

/// Pieces of expressions in any order.
pub fn soup() -> impl Strategy<Value = String> {
    let functions = prop::sample::select(FUNCTIONS.iter().map(|function| function.name).collect::<Vec<_>>());
    let pieces = prop::sample::select(vec![
        "(", "(", ")", ")", ",", ",", " ", "\n", "'", "\"", "/", "-", "{", "}", "abc", "shop:web", "cpu.*",
        "1/60", "1e5", "90", "3mo", "1h", "（", "語", "é",
    ]);
    prop::collection::vec(prop_oneof![functions, pieces], 0..40).prop_map(|pieces| pieces.concat())
}

fn nested(
    leaf: BoxedStrategy<Leaf>,
    factor: BoxedStrategy<Factor>,
    duration: BoxedStrategy<Duration>,
) -> BoxedStrategy<Expr> {
    let made = |node| Expr { span: Span::default(), node };
    leaf.prop_map(move |leaf| made(Node::Leaf(leaf)))
        .prop_recursive(5, 24, 3, move |inner| {
            let of = || inner.clone().prop_map(Box::new);
            let name = "[^'\"]{0,6}[\"]?[^'\"]{0,6}".prop_map(|name| Name::new(name).unwrap());
            prop_oneof![
                (prop::sample::select(&Aggregate::ALL[..]), of())
                    .prop_map(|(how, of)| Node::Aggregate(how, of)),
                (prop::sample::select(vec![Pair::Diff, Pair::Divide]), of(), of())
                    .prop_filter("pairs that match", |(_, left, right)| {
                        Expr {
                            span: Span::default(),
                            node: Node::Pair(Pair::Diff, left.clone(), right.clone()),
                        }
                        .is_paired()
                    })
                    .prop_map(|(how, left, right)| Node::Pair(how, left, right)),
                (of(), factor.clone()).prop_map(|(of, by)| Node::Scale(of, by)),
                (of(), factor.clone()).prop_map(|(of, by)| Node::Offset(of, by)),
                (of(), 1e-3..99.9).prop_map(|(of, rank)| Node::Percentile(of, Percent::new(rank).unwrap())),
                (of(), duration.clone()).prop_map(|(of, by)| Node::TimeShift(of, by)),
                (of(), duration.clone()).prop_map(|(of, over)| Node::MovingAverage(of, over)),
                (of(), duration.clone()).prop_map(|(of, over)| Node::LinearRegression(of, over)),
                (of(), duration.clone(), factor.clone())
                    .prop_map(|(of, over, at)| Node::TimeLeftForecast(of, over, at)),
                prop::collection::vec(inner.clone(), 1..4).prop_map(Node::Group),
                of().prop_map(Node::Stack),
                (of(), name).prop_map(|(of, name)| Node::Alias(of, name)),
            ]
            .prop_map(made)
        })
        .boxed()
}

/// Whether the text of a pair does not already tell that it cannot be.
trait IsPaired {
    fn is_paired(&self) -> bool;
}

impl IsPaired for Expr {
    fn is_paired(&self) -> bool {
        use expr::Count::Exactly;
        let counts: Vec<_> = self.inputs().map(Expr::count).collect();
        !matches!(counts[..], [Exactly(left), Exactly(right)] if left != right && left != 1 && right != 1)
    }
}

fn any_factor() -> BoxedStrategy<Factor> {
    let number =
        || prop_oneof![prop::num::f64::NORMAL, prop::num::f64::ZERO, -1e3..1e3, (-9..9).prop_map(f64::from)];
    (number(), prop::option::of(number()))
        .prop_filter_map("a finite factor", |(above, below)| Factor::new(above, below))
        .boxed()
}

fn any_duration() -> BoxedStrategy<Duration> {
    (0_u64..90, prop::sample::select(&DurationUnit::ALL[..]))
        .prop_filter_map("at most a century", |(count, unit)| Duration::new(count, unit))
        .boxed()
}

/// Series for each leaf of [`known_expr`].
#[derive(Debug, Clone)]
pub struct Data(Vec<(Leaf, Vec<Series>)>);

/// A host with one series, one with another, a role with three, one with none.
pub fn data() -> impl Strategy<Value = Data> {
    (one_series(), one_series(), prop::collection::vec(one_series(), 3)).prop_map(|(one, other, role)| {
        Data(leaves().into_iter().zip([vec![one], vec![other], role, Vec::new()]).collect())
    })
}

impl Data {
    pub fn fetched(&self) -> Fetched {
        let input = |series: &Series| Input { name: "x".to_owned(), series: Arc::new(series.clone()) };
        self.0.iter().map(|(leaf, list)| (leaf.clone(), list.iter().map(input).collect())).collect()
    }

    /// Only what was planned.
    pub fn read(&self, fetches: &[Fetch]) -> Self {
        let cut = |leaf: &Leaf, series: &Series| {
            let ranges = fetches.iter().filter(|fetch| fetch.leaf == *leaf).flat_map(|fetch| &fetch.ranges);
            ranges.fold(Series::default(), |read, range| read.merge(&series.window(*range)))
        };
        let rows = self.0.iter();
        Self(
            rows.map(|(leaf, list)| (leaf.clone(), list.iter().map(|one| cut(leaf, one)).collect()))
                .collect(),
        )
    }
}

fn leaves() -> Vec<Leaf> {
    let role = |role: &str| Source::Role { service: "shop".to_owned(), role: role.to_owned() };
    let sources = [Source::Host("a".to_owned()), Source::Host("b".to_owned()), role("web"), role("none")];
    sources.into_iter().map(|source| Leaf::new(source, "m").unwrap()).collect()
}

/// Some minutes around the hour that is looked at, on the minute or not.
fn one_series() -> impl Strategy<Value = Series> {
    let minutes = prop::collection::vec((-120_i64..140, -1e3..1e3), 0..200);
    (minutes, prop_oneof![Just(0_i64), 0_i64..60]).prop_map(|(points, beside)| {
        points.into_iter().map(|(at, value)| (at * 60 + beside, value)).collect()
    })
}
