//! The decoders. `crates/server/tests/corpus.rs` replays through them what was found.

use axum::Router;
use axum::body::{Body, to_bytes};
use dashboard::{grafana, text};
use expr::{Fetched, Input, Period, complete, evaluate, marks, parse, plan};
use http::Request;
use mackerel::Points;
use mackerel::alert_groups::AlertGroupSetting;
use mackerel::alerts::{AlertLogPage, AlertPage};
use mackerel::annotations::Annotation;
use mackerel::checks::ReportChecks;
use mackerel::dashboards::Dashboard;
use mackerel::downtimes::Downtime;
use mackerel::graph_defs::GraphDef;
use mackerel::hosts::{Host, HostParam, SetHostStatuses};
use mackerel::metrics::{HostPoint, Latest, ServicePoint};
use mackerel::monitors::Monitor;
use mackerel::services::Role;
use serde::Serialize;
use serde::de::DeserializeOwned;
use series::{Series, TimeRange};
use server::State;
use server::clock::Clock;
use server::relay::Upstream;
use server::store::points::chunk::{MOST_MINUTES, decode, encode};
use server::store::{self, Store};
use std::cell::OnceCell;
use std::sync::Arc;
use tower::ServiceExt;

#[path = "../../../../src/markdown.rs"]
mod app_markdown;

/// A chunk of points, without the checksum that stands before it: points in order or nothing, and what was read is read
/// again from what is written of it. The first two bytes are how many points there are said to be.
pub fn chunk(input: &[u8]) {
    let Some((count, bytes)) = input.split_first_chunk() else { return };
    let count = usize::from(u16::from_le_bytes(*count));
    let Some(samples) = decode(bytes, count) else { return };
    assert!(samples.len() == count && count <= MOST_MINUTES);
    assert!(samples.windows(2).all(|pair| pair[0].0 < pair[1].0));
    let written = encode(&samples).expect("what was read is a chunk");
    let again = decode(&written, count).expect("what was written is a chunk");
    assert!(
        samples
            .iter()
            .zip(&again)
            .all(|(one, other)| one.0 == other.0 && one.1.to_bits() == other.1.to_bits())
    );
}

/// A body or a reply of the API. The first byte says of what.
pub fn json(input: &[u8]) {
    let Some((kind, body)) = input.split_first() else { return };
    match kind % 18 {
        0 => both::<Vec<HostPoint>>(body),
        1 => both::<Vec<ServicePoint>>(body),
        2 => both::<HostParam>(body),
        3 => both::<Host>(body),
        4 => both::<Annotation>(body),
        5 => both::<Dashboard>(body),
        6 => both::<Monitor>(body),
        7 => both::<Downtime>(body),
        8 => both::<ReportChecks>(body),
        9 => both::<Vec<GraphDef>>(body),
        10 => both::<AlertGroupSetting>(body),
        11 => both::<Role>(body),
        12 => both::<SetHostStatuses>(body),
        13 => both::<AlertPage>(body),
        14 => both::<AlertLogPage>(body),
        15 => both::<Latest>(body),
        16 => {
            let points: Option<Points> = serde_json::from_slice(body).ok();
            let times = points.iter().flat_map(|points| points.series.times().windows(2));
            assert!(times.clone().all(|pair| pair[0] < pair[1]));
        }
        _ => both::<serde_json::Value>(body),
    }
}

/// What can be read can be written, and is then read again.
fn both<T: DeserializeOwned + Serialize>(body: &[u8]) {
    let Ok(read) = serde_json::from_slice::<T>(body) else { return };
    let written = serde_json::to_vec(&read).expect("what was read can be written");
    serde_json::from_slice::<T>(&written).expect("what was written can be read");
}

/// Calls that are asked: method and path. Those without a body get the input as their query.
const CALLS: [(&str, &str); 22] = [
    ("GET", "/api/v0/hosts"),
    ("GET", "/api/v0/alerts"),
    ("GET", "/api/v0/graph-annotations"),
    ("GET", "/api/v0/services/shop/metrics"),
    ("GET", "/api/v0/tsdb/latest"),
    ("GET", "/api/v0/monitoring/checks"),
    ("GET", "/ext/services/shop/roles/web/members"),
    ("GET", "/api/v0/hosts-by-custom-identifier/a"),
    ("POST", "/api/v0/services/shop/tsdb"),
    ("POST", "/api/v0/tsdb"),
    ("POST", "/api/v0/hosts"),
    ("POST", "/api/v0/monitors"),
    ("POST", "/api/v0/dashboards"),
    ("POST", "/api/v0/downtimes"),
    ("POST", "/api/v0/channels"),
    ("POST", "/api/v0/notification-groups"),
    ("POST", "/api/v0/alert-group-settings"),
    ("POST", "/api/v0/graph-annotations"),
    ("POST", "/api/v0/graph-defs/create"),
    ("POST", "/api/v0/monitoring/checks/report"),
    ("POST", "/api/v0/invitations"),
    ("PUT", "/api/v0/services/shop/metadata/a"),
];

