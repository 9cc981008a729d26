//! Saving: reads what is stored now, merges it when another person saved meanwhile, asks where both changed the same.
//!
//! Nothing is written before every conflict is decided. A failed save keeps the draft, here and in this browser.

use super::session::{self, Session};
use crate::components::dialog::Dialog;
use crate::fetch::{self, Failure};
use crate::i18n::{fill, t};
use dashboard::Draft;
use dashboard::merge::{Conflict, Merged, Part, Side, merge};
use leptos::prelude::*;
use leptos::task::spawn_local;
use mackerel::dashboards::{Dashboard, GetDashboard, UpdateDashboard};

/// What both changed, and which side was chosen for each.
#[derive(Debug, Clone, PartialEq)]
struct Asked {
    conflicts: Vec<Conflict>,
    sides: Vec<Side>,
}

/// The state of saving.
#[derive(Clone, Copy)]
pub struct Saving {
    session: Session,
    on_done: Callback<()>,
    failure: RwSignal<Option<Failure>>,
    asked: RwSignal<Option<Asked>>,
}

enum Outcome {
    Saved(Dashboard),
    Asks(Vec<Conflict>),
}

impl Saving {
    pub(super) fn new(session: Session, on_done: Callback<()>) -> Self {
        Self { session, on_done, failure: RwSignal::new(None), asked: RwSignal::new(None) }
    }

    /// Whether a save is under way.
    pub(super) fn busy(self) -> bool {
        self.session.is_saving.get()
    }

    /// Why the last one failed.
    pub(super) fn failure(self) -> Option<Failure> {
        self.failure.get()
    }

    /// Saves, one at a time; with the sides that were chosen for the conflicts, if there were any.
    pub(super) fn start(self) {
        if self.session.is_saving.get_untracked() {
            return;
        }
        self.session.is_saving.set(true);
        self.failure.set(None);
        let decided = self.asked.get_untracked();
        spawn_local(async move {
            let outcome = store(self.session, decided.as_ref()).await;
            if let Ok(Outcome::Saved(saved)) = &outcome {
                session::forget(&saved.id);
            }
            // The editor may be gone: what was saved is saved.
            if self.session.is_saving.try_set(false).is_some() {
                return;
            }
            match outcome {
                Ok(Outcome::Saved(saved)) => {
                    self.asked.set(None);
                    let draft = Draft::new(&saved);
                    self.session.restart(saved, draft);
                    self.on_done.run(());
                }
                Ok(Outcome::Asks(conflicts)) => {
                    let sides = vec![Side::Ours; conflicts.len()];
                    self.asked.set(Some(Asked { conflicts, sides }));
                }
                Err(failure) => {
                    self.asked.set(None);
                    self.failure.set(Some(failure));
                }
            }
        });
    }
}

async fn store(session: Session, decided: Option<&Asked>) -> Result<Outcome, Failure> {
    let base = session.base.get_untracked();
    let ours = session.history.with_untracked(|history| history.draft().clone());
    let theirs = fetch::send(&GetDashboard { id: base.id.clone() }).await?;
    if theirs == base {
        return fetch::send(&UpdateDashboard(ours.dashboard())).await.map(Outcome::Saved);
    }
    let side_of = |conflict: &Conflict| {
        let at = decided?.conflicts.iter().position(|one| one == conflict)?;
        decided?.sides.get(at).copied()
    };
    let Merged { draft, conflicts } =
        merge(&base, &ours, &theirs, |conflict| side_of(conflict).unwrap_or(Side::Ours));
    if conflicts.iter().any(|conflict| side_of(conflict).is_none()) {
        return Ok(Outcome::Asks(conflicts));
    }
    fetch::send(&UpdateDashboard(draft.dashboard())).await.map(Outcome::Saved)
}

/// The dialog in which conflicts are decided.
#[component]
pub(super) fn Conflicts(saving: Saving) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(saving.asked.with(Option::is_some)));
    Effect::new(move |was: Option<bool>| {
        let now = open.get();
        if was == Some(true) && !now && !saving.session.is_saving.get_untracked() {
            saving.asked.set(None);
        }
        now
    });
    let conflicts = Memo::new(move |_| {
        saving.asked.with(|asked| asked.as_ref().map(|asked| asked.conflicts.clone()).unwrap_or_default())
    });
    view! {
        <Dialog open title=move || t().editor.conflict class="sheet">
            <p>{move || t().editor.conflict_how}</p>
            <ul class="stack">
                {move || {
                    let all = conflicts.get().into_iter().enumerate();
                    all.map(|(at, conflict)| view! { <Choice saving at conflict /> }).collect_view()
                }}
            </ul>
            <div class="dialog-actions">
                <button type="button" on:click=move |_| open.set(false)>
                    {move || t().shell.cancel}
                </button>
                <button type="button" class="primary" disabled=move || saving.busy() on:click=move |_| saving.start()>
                    {move || t().editor.save}
                </button>
            </div>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Choice(saving: Saving, at: usize, conflict: Conflict) -> impl IntoView {
    let name = StoredValue::new(conflict.name);
    let part = conflict.part;
    let side =
        move || saving.asked.with(|asked| asked.as_ref().and_then(|asked| asked.sides.get(at).copied()));
    let choose = move |side: Side| {
        saving.asked.update(|asked| {
            if let Some(chosen) = asked.as_mut().and_then(|asked| asked.sides.get_mut(at)) {
                *chosen = side;
            }
        });
    };
    let label = move || fill(part_name(part), &[&name.get_value()]);
    let radio = move |this: Side, text: fn() -> &'static str| {
        view! {
            <label class="row">
                <input
                    type="radio"
                    name=format!("conflict-{at}")
                    prop:checked=move || side() == Some(this)
                    on:change=move |_| choose(this)
                />
                <span>{move || text()}</span>
            </label>
        }
    };
    view! {
        <li>
            <fieldset class="row">
                <legend>{label}</legend>
                {radio(Side::Ours, || t().editor.ours)}
                {radio(Side::Theirs, || t().editor.theirs)}
            </fieldset>
        </li>
    }
    .into_any()
}

fn part_name(part: Part) -> &'static str {
    let texts = &t().editor;
    match part {
        Part::Title => texts.part_title,
        Part::Memo => texts.part_memo,
        Part::UrlPath => texts.part_path,
        Part::WidgetTitle => texts.part_widget_title,
        Part::WidgetPlace => texts.part_widget_place,
        Part::WidgetContent => texts.part_widget_content,
        Part::WidgetRemoved => texts.part_widget_removed,
    }
}
