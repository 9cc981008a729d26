//! One number, as large as its box, with its unit, its rule in words and its age when it is old.
//! Out of sight it asks for nothing.

use super::frame::Frame;
use super::number::{USUAL_DECIMALS, decimal};
use super::placeholder::{Later, Sentence};
use crate::canvas::use_seen;
use crate::clock::use_clock;
use crate::components::faults::FaultyExpression;
use crate::components::moments::Ago;
use crate::components::panel::{LoadView, failure_text};
use crate::i18n::{fill, t};
use crate::query::{Computed, MetricOf, use_expression, use_latest};
use leptos::prelude::*;
use mackerel::dashboards::{self, FormatRule, Metric};
use mackerel::metrics::{Owner, Sample};

/// A newest value that is older says so.
const OLD_SECS: i64 = 300;

/// The newest value of a metric.
#[component]
pub(super) fn ValueWidget(title: String, widget: dashboards::ValueWidget) -> impl IntoView {
    let node = NodeRef::new();
    let seen = use_seen(node);
    let newest = |owner, name, widget| view! { <Newest metric=MetricOf { owner, name } seen widget /> };
    let content = match widget.metric.clone() {
        Metric::Host { host_id, name } => newest(Owner::Host(host_id), name, widget).into_any(),
        Metric::Service { service_name, name } => {
            newest(Owner::Service(service_name), name, widget).into_any()
        }
        Metric::Expression { expression } => {
            view! { <FromExpression text=expression seen widget /> }.into_any()
        }
        Metric::Query { query, .. } => {
            view! { <Later text=query sentence=|| t().dashboards.query_later /> }.into_any()
        }
        Metric::Unknown => view! { <Sentence text=move || t().dashboards.metric_gone /> }.into_any(),
    };
    view! {
        <Frame title kind=move || t().dashboards.widget_value node>
            {content}
        </Frame>
    }
}

#[component]
fn Newest(metric: MetricOf, seen: Signal<bool>, widget: dashboards::ValueWidget) -> impl IntoView {
    let name = metric.name.clone();
    let widget = StoredValue::new(widget);
    view! {
        <LoadView
            load=use_latest(metric, seen)
            is_empty=Option::is_none
            empty=move || view! { <p>{fill(t().dashboards.no_value, &[&name])}</p> }
            let:newest
        >
            <Value widget newest />
        </LoadView>
    }
}

/// The newest value that is computed, or why there is none.
#[component]
fn FromExpression(text: String, seen: Signal<bool>, widget: dashboards::ValueWidget) -> impl IntoView {
    let widget = StoredValue::new(widget);
    let name = StoredValue::new(text.clone());
    view! {
        <LoadView load=use_expression(text, seen) let:computed>
            {move || match computed.get() {
                Computed::Sample(sample) => {
                    view! { <Value widget newest=Signal::stored(Some(sample)) /> }.into_any()
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
fn Value(widget: StoredValue<dashboards::ValueWidget>, newest: Signal<Option<Sample>>) -> impl IntoView {
    let clock = use_clock();
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
    let is_old = move || clock.now() - sample.get().time > OLD_SECS;
    view! {
        <div class="value" class:emphasised=move || rule.with(Option::is_some) style=("--chars", chars)>
            <p class="value-number">
                {number} <span class="value-unit">{suffix}</span>
            </p>
            {move || rule.get().map(|rule| view! { <p class="value-rule">{words(&rule)}</p> })}
            {move || is_old().then(|| view! { <p class="secondary small"><Ago time=sample.get().time /></p> })}
        </div>
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
