//! The memo of an alert as a text field. What is typed stays until it is saved, whatever the server says meanwhile
//! and whichever page is looked at in between.

use crate::alerts::history::use_history;
use crate::catalog::use_catalog;
use crate::clock::use_clock;
use crate::components::panel::failure_text;
use crate::i18n::{fill, t};
use crate::write::Write;
use leptos::prelude::*;
use mackerel::alerts::{Alert, SetAlertMemo};
use std::cell::RefCell;
use std::collections::HashMap;

/// Most bytes that the server takes.
const MAX_BYTES: usize = 80 * 1024;

thread_local! {
    /// What was typed and not saved, by alert.
    static DRAFTS: RefCell<HashMap<String, String>> = RefCell::default();
}

/// The editor.
#[component]
pub(crate) fn MemoEditor(
    /// The alert.
    alert: Signal<Alert>,
) -> impl IntoView {
    let (clock, history) = (use_clock(), use_history());
    let write = Write::default();
    let id = alert.with_untracked(|alert| alert.id.clone());
    let draft = RwSignal::new(DRAFTS.with_borrow(|drafts| drafts.get(&id).cloned()));
    Effect::new(move |_| {
        DRAFTS.with_borrow_mut(|drafts| match draft.get() {
            Some(text) => drafts.insert(id.clone(), text),
            None => drafts.remove(&id),
        })
    });
    let saved = RwSignal::new(false);
    let shown = Memo::new(move |_| draft.get().unwrap_or_else(|| alert.with(|alert| alert.memo.clone())));
    let bytes = Memo::new(move |_| shown.with(String::len));
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let id = alert.with_untracked(|alert| alert.id.clone());
        let sent = shown.get_untracked();
        write.send(SetAlertMemo { id, memo: sent.clone() }, move |_| {
            // What was typed while the save was under way is a new draft.
            if draft.get_untracked().as_ref() == Some(&sent) {
                saved.set(true);
            }
            // The list and the numbers know it at once.
            history.learn(Alert { memo: sent, ..alert.get_untracked() });
            clock.tick();
        });
    };
    // The draft ends when the server shows the same text.
    Effect::new(move |_| {
        let stored = alert.with(|alert| alert.memo.clone());
        if draft.get_untracked() == Some(stored) {
            draft.set(None);
        }
    });
    let is_too_long = move || bytes.get() > MAX_BYTES;
    let problem = move || {
        if is_too_long() {
            return Some(fill(t().alerts.memo_too_long, &[&bytes.get()]));
        }
        write.failure().map(|failure| fill(t().alerts.not_saved, &[&failure_text(&failure)]))
    };
    let catalog = use_catalog();
    let read_only = move || {
        let memo = alert.with(|alert| alert.memo.clone());
        if memo.is_empty() { t().alerts.memo_none.to_owned() } else { memo }
    };
    view! {
        <Show
            when=move || catalog.may_write()
            fallback=move || view! { <p class="panel-pad prewrap">{read_only}</p> }
        >
        <form class="panel-pad stack" on:submit=save>
            <textarea
                rows="4"
                aria-label=move || t().alerts.memo
                prop:value=shown
                on:input=move |event| {
                    saved.set(false);
                    draft.set(Some(event_target_value(&event)));
                }
            ></textarea>
            <p role="alert" class:field-error=move || problem().is_some()>{problem}</p>
            <div class="row">
                <button
                    type="submit"
                    disabled=move || draft.with(Option::is_none) || is_too_long() || write.busy()
                >
                    {move || t().alerts.memo_save}
                </button>
                <span class="secondary" role="status">{move || saved.get().then(|| t().alerts.memo_saved)}</span>
            </div>
        </form>
        </Show>
    }
}
