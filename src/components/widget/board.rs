//! The widgets of one dashboard on the grid. The document has them in reading order, on any width of the page.

use super::WidgetView;
use super::place::WidgetPlace;
use crate::components::link::PageLink;
use crate::i18n::{fill, t};
use crate::route::Page;
use dashboard::grid;
use leptos::context::Provider;
use leptos::html;
use leptos::prelude::*;
use mackerel::dashboards::{Layout, Widget};
use wasm_bindgen::JsCast;

/// Every widget at its place, in reading order; without widgets, one sentence and the way to the list.
#[component]
pub fn Board(
    /// What is stored.
    widgets: Memo<Vec<Widget>>,
) -> impl IntoView {
    move || {
        let widgets = widgets.get();
        if widgets.is_empty() {
            return view! { <NoWidget /> }.into_any();
        }
        let layouts: Vec<Layout> = widgets.iter().map(|widget| widget.layout).collect();
        let (wide, narrow) = (grid::place(&layouts), grid::flow(&layouts));
        let cells = grid::reading_order(&layouts).into_iter().map(|index| {
            let widget = widgets[index].clone();
            view! { <Cell place=WidgetPlace(index) wide=wide[index] narrow=narrow[index] widget /> }
        });
        view! {
            <h2 class="aside-text">{move || t().dashboards.content}</h2>
            <div class="widgets">{cells.collect_view()}</div>
        }
        .into_any()
    }
}

/// A widget at its place. The style sheet chooses between the places by the width of the page.
#[component]
fn Cell(place: WidgetPlace, wide: Layout, narrow: Layout, widget: Widget) -> impl IntoView {
    view! {
        <div
            class="cell"
            data-widget=place.0.to_string()
            style=("--wide", area(wide))
            style=("--narrow", area(narrow))
            style=("--rows", wide.height.to_string())
        >
            <Provider value=place>
                <WidgetView widget />
            </Provider>
        </div>
    }
}

/// One widget alone, as large as the window; where there is none of this place, a sentence and the way back.
#[component]
pub(crate) fn Alone(
    /// What is stored.
    widgets: Memo<Vec<Widget>>,
    /// Which of them.
    at: usize,
    /// Shows all of them again.
    on_close: Callback<()>,
) -> impl IntoView {
    let back = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        if let Some(button) = back.get() {
            // What had the focus is gone with the other widgets.
            let _ = button.focus();
        }
    });
    let widget = Memo::new(move |_| widgets.with(|widgets| widgets.get(at).cloned()));
    let said = move || match widgets.with(Vec::len) {
        count if at < count => fill(t().export.of_widgets, &[&(at + 1), &count]),
        _ => fill(t().export.no_such_widget, &[&(at + 1)]),
    };
    view! {
        <h2 class="aside-text">{move || t().dashboards.content}</h2>
        <div class="alone" data-widget=at.to_string()>
            <p class="row alone-head">
                <button type="button" class="dense" node_ref=back on:click=move |_| on_close.run(())>
                    {move || t().export.all_widgets}
                </button>
                <span class="secondary small">{said}</span>
            </p>
            {move || {
                widget
                    .get()
                    .map(|widget| {
                        view! {
                            <div class="alone-cell">
                                <Provider value=WidgetPlace(at)>
                                    <WidgetView widget />
                                </Provider>
                            </div>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

/// Brings a widget of the board back into sight, with the focus on its menu.
pub(crate) fn return_to(at: usize) {
    let cell = document().query_selector(&format!(".cell[data-widget='{at}']")).ok().flatten();
    let Some(cell) = cell else { return };
    let menu = cell.query_selector(".menu-button").ok().flatten();
    if let Some(menu) = menu.and_then(|menu| menu.dyn_into::<web_sys::HtmlElement>().ok()) {
        // It scrolls there, too.
        let _ = menu.focus();
    }
}

#[component]
fn NoWidget() -> impl IntoView {
    view! {
        <div class="state">
            <p>{move || t().dashboards.no_widget}</p>
            <PageLink page=Page::Dashboards>{move || t().dashboards.choose}</PageLink>
        </div>
    }
}

/// The four numbers of `grid-area`.
pub(crate) fn area(cell: Layout) -> String {
    format!("{} / {} / span {} / span {}", cell.y + 1, cell.x + 1, cell.height, cell.width)
}
