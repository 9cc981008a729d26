//! The real executable: how it starts and ends, whom it answers, and what is left after it was killed.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod annotate;
mod attacks;
mod damage;
mod durability;
mod guard;
#[cfg(unix)]
mod hardship;
mod keys;
mod machine;
mod maintenance;
mod process;
mod session;
mod start;
