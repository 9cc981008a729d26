//! What a person does with alerts: finding one among many, closing twenty at once, and seeing which only make noise.

use crate::browser::Browser;
use crate::crowd;
use crate::world::World;
use fantoccini::key::Key;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

const DAY_SECS: u64 = 86_400;

/// The first alerts of the list, by the id in their address.
const LISTED: &str = "const links = [...document.querySelectorAll('.alert-lines a')];
    return links.length > 3 && links.slice(0, 4).map(e => e.pathname.split('/').pop())";

/// Opens twenty alerts by reporting checks, and gives the name that all of them have in common.
async fn open_twenty(world: &World, name: &str) {
    let hosts = world.get("/api/v0/hosts?name=sentinel-01").await;
    let host = hosts["hosts"][0]["id"].as_str().unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let report = |number: u32| {
        json!({
            "source": { "type": "host", "hostId": host }, "name": format!("{name}-{number:02}"),
            "status": "CRITICAL", "message": "does not answer", "occurredAt": now,
        })
    };
    let reports: Vec<Value> = (1..=20).map(report).collect();
    let answer = reqwest::Client::new()
        .post(format!("{}/api/v0/monitoring/checks/report", world.server.address))
        .json(&json!({ "reports": reports }))
        .send()
        .await
        .unwrap();
    assert!(answer.status().is_success(), "{}", answer.status());
}

pub async fn close_twenty(world: &mut World) {
    const REASON: &str = "The switch was replaced";
    open_twenty(world, "close-me").await;
    let page = world.browser().await;
    page.visit("/alerts?q=close-me&status=open").await;
    page.see("20 alerts").await;
    page.click("checkbox", "All 20 open").await;
    page.see("20 alerts selected").await;

    // One call fails: it is listed and stays selected, and a second press closes it.
    let fail_one = "const real = window.fetch; window.closes = 0;
        window.fetch = request => request.url.endsWith('/close') && ++window.closes === 7
          ? Promise.resolve(new Response('{\"error\":\"the disk is full\"}', {status: 507})) : real(request); return true";
    page.ask(fail_one, vec![]).await;
    page.click("button", "Close alerts").await;
    page.fill("Reason", REASON).await;
    confirm(page).await;
    page.see("1 could not be closed and stay selected").await;
    page.see("the disk is full").await;
    page.until("one alert that stays selected", "return text().includes('1 alert selected')", vec![]).await;
    confirm(page).await;
    page.until("the dialog to close", "return !document.querySelector('dialog[open]')", vec![]).await;
    page.see("No alert of this period matches the filters.").await;

    let all = world.get("/api/v0/alerts?withClosed=true").await;
    let checks = world.get("/api/v0/monitoring/checks").await;
    let ours: Vec<&str> = checks["checks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|check| check["name"].as_str().unwrap().starts_with("close-me"))
        .map(|check| check["id"].as_str().unwrap())
        .collect();
    let closed: Vec<&Value> = all["alerts"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|alert| ours.contains(&alert["monitorId"].as_str().unwrap()))
        .collect();
    assert_eq!(closed.len(), 20);
    for alert in closed {
        assert_eq!(
            (alert["status"].as_str(), alert["reason"].as_str()),
            (Some("OK"), Some(REASON)),
            "{alert}"
        );
    }
}

/// Presses the button of the open dialog.
async fn confirm(page: &Browser) {
    let script = "const found = document.querySelector('dialog[open] button[type=submit]:not([disabled])');
        if (found) found.click(); return !!found";
    page.until("the dialog's button", script, vec![]).await;
}

pub async fn keyboard(world: &mut World) {
    let page = world.browser().await;
    page.visit("/alerts?from=now-30d&to=now").await;
    let listed = page.until("alerts in the list", LISTED, vec![]).await;
    let id = |at: usize| listed[at].clone();
    let focused = "return document.activeElement.pathname?.split('/').pop() === arguments[0]";
    let press = async |key: &str| {
        page.client.active_element().await.unwrap().send_keys(key).await.unwrap();
    };
    for (key, at) in [("j", 0), ("j", 1), ("j", 2), ("k", 1)] {
        press(key).await;
        page.until(&format!("the focus on alert {at} after {key}"), focused, vec![id(at)]).await;
    }
    for (key, at) in [(Key::Down, 2), (Key::Up, 1)] {
        press(&String::from(char::from(key))).await;
        page.until(&format!("the focus on alert {at} after {key:?}"), focused, vec![id(at)]).await;
    }
    press("x").await;
    page.see("1 alert selected").await;
    press(&String::from(char::from(Key::Escape))).await;
    page.see_no("1 alert selected").await;
    press(&String::from(char::from(Key::Enter))).await;
    let opened =
        "return location.pathname === '/alerts/' + arguments[0] && location.search.includes('now-30d')";
    page.until("the alert's page", opened, vec![id(1)]).await;
    page.see("Earlier alerts of this monitor").await;
}

pub async fn own_period(world: &mut World) {
    let open = world.get("/api/v0/alerts").await;
    let alerts = open["alerts"].as_array().unwrap();
    let drawn = alerts.iter().find(|alert| alert["type"] == "host").expect("the demo has one of a host");
    let page = world.browser().await;
    page.visit(&format!("/alerts/{}", drawn["id"].as_str().unwrap())).await;
    let pressed = "const found = all('button', arguments[0])[0]; return found && found.getAttribute('aria-pressed') === 'true'";
    page.until("the graph around the alert", pressed, vec![json!("Around the alert")]).await;
    page.click("button", "30m").await;
    page.until("the graph of the period", pressed, vec![json!("Period of the page")]).await;
    page.until("it in the address", "return location.search.includes('graph=period')", vec![]).await;
    page.client.refresh().await.unwrap();
    page.until("the same after a reload", pressed, vec![json!("Period of the page")]).await;
    page.click("button", "Around the alert").await;
    page.until("the alert again", pressed, vec![json!("Around the alert")]).await;
}

pub async fn filters(world: &mut World) {
    let page = world.browser().await;
    page.visit("/alerts?from=now-30d&to=now").await;
    for (control, choice) in [("Status", "Closed"), ("Service", "shop"), ("Group by", "By monitor")] {
        let choose = "const control = all('combobox', arguments[0])[0];
            const wanted = control && [...control.options].find(e => tidy(e.textContent) === arguments[1]);
            if (!wanted) return false;
            control.value = wanted.value; control.dispatchEvent(new Event('change', {bubbles: true})); return true";
        page.until(&format!("{choice} under {control}"), choose, vec![json!(control), json!(choice)]).await;
    }
    let field = page.find("searchbox", "Filter by monitor").await;
    field.send_keys("load").await.unwrap();
    let place = "return location.search.includes('q=load') && location.search";
    let place = page.until("the filters in the address", place, vec![]).await;
    for word in ["status=closed", "service=shop", "group=monitor", "from=now-30d"] {
        assert!(place.as_str().unwrap().contains(word), "{word} in {place}");
    }
    // The walk may still be going on: what is listed is compared once it is over.
    let shown = "const walked = !document.querySelector('progress');
        const texts = [...document.querySelectorAll('.alert-lines li')].map(e => e.querySelector('a, h3')?.textContent);
        return walked && texts.length > 1 && [tidy(document.querySelector('[role=status].push').innerText), ...texts.map(tidy)]";
    let before = page.until("the list", shown, vec![]).await;
    page.client.refresh().await.unwrap();
    let after = page.until("the list after the reload", shown, vec![]).await;
    assert_eq!(before[0], after[0], "as many as before");
    let chosen = "return ['Status', 'Service', 'Group by'].map(label => {
        const control = all('combobox', label)[0]; return control.options[control.selectedIndex].textContent; })";
    assert_eq!(page.ask(chosen, vec![]).await, json!(["Closed", "shop", "By monitor"]));
}

