//! Listens for the keyboard shortcuts, and lists them. Typing in a field or in a dialog is left alone.

use crate::catalog::use_catalog;
use crate::clock::use_clock;
use crate::components::dialog::Dialog;
use crate::components::graph::use_hovered;
use crate::i18n::t;
use crate::keys::{Action, SHORTCUTS, Step, press};
use crate::period::use_period;
use crate::route::Page;
use crate::theme;
use crate::view::use_view;
use leptos::ev;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use series::Time;
use wasm_bindgen::JsCast;

/// A second press that comes later than this begins anew, in milliseconds.
const PATIENCE_MS: f64 = 1_500.0;

/// The listener, and the dialog with the list.
#[component]
pub(crate) fn Keys(shown: RwSignal<bool>) -> impl IntoView {
    let act = actions(shown);
    let waiting = StoredValue::new(None::<(char, f64)>);
    let listener = window_event_listener(ev::keydown, move |event| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || is_taken(&event) {
            return;
        }
        let first = waiting
            .try_get_value()
            .flatten()
            .filter(|(_, since_ms)| event.time_stamp() - since_ms < PATIENCE_MS)
            .map(|(first, _)| first);
        let step = press(first, &event.key());
        waiting.set_value(match step {
            Step::Waiting(first) => Some((first, event.time_stamp())),
            Step::Done(_) | Step::Nothing => None,
        });
        if let Step::Done(action) = step {
            event.prevent_default();
            act(action);
        }
    });
    on_cleanup(move || listener.remove());
    view! {
        <Dialog open=shown title=|| t().shell.keys>
            <dl class="key-list">
                {SHORTCUTS
                    .into_iter()
                    .map(|(first, last, action)| {
                        view! {
                            <dt>
                                {first.map(|first| view! { <kbd>{first.to_string()}</kbd> " " })}
                                <kbd>{key_name(last)}</kbd>
                            </dt>
                            <dd>{move || action_name(action)}</dd>
                        }
                    })
                    .collect_view()}
            </dl>
            <KeyList title=|| t().shell.keys_on_graph keys=&GRAPH_KEYS names=|| graph_key_names().to_vec() />
            <KeyList
                title=|| t().export.keys_on_dashboard
                keys=&DASHBOARD_KEYS
                names=|| vec![t().export.key_leave]
            />
            <KeyList title=|| t().shell.keys_in_list keys=&LIST_KEYS names=|| list_key_names().to_vec() />
        </Dialog>
    }
}

/// Keys of one part of a page; several for one thing are apart by blanks.
#[component]
fn KeyList(
    title: fn() -> &'static str,
    keys: &'static [&'static str],
    names: fn() -> Vec<&'static str>,
) -> impl IntoView {
    view! {
        <h3>{title}</h3>
        <dl class="key-list">
            {(0..keys.len())
                .map(|at| {
                    let keys = keys[at].split(' ').map(|key| view! { <kbd>{key}</kbd> " " });
                    view! {
                        <dt>{keys.collect_view()}</dt>
                        <dd>{move || names().get(at).copied()}</dd>
                    }
                })
                .collect_view()}
        </dl>
    }
}

