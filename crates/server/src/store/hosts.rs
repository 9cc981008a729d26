//! Hosts and which roles they have and had.
//!
//! A custom identifier belongs to one host that is not retired. Retirement is for good: the host still answers
//! by its id, but takes no more changes or points.

use super::{Db, Error, alerts, checks, id, rows, services};
use mackerel::hosts::{Host, HostParam, HostStatus, ListHosts};
use mackerel::names::RoleFullName;
use mackerel::role_history::Membership;
use rusqlite::{OptionalExtension, params};
use series::{Time, TimeRange};
use std::collections::{BTreeMap, BTreeSet};

/// What is said of a host that does not exist.
pub const NOT_FOUND: &str = "Host not found";

/// The statuses of a list that asks for none.
pub const DEFAULT_STATUSES: [HostStatus; 2] = [HostStatus::Working, HostStatus::Standby];

/// The roles of a host are in `membership`, where `left_at` is null for as long as they last.
/// It outlives the role: graphs of the past ask who was in it.
pub(super) const TABLES: &str = "
CREATE TABLE host (
    id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, custom_identifier TEXT, status TEXT NOT NULL,
    retired_at INTEGER, body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX host_custom_identifier ON host (custom_identifier)
    WHERE custom_identifier IS NOT NULL AND retired_at IS NULL;
CREATE TABLE membership (
    host TEXT NOT NULL REFERENCES host, service TEXT NOT NULL, role TEXT NOT NULL,
    joined_at INTEGER NOT NULL, left_at INTEGER
) STRICT;
CREATE UNIQUE INDEX membership_now ON membership (host, service, role) WHERE left_at IS NULL;
CREATE INDEX membership_role ON membership (service, role, host);
";

/// The host, retired or not.
pub fn get(db: &Db<'_>, id: &str) -> Result<Host, Error> {
    let mut host: Host =
        rows::one(db.meta, "SELECT body FROM host WHERE id = ?1", [id])?.ok_or(Error::NotFound(NOT_FOUND))?;
    for role in current_roles(db, id)? {
        host.roles.entry(role.service).or_default().push(role.role);
    }
    Ok(host)
}

/// The host with this identifier that is not retired; of several that differ in case the oldest.
pub fn find(db: &Db<'_>, custom_identifier: &str, case_insensitive: bool) -> Result<Host, Error> {
    let sql = if case_insensitive {
        "SELECT id FROM host WHERE custom_identifier = ?1 COLLATE NOCASE AND retired_at IS NULL
         ORDER BY json_extract(body, '$.createdAt'), rowid LIMIT 1"
    } else {
        "SELECT id FROM host WHERE custom_identifier = ?1 AND retired_at IS NULL"
    };
    let id: Option<String> =
        db.meta.prepare_cached(sql)?.query_row([custom_identifier], |row| row.get(0)).optional()?;
    get(db, &id.ok_or(Error::NotFound(NOT_FOUND))?)
}

/// Fails unless the host exists, retired or not.
pub fn require(db: &Db<'_>, id: &str) -> Result<(), Error> {
    if rows::exists(db.meta, "SELECT 1 FROM host WHERE id = ?1", [id])? {
        Ok(())
    } else {
        Err(Error::NotFound(NOT_FOUND))
    }
}

/// Whether the host exists and is not retired.
pub fn is_live(db: &Db<'_>, id: &str) -> Result<bool, Error> {
    rows::exists(db.meta, "SELECT 1 FROM host WHERE id = ?1 AND retired_at IS NULL", [id])
}

/// Hosts that are not retired and pass the filter, sorted by name. No status at all passes none.
pub fn list(db: &Db<'_>, filter: &ListHosts) -> Result<Vec<Host>, Error> {
    let statuses: Vec<&str> = filter.statuses.iter().map(|status| status.as_str()).collect();
    let mut hosts: Vec<Host> = rows::all(
        db.meta,
        "SELECT body FROM host WHERE retired_at IS NULL
            AND status IN (SELECT value FROM json_each(?1))
            AND (?2 IS NULL OR name = ?2)
            AND (?3 IS NULL OR custom_identifier = ?3)
            AND (?4 IS NULL OR EXISTS (
                SELECT 1 FROM membership WHERE host = host.id AND left_at IS NULL AND service = ?4
                    AND (?5 = '[]' OR role IN (SELECT value FROM json_each(?5)))))
         ORDER BY name, id",
        params![
            rows::json(&statuses)?,
            filter.name,
            filter.custom_identifier,
            filter.service,
            rows::json(&filter.roles)?
        ],
    )?;
    let mut statement = db.meta.prepare_cached(
        "SELECT host, service, role FROM membership WHERE left_at IS NULL ORDER BY host, service, role",
    )?;
    let mut rows = statement.query([])?;
    let mut roles: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        roles.entry(row.get(0)?).or_default().entry(row.get(1)?).or_default().push(row.get(2)?);
    }
    for host in &mut hosts {
        host.roles = roles.remove(&host.id).unwrap_or_default();
    }
    Ok(hosts)
}

