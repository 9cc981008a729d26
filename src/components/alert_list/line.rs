//! The lines of the list: the heading of a group, and an alert with its box to select it.

use super::Selected;
use crate::alerts::about::About;
use crate::alerts::address::use_here;
use crate::alerts::arrange::Group;
use crate::catalog::use_catalog;
use crate::components::alert_row::{Joined, RowCells};
use crate::components::status::AlertMark;
use crate::i18n::{fill, t};
use crate::route::Page;
use crate::subject;
use leptos::prelude::*;
use mackerel::alerts::{Alert, AlertStatus};
use std::sync::Arc;

/// The id of the link in a line, for moving the focus there.
pub(super) fn link_id(at: usize) -> String {
    format!("alert-line-{at}")
}

/// The heading of a group.
#[component]
pub(crate) fn GroupLine(group: Group, count: usize, open: usize, worst: AlertStatus) -> impl IntoView {
    let is_state = matches!(group, Group::Open | Group::Closed);
    let name = move || match &group {
        Group::Open => t().alerts.open.to_owned(),
        Group::Closed => t().alerts.closed.to_owned(),
        Group::Rest => t().alerts.in_no_group.to_owned(),
        Group::Named(name) => name.clone(),
    };
    let counts = move || {
        if is_state || open == 0 { count.to_string() } else { fill(t().alerts.open_of, &[&open, &count]) }
    };
    view! {
        <h3 class="alert-group">
            {(worst != AlertStatus::Ok && !is_state).then(|| view! { <AlertMark status=worst /> })}
            <span class="clip">{name}</span>
            <span class="secondary">{counts}</span>
        </h3>
    }
}

/// An alert.
#[component]
pub(crate) fn AlertLine(
    at: usize,
    alert: Arc<Alert>,
    about: Arc<About>,
    shown_id: Memo<Option<String>>,
    selected: Selected,
    focused: RwSignal<Option<usize>>,
) -> impl IntoView {
    let catalog = use_catalog();
    let here = use_here();
    let page = Page::Alert(alert.id.clone());
    let current = {
        let id = alert.id.clone();
        move || shown_id.with(|shown| (shown.as_ref() == Some(&id)).then_some("true"))
    };
    let finding = {
        let alert = Arc::clone(&alert);
        Memo::new(move |_| subject::finding(&alert, catalog))
    };
    let is_open = alert.status != AlertStatus::Ok;
    let select = {
        let (id, title) = (alert.id.clone(), about.title.clone());
        move || {
            (is_open && catalog.may_write()).then(|| {
                let (id, title) = (id.clone(), title.clone());
                view! { <SelectBox id title selected /> }
            })
        }
    };
    let joined = Signal::derive(move || Joined {
        title: about.title.clone(),
        place: about.place.clone(),
        finding: finding.get(),
    });
    view! {
        <div class="alert-line">
            <span class="alert-select">{select}</span>
            <a
                id=link_id(at)
                class="alert-row"
                href=move || here(&page)
                aria-current=current
                on:focus=move |_| focused.set(Some(at))
            >
                <RowCells alert=Alert::clone(&alert) joined />
            </a>
        </div>
    }
}

#[component]
fn SelectBox(id: String, title: String, selected: Selected) -> impl IntoView {
    let is_selected = {
        let id = id.clone();
        move || selected.with(|selected| selected.contains(&id))
    };
    view! {
        <input
            type="checkbox"
            aria-label=move || fill(t().alerts.select_one, &[&title])
            prop:checked=is_selected
            on:change=move |event| {
                let is_checked = event_target_checked(&event);
                selected
                    .update(|selected| {
                        if is_checked {
                            selected.insert(id.clone());
                        } else {
                            selected.remove(&id);
                        }
                    });
            }
        />
    }
}
