//! Dashboards carried away as files, and looked at without bars, one widget alone, or in turn.

use crate::browser::{Browser, PATIENCE};
use crate::pages;
use crate::scenarios::serious_faults;
use crate::world::World;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

const HOUR: u64 = 3_600;

/// Reads a table as RFC 4180 says, and compares times and numbers with lines of `[time, value]`.
const COMPARE: &str = r#"
    const [table, names, lines] = arguments, rows = [[]];
    let cell = '', quoted = false;
    for (let at = 0; at < table.length; at++) {
      const c = table[at];
      if (quoted) { if (c === '"' && table[at + 1] === '"') { cell += c; at++; } else if (c === '"') quoted = false; else cell += c; }
      else if (c === '"') quoted = true;
      else if (c === ',') { rows.at(-1).push(cell); cell = ''; }
      else if (c === '\r' && table[at + 1] === '\n') { rows.at(-1).push(cell); cell = ''; at++; rows.push([]); }
      else cell += c;
    }
    if (rows.pop().length) return 'the last record does not end';
    const head = rows.shift();
    if (JSON.stringify(head) !== JSON.stringify(['time', ...names])) return 'the head is ' + JSON.stringify(head);
    const wanted = lines.map(points => new Map(points));
    const times = [...new Set(lines.flat().map(([time]) => time))].sort((a, b) => a - b);
    if (rows.length !== times.length) return rows.length + ' records for ' + times.length + ' times';
    for (const [at, row] of rows.entries()) {
      if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/.test(row[0])) return 'no time with its zone: ' + row[0];
      const time = Date.parse(row[0]) / 1000;
      if (time !== times[at]) return row[0] + ' is not ' + times[at];
      for (const [column, points] of wanted.entries()) {
        const value = row[column + 1], point = points.get(time);
        if (point === undefined ? value !== '' : Number(value) !== point || value === '') return `${row[0]} has ${value} for ${point}`;
      }
    }
    return 'equal'"#;

/// Decodes a picture and counts the colours of one part of it, by fractions of its size.
const DECODE: &str = "
    const [bytes, [left, top, right, bottom], done] = arguments;
    createImageBitmap(new Blob([new Uint8Array(bytes)], {type: 'image/png'})).then(picture => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [picture.width, picture.height];
      const context = canvas.getContext('2d');
      context.drawImage(picture, 0, 0);
      const [x, y] = [picture.width * left, picture.height * top].map(Math.round);
      const part = context.getImageData(x, y, Math.round(picture.width * right) - x, Math.round(picture.height * bottom) - y);
      done([picture.width, picture.height, new Set(new Uint32Array(part.data.buffer)).size]);
    }, error => done(String(error)))";

/// A dashboard with one widget of each kind, and a graph that is out of sight at first.
async fn make(world: &World, path: &str) -> Value {
    let host = pages::sentinel(world).await.trim_start_matches("/hosts/").to_owned();
    let metric = |shape: &str| format!("host({host}, custom.sentinel.{shape})");
    let at =
        |x: u32, y: u32, width: u32, height: u32| json!({"x": x, "y": y, "width": width, "height": height});
    let body = json!({"title": format!("Board {path}"), "urlPath": path, "memo": "", "widgets": [
        {"type": "graph", "title": "Flat and gappy", "layout": at(0, 0, 12, 10),
         "graph": {"type": "expression", "expression": format!("group({}, {})", metric("flat"), metric("gappy"))}},
        {"type": "value", "title": "Always 42", "layout": at(12, 0, 6, 5), "suffix": "pt", "fractionSize": 0,
         "metric": {"type": "host", "hostId": host, "name": "custom.sentinel.flat"}},
        {"type": "alertStatus", "title": "Web hosts", "layout": at(18, 0, 6, 5), "roleFullname": "shop:web"},
        {"type": "markdown", "title": "Notes", "layout": at(12, 5, 12, 5), "markdown": "# On call\n- see the runbook"},
        {"type": "graph", "title": "Far below", "layout": at(0, 60, 24, 10),
         "graph": {"type": "host", "hostId": host, "name": "custom.sentinel.rising"}},
    ]});
    let client = reqwest::Client::new();
    let reply = client.post(format!("{}/api/v0/dashboards", world.server.address)).json(&body).send().await;
    reply.unwrap().json().await.unwrap()
}

