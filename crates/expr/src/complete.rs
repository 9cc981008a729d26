//! What may stand at a cursor, read from the same parse as errors are.
//!
//! Any text and any place give an answer; a place inside a character or beyond the end counts as the nearest before it.

use crate::ast::{Leaf, Source};
use crate::functions::{FUNCTIONS, Function, Op, Owner};
use crate::kind::Kind;
use crate::parse::{Slot, read};
use crate::span::Span;
use crate::token::{TokenKind, is_blank, tokens};

/// What may stand at a cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What is replaced by a choice: the word or quoted text around the cursor, or nothing at the cursor.
    pub replace: Span,
    /// What of it was typed before the cursor, without a quote.
    pub typed: String,
    /// What may stand there.
    pub wants: Wants,
    /// The function around the cursor, and which of its parameters it is in.
    pub call: Option<(&'static Function, usize)>,
}

/// What may stand at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wants {
    /// Nothing that can be offered.
    Nothing,
    /// One of these functions, the best first.
    Functions(Vec<&'static Function>),
    /// A metric of this owner, where it is known.
    Metric(Option<Source>),
    /// Another literal: a host's id, a service, a role, a number, a duration, a name.
    Literal(Kind),
}

/// What may stand at the byte `at` of the text.
pub fn complete(text: &str, at: usize) -> Completion {
    let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let reading = read(text);
    let touched = reading.slots.iter().filter(|slot| slot.span.touches(at));
    let Some(slot) = touched.min_by_key(|slot| slot.span.end - slot.span.start) else {
        return nothing(at, None);
    };
    match slot.kind {
        None => nothing(at, None),
        Some(Kind::Series | Kind::SeriesList) => functions(text, at, slot),
        Some(kind) => literal(text, at, kind, slot),
    }
}

fn nothing(at: usize, call: Option<(&'static Function, usize)>) -> Completion {
    Completion { replace: Span::new(at, at), typed: String::new(), wants: Wants::Nothing, call }
}

/// Functions, on a word or where there is nothing yet.
fn functions(text: &str, at: usize, slot: &Slot) -> Completion {
    let word = tokens(text)
        .into_iter()
        .find(|token| token.kind == TokenKind::Word && token.span.touches(at))
        .map(|token| token.span);
    let is_empty = slot.span.of(text).trim_matches(is_blank).is_empty();
    let Some(replace) = word.or(is_empty.then_some(Span::new(at, at))) else {
        return nothing(at, slot.of);
    };
    let typed = text[replace.start..at].to_owned();
    let wants = Wants::Functions(ranked(&typed));
    Completion { replace, typed, wants, call: slot.of }
}

fn literal(text: &str, at: usize, kind: Kind, slot: &Slot) -> Completion {
    let content = slot.span.of(text);
    let start = slot.span.end - content.trim_start_matches(is_blank).len();
    let end = slot.span.start + content.trim_end_matches(is_blank).len();
    let replace = if start <= at && at <= end { Span::new(start, end) } else { Span::new(at, at) };
    let typed = text[replace.start..at].trim_start_matches(['\'', '"']).to_owned();
    let wants = match kind {
        Kind::Metric => Wants::Metric(slot.of.zip(slot.first).and_then(|((function, _), first)| {
            let Op::Read(owner) = function.op else { return None };
            source(owner, first.of(text))
        })),
        kind => Wants::Literal(kind),
    };
    Completion { replace, typed, wants, call: slot.of }
}

/// Whose metrics are asked for, from the text of the first argument.
fn source(owner: Owner, first: &str) -> Option<Source> {
    let word = first.trim_matches(['\'', '"']);
    let role =
        || word.split_once(':').map(|(service, role)| (service.to_owned(), role.trim_start().to_owned()));
    let source = match owner {
        Owner::Host => Source::Host(word.to_owned()),
        Owner::Service => Source::Service(word.to_owned()),
        Owner::Role => role().map(|(service, role)| Source::Role { service, role })?,
        Owner::RoleSlots => role().map(|(service, role)| Source::RoleSlots { service, role })?,
    };
    // Any metric will do to see whether the source can be written.
    Leaf::new(source, "*").map(|leaf| leaf.source().clone())
}

/// Functions that fit what was typed: those that begin with it, then those that have it, then its letters in order.
fn ranked(typed: &str) -> Vec<&'static Function> {
    let typed = typed.to_ascii_lowercase();
    let rank = |function: &Function| {
        let name = function.name.to_ascii_lowercase();
        match name.find(&typed) {
            Some(0) => Some(0),
            Some(_) => Some(1),
            None => {
                let mut letters = name.chars();
                typed.chars().all(|c| letters.any(|letter| letter == c)).then_some(2)
            }
        }
    };
    let mut found: Vec<(u8, &'static Function)> =
        FUNCTIONS.iter().filter_map(|function| Some((rank(function)?, function))).collect();
    found.sort_by_key(|row| row.0);
    found.into_iter().map(|row| row.1).collect()
}
