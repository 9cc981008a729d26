//! The dashboards that everybody finds on the first page, as the server keeps them. Of a server that cannot keep any
//! there are none, and no control offers one.

use crate::catalog::{Catalog, use_catalog};
use crate::fetch::{self, Failure};
use crate::load::{Load, use_calls};
use crate::write::Write;
use leptos::prelude::*;
use mackerel::pins::{ListPins, Pin, Unpin};

/// The pins that everybody shares.
#[derive(Debug, Clone, Copy)]
pub struct TeamPins {
    catalog: Catalog,
    list: Signal<Load<Vec<String>>>,
    changes: RwSignal<u32>,
}

impl TeamPins {
    /// The pinned ids in order; follows changes. None while they are on their way.
    pub fn ids(self) -> Vec<String> {
        self.list.with(|list| list.value().cloned().unwrap_or_default())
    }

    /// Whether they are still on their way for the first time; follows changes.
    pub fn is_loading(self) -> bool {
        self.list.with(|list| matches!(list, Load::Loading))
    }

    /// Whether this dashboard is pinned; follows changes.
    pub fn has(self, id: &str) -> bool {
        self.list.with(|list| list.value().is_some_and(|ids| ids.iter().any(|one| one == id)))
    }

    /// Whether the server keeps any and this browser may change them; follows changes.
    pub fn may_change(self) -> bool {
        self.catalog.may_write() && is_kept(self.catalog)
    }

    /// Pins at the end, or takes the pin away.
    pub fn toggle(self, id: String, write: Write) {
        let changed = move || self.changes.update(|count| *count = count.wrapping_add(1));
        if untrack(|| self.has(&id)) {
            write.send_noted(Unpin { id }, move |_| changed(), |_| ());
        } else {
            write.send_noted(Pin { id }, move |_| changed(), |_| ());
        }
    }
}

/// Loads the pins for everything below.
pub(crate) fn provide() {
    let catalog = use_catalog();
    let changes = RwSignal::new(0_u32);
    let list = use_calls(
        move || {
            changes.track();
            let is_kept = is_kept(catalog);
            (is_kept, is_kept)
        },
        read,
    );
    provide_context(TeamPins { catalog, list, changes });
}

/// The pins provided by the app.
pub fn use_team_pins() -> TeamPins {
    expect_context()
}

fn is_kept(catalog: Catalog) -> bool {
    catalog.capabilities.with(|known| known.value().is_some_and(|known| known.team_pins))
}

async fn read(is_kept: bool) -> Result<Vec<String>, Failure> {
    if is_kept { Ok(fetch::send(&ListPins).await?.dashboard_ids) } else { Ok(Vec::new()) }
}
