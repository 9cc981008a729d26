//! Which metrics a host or a service has, asked once in a tick and shared by all graphs of a page.

use crate::clock::use_clock;
use crate::fetch::{self, Failure};
use crate::load::Load;
use leptos::prelude::*;
use mackerel::hosts::HostMetricNames;
use mackerel::metrics::Owner;
use mackerel::services::ServiceMetricNames;
use series::Time;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// The metric names of an owner, sorted.
pub fn use_metric_names(owner: Signal<Owner>) -> Signal<Load<Arc<Vec<String>>>> {
    let clock = use_clock();
    let state = RwSignal::new(Load::Loading);
    let asked = StoredValue::new(None::<Owner>);
    Effect::new(move |_| {
        let now = clock.now();
        let owner = owner.get();
        if asked.get_value().as_ref() != Some(&owner) {
            asked.set_value(Some(owner.clone()));
            state.set(Load::Loading);
        }
        leptos::reactive::spawn_local_scoped_with_cancellation(async move {
            let next = state.get_untracked().after(metric_names(&owner, now).await);
            if state.get_untracked() != next {
                state.set(next);
            }
        });
    });
    state.into()
}

/// The metric names of an owner for suggestions: none while they are on their way, or cannot be had.
pub fn use_names_of(owner: Signal<Option<Owner>>) -> Signal<Arc<Vec<String>>> {
    let clock = use_clock();
    let state = RwSignal::new(Arc::default());
    Effect::new(move |_| {
        state.set(Arc::default());
        let Some(owner) = owner.get() else { return };
        let now = clock.now_untracked();
        leptos::reactive::spawn_local_scoped_with_cancellation(async move {
            if let Ok(names) = metric_names(&owner, now).await {
                state.set(names);
            }
        });
    });
    state.into()
}

/// The metric names of an owner, sorted.
pub(super) async fn metric_names(owner: &Owner, now: Time) -> Result<Arc<Vec<String>>, Failure> {
    let held = NAMES.with_borrow(|names| names.get(owner).cloned());
    if let Some((read_at, names)) = held
        && read_at == now
    {
        return Ok(names);
    }
    let reply = match owner {
        Owner::Host(id) => fetch::send(&HostMetricNames { id: id.clone() }).await,
        Owner::Service(service) => fetch::send(&ServiceMetricNames { service: service.clone() }).await,
    };
    let names = Arc::new(reply?.names);
    NAMES.with_borrow_mut(|all| all.insert(owner.clone(), (now, Arc::clone(&names))));
    Ok(names)
}

/// When the names of an owner were read, and which.
type Names = HashMap<Owner, (Time, Arc<Vec<String>>)>;

thread_local! {
    static NAMES: RefCell<Names> = RefCell::default();
}
