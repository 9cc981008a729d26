//! Lines, and the period they were read for, as one value.

use crate::fetch::Failure;
use downsample::Pyramid;
use mackerel::graph_defs::Unit;
use series::{Series, Time, TimeRange};
use std::sync::Arc;

/// What a graph draws.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// What people call the graph.
    pub title: String,
    /// Unit of all values.
    pub unit: Unit,
    /// The period.
    pub range: TimeRange,
    /// In drawing order. Lines without a point in the period are among them.
    pub lines: Vec<ShownLine>,
    /// What could not be read.
    pub missing: Vec<Missing>,
    /// How many lines the graph has, read or not.
    pub planned: usize,
    /// How many hosts stand behind a least, mean and greatest; 0 when every host has its line.
    pub summarised_hosts: usize,
    /// Whether hosts that left a role were asked for, too: nobody knows them any more.
    pub lacks_past_hosts: bool,
    /// Whether some lines are older than what was asked for.
    pub is_old: bool,
    /// How many requests the same takes minute by minute; `None` where it is shown so, or is more than can be kept.
    pub full_requests: Option<usize>,
    /// What is wrong with the expression that was to be drawn.
    pub faults: Option<Faults>,
    /// How far it is.
    pub progress: Progress,
}

/// An expression that cannot be evaluated: each error has its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults {
    /// The expression as it is written.
    pub text: String,
    /// What is wrong with it.
    pub errors: Vec<expr::Error>,
}

/// How far a graph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Not asked yet.
    Waiting,
    /// Some answers are under way.
    Loading,
    /// Everything answered, well or not.
    Done,
}

/// One line.
#[derive(Debug, Clone)]
pub struct ShownLine {
    /// Its name in the legend.
    pub name: String,
    /// What its colour is chosen by.
    pub identity: String,
    /// Its points, perhaps more than the period's.
    pub series: Arc<Series>,
    /// The pyramid of its values, made once and shared by all who draw or read them.
    pub pyramid: Arc<Pyramid>,
    /// Area on top of the ones before.
    pub stacked: bool,
    /// Starts hidden.
    pub quiet: bool,
    /// Expected distance of points; each is a mean over it when above a minute.
    pub step_secs: i64,
}

/// What could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The line.
    pub name: String,
    /// Why.
    pub failure: Failure,
}

impl PartialEq for ShownLine {
    /// Points are compared by where they are, not one by one.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.series, &other.series)
            && self.name == other.name
            && self.identity == other.identity
            && self.stacked == other.stacked
            && self.step_secs == other.step_secs
    }
}

impl Default for Shown {
    fn default() -> Self {
        Self {
            title: String::new(),
            unit: Unit::Float,
            range: TimeRange::new(0, 0),
            lines: Vec::new(),
            missing: Vec::new(),
            planned: 0,
            summarised_hosts: 0,
            lacks_past_hosts: false,
            is_old: false,
            full_requests: None,
            faults: None,
            progress: Progress::Waiting,
        }
    }
}

impl Shown {
    /// Whether any line has a point in the period.
    pub fn has_points(&self) -> bool {
        self.lines.iter().any(|line| !line.series.span(self.range).is_empty())
    }

    /// The newest point before the period's end, for a graph that has none in it.
    pub fn last_time(&self) -> Option<Time> {
        self.lines.iter().filter_map(|line| Some(line.series.last()?.0)).max()
    }

    /// Over how many seconds each point is a mean; a minute means that it is none.
    pub fn step_secs(&self) -> i64 {
        self.lines.iter().map(|line| line.step_secs).max().unwrap_or(60)
    }
}
