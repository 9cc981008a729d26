//! A button and the few things below it. The browser closes it: with Escape, with a press elsewhere, and when one of
//! the things was chosen.

use leptos::html;
use leptos::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};
use wasm_bindgen::JsCast;

/// Room that a menu needs below its button; with less it opens above.
const ROOM_CSS: f64 = 220.0;
const GAP_CSS: f64 = 4.0;

/// The button and its menu.
#[component]
pub(crate) fn Menu(
    /// What the button and the menu are called.
    #[prop(into)]
    name: TextProp,
    /// What is written on the button; without it, three dots.
    #[prop(optional, into)]
    label: Option<TextProp>,
    /// Classes of the button.
    #[prop(optional)]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let id = format!("menu-{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let list = NodeRef::<html::Div>::new();
    let place = RwSignal::new(Place::default());
    // It is measured before the browser opens it, which is what comes after the click.
    let measure = move |event: web_sys::MouseEvent| {
        let button = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        place.set(button.map(|button| beside(&button)).unwrap_or_default());
    };
    let chosen = move |event: web_sys::MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let is_item = target.is_some_and(|target| target.closest("[data-item]").ok().flatten().is_some());
        if let Some(list) = list.get_untracked().filter(|_| is_item) {
            // It is closed already.
            let _ = list.hide_popover();
        }
    };
    let (button_name, text) = (name.clone(), label.clone());
    view! {
        <button
            type="button"
            class=format!("menu-button {class}")
            class:icon=label.is_none()
            popovertarget=id.clone()
            aria-label=move || button_name.get()
            title=move || label.is_none().then(|| name.get())
            on:click=measure
        >
            {text.map_or_else(|| "⋯".into_any(), |text| view! { {move || text.get()} <span aria-hidden="true">"▾"</span> }.into_any())}
        </button>
        <div
            id=id
            class="menu"
            class:above=move || place.get().is_above
            popover="auto"
            node_ref=list
            style:top=move || format!("{:.0}px", place.get().top_css)
            style:left=move || place.get().end_css.left()
            style:right=move || place.get().end_css.right()
            on:click=chosen
        >
            {children()}
        </div>
    }
    .into_any()
}

/// One thing of a menu.
#[component]
pub(crate) fn MenuItem(
    /// What it does, in words.
    #[prop(into)]
    name: TextProp,
    /// Does it.
    on_choice: Callback<()>,
) -> impl IntoView {
    view! {
        <button type="button" class="quiet menu-item" data-item on:click=move |_| on_choice.run(())>
            {move || name.get()}
        </button>
    }
}

/// Where a menu is: its upper end, or its lower end where it is above its button.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Place {
    top_css: f64,
    end_css: End,
    is_above: bool,
}

/// Which end of the menu stands at the button's, and how far it is from the same side of the window.
#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    Left(f64),
    Right(f64),
}

impl Default for End {
    fn default() -> Self {
        Self::Right(0.0)
    }
}

impl End {
    fn left(self) -> String {
        match self {
            Self::Left(css) => format!("{css:.0}px"),
            Self::Right(_) => "auto".to_owned(),
        }
    }

    fn right(self) -> String {
        match self {
            Self::Left(_) => "auto".to_owned(),
            Self::Right(css) => format!("{css:.0}px"),
        }
    }
}

/// Below a button, or above it where there is no room; towards the side on which there is more room.
fn beside(button: &web_sys::Element) -> Place {
    let (seen, root) = (button.get_bounding_client_rect(), document().document_element());
    let (width, height) =
        root.map_or((0.0, 0.0), |root| (f64::from(root.client_width()), f64::from(root.client_height())));
    let scrolled = window().page_y_offset().unwrap_or_default();
    let is_above = height - seen.bottom() < ROOM_CSS && seen.top() >= ROOM_CSS;
    let top_css = if is_above { seen.top() - GAP_CSS } else { seen.bottom() + GAP_CSS };
    let end_css = if seen.right() < width / 2.0 {
        End::Left(seen.left().max(GAP_CSS))
    } else {
        End::Right((width - seen.right()).max(GAP_CSS))
    };
    Place { top_css: top_css + scrolled, end_css, is_above }
}
