//! Dashboards.

use crate::support::{NOW, Server};
use mackerel::dashboards::{
    CreateDashboard, Dashboard, DeleteDashboard, GetDashboard, ListDashboards, UpdateDashboard,
};
use serde_json::{Value, json};

const ROOT: &str = "/api/v0/dashboards";

/// Every widget, every field, and fields that nobody knows.
const FULL: &str = r#"{
    "title":"t","memo":"m","urlPath":"shop/over_view","future":{"x":[null,1]},
    "widgets":[
        {"type":"graph","title":"g","layout":{"x":0,"y":0,"width":12,"height":8},
         "graph":{"type":"role","roleFullname":"shop:web","name":"cpu.{user,iowait}","isStacked":true},
         "range":{"type":"relative","period":21600,"offset":-60},"valueRange":{"min":0},
         "referenceLines":[{"label":"budget","value":70}],"legendList":["a"],"novel":true},
        {"type":"value","title":"v","layout":{"x":12,"y":0,"width":6,"height":4},
         "metric":{"type":"service","serviceName":"shop","name":"orders"},"fractionSize":0,"suffix":"/min",
         "formatRules":[{"name":"low","threshold":10,"operator":"<"}],"isNewVersion":true,"showsTrend":true},
        {"type":"markdown","title":"m","layout":{"x":0,"y":8,"width":24,"height":4},"markdown":"text"},
        {"type":"alertStatus","title":"","layout":{"x":18,"y":0,"width":6,"height":4},"roleFullname":"shop: web"},
        {"type":"graph","title":"","layout":{"x":0,"y":0,"width":3,"height":1},"referenceLines":[],
         "graph":{"type":"query","query":"up","legend":""},"range":{"type":"absolute","start":1,"end":2}},
        {"type":"graph","title":"","layout":{"x":0,"y":0,"width":3,"height":1},"referenceLines":[],
         "graph":{"type":"unknown"}}
    ]}"#;

#[tokio::test]
async fn a_dashboard_comes_back_as_it_was_sent() {
    let server = Server::start().await;
    server.add_shop().await;
    let made = server.ok("POST", ROOT, FULL).await;
    let mut expected: Value = serde_json::from_str(FULL).expect("JSON");
    expected["id"] = made["id"].clone();
    expected["createdAt"] = NOW.into();
    expected["updatedAt"] = NOW.into();
    assert_eq!(made, expected);
    let path = format!("{ROOT}/{}", made["id"].as_str().expect("an id"));
    assert_eq!(server.ok("GET", &path, "").await, expected);
    assert_eq!(server.ok("GET", ROOT, "").await, json!({"dashboards": [expected]}));

    // What a client fetched goes back whole, ids and times too; they are ours.
    server.state.clock.set(NOW + 9);
    let mut sent = expected.clone();
    sent["title"] = "new".into();
    sent["createdAt"] = 1.into();
    sent["id"] = "x".into();
    expected["title"] = "new".into();
    expected["updatedAt"] = (NOW + 9).into();
    assert_eq!(server.ok("PUT", &path, sent.to_string()).await, expected);
    assert_eq!(server.ok("GET", &path, "").await, expected);
    assert_eq!(server.ok("DELETE", &path, "").await, expected);
    assert_eq!(server.ok("GET", ROOT, "").await, json!({"dashboards": []}));
}

#[tokio::test]
async fn dashboards_live_as_typed() {
    let server = Server::start().await;
    server.add_shop().await;
    let dashboard: Dashboard = serde_json::from_str(FULL).expect("the contract's shape");
    let made = server.call(&CreateDashboard(dashboard)).await.expect("a dashboard");
    let id = made.id.clone();
    assert_eq!(server.call(&GetDashboard { id: id.clone() }).await.expect("the dashboard"), made);
    assert_eq!(server.call(&ListDashboards).await.expect("a list").dashboards, std::slice::from_ref(&made));
    let changed = Dashboard { memo: String::new(), widgets: vec![], ..made.clone() };
    assert_eq!(server.call(&UpdateDashboard(changed.clone())).await.expect("an update"), changed);
    assert_eq!(server.call(&DeleteDashboard { id }).await.expect("as it was"), changed);
}

