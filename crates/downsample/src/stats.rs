//! The numbers of a legend row, from all samples and never from the reduced ones.

use crate::Pyramid;

/// What a slice of samples amounts to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stats {
    /// The newest value.
    pub last: f64,
    /// The lowest value.
    pub min: f64,
    /// The mean of all values, between `min` and `max` whatever their size.
    pub avg: f64,
    /// The highest value.
    pub max: f64,
    /// The sum of all values; not finite only if a sum on the way did not fit.
    pub sum: f64,
    /// How many values there are, at least 1.
    pub count: usize,
}

impl Stats {
    /// The statistics of values in order of time; `None` without values.
    pub fn of(values: &[f64]) -> Option<Self> {
        Pyramid::default().stats(values, 0..values.len())
    }
}

/// The value that a share of all values does not exceed, read off between the two nearest; `None` without values.
///
/// `share` is 0 for the lowest and 1 for the highest. It takes a copy of the values: ask when somebody wants it.
pub fn percentile(values: &[f64], share: f64) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * last as f64;
    let (below, part) = (place.floor() as usize, place.fract());
    let mut sorted = values.to_vec();
    let (_, &mut low, above) = sorted.select_nth_unstable_by(below.min(last), f64::total_cmp);
    let high = above.iter().copied().reduce(f64::min).unwrap_or(low);
    // Rounding may lead out of the two, beyond the largest numbers even to infinity.
    Some((low * (1.0 - part) + high * part).clamp(low, high))
}
