//! A monitor as a form: texts by field, what is wrong with them, and the monitor they make. Pure.
//!
//! What this module promises at its edges:
//! * a form of a monitor that nothing was changed in makes the same monitor, with every field that nobody here knows;
//! * an empty field is an absent one, but for headers of a monitor that had some: there it means none;
//! * a form without problems is one that the server takes, as far as its rules can be known here.

use super::fields::{Field, Input, fields};
use mackerel::monitors::{Monitor, RateMetric};
use mackerel::names::{RoleFullName, is_metric_name};
use serde_json::{Map, Value, json};
use series::Time;
use std::collections::BTreeMap;

/// What a form holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Its type; it stays.
    pub kind: String,
    /// All fields as they came.
    stored: Map<String, Value>,
    texts: BTreeMap<&'static str, String>,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    /// It must hold something.
    Missing,
    /// It is longer than so many characters.
    TooLong(usize),
    /// It is no whole number between these.
    NotWhole(i64, i64),
    /// It is no multiple of ten between these.
    NotTens(i64, i64),
    /// It is no number.
    NotNumber,
    /// It is no share from 0 to 100.
    NotShare,
    /// It is no name of a metric.
    NotMetric,
    /// It is no address of http or https.
    NotAddress,
    /// One of several fields must be there.
    OneOf(&'static [&'static str]),
    /// It needs a service.
    NeedsService,
    /// A line of it is no `name: value`.
    NotHeader(String),
    /// It names what does not exist, or what does not belong here.
    Unknown(String),
    /// It is no expression; the first error's place, from 1.
    NotExpression(usize),
    /// It is still to come.
    Future,
}

/// What exists.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    /// Names of services.
    pub services: Vec<String>,
    /// Full names of roles, as `shop: web`.
    pub roles: Vec<String>,
    /// Now.
    pub now: Time,
}

impl Form {
    /// A new form of a type.
    pub fn new(kind: &str) -> Self {
        let mut form = Self { kind: kind.to_owned(), stored: Map::new(), texts: BTreeMap::new() };
        form.texts = fields(kind).map(|field| (field.name, field.initial.to_owned())).collect();
        form
    }

    /// The form of a monitor.
    pub fn of(monitor: &Monitor) -> Self {
        let stored = match serde_json::to_value(monitor) {
            Ok(Value::Object(stored)) => stored,
            _ => Map::new(),
        };
        let texts = fields(&monitor.kind)
            .map(|field| (field.name, text(field.input, stored.get(field.name))))
            .collect();
        Self { kind: monitor.kind.clone(), stored, texts }
    }

    /// What a field holds.
    pub fn get(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }

    /// Puts a text into a field.
    pub fn set(&mut self, name: &'static str, text: String) {
        self.texts.insert(name, text);
    }

    /// The items of a field that holds a list.
    pub fn items(&self, name: &str) -> impl Iterator<Item = &str> {
        self.get(name).lines().filter(|line| !line.trim().is_empty())
    }

    /// The monitor it makes. What has a problem is left out or as it is.
    pub fn monitor(&self) -> Option<Monitor> {
        let mut fields_of_it = self.stored.clone();
        fields_of_it.insert("type".to_owned(), self.kind.clone().into());
        for field in fields(&self.kind) {
            let now = self.get(field.name);
            if now == text(field.input, self.stored.get(field.name)) {
                continue;
            }
            match value(field, now) {
                Ok(Some(value)) => fields_of_it.insert(field.name.to_owned(), value),
                Ok(None) if field.name == "headers" && self.stored.contains_key("headers") => {
                    fields_of_it.insert(field.name.to_owned(), json!([]))
                }
                Ok(None) | Err(_) => fields_of_it.remove(field.name),
            };
        }
        serde_json::from_value(Value::Object(fields_of_it)).ok()
    }

