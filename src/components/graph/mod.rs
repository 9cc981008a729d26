//! A graph card: title, chip, the picture and what lies over it, legend, annotations, table.
//!
//! The card keeps its box in every state. The picture is on a canvas; everything a person points at, reads out
//! or presses is in the document, so that a hover paints nothing and a canvas is never the only way to read.

pub mod chip;
pub mod export;
pub mod gesture;
pub mod keyboard;
pub mod legend;
pub mod look;
pub mod overlay;
pub mod past;
pub mod picture;
pub mod readout;
pub mod state;
pub mod table;
pub mod text;
pub mod tooltip;

pub(crate) use picture::unit as chart_unit;
pub use picture::{Reference, Span};
pub(crate) use text::{clock, moment, span};

use crate::canvas::{Extent, use_extent, use_picture, use_seen};
use crate::catalog::use_catalog;
use crate::clock::use_clock;
use crate::components::annotation::impact::{PageGraph, join_page};
use crate::components::annotation::{Draft, Editor, Lane, Strip};
use crate::components::sheet;
use crate::cursor::{Cursor, use_cursor};
use crate::i18n::{fill, lang, t};
use crate::layers::{Layers, use_layers};
use crate::period::{Period, use_period};
use crate::query::annotations::{Annotations, use_annotations};
use crate::query::{self, GraphSource, Progress, Query, Resolution, Scope, Shown, use_graph};
use crate::theme;
use chart::{Density, Frame, Unit};
use export::{GraphMenu, Source};
use leptos::html;
use leptos::prelude::*;
use look::Looks;
use mackerel::dashboards::ValueRange;
use mackerel::graph_defs;
use past::Past;
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
pub struct Pointer {
    /// From the left.
    pub x_css: f64,
    /// From the top.
    pub y_css: f64,
    /// Whether it was a key that moved it.
    pub by_key: bool,
}

/// A span that is being dragged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Selection {
    /// Where the drag began.
    pub from_x_css: f64,
    /// Where it is.
    pub to_x_css: f64,
    /// Whether it becomes an annotation rather than a zoom.
    pub annotates: bool,
}

/// What the parts of one card share.
#[derive(Clone, Copy)]
pub struct Card {
    /// The graph being watched.
    pub query: Query,
    /// The newest picture.
    pub frame: Signal<Option<Arc<Frame>>>,
    /// Which lines are shown.
    pub looks: Looks,
    /// How dense lines are drawn.
    pub density: RwSignal<Density>,
    /// Its heading.
    pub title: Signal<String>,
    /// Unit of its values.
    pub unit: Signal<Unit>,
    /// What happened in the period, as far as its layer is shown.
    pub annotations: Signal<Annotations>,
    /// What annotations are about.
    pub layers: Layers,
    /// The span before the last deploy.
    pub past: Past,
    /// Whether anything may be written.
    pub may_write: Signal<bool>,
    /// Where new annotations belong.
    pub scopes: Signal<Vec<Scope>>,
    /// The moment that all graphs point at.
    pub cursor: Cursor,
    /// The page's period.
    pub period: Period,
    /// Whether a zoom changes the page's period; a graph with a period of its own zooms alone.
    pub follows_period: bool,
    /// The part that a graph with a period of its own shows, while it is zoomed.
    pub own_zoom: RwSignal<Option<TimeRange>>,
    /// Where the pointer is.
    pub pointer: RwSignal<Option<Pointer>>,
    /// Whether the tooltip stays.
    pub pinned: RwSignal<bool>,
    /// The span being dragged.
    pub selection: RwSignal<Option<Selection>>,
    /// The span of the last drag, until it is dismissed.
    pub chosen: RwSignal<Option<TimeRange>>,
    /// The annotation being written.
    pub draft: RwSignal<Option<Draft>>,
    /// Whether the table is open.
    pub table: RwSignal<bool>,
    /// Whether a role shows every host.
    pub all_hosts: RwSignal<bool>,
    /// How finely the graph is read.
    pub resolution: Signal<Resolution>,
    /// The longest period that a person agreed to read minute by minute: a longer one takes more requests.
    pub full_secs: RwSignal<Option<i64>>,
    /// What the live region says.
    pub spoken: RwSignal<String>,
}

impl Card {
    /// What there is to draw.
    pub fn shown(self) -> ReadSignal<Shown> {
        self.query.shown
    }

    /// The moment at a place of the picture, kept inside the period.
    pub fn time_at(self, x_css: f64) -> Option<Time> {
        self.frame.with_untracked(|frame| {
            let frame = frame.as_ref()?;
            let range = frame.x.range();
            Some(frame.x.invert(x_css * frame.scale).clamp(range.from, range.to))
        })
    }

    /// The place of a moment in the picture; `None` outside of the period.
    pub fn x_of(self, time: Time) -> Option<f64> {
        self.frame.with(|frame| {
            let frame = frame.as_ref()?;
            frame.x.range().contains(time).then(|| frame.x.project(time) / frame.scale)
        })
    }

    /// Shows a part of the period.
    pub fn zoom(self, range: TimeRange) {
        if self.follows_period {
            self.period.zoom(range);
        } else {
            self.own_zoom.set(Some(range));
        }
    }

    /// Takes the last zoom back; a graph with a period of its own shows the whole of it again.
    pub fn zoom_out(self) {
        if self.follows_period {
            self.period.zoom_out();
        } else {
            self.own_zoom.set(None);
        }
    }