/// The files of a graph, a value and a list hold what the API says; pictures are whole and as large as they should be.
pub async fn files(world: &mut World) {
    let made = make(world, "e2e/files").await;
    let folder = tempfile::tempdir().unwrap();
    world.browser().await;
    let allow = json!({"behavior": "allow", "downloadPath": folder.path()});
    world.devtools("Browser.setDownloadBehavior", allow).await;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let (from, to) = (now - 4 * HOUR, now - HOUR);
    let page = world.page();
    page.visit(&format!("/dashboards/{}?from={from}&to={to}", made["id"].as_str().unwrap())).await;
    page.settled().await;
    page.drawn().await;

    let host = pages::sentinel(world).await.trim_start_matches("/hosts/").to_owned();
    let mut lines = Vec::new();
    for shape in ["flat", "gappy"] {
        let path =
            format!("/api/v0/hosts/{host}/metrics?name=custom.sentinel.{shape}&from={from}&to={to}&step=60");
        let points = world.get(&path).await["metrics"].as_array().unwrap().clone();
        assert!(points.len() > 60, "{shape} has {} points", points.len());
        let points: Vec<Value> = points.iter().map(|point| json!([point["time"], point["value"]])).collect();
        lines.push(points);
    }
    assert!(lines[1].len() < lines[0].len(), "one line has gaps");

    let page = world.page();
    let legend = "return [...document.querySelectorAll('section.graph .legend-name')].map(e => tidy(e.textContent)).filter(name => name.includes('custom.sentinel'))";
    let names = page.ask(legend, vec![]).await;
    let table = export(page, "Flat and gappy", "Export CSV", folder.path()).await;
    let text = String::from_utf8(table).unwrap();
    let told = page.ask(COMPARE, vec![json!(text), names.clone(), json!(lines)]).await;
    assert_eq!(told, json!("equal"));

    let drawing = export(page, "Flat and gappy", "Export SVG", folder.path()).await;
    let drawing = String::from_utf8(drawing).unwrap();
    let shown =
        drawing.split("</text>").filter_map(|part| part.rsplit_once('>')).map(|(_, text)| text.trim());
    let shown: Vec<&str> = shown.collect();
    assert!(shown.contains(&"Flat and gappy"), "{shown:?}");
    for name in names.as_array().unwrap() {
        assert!(shown.contains(&name.as_str().unwrap()), "{name}: {shown:?}");
    }
    assert!(shown.iter().any(|text| text.contains("(UTC+") || text.contains("(UTC-")), "{shown:?}");
    let parses = "const found = new DOMParser().parseFromString(arguments[0], 'image/svg+xml');
        return found.querySelector('parsererror') ? false : found.documentElement.tagName";
    assert_eq!(page.ask(parses, vec![json!(drawing)]).await, json!("svg"));

    let picture = export(page, "Flat and gappy", "Export PNG", folder.path()).await;
    let whole = decoded(page, &picture, [0.0, 0.0, 1.0, 1.0]).await;
    let wide = page.ask("return document.querySelector('.graph-plot').clientWidth", vec![]).await;
    let wide = wide.as_f64().unwrap().max(640.0);
    assert!(whole[0].as_f64() == Some(2.0 * wide) && whole[2].as_u64() > Some(20), "{whole} for {wide} px");

    let number = export(page, "Always 42", "Export CSV", folder.path()).await;
    let number = String::from_utf8(number).unwrap();
    let row = number.lines().nth(1).unwrap_or_default();
    assert!(row.starts_with("custom.sentinel.flat,2") && row.ends_with(",42,pt"), "{number}");
    let hosts = export(page, "Web hosts", "Export CSV", folder.path()).await;
    let hosts = String::from_utf8(hosts).unwrap();
    let web = world
        .get("/api/v0/hosts?service=shop&role=web&status=working&status=standby&status=maintenance&status=poweroff")
        .await;
    assert_eq!(hosts.lines().count(), 1 + web["hosts"].as_array().unwrap().len(), "{hosts}");
    assert!(hosts.starts_with("host,status,id\r\n"), "{hosts}");

    let page = world.page();
    page.click("button", "View").await;
    page.click("button", "Picture of the dashboard (PNG)").await;
    let board = file(folder.path()).await;
    let size = page.ask("const box = document.querySelector('.widgets').getBoundingClientRect(); return [box.width, box.height]", vec![]).await;
    let below = decoded(page, &board, [0.0, 0.87, 1.0, 0.99]).await;
    let expected = [(size[0].as_f64().unwrap() + 32.0) * 2.0, (size[1].as_f64().unwrap() + 72.0) * 2.0];
    assert_eq!([below[0].as_f64().unwrap(), below[1].as_f64().unwrap()], expected.map(f64::round));
    assert!(below[2].as_u64() > Some(10), "the graph that was out of sight is drawn: {below}");
    assert_eq!(world.complaints().await, Vec::<String>::new());
}

