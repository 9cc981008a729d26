//! A dashboard of 40 widgets and 400 series: what it asks for, and in which order.

use crate::browser::Browser;
use crate::world::World;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{SystemTime, UNIX_EPOCH};

const WIDGETS: usize = 40;
const SERIES: usize = 400;
/// Series of each graph that is an expression.
const EACH: usize = 12;

/// As the app lists them: also those that are off.
const HOSTS: &str = "/api/v0/hosts?status=working&status=standby&status=maintenance&status=poweroff";

/// A host's id and a metric.
type Series = (String, String);

/// The dashboard, and what its graphs read.
pub struct Wall {
    pub id: String,
    /// By the title of the graph.
    reads: BTreeMap<String, BTreeSet<Series>>,
}

impl Wall {
    /// Makes it of the machines of the demo: graphs of roles and hosts, expressions, values.
    pub async fn make(world: &World) -> Wall {
        let mut wall = Wall { id: String::new(), reads: BTreeMap::new() };
        let mut widgets = Vec::new();
        let mut series: BTreeSet<Series> = BTreeSet::new();
        let hosts = world.get(HOSTS).await;
        let hosts = hosts["hosts"].as_array().unwrap();
        let of_role = |service: &str, role: &str| -> BTreeSet<Series> {
            let is_in = |host: &&Value| {
                host["roles"][service].as_array().is_some_and(|roles| roles.iter().any(|one| one == role))
            };
            let member = |host: &Value| (text(&host["id"]), "loadavg5".to_owned());
            hosts.iter().filter(is_in).map(member).collect()
        };
        let mut graph = |graph: Value, reads: BTreeSet<Series>, series: &mut BTreeSet<Series>| {
            let title = format!("wall {:02}", widgets.len());
            series.extend(reads.iter().cloned());
            widgets.push(json!({"type": "graph", "title": title, "graph": graph}));
            wall.reads.insert(title, reads);
        };
        // The same series as lines, as areas and as their mean: asked for once.
        let web = of_role("shop", "web");
        let role = |stacked| json!({"type": "role", "roleFullname": "shop:web", "name": "loadavg5", "isStacked": stacked});
        graph(role(false), web.clone(), &mut series);
        graph(role(true), web.clone(), &mut series);
        let mean = json!({"type": "expression", "expression": "avg(role(shop:web, loadavg5))"});
        graph(mean, web.clone(), &mut series);
        let (first, _) = web.first().expect("the demo has a role shop:web").clone();
        let averages = ["loadavg1", "loadavg5", "loadavg15"].map(|name| (first.clone(), name.to_owned()));
        graph(
            json!({"type": "host", "hostId": first, "name": "loadavg"}),
            BTreeSet::from(averages),
            &mut series,
        );

        let mut left = Vec::new();
        for host in hosts.iter().filter(|host| !host["name"].as_str().unwrap().contains("sentinel")) {
            let names = world.get(&format!("/api/v0/hosts/{}/metric-names", text(&host["id"]))).await;
            let names = names["names"].as_array().unwrap().iter().map(text);
            // Custom ones may have no points in the period.
            let plain = names.filter(|name| !name.starts_with("custom.") && !name.starts_with("loadavg"));
            left.extend(plain.take(EACH).map(|name| (text(&host["id"]), name)));
        }
        left.truncate(SERIES - series.len());
        assert_eq!(left.len() + series.len(), SERIES, "the demo has enough series");
        for chunk in left.chunks(EACH) {
            let leaves: Vec<String> = chunk.iter().map(|(id, name)| format!("host({id}, {name})")).collect();
            let text = format!("group({})", leaves.join(", "));
            graph(
                json!({"type": "expression", "expression": text}),
                chunk.iter().cloned().collect(),
                &mut series,
            );
        }
        assert_eq!(series.len(), SERIES);
        for at in widgets.len()..WIDGETS {
            let metric = json!({"type": "host", "hostId": first, "name": "memory.used"});
            widgets.push(json!({"type": "value", "title": format!("wall {at:02}"), "metric": metric}));
        }
        assert_eq!(widgets.len(), WIDGETS);
        for (at, widget) in widgets.iter_mut().enumerate() {
            widget["layout"] = json!({"x": at % 2 * 12, "y": at / 2 * 8, "width": 12, "height": 8});
        }
        wall.id = world.make_dashboard("A wall", "tests/wall", &widgets).await;
        wall
    }

