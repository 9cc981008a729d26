//! A graph card: title, chip, the picture and what lies over it, legend, annotations, table.
//!
//! The card keeps its box in every state. The picture is on a canvas; everything a person points at, reads out
//! or presses is in the document, so that a hover paints nothing and a canvas is never the only way to read.

mod chip;
mod gesture;
mod keyboard;
mod legend;
mod look;
mod overlay;
mod picture;
mod readout;
mod state;
mod table;
mod text;
mod tooltip;

pub(crate) use picture::Reference;

use crate::canvas::{use_extent, use_picture, use_seen};
use crate::catalog::use_catalog;
use crate::clock::use_clock;
use crate::components::annotation::{Draft, Editor, Lane, Strip};
use crate::cursor::{Cursor, use_cursor};
use crate::i18n::{fill, lang, t};
use crate::period::{Period, use_period};
use crate::query::annotations::{Annotations, use_annotations};
use crate::query::{self, GraphSource, Query, Scope, Shown, use_graph};
use crate::theme;
use chart::{Frame, Unit};
use leptos::html;
use leptos::prelude::*;
use look::Looks;
use mackerel::dashboards::ValueRange;
use mackerel::graph_defs;
use series::{Time, TimeRange};
use std::sync::Arc;

/// Whether the legend is a table below the picture, or left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LegendStyle {
    /// Every line with last, min, avg and max.
    #[default]
    Table,
    /// No legend: the title or its surroundings say what the line is.
    Hidden,
}

/// Where the pointer or the keyboard is on one card, in CSS pixels of the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pointer {
    pub(crate) x_css: f64,
    pub(crate) y_css: f64,
    /// Whether it was a key that moved it.
    pub(crate) by_key: bool,
}

/// A span that is being dragged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Selection {
    pub(crate) from_x_css: f64,
    pub(crate) to_x_css: f64,
    /// Whether it becomes an annotation rather than a zoom.
    pub(crate) annotates: bool,
}

/// What the parts of one card share.
#[derive(Clone, Copy)]
pub(crate) struct Card {
    pub(crate) query: Query,
    pub(crate) frame: Signal<Option<Arc<Frame>>>,
    pub(crate) looks: Looks,
    pub(crate) title: Signal<String>,
    pub(crate) unit: Signal<Unit>,
    pub(crate) annotations: Signal<Annotations>,
    pub(crate) scopes: Signal<Vec<Scope>>,
    pub(crate) cursor: Cursor,
    pub(crate) period: Period,
    /// Whether a drag changes the page's period; a graph with a period of its own does not.
    pub(crate) follows_period: bool,
    pub(crate) pointer: RwSignal<Option<Pointer>>,
    pub(crate) pinned: RwSignal<bool>,
    pub(crate) selection: RwSignal<Option<Selection>>,
    /// The span of the last drag, until it is dismissed.
    pub(crate) chosen: RwSignal<Option<TimeRange>>,
    pub(crate) draft: RwSignal<Option<Draft>>,
    pub(crate) table: RwSignal<bool>,
    pub(crate) all_hosts: RwSignal<bool>,
    /// What the live region says.
    pub(crate) spoken: RwSignal<String>,
}

impl Card {
    pub(crate) fn shown(self) -> ReadSignal<Shown> {
        self.query.shown
    }

    /// The moment at a place of the picture, kept inside the period.
    pub(crate) fn time_at(self, x_css: f64) -> Option<Time> {
        self.frame.with_untracked(|frame| {
            let frame = frame.as_ref()?;
            let range = frame.x.range();
            Some(frame.x.invert(x_css * frame.scale).clamp(range.from, range.to))
        })
    }

    /// The place of a moment in the picture; `None` outside of the period.
    pub(crate) fn x_of(self, time: Time) -> Option<f64> {
        self.frame.with(|frame| {
            let frame = frame.as_ref()?;
            frame.x.range().contains(time).then(|| frame.x.project(time) / frame.scale)
        })
    }

    /// Points every graph of the page at a moment, and this card's tooltip at a place.
    pub(crate) fn point(self, pointer: Pointer) {
        self.pointer.set(Some(pointer));
        self.cursor.0.set(self.time_at(pointer.x_css));
    }

    /// Points at nothing.
    pub(crate) fn leave(self) {
        if !self.pinned.get_untracked() {
            self.pointer.set(None);
            self.cursor.0.set(None);
        }
    }

    /// Opens the form for a new annotation.
    pub(crate) fn annotate(self, range: TimeRange) {
        self.chosen.set(None);
        self.draft.set(Some(Draft::over(range, &self.scopes.get_untracked())));
    }
}

