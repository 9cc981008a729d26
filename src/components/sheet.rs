//! A picture of all widgets of a page, at their places.
//!
//! Graphs that were not in sight yet are read first, for at most `MOST_LOOKS` looks; one that is not there then says
//! what it says on the page. Everything that is no graph is drawn as the text that it is, without its shapes and
//! colours; what has to be scrolled to is cut off.

use crate::canvas::{self, Extent};
use crate::components::graph::export::{self as graph, Numbers, Source};
use crate::components::graph::picture;
use crate::export::board::{self, Part, Place, Words};
use crate::query::Progress;
use chart::{Size, Theme};
use leptos::html;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// How often is looked whether everything is there.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// Looks before the picture is made of what there is: half a minute.
pub(crate) const MOST_LOOKS: u32 = 300;

/// The graphs of the page, and whether those out of sight are wanted too.
#[derive(Clone, Copy)]
pub struct Sheet {
    graphs: StoredValue<Vec<(usize, NodeRef<html::Section>, Source)>>,
    next: StoredValue<usize>,
    /// Whether a picture of everything is being made.
    pub(crate) wants_all: RwSignal<bool>,
}

/// What the picture says above the widgets.
pub(crate) struct Caption {
    /// The dashboard's title.
    pub(crate) title: String,
    /// Period and moment.
    pub(crate) line: String,
    /// The page's colours.
    pub(crate) theme: &'static Theme,
}

/// Collects the graphs of everything below.
pub(crate) fn provide() -> Sheet {
    let sheet = Sheet {
        graphs: StoredValue::new(Vec::new()),
        next: StoredValue::new(0),
        wants_all: RwSignal::new(false),
    };
    provide_context(sheet);
    sheet
}

/// The page's sheet; pages that make no picture have none.
pub(crate) fn use_sheet() -> Option<Sheet> {
    use_context()
}

/// Whether something is in sight, or wanted for a picture of all.
pub(crate) fn seen(near: Signal<bool>) -> Signal<bool> {
    match use_sheet() {
        None => near,
        Some(sheet) => Memo::new(move |_| near.get() || sheet.wants_all.get()).into(),
    }
}

/// Counts a graph among those of the page for as long as its owner lives.
pub(crate) fn join(section: NodeRef<html::Section>, source: Source) {
    let Some(sheet) = use_sheet() else { return };
    let own = sheet.next.get_value();
    sheet.next.set_value(own + 1);
    sheet.graphs.update_value(|graphs| graphs.push((own, section, source)));
    on_cleanup(move || {
        // The page may be gone altogether.
        let _ = sheet.graphs.try_update_value(|graphs| graphs.retain(|(other, _, _)| *other != own));
    });
}

impl Sheet {
    /// Makes the picture as soon as everything was read, and hands its file over.
    pub(crate) fn draw(self, caption: Caption, done: impl FnOnce(Option<web_sys::Blob>) + 'static) {
        self.wants_all.set(true);
        self.look(MOST_LOOKS, caption, done);
    }

    fn look(self, left: u32, caption: Caption, done: impl FnOnce(Option<web_sys::Blob>) + 'static) {
        let next = move || {
            let is_whole =
                self.graphs.try_with_value(|graphs| graphs.iter().all(|(_, _, one)| is_read(*one)));
            match is_whole {
                // The page is gone, and with it who wanted its picture.
                None => {}
                Some(is_whole) if left > 0 && !(is_whole && is_said()) => self.look(left - 1, caption, done),
                Some(_) => {
                    match self.parts(&caption) {
                        Some((size, parts)) => canvas::png(size, &parts, done),
                        None => done(None),
                    }
                    let _ = self.wants_all.try_set(false);
                }
            }
        };
        set_timeout(next, LOOK_EVERY);
    }

    /// Everything at its place, the backdrop first.
    fn parts(self, caption: &Caption) -> Option<(Size, Vec<Part>)> {
        let board = document().query_selector(".widgets").ok().flatten()?;
        let whole = board.get_bounding_client_rect();
        let scale = board::scale(whole.width(), whole.height());
        let theme = caption.theme;
        let backdrop = canvas::laid_out(|text| {
            let size_css = (whole.width(), whole.height());
            board::backdrop(size_css, (&caption.title, &caption.line), (scale, theme), text)
        })?;
        let size = backdrop.size;
        let mut parts = vec![(backdrop, (0.0, 0.0))];
        for cell in children(&board) {
            let seen = cell.get_bounding_client_rect();
            let place = Place {
                left: seen.left() - whole.left(),
                top: seen.top() - whole.top(),
                width: seen.width(),
                height: seen.height(),
            };
            let drawn = self.graph_in(&cell).and_then(|source| graph_part(source, place, scale));
            let part = match drawn {
                Some(part) => Some(part),
                None => canvas::laid_out(|text| board::words(place, &words_of(&cell), scale, theme, text)),
            };
            parts.extend(part.map(|frame| (frame, board::corner(place, scale))));
        }
        Some((size, parts))
    }

