//! Arguments, once they are all there, become a node.

use crate::ast::{Expr, Leaf, Node, Source};
use crate::functions::{Op, Owner};
use crate::literal::{Duration, Factor, Name, Percent};

/// One argument.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Argument {
    Expr(Expr),
    /// A host id, service or metric.
    Word(String),
    /// Service and role.
    Role(String, String),
    Factor(Factor),
    Percent(Percent),
    Duration(Duration),
    Name(Name),
}

/// The arguments of one function, in order.
pub(super) struct Arguments(std::vec::IntoIter<Argument>);

impl Arguments {
    /// `None` when one of them could not be read.
    pub(super) fn whole(arguments: Vec<Option<Argument>>) -> Option<Self> {
        let arguments: Option<Vec<Argument>> = arguments.into_iter().collect();
        Some(Self(arguments?.into_iter()))
    }

    /// `None` when the arguments are not the operation's.
    pub(super) fn into_node(mut self, op: Op) -> Option<Node> {
        Some(match op {
            Op::Read(owner) => {
                let source = match owner {
                    Owner::Host => Source::Host(self.word()?),
                    Owner::Service => Source::Service(self.word()?),
                    Owner::Role => self.role().map(|(service, role)| Source::Role { service, role })?,
                    Owner::RoleSlots => {
                        self.role().map(|(service, role)| Source::RoleSlots { service, role })?
                    }
                };
                Node::Leaf(Leaf::new(source, self.word()?)?)
            }
            Op::Aggregate(how) => Node::Aggregate(how, self.expr()?),
            Op::Pair(how) => Node::Pair(how, self.expr()?, self.expr()?),
            Op::Scale => Node::Scale(self.expr()?, self.factor()?),
            Op::Offset => Node::Offset(self.expr()?, self.factor()?),
            Op::Percentile => match (self.expr()?, self.0.next()?) {
                (of, Argument::Percent(percent)) => Node::Percentile(of, percent),
                _ => return None,
            },
            Op::TimeShift => Node::TimeShift(self.expr()?, self.duration()?),
            Op::MovingAverage => Node::MovingAverage(self.expr()?, self.duration()?),
            Op::LinearRegression => Node::LinearRegression(self.expr()?, self.duration()?),
            Op::TimeLeftForecast => Node::TimeLeftForecast(self.expr()?, self.duration()?, self.factor()?),
            Op::Group => {
                let list: Option<Vec<Expr>> = std::iter::from_fn(|| self.0.next()).map(expr).collect();
                Node::Group(list?)
            }
            Op::Stack => Node::Stack(self.expr()?),
            Op::Alias => match (self.expr()?, self.0.next()?) {
                (of, Argument::Name(name)) => Node::Alias(of, name),
                _ => return None,
            },
        })
    }

    fn expr(&mut self) -> Option<Box<Expr>> {
        self.0.next().and_then(expr).map(Box::new)
    }

    fn word(&mut self) -> Option<String> {
        if let Argument::Word(word) = self.0.next()? { Some(word) } else { None }
    }

    fn role(&mut self) -> Option<(String, String)> {
        if let Argument::Role(service, role) = self.0.next()? { Some((service, role)) } else { None }
    }

    fn factor(&mut self) -> Option<Factor> {
        if let Argument::Factor(factor) = self.0.next()? { Some(factor) } else { None }
    }

    fn duration(&mut self) -> Option<Duration> {
        if let Argument::Duration(duration) = self.0.next()? { Some(duration) } else { None }
    }
}

fn expr(argument: Argument) -> Option<Expr> {
    if let Argument::Expr(expr) = argument { Some(expr) } else { None }
}
