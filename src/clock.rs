//! The app's one reading of the clock, and the tick that refreshes everything shown.
//!
//! `now` moves only with a tick, so that all graphs of a page agree on the period.
//! Ticks pause while the tab is hidden and while someone holds them (a pointer on a graph, an open dialog).

use leptos::prelude::*;
use series::Time;
use std::time::Duration;

/// How often the shown data is refreshed, in seconds; 0 is never.
pub const INTERVALS_SECS: [u32; 4] = [0, 60, 300, 900];

/// Which tick it was, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tick(u32, Time);

impl Tick {
    /// When it was.
    pub fn time(self) -> Time {
        self.1
    }
}

/// The shared clock of everything shown.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// Which tick the last one was, and when: two may fall into one second.
    now: RwSignal<Tick>,
    interval_secs: RwSignal<u32>,
    holds: RwSignal<u32>,
}

impl Clock {
    /// The moment of the last tick; changes with every tick.
    pub fn now(self) -> Time {
        self.now.get().time()
    }

    /// The moment of the last tick, read without following it.
    pub fn now_untracked(self) -> Time {
        self.now.get_untracked().time()
    }

    /// The newest tick that came while something was in sight; `None` before it first is.
    ///
    /// What came into sight again without a tick in between has missed nothing, so nothing changes.
    pub fn while_seen(self, seen: Signal<bool>) -> Memo<Option<Tick>> {
        Memo::new(
            move |last: Option<&Option<Tick>>| {
                if seen.get() { Some(self.now.get()) } else { last.copied().flatten() }
            },
        )
    }

    /// Ticks at once.
    pub fn tick(self) {
        self.now.update(|Tick(count, time)| (*count, *time) = (count.wrapping_add(1), wall_secs()));
    }

    /// Seconds between ticks; 0 is never.
    pub fn interval_secs(self) -> RwSignal<u32> {
        self.interval_secs
    }

    /// Stops the ticks until the owner that asked is gone.
    pub fn hold_until_cleanup(self) {
        self.hold();
        on_cleanup(move || self.release());
    }

    /// Stops the ticks until as many releases.
    pub fn hold(self) {
        self.holds.update(|holds| *holds += 1);
    }

    /// Takes one hold back.
    pub fn release(self) {
        self.holds.update(|holds| *holds = holds.saturating_sub(1));
    }

    fn tick_if_due(self) {
        let due = self.now_untracked() + i64::from(self.interval_secs.get_untracked());
        let wanted = self.interval_secs.get_untracked() > 0 && self.holds.get_untracked() == 0;
        let wall = wall_secs();
        // A wall clock that was set back would otherwise stop the ticks until it has caught up.
        let is_due = wall >= due || wall < self.now_untracked();
        if wanted && !document().hidden() && is_due {
            self.tick();
        }
    }
}

/// Starts the clock for everything below.
pub(crate) fn provide() {
    let clock = Clock {
        now: RwSignal::new(Tick(0, wall_secs())),
        interval_secs: RwSignal::new(60),
        holds: RwSignal::new(0),
    };
    provide_context(clock);
    // A look every second finds what is due after sleep or a hidden tab, once.
    if let Ok(handle) = set_interval_with_handle(move || clock.tick_if_due(), Duration::from_secs(1)) {
        on_cleanup(move || handle.clear());
    }
}

/// The clock provided by the app.
pub fn use_clock() -> Clock {
    expect_context()
}

/// How far local time is ahead of UTC at this moment, in seconds.
pub fn utc_offset_secs(time: Time) -> i32 {
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(time as f64 * 1_000.0));
    -(date.get_timezone_offset() * 60.0) as i32
}

fn wall_secs() -> Time {
    (js_sys::Date::now() / 1_000.0) as Time
}