/// What the page says: each monitor with its eight numbers, those of all together, the hours, the lengths of the lists.
const HYGIENE: &str = "
    const part = label => all('region', label)[0];
    if (!part('Monitors by noise') || !part('When alerts open')) return false;
    const number = e => { const data = e.querySelector('data'); return data ? Number(data.value) : null; };
    const monitors = {};
    for (const row of part('Monitors by noise').querySelectorAll('tbody tr')) {
      const id = new URLSearchParams(row.querySelector('td a').search).get('monitor');
      monitors[id] = [...row.querySelectorAll('td.number')].map(number);
    }
    const hours = [...part('When alerts open').querySelectorAll('tbody tr')]
      .map(row => [...row.querySelectorAll('td')].map(cell => number(cell) || 0));
    const length = label => Number(tidy(part(label).querySelector('.panel-head').innerText).match(/[0-9]+$/)[0]);
    return {
      monitors, hours, order: Object.values(monitors).map(numbers => numbers[0]),
      all: [...part('All monitors together').querySelectorAll('dd')].map(number),
      long_open: length('Still open for over 7 days'), never_fired: length('Monitors that never fired'),
      muted: length('Muted monitors'), without_memo: length('Monitors without memo'),
    }";

const NUMBERS: [&str; 8] = ["count", "open", "median", "p95", "flapping", "unattended", "night", "weekend"];

