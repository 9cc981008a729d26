//! Building dashboards row by row: widgets stand side by side from the left, so none can overlap.

use mackerel::dashboards::{
    AlertStatusWidget, Dashboard, FormatRule, Graph, GraphWidget, Known, Layout, MarkdownWidget, Metric,
    ReferenceLine, ValueRange, ValueWidget, Widget, WidgetRange,
};
use serde_json::Map;

/// A dashboard in the making.
pub(super) struct Board {
    dashboard: Dashboard,
    bottom: u32,
}

/// A widget that has no place yet.
pub(super) struct Piece {
    width: u32,
    title: String,
    content: Known,
}

impl Board {
    pub(super) fn new(id: String, title: &str, url_path: &str, memo: &str) -> Self {
        let dashboard = Dashboard {
            id,
            title: title.to_owned(),
            memo: memo.to_owned(),
            url_path: url_path.to_owned(),
            widgets: Vec::new(),
            created_at: 0,
            updated_at: 0,
            extra: Map::new(),
        };
        Self { dashboard, bottom: 0 }
    }

    /// Adds widgets of one height, from the left.
    pub(super) fn row(mut self, height: u32, pieces: impl IntoIterator<Item = Piece>) -> Self {
        let mut x = 0;
        for Piece { width, title, content } in pieces {
            let layout = Layout { x, y: self.bottom, width, height };
            self.dashboard.widgets.push(Widget::new(title, layout, content));
            x += width;
        }
        self.bottom += height;
        self
    }

    pub(super) fn done(self) -> Dashboard {
        self.dashboard
    }
}

impl Piece {
    fn new(width: u32, title: &str, content: Known) -> Self {
        Self { width, title: title.to_owned(), content }
    }

    /// A graph that follows the dashboard's period.
    pub(super) fn graph(width: u32, title: &str, graph: Graph) -> Self {
        Self::new(width, title, Known::Graph(graph.into()))
    }

    pub(super) fn value(width: u32, title: &str, metric: Metric, fraction_size: u8, suffix: &str) -> Self {
        let widget = ValueWidget {
            fraction_size: Some(fraction_size),
            suffix: (!suffix.is_empty()).then(|| suffix.to_owned()),
            ..metric.into()
        };
        Self::new(width, title, Known::Value(widget))
    }

    pub(super) fn markdown(width: u32, title: &str, markdown: &str) -> Self {
        let widget = MarkdownWidget { markdown: markdown.to_owned() };
        Self::new(width, title, Known::Markdown(widget))
    }

    /// The hosts of a role; none where the role is gone.
    pub(super) fn alert_status(width: u32, title: &str, role: Option<&str>) -> Self {
        let widget = AlertStatusWidget { role_fullname: role.map(str::to_owned) };
        Self::new(width, title, Known::AlertStatus(widget))
    }

    /// Gives a graph a period of its own.
    pub(super) fn range(self, range: WidgetRange) -> Self {
        self.with_graph(|graph| graph.range = Some(range))
    }

    /// Fixes the ends of a graph's vertical axis.
    pub(super) fn bounds(self, min: Option<f64>, max: Option<f64>) -> Self {
        self.with_graph(|graph| graph.value_range = Some(ValueRange { min, max }))
    }

    /// Draws a labelled line across a graph.
    pub(super) fn reference(self, label: &str, value: f64) -> Self {
        self.with_graph(|graph| {
            graph.reference_lines = vec![ReferenceLine { label: label.to_owned(), value }];
        })
    }

    /// Draws only these metrics.
    pub(super) fn only(self, metrics: &[&str]) -> Self {
        self.with_graph(|graph| graph.legend_list = metrics.iter().map(|&metric| metric.to_owned()).collect())
    }

    /// Emphasises a value beyond a threshold.
    pub(super) fn rule(mut self, name: &str, operator: &str, threshold: f64) -> Self {
        if let Known::Value(widget) = &mut self.content {
            widget.format_rules =
                vec![FormatRule { name: name.to_owned(), threshold, operator: operator.to_owned() }];
        }
        self
    }

    fn with_graph(mut self, change: impl FnOnce(&mut GraphWidget)) -> Self {
        if let Known::Graph(widget) = &mut self.content {
            change(widget);
        }
        self
    }
}

pub(super) fn host(host_id: &str, name: &str) -> Graph {
    Graph::Host { host_id: host_id.to_owned(), name: name.to_owned() }
}

/// One line for each host of the role.
pub(super) fn role(role_fullname: &str, name: &str) -> Graph {
    Graph::Role { role_fullname: role_fullname.to_owned(), name: name.to_owned(), is_stacked: false }
}

/// One area for each host of the role.
pub(super) fn role_stacked(role_fullname: &str, name: &str) -> Graph {
    Graph::Role { role_fullname: role_fullname.to_owned(), name: name.to_owned(), is_stacked: true }
}

pub(super) fn service(service_name: &str, name: &str) -> Graph {
    Graph::Service { service_name: service_name.to_owned(), name: name.to_owned() }
}

pub(super) fn expression(expression: &str) -> Graph {
    Graph::Expression { expression: expression.to_owned() }
}

pub(super) fn query(query: &str, legend: &str) -> Graph {
    Graph::Query { query: query.to_owned(), legend: legend.to_owned() }
}

pub(super) fn host_value(host_id: &str, name: &str) -> Metric {
    Metric::Host { host_id: host_id.to_owned(), name: name.to_owned() }
}

pub(super) fn service_value(service_name: &str, name: &str) -> Metric {
    Metric::Service { service_name: service_name.to_owned(), name: name.to_owned() }
}

pub(super) fn expression_value(expression: &str) -> Metric {
    Metric::Expression { expression: expression.to_owned() }
}
