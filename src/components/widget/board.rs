//! The widgets of one dashboard on the grid. The document has them in reading order, on any width of the page.

use super::WidgetView;
use crate::components::link::PageLink;
use crate::i18n::t;
use crate::route::Page;
use dashboard::grid;
use leptos::prelude::*;
use mackerel::dashboards::{Layout, Widget};

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
            view! { <Cell wide=wide[index] narrow=narrow[index] widget /> }
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
fn Cell(wide: Layout, narrow: Layout, widget: Widget) -> impl IntoView {
    view! {
        <div
            class="cell"
            style=("--wide", area(wide))
            style=("--narrow", area(narrow))
            style=("--rows", wide.height.to_string())
        >
            <WidgetView widget />
        </div>
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
