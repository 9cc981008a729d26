//! The card's small print: how many samples there are and how many are drawn, what is averaged, what is missing.

use super::past::SinceDeploy;
use super::{Card, text};
use crate::i18n::{fill, t};
use crate::query::Resolution;
use chart::Density;
use leptos::prelude::*;

/// Appears when something is reduced, averaged, summarised or missing; and the controls of the card.
#[component]
pub(crate) fn Chip(card: Card) -> impl IntoView {
    let counts = Memo::new(move |_| card.frame.with(|frame| frame.as_ref().map(|frame| frame.counts)));
    let drawn = move || {
        let counts = counts.get().filter(|counts| counts.samples > 0)?;
        let mut words =
            fill(t().graph.chip_samples, &[&text::grouped(counts.samples), &text::grouped(counts.vertices)]);
        if counts.reduced_lines > 0 {
            let how = if counts.envelopes > 0 { t().graph.chip_envelope } else { t().graph.chip_line };
            words.push_str(" · ");
            words.push_str(how);
        }
        Some(words)
    };
    let averaged = move || {
        let step = card.shown().with(|shown| shown.has_points().then(|| shown.step_secs()))?;
        (step > 60).then(|| fill(t().graph.chip_averages, &[&text::step(step)]))
    };
    let missing = move || {
        card.shown().with(|shown| {
            let some = !shown.missing.is_empty() && !shown.lines.is_empty();
            some.then(|| fill(t().graph.chip_missing, &[&shown.missing.len(), &shown.planned]))
        })
    };
    let missing_names = move || {
        card.shown().with(|shown| {
            shown.missing.iter().map(|missing| missing.name.as_str()).take(20).collect::<Vec<_>>().join(", ")
        })
    };
    let summary = move || {
        card.shown().with(|shown| {
            let words = if shown.lines.len() == 1 { t().graph.chip_sum } else { t().graph.chip_summary };
            (shown.summarised_hosts > 0).then(|| fill(words, &[&shown.summarised_hosts]))
        })
    };
    let past_hosts =
        move || card.shown().with(|shown| shown.lacks_past_hosts.then_some(t().graph.chip_past_hosts));
    let is_envelope = move || card.density.get() == Density::Envelope;
    let is_dense = Memo::new(move |_| counts.get().is_some_and(|counts| counts.reduced_lines > 0));
    view! {
        <p class="graph-chip clip" title=move || drawn().unwrap_or_default()>
            {move || missing().map(|words| view! { <strong class="graph-missing" title=missing_names>{words} " · "</strong> })}
            {move || averaged().map(|words| format!("{words} · "))} {move || summary().map(|words| format!("{words} · "))}
            {move || past_hosts().map(|words| format!("{words} · "))} {drawn}
        </p>
        <Show when=move || summary().is_some() || card.all_hosts.get()>
            <button
                type="button"
                class="quiet dense"
                on:click=move |_| card.all_hosts.update(|all| *all = !*all)
            >
                {move || if card.all_hosts.get() { t().graph.show_summary } else { t().graph.show_all_hosts }}
            </button>
        </Show>
        <Show when=move || is_dense.get()>
            <button
                type="button"
                class="quiet dense graph-control"
                aria-pressed=move || is_envelope().to_string()
                title=move || t().graph.envelope_hint
                on:click=move |_| {
                    card.density.set(if is_envelope() { Density::Line } else { Density::Envelope });
                }
            >
                {move || t().graph.envelope}
            </button>
        </Show>
        <FullResolution card />
        <SinceDeploy card />
        <button
            type="button"
            class="quiet dense graph-control"
            aria-expanded=move || card.table.get().to_string()
            on:click=move |_| card.table.update(|open| *open = !*open)
        >
            {move || if card.table.get() { t().graph.table_close } else { t().graph.table }}
        </button>
    }
}

/// Every minute instead of means. What it costs is said before it starts.
#[component]
fn FullResolution(card: Card) -> impl IntoView {
    let is_full = Memo::new(move |_| card.resolution.get() == Resolution::Full);
    let requests = Memo::new(move |_| card.shown().with(|shown| shown.full_requests));
    let words = move || match requests.get() {
        Some(requests) if !is_full.get() => fill(t().graph.full_requests, &[&text::grouped(requests)]),
        _ => t().graph.full.to_owned(),
    };
    view! {
        <Show when=move || is_full.get() || requests.get().is_some()>
            <button
                type="button"
                class="quiet dense graph-full"
                aria-pressed=move || is_full.get().to_string()
                title=move || t().graph.full_hint
                on:click=move |_| {
                    let secs = card.shown().with_untracked(|shown| shown.range.secs());
                    card.full_secs.set((!is_full.get_untracked()).then_some(secs));
                }
            >
                {words}
            </button>
        </Show>
    }
}
