//! Graph cards on a host's page, against a server that is a table: what is painted, asked and said.

use leptos::prelude::*;
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

const FROM: i64 = 1_767_225_600;
const TO: i64 = FROM + 3_600;
/// Enough of the style for the graph to be in sight: a graph that is not asks for nothing.
const STYLE: &str = concat!(
    include_str!("../../style/tokens.css"),
    include_str!("../../style/base.css"),
    include_str!("../../style/shell.css"),
    include_str!("../../style/panel.css"),
    include_str!("../../style/status.css"),
    include_str!("../../style/graph.css"),
    include_str!("../../style/services.css"),
    include_str!("../../style/dashboard.css"),
    include_str!("../../style/widget.css"),
);

/// Answers in place of the network and counts who asks; everything else goes the old way.
const SERVER: &str = r"
    const fetched = window.battera_fetch || (window.battera_fetch = window.fetch);
    window.battera_calls = [];
    window.fetch = async (input, init) => {
      const url = new URL(typeof input === 'string' ? input : input.url, location.origin);
      if (!/^[/](api|ext)[/]/.test(url.pathname)) return fetched(input, init);
      const asked = url.pathname.replace('/api/v0', '') + (url.searchParams.has('name') ? '?name=' + url.searchParams.get('name') : '');
      window.battera_calls.push(asked);
      const [status, body] = JSON.parse(table)[asked] || [404, {error: {message: 'Not found.'}}];
      return new Response(JSON.stringify(body), {status, headers: {'content-type': 'application/json'}});
    };";

pub(crate) fn evaluate(script: &str) -> JsValue {
    js_sys::Function::new_no_args(script).call0(&JsValue::NULL).unwrap()
}

pub(crate) fn number(script: &str) -> f64 {
    evaluate(script).as_f64().unwrap()
}

pub(crate) fn text(script: &str) -> String {
    evaluate(script).as_string().unwrap_or_default()
}

/// Waits frame by frame until the script says yes.
pub(crate) async fn until(script: &str) {
    for _ in 0..900 {
        if evaluate(script).is_truthy() {
            return;
        }
        frames(1).await;
    }
    panic!("never: {script}\n{}", text("return document.body.innerText"));
}

async fn frames(count: usize) {
    for _ in 0..count {
        let frame = js_sys::Promise::new(&mut |done, _| {
            window().request_animation_frame(&done).unwrap();
        });
        JsFuture::from(frame).await.unwrap();
    }
}

/// The app on one of its pages, against a server that answers from a table.
///
/// Every test has hosts of its own, because the app remembers what it was told of one.
pub(crate) struct HostPage {
    stage: web_sys::Element,
    _mounted: Box<dyn std::any::Any>,
}

impl HostPage {
    /// The page of a host whose only metrics these are: name and reply.
    fn open(id: &str, metrics: &[(&str, Value)]) -> Self {
        let mut table = json!({
            "/hosts": [200, {"hosts": [host(id)]}],
            format!("/hosts/{id}"): [200, {"host": host(id)}],
            format!("/hosts/{id}/metric-names"): [200, {"names": metrics.iter().map(|row| row.0).collect::<Vec<_>>()}],
        });
        for (name, reply) in metrics {
            table[format!("/hosts/{id}/metrics?name={name}")] = reply.clone();
        }
        Self::at(&format!("/hosts/{id}"), &table)
    }

    /// Any page; what the table does not have, every organization has none of.
    pub(crate) fn at(path: &str, replies: &Value) -> Self {
        let mut table = json!({
            "/hosts": [200, {"hosts": []}],
            "/services": [200, {"services": []}],
            "/monitors": [200, {"monitors": []}],
            "/alerts": [200, {"alerts": []}],
            "/dashboards": [200, {"dashboards": []}],
            "/ext/capabilities": [200, {"metricSteps": [60], "graphDefs": true}],
            "/graph-defs": [200, {"graphDefs": []}],
        });
        for (path, reply) in replies.as_object().unwrap() {
            table[path] = reply.clone();
        }
        js_sys::Function::new_with_args("table", SERVER)
            .call1(&JsValue::NULL, &table.to_string().into())
            .unwrap();
        evaluate(&format!("history.replaceState(null, '', '{path}?from={FROM}&to={TO}')"));
        let stage: web_sys::HtmlElement = document().create_element("div").unwrap().unchecked_into();
        stage.set_id("stage");
        let style = document().create_element("style").unwrap();
        style.set_text_content(Some(STYLE));
        stage.append_child(&style).unwrap();
        document().body().unwrap().prepend_with_node_1(&stage).unwrap();
        evaluate(
            "Object.assign(document.getElementById('stage').style, {position: 'fixed', inset: '0', width: '900px', overflow: 'auto', zIndex: 9})",
        );
        let mounted = leptos::mount::mount_to(stage.clone(), app::App);
        Self { stage: stage.into(), _mounted: Box::new(mounted) }
    }
}

