//! Keeps what a reply held, so that writing a thing back changes only what was changed.
//!
//! A typed value knows some fields. [`AsStored`] remembers the JSON it was read from; [`AsStored::carry`] writes the
//! typed value over it: fields that nobody knows, at any depth, and the spelling of numbers stay as they came.

use serde_json::{Map, Value};

/// The JSON that a value was read from; null for one that was made here.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AsStored(Value);

impl AsStored {
    pub(crate) fn new(raw: Value) -> Self {
        Self(raw)
    }

    pub(crate) fn raw(&self) -> &Value {
        &self.0
    }

    /// What to write: `now` over what was read. `then` is what the types made of it when it was read.
    pub(crate) fn carry(&self, then: &Value, now: Value) -> Value {
        carry(&self.0, then, now)
    }
}

fn carry(raw: &Value, then: &Value, now: Value) -> Value {
    if *then == now {
        return raw.clone();
    }
    match (raw, then, now) {
        (Value::Object(raw), Value::Object(then), Value::Object(now)) => carry_fields(raw, then, now).into(),
        (Value::Array(raw), Value::Array(then), Value::Array(now))
            if raw.len() == now.len() && then.len() == now.len() =>
        {
            let items = raw.iter().zip(then).zip(now);
            items.map(|((raw, then), now)| carry(raw, then, now)).collect()
        }
        (_, _, now) => now,
    }
}

fn carry_fields(
    raw: &Map<String, Value>,
    then: &Map<String, Value>,
    now: Map<String, Value>,
) -> Map<String, Value> {
    let is_known = |name: &String| then.contains_key(name) || now.contains_key(name);
    let unknown =
        raw.iter().filter(|(name, _)| !is_known(name)).map(|(name, value)| (name.clone(), value.clone()));
    let mut fields: Map<String, Value> = unknown.collect();
    for (name, value) in now {
        let value = match (raw.get(&name), then.get(&name)) {
            (Some(raw), Some(then)) => carry(raw, then, value),
            // What the types fill in was not there and need not be.
            (None, Some(then)) if *then == value => continue,
            _ => value,
        };
        fields.insert(name, value);
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_changed_is_written() {
        let cases = [
            (
                "nothing",
                json!({"a": 1, "z": 9}),
                json!({"a": 1.0}),
                json!({"a": 1.0}),
                json!({"a": 1, "z": 9}),
            ),
            (
                "a field",
                json!({"a": 1, "b": 2, "z": 9}),
                json!({"a": 1.0, "b": 2.0}),
                json!({"a": 1.0, "b": 3.0}),
                json!({"a": 1, "b": 3.0, "z": 9}),
            ),
            (
                "a field gone",
                json!({"a": 1, "b": 2}),
                json!({"a": 1, "b": 2}),
                json!({"a": 1}),
                json!({"a": 1}),
            ),
            ("a field new", json!({"z": 9}), json!({}), json!({"a": 1}), json!({"a": 1, "z": 9})),
            (
                "filled in",
                json!({"b": 1}),
                json!({"a": [], "b": 1}),
                json!({"a": [], "b": 2}),
                json!({"b": 2}),
            ),
            (
                "deep",
                json!({"a": {"x": 1, "z": null}}),
                json!({"a": {"x": 1}}),
                json!({"a": {"x": 2}}),
                json!({"a": {"x": 2, "z": null}}),
            ),
            (
                "a list",
                json!([{"x": 1, "z": 9}]),
                json!([{"x": 1}]),
                json!([{"x": 2}]),
                json!([{"x": 2, "z": 9}]),
            ),
            (
                "a longer list",
                json!([{"x": 1, "z": 9}]),
                json!([{"x": 1}]),
                json!([{"x": 1}, {"x": 2}]),
                json!([{"x": 1}, {"x": 2}]),
            ),
            ("made here", Value::Null, Value::Null, json!({"a": 1}), json!({"a": 1})),
        ];
        for (name, raw, then, now, expected) in cases {
            assert_eq!(AsStored::new(raw).carry(&then, now), expected, "{name}");
        }
    }
}
