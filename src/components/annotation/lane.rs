//! Flags above the picture, numbered as in the strip below it; crowded ones become one with a count.

use super::popover::Popover;
use super::{FONT_CSS, in_sight, strongest};
use crate::canvas::text_width_css;
use crate::components::graph::{Card, moment};
use crate::i18n::{fill, t};
use crate::layers;
use chart::lane::Pin;
use leptos::prelude::*;
use mackerel::annotations::Annotation;

/// Height of a lane in CSS pixels.
const LANE_CSS: f64 = 17.0;

#[derive(Debug, Clone, PartialEq)]
struct Flag {
    pin: Pin,
    annotations: Vec<Annotation>,
}

/// The lanes; empty they keep their height.
#[component]
pub(crate) fn Lane(card: Card) -> impl IntoView {
    let flags = Memo::new(move |_| flags(card));
    let open = RwSignal::new(None::<Vec<Annotation>>);
    view! {
        <div class="graph-lane" role="group" aria-label=move || fill(t().graph.annotations_of, &[&card.title.get()])>
            {move || {
                flags
                    .get()
                    .into_iter()
                    .map(|Flag { pin, annotations }| {
                        let name = name(&annotations);
                        let spoken = format!("{}: {name}", pin.text);
                        let layer = strongest(annotations.iter().map(|one| card.layers.of(one)));
                        view! {
                            <button
                                type="button"
                                class=format!("graph-flag {}", layers::word(layer))
                                style:left=format!("{:.1}px", pin.left)
                                style:top=format!("{:.0}px", pin.lane as f64 * LANE_CSS)
                                style:width=format!("{:.1}px", pin.width)
                                aria-label=spoken
                                title=name
                                on:click=move |_| open.set(Some(annotations.clone()))
                            >
                                {pin.text}
                            </button>
                        }
                    })
                    .collect_view()
            }}
            <Popover open draft=card.draft on_zoom=Callback::new(move |range| card.zoom(range)) />
        </div>
    }
}

fn name(annotations: &[Annotation]) -> String {
    match annotations {
        [one] => format!("{} {}", moment(one.from), one.title),
        many => {
            let titles: Vec<_> = many.iter().take(5).map(|one| one.title.as_str()).collect();
            format!("{}: {}", fill(t().graph.annotation_cluster, &[&many.len()]), titles.join(", "))
        }
    }
}

fn flags(card: Card) -> Vec<Flag> {
    let list = in_sight(card);
    let pins = card.frame.with(|frame| {
        let Some(frame) = frame else { return Vec::new() };
        let range = frame.x.range();
        let place = |one: &Annotation| frame.x.project(one.from.max(range.from)) / frame.scale;
        let places: Vec<f64> = list.iter().map(place).collect();
        let width_css = f64::from(frame.size.width_px) / frame.scale;
        chart::lane::lane(&places, width_css, &|text| text_width_css(text, FONT_CSS))
    });
    let flag = |pin: Pin| Flag { annotations: list[pin.members.clone()].to_vec(), pin };
    pins.into_iter().map(flag).collect()
}