impl Drop for HostPage {
    fn drop(&mut self) {
        self.stage.remove();
    }
}

fn host(id: &str) -> Value {
    json!({"id": id, "name": "one.local", "status": "working", "roles": {}})
}

pub(crate) fn points(value: impl Fn(i64) -> f64) -> Value {
    let points: Vec<_> = (0..60).map(|at| json!({"time": FROM + at * 60, "value": value(at)})).collect();
    json!([200, {"metrics": points}])
}

const PAINTS: &str = "return Number(document.querySelector('#stage canvas')?.dataset.paints || 0)";
const CALLS: &str = "return window.battera_calls.length";

/// Moves the pointer to a part of the plot's width.
fn hover(part: f64) {
    evaluate(&format!(
        "const plot = document.querySelector('#stage .graph-plot'), box = plot.getBoundingClientRect();
         const at = {{clientX: box.left + box.width * {part}, clientY: box.top + box.height / 2, bubbles: true, pointerType: 'mouse'}};
         plot.dispatchEvent(new PointerEvent('pointermove', at))"
    ));
}

#[wasm_bindgen_test]
async fn a_graph_paints_once_and_a_hover_paints_and_asks_nothing() {
    let _page = HostPage::open("hovered", &[("loadavg5", points(|_| 42.0))]);
    until("return document.querySelector('#stage .graph-legend')?.innerText.includes('42')").await;
    frames(3).await;
    assert_eq!(number(PAINTS), 1.0);
    let calls = number(CALLS);
    for part in [0.3, 0.5, 0.7] {
        hover(part);
        frames(2).await;
        let row =
            text("return document.querySelector('#stage .graph-tooltip li').innerText.replace(/\\s+/g, ' ')");
        assert_eq!(row.trim(), "loadavg5 42");
    }
    assert!(evaluate("return !document.querySelector('#stage .graph-cross').hidden").is_truthy());
    assert_eq!((number(PAINTS), number(CALLS)), (1.0, calls));
}

#[wasm_bindgen_test]
async fn a_new_size_paints_once() {
    let _page = HostPage::open("resized", &[("loadavg5", points(|at| at as f64))]);
    until("return Number(document.querySelector('#stage canvas')?.dataset.paints) > 0").await;
    frames(3).await;
    let before = number(PAINTS);
    evaluate("document.getElementById('stage').style.width = '700px'");
    frames(5).await;
    assert_eq!(number(PAINTS), before + 1.0);
    let fits = "const canvas = document.querySelector('#stage canvas');
        return canvas.width === Math.round(canvas.parentElement.clientWidth * devicePixelRatio)";
    assert!(evaluate(fits).is_truthy());
}

#[wasm_bindgen_test]
async fn empty_and_failed_graphs_say_so() {
    let empty = HostPage::open("empty", &[("custom.empty.a", json!([200, {"metrics": []}]))]);
    until(
        "return document.querySelector('#stage .graph-state')?.innerText.includes('No data in this period')",
    )
    .await;
    drop(empty);
    let refused = json!([503, {"error": {"message": "the disk is full"}}]);
    let _failed = HostPage::open("failed", &[("custom.bad.a", refused)]);
    until("return document.querySelector('#stage .graph-state')?.innerText.includes('the disk is full')")
        .await;
    let asked = number(CALLS);
    evaluate("document.querySelector('#stage .graph-state button').click()");
    until(&format!("return window.battera_calls.length > {asked}")).await;
}

#[wasm_bindgen_test]
async fn one_missing_line_leaves_the_others() {
    let refused = json!([503, {"error": {"message": "the disk is full"}}]);
    let _page =
        HostPage::open("mixed", &[("custom.mixed.bad", refused), ("custom.mixed.good", points(|_| 7.0))]);
    until("return document.querySelector('#stage .graph-missing')?.innerText.includes('1 of 2')").await;
    assert!(text("return document.querySelector('#stage .graph-legend').innerText").contains("good"));
    assert!(evaluate("return !document.querySelector('#stage .graph-state')").is_truthy());
}

#[wasm_bindgen_test]
async fn the_keyboard_reads_values_and_opens_the_table() {
    let _page = HostPage::open("keyed", &[("loadavg5", points(|_| 42.0))]);
    until("return Number(document.querySelector('#stage canvas')?.dataset.paints) > 0").await;
    let press = |key: &str| {
        evaluate(&format!(
            "document.querySelector('#stage .graph-plot').dispatchEvent(new KeyboardEvent('keydown', {{key: '{key}', bubbles: true}}))"
        ));
    };
    press("Home");
    press("ArrowRight");
    until("return document.querySelector('#stage [aria-live]').innerText.includes('loadavg5 42')").await;
    press("t");
    until("return document.querySelectorAll('#stage .graph-table tbody tr').length === 60").await;
}
