//! Grafana's dashboards and our own templates: what becomes of each, and that it is a legal board.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use dashboard::size::Limits;
use dashboard::template::{Host, Role, host, service, tiers};
use dashboard::{grafana, grid};
use mackerel::dashboards::{COLUMNS, Content, Dashboard, Graph, Known};
use mackerel::names::is_url_path;
use serde_json::{Value, json};

fn assert_legal(dashboard: &Dashboard) {
    assert!(is_url_path(&dashboard.url_path), "{}", dashboard.url_path);
    for (at, widget) in dashboard.widgets.iter().enumerate() {
        let (cell, limits) = (widget.layout, Limits::of(&widget.content));
        assert!(cell.x + cell.width <= COLUMNS, "{widget:?}");
        assert!(limits.has_width(cell.width) && limits.has_height(cell.height), "{widget:?}");
        for other in &dashboard.widgets[at + 1..] {
            assert!(!grid::overlap(cell, other.layout), "{widget:?} {other:?}");
        }
    }
}

fn panel(kind: &str, fields: Value) -> Value {
    let mut panel = json!({"type": kind, "title": kind, "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8}});
    panel.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    panel
}

#[test]
fn every_panel_becomes_a_widget_and_every_loss_is_said() {
    let query = json!({"targets": [{"expr": "up", "legendFormat": "{{job}}"}]});
    let cases = [
        ("a graph", panel("timeseries", query.clone()), "graph", vec![]),
        ("an old graph", panel("graph", query.clone()), "graph", vec![]),
        ("a number", panel("stat", query.clone()), "value", vec![]),
        (
            "a text",
            panel("text", json!({"options": {"mode": "markdown", "content": "# hi"}})),
            "markdown",
            vec![],
        ),
        ("an old text", panel("text", json!({"mode": "markdown", "content": "# hi"})), "markdown", vec![]),
        (
            "HTML",
            panel("text", json!({"options": {"mode": "html", "content": "<b>"}})),
            "markdown",
            vec!["HTML"],
        ),
        (
            "two queries",
            panel("graph", json!({"targets": [{"expr": "a"}, {"expr": "b"}]})),
            "graph",
            vec!["another query: b"],
        ),
        (
            "a hidden query",
            panel("graph", json!({"targets": [{"expr": "a", "hide": true}, {"expr": "b"}]})),
            "graph",
            vec![],
        ),
        (
            "no query",
            panel("graph", json!({"targets": [{"rawSql": "x"}]})),
            "markdown",
            vec!["without a counterpart"],
        ),
        ("a map", panel("geomap", json!({})), "markdown", vec!["without a counterpart"]),
    ];
    for (name, panel, kind, losses) in cases {
        let text = json!({"title": "T", "panels": [panel]}).to_string();
        let imported = grafana::read(&text).unwrap();
        assert_legal(&imported.dashboard);
        let widget = serde_json::to_value(&imported.dashboard.widgets[0]).unwrap();
        assert_eq!(widget["type"], kind, "{name}");
        let said: Vec<&str> = imported.losses.iter().map(|loss| loss.what.as_str()).collect();
        assert_eq!(said.len(), losses.len(), "{name}: {said:?}");
        for (said, expected) in said.iter().zip(losses) {
            assert!(said.contains(expected), "{name}: {said}");
        }
    }
}

#[test]
fn rows_are_opened_and_places_kept() {
    let at =
        |x: u32, y: u32| json!({"gridPos": {"x": x, "y": y, "w": 12, "h": 8}, "targets": [{"expr": "up"}]});
    let text = json!({"dashboard": {"title": "日本 Web", "panels": [
        {"type": "row", "title": "closed", "collapsed": true, "panels": [panel("graph", at(0, 1))]},
        panel("stat", at(12, 1)),
        panel("graph", json!({"targets": [{"expr": "up"}]})),
        {"type": "row", "title": "open", "panels": []},
    ]}, "meta": {}});
    let imported = grafana::read(&text.to_string()).unwrap();
    assert_legal(&imported.dashboard);
    assert_eq!(imported.losses, []);
    let places: Vec<(u32, u32)> =
        imported.dashboard.widgets.iter().map(|widget| (widget.layout.x, widget.layout.y)).collect();
    // The last one stands where the first is not: its own place is taken.
    assert_eq!(places, [(0, 8), (12, 1), (0, 0)]);
    assert_eq!(imported.dashboard.url_path, "grafana/web");
}

#[test]
fn what_is_no_dashboard_is_said() {
    for text in ["", "{", "[]", "{}", r#"{"panels": 1}"#] {
        assert!(grafana::read(text).is_err(), "{text}");
    }
}

#[test]
fn a_panel_without_a_counterpart_keeps_its_json() {
    let text = json!({"title": "T", "panels": [panel("geomap", json!({"secret": "kept"}))]}).to_string();
    let imported = grafana::read(&text).unwrap();
    let Content::Known(Known::Markdown(note)) = &imported.dashboard.widgets[0].content else {
        panic!("a note")
    };
    assert!(note.markdown.contains("\"secret\": \"kept\""));
}

fn names(list: &[&str]) -> Vec<String> {
    list.iter().map(|&name| name.to_owned()).collect()
}

fn role(name: &str, metrics: &[&str]) -> Role {
    Role { full_name: format!("shop:{name}"), name: name.to_owned(), metrics: names(metrics) }
}

#[test]
fn templates_show_what_posts_and_nothing_else() {
    let web = role("web", &["loadavg5", "cpu.user.percentage"]);
    let silent = role("db", &[]);
    let cases = [
        (
            "service",
            service("shop", &[web.clone(), silent.clone()], &names(&["orders.count", "orders.failed"]), &[]),
            2 + 1 + 2,
        ),
        ("nothing", service("shop", &[], &[], &[]), 1),
        ("tiers", tiers("shop", "shop/tiers", &[web.clone(), silent.clone()]), 2 + 2),
        ("many tiers", tiers("shop", "shop/tiers", &vec![web; 9]), 4 + 8),
        (
            "host",
            host(
                &Host { id: "h".into(), name: "web 01".into(), metrics: names(&["loadavg5", "custom.a.b"]) },
                &[],
            ),
            2,
        ),
        ("silent host", host(&Host { id: "h".into(), name: "日本".into(), metrics: vec![] }, &[]), 1),
    ];
    for (name, dashboard, count) in cases {
        assert_eq!(dashboard.widgets.len(), count, "{name}");
        assert_legal(&dashboard);
        for widget in &dashboard.widgets {
            if let Content::Known(Known::Graph(graph)) = &widget.content {
                assert!(
                    !matches!(&graph.graph, Graph::Role { role_fullname, .. } if role_fullname == "shop:db")
                );
            }
        }
    }
}
