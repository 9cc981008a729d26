//! The alerts of a replay beside the real ones, the newest first.

use crate::clock::use_clock;
use crate::components::moments::At;
use crate::i18n::{fill, t};
use crate::moment;
use crate::monitors::trial::{Outcome, Row, Verdict};
use leptos::prelude::*;

/// Rows that are listed at most.
const MOST: usize = 100;

/// The table; nothing without alerts.
#[component]
pub(crate) fn Rows(
    /// What there would have been.
    outcome: RwSignal<Option<Outcome>>,
) -> impl IntoView {
    let rows = Memo::new(move |_| {
        outcome.with(|outcome| {
            outcome
                .as_ref()
                .map_or_else(Vec::new, |outcome| outcome.rows.iter().take(MOST).cloned().collect())
        })
    });
    let more = move || {
        let all = outcome.with(|outcome| outcome.as_ref().map_or(0, |outcome| outcome.rows.len()));
        (all > MOST).then(|| fill(t().monitors.more_rows, &[&(all - MOST)]))
    };
    view! {
        <Show when=move || rows.with(|rows: &Vec<Row>| !rows.is_empty())>
            <div class="scroll-x replay-rows" tabindex="0" role="region" aria-label=move || t().monitors.replay_list>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{move || t().monitors.verdict}</th>
                            <th scope="col">{move || t().monitors.place}</th>
                            <th scope="col">{move || t().monitors.began}</th>
                            <th scope="col" class="number">{move || t().monitors.lasted}</th>
                            <th scope="col" class="number">{move || t().monitors.difference}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {move || rows.get().into_iter().map(|row| view! { <Line row /> }).collect_view()}
                    </tbody>
                </table>
            </div>
            <p class="secondary">{more}</p>
        </Show>
    }
    .into_any()
}

#[component]
fn Line(row: Row) -> impl IntoView {
    let clock = use_clock();
    let Row { place, lasted, verdict, .. } = row;
    let (class, word): (_, fn() -> &'static str) = match verdict {
        Verdict::Caught(_) => ("caught", || t().monitors.verdict_caught),
        Verdict::Vanished => ("vanished", || t().monitors.verdict_vanished),
        Verdict::Added => ("added", || t().monitors.verdict_added),
    };
    let long = move || match lasted.closed_at {
        Some(closed_at) => moment::duration(closed_at - lasted.opened_at),
        None => format!("{} ({})", moment::duration(clock.now() - lasted.opened_at), t().monitors.still_open),
    };
    let difference = move || match verdict {
        Verdict::Caught(0) => Some(t().monitors.same_time.to_owned()),
        Verdict::Caught(later @ 1..) => Some(fill(t().monitors.later, &[&moment::duration(later)])),
        Verdict::Caught(sooner) => Some(fill(t().monitors.sooner, &[&moment::duration(-sooner)])),
        Verdict::Vanished | Verdict::Added => None,
    };
    view! {
        <tr>
            <td><span class=format!("verdict {class}")>{word}</span></td>
            <td class="clip">{place}</td>
            <td class="nowrap"><At time=lasted.opened_at /></td>
            <td class="number">{long}</td>
            <td class="number">{difference}</td>
        </tr>
    }
}
