//! What lines are called when nobody says otherwise.

use super::Row;
use crate::ast::Expr;
use std::collections::BTreeSet;

/// Longest text of an expression in a name, in characters.
const MOST_CHARS: usize = 60;

/// The text of an expression as a name: one line, cut when it is long.
pub(super) fn text(expr: &Expr) -> String {
    let text = expr.to_string();
    match text.char_indices().nth(MOST_CHARS) {
        None => text,
        Some(_) => text.chars().take(MOST_CHARS - 1).chain(['…']).collect(),
    }
}

/// Lines that a function computed each for itself: called by the text, and if there are several, by whose they are first.
pub(super) fn computed(mut rows: Vec<Row>, expr: &Expr) -> Vec<Row> {
    let text = text(expr);
    if let [row] = &mut rows[..] {
        row.base.clone_from(&text);
        row.name = text;
        return rows;
    }
    for row in &mut rows {
        row.name = format!("{} {text}", row.base);
    }
    rows
}

/// Lines under a name of someone's choice. Several keep in parentheses what tells them apart.
pub(super) fn aliased(mut rows: Vec<Row>, alias: &str) -> Vec<Row> {
    if let [row] = &mut rows[..] {
        alias.clone_into(&mut row.name);
        alias.clone_into(&mut row.base);
        return rows;
    }
    let bases: BTreeSet<&str> = rows.iter().map(|row| row.base.as_str()).collect();
    let bases_differ = bases.len() == rows.len();
    for row in &mut rows {
        row.name = format!("{alias} ({})", if bases_differ { &row.base } else { &row.name });
    }
    rows
}