    /// Points every graph of the page at a moment, and this card's tooltip at a place.
    pub fn point(self, pointer: Pointer) {
        self.pointer.set(Some(pointer));
        self.cursor.0.set(self.time_at(pointer.x_css));
    }

    /// Points at nothing.
    pub fn leave(self) {
        if !self.pinned.get_untracked() {
            self.pointer.set(None);
            self.cursor.0.set(None);
        }
    }

    /// Opens the form for a new annotation, if this browser may write.
    pub fn annotate(self, range: TimeRange) {
        self.chosen.set(None);
        if !self.may_write.get_untracked() {
            return;
        }
        self.draft.set(Some(Draft::over(range, &self.scopes.get_untracked())));
    }
}

/// The card under the pointer, for keys that are pressed while nothing has the focus.
#[derive(Clone, Copy)]
pub(crate) struct Hovered(StoredValue<Option<Card>>);

impl Hovered {
    /// Opens the form for the moment that the pointer is at.
    pub(crate) fn annotate(self) {
        let Some(card) = self.0.try_get_value().flatten() else { return };
        // The card may have left the page since.
        if let Some(Some(at)) = card.cursor.0.try_get_untracked()
            && card.draft.try_get_untracked().is_some()
        {
            card.annotate(TimeRange::new(at, at));
        }
    }
}

/// Provides the card under the pointer to everything below.
pub(crate) fn provide_hovered() {
    provide_context(Hovered(StoredValue::new(None)));
}

/// The card under the pointer, as the shell provides it.
pub(crate) fn use_hovered() -> Hovered {
    use_context().unwrap_or_else(|| Hovered(StoredValue::new(None)))
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
    /// Stretches of time with labels.
    #[prop(optional, into)]
    spans: Signal<Vec<Span>>,
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
    let own_zoom = RwSignal::new(None::<TimeRange>);
    let range: Signal<TimeRange> = Memo::new(move |_| match range {
        None => period.range(),
        Some(range) => own_zoom.get().unwrap_or_else(|| range.get()),
    })
    .into();
    let seen = sheet::seen(use_seen(section));
    let all_hosts = RwSignal::new(false);
    let source: Signal<GraphSource> = Memo::new(move |_| with_hosts(source.get(), all_hosts.get())).into();
    let scopes: Signal<Vec<Scope>> =
        Memo::new(move |_| source.with(|source| query::scopes(source, catalog))).into();
    let full_secs = RwSignal::new(None::<i64>);
    let resolution = Memo::new(move |_| match full_secs.get() {
        Some(agreed_secs) if range.with(|range| range.secs() <= agreed_secs) => Resolution::Full,
        _ => Resolution::Usual,
    });
    let query = use_graph(source, range, resolution.into(), seen);
    let (layers, all_annotations) = (use_layers(), use_annotations(scopes, range, seen));
    let annotations: Signal<Annotations> = Memo::new(move |_| {
        all_annotations.with(|all| Annotations { list: layers.visible(&all.list), ..all.clone() })
    })
    .into();
    let (looks, past) = (Looks::new(), Past::new());
    let density = RwSignal::new(Density::Line);
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
    let (is_dark, language) = (theme::is_dark(), Memo::new(|_| lang()));
    let input = move |extent: Extent| {
        let shown = query.shown.get();
        // Nothing is painted before there is something to see: the box shows that it is loading.
        if shown.range.secs() == 0 || (shown.progress == Progress::Loading && !shown.has_points()) {
            return None;
        }
        Some(picture::Input {
            visible: picture::visible(&shown, looks),
            shown,
            density: density.get(),
            unit: unit.get(),
            ends: ends.get(),
            references: references.get(),
            spans: spans.get(),
            annotations: annotations.with(|annotations| {
                annotations.list.iter().map(|one| (one.clone(), layers.of(one))).collect()
            }),
            past: past.lines(),
            extent,
            lang: language.get(),
            is_dark: is_dark.get(),
        })
    };
    let frame = use_picture(canvas, seen, move || input(extent.get()?), picture::frame);
    let card = Card {
        query,
        frame,
        looks,
        density,
        title,
        unit,
        annotations,
        layers,
        past,
        may_write: Signal::derive(move || catalog.may_write()),
        scopes,
        cursor: use_cursor(),
        period,
        follows_period,
        own_zoom,
        pointer: RwSignal::new(None),
        pinned: RwSignal::new(false),
        selection: RwSignal::new(None),
        chosen: RwSignal::new(None),
        draft: RwSignal::new(None),
        table: RwSignal::new(false),
        all_hosts,
        resolution: resolution.into(),
        full_secs,
        spoken: RwSignal::new(String::new()),
    };
    join_page(PageGraph { source, title });
    let exported = Source { card, input: Callback::new(input), extent };
    sheet::join(section, exported);
    past::watch(card, source);
    let hovered = use_hovered();
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
            on:pointerenter=move |_| {
                hold(true);
                hovered.0.set_value(Some(card));
            }
            on:pointerleave=move |_| {
                hold(false);
                hovered.0.set_value(None);
            }
        >
            <header class="graph-head">
                <h3 class="clip" title=move || title.get()>{move || title.get()}</h3>
                <chip::Chip card />
                <GraphMenu source=exported />
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
            <Editor draft=card.draft />
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
