//! Definitions of custom graphs: titles, units, what is stacked.

use crate::endpoint::{Success, endpoint, get, send};
use crate::names::null_as_default;
use http::Method;
use serde::{Deserialize, Serialize};

/// Unit of a graph's values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// A plain number.
    #[default]
    Float,
    /// A whole number.
    Integer,
    /// Out of a hundred.
    Percentage,
    /// Durations in seconds.
    Seconds,
    /// Durations in milliseconds.
    Milliseconds,
    /// Amounts of data.
    Bytes,
    /// Data rates in bytes.
    #[serde(rename = "bytes/sec")]
    BytesPerSec,
    /// Data rates in bits.
    #[serde(rename = "bits/sec")]
    BitsPerSec,
    /// Operations per second.
    Iops,
}

/// A custom graph. Each `*` and `#` in a name stands for exactly one segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GraphDef {
    /// The metrics' common name up to the last dot; begins with `custom.`.
    pub name: String,
    /// Title; the name when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Unit of the values.
    #[serde(default, deserialize_with = "null_as_default")]
    pub unit: Unit,
    /// Lines of the graph.
    #[serde(default, deserialize_with = "null_as_default")]
    pub metrics: Vec<MetricDef>,
}

/// A line, or with wildcards a family of lines, of a custom graph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MetricDef {
    /// Full metric name, wildcards allowed.
    pub name: String,
    /// Legend text; `%1` and `%2` stand for the first and second wildcard's match.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Stacked area rather than line.
    #[serde(default, deserialize_with = "null_as_default")]
    pub is_stacked: bool,
}

/// `POST /graph-defs/create`: each replaces an earlier one of the same name.
#[derive(Debug, Clone)]
pub struct CreateGraphDefs(pub Vec<GraphDef>);

endpoint!(CreateGraphDefs => Success, |call| send(Method::POST, "/api/v0/graph-defs/create".to_owned(), &call.0));

/// `DELETE /graph-defs`, the name in the body.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeleteGraphDef {
    /// The definition's name.
    pub name: String,
}

endpoint!(DeleteGraphDef => Success, |call| send(Method::DELETE, "/api/v0/graph-defs".to_owned(), call));

/// `{"graphDefs":[..]}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GraphDefList {
    /// All definitions of the organization.
    pub graph_defs: Vec<GraphDef>,
}

/// `GET /graph-defs`, an extension: only where the capabilities say so.
#[derive(Debug, Clone, Copy)]
pub struct ListGraphDefs;

endpoint!(ListGraphDefs => GraphDefList, |_call| get("/api/v0/graph-defs".to_owned()));
