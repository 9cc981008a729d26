//! Several series walked along one axis of time.

use crate::{Series, Time};

/// Calls `visit` once for each time that any of the series has, in order,
/// with the values present there: `(index of the series, value)`, ascending by index.
pub fn align(series: &[&Series], mut visit: impl FnMut(Time, &[(usize, f64)])) {
    let mut heads = vec![0_usize; series.len()];
    let mut present = Vec::with_capacity(series.len());
    let mut next = series.iter().filter_map(|one| one.times().first().copied()).min();
    while let Some(time) = next {
        present.clear();
        next = None;
        for ((index, one), head) in series.iter().enumerate().zip(&mut heads) {
            let mut ahead = one.times().get(*head).copied();
            if ahead == Some(time) {
                present.push((index, one.values()[*head]));
                *head += 1;
                ahead = one.times().get(*head).copied();
            }
            next = match (next, ahead) {
                (Some(soonest), Some(ahead)) => Some(soonest.min(ahead)),
                (soonest, ahead) => soonest.or(ahead),
            };
        }
        visit(time, &present);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_is_visited_once_with_what_is_there() {
        let first = Series::from_points([(0, 1.0), (60, 2.0)]);
        let second = Series::from_points([(60, 3.0), (120, 4.0)]);
        let empty = Series::default();
        let mut rows = Vec::new();
        align(&[&first, &empty, &second], |time, present| {
            rows.push((time, present.to_vec()));
        });
        assert_eq!(rows, [(0, vec![(0, 1.0)]), (60, vec![(0, 2.0), (2, 3.0)]), (120, vec![(2, 4.0)]),]);
    }
}
