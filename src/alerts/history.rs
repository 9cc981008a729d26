//! The alerts of the past: walked back page by page as far as somebody wants to look, once; then only what is new.
//!
//! * Closed alerts do not change, so they are kept in this browser, a bounded number of the newest. Their memos may
//!   change elsewhere; [`History::read_again`] forgets what is kept.
//! * Nobody who looks, no request. A failure keeps what is known and is tried again with the next tick.

use super::known::{Fit, Kept, Known};
use super::{MAX_OPEN, use_open_alerts};
use crate::clock::{Clock, use_clock};
use crate::fetch::{self, Failure};
use crate::storage;
use leptos::prelude::*;
use leptos::task::spawn_local;
use mackerel::alerts::{Alert, AlertPage, GetAlert, ListAlerts};
use series::Time;
use std::collections::BTreeMap;
use std::sync::Arc;

const STORAGE_KEY: &str = "battera.alerts";
/// Most alerts that are kept for another day.
const MOST_KEPT: usize = 5_000;
/// Most bytes of them; browsers give about five million to all that a site remembers.
const MOST_BYTES: usize = 2_000_000;
/// When more alerts than this closed unseen, reading pages is quicker than reading each.
const MOST_SINGLE: usize = 50;

/// The alerts read so far, in order, the newest first.
pub type Alerts = Arc<Vec<Arc<Alert>>>;

/// How far the walk has come.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Progress {
    /// How many alerts are known.
    pub count: usize,
    /// Back to when they are known; `None` when none is.
    pub reaches: Option<Time>,
    /// Whether more is being read.
    pub is_walking: bool,
    /// Why it did not get further.
    pub failure: Option<Failure>,
}

/// The alerts of the past, shared by all pages.
#[derive(Clone, Copy)]
pub struct History {
    known: StoredValue<Known>,
    list: RwSignal<Alerts>,
    progress: RwSignal<Progress>,
    wishes: RwSignal<BTreeMap<u32, Time>>,
    wishers: StoredValue<u32>,
    /// What was kept last.
    kept: StoredValue<Alerts>,
    /// The tick of which the newest alerts are known.
    fresh_at: StoredValue<Option<Time>>,
    is_running: StoredValue<bool>,
    clock: Clock,
}

/// Provides the history to everything below.
pub(super) fn provide() {
    let clock = use_clock();
    let history = History {
        known: StoredValue::new(Known::default()),
        list: RwSignal::new(Arc::default()),
        progress: RwSignal::new(Progress::default()),
        wishes: RwSignal::new(BTreeMap::new()),
        wishers: StoredValue::new(0),
        kept: StoredValue::new(Arc::default()),
        fresh_at: StoredValue::new(None),
        is_running: StoredValue::new(false),
        clock,
    };
    provide_context(history);
    Effect::new(move |_| {
        clock.now();
        if history.wishes.with(|wishes| !wishes.is_empty()) {
            history.start();
        }
    });
    let open = use_open_alerts();
    Effect::new(move |_| {
        let now_open = open.with(|open| open.value().cloned());
        if let Some(now_open) = now_open {
            history.compare(&now_open);
        }
    });
}

/// The history provided by the app.
pub fn use_history() -> History {
    expect_context()
}

impl History {
    /// What was read so far; follows it. While it is being read it grows in a few large steps.
    pub fn list(self) -> Alerts {
        self.list.get()
    }

    /// How far the walk has come; follows it.
    pub fn progress(self) -> Progress {
        self.progress.get()
    }

    /// Whether everything since that moment is known; follows the walk.
    pub fn covers(self, from: Time) -> bool {
        self.progress.with(|progress| progress.reaches.is_some_and(|reaches| reaches <= from))
    }

    /// Asks for everything since a moment, for as long as the owner is there; `None` asks for nothing.
    pub fn want(self, from: impl Fn() -> Option<Time> + 'static) {
        let own = self.wishers.get_value();
        self.wishers.set_value(own + 1);
        Effect::new(move |_| {
            let from = from();
            self.wishes.update(|wishes| {
                match from {
                    Some(from) => wishes.insert(own, from),
                    None => wishes.remove(&own),
                };
            });
        });
        on_cleanup(move || {
            self.wishes.try_update(|wishes| wishes.remove(&own));
        });
    }

    /// Takes an alert as the server has just told it.
    pub fn learn(self, alert: Alert) {
        self.known.update_value(|known| known.renew(alert));
        self.publish();
        self.keep();
    }

    /// Forgets all, also what is kept, and reads it again.
    pub fn read_again(self) {
        storage::set(STORAGE_KEY, "");
        self.known.set_value(Known::default());
        self.fresh_at.set_value(None);
        self.list.set(Arc::default());
        self.progress.set(Progress::default());
        self.start();
    }

