//! A rank among the values that are there at each time, between two ranks in a straight line from one to the other.

use super::columns::Columns;
use crate::literal::Percent;
use series::{Series, align};

/// The percentile at each time that any of the series has.
pub(super) fn percentile(series: &[&Series], percent: Percent) -> Series {
    let mut columns = Columns::with_room(series.iter().map(|one| one.len()).max().unwrap_or(0));
    let mut values = Vec::with_capacity(series.len());
    align(series, |time, present| {
        values.clear();
        values.extend(present.iter().map(|row| row.1));
        columns.push(time, ranked(&mut values, percent));
    });
    columns.into_series()
}

/// The value at a rank of at least one value. Their order is lost.
fn ranked(values: &mut [f64], percent: Percent) -> f64 {
    let rank = percent.value() / 100.0 * (values.len() - 1) as f64;
    let (_, &mut below, rest) = values.select_nth_unstable_by(rank as usize, f64::total_cmp);
    let share = rank.fract();
    // A rank above the last is only possible with a share of 0.
    let above = if share == 0.0 { below } else { rest.iter().copied().fold(f64::INFINITY, f64::min) };
    // Written so, it stays between the two whatever their size.
    below * (1.0 - share) + above * share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_lie_on_lines_between_values() {
        let cases: [(&[f64], f64, f64); 8] = [
            (&[7.0], 1.0, 7.0),
            (&[7.0], 99.0, 7.0),
            (&[3.0, 1.0], 50.0, 2.0),
            (&[4.0, 1.0, 3.0, 2.0, 5.0], 50.0, 3.0),
            (&[4.0, 1.0, 3.0, 2.0, 5.0], 90.0, 4.6),
            (&[4.0, 1.0, 3.0, 2.0, 5.0], 25.0, 2.0),
            (&[5.0, 5.0, 5.0], 33.0, 5.0),
            (&[f64::MAX, f64::MAX], 50.0, f64::MAX),
        ];
        for (values, percent, expected) in cases {
            let found = ranked(&mut values.to_vec(), Percent::new(percent).unwrap());
            assert!((found - expected).abs() <= 1e-12 * expected.abs(), "{values:?} {percent}: {found}");
        }
    }
}
