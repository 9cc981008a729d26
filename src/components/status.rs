//! Status as a shape and a word; the colour only repeats what both say.

use crate::i18n::t;
use leptos::prelude::*;
use mackerel::alerts::AlertStatus;
use mackerel::hosts::HostStatus;

/// A shape in a status colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sign {
    class: &'static str,
    path: &'static str,
}

const DIAMOND: &str = "M8 1l7 7-7 7-7-7z";
const TRIANGLE: &str = "M8 2l7 12H1z";
const CIRCLE: &str = "M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3z";
const TICK: &str = "M3 8.5l3.5 3.5L13 4.5";
const BARS: &str = "M5 3v10 M11 3v10";
const SQUARE: &str = "M3.5 3.5h9v9h-9z";

/// Shape and word of an alert's status.
#[component]
pub(crate) fn AlertMark(#[prop(into)] status: Signal<AlertStatus>) -> impl IntoView {
    view! {
        <span class="status">
            {move || draw(alert_sign(status.get()))} <span>{move || alert_word(status.get())}</span>
        </span>
    }
}

/// Shape and word of a host's status.
#[component]
pub(crate) fn HostMark(#[prop(into)] status: Signal<HostStatus>) -> impl IntoView {
    view! {
        <span class="status">
            {move || draw(host_sign(status.get()))} <span>{move || host_word(status.get())}</span>
        </span>
    }
}

/// The word of an alert's status in the language shown.
pub(crate) fn alert_word(status: AlertStatus) -> &'static str {
    let texts = &t().shell;
    match status {
        AlertStatus::Critical => texts.status_critical,
        AlertStatus::Warning => texts.status_warning,
        AlertStatus::Unknown => texts.status_unknown,
        AlertStatus::Ok => texts.status_ok,
    }
}

/// The word of a host's status in the language shown.
pub(crate) fn host_word(status: HostStatus) -> &'static str {
    let texts = &t().shell;
    match status {
        HostStatus::Working => texts.host_working,
        HostStatus::Standby => texts.host_standby,
        HostStatus::Maintenance => texts.host_maintenance,
        HostStatus::Poweroff => texts.host_poweroff,
    }
}

/// The class of a status, for what is coloured beside its shape and word.
pub(crate) const fn alert_class(status: AlertStatus) -> &'static str {
    match status {
        AlertStatus::Critical => "critical",
        AlertStatus::Warning => "warning",
        AlertStatus::Unknown => "unknown",
        AlertStatus::Ok => "ok",
    }
}

const fn alert_sign(status: AlertStatus) -> Sign {
    match status {
        AlertStatus::Critical => Sign { class: "critical", path: DIAMOND },
        AlertStatus::Warning => Sign { class: "warning", path: TRIANGLE },
        AlertStatus::Unknown => Sign { class: "unknown hollow", path: CIRCLE },
        AlertStatus::Ok => Sign { class: "ok hollow", path: TICK },
    }
}

const fn host_sign(status: HostStatus) -> Sign {
    match status {
        HostStatus::Working => Sign { class: "ok hollow", path: TICK },
        HostStatus::Standby => Sign { class: "idle hollow", path: BARS },
        HostStatus::Maintenance => Sign { class: "unknown hollow", path: SQUARE },
        HostStatus::Poweroff => Sign { class: "idle hollow", path: CIRCLE },
    }
}

fn draw(sign: Sign) -> impl IntoView {
    view! {
        <svg class=sign.class viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d=sign.path />
        </svg>
    }
}
