//! Lines over time. What cannot be drawn yet, or no longer, says so and keeps its text.

use super::frame::Frame;
use super::placeholder::{Later, Sentence};
use crate::clock::use_clock;
use crate::components::graph::{GraphCard, Reference};
use crate::i18n::{fill, t};
use crate::moment;
use crate::query::GraphSource;
use crate::window::TimeWindow;
use chart::ReferenceKind;
use leptos::prelude::*;
use mackerel::dashboards::{self, Graph, WidgetRange};
use series::{Time, TimeRange};

/// Moments that a period of a widget's own may have; beyond lie only mistakes.
const MOMENTS: std::ops::RangeInclusive<Time> = 0..=100_000_000_000;

/// A graph of a host, a role, a service or an expression, in its own period or the page's.
#[component]
pub(super) fn GraphWidget(title: String, widget: dashboards::GraphWidget) -> impl IntoView {
    if let Some(source) = GraphSource::from_widget(&widget.graph, &widget.legend_list) {
        return view! { <Lines title source widget /> }.into_any();
    }
    let content = match widget.graph {
        Graph::Query { query, .. } => {
            view! { <Later text=query sentence=|| t().dashboards.query_later /> }.into_any()
        }
        Graph::Role { role_fullname, .. } => {
            view! { <Sentence text=move || fill(t().dashboards.no_role, &[&role_fullname]) /> }.into_any()
        }
        Graph::Host { .. } | Graph::Service { .. } | Graph::Expression { .. } | Graph::Unknown => {
            view! { <Sentence text=move || t().dashboards.graph_gone /> }.into_any()
        }
    };
    view! {
        <Frame title kind=move || t().dashboards.widget_graph>
            {content}
        </Frame>
    }
    .into_any()
}

#[component]
fn Lines(title: String, source: GraphSource, widget: dashboards::GraphWidget) -> impl IntoView {
    let clock = use_clock();
    let title = Signal::stored(title);
    let source = Signal::stored(source);
    let references = Signal::stored(references(&widget));
    let ends = Signal::stored(widget.value_range.unwrap_or_default());
    let card = match widget.range {
        None => view! { <GraphCard source title references ends /> }.into_any(),
        Some(own) => {
            let range = Signal::derive(move || period(own, clock.now()));
            view! {
                <GraphCard source title references ends range />
                <p class="own-period clip">
                    {move || fill(t().dashboards.own_period, &[&moment::span(range.get(), clock.now())])}
                </p>
            }
            .into_any()
        }
    };
    view! { <div class="graph-widget">{card}</div> }
}

fn references(widget: &dashboards::GraphWidget) -> Vec<Reference> {
    let line = |line: &dashboards::ReferenceLine| Reference {
        label: line.label.clone(),
        value: line.value,
        kind: ReferenceKind::Reference,
    };
    widget.reference_lines.iter().map(line).collect()
}

/// A period of a widget's own, as far as it can be shown.
pub(super) fn period(own: WidgetRange, now: Time) -> TimeRange {
    let range = own.at(now);
    let kept = |time: Time| time.clamp(*MOMENTS.start(), *MOMENTS.end());
    TimeWindow::fixed(TimeRange::new(kept(range.from), kept(range.to))).range(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_period_can_be_shown() {
        let now = 1_800_000_000;
        let relative = |period, offset| WidgetRange::Relative { period, offset };
        let absolute = |start, end| WidgetRange::Absolute { start, end };
        let cases = [
            (relative(3_600, 0), now - 3_600, now),
            (relative(3_600, -86_400), now - 90_000, now - 86_400),
            (absolute(1_000_000, 1_003_600), 1_000_000, 1_003_600),
            (absolute(1_000_000, 1_000_000), 999_850, 1_000_150),
            (absolute(1_000_200, 1_000_000), 1_000_050, 1_000_350),
            (relative(0, 0), now - 150, now + 150),
        ];
        for (own, from, to) in cases {
            assert_eq!(period(own, now), TimeRange::new(from, to), "{own:?}");
        }
        for own in [
            relative(i64::MAX, i64::MAX),
            relative(i64::MIN, i64::MIN),
            relative(i64::MAX, i64::MIN),
            absolute(i64::MIN, i64::MAX),
            absolute(i64::MAX, i64::MIN),
        ] {
            let range = period(own, now);
            assert!((300..=800 * 86_400).contains(&range.secs()), "{own:?} {range:?}");
        }
    }
}
