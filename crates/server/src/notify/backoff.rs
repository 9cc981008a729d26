//! When a message that did not arrive is tried again. Pure.

use series::Time;

/// Tries of one message, the first included: over one and a half to three hours.
pub(super) const TRIES: u32 = 10;

const FIRST_SECS: f64 = 30.0;
const LONGEST_SECS: f64 = 3_600.0;

/// The moment of the next try after so many failed ones; nothing when that was the last. `chance` is from 0 to 1 and
/// takes up to half of the wait away, so that many messages do not come back at once.
pub(super) fn next(now: Time, failed: u32, chance: f64) -> Option<Time> {
    if failed >= TRIES {
        return None;
    }
    let doubled = FIRST_SECS * 2.0_f64.powi(failed.saturating_sub(1).min(30) as i32);
    let wait = doubled.min(LONGEST_SECS) * (1.0 - chance.clamp(0.0, 1.0) / 2.0);
    Some(now + wait as Time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_an_hour_and_end() {
        for (failed, chance, expected) in [
            (1, 0.0, Some(30)),
            (1, 1.0, Some(15)),
            (2, 0.0, Some(60)),
            (8, 0.0, Some(3_600)),
            (9, 0.5, Some(2_700)),
            (10, 0.0, None),
            (u32::MAX, 0.0, None),
        ] {
            assert_eq!(next(1_000, failed, chance), expected.map(|wait| 1_000 + wait), "{failed} {chance}");
        }
    }
}
