//! Which monitors only make noise, which alerts nobody looks after, and what is not watched at all.
//!
//! Definitions, as they are shown to people. Of a period:
//! * count: alerts that opened in the period, both ends included; all shares are of these;
//! * open: the time during which alerts were open, cut to the period. Two alerts at once count twice, also those that
//!   opened before the period; one that is still open lasts until now;
//! * time to close: from opening to closing, of counted alerts that are closed, even if after the period. Median and
//!   95th percentile are read off between the two nearest;
//! * flapping: closed within 5 minutes of opening, and without a reason. Who closes by hand without giving a reason
//!   cannot be told from an alert that closed by itself;
//! * unattended: with neither memo nor reason, open or closed;
//! * at night: opened from 22:00 to before 06:00, local time; on a weekend: opened on a Saturday or Sunday, local time;
//!   off hours: either;
//! * never fired: a monitor of which no alert was open at any moment of the period.
//!
//! And of now, whatever the period:
//! * long open: open for more than 7 days;
//! * long muted: muted for more than 7 days, or since nobody knows when;
//! * without memo: nobody who is woken by the monitor is told what to do;
//! * unwatched: a role that no monitor covers.
//!
//! What this module promises at its edges:
//! * without alerts all numbers are 0 and all times and shares `None`; without monitors their lists are empty;
//! * an alert that closed before it opened was open for no time; in an empty period nothing opened and nothing was open;
//! * alerts of monitors that are not listed (deleted ones, checks) are counted like others;
//! * the order of what is given does not matter, except in places that point back to it.

mod mark;
mod monitors;
mod tally;

pub use mark::{Mark, mark};
pub use monitors::{LONG_SECS, Monitor, Mute, unwatched};
pub use tally::{Order, Tally};

use series::{Time, TimeRange};
use std::collections::BTreeMap;
use tally::Gathered;

/// An alert, as far as it counts here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alert<'a> {
    /// The monitor or check that raised it.
    pub monitor: &'a str,
    /// Its type, as the API writes it.
    pub kind: &'a str,
    /// When it opened.
    pub opened_at: Time,
    /// When it closed; `None` when it is open still.
    pub closed_at: Option<Time>,
    /// Whether somebody noted something.
    pub has_memo: bool,
    /// Whether somebody said why it was closed.
    pub has_reason: bool,
}

/// The numbers of one monitor.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'a> {
    /// Its id.
    pub monitor: &'a str,
    /// Its type, as its alerts say.
    pub kind: &'a str,
    /// Its numbers.
    pub tally: Tally,
}

/// All of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Report<'a> {
    /// The numbers of all alerts together.
    pub all: Tally,
    /// Those of each monitor with an alert in the period, the most alerts first; see [`Report::rank`].
    pub rows: Vec<Row<'a>>,
    /// Alerts that have been open for long, by their places, the oldest first.
    pub long_open: Vec<usize>,
    /// Monitors that never fired, by their places.
    pub never_fired: Vec<usize>,
    /// Monitors that have been muted for long, by their places, the longest first.
    pub long_muted: Vec<usize>,
    /// Monitors without memo, by their places.
    pub without_memo: Vec<usize>,
}

/// Counts the alerts of a period, and looks over the monitors. `offset_secs` says how far local time is ahead of UTC at
/// a moment.
pub fn hygiene<'a>(
    alerts: &[Alert<'a>],
    monitors: &[Monitor<'_>],
    period: TimeRange,
    now: Time,
    offset_secs: impl Fn(Time) -> i64,
) -> Report<'a> {
    let mut all = Gathered::default();
    let mut each: BTreeMap<&str, (&str, Gathered)> = BTreeMap::new();
    for alert in alerts {
        let mark = mark(alert, period, now, offset_secs(alert.opened_at));
        if mark.is_counted || mark.was_open {
            all.add(&mark);
            each.entry(alert.monitor).or_insert_with(|| (alert.kind, Gathered::default())).1.add(&mark);
        }
    }
    let mut long_open: Vec<usize> =
        (0..alerts.len()).filter(|&place| alerts[place].is_long_open(now)).collect();
    long_open.sort_by_key(|&place| alerts[place].opened_at);
    let mut report = Report {
        all: all.tally(),
        long_open,
        never_fired: monitors::find(monitors, |monitor| !each.contains_key(monitor.id)),
        long_muted: monitors::long_muted(monitors, now),
        without_memo: monitors::find(monitors, |monitor| !monitor.has_memo),
        rows: Vec::new(),
    };
    let row =
        |(monitor, (kind, gathered)): (_, (_, Gathered))| Row { monitor, kind, tally: gathered.tally() };
    report.rows = each.into_iter().map(row).collect();
    report.rank(Order::Count);
    report
}

impl Alert<'_> {
    /// Whether it has been open for more than [`LONG_SECS`].
    pub fn is_long_open(&self, now: Time) -> bool {
        self.closed_at.is_none() && now.saturating_sub(self.opened_at) > LONG_SECS
    }
}

impl Report<'_> {
    /// Puts the monitors with the largest number first; equal ones by count, open time and id.
    pub fn rank(&mut self, order: Order) {
        self.rows.sort_by(|left, right| {
            order
                .largest_first(&left.tally, &right.tally)
                .then(right.tally.count.cmp(&left.tally.count))
                .then(right.tally.open_secs.cmp(&left.tally.open_secs))
                .then(left.monitor.cmp(right.monitor))
        });
    }
}
