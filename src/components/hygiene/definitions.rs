//! What each number of the page means, in words.

use crate::components::panel::Panel;
use crate::i18n::t;
use leptos::prelude::*;

/// The list of definitions.
#[component]
pub(crate) fn Definitions() -> impl IntoView {
    let pairs = move || {
        let texts = &t().hygiene;
        [
            (texts.count, texts.define_count),
            (texts.open_time, texts.define_open),
            (texts.time_to_close, texts.define_close),
            (texts.flapping, texts.define_flapping),
            (texts.unattended, texts.define_unattended),
            (texts.at_night, texts.define_night),
            (texts.on_weekend, texts.define_weekend),
            (texts.long_open, texts.define_long_open),
            (texts.never_fired, texts.define_never_fired),
            (texts.muted, texts.define_muted),
            (texts.without_memo, texts.define_without_memo),
            (texts.unwatched, texts.define_unwatched),
        ]
        .map(|(name, meaning)| view! { <dt>{name}</dt> <dd>{meaning}</dd> })
        .collect_view()
    };
    view! {
        <Panel title=|| t().hygiene.definitions>
            <dl class="facts panel-pad definitions">{pairs}</dl>
        </Panel>
    }
}
