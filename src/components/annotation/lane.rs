//! Flags above the picture, numbered as in the strip below it; flags that would touch become one with a count.

use super::popover::Popover;
use crate::components::graph::{Card, layer_class, moment};
use crate::i18n::{fill, t};
use leptos::prelude::*;
use mackerel::annotations::Annotation;

/// Flags nearer than this become one, so that a count of three digits has room.
const FLAG_PX: f64 = 44.0;

#[derive(Debug, Clone, PartialEq)]
struct Flag {
    left_css: f64,
    /// Place of the first in the strip, from 1.
    number: usize,
    annotations: Vec<Annotation>,
}

/// The lane; empty it keeps its height.
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
                    .map(|flag| {
                        let name = name(&flag);
                        let words = if flag.annotations.len() == 1 {
                            flag.number.to_string()
                        } else {
                            format!("×{}", flag.annotations.len())
                        };
                        let spoken = format!("{words}: {name}");
                        let class = layer_class(&flag.annotations[0].title);
                        let annotations = flag.annotations;
                        view! {
                            <button
                                type="button"
                                class=format!("graph-flag {class}")
                                style:left=format!("{:.1}px", flag.left_css)
                                aria-label=spoken
                                title=name
                                on:click=move |_| open.set(Some(annotations.clone()))
                            >
                                {words}
                            </button>
                        }
                    })
                    .collect_view()
            }}
            <Popover card open />
        </div>
    }
}

fn name(flag: &Flag) -> String {
    match &flag.annotations[..] {
        [one] => format!("{} {}", moment(one.from), one.title),
        many => {
            let titles: Vec<_> = many.iter().take(5).map(|one| one.title.as_str()).collect();
            format!("{}: {}", fill(t().graph.annotation_cluster, &[&many.len()]), titles.join(", "))
        }
    }
}

fn flags(card: Card) -> Vec<Flag> {
    let mut flags: Vec<Flag> = Vec::new();
    card.annotations.with(|annotations| {
        card.frame.with(|frame| {
            let Some(frame) = frame else { return };
            let range = frame.x.range();
            // A flag at the very end leans back into the card.
            let rightmost_css = f64::from(frame.size.width_px) / frame.scale - FLAG_PX;
            let inside = annotations.list.iter().enumerate().filter(|(_, one)| one.range().intersects(range));
            for (at, one) in inside {
                let left_css = (frame.x.project(one.from.max(range.from)) / frame.scale).min(rightmost_css);
                match flags.last_mut() {
                    Some(last) if left_css - last.left_css < FLAG_PX => last.annotations.push(one.clone()),
                    _ => flags.push(Flag { left_css, number: at + 1, annotations: vec![one.clone()] }),
                }
            }
        });
    });
    flags
}
