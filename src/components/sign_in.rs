//! Signing in and out. When the server wants to know who asks, a page to sign in covers everything.
//!
//! The page beneath stays as it is, with all that was typed into it; once signed in, it is there again and everything
//! shown asks anew. Nothing but the server's cookie remembers the key.

use crate::catalog::use_catalog;
use crate::clock::use_clock;
use crate::components::icon::{Icon, Shape};
use crate::components::mark::Mark;
use crate::components::panel::failure_text;
use crate::components::shell::{LanguageButton, ThemeButton};
use crate::fetch::{self, Failure};
use crate::i18n::t;
use crate::write::Write;
use leptos::html;
use leptos::prelude::*;
use mackerel::session::{SignIn, SignOut};

/// The page that covers the others while nobody is signed in.
#[component]
pub(crate) fn SignInCover() -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let wanted = fetch::signed_out();
    let follow = move || {
        let (wanted, Some(dialog)) = (wanted.get(), node.get()) else { return };
        if wanted && !dialog.open() {
            // It fails only on a dialog that is already modal or not in the page.
            let _ = dialog.show_modal();
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    };
    Effect::new(move |_| follow());
    view! {
        <dialog
            node_ref=node
            class="sign-in"
            aria-label=move || t().sign_in.title
            on:cancel=|event: web_sys::Event| event.prevent_default()
            // A browser lets a second Escape through all the same.
            on:close=move |_| untrack(follow)
        >
            <Show when=move || wanted.get()>
                <Form />
            </Show>
        </dialog>
    }
}

#[component]
fn Form() -> impl IntoView {
    let clock = use_clock();
    clock.hold_until_cleanup();
    let write = Write::default();
    let key = RwSignal::new(String::new());
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            // The dialog is open with the next frame.
            request_animation_frame(move || {
                let _ = field.focus();
            });
        }
    });
    let is_empty = move || key.with(|key| key.trim().is_empty());
    let enter = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if untrack(is_empty) {
            return;
        }
        write.send(SignIn { key: key.get_untracked().trim().to_owned() }, move |_| {
            fetch::has_signed_in();
            clock.tick();
        });
    };
    let problem = move || write.failure().map(|failure| said(&failure));
    view! {
        <div class="sign-in-bar">
            <span class="brand">
                <Mark />
                <span>"Battera"</span>
            </span>
            <span class="row push">
                <ThemeButton />
                <LanguageButton />
            </span>
        </div>
        <form class="stack sign-in-form" on:submit=enter>
            <h1>{move || t().sign_in.title}</h1>
            <p class="secondary">{move || t().sign_in.text}</p>
            <label class="field">
                <span>{move || t().sign_in.key}</span>
                <input
                    node_ref=field
                    type="password"
                    name="key"
                    class="mono"
                    autocomplete="current-password"
                    spellcheck="false"
                    prop:value=key
                    on:input=move |event| key.set(event_target_value(&event))
                />
            </label>
            <p role="alert" class:field-error=move || problem().is_some()>{problem}</p>
            <div class="dialog-actions">
                <button type="submit" class="primary" disabled=move || is_empty() || write.busy()>
                    {move || t().sign_in.enter}
                </button>
            </div>
            <p class="small secondary">{move || t().sign_in.how}</p>
        </form>
    }
}

/// What this browser may do, where that is less than everything, and the button to sign out, where it signed in.
#[component]
pub(crate) fn Signed() -> impl IntoView {
    let catalog = use_catalog();
    let signed_in = Memo::new(move |_| {
        catalog.capabilities.with(|known| known.value().is_some_and(|known| known.signed_in))
    });
    let leave = |_| {
        leptos::task::spawn_local(async {
            // Whatever came of it, what was shown is not shown any more; who is still signed in can try again.
            let _ = fetch::send(&SignOut).await;
            let _ = window().location().reload();
        });
    };
    view! {
        <Show when=move || !catalog.may_write()>
            <span class="read-only small" title=move || t().sign_in.read_only_hint>
                {move || t().sign_in.read_only}
            </span>
        </Show>
        <Show when=move || signed_in.get()>
            <button
                type="button"
                class="quiet icon"
                aria-label=move || t().sign_in.leave
                title=move || t().sign_in.leave
                on:click=leave
            >
                <Shape icon=Icon::Leave />
            </button>
        </Show>
    }
}

fn said(failure: &Failure) -> String {
    let texts = &t().sign_in;
    match failure {
        Failure::Refused(status, _) if status.as_u16() == 401 => texts.unknown.to_owned(),
        Failure::Refused(status, _) if status.as_u16() == 429 => texts.too_many.to_owned(),
        other => failure_text(other),
    }
}
