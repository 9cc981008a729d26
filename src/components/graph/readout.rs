//! The values of every line at one moment: what the tooltip shows and the live region says.

use crate::query::ShownLine;
use series::{Time, TimeRange, longest_join_secs};

/// What one line is at a moment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reading {
    /// Index among the shown lines.
    pub(crate) line: usize,
    /// When the sample was.
    pub(crate) time: Time,
    /// The nearest sample.
    pub(crate) value: f64,
    /// Least and greatest of the samples that share the pixel column, where there are several.
    pub(crate) spread: Option<(f64, f64)>,
}

impl Reading {
    /// What rows are sorted by: the greatest value in the column.
    pub(crate) fn top(&self) -> f64 {
        self.spread.map_or(self.value, |spread| spread.1)
    }
}

/// Readings of the given lines, the greatest first. A line without a sample near the moment has none.
pub(crate) fn readings(lines: &[ShownLine], visible: &[usize], time: Time, secs_per_px: f64) -> Vec<Reading> {
    let half = (secs_per_px / 2.0).floor().max(0.0) as i64;
    let mut found: Vec<Reading> =
        visible.iter().filter_map(|&at| reading(at, lines.get(at)?, time, half)).collect();
    found.sort_by(|one, other| other.top().total_cmp(&one.top()));
    found
}

fn reading(at: usize, line: &ShownLine, time: Time, half_secs: i64) -> Option<Reading> {
    let (nearest, value) = line.series.nearest(time)?;
    let distance_secs = (nearest - time).abs();
    // Farther than half of what the picture joins and the line has a gap here. The usual case needs no look at it.
    let is_near = distance_secs <= (line.step_secs * 5 / 4).max(half_secs)
        || distance_secs <= longest_join_secs(line.series.times(), line.step_secs) / 2;
    if !is_near {
        return None;
    }
    let span = line.series.span(TimeRange::new(time - half_secs, time + half_secs));
    let has_several = span.len() > 1;
    let reach = line.pyramid.extent(line.series.values(), span).filter(|_| has_several);
    let spread = reach.map(|reach| (reach.low, reach.high));
    Some(Reading { line: at, time: nearest, value, spread: spread.filter(|(low, high)| low < high) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use downsample::Pyramid;
    use series::Series;
    use std::sync::Arc;

    fn line(points: &[(Time, f64)]) -> ShownLine {
        let series = Series::from_points(points.iter().copied());
        ShownLine {
            name: "n".to_owned(),
            identity: "n".to_owned(),
            pyramid: Arc::new(Pyramid::of(series.values())),
            series: Arc::new(series),
            stacked: false,
            quiet: false,
            step_secs: 60,
        }
    }

    #[test]
    fn a_moment_reads_the_nearest_samples_greatest_first() {
        let lines =
            [line(&[(0, 1.0), (60, 2.0), (120, 9.0)]), line(&[(60, 5.0)]), line(&[]), line(&[(9_000, 7.0)])];
        let found = readings(&lines, &[0, 1, 2, 3], 70, 1.0);
        let short: Vec<_> = found.iter().map(|one| (one.line, one.time, one.value, one.spread)).collect();
        assert_eq!(short, [(1, 60, 5.0, None), (0, 60, 2.0, None)]);
    }

    #[test]
    fn a_line_of_wide_steps_is_read_wherever_it_is_drawn() {
        let wide: Vec<(Time, f64)> = (0..9).map(|at| (at * 300, at as f64)).collect();
        let lines = [line(&wide), line(&[(0, 1.0), (60, 1.0), (120, 1.0), (600, 1.0)])];
        let read = |time| readings(&lines, &[0, 1], time, 1.0).iter().map(|one| one.line).collect::<Vec<_>>();
        assert_eq!(read(449), [0]);
        assert_eq!(read(130), [1, 0]);
    }

    #[test]
    fn a_column_of_many_samples_shows_its_spike() {
        let lines = [line(&[(0, 1.0), (60, 98.0), (120, 1.0)])];
        let found = readings(&lines, &[0], 110, 240.0);
        assert_eq!((found[0].value, found[0].spread), (1.0, Some((1.0, 98.0))));
        assert_eq!(found[0].top(), 98.0);
        assert!(readings(&lines, &[], 110, 240.0).is_empty());
        assert!(readings(&lines, &[7], 110, 240.0).is_empty());
    }
}
