//! What a person finds again on the first page: own pins, pins of everybody, and what was looked at last.

use crate::world::World;
use serde_json::json;

const ON_HOME: &str =
    "return [...document.querySelectorAll('.pinned a')].some(e => name(e).includes(arguments[0]))";

/// A pin for everybody is on the first page of another browser, with its live picture, until it is taken away there.
pub async fn for_everybody(world: &mut World) {
    let dashboards = world.get("/api/v0/dashboards").await;
    let (id, title) =
        (dashboards["dashboards"][0]["id"].clone(), dashboards["dashboards"][0]["title"].clone());
    let button = format!("Pin {} for everyone", title.as_str().unwrap());
    let page = world.browser().await;
    page.visit("/dashboards").await;
    page.click("button", &button).await;
    let pressed = "return all('button', arguments[0])[0]?.getAttribute('aria-pressed') === arguments[1]";
    page.until("the pin", pressed, vec![json!(button), json!("true")]).await;
    assert_eq!(world.get("/ext/pins").await, json!({ "dashboardIds": [id] }));

    let page = world.browser().await;
    page.visit("/").await;
    page.until("the dashboard on another's home", ON_HOME, vec![title.clone()]).await;
    let painted = "return document.querySelector('.pinned canvas')?.dataset.paints > 0";
    page.until("its live picture", painted, vec![]).await;
    page.click("button", &button).await;
    page.see("No dashboard is pinned yet").await;
    assert_eq!(world.get("/ext/pins").await, json!({ "dashboardIds": [] }));
    let page = world.page();
    page.client.refresh().await.unwrap();
    page.settled().await;
    assert_eq!(page.ask(ON_HOME, vec![title]).await, json!(false), "nor after a reload");
}

/// The last pages are on the first page, the newest first; one that is gone is forgotten.
pub async fn viewed(world: &mut World) {
    let gone = world.make_dashboard("Soon gone", "tests/gone", &[]).await;
    let dashboards = world.get("/api/v0/dashboards").await;
    let kept = &dashboards["dashboards"][0];
    let kept_path = format!("/dashboards/{}", kept["id"].as_str().unwrap());
    let hosts = world.get("/api/v0/hosts?service=shop").await;
    let host = &hosts["hosts"][0];
    let host_path = format!("/hosts/{}", host["id"].as_str().unwrap());
    let gone_path = format!("/dashboards/{gone}");
    world.browser().await;
    let page = world.page();
    for path in [&kept_path, &gone_path, &host_path, &kept_path] {
        page.visit(path).await;
        page.settled().await;
    }
    let list = "return [...document.querySelectorAll('.home-viewed a')].map(e => new URL(e.href).pathname)";
    page.visit("/").await;
    page.settled().await;
    assert_eq!(page.ask(list, vec![]).await, json!([kept_path, host_path, gone_path]));
    let label = host["displayName"].as_str().or(host["name"].as_str()).unwrap();
    let named = "return [...document.querySelectorAll('.home-viewed a')].map(name)";
    assert_eq!(page.ask(named, vec![]).await, json!([kept["title"], label, "Soon gone"]));

    let answer = reqwest::Client::new()
        .delete(format!("{}/api/v0/dashboards/{gone}", world.server.address))
        .send()
        .await
        .unwrap();
    assert!(answer.status().is_success(), "{}", answer.status());
    page.click("link", "Soon gone").await;
    page.see("It is not there").await;
    page.click("link", "Home").await;
    page.until("it to be forgotten", &format!("{list}.length === 2"), vec![]).await;
}
