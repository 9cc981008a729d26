//! The newest points of what a monitor watches: of a metric as it is, or of a share that is computed.
//!
//! * A share has a point where all it is computed of has one; of nothing at all there is no share.
//! * Of several file systems or containers the one that is worst counts.
//! * A metric that was never posted has no points, and one that fails on purpose is not looked at.

use crate::store::{Db, Error, points};
use analysis::evaluate::{LOOKBACK_SECS, Operator, Points, Rule, STALE_SECS};
use mackerel::metrics::Owner;
use mackerel::monitors::RateMetric;
use series::{Series, Time, TimeRange};

/// The newest points of a metric of this owner, as many as the rule wants.
pub(super) fn newest(
    db: &Db<'_>,
    owner: &Owner,
    metric: &str,
    rule: &Rule,
    now: Time,
) -> Result<Series, Error> {
    let Some(rate) = RateMetric::of(metric) else { return read(db, owner, metric, rule, now) };
    let names = points::names(db, owner)?;
    let read = |name: &str| read(db, owner, name, rule, now);
    let mut lines = Vec::new();
    for whole in names.iter().filter(|name| rate.is_whole(name)) {
        let line = match rate {
            RateMetric::Cpu => {
                let parts = names.iter().filter(|name| is_cpu_time(name));
                busy(&read(whole)?, &parts.map(|name| read(name)).collect::<Result<Vec<_>, _>>()?)
            }
            RateMetric::Memory => share(&read("memory.used")?, &read(whole)?),
            RateMetric::Swap => {
                let total = read(whole)?;
                let cached = read("memory.swap_cached")?;
                let used = combine(&total, &read("memory.swap_free")?, |total, free| Some(total - free));
                let used = if cached.is_empty() {
                    used
                } else {
                    combine(&used, &cached, |used, cached| Some(used - cached))
                };
                share(&used, &total)
            }
            RateMetric::Disk => share(&read(&sibling(whole, ".size", ".used"))?, &read(whole)?),
            RateMetric::ContainerCpu | RateMetric::ContainerMemory => {
                share(&read(&sibling(whole, ".limit", ".usage"))?, &read(whole)?)
            }
        };
        lines.push(line);
    }
    Ok(worst(lines, rule, now))
}

/// As many of the newest points as the rule wants, and perhaps more.
fn read(db: &Db<'_>, owner: &Owner, name: &str, rule: &Rule, now: Time) -> Result<Series, Error> {
    let Some((last, value)) = found(points::latest(db, owner, name, now))?.flatten() else {
        return Ok(Series::default());
    };
    let only_last = || Series::from_points([(last, value)]);
    let wanted = i64::from(rule.points.max(1));
    if last <= now && (wanted == 1 || now - last > STALE_SECS) {
        return Ok(only_last());
    }
    // Most metrics come each minute; the whole day is read only of those that do not.
    for reach in [2 * wanted * points::STEP_SECS, LOOKBACK_SECS] {
        let range = TimeRange::new(last.min(now).saturating_sub(reach), now);
        let series = found(points::read(db, owner, name, range))?.flatten().unwrap_or_else(only_last);
        if series.len() as i64 >= wanted || reach == LOOKBACK_SECS {
            return Ok(series);
        }
    }
    Ok(only_last())
}

/// What fails on purpose is as good as not there.
fn found<T>(result: Result<T, Error>) -> Result<Option<T>, Error> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(Error::Fault(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn is_cpu_time(name: &str) -> bool {
    let state = name.strip_prefix("cpu.").and_then(|rest| rest.strip_suffix(".percentage"));
    state.is_some_and(|state| !state.contains('.'))
}

fn sibling(name: &str, from: &str, to: &str) -> String {
    format!("{}{to}", name.strip_suffix(from).unwrap_or(name))
}

/// 100 less the idle share of all states together: with every core busy it is 100.
fn busy(idle: &Series, states: &[Series]) -> Series {
    let sum = |time: Time| {
        let at = |state: &Series| state.window(TimeRange::new(time, time)).last().map(|(_, value)| value);
        states.iter().filter_map(at).sum::<f64>()
    };
    let points = idle.iter().filter_map(|(time, idle)| {
        let all = sum(time);
        (all > 0.0).then(|| (time, 100.0 * (1.0 - idle / all)))
    });
    Series::from_points(points)
}

/// A part of a whole in percent; a whole of nothing has no part.
fn share(part: &Series, whole: &Series) -> Series {
    combine(part, whole, |part, whole| (whole > 0.0).then(|| 100.0 * part / whole))
}

fn combine(one: &Series, other: &Series, with: impl Fn(f64, f64) -> Option<f64>) -> Series {
    let points = one.iter().filter_map(|(time, value)| {
        let (_, second) = other.window(TimeRange::new(time, time)).last()?;
        Some((time, with(value, second)?))
    });
    Series::from_points(points)
}

/// The line whose newest mean is the furthest in the direction of the operator, among those that are fresh.
fn worst(lines: Vec<Series>, rule: &Rule, now: Time) -> Series {
    let since = now.saturating_sub(LOOKBACK_SECS);
    let rank = |line: &Series| {
        let is_fresh = line.last().is_some_and(|(time, _)| now.saturating_sub(time) <= STALE_SECS);
        let mean = Points::of(line).mean_of_newest(rule.points, since).unwrap_or(f64::NEG_INFINITY);
        let badness = if rule.threshold.operator == Operator::Above { mean } else { -mean };
        (is_fresh, badness)
    };
    let order = |one: &Series, other: &Series| {
        let (one, other) = (rank(one), rank(other));
        one.0.cmp(&other.0).then(one.1.total_cmp(&other.1))
    };
    lines.into_iter().filter(|line| !line.is_empty()).max_by(order).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use analysis::evaluate::Threshold;

    fn line(values: &[(Time, f64)]) -> Series {
        Series::from_points(values.iter().copied())
    }

    #[test]
    fn shares_have_points_where_all_parts_have_one() {
        let whole = line(&[(0, 200.0), (60, 0.0), (120, 400.0)]);
        assert_eq!(share(&line(&[(0, 50.0), (60, 1.0), (180, 9.0)]), &whole), line(&[(0, 25.0)]));
        assert_eq!(share(&Series::default(), &whole), Series::default());
        let (idle, user) = (line(&[(0, 150.0), (60, 0.0)]), line(&[(0, 50.0)]));
        assert_eq!(busy(&idle, &[idle.clone(), user]), line(&[(0, 25.0)]), "two cores, a quarter busy");
    }

    #[test]
    fn the_worst_line_counts_if_it_is_fresh() {
        let rule = |operator| Rule {
            points: 2,
            ..Rule::new(Threshold { operator, warning: Some(1.0), critical: None })
        };
        let lines = || {
            vec![
                line(&[(0, 10.0), (60, 20.0)]),
                line(&[(60, 16.0)]),
                Series::default(),
                line(&[(-9_000, 99.0)]),
            ]
        };
        assert_eq!(worst(lines(), &rule(Operator::Above), 60), line(&[(60, 16.0)]));
        assert_eq!(worst(lines(), &rule(Operator::Below), 60), line(&[(0, 10.0), (60, 20.0)]));
        assert_eq!(worst(vec![Series::default()], &rule(Operator::Above), 60), Series::default());
        assert_eq!(worst(Vec::new(), &rule(Operator::Above), 60), Series::default());
    }
}
