//! The newest value of an expression, for numbers.
//!
//! Short periods are evaluated first, and the longest that is tried is the longest without averages: the end of a
//! period is where regressions are taken, so that all of them end there.

use super::expression;
use super::latest::{MetricOf, periods};
use super::shown::{Faults, Missing};
use super::{Context, GraphSource, use_metric};
use crate::catalog::use_catalog;
use crate::clock::{Tick, use_clock};
use crate::load::Load;
use expr::parse;
use leptos::prelude::*;
use mackerel::metrics::Sample;
use series::{Series, Time, TimeRange};

/// What a value that is computed can be.
#[derive(Debug, Clone, PartialEq)]
pub enum Computed {
    /// One line, and its newest point.
    Sample(Sample),
    /// One line without a point, or none.
    Nothing,
    /// Several lines, which are no value.
    Lines(usize),
    /// What could not be read.
    Missing(Missing),
    /// The expression cannot be evaluated.
    Faults(Faults),
}

/// The newest value, computed again with every tick while it is in sight. Within a period it is that period's last one.
pub fn use_expression(
    text: String,
    seen: Signal<bool>,
    within: Option<Signal<TimeRange>>,
) -> Signal<Load<Computed>> {
    let state = RwSignal::new(Load::Loading);
    let (ticks, catalog) = (use_clock().while_seen(seen), use_catalog());
    Effect::new(move |_| {
        let Some(now) = ticks.get().map(Tick::time) else { return };
        let within = within.map(|range| range.get());
        let source = GraphSource::Expression { text: text.clone() };
        let Some(context) = Context::from_catalog(catalog, &source) else { return };
        let text = text.clone();
        leptos::reactive::spawn_local_scoped_with_cancellation(async move {
            let next = Load::Ready(newest(&text, now, within, &context).await);
            if state.get_untracked() != next {
                state.set(next);
            }
        });
    });
    state.into()
}

/// The mean of a metric or an expression over a period, as far as it has one; follows both while it is in sight.
pub fn use_mean(of: MeanOf, range: Signal<TimeRange>, seen: Signal<bool>) -> Signal<Option<f64>> {
    match of {
        MeanOf::Metric(MetricOf { owner, name }) => {
            let load = use_metric(Signal::stored(owner), Signal::stored(name), range, seen);
            Signal::derive(move || {
                let range = range.get();
                load.with(|load| load.value().and_then(|series| mean(series, range)))
            })
        }
        MeanOf::Expression(text) => {
            let (ticks, catalog) = (use_clock().while_seen(seen), use_catalog());
            let state = RwSignal::new(None);
            Effect::new(move |_| {
                let Some(now) = ticks.get().map(Tick::time) else { return };
                let range = range.get();
                let source = GraphSource::Expression { text: text.clone() };
                let Some(context) = Context::from_catalog(catalog, &source) else { return };
                let Ok(expr) = parse(&text) else { return };
                leptos::reactive::spawn_local_scoped_with_cancellation(async move {
                    let outcome = expression::outcome(&expr, range, now, &context).await;
                    state.set(match outcome.as_ref().map(|outcome| &outcome.lines[..]) {
                        Ok([line]) => mean(&line.series, range),
                        Ok(_) | Err(_) => None,
                    });
                });
            });
            state.into()
        }
    }
}

/// What a mean is of.
#[derive(Debug, Clone, PartialEq)]
pub enum MeanOf {
    /// A metric.
    Metric(MetricOf),
    /// What an expression gives, if that is one line.
    Expression(String),
}

fn mean(series: &Series, range: TimeRange) -> Option<f64> {
    let values = &series.values()[series.span(range)];
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

async fn newest(text: &str, now: Time, within: Option<TimeRange>, context: &Context) -> Computed {
    let faults = |errors| Computed::Faults(Faults { text: text.to_owned(), errors });
    let expr = match parse(text) {
        Ok(expr) => expr,
        Err(errors) => return faults(errors),
    };
    let mut found = Computed::Nothing;
    for range in periods(now, within) {
        let outcome = match expression::outcome(&expr, range, now, context).await {
            Ok(outcome) => outcome,
            Err(error) => return faults(vec![error]),
        };
        found = match &outcome.lines[..] {
            [] => outcome.missing.into_iter().next().map_or(Computed::Nothing, Computed::Missing),
            [line] => match line.series.window(range).last() {
                Some((time, value)) => return Computed::Sample(Sample { time, value }),
                None => Computed::Nothing,
            },
            lines => return Computed::Lines(lines.len()),
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_of_the_period_alone() {
        let series = Series::from_points([(0, 100.0), (60, 1.0), (120, 3.0), (180, 100.0)]);
        assert_eq!(mean(&series, TimeRange::new(60, 120)), Some(2.0));
        assert_eq!(mean(&series, TimeRange::new(300, 400)), None);
    }
}
