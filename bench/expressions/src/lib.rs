//! Expressions evaluated in a browser as the app does it: series that are already there, lines that come of them.
//!
//! A text that is no expression gives no work.

#[path = "../../../crates/expr/benches/evaluate/work.rs"]
mod work;

use expr::{Expr, Fetched, evaluate, parse};
use wasm_bindgen::prelude::wasm_bindgen;
use work::{Gap, POINTS, SERIES, STEP_SECS, TEXTS};

/// One expression over its series.
#[wasm_bindgen]
pub struct Work {
    expr: Expr,
    fetched: Fetched,
}

#[wasm_bindgen]
impl Work {
    /// Reads a text and makes its series, with gaps or without.
    pub fn of(text: &str, gaps: bool) -> Option<Self> {
        let expr = parse(text).ok()?;
        let fetched = work::fetched(&expr, if gaps { Gap::Each } else { Gap::None });
        Some(Self { expr, fetched })
    }

    /// Evaluates it once and gives the number of points that came of it.
    pub fn run(&self) -> usize {
        let lines = evaluate(&self.expr, work::period(STEP_SECS), &self.fetched);
        lines.map_or(0, |lines| lines.iter().map(|line| line.series.len()).sum())
    }
}

/// The texts to be measured.
#[wasm_bindgen]
pub fn texts() -> Vec<String> {
    TEXTS.map(str::to_owned).to_vec()
}

/// What every text reads, for people.
#[wasm_bindgen]
pub fn size() -> String {
    format!("{SERIES} series of {POINTS} points")
}
