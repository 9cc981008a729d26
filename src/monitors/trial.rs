//! What a monitor would have raised with the values of a form, beside what it really raised. Pure.
//!
//! The counts are those of [`analysis::replay`], subject by subject. A type without points has no trial.

use crate::query::Subject;
use analysis::evaluate::Points;
use analysis::replay::{Comparison, Lasted, NEAR_SECS, Raised, compare, replay_computed, replay_worst};
use analysis::task::Task;
use mackerel::alerts::Alert;
use series::{Time, TimeRange};
use std::sync::Arc;

/// What becomes of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// A real one that is raised too, so many seconds later.
    Caught(i64),
    /// A real one that is not raised any more.
    Vanished,
    /// One that was no real one.
    Added,
}

/// One alert, real or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The host's id; none for a service or an expression.
    pub host: Option<String>,
    /// What people call host, service or expression.
    pub place: String,
    /// When it was or would have been open.
    pub lasted: Lasted,
    /// What becomes of it.
    pub verdict: Verdict,
}

/// How many there would have been, and which.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Alerts with the values of the form.
    pub raised: usize,
    /// Real alerts, those of subjects without points among them.
    pub real: usize,
    /// Real ones that are still raised.
    pub caught: usize,
    /// Real ones that are not.
    pub vanished: usize,
    /// Raised ones that were no real ones.
    pub added: usize,
    /// All of them, the newest first.
    pub rows: Vec<Row>,
    /// When each host would have had alerts: host and span.
    pub spans: Vec<(Option<String>, Lasted)>,
}

/// Tries a monitor over the past; `None` where its type has no points.
pub fn try_out(
    task: &Task,
    subjects: &[Arc<Subject>],
    real: &[&Alert],
    period: TimeRange,
) -> Option<Outcome> {
    let mut outcome = Outcome { real: real.len(), ..Outcome::default() };
    let mut of_subjects = 0;
    for subject in subjects {
        let raised = raised(task, subject, period)?;
        let own: Vec<&&Alert> = real.iter().filter(|alert| alert.host_id == subject.host).collect();
        let lasted: Vec<Lasted> =
            own.iter().map(|alert| Lasted::new(alert.opened_at, alert.closed_at)).collect();
        of_subjects += lasted.len();
        let compared = compare(&lasted, &raised, NEAR_SECS);
        outcome.raised += raised.len();
        outcome.spans.extend(raised.iter().map(|raised| (subject.host.clone(), raised.lasted)));
        outcome.add(subject, &compared, &lasted, &raised);
    }
    // Alerts of what has no points here cannot be caught.
    outcome.vanished += real.len() - of_subjects;
    outcome.rows.sort_by_key(|row| std::cmp::Reverse(row.lasted.opened_at));
    Some(outcome)
}

/// The least and the greatest value of all lines in the period.
pub fn extent(subjects: &[Arc<Subject>], period: TimeRange) -> Option<(f64, f64)> {
    let lines = subjects.iter().flat_map(|subject| &subject.lines);
    let values = lines.flat_map(|line| line.span(period).map(|at| line.values()[at]));
    values.fold(None, |extent: Option<(f64, f64)>, value| match extent {
        Some((least, greatest)) => Some((least.min(value), greatest.max(value))),
        None => Some((value, value)),
    })
}

/// Whether an alert was open at some time of the period.
pub fn is_in(alert: &Alert, period: TimeRange) -> bool {
    let closed_at: Time = alert.closed_at.unwrap_or(Time::MAX);
    alert.opened_at <= period.to && closed_at >= period.from
}

fn raised(task: &Task, subject: &Subject, period: TimeRange) -> Option<Vec<Raised>> {
    let points: Vec<Points<'_>> = subject.lines.iter().map(|line| Points::of(line)).collect();
    match task {
        Task::Host { rule, .. } | Task::Service { rule, .. } => Some(replay_worst(rule, &points, period)),
        Task::Expression(rule) => {
            Some(replay_computed(*rule, points.first().copied().unwrap_or_default(), period))
        }
        Task::Connectivity(_) | Task::External(_) => None,
    }
}

impl Outcome {
    fn add(&mut self, subject: &Subject, compared: &Comparison, real: &[Lasted], raised: &[Raised]) {
        let row = |lasted: Lasted, verdict| Row {
            host: subject.host.clone(),
            place: subject.label.clone(),
            lasted,
            verdict,
        };
        self.caught += compared.caught.len();
        self.vanished += compared.vanished.len();
        self.added += compared.added.len();
        let caught = compared.caught.iter().map(|one| row(real[one.real], Verdict::Caught(one.later_secs)));
        self.rows.extend(caught);
        self.rows.extend(compared.vanished.iter().map(|&at| row(real[at], Verdict::Vanished)));
        self.rows.extend(compared.added.iter().map(|&at| row(raised[at].lasted, Verdict::Added)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use series::Series;

    #[test]
    fn real_alerts_are_found_again_on_their_own_host() {
        let line = |values: &[f64]| -> Arc<Series> {
            Arc::new(values.iter().enumerate().map(|(at, &value)| (at as i64 * 60, value)).collect())
        };
        let subject = |host: &str, values: &[f64]| {
            Arc::new(Subject {
                host: Some(host.to_owned()),
                label: host.to_owned(),
                lines: vec![line(values)],
            })
        };
        let subjects = [subject("a", &[1.0, 9.0, 1.0, 1.0]), subject("b", &[1.0, 1.0, 9.0, 9.0])];
        let alert = |host: &str, opened_at: Time, closed_at: Time| -> Alert {
            let fields = json!({"id": "x", "status": "OK", "monitorId": "m", "type": "host", "hostId": host,
                "openedAt": opened_at, "closedAt": closed_at});
            serde_json::from_value(fields).expect("an alert")
        };
        let real = [alert("a", 60, 120), alert("gone", 60, 120)];
        let period = TimeRange::new(0, 180);
        for (warning, expected) in [(8.0, (2, 2, 1, 1, 1)), (10.0, (0, 2, 0, 2, 0)), (0.0, (2, 2, 1, 1, 1))] {
            let monitor = json!({"type": "host", "metric": "m", "operator": ">", "warning": warning});
            let monitor = serde_json::from_value(monitor).expect("a monitor");
            let task = analysis::task::task(&monitor).expect("a task");
            let found =
                try_out(&task, &subjects, &real.iter().collect::<Vec<_>>(), period).expect("an outcome");
            let counts = (found.raised, found.real, found.caught, found.vanished, found.added);
            assert_eq!(counts, expected, "{warning}");
            assert_eq!(found.spans.len(), found.raised);
        }
        assert_eq!(extent(&subjects, period), Some((1.0, 9.0)));
        assert_eq!(extent(&subjects, TimeRange::new(900, 999)), None);
        assert!(is_in(&real[0], period) && !is_in(&real[0], TimeRange::new(121, 300)));
    }
}
