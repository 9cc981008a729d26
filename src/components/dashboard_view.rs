//! The ways to look at a dashboard: its menu, the line that is left of the bars in a kiosk, and Escape.

use crate::clock::{use_clock, utc_offset_secs};
use crate::components::menu::{Menu, MenuItem};
use crate::components::rotation::{Pace, Rotation, use_rotation};
use crate::components::sheet::{Caption, Sheet};
use crate::components::widget::board::return_to;
use crate::export::file_name;
use crate::i18n::{fill, t};
use crate::period::use_period;
use crate::view::{View, use_view};
use crate::{moment, save, theme};
use chart::{Theme, iso_time};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// What becomes of the making of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Making {
    Not,
    Waiting,
    Failed,
}

/// The menu in a dashboard's head.
#[component]
pub(crate) fn ViewMenu(sheet: Sheet, title: Signal<String>) -> impl IntoView {
    let (view, period, clock) = (use_view(), use_period(), use_clock());
    let is_dark = theme::is_dark();
    let making = RwSignal::new(Making::Not);
    let picture = Callback::new(move |()| {
        let (title, now) = (title.get_untracked(), clock.now_untracked());
        let range = untrack(|| period.range());
        let made = fill(t().export.made_at, &[&moment::short(now, now)]);
        let zone = iso_time(now, utc_offset_secs(now)).split_off(19);
        let caption = Caption {
            title: title.clone(),
            line: format!("{} (UTC{zone}) · {made}", moment::span(range, now)),
            theme: if is_dark.get_untracked() { &Theme::DARK } else { &Theme::LIGHT },
        };
        let when: String = iso_time(now, utc_offset_secs(now)).chars().take(16).collect();
        let name = file_name(&title, &when, "png");
        making.set(Making::Waiting);
        sheet.draw(caption, move |file| {
            if let Some(file) = &file {
                save::blob(&name, file);
            }
            // The page may have changed meanwhile.
            let _ = making.try_set(if file.is_some() { Making::Not } else { Making::Failed });
        });
    });
    let kiosk = Callback::new(move |()| view.kiosk(true));
    view! {
        <Menu name=|| t().export.view label=|| t().export.view class="quiet">
            <MenuItem name=|| t().export.kiosk on_choice=kiosk />
            <Pace />
            <MenuItem name=|| t().export.board_png on_choice=picture />
            <p class="menu-hint">{move || t().export.board_hint}</p>
        </Menu>
        <span class="making" role="status">
            {move || match making.get() {
                Making::Not => "",
                Making::Waiting => t().export.board_waiting,
                Making::Failed => t().export.board_failed,
            }}
        </span>
    }
    .into_any()
}

/// What a kiosk has instead of bars: how old what it shows is, the turn, and the way out.
#[component]
pub(crate) fn KioskBar() -> impl IntoView {
    let (view, period, clock) = (use_view(), use_period(), use_clock());
    let rotation = use_rotation(view);
    let said = view.signal();
    let is_shown = Memo::new(move |_| said.with(|said| said.is_kiosk || said.rotate_secs.is_some()));
    let span = move || moment::span(period.range(), clock.now());
    view! {
        <Show when=move || is_shown.get()>
            <div class="kiosk-bar" role="group" aria-label=move || t().export.view>
                <span class="secondary small kiosk-span">{span}</span>
                <Rotation rotation />
                <Show when=move || said.with(|said| said.is_kiosk)>
                    <button type="button" class="dense" on:click=move |_| view.kiosk(false)>
                        {move || t().export.kiosk_leave}
                    </button>
                </Show>
            </div>
        </Show>
    }
    .into_any()
}

/// Tells the style sheet what is shown, listens for Escape, and returns to the widget that was shown alone.
pub(crate) fn follow(view: View) {
    let said = view.signal();
    Effect::new(move |_| {
        let said = said.get();
        mark("data-kiosk", said.is_kiosk);
        mark("data-alone", said.widget.is_some());
    });
    on_cleanup(|| {
        mark("data-kiosk", false);
        mark("data-alone", false);
    });
    Effect::new(move |before: Option<Option<usize>>| {
        let shown = said.with(|said| said.widget);
        if let (Some(Some(at)), None) = (before, shown) {
            // The board is there with the next frame.
            request_animation_frame(move || return_to(at));
        }
        shown
    });
    let listener = window_event_listener(ev::keydown, move |event| {
        if event.key() != "Escape" || is_for_something_else(&event) {
            return;
        }
        let now = said.get_untracked();
        match (now.widget, now.is_kiosk) {
            (Some(_), _) => view.show(None),
            (None, true) => view.kiosk(false),
            (None, false) => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || listener.remove());
}

/// Whether the key was used already, or closes a menu, a dialog or a field.
fn is_for_something_else(event: &web_sys::KeyboardEvent) -> bool {
    let is_open = || document().query_selector(":popover-open, dialog[open]").ok().flatten().is_some();
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let is_field = target.is_some_and(|target| {
        target.closest("input, textarea, select, [contenteditable]").ok().flatten().is_some()
    });
    event.default_prevented() || is_field || is_open()
}

fn mark(name: &str, wanted: bool) {
    if let Some(root) = document().document_element() {
        // Without the attribute the bars stay, which does no harm.
        let _ = root.toggle_attribute_with_force(name, wanted);
    }
}
