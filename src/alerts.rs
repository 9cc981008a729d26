//! The open alerts, all of them, worst first: the shell counts them, home and the pages show them.

pub mod about;
pub mod address;
pub mod arrange;
pub mod filter;
pub mod history;
pub mod known;
pub mod review;

use crate::fetch::{self, Failure};
use crate::load::{Load, use_calls};
use leptos::prelude::*;
use mackerel::alerts::{Alert, AlertStatus, ListAlerts, MAX_LIMIT};

/// Pages that are read at most: nobody has opened so many alerts on purpose.
const MAX_PAGES: usize = 200;
/// Of a list as long as this there may be more, so that what is missing in it need not be closed.
const MAX_OPEN: usize = MAX_PAGES * MAX_LIMIT as usize;

#[derive(Clone, Copy)]
struct OpenAlerts(Signal<Load<Vec<Alert>>>);

/// Loads the open alerts for everything below.
pub(crate) fn provide() {
    provide_context(OpenAlerts(use_calls(|| ((), ()), |()| all_open())));
    history::provide();
}

/// Every open alert, the worst first, then the newest.
pub fn use_open_alerts() -> Signal<Load<Vec<Alert>>> {
    expect_context::<OpenAlerts>().0
}

/// The worst status of a host's open alerts.
pub fn worst_of_host(alerts: &[Alert], host_id: &str) -> Option<AlertStatus> {
    alerts.iter().filter(|alert| alert.host_id.as_deref() == Some(host_id)).map(|alert| alert.status).max()
}

/// Worst first, then newest; of one moment by id, so that rows keep their place.
pub fn sort_worst_first(alerts: &mut [Alert]) {
    alerts.sort_by(|a, b| {
        b.status.cmp(&a.status).then(b.opened_at.cmp(&a.opened_at)).then_with(|| a.id.cmp(&b.id))
    });
}

async fn all_open() -> Result<Vec<Alert>, Failure> {
    let mut alerts = Vec::new();
    let mut next_id = None;
    for _ in 0..MAX_PAGES {
        let page = fetch::send(&ListAlerts { next_id, ..ListAlerts::default() }).await?;
        alerts.extend(page.alerts);
        next_id = page.next_id;
        if next_id.is_none() {
            break;
        }
    }
    sort_worst_first(&mut alerts);
    Ok(alerts)
}
