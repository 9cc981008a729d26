//! A past that is computed instead of stored, such as the demonstration's.

use http::StatusCode;
use mackerel::metrics::Owner;
use series::{Series, TimeRange};

/// Answers for metrics that were never posted. Points in the store win over it.
pub trait History: Send + Sync {
    /// The names of an owner's metrics, in any order.
    fn names(&self, owner: &Owner) -> Vec<String>;

    /// One metric in a range, both ends included, at minutes.
    fn read(&self, owner: &Owner, name: &str, range: TimeRange) -> Recalled;
}

/// What the history has of one metric.
#[derive(Debug, Clone, PartialEq)]
pub enum Recalled {
    /// It does not know the metric.
    Nothing,
    /// Its points in the range, perhaps none.
    Series(Series),
    /// Reading it fails, on purpose, with this status.
    Fault(StatusCode),
}
