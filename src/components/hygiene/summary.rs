//! The numbers of all alerts together, in one row.

use super::{Column, Number, Shared};
use crate::i18n::t;
use leptos::prelude::*;

/// The row.
#[component]
pub(crate) fn Summary(shared: Shared) -> impl IntoView {
    let tally = Memo::new(move |_| shared.review.with(|review| review.all.clone()));
    let numbers = move || {
        let tally = tally.get();
        Column::ALL
            .map(|column| {
                view! {
                    <div>
                        <dt>{move || column.name()}</dt>
                        <dd>
                            <Number shared column tally=tally.clone() monitor=None />
                        </dd>
                    </div>
                }
            })
            .collect_view()
    };
    view! {
        <section class="panel" aria-label=move || t().hygiene.all>
            <dl class="hygiene-summary">{numbers}</dl>
        </section>
    }
}
