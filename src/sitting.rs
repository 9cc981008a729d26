//! What was changed in this sitting: each change can be taken back for ten seconds, and all of them are listed with
//! what was there before.
//!
//! * Taking back sends the old value; a deletion waits ten seconds before it is sent, so that taking it back sends nothing.
//! * One change can be taken back at a time: the next one settles the last, and sends a deletion that waits.
//! * A page that is left or reloaded within the ten seconds deletes nothing.
//! * The list lives in the tab's session: it survives a reload and ends with the tab.

mod changes;

pub(crate) use changes::word;
pub use changes::{Change, Object, What, difference, markdown};

use crate::clock::{Clock, use_clock};
use crate::components::panel::failure_text;
use crate::fetch::{self, Failure};
use crate::i18n::{fill, t};
use crate::storage;
use crate::write::Write;
use leptos::prelude::*;
use leptos::task::spawn_local;
use mackerel::downtimes::{CreateDowntime, DeleteDowntime, Downtime, UpdateDowntime};
use mackerel::monitors::{CreateMonitor, DeleteMonitor, GetMonitor, Monitor, UpdateMonitor};
use std::time::Duration;

/// How long a change can be taken back.
pub const UNDO_SECS: u64 = 10;

const STORAGE_KEY: &str = "battera.sitting";

/// The changes and the one that can still be taken back.
#[derive(Debug, Clone, Copy)]
pub struct Sitting {
    changes: RwSignal<Vec<Change>>,
    notice: RwSignal<Option<Notice>>,
    next: StoredValue<u32>,
    clock: Clock,
}

/// What is said at the bottom of the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// Tells it from the next one.
    number: u32,
    /// What happened.
    pub said: Said,
    /// How it is taken back; `None` once it cannot be.
    undo: Option<Undo>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// Something was changed.
    Did(What, String),
    /// Something is about to be deleted.
    Deleting(String),
    /// It was taken back.
    Undone,
    /// It could not be taken back.
    NotUndone(Failure),
    /// It could not be deleted.
    NotDeleted(Failure),
}

/// How a change is taken back.
#[derive(Debug, Clone, PartialEq)]
enum Undo {
    /// By sending the old value.
    SaveMonitor(Box<Monitor>),
    /// By removing what was added.
    RemoveMonitor(String),
    /// By sending the old value.
    SaveDowntime(Box<Downtime>),
    /// By removing what was added.
    RemoveDowntime(String),
    /// By not sending the deletion.
    Keep(Deletion),
}

/// A deletion that waits.
#[derive(Debug, Clone, PartialEq)]
enum Deletion {
    Monitor(Box<Monitor>),
    Downtime(Box<Downtime>),
}

/// Provides the sitting to everything below.
pub(crate) fn provide() {
    let stored =
        storage::session(STORAGE_KEY).and_then(|text| serde_json::from_str::<Vec<Change>>(&text).ok());
    let changes = stored.unwrap_or_default();
    let next = changes.iter().map(|change| change.number + 1).max().unwrap_or(0);
    let sitting = Sitting {
        changes: RwSignal::new(changes),
        notice: RwSignal::new(None),
        next: StoredValue::new(next),
        clock: use_clock(),
    };
    provide_context(sitting);
    Effect::new(move |_| {
        if let Ok(text) = sitting.changes.with(serde_json::to_string) {
            storage::set_session(STORAGE_KEY, &text);
        }
    });
}

/// The sitting provided by the app.
pub fn use_sitting() -> Sitting {
    expect_context()
}

impl Sitting {
    /// All changes, the first one first; follows them.
    pub fn changes(self) -> Vec<Change> {
        self.changes.get()
    }

    /// How many there are; follows them.
    pub fn count(self) -> usize {
        self.changes.with(Vec::len)
    }

    /// Forgets the list; what was changed stays changed.
    pub fn forget(self) {
        self.changes.set(Vec::new());
    }

    /// What is said now; follows it.
    pub fn notice(self) -> Option<Notice> {
        self.notice.get()
    }

