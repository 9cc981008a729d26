//! Services and roles. A service takes its roles, metrics, monitors and annotations with it when it goes.

use super::objects::{self, Kind};
use super::{Db, Error, hosts, metadata, monitors, points, rows};
use mackerel::metadata::Owner as Owned;
use mackerel::metrics::Owner;
use mackerel::names::RoleFullName;
use mackerel::services::{Role, Service};
use rusqlite::params;
use series::Time;

/// What is said of a service that does not exist.
pub const NOT_FOUND: &str = "Service not found";
/// What is said of a role that does not exist.
pub const ROLE_NOT_FOUND: &str = "Role not found";

pub(super) const TABLES: &str = "
CREATE TABLE service (name TEXT PRIMARY KEY NOT NULL, memo TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE role (
    service TEXT NOT NULL REFERENCES service ON DELETE CASCADE, name TEXT NOT NULL, memo TEXT NOT NULL,
    PRIMARY KEY (service, name)
) STRICT, WITHOUT ROWID;
";

/// All services, sorted by name, their roles too.
pub fn list(db: &Db<'_>) -> Result<Vec<Service>, Error> {
    let mut statement = db.meta.prepare_cached(
        "SELECT service.name, service.memo, role.name FROM service
         LEFT JOIN role ON role.service = service.name ORDER BY service.name, role.name",
    )?;
    let mut rows = statement.query([])?;
    let mut services: Vec<Service> = Vec::new();
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        if services.last().is_none_or(|last| last.name != name) {
            services.push(Service { name, memo: row.get(1)?, roles: Vec::new() });
        }
        if let (Some(last), Some(role)) = (services.last_mut(), row.get(2)?) {
            last.roles.push(role);
        }
    }
    Ok(services)
}

/// Fails unless the service exists.
pub fn require(db: &Db<'_>, service: &str) -> Result<(), Error> {
    if rows::exists(db.meta, "SELECT 1 FROM service WHERE name = ?1", [service])? {
        Ok(())
    } else {
        Err(Error::NotFound(NOT_FOUND))
    }
}

/// Fails unless the service has the role.
pub fn require_role(db: &Db<'_>, service: &str, role: &str) -> Result<(), Error> {
    if rows::exists(db.meta, "SELECT 1 FROM role WHERE service = ?1 AND name = ?2", [service, role])? {
        Ok(())
    } else {
        Err(Error::NotFound(ROLE_NOT_FOUND))
    }
}

/// Adds a service without roles.
pub fn create(db: &Db<'_>, service: &Role) -> Result<Service, Error> {
    let Role { name, memo } = service;
    match rows::execute(db.meta, "INSERT INTO service VALUES (?1, ?2) ON CONFLICT DO NOTHING", [name, memo])?
    {
        0 => Err(Error::Invalid(format!("a service named {name:?} exists"))),
        _ => Ok(Service { name: name.clone(), memo: memo.clone(), roles: Vec::new() }),
    }
}

/// The roles of a service, sorted by name.
pub fn roles(db: &Db<'_>, service: &str) -> Result<Vec<Role>, Error> {
    require(db, service)?;
    let mut statement =
        db.meta.prepare_cached("SELECT name, memo FROM role WHERE service = ?1 ORDER BY name")?;
    let roles = statement.query_map([service], |row| Ok(Role { name: row.get(0)?, memo: row.get(1)? }))?;
    Ok(roles.collect::<Result<_, _>>()?)
}

/// Adds a role to a service.
pub fn create_role(db: &Db<'_>, service: &str, role: Role) -> Result<Role, Error> {
    require(db, service)?;
    let sql = "INSERT INTO role VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    match rows::execute(db.meta, sql, params![service, role.name, role.memo])? {
        0 => Err(Error::Invalid(format!("a role named {:?} exists in {service}", role.name))),
        _ => Ok(role),
    }
}

/// Makes a role exist, and its service.
pub fn ensure_role(db: &Db<'_>, role: &RoleFullName) -> Result<(), Error> {
    rows::execute(db.meta, "INSERT INTO service VALUES (?1, '') ON CONFLICT DO NOTHING", [&role.service])?;
    let sql = "INSERT INTO role VALUES (?1, ?2, '') ON CONFLICT DO NOTHING";
    rows::execute(db.meta, sql, [&role.service, &role.role])?;
    Ok(())
}

/// Removes a role; its hosts stay without it.
pub fn delete_role(db: &Db<'_>, now: Time, service: &str, role: &str) -> Result<Role, Error> {
    require(db, service)?;
    let role = roles(db, service)?
        .into_iter()
        .find(|one| one.name == role)
        .ok_or(Error::NotFound(ROLE_NOT_FOUND))?;
    hosts::leave_role(db, now, service, Some(&role.name))?;
    forget_role(db, service, &role.name)?;
    rows::execute(db.meta, "DELETE FROM role WHERE service = ?1 AND name = ?2", [service, &role.name])?;
    Ok(role)
}

/// Removes a service with its roles, metrics, annotations, metadata and the monitors that watch nothing else.
/// Open alerts of those monitors close.
pub fn delete(db: &Db<'_>, now: Time, service: &str) -> Result<Service, Error> {
    let removed = list(db)?.into_iter().find(|one| one.name == service).ok_or(Error::NotFound(NOT_FOUND))?;
    monitors::delete_of_service(db, now, service)?;
    objects::forget(db, Kind::NOTIFICATION_GROUP, "services", service)?;
    hosts::leave_role(db, now, service, None)?;
    removed.roles.iter().try_for_each(|role| forget_role(db, service, role))?;
    metadata::delete_owner(db, &Owned::Service(service.to_owned()))?;
    points::delete_owner(db, &Owner::Service(service.to_owned()))?;
    // Roles and annotations go with the row.
    rows::execute(db.meta, "DELETE FROM service WHERE name = ?1", [service])?;
    Ok(removed)
}

fn forget_role(db: &Db<'_>, service: &str, role: &str) -> Result<(), Error> {
    let role = RoleFullName { service: service.to_owned(), role: role.to_owned() };
    metadata::delete_owner(db, &Owned::Role(role))
}