fn actions(help: RwSignal<bool>) -> impl Fn(Action) {
    let navigate = use_navigate();
    let period = use_period();
    let (clock, hovered) = (use_clock(), use_hovered());
    let (view, catalog) = (use_view(), use_catalog());
    let owner = Owner::current();
    let go = move |page: Page| {
        let address = untrack(|| period.href(&page));
        navigate(&address, NavigateOptions::default());
    };
    let shift = move |now: Time, halves: i64| {
        period.choose(untrack(|| period.window()).shifted(now, halves));
    };
    move |action| match action {
        Action::GoHome => go(Page::Home),
        Action::GoDashboards => go(Page::Dashboards),
        Action::GoAlerts => go(Page::Alerts),
        Action::GoServices => go(Page::Services),
        Action::GoExplore => go(Page::Explore),
        Action::Refresh => clock.tick(),
        Action::Earlier => shift(clock.now_untracked(), -1),
        Action::Later => shift(clock.now_untracked(), 1),
        Action::ZoomOut => period.zoom_out(),
        // The theme is found through the owner, which a listener of the window does not have.
        Action::Theme => {
            if let Some(owner) = &owner {
                owner.with(theme::cycle);
            }
        }
        Action::Annotate => hovered.annotate(),
        Action::FullScreen => {
            let shown = view.signal().with_untracked(|said| said.widget);
            if let Some(at) = shown.or_else(pointed_widget) {
                view.show(shown.is_none().then_some(at));
            }
        }
        Action::Kiosk => view.kiosk(!view.signal().with_untracked(|said| said.is_kiosk)),
        Action::Edit => {
            let is_edited = view.signal().with_untracked(|said| said.is_edited);
            if is_edited || untrack(|| catalog.may_write()) {
                view.edit(!is_edited);
            }
        }
        Action::Filter => focus_filter(),
        Action::Help => help.set(true),
    }
}

/// Whether the press belongs to the thing it was made in.
pub(crate) fn is_taken(event: &web_sys::KeyboardEvent) -> bool {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return false;
    };
    let selector = "input, textarea, select, [contenteditable], dialog";
    event.default_prevented() || element.closest(selector).ok().flatten().is_some()
}

/// The widget under the pointer, or with the focus in it: the element around it has its place.
fn pointed_widget() -> Option<usize> {
    let found = |selector: &str| document().query_selector(selector).ok().flatten();
    let cell = found("[data-widget]:hover").or_else(|| found("[data-widget]:focus-within"))?;
    cell.get_attribute("data-widget")?.parse().ok()
}

fn focus_filter() {
    let found = document().query_selector("[data-filter]").ok().flatten();
    if let Some(input) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        // A filter that cannot take the focus is a page without one.
        let _ = input.focus();
    }
}

/// What a graph listens to while it has the focus; `graph::keyboard` reads them.
const GRAPH_KEYS: [&str; 7] = ["← →", "Shift+← Shift+→", "Home End", "+ -", "a", "t", "Esc"];

fn graph_key_names() -> [&'static str; 7] {
    let texts = &t().shell;
    [
        texts.key_sample,
        texts.key_samples,
        texts.key_ends,
        texts.key_zoom,
        texts.key_annotate,
        texts.key_table,
        texts.key_escape,
    ]
}

/// What a dashboard listens to; `dashboard_view` reads it.
const DASHBOARD_KEYS: [&str; 1] = ["Esc"];

/// What the list of alerts listens to; `alert_list` reads them.
const LIST_KEYS: [&str; 4] = ["j k ↓ ↑", "Enter", "x", "Esc"];

fn list_key_names() -> [&'static str; 4] {
    let texts = &t().shell;
    [texts.key_row, texts.key_open, texts.key_select, texts.key_select_none]
}

fn key_name(key: &str) -> &str {
    match key {
        "ArrowLeft" => "←",
        "ArrowRight" => "→",
        key => key,
    }
}

fn action_name(action: Action) -> &'static str {
    let texts = &t().shell;
    match action {
        Action::GoHome => texts.key_go_home,
        Action::GoDashboards => texts.key_go_dashboards,
        Action::GoAlerts => texts.key_go_alerts,
        Action::GoServices => texts.key_go_services,
        Action::GoExplore => texts.key_go_explore,
        Action::Refresh => texts.key_refresh,
        Action::Earlier => texts.key_earlier,
        Action::Later => texts.key_later,
        Action::ZoomOut => texts.key_zoom_out,
        Action::Theme => texts.key_theme,
        Action::Annotate => t().annotations.key_annotate,
        Action::FullScreen => t().export.key_full,
        Action::Kiosk => t().export.key_kiosk,
        Action::Edit => t().export.key_edit,
        Action::Filter => texts.key_filter,
        Action::Help => texts.key_help,
    }
}
