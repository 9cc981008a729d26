//! Where a line breaks: a gap is a spacing much wider than the usual one.

use crate::Time;
use std::ops::Range;

/// Spacings that are enough to know the usual one.
const MOST_SPACINGS: usize = 512;

/// The longest spacing in seconds across which two samples are still joined:
/// the wider of 2.5 × the expected step and 1.5 × the median spacing.
///
/// Cloud metrics that arrive every five minutes are thereby whole lines on a one-minute grid.
/// With fewer than two samples the expected step alone decides; of very many samples an even part is looked at.
pub fn longest_join_secs(times: &[Time], step_secs: i64) -> i64 {
    let by_step = step_secs.max(1).saturating_mul(5) / 2;
    let stride = times.len().div_ceil(MOST_SPACINGS).max(1);
    let mut spacings: Vec<i64> = times.windows(2).step_by(stride).map(|pair| pair[1] - pair[0]).collect();
    if spacings.is_empty() {
        return by_step;
    }
    let middle = (spacings.len() - 1) / 2;
    let (_, median, _) = spacings.select_nth_unstable(middle);
    by_step.max(median.saturating_mul(3) / 2)
}

/// Index ranges of samples that are joined without a gap, in order. None is empty; together they cover all.
pub fn runs(times: &[Time], longest_join_secs: i64) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        if start >= times.len() {
            return None;
        }
        let length = times[start..]
            .windows(2)
            .position(|pair| pair[1] - pair[0] > longest_join_secs)
            .map_or(times.len() - start, |at| at + 1);
        let run = start..start + length;
        start = run.end;
        Some(run)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_join_follows_the_step_or_the_median_spacing() {
        let cases: &[(&[Time], i64, i64)] = &[
            (&[], 60, 150),
            (&[0], 60, 150),
            (&[0, 60, 120, 180], 60, 150),
            (&[0, 300, 600, 900], 60, 450),
            (&[0, 60, 120, 9_000], 60, 150),
            (&[0, 1], 0, 2),
        ];
        for &(times, step, expected) in cases {
            assert_eq!(longest_join_secs(times, step), expected, "{times:?} at {step}");
        }
    }

    #[test]
    #[expect(clippy::single_range_in_vec_init, reason = "one run is a list of one range")]
    fn runs_cover_every_sample_once_and_break_at_gaps() {
        let cases: &[(&[Time], &[Range<usize>])] = &[
            (&[], &[]),
            (&[5], &[0..1]),
            (&[0, 60, 120], &[0..3]),
            (&[0, 60, 600, 660, 9_000], &[0..2, 2..4, 4..5]),
        ];
        for (times, expected) in cases {
            let found: Vec<_> = runs(times, 150).collect();
            assert_eq!(&found, expected, "{times:?}");
        }
    }
}
