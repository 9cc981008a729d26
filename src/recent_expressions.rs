//! The expressions that were run last, in this browser's storage, the newest first and each once.
//!
//! Storage that is forbidden or holds something else is an empty list.

use crate::storage;

const STORAGE_KEY: &str = "battera.expressions";
/// Most that are kept.
const MOST: usize = 50;

/// The remembered expressions.
pub(crate) fn all() -> Vec<String> {
    let text = storage::get(STORAGE_KEY).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// Remembers one more, and gives the list as it is now.
pub(crate) fn remember(expression: &str) -> Vec<String> {
    let list = with(all(), expression);
    keep(&list);
    list
}

/// Forgets all.
pub(crate) fn forget() {
    keep(&[]);
}

fn keep(list: &[String]) {
    if let Ok(text) = serde_json::to_string(list) {
        storage::set(STORAGE_KEY, &text);
    }
}

fn with(list: Vec<String>, newest: &str) -> Vec<String> {
    let others = list.into_iter().filter(|one| one != newest);
    std::iter::once(newest.to_owned()).chain(others).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_is_first_and_each_is_there_once() {
        let list = ["a", "b", "a"].iter().fold(Vec::new(), |list, one| with(list, one));
        assert_eq!(list, ["a", "b"]);
        let many = (0..99).fold(Vec::new(), |list, one| with(list, &one.to_string()));
        assert_eq!((many.len(), many[0].as_str()), (MOST, "98"));
    }
}
