//! Checks, judged when they are reported.

use super::ledger::{self, Happened, Said};
use super::turn::{downtimes, opened, watch};
use crate::store::checks::{self, Check};
use crate::store::{Db, Error, alerts, hosts};
use analysis::evaluate::{Moment, Reading, State};
use analysis::task::level;
use mackerel::downtimes::Target;
use series::Time;

/// Judges the last report of a check and writes down what follows.
pub(crate) fn judge(db: &Db<'_>, now: Time, check: Check) -> Result<(), Error> {
    let Some(last) = &check.last else { return Ok(()) };
    let host = hosts::get(db, &check.host)?;
    let target = Target { monitor: &check.id, service: None, roles: &host.roles };
    let moment = Moment { now, watch: watch(&downtimes(db)?, Some(&host), target, now) };
    let alert = alerts::find_open(db, &check.id, Some(&host.id))?;
    let before = State {
        newest: None,
        bad: check.bad,
        is_hushed: check.is_hushed,
        open: alert.as_ref().and_then(opened),
    };
    let reading = match level(last.status) {
        None => Reading::Good(None),
        Some(level) => Reading::Bad { level, value: None },
    };
    let attempts = last.max_check_attempts.and_then(|attempts| u8::try_from(attempts).ok()).unwrap_or(1);
    let (state, event) = before.step(reading, attempts, moment);
    if event.is_some() || state.open.is_some() {
        let said = Said { message: last.message.clone(), memo: check.memo.clone() };
        let happened = Happened {
            subject: (check.id.clone(), Some(host.id)),
            kind: "check".to_owned(),
            change: event.map(|event| event.change),
            value: None,
            said: Some(said),
        };
        ledger::write(db, now, &happened)?;
    }
    // A good report ends the row of bad ones, even of a host that is not watched now.
    let is_good = level(last.status).is_none();
    let (bad, is_hushed) = if is_good { (0, false) } else { (state.bad, state.is_hushed) };
    if (bad, is_hushed) != (check.bad, check.is_hushed) {
        checks::save(db, &Check { bad, is_hushed, ..check })?;
    }
    Ok(())
}
