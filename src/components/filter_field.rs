//! The page's filter: a search field whose text lives in the URL, and where the key `/` goes.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::query_signal_with_options;

/// A value of the URL's query, and its setter, which replaces the address rather than adding to the history.
pub fn use_query_text(name: &'static str) -> (Memo<String>, impl Fn(String) + Clone + 'static) {
    let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
    let (value, set_value) = query_signal_with_options::<String>(name, options);
    let text = Memo::new(move |_| value.get().unwrap_or_default());
    (text, move |text: String| set_value.set(Some(text).filter(|text| !text.is_empty())))
}

/// The field.
#[component]
pub(crate) fn FilterField(
    /// What it says while it is empty, and its name.
    #[prop(into)]
    name: TextProp,
    /// What it holds.
    #[prop(into)]
    text: Signal<String>,
    /// Takes what is typed.
    on_text: impl Fn(String) + 'static,
) -> impl IntoView {
    let placeholder = name.clone();
    view! {
        <input
            type="search"
            class="filter"
            data-filter=""
            autocomplete="off"
            spellcheck="false"
            aria-label=move || name.get()
            placeholder=move || placeholder.get()
            prop:value=text
            on:input=move |event| on_text(event_target_value(&event))
        />
    }
}
