//! The lines as a table: last, min, avg and max from every sample of the period.
//! A click isolates, a modifier or the square toggles, hovering fades the others.

use super::{Card, look};
use crate::i18n::{fill, t};
use chart::{Precision, Unit};
use downsample::Stats;
use leptos::prelude::*;
use web_sys::MouseEvent;

#[derive(Debug, Clone, PartialEq)]
struct Row {
    name: String,
    identity: String,
    color: String,
    stats: Option<Stats>,
}

/// The legend's table.
#[component]
pub(crate) fn Legend(card: Card) -> impl IntoView {
    let rows = Memo::new(move |_| {
        card.shown().with(|shown| {
            let styles = look::styles(shown);
            let rows = shown.lines.iter().enumerate().map(|(at, line)| {
                let span = line.series.span(shown.range);
                Row {
                    name: line.name.clone(),
                    identity: line.identity.clone(),
                    color: styles[at].color.css(),
                    stats: line.pyramid.stats(line.series.values(), span),
                }
            });
            rows.collect::<Vec<_>>()
        })
    });
    let heads = move || {
        let texts = &t().graph;
        [texts.last, texts.min, texts.avg, texts.max]
            .into_iter()
            .map(|head| view! { <th scope="col" class="number">{head}</th> })
            .collect_view()
    };
    view! {
        <div class="graph-legend" title=move || t().graph.legend_hint tabindex="0" role="group" aria-label=move || fill(t().graph.legend, &[&card.title.get()])>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{move || t().graph.name}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody on:pointerleave=move |_| card.looks.point(None)>
                    <For each=move || rows.get() key=row_key let:row>
                        <LegendRow card row />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

/// Two rows of the same key look the same.
fn row_key(row: &Row) -> String {
    let stats = row.stats.map_or([0; 5], |stats| {
        [
            stats.last.to_bits(),
            stats.min.to_bits(),
            stats.avg.to_bits(),
            stats.max.to_bits(),
            stats.count as u64,
        ]
    });
    format!("{}\u{0}{}\u{0}{}\u{0}{stats:?}", row.identity, row.name, row.color)
}

#[component]
fn LegendRow(card: Card, row: Row) -> impl IntoView {
    let Row { name, identity, color, stats } = row;
    // By identity: lines that arrive later move the places of those that are here.
    let own = identity.clone();
    let shows = Memo::new(move |_| {
        card.shown()
            .with(|shown| shown.lines.iter().any(|line| line.identity == own && card.looks.shows(line)))
    });
    let toggled = identity.clone();
    let clicked = identity.clone();
    let labels = (name.clone(), name.clone());
    let numbers = move || {
        let unit: Unit = card.unit.get();
        let values = stats.map(|stats| [stats.last, stats.min, stats.avg, stats.max]);
        (0..4)
            .map(|at| {
                let words =
                    values.map_or_else(|| "–".to_owned(), |values| unit.format(values[at], Precision::Short));
                view! { <td class="number">{words}</td> }
            })
            .collect_view()
    };
    let choose = move |event: MouseEvent| {
        if event.ctrl_key() || event.meta_key() || event.shift_key() {
            card.looks.toggle(&clicked);
        } else {
            card.looks.isolate(&clicked);
        }
    };
    view! {
        <tr
            class:off=move || !shows.get()
            on:pointerenter=move |_| card.looks.point(Some(&identity))
            on:click=choose
        >
            <th scope="row">
                <button
                    type="button"
                    class="swatch-button"
                    role="checkbox"
                    aria-checked=move || shows.get().to_string()
                    aria-label=move || fill(t().graph.toggle, &[&labels.0])
                    on:click=move |event| {
                        event.stop_propagation();
                        card.looks.toggle(&toggled);
                    }
                >
                    <span class="swatch" style:background-color=color></span>
                </button>
                <button
                    type="button"
                    class="legend-name clip"
                    title=name.clone()
                    aria-label=move || fill(t().graph.isolate, &[&labels.1])
                >
                    {name.clone()}
                </button>
            </th>
            {numbers}
        </tr>
    }
}
