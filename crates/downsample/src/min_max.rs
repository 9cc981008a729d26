//! Where a slice is lowest and highest.

use crate::extent::extent;

/// Indices of the lowest and of the highest value; of equal values the earliest. `None` without values.
///
/// What is lowest is found first and where it is afterwards: two plain passes are quicker than one that keeps
/// indices. Values are finite; a NaN is never found, and with it neither is what lies beside it.
pub fn min_max(values: &[f64]) -> Option<(usize, usize)> {
    let found = extent(values)?;
    let place = |wanted: f64| values.iter().position(|&value| value == wanted).unwrap_or(0);
    Some((place(found.low), place(found.high)))
}
