//! Expression and series to lines. Pure: the same series give the same lines.
//!
//! At the edges: a leaf without series is an empty list, and so is every aggregate of an empty list; a value that is
//! not finite is no value; what is made of several series is nothing while one of them could not be read; two lists that cannot be paired, and what is too complex, are errors with a place.

mod columns;
mod grid;
mod moving;
mod names;
mod pair;
mod percentile;
mod regression;

use crate::aggregate::aggregate;
use crate::ast::{Expr, Node};
use crate::error::{Error, Problem};
use crate::fetched::Fetched;
use crate::functions::Pair;
use crate::limits::{MOST_SERIES, MOST_WORK};
use crate::period::{Frame, Period};
use crate::plan::inner;
use names::{aliased, text};
use series::Series;
use std::collections::BTreeSet;

/// What a line costs before its first point, in points.
const LINE_WORK: u64 = 1_000;

/// One line of a graph.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What the legend says.
    pub name: String,
    /// Its points, on the grid of the period.
    pub series: Series,
    /// Whether it is an area on top of the ones before.
    pub stacked: bool,
}

/// The lines of an expression, in order of appearance.
pub fn evaluate(expr: &Expr, period: Period, fetched: &Fetched) -> Result<Vec<Line>, Error> {
    let mut seen = BTreeSet::new();
    let mut count = 0;
    for (leaf, span) in expr.leaves() {
        if seen.insert(leaf) {
            count += fetched.inputs(leaf).len();
        }
        if count > MOST_SERIES {
            return Err(Error { span, problem: Problem::TooManySeries });
        }
    }
    let mut evaluation = Evaluation { period, fetched, work_left: MOST_WORK };
    let rows = evaluation.rows(expr, period.frame())?;
    Ok(rows
        .into_iter()
        .map(|row| Line { name: row.name, series: row.series, stacked: row.stacked })
        .collect())
}

/// A line under way.
struct Row {
    /// What it is called so far.
    name: String,
    /// What tells it from the others of its list: a host's name, mostly.
    base: String,
    stacked: bool,
    series: Series,
}

impl Row {
    /// A line that is made of others and is called by the text of its expression.
    fn made(expr: &Expr, series: Series) -> Self {
        let name = text(expr);
        Self { base: name.clone(), name, stacked: false, series }
    }
}

struct Evaluation<'a> {
    period: Period,
    fetched: &'a Fetched,
    work_left: u64,
}

