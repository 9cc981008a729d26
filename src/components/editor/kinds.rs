//! The widgets that can be made: what each is called, how large it begins, what it holds at first.

use crate::catalog::Catalog;
use crate::i18n::t;
use leptos::prelude::*;
use mackerel::dashboards::{
    AlertStatusWidget, Content, Graph, Known, Layout, MarkdownWidget, Metric, Widget,
};

/// A type of widget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Lines over time.
    Graph,
    /// One number.
    Value,
    /// Text.
    Markdown,
    /// The hosts of a role.
    AlertStatus,
}

impl Kind {
    /// All that can be made.
    pub(crate) const ALL: [Self; 4] = [Self::Graph, Self::Value, Self::Markdown, Self::AlertStatus];

    /// What it is called; follows the language.
    pub(crate) fn name(self) -> &'static str {
        let texts = &t().dashboards;
        match self {
            Self::Graph => texts.widget_graph,
            Self::Value => texts.widget_value,
            Self::Markdown => texts.widget_text,
            Self::AlertStatus => texts.widget_status,
        }
    }

    /// Its first size.
    pub(crate) const fn size(self) -> (u32, u32) {
        match self {
            Self::Graph => (12, 8),
            Self::Markdown => (12, 4),
            Self::Value | Self::AlertStatus => (6, 4),
        }
    }

    /// A new one at the upper left corner, about the first thing that there is.
    pub(crate) fn make(self, catalog: Catalog) -> Widget {
        let (width, height) = self.size();
        let role = untrack(|| catalog.first_role());
        let host = || {
            catalog
                .hosts
                .with_untracked(|hosts| Some(hosts.value()?.hosts.first()?.id.clone()))
                .unwrap_or_default()
        };
        let content = match self {
            Self::Graph => {
                let graph = match role {
                    Some(role_fullname) => {
                        Graph::Role { role_fullname, name: "loadavg5".to_owned(), is_stacked: false }
                    }
                    None => Graph::Host { host_id: host(), name: "loadavg".to_owned() },
                };
                Known::Graph(graph.into())
            }
            Self::Value => Known::Value(Metric::Host { host_id: host(), name: "loadavg5".to_owned() }.into()),
            Self::Markdown => Known::Markdown(MarkdownWidget { markdown: String::new() }),
            Self::AlertStatus => Known::AlertStatus(AlertStatusWidget { role_fullname: role }),
        };
        Widget::new(String::new(), Layout { x: 0, y: 0, width, height }, content)
    }
}

/// What a widget is called, by its title or its type; follows the language.
pub(crate) fn name_of(title: &str, content: &Content) -> String {
    if !title.is_empty() {
        return title.to_owned();
    }
    let kind = match content {
        Content::Known(Known::Graph(_)) => Kind::Graph,
        Content::Known(Known::Value(_)) => Kind::Value,
        Content::Known(Known::Markdown(_)) => Kind::Markdown,
        Content::Known(Known::AlertStatus(_)) => Kind::AlertStatus,
        Content::Other(_) => return t().dashboards.widget_unknown.to_owned(),
    };
    kind.name().to_owned()
}