    /// Whether an object is about to be deleted; follows it.
    pub fn is_deleting(self, id: &str) -> bool {
        self.notice.with(|notice| match notice.as_ref().and_then(|notice| notice.undo.as_ref()) {
            Some(Undo::Keep(Deletion::Monitor(monitor))) => monitor.id == id,
            Some(Undo::Keep(Deletion::Downtime(downtime))) => downtime.id == id,
            _ => false,
        })
    }

    /// Saves a monitor that was edited, or a new one, which has no id yet.
    pub fn save_monitor(
        self,
        write: Write,
        before: Option<Monitor>,
        after: Monitor,
        done: impl FnOnce(Monitor) + 'static,
    ) {
        let Some(before) = before else {
            let noted = move |saved: &Monitor| {
                let undo = Undo::RemoveMonitor(saved.id.clone());
                self.did(What::Created, Object::Monitor, &saved.name, (None, changes::json(saved)), undo);
            };
            return write.send_noted(CreateMonitor(after), noted, done);
        };
        let noted = move |saved: &Monitor| {
            let what = match (before.is_mute, saved.is_mute) {
                (false, true) => What::Muted,
                (true, false) => What::Unmuted,
                _ => What::Edited,
            };
            let values = (changes::json(&before), changes::json(saved));
            self.did(what, Object::Monitor, &saved.name, values, Undo::SaveMonitor(Box::new(before)));
        };
        write.send_noted(UpdateMonitor(after), noted, done);
    }

    /// Changes a monitor as it is on the server now, so that nothing else of it is lost.
    pub fn change_monitor(
        self,
        write: Write,
        id: String,
        change: impl FnOnce(&mut Monitor) + 'static,
        done: impl FnOnce() + 'static,
    ) {
        write.send(GetMonitor { id }, move |reply| {
            let before = reply.monitor;
            let mut after = before.clone();
            change(&mut after);
            self.save_monitor(write, Some(before), after, move |_| done());
        });
    }

    /// Saves a downtime that was edited, or a new one, which has no id yet.
    pub fn save_downtime(
        self,
        write: Write,
        before: Option<Downtime>,
        after: Downtime,
        done: impl FnOnce() + 'static,
    ) {
        let Some(before) = before else {
            let noted = move |saved: &Downtime| {
                let undo = Undo::RemoveDowntime(saved.id.clone());
                self.did(What::Created, Object::Downtime, &saved.name, (None, changes::json(saved)), undo);
            };
            return write.send_noted(CreateDowntime(after), noted, move |_| done());
        };
        let noted = move |saved: &Downtime| {
            let values = (changes::json(&before), changes::json(saved));
            self.did(
                What::Edited,
                Object::Downtime,
                &saved.name,
                values,
                Undo::SaveDowntime(Box::new(before)),
            );
        };
        write.send_noted(UpdateDowntime(after), noted, move |_| done());
    }

    /// Deletes a monitor, in ten seconds.
    pub fn delete_monitor(self, monitor: Monitor) {
        let name = monitor.name.clone();
        self.say(Said::Deleting(name), Some(Undo::Keep(Deletion::Monitor(Box::new(monitor)))));
    }

    /// Deletes a downtime, in ten seconds.
    pub fn delete_downtime(self, downtime: Downtime) {
        let name = downtime.name.clone();
        self.say(Said::Deleting(name), Some(Undo::Keep(Deletion::Downtime(Box::new(downtime)))));
    }

    /// Takes the last change back.
    pub fn undo(self) {
        let Some(Notice { undo: Some(undo), number, .. }) = self.notice.get_untracked() else { return };
        // Pressed twice, it is taken back once.
        self.notice.update(|notice| notice.iter_mut().for_each(|notice| notice.undo = None));
        spawn_local(async move {
            let reply = match undo {
                Undo::Keep(_) => Ok(()),
                Undo::SaveMonitor(monitor) => fetch::send(&UpdateMonitor(*monitor)).await.map(drop),
                Undo::RemoveMonitor(id) => fetch::send(&DeleteMonitor { id }).await.map(drop),
                Undo::SaveDowntime(downtime) => fetch::send(&UpdateDowntime(*downtime)).await.map(drop),
                Undo::RemoveDowntime(id) => fetch::send(&DeleteDowntime { id }).await.map(drop),
            };
            match reply {
                Ok(()) => {
                    self.changes.update(|changes| changes.retain(|change| change.number != number));
                    self.say(Said::Undone, None);
                }
                Err(failure) => self.say(Said::NotUndone(failure), None),
            }
            self.clock.tick();
        });
    }

