//! Title, memo and path of the dashboard.

use super::session::Session;
use crate::components::dialog::Dialog;
use crate::i18n::t;
use dashboard::Edit;
use leptos::prelude::*;
use mackerel::names::is_url_path;

/// The dialog.
#[component]
pub(super) fn Describe(session: Session, open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog open title=move || t().editor.describe class="sheet">
            <Form session open />
        </Dialog>
    }
    .into_any()
}

#[component]
fn Form(session: Session, open: RwSignal<bool>) -> impl IntoView {
    let head = session.history.with_untracked(|history| history.draft().head().clone());
    let (title, memo, path) =
        (RwSignal::new(head.title), RwSignal::new(head.memo), RwSignal::new(head.url_path));
    let is_path_wrong = Memo::new(move |_| path.with(|path| !is_url_path(path)));
    let is_title_empty = Memo::new(move |_| title.with(|title| title.trim().is_empty()));
    let apply = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if is_path_wrong.get_untracked() || is_title_empty.get_untracked() {
            return;
        }
        let (title, memo, url_path) = (title.get_untracked(), memo.get_untracked(), path.get_untracked());
        // A description is never refused.
        let _ = session.edit(Edit::Describe { title, memo, url_path });
        open.set(false);
    };
    view! {
        <form class="stack" on:submit=apply>
            <label class="field">
                <span>{move || t().editor.title}</span>
                <input
                    type="text"
                    autofocus
                    prop:value=title
                    aria-invalid=move || is_title_empty.get().to_string()
                    on:input=move |event| title.set(event_target_value(&event))
                />
            </label>
            <Show when=move || is_title_empty.get()>
                <p class="field-error">{move || t().editor.title_empty}</p>
            </Show>
            <label class="field">
                <span>{move || t().editor.path}</span>
                <input
                    type="text"
                    class="mono"
                    prop:value=path
                    aria-invalid=move || is_path_wrong.get().to_string()
                    on:input=move |event| path.set(event_target_value(&event))
                />
            </label>
            <Show when=move || is_path_wrong.get()>
                <p class="field-error">{move || t().editor.path_wrong}</p>
            </Show>
            <label class="field">
                <span>{move || t().editor.memo}</span>
                <textarea prop:value=memo on:input=move |event| memo.set(event_target_value(&event))></textarea>
            </label>
            <div class="dialog-actions">
                <button type="button" on:click=move |_| open.set(false)>
                    {move || t().editor.cancel}
                </button>
                <button type="submit" class="primary">
                    {move || t().editor.apply}
                </button>
            </div>
        </form>
    }
    .into_any()
}
