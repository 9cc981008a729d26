//! What is wrong with an expression, and where.

use crate::functions::{Function, Param};
use crate::kind::Kind;
use crate::span::Span;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// Where. Empty where something is missing.
    pub span: Span,
    /// What.
    pub problem: Problem,
}

/// What is wrong. [`Error::message`](crate::Error::message) says it in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Something else should stand here.
    Expected {
        /// What should.
        wanted: Wanted,
        /// What does; `None` is the end of the text.
        found: Option<String>,
    },
    /// No function has this name.
    UnknownFunction {
        /// The name.
        name: String,
        /// The function that was perhaps meant.
        similar: Option<&'static str>,
    },
    /// The arguments end too early.
    Missing {
        /// Of which function.
        function: &'static Function,
        /// The first argument that is missing.
        param: &'static Param,
    },
    /// More arguments than the function takes.
    TooMany {
        /// The function.
        function: &'static Function,
    },
    /// A quote that does not end.
    OpenQuote(char),
    /// A character that cannot stand in a word of this kind.
    Character {
        /// What the word should be.
        kind: Kind,
        /// The character.
        found: char,
    },
    /// Braces, which role graphs know and expressions do not.
    Braces,
    /// A sign of arithmetic between expressions.
    Operator(char),
    /// A number in quotes.
    QuotedNumber,
    /// A number beyond all numbers.
    NumberTooLarge,
    /// A fraction with 0 below.
    DivisionByZero,
    /// A percentile that is not between 0 and 100.
    PercentOutOfRange,
    /// A duration beyond a century.
    DurationTooLong,
    /// A name without quotes that goes over several lines or has a tab.
    BrokenName,
    /// Two lists of series that cannot be paired.
    CountsDiffer {
        /// How many series the first has.
        left: usize,
        /// How many the second has.
        right: usize,
    },
    /// Too complex: the text is too long.
    TextTooLong,
    /// Too complex: functions within functions.
    TooDeep,
    /// Too complex: too many series to read.
    TooManySeries,
    /// Too complex: too many points to look at.
    TooMuchWork,
}

/// What should stand at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// An argument of this kind; at the top an expression.
    Argument(Kind),
    /// The parenthesis after a function's name.
    Open,
    /// The next argument, or the end of the arguments.
    CommaOrClose,
    /// The end of the arguments.
    Close,
    /// Nothing more.
    End,
}
