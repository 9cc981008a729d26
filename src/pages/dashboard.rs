//! One dashboard: exactly its widgets, each with its own state. What is stored is never changed by looking at it.
//!
//! The page reads the widgets once per change of the dashboard, so that a refresh keeps every graph in place.

use crate::components::dialog::Dialog;
use crate::components::link::PageLink;
use crate::components::panel::LoadView;
use crate::components::pin::PinButton;
use crate::components::title::page_title;
use crate::components::widget::WidgetView;
use crate::grid;
use crate::i18n::t;
use crate::load::use_load;
use crate::route::Page;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use mackerel::dashboards::{Dashboard as Stored, GetDashboard, Layout, Widget};

/// The page.
#[component]
pub fn Dashboard() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let load = use_load(move || GetDashboard { id: id.get() });
    page_title(move || {
        let title = load.with(|load| load.value().map(|dashboard| dashboard.title.clone()));
        title.unwrap_or_else(|| t().dashboards.one.to_owned())
    });
    view! {
        <LoadView load let:dashboard>
            <Head dashboard />
            <Widgets widgets=Memo::new(move |_| dashboard.with(|dashboard| dashboard.widgets.clone())) />
        </LoadView>
    }
}

#[component]
fn Head(dashboard: Signal<Stored>) -> impl IntoView {
    let id = dashboard.with_untracked(|dashboard| dashboard.id.clone());
    let title = Signal::derive(move || dashboard.with(|dashboard| dashboard.title.clone()));
    let memo = Memo::new(move |_| dashboard.with(|dashboard| dashboard.memo.trim().to_owned()));
    let path = Memo::new(move |_| dashboard.with(|dashboard| dashboard.url_path.clone()));
    let json_shown = RwSignal::new(false);
    view! {
        <div class="row dashboard-head">
            <PageLink page=Page::Dashboards>{move || t().dashboards.title}</PageLink>
            <span class="mono secondary clip">{path}</span>
            <div class="row push">
                <PinButton id name=title />
                <button type="button" class="quiet" on:click=move |_| json_shown.set(true)>
                    {move || t().dashboards.json}
                </button>
            </div>
        </div>
        <Show when=move || !memo.with(String::is_empty)>
            <p class="prewrap secondary dashboard-memo">{memo}</p>
        </Show>
        <Dialog open=json_shown title=move || t().dashboards.json_title class="wide">
            <pre class="json" tabindex="0">
                {move || dashboard.with(|dashboard| serde_json::to_string_pretty(dashboard).unwrap_or_default())}
            </pre>
        </Dialog>
    }
}

#[component]
fn Widgets(widgets: Memo<Vec<Widget>>) -> impl IntoView {
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
fn area(cell: Layout) -> String {
    format!("{} / {} / span {} / span {}", cell.y + 1, cell.x + 1, cell.height, cell.width)
}
