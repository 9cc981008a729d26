//! What a downtime is for: kinds of scope are joined by and, the scopes of one kind by or; what is excluded never counts.

use super::Downtime;
use crate::names::RoleFullName;
use std::collections::BTreeMap;

/// What an alert would be about.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The monitor or check.
    pub monitor: &'a str,
    /// Its service, or none.
    pub service: Option<&'a str>,
    /// The host's services and their roles, or none.
    pub roles: &'a BTreeMap<String, Vec<String>>,
}

impl Downtime {
    /// Whether an alert about this is one that nobody wants while the downtime is on.
    pub fn covers(&self, target: Target<'_>) -> bool {
        let service = |name: &String| {
            target.service.is_some_and(|service| service == name) || target.roles.contains_key(name)
        };
        let role = |name: &String| {
            name.parse().is_ok_and(|RoleFullName { service, role }| {
                target.roles.get(&service).is_some_and(|roles| roles.contains(&role))
            })
        };
        let monitor = |id: &String| id == target.monitor;
        let within = |scopes: &[String], is_in: &dyn Fn(&String) -> bool| {
            scopes.is_empty() || scopes.iter().any(is_in)
        };
        within(&self.service_scopes, &service)
            && within(&self.role_scopes, &role)
            && within(&self.monitor_scopes, &monitor)
            && !self.service_exclude_scopes.iter().any(service)
            && !self.role_exclude_scopes.iter().any(role)
            && !self.monitor_exclude_scopes.iter().any(monitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_downtime_is_for_what_its_scopes_say() {
        let web = BTreeMap::from([("shop".to_owned(), vec!["web".to_owned()])]);
        let none = BTreeMap::new();
        let host = Target { monitor: "2m", service: None, roles: &web };
        let service = Target { monitor: "2m", service: Some("shop"), roles: &none };
        for (json, target, expected) in [
            (r#"{"name":"d","start":0,"duration":1}"#, host, true),
            (r#"{"name":"d","start":0,"duration":1}"#, service, true),
            (r#"{"name":"d","start":0,"duration":1,"serviceScopes":["shop"]}"#, host, true),
            (r#"{"name":"d","start":0,"duration":1,"serviceScopes":["shop"]}"#, service, true),
            (r#"{"name":"d","start":0,"duration":1,"serviceScopes":["blog"]}"#, host, false),
            (r#"{"name":"d","start":0,"duration":1,"roleScopes":["shop: web"]}"#, host, true),
            (r#"{"name":"d","start":0,"duration":1,"roleScopes":["shop:db"]}"#, host, false),
            (r#"{"name":"d","start":0,"duration":1,"roleScopes":["shop: web"]}"#, service, false),
            (
                r#"{"name":"d","start":0,"duration":1,"monitorScopes":["2m"],"serviceScopes":["shop"]}"#,
                host,
                true,
            ),
            (
                r#"{"name":"d","start":0,"duration":1,"monitorScopes":["2x"],"serviceScopes":["shop"]}"#,
                host,
                false,
            ),
            (r#"{"name":"d","start":0,"duration":1,"serviceExcludeScopes":["shop"]}"#, service, false),
            (
                r#"{"name":"d","start":0,"duration":1,"serviceScopes":["shop"],"roleExcludeScopes":["shop: web"]}"#,
                host,
                false,
            ),
            (r#"{"name":"d","start":0,"duration":1,"monitorExcludeScopes":["2m"]}"#, host, false),
        ] {
            let downtime: Downtime = serde_json::from_str(json).expect(json);
            assert_eq!(downtime.covers(target), expected, "{json}");
        }
    }
}
