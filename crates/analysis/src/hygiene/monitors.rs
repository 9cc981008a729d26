//! What there is to say about monitors and roles themselves.

use series::Time;

/// What lasts longer than this lasts long.
pub const LONG_SECS: i64 = 7 * 24 * 60 * 60;

/// Whether a monitor tells anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mute {
    /// It does.
    No,
    /// It does not since then, as far as somebody saw it.
    Since(Time),
    /// It does not, and since when is not known. The API does not say.
    Unknown,
}

/// A monitor, as far as it counts here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Monitor<'a> {
    /// Its id.
    pub id: &'a str,
    /// Whether it has a memo.
    pub has_memo: bool,
    /// Whether it is muted.
    pub mute: Mute,
}

/// Roles that no monitor covers, by their places. Whoever asks says what covers means: a monitor of silent hosts, which
/// is there for every host from the beginning, is better left out.
pub fn unwatched<R, M>(roles: &[R], monitors: &[M], covers: impl Fn(&M, &R) -> bool) -> Vec<usize> {
    let is_watched = |role| monitors.iter().any(|monitor| covers(monitor, role));
    (0..roles.len()).filter(|&place| !is_watched(&roles[place])).collect()
}

/// The places of the monitors of which something holds.
pub(super) fn find(monitors: &[Monitor<'_>], holds: impl Fn(&Monitor<'_>) -> bool) -> Vec<usize> {
    (0..monitors.len()).filter(|&place| holds(&monitors[place])).collect()
}

/// Those muted for long, the longest first; since nobody knows when is longest.
pub(super) fn long_muted(monitors: &[Monitor<'_>], now: Time) -> Vec<usize> {
    let since = |place: usize| match monitors[place].mute {
        Mute::Since(since) => Some(since),
        Mute::No | Mute::Unknown => None,
    };
    let mut long = find(monitors, |monitor| match monitor.mute {
        Mute::No => false,
        Mute::Since(since) => now.saturating_sub(since) > LONG_SECS,
        Mute::Unknown => true,
    });
    long.sort_by_key(|&place| since(place));
    long
}
