//! An address that is no page.

use crate::components::icon::{Icon, Shape};
use crate::components::link::PageLink;
use crate::components::title::page_title;
use crate::i18n::t;
use crate::route::Page;
use leptos::prelude::*;

/// Says so, below the shell that leads everywhere else.
#[component]
pub(crate) fn Missing() -> impl IntoView {
    page_title(|| t().shell.not_found_title.to_owned());
    view! {
        <div class="state">
            <p>{move || t().shell.not_found}</p>
            <PageLink page=Page::Home class="button">
                <Shape icon=Icon::Home />
                {move || t().shell.home}
            </PageLink>
        </div>
    }
}