    /// Takes the notice away; what waits is sent.
    pub fn dismiss(self) {
        self.settle();
        self.notice.set(None);
    }

    fn did(
        self,
        what: What,
        object: Object,
        name: &str,
        (before, after): (Option<serde_json::Value>, Option<serde_json::Value>),
        undo: Undo,
    ) {
        self.say(Said::Did(what, name.to_owned()), Some(undo));
        self.record(what, object, name, before, after);
        self.clock.tick();
    }

    /// Lists a change under the number of the notice that was said last.
    fn record(
        self,
        what: What,
        object: Object,
        name: &str,
        before: Option<serde_json::Value>,
        after: Option<serde_json::Value>,
    ) {
        let number = self.next.get_value().saturating_sub(1);
        let (name, at) = (name.to_owned(), self.clock.now_untracked());
        self.changes.update(|changes| changes.push(Change { number, at, what, object, name, before, after }));
    }

    fn say(self, said: Said, undo: Option<Undo>) {
        self.settle();
        let number = self.next.get_value();
        self.next.set_value(number + 1);
        self.notice.set(Some(Notice { number, said, undo }));
        set_timeout(
            move || {
                let is_shown =
                    |notice: &Option<Notice>| notice.as_ref().is_some_and(|shown| shown.number == number);
                if self.notice.try_with_untracked(is_shown) == Some(true) {
                    self.dismiss();
                }
            },
            Duration::from_secs(UNDO_SECS),
        );
    }

    /// Sends the deletion that waits, if there is one.
    fn settle(self) {
        let waiting =
            self.notice.with_untracked(|notice| notice.as_ref().and_then(|notice| notice.undo.clone()));
        let Some(Undo::Keep(deletion)) = waiting else { return };
        self.notice.update(|notice| notice.iter_mut().for_each(|notice| notice.undo = None));
        let deleted = match &deletion {
            Deletion::Monitor(monitor) => (Object::Monitor, monitor.name.clone(), changes::json(monitor)),
            Deletion::Downtime(downtime) => {
                (Object::Downtime, downtime.name.clone(), changes::json(downtime))
            }
        };
        spawn_local(async move {
            let reply = match deletion {
                Deletion::Monitor(monitor) => fetch::send(&DeleteMonitor { id: monitor.id }).await.map(drop),
                Deletion::Downtime(downtime) => {
                    fetch::send(&DeleteDowntime { id: downtime.id }).await.map(drop)
                }
            };
            match reply {
                Ok(()) => {
                    let number = self.next.get_value();
                    self.next.set_value(number + 1);
                    self.record(What::Deleted, deleted.0, &deleted.1, deleted.2, None);
                }
                Err(failure) => self.say(Said::NotDeleted(failure), None),
            }
            self.clock.tick();
        });
    }
}

impl Notice {
    /// Whether it can be taken back.
    pub fn has_undo(&self) -> bool {
        self.undo.is_some()
    }

    /// What it says, in the language shown.
    pub fn words(&self) -> String {
        let texts = &t().monitors;
        match &self.said {
            Said::Did(what, name) => {
                let template = match what {
                    What::Edited => texts.doing_edited,
                    What::Created => texts.doing_created,
                    What::Muted => texts.doing_muted,
                    What::Unmuted => texts.doing_unmuted,
                    What::Deleted => texts.doing_deleted,
                };
                fill(template, &[name])
            }
            Said::Deleting(name) => fill(texts.doing_deleting, &[name]),
            Said::Undone => texts.undone.to_owned(),
            Said::NotUndone(failure) => fill(texts.undo_failed, &[&failure_text(failure)]),
            Said::NotDeleted(failure) => fill(texts.delete_failed, &[&failure_text(failure)]),
        }
    }
}
