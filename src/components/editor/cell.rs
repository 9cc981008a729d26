//! One widget in the editor: its live content, asleep, under a strip to hold it by and buttons.

use super::Ghost;
use super::drag::{Drag, Grip, fitted, wanted};
use super::kinds::name_of;
use super::session::Session;
use crate::components::icon::{Icon, Shape};
use crate::components::widget::WidgetView;
use crate::components::widget::board::area;
use crate::i18n::{fill, t};
use dashboard::{Edit, Key};
use leptos::html;
use leptos::prelude::*;
use mackerel::dashboards::{COLUMNS, Layout};
use wasm_bindgen::JsCast;
use web_sys::{KeyboardEvent, PointerEvent};

/// Steps that an arrow looks ahead for a free place.
const FARTHEST: i64 = 400;

/// A widget with its handles.
#[component]
pub(super) fn EditableCell(
    session: Session,
    key: Key,
    grid: NodeRef<html::Div>,
    ghost: RwSignal<Option<Ghost>>,
) -> impl IntoView {
    let cell = Memo::new(move |_| session.cell(key));
    let widget = Memo::new(move |_| {
        session.history.with(|history| {
            let widget = &history.draft().item(key)?.widget;
            Some((widget.title.clone(), widget.content.clone()))
        })
    });
    let name = Memo::new(move |_| {
        widget.with(|widget| {
            widget.as_ref().map(|(title, content)| name_of(title, content)).unwrap_or_default()
        })
    });
    let label = move || {
        let Layout { x, y, width, height } = cell.get().unwrap_or(Layout { x: 0, y: 0, width: 0, height: 0 });
        fill(t().editor.cell, &[&name.get(), &(x + 1), &(y + 1), &width, &height])
    };
    let drag = RwSignal::new(None::<Drag>);
    let show = move || {
        ghost.set(drag.get_untracked().map(|drag| Ghost { at: drag.at, is_allowed: drag.is_allowed }));
    };
    let begin = move |event: &PointerEvent, grip: Grip| {
        let (Some(grid), Some(from)) = (grid.get_untracked(), cell.get_untracked()) else { return };
        if event.button() != 0 {
            return;
        }
        event.prevent_default();
        let holder = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if let Some(holder) = holder {
            // Without the capture the drag ends where the pointer leaves the handle.
            let _ = holder.set_pointer_capture(event.pointer_id());
        }
        let width_css = grid.get_bounding_client_rect().width();
        let down = (f64::from(event.client_x()), f64::from(event.client_y()));
        drag.set(Some(Drag::begin(key, grip, from, down, width_css)));
        show();
    };
    let moved = move |event: PointerEvent| {
        let Some(now) = drag.get_untracked() else { return };
        let pointer = (f64::from(event.client_x()), f64::from(event.client_y()));
        let next =
            session.history.with_untracked(|history| now.moved(history.draft(), pointer, event.alt_key()));
        drag.set(Some(next));
        show();
    };
    let released = move |_: PointerEvent| {
        let Some(done) = drag.get_untracked() else { return };
        drag.set(None);
        show();
        if done.copies {
            // What is refused is said in the bar.
            let _ = session.edit(Edit::Duplicate(key, done.at));
        } else if done.at != done.from {
            let _ = session.edit(Edit::Place(key, done.at));
        }
    };
    let cancelled = move |_: PointerEvent| {
        drag.set(None);
        show();
    };
    let pressed = move |event: KeyboardEvent| {
        let is_own = event.target() == event.current_target();
        if !is_own || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let part = if event.shift_key() { Grip::Corner } else { Grip::Whole };
        match event.key().as_str() {
            "ArrowLeft" => step(session, key, part, -1, 0),
            "ArrowRight" => step(session, key, part, 1, 0),
            "ArrowUp" => step(session, key, part, 0, -1),
            "ArrowDown" => step(session, key, part, 0, 1),
            "Enter" => session.open.set(Some(key)),
            "d" | "D" => session.duplicate(key),
            "Delete" | "Backspace" => remove(session, key),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <div
            class="cell editor-cell"
            class:dragged=move || drag.with(Option::is_some)
            style=("--wide", move || cell.get().map(area).unwrap_or_default())
            tabindex="0"
            role="group"
            aria-label=label
            on:keydown=pressed
        >
            <div
                class="editor-strip"
                title=move || t().editor.strip
                on:pointerdown=move |event| begin(&event, Grip::Whole)
                on:pointermove=moved
                on:pointerup=released
                on:pointercancel=cancelled
            >
                <span class="clip">{name}</span>
            </div>
            <div class="editor-buttons">
                <button
                    type="button"
                    class="quiet dense"
                    aria-label=move || fill(t().editor.settings_of, &[&name.get()])
                    on:click=move |_| session.open.set(Some(key))
                >
                    {move || t().editor.settings}
                </button>
                <button
                    type="button"
                    class="quiet dense"
                    aria-label=move || fill(t().editor.copy_of, &[&name.get()])
                    on:click=move |_| session.duplicate(key)
                >
                    {move || t().editor.copy}
                </button>
                <button
                    type="button"
                    class="quiet dense icon"
                    aria-label=move || fill(t().editor.remove, &[&name.get()])
                    on:click=move |_| remove(session, key)
                >
                    <Shape icon=Icon::Close />
                </button>
            </div>
            <div class="editor-content" inert=true>
                {move || {
                    widget
                        .get()
                        .map(|(title, content)| {
                            let layout = Layout { x: 0, y: 0, width: 1, height: 1 };
                            let widget = mackerel::dashboards::Widget {
                                title,
                                layout,
                                content,
                                stored: mackerel::AsStored::default(),
                            };
                            view! { <WidgetView widget /> }
                        })
                }}
            </div>
            <div
                class="editor-corner"
                title=move || t().editor.corner
                on:pointerdown=move |event| begin(&event, Grip::Corner)
                on:pointermove=moved
                on:pointerup=released
                on:pointercancel=cancelled
            ></div>
        </div>
    }
    .into_any()
}

fn remove(session: Session, key: Key) {
    // It is there as long as its cell is.
    let _ = session.edit(Edit::Remove(key));
}

/// Moves to the next place in a direction that is free, or resizes by one; says why when neither can be.
fn step(session: Session, key: Key, grip: Grip, columns: i64, rows: i64) {
    let Some(from) = untrack(|| session.cell(key)) else { return };
    let farthest = if grip == Grip::Whole { FARTHEST } else { 1 };
    let found = session.history.with_untracked(|history| {
        let draft = history.draft();
        let places = (1..=farthest).map(|step| {
            let at = wanted(from, grip, columns * step, rows * step);
            if grip == Grip::Whole {
                Layout { x: at.x.min(COLUMNS.saturating_sub(at.width)), ..at }
            } else {
                at
            }
        });
        places.filter(|at| *at != from).find(|at| draft.may_be(key, *at).is_ok())
    });
    let at = found.unwrap_or_else(|| {
        let at = wanted(from, grip, columns, rows);
        if at == from {
            session.history.with_untracked(|history| fitted(history.draft(), key, from, at))
        } else {
            at
        }
    });
    if at != from {
        // What is refused is said in the bar.
        let _ = session.edit(Edit::Place(key, at));
    }
}
