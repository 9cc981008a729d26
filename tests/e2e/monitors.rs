//! What a person does about a noisy monitor: tries other values over the past, edits the threshold from its alert, takes
//! that back, and plans a downtime. The page's own writes are what the server was asked to do, and nothing else.

use crate::browser::Browser;
use crate::world::World;
use serde_json::{Value, json};

/// Notes every request of the page that may change something: method, path and body.
const LISTEN: &str = "
    window.writes = [];
    const plain = window.fetch.bind(window);
    window.fetch = async (request, options) => {
      const asked = new Request(request, options);
      if (asked.method !== 'GET') {
        const body = await asked.clone().text();
        window.writes.push([asked.method, new URL(asked.url).pathname, body]);
      }
      return plain(asked);
    };
    return true";

async fn writes(page: &Browser) -> Vec<(String, String, Value)> {
    let found = page.ask("return window.writes", vec![]).await;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let write = |one: &Value| {
        (text(&one[0]), text(&one[1]), serde_json::from_str(&text(&one[2])).unwrap_or_default())
    };
    found.as_array().expect("the page is listened to").iter().map(write).collect()
}

/// The monitor of the demo whose name contains this.
async fn named(world: &World, part: &str) -> Value {
    let list = world.get("/api/v0/monitors").await;
    let mut all = list["monitors"].as_array().unwrap().iter();
    all.find(|monitor| monitor["name"].as_str().unwrap().contains(part)).expect(part).clone()
}

pub async fn threshold(world: &mut World) {
    let monitor = named(world, "Backup waits").await;
    let id = monitor["id"].as_str().unwrap().to_owned();
    let alerts = world.get("/api/v0/alerts?withClosed=true&limit=100").await;
    let of_monitor = |alert: &&Value| alert["monitorId"] == id.as_str();
    let alert = alerts["alerts"].as_array().unwrap().iter().find(of_monitor).expect("an alert of it");
    let path = format!("/alerts/{}", alert["id"].as_str().unwrap());
    let page = world.browser().await;
    page.visit(&path).await;
    page.ask(LISTEN, vec![]).await;
    page.click("button", "Edit threshold").await;
    page.fill("Warning threshold", "150.5").await;
    page.click("button", "Save").await;
    page.see("Changed “").await;
    let now = world.get(&format!("/api/v0/monitors/{id}")).await;
    assert_eq!(now["monitor"]["warning"], json!(150.5));
    let page = world.page();
    // The list of the sitting knows what was there before.
    page.click("button", "Changes: 1").await;
    page.until(
        "the value before and after",
        "return [...document.querySelectorAll('dialog[open] tr')].map(e => tidy(e.innerText)).includes('warning 120 150.5')",
        vec![],
    )
    .await;
    page.click("button", "Close").await;
    page.click("button", "Undo").await;
    page.see("Undone.").await;
    page.see_no("Changes: 1").await;
    let after = world.get(&format!("/api/v0/monitors/{id}")).await;
    assert_eq!(after["monitor"], monitor, "all is as it was");
    let mut edited = monitor.clone();
    edited["warning"] = json!(150.5);
    let place = format!("/api/v0/monitors/{id}");
    let sent = writes(world.page()).await;
    let expected = [
        ("PUT".to_owned(), place.clone(), without_nulls(edited)),
        ("PUT".to_owned(), place, without_nulls(monitor)),
    ];
    let sent: Vec<_> =
        sent.into_iter().map(|(method, place, body)| (method, place, without_nulls(body))).collect();
    assert_eq!(sent, expected, "exactly these calls");
}

pub async fn deletion(world: &mut World) {
    let monitor = named(world, "Memory %").await;
    let page = world.browser().await;
    page.visit(&format!("/monitors/{}", monitor["id"].as_str().unwrap())).await;
    page.ask(LISTEN, vec![]).await;
    page.click("button", "Delete monitor").await;
    page.see("will be deleted in a few seconds").await;
    page.click("button", "Undo").await;
    page.see("Undone.").await;
    assert_eq!(writes(page).await, [], "what is taken back in time is never sent");
    page.click("button", "Delete monitor").await;
    page.see("will be deleted in a few seconds").await;
    page.click("button", "Dismiss").await;
    page.until("the deletion", "return window.writes.some(write => write[0] === 'DELETE')", vec![]).await;
    page.see("Changes: 1").await;
    let body = json!(monitor).to_string();
    let again =
        reqwest::Client::new().post(format!("{}/api/v0/monitors", world.server.address)).body(body).send();
    assert!(again.await.unwrap().status().is_success(), "other stories find it there");
}

pub async fn replay(world: &mut World) {
    let monitor = named(world, "Backup waits").await;
    let page = world.browser().await;
    page.visit(&format!("/monitors/{}", monitor["id"].as_str().unwrap())).await;
    page.ask(LISTEN, vec![]).await;
    let counts =
        "const found = text().match(/([0-9]+) alerts with these values; really there were ([0-9]+)/);
        const still = /still being read|Reading/.test(text());
        return found && !still && Number(found[2]) > 20 ? [Number(found[1]), Number(found[2])] : null";
    let found = page.until("the replay of a month", counts, vec![]).await;
    let (raised, real) = (found[0].as_u64().unwrap(), found[1].as_u64().unwrap());
    assert_eq!(raised, real, "with its own values it raises what it raised");
    page.fill("Warning threshold", "99999").await;
    page.see("0 alerts with these values").await;
    page.see(&format!("0 real ones are still caught, {real} vanish, 0 are new.")).await;
    // Wrong values are said beside their field, and nothing is sent.
    page.fill("Mean of so many points", "11").await;
    page.see("A whole number from 1 to 10.").await;
    page.click("button", "Save").await;
    page.see("Fields to look at: 1.").await;
    assert_eq!(writes(page).await, []);
    page.click("button", "Discard changes").await;
    page.see(&format!("{real} alerts with these values")).await;
}

pub async fn downtime(world: &mut World) {
    const NAME: &str = "Weekly backup of the sentinels";
    let page = world.browser().await;
    page.visit("/downtimes").await;
    page.click("button", "New downtime").await;
    page.fill("Name", NAME).await;
    page.find("combobox", "Repeats").await.select_by_value("weekly").await.unwrap();
    page.click("button", "Tue").await;
    page.click("button", "Fri").await;
    let times = "const times = [...document.querySelectorAll('dialog[open] ol li')].map(e => tidy(e.innerText));
        return times.length === 5 && times.every(time => /^(Tue|Fri|Mon|Thu|Wed|Sat)/.test(time)) ? times : null";
    page.until("the next five times", times, vec![]).await;
    page.see("every week on Tue, Fri, for 1 h").await;
    page.click("button", "Create").await;
    page.see("Created “").await;
    page.until("the calendar", "return document.querySelectorAll('.calendar-entry').length >= 6", vec![])
        .await;
    let kept = world.get("/api/v0/downtimes").await;
    let found =
        kept["downtimes"].as_array().unwrap().iter().find(|one| one["name"] == NAME).expect("it is kept");
    assert_eq!(
        found["recurrence"],
        json!({"type": "weekly", "interval": 1, "weekdays": ["Tuesday", "Friday"]})
    );
    world.page().click("button", "Undo").await;
    world.page().see("Undone.").await;
    let kept = world.get("/api/v0/downtimes").await;
    assert!(kept["downtimes"].as_array().unwrap().iter().all(|one| one["name"] != NAME), "it is taken back");
}

/// A field that is `null` is as good as absent, and numbers are compared as numbers.
fn without_nulls(mut value: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|_, field| !field.is_null());
    }
    value
}
