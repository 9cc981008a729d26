//! The dashboards and hosts that were looked at last, in this browser's storage: the newest first, each once.
//!
//! Storage that is forbidden or holds something else is an empty list. A page that turns out not to exist is forgotten.

use crate::route::Page;
use crate::storage;
use leptos::prelude::*;

const STORAGE_KEY: &str = "battera.viewed";
/// Most that are kept.
const MOST: usize = 8;

/// A page and what it was called.
#[derive(Debug, Clone, PartialEq)]
pub struct Viewed {
    /// Where it is.
    pub page: Page,
    /// What it was called then.
    pub title: String,
}

/// The remembered pages.
pub fn all() -> Vec<Viewed> {
    read(storage::get(STORAGE_KEY).as_deref().unwrap_or_default())
}

/// Remembers the page that is shown, as soon as it has a title, and forgets it when there is no such page.
pub(crate) fn use_viewed(state: impl Fn() -> Sight + Send + Sync + 'static) {
    let state = Memo::new(move |_| state());
    Effect::new(move |_| match state.get() {
        Sight::Unknown => {}
        Sight::Seen(viewed) => keep(&with(all(), viewed)),
        Sight::Missing(page) => {
            let rest: Vec<Viewed> = all().into_iter().filter(|one| one.page != page).collect();
            keep(&rest);
        }
    });
}

/// What is known of the page that is shown.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sight {
    /// Nothing yet.
    Unknown,
    /// It is there.
    Seen(Viewed),
    /// There is no such page.
    Missing(Page),
}

fn with(list: Vec<Viewed>, newest: Viewed) -> Vec<Viewed> {
    let others = list.into_iter().filter(|one| one.page != newest.page).collect::<Vec<_>>();
    std::iter::once(newest).chain(others).take(MOST).collect()
}

fn keep(list: &[Viewed]) {
    let rows: Vec<[&str; 3]> = list.iter().filter_map(row).collect();
    if let Ok(text) = serde_json::to_string(&rows) {
        storage::set(STORAGE_KEY, &text);
    }
}

/// Kind, id and title; other pages are not remembered.
fn row(viewed: &Viewed) -> Option<[&str; 3]> {
    match &viewed.page {
        Page::Dashboard(id) => Some(["dashboard", id, &viewed.title]),
        Page::Host(id) => Some(["host", id, &viewed.title]),
        _ => None,
    }
}

fn read(text: &str) -> Vec<Viewed> {
    let rows: Vec<[String; 3]> = serde_json::from_str(text).unwrap_or_default();
    let viewed = |[kind, id, title]: [String; 3]| {
        let page = match kind.as_str() {
            "dashboard" => Page::Dashboard(id),
            "host" => Page::Host(id),
            _ => return None,
        };
        Some(Viewed { page, title })
    };
    rows.into_iter().filter_map(viewed).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(id: &str) -> Viewed {
        Viewed { page: Page::Host(id.to_owned()), title: id.to_uppercase() }
    }

    #[test]
    fn the_newest_is_first_and_each_is_there_once() {
        let list = ["a", "b", "a"].iter().fold(Vec::new(), |list, id| with(list, host(id)));
        assert_eq!(list, [host("a"), host("b")]);
        let renamed = Viewed { title: "new".to_owned(), ..host("b") };
        assert_eq!(with(list, renamed.clone()), [renamed, host("a")]);
        let many = (0..99).fold(Vec::new(), |list, id| with(list, host(&id.to_string())));
        assert_eq!((many.len(), &many[0]), (MOST, &host("98")));
    }

    #[test]
    fn what_is_kept_is_read_again_and_anything_else_is_nothing() {
        let dashboard = Viewed { page: Page::Dashboard("d".to_owned()), title: "当番".to_owned() };
        let list = [host("a"), dashboard];
        let rows: Vec<[&str; 3]> = list.iter().filter_map(row).collect();
        assert_eq!(read(&serde_json::to_string(&rows).unwrap()), list);
        for text in ["", "nonsense", "{}", "[1]", r#"[["host","a"]]"#, r#"[["cow","a","A"]]"#] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
