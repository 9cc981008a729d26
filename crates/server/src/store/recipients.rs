//! Which channels are told of an alert: those of the notification groups that concern it. Pure.
//!
//! * A group concerns an alert when it names the monitor or one of the services. The default group concerns every
//!   alert, unless a group that names the monitor says that the default one is to be skipped.
//! * Groups tell their child groups too, each with its own level; a group that contains itself does so once.
//! * A group of level `critical` is told of critical alerts only, and of the end of what was critical.

use super::objects::Object;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of an alert when somebody is to be told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Concern<'a> {
    /// The monitor's id.
    pub(super) monitor: &'a str,
    /// Services that it is about.
    pub(super) services: &'a [String],
    /// Whether it is or was critical.
    pub(super) is_critical: bool,
}

/// The ids of the channels, each once, in the order of the groups.
pub(super) fn recipients(groups: &[Object], concern: Concern<'_>) -> Vec<String> {
    let named: Vec<&Object> = groups.iter().filter(|group| names(group, concern)).collect();
    let skips_default = named
        .iter()
        .flat_map(|group| entries(group, "monitors"))
        .any(|entry| entry["id"] == concern.monitor && entry["skipDefault"] == true);
    let is_default = |group: &&Object| group.get("type").is_some_and(|kind| kind == "group-default");
    let default = groups.iter().filter(is_default).filter(|_| !skips_default);
    let mut seen = BTreeSet::new();
    let mut channels: Vec<String> = Vec::new();
    let by_id: BTreeMap<&str, &Object> = groups.iter().map(|group| (id(group), group)).collect();
    // A stack of its own: groups may be nested as deeply as somebody likes.
    let mut waiting: Vec<&Object> = named.into_iter().chain(default).collect();
    waiting.reverse();
    while let Some(group) = waiting.pop() {
        if !seen.insert(id(group)) {
            continue;
        }
        let only_critical = group.get("notificationLevel").is_some_and(|level| level == "critical");
        if concern.is_critical || !only_critical {
            for channel in entries(group, "childChannelIds").filter_map(Value::as_str) {
                if !channels.iter().any(|known| known == channel) {
                    channels.push(channel.to_owned());
                }
            }
        }
        let children: Vec<&Object> = entries(group, "childNotificationGroupIds")
            .filter_map(|child| by_id.get(child.as_str()?).copied())
            .collect();
        waiting.extend(children.into_iter().rev());
    }
    channels
}

fn names(group: &Object, concern: Concern<'_>) -> bool {
    entries(group, "monitors").any(|entry| entry["id"] == concern.monitor)
        || entries(group, "services")
            .any(|entry| concern.services.iter().any(|service| entry["name"] == **service))
}

fn entries<'a>(group: &'a Object, list: &str) -> impl Iterator<Item = &'a Value> {
    group.get(list).and_then(Value::as_array).into_iter().flatten()
}

fn id(group: &Object) -> &str {
    group.get("id").and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn groups_that_concern_an_alert_tell_their_channels() {
        let groups: Vec<Object> = [
            json!({"id": "d", "type": "group-default", "notificationLevel": "all", "childChannelIds": ["mail"]}),
            json!({"id": "a", "type": "group", "childChannelIds": ["a", "mail"], "services": [{"name": "shop"}],
                   "childNotificationGroupIds": ["c", "a", "gone"]}),
            json!({"id": "b", "type": "group", "childChannelIds": ["b"], "monitors": [{"id": "m2", "skipDefault": true}]}),
            json!({"id": "c", "type": "group", "notificationLevel": "critical", "childChannelIds": ["c"],
                   "childNotificationGroupIds": ["a"]}),
        ]
        .into_iter()
        .map(|group| group.as_object().unwrap().clone())
        .collect();
        for (monitor, service, is_critical, expected) in [
            ("m1", None, true, &["mail"][..]),
            ("m1", Some("shop"), true, &["a", "mail", "c"]),
            ("m1", Some("shop"), false, &["a", "mail"]),
            ("m2", None, false, &["b"]),
            ("m2", Some("shop"), false, &["a", "mail", "b"]),
        ] {
            let services: Vec<String> = service.into_iter().map(str::to_owned).collect();
            let found = recipients(&groups, Concern { monitor, services: &services, is_critical });
            assert_eq!(found, expected, "{monitor} {service:?} {is_critical}");
        }
        let chain = |at: usize| {
            json!({"id": at.to_string(), "type": if at == 0 { "group-default" } else { "group" },
            "childChannelIds": [at.to_string()], "childNotificationGroupIds": [(at + 1).to_string()]})
        };
        let deep: Vec<Object> = (0..5_000).map(|at| chain(at).as_object().unwrap().clone()).collect();
        assert_eq!(
            recipients(&deep, Concern { monitor: "m", services: &[], is_critical: true }).len(),
            5_000
        );
        assert_eq!(recipients(&[], Concern { monitor: "m", services: &[], is_critical: true }), [""; 0]);
    }
}
