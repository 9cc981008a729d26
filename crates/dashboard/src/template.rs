//! Dashboards made from what really posts: the overview of a service, a row of tiers, one host.
//!
//! * A graph is there only where its metrics are; without any metric the dashboard has its heading alone.
//! * Every template fills whole rows from the top, so that nothing overlaps.

use crate::grid;
use mackerel::dashboards::{
    AlertStatusWidget, COLUMNS, Dashboard, Graph, Known, Layout, MarkdownWidget, Widget,
};
use mackerel::graph_defs::GraphDef;
use mackerel::graphs;
use serde_json::Map;

/// What a role posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// `service:role`.
    pub full_name: String,
    /// The role's own name.
    pub name: String,
    /// Metric names of its hosts.
    pub metrics: Vec<String>,
}

/// What a host posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its metric names.
    pub metrics: Vec<String>,
}

/// Role graphs that most people look at first, and how the names of their metrics begin.
const FIRST: [(&str, &str); 4] = [
    ("loadavg5", "loadavg5"),
    ("cpu.{user,iowait,system}", "cpu."),
    ("memory.used", "memory.used"),
    ("interface.{rxBytes,txBytes}.delta", "interface."),
];

const GRAPH_ROWS: u32 = 8;
const STATUS_ROWS: u32 = 4;

/// A service: how its roles are, their load, then every graph of its own metrics.
pub fn service(name: &str, roles: &[Role], metrics: &[String], defs: &[GraphDef]) -> Dashboard {
    let mut sheet = Sheet::default();
    sheet.row(STATUS_ROWS, roles.iter().map(|role| (role.name.clone(), status(role))).collect());
    let own = graphs::group(metrics, defs);
    let own = own.into_iter().map(|graph| {
        let source = Graph::Service { service_name: name.to_owned(), name: graph.name };
        (graph.title, draws(source))
    });
    sheet.row(GRAPH_ROWS, own.collect());
    for role in roles {
        sheet.row(GRAPH_ROWS, first_graphs(role).collect());
    }
    sheet.dashboard(name, format!("{name}/overview"))
}

/// Tiers side by side, one column each from the first request to the last: at most four are shown.
pub fn tiers(title: &str, url_path: &str, roles: &[Role]) -> Dashboard {
    let shown = &roles[..roles.len().min(4)];
    let mut sheet = Sheet::default();
    sheet.columns(STATUS_ROWS, shown.iter().map(|role| Some((role.name.clone(), status(role)))).collect());
    for (graph, start) in FIRST {
        let posts = |role: &Role| role.metrics.iter().any(|metric| metric.starts_with(start));
        if shown.iter().any(posts) {
            let cells = shown.iter().map(|role| posts(role).then(|| role_graph(role, graph)));
            sheet.columns(GRAPH_ROWS, cells.collect());
        }
    }
    sheet.dashboard(title, url_path.to_owned())
}

/// Every graph of a host.
pub fn host(host: &Host, defs: &[GraphDef]) -> Dashboard {
    let mut sheet = Sheet::default();
    let all = graphs::group(&host.metrics, defs)
        .into_iter()
        .map(|graph| (graph.title, draws(Graph::Host { host_id: host.id.clone(), name: graph.name })));
    sheet.row(GRAPH_ROWS, all.collect());
    sheet.dashboard(&host.name, format!("hosts/{}", path_segment(&host.name)))
}

/// A segment of a path that says as much of a name as its rules allow.
pub fn path_segment(name: &str) -> String {
    let kept: String = name
        .chars()
        .map(|char| if char.is_ascii_alphanumeric() || char == '_' { char } else { '-' })
        .collect();
    let kept = kept.trim_matches('-');
    if kept.is_empty() { "dashboard".to_owned() } else { kept.to_owned() }
}

fn first_graphs(role: &Role) -> impl Iterator<Item = (String, Known)> + '_ {
    let posts = |start: &str| role.metrics.iter().any(|metric| metric.starts_with(start));
    FIRST.into_iter().filter(move |(_, start)| posts(start)).map(|(graph, _)| role_graph(role, graph))
}

fn role_graph(role: &Role, graph: &str) -> (String, Known) {
    let source =
        Graph::Role { role_fullname: role.full_name.clone(), name: graph.to_owned(), is_stacked: false };
    (format!("{} {graph}", role.name), draws(source))
}

fn status(role: &Role) -> Known {
    Known::AlertStatus(AlertStatusWidget { role_fullname: Some(role.full_name.clone()) })
}

fn draws(graph: Graph) -> Known {
    Known::Graph(graph.into())
}

/// Rows from the top.
#[derive(Default)]
struct Sheet {
    widgets: Vec<Widget>,
    bottom: u32,
}

impl Sheet {
    /// As many side by side as there are, at most four, in as many rows as it takes.
    fn row(&mut self, rows: u32, pieces: Vec<(String, Known)>) {
        let across = match pieces.len() {
            0 => return,
            1..=4 => pieces.len(),
            5 | 6 | 9 => 3,
            _ => 4,
        };
        let mut pieces = pieces.into_iter().map(Some).peekable();
        while pieces.peek().is_some() {
            let mut line: Vec<_> = pieces.by_ref().take(across).collect();
            line.resize(across, None);
            self.columns(rows, line);
        }
    }

    /// One row of equal columns, some of them left free.
    fn columns(&mut self, rows: u32, pieces: Vec<Option<(String, Known)>>) {
        if pieces.is_empty() {
            return;
        }
        let width = COLUMNS / pieces.len() as u32;
        let cells = (0..).map(|at| at * width).zip(pieces);
        for (x, (title, content)) in cells.filter_map(|(x, piece)| Some((x, piece?))) {
            let layout = Layout { x, y: self.bottom, width, height: rows };
            self.widgets.push(Widget::new(title, layout, content));
        }
        self.bottom += rows;
    }

    fn dashboard(mut self, title: &str, url_path: String) -> Dashboard {
        if self.widgets.is_empty() {
            let text = MarkdownWidget { markdown: format!("# {title}") };
            self.columns(2, vec![Some((String::new(), Known::Markdown(text)))]);
        }
        let layouts: Vec<Layout> = self.widgets.iter().map(|widget| widget.layout).collect();
        for (widget, layout) in self.widgets.iter_mut().zip(grid::place(&layouts)) {
            widget.layout = layout;
        }
        Dashboard {
            id: String::new(),
            title: title.to_owned(),
            memo: String::new(),
            url_path,
            widgets: self.widgets,
            created_at: 0,
            updated_at: 0,
            extra: Map::new(),
        }
    }
}
