//! An expression as a tree. Equality looks at what is said, not at where it stands.

use crate::aggregate::Aggregate;
use crate::functions::{Function, Op, Owner, Pair};
use crate::kind::Kind;
use crate::literal::{Duration, Factor, Name, Percent};
use crate::span::Span;

/// An expression and its place in the text.
#[derive(Debug, Clone)]
pub struct Expr {
    /// Where it stands, from the function's name to the closing parenthesis.
    pub span: Span,
    /// What it says.
    pub node: Node,
}

/// What an expression says.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// `host`, `service`, `role`, `roleSlots`: metrics.
    Leaf(Leaf),
    /// `avg`, `max`, `min`, `sum`, `product`: one series of all.
    Aggregate(Aggregate, Box<Expr>),
    /// `diff`, `divide`: two series time by time.
    Pair(Pair, Box<Expr>, Box<Expr>),
    /// Each value times a factor.
    Scale(Box<Expr>, Factor),
    /// Each value plus a number.
    Offset(Box<Expr>, Factor),
    /// A rank among all series.
    Percentile(Box<Expr>, Percent),
    /// Values of so long ago.
    TimeShift(Box<Expr>, Duration),
    /// Means of the last while.
    MovingAverage(Box<Expr>, Duration),
    /// The line through the last while.
    LinearRegression(Box<Expr>, Duration),
    /// Seconds until that line meets a value.
    TimeLeftForecast(Box<Expr>, Duration, Factor),
    /// Side by side; at least one.
    Group(Vec<Expr>),
    /// As areas.
    Stack(Box<Expr>),
    /// Under a name.
    Alias(Box<Expr>, Name),
}

/// Which metrics of whom: what has to be read before an expression can be evaluated.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Leaf {
    source: Source,
    metric: String,
}

/// Whose metrics.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Of the host with this id.
    Host(String),
    /// Of the service with this name.
    Service(String),
    /// Of each host that is in this role.
    Role {
        /// The service.
        service: String,
        /// The role within it.
        role: String,
    },
    /// Of each host that is or was in this role.
    RoleSlots {
        /// The service.
        service: String,
        /// The role within it.
        role: String,
    },
}

impl Leaf {
    /// `None` when a name has a character that expressions cannot write, or none at all.
    pub fn new(source: Source, metric: impl Into<String>) -> Option<Self> {
        let metric = metric.into();
        let source_is_good = match &source {
            Source::Host(id) => Kind::HostId.admits(id),
            Source::Service(name) => Kind::Service.admits(name),
            Source::Role { service, role } | Source::RoleSlots { service, role } => {
                Kind::Service.admits(service) && Kind::Service.admits(role)
            }
        };
        (source_is_good && Kind::Metric.admits(&metric)).then_some(Self { source, metric })
    }

    /// Whose metrics.
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// Which metrics: a name, perhaps with `*` for any one segment.
    pub fn metric(&self) -> &str {
        &self.metric
    }
}

impl Source {
    /// Which of the four functions reads it.
    pub const fn owner(&self) -> Owner {
        match self {
            Self::Host(_) => Owner::Host,
            Self::Service(_) => Owner::Service,
            Self::Role { .. } => Owner::Role,
            Self::RoleSlots { .. } => Owner::RoleSlots,
        }
    }
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

impl Expr {
    /// The function at the top.
    pub fn function(&self) -> &'static Function {
        Function::of(match &self.node {
            Node::Leaf(leaf) => Op::Read(leaf.source.owner()),
            Node::Aggregate(how, _) => Op::Aggregate(*how),
            Node::Pair(how, ..) => Op::Pair(*how),
            Node::Scale(..) => Op::Scale,
            Node::Offset(..) => Op::Offset,
            Node::Percentile(..) => Op::Percentile,
            Node::TimeShift(..) => Op::TimeShift,
            Node::MovingAverage(..) => Op::MovingAverage,
            Node::LinearRegression(..) => Op::LinearRegression,
            Node::TimeLeftForecast(..) => Op::TimeLeftForecast,
            Node::Group(_) => Op::Group,
            Node::Stack(_) => Op::Stack,
            Node::Alias(..) => Op::Alias,
        })
    }

    /// The expressions within this one, in order.
    pub fn inputs(&self) -> impl Iterator<Item = &Self> {
        let (one, other, list): (Option<&Self>, Option<&Self>, &[Self]) = match &self.node {
            Node::Leaf(_) => (None, None, &[]),
            Node::Pair(_, left, right) => (Some(left), Some(right), &[]),
            Node::Group(list) => (None, None, list),
            Node::Aggregate(_, of)
            | Node::Scale(of, _)
            | Node::Offset(of, _)
            | Node::Percentile(of, _)
            | Node::TimeShift(of, _)
            | Node::MovingAverage(of, _)
            | Node::LinearRegression(of, _)
            | Node::TimeLeftForecast(of, ..)
            | Node::Stack(of)
            | Node::Alias(of, _) => (Some(of), None, &[]),
        };
        one.into_iter().chain(other).chain(list)
    }

    /// All leaves, in order of appearance, each as often as it stands there.
    pub fn leaves(&self) -> Vec<(&Leaf, Span)> {
        let mut found = Vec::new();
        let mut open = vec![self];
        while let Some(one) = open.pop() {
            if let Node::Leaf(leaf) = &one.node {
                found.push((leaf, one.span));
            }
            let from = open.len();
            open.extend(one.inputs());
            open[from..].reverse();
        }
        found
    }
}
