//! The bytes of a chunk: the points of one series within a span of minutes, every value bit for bit.
//!
//! * Decoding writes into buffers of fixed size only, whatever the bytes claim, and answers `None` unless they are
//!   exactly what [`encode`] makes of that many points: it never panics, and allocates no more than a day has minutes.
//! * No points and points out of order are no chunk.
//!
//! The layout: a version, how the minutes are told, the minutes, the values. Minutes without a gap are told by the
//! first one; others are a list, whose length in bytes stands before it. Lists and values are packed by `pco`.

use pco::ChunkConfig;
use pco::standalone::{simple_compress, simple_decompress_into};

/// The longest span of a chunk, a day.
pub const MOST_MINUTES: usize = 1_440;

/// Room for a day in whole batches of 256, as the decoder wants it.
const BUFFER: usize = MOST_MINUTES.next_multiple_of(256);

const VERSION: u8 = 1;
const WITHOUT_GAPS: u8 = 0;
const LISTED: u8 = 1;

/// A minute, counted from where the span begins, and the value there.
pub type Sample = (u16, f64);

/// The bytes of some points; `None` unless they are in order, within a day, finite, and at least one.
pub fn encode(samples: &[Sample]) -> Option<Vec<u8>> {
    let (first, last) = (samples.first()?.0, samples.last()?.0);
    let ordered = samples.windows(2).all(|pair| pair[0].0 < pair[1].0);
    if !ordered || usize::from(last) >= MOST_MINUTES || samples.iter().any(|sample| !sample.1.is_finite()) {
        return None;
    }
    let mut bytes = vec![VERSION];
    if usize::from(last - first) + 1 == samples.len() {
        bytes.push(WITHOUT_GAPS);
        bytes.extend(first.to_le_bytes());
    } else {
        let minutes: Vec<u16> = samples.iter().map(|sample| sample.0).collect();
        let listed = simple_compress(&minutes, &ChunkConfig::default()).ok()?;
        bytes.push(LISTED);
        bytes.extend(u16::try_from(listed.len()).ok()?.to_le_bytes());
        bytes.extend(listed);
    }
    let values: Vec<f64> = samples.iter().map(|sample| sample.1).collect();
    bytes.extend(simple_compress(&values, &ChunkConfig::default()).ok()?);
    Some(bytes)
}

/// The points in the bytes, in order; `None` if they are not those of `count` points.
pub fn decode(bytes: &[u8], count: usize) -> Option<Vec<Sample>> {
    if count == 0 || count > MOST_MINUTES {
        return None;
    }
    let (head, rest) = bytes.split_first_chunk::<4>()?;
    let [VERSION, told, low, high] = *head else { return None };
    let number = u16::from_le_bytes([low, high]);
    let mut minutes = [0_u16; BUFFER];
    let packed = match told {
        WITHOUT_GAPS => {
            let end = usize::from(number).checked_add(count).filter(|end| *end <= MOST_MINUTES)?;
            for (minute, place) in (usize::from(number)..end).zip(&mut minutes) {
                *place = u16::try_from(minute).ok()?;
            }
            rest
        }
        LISTED => {
            let (listed, packed) = rest.split_at_checked(usize::from(number))?;
            unpack(listed, &mut minutes, count)?;
            let known = minutes.get(..count)?;
            let ordered = known.windows(2).all(|pair| pair[0] < pair[1]);
            if !ordered || known.last().is_none_or(|last| usize::from(*last) >= MOST_MINUTES) {
                return None;
            }
            packed
        }
        _ => return None,
    };
    let mut values = [0_f64; BUFFER];
    unpack(packed, &mut values, count)?;
    let samples: Vec<Sample> = minutes.into_iter().zip(values).take(count).collect();
    samples.iter().all(|sample| sample.1.is_finite()).then_some(samples)
}

/// What tells a damaged chunk: a checksum over its place, its count and its bytes.
pub fn checksum(id: i64, count: usize, bytes: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&id.to_le_bytes());
    hasher.update(&(count as u64).to_le_bytes());
    hasher.update(bytes);
    hasher.finalize()
}

