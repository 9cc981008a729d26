//! How far values reach, and what they add up to: the loops that see every sample.

use crate::lanes::{LANES, Lanes, Native, greatest, join, least};

/// The lowest and the highest of some values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// The lowest value; a zero is positive.
    pub low: f64,
    /// The highest value; a zero is positive.
    pub high: f64,
}

/// The lowest and the highest value; `None` without values.
pub fn extent(values: &[f64]) -> Option<Extent> {
    extent_by::<Native>(values)
}

/// The extent of the lowest among `lows` and the highest among `highs`.
pub(crate) fn extent_of(lows: &[f64], highs: &[f64]) -> Option<Extent> {
    Some(Extent { low: extent(lows)?.low, high: extent(highs)?.high })
}

/// What the values add up to: eight running sums, then those, then the odd ones at the end.
pub(crate) fn sum(values: &[f64]) -> f64 {
    sum_by::<Native>(values)
}

impl Extent {
    /// Both together.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self { low: least(self.low, other.low), high: greatest(self.high, other.high) }
    }
}

fn extent_by<L: Lanes>(values: &[f64]) -> Option<Extent> {
    let ends =
        |low: L, high: L| (join(low.least_of_halves(), least), join(high.greatest_of_halves(), greatest));
    let (low, high) = if let Some(last) = values.last_chunk::<LANES>() {
        // The last eight are looked at in any case; those that are in a chunk as well do no harm.
        let (mut low, mut high) = (L::load(last), L::load(last));
        for chunk in values.as_chunks::<LANES>().0 {
            let chunk = L::load(chunk);
            (low, high) = (low.least(chunk), high.greatest(chunk));
        }
        ends(low, high)
    } else if let Some(all) = two_halves(values) {
        ends(L::load(&all), L::load(&all))
    } else {
        (values.iter().copied().reduce(least)?, values.iter().copied().reduce(greatest)?)
    };
    // Which of two zeros a lane keeps depends on the machine; adding zero makes both the plain one.
    Some(Extent { low: low + 0.0, high: high + 0.0 })
}

/// The first four and the last four, some of which may be the same.
fn two_halves(values: &[f64]) -> Option<[f64; LANES]> {
    const HALF: usize = LANES / 2;
    let ([one, two, three, four], [five, six, seven, eight]) =
        (values.first_chunk::<HALF>()?, values.last_chunk::<HALF>()?);
    Some([*one, *two, *three, *four, *five, *six, *seven, *eight])
}

fn sum_by<L: Lanes>(values: &[f64]) -> f64 {
    let (chunks, rest) = values.as_chunks::<LANES>();
    let lanes = chunks.iter().map(L::load).reduce(L::plus);
    let whole = lanes.map_or(0.0, |lanes| join(lanes.sum_of_halves(), |one, other| one + other));
    rest.iter().fold(whole, |sum, value| sum + value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::Plain;
    use proptest::prelude::*;

    fn bits(extent: Option<Extent>) -> Option<[u64; 2]> {
        extent.map(|extent| [extent.low.to_bits(), extent.high.to_bits()])
    }

    proptest! {
        #[test]
        fn vectors_give_the_bits_of_plain_numbers(
            values in prop::collection::vec(prop_oneof![4 => -1e3..1e3, 1 => prop::sample::select(vec![0.0, -0.0, f64::MAX, f64::MIN, f64::MIN_POSITIVE])], 0..200),
        ) {
            prop_assert_eq!(bits(extent(&values)), bits(extent_by::<Plain>(&values)));
            prop_assert_eq!(sum(&values).to_bits(), sum_by::<Plain>(&values).to_bits());
            let naive = values.iter().copied().reduce(f64::min).zip(values.iter().copied().reduce(f64::max));
            prop_assert_eq!(extent(&values).map(|extent| (extent.low, extent.high)), naive);
        }
    }
}
