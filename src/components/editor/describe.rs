//! Title, memo and path of the dashboard.

use super::session::Session;
use crate::components::dialog::{ApplyOrCancel, Dialog};
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
            <PathField path is_wrong=is_path_wrong suggested=Signal::stored(String::new()) />
            <label class="field">
                <span>{move || t().editor.memo}</span>
                <textarea prop:value=memo on:input=move |event| memo.set(event_target_value(&event))></textarea>
            </label>
            <ApplyOrCancel open />
        </form>
    }
    .into_any()
}

/// The path of a dashboard, and what is wrong with it.
#[component]
pub(crate) fn PathField(
    /// What is written.
    path: RwSignal<String>,
    /// What it is when nothing is written.
    #[prop(into)]
    suggested: Signal<String>,
    /// Whether neither is a path.
    is_wrong: Memo<bool>,
) -> impl IntoView {
    view! {
        <label class="field">
            <span>{move || t().editor.path}</span>
            <input
                type="text"
                class="mono"
                prop:value=path
                placeholder=suggested
                aria-invalid=move || is_wrong.get().to_string()
                on:input=move |event| path.set(event_target_value(&event))
            />
        </label>
        <Show when=move || is_wrong.get()>
            <p class="field-error">{move || t().editor.path_wrong}</p>
        </Show>
    }
    .into_any()
}
