//! The numbers of a legend row, from all samples and never from the reduced ones.

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
    /// The sum of all values; infinite only if it does not fit.
    pub sum: f64,
    /// How many values there are, at least 1.
    pub count: usize,
}

impl Stats {
    /// The statistics of values in order of time; `None` without values.
    pub fn of(values: &[f64]) -> Option<Self> {
        let last = *values.last()?;
        let (mut min, mut max, mut sum) = (last, last, 0.0);
        for &value in values {
            min = min.min(value);
            max = max.max(value);
            sum += value;
        }
        let count = values.len();
        let plain = sum / count as f64;
        // A sum can overflow although every value fits; a mean of scaled values cannot.
        let mean = if plain.is_finite() { plain } else { scaled_mean(values) };
        Some(Self { last, min, avg: mean.clamp(min, max), max, sum, count })
    }
}

fn scaled_mean(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    values.iter().map(|value| value / count).sum()
}
