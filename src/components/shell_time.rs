//! The period and the refresh: buttons, arrows, a dialog with dates and words, an interval.

use crate::clock::{INTERVALS_SECS, use_clock};
use crate::components::dialog::Dialog;
use crate::components::icon::{Icon, Shape};
use crate::i18n::{fill, t};
use crate::moment;
use crate::period::use_period;
use crate::window::TimeWindow;
use leptos::html;
use leptos::prelude::*;
use series::TimeRange;

/// The preset buttons, the arrows, and the button that opens the dialog.
#[component]
pub(crate) fn TimeControls() -> impl IntoView {
    let period = use_period();
    let clock = use_clock();
    let open = RwSignal::new(false);
    let shown = move || moment::span(period.range(), clock.now());
    let short = move || match period.window() {
        TimeWindow::Last(secs) => moment::duration(secs),
        TimeWindow::Fixed(range) => moment::span(range, clock.now()),
    };
    let shift = move |halves: i64| {
        let now = clock.now_untracked();
        period.choose(untrack(|| period.window()).shifted(now, halves));
    };
    view! {
        <div class="time-controls" role="group" aria-label=move || t().shell.period>
            <Presets class="segments presets" />
            <div class="segments">
                <button
                    type="button"
                    class="shift icon"
                    aria-label=move || t().shell.earlier
                    title=move || t().shell.earlier
                    on:click=move |_| shift(-1)
                >
                    <Shape icon=Icon::Earlier />
                </button>
                <button
                    type="button"
                    class="period-button"
                    aria-haspopup="dialog"
                    title=shown
                    on:click=move |_| open.set(true)
                >
                    <Shape icon=Icon::Clock />
                    <span class="aside-text">{move || t().shell.period_choose} " "</span>
                    <span class="period-span">{shown}</span>
                    <span class="period-short">{short}</span>
                </button>
                <button
                    type="button"
                    class="shift icon"
                    aria-label=move || t().shell.later
                    title=move || t().shell.later
                    on:click=move |_| shift(1)
                >
                    <Shape icon=Icon::Later />
                </button>
            </div>
            <Dialog open title=|| t().shell.period class="sheet">
                <Presets class="preset-grid" on_chosen=Callback::new(move |()| open.set(false)) />
                <Dates open />
                <Words open />
            </Dialog>
        </div>
    }
}

/// The refresh button and its interval.
#[component]
pub(crate) fn RefreshControls() -> impl IntoView {
    let clock = use_clock();
    let interval_secs = clock.interval_secs();
    view! {
        <div class="refresh-controls">
            <button
                type="button"
                class="icon"
                aria-label=move || t().shell.refresh
                title=move || t().shell.refresh
                on:click=move |_| clock.tick()
            >
                <Shape icon=Icon::Refresh />
            </button>
            <select
                aria-label=move || t().shell.refresh_every
                title=move || t().shell.refresh_every
                prop:value=move || interval_secs.get().to_string()
                on:change=move |event| {
                    if let Ok(secs) = event_target_value(&event).parse() {
                        interval_secs.set(secs);
                    }
                }
            >
                {INTERVALS_SECS
                    .map(|secs| {
                        let name = move || match secs {
                            0 => t().shell.refresh_off.to_owned(),
                            secs => moment::largest(i64::from(secs)),
                        };
                        view! {
                            <option value=secs.to_string() selected=move || interval_secs.get() == secs>
                                {name}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}

/// Says that the address asked for a period that is none.
#[component]
pub(crate) fn PeriodNote() -> impl IntoView {
    let period = use_period();
    let dismissed = RwSignal::new(None::<String>);
    let bad = Memo::new(move |_| period.bad_word());
    let shown = move || bad.get().filter(|word| dismissed.get().as_ref() != Some(word));
    view! {
        <div role="status">
            {move || {
                shown()
                    .map(|word| {
                        let text = word.clone();
                        view! {
                            <div class="note">
                                <span>{move || fill(t().shell.bad_period, &[&text])}</span>
                                <button type="button" on:click=move |_| dismissed.set(Some(word.clone()))>
                                    {move || t().shell.dismiss}
                                </button>
                            </div>
                        }
                    })
            }}
        </div>
    }
}

#[component]
fn Presets(class: &'static str, #[prop(optional)] on_chosen: Option<Callback<()>>) -> impl IntoView {
    let period = use_period();
    let buttons = TimeWindow::PRESETS.map(|(label, secs)| {
        let window = TimeWindow::last(secs);
        let choose = move |_| {
            period.choose(window);
            if let Some(on_chosen) = on_chosen {
                on_chosen.run(());
            }
        };
        view! {
            <button
                type="button"
                aria-pressed=move || (period.window() == window).to_string()
                title=move || fill(t().shell.period_last, &[&moment::largest(secs)])
                on:click=choose
            >
                {label}
            </button>
        }
    });
    view! {
        <div class=class role="group" aria-label=move || t().shell.period>
            {buttons.collect_view()}
        </div>
    }
}

/// From and to as local dates.
#[component]
fn Dates(open: RwSignal<bool>) -> impl IntoView {
    let period = use_period();
    let range = untrack(|| period.range());
    let (from, to) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let failed = RwSignal::new(false);
    let show = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let moment = |node: NodeRef<html::Input>| moment::from_field(&node.get_untracked()?.value());
        match (moment(from), moment(to)) {
            (Some(from), Some(to)) if from < to => {
                period.choose(TimeWindow::fixed(TimeRange::new(from, to)));
                open.set(false);
            }
            _ => failed.set(true),
        }
    };
    view! {
        <form class="stack" on:submit=show>
            <div class="field-pair">
                <label class="field">
                    <span>{move || t().shell.from}</span>
                    <input type="datetime-local" node_ref=from value=moment::field(range.from) required />
                </label>
                <label class="field">
                    <span>{move || t().shell.to}</span>
                    <input type="datetime-local" node_ref=to value=moment::field(range.to) required />
                </label>
            </div>
            <p role="alert" class:field-error=move || failed.get()>
                {move || failed.get().then(|| t().shell.bad_dates)}
            </p>
            <div class="dialog-actions">
                <button type="submit" class="primary">{move || t().shell.apply}</button>
            </div>
        </form>
    }
}

/// The period as words: `36h`, `now-2d`, or two words.
#[component]
fn Words(open: RwSignal<bool>) -> impl IntoView {
    let period = use_period();
    let words = NodeRef::<html::Input>::new();
    let bad = RwSignal::new(None::<String>);
    let show = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(text) = words.get_untracked().map(|node| node.value()) else { return };
        match TimeWindow::parse_typed(&text) {
            Ok(window) => {
                period.choose(window);
                open.set(false);
            }
            Err(wrong) => bad.set(Some(wrong.0)),
        }
    };
    view! {
        <form class="stack" on:submit=show>
            <div class="field-line">
                <label class="field">
                    <span>{move || t().shell.words}</span>
                    <input type="text" node_ref=words autocomplete="off" placeholder=move || t().shell.words_hint required />
                </label>
                <button type="submit">{move || t().shell.apply}</button>
            </div>
            <p role="alert" class:field-error=move || bad.get().is_some()>
                {move || bad.get().map(|word| fill(t().shell.bad_words, &[&word]))}
            </p>
        </form>
    }
}