fn unpack<T: pco::data_types::Number>(bytes: &[u8], buffer: &mut [T; BUFFER], count: usize) -> Option<()> {
    let progress = simple_decompress_into(bytes, buffer.as_mut_slice()).ok()?;
    (progress.finished && progress.n_processed == count).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bits(samples: &[Sample]) -> Vec<(u16, u64)> {
        samples.iter().map(|(minute, value)| (*minute, value.to_bits())).collect()
    }

    fn samples() -> impl Strategy<Value = Vec<Sample>> {
        let value = prop_oneof![
            any::<f64>().prop_filter("finite", |value| value.is_finite()),
            (-1_000..1_000).prop_map(f64::from),
            Just(-0.0),
            Just(f64::MIN_POSITIVE / 4.0),
            (0..10_000).prop_map(|hundredths| f64::from(hundredths) / 100.0),
        ];
        let listed = prop::collection::btree_map(0..1_440_u16, value, 1..300);
        let run = (0..200_u16, 1..1_240_u16, -1e6..1e6_f64, -10.0..10.0_f64);
        prop_oneof![
            listed.prop_map(|map| map.into_iter().collect()),
            run.prop_map(|(first, count, level, slope)| {
                (0..count).map(|at| (first + at, level + slope * f64::from(at))).collect()
            }),
        ]
    }

    #[test]
    fn what_is_no_run_of_points_is_no_chunk() {
        for wrong in [
            vec![],
            vec![(1, 0.0), (1, 0.0)],
            vec![(2, 0.0), (1, 0.0)],
            vec![(1_440, 0.0)],
            vec![(0, f64::NAN)],
        ] {
            assert_eq!(encode(&wrong), None, "{wrong:?}");
        }
        let one = encode(&[(1_439, -0.0)]).expect("a chunk");
        for (bytes, count) in [(&one[..], 0), (&one, 2), (&one, 1_441), (&one[..3], 1), (&[], 1)] {
            assert_eq!(decode(bytes, count), None, "{count} in {bytes:?}");
        }
    }

    #[test]
    fn a_day_of_steady_values_takes_few_bytes() {
        let day = |value: fn(u16) -> f64| (0..1_440).map(|at| (at, value(at))).collect::<Vec<Sample>>();
        for (samples, most) in [
            (day(|_| 42.0), 60),
            (day(|at| f64::from(at) * 1e6), 80),
            (day(|at| f64::from(u32::from(at) * 7_919 % 100) / 100.0), 1_800),
        ] {
            let bytes = encode(&samples).expect("a chunk");
            assert!(bytes.len() <= most, "{} bytes, not {most}", bytes.len());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

        #[test]
        fn points_come_back_bit_for_bit(samples in samples()) {
            let bytes = encode(&samples).expect("a chunk");
            prop_assert_eq!(bits(&decode(&bytes, samples.len()).expect("points")), bits(&samples));
            prop_assert!(decode(&bytes, samples.len() + 1).is_none());
            prop_assert!(decode(&bytes[..bytes.len() - 1], samples.len()).is_none());
        }

        #[test]
        fn any_bytes_are_points_in_order_or_nothing(
            samples in samples(),
            noise in prop::collection::vec(any::<u8>(), 0..200),
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
            count in 0..1_500_usize,
        ) {
            let mut bytes = encode(&samples).expect("a chunk");
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            let mut headed = vec![VERSION, LISTED];
            headed.extend(&noise);
            for (bytes, count) in [(&bytes, samples.len()), (&bytes, count), (&noise, count), (&headed, count)] {
                if let Some(found) = decode(bytes, count) {
                    prop_assert_eq!(found.len(), count);
                    prop_assert!(found.windows(2).all(|pair| pair[0].0 < pair[1].0));
                    prop_assert!(found.iter().all(|(minute, value)| *minute < 1_440 && value.is_finite()));
                }
            }
        }

        #[test]
        fn a_flipped_bit_changes_the_checksum(samples in samples(), at in any::<prop::sample::Index>(), bit in 0..8_u32) {
            let bytes = encode(&samples).expect("a chunk");
            let good = checksum(7, samples.len(), &bytes);
            let mut bad = bytes.clone();
            bad[at.index(bytes.len())] ^= 1_u8 << bit;
            prop_assert_ne!(checksum(7, samples.len(), &bad), good);
            prop_assert_ne!(checksum(8, samples.len(), &bytes), good);
        }
    }
}
