//! Reads a dashboard of Grafana's classic JSON: panels on a grid of 24 columns, as exported or saved by its API.
//!
//! * Graphs, time series, stats, gauges and texts become widgets at their places; rows are opened.
//! * What has no counterpart is never dropped silently: the panel becomes a note with its own JSON in it, and every
//!   loss is listed as a [`Loss`].
//! * A text that is no such dashboard is an error that says why.

use crate::grid;
use crate::size::Limits;
use crate::template::path_segment;
use mackerel::dashboards::{
    Dashboard, FormatRule, Graph, GraphWidget, Known, Layout, MarkdownWidget, Metric, ReferenceLine,
    ValueRange, ValueWidget, Widget,
};
use serde_json::{Map, Value};
use thiserror::Error;

/// Something of a panel that has no counterpart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The panel's title, or its place in the list.
    pub panel: String,
    /// What was not taken over.
    pub what: String,
}

/// What was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// Ready to be stored.
    pub dashboard: Dashboard,
    /// What it lacks of the original.
    pub losses: Vec<Loss>,
}

/// Why nothing was read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// No JSON.
    #[error("this is not JSON: {0}")]
    Json(String),
    /// JSON of another kind.
    #[error("there is no list of panels: this is not a dashboard of Grafana's classic format")]
    NoPanels,
}

/// A size that panels without a place get.
const DEFAULT: Layout = Layout { x: 0, y: 0, width: 12, height: 8 };

/// Reads the text of an export.
pub fn read(text: &str) -> Result<Imported, Error> {
    let whole: Value = serde_json::from_str(text).map_err(|error| Error::Json(error.to_string()))?;
    // The API wraps it together with what it knows about it.
    let board = whole.get("dashboard").unwrap_or(&whole);
    let panels = board.get("panels").and_then(Value::as_array).ok_or(Error::NoPanels)?;
    let mut losses = Vec::new();
    let mut widgets = Vec::new();
    for (index, panel) in open_rows(panels).into_iter().enumerate() {
        widgets.push(widget(index, panel, &mut losses));
    }
    let listed = |name: &str| {
        board
            .pointer(name)
            .and_then(Value::as_array)
            .is_some_and(|list| list.iter().any(|one| !is_built_in(one)))
    };
    for (name, what) in
        [("/templating/list", "template variables"), ("/annotations/list", "annotation queries")]
    {
        if listed(name) {
            losses.push(Loss { panel: text_of(board, "title").to_owned(), what: what.to_owned() });
        }
    }
    let layouts: Vec<Layout> = widgets.iter().map(|widget: &Widget| widget.layout).collect();
    for (widget, cell) in widgets.iter_mut().zip(grid::place(&layouts)) {
        widget.layout = cell;
    }
    let title = text_of(board, "title");
    let title = if title.trim().is_empty() { "Grafana" } else { title };
    let dashboard = Dashboard {
        id: String::new(),
        title: title.to_owned(),
        memo: text_of(board, "description").to_owned(),
        url_path: format!("grafana/{}", path_segment(&title.to_lowercase())),
        widgets,
        created_at: 0,
        updated_at: 0,
        extra: Map::new(),
    };
    Ok(Imported { dashboard, losses })
}

/// The annotations and alerts that every dashboard of Grafana has.
fn is_built_in(entry: &Value) -> bool {
    entry.get("builtIn").is_some_and(|built_in| built_in == 1 || built_in == true)
}

/// Panels without their rows: a closed row holds its panels, an open one stands before them.
fn open_rows(panels: &[Value]) -> Vec<&Value> {
    let mut open = Vec::new();
    for panel in panels {
        if text_of(panel, "type") == "row" {
            open.extend(panel.get("panels").and_then(Value::as_array).into_iter().flatten());
        } else {
            open.push(panel);
        }
    }
    open
}

fn widget(index: usize, panel: &Value, losses: &mut Vec<Loss>) -> Widget {
    let title = text_of(panel, "title").to_owned();
    let name = if title.is_empty() { format!("panels[{index}]") } else { title.clone() };
    let mut lose = |what: &str| losses.push(Loss { panel: name.clone(), what: what.to_owned() });
    let kind = text_of(panel, "type");
    let content = match kind {
        "graph" | "timeseries" => query(panel, &mut lose).map(|query| graph(panel, query, &mut lose)),
        "stat" | "singlestat" | "gauge" | "bargauge" => {
            query(panel, &mut lose).map(|query| value(panel, query, &mut lose))
        }
        "text" => Some(note(text_panel(panel, &mut lose))),
        _ => None,
    };
    let content = content.unwrap_or_else(|| {
        lose(&format!("a panel of type “{kind}” without a counterpart; its JSON is kept in a note"));
        let json = serde_json::to_string_pretty(panel).unwrap_or_default();
        // A fence longer than any run of backticks inside keeps the JSON together.
        note(format!("Not imported: a panel of type “{kind}”.\n\n````json\n{json}\n````"))
    });
    let mut widget = Widget::new(title, place(panel), content);
    widget.layout = Limits::of(&widget.content).nearest(widget.layout);
    widget
}

