//! Which hosts a monitor watches, by their roles, and the fields that only some types have.

use super::Monitor;
use crate::names::RoleFullName;
use serde_json::Value;
use std::collections::BTreeMap;

/// Service names to role names, as a host has them.
type Roles = BTreeMap<String, Vec<String>>;

impl Monitor {
    /// Whether a host with these roles is watched. Without scopes every host is; an excluded scope wins.
    pub fn covers(&self, roles: &Roles) -> bool {
        let within = |name: &str| self.texts(name).any(|scope| is_within(roles, scope));
        (self.texts("scopes").next().is_none() || within("scopes")) && !within("excludeScopes")
    }

    /// The texts of a list among the other fields, such as `scopes`; none if it is no list.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = &str> {
        self.extra.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }

    /// A whole number among the other fields, such as `duration`.
    pub fn whole(&self, name: &str) -> Option<i64> {
        self.extra.get(name).and_then(Value::as_i64)
    }

    /// A number among the other fields, such as `responseTimeWarning`.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.extra.get(name).and_then(Value::as_f64)
    }

    /// A text among the other fields, such as `alertStatusOnGone`.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.extra.get(name).and_then(Value::as_str)
    }
}

/// A scope is a service, or a role written with or without a blank.
fn is_within(roles: &Roles, scope: &str) -> bool {
    match scope.parse::<RoleFullName>() {
        Ok(RoleFullName { service, role }) => roles.get(&service).is_some_and(|had| had.contains(&role)),
        Err(_) => roles.contains_key(scope),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_watched_by_the_scopes_it_is_in() {
        let web = BTreeMap::from([("shop".to_owned(), vec!["db".to_owned(), "web".to_owned()])]);
        let none = BTreeMap::new();
        for (monitor, roles, expected) in [
            (r#"{"type":"host"}"#, &none, true),
            (r#"{"type":"host","scopes":[],"excludeScopes":[]}"#, &web, true),
            (r#"{"type":"host","scopes":["shop"]}"#, &web, true),
            (r#"{"type":"host","scopes":["shop"]}"#, &none, false),
            (r#"{"type":"host","scopes":["shop: web"]}"#, &web, true),
            (r#"{"type":"host","scopes":["shop:web"]}"#, &web, true),
            (r#"{"type":"host","scopes":["shop: app","blog"]}"#, &web, false),
            (r#"{"type":"host","excludeScopes":["shop: web"]}"#, &web, false),
            (r#"{"type":"host","excludeScopes":["shop: web"]}"#, &none, true),
            (r#"{"type":"host","scopes":["shop"],"excludeScopes":["shop: db"]}"#, &web, false),
        ] {
            let read: Monitor = serde_json::from_str(monitor).expect(monitor);
            assert_eq!(read.covers(roles), expected, "{monitor}");
        }
    }
}
