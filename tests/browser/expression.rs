//! Expressions on a dashboard: what is asked, what is drawn, and what a mistake looks like.

use crate::graph::{HostPage, evaluate, number, points, text, until};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

/// A dashboard of graphs of these expressions.
fn dashboard(id: &str, expressions: &[&str]) -> Value {
    let widget = |(place, expression): (usize, &&str)| {
        json!({
            "type": "graph", "title": format!("graph {place}"),
            "layout": {"x": 0, "y": place * 8, "width": 24, "height": 8},
            "graph": {"type": "expression", "expression": expression},
        })
    };
    let widgets: Vec<Value> = expressions.iter().enumerate().map(widget).collect();
    json!([200, {"id": id, "title": id, "memo": "", "urlPath": id, "createdAt": 1, "updatedAt": 1, "widgets": widgets}])
}

fn member(id: &str) -> Value {
    json!({"id": id, "name": id, "status": "working", "roles": {"shop": ["web"]}})
}

#[wasm_bindgen_test]
async fn an_expression_asks_once_for_each_metric_and_draws_what_it_computes() {
    let expression =
        "group(sum(role(shop:web, m)), alias(scale(host(ea, m), 10), tenfold), avg(role(shop:web, m)))";
    let _page = HostPage::at(
        "/dashboards/computed",
        &json!({
            "/dashboards/computed": dashboard("computed", &[expression]),
            "/hosts": [200, {"hosts": [member("ea"), member("eb")]}],
            "/hosts/ea/metrics?name=m": points(|_| 2.0),
            "/hosts/eb/metrics?name=m": points(|_| 6.0),
        }),
    );
    until("return document.querySelector('#stage .graph-legend')?.innerText.includes('avg(')").await;
    let legend =
        text("return document.querySelector('#stage .graph-legend').innerText.replace(/\\s+/g, ' ')");
    let expected = [("sum(role(shop:web, m))", "8"), ("tenfold", "20"), ("avg(role(shop:web, m))", "4")];
    for (name, value) in expected {
        let row = legend.split_once(name).map(|(_, rest)| rest.trim_start());
        assert!(row.is_some_and(|rest| rest.starts_with(value)), "{name} is {value} in: {legend}");
    }
    let asked = "return window.battera_calls.filter((call) => call.includes('metrics?')).length";
    assert_eq!(number(asked), 2.0, "{}", text("return window.battera_calls.join(' ')"));
}

#[wasm_bindgen_test]
async fn a_mistake_is_underlined_and_said_where_the_graph_would_be() {
    let _page = HostPage::at(
        "/dashboards/mistaken",
        &json!({"/dashboards/mistaken": dashboard("mistaken", &["scale(avgg(role(shop:web, m)), ten)"])}),
    );
    until("return document.querySelectorAll('#stage .fault').length === 2").await;
    let faults = text(
        "return [...document.querySelectorAll('#stage .fault')].map((mark) => mark.innerText).join(' ')",
    );
    assert_eq!(faults, "avgg ten");
    let whole = text("return document.querySelector('#stage .faults pre').innerText");
    assert_eq!(whole, "scale(avgg(role(shop:web, m)), ten)");
    assert!(evaluate("return document.querySelectorAll('#stage .faults li').length === 2").is_truthy());
}

#[wasm_bindgen_test]
async fn what_is_missing_is_said_and_the_rest_drawn() {
    let _page = HostPage::at(
        "/dashboards/partial",
        &json!({
            "/dashboards/partial": dashboard("partial", &["group(host(ec, m), sum(host(gone, m)))"]),
            "/hosts": [200, {"hosts": [member("ec")]}],
            "/hosts/ec/metrics?name=m": points(|_| 2.0),
        }),
    );
    until("return document.querySelector('#stage .graph-missing')?.innerText.includes('1 of 2')").await;
    let legend = text("return document.querySelector('#stage .graph-legend').innerText");
    assert!(legend.contains("ec m") && !legend.contains("gone"), "{legend}");
}
