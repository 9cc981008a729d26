//! A downtime as a form: what was typed, what is wrong with it, and the downtime it makes. Pure.
//!
//! A form of a downtime that nothing was changed in makes the same one, with every field that nobody here knows; but
//! weekdays stay only where it repeats by the week.

use mackerel::downtimes::{Downtime, Recurrence, WEEKDAYS};
use series::Time;

/// How it may repeat.
pub const KINDS: [&str; 5] = ["hourly", "daily", "weekly", "monthly", "yearly"];

/// The lists of scopes, each within and without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Services.
    Services,
    /// Services that it is not for.
    ServicesNot,
    /// Full names of roles.
    Roles,
    /// Full names of roles that it is not for.
    RolesNot,
    /// Ids of monitors.
    Monitors,
    /// Ids of monitors that it is not for.
    MonitorsNot,
}

/// What a form holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// What is not typed here, and the scopes.
    pub base: Downtime,
    /// When it begins the first time; `None` while that is no date.
    pub start: Option<Time>,
    /// How long it lasts, in minutes.
    pub minutes: String,
    /// How it repeats; empty is not at all.
    pub kind: String,
    /// Every so many of them.
    pub interval: String,
    /// On these days.
    pub weekdays: Vec<String>,
    /// When it no longer repeats.
    pub until: Option<Time>,
}

/// What is wrong with a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The name is empty or longer than 255 characters.
    Name,
    /// The memo is longer than 2,048 characters.
    Memo,
    /// There is no beginning.
    Start,
    /// The length is no whole number from 1.
    Minutes,
    /// The interval is no whole number from 1.
    Interval,
    /// It ends before it begins.
    Until,
    /// A scope is both in and out.
    Twice(String),
}

impl Draft {
    /// The form of a downtime; of a new one, it is one without a name.
    pub fn of(downtime: &Downtime) -> Self {
        let recurrence = downtime.recurrence.as_ref();
        Self {
            base: downtime.clone(),
            start: Some(downtime.start),
            minutes: downtime.duration.to_string(),
            kind: recurrence.map_or_else(String::new, |recurrence| recurrence.kind.clone()),
            interval: recurrence.map_or_else(|| "1".to_owned(), |recurrence| recurrence.interval.to_string()),
            weekdays: recurrence.map_or_else(Vec::new, |recurrence| recurrence.weekdays.clone()),
            until: recurrence.and_then(|recurrence| recurrence.until),
        }
    }

    /// The scopes of a list.
    pub fn scopes(&self, scope: Scope) -> &Vec<String> {
        match scope {
            Scope::Services => &self.base.service_scopes,
            Scope::ServicesNot => &self.base.service_exclude_scopes,
            Scope::Roles => &self.base.role_scopes,
            Scope::RolesNot => &self.base.role_exclude_scopes,
            Scope::Monitors => &self.base.monitor_scopes,
            Scope::MonitorsNot => &self.base.monitor_exclude_scopes,
        }
    }

    /// Replaces the scopes of a list.
    pub fn set_scopes(&mut self, scope: Scope, all: Vec<String>) {
        let list = match scope {
            Scope::Services => &mut self.base.service_scopes,
            Scope::ServicesNot => &mut self.base.service_exclude_scopes,
            Scope::Roles => &mut self.base.role_scopes,
            Scope::RolesNot => &mut self.base.role_exclude_scopes,
            Scope::Monitors => &mut self.base.monitor_scopes,
            Scope::MonitorsNot => &mut self.base.monitor_exclude_scopes,
        };
        *list = all;
    }

