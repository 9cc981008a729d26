//! A dashboard in a few square centimetres: its first graph, live.

use super::graph::period;
use crate::clock::use_clock;
use crate::components::graph::{GraphCard, LegendStyle};
use crate::i18n::{fill, t};
use crate::query::GraphSource;
use dashboard::grid;
use leptos::prelude::*;
use mackerel::dashboards::{Content, Dashboard, GraphWidget, Known, Layout};

/// The first graph that can be drawn, in reading order; without one, how many widgets there are.
#[component]
pub fn Thumbnail(
    /// The dashboard.
    dashboard: Dashboard,
) -> impl IntoView {
    let count = dashboard.widgets.len();
    let Some((title, source, widget)) = first_graph(&dashboard) else {
        return view! { <p class="state">{move || fill(t().dashboards.widgets, &[&count])}</p> }.into_any();
    };
    let (title, source) = (Signal::stored(title), Signal::stored(source));
    let ends = Signal::stored(widget.value_range.unwrap_or_default());
    let clock = use_clock();
    match widget.range {
        None => view! { <GraphCard source title ends legend=LegendStyle::Hidden /> }.into_any(),
        Some(own) => {
            let range = Signal::derive(move || period(own, clock.now()));
            view! { <GraphCard source title ends range legend=LegendStyle::Hidden /> }.into_any()
        }
    }
}

fn first_graph(dashboard: &Dashboard) -> Option<(String, GraphSource, GraphWidget)> {
    let layouts: Vec<Layout> = dashboard.widgets.iter().map(|widget| widget.layout).collect();
    grid::reading_order(&layouts).into_iter().find_map(|index| {
        let widget = &dashboard.widgets[index];
        let Content::Known(Known::Graph(graph)) = &widget.content else { return None };
        let source = GraphSource::from_widget(&graph.graph, &graph.legend_list)?;
        Some((widget.title.clone(), source, graph.clone()))
    })
}
