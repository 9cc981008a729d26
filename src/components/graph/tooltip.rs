//! The values at the pointer: time on top, rows by value, the nearest in bold, never under the pointer.

use super::keyboard::secs_per_px;
use super::look;
use super::readout::{Reading, readings};
use super::{Card, Pointer, text};
use crate::i18n::{fill, t};
use crate::query::Shown;
use chart::Precision;
use leptos::prelude::*;

/// Most rows.
const MOST_ROWS: usize = 10;
const ROW_PX: f64 = 18.0;
const DISTANCE_PX: f64 = 14.0;

#[derive(Debug, Clone, PartialEq)]
struct Row {
    name: String,
    value: String,
    color: String,
    is_nearest: bool,
}

#[derive(Debug, Clone, PartialEq)]
struct Content {
    time: String,
    rows: Vec<Row>,
    more: usize,
    /// Distance from the left or from the right edge of the picture.
    left_css: Option<f64>,
    right_css: f64,
    top_css: f64,
}

/// The card's tooltip; with a click it stays and its text can be selected.
#[component]
pub(crate) fn Tooltip(card: Card) -> impl IntoView {
    let content = Memo::new(move |_| content(card));
    let px = |value: f64| format!("{value:.0}px");
    view! {
        <Show when=move || content.with(Option::is_some)>
            <div
                class="graph-tooltip"
                class:pinned=move || card.pinned.get()
                style:left=move || content.with(|content| content.as_ref()?.left_css.map(px)).unwrap_or("auto".to_owned())
                style:right=move || {
                    content
                        .with(|content| {
                            let content = content.as_ref()?;
                            content.left_css.is_none().then(|| px(content.right_css))
                        })
                        .unwrap_or("auto".to_owned())
                }
                style:top=move || px(content.with(|content| content.as_ref().map_or(0.0, |content| content.top_css)))
            >
                <div class="graph-tooltip-head">
                    <strong>{move || content.with(|content| content.as_ref().map(|content| content.time.clone()))}</strong>
                    <Show when=move || card.pinned.get()>
                        <button
                            type="button"
                            class="quiet dense"
                            aria-label=move || t().graph.pinned
                            on:click=move |_| {
                                card.pinned.set(false);
                                card.leave();
                            }
                        >
                            "×"
                        </button>
                    </Show>
                </div>
                {move || {
                    content
                        .with(|content| content.as_ref().map(|content| (content.rows.clone(), content.more)))
                        .map(|(rows, more)| view! { <Rows rows more /> })
                }}
            </div>
        </Show>
    }
}

#[component]
fn Rows(rows: Vec<Row>, more: usize) -> impl IntoView {
    let empty = rows.is_empty();
    let rows = rows
        .into_iter()
        .map(|row| {
            view! {
                <li class:nearest=row.is_nearest>
                    <span class="swatch" style:background-color=row.color></span>
                    <span class="clip">{row.name}</span>
                    <span class="number">{row.value}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <ul>{rows}</ul>
        {empty.then(|| view! { <p class="secondary">{move || t().graph.no_value}</p> })}
        {(more > 0).then(|| view! { <p class="secondary">{move || fill(t().graph.and_more, &[&more])}</p> })}
    }
}

fn content(card: Card) -> Option<Content> {
    let pointer = card.pointer.get()?;
    if card.selection.get().is_some_and(|selection| (selection.to_x_css - selection.from_x_css).abs() > 4.0) {
        return None;
    }
    let (width_css, height_css) = card.frame.with(|frame| {
        frame.as_ref().map(|frame| {
            (f64::from(frame.size.width_px) / frame.scale, f64::from(frame.size.height_px) / frame.scale)
        })
    })?;
    let unit = card.unit.get();
    let time = card.time_at(pointer.x_css)?;
    card.shown().with(|shown| {
        let visible: Vec<usize> =
            (0..shown.lines.len()).filter(|&at| card.looks.shows(&shown.lines[at])).collect();
        let all = readings(&shown.lines, &visible, time, secs_per_px(card));
        let nearest = nearest(card, shown, &visible, &all, pointer);
        let styles = look::styles(shown);
        let kept = kept(&all, nearest);
        let rows: Vec<Row> = kept
            .iter()
            .map(|reading| Row {
                name: shown.lines[reading.line].name.clone(),
                value: match reading.spread {
                    Some((low, high)) => {
                        format!(
                            "{} – {}",
                            unit.format(low, Precision::Long),
                            unit.format(high, Precision::Long)
                        )
                    }
                    None => unit.format(reading.value, Precision::Long),
                },
                color: styles[reading.line].color.css(),
                is_nearest: nearest == Some(reading.line),
            })
            .collect();
        let height = ROW_PX * (rows.len() as f64 + 2.0);
        let is_right = pointer.x_css > width_css / 2.0;
        Some(Content {
            time: text::moment(all.first().map_or(time, |reading| nearest_time(&all, reading.time, time))),
            more: all.len() - rows.len(),
            rows,
            left_css: (!is_right).then_some(pointer.x_css + DISTANCE_PX),
            right_css: width_css - pointer.x_css + DISTANCE_PX,
            top_css: (pointer.y_css - height / 2.0).min(height_css - height).max(0.0),
        })
    })
}

/// The sample time that most rows stand for.
fn nearest_time(all: &[Reading], first: i64, pointed: i64) -> i64 {
    all.iter().map(|reading| reading.time).min_by_key(|time| (time - pointed).abs()).unwrap_or(first)
}

/// The greatest rows, and the nearest one whatever its rank.
fn kept(all: &[Reading], nearest: Option<usize>) -> Vec<&Reading> {
    let mut kept: Vec<&Reading> = all.iter().take(MOST_ROWS).collect();
    if let Some(line) = nearest
        && !kept.iter().any(|reading| reading.line == line)
        && let Some(reading) = all.iter().find(|reading| reading.line == line)
    {
        kept.pop();
        kept.push(reading);
    }
    kept
}

/// The line drawn nearest to the pointer; an area is where its top is.
fn nearest(card: Card, shown: &Shown, visible: &[usize], all: &[Reading], pointer: Pointer) -> Option<usize> {
    if pointer.by_key {
        return None;
    }
    card.frame.with_untracked(|frame| {
        let frame = frame.as_ref()?;
        let mut below = 0.0;
        let mut best: Option<(f64, usize)> = None;
        for &at in visible {
            let Some(reading) = all.iter().find(|reading| reading.line == at) else { continue };
            let value = if shown.lines[at].stacked {
                below += reading.value;
                below
            } else {
                reading.value
            };
            let distance = (frame.y.project(value) / frame.scale - pointer.y_css).abs();
            if best.is_none_or(|best| distance < best.0) {
                best = Some((distance, at));
            }
        }
        best.map(|best| best.1)
    })
}
