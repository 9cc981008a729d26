//! The graph of what a form watches, with its thresholds, and what there would have been with its values: how many
//! alerts over a past period, which real ones vanish and which are still caught.
//!
//! The points are read once for a period; moving a value computes again, a moment after the last move.

use super::replay_rows::Rows;
use crate::alerts::history::use_history;
use crate::catalog::use_catalog;
use crate::clock::use_clock;
use crate::components::graph::{GraphCard, Reference, Span};
use crate::i18n::{fill, t};
use crate::monitors::fields::fields;
use crate::monitors::form::Form;
use crate::monitors::trial::{self, Outcome, Verdict};
use crate::monitors::{preview, words};
use crate::query::{Past, Watched, use_names_of, use_past};
use chart::{Layer, ReferenceKind};
use leptos::prelude::*;
use mackerel::metrics::Owner;
use mackerel::monitors::{Monitor, RateMetric};
use series::{Time, TimeRange};
use std::time::Duration;

const DAY_SECS: i64 = 86_400;
/// The periods that are offered, in days.
const DAYS: [i64; 3] = [30, 7, 1];
/// Most hosts that are read at once.
const MOST_HOSTS: usize = 60;
/// So long after the last move it is computed.
const PAUSE: Duration = Duration::from_millis(150);

/// Graph and replay.
#[component]
pub(crate) fn Replay(
    /// The form.
    form: RwSignal<Form>,
    /// The monitor it makes; `None` while something is wrong with it.
    trial: Memo<Option<Monitor>>,
) -> impl IntoView {
    let (catalog, clock, history) = (use_catalog(), use_clock(), use_history());
    let days = RwSignal::new(form.with_untracked(|form| first_days(catalog, form)));
    let began = RwSignal::new(clock.now_untracked());
    let period = Memo::new(move |_| {
        let to = began.get();
        TimeRange::new(to - days.get() * DAY_SECS, to)
    });
    let hosts = Memo::new(move |_| form.with(|form| watched_hosts(form, catalog)));
    let watched = Memo::new(move |_| {
        // While a value is being typed the points stay.
        let monitor = form.with(Form::monitor);
        monitor.and_then(|monitor| Some((watched(&monitor, &hosts.get())?, period.get())))
    });
    let past = use_past(watched.into());
    let monitor_id =
        Memo::new(move |_| form.with(|form| form.monitor().map(|monitor| monitor.id).unwrap_or_default()));
    let is_stored = move || monitor_id.with(|id| !id.is_empty());
    history.want(move || is_stored().then(|| period.get().from));
    let outcome = RwSignal::new(None::<Outcome>);
    let generation = StoredValue::new(0_u32);
    let compute = move || {
        let found = trial.with_untracked(|trial| {
            let task = analysis::task::task(trial.as_ref()?)?;
            let alerts = history.list();
            let period = period.get_untracked();
            let is_own = |alert: &&std::sync::Arc<mackerel::alerts::Alert>| {
                monitor_id.with_untracked(|id| alert.monitor_id == *id) && trial::is_in(alert, period)
            };
            let real: Vec<_> = alerts.iter().filter(is_own).map(AsRef::as_ref).collect();
            past.with_untracked(|past| {
                past.period.filter(|_| past.is_whole() && past.lines.is_none())?;
                trial::try_out(&task, &past.subjects, &real, period)
            })
        });
        outcome.set(found);
    };
    Effect::new(move |_| {
        trial.track();
        past.track();
        history.list();
        let number = generation.get_value() + 1;
        generation.set_value(number);
        set_timeout(
            move || {
                if generation.try_get_value() == Some(number) {
                    untrack(compute);
                }
            },
            PAUSE,
        );
    });
    let has_points =
        Memo::new(move |_| form.with(|form| matches!(form.kind.as_str(), "host" | "service" | "expression")));
    let host = RwSignal::new(None::<String>);
    // The host with the newest alert is the one worth seeing.
    let shown_host = Memo::new(move |_| {
        let chosen = host.get().filter(|id| hosts.with(|hosts| hosts.iter().any(|host| host.0 == *id)));
        chosen
            .or_else(|| outcome.with(|outcome| outcome.as_ref()?.rows.first()?.host.clone()))
            .or_else(|| hosts.with(|hosts| Some(hosts.first()?.0.clone())))
    });
    view! {
        <div class="stack monitor-replay">
            <div class="toolbar">
                <label class="row">
                    <span class="secondary">{move || t().monitors.replay_period}</span>
                    <select on:change=move |event| {
                        if let Ok(chosen) = event_target_value(&event).parse() {
                            began.set(clock.now_untracked());
                            days.set(chosen);
                        }
                    }>
                        {DAYS
                            .map(|choice| view! {
                                <option value=choice.to_string() selected=move || days.get() == choice>
                                    {move || days_words(choice)}
                                </option>
                            })
                            .collect_view()}
                    </select>
                </label>
                <HostChoice hosts host shown_host />
            </div>
            <Preview form trial shown_host period outcome />
            <Sliders form past period />
            <Answer trial past outcome hosts is_stored=Signal::derive(is_stored) has_points period />
        </div>
    }
    .into_any()
}

