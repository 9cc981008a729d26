//! Muting a monitor: until it is taken back, or for a while. A monitor of the API has no end of its mute, so one that
//! ends is a downtime for this monitor alone, and is called so.

use crate::clock::use_clock;
use crate::components::dialog::Dialog;
use crate::components::panel::failure_text;
use crate::i18n::{fill, t};
use crate::sitting::use_sitting;
use crate::write::Write;
use leptos::prelude::*;
use mackerel::downtimes::Downtime;
use series::Time;

/// A length in minutes and its name.
type Term = (u64, fn() -> &'static str);

const TERMS: [Term; 4] = [
    (60, || t().monitors.mute_1h),
    (8 * 60, || t().monitors.mute_8h),
    (24 * 60, || t().monitors.mute_1d),
    (7 * 24 * 60, || t().monitors.mute_7d),
];

/// The button that mutes or takes a mute back.
#[component]
pub(crate) fn MuteButton(
    /// The monitor's id.
    #[prop(into)]
    id: Signal<String>,
    /// What it is called.
    #[prop(into)]
    name: Signal<String>,
    /// Whether it is muted.
    #[prop(into)]
    is_mute: Signal<bool>,
    /// Whether it stands in a list, where its name says of which monitor it is.
    #[prop(optional)]
    is_row: bool,
) -> impl IntoView {
    let (sitting, open, write) = (use_sitting(), RwSignal::new(false), Write::default());
    let pressed = move |_| {
        if is_mute.get_untracked() {
            sitting.change_monitor(write, id.get_untracked(), |monitor| monitor.is_mute = false, || {});
        } else {
            open.set(true);
        }
    };
    view! {
        <button
            type="button"
            class:dense=is_row
            aria-label=move || is_row.then(|| {
                let template = if is_mute.get() { t().monitors.unmute_of } else { t().monitors.mute_of };
                fill(template, &[&name.get()])
            })
            disabled=move || write.busy()
            on:click=pressed
        >
            {move || if is_mute.get() { t().monitors.unmute } else { t().monitors.mute_more }}
        </button>
        {move || {
            let failure = write.failure()?;
            let words = fill(t().monitors.not_saved, &[&failure_text(&failure)]);
            Some(view! { <span role="alert" class="field-error">{words}</span> })
        }}
        <Dialog open title=move || fill(t().monitors.mute_title, &[&name.get()]) class="sheet">
            <Terms id name open />
        </Dialog>
    }
    .into_any()
}

#[component]
fn Terms(id: Signal<String>, name: Signal<String>, open: RwSignal<bool>) -> impl IntoView {
    let (sitting, clock, write) = (use_sitting(), use_clock(), Write::default());
    let close = move || open.set(false);
    let for_good =
        move |_| sitting.change_monitor(write, id.get_untracked(), |monitor| monitor.is_mute = true, close);
    let term = move |(minutes, words): Term| {
        let mute = move |_| {
            let name = fill(t().monitors.mute_downtime, &[&name.get_untracked()]);
            let downtime = downtime(id.get_untracked(), name, clock.now_untracked(), minutes);
            sitting.save_downtime(write, None, downtime, close);
        };
        view! {
            <button type="button" disabled=move || write.busy() on:click=mute>
                {words}
            </button>
        }
    };
    let problem =
        move || write.failure().map(|failure| fill(t().monitors.not_saved, &[&failure_text(&failure)]));
    view! {
        <div class="stack">
            <p class="secondary">{move || t().monitors.mute_for_good_text}</p>
            <button type="button" class="primary" autofocus disabled=move || write.busy() on:click=for_good>
                {move || t().monitors.mute_for_good}
            </button>
            <p class="secondary">{move || t().monitors.mute_term_text}</p>
            <div class="row">{TERMS.map(term).collect_view()}</div>
            <p role="alert" class:field-error=move || problem().is_some()>{problem}</p>
        </div>
    }
}

fn downtime(id: String, name: String, now: Time, minutes: u64) -> Downtime {
    let name = name.chars().take(255).collect();
    Downtime { name, start: now, duration: minutes, monitor_scopes: vec![id], ..Downtime::default() }
}
