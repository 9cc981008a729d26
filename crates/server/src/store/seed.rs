//! What a new store begins with, once: a name for the organization and one connectivity monitor. And what every store
//! has, as it cannot be removed: an owner and the default notification group.

use super::objects::{self, Kind};
use super::{Db, Error, id, monitors, settings};
use mackerel::monitors::Monitor;
use mackerel::names::is_service_or_role_name;
use serde_json::{Map, Value, json};
use series::Time;

/// The organization's name where none was given.
const ORG_NAME: &str = "battera";

const ORG: &str = "org";
const SEEDED: &str = "seeded";

/// Fills a store that was never seeded. What a person removes later stays away.
///
/// The organization is named after the machine, as far as clients accept it.
pub fn seed_defaults(db: &Db<'_>, machine: Option<&str>) -> Result<(), Error> {
    if settings::get(db, SEEDED)?.is_some() {
        return Ok(());
    }
    settings::set(db, SEEDED, "1")?;
    if settings::get(db, ORG)?.is_none() {
        let name = machine.and_then(as_org_name);
        settings::set(db, ORG, name.as_deref().unwrap_or(ORG_NAME))?;
    }
    monitors::insert(db, &connectivity(id::fresh()?))
}

/// Gives a store that has none its owner and its default notification group.
pub fn seed_people(db: &Db<'_>, now: Time) -> Result<(), Error> {
    for (kind, first) in [(Kind::USER, owner(now)), (Kind::NOTIFICATION_GROUP, default_group())] {
        if objects::list(db, kind)?.is_empty() {
            objects::create(
                db,
                kind,
                first.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            )?;
        }
    }
    Ok(())
}

/// The organization's name.
pub fn org_name(db: &Db<'_>) -> Result<String, Error> {
    Ok(settings::get(db, ORG)?.unwrap_or_else(|| ORG_NAME.to_owned()))
}

/// Names of organizations stand in addresses and follow the rule of services; a machine's may have dots.
fn as_org_name(machine: &str) -> Option<String> {
    let first = machine.split('.').next().unwrap_or_default();
    let name: String =
        first.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).take(63).collect();
    let name = name.trim_matches('-').to_owned();
    is_service_or_role_name(&name).then_some(name)
}

fn owner(now: Time) -> Vec<(&'static str, Value)> {
    vec![
        ("screenName", json!("owner")),
        ("email", json!("owner@localhost")),
        ("authority", json!("owner")),
        ("isInRegistrationProcess", json!(false)),
        ("isMFAEnabled", json!(false)),
        ("authenticationMethods", json!(["password"])),
        ("joinedAt", json!(now)),
    ]
}

fn default_group() -> Vec<(&'static str, Value)> {
    vec![
        ("type", json!("group-default")),
        ("name", json!("Default")),
        ("notificationLevel", json!("all")),
        ("childNotificationGroupIds", json!([])),
        ("childChannelIds", json!([])),
        ("monitors", json!([])),
        ("services", json!([])),
    ]
}

fn connectivity(id: String) -> Monitor {
    Monitor {
        id,
        kind: "connectivity".to_owned(),
        name: "connectivity".to_owned(),
        memo: String::new(),
        is_mute: false,
        metric: None,
        service: None,
        operator: None,
        warning: None,
        critical: None,
        url: None,
        expression: None,
        extra: Map::from_iter([
            ("scopes".to_owned(), json!([])),
            ("excludeScopes".to_owned(), json!([])),
            ("alertStatusOnGone".to_owned(), json!("CRITICAL")),
        ]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organization_takes_the_machine_s_name_where_clients_accept_it() {
        let long = "a".repeat(80);
        for (machine, name) in [
            ("web-01", Some("web-01")),
            ("web-01.example.net", Some("web-01")),
            ("Anna's Mac", Some("Anna-s-Mac")),
            ("x", None),
            ("", None),
            ("...", None),
            ("日本", None),
            (&long, Some(&long[..63])),
        ] {
            assert_eq!(as_org_name(machine).as_deref(), name, "{machine}");
        }
    }
}
