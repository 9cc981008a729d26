//! Medians and other quantiles, and how far values typically lie from their middle. Without values there is none.

/// The value that a share of all values does not exceed, read off between the two nearest. It reorders the values.
pub(crate) fn quantile(values: &mut [f64], share: f64) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * last as f64;
    let (below, part) = (place.floor() as usize, place.fract());
    let (_, &mut low, above) = values.select_nth_unstable_by(below.min(last), f64::total_cmp);
    let high = above.iter().copied().reduce(f64::min).unwrap_or(low);
    // Rounding must not lead past the values themselves, of which the largest has only infinity behind it.
    Some((low * (1.0 - part) + high * part).clamp(low, high))
}

/// The value in the middle.
pub(crate) fn median(values: &mut [f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// The standard deviation that such distances from the middle would have if chance were normal, told from their median,
/// so that a few outliers do not count; from their mean where more than half of them are 0. It reorders the distances.
pub(crate) fn deviation(distances: &mut [f64]) -> Option<f64> {
    const OF_MEDIAN: f64 = 1.482_602_218_505_602;
    const OF_MEAN: f64 = 1.253_314_137_315_500_3;
    let median = median(distances)?;
    if median > 0.0 {
        return Some(OF_MEDIAN * median);
    }
    let count = distances.len() as f64;
    Some(OF_MEAN * distances.iter().map(|distance| distance / count).sum::<f64>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_the_nearest_values() {
        for (values, share, expected) in [
            (&[][..], 0.5, None),
            (&[3.0], 0.95, Some(3.0)),
            (&[4.0, 1.0], 0.5, Some(2.5)),
            (&[9.0, 1.0, 5.0], 0.5, Some(5.0)),
            (&[4.0, 1.0, 3.0, 2.0], 0.5, Some(2.5)),
            (&[1.0, 2.0, 3.0, 4.0, 5.0], 0.95, Some(4.8)),
            (&[1.0, 2.0, 3.0], 0.0, Some(1.0)),
            (&[1.0, 2.0, 3.0], 7.0, Some(3.0)),
            (&[f64::MAX, f64::MAX], 0.35, Some(f64::MAX)),
            (&[f64::MIN, f64::MIN, f64::MIN], 0.35, Some(f64::MIN)),
        ] {
            assert_eq!(quantile(&mut values.to_vec(), share), expected, "{share} of {values:?}");
        }
    }

    #[test]
    fn outliers_do_not_count_unless_all_else_agrees() {
        for (distances, expected) in [
            (&[][..], None),
            (&[0.0, 0.0], Some(0.0)),
            (&[1.0, 1.0, 1e9], Some(1.482_602_218_505_602)),
            (&[0.0, 0.0, 0.0, 4.0], Some(1.253_314_137_315_500_3)),
        ] {
            assert_eq!(deviation(&mut distances.to_vec()), expected, "{distances:?}");
        }
    }
}
