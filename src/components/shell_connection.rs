//! Says that the server is gone, and notices when it is back.
//!
//! While it is gone one small call asks for it, after 1, 2, 4, 8, then every 15 seconds; when it answers,
//! the clock ticks and everything shown asks again.

use crate::clock::{Clock, use_clock};
use crate::components::icon::{Icon, Shape};
use crate::fetch;
use crate::i18n::t;
use leptos::prelude::*;
use leptos::task::spawn_local;
use mackerel::org::GetOrg;
use std::time::Duration;

const LONGEST_WAIT_SECS: u64 = 15;

/// The bar that is there only while the server is not.
#[component]
pub(crate) fn NoConnection() -> impl IntoView {
    let clock = use_clock();
    let connected = fetch::connected();
    Effect::new(move |before: Option<bool>| {
        let now = connected.get();
        match (before, now) {
            (Some(false), true) => clock.tick(),
            (Some(true) | None, false) => ask_in(1, connected),
            _ => {}
        }
        now
    });
    view! {
        <div role="status">
            <Show when=move || !connected.get()>
                <Gone clock />
            </Show>
        </div>
    }
}

#[component]
fn Gone(clock: Clock) -> impl IntoView {
    view! {
        <div class="note critical">
            <span>{move || t().shell.no_connection}</span>
            <button type="button" on:click=move |_| clock.tick()>
                <Shape icon=Icon::Refresh />
                {move || t().shell.retry}
            </button>
        </div>
    }
}

fn ask_in(secs: u64, connected: Signal<bool>) {
    let ask = move || {
        // The page may have heard from the server by itself meanwhile.
        if connected.try_get_untracked() != Some(false) {
            return;
        }
        spawn_local(async move {
            // Only whether it answers matters; `fetch` takes note of that.
            let _ = fetch::send(&GetOrg).await;
            if connected.try_get_untracked() == Some(false) {
                ask_in((secs * 2).min(LONGEST_WAIT_SECS), connected);
            }
        });
    };
    set_timeout(ask, Duration::from_secs(secs));
}
