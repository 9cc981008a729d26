//! How the lines of a card look: which are shown, which is pointed at, and their colours.

use crate::query::{Shown, ShownLine};
use chart::Emphasis;
use chart::palette::{self, Style};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// What a person has done to the lines, by identity, so that it survives a refresh.
#[derive(Debug, Clone, Copy)]
pub struct Looks {
    /// Lines shown against their default.
    toggled: RwSignal<BTreeSet<String>>,
    /// The only line shown.
    isolated: RwSignal<Option<String>>,
    /// The line under the pointer in the legend.
    pointed: RwSignal<Option<String>>,
}

impl Default for Looks {
    fn default() -> Self {
        Self::new()
    }
}

impl Looks {
    /// Every line in its default.
    pub fn new() -> Self {
        Self {
            toggled: RwSignal::new(BTreeSet::new()),
            isolated: RwSignal::new(None),
            pointed: RwSignal::new(None),
        }
    }

    /// Whether a line is drawn; follows changes.
    pub fn shows(self, line: &ShownLine) -> bool {
        self.isolated.with(|isolated| match isolated {
            Some(only) => *only == line.identity,
            None => self.toggled.with(|toggled| toggled.contains(&line.identity) == line.quiet),
        })
    }

    /// How loud a line is; follows changes.
    pub fn emphasis(self, line: &ShownLine) -> Emphasis {
        self.pointed.with(|pointed| match pointed {
            Some(one) if *one != line.identity => Emphasis::Faded,
            _ => Emphasis::Normal,
        })
    }

    /// Shows or hides one line.
    pub fn toggle(self, identity: &str) {
        self.isolated.set(None);
        self.toggled.update(|toggled| {
            if !toggled.remove(identity) {
                toggled.insert(identity.to_owned());
            }
        });
    }

    /// Shows only one line, and all again the second time.
    pub fn isolate(self, identity: &str) {
        self.isolated.update(|isolated| {
            *isolated = if isolated.as_deref() == Some(identity) { None } else { Some(identity.to_owned()) };
        });
    }

    /// Points at a line, or at none.
    pub fn point(self, identity: Option<&str>) {
        let next = identity.map(str::to_owned);
        if self.pointed.with_untracked(|old| *old != next) {
            self.pointed.set(next);
        }
    }
}

/// The style of each line, the same for the same identity on every card.
pub fn styles(shown: &Shown) -> Vec<Style> {
    let identities: Vec<&str> = shown.lines.iter().map(|line| line.identity.as_str()).collect();
    palette::assign(&identities)
}
