//! The titles in reading order under the picture, so that nobody has to hover to know what happened.
//! Where there is little room the titles have it, and the dates stay with the flags.

use super::popover::Popover;
use super::{FONT_CSS, in_sight};
use crate::canvas::{text_width_css, use_extent};
use crate::clock::use_clock;
use crate::components::graph::{Card, clock, moment};
use crate::i18n::{fill, t};
use crate::layers;
use crate::moment::short;
use chart::lane::{Caption, Cell};
use leptos::html;
use leptos::prelude::*;
use mackerel::annotations::Annotation;
use series::Time;

/// Height of a row in CSS pixels.
const ROW_CSS: f64 = 22.0;
/// What surrounds a number and a title besides their texts: padding, and the gaps between the parts.
const AROUND_CSS: f64 = 22.0;
/// No number's box is narrower.
const LEAST_NUMBER_CSS: f64 = 16.0;
/// What the button for the rest has besides its text.
const MORE_CSS: f64 = 20.0;

/// One title and its place.
#[derive(Debug, Clone, PartialEq)]
struct Item {
    cell: Cell,
    number: usize,
    date: Option<String>,
    layer: &'static str,
    annotation: Annotation,
}

/// Two rows of titles; where a graph can have annotations it keeps its height without any.
#[component]
pub(crate) fn Strip(card: Card) -> impl IntoView {
    let open = RwSignal::new(None::<Vec<Annotation>>);
    let row = NodeRef::<html::Div>::new();
    let extent = use_extent(row);
    let reserved = Memo::new(move |_| card.scopes.with(|scopes| !scopes.is_empty()));
    let list = Memo::new(move |_| in_sight(card));
    let failed = Memo::new(move |_| card.annotations.with(|annotations| annotations.failure.is_some()));
    let now = use_clock();
    let items = Memo::new(move |_| {
        let width_css = extent.get().map_or(0.0, |extent| extent.width_css);
        list.with(|list| items(card, list, width_css, now.now_untracked()))
    });
    let rows = move || items.get().into_iter().map(|item| view! { <Title item open /> }).collect_view();
    view! {
        <Show when=move || reserved.get()>
            <div class="graph-strip" node_ref=row>
                <ul aria-label=move || t().graph.annotations>{rows}</ul>
                {move || {
                    let more = list.with(Vec::len).saturating_sub(items.with(Vec::len));
                    (more > 0).then(|| view! {
                        <button type="button" class="quiet strip-more" on:click=move |_| open.set(Some(list.get_untracked()))>
                            {fill(t().graph.annotations_more, &[&more])}
                        </button>
                    })
                }}
                {move || failed.get().then(|| view! { <span class="small secondary">{t().graph.annotations_failed}</span> })}
                <Popover open draft=card.draft on_zoom=Callback::new(move |range| card.zoom(range)) />
            </div>
        </Show>
    }
}

#[component]
fn Title(item: Item, open: RwSignal<Option<Vec<Annotation>>>) -> impl IntoView {
    let Item { cell, number, date, layer, annotation } = item;
    let name = format!("{} {}", moment(annotation.from), annotation.title);
    let title = annotation.title.clone();
    view! {
        <li
            style:left=format!("{:.1}px", cell.left)
            style:top=format!("{:.0}px", cell.row as f64 * ROW_CSS)
            style:width=format!("{:.1}px", cell.width)
        >
            <button
                type="button"
                class="strip-item"
                title=name
                on:click=move |_| open.set(Some(vec![annotation.clone()]))
            >
                <span class=format!("strip-number {layer}")>{number}</span>
                {date.map(|date| view! { <span class="secondary nowrap">{date}</span> })}
                <span class="clip">{title}</span>
            </button>
        </li>
    }
}

fn items(card: Card, list: &[Annotation], width_css: f64, now: Time) -> Vec<Item> {
    let width = |text: &str| text_width_css(text, FONT_CSS).ceil();
    let dates: Vec<String> = list.iter().map(|one| when(one.from, now, card)).collect();
    let captions: Vec<Caption> = list
        .iter()
        .enumerate()
        .map(|(at, one)| Caption {
            number: width(&(at + 1).to_string()).max(LEAST_NUMBER_CSS) + AROUND_CSS,
            date: width(&dates[at]) + 6.0,
            title: width(&one.title),
        })
        .collect();
    let more = width(&fill(t().graph.annotations_more, &[&list.len()])) + MORE_CSS;
    let strip = chart::lane::strip(&captions, width_css, more);
    let cells = strip.cells.into_iter().zip(list).zip(dates).enumerate();
    let item = |(at, ((cell, one), date)): (usize, ((Cell, &Annotation), String))| Item {
        cell,
        number: at + 1,
        date: strip.dated.then_some(date),
        layer: layers::word(card.layers.of(one)),
        annotation: one.clone(),
    };
    cells.map(item).collect()
}

/// Hour and minute, with the day where the picture shows several, and the year where it is not this one.
fn when(time: Time, now: Time, card: Card) -> String {
    let several = card.shown().with(|shown| shown.range.secs() > 86_400);
    if several { short(time, now) } else { clock(time) }
}
