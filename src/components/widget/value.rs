//! One number, as large as its box, with its unit, its rule in words and its age when it is old.
//! Out of sight it asks for nothing.
//!
//! It is the newest value, or the last one of the page's period (`isNewVersion`); the latter perhaps beside the mean
//! of the period (`showsTrend`).

use super::frame::Frame;
use super::number::{USUAL_DECIMALS, decimal};
use super::placeholder::{Later, Sentence};
use crate::canvas::use_seen;
use crate::clock::{use_clock, utc_offset_secs};
use crate::components::faults::FaultyExpression;
use crate::components::moments::Ago;
use crate::components::panel::{LoadView, failure_text};
use crate::components::sheet;
use crate::export::csv;
use crate::i18n::{fill, t};
use crate::period::use_period;
use crate::query::{Computed, MeanOf, MetricOf, use_expression, use_latest, use_mean};
use chart::iso_time;
use leptos::prelude::*;
use mackerel::dashboards::{self, FormatRule, Metric};
use mackerel::metrics::{Owner, Sample};
use series::{Time, TimeRange};

/// A newest value that is older says so.
const OLD_SECS: i64 = 300;

/// What the parts of one widget share.
#[derive(Clone, Copy)]
struct Own {
    widget: StoredValue<dashboards::ValueWidget>,
    /// The period whose end is shown; without one it is the newest value, whatever the page shows.
    within: Option<Signal<TimeRange>>,
    /// Whether it is in sight.
    seen: Signal<bool>,
    /// What is shown at the moment.
    sample: RwSignal<Option<Sample>>,
}

/// The newest value of a metric, or the one at the end of the page's period.
#[component]
pub(super) fn ValueWidget(title: String, widget: dashboards::ValueWidget) -> impl IntoView {
    let node = NodeRef::new();
    let seen = sheet::seen(use_seen(node));
    let follows = widget.is_new_version == Some(true);
    let within = follows.then(|| {
        let period = use_period();
        let range = move |last: Option<&TimeRange>| match last {
            Some(last) if !seen.get() => *last,
            _ => period.range(),
        };
        Memo::new(range).into()
    });
    let sample = RwSignal::new(None::<Sample>);
    let (name, unit) = (metric_name(&widget.metric), widget.suffix.clone().unwrap_or_default());
    let csv = Signal::derive(move || {
        let found = sample.get()?;
        let time = iso_time(found.time, utc_offset_secs(found.time));
        Some(csv::value(&name, &time, found.value, &unit))
    });
    let metric = widget.metric.clone();
    let own = Own { widget: StoredValue::new(widget), within, seen, sample };
    let newest = |owner, name| view! { <Newest metric=MetricOf { owner, name } own /> };
    let content = match metric {
        Metric::Host { host_id, name } => newest(Owner::Host(host_id), name).into_any(),
        Metric::Service { service_name, name } => newest(Owner::Service(service_name), name).into_any(),
        Metric::Expression { expression } => view! { <FromExpression text=expression own /> }.into_any(),
        Metric::Query { query, .. } => {
            view! { <Later text=query sentence=|| t().dashboards.query_later /> }.into_any()
        }
        Metric::Unknown => view! { <Sentence text=move || t().dashboards.metric_gone /> }.into_any(),
    };
    view! {
        <Frame title kind=move || t().dashboards.widget_value node csv>
            {content}
        </Frame>
    }
}

#[component]
fn Newest(metric: MetricOf, own: Own) -> impl IntoView {
    let name = metric.name.clone();
    let of = StoredValue::new(MeanOf::Metric(metric.clone()));
    view! {
        <LoadView
            load=use_latest(metric, own.seen, own.within)
            is_empty=Option::is_none
            empty=move || view! { <p>{fill(t().dashboards.no_value, &[&name])}</p> }
            let:newest
        >
            <Value own newest of />
        </LoadView>
    }
}

/// The newest value that is computed, or why there is none.
#[component]
fn FromExpression(text: String, own: Own) -> impl IntoView {
    let name = StoredValue::new(text.clone());
    let of = StoredValue::new(MeanOf::Expression(text.clone()));
    view! {
        <LoadView load=use_expression(text, own.seen, own.within) let:computed>
            {move || match computed.get() {
                Computed::Sample(sample) => {
                    view! { <Value own newest=Signal::stored(Some(sample)) of /> }.into_any()
                }
                Computed::Nothing => {
                    let words = move || fill(t().dashboards.no_value, &[&name.get_value()]);
                    view! { <Sentence text=words /> }.into_any()
                }
                Computed::Lines(count) => {
                    view! { <Sentence text=move || fill(t().dashboards.not_one, &[&count]) /> }.into_any()
                }
                Computed::Missing(missing) => {
                    let words = move || {
                        let read = fill(t().graph.failed, &[&missing.name]);
                        format!("{read}: {}", failure_text(&missing.failure))
                    };
                    view! { <Sentence text=words /> }.into_any()
                }
                Computed::Faults(faults) => view! { <FaultyExpression faults /> }.into_any(),
            }}
        </LoadView>
    }
}