    fn graph_in(self, cell: &Element) -> Option<Source> {
        self.graphs.with_value(|graphs| {
            let is_inside = |section: &NodeRef<html::Section>| {
                section.get_untracked().is_some_and(|section| cell.contains(Some(&section)))
            };
            graphs.iter().find(|(_, section, _)| is_inside(section)).map(|(_, _, source)| *source)
        })
    }
}

/// Whether no widget without lines says that it is loading.
fn is_said() -> bool {
    document().query_selector(".widgets .state.loading").ok().flatten().is_none()
}

fn is_read(source: Source) -> bool {
    // What left the page meanwhile is waited for no more.
    source.card.shown().try_with_untracked(|shown| shown.progress == Progress::Done).unwrap_or(true)
}

/// A graph drawn anew for its box; `None` where it has nothing to draw.
fn graph_part(source: Source, place: Place, scale: f64) -> Option<chart::Frame> {
    let has_points = source.card.shown().with_untracked(crate::query::Shown::has_points);
    let extent = |height_css: f64| Extent { width_css: place.width, height_css, scale };
    let input = untrack(|| source.input.run(extent(place.height))).filter(|_| has_points)?;
    let (plot_css, most) = board::split(place.height, input.visible.len());
    let input = picture::Input { extent: extent(plot_css), ..input };
    let rows = if most == 0 { Vec::new() } else { legend(&input, most) };
    let title = source.card.title.get_untracked();
    let head = if source.card.follows_period {
        title
    } else {
        format!("{title} · {}", graph::period(input.shown.range, &input))
    };
    canvas::laid_out(|text| {
        let plot = picture::frame(&input, text);
        board::graph(plot, (&head, &rows), graph::theme(&input), text)
    })
}

/// As many rows as there is room for, the last of them perhaps a count of the others.
fn legend(input: &picture::Input, most: usize) -> Vec<chart::PosterRow> {
    let fits = input.visible.len() <= most;
    graph::rows(input, if fits { most } else { most.saturating_sub(1) }, Numbers::Last)
}

/// What a box says that has no lines.
fn words_of(cell: &Element) -> Words {
    let text = |selector: &str| {
        let found = cell.query_selector(selector).ok().flatten();
        found.and_then(|found| found.dyn_into::<HtmlElement>().ok()).map(|found| tidy(&found.inner_text()))
    };
    let title = text(".widget-title").or_else(|| text(".graph-head h3")).unwrap_or_default();
    if let Some(number) = text(".value-number") {
        let rest = [text(".value-rule"), text(".value-trend"), text(".value p.small")];
        let is_bad = cell.query_selector(".emphasised").ok().flatten().is_some();
        let text = rest.into_iter().flatten().collect::<Vec<_>>().join("\n");
        return Words { title, number: Some(number), text, is_bad };
    }
    let hosts = cell.query_selector(".status-list").ok().flatten();
    let hosts: Vec<String> =
        hosts.iter().flat_map(children).filter_map(|host| host.get_attribute("title")).collect();
    let text = if hosts.is_empty() {
        text(".widget-body").or_else(|| text(".graph-state")).unwrap_or_default()
    } else {
        text(".role-line").into_iter().chain(hosts).collect::<Vec<_>>().join("\n")
    };
    Words { title, text, ..Words::default() }
}

fn children(parent: &Element) -> impl Iterator<Item = Element> + use<> {
    std::iter::successors(parent.first_element_child(), Element::next_element_sibling)
}

/// Without blank lines in a row: those that only kept things apart say nothing.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut kept: Vec<&str> = Vec::with_capacity(lines.len());
    for line in lines {
        if !(line.is_empty() && kept.last().is_none_or(|last| last.is_empty())) {
            kept.push(line);
        }
    }
    kept.join("\n").trim_end().to_owned()
}
