//! A button that copies a text, and says whether it did. Where the browser gives no clipboard (a page that is neither
//! encrypted nor of this machine) it says so, and the text can be selected.

use crate::i18n::t;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

/// What became of the last press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Copied {
    Not,
    Done,
    Failed,
}

/// The button.
#[component]
pub(crate) fn CopyButton(
    /// What it says.
    #[prop(into)]
    name: TextProp,
    /// What is copied.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let state = RwSignal::new(Copied::Not);
    // Another text has not been copied yet.
    Effect::new(move |_| {
        text.track();
        state.set(Copied::Not);
    });
    let copy = move |_| {
        let text = text.get_untracked();
        spawn_local(async move {
            let next = if write(&text).await { Copied::Done } else { Copied::Failed };
            // The button may be gone.
            let _ = state.try_set(next);
        });
    };
    view! {
        <span class="row">
            <button type="button" class="dense" on:click=copy>
                {move || name.get()}
            </button>
            <span class="small secondary" role="status">
                {move || match state.get() {
                    Copied::Not => "",
                    Copied::Done => t().annotations.copied,
                    Copied::Failed => t().annotations.not_copied,
                }}
            </span>
        </span>
    }
}

async fn write(text: &str) -> bool {
    let navigator = window().navigator();
    // Without a secure context there is no clipboard at all.
    let there = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"))
        .is_ok_and(|found| found.is_object());
    there && wasm_bindgen_futures::JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
