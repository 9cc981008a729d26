//! Annotations as people use them: made, found elsewhere, changed, deleted and brought back; crowded ones; what a
//! deploy did.

use crate::browser::Browser;
use crate::pages;
use crate::world::World;
use serde_json::{Value, json};

/// Titles and flags of the first graph with annotations that touch, or that leave it; null where there are none.
const TOUCHING: &str = "
    const graph = [...document.querySelectorAll('section.graph')].find(e => e.querySelector('.graph-flag') && e.querySelector('.strip-item'));
    if (!graph) return null;
    const boxes = selector => [...graph.querySelectorAll(selector)].map(e => [tidy(e.innerText), e.getBoundingClientRect(), e]);
    const bounds = graph.getBoundingClientRect(), wrong = [];
    for (const kind of ['.graph-flag', '.graph-strip > ul > li, .graph-strip > .strip-more']) {
      const all = boxes(kind);
      if (!all.length) return null;
      all.forEach(([name, box], at) => {
        if (box.left < bounds.left - 1 || box.right > bounds.right + 1) wrong.push(`${name} leaves the graph`);
        for (const [other, next] of all.slice(at + 1)) {
          const apart = box.right <= next.left + 0.5 || next.right <= box.left + 0.5 || box.bottom <= next.top + 0.5 || next.bottom <= box.top + 0.5;
          if (!apart) wrong.push(`${name} and ${other}`);
        }
      });
    }
    for (const flag of graph.querySelectorAll('.graph-flag')) {
      if (flag.scrollWidth > flag.clientWidth) wrong.push(`${flag.innerText} is cut`);
    }
    return { wrong, flags: boxes('.graph-flag').map(e => e[0]), titles: boxes('.graph-strip .strip-item').length }";

/// Posts an annotation as a client would.
async fn post(world: &World, service: &str, title: &str, from: i64) {
    let body = json!({ "service": service, "title": title, "description": "", "from": from, "to": from });
    let address = format!("{}/api/v0/graph-annotations", world.server.address);
    let sent = reqwest::Client::new().post(address).json(&body).send().await.unwrap();
    assert!(sent.status().is_success(), "{}", sent.status());
}

async fn size(world: &World, width_px: u32) {
    let screen = json!({ "width": width_px, "height": 1_000, "deviceScaleFactor": 1, "mobile": false });
    world.devtools("Emulation.setDeviceMetricsOverride", screen).await;
}

/// Fifty in an hour are one flag of a day, which falls apart on zoom; nothing touches at any width.
pub async fn crowd(world: &mut World) {
    // Long before the story of the demo: nobody else annotates this hour.
    let noon = 1_700_000_000 / 86_400 * 86_400 + 12 * 3_600;
    for at in 0..50 {
        post(world, "batch", &format!("Release {at} of the nightly jobs"), noon + at * 72).await;
    }
    let whole = format!("/services/batch/sentinel?from={}&to={}", noon - 43_200, noon + 43_200);
    world.browser().await;
    for width in [390, 520, 768, 900, 1_024, 1_280, 1_440, 1_920, 2_560] {
        size(world, width).await;
        let page = world.page();
        page.visit(&whole).await;
        page.settled().await;
        let found = page.until("a flag and its titles", TOUCHING, vec![]).await;
        assert_eq!(found["wrong"], json!([]), "{width} px: {found}");
        assert_eq!(found["flags"], json!(["×50"]), "{width} px");
        assert!(found["titles"].as_u64() >= Some(2), "{width} px: {found}");
    }
    // The same page in many widths without loading it anew.
    for width in (390..=2_560).step_by(70) {
        size(world, width).await;
        world.page().drawn().await;
        let still =
            format!("const found = (() => {{{TOUCHING}}})(); return found && found.wrong.length === 0");
        world.page().until(&format!("nothing that touches at {width} px"), &still, vec![]).await;
    }
    size(world, 1_440).await;
    let page = world.page();
    page.visit(&whole).await;
    page.click("button", "×50").await;
    page.click("button", "Zoom to these").await;
    let split = page
        .until("the flags of an hour", &format!("const found = (() => {{{TOUCHING}}})(); return found && found.flags.length > 5 ? found : null"), vec![])
        .await;
    assert_eq!(split["wrong"], json!([]), "{split}");
}

/// Changed and deleted on the page of all annotations, then brought back.
pub async fn manage(world: &mut World) {
    const TITLE: &str = "Rotate the certificates 5c1e";
    const AFTER: &str = "Rotated the certificates 5c1e";
    post(world, "shop", TITLE, unix_now() - 600).await;
    let page = world.browser().await;
    page.visit("/annotations?q=5c1e").await;
    page.click("button", &format!("Edit: {TITLE}")).await;
    page.find("dialog", "").await;
    page.fill("Title", AFTER).await;
    page.click("button", "Save").await;
    page.see(AFTER).await;
    page.click("button", &format!("Delete: {AFTER}")).await;
    page.see("Deleted “").await;
    let gone = "return !all('button', arguments[0]).length";
    page.until("the row to go", gone, vec![json!(format!("Delete: {AFTER}"))]).await;
    assert_eq!(kept(world, "shop", AFTER).await, 0, "it is deleted at the server too");
    let page = world.page();
    page.click("button", "Undo").await;
    page.find("button", &format!("Delete: {AFTER}")).await;
    page.see_no("Deleted “").await;
    assert_eq!(kept(world, "shop", AFTER).await, 1);
    // Layers are toggled in the address, and survive a reload.
    let page = world.page();
    page.click("button", "Other").await;
    page.until("the address with layers", "return location.search.includes('layers=')", vec![]).await;
    page.until("no such row", gone, vec![json!(AFTER)]).await;
    page.client.refresh().await.unwrap();
    page.see("None of").await;
    page.click("button", "Clear the filters").await;
    page.find("button", "Delete: ").await;
}

