//! The numbers of many alerts together.

use super::mark::Mark;
use crate::order::quantile;
use std::cmp::Ordering;

/// With fewer alerts nothing is called flapping.
const FEWEST: u32 = 3;

/// The numbers of alerts in a period.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tally {
    /// How many opened.
    pub count: u32,
    /// For how long they were open, in seconds.
    pub open_secs: i64,
    /// How many of those that opened are closed.
    pub closed: u32,
    /// The median time to close, in seconds.
    pub median_secs: Option<f64>,
    /// The time to close that 95 % do not exceed, in seconds.
    pub p95_secs: Option<f64>,
    /// How many closed by themselves within 5 minutes.
    pub flapping: u32,
    /// How many have neither memo nor reason.
    pub unattended: u32,
    /// How many opened at night.
    pub at_night: u32,
    /// How many opened on a weekend.
    pub on_weekend: u32,
    /// How many opened at night or on a weekend.
    pub off_hours: u32,
    /// How many opened on each day of the week, from Monday on, in each hour.
    pub hours: [[u32; 24]; 7],
}

/// What monitors are ordered by. Shares of few alerts say little, so whoever orders by them sees the count beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// How many alerts.
    Count,
    /// How long they were open.
    OpenSecs,
    /// The median time to close.
    MedianSecs,
    /// The 95th percentile of it.
    P95Secs,
    /// The share that flapped.
    Flapping,
    /// The share that nobody attended to.
    Unattended,
    /// The share at night.
    AtNight,
    /// The share on weekends.
    OnWeekend,
    /// The share at night or on weekends.
    OffHours,
}

impl Tally {
    /// What share of the alerts so many are; `None` without alerts.
    pub fn share(&self, part: u32) -> Option<f64> {
        (self.count > 0).then(|| f64::from(part) / f64::from(self.count))
    }

    /// Whether at least half of no fewer than three alerts closed by themselves within 5 minutes.
    pub fn is_flapping(&self) -> bool {
        self.count >= FEWEST && self.flapping >= self.count - self.flapping
    }
}

impl Order {
    /// Compares so that the larger comes first, and nothing comes last.
    pub(super) fn largest_first(self, left: &Tally, right: &Tally) -> Ordering {
        let number = |tally: &Tally| match self {
            Self::Count => Some(f64::from(tally.count)),
            Self::OpenSecs => Some(tally.open_secs as f64),
            Self::MedianSecs => tally.median_secs,
            Self::P95Secs => tally.p95_secs,
            Self::Flapping => tally.share(tally.flapping),
            Self::Unattended => tally.share(tally.unattended),
            Self::AtNight => tally.share(tally.at_night),
            Self::OnWeekend => tally.share(tally.on_weekend),
            Self::OffHours => tally.share(tally.off_hours),
        };
        let number = |tally| number(tally).unwrap_or(f64::NEG_INFINITY);
        number(right).total_cmp(&number(left))
    }
}

/// A tally in the making.
#[derive(Debug, Clone, Default)]
pub(super) struct Gathered {
    tally: Tally,
    close_secs: Vec<f64>,
}

impl Gathered {
    pub(super) fn add(&mut self, mark: &Mark) {
        let tally = &mut self.tally;
        tally.open_secs = tally.open_secs.saturating_add(mark.open_secs);
        if !mark.is_counted {
            return;
        }
        tally.count += 1;
        tally.closed += u32::from(mark.close_secs.is_some());
        tally.flapping += u32::from(mark.is_flapping);
        tally.unattended += u32::from(mark.is_unattended);
        tally.at_night += u32::from(mark.at_night);
        tally.on_weekend += u32::from(mark.on_weekend);
        tally.off_hours += u32::from(mark.at_night || mark.on_weekend);
        tally.hours[mark.weekday][mark.hour] += 1;
        self.close_secs.extend(mark.close_secs.map(|secs| secs as f64));
    }

    pub(super) fn tally(mut self) -> Tally {
        self.tally.median_secs = quantile(&mut self.close_secs, 0.5);
        self.tally.p95_secs = quantile(&mut self.close_secs, 0.95);
        self.tally
    }
}
