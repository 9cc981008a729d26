//! What of a graph can be carried away: its samples as CSV, its picture as PNG or SVG with names and period in it.
//!
//! What is hidden in the legend stays out of both. A picture is as large as the card, but never too small to read, and
//! has two pixels for each of the page's.

use super::{Card, picture, text};
use crate::canvas::{self, Extent};
use crate::clock::utc_offset_secs;
use crate::components::menu::{Menu, MenuItem};
use crate::components::widget::place::FullScreenItem;
use crate::export::{csv, file_name};
use crate::i18n::{fill, t};
use crate::query::Progress;
use crate::save;
use chart::{Frame, Poster, PosterRow, Precision, Theme, TimeDetail, format_time, iso_time};
use leptos::prelude::*;
use picture::Input;
use series::{Series, Time, TimeRange};

/// A picture that is smaller cannot be read.
const LEAST_WIDTH_CSS: f64 = 640.0;
const LEAST_HEIGHT_CSS: f64 = 260.0;
const SCALE: f64 = 2.0;
/// Rows of a legend beyond which a picture would be a list.
const MOST_ROWS: usize = 40;
const MOST_ANNOTATIONS: usize = 10;

/// A card, and what it draws at any size.
#[derive(Clone, Copy)]
pub struct Source {
    /// The card.
    pub(crate) card: Card,
    /// What it would draw; `None` before there is something to see.
    pub(crate) input: Callback<Extent, Option<Input>>,
    /// The size of its picture on the page.
    pub(crate) extent: Signal<Option<Extent>>,
}

impl Source {
    fn input(self, extent: Extent) -> Option<Input> {
        untrack(|| self.input.run(extent))
    }

    /// The picture with its surroundings.
    fn poster(self) -> Option<Frame> {
        let seen = self.extent.get_untracked()?;
        let input = self.input(Extent {
            width_css: seen.width_css.max(LEAST_WIDTH_CSS),
            height_css: seen.height_css.max(LEAST_HEIGHT_CSS),
            scale: SCALE,
        })?;
        let title = self.card.title.get_untracked();
        let lines = small_print(&input);
        let mut rows = rows(&input, MOST_ROWS, Numbers::All);
        rows.extend(annotations(&input));
        canvas::laid_out(|text| {
            let around = Poster {
                title: &title,
                lines: &lines,
                heads: &heads(&input),
                rows: &rows,
                theme: theme(&input),
            };
            chart::poster(picture::frame(&input, text), &around, text)
        })
    }

    /// The samples of the lines that are shown.
    fn csv(self) -> String {
        self.card.shown().with_untracked(|shown| {
            let lines = shown.lines.iter().filter(|line| untrack(|| self.card.looks.shows(line)));
            let (names, windows): (Vec<&str>, Vec<Series>) =
                lines.map(|line| (line.name.as_str(), line.series.window(shown.range))).unzip();
            csv::lines(&names, &windows, &utc_offset_secs)
        })
    }

    fn file_name(self, ending: &str) -> String {
        let from = self.card.shown().with_untracked(|shown| shown.range.from);
        let when: String = iso_time(from, utc_offset_secs(from)).chars().take(16).collect();
        file_name(&self.card.title.get_untracked(), &when, ending)
    }
}

/// The menu at the end of a card's head.
#[component]
pub(crate) fn GraphMenu(source: Source) -> impl IntoView {
    let card = source.card;
    let csv_name = move || {
        let step_secs = card.shown().with(|shown| shown.has_points().then(|| shown.step_secs()));
        match step_secs.filter(|&secs| secs > 60) {
            Some(secs) => fill(t().export.csv_averages, &[&text::step(secs)]),
            None => t().export.csv.to_owned(),
        }
    };
    let save_csv = Callback::new(move |()| save::text(&source.file_name("csv"), "text/csv", &source.csv()));
    let save_svg = Callback::new(move |()| {
        if let Some(frame) = source.poster() {
            save::text(&source.file_name("svg"), "image/svg+xml", &chart::svg(&frame));
        }
    });
    let save_png = Callback::new(move |()| {
        let (Some(frame), name) = (source.poster(), source.file_name("png")) else { return };
        canvas::png(frame.size, &[(frame, (0.0, 0.0))], move |file| {
            if let Some(file) = file {
                save::blob(&name, &file);
            }
        });
    });
    // A file of half of the lines would not say so.
    let is_whole = Memo::new(move |_| card.shown().with(|shown| shown.progress == Progress::Done));
    let is_drawn = Memo::new(move |_| card.frame.with(Option::is_some));
    view! {
        <Menu name=move || fill(t().export.menu, &[&card.title.get()]) class="quiet dense graph-control">
            <FullScreenItem />
            <Show
                when=move || is_whole.get()
                fallback=|| view! { <p class="menu-hint">{move || t().graph.waiting}</p> }
            >
                <MenuItem name=csv_name on_choice=save_csv />
                <Show when=move || is_drawn.get()>
                    <MenuItem name=|| t().export.png on_choice=save_png />
                    <MenuItem name=|| t().export.svg on_choice=save_svg />
                </Show>
            </Show>
        </Menu>
    }
    .into_any()
}

