//! A write that a person asked for: whether it is under way, and why the last one failed.
//!
//! What was typed stays where it was; only success may forget it.

use crate::fetch::{self, Failure};
use leptos::prelude::*;
use leptos::task::spawn_local;
use mackerel::Endpoint;

/// The state of a form's writes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Write {
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

impl Write {
    /// Whether a write is under way.
    pub fn busy(self) -> bool {
        self.busy.get()
    }

    /// Why the last one failed; follows changes.
    pub fn failure(self) -> Option<Failure> {
        self.failure.get()
    }

    /// Sends; one at a time. `done` runs only when it succeeded and the form is still there.
    pub fn send<E: Endpoint + 'static>(self, endpoint: E, done: impl FnOnce(E::Response) + 'static) {
        self.send_noted(endpoint, |_| (), done);
    }

    /// The same; `noted` runs when it succeeded, whether or not the form is still there.
    pub fn send_noted<E: Endpoint + 'static>(
        self,
        endpoint: E,
        noted: impl FnOnce(&E::Response) + 'static,
        done: impl FnOnce(E::Response) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let reply = fetch::send(&endpoint).await;
            if let Ok(response) = &reply {
                noted(response);
            }
            if self.busy.try_set(false).is_some() {
                return;
            }
            match reply {
                Ok(response) => done(response),
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
    }
}
