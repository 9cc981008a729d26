//! What happened to alerts, written down: the alert itself and an entry in its log.
//!
//! Between evaluation and writing a person may have closed the alert, or another one may have opened: what no longer
//! fits is left out, and the next turn sees what is there.

use super::Subject;
use crate::store::{Db, Error, alerts, deliveries, hosts, id, monitors};
use analysis::evaluate::Change;
use analysis::task::status;
use mackerel::alerts::{Alert, AlertLog, AlertStatus};
use serde_json::Map;
use series::Time;

/// The type of alerts whose monitors are checks.
const CHECK: &str = "check";

/// What an evaluation says of an alert.
#[derive(Debug, Clone)]
pub(super) struct Happened {
    /// Whose alert.
    pub(super) subject: Subject,
    /// The monitor's type.
    pub(super) kind: String,
    /// What became of it; nothing if only its value or message is newer.
    pub(super) change: Option<Change>,
    /// The newest value.
    pub(super) value: Option<f64>,
    /// What a check or a web server said.
    pub(super) said: Option<Said>,
}

/// What was said; only a check has a memo.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub(super) message: String,
    pub(super) memo: String,
}

/// Writes it down.
pub(super) fn write(db: &Db<'_>, now: Time, happened: &Happened) -> Result<(), Error> {
    let (monitor, host) = &happened.subject;
    let open = alerts::find_open(db, monitor, host.as_deref())?;
    match (happened.change, open) {
        (None, Some(alert)) => alerts::update(db, &happened.newer(alert)),
        (Some(Change::Moved { to, .. } | Change::Opened(to)), Some(alert)) => {
            let alert = Alert { status: status(to), ..happened.newer(alert) };
            alerts::update(db, &alert)?;
            log(db, now, &alert, happened)
        }
        (Some(Change::Opened(level)), None) if happened.is_still_watched(db)? => {
            let alert = happened.newer(Alert {
                id: id::fresh()?,
                status: status(level),
                monitor_id: monitor.clone(),
                kind: happened.kind.clone(),
                host_id: host.clone(),
                value: None,
                message: None,
                reason: None,
                memo: String::new(),
                opened_at: now,
                closed_at: None,
                extra: Map::new(),
            });
            alerts::insert(db, &alert)?;
            log(db, now, &alert, happened)
        }
        (Some(Change::Closed(_)), Some(alert)) => {
            let alert = Alert { status: AlertStatus::Ok, closed_at: Some(now), ..alert };
            alerts::update(db, &alert)?;
            log(db, now, &alert, happened)
        }
        (_, None) => Ok(()),
    }
}

impl Happened {
    /// The alert with what is newer; what an alert said stays until something else is said.
    fn newer(&self, alert: Alert) -> Alert {
        let message = self.said.as_ref().map(|said| said.message.clone());
        Alert { value: self.value.or(alert.value), message: message.or(alert.message), ..alert }
    }

    /// The monitor or the host may have gone since it was evaluated.
    fn is_still_watched(&self, db: &Db<'_>) -> Result<bool, Error> {
        let (monitor, host) = &self.subject;
        let has_host = match host {
            Some(host) => hosts::is_live(db, host)?,
            None => true,
        };
        Ok(has_host && (self.kind == CHECK || monitors::exists(db, monitor)?))
    }
}

fn log(db: &Db<'_>, now: Time, alert: &Alert, happened: &Happened) -> Result<(), Error> {
    let said = happened.said.as_ref().filter(|_| happened.kind == CHECK);
    let status_detail = said.map(|Said { message, memo }| {
        serde_json::json!({ "type": "check", "detail": { "message": message, "memo": memo } })
    });
    let log = AlertLog {
        id: id::fresh()?,
        status: alert.status,
        trigger: "monitoring".to_owned(),
        monitor_id: Some(alert.monitor_id.clone()),
        target_value: happened.value,
        status_detail,
        created_at: now,
    };
    alerts::insert_log(db, &alert.id, &log)?;
    deliveries::queue(db, now, alert, &log)
}
