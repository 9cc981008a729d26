//! Moments in the text: with the exact time for machines and on hover.

use crate::clock::use_clock;
use crate::moment;
use leptos::prelude::*;
use series::Time;

/// How long ago; moves with the clock.
#[component]
pub(crate) fn Ago(#[prop(into)] time: Signal<Time>) -> impl IntoView {
    let clock = use_clock();
    view! {
        <time class="nowrap" datetime=move || moment::iso(time.get()) title=move || moment::full(time.get())>
            {move || moment::ago(time.get(), clock.now())}
        </time>
    }
}

/// Day and minute.
#[component]
pub(crate) fn At(#[prop(into)] time: Signal<Time>) -> impl IntoView {
    let clock = use_clock();
    view! {
        <time class="nowrap" datetime=move || moment::iso(time.get()) title=move || moment::full(time.get())>
            {move || moment::short(time.get(), clock.now())}
        </time>
    }
}
