//! Parts of the app in a real browser: what only a document, a style sheet or an event can prove.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "browser/board.rs"]
mod board;
#[path = "browser/expression.rs"]
mod expression;
#[path = "browser/graph.rs"]
mod graph;
#[path = "browser/markdown.rs"]
mod markdown;
#[path = "browser/stage.rs"]
mod stage;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