/// Registers a host as working, with these roles, and answers its id.
pub fn create(db: &Db<'_>, now: Time, param: HostParam, roles: &[RoleFullName]) -> Result<String, Error> {
    let host = Host {
        id: id::fresh()?,
        name: param.name,
        display_name: param.display_name,
        custom_identifier: param.custom_identifier.filter(|identifier| !identifier.is_empty()),
        meta: param.meta,
        interfaces: param.interfaces.unwrap_or_default(),
        size: "standard".to_owned(),
        status: HostStatus::Working,
        memo: param.memo.unwrap_or_default(),
        is_retired: false,
        retired_at: None,
        // Clients read it into 32 bits.
        created_at: now.clamp(0, i64::from(i32::MAX)),
        roles: BTreeMap::new(),
    };
    insert(db, &host)?;
    checks::declare(db, &host.id, param.checks.as_deref().unwrap_or_default())?;
    for role in roles {
        join(db, now, &host.id, role)?;
    }
    Ok(host.id)
}

/// Adds a host as it is, with its id; its roles are made to exist and count from its creation.
pub fn insert(db: &Db<'_>, host: &Host) -> Result<(), Error> {
    refuse_taken(db, host)?;
    rows::execute(
        db.meta,
        "INSERT INTO host VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            host.id,
            host.name,
            host.custom_identifier,
            host.status.as_str(),
            host.retired_at,
            body(host)?
        ],
    )?;
    for (service, roles) in &host.roles {
        for role in roles {
            let role = RoleFullName { service: service.clone(), role: role.clone() };
            join(db, host.created_at, &host.id, &role)?;
        }
    }
    Ok(())
}

/// Replaces the description. An absent display name, memo or list of interfaces or checks stays; roles are only added.
pub fn update(
    db: &Db<'_>,
    now: Time,
    id: &str,
    param: HostParam,
    roles: &[RoleFullName],
) -> Result<(), Error> {
    let stored = get_live(db, id)?;
    save(
        db,
        &Host {
            name: param.name,
            display_name: param.display_name.or(stored.display_name),
            custom_identifier: param.custom_identifier.filter(|identifier| !identifier.is_empty()),
            meta: param.meta,
            interfaces: param.interfaces.unwrap_or(stored.interfaces),
            memo: param.memo.unwrap_or(stored.memo),
            ..stored
        },
    )?;
    if let Some(declared) = &param.checks {
        checks::declare(db, id, declared)?;
    }
    roles.iter().try_for_each(|role| join(db, now, id, role))
}

/// Sets the status.
pub fn set_status(db: &Db<'_>, id: &str, status: HostStatus) -> Result<(), Error> {
    save(db, &Host { status, ..get_live(db, id)? })
}

/// Replaces the roles; those that do not exist are made.
pub fn set_roles(db: &Db<'_>, now: Time, id: &str, roles: &[RoleFullName]) -> Result<(), Error> {
    get_live(db, id)?;
    let wanted: BTreeSet<&RoleFullName> = roles.iter().collect();
    for role in current_roles(db, id)? {
        if !wanted.contains(&role) {
            rows::execute(
                db.meta,
                "UPDATE membership SET left_at = ?1
                 WHERE host = ?2 AND service = ?3 AND role = ?4 AND left_at IS NULL",
                params![now, id, role.service, role.role],
            )?;
        }
    }
    wanted.into_iter().try_for_each(|role| join(db, now, id, role))
}

