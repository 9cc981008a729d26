//! The same numbers as the picture, as a table: the newest first.

use super::{Card, text};
use crate::i18n::{fill, t};
use chart::Precision;
use leptos::prelude::*;
use series::{Series, Time, align};
use std::collections::VecDeque;

/// Most rows; who needs more zooms in.
const MOST_ROWS: usize = 120;

/// A time with the value of each series.
type Row = (Time, Vec<Option<f64>>);

/// The table, when it is asked for.
#[component]
pub(crate) fn Values(card: Card) -> impl IntoView {
    move || card.table.get().then(|| view! { <Table card /> })
}

#[component]
fn Table(card: Card) -> impl IntoView {
    let body = move || {
        let unit = card.unit.get();
        card.shown().with(|shown| {
            let lines: Vec<_> = shown.lines.iter().filter(|line| card.looks.shows(line)).collect();
            let windows: Vec<Series> = lines.iter().map(|line| line.series.window(shown.range)).collect();
            let (rows, total) = newest(&windows);
            let heads = lines.iter().map(|line| view! { <th scope="col" class="number">{line.name.clone()}</th> });
            let heads = heads.collect_view();
            let rows = rows
                .into_iter()
                .map(|(time, values)| {
                    let cells = values
                        .into_iter()
                        .map(|value| {
                            let words = value.map_or_else(|| "–".to_owned(), |value| unit.format(value, Precision::Long));
                            view! { <td class="number">{words}</td> }
                        })
                        .collect_view();
                    view! { <tr><th scope="row">{text::moment(time)}</th>{cells}</tr> }
                })
                .collect_view();
            let more = (total > MOST_ROWS).then(|| {
                view! { <p class="small secondary">{fill(t().graph.table_more, &[&MOST_ROWS, &text::grouped(total)])}</p> }
            });
            view! {
                <table>
                    <caption class="aside-text">{fill(t().graph.table_caption, &[&card.title.get()])}</caption>
                    <thead><tr><th scope="col">{t().graph.time}</th>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
                {more}
            }
        })
    };
    view! {
        <div class="graph-table" tabindex="0" role="region" aria-label=move || fill(t().graph.table_caption, &[&card.title.get()])>
            {body}
        </div>
    }
}

/// The newest times with the value of each series, and how many times there are in all.
fn newest(series: &[Series]) -> (Vec<Row>, usize) {
    let mut rows: VecDeque<Row> = VecDeque::new();
    let mut total = 0;
    align(&series.iter().collect::<Vec<_>>(), |time, present| {
        total += 1;
        let mut values = vec![None; series.len()];
        for &(at, value) in present {
            values[at] = Some(value);
        }
        if rows.len() == MOST_ROWS {
            rows.pop_front();
        }
        rows.push_back((time, values));
    });
    (rows.into_iter().rev().collect(), total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_rows_come_first_and_gaps_stay_gaps() {
        let first = Series::from_points([(0, 1.0), (60, 2.0)]);
        let second = Series::from_points([(60, 3.0)]);
        let (rows, total) = newest(&[first, second]);
        assert_eq!(rows, [(60, vec![Some(2.0), Some(3.0)]), (0, vec![Some(1.0), None])]);
        assert_eq!(total, 2);
        let long = (0..500).map(|time| (time, 0.0)).collect();
        let (rows, total) = newest(&[long]);
        assert_eq!((rows.len(), rows[0].0, total), (MOST_ROWS, 499, 500));
        assert_eq!(newest(&[]).1, 0);
    }
}
