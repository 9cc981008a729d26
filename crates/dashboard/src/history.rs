//! The drafts of one sitting, so that every edit can be taken back and made again.
//!
//! * Undo and redo at an end do nothing and say so.
//! * An edit that changes nothing is no step; one that is refused is none either.
//! * The oldest of more than `MOST_STEPS` steps is forgotten.

use crate::draft::{Draft, Edit, Refusal};

/// Steps that can be taken back.
const MOST_STEPS: usize = 200;

/// What was, what is, and what was taken back.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    past: Vec<Draft>,
    present: Draft,
    future: Vec<Draft>,
}

impl History {
    /// Nothing to take back yet.
    pub fn new(draft: Draft) -> Self {
        Self { past: Vec::new(), present: draft, future: Vec::new() }
    }

    /// The draft as it is now.
    pub fn draft(&self) -> &Draft {
        &self.present
    }

    /// Makes an edit; what was taken back before is forgotten.
    pub fn edit(&mut self, edit: Edit) -> Result<(), Refusal> {
        let next = self.present.apply(edit)?;
        if next != self.present {
            self.past.push(std::mem::replace(&mut self.present, next));
            let surplus = self.past.len().saturating_sub(MOST_STEPS);
            self.past.drain(..surplus);
            self.future.clear();
        }
        Ok(())
    }

    /// Whether there is an edit to take back.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is an edit to make again.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// Takes the last edit back; false without one.
    pub fn undo(&mut self) -> bool {
        let Some(before) = self.past.pop() else { return false };
        self.future.push(std::mem::replace(&mut self.present, before));
        true
    }

    /// Makes the last edit that was taken back again; false without one.
    pub fn redo(&mut self) -> bool {
        let Some(after) = self.future.pop() else { return false };
        self.past.push(std::mem::replace(&mut self.present, after));
        true
    }
}