/// Retires the host, closes its open alerts and forgets its checks. A host that is retired stays as it is.
pub fn retire(db: &Db<'_>, now: Time, id: &str) -> Result<(), Error> {
    let host = get(db, id)?;
    if host.is_retired {
        return Ok(());
    }
    save(db, &Host { is_retired: true, retired_at: Some(now), ..host })?;
    alerts::close_of_host(db, now, id, "hostRetire")?;
    checks::delete_of_host(db, id)
}

/// Who was in a role at any second of the range, in the order in which they joined.
pub fn memberships(
    db: &Db<'_>,
    service: &str,
    role: &str,
    range: TimeRange,
) -> Result<Vec<Membership>, Error> {
    let mut statement = db.meta.prepare_cached(
        "SELECT host.id, coalesce(nullif(json_extract(host.body, '$.displayName'), ''), host.name), joined_at,
                coalesce(left_at, retired_at) AS gone_at
         FROM membership JOIN host ON host.id = host
         WHERE service = ?1 AND role = ?2 AND joined_at <= ?4 AND (gone_at IS NULL OR gone_at >= ?3)
         ORDER BY joined_at, host.name, host.id",
    )?;
    let members = statement.query_map(params![service, role, range.from, range.to], |row| {
        Ok(Membership {
            host_id: row.get(0)?,
            name: row.get(1)?,
            joined_at: row.get(2)?,
            left_at: row.get(3)?,
        })
    })?;
    Ok(members.collect::<Result<_, _>>()?)
}

/// Takes every host out of a role, or out of all roles of the service.
pub(super) fn leave_role(db: &Db<'_>, now: Time, service: &str, role: Option<&str>) -> Result<(), Error> {
    rows::execute(
        db.meta,
        "UPDATE membership SET left_at = ?1
         WHERE service = ?2 AND (?3 IS NULL OR role = ?3) AND left_at IS NULL",
        params![now, service, role],
    )?;
    Ok(())
}

fn get_live(db: &Db<'_>, id: &str) -> Result<Host, Error> {
    let host = get(db, id)?;
    if host.is_retired { Err(Error::Invalid(format!("host {id} is retired"))) } else { Ok(host) }
}

fn save(db: &Db<'_>, host: &Host) -> Result<(), Error> {
    refuse_taken(db, host)?;
    rows::execute(
        db.meta,
        "UPDATE host SET name = ?2, custom_identifier = ?3, status = ?4, retired_at = ?5, body = ?6 WHERE id = ?1",
        params![
            host.id,
            host.name,
            host.custom_identifier,
            host.status.as_str(),
            host.retired_at,
            body(host)?
        ],
    )?;
    Ok(())
}

fn refuse_taken(db: &Db<'_>, host: &Host) -> Result<(), Error> {
    let Some(identifier) = host.custom_identifier.as_ref().filter(|_| !host.is_retired) else {
        return Ok(());
    };
    let sql = "SELECT 1 FROM host WHERE custom_identifier = ?1 AND retired_at IS NULL AND id <> ?2";
    if rows::exists(db.meta, sql, [identifier, &host.id])? {
        return Err(Error::Invalid(format!("customIdentifier {identifier:?} belongs to another host")));
    }
    Ok(())
}

/// The JSON of the row. Roles are kept beside it.
fn body(host: &Host) -> Result<String, Error> {
    rows::json(&Host { roles: BTreeMap::new(), ..host.clone() })
}

fn current_roles(db: &Db<'_>, id: &str) -> Result<Vec<RoleFullName>, Error> {
    let mut statement = db.meta.prepare_cached(
        "SELECT service, role FROM membership WHERE host = ?1 AND left_at IS NULL ORDER BY service, role",
    )?;
    let roles =
        statement.query_map([id], |row| Ok(RoleFullName { service: row.get(0)?, role: row.get(1)? }))?;
    Ok(roles.collect::<Result<_, _>>()?)
}

fn join(db: &Db<'_>, now: Time, id: &str, role: &RoleFullName) -> Result<(), Error> {
    services::ensure_role(db, role)?;
    rows::execute(
        db.meta,
        "INSERT INTO membership (host, service, role, joined_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        params![id, role.service, role.role, now],
    )?;
    Ok(())
}
