//! What the plot box says when there is nothing to draw, or something older.

use super::{Card, text};
use crate::components::faults::FaultyExpression;
use crate::components::mark::Mark;
use crate::components::panel::failure_text;
use crate::i18n::{fill, t};
use crate::query::{Faults, Missing, Progress};
use leptos::prelude::*;

#[derive(Debug, Clone, PartialEq)]
enum Face {
    Loading,
    Drawn,
    /// More is on its way; whether what is there is old.
    Arriving(bool),
    Empty(Option<i64>),
    Unnamed,
    Failed(Missing),
    Faulty(Faults),
}

/// Whether old data stands for newer that is on its way.
pub(crate) fn is_stale(card: Card) -> bool {
    face(card) == Face::Arriving(true)
}

/// The state of the plot box.
#[component]
pub(crate) fn State(card: Card) -> impl IntoView {
    let face = Memo::new(move |_| face(card));
    move || {
        match face.get() {
        Face::Drawn => ().into_any(),
        Face::Arriving(_) => view! { <div class="graph-progress" role="status" aria-label=t().graph.waiting></div> }.into_any(),
        Face::Loading => view! {
            <div class="graph-state loading" role="status">
                <Mark />
                <span class="aside-text">{t().graph.waiting}</span>
            </div>
        }
        .into_any(),
        Face::Empty(last) => view! {
            <div class="graph-state" role="status">
                <p>{t().graph.empty}</p>
                {last.map(|last| view! { <p class="small">{fill(t().graph.empty_last, &[&text::moment(last)])}</p> })}
            </div>
        }
        .into_any(),
        Face::Unnamed => view! {
            <div class="graph-state" role="status">
                <p>{t().graph.no_metrics}</p>
            </div>
        }
        .into_any(),
        Face::Faulty(faults) => view! {
            <div class="graph-state failed">
                <FaultyExpression faults />
            </div>
        }
        .into_any(),
        Face::Failed(missing) => view! {
            <div class="graph-state failed" role="status">
                <p>{fill(t().graph.failed, &[&missing.name])}</p>
                <p class="small words">{failure_text(&missing.failure)}</p>
                <button type="button" class="dense" on:click=move |_| card.query.retry()>
                    {t().graph.retry}
                </button>
            </div>
        }
        .into_any(),
    }
    }
}

fn face(card: Card) -> Face {
    card.shown().with(|shown| {
        let has_points = shown.has_points();
        if let Some(faults) = &shown.faults {
            return Face::Faulty(faults.clone());
        }
        match shown.progress {
            Progress::Loading if has_points => Face::Arriving(shown.is_old),
            Progress::Waiting | Progress::Loading => Face::Loading,
            Progress::Done if has_points => Face::Drawn,
            Progress::Done => match shown.missing.first() {
                Some(missing) => Face::Failed(missing.clone()),
                None if shown.planned == 0 => Face::Unnamed,
                None => Face::Empty(shown.last_time()),
            },
        }
    })
}
