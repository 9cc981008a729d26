//! What the caller has read: for each leaf its series, in the order they are to be drawn.

use crate::ast::{Expr, Leaf};
use series::Series;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One series of a leaf.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its default name.
    pub name: String,
    /// Its points, perhaps more than are looked at, perhaps finer than the step.
    pub series: Arc<Series>,
}

/// The series of every leaf. A leaf that is not there has none.
///
/// A series that does not exist is missing from its leaf, and everything else is computed without it. One that exists
/// and could not be read is another thing: a sum without it would be wrong. Its leaf is marked [`Fetched::unread`], and
/// what is made of several series has no result while one of them is unread.
#[derive(Debug, Clone, Default)]
pub struct Fetched {
    inputs: BTreeMap<Leaf, Vec<Input>>,
    unread: BTreeSet<Leaf>,
}

impl Fetched {
    /// Sets the series of a leaf.
    pub fn insert(&mut self, leaf: Leaf, inputs: Vec<Input>) {
        self.inputs.insert(leaf, inputs);
    }

    /// Says that some series of a leaf exist and could not be read. Those that were read still are lines.
    pub fn unread(&mut self, leaf: Leaf) {
        self.unread.insert(leaf);
    }

    /// Whether all leaves of an expression were read in full.
    pub(crate) fn has_all_of(&self, expr: &Expr) -> bool {
        self.unread.is_empty() || expr.leaves().iter().all(|(leaf, _)| !self.unread.contains(leaf))
    }

    /// The series of a leaf.
    pub fn inputs(&self, leaf: &Leaf) -> &[Input] {
        self.inputs.get(leaf).map_or(&[], Vec::as_slice)
    }
}

impl FromIterator<(Leaf, Vec<Input>)> for Fetched {
    fn from_iter<I: IntoIterator<Item = (Leaf, Vec<Input>)>>(inputs: I) -> Self {
        Self { inputs: inputs.into_iter().collect(), unread: BTreeSet::new() }
    }
}