impl Evaluation<'_> {
    /// The lines of an expression in a frame.
    fn rows(&mut self, expr: &Expr, frame: Frame) -> Result<Vec<Row>, Error> {
        let step_secs = self.period.step_secs;
        if frame.is_too_long(step_secs) {
            return Err(Error { span: expr.span, problem: Problem::TooMuchWork });
        }
        let within = inner(expr, frame, self.period.now);
        match &expr.node {
            Node::Leaf(leaf) => {
                let inputs = self.fetched.inputs(leaf);
                self.spend(
                    expr,
                    inputs.iter().map(|input| grid::span(&input.series, frame, step_secs).len()),
                )?;
                let row = |input: &crate::Input| Row {
                    name: input.name.clone(),
                    base: input.name.clone(),
                    stacked: false,
                    series: grid::on_grid(&input.series, frame, step_secs),
                };
                Ok(inputs.iter().map(row).collect())
            }
            Node::Group(list) => {
                let mut rows = Vec::new();
                for one in list {
                    rows.extend(self.rows(one, within)?);
                }
                Ok(rows)
            }
            Node::Aggregate(..) | Node::Percentile(..) | Node::Pair(..) if !self.fetched.has_all_of(expr) => {
                Ok(Vec::new())
            }
            Node::Pair(how, left, right) => {
                let left = self.rows(left, within)?;
                let right = self.rows(right, within)?;
                self.pairs(expr, *how, &left, &right)
            }
            Node::Stack(of) => {
                let stacked = |row| Row { stacked: true, ..row };
                Ok(self.rows(of, within)?.into_iter().map(stacked).collect())
            }
            Node::Alias(of, name) => Ok(aliased(self.rows(of, within)?, name.as_str())),
            Node::Aggregate(how, of) => self.one(expr, of, frame, |series| aggregate(*how, series)),
            Node::Percentile(of, percent) => {
                self.one(expr, of, frame, |series| percentile::percentile(series, *percent))
            }
            Node::Scale(of, by) => {
                let by = by.value();
                self.each(expr, of, frame, |series| series.map_values(|value| value * by))
            }
            Node::Offset(of, by) => {
                let by = by.value();
                self.each(expr, of, frame, |series| series.map_values(|value| value + by))
            }
            Node::TimeShift(of, by) => self.each(expr, of, frame, |series| series.shifted(by.secs())),
            Node::MovingAverage(of, over) => self.each(expr, of, frame, |series| {
                moving::average(series, over.secs(), frame.places(step_secs))
            }),
            Node::LinearRegression(of, _) => {
                let rows = self.each(expr, of, frame, |series| {
                    regression::fit(&series, within.range)
                        .map_or_else(Series::default, |line| line.drawn(frame.places(step_secs)))
                })?;
                Ok(unstacked(rows))
            }
            Node::TimeLeftForecast(of, _, threshold) => {
                let rows = self.each(expr, of, frame, |series| {
                    regression::fit(&series, within.range).map_or_else(Series::default, |line| {
                        line.time_left(threshold.value(), frame.places(step_secs))
                    })
                })?;
                Ok(unstacked(rows))
            }
        }
    }

    /// One line of all.
    fn one(
        &mut self,
        expr: &Expr,
        of: &Expr,
        frame: Frame,
        make: impl Fn(&[&Series]) -> Series,
    ) -> Result<Vec<Row>, Error> {
        let rows = self.rows(of, frame)?;
        self.spend(expr, rows.iter().map(|row| row.series.len()))?;
        if rows.is_empty() {
            return Ok(rows);
        }
        let series: Vec<&Series> = rows.iter().map(|row| &row.series).collect();
        Ok(vec![Row::made(expr, make(&series))])
    }

    /// Each line for itself.
    fn each(
        &mut self,
        expr: &Expr,
        of: &Expr,
        frame: Frame,
        make: impl Fn(Series) -> Series,
    ) -> Result<Vec<Row>, Error> {
        let within = inner(expr, frame, self.period.now);
        let rows = self.rows(of, within)?;
        let places = frame.count(self.period.step_secs).max(within.count(self.period.step_secs)) as usize;
        self.spend(expr, rows.iter().map(|_| places))?;
        let rows = rows.into_iter().map(|row| Row { series: make(row.series), ..row }).collect();
        Ok(names::computed(rows, expr))
    }

    fn pairs(&mut self, expr: &Expr, how: Pair, left: &[Row], right: &[Row]) -> Result<Vec<Row>, Error> {
        self.spend(expr, left.iter().chain(right).map(|row| row.series.len()))?;
        let count = match (left.len(), right.len()) {
            (0, _) | (_, 0) => return Ok(Vec::new()),
            (left, right) if left == right || right == 1 => left,
            (1, right) => right,
            (left, right) => {
                return Err(Error { span: expr.span, problem: Problem::CountsDiffer { left, right } });
            }
        };
        // One series goes with each of the others.
        let pairs = left.iter().cycle().zip(right.iter().cycle()).take(count);
        let named_by_left = left.len() == count;
        let rows = pairs.map(|(one, other)| Row {
            name: String::new(),
            base: if named_by_left { one.base.clone() } else { other.base.clone() },
            stacked: false,
            series: pair::joined(how, &one.series, &other.series),
        });
        Ok(names::computed(rows.collect(), expr))
    }

    /// Pays for the points that are about to be looked at.
    fn spend(&mut self, expr: &Expr, points: impl Iterator<Item = usize>) -> Result<(), Error> {
        let cost = points.fold(0_u64, |sum, points| sum.saturating_add(points as u64 + LINE_WORK));
        self.work_left = self
            .work_left
            .checked_sub(cost)
            .ok_or(Error { span: expr.span, problem: Problem::TooMuchWork })?;
        Ok(())
    }
}

/// A fitted line is no share of a whole.
fn unstacked(mut rows: Vec<Row>) -> Vec<Row> {
    for row in &mut rows {
        row.stacked = false;
    }
    rows
}
