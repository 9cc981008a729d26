//! What has to be read before an expression can be evaluated: each leaf once, however often it is written, over all the
//! time that any function looks at. Planning and evaluation walk through the same frames, so they cannot disagree.
//!
//! At the edges: every expression has at least one leaf, so a plan is never empty; an empty period reads nothing.

use crate::ast::{Expr, Leaf, Node};
use crate::period::{Frame, Period};
use series::{Time, TimeRange};
use std::collections::BTreeMap;

/// One leaf and the time it is needed for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetch {
    /// What to read.
    pub leaf: Leaf,
    /// When: in order, apart from each other by more than a step.
    pub ranges: Vec<TimeRange>,
}

impl Fetch {
    /// The same in pieces of at most `longest_secs`, for sources that thin longer reads.
    pub fn windows(&self, longest_secs: i64) -> impl Iterator<Item = TimeRange> {
        self.ranges.iter().flat_map(move |range| range.pieces(longest_secs))
    }
}

/// What to read, in order of appearance.
pub fn plan(expr: &Expr, period: Period) -> Vec<Fetch> {
    let mut needs = Needs { period, order: Vec::new(), ranges: BTreeMap::new() };
    needs.walk(expr, period.frame());
    let Needs { order, mut ranges, .. } = needs;
    let fetch = |leaf: Leaf| {
        let ranges = ranges.remove(&leaf).unwrap_or_default();
        Fetch { leaf, ranges: joined(ranges, period.step_secs) }
    };
    order.into_iter().map(fetch).collect()
}

struct Needs {
    period: Period,
    order: Vec<Leaf>,
    ranges: BTreeMap<Leaf, Vec<TimeRange>>,
}

impl Needs {
    fn walk(&mut self, expr: &Expr, frame: Frame) {
        if let Node::Leaf(leaf) = &expr.node {
            let range = frame.read(self.period.step_secs);
            if let Some(ranges) = self.ranges.get_mut(leaf) {
                ranges.push(range);
            } else {
                self.order.push(leaf.clone());
                self.ranges.insert(leaf.clone(), vec![range]);
            }
        }
        let inner = inner(expr, frame, self.period.now);
        for input in expr.inputs() {
            self.walk(input, inner);
        }
    }
}

/// The time that an expression asks its inputs about.
pub(crate) fn inner(expr: &Expr, frame: Frame, now: Time) -> Frame {
    match &expr.node {
        Node::TimeShift(_, by) => frame.earlier(by.secs()),
        Node::MovingAverage(_, over) => frame.with_past(over.secs()),
        Node::LinearRegression(_, over) | Node::TimeLeftForecast(_, over, _) => frame.past(over.secs(), now),
        _ => frame,
    }
}

/// Ranges in order, those that nearly touch as one.
fn joined(mut ranges: Vec<TimeRange>, step_secs: i64) -> Vec<TimeRange> {
    ranges.retain(|range| range.from <= range.to);
    ranges.sort_by_key(|range| (range.from, range.to));
    let mut joined: Vec<TimeRange> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.from <= last.to + step_secs => last.to = last.to.max(range.to),
            _ => joined.push(range),
        }
    }
    joined
}