/// Keys and menu lead to a widget alone and to a kiosk; Escape and Back lead out of them.
pub async fn views(world: &mut World) {
    let made = make(world, "e2e/views").await;
    let path = format!("/dashboards/{}", made["id"].as_str().unwrap());
    let page = world.browser().await;
    page.visit(&path).await;
    page.settled().await;
    let widgets = "return [document.querySelectorAll('.widget, .graph-widget').length, [...document.querySelectorAll('.app-header')].filter(shown).length, all('dialog', '').length]";
    let is = |widgets: u32, bars: u32| json!([widgets, bars, 0]);
    let wait = async |what: &str, expected: Value| {
        let script = format!(
            "const found = (() => {{ {widgets} }})(); return JSON.stringify(found) === JSON.stringify(arguments[0])"
        );
        page.until(what, &script, vec![expected]).await;
    };
    let text = page.find("region", "Notes").await;
    page.hover(&text, 0.5, 0.5).await;
    keys(page, "v").await;
    wait("the text alone", is(1, 0)).await;
    assert_eq!(page.place().await, format!("{path}?view=4"));
    page.see("see the runbook").await;
    page.client.refresh().await.unwrap();
    wait("the text alone after a reload", is(1, 0)).await;
    press(page, Key::Escape).await;
    wait("all widgets", is(5, 1)).await;
    assert_eq!(page.place().await, path);
    page.client.back().await.unwrap();
    wait("the text alone again", is(1, 0)).await;
    page.client.forward().await.unwrap();
    wait("all widgets again", is(5, 1)).await;
    page.until("the focus where one was", "return name(document.activeElement) === 'Menu of Notes'", vec![])
        .await;

    // With the keyboard alone: the menu's button has the focus, its first entry is the next stop.
    press(page, Key::Enter).await;
    press(page, Key::Tab).await;
    page.until("the first entry", "return name(document.activeElement) === 'Full screen'", vec![]).await;
    press(page, Key::Escape).await;
    page.until("the menu closed", "return !document.querySelector(':popover-open')", vec![]).await;
    assert_eq!(page.place().await, path, "Escape closed the menu, nothing else");
    page.click("button", "Menu of Flat and gappy").await;
    page.click("button", "Full screen").await;
    wait("the graph alone", is(1, 0)).await;
    page.drawn().await;
    let tall = "return document.querySelector('.graph-plot').clientHeight > innerHeight / 2";
    page.until("a graph as high as the window", tall, vec![]).await;
    page.click("button", "Back to all widgets").await;
    wait("all widgets from the button", is(5, 1)).await;

    keys(page, "dk").await;
    wait("no bars", is(5, 0)).await;
    assert_eq!(page.place().await, format!("{path}?kiosk=1"));
    page.client.refresh().await.unwrap();
    wait("no bars after a reload", is(5, 0)).await;
    page.click("button", "Leave the kiosk").await;
    wait("the bars", is(5, 1)).await;
    keys(page, "f").await;
    wait("no bars again", is(5, 0)).await;
    press(page, Key::Escape).await;
    wait("the bars again", is(5, 1)).await;

    keys(page, "dm").await;
    page.until(
        "the editor",
        "return !!document.querySelector('.editor') && location.search.includes('edit=1')",
        vec![],
    )
    .await;
    keys(page, "dm").await;
    wait("the dashboard", is(5, 1)).await;

    keys(page, "?").await;
    page.find("dialog", "").await;
    let listed = page.text().await;
    for told in [
        "The widget under the pointer alone",
        "Kiosk, and back",
        "Edit the dashboard, and back",
        "Back from full screen and kiosk",
    ] {
        assert!(listed.contains(told), "{told}: {listed}");
    }
    assert_eq!(world.complaints().await, Vec::<String>::new());
}

