//! What a new store begins with, once: a name for the organization and one connectivity monitor.

use super::{Db, Error, id, monitors, settings};
use mackerel::monitors::Monitor;
use serde_json::{Map, json};

/// The organization's name where none was given.
const ORG_NAME: &str = "battera";

const ORG: &str = "org";
const SEEDED: &str = "seeded";

/// Fills a store that was never seeded. What a person removes later stays away.
pub fn seed_defaults(db: &Db<'_>, org_name: Option<&str>) -> Result<(), Error> {
    if settings::get(db, SEEDED)?.is_some() {
        return Ok(());
    }
    settings::set(db, SEEDED, "1")?;
    if settings::get(db, ORG)?.is_none() {
        settings::set(db, ORG, org_name.filter(|name| !name.is_empty()).unwrap_or(ORG_NAME))?;
    }
    monitors::insert(db, &connectivity(id::fresh()?))
}

/// The organization's name.
pub fn org_name(db: &Db<'_>) -> Result<String, Error> {
    Ok(settings::get(db, ORG)?.unwrap_or_else(|| ORG_NAME.to_owned()))
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
