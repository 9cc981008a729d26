//! Where a slice is lowest and highest.

/// Indices of the lowest and of the highest value; of equal values the earliest. `None` without values.
///
/// A NaN is never lower or higher than anything, so it is found only where it comes first.
pub fn min_max(values: &[f64]) -> Option<(usize, usize)> {
    let first = *values.first()?;
    let (mut low, mut low_at) = (first, 0);
    let (mut high, mut high_at) = (first, 0);
    for (at, &value) in values.iter().enumerate().skip(1) {
        if value < low {
            (low, low_at) = (value, at);
        }
        if value > high {
            (high, high_at) = (value, at);
        }
    }
    Some((low_at, high_at))
}
