//! What a widget's fields must hold beyond their types. The server refuses with these words, and so does the editor.

use crate::dashboards::{AlertStatusWidget, Graph, GraphWidget, Known, ValueWidget};
use crate::names::RoleFullName;
use thiserror::Error;

/// Longest label of a reference line, and longest name of a format rule, in characters.
pub const MAX_LABEL_CHARS: usize = 32;
/// Most decimals of a value.
pub const MAX_FRACTION_SIZE: u8 = 16;

/// A field that holds what it may not.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// Not `service:role`.
    #[error("roleFullname {0:?} is not a role full name such as \"service:role\"")]
    Role(String),
    /// More than one.
    #[error("referenceLines has more than one line")]
    ReferenceLines,
    /// Empty or too long.
    #[error("label of a reference line is not 1 to {MAX_LABEL_CHARS} characters")]
    Label,
    /// Negative.
    #[error("value of a reference line is below 0")]
    ReferenceValue,
    /// Too many decimals.
    #[error("fractionSize is over {MAX_FRACTION_SIZE}")]
    FractionSize,
    /// More than one.
    #[error("formatRules has more than one rule")]
    FormatRules,
    /// Too long.
    #[error("name of a format rule is over {MAX_LABEL_CHARS} characters")]
    RuleName,
    /// Neither of the two.
    #[error("operator {0:?} of a format rule is not '>' or '<'")]
    Operator(String),
}

/// The first field of a widget that breaks a rule.
pub fn check(widget: &Known) -> Result<(), Fault> {
    match widget {
        Known::Graph(graph) => check_graph(graph),
        Known::Value(value) => check_value(value),
        Known::AlertStatus(AlertStatusWidget { role_fullname: Some(role), .. }) => check_role(role),
        Known::Markdown(_) | Known::AlertStatus(_) => Ok(()),
    }
}

fn check_graph(widget: &GraphWidget) -> Result<(), Fault> {
    if let Graph::Role { role_fullname, .. } = &widget.graph {
        check_role(role_fullname)?;
    }
    if widget.reference_lines.len() > 1 {
        return Err(Fault::ReferenceLines);
    }
    for line in &widget.reference_lines {
        if line.label.trim().is_empty() || line.label.chars().count() > MAX_LABEL_CHARS {
            return Err(Fault::Label);
        }
        if line.value < 0.0 {
            return Err(Fault::ReferenceValue);
        }
    }
    Ok(())
}

fn check_value(widget: &ValueWidget) -> Result<(), Fault> {
    if widget.fraction_size.is_some_and(|size| size > MAX_FRACTION_SIZE) {
        return Err(Fault::FractionSize);
    }
    if widget.format_rules.len() > 1 {
        return Err(Fault::FormatRules);
    }
    for rule in &widget.format_rules {
        if rule.name.chars().count() > MAX_LABEL_CHARS {
            return Err(Fault::RuleName);
        }
        if !matches!(rule.operator.as_str(), ">" | "<") {
            return Err(Fault::Operator(rule.operator.clone()));
        }
    }
    Ok(())
}

fn check_role(text: &str) -> Result<(), Fault> {
    text.parse::<RoleFullName>().map(drop).map_err(|_| Fault::Role(text.to_owned()))
}
