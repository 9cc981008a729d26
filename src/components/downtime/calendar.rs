//! Four weeks of downtimes from this week's Sunday on: each day with those that are on in it.

use crate::clock::{use_clock, utc_offset_secs};
use crate::downtimes::words::weekday;
use crate::i18n::{fill, t};
use crate::moment;
use leptos::prelude::*;
use mackerel::downtimes::{Downtime, WEEKDAYS};
use series::Time;

const DAY_SECS: i64 = 86_400;
const DAYS: i64 = 28;
/// Names that a day shows at most.
const MOST: usize = 3;

/// The calendar.
#[component]
pub(crate) fn Calendar(
    /// What is shown.
    downtimes: Memo<Vec<Downtime>>,
    /// Told which one was pressed.
    on_choose: Callback<Downtime>,
) -> impl IntoView {
    let clock = use_clock();
    let today = Memo::new(move |_| local_day(clock.now()));
    let weeks = move || {
        let today = today.get();
        // The first day of all was a Thursday.
        let sunday = today - (today + 4).rem_euclid(7);
        (0..DAYS / 7).map(move |week| sunday + week * 7)
    };
    let cell = move |day: i64| {
        let (from, to) = (midnight(day), midnight(day + 1));
        let on = move || {
            downtimes
                .with(|all| all.iter().filter(|one| is_on_within(one, from, to)).cloned().collect::<Vec<_>>())
        };
        let date = move || moment::day_of(from, clock.now());
        let said = move || {
            let names: Vec<String> = on().into_iter().map(|one| one.name).collect();
            if names.is_empty() {
                return fill(t().downtimes.calendar_free, &[&date()]);
            }
            fill(t().downtimes.calendar_day, &[&date(), &names.join(t().monitors.separator)])
        };
        let entries = move || {
            let all = on();
            let more = all.len().saturating_sub(MOST);
            let entry = move |one: Downtime| {
                let name = one.name.clone();
                view! {
                    <button type="button" class="calendar-entry clip" title=name.clone() on:click=move |_| on_choose.run(one.clone())>
                        {name.clone()}
                    </button>
                }
            };
            let entries = all.into_iter().take(MOST).map(entry).collect_view();
            view! {
                {entries}
                {(more > 0).then(|| view! { <span class="small secondary">"+" {more}</span> })}
            }
        };
        view! {
            <td class:today=move || today.get() == day class:past=move || day < today.get() aria-label=said>
                <span class="small secondary">{date}</span>
                {entries}
            </td>
        }
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label=move || t().downtimes.calendar>
            <table class="calendar">
                <caption class="aside-text">{move || t().downtimes.calendar_hint}</caption>
                <thead>
                    <tr>{WEEKDAYS.map(|day| view! { <th scope="col">{move || weekday(day)}</th> }).collect_view()}</tr>
                </thead>
                <tbody>
                    {move || {
                        weeks().map(|first| view! { <tr>{(first..first + 7).map(cell).collect_view()}</tr> }).collect_view()
                    }}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Whether an occurrence has any time in common with these moments; the end of either is not part of it.
fn is_on_within(downtime: &Downtime, from: Time, to: Time) -> bool {
    downtime.last_beginning(to - 1).is_some_and(|begins| begins.saturating_add(downtime.length_secs()) > from)
}

/// The local day, counted from the first of all.
fn local_day(time: Time) -> i64 {
    (time + i64::from(utc_offset_secs(time))).div_euclid(DAY_SECS)
}

/// When a local day begins.
fn midnight(day: i64) -> Time {
    let guess = day * DAY_SECS;
    guess - i64::from(utc_offset_secs(guess - i64::from(utc_offset_secs(guess))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use mackerel::downtimes::Recurrence;

    #[test]
    fn a_day_has_what_is_on_in_it() {
        let daily = Recurrence { kind: "daily".to_owned(), interval: 1, weekdays: Vec::new(), until: None };
        let once = Downtime { start: 100, duration: 10, ..Downtime::default() };
        let again = Downtime { recurrence: Some(daily), ..once.clone() };
        for (downtime, from, to, expected) in [
            (&once, 0, 100, false),
            (&once, 0, 101, true),
            (&once, 699, 800, true),
            (&once, 700, 800, false),
            (&again, 700, 800, false),
            (&again, DAY_SECS, 2 * DAY_SECS, true),
        ] {
            assert_eq!(is_on_within(downtime, from, to), expected, "{from}..{to}");
        }
    }
}
