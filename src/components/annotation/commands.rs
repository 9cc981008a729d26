//! The dialog with the commands that post an annotation like one that is there.

use crate::annotations::command::Way;
use crate::components::copy::CopyButton;
use crate::components::dialog::Dialog;
use crate::i18n::t;
use leptos::prelude::*;
use mackerel::annotations::Annotation;

/// Shows the commands for what `shown` holds.
#[component]
pub(crate) fn Commands(shown: RwSignal<Option<Annotation>>) -> impl IntoView {
    let open = RwSignal::new(false);
    let way = RwSignal::new(Way::Curl);
    Effect::new(move |_| open.set(shown.with(Option::is_some)));
    Effect::new(move |was: Option<bool>| {
        let now = open.get();
        if was == Some(true) && !now {
            shown.set(None);
        }
        now
    });
    let site = window().location().origin().unwrap_or_default();
    let text = Signal::derive(move || {
        shown.with(|one| one.as_ref().map_or(String::new(), |one| way.get().command(one, &site)))
    });
    view! {
        <Dialog open title=|| t().annotations.command class="broad">
            <p class="secondary">{move || t().annotations.command_hint}</p>
            <div class="row" role="group" aria-label=move || t().annotations.ways>
                {Way::ALL
                    .map(|one| {
                        view! {
                            <button
                                type="button"
                                class="dense"
                                aria-pressed=move || (way.get() == one).to_string()
                                on:click=move |_| way.set(one)
                            >
                                {one.name()}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            <pre class="command" tabindex="0" role="group" aria-label=move || way.get().name()>{text}</pre>
            <CopyButton name=|| t().annotations.copy text />
        </Dialog>
    }
}
