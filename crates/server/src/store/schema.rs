//! The tables of both files. A file's `user_version` counts the migrations it has had.
//!
//! Each migration is one transaction. What is in [`MIGRATIONS`](Schema::migrations) once released is never edited:
//! a change is a new entry at the end.

use super::{
    alerts, annotations, checks, dashboards, deliveries, graph_defs, hidden, hosts, metadata, monitors,
    objects, pins, points, services, sessions, settings,
};

/// What one file holds.
pub(super) struct Schema {
    /// The file's name in the data folder.
    pub(super) file: &'static str,
    /// One list of statements per version.
    pub(super) migrations: &'static [&'static [&'static str]],
}

impl Schema {
    /// The newest format known here.
    pub(super) fn version(&self) -> u32 {
        self.migrations.len() as u32
    }
}

/// Everything but points. Objects are rows with their JSON and the columns that are searched.
///
/// Every module of the store adds its `TABLES` here.
pub(super) const META: Schema = Schema {
    file: "meta.db",
    migrations: &[
        &[
            settings::TABLES,
            services::TABLES,
            hosts::TABLES,
            annotations::TABLES,
            dashboards::TABLES,
            monitors::TABLES,
            alerts::TABLES,
            graph_defs::TABLES,
        ],
        &[objects::TABLES, metadata::TABLES, checks::TABLES, alerts::TABLES_2],
        &[hidden::TABLES],
        &[sessions::TABLES],
        &[deliveries::TABLES],
        &[pins::TABLES],
    ],
};

/// Points, and the registry of series that they belong to.
pub(super) const METRICS: Schema =
    Schema { file: "metrics.db", migrations: &[&[points::tables::TABLES], &[points::tables::TABLES_2]] };

/// Marks our files, so that another program's database is never taken for one of them. "BATT"
pub(super) const APPLICATION_ID: u32 = 0x4241_5454;