/// One widget alone, a kiosk in rotation and open menus are as accessible as pages are.
pub async fn accessible(world: &mut World) {
    let made = make(world, "e2e/accessible").await;
    let path = format!("/dashboards/{}", made["id"].as_str().unwrap());
    let page = world.browser().await;
    page.visit("/").await;
    let mut found = Vec::new();
    for (press, theme) in [("Theme: system", "light"), ("Theme: light", "dark")] {
        page.visit("/").await;
        page.click("button", press).await;
        for (query, menu) in [
            ("?view=1", Some("Menu of Flat and gappy")),
            ("?view=9", None),
            ("?kiosk=1&rotate=60", Some("Menu of Always 42")),
            ("?rotate=60", Some("View")),
        ] {
            page.visit(&format!("{path}{query}")).await;
            page.settled().await;
            page.drawn().await;
            if let Some(menu) = menu {
                page.click("button", menu).await;
                page.until("the menu", "return !!document.querySelector(':popover-open')", vec![]).await;
            }
            let serious = serious_faults(page).await;
            found.extend(serious.into_iter().map(|one| format!("{theme} {query}: {one}")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert_eq!(world.complaints().await, Vec::<String>::new());
}

/// Pinned dashboards take turns, also after a reload, and wait while somebody is there.
pub async fn rotation(world: &mut World) {
    let mut ids = Vec::new();
    for name in ["one", "two"] {
        ids.push(make(world, &format!("e2e/turn-{name}")).await["id"].as_str().unwrap().to_owned());
    }
    let page = world.browser().await;
    page.visit("/dashboards").await;
    page.ask(
        "localStorage.setItem('battera.pins', JSON.stringify(arguments[0])); return true",
        vec![json!(ids)],
    )
    .await;
    let first = format!("/dashboards/{}?from=now-1h&to=now&kiosk=1&rotate=5", ids[0]);
    page.visit(&first).await;
    page.see("1 of 2").await;
    let at = "return location.pathname.endsWith(arguments[0]) && location.search";
    let query = page.until("the second dashboard", at, vec![json!(ids[1])]).await;
    for part in ["from=now-1h", "kiosk=1", "rotate=5"] {
        assert!(query.as_str().unwrap().contains(part), "{query}");
    }
    page.see("Board e2e/turn-two").await;
    page.client.refresh().await.unwrap();
    page.until("the first dashboard again", at, vec![json!(ids[0])]).await;
    let widget = page.find("region", "Notes").await;
    page.hover(&widget, 0.4, 0.4).await;
    page.see("Paused while someone is here").await;
    press(page, Key::Escape).await;
    page.until("an end of the turning", "return !location.search.includes('rotate')", vec![]).await;

    page.click("button", "View").await;
    let choose = "const field = [...document.querySelectorAll('select')].find(e => shown(e) && name(e).includes('Next pinned dashboard every'));
        if (!field) return false; field.value = '60'; field.dispatchEvent(new Event('change', {bubbles: true})); return true";
    page.until("the choice of a pace", choose, vec![]).await;
    page.until("the pace in the address", "return location.search.includes('rotate=60')", vec![]).await;
    assert_eq!(world.complaints().await, Vec::<String>::new());
}

/// Chooses an entry of a widget's menu and gives the bytes that the browser saved.
async fn export(page: &Browser, widget: &str, entry: &str, folder: &Path) -> Vec<u8> {
    page.click("button", &format!("Menu of {widget}")).await;
    page.click("button", entry).await;
    file(folder).await
}

/// Waits for the one file of the folder, takes it away and gives its bytes.
async fn file(folder: &Path) -> Vec<u8> {
    let deadline = Instant::now() + PATIENCE * 2;
    let mut look = tokio::time::interval(Duration::from_millis(50));
    loop {
        look.tick().await;
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let is_whole = |path: &std::path::PathBuf| {
            path.extension().is_some_and(|ending| ["csv", "svg", "png"].iter().any(|known| ending == *known))
        };
        if let Some(path) = files.into_iter().find(is_whole) {
            let bytes = std::fs::read(&path).unwrap();
            if !bytes.is_empty() {
                std::fs::remove_file(&path).unwrap();
                return bytes;
            }
        }
        assert!(Instant::now() < deadline, "no file was saved");
    }
}

async fn decoded(page: &Browser, picture: &[u8], part: [f64; 4]) -> Value {
    page.client.execute_async(DECODE, vec![json!(picture), json!(part)]).await.unwrap()
}

async fn keys(page: &Browser, text: &str) {
    for value in text.chars() {
        let press =
            KeyActions::new("keys".to_owned()).then(KeyAction::Down { value }).then(KeyAction::Up { value });
        page.client.perform_actions(press).await.unwrap();
    }
}

async fn press(page: &Browser, key: Key) {
    keys(page, &char::from(key).to_string()).await;
}
