//! Marks a deploy at this moment: a press on one of the last titles, or a new one.

use crate::annotations::titles;
use crate::catalog::use_catalog;
use crate::clock::use_clock;
use crate::components::dialog::Dialog;
use crate::components::icon::{Icon, Shape};
use crate::components::panel::failure_text;
use crate::fetch::Failure;
use crate::i18n::{fill, t};
use crate::query::annotations;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use mackerel::annotations::{Annotation, MAX_TITLE_CHARS};

use super::impact::use_page;
use crate::route::Page;

/// The button in the page's bar, where there are graphs that would show it.
#[component]
pub(crate) fn DeployButton() -> impl IntoView {
    let (catalog, page) = (use_catalog(), use_page());
    let open = RwSignal::new(false);
    view! {
        <Show when=move || { catalog.may_write() && page.count() > 0 }>
            <button
                type="button"
                class="layer-button"
                aria-haspopup="dialog"
                aria-label=move || t().annotations.deploy
                title=move || t().annotations.deploy_hint
                on:click=move |_| open.set(true)
            >
                <Shape icon=Icon::Deploy />
                <span class="wide-only">{move || t().annotations.deploy}</span>
            </button>
            <Dialog open title=|| t().annotations.deploy class="sheet">
                <DeployForm open />
            </Dialog>
        </Show>
    }
}

#[component]
fn DeployForm(open: RwSignal<bool>) -> impl IntoView {
    let (catalog, clock, path) = (use_catalog(), use_clock(), use_location().pathname);
    let recent = titles::recent();
    let title = RwSignal::new(recent.first().cloned().unwrap_or_default());
    let services = Memo::new(move |_| {
        catalog.services.with(|list| {
            let all = list.value().map_or(&[][..], |list| &list.services);
            all.iter().map(|one| one.name.clone()).collect::<Vec<_>>()
        })
    });
    let service = RwSignal::new(String::new());
    let here = match path.with_untracked(|path| Page::parse(path)) {
        Some(Page::Service(name) | Page::Role(name, _)) => Some(name),
        _ => titles::service(),
    };
    Effect::new(move |_| {
        let chosen = services
            .with(|all| here.clone().filter(|name| all.contains(name)).or_else(|| all.first().cloned()));
        if service.with_untracked(String::is_empty) {
            service.set(chosen.unwrap_or_default());
        }
    });
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let words = title.get_untracked().trim().to_owned();
        if busy.get_untracked() || words.is_empty() {
            return;
        }
        busy.set(true);
        clock.tick();
        let at = clock.now_untracked();
        let annotation = Annotation {
            id: String::new(),
            title: words.clone(),
            description: String::new(),
            from: at,
            to: at,
            service: service.get_untracked(),
            roles: Vec::new(),
        };
        spawn_local(async move {
            let reply = annotations::save(annotation).await;
            let _ = busy.try_set(false);
            match reply {
                Ok(saved) => {
                    titles::remember(&saved.title, &saved.service);
                    let _ = open.try_set(false);
                }
                Err(why) => {
                    let _ = failure.try_set(Some(why));
                }
            }
        });
    };
    let option = move |name: String| {
        let selected = service.with_untracked(|service| *service == name);
        view! { <option value=name.clone() selected=selected>{name.clone()}</option> }
    };
    view! {
        <form class="stack" on:submit=save>
            <p class="secondary">{move || t().annotations.deploy_hint}</p>
            <label class="field">
                <span>{move || t().annotations.head_title}</span>
                <input
                    type="text"
                    autofocus
                    required
                    maxlength=MAX_TITLE_CHARS.to_string()
                    prop:value=move || title.get()
                    on:input=move |event| title.set(event_target_value(&event))
                />
            </label>
            {(!recent.is_empty()).then(|| {
                let buttons = recent.clone().into_iter().map(|one| {
                    let chosen = one.clone();
                    view! {
                        <button type="button" class="dense clip" on:click=move |_| title.set(chosen.clone())>{one}</button>
                    }
                });
                view! {
                    <div class="row" role="group" aria-label=move || t().annotations.last_titles>
                        <span class="small secondary">{move || t().annotations.last_titles}</span>
                        {buttons.collect_view()}
                    </div>
                }
            })}
            <label class="field">
                <span>{move || t().annotations.service}</span>
                <select
                    prop:value=move || service.get()
                    on:change=move |event| service.set(event_target_value(&event))
                >
                    {move || services.get().into_iter().map(option).collect_view()}
                </select>
            </label>
            {move || {
                failure.get().map(|failure| view! {
                    <p class="field-error" role="alert">{fill(t().graph.annotation_failed, &[&failure_text(&failure)])}</p>
                })
            }}
            <div class="dialog-actions">
                <button type="button" on:click=move |_| open.set(false)>{move || t().graph.cancel}</button>
                <button type="submit" class="primary" disabled=move || busy.get() || service.with(String::is_empty)>
                    {move || t().annotations.deploy_mark}
                </button>
            </div>
        </form>
    }
}
