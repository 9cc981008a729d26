//! Custom dashboards: widgets on a grid of 24 columns. What is not known here survives a round trip.

use crate::as_stored::AsStored;
use crate::endpoint::{Nothing, Path, endpoint, get, send};
use crate::names::null_as_default;
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use series::{Time, TimeRange};

const ROOT: &str = "/api/v0/dashboards";

/// Columns of the grid.
pub const COLUMNS: u32 = 24;

/// A dashboard; without an id it is one to be made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Dashboard {
    /// Given by the server.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Required.
    pub title: String,
    /// Free text.
    #[serde(default, deserialize_with = "null_as_default")]
    pub memo: String,
    /// Unique in the organization; slashes give a hierarchy.
    #[serde(default, deserialize_with = "null_as_default")]
    pub url_path: String,
    /// What it shows.
    #[serde(default, deserialize_with = "null_as_default")]
    pub widgets: Vec<Widget>,
    /// When it was made.
    #[serde(default, skip_serializing_if = "is_default")]
    pub created_at: Time,
    /// When it was last saved; the only hint of a conflict.
    #[serde(default, skip_serializing_if = "is_default")]
    pub updated_at: Time,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// One box on the grid. Written back, it differs from what was read only where it was changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Value", into = "Value")]
pub struct Widget {
    /// Heading; may be empty.
    pub title: String,
    /// Where it is.
    pub layout: Layout,
    /// What it shows.
    pub content: Content,
    /// What it was read from.
    pub stored: AsStored,
}

impl Widget {
    /// A widget that is nowhere stored yet.
    pub fn new(title: String, layout: Layout, content: Known) -> Self {
        Self { title, layout, content: Content::Known(content), stored: AsStored::default() }
    }
}

impl TryFrom<Value> for Widget {
    type Error = serde_json::Error;

    fn try_from(raw: Value) -> Result<Self, serde_json::Error> {
        let Fields { title, layout, content } = Fields::deserialize(&raw)?;
        Ok(Self { title, layout, content, stored: AsStored::new(raw) })
    }
}

impl From<Widget> for Value {
    fn from(widget: Widget) -> Self {
        let Widget { title, layout, content, stored } = widget;
        // Plain data always has a JSON form.
        let json = |fields: Fields| serde_json::to_value(fields).unwrap_or_default();
        let then = Fields::deserialize(stored.raw()).map(json).unwrap_or_default();
        stored.carry(&then, json(Fields { title, layout, content }))
    }
}

/// The fields of a widget that are known.
#[derive(Serialize, Deserialize)]
struct Fields {
    #[serde(default, deserialize_with = "null_as_default")]
    title: String,
    layout: Layout,
    #[serde(flatten)]
    content: Content,
}

/// Cells of the grid: origin at the top left, y downwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Column of the left edge.
    pub x: u32,
    /// Row of the upper edge.
    pub y: u32,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

/// What a widget shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Content {
    /// A widget of a known type.
    Known(Known),
    /// A type or shape that this version does not know: kept as it came.
    Other(Map<String, Value>),
}

/// The documented widgets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Known {
    /// Lines over time.
    Graph(GraphWidget),
    /// One number.
    Value(ValueWidget),
    /// Text.
    Markdown(MarkdownWidget),
    /// The hosts of a role, the worst first.
    AlertStatus(AlertStatusWidget),
}

impl Known {
    /// Their names in the API.
    pub const TYPES: [&str; 4] = ["graph", "value", "markdown", "alertStatus"];
}

/// Lines over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GraphWidget {
    /// Which lines.
    pub graph: Graph,
    /// A period of its own; absent follows the dashboard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<WidgetRange>,
    /// Fixed ends of the vertical axis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_range: Option<ValueRange>,
    /// At most one labelled line.
    #[serde(default, deserialize_with = "null_as_default")]
    pub reference_lines: Vec<ReferenceLine>,
    /// Only these metrics, for host and service graphs.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "null_as_default")]
    pub legend_list: Vec<String>,
}

