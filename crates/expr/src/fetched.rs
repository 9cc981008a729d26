//! What the caller has read: for each leaf its series, in the order they are to be drawn.

use crate::ast::Leaf;
use series::Series;
use std::collections::BTreeMap;
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
#[derive(Debug, Clone, Default)]
pub struct Fetched(BTreeMap<Leaf, Vec<Input>>);

impl Fetched {
    /// Sets the series of a leaf.
    pub fn insert(&mut self, leaf: Leaf, inputs: Vec<Input>) {
        self.0.insert(leaf, inputs);
    }

    /// The series of a leaf.
    pub fn inputs(&self, leaf: &Leaf) -> &[Input] {
        self.0.get(leaf).map_or(&[], Vec::as_slice)
    }
}

impl FromIterator<(Leaf, Vec<Input>)> for Fetched {
    fn from_iter<I: IntoIterator<Item = (Leaf, Vec<Input>)>>(inputs: I) -> Self {
        Self(inputs.into_iter().collect())
    }
}
