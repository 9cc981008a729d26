//! A native modal dialog: it traps the focus and closes with Escape, with its button and with a click outside.
//!
//! Its content exists only while it is open, and the clock stands still meanwhile.

use crate::clock::use_clock;
use crate::components::icon::{Icon, Shape};
use crate::i18n::t;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A dialog that is shown while `open` is true, and sets it false when it closes.
#[component]
pub(crate) fn Dialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// Its heading and name.
    #[prop(into)]
    title: TextProp,
    /// `sheet` slides from the bottom on small screens.
    #[prop(optional)]
    class: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let (open, Some(dialog)) = (open.get(), node.get()) else { return };
        if open && !dialog.open() {
            // It fails only on a dialog that is already modal or not in the page.
            let _ = dialog.show_modal();
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
    let name = title.clone();
    // The target is this dialog itself, not one inside of it, only where its backdrop was pressed.
    let is_outside = |event: &web_sys::Event| {
        let is_dialog = |target: &web_sys::EventTarget| target.has_type::<web_sys::HtmlDialogElement>();
        event.target().filter(is_dialog).is_some_and(|target| Some(target) == event.current_target())
    };
    // Selecting text may begin inside and end outside: that is no click outside.
    let pressed_outside = StoredValue::new(false);
    view! {
        <dialog
            node_ref=node
            class=class
            aria-label=move || name.get()
            on:close=move |_| open.set(false)
            on:pointerdown=move |event| pressed_outside.set_value(is_outside(&event))
            on:click=move |event| {
                if is_outside(&event) && pressed_outside.get_value() {
                    open.set(false);
                }
            }
        >
            <Show when=move || open.get()>
                <Content open title=title.clone() children=children.clone() />
            </Show>
        </dialog>
    }
}

/// The last row of a form that is applied or left as it was.
#[component]
pub(crate) fn ApplyOrCancel(
    /// The dialog around the form.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <div class="dialog-actions">
            <button type="button" on:click=move |_| open.set(false)>{move || t().shell.cancel}</button>
            <button type="submit" class="primary">{move || t().editor.apply}</button>
        </div>
    }
}

#[component]
fn Content(open: RwSignal<bool>, title: TextProp, children: ChildrenFn) -> impl IntoView {
    use_clock().hold_until_cleanup();
    let body = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let Some(body) = body.get() else { return };
        // The browser itself heeds `autofocus` once in a document; the content is there with the next frame.
        request_animation_frame(move || {
            let wanted = body.query_selector("[autofocus]").ok().flatten();
            if let Some(field) = wanted.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
                // A field that cannot take the focus leaves it with the dialog.
                let _ = field.focus();
            }
        });
    });
    view! {
        <div class="dialog-head">
            <h2 class="clip">{move || title.get()}</h2>
            <button
                type="button"
                class="quiet icon"
                aria-label=move || t().shell.close
                on:click=move |_| open.set(false)
            >
                <Shape icon=Icon::Close />
            </button>
        </div>
        <div class="dialog-body" node_ref=body>{children()}</div>
    }
}
