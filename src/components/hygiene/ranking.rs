//! The monitors of which an alert was open in the period, in an order of one's choice; which one is in the address.

use super::{Column, Number, Shared};
use crate::catalog::use_catalog;
use crate::components::filter_field::use_query_text;
use crate::components::monitor::decide::DecideDialog;
use crate::components::panel::Panel;
use crate::i18n::{fill, t};
use crate::subject;
use analysis::hygiene::Order;
use leptos::prelude::*;

impl Column {
    /// What rows are ordered by with it.
    pub const fn order(self) -> Order {
        match self {
            Self::Count => Order::Count,
            Self::Open => Order::OpenSecs,
            Self::Median => Order::MedianSecs,
            Self::P95 => Order::P95Secs,
            Self::Flapping => Order::Flapping,
            Self::Unattended => Order::Unattended,
            Self::AtNight => Order::AtNight,
            Self::OnWeekend => Order::OnWeekend,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Open => "open",
            Self::Median => "median",
            Self::P95 => "p95",
            Self::Flapping => "flapping",
            Self::Unattended => "unattended",
            Self::AtNight => "night",
            Self::OnWeekend => "weekend",
        }
    }

    /// Reads the address; anything else is the count.
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|column| column.word() == word).unwrap_or(Self::Count)
    }
}

/// The table.
#[component]
pub(crate) fn Ranking(shared: Shared) -> impl IntoView {
    let (sort, set_sort) = use_query_text("sort");
    let set_sort = StoredValue::new_local(set_sort);
    let catalog = use_catalog();
    let decided = RwSignal::new(None::<String>);
    let sorted = Memo::new(move |_| sort.with(|word| Column::from_word(word)));
    let heading = move |column: Column| {
        let order = move || if sorted.get() == column { "descending" } else { "none" };
        let word = if column == Column::Count { "" } else { column.word() };
        view! {
            <th scope="col" class="number" aria-sort=order>
                <button
                    type="button"
                    class="heading"
                    title=move || fill(t().hygiene.rank_by, &[&column.name()])
                    on:click=move |_| set_sort.with_value(|set| set(word.to_owned()))
                >
                    {move || column.name()}
                </button>
            </th>
        }
    };
    let rows = move || {
        let rows = shared.review.with(|review| review.rows.clone());
        rows.into_iter()
            .map(|row| {
                let id = row.id.clone();
                let is_flapping = row.tally.is_flapping();
                let numbers = Column::ALL.map(|column| {
                    view! {
                        <td class="number">
                            <Number shared column tally=row.tally.clone() monitor=Some(id.clone()) />
                        </td>
                    }
                });
                let kind = row.kind.clone();
                let (asked, name) = (id.clone(), row.name.clone());
                let decide = move || {
                    // Checks are no monitors that could be edited here.
                    let is_monitor = catalog.may_write() && catalog.monitor(&asked).is_some();
                    let (asked, name) = (asked.clone(), name.clone());
                    is_monitor.then(|| {
                        let chosen = asked.clone();
                        view! {
                            <button
                                type="button"
                                class="dense"
                                aria-label=move || format!("{}: {name}", t().monitors.decide)
                                aria-haspopup="dialog"
                                on:click=move |_| decided.set(Some(chosen.clone()))
                            >
                                {move || t().monitors.decide_row}
                            </button>
                        }
                    })
                };
                view! {
                    <tr>
                        <th scope="row">
                            <span class="hygiene-name">{row.name}</span>
                            <span class="secondary small">{move || subject::kind_name(&kind)}</span>
                            {is_flapping
                                .then(|| view! { <span class="hygiene-mark">{move || t().hygiene.flaps}</span> })}
                        </th>
                        {numbers.collect_view()}
                        <td>{decide}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    let is_empty = Memo::new(move |_| shared.review.with(|review| review.rows.is_empty()));
    view! {
        <Panel title=|| t().hygiene.ranking>
            <Show
                when=move || !is_empty.get()
                fallback=|| view! { <div class="state"><p>{move || t().alerts.none}</p></div> }
            >
                <div class="scroll-x" role="region" tabindex="0" aria-label=move || t().hygiene.ranking>
                    <table class="hygiene-ranking">
                        <thead>
                            <tr>
                                <th scope="col">{move || t().alerts.monitor}</th>
                                {Column::ALL.map(heading).collect_view()}
                                <td></td>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </Show>
        </Panel>
        <DecideDialog decided />
    }
}
