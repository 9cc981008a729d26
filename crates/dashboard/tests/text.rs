//! Text that a person edits, and what is said of mistakes in it.

use dashboard::text::{read, write};

const GOOD: &str = r#"{
  "title": "t",
  "urlPath": "a/b",
  "novel": {"z": 1, "a": [null]},
  "widgets": [
    {"type": "markdown", "title": "日本", "markdown": "m", "layout": {"x": 0, "y": 0, "width": 6, "height": 4}},
    {"type": "hologram", "depth": 3, "layout": {"x": 6, "y": 0, "width": 6, "height": 4}}
  ]
}"#;

#[test]
fn what_was_written_is_read_as_the_same() {
    let dashboard = read(GOOD).unwrap();
    assert_eq!(read(&write(&dashboard)).unwrap(), dashboard);
}

#[test]
fn mistakes_are_pointed_at() {
    let cases = [
        ("no JSON", GOOD.replace("\"a/b\",", "\"a/b\""), 4, 3, "", "expected `,`"),
        ("cut off", GOOD[..40].to_owned(), 4, 2, "", "EOF while parsing"),
        ("empty", String::new(), 1, 1, "", "EOF while parsing"),
        ("no object", "[1]".to_owned(), 1, 3, "", ""),
        ("path", GOOD.replace("a/b", "a//b"), 3, 3, "urlPath", "not segments"),
        ("title", GOOD.replace("\"t\"", "\" \""), 2, 3, "title", "is empty"),
        (
            "type missing",
            GOOD.replace("\"type\": \"markdown\", ", ""),
            6,
            5,
            "widgets[0]",
            "missing field `type`",
        ),
        (
            "field missing",
            GOOD.replace("\"markdown\": \"m\", ", ""),
            6,
            5,
            "widgets[0]",
            "missing field `markdown`",
        ),
        (
            "place missing",
            GOOD.replace(", \"layout\": {\"x\": 6, \"y\": 0, \"width\": 6, \"height\": 4}", ""),
            7,
            5,
            "widgets[1]",
            "missing field `layout`",
        ),
        ("negative", GOOD.replace("\"x\": 6", "\"x\": -6"), 7, 5, "widgets[1]", "invalid value"),
    ];
    for (name, text, line, column, part, message) in cases {
        let faults = read(&text).expect_err(name);
        let fault = &faults[0];
        assert_eq!((fault.line, fault.part.as_str()), (line, part), "{name}: {fault:?}");
        assert!(fault.message.contains(message), "{name}: {fault:?}");
        if !part.is_empty() {
            assert_eq!(fault.column, column, "{name}: {fault:?}");
        }
    }
}

#[test]
fn every_wrong_widget_is_said() {
    let text = GOOD.replace("\"markdown\": \"m\", ", "").replace("\"width\": 6", "\"width\": \"6\"");
    let parts: Vec<String> = read(&text).unwrap_err().into_iter().map(|fault| fault.part).collect();
    assert_eq!(parts, ["widgets[0]", "widgets[1]"]);
}
