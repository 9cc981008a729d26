//! How far a median moved beside the noise around it, with and without what last week did.

use super::spans::{Spans, WEEK_SECS};
use super::{FEWEST_POINTS, MOST_EFFECT};
use crate::order::{deviation, median};
use series::{Series, TimeRange};

/// Noise is at least this share of the level.
const LEAST_NOISE: f64 = 0.01;
/// A notable shift is at least this share of the level,
const LEAST_SHARE: f64 = 0.05;
/// so many times the noise,
const LEAST_EFFECT: f64 = 1.0;
/// and so many times its own error.
const LEAST_CERTAINTY: f64 = 3.5;
/// The error of a median is so many times that of a mean.
const ERROR_OF_MEDIAN: f64 = 1.253_314_137_315_500_3;
/// However much a series wanders, so much of each point at least is new.
const MOST_REPEATS: f64 = 0.98;
/// Last week is scaled to this week's level by no more than this.
const MOST_SCALE: f64 = 4.0;
/// Where there are larger values, the largest is the unit, so that sums and differences fit.
const LARGE: f64 = 1e150;

/// How far a median moved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shift {
    /// So far, upwards or downwards.
    pub(super) by: f64,
    /// How far points typically lie from their median.
    noise: f64,
    /// How far the shift may typically be off by chance, in units of noise.
    error: f64,
    /// The medians before and after, of the series itself.
    medians: (f64, f64),
}

/// Values of the spans around an event, those before and after long enough.
struct Sides {
    before: Vec<f64>,
    after: Vec<f64>,
    context: Vec<f64>,
}

/// The shift of a series by itself; `None` with too few points.
pub(super) fn shift_alone(series: &Series, spans: Spans) -> Option<Shift> {
    let unit = unit(series, spans);
    let values = |range| series.values()[series.span(range)].iter().map(|value| value / unit).collect();
    let mut sides = Sides::new(values(spans.before), values(spans.after), values(spans.context))?;
    let medians = (median(&mut sides.before)?, median(&mut sides.after)?);
    sides.shift(medians)
}

/// The shift once last week is taken away from each point; `None` with too few points that have one a week earlier.
///
/// Last week is taken as it was, and scaled to this week's level; the smaller shift counts, and none if they disagree
/// about its direction.
pub(super) fn shift_beyond(series: &Series, spans: Spans, own: Shift) -> Option<Shift> {
    let unit = unit(series, spans);
    let paired = |range| pairs(series, range, unit);
    let (before, after, context) = (paired(spans.before), paired(spans.after), paired(spans.context));
    let mut earlier: Vec<f64> = before.iter().map(|pair| pair.1).collect();
    let scale = own.medians.0 / median(&mut earlier)?;
    let beyond = |scale: f64| {
        let less =
            |pairs: &[(f64, f64)]| pairs.iter().map(|(value, earlier)| value - scale * earlier).collect();
        Sides::new(less(&before), less(&after), less(&context))?.shift(own.medians)
    };
    let as_it_was = beyond(1.0)?;
    // Of different sign, or of none at all, there is nothing to scale.
    if !(scale > 0.0 && scale.is_finite()) {
        return Some(as_it_was);
    }
    let scaled = beyond(scale.clamp(1.0 / MOST_SCALE, MOST_SCALE))?;
    let smaller = if scaled.effect().abs() < as_it_was.effect().abs() { scaled } else { as_it_was };
    let agree = (scaled.by > 0.0) == (as_it_was.by > 0.0);
    Some(if agree { smaller } else { Shift { by: 0.0, ..smaller } })
}

impl Shift {
    /// How far it moved in units of noise.
    pub(super) fn effect(self) -> f64 {
        if self.noise > 0.0 { (self.by / self.noise).clamp(-MOST_EFFECT, MOST_EFFECT) } else { 0.0 }
    }

    /// How far it moved as a share of where it would have been after without that.
    pub(super) fn share(self) -> Option<f64> {
        let share = self.by / (self.medians.1 - self.by).abs();
        share.is_finite().then_some(share)
    }

    /// The same distance beside the noise of another.
    pub(super) fn beside(self, other: Self) -> Self {
        Self { by: self.by, ..other }
    }

    /// Whether it is worth a word.
    pub(super) fn is_notable(self) -> bool {
        let effect = self.effect().abs();
        effect >= LEAST_EFFECT
            && effect >= LEAST_CERTAINTY * self.error
            && self.by.abs() >= LEAST_SHARE * level(self.medians)
    }
}

impl Sides {
    fn new(before: Vec<f64>, after: Vec<f64>, context: Vec<f64>) -> Option<Self> {
        (before.len().min(after.len()) >= FEWEST_POINTS).then_some(Self { before, after, context })
    }

    /// The shift between the two, of a series with these medians.
    fn shift(mut self, medians: (f64, f64)) -> Option<Shift> {
        let parts = 1.0 / self.before.len() as f64 + 1.0 / self.after.len() as f64;
        let steps = self.context.windows(2).chain(self.after.windows(2));
        let mut steps: Vec<f64> = steps.map(|pair| (pair[1] - pair[0]).abs()).collect();
        let middles = (median(&mut self.before)?, median(&mut self.after)?);
        let usual = median(&mut self.context)?;
        let mut distances: Vec<f64> = self.context.iter().map(|value| (value - usual).abs()).collect();
        distances.extend(self.after.iter().map(|value| (value - middles.1).abs()));
        let noise = deviation(&mut distances)?;
        let repeats = repeats(noise, deviation(&mut steps)?);
        let error = ERROR_OF_MEDIAN * (parts * (1.0 + repeats) / (1.0 - repeats)).sqrt();
        Some(Shift {
            by: middles.1 - middles.0,
            noise: noise.max(LEAST_NOISE * level(medians)),
            error,
            medians,
        })
    }
}

/// How much of its distance from the median a point shares with the one before, from 0 for none to [`MOST_REPEATS`].
///
/// A series that wanders says less with each point. Steps between independent points are √2 times the noise, and
/// smaller where points repeat each other.
fn repeats(noise: f64, step: f64) -> f64 {
    if noise > 0.0 { (1.0 - (step / noise).powi(2) / 2.0).clamp(0.0, MOST_REPEATS) } else { 0.0 }
}

/// The larger size of two medians.
fn level(medians: (f64, f64)) -> f64 {
    medians.0.abs().max(medians.1.abs())
}

/// The values of a range that have one exactly a week earlier, each with it.
fn pairs(series: &Series, range: TimeRange, unit: f64) -> Vec<(f64, f64)> {
    let (times, values) = (series.times(), series.values());
    let span = series.span(range);
    let Some(first) = times.get(span.start) else { return Vec::new() };
    let mut earlier = times.partition_point(|&time| time < first.saturating_sub(WEEK_SECS));
    let mut found = Vec::with_capacity(span.len());
    for at in span {
        let wanted = times[at].saturating_sub(WEEK_SECS);
        earlier += times[earlier..].iter().take_while(|&&time| time < wanted).count();
        if times.get(earlier) == Some(&wanted) && wanted != times[at] {
            found.push((values[at] / unit, values[earlier] / unit));
        }
    }
    found
}

/// What to divide all values by.
fn unit(series: &Series, spans: Spans) -> f64 {
    let earlier = spans.a_week_earlier(series);
    let ranges = [spans.context, spans.after, earlier.context, earlier.after];
    let values = ranges.iter().flat_map(|&range| &series.values()[series.span(range)]);
    let largest = values.fold(0.0_f64, |largest, value| largest.max(value.abs()));
    if largest > LARGE { largest } else { 1.0 }
}
