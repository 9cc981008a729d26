//! Keyboard shortcuts: one or two separate presses, in either case. Pure.
//!
//! A first press waits for its second; anything unknown forgets it.

/// What a shortcut does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Opens home.
    GoHome,
    /// Opens the dashboards.
    GoDashboards,
    /// Opens the alerts.
    GoAlerts,
    /// Opens the services.
    GoServices,
    /// Opens the page for expressions.
    GoExplore,
    /// Asks for everything again.
    Refresh,
    /// Moves the period back.
    Earlier,
    /// Moves the period forward.
    Later,
    /// Widens the period.
    ZoomOut,
    /// Changes the theme.
    Theme,
    /// Annotates where the pointer is on a graph.
    Annotate,
    /// Shows the widget under the pointer alone, or all again.
    FullScreen,
    /// Takes the bars away, or brings them back.
    Kiosk,
    /// Edits the dashboard, or ends that.
    Edit,
    /// Goes to the page's filter.
    Filter,
    /// Shows the shortcuts.
    Help,
}

/// What a press led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The first of two presses.
    Waiting(char),
    /// A whole shortcut.
    Done(Action),
    /// None of ours.
    Nothing,
}

/// Every shortcut: the first press where there are two, the last, and what it does.
pub const SHORTCUTS: [(Option<char>, &str, Action); 17] = [
    (Some('g'), "h", Action::GoHome),
    (Some('g'), "d", Action::GoDashboards),
    (Some('g'), "a", Action::GoAlerts),
    (Some('g'), "s", Action::GoServices),
    (Some('g'), "e", Action::GoExplore),
    (Some('d'), "r", Action::Refresh),
    (Some('t'), "ArrowLeft", Action::Earlier),
    (Some('t'), "ArrowRight", Action::Later),
    (Some('t'), "-", Action::ZoomOut),
    (Some('c'), "t", Action::Theme),
    (None, "a", Action::Annotate),
    (None, "v", Action::FullScreen),
    (Some('d'), "k", Action::Kiosk),
    (None, "f", Action::Kiosk),
    (Some('d'), "m", Action::Edit),
    (None, "/", Action::Filter),
    (None, "?", Action::Help),
];

/// Reads a press (`KeyboardEvent.key`) after what was pressed before it.
pub fn press(waiting: Option<char>, key: &str) -> Step {
    let whole = |first: Option<char>| {
        SHORTCUTS.iter().find(|row| row.0 == first && row.1.eq_ignore_ascii_case(key)).map(|row| row.2)
    };
    if let Some(action) = waiting.and_then(|first| whole(Some(first))).or_else(|| whole(None)) {
        return Step::Done(action);
    }
    let mut chars = key.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) if starts_one(only.to_ascii_lowercase()) => {
            Step::Waiting(only.to_ascii_lowercase())
        }
        _ => Step::Nothing,
    }
}

fn starts_one(first: char) -> bool {
    SHORTCUTS.iter().any(|row| row.0 == Some(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presses_become_actions() {
        let cases: [(&[&str], Step); 16] = [
            (&["g", "h"], Step::Done(Action::GoHome)),
            (&["G", "D"], Step::Done(Action::GoDashboards)),
            (&["g"], Step::Waiting('g')),
            (&["g", "d", "r"], Step::Nothing),
            (&["g", "x"], Step::Nothing),
            (&["g", "t", "-"], Step::Done(Action::ZoomOut)),
            (&["t", "ArrowLeft"], Step::Done(Action::Earlier)),
            (&["ArrowLeft"], Step::Nothing),
            (&["a"], Step::Done(Action::Annotate)),
            (&["g", "a"], Step::Done(Action::GoAlerts)),
            (&["?"], Step::Done(Action::Help)),
            (&["v"], Step::Done(Action::FullScreen)),
            (&["D", "k"], Step::Done(Action::Kiosk)),
            (&["F"], Step::Done(Action::Kiosk)),
            (&["d", "m"], Step::Done(Action::Edit)),
            (&["g", "/"], Step::Done(Action::Filter)),
        ];
        for (keys, expected) in cases {
            let mut waiting = None;
            let mut last = Step::Nothing;
            for key in keys {
                last = press(waiting, key);
                waiting = match last {
                    Step::Waiting(first) => Some(first),
                    _ => None,
                };
            }
            assert_eq!(last, expected, "{keys:?}");
        }
    }

    #[test]
    fn every_shortcut_is_reached_by_its_keys() {
        for (first, last, action) in SHORTCUTS {
            assert_eq!(press(first, last), Step::Done(action));
        }
    }
}
