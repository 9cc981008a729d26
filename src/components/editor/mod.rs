//! A dashboard being edited: the same widgets on the same grid, with handles, a palette and a bar to take back and save.
//!
//! * Everything a pointer does, the keyboard does: arrows move to the next free place, with Shift they resize, Enter
//!   opens the settings, D copies, Delete removes.
//! * Nothing moves but what is moved. What cannot be done is said in the bar and changes nothing.
//! * Edits are kept in this browser until they are saved or discarded.

pub mod bar;
pub mod cell;
pub mod choices;
pub mod describe;
mod drag;
pub mod graph_form;
pub mod json;
mod kinds;
pub mod palette;
pub mod save;
pub mod session;
pub mod settings;
mod sources;
pub mod value_form;

pub(crate) use describe::PathField;
pub(crate) use session::{forget, unsaved};

use crate::components::widget::board::area;
use crate::i18n::t;
use cell::EditableCell;
use dashboard::Key;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use mackerel::dashboards::{Dashboard, Layout};
use session::Session;

/// Where a dragged widget would be, and whether it may be there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ghost {
    /// The cell.
    pub at: Layout,
    /// Whether nothing else is there.
    pub is_allowed: bool,
}

/// The editor in place of the dashboard.
#[component]
pub(crate) fn Editor(
    /// As it is stored.
    stored: Dashboard,
    /// Leaves the editor; what was saved last is stored.
    on_close: Callback<()>,
) -> impl IntoView {
    let session = Session::begin(&stored);
    let ghost = RwSignal::new(None::<Ghost>);
    let grid = NodeRef::<html::Div>::new();
    let keys = Memo::new(move |_| {
        session
            .history
            .with(|history| history.draft().items().iter().map(|item| item.key).collect::<Vec<Key>>())
    });
    guard(session);
    shortcuts(session);
    view! {
        <div class="editor" inert=move || session.is_saving.get()>
            <div class="editor-paper">
                <h2 class="aside-text">{move || t().dashboards.content}</h2>
                <div class="widgets editor-grid" node_ref=grid>
                    <For each=move || keys.get() key=|key| *key let:key>
                        <EditableCell session key grid ghost />
                    </For>
                    {move || {
                        ghost
                            .get()
                            .map(|ghost| {
                                view! {
                                    <div
                                        class="editor-ghost"
                                        class:taken=!ghost.is_allowed
                                        style=("--wide", area(ghost.at))
                                    ></div>
                                }
                            })
                    }}
                </div>
                <Show when=move || keys.with(Vec::is_empty)>
                    <p class="state">{move || t().editor.empty}</p>
                </Show>
            </div>
            <palette::Palette session grid ghost />
        </div>
        <bar::Bar session on_close />
        <settings::Settings session />
    }
    .into_any()
}

/// The browser asks before it leaves with unsaved edits. Inside the app they are kept, so nothing is asked there.
fn guard(session: Session) {
    let listener = window_event_listener(ev::beforeunload, move |event| {
        if untrack(|| session.is_changed()) {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}

/// Undo and redo, as everywhere. Fields and dialogs have their own.
fn shortcuts(session: Session) {
    let listener = window_event_listener(ev::keydown, move |event| {
        let is_command = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
        if !is_command || crate::components::shell_keys::is_taken(&event) {
            return;
        }
        match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
            ("z", false) => session.undo(),
            ("z", true) | ("y", false) => session.redo(),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || listener.remove());
}