fn place(panel: &Value) -> Layout {
    let Some(place) = panel.get("gridPos") else { return DEFAULT };
    let number = |name: &str, default: u32| {
        place.get(name).and_then(Value::as_u64).map_or(default, |cells| cells.min(100_000) as u32)
    };
    Layout { x: number("x", 0), y: number("y", 0), width: number("w", 12), height: number("h", 8) }
}

/// The first query that has a text.
fn query(panel: &Value, lose: &mut impl FnMut(&str)) -> Option<(String, String)> {
    let targets = panel.get("targets").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut found = targets
        .iter()
        .filter(|target| !target.get("hide").is_some_and(|hide| hide == true))
        .map(|target| (text_of(target, "expr"), text_of(target, "legendFormat")))
        .filter(|(expr, _)| !expr.trim().is_empty());
    let first = found.next();
    for (expr, _) in found {
        lose(&format!("another query: {expr}"));
    }
    let (expr, legend) = first?;
    let legend = if legend == "__auto" { "" } else { legend };
    Some((expr.to_owned(), legend.to_owned()))
}

fn graph(panel: &Value, (query, legend): (String, String), lose: &mut impl FnMut(&str)) -> Known {
    let number = |pointer: &str| panel.pointer(pointer).and_then(Value::as_f64);
    let min = number("/fieldConfig/defaults/min").or_else(|| number("/yaxes/0/min"));
    let max = number("/fieldConfig/defaults/max").or_else(|| number("/yaxes/0/max"));
    let value_range = (min.is_some() || max.is_some()).then_some(ValueRange { min, max });
    let mut steps = thresholds(panel).into_iter();
    let first = steps.next().map(|value| ReferenceLine { label: "threshold".to_owned(), value });
    for value in steps {
        lose(&format!("another threshold: {value}"));
    }
    Known::Graph(GraphWidget {
        value_range,
        reference_lines: first.into_iter().collect(),
        ..Graph::Query { query, legend }.into()
    })
}

fn value(panel: &Value, (query, legend): (String, String), lose: &mut impl FnMut(&str)) -> Known {
    let decimals = panel.pointer("/fieldConfig/defaults/decimals").and_then(Value::as_u64);
    let unit = panel.pointer("/fieldConfig/defaults/unit").and_then(Value::as_str).unwrap_or_default();
    let suffix = match unit {
        "" | "none" | "short" => None,
        "percent" | "percentunit" => Some("%".to_owned()),
        other => Some(other.chars().take(16).collect()),
    };
    if unit == "percentunit" {
        lose("the unit: values from 0 to 1 are not multiplied by 100");
    }
    let mut steps = thresholds(panel).into_iter();
    let first =
        steps.next().map(|threshold| FormatRule { name: String::new(), threshold, operator: ">".to_owned() });
    for value in steps {
        lose(&format!("another threshold: {value}"));
    }
    Known::Value(ValueWidget {
        fraction_size: decimals.map(|size| size.min(16) as u8),
        suffix,
        format_rules: first.into_iter().collect(),
        ..Metric::Query { query, legend }.into()
    })
}

/// The limits of a panel that are no colour of the ground, none negative.
fn thresholds(panel: &Value) -> Vec<f64> {
    let steps = panel.pointer("/fieldConfig/defaults/thresholds/steps").and_then(Value::as_array);
    let drawn = panel
        .pointer("/fieldConfig/defaults/custom/thresholdsStyle/mode")
        .and_then(Value::as_str)
        .is_none_or(|mode| mode != "off");
    let is_graph = matches!(text_of(panel, "type"), "graph" | "timeseries");
    if is_graph && panel.pointer("/fieldConfig/defaults/custom/thresholdsStyle").is_none() || !drawn {
        return Vec::new();
    }
    let steps = steps.into_iter().flatten();
    steps.filter_map(|step| step.get("value")?.as_f64()).filter(|value| *value >= 0.0).collect()
}

fn text_panel(panel: &Value, lose: &mut impl FnMut(&str)) -> String {
    let options = panel.get("options").unwrap_or(panel);
    let content = text_of(options, "content").to_owned();
    if text_of(options, "mode") == "html" {
        lose("HTML: it is shown as text");
        return format!("````html\n{content}\n````");
    }
    content
}

fn note(markdown: String) -> Known {
    Known::Markdown(MarkdownWidget { markdown })
}

fn text_of<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}
