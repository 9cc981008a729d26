//! What stands in place of a widget that shows nothing yet, or of which nothing is left.

use super::frame::Frame;
use crate::i18n::{fill, t};
use leptos::prelude::*;
use serde_json::{Map, Value};

/// A text that is computed by a later version: it stays visible, and can be copied.
#[component]
pub(super) fn Later(
    /// The expression or query.
    text: String,
    /// What it is, as a sentence.
    sentence: fn() -> &'static str,
) -> impl IntoView {
    view! {
        <div class="later" role="group" tabindex="0" aria-label=sentence>
            <pre class="prewrap">{text}</pre>
            <p class="secondary">{sentence}</p>
        </div>
    }
}

/// One sentence in the middle.
#[component]
pub(super) fn Sentence(
    /// The sentence.
    #[prop(into)]
    text: TextProp,
) -> impl IntoView {
    view! { <div class="state"><p>{move || text.get()}</p></div> }
}

/// A widget of a type, or a shape, that this version does not know. It is kept as it is.
#[component]
pub(super) fn UnknownWidget(title: String, fields: Map<String, Value>) -> impl IntoView {
    let kind = fields.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    view! {
        <Frame title kind=move || t().dashboards.widget_unknown>
            <Sentence text=move || fill(t().dashboards.unknown_widget, &[&kind]) />
        </Frame>
    }
}
