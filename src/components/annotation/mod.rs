//! Annotations on a card: flags in lanes above the picture, their texts under it, and the form that makes them.

pub mod commands;
pub mod deploy;
pub mod editor;
pub mod impact;
pub mod lane;
pub mod layers;
pub mod list;
pub mod popover;
pub mod rules;
pub mod strip;
pub mod timeline;
pub mod undo;

pub(crate) use editor::{Draft, Editor};
pub(crate) use lane::Lane;
pub(crate) use strip::Strip;

use crate::components::graph::Card;
use chart::Layer;
use leptos::prelude::*;
use mackerel::annotations::Annotation;

/// Size of the text on flags and in the strip, in CSS pixels.
const FONT_CSS: f64 = 12.0;

/// What flags and titles number: the annotations that the picture shows, in order of their start.
fn in_sight(card: Card) -> Vec<Annotation> {
    let range = card.frame.with(|frame| frame.as_ref().map(|frame| frame.x.range()));
    card.annotations.with(|annotations| {
        let inside = |one: &&Annotation| range.is_none_or(|range| one.range().intersects(range));
        annotations.list.iter().filter(inside).cloned().collect()
    })
}

/// The layer that a flag for several has: what is worst comes first.
fn strongest(layers: impl Iterator<Item = Layer>) -> Layer {
    let rank = |layer: &Layer| match layer {
        Layer::Incident => 0,
        Layer::Deploy => 1,
        Layer::Campaign => 2,
        Layer::Other => 3,
    };
    layers.min_by_key(rank).unwrap_or_default()
}
