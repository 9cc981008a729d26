//! The widgets to choose from. A click puts one on the first free place, a drag where it is let go.

use super::Ghost;
use super::drag::ROW_PITCH_CSS;
use super::kinds::Kind;
use super::session::Session;
use crate::catalog::use_catalog;
use crate::i18n::t;
use leptos::html;
use leptos::prelude::*;
use mackerel::dashboards::{COLUMNS, Layout};
use wasm_bindgen::JsCast;
use web_sys::PointerEvent;

/// A press that moves less than this is a click, in CSS pixels.
const STILL_CSS: f64 = 6.0;

/// The palette at the right.
#[component]
pub(super) fn Palette(
    session: Session,
    grid: NodeRef<html::Div>,
    ghost: RwSignal<Option<Ghost>>,
) -> impl IntoView {
    view! {
        <section class="panel editor-palette" aria-label=move || t().editor.palette>
            <h2>{move || t().editor.palette}</h2>
            {Kind::ALL.map(|kind| view! { <Piece session kind grid ghost /> }).collect_view()}
            <p class="secondary">{move || t().editor.palette_how}</p>
        </section>
    }
    .into_any()
}

#[component]
fn Piece(
    session: Session,
    kind: Kind,
    grid: NodeRef<html::Div>,
    ghost: RwSignal<Option<Ghost>>,
) -> impl IntoView {
    let catalog = use_catalog();
    let down = StoredValue::new(None::<(f64, f64)>);
    let was_dragged = StoredValue::new(false);
    let pressed = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        down.set_value(Some((f64::from(event.client_x()), f64::from(event.client_y()))));
        was_dragged.set_value(false);
        let holder = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if let Some(holder) = holder {
            // Without the capture a drag ends where the pointer leaves the button.
            let _ = holder.set_pointer_capture(event.pointer_id());
        }
    };
    let moved = move |event: PointerEvent| {
        let (Some((x, y)), Some(grid)) = (down.get_value(), grid.get_untracked()) else { return };
        let (now_x, now_y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        if !was_dragged.get_value() && (now_x - x).hypot(now_y - y) < STILL_CSS {
            return;
        }
        was_dragged.set_value(true);
        let rect = grid.get_bounding_client_rect();
        let at = cell_at((now_x - rect.left(), now_y - rect.top()), rect.width(), kind.size());
        ghost.set(at.map(|at| {
            let is_allowed = session.history.with_untracked(|history| history.draft().is_free(at));
            Ghost { at, is_allowed }
        }));
    };
    let released = move |_: PointerEvent| {
        down.set_value(None);
        let target = ghost.get_untracked();
        ghost.set(None);
        if let Some(Ghost { at, is_allowed }) = target {
            if is_allowed {
                session.add(kind.make(catalog), at);
            } else {
                session.said.set(t().editor.taken.to_owned());
            }
        }
    };
    let clicked = move |_| {
        // The click that ends a drag is none.
        if was_dragged.get_value() {
            was_dragged.set_value(false);
            return;
        }
        let widget = kind.make(catalog);
        let from = widget.layout;
        session.add(widget, from);
    };
    view! {
        <button
            type="button"
            class="editor-piece"
            on:pointerdown=pressed
            on:pointermove=moved
            on:pointerup=released
            on:pointercancel=move |_| {
                down.set_value(None);
                ghost.set(None);
            }
            on:click=clicked
        >
            {move || kind.name()}
        </button>
    }
}

/// The cell under a place of the grid, held at its upper left corner; `None` outside of the grid's width.
fn cell_at((x_css, y_css): (f64, f64), grid_css: f64, (width, height): (u32, u32)) -> Option<Layout> {
    if !(0.0..=grid_css).contains(&x_css) || y_css < 0.0 || grid_css <= 0.0 {
        return None;
    }
    let column = (x_css / (grid_css / f64::from(COLUMNS))).floor() as u32;
    let row = (y_css / ROW_PITCH_CSS).floor().min(f64::from(dashboard::grid::LAST_ROW)) as u32;
    Some(Layout { x: column.min(COLUMNS - width), y: row, width, height })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_cell() {
        let cases = [
            ((0.0, 0.0), Some((0, 0))),
            ((49.0, 31.0), Some((0, 0))),
            ((50.0, 32.0), Some((1, 1))),
            ((1_199.0, 0.0), Some((18, 0))),
            ((-1.0, 0.0), None),
            ((1_201.0, 0.0), None),
            ((0.0, -1.0), None),
        ];
        for (place, expected) in cases {
            let cell = cell_at(place, 1_200.0, (6, 4)).map(|cell| (cell.x, cell.y));
            assert_eq!(cell, expected, "{place:?}");
        }
    }
}
