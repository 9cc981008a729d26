//! Changes of a sitting, what differs in each, and all of them as Markdown. Pure.
//!
//! * A field that is the same before and after is not named; one that is `null` is as good as absent.
//! * In Markdown no text breaks its table: pipes are escaped, lines become blanks.

use crate::i18n::Texts;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use series::Time;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// Some fields are other ones.
    Edited,
    /// It is new.
    Created,
    /// Nobody is notified any more.
    Muted,
    /// People are notified again.
    Unmuted,
    /// It is gone.
    Deleted,
}

/// To what it was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Object {
    /// A monitor.
    Monitor,
    /// A downtime.
    Downtime,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Tells it from the others.
    pub number: u32,
    /// When.
    pub at: Time,
    /// What was done.
    pub what: What,
    /// To what.
    pub object: Object,
    /// What it is called.
    pub name: String,
    /// All fields before; `None` when it was not there.
    pub before: Option<Value>,
    /// All fields afterwards; `None` when it is gone.
    pub after: Option<Value>,
}

/// An object as the API has it.
pub(super) fn json(object: &impl Serialize) -> Option<Value> {
    serde_json::to_value(object).ok()
}

/// The fields that differ, in order of their names, each with its value before and after.
pub fn difference(change: &Change) -> Vec<(String, String, String)> {
    let nothing = Map::new();
    let fields = |side: &Option<Value>| side.as_ref().and_then(Value::as_object).cloned().unwrap_or_default();
    let (before, after) = (fields(&change.before), fields(&change.after));
    // Of what is new or gone, empty fields say nothing.
    let is_whole = before == nothing || after == nothing;
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).filter(|name| *name != "id").collect();
    let rows =
        names.into_iter().map(|name| (name.clone(), spoken(before.get(name)), spoken(after.get(name))));
    rows.filter(|(_, before, after)| before != after && !(is_whole && before.is_empty() && after.is_empty()))
        .collect()
}

/// All changes as Markdown, with the language's words and each moment as `when` writes it.
pub fn markdown(changes: &[Change], texts: &Texts, when: impl Fn(Time) -> String) -> String {
    let texts = &texts.monitors;
    let mut out = format!("## {}\n", texts.sitting);
    for change in changes {
        let what = word(change.what, texts);
        let _ = write!(out, "\n### {} – {what} ({})\n\n", cell(&change.name), when(change.at));
        let _ =
            writeln!(out, "| {} | {} | {} |", texts.change_field, texts.change_before, texts.change_after);
        out.push_str("|---|---|---|\n");
        for (name, before, after) in difference(change) {
            let _ = writeln!(out, "| `{}` | {} | {} |", cell(&name), code(&before), code(&after));
        }
    }
    out
}

/// What was done, in a word.
pub(crate) fn word(what: What, texts: &crate::i18n::monitors::Monitors) -> &'static str {
    match what {
        What::Edited => texts.change_edited,
        What::Created => texts.change_created,
        What::Muted => texts.muted,
        What::Unmuted => texts.unmute,
        What::Deleted => texts.change_deleted,
    }
}

/// A value as people read it; absent is empty.
fn spoken(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        // 8.0 reads as 8.
        Some(Value::Number(number)) => {
            number.as_f64().map_or_else(|| number.to_string(), |float| float.to_string())
        }
        Some(Value::Array(items)) if items.iter().all(Value::is_string) => {
            items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
        }
        Some(other) => other.to_string(),
    }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ")
}

fn code(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("`{}`", cell(text).replace('`', "'")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use serde_json::json;

    fn change(what: What, before: Option<Value>, after: Option<Value>) -> Change {
        Change { number: 1, at: 60, what, object: Object::Monitor, name: "a|b".to_owned(), before, after }
    }

    #[test]
    fn only_what_differs_is_named() {
        let row =
            |name: &str, before: &str, after: &str| (name.to_owned(), before.to_owned(), after.to_owned());
        for (before, after, expected) in [
            (
                json!({"id": "m", "warning": 8.0, "name": "n"}),
                json!({"id": "m", "warning": 9.5, "name": "n"}),
                vec![row("warning", "8", "9.5")],
            ),
            (
                json!({"warning": 8.0, "isMute": false}),
                json!({"isMute": true, "scopes": ["a", "b"]}),
                vec![row("isMute", "false", "true"), row("scopes", "", "a, b"), row("warning", "8", "")],
            ),
            (json!({"warning": null}), json!({}), vec![]),
        ] {
            assert_eq!(difference(&change(What::Edited, Some(before), Some(after))), expected);
        }
        let gone = change(What::Deleted, Some(json!({"id": "m", "name": "n", "memo": ""})), None);
        assert_eq!(difference(&gone), [row("name", "n", "")]);
    }

    #[test]
    fn the_list_is_a_table_whatever_the_texts_hold() {
        let edited = change(What::Edited, Some(json!({"memo": "a|b\n`c`"})), Some(json!({"memo": ""})));
        let text = markdown(&[edited], Lang::En.texts(), |time| format!("at {time}"));
        let expected = "## Changes of this sitting\n\n### a\\|b – changed (at 60)\n\n| Field | Before | After |\n|---|---|---|\n| `memo` | `a\\|b 'c'` |  |\n";
        assert_eq!(text, expected);
    }
}
