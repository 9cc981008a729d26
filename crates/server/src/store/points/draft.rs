//! What the writing thread remembers between jobs, and what of it readers may know once it is on disk.
//!
//! * A job that fails leaves no trace in it, nor does a transaction that could not be committed.
//! * Everything here can be found in the tables too: forgetting costs time only.

use mackerel::metrics::Owner;
use series::Time;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// Numbers of series in memory; beyond, all are forgotten and looked up again.
const MOST_KNOWN: usize = 1 << 20;

/// The writing thread's memory.
#[derive(Debug, Default)]
pub(in crate::store) struct Draft {
    ids: HashMap<Owner, HashMap<String, i64>>,
    known: usize,
    /// Whether the job that runs has met a series that was not in memory.
    learned: bool,
    /// Points of this transaction: series, time and value.
    points: Vec<(i64, Time, f64)>,
    /// The newest points on disk of series that were met for the first time.
    met: Vec<(i64, Time, f64)>,
    /// How many of both earlier jobs added.
    kept: (usize, usize),
}

impl Draft {
    pub(super) fn id(&self, owner: &Owner, name: &str) -> Option<i64> {
        self.ids.get(owner)?.get(name).copied()
    }

    pub(super) fn learn(&mut self, owner: &Owner, name: &str, id: i64) {
        if self.known >= MOST_KNOWN {
            self.ids.clear();
            self.known = 0;
        }
        self.learned = true;
        self.known += 1;
        match self.ids.get_mut(owner) {
            Some(names) => _ = names.insert(name.to_owned(), id),
            None => _ = self.ids.insert(owner.clone(), HashMap::from([(name.to_owned(), id)])),
        }
    }

    pub(super) fn forget(&mut self, owner: &Owner) {
        self.ids.remove(owner);
    }

    pub(super) fn add(&mut self, series: i64, time: Time, value: f64) {
        self.points.push((series, time, value));
    }

    /// What the series had when it was met.
    pub(super) fn meet(&mut self, series: i64, (time, value): (Time, f64)) {
        self.met.push((series, time, value));
    }

    /// A job ended; what it did stands or is undone.
    pub(in crate::store) fn job_done(&mut self, failed: bool) {
        if failed {
            self.points.truncate(self.kept.0);
            self.met.truncate(self.kept.1);
            if self.learned {
                self.ids.clear();
                self.known = 0;
            }
        }
        self.learned = false;
        self.kept = (self.points.len(), self.met.len());
    }

    /// The transaction is on disk. Answers how many points it had.
    pub(in crate::store) fn committed(&mut self, tails: &Tails) -> usize {
        let count = self.points.len();
        tails.follow(&self.met);
        tails.follow(&self.points);
        self.points.clear();
        self.met.clear();
        self.kept = (0, 0);
        count
    }

    /// The transaction was lost.
    pub(in crate::store) fn lost(&mut self) {
        *self = Self::default();
    }
}

/// The newest point of each series that was written or asked for since the start.
#[derive(Debug, Default)]
pub(in crate::store) struct Tails {
    /// By the series' number.
    newest: RwLock<Vec<Option<(Time, f64)>>>,
}

impl Tails {
    pub(super) fn get(&self, series: i64) -> Option<(Time, f64)> {
        let newest = self.newest.read().unwrap_or_else(PoisonError::into_inner);
        *newest.get(usize::try_from(series).ok()?)?
    }

    /// Takes over what a reader found, unless something newer is known.
    pub(super) fn found(&self, series: i64, point: (Time, f64)) {
        let mut newest = self.newest.write().unwrap_or_else(PoisonError::into_inner);
        let place = place(&mut newest, series);
        if let Some(place) = place.filter(|place| place.is_none()) {
            *place = Some(point);
        }
    }

    /// Looks a series up again when it is next asked for: its newest point has changed otherwise than by a later one.
    pub(in crate::store) fn forget(&self, series: i64) {
        let mut newest = self.newest.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = place(&mut newest, series) {
            *place = None;
        }
    }

    fn follow(&self, points: &[(i64, Time, f64)]) {
        if points.is_empty() {
            return;
        }
        let mut newest = self.newest.write().unwrap_or_else(PoisonError::into_inner);
        for &(series, time, value) in points {
            if let Some(place) = place(&mut newest, series)
                && place.is_none_or(|(last, _)| last <= time)
            {
                *place = Some((time, value));
            }
        }
    }
}

fn place(newest: &mut Vec<Option<(Time, f64)>>, series: i64) -> Option<&mut Option<(Time, f64)>> {
    let at = usize::try_from(series).ok()?;
    if newest.len() <= at {
        newest.resize(at + 1, None);
    }
    newest.get_mut(at)
}
