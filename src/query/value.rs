//! The newest value of an expression, for numbers.
//!
//! Short periods are evaluated first, and the longest that is tried is the longest without averages: the end of a
//! period is where regressions are taken, so that all of them end now.

use super::expression;
use super::latest::PERIODS_SECS;
use super::shown::{Faults, Missing};
use super::{Context, GraphSource};
use crate::catalog::use_catalog;
use crate::clock::use_clock;
use crate::load::Load;
use expr::parse;
use leptos::prelude::*;
use mackerel::metrics::Sample;
use series::{Time, TimeRange};

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

/// The newest value, computed again with every tick while it is in sight.
pub fn use_expression(text: String, seen: Signal<bool>) -> Signal<Load<Computed>> {
    let state = RwSignal::new(Load::Loading);
    let (ticks, catalog) = (use_clock().while_seen(seen), use_catalog());
    Effect::new(move |_| {
        let Some(now) = ticks.get() else { return };
        let source = GraphSource::Expression { text: text.clone() };
        let Some(context) = Context::from_catalog(catalog, &source) else { return };
        let text = text.clone();
        leptos::reactive::spawn_local_scoped_with_cancellation(async move {
            let next = Load::Ready(newest(&text, now, &context).await);
            if state.get_untracked() != next {
                state.set(next);
            }
        });
    });
    state.into()
}

async fn newest(text: &str, now: Time, context: &Context) -> Computed {
    let faults = |errors| Computed::Faults(Faults { text: text.to_owned(), errors });
    let expr = match parse(text) {
        Ok(expr) => expr,
        Err(errors) => return faults(errors),
    };
    let mut found = Computed::Nothing;
    for secs in PERIODS_SECS {
        let range = TimeRange::new(now - secs, now);
        let outcome = match expression::outcome(&expr, range, now, context).await {
            Ok(outcome) => outcome,
            Err(error) => return faults(vec![error]),
        };
        found = match &outcome.lines[..] {
            [] => outcome.missing.into_iter().next().map_or(Computed::Nothing, Computed::Missing),
            [line] => match line.series.last() {
                Some((time, value)) => return Computed::Sample(Sample { time, value }),
                None => Computed::Nothing,
            },
            lines => return Computed::Lines(lines.len()),
        };
    }
    found
}