    fn start(self) {
        if !self.is_running.get_value() {
            self.is_running.set_value(true);
            spawn_local(async move {
                let outcome = self.walk().await;
                self.is_running.set_value(false);
                self.progress.update(|progress| {
                    progress.is_walking = false;
                    progress.failure = outcome.err();
                });
                self.publish();
                self.keep();
            });
        }
    }

    /// Reads what is new, then what is older, until nobody wants more.
    async fn walk(self) -> Result<(), Failure> {
        loop {
            let goal = self.wishes.with_untracked(|wishes| wishes.values().min().copied());
            let now = self.clock.now_untracked();
            if self.fresh_at.get_value() != Some(now) {
                self.refresh().await?;
                self.fresh_at.set_value(Some(now));
                self.publish_if_grown();
                continue;
            }
            let (reaches, next_id) =
                self.known.with_value(|known| (known.reaches(), known.next_id().map(str::to_owned)));
            match (goal, next_id) {
                (Some(goal), Some(next_id)) if reaches.is_none_or(|reaches| reaches > goal) => {
                    self.progress.update(|progress| progress.is_walking = true);
                    let page = page(Some(next_id)).await?;
                    self.known.update_value(|known| known.append(page));
                    self.publish_if_grown();
                }
                _ => return Ok(()),
            }
        }
    }

    /// Reads the newest alerts, down to one that is known.
    async fn refresh(self) -> Result<(), Failure> {
        if self.known.with_value(Known::is_empty)
            && let Some(kept) = storage::get(STORAGE_KEY)
            && let Ok(kept) = serde_json::from_str::<Kept>(&kept)
        {
            self.known.set_value(kept.into());
        }
        let mut above: Vec<AlertPage> = Vec::new();
        let mut next_id = None;
        loop {
            let page = page(next_id.take()).await?;
            next_id.clone_from(&page.next_id);
            let fit =
                self.known.with_value(|known| if known.is_empty() { Fit::Strange } else { known.fit(&page) });
            above.push(page);
            match fit {
                Fit::Above => (),
                Fit::Joined => {
                    let alerts = above.into_iter().flat_map(|page| page.alerts);
                    self.known.update_value(|known| alerts.for_each(|alert| known.put(alert)));
                    return Ok(());
                }
                Fit::Strange => {
                    let mut known = Known::default();
                    for page in above {
                        known.append(page);
                    }
                    self.known.set_value(known);
                    return Ok(());
                }
            }
        }
    }

    /// What is no longer among the open alerts has closed since it was read.
    fn compare(self, open: &[Alert]) {
        self.known.update_value(|known| open.iter().for_each(|alert| known.renew(alert.clone())));
        let is_all = open.len() < MAX_OPEN;
        let closed =
            if is_all { self.known.with_value(|known| known.closed_since(open)) } else { Vec::new() };
        if closed.len() > MOST_SINGLE {
            self.read_again();
        } else if !closed.is_empty() {
            spawn_local(async move {
                for id in closed {
                    // One that is gone or cannot be read stays as it was until the next tick.
                    if let Ok(alert) = fetch::send(&GetAlert { id }).await {
                        self.known.update_value(|known| known.renew(alert));
                    }
                }
                self.publish();
                self.keep();
            });
        }
        self.publish();
    }

    /// Shows what is known, if that is half as much again: whoever lists all of it does so a few times only.
    fn publish_if_grown(self) {
        let (count, reaches) = self.known.with_value(|known| (known.len(), known.reaches()));
        self.progress.update(|progress| {
            progress.count = count;
            progress.reaches = reaches;
        });
        if count > self.list.with_untracked(|list| list.len()) * 3 / 2 {
            self.publish();
        }
    }

    fn publish(self) {
        let list = self.known.with_value(Known::list);
        let (count, reaches) = self.known.with_value(|known| (known.len(), known.reaches()));
        let is_same = |old: &Alerts| {
            old.len() == list.len() && old.iter().zip(&list).all(|(old, new)| Arc::ptr_eq(old, new))
        };
        if !self.list.with_untracked(is_same) {
            self.list.set(Arc::new(list));
        }
        self.progress.update(|progress| {
            progress.count = count;
            progress.reaches = reaches;
        });
    }

    fn keep(self) {
        let list = self.list.get_untracked();
        if self.known.with_value(Known::is_empty) || self.kept.with_value(|kept| Arc::ptr_eq(kept, &list)) {
            return;
        }
        self.kept.set_value(list);
        let mut most = MOST_KEPT;
        while most > 0 {
            let kept = self.known.with_value(|known| known.keep(most));
            let Some(text) = kept.and_then(|kept| serde_json::to_string(&kept).ok()) else { return };
            if text.len() <= MOST_BYTES {
                storage::set(STORAGE_KEY, &text);
                return;
            }
            most /= 2;
        }
    }
}

async fn page(next_id: Option<String>) -> Result<AlertPage, Failure> {
    fetch::send(&ListAlerts { with_closed: true, next_id, limit: None }).await
}
