//! Deleting an annotation, and the note that takes it back for ten seconds. It belongs to the app, not to the place
//! where the annotation was, which is gone with it.

use crate::components::panel::failure_text;
use crate::fetch::Failure;
use crate::i18n::{fill, t};
use crate::query::annotations;
use leptos::prelude::*;
use leptos::task::spawn_local;
use mackerel::annotations::Annotation;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(10);

/// What was deleted last, and what went wrong.
#[derive(Clone, Copy)]
pub(crate) struct Deletion {
    deleted: RwSignal<Option<Annotation>>,
    failure: RwSignal<Option<Failure>>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Deletion {
    /// Deletes an annotation; the note says so, or why not.
    pub(crate) fn delete(self, annotation: Annotation) {
        self.forget();
        spawn_local(async move {
            match annotations::delete(annotation.id.clone()).await {
                Ok(_) => self.offer(annotation),
                Err(why) => self.failure.set(Some(why)),
            }
        });
    }

    fn offer(self, annotation: Annotation) {
        self.stop();
        self.deleted.set(Some(annotation));
        let timer = set_timeout_with_handle(move || self.deleted.set(None), PATIENCE);
        self.timer.set_value(timer.ok());
    }

    fn bring_back(self) {
        let Some(annotation) = self.deleted.get_untracked() else { return };
        // Pressed twice, it comes back once.
        self.forget();
        spawn_local(async move {
            let again = Annotation { id: String::new(), ..annotation.clone() };
            match annotations::save(again).await {
                Ok(_) => self.forget(),
                Err(why) => {
                    self.offer(annotation);
                    self.failure.set(Some(why));
                }
            }
        });
    }

    fn forget(self) {
        self.stop();
        self.deleted.set(None);
        self.failure.set(None);
    }

    fn stop(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }
}

/// Provides deleting to everything below.
pub(crate) fn provide() {
    provide_context(Deletion {
        deleted: RwSignal::new(None),
        failure: RwSignal::new(None),
        timer: StoredValue::new(None),
    });
}

/// The deletion provided by the app.
pub(crate) fn use_deletion() -> Deletion {
    expect_context()
}

/// The note.
#[component]
pub(crate) fn UndoNote() -> impl IntoView {
    let deletion = use_deletion();
    let title = move || deletion.deleted.with(|one| one.as_ref().map(|one| one.title.clone()));
    let failure = move || deletion.failure.get();
    let dismiss = move || {
        view! {
            <button
                type="button"
                class="quiet dense"
                aria-label=move || t().graph.dismiss
                on:click=move |_| deletion.forget()
            >
                "×"
            </button>
        }
    };
    view! {
        <div role="status">
            {move || {
                let (title, failure) = (title(), failure());
                (title.is_some() || failure.is_some()).then(|| {
                    let undo = title.is_some().then(|| view! {
                        <button type="button" class="dense" on:click=move |_| deletion.bring_back()>
                            {move || t().graph.undo}
                        </button>
                    });
                    view! {
                        <div class="undo-note">
                            {title.map(|title| view! { <span class="clip">{fill(t().graph.annotation_deleted, &[&title])}</span> })}
                            {failure.map(|failure| view! { <span class="undo-failure">{failure_text(&failure)}</span> })}
                            {undo}
                            {dismiss()}
                        </div>
                    }
                })
            }}
        </div>
    }
}
