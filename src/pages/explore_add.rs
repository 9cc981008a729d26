//! Puts an expression on a dashboard: chooses one, reads it as it is now, adds a graph below the others, saves it whole.

use crate::catalog::use_catalog;
use crate::components::dialog::Dialog;
use crate::components::link::PageLink;
use crate::components::panel::failure_text;
use crate::fetch::{self, Failure};
use crate::i18n::{fill, t};
use crate::load::use_load;
use crate::route::Page;
use leptos::prelude::*;
use leptos::task::spawn_local;
use mackerel::dashboards::{
    Dashboard, GetDashboard, Graph, Known, Layout, ListDashboards, UpdateDashboard, Widget,
};

/// The size of a new graph, in cells.
const WIDTH: u32 = 12;
const HEIGHT: u32 = 10;

/// The button and its dialog.
#[component]
pub(crate) fn AddToDashboard(
    /// What is added.
    #[prop(into)]
    expression: Signal<String>,
    /// Its heading there.
    title: Signal<String>,
) -> impl IntoView {
    let catalog = use_catalog();
    let open = RwSignal::new(false);
    view! {
        <Show when=move || catalog.may_write()>
            <button type="button" class="push" aria-haspopup="dialog" on:click=move |_| open.set(true)>
                {move || t().explore.add}
            </button>
        </Show>
        <Dialog open title=|| t().explore.add class="sheet">
            <Choose expression title open />
        </Dialog>
    }
}

#[derive(Debug, Clone, PartialEq)]
enum State {
    Asking,
    Saving,
    Added(Dashboard),
    Failed(Failure),
}

#[component]
fn Choose(expression: Signal<String>, title: Signal<String>, open: RwSignal<bool>) -> impl IntoView {
    let list = use_load(|| ListDashboards);
    let chosen = RwSignal::new(None::<String>);
    let state = RwSignal::new(State::Asking);
    let dashboards = Memo::new(move |_| {
        list.with(|list| {
            let all = list.value().map_or(&[][..], |list| &list.dashboards);
            all.iter().map(|one| (one.id.clone(), one.title.clone())).collect::<Vec<_>>()
        })
    });
    let id = move || chosen.get().or_else(|| dashboards.with(|all| Some(all.first()?.0.clone())));
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(id) = untrack(id).filter(|_| state.get_untracked() != State::Saving) else { return };
        let (expression, title) = (expression.get_untracked(), title.get_untracked());
        state.set(State::Saving);
        spawn_local(async move {
            let next = match add(id, expression, title).await {
                Ok(dashboard) => State::Added(dashboard),
                Err(failure) => State::Failed(failure),
            };
            // The dialog may be gone: the answer then needs no place.
            let _ = state.try_set(next);
        });
    };
    view! {
        <form class="stack" on:submit=save>
            <label class="field">
                <span>{move || t().explore.add_which}</span>
                <select autofocus on:change=move |event| chosen.set(Some(event_target_value(&event)))>
                    {move || {
                        let all = dashboards.get().into_iter();
                        all.map(|(id, title)| view! { <option value=id>{title}</option> }).collect_view()
                    }}
                </select>
            </label>
            <p role="status" class:field-error=move || matches!(state.get(), State::Failed(_))>
                {move || match state.get() {
                    State::Asking | State::Saving => ().into_any(),
                    State::Added(dashboard) => {
                        view! {
                            {fill(t().explore.added, &[&dashboard.title])}
                            " "
                            <PageLink page=Page::Dashboard(dashboard.id)>{t().explore.open_dashboard}</PageLink>
                        }
                            .into_any()
                    }
                    State::Failed(failure) => failure_text(&failure).into_any(),
                }}
            </p>
            <div class="dialog-actions">
                <button type="button" on:click=move |_| open.set(false)>{move || t().shell.close}</button>
                <button
                    type="submit"
                    class="primary"
                    disabled=move || state.get() == State::Saving || dashboards.with(Vec::is_empty)
                >
                    {move || t().explore.add}
                </button>
            </div>
        </form>
    }
}

async fn add(id: String, expression: String, title: String) -> Result<Dashboard, Failure> {
    // The newest state, so that what others saved meanwhile stays.
    let dashboard = fetch::send(&GetDashboard { id }).await?;
    fetch::send(&UpdateDashboard(with_graph(dashboard, expression, title))).await
}

/// The dashboard with one more graph, below all that is there.
fn with_graph(mut dashboard: Dashboard, expression: String, title: String) -> Dashboard {
    let bottom = dashboard.widgets.iter().map(|widget| widget.layout.y.saturating_add(widget.layout.height));
    let layout = Layout { x: 0, y: bottom.max().unwrap_or(0), width: WIDTH, height: HEIGHT };
    let graph = Known::Graph(Graph::Expression { expression }.into());
    dashboard.widgets.push(Widget::new(title, layout, graph));
    dashboard
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_graph_lies_below_the_others() {
        let text = r#"{"id":"4a","title":"t","widgets":[
            {"type":"markdown","title":"","layout":{"x":0,"y":3,"width":24,"height":4},"markdown":"m"},
            {"type":"hologram","title":"","layout":{"x":0,"y":0,"width":4,"height":3}}]}"#;
        let dashboard: Dashboard = serde_json::from_str(text).expect("a dashboard");
        let before = dashboard.widgets.clone();
        let after = with_graph(dashboard, "avg(role(a:b, c))".to_owned(), "load".to_owned());
        assert_eq!(after.widgets[..2], before[..]);
        assert_eq!(after.widgets[2].layout, Layout { x: 0, y: 7, width: WIDTH, height: HEIGHT });
        let empty: Dashboard = serde_json::from_str(r#"{"title":"t"}"#).expect("a dashboard");
        assert_eq!(with_graph(empty, String::new(), String::new()).widgets[0].layout.y, 0);
    }
}
