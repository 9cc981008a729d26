//! How much a series changed around an event, such as a deploy, and whether it does so every week.
//!
//! Definitions, as they are shown to people:
//! * before: the window that ends just before the event begins; after: the window that begins when the event ends;
//! * control: the same spans one week (604 800 s) earlier, as far as the series has come after the event;
//! * change: the median after against the median before, as a share of the median before;
//! * noise: how far points typically lie from their median (1.4826 × the median distance), those after the event and those
//!   of the window before it, or of the hour before it if the window is shorter. With a control, points are first freed
//!   of it: from each, the value of one week earlier is taken away. Noise is at least 1 % of the level, so that a flat
//!   line has some too;
//! * effect: the difference of the medians of these points, divided by their noise. Last week is taken as it was, and
//!   scaled to the level of this week; whichever explains more counts;
//! * change beyond last week: that difference as a share of where the median after would be without it;
//! * notable: an effect of at least 1, of at least 5 % of the level, and not likely by chance: at least 3.5 times the
//!   error of such a difference, which is larger for few points and for a series that wanders.
//!
//! What this module promises at its edges:
//! * spans with fewer than 8 points each are not enough data; pairs of points a week apart that are fewer are no control;
//! * without a control the verdict is of the change alone, and a daily rhythm cannot be told;
//! * a window of less than a second is a second; an event that ends before it begins has no length;
//! * effects lie within ±[`MOST_EFFECT`]; a change from 0 has no share.
//!
//! ```
//! use analysis::impact::{Verdict, impact};
//! use series::{Series, TimeRange};
//!
//! let deploy = 8 * 86_400;
//! let latency = Series::from_points((0..9 * 1_440).map(|minute| {
//!     let noise = (minute * 37 % 11) as f64;
//!     (minute * 60, if minute * 60 < deploy { 100.0 + noise } else { 130.0 + noise })
//! }));
//! let found = impact(&latency, TimeRange::new(deploy, deploy), 3_600);
//! assert_eq!(found.verdict, Verdict::Rose);
//! assert_eq!(found.change.map(|change| (change * 100.0).round()), Some(29.0));
//! ```

mod shift;
mod spans;

pub use spans::{Numbers, Spans, WEEK_SECS};

use series::{Series, TimeRange};
use shift::{Shift, shift_alone, shift_beyond};

/// With fewer points a span says nothing.
pub const FEWEST_POINTS: usize = 8;

/// No effect is larger.
pub const MOST_EFFECT: f64 = 1_000.0;

/// What became of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It is higher than before, and more so than a week ago.
    Rose,
    /// It is lower than before, and more so than a week ago.
    Fell,
    /// It did not do what it did a week ago: it stayed, or went another way.
    UnlikeLastWeek,
    /// It changed as it did a week ago.
    SameAsLastWeek,
    /// Nothing notable.
    NoChange,
    /// Too few points before or after.
    NotEnoughData,
}

/// The numbers of two spans.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Pair {
    /// Before the event.
    pub before: Option<Numbers>,
    /// After it.
    pub after: Option<Numbers>,
}

/// What an event did to a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Impact {
    /// Around the event.
    pub now: Pair,
    /// One week earlier.
    pub last_week: Pair,
    /// By which share of the median before the median changed.
    pub change: Option<f64>,
    /// The same one week earlier.
    pub change_last_week: Option<f64>,
    /// By which share it is beyond where it would be, had it done as last week; `None` without a control.
    pub change_beyond: Option<f64>,
    /// How large that is in units of noise; without a control, how large the change is.
    pub effect: f64,
    /// In one word.
    pub verdict: Verdict,
}

/// What the event did to a series. The series has the points of a window (or an hour, if that is longer) before the event
/// and a window after it, and the same one week earlier, all at one step; what is between is not looked at.
pub fn impact(series: &Series, event: TimeRange, window_secs: i64) -> Impact {
    let spans = Spans::new(event, window_secs);
    let earlier = spans.a_week_earlier(series);
    let numbers = |spans: Spans| Pair {
        before: Numbers::of(series, spans.before),
        after: Numbers::of(series, spans.after),
    };
    let (now, last_week) = (numbers(spans), numbers(earlier));
    let own = shift_alone(series, spans);
    let beyond = own.and_then(|own| shift_beyond(series, spans, own));
    Impact {
        now,
        last_week,
        change: now.change(),
        change_last_week: last_week.change(),
        change_beyond: beyond.and_then(Shift::share),
        effect: beyond.or(own).map_or(0.0, Shift::effect),
        verdict: own.map_or(Verdict::NotEnoughData, |own| verdict(own, beyond)),
    }
}

/// The order in which many series are shown: changed ones first, those with the larger effect before others; of equal
/// ones the one given first.
pub fn ranking(impacts: &[Impact]) -> Vec<usize> {
    // Whatever changed is equally worth a look.
    let class = |verdict: Verdict| match verdict {
        Verdict::Rose | Verdict::Fell | Verdict::UnlikeLastWeek => Verdict::Rose,
        other => other,
    };
    let size = |impact: &Impact| (impact.effect.abs(), impact.change.unwrap_or(0.0).abs());
    let mut order: Vec<usize> = (0..impacts.len()).collect();
    order.sort_by(|&left, &right| {
        let (left, right) = (&impacts[left], &impacts[right]);
        let (of_left, of_right) = (size(left), size(right));
        class(left.verdict)
            .cmp(&class(right.verdict))
            .then(of_right.0.total_cmp(&of_left.0))
            .then(of_right.1.total_cmp(&of_left.1))
    });
    order
}

impl Pair {
    /// By which share of the median before the median changed.
    pub fn change(self) -> Option<f64> {
        let (before, after) = (self.before?.median, self.after?.median);
        // Halves cannot overflow.
        let share = (after / 2.0 - before / 2.0) / (before.abs() / 2.0);
        share.is_finite().then_some(share)
    }
}

/// What the change and what is beyond last week's come to.
fn verdict(own: Shift, beyond: Option<Shift>) -> Verdict {
    let direction = if own.by > 0.0 { Verdict::Rose } else { Verdict::Fell };
    let Some(beyond) = beyond else {
        return if own.is_notable() { direction } else { Verdict::NoChange };
    };
    // A rhythm within the spans is no noise.
    let own = own.beside(beyond);
    let is_explained = beyond.by.abs() <= own.by.abs() / 2.0;
    match (own.is_notable(), beyond.is_notable()) {
        (true, true) if (own.by > 0.0) == (beyond.by > 0.0) => direction,
        (_, true) => Verdict::UnlikeLastWeek,
        (true, false) if is_explained => Verdict::SameAsLastWeek,
        _ => Verdict::NoChange,
    }
}
