//! Mackerel's graph expressions: read, checked, printed, completed, planned and evaluated. Pure.
//!
//! ```
//! use expr::{Fetched, Input, Period, evaluate, parse, plan};
//! use series::{Series, TimeRange};
//!
//! let expr = parse("scale(service(shop, orders), 1/60)").map_err(|errors| errors[0].clone())?;
//! let period = Period::new(TimeRange::new(0, 3_600), 3_600, 60);
//! let mut fetched = Fetched::default();
//! for fetch in plan(&expr, period) {
//!     // Here the caller reads `fetch.leaf` over `fetch.ranges`.
//!     let series = Series::from_points([(0, 120.0), (60, 180.0)]);
//!     fetched.insert(fetch.leaf, vec![Input { name: "orders".to_owned(), series: series.into() }]);
//! }
//! let lines = evaluate(&expr, period, &fetched)?;
//! assert_eq!(lines[0].name, "scale(service(shop, orders), 1/60)");
//! assert_eq!(lines[0].series.values(), [2.0, 3.0]);
//! # Ok::<(), expr::Error>(())
//! ```
//!
//! A [`Leaf`] says whose metrics are needed; [`Leaf::members`] makes exact metrics of it, given the hosts of a role and
//! the names that exist. The caller decides the step, reads, and hands over what came as [`Fetched`].
//!
//! What this crate promises at its edges:
//! * any text gives an expression or errors, each with a place in the text; `parse(print(e)) == e`;
//! * a gap stays a gap: a missing value is never 0 or 1, and what is not finite is no value;
//! * no series gives no line, and an empty series an empty line, never a panic;
//! * what is too complex is an error: [`limits`] says where that begins.

mod aggregate;
mod ast;
mod check;
mod complete;
mod error;
mod evaluate;
mod fetched;
mod functions;
mod kind;
mod language;
pub mod limits;
mod literal;
mod members;
mod message;
mod parse;
mod period;
mod plan;
mod print;
mod span;
mod token;

pub use aggregate::{Aggregate, aggregate};
pub use ast::{Expr, Leaf, Node, Source};
pub use check::Count;
pub use complete::{Completion, Wants, complete};
pub use error::{Error, Problem, Wanted};
pub use evaluate::{Line, evaluate};
pub use fetched::{Fetched, Input};
pub use functions::{FUNCTIONS, Function, Op, Owner, Pair, Param, Yields, function};
pub use kind::Kind;
pub use language::{Language, Text};
pub use literal::{Duration, DurationUnit, Factor, Name, Percent};
pub use members::{Candidate, Member};
pub use parse::{Mark, Meaning, marks, parse};
pub use period::Period;
pub use plan::{Fetch, plan};
pub use span::Span;