    /// What is wrong, by field, in the order of the fields.
    pub fn problems(&self, known: &Known) -> Vec<(&'static str, Problem)> {
        let mut problems: Vec<(&'static str, Problem)> = Vec::new();
        for field in fields(&self.kind) {
            let text = self.get(field.name);
            let found = match value(field, text) {
                Err(problem) => Some(problem),
                Ok(None) if field.is_required => Some(Problem::Missing),
                Ok(_) => self.against(field, text, known),
            };
            problems.extend(found.map(|problem| (field.name, problem)));
        }
        for names in one_of(&self.kind) {
            if names.iter().all(|name| self.get(name).trim().is_empty()) {
                problems.push((names[0], Problem::OneOf(names)));
            }
        }
        problems
    }

    /// What is wrong with a field beside others and what exists.
    fn against(&self, field: &Field, text: &str, known: &Known) -> Option<Problem> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let is_rate = RateMetric::of(self.get("metric").trim()).is_some();
        let is_known = |name: &str| match name.parse::<RoleFullName>() {
            Ok(RoleFullName { service, role }) => known.roles.contains(&format!("{service}: {role}")),
            Err(_) => known.services.iter().any(|service| service == name),
        };
        let is_role = |name: &str| name.parse::<RoleFullName>().is_ok();
        let unknown = |name: &str| Some(Problem::Unknown(name.to_owned()));
        match field.name {
            "metric" if !(is_metric_name(text) || self.kind == "host" && is_rate) => Some(Problem::NotMetric),
            "warning" | "critical" if self.kind == "host" && is_rate => {
                let is_share = text.parse().is_ok_and(|share: f64| (0.0..=100.0).contains(&share));
                (!is_share).then_some(Problem::NotShare)
            }
            "url" => (!is_address(text)).then_some(Problem::NotAddress),
            "responseTimeWarning" | "responseTimeCritical" | "responseTimeDuration"
                if self.get("service").trim().is_empty() =>
            {
                Some(Problem::NeedsService)
            }
            "service" if !known.services.iter().any(|service| service == text) => unknown(text),
            "scopes" | "excludeScopes" => {
                let wanted = |item: &&str| is_known(item) && (field.input != Input::Roles || is_role(item));
                self.items(field.name).find(|item| !wanted(item)).and_then(unknown)
            }
            "expression" => {
                let errors = expr::parse(text).err()?;
                let at = errors.first().map_or(0, |error| error.span.start);
                Some(Problem::NotExpression(text.get(..at).map_or(0, |before| before.chars().count()) + 1))
            }
            "trainingPeriodFrom" => {
                (text.parse().is_ok_and(|from: Time| from > known.now)).then_some(Problem::Future)
            }
            _ => None,
        }
    }
}

/// Of which fields one must be there.
fn one_of(kind: &str) -> &'static [&'static [&'static str]] {
    match kind {
        "host" | "expression" | "query" => &[&["warning", "critical"]],
        "service" => &[&["warning", "critical", "missingDurationWarning", "missingDurationCritical"]],
        "anomalyDetection" => &[&["warningSensitivity", "criticalSensitivity"]],
        _ => &[],
    }
}

/// A field's text for a value of the API; what is of another type is as good as absent.
fn text(input: Input, value: Option<&Value>) -> String {
    let Some(value) = value else { return String::new() };
    let list = |value: &Value, line: &dyn Fn(&Value) -> Option<String>| {
        value.as_array().into_iter().flatten().filter_map(line).collect::<Vec<_>>().join("\n")
    };
    match input {
        Input::Flag => if value == &Value::Bool(true) { "true" } else { "" }.to_owned(),
        Input::Scopes | Input::Roles => list(value, &|item| item.as_str().map(str::to_owned)),
        Input::Headers => {
            let line =
                |item: &Value| Some(format!("{}: {}", item["name"].as_str()?, item["value"].as_str()?));
            list(value, &line)
        }
        _ => match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => match number.as_f64() {
                // 8.0 reads as 8.
                Some(float) if float.fract() == 0.0 && float.abs() < 1e15 => format!("{}", float as i64),
                _ => number.to_string(),
            },
            _ => String::new(),
        },
    }
}

