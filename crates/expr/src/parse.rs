//! Text to expression. A hand-written descent that goes on after a mistake, so that several are reported at once.
//!
//! At the edges: any text gives an expression or at least one error, each with a place inside the text; nothing
//! panics, nothing nests deeper than the limit, and only one error is reported at the end of the text.

mod arguments;
mod literals;
mod similar;

use crate::ast::Expr;
use crate::check;
use crate::error::{Error, Problem, Wanted};
use crate::functions::{Function, function};
use crate::kind::Kind;
use crate::limits::{MOST_BYTES, MOST_ERRORS, MOST_LEVELS};
use crate::span::Span;
use crate::token::{Token, TokenKind, tokens};
use arguments::{Argument, Arguments};
use similar::similar;

/// Reads an expression. The errors are in order of their places.
pub fn parse(text: &str) -> Result<Expr, Vec<Error>> {
    let Reading { expr, mut errors, .. } = read(text);
    if let Some(expr) = &expr
        && errors.is_empty()
    {
        errors = check::check(expr);
    }
    errors.sort_by_key(|error| (error.span.start, error.span.end));
    errors.truncate(MOST_ERRORS);
    match expr {
        Some(expr) if errors.is_empty() => Ok(expr),
        _ => Err(errors),
    }
}

/// Everything that a text says, right or wrong.
pub(crate) struct Reading {
    /// The expression, if nothing is missing in it.
    pub(crate) expr: Option<Expr>,
    pub(crate) errors: Vec<Error>,
    /// Places of arguments, inner ones before outer ones.
    pub(crate) slots: Vec<Slot>,
    /// Tokens with their meaning, in order.
    pub(crate) marks: Vec<Mark>,
}

/// The place of an argument, from the comma or parenthesis before it to the one after it.
pub(crate) struct Slot {
    pub(crate) span: Span,
    /// What may stand there; `None` within an unknown function.
    pub(crate) kind: Option<Kind>,
    /// Of which function, and the how manieth.
    pub(crate) of: Option<(&'static Function, usize)>,
    /// The first argument's text, when this is a later one.
    pub(crate) first: Option<Span>,
}

/// A token with its meaning, to colour it by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Where.
    pub span: Span,
    /// What.
    pub meaning: Meaning,
}

/// What a token means where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// A function's name.
    Function,
    /// A literal of a kind.
    Literal(Kind),
    /// A comma or parenthesis.
    Punctuation,
    /// What should not stand there.
    Stray,
}

/// The tokens of a text with their meaning, in order, also of a text with errors.
pub fn marks(text: &str) -> Vec<Mark> {
    read(text).marks
}

