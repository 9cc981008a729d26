//! The newest points of what a monitor watches: of a metric as it is, or of a share that is computed.
//!
//! * Of several file systems or containers the one that is worst counts.
//! * A metric that was never posted has no points, and one that fails on purpose is not looked at.

use crate::store::{Db, Error, points};
use analysis::evaluate::{LOOKBACK_SECS, Points, Rule, STALE_SECS, worst};
use analysis::shares;
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
    let lines = shares::lines(rate, &names, |name| read(db, owner, name, rule, now))?;
    let points: Vec<Points<'_>> = lines.iter().map(Points::of).collect();
    let chosen = worst(&points, rule, now);
    Ok(lines.get(chosen).cloned().unwrap_or_default())
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
