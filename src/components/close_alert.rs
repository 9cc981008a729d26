//! Closing an alert by hand, with a reason that may be empty. A failed close keeps the reason.

use crate::alerts::history::use_history;
use crate::clock::use_clock;
use crate::components::dialog::Dialog;
use crate::components::panel::failure_text;
use crate::i18n::{fill, t};
use crate::write::Write;
use leptos::prelude::*;
use mackerel::alerts::CloseAlert;

/// The button and its dialog.
#[component]
pub(crate) fn CloseButton(
    /// The alert.
    id: Signal<String>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    view! {
        <button type="button" class="push" aria-haspopup="dialog" on:click=move |_| open.set(true)>
            {move || t().alerts.close_alert}
        </button>
        <Dialog open title=|| t().alerts.close_title class="sheet">
            <CloseForm id open reason />
        </Dialog>
    }
}

#[component]
fn CloseForm(id: Signal<String>, open: RwSignal<bool>, reason: RwSignal<String>) -> impl IntoView {
    let (clock, history) = (use_clock(), use_history());
    let write = Write::default();
    let close = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let call = CloseAlert { id: id.get_untracked(), reason: reason.get_untracked() };
        write.send(call, move |closed| {
            history.learn(closed);
            open.set(false);
            clock.tick();
        });
    };
    let problem =
        move || write.failure().map(|failure| fill(t().alerts.not_saved, &[&failure_text(&failure)]));
    view! {
        <form class="stack" on:submit=close>
            <p class="secondary">{move || t().alerts.close_text}</p>
            <ReasonField reason />
            <p role="alert" class:field-error=move || problem().is_some()>{problem}</p>
            <div class="dialog-actions">
                <button type="button" on:click=move |_| open.set(false)>{move || t().shell.cancel}</button>
                <button type="submit" class="primary" disabled=move || write.busy()>
                    {move || t().alerts.close_alert}
                </button>
            </div>
        </form>
    }
}

/// Why an alert, or many, are closed.
#[component]
pub(crate) fn ReasonField(reason: RwSignal<String>) -> impl IntoView {
    view! {
        <label class="field">
            <span>{move || t().alerts.reason}</span>
            <textarea
                rows="3"
                autofocus
                placeholder=move || t().alerts.reason_hint
                prop:value=reason
                on:input=move |event| reason.set(event_target_value(&event))
            ></textarea>
        </label>
    }
}
