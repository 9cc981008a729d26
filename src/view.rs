//! How a dashboard is looked at: edited, one widget alone, without bars, in rotation with others. All of it is in the
//! URL: a link shows what its sender saw, Back returns, and a wall display survives a reload.
//!
//! * What a person does is a step to come back to; a turn of the rotation replaces the page before it.
//! * A word that means nothing is no word. Widgets are counted from 1, as stored.
//! * The editor goes before everything else. On other pages all of this is nothing.

use crate::route::{Page, encode};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

const EDIT: &str = "edit";
const WIDGET: &str = "view";
const KIOSK: &str = "kiosk";
const ROTATE: &str = "rotate";
const YES: &str = "1";

/// Seconds between two dashboards: what is offered.
pub const PACES_SECS: [u32; 5] = [15, 30, 60, 120, 300];
/// And what an address may say.
const PACE_SECS: std::ops::RangeInclusive<u32> = 5..=3_600;

/// What the URL says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Said {
    /// Whether the dashboard is being edited.
    pub is_edited: bool,
    /// The one widget that is shown, by its place among those stored.
    pub widget: Option<usize>,
    /// Whether there are no bars.
    pub is_kiosk: bool,
    /// Seconds until the next pinned dashboard.
    pub rotate_secs: Option<u32>,
}

/// The view of the page.
#[derive(Clone, Copy)]
pub struct View {
    dashboard: Memo<Option<String>>,
    said: Memo<Said>,
    go: StoredValue<Box<Go>>,
}

/// A word of the address, and what it is to be; `None` takes it away.
type Change = (&'static str, Option<String>);

type Go = dyn Fn(Page, &[Change], Step) + Send + Sync;

/// Whether the browser's Back returns to what was before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Back,
    NoWayBack,
}

impl View {
    /// The dashboard of the page, by id; follows the URL.
    pub fn dashboard(self) -> Option<String> {
        self.dashboard.get()
    }

    /// What the URL says; follows it.
    pub fn said(self) -> Said {
        self.said.get()
    }

    /// The same as a signal that changes only with it.
    pub fn signal(self) -> Memo<Said> {
        self.said
    }

    /// Begins or ends editing.
    pub fn edit(self, wanted: bool) {
        self.change(&[(EDIT, flag(wanted)), (WIDGET, None), (KIOSK, None), (ROTATE, None)]);
    }

    /// Shows one widget alone, or all of them.
    pub fn show(self, widget: Option<usize>) {
        self.change(&[(WIDGET, widget.map(|at| (at + 1).to_string()))]);
    }

    /// Takes the bars away, or brings them back; what turns by itself stops with it.
    pub fn kiosk(self, wanted: bool) {
        let rotate = self.said.with_untracked(|said| said.rotate_secs).filter(|_| wanted);
        self.change(&[(KIOSK, flag(wanted)), (ROTATE, rotate.map(|secs| secs.to_string()))]);
    }

    /// Turns to the next pinned dashboard every so many seconds, or stays.
    pub fn rotate(self, every_secs: Option<u32>) {
        self.change(&[(ROTATE, every_secs.map(|secs| secs.to_string())), (WIDGET, None)]);
    }

    /// Shows another dashboard in the same way.
    pub fn turn_to(self, id: String) {
        self.go.with_value(|go| go(Page::Dashboard(id), &[(WIDGET, None)], Step::NoWayBack));
    }

    fn change(self, changes: &[Change]) {
        if let Some(id) = self.dashboard.get_untracked() {
            self.go.with_value(|go| go(Page::Dashboard(id), changes, Step::Back));
        }
    }
}

/// Provides the view to everything below the router.
pub(crate) fn provide() {
    let location = use_location();
    let navigate = use_navigate();
    let (path, query) = (location.pathname, location.query);
    let dashboard = Memo::new(move |_| match path.with(|path| Page::parse(path)) {
        Some(Page::Dashboard(id)) => Some(id),
        _ => None,
    });
    let said = Memo::new(move |_| {
        if dashboard.with(Option::is_none) {
            return Said::default();
        }
        query.with(|query| read(|name| query.get(name)))
    });
    let go = move |page: Page, changes: &[Change], step: Step| {
        let query = query.with_untracked(|query| {
            changed(query.into_iter().map(|(name, value)| (name.as_ref(), value)), changes)
        });
        let options =
            NavigateOptions { replace: step == Step::NoWayBack, scroll: false, ..NavigateOptions::default() };
        navigate(&format!("{page}{query}"), options);
    };
    provide_context(View { dashboard, said, go: StoredValue::new(Box::new(go)) });
}

/// The view provided by the shell.
pub fn use_view() -> View {
    expect_context()
}

fn flag(wanted: bool) -> Option<String> {
    wanted.then(|| YES.to_owned())
}

fn read(word: impl Fn(&str) -> Option<String>) -> Said {
    if word(EDIT).is_some() {
        return Said { is_edited: true, ..Said::default() };
    }
    let number = |name: &str| word(name).and_then(|text| text.parse::<u32>().ok());
    Said {
        is_edited: false,
        widget: number(WIDGET).and_then(|at| at.checked_sub(1)).map(|at| at as usize),
        is_kiosk: word(KIOSK).is_some_and(|word| word != "0"),
        rotate_secs: number(ROTATE).map(|secs| secs.clamp(*PACE_SECS.start(), *PACE_SECS.end())),
    }
}

/// The query with some words changed, as part of an address.
fn changed<'a>(query: impl Iterator<Item = (&'a str, &'a str)>, changes: &'a [Change]) -> String {
    let kept = query.filter(|(name, _)| changes.iter().all(|(other, _)| other != name));
    let new = changes.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?)));
    let words: Vec<String> =
        kept.chain(new).map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    if words.is_empty() { String::new() } else { format!("?{}", words.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(pairs: &[(&str, &str)]) -> Said {
        read(|name| pairs.iter().find(|(other, _)| *other == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn any_word_is_read() {
        let plain = Said::default();
        let cases: [(&[(&str, &str)], Said); 10] = [
            (&[], plain),
            (&[("view", "3")], Said { widget: Some(2), ..plain }),
            (&[("view", "0")], plain),
            (&[("view", "-1")], plain),
            (&[("view", "all")], plain),
            (&[("kiosk", "")], Said { is_kiosk: true, ..plain }),
            (&[("kiosk", "0")], plain),
            (&[("rotate", "30"), ("kiosk", "1")], Said { is_kiosk: true, rotate_secs: Some(30), ..plain }),
            (&[("rotate", "0")], Said { rotate_secs: Some(5), ..plain }),
            (&[("edit", "1"), ("view", "3"), ("rotate", "9")], Said { is_edited: true, ..plain }),
        ];
        for (pairs, expected) in cases {
            assert_eq!(said(pairs), expected, "{pairs:?}");
        }
    }

    #[test]
    fn changes_leave_everything_else_of_the_address() {
        let query = || [("from", "now-1h"), ("view", "2"), ("q", "a b&c")].into_iter();
        let cases: [(&[Change], &str); 4] = [
            (&[], "?from=now-1h&view=2&q=a%20b%26c"),
            (&[("view", None), ("kiosk", flag(true))], "?from=now-1h&q=a%20b%26c&kiosk=1"),
            (&[("view", Some("3".to_owned()))], "?from=now-1h&q=a%20b%26c&view=3"),
            (&[("from", None), ("q", None), ("view", None)], ""),
        ];
        for (changes, expected) in cases {
            assert_eq!(changed(query(), changes), expected);
        }
        assert_eq!(changed(std::iter::empty(), &[("view", None)]), "");
    }
}
