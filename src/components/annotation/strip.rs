//! The titles in reading order under the picture, so that nobody has to hover to know what happened.

use super::popover::Popover;
use crate::clock::use_clock;
use crate::components::graph::{Card, clock, layer_class, moment};
use crate::i18n::{fill, t};
use crate::moment::short;
use leptos::prelude::*;
use mackerel::annotations::Annotation;
use series::Time;

/// Most titles.
const MOST: usize = 5;

/// Two rows of titles; where a graph can have annotations it keeps its height without any.
#[component]
pub(crate) fn Strip(card: Card) -> impl IntoView {
    let open = RwSignal::new(None::<Vec<Annotation>>);
    let now = use_clock();
    let reserved = Memo::new(move |_| card.scopes.with(|scopes| !scopes.is_empty()));
    let list = Memo::new(move |_| card.annotations.with(|annotations| annotations.list.clone()));
    let failed = Memo::new(move |_| card.annotations.with(|annotations| annotations.failure.is_some()));
    let items = move || {
        list.get()
            .into_iter()
            .take(MOST)
            .enumerate()
            .map(|(at, one)| {
                let class = layer_class(&one.title);
                let name = format!("{} {}", moment(one.from), one.title);
                let words = format!("{} {}", when(one.from, now.now_untracked(), card), one.title);
                let shown = vec![one];
                view! {
                    <li>
                        <button
                            type="button"
                            class="strip-item clip"
                            title=name
                            on:click=move |_| open.set(Some(shown.clone()))
                        >
                            <span class=format!("strip-number {class}")>{at + 1}</span>
                            {words}
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <Show when=move || reserved.get()>
            <div class="graph-strip">
                <ul aria-label=move || t().graph.annotations>{items}</ul>
                {move || {
                    let more = list.with(Vec::len).saturating_sub(MOST);
                    (more > 0).then(|| view! {
                        <button type="button" class="quiet strip-more" on:click=move |_| open.set(Some(list.get_untracked()))>
                            {fill(t().graph.annotations_more, &[&more])}
                        </button>
                    })
                }}
                {move || failed.get().then(|| view! { <span class="small secondary">{t().graph.annotations_failed}</span> })}
                <Popover card open />
            </div>
        </Show>
    }
}

/// Hour and minute, with the day where the picture shows several, and the year where it is not this one.
fn when(time: Time, now: Time, card: Card) -> String {
    let several = card.shown().with(|shown| shown.range.secs() > 86_400);
    if several { short(time, now) } else { clock(time) }
}
