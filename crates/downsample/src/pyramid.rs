//! Summaries over blocks of a series, and over blocks of blocks, so that any stretch is read in a few steps.
//!
//! What it promises:
//! * lowest and highest are the same bits as from a look at every sample;
//! * a pyramid knows whole blocks only; what comes after them is read from the samples. An empty pyramid is
//!   therefore one of any series, and a series may grow without its pyramid;
//! * a pyramid that grew is the same as one built at once;
//! * it answers by the samples it is given: other samples than its own give wrong numbers, but no panic.

use crate::extent::{Extent, extent, extent_of, sum};
use crate::stats::Stats;
use std::ops::Range;

/// Samples in a block. Half of 64 halves the time of a query, most of which goes to the samples beside whole
/// blocks, and costs a twentieth more memory; building takes as long.
const BLOCK: usize = 32;
/// Blocks in a block of the next level; between 4 and 32 no difference can be measured.
const FAN_OUT: usize = 16;

/// Blocks that are summarised in one call.
const BLOCKS_AT_ONCE: usize = 256;

/// The summaries of one series.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pyramid {
    /// From the finest to the coarsest; only whole blocks of the level below are summarised.
    levels: Vec<Level>,
}

/// Blocks in three columns, because each question is about one of them.
#[derive(Debug, Clone, Default, PartialEq)]
struct Level {
    lows: Vec<f64>,
    highs: Vec<f64>,
    sums: Vec<f64>,
}

impl Pyramid {
    /// The pyramid of some values.
    pub fn of(values: &[f64]) -> Self {
        let mut pyramid = Self::default();
        pyramid.grow(values, 0);
        pyramid
    }

    /// Follows a series that was changed from index `unchanged` on, or grew, or shrank.
    pub fn grow(&mut self, values: &[f64], unchanged: usize) {
        let (blocks, _) = values.as_chunks::<BLOCK>();
        let mut older = std::mem::take(&mut self.levels).into_iter();
        let mut level = older.next().unwrap_or_default();
        let mut kept = unchanged / BLOCK;
        level.grow(kept, blocks.len(), |at| Some((extent(&blocks[at])?, sum(&blocks[at]))));
        while level.len() >= FAN_OUT {
            let mut above = older.next().unwrap_or_default();
            kept /= FAN_OUT;
            above.grow(kept, level.len() / FAN_OUT, |at| level.summary(at * FAN_OUT..(at + 1) * FAN_OUT));
            self.levels.push(level);
            level = above;
        }
        self.levels.push(level);
    }

    /// How far the values of a span of indices reach; `None` if the span has none.
    pub fn extent(&self, values: &[f64], span: Range<usize>) -> Option<Extent> {
        let span = clamped(span, values.len());
        if span.len() < BLOCK {
            return extent(&values[span]);
        }
        let mut found: Option<Extent> = None;
        self.visit(values, span, |part| {
            let reach = match part {
                Part::Samples(values) => extent(values),
                Part::Blocks(level, blocks) => level.extent(blocks),
            };
            found = match (found, reach) {
                (Some(one), Some(other)) => Some(one.union(other)),
                (one, other) => one.or(other),
            };
        });
        found
    }

    /// The sum of the values of a span of indices. Its last bits depend on where blocks begin.
    pub fn sum(&self, values: &[f64], span: Range<usize>) -> f64 {
        let mut total = 0.0;
        self.visit(values, span, |part| {
            total += match part {
                Part::Samples(values) => sum(values),
                Part::Blocks(level, blocks) => sum(&level.sums[blocks]),
            };
        });
        total
    }

    /// The statistics of the values of a span of indices; `None` if the span has none.
    pub fn stats(&self, values: &[f64], span: Range<usize>) -> Option<Stats> {
        let inside = values.get(clamped(span.clone(), values.len()))?;
        let last = *inside.last()?;
        let Extent { low: min, high: max } = self.extent(values, span.clone())?;
        let (sum, count) = (self.sum(values, span), inside.len());
        let plain = sum / count as f64;
        // A sum can overflow although every value fits; a mean of scaled values cannot.
        let mean = if plain.is_finite() { plain } else { scaled_mean(inside) };
        Some(Stats { last, min, avg: mean.clamp(min, max), max, sum, count })
    }

    /// Takes a span apart into samples and blocks, each as coarse as it may be.
    fn visit(&self, values: &[f64], span: Range<usize>, mut read: impl FnMut(Part<'_>)) {
        let span = clamped(span, values.len());
        let blocks = self.levels.first().map_or(0, Level::len);
        let whole = span.start.div_ceil(BLOCK)..(span.end / BLOCK).min(blocks);
        if whole.is_empty() {
            read(Part::Samples(&values[span]));
            return;
        }
        read(Part::Samples(&values[span.start..whole.start * BLOCK]));
        self.visit_blocks(whole.clone(), &mut read);
        read(Part::Samples(&values[whole.end * BLOCK..span.end]));
    }

    fn visit_blocks(&self, mut blocks: Range<usize>, read: &mut impl FnMut(Part<'_>)) {
        for (at, level) in self.levels.iter().enumerate() {
            let above = self.levels.get(at + 1).map_or(0, Level::len);
            let whole = blocks.start.div_ceil(FAN_OUT)..(blocks.end / FAN_OUT).min(above);
            if whole.is_empty() {
                read(Part::Blocks(level, blocks));
                return;
            }
            read(Part::Blocks(level, blocks.start..whole.start * FAN_OUT));
            read(Part::Blocks(level, whole.end * FAN_OUT..blocks.end));
            blocks = whole;
        }
    }
}

/// A piece of a span.
enum Part<'a> {
    Samples(&'a [f64]),
    Blocks(&'a Level, Range<usize>),
}

impl Level {
    fn len(&self) -> usize {
        self.lows.len()
    }

    /// Keeps the first blocks and summarises the others anew.
    fn grow(&mut self, kept: usize, wanted: usize, summary: impl Fn(usize) -> Option<(Extent, f64)>) {
        let kept = kept.min(wanted).min(self.len());
        for column in [&mut self.lows, &mut self.highs, &mut self.sums] {
            column.truncate(kept);
            column.reserve_exact(wanted - kept);
        }
        for start in (kept..wanted).step_by(BLOCKS_AT_ONCE) {
            self.append((start..wanted.min(start + BLOCKS_AT_ONCE)).filter_map(&summary));
        }
    }

    /// No block is empty, so none was left out.
    ///
    /// A call for a few thousand samples, because browsers begin with slow code and have better code for the next call:
    /// one long loop would be slow to its end.
    #[inline(never)]
    fn append(&mut self, summaries: impl Iterator<Item = (Extent, f64)>) {
        for (reach, sum) in summaries {
            self.lows.push(reach.low);
            self.highs.push(reach.high);
            self.sums.push(sum);
        }
    }

    fn summary(&self, blocks: Range<usize>) -> Option<(Extent, f64)> {
        Some((self.extent(blocks.clone())?, sum(&self.sums[blocks])))
    }

    fn extent(&self, blocks: Range<usize>) -> Option<Extent> {
        extent_of(&self.lows[blocks.clone()], &self.highs[blocks])
    }
}

fn clamped(span: Range<usize>, len: usize) -> Range<usize> {
    span.start.min(len)..span.end.min(len).max(span.start.min(len))
}

fn scaled_mean(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    values.iter().map(|value| value / count).sum()
}
