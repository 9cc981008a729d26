//! Writing the organisation into the store, and moving it on when a new day has come.
//!
//! What people did stays: an object that they changed is left as it is, one that they removed stays away, and what
//! they made is not looked at. A store that is already at this day is not written to at all.

use super::noise::Noise;
use super::{Demo, Organisation};
use crate::store::{
    Db, Error, alerts, annotations, dashboards, graph_defs, hosts, monitors, services, settings,
};
use mackerel::alerts::{Alert, AlertLog};
use mackerel::dashboards::Dashboard;
use mackerel::services::Role;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use series::{Time, TimeRange};
use std::collections::BTreeMap;

const SETTING: &str = "demo";

/// What was written, and when.
#[derive(Default, Serialize, Deserialize)]
struct Written {
    epoch: Time,
    /// Kind and id to the object's fingerprint.
    objects: BTreeMap<String, String>,
}

/// What becomes of an object that the organisation has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Insert,
    Replace,
    Leave,
}

/// The objects of the story before and now, of all kinds.
struct Ledger {
    before: BTreeMap<String, String>,
    after: BTreeMap<String, String>,
}

impl Demo {
    /// Makes the store hold this day's organisation.
    pub fn seed(&self, db: &Db<'_>) -> Result<(), Error> {
        let written = match settings::get(db, SETTING)? {
            Some(text) => serde_json::from_str::<Written>(&text)?,
            None => Written::default(),
        };
        if written.epoch == self.epoch() {
            return Ok(());
        }
        let organisation = self.organisation();
        let mut ledger = Ledger { before: written.objects, after: BTreeMap::new() };
        write_machinery(db, &organisation, &mut ledger)?;
        write_annotations(db, &organisation, &mut ledger)?;
        write_dashboards(db, &organisation.dashboards, &mut ledger)?;
        write_alerts(db, organisation.alerts, &mut ledger)?;
        let written = Written { epoch: self.epoch(), objects: ledger.after };
        settings::set(db, SETTING, &serde_json::to_string(&written)?)
    }
}

impl Ledger {
    /// Decides about a wanted object. `stored` is the fingerprint of what the store has under its id.
    fn wants(&mut self, key: String, wanted: &str, stored: Option<&str>) -> Fate {
        let before = self.before.remove(&key);
        let fate = fate(before.as_deref(), stored, wanted);
        let kept = if fate == Fate::Leave { before } else { Some(wanted.to_owned()) };
        if let Some(fingerprint) = kept {
            self.after.insert(key, fingerprint);
        }
        fate
    }

    /// Ids of a kind that are no longer wanted and that nobody touched. To be asked after all that is wanted.
    fn leftovers<'a>(&'a self, kind: &str, stored: &'a BTreeMap<String, String>) -> Vec<&'a str> {
        let prefix = key(kind, "");
        let of_kind =
            self.before.iter().filter_map(|(key, before)| Some((key.strip_prefix(&prefix)?, before)));
        of_kind.filter(|(id, before)| stored.get(*id) == Some(before)).map(|(id, _)| id).collect()
    }
}

fn fate(before: Option<&str>, stored: Option<&str>, wanted: &str) -> Fate {
    match (before, stored) {
        (None, None) => Fate::Insert,
        (Some(before), Some(stored)) if before == stored && stored != wanted => Fate::Replace,
        _ => Fate::Leave,
    }
}

fn key(kind: &str, id: &str) -> String {
    format!("{kind} {id}")
}

fn fingerprint(object: &impl Serialize) -> Result<String, Error> {
    Ok(format!("{:016x}", Noise::new(0).stream(&serde_json::to_string(object)?).bits(0)))
}

/// Services, hosts, definitions and monitors: the same every day, so they are written once.
fn write_machinery(db: &Db<'_>, organisation: &Organisation, ledger: &mut Ledger) -> Result<(), Error> {
    let known = services::list(db)?;
    for (service, roles) in &organisation.services {
        let stored = known.iter().find(|one| one.name == service.name);
        let fate = ledger.wants(key("service", &service.name), "", stored.map(|_| ""));
        if fate == Fate::Insert {
            services::create(db, &Role { name: service.name.clone(), memo: service.memo.clone() })?;
        }
        for role in roles {
            let stored = stored.is_some_and(|stored| stored.roles.contains(&role.name));
            let id = format!("{}:{}", service.name, role.name);
            // A service that a person removed takes its roles along.
            let exists = fate == Fate::Insert || known.iter().any(|one| one.name == service.name);
            if ledger.wants(key("role", &id), "", stored.then_some("")) == Fate::Insert && exists {
                services::create_role(db, &service.name, role.clone())?;
            }
        }
    }
    for host in &organisation.hosts {
        let stored = exists(hosts::get(db, &host.id))?;
        if ledger.wants(key("host", &host.id), "", stored.then_some("")) == Fate::Insert {
            hosts::insert(db, host)?;
        }
    }
    let known = graph_defs::list(db)?;
    for definition in &organisation.graph_defs {
        let stored = known.iter().any(|one| one.name == definition.name);
        if ledger.wants(key("graph", &definition.name), "", stored.then_some("")) == Fate::Insert {
            graph_defs::put(db, definition)?;
        }
    }
    for monitor in &organisation.monitors {
        let stored = exists(monitors::get(db, &monitor.id))?;
        if ledger.wants(key("monitor", &monitor.id), "", stored.then_some("")) == Fate::Insert {
            monitors::insert(db, monitor)?;
        }
    }
    Ok(())
}