pub async fn recount(world: &mut World) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    // It ends in the past, so that the page and the script need not look at the same second.
    let to = now - 3_600;
    let from = to - 30 * DAY_SECS;
    world.browser().await;
    for (zone, offset_secs) in [("UTC", 0), ("Asia/Tokyo", 32_400)] {
        let address = format!("/hygiene?from={from}&to={to}&zone={zone}");
        world.page().visit(&address).await;
        let page = world.page().until("the numbers", HYGIENE, vec![]).await;
        let counted = recounted(&world.server.address, from, to, offset_secs);
        // Two ways to read off a quantile differ in the last bit.
        let number = |value: &Value| Some((value.as_f64()? * 1e6).round() / 1e6);
        let numbers = |tally: &Value| NUMBERS.map(|name| number(&tally[name]));
        let shown = |row: &Value| row.as_array().unwrap().iter().map(number).collect::<Vec<_>>();
        assert_eq!(shown(&page["all"]), numbers(&counted["all"]), "all together in {zone}");
        let of_page: BTreeMap<_, _> =
            page["monitors"].as_object().unwrap().iter().map(|(id, row)| (id, shown(row))).collect();
        let of_script: BTreeMap<_, _> = counted["monitors"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(id, tally)| (id, numbers(tally).to_vec()))
            .collect();
        assert_eq!(of_page, of_script, "each monitor in {zone}");
        assert_eq!(page["hours"], counted["all"]["hours"], "the hours in {zone}");
        for list in ["long_open", "never_fired", "muted", "without_memo"] {
            assert_eq!(page[list], counted[list], "{list}");
        }
        let order: Vec<f64> = page["order"].as_array().unwrap().iter().filter_map(Value::as_f64).collect();
        assert!(order.is_sorted_by(|more, less| more >= less), "most alerts first: {order:?}");
        assert!(order.len() > 5, "the demo has noise to count: {page}");
    }
}

/// The same numbers, counted by a script that knows the definitions but none of our code.
fn recounted(address: &str, from: u64, to: u64, offset_secs: i64) -> Value {
    let output = Command::new("python3")
        .arg("tests/data/hygiene_recount.py")
        .args([address, &from.to_string(), &to.to_string(), &offset_secs.to_string()])
        .output()
        .expect("python3 counts the numbers anew; install it to run this test");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

pub async fn behind(world: &mut World) {
    let page = world.browser().await;
    page.visit("/hygiene?zone=Asia/Tokyo").await;
    // The demo's backup flaps every night at three.
    let first = "const row = all('region', 'Monitors by noise')[0]?.querySelector('tbody tr');
        return row && [...row.querySelectorAll('td.number')].map(cell => cell.querySelector('data')?.value)";
    let numbers = page.until("the noisiest monitor", first, vec![]).await;
    let (count, flapping, night) = (&numbers[0], &numbers[4], &numbers[6]);
    assert_eq!((count, count), (flapping, night), "every one of them closes by itself, at night: {numbers}");
    let click = "const row = all('region', 'Monitors by noise')[0].querySelector('tbody tr');
        row.querySelectorAll('td')[arguments[0]].querySelector('a').click(); return true";
    page.ask(click, vec![json!(4)]).await;
    page.see(&format!("{} alerts", flapping.as_str().unwrap())).await;
    let place = page.place().await;
    for word in ["only=flapping", "monitor=", "from=now-30d", "zone=Asia%2FTokyo"] {
        assert!(place.contains(word), "{word} in {place}");
    }
    page.find("button", "Remove the filter: Flapping").await;
    page.client.back().await.unwrap();
    page.until("the numbers again", first, vec![]).await;
    // An hour of the week leads to what opened in it.
    let cell = page.find("link", "Sun 03:00–04:00").await;
    let said = cell.attr("aria-label").await.unwrap().unwrap();
    cell.click().await.unwrap();
    page.see(said.rsplit(": ").next().unwrap()).await;
    assert!(page.place().await.contains("slot=6-3"), "{}", page.place().await);
}

pub async fn crowd(world: &mut World) {
    const COUNT: usize = 15_000;
    let crowded = crowd::Crowded::start(COUNT).await;
    let page = world.browser_at(&crowded.server.address).await;
    page.visit("/alerts?from=now-31d&to=now").await;
    let note = page.client.execute_async(include_str!("crowd.js"), vec![json!(COUNT)]).await.unwrap();
    println!("  {COUNT} alerts: {note}");
    // What must hold on any machine: all are counted, few are in the document, and the last can be reached.
    assert!(note["count"].as_u64().unwrap() >= COUNT as u64, "{note}");
    assert!(note["mostLines"].as_u64().unwrap() < 80, "{note}");
    assert_eq!(note["reachedEnd"], true, "{note}");

    // The newest of them are kept in this browser and not read again.
    page.client.refresh().await.unwrap();
    let again = page.client.execute_async(include_str!("crowd.js"), vec![json!(COUNT)]).await.unwrap();
    println!("  and again: {again}");
    assert_eq!(again["count"], note["count"], "{again}");
    assert!(again["reads"].as_u64().unwrap() + 30 < note["reads"].as_u64().unwrap(), "{again} after {note}");
}
