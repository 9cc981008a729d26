//! Lines over time. What cannot be drawn yet, or no longer, says so and keeps its text.

use super::frame::Frame;
use super::placeholder::{Later, Sentence};
use crate::i18n::t;
use leptos::prelude::*;
use mackerel::dashboards::{self, Graph};

/// A graph of a host, a role or a service, in its own period or the page's.
#[component]
pub(super) fn GraphWidget(title: String, widget: dashboards::GraphWidget) -> impl IntoView {
    let content = match widget.graph {
        Graph::Expression { expression } => {
            view! { <Later text=expression sentence=|| t().dashboards.expression_later /> }.into_any()
        }
        Graph::Query { query, .. } => {
            view! { <Later text=query sentence=|| t().dashboards.query_later /> }.into_any()
        }
        Graph::Unknown => view! { <Sentence text=move || t().dashboards.graph_gone /> }.into_any(),
        Graph::Host { name, .. } | Graph::Role { name, .. } | Graph::Service { name, .. } => {
            view! { <p class="state">{name}</p> }.into_any()
        }
    };
    view! {
        <Frame title kind=move || t().dashboards.widget_graph>
            {content}
        </Frame>
    }
}
