//! Reading and posting points of hosts and services.

use crate::endpoint::{Path, Success, endpoint, get, send};
use crate::points::Points;
use http::Method;
use serde::{Deserialize, Serialize};
use series::{Time, TimeRange};
use std::collections::BTreeMap;

/// Who a metric belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// A host, by id.
    Host(String),
    /// A service, by name.
    Service(String),
}

/// `GET /hosts/<id>/metrics` or `GET /services/<s>/metrics`: one exact name, both ends included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadMetric {
    /// Whose metric.
    pub owner: Owner,
    /// Its exact name.
    pub name: String,
    /// From and to.
    pub range: TimeRange,
    /// A finer step in seconds than the period gives; only where the capabilities list it.
    pub step: Option<u32>,
}

endpoint!(ReadMetric => Points, |call| {
    let path = match &call.owner {
        Owner::Host(id) => Path::new("/api/v0/hosts").segment(id),
        Owner::Service(service) => Path::new("/api/v0/services").segment(service),
    };
    get(path.segment("metrics")
        .query("name", &call.name)
        .query("from", call.range.from)
        .query("to", call.range.to)
        .query_if("step", call.step)
        .build())
});

/// One point of a host, as agents post it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HostPoint {
    /// The host.
    pub host_id: String,
    /// The metric.
    pub name: String,
    /// When, floored to the minute when stored.
    #[serde(deserialize_with = "crate::names::whole_seconds")]
    pub time: Time,
    /// How much; numeric text from old senders is read as a number.
    #[serde(deserialize_with = "number_or_text")]
    pub value: f64,
}

/// One point of a service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServicePoint {
    /// The metric.
    pub name: String,
    /// When, floored to the minute when stored.
    #[serde(deserialize_with = "crate::names::whole_seconds")]
    pub time: Time,
    /// How much; numeric text from old senders is read as a number.
    #[serde(deserialize_with = "number_or_text")]
    pub value: f64,
}

/// `POST /tsdb`: points of any hosts.
#[derive(Debug, Clone)]
pub struct PostHostPoints(pub Vec<HostPoint>);

endpoint!(PostHostPoints => Success, |call| send(Method::POST, "/api/v0/tsdb".to_owned(), &call.0));

/// `POST /services/<s>/tsdb`.
#[derive(Debug, Clone)]
pub struct PostServicePoints {
    /// The service.
    pub service: String,
    /// Its points.
    pub points: Vec<ServicePoint>,
}

endpoint!(PostServicePoints => Success, |call| send(
    Method::POST,
    Path::new("/api/v0/services").segment(&call.service).segment("tsdb").build(),
    &call.points,
));

/// A point without its names.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// When.
    pub time: Time,
    /// How much.
    pub value: f64,
}

/// `{"tsdbLatest":{host:{metric:{time,value}}}}`; pairs without data are absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Latest {
    /// Host id to metric name to newest sample.
    pub tsdb_latest: BTreeMap<String, BTreeMap<String, Option<Sample>>>,
}

impl Latest {
    /// The newest sample of one metric of one host.
    pub fn get(&self, host_id: &str, name: &str) -> Option<Sample> {
        *self.tsdb_latest.get(host_id)?.get(name)?
    }
}

/// `GET /tsdb/latest`: every pair of host and name. At most 100 hosts a call, for the address' length.
#[derive(Debug, Clone)]
pub struct ReadLatest {
    /// Host ids.
    pub hosts: Vec<String>,
    /// Metric names.
    pub names: Vec<String>,
}

endpoint!(ReadLatest => Latest, |call| {
    let mut path = Path::new("/api/v0/tsdb/latest");
    for host in &call.hosts {
        path = path.query("hostId", host);
    }
    for name in &call.names {
        path = path.query("name", name);
    }
    get(path.build())
});

fn number_or_text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Value {
        Number(f64),
        Text(String),
    }
    let value = match Value::deserialize(deserializer)? {
        Value::Number(value) => value,
        Value::Text(text) => {
            text.trim().parse().map_err(|_| serde::de::Error::custom(format!("{text:?} is not a number")))?
        }
    };
    if value.is_finite() { Ok(value) } else { Err(serde::de::Error::custom("value is not finite")) }
}