/// A month where minutes are to be had for it at once; less where a share is computed of many metrics.
fn first_days(catalog: crate::catalog::Catalog, form: &Form) -> i64 {
    let has_minutes = catalog.capabilities.with_untracked(|capabilities| {
        capabilities.value().is_none_or(|known| known.metric_steps.contains(&60))
    });
    match RateMetric::of(form.get("metric")) {
        Some(RateMetric::Cpu) => DAYS[2],
        Some(_) if has_minutes => DAYS[1],
        None if has_minutes => DAYS[0],
        _ => DAYS[2],
    }
}

fn days_words(days: i64) -> String {
    if days == 1 { t().monitors.replay_day.to_owned() } else { fill(t().monitors.replay_days, &[&days]) }
}

/// The hosts that the form's scopes name: id and name, by name.
fn watched_hosts(form: &Form, catalog: crate::catalog::Catalog) -> Vec<(String, String)> {
    if !matches!(form.kind.as_str(), "host" | "connectivity") {
        return Vec::new();
    }
    let Some(monitor) = form.monitor() else { return Vec::new() };
    catalog.hosts.with(|list| {
        let all = list.value().map_or(&[][..], |list| &list.hosts);
        let within = all.iter().filter(|host| monitor.covers(&host.roles));
        let mut hosts: Vec<_> = within.map(|host| (host.id.clone(), host.label().to_owned())).collect();
        hosts.sort_by(|one, other| one.1.cmp(&other.1));
        hosts
    })
}

/// What is to be read; nothing for a type without points.
fn watched(monitor: &Monitor, hosts: &[(String, String)]) -> Option<Watched> {
    use analysis::task::Task;
    Some(match analysis::task::task(monitor)? {
        Task::Host { metric, .. } => {
            Watched::Hosts { metric, hosts: hosts.iter().take(MOST_HOSTS).cloned().collect() }
        }
        Task::Service { service, metric, .. } => Watched::Service { service, metric },
        Task::Expression(_) => Watched::Expression { text: monitor.expression.clone()? },
        Task::Connectivity(_) | Task::External(_) => return None,
    })
}

#[component]
fn HostChoice(
    hosts: Memo<Vec<(String, String)>>,
    host: RwSignal<Option<String>>,
    shown_host: Memo<Option<String>>,
) -> impl IntoView {
    view! {
        <Show when=move || hosts.with(|hosts| !hosts.is_empty())>
            <label class="row">
                <span class="secondary">{move || t().monitors.preview_host}</span>
                <select on:change=move |event| host.set(Some(event_target_value(&event)))>
                    {move || {
                        hosts
                            .get()
                            .into_iter()
                            .map(|(id, label)| {
                                let this = id.clone();
                                let is_this = move || shown_host.with(|shown| shown.as_ref() == Some(&this));
                                view! { <option value=id selected=is_this>{label}</option> }
                            })
                            .collect_view()
                    }}
                </select>
            </label>
        </Show>
    }
}

