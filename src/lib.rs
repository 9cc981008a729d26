//! Battera's front end. Everything a person sees is computed here, in the browser.
//!
//! `route` and `window` own the URL, `fetch` owns the network, `query` turns a graph into lines,
//! `chart` (a crate) turns lines into a frame, `canvas` puts the frame on the screen.
//! Components hold no state that a reader would want to share: that lives in the URL.

pub mod alerts;
pub mod annotations;
pub mod canvas;
pub mod catalog;
pub mod clock;
pub mod components;
pub mod cursor;
pub mod downtimes;
pub mod export;
pub mod fetch;
pub mod filter;
pub mod i18n;
pub mod impact;
pub mod keys;
pub mod layers;
pub mod load;
pub mod markdown;
pub mod moment;
pub mod monitors;
pub mod pages;
pub mod period;
pub mod pins;
pub mod query;
pub mod readings;
pub mod recent;
mod recent_expressions;
pub mod route;
pub mod save;
pub mod sitting;
pub mod storage;
pub mod subject;
pub mod team_pins;
pub mod theme;
pub mod view;
pub mod viewed;
pub mod window;
pub mod write;
pub mod zone;

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

/// The whole app: contexts, router, shell.
#[component]
pub fn App() -> impl IntoView {
    i18n::provide();
    theme::provide();
    clock::provide();
    catalog::provide();
    alerts::provide();
    team_pins::provide();
    cursor::provide();
    sitting::provide();
    view! {
        <Router>
            <components::shell::Shell>
                <Routes fallback=pages::missing::Missing>
                    <Route path=path!("/") view=pages::home::Home />
                    <Route path=path!("/hosts") view=pages::hosts::Hosts />
                    <Route path=path!("/hosts/:id") view=pages::host::Host />
                    <Route path=path!("/services") view=pages::services::Services />
                    <Route path=path!("/services/:service") view=pages::service::Service />
                    <Route path=path!("/services/:service/:role") view=pages::role::Role />
                    <Route path=path!("/dashboards") view=pages::dashboards::Dashboards />
                    <Route path=path!("/dashboards/:id") view=pages::dashboard::Dashboard />
                    <Route path=path!("/alerts/:id?") view=pages::alerts::Alerts />
                    <Route path=path!("/hygiene") view=pages::hygiene::Hygiene />
                    <Route path=path!("/monitors") view=pages::monitors::Monitors />
                    <Route path=path!("/monitors/new") view=pages::monitor::New />
                    <Route path=path!("/monitors/:id") view=pages::monitor::One />
                    <Route path=path!("/downtimes") view=pages::downtimes::Downtimes />
                    <Route path=path!("/annotations") view=pages::annotations::Annotations />
                    <Route path=path!("/annotations/new") view=pages::annotation_new::AnnotationNew />
                    <Route path=path!("/explore") view=pages::explore::Explore />
                </Routes>
            </components::shell::Shell>
        </Router>
    }
}
