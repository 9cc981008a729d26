//! How far the alerts of the past have been read: a line while it goes on, a reason where it stopped, and a way to
//! begin again where what is kept in this browser may be old.

use crate::alerts::history::use_history;
use crate::clock::use_clock;
use crate::components::panel::failure_text;
use crate::i18n::{fill, t};
use crate::moment;
use leptos::prelude::*;
use series::Time;

/// The line.
#[component]
pub(crate) fn Walk(
    /// Back to when alerts are wanted.
    #[prop(into)]
    from: Signal<Time>,
) -> impl IntoView {
    let (history, clock) = (use_history(), use_clock());
    let is_there = Memo::new(move |_| history.covers(from.get()));
    let share = move || {
        let now = clock.now();
        let reaches = history.progress().reaches?.max(from.get()).min(now);
        Some((now - reaches) as f64 / (now - from.get()).max(1) as f64)
    };
    let said = move || {
        let progress = history.progress();
        let now = clock.now();
        if let Some(failure) = progress.failure {
            return Some(fill(t().alerts.walk_failed, &[&progress.count, &failure_text(&failure)]));
        }
        if is_there.get() {
            return None;
        }
        let reached = progress.reaches.map_or_else(String::new, |time| moment::short(time.min(now), now));
        Some(fill(t().alerts.walking, &[&moment::short(from.get(), now), &progress.count, &reached]))
    };
    let has_failed = move || history.progress().failure.is_some();
    view! {
        <div class="walk" class:walk-failed=has_failed>
            <Show when=move || !is_there.get() && !has_failed()>
                <progress max="1" prop:value=move || share().unwrap_or(0.0) aria-label=move || t().alerts.walk></progress>
            </Show>
            <span role="status">{said}</span>
            <Show when=has_failed>
                <button type="button" class="dense" on:click=move |_| clock.tick()>
                    {move || t().shell.retry}
                </button>
            </Show>
        </div>
    }
}

/// Forgets what this browser keeps of closed alerts, and reads it again.
#[component]
pub(crate) fn ReadAgain() -> impl IntoView {
    let history = use_history();
    view! {
        <button
            type="button"
            class="quiet dense"
            title=move || t().alerts.read_again_hint
            on:click=move |_| history.read_again()
        >
            {move || t().alerts.read_again}
        </button>
    }
}
