//! When alerts open: the hours of the week, the darker the more. Of all monitors, or of one.

use super::Shared;
use crate::alerts::filter::{Filter, Only};
use crate::components::choice::Choice;
use crate::components::filter_field::use_query_text;
use crate::components::panel::Panel;
use crate::i18n::{fill, plural, t};
use leptos::prelude::*;

/// The strip.
#[component]
pub(crate) fn Heat(shared: Shared) -> impl IntoView {
    let (monitor, set_monitor) = use_query_text("monitor");
    let set_monitor = StoredValue::new_local(set_monitor);
    let offered = Signal::derive(move || {
        let all = (String::new(), t().alerts.any_monitor.to_owned());
        let rows = shared.review.with(|review| {
            review.rows.iter().map(|row| (row.id.clone(), row.name.clone())).collect::<Vec<_>>()
        });
        std::iter::once(all).chain(rows).collect()
    });
    let hours = Memo::new(move |_| {
        shared.review.with(|review| {
            monitor.with(|monitor| match review.rows.iter().find(|row| row.id == *monitor) {
                Some(row) => row.tally.hours,
                None if monitor.is_empty() => review.all.hours,
                None => [[0; 24]; 7],
            })
        })
    });
    let body = move || {
        let hours = hours.get();
        let most = hours.iter().flatten().copied().max().unwrap_or(0).max(1);
        let row = |weekday: usize| {
            let cells = (0..24).map(|hour| {
                let count = hours[weekday][hour];
                let filter = Filter {
                    monitor: Some(monitor.get()).filter(|monitor| !monitor.is_empty()),
                    only: Some(Only::Opened),
                    slot: Some((weekday, hour)),
                    ..Filter::default()
                };
                let name = move || {
                    let times = format!("{hour:02}:00–{:02}:00", (hour + 1) % 24);
                    let amount = plural(count as usize, t().alerts.count_one, t().alerts.count_many);
                    fill(t().hygiene.heat_cell, &[&t().hygiene.weekdays()[weekday], &times, &amount])
                };
                // Half of the accent at most: the number on it stays legible.
                let shade = format!("{:.0}%", 8.0 + 42.0 * f64::from(count) / f64::from(most));
                if count == 0 {
                    view! { <td></td> }.into_any()
                } else {
                    view! {
                        <td>
                            <a
                                href=move || shared.behind(&filter)
                                style=("--shade", shade)
                                aria-label=name
                                title=name
                            >
                                <data value=count.to_string()>{count}</data>
                            </a>
                        </td>
                    }
                    .into_any()
                }
            });
            view! {
                <tr>
                    <th scope="row">{move || t().hygiene.weekdays()[weekday]}</th>
                    {cells.collect_view()}
                </tr>
            }
        };
        (0..7).map(row).collect_view()
    };
    let heads = (0..24).map(|hour| {
        view! {
            <th scope="col">
                <span class="aside-text">{format!("{hour:02}:00")}</span>
                <span aria-hidden="true">{(hour % 3 == 0).then(|| hour.to_string())}</span>
            </th>
        }
    });
    view! {
        <Panel
            title=|| t().hygiene.heat
            actions=move || {
                view! {
                    <Choice
                        name=|| t().hygiene.heat_monitor
                        word=monitor
                        offered
                        on_choice=Callback::new(move |word| set_monitor.with_value(|set| set(word)))
                    />
                }
            }
        >
            <div class="panel-pad">
                <table class="heat">
                    <thead>
                        <tr>
                            <td></td>
                            {heads.collect_view()}
                        </tr>
                    </thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
        </Panel>
    }
}