/// Which numbers a legend has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Numbers {
    /// Last, min, avg and max.
    All,
    /// The last one, beside the name.
    Last,
}

/// The headings of all numbers.
pub(crate) fn heads(input: &Input) -> [&'static str; 4] {
    let texts = &input.lang.texts().graph;
    [texts.last, texts.min, texts.avg, texts.max]
}

/// The lines that are drawn, at most so many, and how many more there are.
pub(crate) fn rows(input: &Input, most: usize, numbers: Numbers) -> Vec<PosterRow> {
    let styles = super::look::styles(&input.shown);
    let row = |&(at, _): &(usize, chart::Emphasis)| {
        let line = &input.shown.lines[at];
        let stats = line.pyramid.stats(line.series.values(), line.series.span(input.shown.range));
        let all = stats.map(|stats| [stats.last, stats.min, stats.avg, stats.max]);
        let all = all.map(|all| all.map(|value| input.unit.format(value, Precision::Short)));
        let all = all.unwrap_or_else(|| ["–"; 4].map(str::to_owned));
        let (name, values) = match numbers {
            Numbers::All => (line.name.clone(), all.to_vec()),
            Numbers::Last => (format!("{}  {}", line.name, all[0]), Vec::new()),
        };
        PosterRow { color: styles[at].color, name, values }
    };
    let mut rows: Vec<PosterRow> = input.visible.iter().take(most).map(row).collect();
    if input.visible.len() > rows.len() {
        let name = fill(input.lang.texts().export.more_lines, &[&(input.visible.len() - rows.len())]);
        rows.push(PosterRow { color: theme(input).card, name, values: Vec::new() });
    }
    rows
}

/// The colours of the page.
pub(crate) fn theme(input: &Input) -> &'static Theme {
    if input.is_dark { &Theme::DARK } else { &Theme::LIGHT }
}

/// A period with the zone in which it is written.
pub(crate) fn period(range: TimeRange, input: &Input) -> String {
    let zone: String = {
        let iso = iso_time(range.from, utc_offset_secs(range.from));
        iso.chars().skip(iso.chars().count() - 6).collect()
    };
    format!(
        "{} – {} (UTC{zone})",
        moment(range.from, TimeDetail::Full, input),
        moment(range.to, TimeDetail::Full, input)
    )
}

fn moment(time: Time, detail: TimeDetail, input: &Input) -> String {
    format_time(time, utc_offset_secs(time), picture::locale(input.lang), detail)
}

/// The period, and what a reader has to know of the lines.
fn small_print(input: &Input) -> Vec<String> {
    let (texts, shown) = (input.lang.texts(), &input.shown);
    let mut notes = vec![period(shown.range, input)];
    if shown.has_points() && shown.step_secs() > 60 {
        notes.push(fill(texts.graph.chip_averages, &[&text::step_in(shown.step_secs(), input.lang)]));
    }
    if !shown.missing.is_empty() {
        notes.push(fill(texts.graph.chip_missing, &[&shown.missing.len(), &shown.planned]));
    }
    if shown.summarised_hosts > 0 {
        let words = if shown.lines.len() == 1 { texts.graph.chip_sum } else { texts.graph.chip_summary };
        notes.push(fill(words, &[&shown.summarised_hosts]));
    }
    if shown.lacks_past_hosts {
        notes.push(texts.graph.chip_past_hosts.to_owned());
    }
    if input.visible.len() < shown.lines.len() {
        notes.push(fill(texts.export.some_lines, &[&input.visible.len(), &shown.lines.len()]));
    }
    vec![notes.join(" · ")]
}

/// What happened in the period, as rows without numbers.
fn annotations(input: &Input) -> Vec<PosterRow> {
    let range = input.shown.range;
    let inside = input.annotations.iter().filter(|(one, _)| one.from <= range.to && one.to >= range.from);
    let row = |(one, layer): &(mackerel::annotations::Annotation, chart::Layer)| PosterRow {
        color: theme(input).layer(*layer),
        name: format!("{}  {}", moment(one.from, TimeDetail::Minute, input), one.title),
        values: Vec::new(),
    };
    inside.take(MOST_ANNOTATIONS).map(row).collect()
}