#[tokio::test]
async fn the_nulls_of_the_go_client_are_dropped() {
    let server = Server::start().await;
    let sent = json!({"title": "t", "memo": null, "urlPath": "a", "widgets": [{
        "type": "graph", "title": "g", "metric": null, "range": null, "markdown": null,
        "graph": {"type": "role", "roleFullname": "shop:web", "name": "loadavg5", "isStacked": null},
        "layout": {"x": 0, "y": 0, "width": 12, "height": 8},
    }]});
    server.add_shop().await;
    let made = server.ok("POST", ROOT, sent.to_string()).await;
    assert_eq!(
        (&made["memo"], &made["widgets"][0]),
        (
            &json!(""),
            &json!({
                "type": "graph", "title": "g", "referenceLines": [],
                "graph": {"type": "role", "roleFullname": "shop:web", "name": "loadavg5", "isStacked": false},
                "layout": {"x": 0, "y": 0, "width": 12, "height": 8},
            })
        )
    );
    for widgets in ["", r#","widgets":null"#] {
        let path = if widgets.is_empty() { "b" } else { "c" };
        let made = server.ok("POST", ROOT, format!(r#"{{"title":"t","urlPath":"{path}"{widgets}}}"#)).await;
        assert_eq!((&made["widgets"], &made["memo"]), (&json!([]), &json!("")));
    }
}

#[tokio::test]
async fn what_a_widget_shows_is_unknown_once_it_is_gone() {
    let server = Server::start().await;
    server.add_shop().await;
    let made = server.ok("POST", ROOT, FULL).await;
    server.ok("DELETE", "/api/v0/services/shop/roles/web", "").await;
    let path = format!("{ROOT}/{}", made["id"].as_str().expect("an id"));
    let found = server.ok("GET", &path, "").await;
    assert_eq!(found["widgets"][0]["graph"], json!({"type": "unknown"}));
    assert_eq!(found["widgets"][1]["metric"]["serviceName"], "shop");
    assert_eq!(found["widgets"][3]["roleFullname"], json!(null));
    server.ok("DELETE", "/api/v0/services/shop", "").await;
    let found = server.ok("GET", &path, "").await;
    assert_eq!(found["widgets"][1]["metric"], json!({"type": "unknown"}));
    // It can be posted back as it is, and is itself again when the role is back.
    server.add_shop().await;
    assert_eq!(server.ok("GET", &path, "").await["widgets"], made["widgets"]);
    server.ok("PUT", &path, found.to_string()).await;
}

#[tokio::test]
async fn bad_dashboards_are_refused() {
    let server = Server::start().await;
    let own = server.ok("POST", ROOT, r#"{"title":"own","urlPath":"own"}"#).await;
    let own = format!("{ROOT}/{}", own["id"].as_str().expect("an id"));
    let other = server.ok("POST", ROOT, r#"{"title":"The other","urlPath":"taken"}"#).await;
    let taken = format!(r#"is used by the dashboard "The other" ({})"#, other["id"].as_str().expect("an id"));
    let widget = |more: &str| format!(r#"{{"title":"t","urlPath":"a","widgets":[{more}]}}"#);
    let layout = r#""layout":{"x":0,"y":0,"width":6,"height":6}"#;
    let cases: Vec<(String, u16, &str)> = vec![
        (r#"{"urlPath":"a"}"#.to_owned(), 400, "missing field `title`"),
        (r#"{"title":"","urlPath":"a"}"#.to_owned(), 400, "title is empty"),
        (r#"{"title":"t"}"#.to_owned(), 400, "urlPath \"\""),
        (r#"{"title":"t","urlPath":"/a"}"#.to_owned(), 400, "urlPath \"/a\""),
        (r#"{"title":"t","urlPath":"a//b"}"#.to_owned(), 400, "urlPath"),
        (r#"{"title":"t","urlPath":"a b"}"#.to_owned(), 400, "urlPath"),
        (r#"{"title":"t","urlPath":"../a"}"#.to_owned(), 400, "urlPath"),
        (r#"{"title":"t","urlPath":"taken"}"#.to_owned(), 409, &taken),
        (r#"{"title":"t","urlPath":"a","widgets":{}}"#.to_owned(), 400, "invalid type: map"),
        (widget("7"), 400, "line 1"),
        (widget(r#"{"type":"markdown","markdown":"x"}"#), 400, "missing field `layout`"),
        (
            widget(r#"{"type":"markdown","markdown":"x","layout":{"x":-1,"y":0,"width":1,"height":1}}"#),
            400,
            "invalid value: integer `-1`",
        ),
        (
            widget(&format!(r#"{{"type":"markdown","markdown":"x",{layout}}},{{"type":"graph",{layout}}}"#)),
            400,
            "widgets[1]: missing field `graph`",
        ),
        (widget(r#"{"type":"hologram"}"#), 400, "missing field `layout`"),
        (widget(&format!(r#"{{"title":"",{layout}}}"#)), 400, "widgets[0]: missing field `type`"),
        (
            widget(&format!(r#"{{"type":"graph","graph":{{"type":"pie"}},{layout}}}"#)),
            400,
            "unknown variant `pie`",
        ),
        (
            widget(&format!(
                r#"{{"type":"graph","graph":{{"type":"role","roleFullname":"x","name":"a"}},{layout}}}"#
            )),
            400,
            "roleFullname \"x\"",
        ),
        (
            widget(&format!(
                r#"{{"type":"value","metric":{{"type":"unknown"}},"fractionSize":17,{layout}}}"#
            )),
            400,
            "fractionSize",
        ),
    ];
    let mut refusals = vec![
        ("GET", "/api/v0/dashboards/nope", "", 404, "Dashboard not found"),
        ("PUT", "/api/v0/dashboards/nope", r#"{"title":"t","urlPath":"a"}"#, 404, "Dashboard not found"),
        ("DELETE", "/api/v0/dashboards/nope", "", 404, "Dashboard not found"),
    ];
    for (method, path) in [("POST", ROOT), ("PUT", own.as_str())] {
        refusals.extend(
            cases.iter().map(|(body, status, message)| (method, path, body.as_str(), *status, *message)),
        );
    }
    server.refuses(&refusals).await;
    // Its own path is no conflict.
    server.ok("PUT", &own, r#"{"title":"own","urlPath":"own"}"#).await;
}
