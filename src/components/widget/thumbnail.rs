//! A dashboard in a few square centimetres: its first graph, live.

use crate::i18n::{fill, t};
use leptos::prelude::*;
use mackerel::dashboards::{Content, Dashboard, Graph, GraphWidget, Known};

/// The first graph that can be drawn, in reading order; without one, how many widgets there are.
#[component]
pub fn Thumbnail(
    /// The dashboard.
    dashboard: Dashboard,
) -> impl IntoView {
    let count = dashboard.widgets.len();
    match first_graph(&dashboard) {
        Some(widget) => view! { <p class="state">{format!("{:?}", widget.graph)}</p> }.into_any(),
        None => view! { <p class="state">{move || fill(t().dashboards.widgets, &[&count])}</p> }.into_any(),
    }
}

fn first_graph(dashboard: &Dashboard) -> Option<&GraphWidget> {
    let layouts: Vec<_> = dashboard.widgets.iter().map(|widget| widget.layout).collect();
    crate::grid::reading_order(&layouts).into_iter().find_map(|index| {
        match &dashboard.widgets[index].content {
            Content::Known(Known::Graph(widget)) => match widget.graph {
                Graph::Host { .. } | Graph::Role { .. } | Graph::Service { .. } => Some(widget),
                Graph::Expression { .. } | Graph::Query { .. } | Graph::Unknown => None,
            },
            _ => None,
        }
    })
}