impl From<Graph> for GraphWidget {
    /// A graph in the page's period with all its lines.
    fn from(graph: Graph) -> Self {
        Self { graph, range: None, value_range: None, reference_lines: Vec::new(), legend_list: Vec::new() }
    }
}

/// One number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ValueWidget {
    /// Which number.
    pub metric: Metric,
    /// Decimals, 0 to 16; 2 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fraction_size: Option<u8>,
    /// Unit text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
    /// At most one rule of emphasis.
    #[serde(default, deserialize_with = "null_as_default")]
    pub format_rules: Vec<FormatRule>,
    /// Whether the value follows the shown period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_new_version: Option<bool>,
    /// Whether the change over the period is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shows_trend: Option<bool>,
}

impl From<Metric> for ValueWidget {
    /// A value in the usual form.
    fn from(metric: Metric) -> Self {
        Self {
            metric,
            fraction_size: None,
            suffix: None,
            format_rules: Vec::new(),
            is_new_version: None,
            shows_trend: None,
        }
    }
}

/// Text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MarkdownWidget {
    /// `CommonMark` with tables.
    pub markdown: String,
}

/// The hosts of a role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AlertStatusWidget {
    /// `service:role`; `null` when it is gone.
    #[serde(default)]
    pub role_fullname: Option<String>,
}

/// Which lines a graph widget draws.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Graph {
    /// A graph of a host.
    #[serde(rename_all = "camelCase")]
    Host {
        /// The host.
        host_id: String,
        /// Graph name, such as `loadavg`.
        name: String,
    },
    /// One line for each host of a role.
    #[serde(rename_all = "camelCase")]
    Role {
        /// `service:role`.
        role_fullname: String,
        /// Graph or metric name.
        name: String,
        /// Areas rather than lines.
        #[serde(default, deserialize_with = "null_as_default")]
        is_stacked: bool,
    },
    /// A graph of service metrics.
    #[serde(rename_all = "camelCase")]
    Service {
        /// The service.
        service_name: String,
        /// Graph name, such as `queue.*`.
        name: String,
    },
    /// An expression's result.
    Expression {
        /// The expression.
        expression: String,
    },
    /// A `PromQL` query's result.
    Query {
        /// The query.
        query: String,
        /// Template of the legend.
        #[serde(default, deserialize_with = "null_as_default")]
        legend: String,
    },
    /// What it showed is gone.
    Unknown,
}

/// Which number a value widget shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Metric {
    /// A metric of a host.
    #[serde(rename_all = "camelCase")]
    Host {
        /// The host.
        host_id: String,
        /// Metric name.
        name: String,
    },
    /// A metric of a service.
    #[serde(rename_all = "camelCase")]
    Service {
        /// The service.
        service_name: String,
        /// Metric name.
        name: String,
    },
    /// An expression's result.
    Expression {
        /// The expression.
        expression: String,
    },
    /// A `PromQL` query's result.
    Query {
        /// The query.
        query: String,
        /// Template of the legend.
        #[serde(default, deserialize_with = "null_as_default")]
        legend: String,
    },
    /// What it showed is gone.
    Unknown,
}

/// A period of a widget's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum WidgetRange {
    /// `[now + offset - period, now + offset]`, seconds.
    Relative {
        /// Length.
        period: i64,
        /// Shift of the end, negative for the past.
        offset: i64,
    },
    /// From and to.
    Absolute {
        /// First second.
        start: Time,
        /// Last second.
        end: Time,
    },
}

impl WidgetRange {
    /// The period it means at `now`.
    pub fn at(self, now: Time) -> TimeRange {
        match self {
            Self::Relative { period, offset } => {
                let end = now.saturating_add(offset);
                TimeRange::new(end.saturating_sub(period), end)
            }
            Self::Absolute { start, end } => TimeRange::new(start, end),
        }
    }
}

/// Fixed ends of a vertical axis.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct ValueRange {
    /// Lower end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Upper end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
}

/// A labelled horizontal line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReferenceLine {
    /// 1 to 32 characters.
    pub label: String,
    /// Where.
    pub value: f64,
}