#[component]
fn Value(own: Own, newest: Signal<Option<Sample>>, of: StoredValue<MeanOf>) -> impl IntoView {
    let (clock, widget) = (use_clock(), own.widget);
    let mean = use_trend(own, of);
    Effect::new(move |_| own.sample.set(newest.get()));
    on_cleanup(move || {
        // The widget may be gone with its value.
        let _ = own.sample.try_set(None);
    });
    // The empty state stands in for a value that is gone.
    let sample = Memo::new(move |_| newest.get().unwrap_or(Sample { time: 0, value: 0.0 }));
    let suffix = widget.with_value(|widget| widget.suffix.clone().unwrap_or_default());
    let decimals = widget.with_value(|widget| widget.fraction_size.unwrap_or(USUAL_DECIMALS));
    let number = move || decimal(sample.get().value, decimals);
    let unit_chars = suffix.chars().count();
    let chars = move || (number().chars().count() + unit_chars.div_ceil(2)).max(3).to_string();
    let rule = Memo::new(move |_| {
        widget.with_value(|widget| broken(&widget.format_rules, sample.get().value).cloned())
    });
    let end = move || own.within.map_or(Time::MAX, |range| range.get().to).min(clock.now());
    let is_old = move || end() - sample.get().time > OLD_SECS;
    let trend = move || mean.get().map(|mean| trend(sample.get().value, mean, decimals));
    view! {
        <div class="value" class:emphasised=move || rule.with(Option::is_some) style=("--chars", chars)>
            <p class="value-number">
                {number} <span class="value-unit">{suffix}</span>
            </p>
            {move || trend().map(|words| view! { <p class="secondary small value-trend">{words}</p> })}
            {move || rule.get().map(|rule| view! { <p class="value-rule">{words(&rule)}</p> })}
            {move || is_old().then(|| view! { <p class="secondary small"><Ago time=sample.get().time /></p> })}
        </div>
    }
}

/// The mean of the period, for a widget that shows its trend.
fn use_trend(own: Own, of: StoredValue<MeanOf>) -> Signal<Option<f64>> {
    let is_wanted = own.widget.with_value(|widget| widget.shows_trend == Some(true));
    match own.within.filter(|_| is_wanted) {
        Some(range) => use_mean(of.get_value(), range, own.seen),
        None => Signal::stored(None),
    }
}

/// The mean, and how far the value is above or below it.
fn trend(value: f64, mean: f64, decimals: u8) -> String {
    let apart = decimal(value - mean, decimals);
    let apart = if apart.starts_with('-') { apart } else { format!("+{apart}") };
    fill(t().dashboards.trend, &[&decimal(mean, decimals), &apart])
}

/// What is measured, for a table.
fn metric_name(metric: &Metric) -> String {
    match metric {
        Metric::Host { name, .. } | Metric::Service { name, .. } => name.clone(),
        Metric::Expression { expression } => expression.clone(),
        Metric::Query { query, .. } => query.clone(),
        Metric::Unknown => String::new(),
    }
}

/// The first rule that the value breaks. An operator that is not known is no rule.
fn broken(rules: &[FormatRule], value: f64) -> Option<&FormatRule> {
    rules.iter().find(|rule| match rule.operator.as_str() {
        ">" => value > rule.threshold,
        "<" => value < rule.threshold,
        _ => false,
    })
}

/// The rule for people: its name and its limit.
fn words(rule: &FormatRule) -> String {
    let limit = format!("{} {}", rule.operator, rule.threshold);
    if rule.name.is_empty() { limit } else { format!("{}: {limit}", rule.name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(name: &str, operator: &str, threshold: f64) -> FormatRule {
        FormatRule { name: name.to_owned(), threshold, operator: operator.to_owned() }
    }

    #[test]
    fn a_rule_holds_on_its_side_of_the_limit_only() {
        let cases = [
            (">", 10.0, 10.1, true),
            (">", 10.0, 10.0, false),
            ("<", 10.0, 9.9, true),
            ("<", 10.0, 10.0, false),
            (">=", 10.0, 11.0, false),
            ("", 10.0, 11.0, false),
        ];
        for (operator, threshold, value, holds) in cases {
            let rules = [rule("low", operator, threshold)];
            assert_eq!(broken(&rules, value).is_some(), holds, "{value} {operator} {threshold}");
        }
        assert_eq!(broken(&[], 1.0), None);
    }

    #[test]
    fn a_rule_is_said_in_words() {
        assert_eq!(words(&rule("low", "<", 10.0)), "low: < 10");
        assert_eq!(words(&rule("", ">", 0.5)), "> 0.5");
    }
}
