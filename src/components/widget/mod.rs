//! The widgets of a dashboard. Each loads, fails and is empty for itself; a type that is not known says so.

pub mod alert_status;
pub mod board;
pub mod frame;
pub mod graph;
pub mod markdown;
mod number;
pub mod place;
pub mod placeholder;
pub mod thumbnail;
pub mod value;

use leptos::prelude::*;
use mackerel::dashboards::{Content, Known, Widget};

/// A widget in its frame, filling the box around it.
#[component]
pub fn WidgetView(
    /// What is stored.
    widget: Widget,
) -> impl IntoView {
    let Widget { title, content, .. } = widget;
    match content {
        Content::Known(Known::Graph(widget)) => view! { <graph::GraphWidget title widget /> }.into_any(),
        Content::Known(Known::Value(widget)) => view! { <value::ValueWidget title widget /> }.into_any(),
        Content::Known(Known::Markdown(widget)) => {
            view! { <markdown::MarkdownWidget title widget /> }.into_any()
        }
        Content::Known(Known::AlertStatus(widget)) => {
            view! { <alert_status::AlertStatusWidget title widget /> }.into_any()
        }
        Content::Other(fields) => view! { <placeholder::UnknownWidget title fields /> }.into_any(),
    }
}
