//! Points as they were read, brought to the grid: the last one of each minute counts, and a coarser step has the mean
//! of its minutes. Points that are on the grid already stay as they are.

use super::columns::Columns;
use crate::aggregate::running_mean;
use crate::period::Frame;
use series::{Series, Time};
use std::ops::Range;

/// What is finer than this is one point measured twice.
const MINUTE_SECS: i64 = 60;

/// Which points belong to the places of a frame. What comes after its end does not, even within the last step: it was
/// not read either.
pub(super) fn span(series: &Series, frame: Frame, step_secs: i64) -> Range<usize> {
    series.span(frame.read(step_secs))
}

/// The points of a frame, one for each place that has any.
pub(super) fn on_grid(series: &Series, frame: Frame, step_secs: i64) -> Series {
    let first = frame.first(step_secs);
    let times = &series.times()[span(series, frame, step_secs)];
    if is_on_grid(times, first, step_secs) {
        return series.window(frame.read(step_secs));
    }
    let values = &series.values()[span(series, frame, step_secs)];
    means(times, values, first, step_secs)
}

fn is_on_grid(times: &[Time], first: Time, step_secs: i64) -> bool {
    // Dividing is slow, and most points come one step after the last.
    let mut expected = first;
    times.iter().all(|&time| {
        let on = time == expected || (time - first) % step_secs == 0;
        expected = time + step_secs;
        on
    })
}

fn means(times: &[Time], values: &[f64], first: Time, step_secs: i64) -> Series {
    let fine_secs = step_secs.min(MINUTE_SECS);
    let same_minute = |one: Time, next: Time| {
        next - one < fine_secs && (next - first).div_euclid(fine_secs) == (one - first).div_euclid(fine_secs)
    };
    let mut columns = Columns::default();
    let mut at = 0;
    while at < times.len() {
        let place = first + (times[at] - first).div_euclid(step_secs) * step_secs;
        let (mut mean, mut count) = (0.0, 0.0);
        while at < times.len() && times[at] < place + step_secs {
            let is_last = times.get(at + 1).is_none_or(|next| !same_minute(times[at], *next));
            if is_last {
                count += 1.0;
                mean = if count == 1.0 { values[at] } else { running_mean(mean, values[at], count) };
            }
            at += 1;
        }
        columns.push(place, mean);
    }
    columns.into_series()
}
