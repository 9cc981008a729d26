//! The time axis where the clock goes forward and back, in zones that do it by an hour, by half, and at midnight.

use super::Picture;
use crate::support::{DAY, HOUR, Widths, line, plot, wave, zone};
use chart::{Frame, Locale, Plot, Size, layout};
use series::TimeRange;

pub(super) const PICTURES: &[Picture] = &[
    ("day_forward_in_berlin", || around("Europe/Berlin", 1_743_296_400, 12 * HOUR)),
    ("day_back_in_berlin", || around("Europe/Berlin", 1_761_440_400, 12 * HOUR)),
    ("day_forward_in_new_york", || around("America/New_York", 1_741_503_600, 12 * HOUR)),
    ("hours_back_in_new_york", || around("America/New_York", 1_762_063_200, 3 * HOUR)),
    ("day_forward_by_half_in_lord_howe", || around("Australia/Lord_Howe", 1_759_590_000, 12 * HOUR)),
    ("day_back_by_half_in_lord_howe", || around("Australia/Lord_Howe", 1_743_865_200, 12 * HOUR)),
    ("day_forward_at_midnight_in_havana", || around("America/Havana", 1_741_496_400, 12 * HOUR)),
    ("week_back_in_berlin", || around("Europe/Berlin", 1_761_440_400, 84 * HOUR)),
    ("year_in_new_york", || around("America/New_York", 1_751_342_400, 183 * DAY)),
    ("five_years_in_tokyo", || around("Asia/Tokyo", 1_751_342_400, 913 * DAY)),
    ("a_minute_in_kathmandu", || around("Asia/Kathmandu", 1_751_342_400, 30)),
    ("narrow_week_in_japanese", narrow_week),
];

/// As long before a moment as after it.
fn around(name: &str, moment: i64, half_secs: i64) -> Frame {
    let offset = zone(name);
    let range = TimeRange::new(moment - half_secs, moment + half_secs);
    let step = (range.secs() / 400).max(1);
    let series = wave(90, range, step, 50.0, 30.0);
    layout(&Plot { utc_offset_secs: &offset, ..plot(range, &[line("a", &series, 0, step)]) }, &Widths)
}

fn narrow_week() -> Frame {
    let offset = zone("Asia/Tokyo");
    let range = TimeRange::new(1_751_295_600, 1_751_295_600 + 7 * DAY);
    let series = wave(91, range, 3_600, 50.0, 30.0);
    let lines = [line("a", &series, 8, 3_600)];
    let size = Size { width_px: 240, height_px: 200 };
    layout(&Plot { size, locale: Locale::Ja, utc_offset_secs: &offset, ..plot(range, &lines) }, &Widths)
}
