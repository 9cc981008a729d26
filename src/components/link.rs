//! A link to a page of the app that keeps the shown period.

use crate::period::use_period;
use crate::route::Page;
use leptos::prelude::*;

/// Leads to a page, with the period of this one.
#[component]
pub(crate) fn PageLink(
    /// Where to.
    #[prop(into)]
    page: Signal<Page>,
    /// Classes of the link.
    #[prop(optional)]
    class: &'static str,
    /// Whether it leads to where the reader is: the value of `aria-current`.
    #[prop(optional, into)]
    current: Signal<Option<&'static str>>,
    children: Children,
) -> impl IntoView {
    let period = use_period();
    view! {
        <a href=move || page.with(|page| period.href(page)) class=class aria-current=move || current.get()>
            {children()}
        </a>
    }
}
