//! The fields of the settings: a menu, a line of text, a number, a tick. Each tells what was chosen, nothing else.

use crate::components::choice::{Choice, Choices};
use leptos::prelude::*;

/// A menu with a name. A value that is not on it stays chosen, as an entry of its own.
#[component]
pub(super) fn Menu(
    #[prop(into)] name: TextProp,
    #[prop(into)] entries: Signal<Choices>,
    #[prop(into)] value: Signal<String>,
    on_choice: Callback<String>,
) -> impl IntoView {
    let label = name.clone();
    view! {
        <label class="field">
            <span>{move || label.get()}</span>
            <Choice name word=value offered=entries on_choice />
        </label>
    }
    .into_any()
}

/// A line of text with a name.
#[component]
pub(super) fn Line(
    #[prop(into)] name: TextProp,
    #[prop(into)] value: Signal<String>,
    on_text: Callback<String>,
) -> impl IntoView {
    view! {
        <label class="field">
            <span>{move || name.get()}</span>
            <input type="text" prop:value=value on:input=move |event| on_text.run(event_target_value(&event)) />
        </label>
    }
    .into_any()
}

/// A number with a name; empty is none. What is no number changes nothing.
#[component]
pub(super) fn Number(
    #[prop(into)] name: TextProp,
    #[prop(into)] value: Signal<Option<f64>>,
    on_number: Callback<Option<f64>>,
) -> impl IntoView {
    let text = Memo::new(move |_| value.get().map(|number| number.to_string()).unwrap_or_default());
    let changed = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        match text.trim() {
            "" => on_number.run(None),
            text => {
                if let Some(number) = text.parse().ok().filter(|number: &f64| number.is_finite()) {
                    on_number.run(Some(number));
                }
            }
        }
    };
    view! {
        <label class="field">
            <span>{move || name.get()}</span>
            <input type="number" step="any" prop:value=text on:change=changed />
        </label>
    }
    .into_any()
}

/// A tick with a name.
#[component]
pub(super) fn Tick(
    #[prop(into)] name: TextProp,
    #[prop(into)] value: Signal<bool>,
    on_tick: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="row">
            <input type="checkbox" prop:checked=value on:change=move |event| on_tick.run(event_target_checked(&event)) />
            <span>{move || name.get()}</span>
        </label>
    }
    .into_any()
}
