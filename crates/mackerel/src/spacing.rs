//! How far apart the points of a read are: the service thins by the length of the period asked for.

use series::TimeRange;

/// `(longest period, step)` in seconds; a period beyond the last row is read by the day.
const SPACING: [(i64, i64); 3] = [(20 * HOUR, MINUTE), (10 * DAY, 5 * MINUTE), (240 * DAY, HOUR)];

const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// The step in seconds between the points of a read over this range; each point is a mean over its step.
pub fn step_secs(range: TimeRange) -> i64 {
    SPACING.iter().find(|row| range.secs() <= row.0).map_or(DAY, |row| row.1)
}

/// The longest period in seconds that is still read in this step or a finer one.
pub fn longest_secs(step_secs: i64) -> i64 {
    let within = SPACING.iter().rev().find(|row| row.1 <= step_secs);
    if step_secs >= DAY { i64::MAX } else { within.map_or(SPACING[0].0, |row| row.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_step_changes_just_past_each_threshold() {
        for (period, step) in [
            (-5, 60),
            (0, 60),
            (20 * HOUR, 60),
            (20 * HOUR + 1, 300),
            (10 * DAY, 300),
            (10 * DAY + 1, HOUR),
            (240 * DAY, HOUR),
            (240 * DAY + 1, DAY),
            (i64::MAX, DAY),
        ] {
            assert_eq!(step_secs(TimeRange::new(0, period)), step, "{period}");
        }
    }

    #[test]
    fn the_longest_period_of_a_step_is_the_last_with_it() {
        for (step, longest) in [
            (1, 20 * HOUR),
            (60, 20 * HOUR),
            (300, 10 * DAY),
            (600, 10 * DAY),
            (HOUR, 240 * DAY),
            (DAY, i64::MAX),
        ] {
            assert_eq!(longest_secs(step), longest, "{step}");
            assert!(step < MINUTE || step_secs(TimeRange::new(0, longest)) <= step);
        }
    }
}
