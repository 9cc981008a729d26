//! A long list of alerts: only the lines in sight are in the document, so that thousands cost as much as twenty.
//!
//! The keys ↑ ↓ (or k and j) move from alert to alert, Enter opens the one that has the focus,
//! x selects it, Escape selects none. Only open alerts are selected, and only where they may be closed.

pub mod line;
pub mod reach;

use crate::alerts::arrange::{Arranged, Line};
use crate::canvas::use_extent;
use crate::catalog::{Catalog, use_catalog};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use line::{AlertLine, GroupLine};
use mackerel::alerts::AlertStatus;
use reach::Tops;
use std::collections::BTreeSet;
use wasm_bindgen::JsCast;

/// From this width on a line has one row of text.
const WIDE_CSS: f64 = 760.0;
const WIDE_LINE_CSS: f64 = 40.0;
const NARROW_LINE_CSS: f64 = 76.0;
const GROUP_LINE_CSS: f64 = 36.0;

/// The ids of the selected alerts.
pub type Selected = RwSignal<BTreeSet<String>>;

/// The list.
#[component]
pub(crate) fn AlertList(
    /// What it lists.
    arranged: Memo<Arranged>,
    /// The alert shown beside it.
    shown_id: Memo<Option<String>>,
    /// The alerts that are selected.
    selected: Selected,
) -> impl IntoView {
    let scroller = NodeRef::<html::Div>::new();
    let extent = use_extent(scroller);
    let top_css = RwSignal::new(0.0);
    let line_css = Memo::new(move |_| {
        let is_wide = extent.with(|extent| extent.is_some_and(|extent| extent.width_css >= WIDE_CSS));
        if is_wide { WIDE_LINE_CSS } else { NARROW_LINE_CSS }
    });
    let height_css = Memo::new(move |_| extent.with(|extent| extent.map_or(0.0, |extent| extent.height_css)));
    let tops = Memo::new(move |_| {
        let line_css = line_css.get();
        let height = |line: &Line| if matches!(line, Line::Group { .. }) { GROUP_LINE_CSS } else { line_css };
        arranged.with(|arranged| Tops::of(arranged.lines.iter().map(height)))
    });
    let shown = Memo::new(move |_| tops.with(|tops| tops.visible(top_css.get(), height_css.get())));
    // What depends on the lines is read after them: a change of the lines alone would go unnoticed otherwise.
    let lines = move || {
        arranged.with(|arranged| {
            let shown = shown.get();
            let begin = shown.start.min(arranged.lines.len());
            let lines = arranged.lines.iter().take(shown.end).skip(begin).cloned();
            (begin..).zip(lines).collect::<Vec<_>>()
        })
    };
    let focused = RwSignal::new(None::<usize>);
    let keys =
        Keys { arranged, scroller, focused, selected, top_css, tops, shown_id, catalog: use_catalog() };
    let listener = window_event_listener(ev::keydown, move |event| keys.pressed(&event));
    on_cleanup(move || listener.remove());
    view! {
        <div
            class="alert-scroll"
            node_ref=scroller
            on:scroll=move |_| {
                if let Some(scroller) = scroller.get_untracked() {
                    top_css.set(f64::from(scroller.scroll_top()));
                }
            }
        >
            <ul class="alert-lines" style:height=move || tops.with(|tops| format!("{}px", tops.height_css()))>
                <For each=lines key=|(at, line)| (*at, key(line)) let((at, line))>
                    <li
                        style:transform=move || tops.with(|tops| format!("translateY({}px)", tops.top_css(at)))
                        style:height=move || {
                            tops.with(|tops| format!("{}px", tops.top_css(at + 1) - tops.top_css(at)))
                        }
                    >
                        {match line {
                            Line::Group { group, count, open, worst } => {
                                view! { <GroupLine group count open worst /> }.into_any()
                            }
                            Line::Alert(alert, about) => {
                                view! { <AlertLine at alert about shown_id selected focused /> }.into_any()
                            }
                        }}
                    </li>
                </For>
            </ul>
        </div>
    }
}

/// What the keys need.
#[derive(Clone, Copy)]
struct Keys {
    arranged: Memo<Arranged>,
    scroller: NodeRef<html::Div>,
    focused: RwSignal<Option<usize>>,
    selected: Selected,
    top_css: RwSignal<f64>,
    tops: Memo<Tops>,
    shown_id: Memo<Option<String>>,
    catalog: Catalog,
}