/// The value of the API for a field's text; `None` is absent.
fn value(field: &Field, text: &str) -> Result<Option<Value>, Problem> {
    let trimmed = text.trim();
    if trimmed.is_empty() && !matches!(field.input, Input::Flag | Input::Scopes | Input::Roles) {
        return Ok(None);
    }
    let within = |most: usize, text: &str| {
        if text.chars().count() > most { Err(Problem::TooLong(most)) } else { Ok(Some(json!(text))) }
    };
    match field.input {
        Input::Line(most) => within(most, trimmed),
        Input::Lines(most) => within(most, text),
        Input::Flag => Ok(Some(json!(trimmed == "true"))),
        Input::Whole(min, max) => whole(trimmed, min, max).ok_or(Problem::NotWhole(min, max)).map(Some),
        Input::Tens(min, max) => {
            let is_tens = trimmed.parse::<i64>().is_ok_and(|number| number % 10 == 0);
            whole(trimmed, min, max).filter(|_| is_tens).ok_or(Problem::NotTens(min, max)).map(Some)
        }
        Input::Number => {
            let number = trimmed.parse::<f64>().ok().filter(|number| number.is_finite());
            number.map(|number| Some(json!(number))).ok_or(Problem::NotNumber)
        }
        Input::Scopes | Input::Roles => {
            let items: Vec<&str> = text.lines().map(str::trim).filter(|item| !item.is_empty()).collect();
            if items.is_empty() && field.is_required { Ok(None) } else { Ok(Some(json!(items))) }
        }
        Input::Headers => {
            let header = |line: &str| {
                let (name, value) = line.split_once(':').filter(|pair| !pair.0.trim().is_empty())?;
                Some(json!({ "name": name.trim(), "value": value.trim() }))
            };
            let lines = text.lines().filter(|line| !line.trim().is_empty());
            let headers = lines.map(|line| header(line).ok_or_else(|| Problem::NotHeader(line.to_owned())));
            Ok(Some(Value::Array(headers.collect::<Result<_, _>>()?)))
        }
        Input::Time => whole(trimmed, 0, i64::MAX).ok_or(Problem::NotNumber).map(Some),
        Input::Choice(_) | Input::HostMetric | Input::ServiceMetric | Input::Service | Input::Expression => {
            Ok(Some(json!(trimmed)))
        }
    }
}

fn whole(text: &str, min: i64, max: i64) -> Option<Value> {
    text.parse::<i64>().ok().filter(|number| (min..=max).contains(number)).map(Value::from)
}

