//! The time zone in which night and weekend are meant: the browser's own, or one that was chosen.
//!
//! * The address says it (`zone`), else what this browser remembers, else its own zone.
//! * Summer time is heeded: an offset is that of its moment.
//! * A word that is none of ours is the browser's own zone.

use crate::clock::utc_offset_secs;
use crate::i18n::t;
use crate::storage;
use js_sys::{Date, Object, Reflect};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use series::Time;
use std::cell::RefCell;
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;

/// The parameter of the address.
pub const KEY: &str = "zone";
const STORAGE_KEY: &str = "battera.zone";
const OWN: &str = "browser";
const DAY_SECS: i64 = 86_400;
const HOUR_SECS: i64 = 3_600;

/// The zones to choose from besides the browser's own.
const NAMES: [&str; 12] = [
    "UTC",
    "Asia/Tokyo",
    "Asia/Singapore",
    "Asia/Kolkata",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Helsinki",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "Australia/Sydney",
];

/// A time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// The browser's.
    Own,
    /// One with a name.
    Named(&'static str),
}

impl Zone {
    /// All of them, the browser's first.
    pub fn all() -> impl Iterator<Item = Self> {
        std::iter::once(Self::Own).chain(NAMES.into_iter().map(Self::Named))
    }

    /// The word of the address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Own => OWN,
            Self::Named(name) => name,
        }
    }

    /// For people.
    pub fn label(self) -> String {
        match self {
            Self::Own => t().hygiene.zone_own.to_owned(),
            Self::Named(name) => name.replace('_', " "),
        }
    }

    /// How far its local time is ahead of UTC, by moment.
    pub fn offset_secs(self) -> impl Fn(Time) -> i64 {
        let known = RefCell::new(BTreeMap::new());
        let at =
            move |zone: Self, time: Time| *known.borrow_mut().entry(time).or_insert_with(|| zone.ask(time));
        move |time| {
            let day = time.div_euclid(DAY_SECS) * DAY_SECS;
            let (begin, end) = (at(self, day), at(self, day + DAY_SECS));
            // Clocks change on a full hour.
            if begin == end { begin } else { at(self, time.div_euclid(HOUR_SECS) * HOUR_SECS) }
        }
    }

    fn ask(self, time: Time) -> i64 {
        match self {
            Self::Own => i64::from(utc_offset_secs(time)),
            Self::Named("UTC") => 0,
            Self::Named(name) => {
                let options = Object::new();
                for (key, value) in [("timeZone", name), ("timeZoneName", "longOffset")] {
                    // Setting a field of a fresh object cannot fail.
                    let _ = Reflect::set(&options, &key.into(), &value.into());
                }
                let date = Date::new(&JsValue::from_f64(time as f64 * 1_000.0));
                parse(&String::from(date.to_locale_string("en-US", &options))).unwrap_or(0)
            }
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::all().find(|zone| zone.word() == word)
    }
}

/// The zone of the page; follows the address.
pub fn use_zone() -> Memo<Zone> {
    let query = use_query_map();
    let remembered = storage::get(STORAGE_KEY).and_then(|word| Zone::from_word(&word));
    Memo::new(move |_| {
        let said = query.with(|query| query.get(KEY)).and_then(|word| Zone::from_word(&word));
        said.or(remembered).unwrap_or(Zone::Own)
    })
}

/// Remembers a zone for the next visit.
pub fn remember(zone: Zone) {
    storage::set(STORAGE_KEY, zone.word());
}

/// Reads the offset at the end of `11/21/2026, 9:00:00 AM GMT+09:00`.
fn parse(text: &str) -> Option<i64> {
    let (_, offset) = text.rsplit_once("GMT")?;
    let Some(sign) = offset.chars().next() else { return Some(0) };
    let (hours, minutes) = offset.get(sign.len_utf8()..)?.split_once(':')?;
    let secs = hours.parse::<i64>().ok()? * HOUR_SECS + minutes.parse::<i64>().ok()? * 60;
    match sign {
        '+' => Some(secs),
        '-' | '−' => Some(-secs),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_offset_is_read_from_the_end() {
        let cases = [
            ("11/21/2026, 9:00:00 AM GMT+09:00", Some(32_400)),
            ("11/21/2026, 9:00:00 AM GMT-03:30", Some(-12_600)),
            ("11/21/2026, 9:00:00 AM GMT", Some(0)),
            ("11/21/2026, 9:00:00 AM", None),
            ("GMT+9", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text), expected, "{text}");
        }
    }
}
