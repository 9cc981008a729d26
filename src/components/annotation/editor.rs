//! The form that makes or changes an annotation. A failed save keeps what was typed and says why.

use crate::catalog::use_catalog;
use crate::components::dialog::Dialog;
use crate::components::panel::failure_text;
use crate::fetch::Failure;
use crate::i18n::{fill, t};
use crate::moment;
use crate::query::Scope;
use crate::query::annotations;
use leptos::prelude::*;
use leptos::task::spawn_local;
use mackerel::annotations::{Annotation, MAX_DESCRIPTION_CHARS, MAX_TITLE_CHARS};
use series::{Time, TimeRange};

/// An annotation being written.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// As it was before, the id empty for a new one.
    annotation: Annotation,
    /// The services to choose from; empty is all there are.
    services: Vec<String>,
}

impl Draft {
    /// A new one over a span of a graph; a graph without a service leaves the choice.
    pub fn over(range: TimeRange, scopes: &[Scope]) -> Self {
        let first = scopes.first();
        let annotation = Annotation {
            id: String::new(),
            title: String::new(),
            description: String::new(),
            from: range.from,
            to: range.to,
            service: first.map(|scope| scope.service.clone()).unwrap_or_default(),
            roles: first.and_then(|scope| scope.roles.clone()).unwrap_or_default(),
        };
        Self { annotation, services: scopes.iter().map(|scope| scope.service.clone()).collect() }
    }

    /// A change of one that exists.
    pub fn of(annotation: &Annotation) -> Self {
        Self { annotation: annotation.clone(), services: vec![annotation.service.clone()] }
    }

    /// A new one that is filled in already; any service may have it.
    pub fn filled(annotation: Annotation) -> Self {
        Self { annotation, services: Vec::new() }
    }
}

/// Why a form cannot be saved as it is.
#[derive(Debug, Clone, PartialEq)]
enum Problem {
    NoTitle,
    NoTime,
    Order,
    Refused(Failure),
}

/// The form for what `draft` holds, in a dialog.
#[component]
pub(crate) fn Editor(draft: RwSignal<Option<Draft>>) -> impl IntoView {
    let is_open = RwSignal::new(false);
    Effect::new(move |_| is_open.set(draft.with(Option::is_some)));
    Effect::new(move |was: Option<bool>| {
        let now = is_open.get();
        if was == Some(true) && !now {
            draft.set(None);
        }
        now
    });
    let title = Signal::derive(move || {
        let is_new = draft.with(|draft| draft.as_ref().is_none_or(|draft| draft.annotation.id.is_empty()));
        let texts = &t().graph;
        if is_new { texts.annotation_new } else { texts.annotation_edit }.to_owned()
    });
    view! {
        <Dialog open=is_open title=title class="sheet">
            {move || {
                draft.get().map(|draft| view! { <Form draft on_done=Callback::new(move |_| is_open.set(false)) /> })
            }}
        </Dialog>
    }
}

