//! What two people did to one dashboard: a table of what each did and what comes of it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use dashboard::merge::{Part, Side, merge};
use dashboard::{Draft, Edit};
use mackerel::dashboards::{Content, Dashboard, Layout};
use serde_json::{Value, json};

fn base() -> Dashboard {
    let note = |title: &str, x: u32, text: &str| json!({"type": "markdown", "title": title, "markdown": text, "layout": {"x": x, "y": 0, "width": 6, "height": 4}});
    let odd = json!({"type": "hologram", "title": "", "depth": 1, "layout": {"x": 18, "y": 0, "width": 6, "height": 4}});
    let widgets = json!([note("a", 0, "A"), note("b", 6, "B"), note("", 12, "C"), odd]);
    serde_json::from_value(
        json!({"id": "d", "title": "t", "memo": "m", "urlPath": "p", "updatedAt": 1, "widgets": widgets}),
    )
    .unwrap()
}

fn content(text: &str) -> Content {
    serde_json::from_value(json!({"type": "markdown", "markdown": text})).unwrap()
}

fn change(title: &str, text: &str) -> Edit {
    Edit::Change(0, title.to_owned(), content(text))
}

fn describe(title: &str, memo: &str) -> Edit {
    Edit::Describe { title: title.to_owned(), memo: memo.to_owned(), url_path: "p".to_owned() }
}

const BELOW: Layout = Layout { x: 0, y: 8, width: 6, height: 4 };
const BESIDE: Layout = Layout { x: 6, y: 8, width: 6, height: 4 };

/// Title, then each widget's title, text and row.
fn summary(dashboard: &Dashboard) -> String {
    let widget = |widget: &mackerel::dashboards::Widget| {
        let value = serde_json::to_value(widget).unwrap();
        let text = value["markdown"].as_str().unwrap_or("?").to_owned();
        format!("{}={text}@{}", widget.title, widget.layout.y)
    };
    let widgets: Vec<String> = dashboard.widgets.iter().map(widget).collect();
    format!("{} {} | {}", dashboard.title, dashboard.memo, widgets.join(" "))
}

#[test]
fn two_edits_become_one() {
    type Row = (&'static str, Vec<Edit>, Vec<Edit>, &'static [Part], &'static str, &'static str);
    const SAME: &str = "t m | a=A@0 b=B@0 =C@0 =?@0";
    let rows: Vec<Row> = vec![
        ("nobody did anything", vec![], vec![], &[], SAME, SAME),
        ("only we", vec![change("x", "A")], vec![], &[], "t m | x=A@0 b=B@0 =C@0 =?@0", "="),
        ("only they", vec![], vec![change("a", "Y")], &[], "t m | a=Y@0 b=B@0 =C@0 =?@0", "="),
        (
            "one moves what the other rewrites",
            vec![Edit::Place(0, BELOW)],
            vec![change("a", "Y")],
            &[],
            "t m | a=Y@8 b=B@0 =C@0 =?@0",
            "=",
        ),
        (
            "both alike",
            vec![change("x", "A")],
            vec![change("x", "A")],
            &[],
            "t m | x=A@0 b=B@0 =C@0 =?@0",
            "=",
        ),
        (
            "both rename",
            vec![change("x", "A")],
            vec![change("y", "A")],
            &[Part::WidgetTitle],
            "t m | x=A@0 b=B@0 =C@0 =?@0",
            "t m | y=A@0 b=B@0 =C@0 =?@0",
        ),
        (
            "both rewrite",
            vec![change("a", "X")],
            vec![change("a", "Y")],
            &[Part::WidgetContent],
            "t m | a=X@0 b=B@0 =C@0 =?@0",
            "t m | a=Y@0 b=B@0 =C@0 =?@0",
        ),
        ("we remove", vec![Edit::Remove(0)], vec![], &[], "t m | b=B@0 =C@0 =?@0", "="),
        ("they remove", vec![], vec![Edit::Remove(3)], &[], "t m | a=A@0 b=B@0 =C@0", "="),
        ("both remove", vec![Edit::Remove(1)], vec![Edit::Remove(1)], &[], "t m | a=A@0 =C@0 =?@0", "="),
        (
            "we remove what they rewrite",
            vec![Edit::Remove(0)],
            vec![change("a", "Y")],
            &[Part::WidgetRemoved],
            "t m | b=B@0 =C@0 =?@0",
            "t m | a=Y@0 b=B@0 =C@0 =?@0",
        ),
        (
            "they remove what we rewrite",
            vec![change("a", "X")],
            vec![Edit::Remove(0)],
            &[Part::WidgetRemoved],
            "t m | a=X@0 b=B@0 =C@0 =?@0",
            "t m | b=B@0 =C@0 =?@0",
        ),
        (
            "both add",
            vec![Edit::Duplicate(0, BELOW)],
            vec![Edit::Duplicate(1, BESIDE)],
            &[],
            "t m | a=A@0 b=B@0 =C@0 =?@0 b=B@8 a=A@8",
            "=",
        ),
        (
            "titles of the whole",
            vec![describe("x", "m")],
            vec![describe("t", "y")],
            &[],
            "x y | a=A@0 b=B@0 =C@0 =?@0",
            "=",
        ),
        (
            "both describe",
            vec![describe("x", "m")],
            vec![describe("y", "m")],
            &[Part::Title],
            "x m | a=A@0 b=B@0 =C@0 =?@0",
            "y m | a=A@0 b=B@0 =C@0 =?@0",
        ),
    ];
    for (name, ours, theirs, parts, keeping_ours, taking_theirs) in rows {
        let edited = |edits: Vec<Edit>| {
            edits.into_iter().fold(Draft::new(&base()), |draft, edit| draft.apply(edit).unwrap())
        };
        let stored = Dashboard { updated_at: 2, ..edited(theirs).dashboard() };
        let ours = edited(ours);
        for (side, expected) in [(Side::Ours, keeping_ours), (Side::Theirs, taking_theirs)] {
            let expected = if expected == "=" { keeping_ours } else { expected };
            let merged = merge(&base(), &ours, &stored, |_| side);
            let found: Vec<Part> = merged.conflicts.iter().map(|conflict| conflict.part).collect();
            assert_eq!(found, parts, "{name}");
            let dashboard = merged.draft.dashboard();
            assert_eq!(summary(&dashboard), expected, "{name}, {side:?}");
            assert_eq!(dashboard.updated_at, 2, "{name}");
        }
    }
}

#[test]
fn what_is_unknown_comes_through() {
    let mut theirs = base();
    theirs.extra.insert("future".to_owned(), json!([1, {"a": null}]));
    let ours = Draft::new(&base()).apply(change("x", "A")).unwrap();
    let merged = merge(&base(), &ours, &theirs, |_| Side::Ours).draft.dashboard();
    assert_eq!(merged.extra, theirs.extra);
    assert_eq!(merged.widgets[3], theirs.widgets[3]);
    assert_ne!(serde_json::to_value(&merged.widgets[0]).unwrap(), Value::Null);
}
