//! An expression as text: one line, one way to write it, which parses to the same expression again.

use crate::ast::{Expr, Leaf, Node, Source};
use std::fmt;

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(", self.function().name)?;
        for (place, input) in self.inputs().enumerate() {
            if place > 0 {
                f.write_str(", ")?;
            }
            input.fmt(f)?;
        }
        match &self.node {
            Node::Leaf(leaf) => leaf.fmt(f)?,
            Node::Scale(_, by) | Node::Offset(_, by) => write!(f, ", {by}")?,
            Node::Percentile(_, percent) => write!(f, ", {percent}")?,
            Node::TimeShift(_, time) | Node::MovingAverage(_, time) | Node::LinearRegression(_, time) => {
                write!(f, ", {time}")?;
            }
            Node::TimeLeftForecast(_, time, threshold) => write!(f, ", {time}, {threshold}")?,
            Node::Alias(_, name) => write!(f, ", {name}")?,
            Node::Aggregate(..) | Node::Pair(..) | Node::Group(_) | Node::Stack(_) => {}
        }
        f.write_str(")")
    }
}

/// The two arguments of a leaf.
impl fmt::Display for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.source(), self.metric())
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host(name) | Self::Service(name) => f.write_str(name),
            Self::Role { service, role } | Self::RoleSlots { service, role } => {
                write!(f, "{service}:{role}")
            }
        }
    }
}
