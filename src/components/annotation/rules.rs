//! The rules that say which layer an annotation belongs to, to be changed in a dialog. Every change counts at once.

use crate::components::dialog::Dialog;
use crate::i18n::{fill, t};
use crate::layers::rules::{Field, Rule, defaults};
use crate::layers::{ALL, from_word, name, use_layers, word};
use chart::Layer;
use leptos::prelude::*;

/// The button that opens them.
#[component]
pub(crate) fn RulesButton() -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <button type="button" class="quiet dense" aria-haspopup="dialog" on:click=move |_| open.set(true)>
            {move || t().annotations.rules}
        </button>
        <Dialog open title=|| t().annotations.rules_title class="broad">
            <Rules />
        </Dialog>
    }
}

#[component]
fn Rules() -> impl IntoView {
    let layers = use_layers();
    // Rows are made anew only when there are more or fewer, so that typing keeps the focus.
    let count = Memo::new(move |_| layers.rules().len());
    let add = move |_| {
        let mut rules = layers.rules_untracked();
        let (words, service, role) = (String::new(), String::new(), String::new());
        rules.insert(0, Rule { layer: Layer::Deploy, field: Field::Title, words, service, role });
        layers.set_rules(rules);
    };
    view! {
        <p class="secondary">{move || t().annotations.rules_hint}</p>
        <ol class="rules">
            {move || (0..count.get()).map(|at| view! { <RuleRow at /> }).collect_view()}
        </ol>
        <div class="row">
            <button type="button" class="dense" on:click=add>{move || t().annotations.rule_add}</button>
            <button type="button" class="quiet dense" on:click=move |_| layers.set_rules(defaults())>
                {move || t().annotations.rules_reset}
            </button>
        </div>
    }
}

#[component]
fn RuleRow(at: usize) -> impl IntoView {
    let layers = use_layers();
    let rule = Memo::new(move |_| layers.rules().get(at).cloned());
    let change = move |edit: &dyn Fn(&mut Rule)| {
        let mut rules = layers.rules_untracked();
        if let Some(rule) = rules.get_mut(at) {
            edit(rule);
        }
        layers.set_rules(rules);
    };
    let remove = move |_| {
        let mut rules = layers.rules_untracked();
        if at < rules.len() {
            rules.remove(at);
        }
        layers.set_rules(rules);
    };
    let text = move |part: fn(&Rule) -> &String| {
        rule.with(|rule| rule.as_ref().map(part).cloned().unwrap_or_default())
    };
    let is_title = move || rule.with(|rule| rule.as_ref().is_none_or(|rule| rule.field == Field::Title));
    view! {
        <li class="rule" role="group" aria-label=move || fill(t().annotations.rule, &[&(at + 1)])>
            <select
                aria-label=move || t().annotations.rule_layer
                on:change=move |event| {
                    let chosen = from_word(&event_target_value(&event)).unwrap_or_default();
                    change(&|rule| rule.layer = chosen);
                }
            >
                {ALL
                    .map(|layer| {
                        let selected = move || rule.with(|rule| rule.as_ref().is_some_and(|rule| rule.layer == layer));
                        view! { <option value=word(layer) selected=selected>{move || name(layer)}</option> }
                    })
                    .collect_view()}
            </select>
            <select
                aria-label=move || t().annotations.rule_field
                on:change=move |event| {
                    let field = if event_target_value(&event) == "title" { Field::Title } else { Field::Description };
                    change(&|rule| rule.field = field);
                }
            >
                <option value="title" selected=is_title>{move || t().annotations.head_title}</option>
                <option value="description" selected=move || !is_title()>{move || t().annotations.head_description}</option>
            </select>
            <input
                type="text"
                class="rule-words"
                aria-label=move || t().annotations.rule_words
                prop:value=move || text(|rule| &rule.words)
                on:change=move |event| {
                    let words = event_target_value(&event);
                    change(&|rule| rule.words.clone_from(&words));
                }
            />
            <input
                type="text"
                class="rule-scope"
                aria-label=move || t().annotations.service
                placeholder=move || t().annotations.service
                prop:value=move || text(|rule| &rule.service)
                on:change=move |event| {
                    let service = event_target_value(&event).trim().to_owned();
                    change(&|rule| rule.service.clone_from(&service));
                }
            />
            <input
                type="text"
                class="rule-scope"
                aria-label=move || t().annotations.role
                placeholder=move || t().annotations.role
                prop:value=move || text(|rule| &rule.role)
                on:change=move |event| {
                    let role = event_target_value(&event).trim().to_owned();
                    change(&|rule| rule.role.clone_from(&role));
                }
            />
            <button
                type="button"
                class="quiet dense"
                aria-label=move || fill(t().annotations.rule_remove, &[&(at + 1)])
                on:click=remove
            >
                "×"
            </button>
        </li>
    }
}
