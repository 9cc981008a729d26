//! Markdown in the document: only allowed elements with allowed attributes, whatever the text.

use crate::stage::mount;
use app::components::widget::markdown::Markdown;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

/// What a text may become, and what of it may be set.
const ALLOWED: &[(&str, &[&str])] = &[
    ("DIV", &["class"]),
    ("P", &[]),
    ("H3", &[]),
    ("H4", &[]),
    ("H5", &[]),
    ("H6", &[]),
    ("UL", &[]),
    ("OL", &["start"]),
    ("LI", &[]),
    ("BLOCKQUOTE", &[]),
    ("PRE", &["tabindex"]),
    ("CODE", &[]),
    ("EM", &[]),
    ("STRONG", &[]),
    ("S", &[]),
    ("BR", &[]),
    ("HR", &[]),
    ("A", &["href", "target", "rel"]),
    ("TABLE", &[]),
    ("THEAD", &[]),
    ("TBODY", &[]),
    ("TR", &[]),
    ("TH", &["scope", "class"]),
    ("TD", &["class"]),
    ("SPAN", &["class", "role", "aria-label"]),
];

fn complaint(element: &Element) -> Option<String> {
    let name = element.tag_name();
    let Some((_, attributes)) = ALLOWED.iter().find(|row| row.0 == name) else {
        return Some(name);
    };
    let set = element.get_attribute_names();
    let stray =
        set.iter().filter_map(|name| name.as_string()).find(|name| !attributes.contains(&name.as_str()));
    let href = element.get_attribute("href").filter(|href| {
        !["http://", "https://", "mailto:"].iter().any(|scheme| href.to_ascii_lowercase().starts_with(scheme))
    });
    let unmarked = name == "A" && element.get_attribute("rel").as_deref() != Some("noopener noreferrer");
    stray.or(href).or_else(|| unmarked.then(|| "a link that is not marked as foreign".to_owned()))
}

#[wasm_bindgen_test]
fn nasty_text_becomes_harmless_elements() {
    let texts: Vec<String> = serde_json::from_str(include_str!("../data/nasty-markdown.json")).unwrap();
    assert!(texts.len() > 30);
    for text in texts {
        let written = text.clone();
        let stage = mount(move || view! { <Markdown text top=3 /> });
        let complaints: Vec<String> = stage.all("*").iter().filter_map(complaint).collect();
        assert_eq!(complaints, Vec::<String>::new(), "{written}");
    }
}

#[wasm_bindgen_test]
fn a_text_becomes_these_elements() {
    let cases = [
        ("# a\n\n### b", "h3, h4", 2),
        ("|a|b|\n|-|-|\n|1|2|", "thead th[scope=col]", 2),
        ("|a|b|\n|-|-:|\n|1|2|", "tbody td.end", 1),
        ("[a](https://example.com)", "a[target=_blank][rel='noopener noreferrer']", 1),
        ("![a](https://example.com/x.png)", "img", 0),
        ("![a](https://example.com/x.png)", "a[href='https://example.com/x.png']", 1),
        ("- [x] a\n- [ ] b", "li > [role=img][aria-label]", 2),
        ("3. a", "ol[start='3'] > li", 1),
        ("```\n<b>\n```", "pre > code", 1),
        ("<b>a</b>", "b", 0),
    ];
    for (text, selector, count) in cases {
        let stage = mount(move || view! { <Markdown text=text.to_owned() top=3 /> });
        assert_eq!(stage.all(selector).len(), count, "{selector} in {}", stage.root().inner_text());
    }
}

#[wasm_bindgen_test]
fn html_is_shown_as_text() {
    let stage = mount(|| view! { <Markdown text="a <i>b</i> &amp; c".to_owned() top=3 /> });
    assert_eq!(stage.root().inner_text().trim(), "a <i>b</i> & c");
}
