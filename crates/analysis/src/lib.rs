//! Arithmetic of alerts and deploys. Pure.
//!
//! * [`evaluate`]: one evaluation of a monitor; the server's engine and the app's replay share it.
//! * [`hygiene`]: which monitors only make noise, which alerts nobody looks after, what is not watched at all.
//! * [`impact`]: how much a deploy changed each of many series, and whether they do so every week.
//! * [`task`]: what a monitor of the API looks at, and what it calls bad.
//! * [`shares`]: the metrics such as `cpu%` that are computed of others.
//! * [`replay`]: the alerts there would have been with other thresholds, and which real ones they catch.
//!
//! What this crate promises at its edges:
//! * time is an argument: seconds since the epoch, and a function where a local clock is meant;
//! * no input makes it panic or loop for long; what is not finite is no value, and no answer is NaN or infinite;
//! * what cannot be told is `None` or a verdict of its own, never 0.

pub mod evaluate;
pub mod hygiene;
pub mod impact;
mod order;
pub mod replay;
pub mod shares;
pub mod task;