fn write_annotations(db: &Db<'_>, organisation: &Organisation, ledger: &mut Ledger) -> Result<(), Error> {
    const KIND: &str = "annotation";
    let known = services::list(db)?;
    let mut stored = BTreeMap::new();
    for service in &known {
        for annotation in annotations::list(db, &service.name, TimeRange::new(Time::MIN, Time::MAX))? {
            stored.insert(annotation.id.clone(), fingerprint(&annotation)?);
        }
    }
    for annotation in &organisation.annotations {
        // A person may have removed the service or the role.
        let Some(service) = known.iter().find(|one| one.name == annotation.service) else { continue };
        if !annotation.roles.iter().all(|role| service.roles.contains(role)) {
            continue;
        }
        let there = stored.get(&annotation.id).map(String::as_str);
        match ledger.wants(key(KIND, &annotation.id), &fingerprint(annotation)?, there) {
            Fate::Insert => annotations::insert(db, annotation)?,
            Fate::Replace => drop(annotations::update(db, annotation.clone())?),
            Fate::Leave => {}
        }
    }
    ledger.leftovers(KIND, &stored).into_iter().try_for_each(|id| annotations::delete(db, id).map(drop))
}

fn write_dashboards(db: &Db<'_>, wanted: &[Dashboard], ledger: &mut Ledger) -> Result<(), Error> {
    const KIND: &str = "dashboard";
    let mut stored = BTreeMap::new();
    let mut paths = BTreeMap::new();
    for mut body in dashboards::list(db)? {
        let id = body.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let path = body.get("urlPath").and_then(Value::as_str).unwrap_or_default().to_owned();
        paths.insert(path, id.clone());
        unstamp(&mut body);
        stored.insert(id, fingerprint(&body)?);
    }
    for dashboard in wanted {
        let Value::Object(mut body) = serde_json::to_value(dashboard)? else { continue };
        unstamp(&mut body);
        let there = stored.get(&dashboard.id).map(String::as_str);
        let taken = paths.get(&dashboard.url_path).is_some_and(|id| *id != dashboard.id);
        if taken {
            continue;
        }
        let fate = ledger.wants(key(KIND, &dashboard.id), &fingerprint(&body)?, there);
        let document = dashboards::Document {
            title: dashboard.title.clone(),
            url_path: dashboard.url_path.clone(),
            body,
        };
        match fate {
            Fate::Insert => drop(dashboards::insert(db, dashboard.updated_at, &dashboard.id, document)?),
            Fate::Replace => drop(dashboards::update(db, dashboard.updated_at, &dashboard.id, document)?),
            Fate::Leave => {}
        }
    }
    ledger.leftovers(KIND, &stored).into_iter().try_for_each(|id| dashboards::delete(db, id).map(drop))
}

/// Takes off what the store puts on.
fn unstamp(body: &mut Map<String, Value>) {
    for stamp in ["id", "createdAt", "updatedAt"] {
        body.remove(stamp);
    }
}

fn write_alerts(
    db: &Db<'_>,
    mut wanted: Vec<(Alert, Vec<AlertLog>)>,
    ledger: &mut Ledger,
) -> Result<(), Error> {
    const KIND: &str = "alert";
    let mut stored = BTreeMap::new();
    let mut page = alerts::Page { first: None, limit: 1_000 };
    loop {
        let found = alerts::list(db, alerts::Which::All, &page)?;
        for alert in found.alerts {
            let print = fingerprint(&alert)?;
            stored.insert(alert.id, print);
        }
        match found.next_id {
            Some(next) => page.first = Some(next),
            None => break,
        }
    }
    // Of alerts that opened together the one that was added last is listed first.
    wanted.reverse();
    for (alert, logs) in &wanted {
        let there = stored.get(&alert.id).map(String::as_str);
        let fate = ledger.wants(key(KIND, &alert.id), &fingerprint(alert)?, there);
        if fate == Fate::Replace {
            alerts::remove(db, &alert.id)?;
        }
        if fate != Fate::Leave {
            alerts::insert(db, alert)?;
            logs.iter().rev().try_for_each(|log| alerts::insert_log(db, &alert.id, log))?;
        }
    }
    ledger.leftovers(KIND, &stored).into_iter().try_for_each(|id| alerts::remove(db, id))
}

/// Whether something was found; that it was not is no failure.
fn exists<T>(found: Result<T, Error>) -> Result<bool, Error> {
    match found {
        Ok(_) => Ok(true),
        Err(Error::NotFound(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_did_stays() {
        for (before, stored, expected, why) in [
            (None, None, Fate::Insert, "new"),
            (None, Some("b"), Fate::Leave, "a person's, or there for another reason"),
            (Some("a"), None, Fate::Leave, "a person removed it"),
            (Some("a"), Some("a"), Fate::Replace, "the story moved on"),
            (Some("a"), Some("b"), Fate::Leave, "a person changed it"),
            (Some("w"), Some("w"), Fate::Leave, "nothing changed"),
        ] {
            assert_eq!(fate(before, stored, "w"), expected, "{why}");
        }
    }
}