    /// What the graphs read whose titles these are.
    fn read_by<'a>(&self, titles: impl IntoIterator<Item = &'a String>) -> BTreeSet<Series> {
        titles.into_iter().filter_map(|title| self.reads.get(title)).flatten().cloned().collect()
    }
}

/// Notes every read from now on. The browser's own list ends after 250.
const NOTE_READS: &str = "window.asked = []; const real = window.fetch;
    window.fetch = request => { window.asked.push(request.url); return real(request); }; return true";

/// The titles of the graphs of which something is in sight, once all of them are painted and nothing is under way.
const IN_SIGHT: &str = "
    const inside = e => { const box = e.getBoundingClientRect(); return box.bottom > 0 && box.top < innerHeight; };
    const graphs = [...document.querySelectorAll('section.graph')].filter(inside);
    return graphs.length > 0 && graphs.every(e => e.querySelector('canvas').dataset.paints && !e.querySelector('.graph-state.loading, .graph-progress'))
      && graphs.map(name)";

const PAINTED: &str = "return [...document.querySelectorAll('section.graph')].filter(e => e.querySelector('canvas').dataset.paints).map(name)";

/// Opens, scrolls to the end and back, and counts what was asked for on the way.
pub async fn asks_once(world: &mut World) {
    let wall = Wall::make(world).await;
    let to = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() - 3_600;
    let page = world.browser().await;
    // A period that is over has no tail to read again.
    page.visit(&format!("/dashboards?from={}&to={to}", to - 21_600)).await;
    page.settled().await;
    page.ask(NOTE_READS, vec![]).await;
    page.click("link", "A wall").await;

    let first = strings(&page.until("the first screen", IN_SIGHT, vec![]).await);
    assert!((2..WIDGETS / 2).contains(&first.len()), "a part of the wall is in sight: {first:?}");
    assert_eq!(strings(&page.ask(PAINTED, vec![]).await), first, "only what is in sight is painted");
    let asked = metric_reads(page).await;
    assert_eq!(set(&asked), wall.read_by(&first), "only what is in sight is asked for");
    assert_eq!(newest_reads(page).await, 0, "no value is in sight");

    let mut met = first.clone();
    while page.ask("return scrollY + innerHeight < document.documentElement.scrollHeight - 1", vec![]).await
        == json!(true)
    {
        // The position decides what is in sight; the observers hear of it in the next frame.
        page.ask("scrollBy({top: innerHeight / 2, behavior: 'instant'})", vec![]).await;
        page.drawn().await;
        met.extend(strings(&page.until("the next graphs", IN_SIGHT, vec![]).await));
        assert_eq!(set(&metric_reads(page).await), wall.read_by(&met), "at {met:?}");
    }
    page.until("a value", "return document.querySelector('.value-number')", vec![]).await;
    let asked = metric_reads(page).await;
    assert_eq!(asked.len(), SERIES, "one request for each series, none of them twice");
    assert_eq!(set(&asked).len(), SERIES);
    let values = newest_reads(page).await;
    assert_ne!(values, 0, "the values are in sight");

    // Back at the top, a refresh asks for no value that is out of sight.
    page.ask("scrollTo({top: 0, behavior: 'instant'})", vec![]).await;
    page.drawn().await;
    page.until("the first screen", IN_SIGHT, vec![]).await;
    page.click("button", "Refresh").await;
    page.until(
        "the refresh",
        "return window.asked.filter(url => url.includes('/api/v0/hosts?')).length",
        vec![],
    )
    .await;
    page.drawn().await;
    assert_eq!(newest_reads(page).await, values, "a value out of sight is not asked for");
    assert_eq!(metric_reads(page).await.len(), SERIES, "a period that is over is not read again");
}

/// Every read of a metric so far, in order.
async fn metric_reads(page: &Browser) -> Vec<Series> {
    let script = "return window.asked.map(url => new URL(url, location)).filter(url => url.pathname.endsWith('/metrics'))
        .map(url => [url.pathname.split('/').at(-2), url.searchParams.get('name')])";
    let asked = page.ask(script, vec![]).await;
    asked.as_array().unwrap().iter().map(|row| (text(&row[0]), text(&row[1]))).collect()
}

/// How often a newest value was asked for.
async fn newest_reads(page: &Browser) -> u64 {
    let script = "return window.asked.filter(url => url.includes('/tsdb/latest')).length";
    page.ask(script, vec![]).await.as_u64().unwrap()
}

fn set(series: &[Series]) -> BTreeSet<Series> {
    series.iter().cloned().collect()
}

fn strings(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(text).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
