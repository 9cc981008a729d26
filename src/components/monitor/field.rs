//! One field of a monitor's form: its name, the fitting control, its hint and what is wrong with it.

use super::scopes::Chosen;
use crate::catalog::{Catalog, use_catalog};
use crate::components::expression::ExpressionField;
use crate::i18n::t;
use crate::moment;
use crate::monitors::fields::{Field, Input};
use crate::monitors::form::{Form, Problem};
use crate::monitors::words;
use leptos::prelude::*;
use std::sync::Arc;

/// What all fields of a form share.
#[derive(Clone, Copy)]
pub struct Shared {
    /// The form.
    pub form: RwSignal<Form>,
    /// What is wrong with it.
    pub problems: Memo<Vec<(&'static str, Problem)>>,
    /// Whether somebody tried to save it: only then what is missing is said.
    pub is_tried: RwSignal<bool>,
    /// Names of metrics to complete.
    pub metrics: Signal<Arc<Vec<String>>>,
}

impl Shared {
    /// What is to be said about a field now.
    fn problem(self, name: &str) -> Option<Problem> {
        let found =
            self.problems.with(|all| all.iter().find(|row| row.0 == name).map(|row| row.1.clone()))?;
        let is_absent = matches!(found, Problem::Missing | Problem::OneOf(_));
        (!is_absent || self.is_tried.get()).then_some(found)
    }

    fn text(self, name: &str) -> String {
        self.form.with(|form| form.get(name).to_owned())
    }

