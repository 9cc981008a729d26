//! One sitting with a dashboard: the draft and its history, what is selected, what is kept in this browser.
//!
//! * Every edit is kept in this browser at once, so that a closed tab loses nothing; saving or discarding forgets it.
//! * A refused edit leaves the draft as it is and says why.

use crate::i18n::{fill, t};
use crate::storage;
use dashboard::{Draft, Edit, History, Key, Refusal};
use leptos::prelude::*;
use mackerel::dashboards::{Dashboard, Layout, Widget};
use serde::{Deserialize, Serialize};

/// What this browser keeps of unsaved edits: the state they began with, and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Unsaved {
    /// As it was stored when the edits began.
    pub base: Dashboard,
    /// As it is now.
    pub edited: Dashboard,
}

/// The sitting. Copied to every part of the editor.
#[derive(Clone, Copy)]
pub struct Session {
    /// As it was stored when the edits began.
    pub base: RwSignal<Dashboard>,
    /// The draft and what can be taken back.
    pub history: RwSignal<History>,
    /// The widget whose settings are open.
    pub open: RwSignal<Option<Key>>,
    /// What the status line says.
    pub said: RwSignal<String>,
    /// Whether a save is under way; nothing is edited meanwhile.
    pub is_saving: RwSignal<bool>,
}

impl Session {
    /// Begins with what is stored, or goes on with what this browser kept.
    pub(crate) fn begin(stored: &Dashboard) -> Self {
        let kept = unsaved(&stored.id);
        let restored = kept.is_some();
        let Unsaved { base, edited } =
            kept.unwrap_or_else(|| Unsaved { base: stored.clone(), edited: stored.clone() });
        let mut history = History::new(Draft::new(&base));
        // What was kept is one step, so that undo leads back to what is stored. A replacement is never refused.
        let _ = history.edit(Edit::Replace(edited));
        let said = if restored { t().editor.restored.to_owned() } else { String::new() };
        Self {
            base: RwSignal::new(base),
            history: RwSignal::new(history),
            open: RwSignal::new(None),
            said: RwSignal::new(said),
            is_saving: RwSignal::new(false),
        }
    }

    /// Makes an edit, or says why not.
    pub(crate) fn edit(self, edit: Edit) -> Result<(), Refusal> {
        let mut result = Ok(());
        self.history.update(|history| result = history.edit(edit));
        match result {
            Ok(()) => {
                self.said.set(String::new());
                self.keep();
            }
            Err(refusal) => self.said.set(refusal_text(refusal)),
        }
        result
    }

    /// Takes the last edit back.
    pub(crate) fn undo(self) {
        self.history.update(|history| _ = history.undo());
        self.keep();
    }

    /// Makes the last edit that was taken back again.
    pub(crate) fn redo(self) {
        self.history.update(|history| _ = history.redo());
        self.keep();
    }

    /// The dashboard as it would be saved; follows the edits.
    pub(crate) fn dashboard(self) -> Dashboard {
        self.history.with(|history| history.draft().dashboard())
    }

    /// Whether there is anything to save; follows the edits.
    pub(crate) fn is_changed(self) -> bool {
        self.base.with(|base| self.history.with(|history| history.draft().dashboard() != *base))
    }

    /// Where a widget is drawn; follows the edits.
    pub(crate) fn cell(self, key: Key) -> Option<Layout> {
        self.history.with(|history| history.draft().cell(key))
    }

    /// Puts a new widget on the first free place and opens its settings.
    pub(crate) fn add(self, mut widget: Widget, from: Layout) {
        widget.layout = self.history.with_untracked(|history| history.draft().free(from));
        if self.edit(Edit::Add(widget)).is_ok() {
            self.open.set(self.newest());
        }
    }

    /// Puts a copy of a widget on the first free place below or beside it.
    pub(crate) fn duplicate(self, key: Key) {
        let place = self.history.with_untracked(|history| {
            let draft = history.draft();
            draft.cell(key).map(|cell| draft.free(cell))
        });
        if let Some(place) = place {
            // A free place is never refused.
            let _ = self.edit(Edit::Duplicate(key, place));
        }
    }

    /// Begins anew from another state, with nothing to take back.
    pub(crate) fn restart(self, base: Dashboard, draft: Draft) {
        self.history.set(History::new(draft));
        self.base.set(base);
        self.keep();
    }

    fn newest(self) -> Option<Key> {
        self.history.with_untracked(|history| history.draft().items().last().map(|item| item.key))
    }

    fn keep(self) {
        let base = self.base.get_untracked();
        let edited = self.history.with_untracked(|history| history.draft().dashboard());
        let key = storage_key(&base.id);
        if edited == base {
            storage::remove(&key);
        } else if let Ok(text) = serde_json::to_string(&Unsaved { base, edited }) {
            storage::set(&key, &text);
        }
    }
}

/// What this browser keeps of a dashboard's unsaved edits.
pub(crate) fn unsaved(id: &str) -> Option<Unsaved> {
    serde_json::from_str(&storage::get(&storage_key(id))?).ok()
}

/// Forgets the unsaved edits of a dashboard.
pub(crate) fn forget(id: &str) {
    storage::remove(&storage_key(id));
}

fn storage_key(id: &str) -> String {
    format!("battera.draft.{id}")
}

fn refusal_text(refusal: Refusal) -> String {
    let texts = &t().editor;
    match refusal {
        Refusal::Taken(_) => texts.taken.to_owned(),
        Refusal::Outside => texts.outside.to_owned(),
        Refusal::Size(limits) => {
            let ((least_columns, least_rows), (most_columns, most_rows)) = (limits.least, limits.most);
            fill(texts.size, &[&least_columns, &least_rows, &most_columns, &most_rows])
        }
        Refusal::Gone => texts.gone.to_owned(),
    }
}
