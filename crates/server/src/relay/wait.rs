//! How long to wait before a read is tried again. Pure arithmetic.

use std::time::Duration;

/// Tries of one read, the first included.
pub(super) const TRIES: u32 = 3;

/// The longest wait that is heeded when the upstream asks for one.
const LONGEST_ASKED: Duration = Duration::from_mins(5);

const FIRST: Duration = Duration::from_millis(250);

/// The wait after a number of failed tries: what was asked for, else a random part of 250 ms, 500 ms, …, so that
/// those who failed together do not come back together. `chance` is from 0 to 1.
pub(super) fn pause(failed: u32, asked: Option<Duration>, chance: f64) -> Duration {
    match asked {
        Some(asked) => asked.min(LONGEST_ASKED),
        None => (FIRST * 2_u32.saturating_pow(failed.saturating_sub(1))).mul_f64(chance.clamp(0.0, 1.0)),
    }
}

/// What a `Retry-After` in seconds asks for; a date, which nobody sends to us, asks for nothing.
pub(super) fn asked(retry_after: Option<&str>) -> Option<Duration> {
    retry_after?.trim().parse().ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_are_random_and_give_way_to_what_was_asked() {
        for (failed, asked, chance, millis) in [
            (1, None, 1.0, 250),
            (2, None, 1.0, 500),
            (3, None, 0.5, 500),
            (1, None, 0.0, 0),
            (1, None, 7.0, 250),
            (1, Some(3), 0.1, 3_000),
            (9, Some(0), 1.0, 0),
            (1, Some(1_000_000), 0.0, 300_000),
        ] {
            let found = pause(failed, asked.map(Duration::from_secs), chance);
            assert_eq!(found.as_millis(), millis, "{failed} {asked:?} {chance}");
        }
        assert!(pause(u32::MAX, None, 1.0) > Duration::ZERO);
        for (text, expected) in [(None, None), (Some("5"), Some(5)), (Some("-1"), None), (Some("soon"), None)]
        {
            assert_eq!(asked(text), expected.map(Duration::from_secs), "{text:?}");
        }
    }
}
