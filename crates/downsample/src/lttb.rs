//! Largest triangle, three buckets, with the columns of the screen as buckets.
//!
//! The first and the last sample stay. Of every column the one is taken that makes the largest triangle with
//! the one taken before and with the middle of the column after; of equal triangles the earliest.

use crate::Occupied;
use crate::pick::{min_max_of_columns, push_later};
use std::ops::Range;

/// Quarter columns: as many candidates as the published method found enough.
const PARTS_OF_A_COLUMN: usize = 4;

/// Picks among all samples.
pub(crate) fn lttb(times: &[i64], values: &[f64], from: i64, to: i64, columns: usize, out: &mut Vec<u32>) {
    out.clear();
    let buckets: Vec<Range<usize>> = Occupied::new(times, from, to, columns).map(|(_, span)| span).collect();
    pick_from(&buckets, |at| (times[at], values[at]), out);
}

/// Picks among the lowest and highest of parts of columns.
pub(crate) fn min_max_lttb(
    times: &[i64],
    values: &[f64],
    from: i64,
    to: i64,
    columns: usize,
    out: &mut Vec<u32>,
) {
    let mut candidates = Vec::new();
    min_max_of_columns(times, values, from, to, columns.saturating_mul(PARTS_OF_A_COLUMN), &mut candidates);
    // The line begins and ends where the samples do.
    let inside = Occupied::new(times, from, to, columns.min(1)).next();
    let ends = inside.map_or(0..0, |(_, span)| span);
    let mut kept: Vec<u32> = Vec::with_capacity(candidates.len() + 2);
    if !ends.is_empty() {
        push_later(&mut kept, ends.start);
        for &at in &candidates {
            push_later(&mut kept, at as usize);
        }
        push_later(&mut kept, ends.end - 1);
    }
    let kept_times: Vec<i64> = kept.iter().map(|&at| times[at as usize]).collect();
    let buckets: Vec<Range<usize>> =
        Occupied::new(&kept_times, from, to, columns).map(|(_, span)| span).collect();
    out.clear();
    pick_from(&buckets, |at| (kept_times[at], values[kept[at] as usize]), out);
    for at in out.iter_mut() {
        *at = kept[*at as usize];
    }
}

fn pick_from(buckets: &[Range<usize>], sample: impl Fn(usize) -> (i64, f64), out: &mut Vec<u32>) {
    let (Some(head), Some(tail)) = (buckets.first(), buckets.last()) else { return };
    let (first, last) = (head.start, tail.end - 1);
    let (origin, _) = sample(first);
    let place = |at: usize| {
        let (time, value) = sample(at);
        (time.abs_diff(origin) as f64, value)
    };
    push_later(out, first);
    let mut before = place(first);
    for (at, bucket) in buckets.iter().enumerate() {
        // The ends are taken anyway; their columns have one more only beside them.
        let inner = bucket.start.max(first + 1)..bucket.end.min(last);
        if inner.is_empty() {
            continue;
        }
        let after = match buckets.get(at + 1) {
            Some(next) => middle(next.clone().map(place), next.len()),
            None => place(last),
        };
        let mut best = (inner.start, -1.0);
        for candidate in inner {
            let area = double_area(before, place(candidate), after);
            if area > best.1 {
                best = (candidate, area);
            }
        }
        push_later(out, best.0);
        before = place(best.0);
    }
    push_later(out, last);
}

fn middle(points: impl Iterator<Item = (f64, f64)>, count: usize) -> (f64, f64) {
    let share = 1.0 / count as f64;
    points.fold((0.0, 0.0), |(x, y), point| (x + point.0 * share, y + point.1 * share))
}

/// Twice the area of a triangle.
fn double_area(one: (f64, f64), two: (f64, f64), three: (f64, f64)) -> f64 {
    ((one.0 - three.0) * (two.1 - one.1) - (one.0 - two.0) * (three.1 - one.1)).abs()
}