impl Keys {
    fn pressed(self, event: &web_sys::KeyboardEvent) {
        let is_modified = event.ctrl_key() || event.meta_key() || event.alt_key();
        let Some(within) = self.place(event).filter(|_| !is_modified) else { return };
        let done = match (event.key().as_str(), within) {
            ("j", _) | ("ArrowDown", Within::List) => self.step(true),
            ("k", _) | ("ArrowUp", Within::List) => self.step(false),
            ("x", Within::List) => self.toggle(),
            ("Escape", _) if self.selected.with_untracked(|selected| !selected.is_empty()) => {
                self.selected.set(BTreeSet::new());
                true
            }
            _ => false,
        };
        if done {
            event.prevent_default();
        }
    }

    /// Where the key was pressed; `None` where it belongs to something else.
    fn place(self, event: &web_sys::KeyboardEvent) -> Option<Within> {
        let scroller = self.scroller.get_untracked()?;
        let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
        if event.default_prevented() {
            return None;
        }
        if scroller.contains(Some(&target)) {
            return Some(Within::List);
        }
        let taken = "input, textarea, select, [contenteditable], dialog, [role=application]";
        target.closest(taken).ok()?.is_none().then_some(Within::Page)
    }

    /// To the next alert, or the one before; from nowhere to the one shown beside, or the first in sight.
    fn step(self, down: bool) -> bool {
        let target = self.arranged.with_untracked(|arranged| {
            let lines = &arranged.lines;
            let is_alert = |at: &usize| matches!(lines.get(*at), Some(Line::Alert(..)));
            match self.focused.get_untracked().filter(|at| *at < lines.len()) {
                Some(at) if down => (at + 1..lines.len()).find(is_alert),
                Some(at) => (0..at).rev().find(is_alert),
                None => {
                    let shown_id = self.shown_id.get_untracked();
                    let is_shown = |line: &Line| {
                        matches!(line, Line::Alert(alert, _) if Some(&alert.id) == shown_id.as_ref())
                    };
                    let top_css = self.top_css.get_untracked();
                    let first = self.tops.with_untracked(|tops| tops.first(top_css));
                    lines.iter().position(is_shown).or_else(|| (first..lines.len()).find(is_alert))
                }
            }
        });
        let Some(at) = target else { return false };
        self.focus(at);
        true
    }

    fn focus(self, at: usize) {
        let Some(scroller) = self.scroller.get_untracked() else { return };
        let height_css = f64::from(scroller.client_height());
        let old_css = self.top_css.get_untracked();
        let top_css = self.tops.with_untracked(|tops| tops.reveal(at, old_css, height_css));
        scroller.set_scroll_top(top_css.round() as i32);
        // The scroll event comes with the next frame, the line is wanted in it.
        self.top_css.set(top_css);
        self.focused.set(Some(at));
        request_animation_frame(move || {
            let link = document().get_element_by_id(&line::link_id(at));
            if let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok()) {
                // A line that is gone by now leaves the focus where it was.
                let _ = link.focus();
            }
        });
    }

    fn toggle(self) -> bool {
        let id = self.focused.get_untracked().and_then(|at| {
            self.arranged.with_untracked(|arranged| match arranged.lines.get(at) {
                Some(Line::Alert(alert, _)) if alert.status != AlertStatus::Ok => Some(alert.id.clone()),
                _ => None,
            })
        });
        let Some(id) = id.filter(|_| untrack(|| self.catalog.may_write())) else { return false };
        self.selected.update(|selected| {
            if !selected.remove(&id) {
                selected.insert(id);
            }
        });
        true
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Within {
    List,
    Page,
}

/// A line is made anew when anything that it shows has changed.
fn key(line: &Line) -> String {
    match line {
        Line::Group { group, count, open, worst } => format!("{group:?} {count} {open} {worst:?}"),
        Line::Alert(alert, about) => {
            let fields = (&alert.id, alert.status, alert.closed_at, alert.value, &alert.message, &alert.memo);
            format!("{fields:?} {} {:?}", about.title, about.place)
        }
    }
}
