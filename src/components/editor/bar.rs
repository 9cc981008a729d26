//! The bar at the bottom of the editor: take back, make again, what was said, the whole as text, leave, save.

use super::describe::Describe;
use super::json::JsonEditor;
use super::save::{Conflicts, Saving};
use super::session::{self, Session};
use crate::components::panel::failure_text;
use crate::components::shell_keys;
use crate::i18n::{fill, t};
use leptos::ev;
use leptos::prelude::*;

/// The bar.
#[component]
pub(super) fn Bar(session: Session, on_close: Callback<()>) -> impl IntoView {
    let saving = Saving::new(session, on_close);
    let describing = RwSignal::new(false);
    let json = RwSignal::new(false);
    let is_changed = Memo::new(move |_| session.is_changed());
    let can_undo = Memo::new(move |_| session.history.with(dashboard::History::can_undo));
    let can_redo = Memo::new(move |_| session.history.with(dashboard::History::can_redo));
    let listener = window_event_listener(ev::keydown, move |event| {
        let is_save = (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("s");
        if is_save {
            let is_taken = shell_keys::is_taken(&event);
            event.prevent_default();
            // A dialog holds what is not applied yet.
            if is_changed.get_untracked() && !is_taken {
                saving.start();
            }
        }
    });
    on_cleanup(move || listener.remove());
    let discard = move |_| {
        session.base.with_untracked(|base| session::forget(&base.id));
        let base = session.base.get_untracked();
        let draft = dashboard::Draft::new(&base);
        session.restart(base, draft);
        on_close.run(());
    };
    let said = move || match saving.failure() {
        Some(failure) => fill(t().editor.not_saved, &[&failure_text(&failure)]),
        None => session.said.get(),
    };
    view! {
        <div class="editor-bar" role="toolbar" aria-label=move || t().editor.bar>
            <button type="button" disabled=move || !can_undo.get() on:click=move |_| session.undo()>
                {move || t().editor.undo}
            </button>
            <button type="button" disabled=move || !can_redo.get() on:click=move |_| session.redo()>
                {move || t().editor.redo}
            </button>
            <p class="editor-said" role="status" class:failed=move || saving.failure().is_some()>
                {said}
            </p>
            <button type="button" aria-haspopup="dialog" on:click=move |_| describing.set(true)>
                {move || t().editor.describe}
            </button>
            <button type="button" aria-haspopup="dialog" on:click=move |_| json.set(true)>
                {move || t().editor.json}
            </button>
            <button type="button" on:click=discard>
                {move || if is_changed.get() { t().editor.discard } else { t().editor.leave }}
            </button>
            <button
                type="button"
                class="primary"
                disabled=move || !is_changed.get() || saving.busy()
                on:click=move |_| saving.start()
            >
                {move || t().editor.save}
            </button>
        </div>
        <Describe session open=describing />
        <JsonEditor session open=json />
        <Conflicts saving />
    }
    .into_any()
}
