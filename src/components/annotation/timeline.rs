//! One row for each service: bands for spans, and flags as above a graph, numbered within the service.

use super::popover::Popover;
use super::{Draft, FONT_CSS, strongest};
use crate::canvas::{text_width_css, use_extent};
use crate::clock::use_clock;
use crate::components::graph::moment as moment_text;
use crate::layers::{use_layers, word};
use crate::moment;
use crate::period::use_period;
use leptos::html;
use leptos::prelude::*;
use mackerel::annotations::Annotation;
use series::{Time, TimeRange};

/// Height of a lane in CSS pixels.
const LANE_CSS: f64 = 17.0;
/// Distance of two moments on the axis, at least.
const TICK_CSS: f64 = 120.0;

/// The timeline; without annotations only its axis.
#[component]
pub(crate) fn Timeline(
    shown: Signal<Vec<Annotation>>,
    range: Signal<TimeRange>,
    draft: RwSignal<Option<Draft>>,
) -> impl IntoView {
    let (period, clock) = (use_period(), use_clock());
    let open = RwSignal::new(None::<Vec<Annotation>>);
    let track = NodeRef::<html::Div>::new();
    let extent = use_extent(track);
    let width = Memo::new(move |_| extent.get().map_or(0.0, |extent| extent.width_css));
    let services = Memo::new(move |_| {
        let mut names: Vec<String> = shown.with(|list| list.iter().map(|one| one.service.clone()).collect());
        names.sort();
        names.dedup();
        names
    });
    let ticks = move || {
        let (range, now) = (range.get(), clock.now_untracked());
        let count = (width.get() / TICK_CSS).floor().clamp(2.0, 8.0) as i64;
        (0..count)
            .map(|at| {
                let time = range.from + range.secs() * at / count;
                let left = format!("{:.2}%", 100.0 * at as f64 / count as f64);
                view! { <span class="timeline-tick small secondary nowrap" style:left=left>{moment::short(time, now)}</span> }
            })
            .collect_view()
    };
    view! {
        <div class="annotation-timeline">
            <div class="timeline-name"></div>
            <div class="timeline-axis" node_ref=track aria-hidden="true">{ticks}</div>
            <For each=move || services.get() key=Clone::clone let:service>
                <Row service shown range width open />
            </For>
        </div>
        <Popover open draft on_zoom=Callback::new(move |range| period.zoom(range)) />
    }
}

#[component]
fn Row(
    service: String,
    shown: Signal<Vec<Annotation>>,
    range: Signal<TimeRange>,
    width: Memo<f64>,
    open: RwSignal<Option<Vec<Annotation>>>,
) -> impl IntoView {
    let layers = use_layers();
    let name = service.clone();
    let own = Memo::new(move |_| {
        shown.with(|list| list.iter().filter(|one| one.service == service).cloned().collect::<Vec<_>>())
    });
    let bands = move || {
        let (range, width) = (range.get(), width.get());
        let list = own.get();
        let spans = list.into_iter().filter(|one| one.to > one.from);
        spans
            .map(|one| {
                let (from, to) = (place(one.from, range, width), place(one.to, range, width));
                let class = format!("timeline-band {}", word(layers.of(&one)));
                view! {
                    <span
                        class=class
                        aria-hidden="true"
                        style:left=format!("{from:.1}px")
                        style:width=format!("{:.1}px", (to - from).max(1.0))
                    ></span>
                }
            })
            .collect_view()
    };
    let flags = move || {
        let (range, width) = (range.get(), width.get());
        let list = own.get();
        let places: Vec<f64> = list.iter().map(|one| place(one.from, range, width)).collect();
        let pins = chart::lane::lane(&places, width, &|text| text_width_css(text, FONT_CSS));
        pins.into_iter()
            .map(|pin| {
                let members = list[pin.members.clone()].to_vec();
                let class = word(strongest(members.iter().map(|one| layers.of(one))));
                let titles: Vec<String> = members
                    .iter()
                    .take(5)
                    .map(|one| format!("{} {}", moment_text(one.from), one.title))
                    .collect();
                let title = titles.join("\n");
                let spoken = format!("{}: {}", pin.text, titles.join(", "));
                view! {
                    <button
                        type="button"
                        class=format!("graph-flag {class}")
                        style:left=format!("{:.1}px", pin.left)
                        style:top=format!("{:.0}px", pin.lane as f64 * LANE_CSS)
                        style:width=format!("{:.1}px", pin.width)
                        aria-label=spoken
                        title=title
                        on:click=move |_| open.set(Some(members.clone()))
                    >
                        {pin.text}
                    </button>
                }
            })
            .collect_view()
    };
    view! {
        <div class="timeline-name clip" title=name.clone()>{name.clone()}</div>
        <div class="timeline-track" role="group" aria-label=name>
            {bands}
            {flags}
        </div>
    }
}

fn place(time: Time, range: TimeRange, width: f64) -> f64 {
    let part = (time - range.from) as f64 / range.secs().max(1) as f64;
    part.clamp(0.0, 1.0) * width
}