/// A graph with everything around it.
#[component]
pub fn GraphCard(
    /// Which graph.
    #[prop(into)]
    source: Signal<GraphSource>,
    /// A heading other than the graph's own.
    #[prop(optional, into)]
    title: Option<Signal<String>>,
    /// A period of its own; absent follows the page.
    #[prop(optional, into)]
    range: Option<Signal<TimeRange>>,
    /// A unit other than the graph's own.
    #[prop(optional, into)]
    unit: Option<Signal<graph_defs::Unit>>,
    /// Horizontal lines with labels.
    #[prop(optional, into)]
    references: Signal<Vec<Reference>>,
    /// Fixed ends of the vertical axis.
    #[prop(optional, into)]
    ends: Signal<ValueRange>,
    /// Whether there is a legend.
    #[prop(optional)]
    legend: LegendStyle,
) -> impl IntoView {
    let (section, plot, canvas) =
        (NodeRef::<html::Section>::new(), NodeRef::<html::Div>::new(), NodeRef::<html::Canvas>::new());
    let (period, clock, catalog) = (use_period(), use_clock(), use_catalog());
    let follows_period = range.is_none();
    let range: Signal<TimeRange> =
        Memo::new(move |_| range.map_or_else(|| period.range(), |range| range.get())).into();
    let seen = use_seen(section);
    let all_hosts = RwSignal::new(false);
    let source: Signal<GraphSource> = Memo::new(move |_| with_hosts(source.get(), all_hosts.get())).into();
    let scopes: Signal<Vec<Scope>> = Memo::new(move |_| source.with(|source| query::scopes(source, catalog))).into();
    let query = use_graph(source, range, seen);
    let annotations = use_annotations(scopes, range, seen);
    let looks = Looks::new();
    let unit: Signal<Unit> = Memo::new(move |_| {
        picture::unit(unit.map_or_else(|| query.shown.with(|shown| shown.unit), |unit| unit.get()))
    })
    .into();
    let title: Signal<String> = Memo::new(move |_| {
        let given = title.map(|title| title.get()).filter(|title| !title.is_empty());
        given.unwrap_or_else(|| {
            let found = query.shown.with(|shown| shown.title.clone());
            if found.is_empty() { source.with(|source| source.name().to_owned()) } else { found }
        })
    })
    .into();
    let extent = use_extent(plot);
    let is_dark = theme::is_dark();
    let inputs = move || {
        let extent = extent.get()?;
        let shown = query.shown.get();
        if shown.range.secs() == 0 {
            return None;
        }
        Some(picture::Input {
            visible: picture::visible(&shown, looks),
            shown,
            unit: unit.get(),
            ends: ends.get(),
            references: references.get(),
            annotations: annotations.with(|annotations| annotations.list.clone()),
            extent,
            lang: lang(),
            is_dark: is_dark.get(),
        })
    };
    let frame = use_picture(canvas, inputs, picture::frame);
    let card = Card {
        query,
        frame,
        looks,
        title,
        unit,
        annotations,
        scopes,
        cursor: use_cursor(),
        period,
        follows_period,
        pointer: RwSignal::new(None),
        pinned: RwSignal::new(false),
        selection: RwSignal::new(None),
        chosen: RwSignal::new(None),
        draft: RwSignal::new(None),
        table: RwSignal::new(false),
        all_hosts,
        spoken: RwSignal::new(String::new()),
    };
    let holding = StoredValue::new(false);
    let hold = move |wanted: bool| {
        if holding.get_value() != wanted {
            holding.set_value(wanted);
            if wanted { clock.hold() } else { clock.release() }
        }
    };
    on_cleanup(move || {
        if holding.try_get_value() == Some(true) {
            clock.release();
        }
    });
    view! {
        <section
            class="graph"
            node_ref=section
            aria-label=move || title.get()
            on:pointerenter=move |_| hold(true)
            on:pointerleave=move |_| hold(false)
        >
            <header class="graph-head">
                <h3 class="clip" title=move || title.get()>{move || title.get()}</h3>
                <chip::Chip card />
            </header>
            <Lane card />
            <div
                class="graph-plot"
                node_ref=plot
                tabindex="0"
                role="application"
                aria-roledescription=move || t().graph.plot_role
                aria-label=move || plot_label(card, range)
                on:pointerdown=move |event| gesture::down(card, plot, &event)
                on:pointermove=move |event| gesture::moved(card, plot, &event)
                on:pointerup=move |event| gesture::up(card, plot, &event)
                on:pointercancel=move |_| gesture::cancel(card)
                on:pointerleave=move |_| gesture::left(card)
                on:dblclick=move |_| gesture::twice(card)
                on:keydown=move |event| keyboard::pressed(card, &event)
                on:blur=move |_| keyboard::left(card)
            >
                <canvas node_ref=canvas aria-hidden="true" class:stale=move || state::is_stale(card)></canvas>
                <overlay::Overlay card />
                <tooltip::Tooltip card />
                <state::State card />
            </div>
            <p class="aside-text" aria-live="polite">{move || card.spoken.get()}</p>
            {(legend == LegendStyle::Table).then(|| view! { <legend::Legend card /> })}
            <Strip card />
            <table::Values card />
            <Editor card />
        </section>
    }
}

fn plot_label(card: Card, range: Signal<TimeRange>) -> String {
    let lines = card.shown().with(|shown| shown.lines.len());
    fill(t().graph.plot_label, &[&card.title.get(), &lines, &text::span(range.get())])
}

fn with_hosts(source: GraphSource, all: bool) -> GraphSource {
    match source {
        GraphSource::Role { service, role, name, stacked, all_hosts } => {
            GraphSource::Role { service, role, name, stacked, all_hosts: all_hosts || all }
        }
        other => other,
    }
}
