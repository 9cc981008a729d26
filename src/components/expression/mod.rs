//! The field in which an expression is written: coloured, with its errors underlined and said, and suggestions.
//!
//! It is a plain text area, so that selection, undo, screen readers and input methods work as everywhere; the colours
//! lie behind its transparent text. Enter runs, Shift+Enter makes a line, Tab or Enter takes a suggestion.

mod choices;
mod ink;

use crate::catalog::use_catalog;
use crate::i18n::{expression_language, fill, t};
use crate::query::use_names_of;
use choices::{Choice, Known, byte_at, choices, take, units_at};
use expr::{Completion, Source, Wants, complete, parse};
use leptos::html;
use leptos::prelude::*;
use mackerel::metrics::Owner;
use web_sys::KeyboardEvent;

/// The field with its errors and suggestions.
#[component]
pub(crate) fn ExpressionField(
    /// What is written.
    text: RwSignal<String>,
    /// Runs it: Enter was pressed.
    on_run: Callback<()>,
) -> impl IntoView {
    let node = NodeRef::<html::Textarea>::new();
    let cursor = RwSignal::new(0);
    let is_open = RwSignal::new(false);
    let chosen = RwSignal::new(0_usize);
    let errors = Memo::new(move |_| text.with(|text| parse(text).err().unwrap_or_default()));
    let completion = Memo::new(move |_| text.with(|text| complete(text, cursor.get())));
    let known = use_known(completion);
    let offered = Memo::new(move |_| {
        if !is_open.get() {
            return Vec::new();
        }
        let language = expression_language();
        completion.with(|completion| known.with(|known| choices(completion, known, language)))
    });
    let read_cursor = move || {
        let Some(field) = node.get_untracked() else { return };
        let units = field.selection_start().ok().flatten().unwrap_or_default() as usize;
        cursor.set(text.with_untracked(|text| byte_at(text, units)));
    };
    let accept = move |choice: &Choice| {
        let replace = completion.with_untracked(|completion| completion.replace);
        let (next, at) = text.with_untracked(|text| take(text, replace, &choice.insert));
        let units = units_at(&next, at) as u32;
        text.set(next.clone());
        cursor.set(at);
        chosen.set(0);
        if let Some(field) = node.get_untracked() {
            field.set_value(&next);
            // A field that lost its place only has its cursor at the end.
            let _ = field.set_selection_range(units, units);
            let _ = field.focus();
        }
    };
    let pressed = move |event: KeyboardEvent| {
        let list = offered.get_untracked();
        let at = chosen.get_untracked().min(list.len().saturating_sub(1));
        // An input method owns the keys while it composes.
        if event.is_composing() {
            return;
        }
        match (event.key().as_str(), list.get(at)) {
            ("ArrowDown", Some(_)) => chosen.set((at + 1) % list.len()),
            ("ArrowUp", Some(_)) => chosen.set((at + list.len() - 1) % list.len()),
            ("Enter" | "Tab", Some(choice)) if !event.shift_key() && !event.ctrl_key() => accept(choice),
            ("Escape", Some(_)) => is_open.set(false),
            (" ", _) if event.ctrl_key() => is_open.set(true),
            ("Enter", _) if !event.shift_key() => {
                is_open.set(false);
                on_run.run(());
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <div class="expression">
            <div class="expression-paper">
                <pre class="expression-ink" aria-hidden="true">
                    {move || text.with(|text| errors.with(|errors| ink::ink(text, errors)))}
                    "\n"
                </pre>
                <textarea
                    node_ref=node
                    class="expression-text"
                    rows="3"
                    spellcheck="false"
                    autocomplete="off"
                    autocapitalize="off"
                    aria-label=move || t().explore.expression
                    aria-describedby="expression-errors"
                    aria-invalid=move || (!errors.with(Vec::is_empty) && !text.with(String::is_empty)).to_string()
                    aria-autocomplete="list"
                    aria-controls="expression-choices"
                    placeholder=move || t().explore.placeholder
                    prop:value=text
                    on:input=move |event| {
                        text.set(event_target_value(&event));
                        read_cursor();
                        chosen.set(0);
                        is_open.set(true);
                    }
                    on:keydown=pressed
                    on:keyup=move |_| read_cursor()
                    on:click=move |_| read_cursor()
                    on:blur=move |_| is_open.set(false)
                ></textarea>
            </div>
            <ul id="expression-choices" class="expression-choices" role="listbox" aria-label=move || t().explore.suggestions hidden=move || offered.with(Vec::is_empty)>
                {move || {
                    offered
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(at, choice)| {
                            let taken = choice.clone();
                            view! {
                                <li
                                    role="option"
                                    aria-selected=move || (chosen.get() == at).to_string()
                                    // Before the field loses the focus and the list with it.
                                    on:pointerdown=move |event| {
                                        event.prevent_default();
                                        accept(&taken);
                                    }
                                >
                                    <code>{choice.label}</code>
                                    <span class="secondary clip">{choice.detail}</span>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
            <div id="expression-errors" role="status"><ul class="expression-errors">
                {move || {
                    if text.with(String::is_empty) {
                        return Vec::new();
                    }
                    let language = expression_language();
                    let place = |at: usize| text.with(|text| text.get(..at).map_or(0, |before| before.chars().count())) + 1;
                    errors
                        .get()
                        .into_iter()
                        .map(|error| {
                            let words = fill(t().explore.error_at, &[&place(error.span.start), &error.message(language)]);
                            view! { <li>{words}</li> }
                        })
                        .collect()
                }}
            </ul></div>
        </div>
    }
}

/// What exists, and the metrics of the owner at the cursor.
fn use_known(completion: Memo<Completion>) -> Memo<Known> {
    let catalog = use_catalog();
    let owner = Memo::new(move |_| {
        completion.with(|completion| match &completion.wants {
            Wants::Metric(Some(source)) => owner_of(source, catalog),
            _ => None,
        })
    });
    let metrics = use_names_of(owner.into());
    Memo::new(move |_| {
        let hosts = catalog.hosts.with(|list| {
            let all = list.value().map_or(&[][..], |list| &list.hosts);
            all.iter().map(|host| (host.id.clone(), host.label().to_owned())).collect()
        });
        let (mut services, mut roles) = (Vec::new(), Vec::new());
        catalog.services.with(|list| {
            for service in list.value().map_or(&[][..], |list| &list.services) {
                services.push(service.name.clone());
                roles.extend(service.roles.iter().map(|role| format!("{}:{role}", service.name)));
            }
        });
        Known { hosts, services, roles, metrics: metrics.with(|names| names.to_vec()) }
    })
}

/// Whose metrics are offered; for a role those of its first host.
fn owner_of(source: &Source, catalog: crate::catalog::Catalog) -> Option<Owner> {
    match source {
        Source::Host(id) => Some(Owner::Host(id.clone())),
        Source::Service(service) => Some(Owner::Service(service.clone())),
        Source::Role { service, role } | Source::RoleSlots { service, role } => catalog.hosts.with(|list| {
            let hosts = &list.value()?.hosts;
            let found = hosts.iter().find(|host| host.has_role(service, role))?;
            Some(Owner::Host(found.id.clone()))
        }),
    }
}
