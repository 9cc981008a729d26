//! The period of the page: read from the URL, written to the URL, so that a link shows what its sender saw.
//!
//! A person's change is pushed, and Back returns to it; nothing else writes the URL.

use crate::clock::{Clock, use_clock};
use crate::route::{Page, encode};
use crate::window::TimeWindow;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use series::TimeRange;

/// The shown period and the zooms that led to it: what was shown before and after each.
#[derive(Clone, Copy)]
pub struct Period {
    parsed: Memo<(TimeWindow, Option<String>)>,
    usual: Memo<TimeWindow>,
    zooms: RwSignal<Vec<(TimeWindow, TimeWindow)>>,
    go: StoredValue<Box<dyn Fn(TimeWindow) + Send + Sync>>,
    clock: Clock,
}

impl Period {
    /// What the URL says; follows it.
    pub fn window(self) -> TimeWindow {
        self.parsed.with(|parsed| parsed.0)
    }

    /// The word of the URL that was no time, for the note that says so.
    pub fn bad_word(self) -> Option<String> {
        self.parsed.with(|parsed| parsed.1.clone())
    }

    /// First and last second shown; follows URL and clock.
    pub fn range(self) -> TimeRange {
        self.window().range(self.clock.now())
    }

    /// The address of a page with this period; the usual period stays unsaid.
    pub fn href(self, page: &Page) -> String {
        match self.window() {
            window if window == self.usual.get() => page.to_string(),
            window => address(page, window),
        }
    }

    /// Shows another period, forgetting the zooms: buttons and fields do this.
    pub fn choose(self, window: TimeWindow) {
        self.zooms.set(Vec::new());
        self.go.with_value(|go| go(window));
    }

    /// Shows a part, remembering the whole: dragging over a graph does this.
    pub fn zoom(self, range: TimeRange) {
        let before = self.parsed.with_untracked(|parsed| parsed.0);
        let after = TimeWindow::fixed(range);
        self.zooms.update(|zooms| zooms.push((before, after)));
        self.go.with_value(|go| go(after));
    }

    /// Back to the period before the last zoom; without one, twice as wide.
    pub fn zoom_out(self) {
        let shown = self.parsed.with_untracked(|parsed| parsed.0);
        // The browser's Back, or another page, may have left a zoom already.
        let left_by_this = |zooms: &mut Vec<(TimeWindow, TimeWindow)>| {
            let at = zooms.iter().rposition(|zoom| zoom.1 == shown);
            let before = at.map(|at| zooms[at].0);
            zooms.truncate(at.unwrap_or(0));
            before
        };
        let before = self.zooms.try_update(left_by_this).flatten();
        let window = before.unwrap_or_else(|| shown.widened(self.clock.now_untracked()));
        self.go.with_value(|go| go(window));
    }
}

/// Provides the period to everything below the router.
pub(crate) fn provide() {
    let location = use_location();
    let navigate = use_navigate();
    let query = location.query;
    let usual = Memo::new(move |_| location.pathname.with(|path| usual(path)));
    let parsed = Memo::new(move |_| {
        // There both words are the annotation's.
        if location.pathname.with(|path| *path == Page::AnnotationNew.to_string()) {
            return (TimeWindow::default(), None);
        }
        let (from, to) = query.with(|query| (query.get("from"), query.get("to")));
        if from.is_none() && to.is_none() {
            return (usual.get(), None);
        }
        match TimeWindow::parse(from.as_deref(), to.as_deref()) {
            Ok(window) => (window, None),
            Err(bad) => (TimeWindow::default(), Some(bad.0)),
        }
    });
    let go = move |window: TimeWindow| {
        let (from, to) = window.words();
        let others = query.with_untracked(|query| {
            query
                .into_iter()
                .filter(|(name, _)| !matches!(name.as_ref(), "from" | "to"))
                .map(|(name, value)| format!("&{}={}", encode(name), encode(value)))
                .collect::<Vec<_>>()
                .concat()
        });
        let path = location.pathname.get_untracked();
        navigate(
            &format!("{path}?from={}&to={}{others}", encode(&from), encode(&to)),
            NavigateOptions { scroll: false, ..NavigateOptions::default() },
        );
    };
    provide_context(Period {
        parsed,
        usual,
        zooms: RwSignal::new(Vec::new()),
        go: StoredValue::new(Box::new(go)),
        clock: use_clock(),
    });
}

/// What a page shows when its address says nothing: alerts are rare, so their pages look further back.
fn usual(path: &str) -> TimeWindow {
    const DAY_SECS: i64 = 86_400;
    match Page::parse(path) {
        Some(Page::Alerts | Page::Alert(_)) => TimeWindow::last(7 * DAY_SECS),
        Some(Page::Hygiene) => TimeWindow::last(30 * DAY_SECS),
        _ => TimeWindow::default(),
    }
}

/// The address of a page with a period of its own.
pub fn address(page: &Page, window: TimeWindow) -> String {
    let (from, to) = window.words();
    format!("{page}?from={}&to={}", encode(&from), encode(&to))
}

/// The period provided by the shell.
pub fn use_period() -> Period {
    expect_context()
}
