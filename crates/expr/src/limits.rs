//! How large an expression may be. What is larger is “too complex”, as it is for the vendor's monitors.

/// Longest text, in bytes.
pub const MOST_BYTES: usize = 64 * 1024;
/// Most functions within each other.
pub const MOST_LEVELS: usize = 50;
/// Most series that an expression may read, and most leaves that it may be written with.
pub const MOST_SERIES: usize = 200;
/// Longest duration, in seconds: a century. Fifty of them within each other still are a time.
pub const MOST_DURATION_SECS: i64 = 100 * 365 * 86_400;
/// Most places on the grid of one line: two years of minutes, or ten centuries of days.
pub const MOST_PLACES: i64 = 1_200_000;
/// Most points that all functions of an expression may look at, in place of a limit in seconds: there is no clock here.
/// A browser takes about a second for them.
pub const MOST_WORK: u64 = 100_000_000;
/// Most errors that are reported of one text.
pub const MOST_ERRORS: usize = 50;