#[component]
fn Preview(
    form: RwSignal<Form>,
    trial: Memo<Option<Monitor>>,
    shown_host: Memo<Option<String>>,
    period: Memo<TimeRange>,
    outcome: RwSignal<Option<Outcome>>,
) -> impl IntoView {
    let owner = Signal::derive(move || shown_host.get().map(Owner::Host));
    let names = use_names_of(owner);
    // What has a problem is left out: the rest may still be drawn.
    let monitor = Memo::new(move |_| trial.get().or_else(|| form.with(Form::monitor)));
    let source = Memo::new(move |_| {
        monitor.with(|monitor| preview::source(monitor.as_ref()?, shown_host.get().as_deref(), &names.get()))
    });
    let has_source = Memo::new(move |_| source.with(Option::is_some));
    let references =
        Memo::new(move |_| monitor.with(|monitor| monitor.as_ref().map_or_else(Vec::new, references)));
    let spans = Memo::new(move |_| {
        outcome.with(|outcome| {
            outcome.as_ref().map_or_else(Vec::new, |outcome| spans(outcome, shown_host.get(), period.get()))
        })
    });
    let title = Signal::derive(move || {
        monitor.with(|monitor| {
            let what = monitor.as_ref().and_then(|one| one.metric.clone().or_else(|| one.expression.clone()));
            what.unwrap_or_default()
        })
    });
    let why_not = move || {
        let texts = &t().monitors;
        match form.with(|form| form.kind.clone()).as_str() {
            "query" | "anomalyDetection" | "external" => texts.preview_unmeasured,
            "host" | "connectivity" if shown_host.with(Option::is_none) => texts.preview_no_host,
            _ => texts.preview_none,
        }
    };
    view! {
        <Show
            when=move || has_source.get()
            fallback=move || view! { <div class="panel state"><p>{why_not}</p></div> }
        >
            <GraphCard
                source=Signal::derive(move || source.get().unwrap_or(crate::query::GraphSource::Expression { text: String::new() }))
                title
                range=Signal::from(period)
                references=Signal::from(references)
                spans=Signal::from(spans)
            />
        </Show>
    }
}

/// The thresholds as lines; response times have theirs in milliseconds.
fn references(monitor: &Monitor) -> Vec<Reference> {
    let number = |name: &str| monitor.extra.get(name).and_then(serde_json::Value::as_f64);
    let texts = &t().shell;
    let limits = [
        (
            monitor.warning.or_else(|| number("responseTimeWarning")),
            texts.status_warning,
            ReferenceKind::Warning,
        ),
        (
            monitor.critical.or_else(|| number("responseTimeCritical")),
            texts.status_critical,
            ReferenceKind::Critical,
        ),
    ];
    let line = |(limit, label, kind): (Option<f64>, &str, _)| {
        Some(Reference { label: label.to_owned(), value: limit?, kind })
    };
    limits.into_iter().filter_map(line).collect()
}

/// What would have been an alert on this host, and the real ones that vanish.
fn spans(outcome: &Outcome, host: Option<String>, period: TimeRange) -> Vec<Span> {
    let texts = &t().monitors;
    let range = |lasted: analysis::replay::Lasted| {
        let end: Time = lasted.closed_at.unwrap_or(period.to).min(period.to);
        TimeRange::new(lasted.opened_at.max(period.from), end.max(lasted.opened_at))
    };
    let raised = outcome.spans.iter().filter(|span| span.0.is_none() || span.0 == host);
    let raised = raised.map(|span| Span {
        label: texts.would_be.to_owned(),
        range: range(span.1),
        layer: Layer::Incident,
    });
    let gone = outcome
        .rows
        .iter()
        .filter(|row| row.verdict == Verdict::Vanished && (row.host.is_none() || row.host == host));
    let gone = gone.map(|row| Span {
        label: texts.vanishes.to_owned(),
        range: range(row.lasted),
        layer: Layer::Other,
    });
    raised.chain(gone).collect()
}

/// The values that can be moved, each as far as there are values.
#[component]
fn Sliders(form: RwSignal<Form>, past: ReadSignal<Past>, period: Memo<TimeRange>) -> impl IntoView {
    let extent = Memo::new(move |_| {
        past.with(|past| {
            past.is_whole().then(|| trial::extent(&past.subjects, period.get_untracked())).flatten()
        })
    });
    let kind = Memo::new(move |_| form.with(|form| form.kind.clone()));
    let slider = move |name: &'static str| {
        let is_count = matches!(name, "duration" | "maxCheckAttempts");
        let bounds = move || match extent.get() {
            _ if is_count => Some((1.0, 10.0)),
            Some((least, greatest)) => {
                let own = form.with(|form| form.get(name).trim().parse::<f64>().ok());
                let (least, greatest) =
                    (own.map_or(least, |own| own.min(least)), own.map_or(greatest, |own| own.max(greatest)));
                (greatest > least).then_some((least, greatest))
            }
            None => None,
        };
        let value = move || form.with(|form| form.get(name).to_owned());
        let moved = move |event: web_sys::Event| {
            if let Ok(number) = event_target_value(&event).parse::<f64>() {
                form.update(|form| form.set(name, rounded(number)));
            }
        };
        view! {
            <Show when=move || bounds().is_some() && !value().is_empty()>
                <label class="field">
                    <span>{move || words::field_name(name)} " " <output>{value}</output></span>
                    <input
                        type="range"
                        min=move || bounds().map(|bounds| bounds.0.to_string())
                        max=move || bounds().map(|bounds| bounds.1.to_string())
                        step=move || match bounds() {
                            Some((least, greatest)) if !is_count => ((greatest - least) / 200.0).to_string(),
                            _ => "1".to_owned(),
                        }
                        prop:value=value
                        on:input=moved
                    />
                </label>
            </Show>
        }
    };
    view! {
        <div class="sliders">
            {move || {
                let kind = kind.get();
                if !matches!(kind.as_str(), "host" | "service" | "expression") {
                    return Vec::new();
                }
                ["warning", "critical", "duration", "maxCheckAttempts"]
                    .into_iter()
                    .filter(|name| fields(&kind).any(|field| field.name == *name))
                    .map(|name| slider(name).into_any())
                    .collect::<Vec<_>>()
            }}
        </div>
    }
}

