//! Which column a time belongs to: the one rule that every method and the drawing share.
//!
//! Columns divide `from..to` evenly; a column holds its left edge, and the last one also the right edge `to`.
//! A range of a single second is one column, the first.

use std::ops::Range;

/// The column that holds `time`, which must lie in `from..=to`; times outside go to the nearest column.
pub fn column_of(time: i64, from: i64, to: i64, columns: usize) -> usize {
    let Some(last) = columns.checked_sub(1) else { return 0 };
    let span = i128::from(to) - i128::from(from);
    let into = i128::from(time) - i128::from(from);
    if span <= 0 || into <= 0 {
        return 0;
    }
    usize::try_from(into * columns as i128 / span).map_or(last, |column| column.min(last))
}

/// The columns that have samples, in order: which one, and its samples as a range of indices, never empty.
///
/// Costs a few operations for each column, however many samples there are: where the samples lie evenly, the
/// end of a column is where the last column's length says, and that is looked at first.
#[derive(Debug, Clone)]
pub struct Occupied<'a> {
    times: &'a [i64],
    /// The first sample that no column has yet.
    start: usize,
    /// The column that comes next.
    column: usize,
    columns: usize,
    edge: Edge,
    /// How many samples the last occupied column had.
    usual: usize,
}

impl<'a> Occupied<'a> {
    /// The occupied columns of `from..=to`; samples outside are left out.
    pub fn new(times: &'a [i64], from: i64, to: i64, columns: usize) -> Self {
        let end = if columns == 0 { 0 } else { times.partition_point(|&time| time <= to) };
        let times = &times[..end];
        let start = times.partition_point(|&time| time < from);
        // A range without length is one column.
        let columns = if from < to { columns } else { columns.min(1) };
        Self { times, start, column: 0, columns, edge: Edge::new(from, to, columns), usual: 0 }
    }
}

impl Iterator for Occupied<'_> {
    type Item = (usize, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let first = *self.times.get(self.start)?;
        while self.column + 1 < self.columns {
            let column = self.column;
            let bound = self.edge.advance();
            self.column += 1;
            if first < bound {
                let end = self.start + self.count_below(bound);
                self.usual = end - self.start;
                return Some((column, std::mem::replace(&mut self.start, end)..end));
            }
        }
        Some((self.column, std::mem::replace(&mut self.start, self.times.len())..self.times.len()))
    }
}

impl Occupied<'_> {
    /// How many of the remaining times lie below the bound.
    fn count_below(&self, bound: i64) -> usize {
        let times = &self.times[self.start..];
        // Columns of evenly spaced samples differ in length by one at most. Which of the three it is cannot be foretold,
        // so it is added up rather than asked.
        if let Some(before) = self.usual.checked_sub(2)
            && let Some(&[last, one, other, next]) = times.get(before..before + 4)
            && last < bound
            && next >= bound
        {
            return before + 1 + usize::from(one < bound) + usize::from(other < bound);
        }
        // Doubling steps, because columns are short beside the whole.
        let mut reach = 1;
        while reach < times.len() && times[reach] < bound {
            reach *= 2;
        }
        times[..times.len().min(reach + 1)].partition_point(|&time| time < bound)
    }
}

/// The first second of each column after the first, in order, without a division for each.
#[derive(Debug, Clone)]
struct Edge {
    from: i64,
    /// Whole seconds from `from` to the edge, rounded down; what was cut off, in parts of `columns`.
    into: u64,
    rest: u64,
    /// Whole seconds of a column; what is left over, in the same parts.
    step: u64,
    step_rest: u64,
    columns: u64,
}

impl Edge {
    fn new(from: i64, to: i64, columns: usize) -> Self {
        let columns = columns.max(1) as u64;
        let span = if from < to { to.abs_diff(from) } else { 0 };
        Self { from, into: 0, rest: 0, step: span / columns, step_rest: span % columns, columns }
    }

    fn advance(&mut self) -> i64 {
        self.into = self.into.saturating_add(self.step);
        self.rest += self.step_rest;
        if self.rest >= self.columns {
            self.rest -= self.columns;
            self.into = self.into.saturating_add(1);
        }
        // An edge between two seconds is passed by the later one.
        self.from.saturating_add_unsigned(self.into.saturating_add(u64::from(self.rest > 0)))
    }
}