/// When a value is emphasised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FormatRule {
    /// What it means.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
    /// Limit.
    pub threshold: f64,
    /// `>` or `<`.
    pub operator: String,
}

/// `{"dashboards":[..]}`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DashboardList {
    /// All dashboards, whole.
    pub dashboards: Vec<Dashboard>,
}

/// `GET /dashboards`.
#[derive(Debug, Clone, Copy)]
pub struct ListDashboards;

endpoint!(ListDashboards => DashboardList, |_call| get(ROOT.to_owned()));

/// `POST /dashboards`.
#[derive(Debug, Clone)]
pub struct CreateDashboard(pub Dashboard);

endpoint!(CreateDashboard => Dashboard, |call| send(Method::POST, ROOT.to_owned(), &call.0));

/// `GET /dashboards/<id>`.
#[derive(Debug, Clone)]
pub struct GetDashboard {
    /// The dashboard.
    pub id: String,
}

endpoint!(GetDashboard => Dashboard, |call| get(Path::new(ROOT).segment(&call.id).build()));

/// `PUT /dashboards/<id>`: replaces title, memo, path and widgets.
#[derive(Debug, Clone)]
pub struct UpdateDashboard(pub Dashboard);

endpoint!(UpdateDashboard => Dashboard, |call| send(Method::PUT, Path::new(ROOT).segment(&call.0.id).build(), &call.0));

/// `DELETE /dashboards/<id>`.
#[derive(Debug, Clone)]
pub struct DeleteDashboard {
    /// The dashboard.
    pub id: String,
}

endpoint!(DeleteDashboard => Dashboard, |call| send(Method::DELETE, Path::new(ROOT).segment(&call.id).build(), &Nothing {}));

#[cfg(test)]
mod tests {
    use super::*;

    /// Every field, known or not, and a widget type that nobody has heard of.
    const FULL: &str = r#"{
        "id":"4aB","title":"t","memo":"","urlPath":"a/b","createdAt":1,"updatedAt":2,"future":{"x":[1]},
        "widgets":[
            {"type":"graph","title":"g","layout":{"x":0,"y":0,"width":12,"height":8},
             "graph":{"type":"role","roleFullname":"shop:web","name":"cpu.{user,iowait}","isStacked":true},
             "range":{"type":"relative","period":21600,"offset":-60},"valueRange":{"min":0},
             "referenceLines":[{"label":"budget","value":70,"odd":[1.50]}],"novel":true},
            {"type":"value","title":"v","layout":{"x":12,"y":0,"width":6,"height":4},
             "metric":{"type":"service","serviceName":"shop","name":"orders"},"fractionSize":0,"suffix":"/min",
             "formatRules":[{"name":"low","threshold":10,"operator":"<"}],"isNewVersion":true,"showsTrend":true},
            {"type":"markdown","title":"m","layout":{"x":0,"y":8,"width":24,"height":4},"markdown":"text"},
            {"type":"alertStatus","title":"","layout":{"x":18,"y":0,"width":6,"height":4},"roleFullname":null},
            {"type":"hologram","title":"h","layout":{"x":0,"y":12,"width":6,"height":4},"depth":3}
        ]}"#;

    #[test]
    fn a_dashboard_survives_the_round_trip_whole() {
        let dashboard: Dashboard = serde_json::from_str(FULL).expect("the contract's shape");
        assert!(matches!(dashboard.widgets[4].content, Content::Other(_)));
        let written = serde_json::to_value(&dashboard).expect("plain data");
        assert_eq!(written, serde_json::from_str::<Value>(FULL).expect("JSON"));
    }

    #[test]
    fn the_nulls_of_the_go_client_are_read() {
        let text = r#"{"title":"t","widgets":[{"type":"markdown","title":"m","markdown":"x","graph":null,"metric":null,
            "range":null,"layout":{"x":0,"y":0,"width":4,"height":2}}]}"#;
        let dashboard: Dashboard = serde_json::from_str(text).expect("the Go client's shape");
        assert!(matches!(dashboard.widgets[0].content, Content::Known(Known::Markdown(_))));
    }
}
