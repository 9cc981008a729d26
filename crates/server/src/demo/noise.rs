//! Chance that is a pure function: the same seed, label and place give the same number, in any order of asking.

/// One stream of chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Noise(u64);

/// What ids are written with: no letters that look alike.
const ID_LETTERS: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const ID_LENGTH: i64 = 11;

impl Noise {
    pub(super) const fn new(seed: u64) -> Self {
        Self(mix(seed))
    }

    /// An independent stream.
    pub(super) fn stream(self, label: &str) -> Self {
        Self(label.bytes().fold(self.0, |state, byte| mix(state.rotate_left(8) ^ u64::from(byte))))
    }

    /// The same as [`stream`](Self::stream), for streams that are picked while points are made.
    pub(super) const fn stream_of(self, number: u64) -> Self {
        Self(mix(self.0 ^ number.wrapping_mul(0xD6E8_FEB8_6659_FD93)))
    }

    /// Any of all 64-bit numbers.
    pub(super) const fn bits(self, place: i64) -> u64 {
        mix(self.0.wrapping_add((place as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)))
    }

    /// From 0 up to but excluding `count`, which is at least 1.
    pub(super) const fn below(self, place: i64, count: i64) -> i64 {
        ((self.bits(place) >> 33) as i64) % count
    }

    /// From 0 up to but excluding 1.
    pub(super) fn unit(self, place: i64) -> f64 {
        (self.bits(place) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From -1 to 1.
    pub(super) fn signed(self, place: i64) -> f64 {
        2.0 * self.unit(place) - 1.0
    }

    /// From -1 to 1, turning gently: a new direction each `every` places.
    // Inlined, so that the division by `every` becomes a multiplication.
    #[inline]
    pub(super) fn smooth(self, place: i64, every: i64) -> f64 {
        let cell = place.div_euclid(every);
        let part = place.rem_euclid(every) as f64 / every as f64;
        let ease = part * part * (3.0 - 2.0 * part);
        let (left, right) = (self.signed(cell), self.signed(cell + 1));
        left + (right - left) * ease
    }

    /// From -1 to 1: half of it drifts over hours, a third over minutes, the rest is new each minute.
    pub(super) fn wobble(self, minute: i64) -> f64 {
        0.5 * self.smooth(minute, 340) + 0.3 * self.smooth(minute, 17) + 0.2 * self.signed(minute)
    }

    /// A whole number near `value`, which is not negative: above or below it so that the mean is kept.
    pub(super) fn round(self, minute: i64, value: f64) -> f64 {
        (value + self.unit(minute)) as i64 as f64
    }

    /// An id as the API's are: eleven letters and digits, the first from 2 to 5.
    pub(super) fn id(self, kind: &str, key: &str) -> String {
        let stream = self.stream(kind).stream(":").stream(key);
        let mut id = String::with_capacity(ID_LENGTH as usize);
        id.push(char::from(b'2' + stream.below(0, 4) as u8));
        for place in 1..ID_LENGTH {
            id.push(char::from(ID_LETTERS[stream.below(place, ID_LETTERS.len() as i64) as usize]));
        }
        id
    }
}

const fn mix(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_stays_inside_its_bounds_and_has_the_mean_it_claims() {
        let noise = Noise::new(7).stream("test");
        let mut sums = [0.0; 4];
        for place in -5_000..5_000 {
            let drawn = [
                noise.unit(place) * 2.0 - 1.0,
                noise.smooth(place, 17),
                noise.wobble(place),
                noise.round(place, 0.25) - 0.25,
            ];
            for (sum, value) in sums.iter_mut().zip(drawn) {
                assert!((-1.0..=1.0).contains(&value), "{value}");
                *sum += value;
            }
            assert!((0..9).contains(&noise.below(place, 9)));
        }
        for (index, sum) in sums.iter().enumerate() {
            assert!(sum.abs() / 10_000.0 < 0.12, "{index}: {sum}");
        }
    }

    #[test]
    fn smooth_steps_are_small() {
        let noise = Noise::new(1).stream("steps");
        for place in 0..1_000 {
            assert!((noise.smooth(place + 1, 100) - noise.smooth(place, 100)).abs() < 0.04);
        }
    }

    #[test]
    fn ids_look_like_ids_and_differ_by_seed_kind_and_key() {
        let ids: std::collections::BTreeSet<String> = (0..3)
            .flat_map(|seed| {
                ["host", "alert"].into_iter().flat_map(move |kind| {
                    (0..500).map(move |key: i32| Noise::new(seed).id(kind, &key.to_string()))
                })
            })
            .collect();
        assert_eq!(ids.len(), 3_000);
        for id in &ids {
            assert_eq!(id.len(), 11);
            assert!(id.starts_with(['2', '3', '4', '5']), "{id}");
            assert!(id.chars().all(|c| c.is_ascii_alphanumeric() && !"0OIl".contains(c)), "{id}");
        }
    }
}