/// Reads a text as far as it goes.
pub(crate) fn read(text: &str) -> Reading {
    let mut parser = Parser::new(text);
    if text.len() > MOST_BYTES {
        let from = (0..=MOST_BYTES).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        parser.error(Span::new(from, text.len()), Problem::TextTooLong);
        return parser.into_reading(None);
    }
    let expr = parser.expression(Kind::Series);
    parser.slot(0, Kind::Series, None, None);
    parser.rest();
    parser.into_reading(expr)
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    at: usize,
    level: usize,
    errors: Vec<Error>,
    slots: Vec<Slot>,
    marks: Vec<Mark>,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        let tokens = if text.len() > MOST_BYTES { Vec::new() } else { tokens(text) };
        Self { text, tokens, at: 0, level: 0, errors: Vec::new(), slots: Vec::new(), marks: Vec::new() }
    }

    fn into_reading(self, expr: Option<Expr>) -> Reading {
        Reading { expr, errors: self.errors, slots: self.slots, marks: self.marks }
    }

    /// An expression, or an error where it should stand.
    fn expression(&mut self, kind: Kind) -> Option<Expr> {
        let next = self.tokens.get(self.at + 1).map(|token| token.kind);
        match self.peek() {
            Some(Token { kind: TokenKind::Word, span }) if next == Some(TokenKind::Open) => self.call(span),
            Some(Token { kind: TokenKind::Word, span }) => {
                self.no_expression(span, kind);
                self.skip_argument();
                None
            }
            None | Some(Token { kind: TokenKind::Comma | TokenKind::Close, .. }) => {
                self.unexpected(Wanted::Argument(kind));
                None
            }
            Some(_) => {
                self.unexpected(Wanted::Argument(kind));
                self.skip_argument();
                None
            }
        }
    }

    /// Says what is wrong with a word that should begin an expression.
    fn no_expression(&mut self, span: Span, kind: Kind) {
        let word = span.of(self.text);
        if let Some(error) = wide_character(word, span) {
            self.error(error.span, error.problem);
        } else if function(word).is_some() {
            let found = self.tokens.get(self.at + 1).map(|token| token.span.of(self.text).to_owned());
            let after = Span::new(span.end, span.end);
            self.error(after, Problem::Expected { wanted: Wanted::Open, found });
        } else {
            self.unexpected(Wanted::Argument(kind));
        }
    }

    /// A function with its arguments; its name and the parenthesis are there.
    fn call(&mut self, name: Span) -> Option<Expr> {
        let word = name.of(self.text);
        let function = function(word);
        self.bump(if function.is_some() { Meaning::Function } else { Meaning::Stray });
        self.bump(Meaning::Punctuation);
        if self.level == MOST_LEVELS {
            self.error(name, Problem::TooDeep);
            self.skip_to_close();
            self.close();
            return None;
        }
        self.level += 1;
        let node = if let Some(function) = function {
            self.arguments(function).and_then(|arguments| arguments.into_node(function.op))
        } else {
            let unknown = Problem::UnknownFunction { name: word.to_owned(), similar: similar(word) };
            let unknown = Error { span: name, problem: unknown };
            let error = wide_character(word, name).unwrap_or(unknown);
            self.error(error.span, error.problem);
            self.any_arguments();
            None
        };
        self.level -= 1;
        let span = Span::new(name.start, self.close());
        node.map(|node| Expr { span, node })
    }

    /// The arguments of a known function, up to the closing parenthesis.
    fn arguments(&mut self, function: &'static Function) -> Option<Arguments> {
        let mut arguments = Vec::new();
        let mut first = None;
        for place in 0.. {
            let Some(param) = function.param(place) else {
                let from = self.end_of_last().saturating_sub(1);
                self.any_arguments();
                self.error(Span::new(from, self.end_of_last()), Problem::TooMany { function });
                break;
            };
            let from = self.end_of_last();
            let starts_at = self.at;
            let argument = match param.kind {
                Kind::Series | Kind::SeriesList => self.expression(param.kind).map(Argument::Expr),
                kind => self.literal(kind),
            };
            arguments.push(argument);
            self.stray(Wanted::CommaOrClose);
            self.slot(from, param.kind, Some((function, place)), first);
            if place == 0 && self.at > starts_at {
                first = Some(self.tokens[starts_at].span.to(self.tokens[self.at - 1].span));
            }
            if self.next_is(TokenKind::Comma) {
                self.bump(Meaning::Punctuation);
                continue;
            }
            if let Some(param) = function.params.get(place + 1) {
                let here = self.here();
                self.error(Span::new(here, here), Problem::Missing { function, param });
            }
            break;
        }
        Arguments::whole(arguments)
    }

    /// A literal of a kind, or an error where it should stand.
    fn literal(&mut self, kind: Kind) -> Option<Argument> {
        let Some(token) = self.peek() else {
            self.unexpected(Wanted::Argument(kind));
            return None;
        };
        let literal = match token.kind {
            TokenKind::Comma | TokenKind::Close | TokenKind::Open => {
                self.unexpected(Wanted::Argument(kind));
                return None;
            }
            TokenKind::OpenQuote => {
                let quote = token.span.of(self.text).chars().next().unwrap_or('"');
                Err(Error { span: token.span, problem: Problem::OpenQuote(quote) })
            }
            TokenKind::Quoted if token.span.end - token.span.start == 2 && kind != Kind::Name => {
                self.unexpected(Wanted::Argument(kind));
                self.bump(Meaning::Stray);
                return None;
            }
            TokenKind::Quoted => {
                let inner = Span::new(token.span.start + 1, token.span.end - 1);
                literals::quoted(kind, inner.of(self.text), inner)
            }
            TokenKind::Word => {
                let last = self.tokens[self.at..].iter().take_while(|one| one.kind == TokenKind::Word).last();
                let span = last.map_or(token.span, |last| token.span.to(last.span));
                let after = self.tokens[self.at..].iter().find(|one| one.kind != TokenKind::Word);
                if after.is_some_and(|after| after.kind == TokenKind::Open) && kind != Kind::Name {
                    // A function where a literal should be: one error for all of it.
                    self.unexpected(Wanted::Argument(kind));
                    self.skip_argument();
                    return None;
                }
                literals::bare(kind, span.of(self.text), span)
            }
        };
        self.bump(Meaning::Literal(kind));
        while token.kind == TokenKind::Word && self.next_is(TokenKind::Word) {
            self.bump(Meaning::Literal(kind));
        }
        match literal {
            Ok(argument) => Some(argument),
            Err(error) => {
                self.error(error.span, error.problem);
                None
            }
        }
    }

    /// Arguments of which nothing is known but that expressions among them may have errors of their own.
    fn any_arguments(&mut self) {
        loop {
            let from = self.end_of_last();
            let next = self.tokens.get(self.at + 1).map(|token| token.kind);
            if self.next_is(TokenKind::Word) && next == Some(TokenKind::Open) {
                let kind = Kind::Series;
                self.expression(kind);
            }
            self.skip_argument();
            self.slots.push(Slot { span: Span::new(from, self.here()), kind: None, of: None, first: None });
            if !self.next_is(TokenKind::Comma) {
                return;
            }
            self.bump(Meaning::Punctuation);
        }
    }

    /// The closing parenthesis; gives where it ends.
    fn close(&mut self) -> usize {
        if self.next_is(TokenKind::Close) {
            self.bump(Meaning::Punctuation);
        } else {
            self.unexpected(Wanted::Close);
        }
        self.end_of_last()
    }

    /// What follows the whole expression and should not.
    fn rest(&mut self) {
        self.stray(Wanted::End);
        if self.peek().is_some() {
            if self.errors.is_empty() {
                self.unexpected(Wanted::End);
            }
            while self.peek().is_some() {
                self.bump(Meaning::Stray);
            }
        }
    }

    /// What follows an argument and should not.
    fn stray(&mut self, wanted: Wanted) {
        let Some(token) = self.peek() else { return };
        if matches!(token.kind, TokenKind::Comma | TokenKind::Close) {
            return;
        }
        match token.span.of(self.text).chars().next() {
            Some(sign @ ('+' | '-' | '*' | '/' | '%' | '^')) => {
                self.error(Span::new(token.span.start, token.span.start + 1), Problem::Operator(sign));
            }
            _ => self.unexpected(wanted),
        }
        self.skip_argument();
    }

    /// Goes to the comma or parenthesis after this argument, over whole parentheses in it.
    fn skip_argument(&mut self) {
        let mut depth = 0_usize;
        while let Some(token) = self.peek() {
            match token.kind {
                TokenKind::Open => depth += 1,
                TokenKind::Comma | TokenKind::Close if depth == 0 => return,
                TokenKind::Close => depth -= 1,
                _ => {}
            }
            self.bump(Meaning::Stray);
        }
    }

    fn skip_to_close(&mut self) {
        self.skip_argument();
        while self.next_is(TokenKind::Comma) {
            self.bump(Meaning::Stray);
            self.skip_argument();
        }
    }

    fn unexpected(&mut self, wanted: Wanted) {
        let token = self.peek();
        let span = token.map_or(Span::new(self.text.len(), self.text.len()), |token| token.span);
        let found = token.map(|token| token.span.of(self.text).to_owned());
        self.error(span, Problem::Expected { wanted, found });
    }

    fn error(&mut self, span: Span, problem: Problem) {
        let at_end = |error: &Error| error.span.start == self.text.len();
        let error = Error { span, problem };
        // What is missing at the end is missing once, however many parentheses are open.
        if !(at_end(&error) && self.errors.iter().any(at_end)) {
            self.errors.push(error);
        }
    }

    fn slot(&mut self, from: usize, kind: Kind, of: Option<(&'static Function, usize)>, first: Option<Span>) {
        self.slots.push(Slot { span: Span::new(from, self.here()), kind: Some(kind), of, first });
    }

    fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    fn next_is(&self, kind: TokenKind) -> bool {
        self.peek().is_some_and(|token| token.kind == kind)
    }

    fn bump(&mut self, meaning: Meaning) {
        if let Some(token) = self.peek() {
            self.marks.push(Mark { span: token.span, meaning });
            self.at += 1;
        }
    }

    /// Where the next token starts, or the text ends.
    fn here(&self) -> usize {
        self.peek().map_or(self.text.len(), |token| token.span.start)
    }

    fn end_of_last(&self) -> usize {
        self.at.checked_sub(1).map_or(0, |last| self.tokens[last].span.end)
    }
}

/// A blank or parenthesis as a Japanese keyboard writes it, in place of the one that the grammar knows.
fn wide_character(word: &str, span: Span) -> Option<Error> {
    let wide = |c: &(usize, char)| matches!(c.1, '\u{ff01}'..='\u{ff5e}' | '\u{3000}');
    let (at, found) = word.char_indices().find(wide)?;
    let start = span.start + at;
    let problem = Problem::Character { kind: Kind::Series, found };
    Some(Error { span: Span::new(start, start + found.len_utf8()), problem })
}
