//! What was just changed, at the bottom of every page, and taking it back.

use crate::components::icon::{Icon, Shape};
use crate::i18n::t;
use crate::sitting::{Notice, use_sitting};
use leptos::prelude::*;

/// The bar; nothing while there is nothing to say.
#[component]
pub(crate) fn UndoBar() -> impl IntoView {
    let sitting = use_sitting();
    let is_shown = Memo::new(move |_| sitting.notice().is_some());
    let has_undo = Memo::new(move |_| sitting.notice().is_some_and(|notice| notice.has_undo()));
    let words = move || sitting.notice().as_ref().map(Notice::words);
    view! {
        <div class="undo-place">
            <p class="aside-text" role="status">{words}</p>
            <Show when=move || is_shown.get()>
                <div class="undo-note change-note" role="group" aria-label=move || t().monitors.decide>
                    <span class="clip" aria-hidden="true">{words}</span>
                    <Show when=move || has_undo.get()>
                        <button type="button" class="dense" on:click=move |_| sitting.undo()>
                            {move || t().monitors.undo}
                        </button>
                    </Show>
                    <button
                        type="button"
                        class="quiet icon dense"
                        aria-label=move || t().shell.dismiss
                        on:click=move |_| sitting.dismiss()
                    >
                        <Shape icon=Icon::Close />
                    </button>
                </div>
            </Show>
        </div>
    }
    .into_any()
}