    fn set(self, name: &'static str, text: String) {
        self.form.update(|form| form.set(name, text));
    }
}

/// The field.
#[component]
pub(crate) fn FormField(field: &'static Field, shared: Shared) -> impl IntoView {
    let name = field.name;
    let kind = shared.form.with_untracked(|form| form.kind.clone());
    let problem = Memo::new(move |_| shared.problem(name));
    let is_bad = Signal::derive(move || problem.with(Option::is_some));
    let id = format!("monitor-{name}");
    let (hint_id, problem_id) = (format!("{id}-hint"), format!("{id}-problem"));
    let described = format!("{hint_id} {problem_id}");
    let is_flag = field.input == Input::Flag;
    let is_group = matches!(field.input, Input::Scopes | Input::Roles | Input::Expression);
    let control = control(field, shared, id.clone(), described, is_bad);
    let label = move || words::field_name(name);
    let label = if is_group {
        view! { <span>{label}</span> }.into_any()
    } else {
        view! { <label for=id.clone()>{label}</label> }.into_any()
    };
    view! {
        <div class="field monitor-field" class:flag=is_flag class:bad=move || is_bad.get() data-field=name>
            {label}
            {control}
            <p id=hint_id class="small secondary">{move || words::field_hint(&kind, name)}</p>
            <p id=problem_id class="small problem">
                {move || problem.with(|problem| problem.as_ref().map(words::problem))}
            </p>
        </div>
    }
    .into_any()
}

fn control(
    field: &'static Field,
    shared: Shared,
    id: String,
    described: String,
    is_bad: Signal<bool>,
) -> AnyView {
    let name = field.name;
    let value = move || shared.text(name);
    let typed = move |event: web_sys::Event| shared.set(name, event_target_value(&event));
    let invalid = move || is_bad.get().to_string();
    let required = field.is_required.to_string();
    match field.input {
        Input::Lines(_) | Input::Headers => view! {
            <textarea
                id=id
                rows="3"
                aria-describedby=described
                aria-invalid=invalid
                prop:value=value
                on:input=typed
            ></textarea>
        }
        .into_any(),
        Input::Flag => view! {
            <input
                type="checkbox"
                id=id
                aria-describedby=described
                prop:checked=move || value() == "true"
                on:change=move |event| {
                    shared.set(name, if event_target_checked(&event) { "true" } else { "" }.to_owned());
                }
            />
        }
        .into_any(),
        Input::Choice(words) => view! {
            <select id=id aria-describedby=described on:change=typed>
                {words
                    .iter()
                    .map(|&word| {
                        view! {
                            <option value=word selected=move || value() == word>
                                {move || words::choice(word)}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        }
        .into_any(),
        Input::Service => {
            let catalog = use_catalog();
            view! {
                <select id=id aria-describedby=described aria-invalid=invalid aria-required=required on:change=typed>
                    <option value="" selected=move || value().is_empty()>
                        {move || t().monitors.choose_service}
                    </option>
                    {move || {
                        services(catalog)
                            .into_iter()
                            .map(|service| {
                                let (this, label) = (service.clone(), service.clone());
                                view! {
                                    <option value=service selected=move || value() == this>
                                        {label}
                                    </option>
                                }
                            })
                            .collect_view()
                    }}
                </select>
            }
            .into_any()
        }
        Input::Scopes | Input::Roles => {
            let catalog = use_catalog();
            let with_services = field.input == Input::Scopes;
            let chosen = Signal::derive(move || {
                shared.form.with(|form| form.items(name).map(str::to_owned).collect())
            });
            let choices = Signal::derive(move || scopes(catalog, with_services));
            let change = Callback::new(move |all: Vec<String>| shared.set(name, all.join("\n")));
            let add: fn() -> &'static str =
                if with_services { || t().monitors.add_scope } else { || t().monitors.add_role };
            view! { <Chosen chosen choices add name=move || words::field_name(name) on_change=change /> }
                .into_any()
        }
        Input::Expression => {
            let text = RwSignal::new(shared.form.with_untracked(|form| form.get(name).to_owned()));
            Effect::new(move |_| {
                let written = text.get();
                if shared.form.with_untracked(|form| form.get(name) != written) {
                    shared.set(name, written);
                }
            });
            Effect::new(move |_| {
                let stored = value();
                if text.with_untracked(|text| *text != stored) {
                    text.set(stored);
                }
            });
            view! { <ExpressionField text on_run=Callback::new(|()| ()) /> }.into_any()
        }
        Input::Time => view! {
            <input
                type="datetime-local"
                id=id
                aria-describedby=described
                aria-invalid=invalid
                prop:value=move || value().parse().map(moment::field).unwrap_or_default()
                on:change=move |event| {
                    let time = moment::from_field(&event_target_value(&event));
                    shared.set(name, time.map_or_else(String::new, |time| time.to_string()));
                }
            />
        }
        .into_any(),
        Input::HostMetric | Input::ServiceMetric => {
            let list = format!("{id}-names");
            let options = move || {
                let names = shared.metrics.get();
                names.iter().map(|name| view! { <option value=name.clone()></option> }).collect_view()
            };
            view! {
                <input
                    id=id
                    class="mono"
                    list=list.clone()
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby=described
                    aria-invalid=invalid
                    aria-required=required
                    prop:value=value
                    on:input=typed
                />
                <datalist id=list>{options}</datalist>
            }
            .into_any()
        }
        Input::Line(_) | Input::Whole(..) | Input::Tens(..) | Input::Number => {
            let mode = match field.input {
                Input::Line(_) => "text",
                Input::Number => "decimal",
                _ => "numeric",
            };
            view! {
                <input
                    id=id
                    inputmode=mode
                    autocomplete="off"
                    aria-describedby=described
                    aria-invalid=invalid
                    aria-required=required
                    prop:value=value
                    on:input=typed
                />
            }
            .into_any()
        }
    }
}

/// The names of all services.
pub(crate) fn services(catalog: Catalog) -> Vec<String> {
    catalog.services.with(|list| {
        let all = list.value().map_or(&[][..], |list| &list.services);
        all.iter().map(|service| service.name.clone()).collect()
    })
}

/// All roles as the API writes them, each under its service where services count too: value and name.
pub(crate) fn scopes(catalog: Catalog, with_services: bool) -> Vec<(String, String)> {
    catalog.services.with(|list| {
        let all = list.value().map_or(&[][..], |list| &list.services);
        let mut scopes = Vec::new();
        for service in all {
            if with_services {
                scopes.push((service.name.clone(), service.name.clone()));
            }
            let roles = service.roles.iter().map(|role| format!("{}: {role}", service.name));
            scopes.extend(roles.map(|role| (role.clone(), role)));
        }
        scopes
    })
}
