//! One dashboard: exactly its widgets, each with its own state. What is stored is never changed by looking at it.
//!
//! The page reads the widgets once per change of the dashboard, so that a refresh keeps every graph in place.
//! Whether it is being edited stands in the address.

use crate::catalog::use_catalog;
use crate::components::dashboard_view::{KioskBar, ViewMenu, follow};
use crate::components::dialog::Dialog;
use crate::components::editor::{self, Editor};
use crate::components::link::PageLink;
use crate::components::panel::{LoadView, failure_text};
use crate::components::pin::PinButtons;
use crate::components::sheet::{self, Sheet};
use crate::components::title::page_title;
use crate::components::widget::board::{Alone, Board};
use crate::i18n::{fill, t};
use crate::load::use_load;
use crate::period::use_period;
use crate::route::{self, Page};
use crate::view::use_view;
use crate::viewed::{Sight, Viewed, use_viewed};
use crate::write::Write;
use dashboard::{template, text};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};
use mackerel::dashboards::{Dashboard as Stored, DeleteDashboard, GetDashboard};

/// The page.
#[component]
pub fn Dashboard() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let saved = RwSignal::new(0_u32);
    let load = use_load(move || {
        saved.track();
        GetDashboard { id: id.get() }
    });
    page_title(move || {
        let title = load.with(|load| load.value().map(|dashboard| dashboard.title.clone()));
        title.unwrap_or_else(|| t().dashboards.one.to_owned())
    });
    use_viewed(move || {
        let page = Page::Dashboard(id.get());
        load.with(|load| match (load.value(), load.failure()) {
            (Some(dashboard), _) => Sight::Seen(Viewed { page, title: dashboard.title.clone() }),
            (None, Some(failure)) if failure.is_missing() => Sight::Missing(page),
            (None, _) => Sight::Unknown,
        })
    });
    let catalog = use_catalog();
    let view = use_view();
    let is_edited = Memo::new(move |_| view.said().is_edited && catalog.may_write());
    let begin = Callback::new(move |()| view.edit(true));
    let close = Callback::new(move |()| {
        // What was saved is shown at once, not with the next tick.
        saved.update(|count| *count = count.wrapping_add(1));
        view.edit(false);
    });
    let alone = Memo::new(move |_| view.said().widget);
    let back = Callback::new(move |()| view.show(None));
    let sheet = sheet::provide();
    follow(view);
    view! {
        <LoadView load let:dashboard>
            {move || {
                if is_edited.get() {
                    return view! { <Editor stored=dashboard.get_untracked() on_close=close /> }.into_any();
                }
                let widgets = Memo::new(move |_| dashboard.with(|dashboard| dashboard.widgets.clone()));
                match alone.get() {
                    Some(at) => view! { <Alone widgets at on_close=back /> }.into_any(),
                    None => view! {
                        <Head dashboard begin sheet />
                        <Board widgets />
                    }
                    .into_any(),
                }
            }}
        </LoadView>
        <KioskBar />
    }
}