/// A deploy is marked from the bar, its title is remembered, and a link opens the form filled in.
pub async fn quick(world: &mut World) {
    const TITLE: &str = "Deploy 91ab";
    let path = pages::sentinel(world).await;
    let page = world.browser().await;
    page.visit(&path).await;
    for _ in 0..2 {
        page.click("button", "Deploy").await;
        page.find("dialog", "Deploy").await;
        page.fill("Title", TITLE).await;
        page.client
            .execute(
                "const field = document.querySelector('dialog[open] select'); field.value = 'batch';
                 field.dispatchEvent(new Event('change', { bubbles: true }))",
                vec![],
            )
            .await
            .unwrap();
        page.click("button", "Mark the deploy").await;
        page.until("the dialog to close", "return !document.querySelector('dialog[open]')", vec![]).await;
    }
    page.until("the deploy at its graphs", "return text().includes(arguments[0])", vec![json!(TITLE)]).await;
    page.click("button", "Deploy").await;
    page.find("group", "Last titles").await;
    assert_eq!(kept(world, "batch", TITLE).await, 2);

    let page = world.page();
    page.visit("/annotations/new?service=shop&roles=web&title=From%20a%20link%2091ab&from=now-1h&to=now")
        .await;
    page.click("button", "Save").await;
    page.see("Saved “From a link 91ab”").await;
    let list = world.get("/api/v0/graph-annotations?service=shop&from=0&to=9999999999").await;
    let list = list["graphAnnotations"].as_array().unwrap();
    let one = list.iter().find(|one| one["title"] == "From a link 91ab").expect("it is kept");
    assert_eq!(one["roles"], json!(["web"]));
    assert!(
        (3_540..=3_660).contains(&(one["to"].as_i64().unwrap() - one["from"].as_i64().unwrap())),
        "{one}"
    );
}

/// The demo's slow release stands out, and says by how much.
pub async fn impact(world: &mut World) {
    let list = world.get("/api/v0/graph-annotations?service=api&from=0&to=9999999999").await;
    let list = list["graphAnnotations"].as_array().unwrap();
    let release = list.iter().find(|one| one["title"].as_str().unwrap().contains("与信チェック")).unwrap();
    let (from, to) = (release["from"].as_i64().unwrap(), release["to"].as_i64().unwrap());
    let page = world.browser().await;
    page.visit(&format!("/services/api?from={}&to={}", from - 21_600, to + 21_600)).await;
    open_impact(page).await;
    let rows = "const rows = [...document.querySelectorAll('dialog[open] tbody tr')].map(e => [...e.children].map(c => tidy(c.innerText)));
        return /graphs? changed/.test(text()) && rows.length > 5 ? rows : null";
    let rows = page.until("the ranking", rows, vec![]).await;
    let rows: Vec<Vec<String>> = serde_json::from_value(rows).unwrap();
    let latency = rows.iter().position(|row| row[0].starts_with("latency")).expect("the graph of latencies");
    assert_eq!(rows[latency][1], "rose", "{rows:?}");
    let share: f64 = rows[latency][2].trim_matches(['+', '%']).parse().unwrap();
    assert!((25.0..40.0).contains(&share), "{rows:?}");
    let usual = rows.iter().position(|row| row[1] == "same as last week" || row[1] == "no notable change");
    assert!(Some(latency) < usual, "what changed comes first: {rows:?}");
    page.click("button", "6 h").await;
    let other = "const row = [...document.querySelectorAll('dialog[open] tbody tr')].map(e => tidy(e.innerText)).find(e => e.startsWith('latency'));
        return /graphs? changed|No graph changed/.test(text()) && row && row !== arguments[0] ? row : null";
    page.until("other numbers of another window", other, vec![json!(rows[latency].join(" "))]).await;
}

async fn open_impact(page: &Browser) {
    let script = "const found = [...document.querySelectorAll('.strip-item')].find(e => e.innerText.includes('与信チェック'));
        if (found) found.click(); return !!found";
    page.until("the release below a graph", script, vec![]).await;
    page.click("button", "Impact").await;
    page.find("dialog", "Impact of").await;
}

async fn kept(world: &World, service: &str, title: &str) -> usize {
    let path = format!("/api/v0/graph-annotations?service={service}&from=0&to=9999999999");
    let list: Value = world.get(&path).await;
    list["graphAnnotations"].as_array().unwrap().iter().filter(|one| one["title"] == title).count()
}

fn unix_now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(since.unwrap().as_secs()).unwrap()
}