    /// What is wrong, in the order of the form.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut add = |is_bad: bool, problem: Problem| problems.extend(is_bad.then_some(problem));
        add(!(1..=255).contains(&self.base.name.trim().chars().count()), Problem::Name);
        add(self.start.is_none(), Problem::Start);
        add(from_one(&self.minutes).is_none(), Problem::Minutes);
        if !self.kind.is_empty() {
            add(from_one(&self.interval).is_none(), Problem::Interval);
            add(self.until.zip(self.start).is_some_and(|(until, start)| until < start), Problem::Until);
        }
        let base = &self.base;
        for (within, without) in [
            (&base.service_scopes, &base.service_exclude_scopes),
            (&base.role_scopes, &base.role_exclude_scopes),
            (&base.monitor_scopes, &base.monitor_exclude_scopes),
        ] {
            if let Some(twice) = within.iter().find(|scope| without.contains(scope)) {
                add(true, Problem::Twice(twice.clone()));
            }
        }
        add(base.memo.chars().count() > 2_048, Problem::Memo);
        problems
    }

    /// The downtime it makes; `None` while a time or a number is wrong.
    pub fn downtime(&self) -> Option<Downtime> {
        let recurrence = match self.kind.as_str() {
            "" => None,
            kind => Some(Recurrence {
                kind: kind.to_owned(),
                interval: from_one(&self.interval)?,
                weekdays: WEEKDAYS
                    .iter()
                    .filter(|day| kind == "weekly" && self.weekdays.iter().any(|chosen| chosen == *day))
                    .map(|&day| day.to_owned())
                    .collect(),
                until: self.until,
            }),
        };
        let name = self.base.name.trim().to_owned();
        let (start, duration) = (self.start?, from_one(&self.minutes)?);
        Some(Downtime { name, start, duration, recurrence, ..self.base.clone() })
    }
}

fn from_one(text: &str) -> Option<u64> {
    // The server keeps whole numbers of 64 bits with a sign.
    text.trim().parse().ok().filter(|number| (1..=i64::MAX as u64).contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn downtime() -> Downtime {
        serde_json::from_value(json!({"id": "6d", "name": "n", "memo": "m", "start": 100, "duration": 90,
            "recurrence": {"type": "weekly", "interval": 2, "weekdays": ["Sunday", "Friday"], "until": 900},
            "serviceScopes": ["shop"], "future": 1}))
        .expect("a downtime")
    }

    #[test]
    fn an_untouched_form_makes_the_same_downtime() {
        let once = Downtime { recurrence: None, ..downtime() };
        for downtime in [downtime(), once] {
            let draft = Draft::of(&downtime);
            assert_eq!(draft.problems(), []);
            assert_eq!(draft.downtime(), Some(downtime));
        }
        let daily = Draft { kind: "daily".to_owned(), ..Draft::of(&downtime()) };
        let made = daily.downtime().and_then(|made| made.recurrence).expect("it repeats");
        assert_eq!((made.kind.as_str(), made.weekdays.len(), made.until), ("daily", 0, Some(900)));
    }

    #[test]
    fn what_the_server_refuses_is_said_before() {
        type Edit = fn(&mut Draft);
        let cases: [(Edit, Problem); 9] = [
            (|draft| draft.base.name = "  ".to_owned(), Problem::Name),
            (|draft| draft.base.name = "x".repeat(256), Problem::Name),
            (|draft| draft.base.memo = "x".repeat(2_049), Problem::Memo),
            (|draft| draft.start = None, Problem::Start),
            (|draft| draft.minutes = "0".to_owned(), Problem::Minutes),
            (|draft| draft.minutes = "1.5".to_owned(), Problem::Minutes),
            (|draft| draft.interval = String::new(), Problem::Interval),
            (|draft| draft.until = Some(99), Problem::Until),
            (
                |draft| draft.base.service_exclude_scopes = vec!["shop".to_owned()],
                Problem::Twice("shop".to_owned()),
            ),
        ];
        for (edit, problem) in cases {
            let mut draft = Draft::of(&downtime());
            edit(&mut draft);
            assert_eq!(draft.problems(), [problem]);
        }
        let once = Draft { kind: String::new(), interval: "x".to_owned(), ..Draft::of(&downtime()) };
        assert_eq!(once.problems(), []);
    }
}