#[component]
fn Head(dashboard: Signal<Stored>, begin: Callback<()>, sheet: Sheet) -> impl IntoView {
    let catalog = use_catalog();
    let id = dashboard.with_untracked(|dashboard| dashboard.id.clone());
    let title = Signal::derive(move || dashboard.with(|dashboard| dashboard.title.clone()));
    let memo = Memo::new(move |_| dashboard.with(|dashboard| dashboard.memo.trim().to_owned()));
    let path = Memo::new(move |_| dashboard.with(|dashboard| dashboard.url_path.clone()));
    let (json_shown, delete_shown) = (RwSignal::new(false), RwSignal::new(false));
    let has_unsaved = RwSignal::new(editor::unsaved(&id).is_some());
    let own_id = StoredValue::new(id.clone());
    view! {
        <div class="row dashboard-head">
            <PageLink page=Page::Dashboards>{move || t().dashboards.title}</PageLink>
            <span class="mono secondary clip">{path}</span>
            <div class="row push">
                <PinButtons id name=title />
                <ViewMenu sheet title />
                <button type="button" class="quiet" aria-haspopup="dialog" on:click=move |_| json_shown.set(true)>
                    {move || t().dashboards.json}
                </button>
                <Show when=move || catalog.may_write()>
                    <button type="button" class="quiet" aria-haspopup="dialog" on:click=move |_| delete_shown.set(true)>
                        {move || t().editor.delete}
                    </button>
                    <button type="button" data-edit on:click=move |_| begin.run(())>
                        {move || t().editor.edit}
                    </button>
                </Show>
            </div>
        </div>
        <Show when=move || has_unsaved.get() && catalog.may_write()>
            <div class="stale-line" role="status">
                <span class="clip">{move || t().editor.unsaved}</span>
                <button type="button" class="dense" on:click=move |_| begin.run(())>
                    {move || t().editor.go_on}
                </button>
                <button
                    type="button"
                    class="dense"
                    on:click=move |_| {
                        own_id.with_value(|id| editor::forget(id));
                        has_unsaved.set(false);
                    }
                >
                    {move || t().editor.discard}
                </button>
            </div>
        </Show>
        <Show when=move || !memo.with(String::is_empty)>
            <p class="prewrap secondary dashboard-memo">{memo}</p>
        </Show>
        <Dialog open=json_shown title=move || t().dashboards.json_title class="wide">
            <pre class="json" tabindex="0">{move || dashboard.with(text::write)}</pre>
            <div class="dialog-actions">
                <a class="button" href=move || dashboard.with(file) download=move || dashboard.with(file_name)>
                    {move || t().editor.export}
                </a>
            </div>
        </Dialog>
        <Delete dashboard open=delete_shown />
    }
    .into_any()
}

/// Asks for the title: a deleted dashboard cannot be had back under its id.
#[component]
fn Delete(dashboard: Signal<Stored>, open: RwSignal<bool>) -> impl IntoView {
    let title = Signal::derive(move || dashboard.with(|dashboard| dashboard.title.clone()));
    let typed = RwSignal::new(String::new());
    let write = Write::default();
    let (navigate, period) = (StoredValue::new(use_navigate()), use_period());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if typed.get_untracked().trim() != title.get_untracked().trim() {
            return;
        }
        let id = dashboard.with_untracked(|dashboard| dashboard.id.clone());
        editor::forget(&id);
        write.send(DeleteDashboard { id }, move |_| {
            let address = untrack(|| period.href(&Page::Dashboards));
            navigate.with_value(|navigate| navigate(&address, NavigateOptions::default()));
        });
    };
    view! {
        <Dialog open title=move || t().editor.delete class="sheet">
            <form class="stack" on:submit=submit>
                <label class="field">
                    <span>{move || fill(t().editor.delete_how, &[&title.get()])}</span>
                    <input
                        type="text"
                        autofocus
                        prop:value=typed
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                </label>
                {move || write.failure().map(|failure| view! { <p class="field-error" role="status">{failure_text(&failure)}</p> })}
                <div class="dialog-actions">
                    <button type="button" on:click=move |_| open.set(false)>
                        {move || t().shell.cancel}
                    </button>
                    <button
                        type="submit"
                        class="primary"
                        disabled=move || write.busy() || typed.with(|typed| title.with(|title| typed.trim() != title.trim()))
                    >
                        {move || t().editor.delete}
                    </button>
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}

/// The dashboard as the address of a file.
fn file(dashboard: &Stored) -> String {
    route::file("application/json", &text::write(dashboard))
}

fn file_name(dashboard: &Stored) -> String {
    let name = if dashboard.url_path.is_empty() { &dashboard.title } else { &dashboard.url_path };
    format!("dashboard-{}.json", template::path_segment(name))
}
