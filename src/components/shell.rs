//! The bars around every page: brand and navigation above, title and period below them, then the page.

use crate::components::annotation::deploy::DeployButton;
use crate::components::annotation::impact::{self, ImpactCard};
use crate::components::annotation::layers::LayerButton;
use crate::components::annotation::undo::{self, UndoNote};
use crate::components::graph::provide_hovered;
use crate::components::icon::{Icon, Shape};
use crate::components::mark::Mark;
use crate::components::monitor::undo_bar::UndoBar;
use crate::components::shell_connection::NoConnection;
use crate::components::shell_keys::Keys;
use crate::components::shell_nav::Navigation;
use crate::components::shell_time::{PeriodNote, RefreshControls, TimeControls};
use crate::components::sign_in::{SignInCover, Signed};
use crate::components::title;
use crate::i18n::{Lang, lang, set_lang, t};
use crate::layers;
use crate::period;
use crate::theme::{self, Theme};
use crate::view;
use leptos::prelude::*;

/// Navigation above, the page below.
#[component]
pub(crate) fn Shell(children: Children) -> impl IntoView {
    period::provide();
    view::provide();
    layers::provide();
    impact::provide();
    provide_hovered();
    undo::provide();
    let heading = title::provide();
    let keys_shown = RwSignal::new(false);
    view! {
        <a class="skip" href="#content">{move || t().shell.skip}</a>
        <header class="app-header">
            <a class="brand" href="/" aria-label=move || t().shell.to_home>
                <Mark />
                <span>"Battera"</span>
            </a>
            <Navigation />
            <div class="row push">
                <button
                    type="button"
                    class="quiet icon keys-button"
                    aria-label=move || t().shell.keys
                    title=move || t().shell.keys
                    on:click=move |_| keys_shown.set(true)
                >
                    <Shape icon=Icon::Keys />
                </button>
                <ThemeButton />
                <LanguageButton />
                <Signed />
            </div>
        </header>
        <section class="page-bar" aria-label=move || t().shell.page_bar>
            <h1 title=move || heading.get()>{move || heading.get()}</h1>
            <LayerButton />
            <DeployButton />
            <TimeControls />
            <RefreshControls />
        </section>
        <NoConnection />
        <PeriodNote />
        <main id="content" tabindex="-1">
            {children()}
        </main>
        <p class="aside-text" role="status">{move || heading.get()}</p>
        <UndoNote />
        <UndoBar />
        <ImpactCard />
        <Keys shown=keys_shown />
        <SignInCover />
    }
}

/// Goes through the themes.
#[component]
pub(crate) fn ThemeButton() -> impl IntoView {
    let name = || match theme::chosen() {
        Theme::System => t().shell.theme_system,
        Theme::Light => t().shell.theme_light,
        Theme::Dark => t().shell.theme_dark,
    };
    let icon = Signal::derive(|| match theme::chosen() {
        Theme::System => Icon::System,
        Theme::Light => Icon::Sun,
        Theme::Dark => Icon::Moon,
    });
    view! {
        <button type="button" class="quiet icon" aria-label=name title=name on:click=|_| theme::cycle()>
            <Shape icon />
        </button>
    }
}

/// Changes to the other language.
#[component]
pub(crate) fn LanguageButton() -> impl IntoView {
    let other = || match lang() {
        Lang::En => Lang::Ja,
        Lang::Ja => Lang::En,
    };
    view! {
        <button type="button" class="quiet" lang=move || other().tag() on:click=move |_| set_lang(untrack(other))>
            {move || t().shell.other_language}
        </button>
    }
}
