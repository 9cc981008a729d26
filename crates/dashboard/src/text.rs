//! A dashboard as text that a person edits: written with two spaces, read with the place of everything wrong.
//!
//! * What [`write()`] wrote, [`read`] reads as the same dashboard.
//! * A text that is no JSON has one fault, at the character; other faults point at the field or at the widget.
//! * Widgets of unknown types are taken as they are; a known type must be whole.

use mackerel::dashboard_rules::check;
use mackerel::dashboards::{Dashboard, Known};
use mackerel::names::is_url_path;
use serde::Deserialize;
use serde_json::value::RawValue;

/// Something wrong in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// Which part, such as `widgets[3]`; empty for the text as a whole.
    pub part: String,
    /// What is wrong with it.
    pub message: String,
}

/// The text of a dashboard: only what a person may change, and what is unknown.
pub fn write(dashboard: &Dashboard) -> String {
    let stripped = Dashboard { id: String::new(), created_at: 0, updated_at: 0, ..dashboard.clone() };
    serde_json::to_string_pretty(&stripped).unwrap_or_default()
}

/// Reads a text.
pub fn read(text: &str) -> Result<Dashboard, Vec<Fault>> {
    let syntax = |error: serde_json::Error| {
        let message = error.to_string();
        // The place stands in fields of its own.
        let message = message.split(" at line ").next().unwrap_or_default().to_owned();
        let column = error.column().max(1);
        vec![Fault { line: error.line().max(1), column, part: String::new(), message }]
    };
    let outline: Outline<'_> = serde_json::from_str(text).map_err(syntax)?;
    let mut faults: Vec<Fault> = Vec::new();
    for (index, raw) in outline.widgets.unwrap_or_default().iter().enumerate() {
        if let Err(message) = read_widget(raw.get()) {
            let (line, column) = place_of(text, raw.get());
            faults.push(Fault { line, column, part: format!("widgets[{index}]"), message });
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let dashboard: Dashboard = serde_json::from_str(text).map_err(syntax)?;
    let field = |part: &str, message: &str| {
        let at = text.find(&format!("\"{part}\"")).unwrap_or(0);
        let (line, column) = place_at(text, at);
        Fault { line, column, part: part.to_owned(), message: message.to_owned() }
    };
    if dashboard.title.trim().is_empty() {
        faults.push(field("title", "is empty"));
    }
    if !is_url_path(&dashboard.url_path) {
        faults.push(field("urlPath", "is not segments of letters, digits, '_' or '-', joined by '/'"));
    }
    if faults.is_empty() { Ok(dashboard) } else { Err(faults) }
}

#[derive(Deserialize)]
struct Outline<'a> {
    #[serde(borrow, default)]
    widgets: Option<Vec<&'a RawValue>>,
}

#[derive(Deserialize)]
struct Typed {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default, rename = "title")]
    _title: Option<String>,
    #[serde(rename = "layout")]
    _layout: mackerel::dashboards::Layout,
}

fn read_widget(text: &str) -> Result<(), String> {
    let plain = |error: serde_json::Error| {
        let message = error.to_string();
        message.split(" at line ").next().unwrap_or_default().to_owned()
    };
    let typed: Typed = serde_json::from_str(text).map_err(plain)?;
    if !Known::TYPES.contains(&typed.kind.as_str()) {
        return Ok(());
    }
    let known: Known = serde_json::from_str(text).map_err(plain)?;
    check(&known).map_err(|fault| fault.to_string())
}

/// Where a part of the text begins.
fn place_of(text: &str, part: &str) -> (usize, usize) {
    let at = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    place_at(text, at)
}

fn place_at(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}
