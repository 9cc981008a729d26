//! Services, roles and monitors to choose from: what is chosen as a row of names, the rest as a menu.

use crate::components::icon::{Icon, Shape};
use crate::i18n::{fill, t};
use leptos::prelude::*;

/// The names and the menu. A choice is a value and what people call it.
#[component]
pub(crate) fn Chosen(
    /// The values that are chosen.
    #[prop(into)]
    chosen: Signal<Vec<String>>,
    /// Everything that there is.
    #[prop(into)]
    choices: Signal<Vec<(String, String)>>,
    /// What the menu says while nothing is being chosen, and its name.
    add: fn() -> &'static str,
    /// What the whole is called.
    #[prop(into)]
    name: TextProp,
    /// Takes the values after a change.
    on_change: Callback<Vec<String>>,
) -> impl IntoView {
    let label = move |value: &str| {
        let found =
            choices.with(|all| all.iter().find(|choice| choice.0 == value).map(|choice| choice.1.clone()));
        found.unwrap_or_else(|| value.to_owned())
    };
    let remove = move |value: &str| {
        let mut left = chosen.get_untracked();
        left.retain(|one| one != value);
        on_change.run(left);
    };
    let added = move |event: web_sys::Event| {
        let value = event_target_value(&event);
        if !value.is_empty() {
            let mut all = chosen.get_untracked();
            all.push(value);
            on_change.run(all);
        }
    };
    let left = move || {
        let taken = chosen.get();
        choices
            .with(|all| all.iter().filter(|choice| !taken.contains(&choice.0)).cloned().collect::<Vec<_>>())
    };
    let title = name.clone();
    view! {
        <div class="chosen" role="group" aria-label=move || name.get()>
            <For each=move || chosen.get() key=String::clone let:value>
                {
                    let (shown, named, taken) = (value.clone(), value.clone(), value);
                    view! {
                        <span class="chip">
                            {move || label(&shown)}
                            <button
                                type="button"
                                class="quiet icon dense"
                                aria-label=move || fill(t().monitors.remove_scope, &[&label(&named)])
                                on:click=move |_| remove(&taken)
                            >
                                <Shape icon=Icon::Close />
                            </button>
                        </span>
                    }
                }
            </For>
            <select aria-label=move || format!("{}: {}", title.get(), add()) prop:value="" on:change=added>
                // A change of what is chosen makes the menu anew, back at its first line.
                {move || {
                    view! {
                        <option value="" selected>{add()}</option>
                        {left().into_iter().map(|(value, label)| view! { <option value=value>{label}</option> }).collect_view()}
                    }
                }}
            </select>
        </div>
    }
    .into_any()
}
