//! A box with a heading, and a thing that was asked for in its four states.
//!
//! The first load shows the mark, a failure its words and a way to try again, nothing says so in a sentence,
//! and an older value stays on screen under a line that says why there is no newer one.

use crate::clock::use_clock;
use crate::components::mark::Mark;
use crate::fetch::Failure;
use crate::i18n::{fill, t};
use crate::load::Load;
use leptos::prelude::*;

/// A section with a heading. Controls go to the right of it.
#[component]
pub(crate) fn Panel(
    /// The heading, and the section's name.
    #[prop(into)]
    title: TextProp,
    /// What stands to the right of the heading.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    children: Children,
) -> impl IntoView {
    let name = title.clone();
    view! {
        <section class="panel" aria-label=move || name.get()>
            <div class="panel-head">
                <h2 class="clip">{move || title.get()}</h2>
                {actions.map(|actions| actions.run())}
            </div>
            <div class="panel-body">{children()}</div>
        </section>
    }
}

/// Shows `children` while there is a value, else the state. The children are built once and follow the value:
/// a refresh keeps the focus, the scroll position and the canvas.
#[component]
pub(crate) fn LoadView<T, F, V>(
    /// What was asked for.
    #[prop(into)]
    load: Signal<Load<T>>,
    /// When a value counts as nothing.
    #[prop(optional)]
    is_empty: Option<fn(&T) -> bool>,
    /// The sentence, and the one action, for nothing.
    #[prop(optional, into)]
    empty: Option<ViewFn>,
    /// The view of the value.
    children: F,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Fn(Signal<T>) -> V + Send + 'static,
    V: IntoView + 'static,
{
    let state = Memo::new(move |_| {
        load.with(|load| match load {
            Load::Loading => State::Loading,
            Load::Failed(failure) => State::Failed(failure.clone()),
            Load::Ready(value) | Load::Stale(value, _) => match is_empty {
                Some(is_empty) if is_empty(value) => State::Empty,
                _ => State::Shown,
            },
        })
    });
    let body = move || match state.get() {
        State::Loading => view! { <Loading /> }.into_any(),
        State::Failed(failure) => view! { <Failed failure /> }.into_any(),
        State::Empty => {
            let sentence = empty.as_ref().map(ViewFn::run);
            view! { <div class="state">{sentence}</div> }.into_any()
        }
        State::Shown => match load.with_untracked(|load| load.value().cloned()) {
            None => view! { <Loading /> }.into_any(),
            Some(first) => children(following(load, first)).into_any(),
        },
    };
    view! {
        <StaleLine load />
        {body}
    }
}

/// The mark, breathing, and the word for those who do not see it.
#[component]
pub(crate) fn Loading() -> impl IntoView {
    view! {
        <div class="state loading" role="status">
            <Mark />
            <span class="aside-text">{move || t().shell.loading}</span>
        </div>
    }
}

/// What went wrong, in the server's words, and a way to try again; for what does not exist there is none.
#[component]
pub(crate) fn Failed(failure: Failure) -> impl IntoView {
    if failure.is_missing() {
        return view! { <div class="state" role="status"><p>{move || t().shell.missing}</p></div> }
            .into_any();
    }
    view! {
        <div class="state failed" role="status">
            <p class="words">{move || failure_text(&failure)}</p>
            <Retry />
        </div>
    }
    .into_any()
}

/// What went wrong, for people.
pub(crate) fn failure_text(failure: &Failure) -> String {
    let texts = &t().shell;
    match failure {
        Failure::NoConnection => texts.failed_connection.to_owned(),
        Failure::Refused(status, message) => fill(texts.failed_refused, &[&status.as_u16(), message]),
        Failure::Garbled(why) => fill(texts.failed_garbled, &[why]),
    }
}

#[derive(Debug, Clone, PartialEq)]
enum State {
    Loading,
    Failed(Failure),
    Empty,
    Shown,
}

/// The line over an older value. A lost connection is said once for the whole page instead.
#[component]
fn StaleLine<T: Send + Sync + 'static>(load: Signal<Load<T>>) -> impl IntoView {
    let why = Memo::new(move |_| {
        load.with(|load| match load {
            Load::Stale(_, failure) if *failure != Failure::NoConnection => Some(failure.clone()),
            _ => None,
        })
    });
    move || {
        why.get().map(|failure| {
            let words = failure_text(&failure);
            view! {
                <div class="stale-line" role="status">
                    <span class="clip" title=words.clone()>
                        {t().shell.stale} " " {words.clone()}
                    </span>
                    <Retry />
                </div>
            }
        })
    }
}

#[component]
fn Retry() -> impl IntoView {
    let clock = use_clock();
    view! {
        <button type="button" class="dense" on:click=move |_| clock.tick()>
            {move || t().shell.retry}
        </button>
    }
}

/// The newest value that was there; keeps the last while there is none.
fn following<T>(load: Signal<Load<T>>, first: T) -> Signal<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let value = RwSignal::new(first);
    Effect::new(move |_| {
        let newest = load.with(|load| load.value().cloned());
        if let Some(newest) = newest
            && value.with_untracked(|old| *old != newest)
        {
            value.set(newest);
        }
    });
    value.into()
}