/// A number with the digits that a hand can mean.
fn rounded(number: f64) -> String {
    let digits = if number == 0.0 { 0 } else { (2 - number.abs().log10().floor() as i32).clamp(0, 9) };
    let text = format!("{number:.*}", digits as usize);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[component]
fn Answer(
    trial: Memo<Option<Monitor>>,
    past: ReadSignal<Past>,
    outcome: RwSignal<Option<Outcome>>,
    hosts: Memo<Vec<(String, String)>>,
    is_stored: Signal<bool>,
    has_points: Memo<bool>,
    period: Memo<TimeRange>,
) -> impl IntoView {
    let history = use_history();
    let notes = move || {
        let texts = &t().monitors;
        if !has_points.get() {
            return vec![texts.replay_not.to_owned()];
        }
        if trial.with(Option::is_none) {
            return vec![texts.replay_problems.to_owned()];
        }
        let mut notes = Vec::new();
        let count = hosts.with(Vec::len);
        past.with(|past| {
            if let Some(lines) = past.lines {
                notes.push(fill(texts.replay_expression, &[&lines]));
            } else if past.period.is_none() {
                notes.push(texts.replay_one.to_owned());
            } else if !past.is_whole() {
                notes.push(fill(texts.replay_reading, &[&past.answered, &past.asked]));
            }
            if past.failed > 0 {
                notes.push(fill(texts.replay_failed, &[&past.failed, &past.asked]));
            }
            if past.asked == MOST_HOSTS && count > MOST_HOSTS {
                notes.push(fill(texts.replay_too_many, &[&count, &MOST_HOSTS]));
            }
        });
        if is_stored.get() && !history.covers(period.get().from) {
            notes.push(fill(texts.replay_history, &[&history.progress().count]));
        }
        notes
    };
    let result = move || {
        let texts = &t().monitors;
        outcome.with(|outcome| {
            let outcome = outcome.as_ref()?;
            Some(fill(texts.replay_result, &[&outcome.raised, &outcome.real]))
        })
    };
    let compared = move || {
        outcome.with(|outcome| {
            let outcome = outcome.as_ref().filter(|outcome| outcome.real > 0)?;
            Some(fill(t().monitors.replay_compared, &[&outcome.caught, &outcome.vanished, &outcome.added]))
        })
    };
    let has_outcome = Memo::new(move |_| outcome.with(Option::is_some));
    view! {
        <section class="panel" aria-label=move || t().monitors.replay>
            <div class="panel-head">
                <h2>{move || t().monitors.replay}</h2>
            </div>
            <div class="panel-pad stack">
                <p role="status" class="replay-result">{result}</p>
                <p>{compared}</p>
                {move || notes().into_iter().map(|note| view! { <p class="secondary">{note}</p> }).collect_view()}
                <Show when=move || has_outcome.get()>
                    <p class="small secondary">
                        {move || t().monitors.replay_marks} " " {move || t().monitors.replay_same}
                    </p>
                    <Rows outcome />
                </Show>
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_value_has_three_digits() {
        for (number, expected) in [
            (0.0, "0"),
            (8.0, "8"),
            (8.123_45, "8.12"),
            (1_234.56, "1235"),
            (0.001_234_5, "0.00123"),
            (-42.18, "-42.2"),
            (123_456_789.0, "123456789"),
        ] {
            assert_eq!(rounded(number), expected, "{number}");
        }
    }
}