/// The form itself. It is done when it was saved, with what was saved, or when it was given up.
#[component]
pub(crate) fn Form(draft: Draft, on_done: Callback<Option<Annotation>>) -> impl IntoView {
    let catalog = use_catalog();
    let before = StoredValue::new(draft.annotation.clone());
    let Annotation { title, description, from, to, service, roles, .. } = draft.annotation;
    let (title, description) = (RwSignal::new(title), RwSignal::new(description));
    let (from, to) = (RwSignal::new(moment::field(from)), RwSignal::new(moment::field(to)));
    let (service, roles) = (RwSignal::new(service), RwSignal::new(roles));
    let problem = RwSignal::new(None::<Problem>);
    let saving = RwSignal::new(false);
    let given = draft.services;
    let services = Memo::new(move |_| {
        if !given.is_empty() {
            return given.clone();
        }
        catalog.services.with(|list| {
            let all = list.value().map_or(&[][..], |list| &list.services);
            all.iter().map(|one| one.name.clone()).collect::<Vec<_>>()
        })
    });
    Effect::new(move |_| {
        let first = services.with(|services| services.first().cloned());
        if let Some(first) = first
            && service.with_untracked(String::is_empty)
        {
            service.set(first);
        }
    });
    let has_service = Memo::new(move |_| services.with(|services| !services.is_empty()));
    let all_roles = move || {
        catalog.services.with(|list| {
            let all = list.value().map_or(&[][..], |list| &list.services);
            all.iter()
                .find(|one| service.with(|name| *name == one.name))
                .map(|one| one.roles.clone())
                .unwrap_or_default()
        })
    };
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if saving.get_untracked() {
            return;
        }
        let annotation = before.with_value(|before| {
            written(
                before,
                &title.get_untracked(),
                &description.get_untracked(),
                (&from.get_untracked(), &to.get_untracked()),
            )
        });
        match annotation {
            Err(why) => problem.set(Some(why)),
            Ok(mut annotation) => {
                annotation.service = service.get_untracked();
                annotation.roles = roles.get_untracked();
                problem.set(None);
                saving.set(true);
                spawn_local(async move {
                    let reply = annotations::save(annotation).await;
                    // The form may be gone: the answer then needs no place.
                    let _ = saving.try_set(false);
                    match reply {
                        Ok(saved) => {
                            on_done.try_run(Some(saved));
                        }
                        Err(why) => {
                            let _ = problem.try_set(Some(Problem::Refused(why)));
                        }
                    }
                });
            }
        }
    };
    let left = move |most: usize, text: RwSignal<String>| {
        let left = most.saturating_sub(text.with(|text| text.chars().count()));
        (left < most / 5).then(
            || view! { <span class="small secondary">{fill(t().graph.annotation_left, &[&left])}</span> },
        )
    };
    view! {
        <form class="stack" on:submit=save>
            <Show when=move || !has_service.get()>
                <p class="field-error">{move || t().graph.annotation_no_service}</p>
            </Show>
            <label class="field">
                <span>{move || t().graph.annotation_title}</span>
                <input
                    type="text"
                    name="title"
                    autofocus
                    required
                    maxlength=MAX_TITLE_CHARS.to_string()
                    prop:value=move || title.get()
                    on:input=move |event| title.set(event_target_value(&event))
                />
                {move || left(MAX_TITLE_CHARS, title)}
            </label>
            <label class="field">
                <span>{move || t().graph.annotation_description}</span>
                <textarea
                    name="description"
                    maxlength=MAX_DESCRIPTION_CHARS.to_string()
                    prop:value=move || description.get()
                    on:input=move |event| description.set(event_target_value(&event))
                ></textarea>
                {move || left(MAX_DESCRIPTION_CHARS, description)}
            </label>
            <div class="field-pair">
                <label class="field">
                    <span>{move || t().graph.annotation_from}</span>
                    <input
                        type="datetime-local"
                        name="from"
                        prop:value=move || from.get()
                        on:input=move |event| from.set(event_target_value(&event))
                    />
                </label>
                <label class="field">
                    <span>{move || t().graph.annotation_to}</span>
                    <input
                        type="datetime-local"
                        name="to"
                        prop:value=move || to.get()
                        on:input=move |event| to.set(event_target_value(&event))
                    />
                </label>
            </div>
            <Show when=move || { services.with(Vec::len) > 1 }>
                <label class="field">
                    <span>{move || t().graph.annotation_service}</span>
                    <select
                        prop:value=move || service.get()
                        on:change=move |event| {
                            service.set(event_target_value(&event));
                            roles.set(Vec::new());
                        }
                    >
                        {move || {
                            services
                                .get()
                                .into_iter()
                                .map(|name| {
                                    let selected = service.with_untracked(|service| *service == name);
                                    view! { <option value=name.clone() selected=selected>{name.clone()}</option> }
                                })
                                .collect_view()
                        }}
                    </select>
                </label>
            </Show>
            <fieldset class="scope">
                <legend>{move || t().graph.annotation_scope} " " {move || service.get()}</legend>
                <label class="row">
                    <input
                        type="checkbox"
                        prop:checked=move || roles.with(Vec::is_empty)
                        on:change=move |_| roles.set(Vec::new())
                    />
                    {move || t().graph.annotation_whole}
                </label>
                {move || {
                    all_roles().into_iter().map(|role| view! { <RoleBox role roles /> }).collect_view()
                }}
            </fieldset>
            {move || problem.get().map(|problem| view! { <p class="field-error" role="alert">{problem_text(&problem)}</p> })}
            <div class="dialog-actions">
                <button type="button" on:click=move |_| on_done.run(None)>{move || t().graph.cancel}</button>
                <button type="submit" class="primary" disabled=move || saving.get() || !has_service.get()>
                    {move || t().graph.save}
                </button>
            </div>
        </form>
    }
}

#[component]
fn RoleBox(role: String, roles: RwSignal<Vec<String>>) -> impl IntoView {
    let (name, shown) = (role.clone(), role.clone());
    view! {
        <label class="row">
            <input
                type="checkbox"
                prop:checked=move || roles.with(|roles| roles.contains(&name))
                on:change=move |_| {
                    roles
                        .update(|roles| {
                            if let Some(at) = roles.iter().position(|one| *one == role) {
                                roles.remove(at);
                            } else {
                                roles.push(role.clone());
                            }
                        });
                }
            />
            {shown}
        </label>
    }
}

/// The annotation as the form has it.
fn written(
    before: &Annotation,
    title: &str,
    description: &str,
    times: (&str, &str),
) -> Result<Annotation, Problem> {
    let title = title.trim();
    if title.is_empty() {
        return Err(Problem::NoTitle);
    }
    let (from, to) = (kept(before.from, times.0), kept(before.to, times.1));
    let (Some(from), Some(to)) = (from, to) else { return Err(Problem::NoTime) };
    // Within one minute the seconds of the end that was touched are not the person's words.
    let to = if times.0 == times.1 { to.max(from) } else { to };
    if from > to {
        return Err(Problem::Order);
    }
    Ok(Annotation {
        title: title.to_owned(),
        description: description.to_owned(),
        from,
        to,
        ..before.clone()
    })
}

/// The field knows minutes only: what was not touched keeps its seconds.
fn kept(before: Time, field: &str) -> Option<Time> {
    if moment::field(before) == field { Some(before) } else { moment::from_field(field) }
}

fn problem_text(problem: &Problem) -> String {
    let texts = &t().graph;
    match problem {
        Problem::NoTitle => texts.annotation_title_needed.to_owned(),
        Problem::NoTime => texts.annotation_time_needed.to_owned(),
        Problem::Order => texts.annotation_order.to_owned(),
        Problem::Refused(failure) => fill(texts.annotation_failed, &[&failure_text(failure)]),
    }
}
