//! Two series time by time: a value only where both have one and the result is a number.

use super::columns::Columns;
use crate::functions::Pair;
use series::Series;
use std::cmp::Ordering;

/// The difference or quotient.
pub(super) fn joined(how: Pair, left: &Series, right: &Series) -> Series {
    match how {
        Pair::Diff => join(left, right, |one, other| one - other),
        // Dividing by 0 gives no number, which is no value.
        Pair::Divide => join(left, right, |one, other| one / other),
    }
}

fn join(left: &Series, right: &Series, combine: impl Fn(f64, f64) -> f64) -> Series {
    let mut columns = Columns::with_room(left.len().min(right.len()));
    if left.times() == right.times() {
        for ((time, one), &other) in left.iter().zip(right.values()) {
            columns.push(time, combine(one, other));
        }
        return columns.into_series();
    }
    let (mut here, mut there) = (0, 0);
    while here < left.len() && there < right.len() {
        let time = left.times()[here];
        match time.cmp(&right.times()[there]) {
            Ordering::Less => here += 1,
            Ordering::Greater => there += 1,
            Ordering::Equal => {
                columns.push(time, combine(left.values()[here], right.values()[there]));
                here += 1;
                there += 1;
            }
        }
    }
    columns.into_series()
}