fn is_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fields and what is typed into them.
    type Texts = &'static [(&'static str, &'static str)];

    /// Type, fields of the form, what is changed in them, and what is wrong then.
    type Case<'a> = (&'a str, Texts, Texts, &'a [(&'a str, Problem)]);

    fn known() -> Known {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Known { services: words(&["shop", "api"]), roles: words(&["shop: web", "api: db"]), now: 1_000 }
    }

    fn of(monitor: &Value) -> Form {
        Form::of(&serde_json::from_value(monitor.clone()).expect("a monitor"))
    }

    #[test]
    fn an_untouched_form_makes_the_same_monitor() {
        for monitor in [
            json!({"id": "m", "type": "host", "name": "n", "memo": "", "isMute": true, "metric": "cpu%", "operator": "<",
                "warning": 8.5, "critical": 16.0, "duration": 3, "scopes": ["shop: web"], "future": {"a": [1]}}),
            json!({"id": "m", "type": "connectivity", "name": "", "memo": "a\nb", "isMute": false}),
            json!({"id": "m", "type": "external", "name": "n", "memo": "", "isMute": false, "url": "https://a",
                "headers": [{"name": "A", "value": "b: c"}], "requestBody": "", "followRedirect": true, "responseTimeWarning": 5}),
            json!({"id": "m", "type": "hologram", "name": "n", "memo": "", "isMute": false, "depth": 3}),
        ] {
            let made = serde_json::to_value(of(&monitor).monitor()).expect("json");
            assert_eq!(made, monitor);
        }
    }

    #[test]
    fn what_is_typed_becomes_what_the_api_knows() {
        let stored = json!({"id": "m", "type": "external", "name": "n", "memo": "", "isMute": false, "url": "https://a",
            "headers": [{"name": "A", "value": "b"}], "service": "shop", "responseTimeWarning": 5.0, "future": 1});
        for (name, text, at, expected) in [
            ("headers", "", "headers", json!([])),
            (
                "headers",
                "X-A:  1\n\nB: c:d",
                "headers",
                json!([{"name": "X-A", "value": "1"}, {"name": "B", "value": "c:d"}]),
            ),
            ("responseTimeWarning", " 1e3 ", "responseTimeWarning", json!(1000.0)),
            ("responseTimeWarning", "", "responseTimeWarning", Value::Null),
            ("expectedStatusCode", "204", "expectedStatusCode", json!(204)),
            ("followRedirect", "true", "followRedirect", json!(true)),
            ("service", "", "service", Value::Null),
            ("name", " m ", "name", json!("m")),
            ("name", "m", "future", json!(1)),
        ] {
            let mut form = of(&stored);
            form.set(name, text.to_owned());
            let made = serde_json::to_value(form.monitor()).expect("json");
            assert_eq!(made.get(at).cloned().unwrap_or_default(), expected, "{name} {text:?}");
        }
    }

    #[test]
    fn problems_are_those_of_the_server() {
        let host: Texts = &[("name", "n"), ("metric", "loadavg5"), ("warning", "8")];
        let cases: &[Case] = &[
            ("host", host, &[], &[]),
            ("host", host, &[("name", " ")], &[("name", Problem::Missing)]),
            ("host", host, &[("warning", "")], &[("warning", Problem::OneOf(&["warning", "critical"]))]),
            ("host", host, &[("warning", "x")], &[("warning", Problem::NotNumber)]),
            ("host", host, &[("warning", "inf")], &[("warning", Problem::NotNumber)]),
            ("host", host, &[("duration", "11")], &[("duration", Problem::NotWhole(1, 10))]),
            ("host", host, &[("maxCheckAttempts", "1.5")], &[("maxCheckAttempts", Problem::NotWhole(1, 10))]),
            ("host", host, &[("metric", "a b")], &[("metric", Problem::NotMetric)]),
            ("host", host, &[("metric", "cpu%"), ("warning", "100")], &[]),
            ("host", host, &[("metric", "cpu%"), ("warning", "101")], &[("warning", Problem::NotShare)]),
            ("host", host, &[("scopes", "shop\nshop:web\napi: db")], &[]),
            (
                "host",
                host,
                &[("excludeScopes", "shop: db")],
                &[("excludeScopes", Problem::Unknown("shop: db".to_owned()))],
            ),
            (
                "host",
                host,
                &[("notificationInterval", "9")],
                &[("notificationInterval", Problem::NotWhole(10, i64::MAX))],
            ),
            (
                "service",
                &[("name", "n"), ("metric", "m"), ("service", "shop"), ("missingDurationWarning", "15")],
                &[],
                &[("missingDurationWarning", Problem::NotTens(10, 10_080))],
            ),
            (
                "service",
                host,
                &[("metric", "cpu%"), ("service", "x")],
                &[("service", Problem::Unknown("x".to_owned())), ("metric", Problem::NotMetric)],
            ),
            ("external", &[("name", "n"), ("url", "ftp://a")], &[], &[("url", Problem::NotAddress)]),
            (
                "external",
                &[("name", "n"), ("url", "http://a"), ("responseTimeDuration", "3"), ("headers", "nonsense")],
                &[],
                &[
                    ("responseTimeDuration", Problem::NeedsService),
                    ("headers", Problem::NotHeader("nonsense".to_owned())),
                ],
            ),
            (
                "expression",
                &[("name", "n"), ("expression", "avg("), ("critical", "0")],
                &[],
                &[("expression", Problem::NotExpression(5))],
            ),
            ("anomalyDetection", &[("name", "n")], &[], &[("scopes", Problem::Missing)]),
            (
                "anomalyDetection",
                &[("name", "n"), ("scopes", "shop")],
                &[],
                &[("scopes", Problem::Unknown("shop".to_owned()))],
            ),
            (
                "anomalyDetection",
                &[
                    ("name", "n"),
                    ("scopes", "shop: web"),
                    ("warningSensitivity", ""),
                    ("trainingPeriodFrom", "2000"),
                ],
                &[],
                &[
                    ("trainingPeriodFrom", Problem::Future),
                    ("warningSensitivity", Problem::OneOf(&["warningSensitivity", "criticalSensitivity"])),
                ],
            ),
            (
                "query",
                &[("name", "n"), ("query", "up"), ("critical", "1"), ("evaluateBackwardMinutes", "")],
                &[],
                &[("evaluateBackwardMinutes", Problem::Missing)],
            ),
            ("connectivity", &[("name", "n")], &[], &[]),
        ];
        for (kind, texts, changes, expected) in cases {
            let mut form = Form::new(kind);
            for (name, text) in texts.iter().chain(*changes) {
                form.set(name, (*text).to_owned());
            }
            assert_eq!(&form.problems(&known())[..], *expected, "{kind} {texts:?} {changes:?}");
        }
    }
}
