//! Where the pages of the demo organisation are. Ids come from the API, because they differ from seed to seed.

use crate::world::World;

/// The machine with the sentinel series.
const SENTINEL: &str = "sentinel-01";

/// Path of the host page of the machine with the sentinel series.
pub async fn sentinel(world: &World) -> String {
    let found = world.get(&format!("/api/v0/hosts?name={SENTINEL}")).await;
    let id = found["hosts"][0]["id"].as_str().expect("the demo has its sentinel").to_owned();
    format!("/hosts/{id}")
}

/// Path of an alert that has no graph and is closed.
async fn closed_check(world: &World) -> String {
    let found = world.get("/api/v0/alerts?withClosed=true").await;
    let mut alerts = found["alerts"].as_array().unwrap().iter();
    let check = alerts.find(|alert| alert["type"] == "check" && alert["status"] == "OK");
    format!("/alerts/{}", check.expect("the demo has a closed check")["id"].as_str().unwrap())
}

/// Every kind of page once.
pub async fn all(world: &World) -> Vec<String> {
    let dashboards = world.get("/api/v0/dashboards").await;
    let alerts = world.get("/api/v0/alerts").await;
    let dashboard = dashboards["dashboards"][0]["id"].as_str().expect("the demo has dashboards");
    let alert = alerts["alerts"][0]["id"].as_str().expect("the demo has open alerts");
    // One role shows a line for each host, the other is too large for that.
    let roles = ["/services/shop/web", "/services/batch/log-agent"];
    let lists = [
        "/",
        "/annotations",
        "/annotations/new?service=shop&title=x",
        "/dashboards",
        "/services",
        "/hosts",
        "/alerts",
        "/hygiene",
        "/services/shop",
    ];
    let expressions =
        ["/explore", "/explore?query=avg%28role%28shop%3Aweb%2C%20loadavg5%29%29", "/explore?query=avgg%28"];
    let mut pages: Vec<String> =
        lists.into_iter().chain(roles).chain(expressions).map(str::to_owned).collect();
    pages.push(format!("/dashboards/{dashboard}"));
    pages.push(format!("/dashboards/{dashboard}?edit=1"));
    pages.push(format!("/alerts/{alert}"));
    pages.push(closed_check(world).await);
    pages.push("/alerts?group=service&from=now-30d&to=now".to_owned());
    pages.push("/alerts?only=flapping&slot=6-3&q=nothing%20of%20the%20kind".to_owned());
    pages.push(sentinel(world).await);
    let monitors = world.get("/api/v0/monitors").await;
    let monitors = monitors["monitors"].as_array().expect("the demo has monitors");
    let forms =
        ["/monitors", "/downtimes", "/monitors/new?type=external", "/monitors/new?type=anomalyDetection"];
    pages.extend(forms.map(str::to_owned));
    // Of each type the last one: the form is another.
    let of_kind = |kind: &str| monitors.iter().rfind(|monitor| monitor["type"] == kind);
    let ids = ["host", "service", "expression", "query"].into_iter().filter_map(of_kind);
    pages.extend(ids.map(|monitor| format!("/monitors/{}", monitor["id"].as_str().expect("an id"))));
    // Home once more: by now it knows what was viewed.
    pages.push("/".to_owned());
    pages
}

/// The pages of the screenshots, by name.
pub async fn shown(world: &World) -> Vec<(&'static str, String)> {
    let dashboards = world.get("/api/v0/dashboards").await;
    let dashboard = dashboards["dashboards"][0]["id"].as_str().expect("the demo has dashboards");
    let hosts = world.get("/api/v0/hosts?service=api").await;
    let host = hosts["hosts"][0]["id"].as_str().expect("the demo has hosts");
    let role = hosts["hosts"][0]["roles"]["api"][0].as_str().expect("the host has a role");
    let alerts = world.get("/api/v0/alerts").await;
    let with_graph = |one: &&serde_json::Value| one["type"] == "host" || one["type"] == "service";
    let alert = alerts["alerts"].as_array().unwrap().iter().find(with_graph);
    let alert = alert.expect("the demo has an open alert with a graph");
    let (alert, monitor) = (alert["id"].as_str().unwrap(), alert["monitorId"].as_str().unwrap());
    vec![
        ("home", "/".to_owned()),
        ("host", format!("/hosts/{host}")),
        ("role", format!("/services/api/{role}")),
        ("dashboard", format!("/dashboards/{dashboard}")),
        ("editor", format!("/dashboards/{dashboard}?edit=1")),
        ("explore", "/explore?query=avgg%28role%28shop%3Aweb%2C%20loadavg5%29".to_owned()),
        ("annotations", "/annotations?from=now-30d&to=now".to_owned()),
        ("annotation", "/annotations/new?service=shop&title=x".to_owned()),
        ("alerts", "/alerts".to_owned()),
        ("alert", format!("/alerts/{alert}")),
        ("monitor", format!("/monitors/{monitor}")),
        ("hygiene", "/hygiene?zone=Asia/Tokyo".to_owned()),
        ("monitors", "/monitors?from=now-30d&to=now".to_owned()),
        ("downtimes", "/downtimes".to_owned()),
    ]
}
