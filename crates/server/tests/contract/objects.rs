//! Objects that are kept and shown: downtimes, channels, notification groups, alert group settings.

use crate::support::{NOW, Server};
use mackerel::alert_groups::ListAlertGroupSettings;
use mackerel::downtimes::{
    CreateDowntime, DeleteDowntime, Downtime, ListDowntimes, Recurrence, UpdateDowntime,
};
use serde_json::{Value, json};

const DOWNTIMES: &str = "/api/v0/downtimes";
const CHANNELS: &str = "/api/v0/channels";
const GROUPS: &str = "/api/v0/notification-groups";
const SETTINGS: &str = "/api/v0/alert-group-settings";

async fn make(server: &Server, path: &str, body: Value) -> Value {
    server.ok("POST", path, body.to_string()).await
}

fn id_of(object: &Value) -> String {
    object["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn a_downtime_lives_as_typed() {
    let server = Server::start().await;
    server.add_shop().await;
    let recurrence = Recurrence {
        kind: "weekly".to_owned(),
        interval: 1,
        weekdays: vec!["Sunday".to_owned()],
        until: None,
    };
    let wanted = Downtime {
        name: "backup".to_owned(),
        start: NOW,
        duration: 90,
        recurrence: Some(recurrence),
        role_scopes: vec!["shop:web".to_owned()],
        ..Downtime::default()
    };
    let made = server.call(&CreateDowntime(wanted.clone())).await.expect("a downtime");
    assert_eq!(made, Downtime { id: made.id.clone(), role_scopes: vec!["shop: web".to_owned()], ..wanted });
    let changed = Downtime { recurrence: None, memo: "m".to_owned(), ..made };
    assert_eq!(server.call(&UpdateDowntime(changed.clone())).await.expect("an update"), changed);
    assert_eq!(server.call(&ListDowntimes).await.expect("a list").downtimes, std::slice::from_ref(&changed));
    assert_eq!(server.call(&DeleteDowntime { id: changed.id.clone() }).await.expect("as it was"), changed);
    assert_eq!(server.call(&ListDowntimes).await.expect("a list").downtimes, []);
}

#[tokio::test]
async fn lists_are_always_there_and_unknown_fields_stay() {
    let server = Server::start().await;
    server.add_shop().await;
    for (path, body, more) in [
        (
            DOWNTIMES,
            json!({"name": "d", "start": NOW, "duration": 1.0, "recurrence": null, "x": [1]}),
            json!({"memo": "", "start": NOW, "duration": 1, "serviceScopes": [], "serviceExcludeScopes": [],
                "roleScopes": [], "roleExcludeScopes": [], "monitorScopes": [], "monitorExcludeScopes": []}),
        ),
        (
            CHANNELS,
            json!({"type": "email", "name": "c", "x": 1}),
            json!({"emails": [], "userIds": [], "events": []}),
        ),
        (
            CHANNELS,
            json!({"type": "slack", "name": "c", "url": "https://a", "mentions": null}),
            json!({"mentions": {}, "enabledGraphImage": false, "events": []}),
        ),
        (
            CHANNELS,
            json!({"type": "webhook", "name": "c", "url": "https://a", "addToDefaultNotificationGroup": false}),
            json!({"enabledGraphImage": false, "events": []}),
        ),
        (
            GROUPS,
            json!({"name": "g"}),
            json!({"type": "group", "notificationLevel": "all", "childNotificationGroupIds": [],
                "childChannelIds": [], "monitors": [], "services": []}),
        ),
        (
            SETTINGS,
            json!({"name": "s", "notificationInterval": null}),
            json!({"memo": "", "serviceScopes": [], "roleScopes": [], "monitorScopes": []}),
        ),
    ] {
        let made = make(&server, path, body.clone()).await;
        let mut expected = body;
        let fields = expected.as_object_mut().expect("fields");
        fields.extend(more.as_object().expect("fields").clone());
        fields.insert("id".to_owned(), made["id"].clone());
        fields.retain(|name, value| !value.is_null() && name != "addToDefaultNotificationGroup");
        assert_eq!(made, expected, "{path}");
    }
    let settings = server.call(&ListAlertGroupSettings).await.expect("a list").alert_group_settings;
    assert_eq!(settings[0].name, "s");
    let path = format!("{SETTINGS}/{}", settings[0].id);
    assert_eq!(server.ok("GET", &path, "").await["name"], "s");
}

#[tokio::test]
async fn the_default_group_is_told_of_new_channels_and_stays() {
    let server = Server::start().await;
    let group = server.ok("GET", GROUPS, "").await["notificationGroups"][0].clone();
    assert_eq!((&group["type"], &group["name"]), (&json!("group-default"), &json!("Default")));
    let hook = |more: Value| {
        let mut body = json!({"type": "webhook", "name": "h", "url": "https://a"});
        body["addToDefaultNotificationGroup"] = more;
        body
    };
    let told = make(&server, CHANNELS, hook(json!(true))).await;
    make(&server, CHANNELS, hook(json!(false))).await;
    let also = make(&server, CHANNELS, hook(Value::Null)).await;
    let children =
        || async { server.ok("GET", GROUPS, "").await["notificationGroups"][0]["childChannelIds"].clone() };
    assert_eq!(children().await, json!([told["id"], also["id"]]));
    server.ok("DELETE", &format!("{CHANNELS}/{}", id_of(&told)), "").await;
    assert_eq!(children().await, json!([also["id"]]));

    let path = format!("{GROUPS}/{}", id_of(&group));
    let quiet = server.ok("PUT", &path, r#"{"name":"Default","notificationLevel":"critical"}"#).await;
    assert_eq!((&quiet["type"], &quiet["childChannelIds"]), (&json!("group-default"), &json!([])));
    server.state.store.write(|db| server::store::seed_people(db, NOW)).await.expect("nothing to do");
    server
        .refuses(&[
            ("PUT", &path, r#"{"name":"Other"}"#, 400, "name of the default notification group"),
            ("PUT", &path, r#"{"name":"Default","type":"group"}"#, 400, "type can only be \"group-default\""),
            ("DELETE", &path, "", 400, "the default notification group cannot be deleted"),
            ("POST", GROUPS, r#"{"name":"g","type":"group-default"}"#, 400, "type can only be \"group\""),
        ])
        .await;
    assert_eq!(server.ok("GET", GROUPS, "").await, json!({"notificationGroups": [quiet]}));
}

#[tokio::test]
async fn groups_forget_what_is_gone() {
    let server = Server::start().await;
    server.add_shop().await;
    let child = id_of(&make(&server, GROUPS, json!({"name": "child"})).await);
    let body = json!({"name": "g", "childNotificationGroupIds": [child], "services": [{"name": "shop"}]});
    let group = make(&server, GROUPS, body).await;
    server.ok("DELETE", &format!("{GROUPS}/{child}"), "").await;
    server.ok("DELETE", "/api/v0/services/shop", "").await;
    let path = format!("{GROUPS}/{}", id_of(&group));
    let after = server.ok("DELETE", &path, "").await;
    assert_eq!((&after["childNotificationGroupIds"], &after["services"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn bad_objects_are_refused() {
    let server = Server::start().await;
    server.add_shop().await;
    let downtime = json!({"name": "d", "start": NOW, "duration": 1});
    let mail = json!({"type": "email", "name": "c"});
    let hook = json!({"type": "webhook", "name": "c", "url": "https://a"});
    let group = json!({"name": "g"});
    let weekly = json!({"type": "weekly", "interval": 1});
    let recurring = |more: Value| {
        let mut recurrence = weekly.clone();
        recurrence.as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
        json!({"recurrence": recurrence})
    };
    let cases = [
        (DOWNTIMES, &downtime, json!({"name": ""}), "name is \"\""),
        (DOWNTIMES, &downtime, json!({"name": "n".repeat(256)}), "not a text of 1 to 255 characters"),
        (DOWNTIMES, &downtime, json!({"memo": "m".repeat(2_049)}), "memo is"),
        (DOWNTIMES, &downtime, json!({"start": null}), "start is missing"),
        (DOWNTIMES, &downtime, json!({"start": "now"}), "start is \"now\", not seconds since the epoch"),
        (DOWNTIMES, &downtime, json!({"duration": 0}), "duration is 0, not a whole number from 1"),
        (DOWNTIMES, &downtime, json!({"duration": 0.5}), "duration is 0.5"),
        (DOWNTIMES, &downtime, recurring(json!({"type": "often"})), "recurrence.type is \"often\""),
        (DOWNTIMES, &downtime, recurring(json!({"interval": 0})), "recurrence.interval is 0"),
        (DOWNTIMES, &downtime, recurring(json!({"interval": null})), "recurrence.interval is missing"),
        (
            DOWNTIMES,
            &downtime,
            recurring(json!({"weekdays": ["Someday"]})),
            "recurrence.weekdays[0] is \"Someday\"",
        ),
        (
            DOWNTIMES,
            &downtime,
            recurring(json!({"type": "daily", "weekdays": ["Sunday"]})),
            "recurrence.weekdays go with type weekly only",
        ),
        (DOWNTIMES, &downtime, json!({"recurrence": "daily"}), "recurrence is \"daily\", not an object"),
        (DOWNTIMES, &downtime, json!({"serviceScopes": ["nope"]}), "serviceScopes[0] is \"nope\""),
        (DOWNTIMES, &downtime, json!({"roleScopes": ["shop"]}), "roleScopes[0] is \"shop\""),
        (
            DOWNTIMES,
            &downtime,
            json!({"monitorExcludeScopes": ["nope"]}),
            "monitorExcludeScopes[0] is \"nope\"",
        ),
        (DOWNTIMES, &downtime, json!({"serviceScopes": ["shop", "shop"]}), "have \"shop\" twice"),
        (
            DOWNTIMES,
            &downtime,
            json!({"roleScopes": ["shop:web"], "roleExcludeScopes": ["shop: web"]}),
            "roleScopes and roleExcludeScopes have \"shop: web\" twice",
        ),
        (
            CHANNELS,
            &mail,
            json!({"type": "pagerduty"}),
            "type is \"pagerduty\", not one of email, slack, webhook",
        ),
        (CHANNELS, &mail, json!({"name": null}), "name is missing"),
        (CHANNELS, &mail, json!({"emails": [1]}), "emails[0] is 1, not a text"),
        (CHANNELS, &mail, json!({"userIds": ["nope"]}), "userIds[0] is \"nope\", not an id that exists"),
        (CHANNELS, &mail, json!({"events": ["party"]}), "events[0] is \"party\""),
        (CHANNELS, &hook, json!({"url": null}), "url is missing"),
        (CHANNELS, &hook, json!({"url": "javascript:x"}), "url is not one of http or https"),
        (CHANNELS, &hook, json!({"type": "slack", "mentions": []}), "mentions is [], not an object"),
        (CHANNELS, &hook, json!({"type": "slack", "mentions": {"ok": 1}}), "mentions.ok is 1"),
        (GROUPS, &group, json!({"name": ""}), "name is"),
        (GROUPS, &group, json!({"notificationLevel": "warning"}), "notificationLevel is \"warning\""),
        (GROUPS, &group, json!({"childChannelIds": ["nope"]}), "childChannelIds[0] is \"nope\""),
        (GROUPS, &group, json!({"childNotificationGroupIds": ["nope"]}), "childNotificationGroupIds[0]"),
        (GROUPS, &group, json!({"monitors": [{}]}), "monitors[0].id is missing"),
        (GROUPS, &group, json!({"services": [{"name": "nope"}]}), "services[0].name is \"nope\""),
        (SETTINGS, &group, json!({"notificationInterval": 9}), "notificationInterval is 9"),
        (SETTINGS, &group, json!({"roleScopes": [["shop", "web"]]}), "roleScopes[0] is"),
        (
            SETTINGS,
            &group,
            json!({"serviceScopes": vec!["shop"; 1_001]}),
            "serviceScopes has 1001 items, over 1000",
        ),
    ];
    let mut bodies = Vec::new();
    for (path, body, change, message) in cases {
        let mut body = body.clone();
        body.as_object_mut().expect("fields").extend(change.as_object().expect("fields").clone());
        bodies.push((path, body.to_string(), message));
    }
    let mut refusals: Vec<_> =
        bodies.iter().map(|(path, body, message)| ("POST", *path, body.as_str(), 400, *message)).collect();
    let channel = format!("{CHANNELS}/{}", id_of(&make(&server, CHANNELS, mail).await));
    let own = id_of(&make(&server, GROUPS, group).await);
    let (own_path, itself) =
        (format!("{GROUPS}/{own}"), json!({"name": "g", "childNotificationGroupIds": [own]}).to_string());
    let hook = hook.to_string();
    refusals.extend([
        ("PUT", channel.as_str(), hook.as_str(), 400, "but this channel's is \"email\" for good"),
        ("PUT", own_path.as_str(), itself.as_str(), 400, "childNotificationGroupIds has the group itself"),
    ]);
    let paths = [DOWNTIMES, CHANNELS, GROUPS, SETTINGS].map(|path| format!("{path}/nope"));
    for (path, what) in paths.iter().zip(["Downtime", "Channel", "Notification group", "Alert group setting"])
    {
        refusals.push(("DELETE", path, "", 404, what));
        refusals.push(("PUT", path, r#"{"name":"x"}"#, 404, what));
    }
    refusals.push(("GET", &paths[0], "", 405, "Method not allowed."));
    refusals.push(("GET", &paths[3], "", 404, "Alert group setting not found"));
    server.refuses(&refusals).await;
}
