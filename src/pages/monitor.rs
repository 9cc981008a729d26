//! One monitor: its form beside the graph of what it watches and the replay of the past; and the form of a new one.
//!
//! What was typed stays until it is saved or discarded, whatever the server says meanwhile.

use crate::catalog::use_catalog;
use crate::clock::use_clock;
use crate::components::alert_tabs::AlertTabs;
use crate::components::icon::{Icon, Shape};
use crate::components::link::PageLink;
use crate::components::monitor::field::{FormField, Shared, scopes, services};
use crate::components::monitor::mute::MuteButton;
use crate::components::monitor::replay::Replay;
use crate::components::panel::{LoadView, Panel, failure_text};
use crate::components::title::page_title;
use crate::i18n::{fill, t};
use crate::load::use_load;
use crate::monitors::fields::{Field, KINDS, fields};
use crate::monitors::form::{Form, Known};
use crate::monitors::words;
use crate::query::use_names_of;
use crate::route::Page;
use crate::sitting::use_sitting;
use crate::subject;
use crate::write::Write;
use leptos::prelude::*;
use leptos_router::hooks::{query_signal, use_navigate, use_params_map};
use mackerel::metrics::Owner;
use mackerel::monitors::{GetMonitor, Monitor, MonitorReply};
use std::sync::Arc;

/// Shares that a host monitor can watch.
const SHARES: [&str; 6] = ["cpu%", "memory%", "disk%", "swap%", "container-cpu%", "container-memory%"];

/// The page of a monitor.
#[component]
pub(crate) fn One() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    view! {
        <AlertTabs />
        <Back />
        {move || view! { <Stored id=id.get() /> }}
    }
}

/// The page of a monitor that is not there yet; its type is in the address.
#[component]
pub(crate) fn New() -> impl IntoView {
    page_title(|| t().monitors.new_title.to_owned());
    let (kind, _) = query_signal::<String>("type");
    let kind = Memo::new(move |_| {
        let wanted = kind.get().unwrap_or_default();
        KINDS.into_iter().find(|one| *one == wanted).unwrap_or(KINDS[0])
    });
    let catalog = use_catalog();
    let tab = move |one: &'static str| {
        view! {
            <li>
                <a href=format!("/monitors/new?type={one}") aria-current=move || (kind.get() == one).then_some("page")>
                    {move || subject::kind_name(one)}
                </a>
            </li>
        }
    };
    view! {
        <AlertTabs />
        <Back />
        <Show
            when=move || catalog.may_write()
            fallback=|| view! { <div class="panel state"><p>{move || t().monitors.read_only}</p></div> }
        >
            <nav class="tabs" aria-label=move || t().monitors.types>
                <ul>{KINDS.map(tab).collect_view()}</ul>
            </nav>
            {move || view! { <Editor stored=None kind=kind.get() /> }}
        </Show>
    }
}

#[component]
fn Back() -> impl IntoView {
    view! {
        <p class="back">
            <PageLink page=Page::Monitors class="button">
                <Shape icon=Icon::Earlier />
                {move || t().monitors.back}
            </PageLink>
        </p>
    }
}

#[component]
fn Stored(id: String) -> impl IntoView {
    let reply = use_load(move || GetMonitor { id: id.clone() });
    let is_missing =
        move || reply.with(|reply| reply.failure().is_some_and(crate::fetch::Failure::is_missing));
    page_title(move || {
        let name = reply.with(|reply| reply.value().map(|reply| reply.monitor.name.clone()));
        name.filter(|name| !name.is_empty()).unwrap_or_else(|| t().monitors.one.to_owned())
    });
    view! {
        <Show
            when=move || !is_missing()
            fallback=|| view! { <div class="panel state"><p>{move || t().monitors.missing}</p></div> }
        >
            <LoadView load=reply let:reply>
                <Shown reply />
            </LoadView>
        </Show>
    }
}

#[component]
fn Shown(reply: Signal<MonitorReply>) -> impl IntoView {
    let stored = Memo::new(move |_| reply.with(|reply| reply.monitor.clone()));
    let kind = stored.with_untracked(|stored| stored.kind.clone());
    view! { <Editor stored=Some(stored) kind /> }
}

