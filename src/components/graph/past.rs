//! The span before the last deploy as faint lines under what came after it, so that the two can be compared.
//!
//! Without a deploy in the period there is nothing to compare and no button. Areas are compared as their sum.

use super::Card;
use crate::catalog::use_catalog;
use crate::clock::use_clock;
use crate::i18n::t;
use crate::query::{GraphSource, Shown, ShownLine, lines_apart};
use chart::Layer;
use downsample::Pyramid;
use expr::{Aggregate, aggregate};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped_with_cancellation;
use series::{Series, Time, TimeRange};
use std::sync::Arc;

/// A shorter span says nothing.
const LEAST_SECS: i64 = 600;

/// Whether the comparison is wanted, and what there is of it.
#[derive(Debug, Clone, Copy)]
pub struct Past {
    wanted: RwSignal<bool>,
    lines: RwSignal<Vec<ShownLine>>,
}

impl Default for Past {
    fn default() -> Self {
        Self::new()
    }
}

impl Past {
    /// No comparison yet.
    pub fn new() -> Self {
        Self { wanted: RwSignal::new(false), lines: RwSignal::new(Vec::new()) }
    }

    /// The faint lines; follows changes.
    pub(super) fn lines(self) -> Vec<ShownLine> {
        self.lines.get()
    }
}

/// Reads what is wanted, for as long as the card lives.
pub(super) fn watch(card: Card, source: Signal<GraphSource>) {
    let (catalog, clock) = (use_catalog(), use_clock());
    let past = card.past;
    let span = Memo::new(move |_| past.wanted.get().then(|| since(card, clock.now())).flatten());
    Effect::new(move |_| {
        let source = source.get();
        let Some((deploy, secs)) = span.get() else {
            if past.lines.with_untracked(|lines| !lines.is_empty()) {
                past.lines.set(Vec::new());
            }
            return;
        };
        let now = clock.now_untracked();
        spawn_local_scoped_with_cancellation(async move {
            let before = TimeRange::new(deploy - secs, deploy);
            let shown = lines_apart(&source, before, secs, now, catalog).await;
            past.lines.set(shifted(shown, secs));
        });
    });
}

/// The button, where there is a deploy to compare with.
#[component]
pub(super) fn SinceDeploy(card: Card) -> impl IntoView {
    let clock = use_clock();
    let wanted = card.past.wanted;
    let there = Memo::new(move |_| since(card, clock.now()).is_some());
    view! {
        <Show when=move || there.get() || wanted.get()>
            <button
                type="button"
                class="quiet dense graph-control"
                aria-pressed=move || wanted.get().to_string()
                title=move || t().annotations.since_deploy_hint
                on:click=move |_| wanted.update(|wanted| *wanted = !*wanted)
            >
                {move || t().annotations.since_deploy}
            </button>
        </Show>
    }
}

/// When the last deploy of the period ended, and how many seconds there are after it.
fn since(card: Card, now: Time) -> Option<(Time, i64)> {
    let range = card.shown().with(|shown| shown.range);
    let end = range.to.min(now);
    card.annotations.with(|annotations| {
        let deploys = annotations.list.iter().filter(|one| card.layers.of(one) == Layer::Deploy);
        let last =
            deploys.map(|one| one.to).filter(|&to| to >= range.from && to + LEAST_SECS <= end).max()?;
        Some((last, (end - last) / 60 * 60))
    })
}

/// Lines moved so many seconds into the future; areas become one line.
fn shifted(shown: Shown, secs: i64) -> Vec<ShownLine> {
    let whole = |line: &ShownLine, series: Series| {
        let series = series.window(shown.range).shifted(secs);
        let pyramid = Arc::new(Pyramid::of(series.values()));
        ShownLine { series: Arc::new(series), pyramid, stacked: false, ..line.clone() }
    };
    let areas: Vec<&Series> =
        shown.lines.iter().filter(|line| line.stacked).map(|line| &*line.series).collect();
    let sum = shown
        .lines
        .iter()
        .find(|line| line.stacked)
        .map(|first| whole(first, aggregate(Aggregate::Sum, &areas)));
    let lines = shown.lines.iter().filter(|line| !line.stacked && !line.quiet);
    sum.into_iter().chain(lines.map(|line| whole(line, (*line.series).clone()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_span_before_lies_under_the_one_after() {
        let line = |name: &str, stacked: bool| {
            let series = Series::from_points((0..10).map(|minute| (minute * 60, 1.0)));
            ShownLine {
                name: name.to_owned(),
                identity: name.to_owned(),
                pyramid: Arc::new(Pyramid::of(series.values())),
                series: Arc::new(series),
                stacked,
                quiet: false,
                step_secs: 60,
            }
        };
        let shown = |lines| Shown { lines, range: TimeRange::new(120, 300), ..Shown::default() };
        let plain = shifted(shown(vec![line("a", false), line("b", false)]), 600);
        assert_eq!(plain.len(), 2);
        assert_eq!(plain[0].series.times(), [720, 780, 840, 900]);
        let areas = shifted(shown(vec![line("a", true), line("b", true)]), 600);
        let values: Vec<_> = areas.iter().map(|line| (line.stacked, line.series.values().to_vec())).collect();
        assert_eq!(values, [(false, vec![2.0; 4])]);
        assert!(shifted(shown(Vec::new()), 600).is_empty());
    }
}
