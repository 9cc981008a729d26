//! The titles of the last deploys that were marked here, the newest first, so that the next one is a press away.

use crate::storage;

/// So many are remembered.
const MOST: usize = 6;
const TITLES_KEY: &str = "battera.deploy-titles";
const SERVICE_KEY: &str = "battera.deploy-service";

/// The titles used last.
pub fn recent() -> Vec<String> {
    storage::get(TITLES_KEY).map(|text| text.lines().map(str::to_owned).collect()).unwrap_or_default()
}

/// The service that was marked last.
pub fn service() -> Option<String> {
    storage::get(SERVICE_KEY).filter(|name| !name.is_empty())
}

/// Remembers a title and its service.
pub fn remember(title: &str, service: &str) {
    storage::set(TITLES_KEY, &with(&recent(), title).join("\n"));
    storage::set(SERVICE_KEY, service);
}

fn with(titles: &[String], newest: &str) -> Vec<String> {
    let newest = newest.split_whitespace().collect::<Vec<_>>().join(" ");
    let others = titles.iter().filter(|title| **title != newest).cloned();
    std::iter::once(newest.clone()).chain(others).filter(|title| !title.is_empty()).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::with;

    #[test]
    fn the_newest_comes_first_and_each_once() {
        let mut titles = Vec::new();
        for title in ["a", "b", "a", " c\nd ", "", "e", "f", "g", "h"] {
            titles = with(&titles, title);
        }
        assert_eq!(titles, ["h", "g", "f", "e", "c d", "a"]);
    }
}