#[component]
fn Editor(
    /// The monitor as the server has it; none for a new one.
    stored: Option<Memo<Monitor>>,
    /// Its type.
    #[prop(into)]
    kind: String,
) -> impl IntoView {
    let (catalog, clock, sitting, write) = (use_catalog(), use_clock(), use_sitting(), Write::default());
    let navigate = use_navigate();
    let fresh = {
        let kind = kind.clone();
        move || stored.map_or_else(|| Form::new(&kind), |stored| stored.with(Form::of))
    };
    let form = RwSignal::new(untrack(&fresh));
    // What nobody touched follows the server.
    let base = RwSignal::new(untrack(&fresh));
    {
        let fresh = fresh.clone();
        Effect::new(move |_| {
            let newest = fresh();
            let is_touched = form.with_untracked(|form| base.with_untracked(|base| form != base));
            if !is_touched && form.with_untracked(|form| *form != newest) {
                form.set(newest.clone());
            }
            if base.with_untracked(|base| *base != newest) {
                base.set(newest);
            }
        });
    }
    let is_tried = RwSignal::new(false);
    let problems = Memo::new(move |_| {
        let roles = scopes(catalog, false).into_iter().map(|role| role.0).collect();
        let known = Known { services: services(catalog), roles, now: clock.now() };
        form.with(|form| form.problems(&known))
    });
    let trial = Memo::new(move |_| {
        // What only the name lacks can be tried all the same.
        let is_fine = problems.with(|all| all.iter().all(|row| row.0 == "name"));
        is_fine.then(|| form.with(Form::monitor)).flatten()
    });
    let owner = Memo::new(move |_| form.with(|form| owner(form, catalog)));
    let names = use_names_of(owner.into());
    let has_shares = kind == "host";
    let metrics = Signal::derive(move || {
        let shares = SHARES.iter().filter(|_| has_shares).map(|&share| share.to_owned());
        Arc::new(shares.chain(names.get().iter().cloned()).collect::<Vec<_>>())
    });
    let shared = Shared { form, problems, is_tried, metrics };
    let is_changed = Memo::new(move |_| form.with(|form| base.with(|base| form != base)));
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        is_tried.set(true);
        if !problems.with_untracked(Vec::is_empty) {
            return;
        }
        let Some(after) = form.with_untracked(Form::monitor) else { return };
        let before = stored.map(|stored| stored.get_untracked());
        let navigate = navigate.clone();
        let is_new = before.is_none();
        sitting.save_monitor(write, before, after, move |saved| {
            is_tried.set(false);
            base.set(Form::of(&saved));
            form.set(Form::of(&saved));
            if is_new {
                navigate(&Page::Monitor(saved.id).to_string(), leptos_router::NavigateOptions::default());
            }
        });
    };
    let said = move || {
        let texts = &t().monitors;
        let count = problems.with(Vec::len);
        match write.failure() {
            Some(failure) => Some(fill(texts.not_saved, &[&failure_text(&failure)])),
            None if is_tried.get() && count > 0 => Some(fill(texts.problems, &[&count])),
            None => None,
        }
    };
    let is_new = stored.is_none();
    let kind_words = kind.clone();
    let form_view = ViewFn::from(move || {
        let (save, kind) = (save.clone(), kind_words.clone());
        view! {
                <form class="panel-pad stack" on:submit=save novalidate>
                    <fieldset class="plain stack">
                        <p class="secondary">{move || subject::kind_name(&kind)}</p>
                        {fields(&form.with_untracked(|form| form.kind.clone()))
                            .map(|field| view! { <FormField field shared /> })
                            .collect_view()}
                    </fieldset>
                        <p role="alert" class:field-error=move || said().is_some()>{said}</p>
                        <div class="dialog-actions form-actions">
                            <button
                                type="button"
                                disabled=move || !is_changed.get()
                                on:click=move |_| {
                                    form.set(base.get_untracked());
                                    is_tried.set(false);
                                }
                            >
                                {move || t().monitors.revert}
                            </button>
                            <button
                                type="submit"
                                class="primary"
                                disabled=move || write.busy() || (!is_new && !is_changed.get())
                            >
                                {move || if is_new { t().monitors.create } else { t().monitors.save }}
                            </button>
                        </div>
                </form>
        }
    });
    let controls = move || stored.filter(|_| catalog.may_write()).map(|stored| view! { <Controls stored /> });
    view! {
        <div class="monitor-editor">
            <Panel title=|| t().monitors.settings actions=controls>
                <Show
                    when=move || catalog.may_write()
                    fallback=move || view! { <Facts form /> }
                >
                    {form_view.run()}
                </Show>
            </Panel>
            <Replay form trial />
        </div>
    }
    .into_any()
}

/// The fields as they are, for those who may only read.
#[component]
fn Facts(form: RwSignal<Form>) -> impl IntoView {
    let rows = move || {
        form.with(|form| {
            let filled = fields(&form.kind).filter(|field| !form.get(field.name).is_empty());
            let row = |field: &'static Field| (field.name, form.get(field.name).replace('\n', ", "));
            filled.map(row).collect::<Vec<_>>()
        })
    };
    view! {
        <div class="panel-pad stack">
            <p class="secondary">{move || t().monitors.read_only}</p>
            <dl class="facts">
                {move || {
                    rows()
                        .into_iter()
                        .map(|(name, text)| view! {
                            <dt>{move || words::field_name(name)}</dt>
                            <dd class="prewrap">{text}</dd>
                        })
                        .collect_view()
                }}
            </dl>
        </div>
    }
}

/// Muting and deleting.
#[component]
fn Controls(stored: Memo<Monitor>) -> impl IntoView {
    let sitting = use_sitting();
    let id = Signal::derive(move || stored.with(|stored| stored.id.clone()));
    let name = Signal::derive(move || stored.with(|stored| stored.name.clone()));
    let is_mute = Signal::derive(move || stored.with(|stored| stored.is_mute));
    view! {
        <div class="row push">
            <MuteButton id name is_mute />
            <button
                type="button"
                disabled=move || sitting.is_deleting(&id.get())
                on:click=move |_| sitting.delete_monitor(stored.get_untracked())
            >
                {move || t().monitors.delete}
            </button>
        </div>
    }
}

/// Whose metrics are offered: the service's, or those of the first host in the scopes.
fn owner(form: &Form, catalog: crate::catalog::Catalog) -> Option<Owner> {
    if form.kind == "service" {
        return Some(form.get("service").to_owned()).filter(|name| !name.is_empty()).map(Owner::Service);
    }
    let monitor = (form.kind == "host").then(|| form.monitor()).flatten()?;
    catalog.hosts.with(|list| {
        let first = list.value()?.hosts.iter().find(|host| monitor.covers(&host.roles))?;
        Some(Owner::Host(first.id.clone()))
    })
}
