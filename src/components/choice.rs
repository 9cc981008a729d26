//! A choice among words of the address, the first of which is no word: everything.

use leptos::prelude::*;

/// A word, and its name for people.
pub type Choices = Vec<(String, String)>;

/// The control.
#[component]
pub(crate) fn Choice(
    /// What is chosen.
    #[prop(into)]
    name: TextProp,
    /// The word that is chosen; one that is not offered is offered too.
    #[prop(into)]
    word: Signal<String>,
    /// What is offered.
    #[prop(into)]
    offered: Signal<Choices>,
    /// Takes the word.
    on_choice: Callback<String>,
) -> impl IntoView {
    let all = Memo::new(move |_| {
        let word = word.get();
        let mut all = offered.get();
        if all.iter().all(|(offered, _)| *offered != word) {
            all.push((word.clone(), word));
        }
        all
    });
    let options = move || {
        all.get()
            .into_iter()
            .map(|(offered, name)| {
                let value = offered.clone();
                view! { <option value=value selected=move || word.with(|word| *word == offered)>{name}</option> }
            })
            .collect_view()
    };
    view! {
        <select
            class="choice"
            aria-label=move || name.get()
            on:change=move |event| on_choice.run(event_target_value(&event))
        >
            {options}
        </select>
    }
}
