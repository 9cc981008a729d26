//! What the browser's own performance trace says of a scroll: how often a frame moved, and what held the main thread.

use serde_json::Value;

/// The trace's categories that are read below.
pub const CATEGORIES: &str = "cc,benchmark,toplevel,devtools.timeline,disabled-by-default-devtools.timeline,disabled-by-default-devtools.timeline.frame";

/// Milliseconds above which a task of the main thread is said to be long.
const LONG_MS: f64 = 50.0;

/// A scroll in numbers.
#[derive(Debug)]
pub struct Scroll {
    /// Frames that moved the page, per second between the first and the last of them.
    pub frames_per_sec: f64,
    /// The longest time between two of them, in milliseconds.
    pub longest_gap_ms: f64,
    /// Frames that the compositor gave up.
    pub dropped: usize,
    /// The longest tasks of the page's main thread in milliseconds, the longest first.
    pub tasks_ms: Vec<f64>,
}

impl Scroll {
    /// Reads a trace's events; `None` when nothing moved in it.
    pub fn read(events: &[Value]) -> Option<Scroll> {
        let named = |name: &'static str| events.iter().filter(move |event| event["name"] == name);
        let moved = named("Scroll Delta This Frame");
        let mut moments_ms: Vec<f64> = moved.filter_map(|event| Some(event["ts"].as_f64()? / 1e3)).collect();
        moments_ms.sort_by(f64::total_cmp);
        let gaps = moments_ms.windows(2).map(|pair| pair[1] - pair[0]);
        let (first, last) = (*moments_ms.first()?, *moments_ms.last()?);
        // The main thread is the one that begins frames of the page with the most of them.
        let began: Vec<&Value> =
            named("ProxyMain::BeginMainFrame").filter(|event| event["ph"] == "X").collect();
        let thread = began
            .iter()
            .map(|event| (&event["pid"], &event["tid"]))
            .max_by_key(|own| began.iter().filter(|event| (&event["pid"], &event["tid"]) == *own).count());
        let tasks = named("RunTask")
            .filter(|event| event["ph"] == "X" && Some((&event["pid"], &event["tid"])) == thread);
        let mut tasks_ms: Vec<f64> = tasks.filter_map(|event| Some(event["dur"].as_f64()? / 1e3)).collect();
        tasks_ms.sort_by(|one, other| other.total_cmp(one));
        Some(Scroll {
            frames_per_sec: (moments_ms.len() - 1) as f64 / (last - first) * 1e3,
            longest_gap_ms: gaps.fold(0.0, f64::max),
            dropped: named("DroppedFrame").count(),
            tasks_ms,
        })
    }

    /// For people.
    pub fn say(&self, what: &str) {
        let long = self.tasks_ms.iter().filter(|task| **task > LONG_MS).count();
        let longest = self.tasks_ms.first().copied().unwrap_or_default();
        println!(
            "{what}: {:.1} frames/s, longest time between two {:.1} ms, {} dropped; longest task of the main thread {longest:.1} ms, {long} over {LONG_MS} ms",
            self.frames_per_sec, self.longest_gap_ms, self.dropped
        );
    }
}