/// A query or a body of one of [`CALLS`], which the first byte chooses: any answer but a failure of the server.
pub fn request(input: &[u8]) {
    thread_local! {
        static SERVER: OnceCell<Asked> = const { OnceCell::new() };
    }
    SERVER.with(|server| {
        let server = server.get_or_init(Asked::start);
        let Some((call, rest)) = input.split_first() else { return };
        let (method, path) = CALLS[usize::from(*call) % CALLS.len()];
        let request = Request::builder().method(method);
        let request = if method == "GET" {
            let Ok(query) = std::str::from_utf8(rest) else { return };
            request.uri(format!("{path}?{query}")).body(Body::empty())
        } else {
            request.uri(path).body(Body::from(rest.to_vec()))
        };
        // What is no query is refused before it comes to the routes.
        let Ok(request) = request else { return };
        server.ask(request);
    });
}

struct Asked {
    runtime: tokio::runtime::Runtime,
    routes: Router,
    _folder: tempfile::TempDir,
}

impl Asked {
    fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
        let store = Store::open(folder.path(), None).expect("a store");
        let seed = store.write(|db| store::seed_defaults(db, Some("acme")));
        runtime.block_on(seed).expect("an organization");
        let clock = Clock::fixed(1_800_000_000);
        let routes = server::router(State { store, clock, demo: false, external_monitors: true });
        let asked = Self { runtime, routes, _folder: folder };
        for (path, body) in [
            ("/api/v0/services", r#"{"name":"shop"}"#),
            ("/api/v0/services/shop/roles", r#"{"name":"web"}"#),
            ("/api/v0/services/shop/tsdb", r#"[{"name":"a","time":1800000000,"value":1}]"#),
        ] {
            asked.ask(Request::post(path).body(Body::from(body)).expect("a request"));
        }
        asked
    }

    fn ask(&self, request: Request<Body>) {
        self.runtime.block_on(async {
            let reply = self.routes.clone().oneshot(request).await.expect("the router always answers");
            let status = reply.status();
            let body = to_bytes(reply.into_body(), usize::MAX).await.expect("a body in memory");
            assert!(!status.is_server_error(), "{status} {}", String::from_utf8_lossy(&body));
            serde_json::from_slice::<serde_json::Value>(&body).expect("every answer is JSON");
        });
    }
}

/// A path and a query, apart by the first `?`, at a server that relays: they stay below the upstream's `/api/v0/`.
pub fn relay(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let upstream: Upstream = "https://upstream.example".parse().expect("an upstream");
    let (path, query) = text.split_once('?').map_or((text, None), |(path, query)| (path, Some(query)));
    for path in [path.to_owned(), format!("/api/v0/{path}")] {
        if let Ok(url) = upstream.target(&path, query) {
            assert_eq!((url.scheme(), url.host_str(), url.port()), ("https", Some("upstream.example"), None));
            assert!(url.path().starts_with("/api/v0/") && url.path() == path, "{path:?} became {url}");
            assert!(url.username().is_empty() && url.fragment().is_none(), "{url}");
        }
    }
}

/// The certificate of a web server.
pub fn certificate(input: &[u8]) {
    server::certificate::not_after(input);
}

/// A dashboard as text, of ours and of Grafana: what is read can be written and read again.
pub fn import(input: &[u8]) {
    let Ok(given) = std::str::from_utf8(input) else { return };
    match text::read(given) {
        Ok(read) => {
            let written = text::write(&read);
            assert_eq!(text::read(&written).as_ref().map(text::write), Ok(written));
        }
        Err(faults) => assert!(!faults.is_empty()),
    }
    if let Ok(imported) = grafana::read(given) {
        text::read(&text::write(&imported.dashboard)).expect("what was imported is a dashboard");
    }
}

/// An expression: it is read, marked, completed, printed and evaluated, and what is printed says the same.
pub fn expression(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    for mark in marks(text) {
        assert!(!mark.span.of(text).is_empty());
    }
    let completion = complete(text, text.len() / 2);
    assert!(text.get(completion.replace.start..completion.replace.end).is_some());
    let expr = match parse(text) {
        Ok(expr) => expr,
        Err(errors) => {
            assert!(!errors.is_empty());
            assert!(errors.iter().all(|error| text.get(error.span.start..error.span.end).is_some()));
            return;
        }
    };
    assert_eq!(parse(&expr.to_string()).as_ref(), Ok(&expr));
    let period = Period::new(TimeRange::new(0, 3_600), 3_000, 60);
    let inputs = |count: usize| {
        let series = |one: usize| {
            (0..90).map(|at| (at * 60 - 1_000, (at * one as i64 % 7) as f64)).collect::<Series>()
        };
        (0..count).map(|one| Input { name: one.to_string(), series: Arc::new(series(one)) }).collect()
    };
    let numbered = plan(&expr, period).into_iter().enumerate();
    let fetched: Fetched = numbered.map(|(count, fetch)| (fetch.leaf, inputs(count % 4))).collect();
    for line in evaluate(&expr, period, &fetched).unwrap_or_default() {
        assert!(line.series.values().iter().all(|value| value.is_finite()));
        assert!(line.series.times().iter().all(|time| (0..=3_600).contains(time) && time % 60 == 0));
    }
}

/// Markdown of a dashboard: a tree that is no deeper than it may be.
pub fn markdown(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    assert!(depth(&app_markdown::read(text, 2)) <= app_markdown::DEEPEST + 1);
}

fn depth(nodes: &[app_markdown::Node]) -> usize {
    let of = |node: &app_markdown::Node| match node {
        app_markdown::Node::Element(_, content) => 1 + depth(content),
        _ => 0,
    };
    nodes.iter().map(of).max().unwrap_or(0)
}
