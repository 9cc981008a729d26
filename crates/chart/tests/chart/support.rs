//! What the chart's tests share: text of known width, zones and made-up series.

use chart::{Density, Emphasis, Line, Locale, Plot, Side, Size, Spacing, TextMetrics, Theme, Unit};
use series::{Series, Time, TimeRange};

/// Widths of a usual sans-serif font: wide characters are square, others a good half as wide.
pub(crate) struct Widths;

impl TextMetrics for Widths {
    fn width_px(&self, text: &str, font_px: f64) -> f64 {
        let wide = |char: char| u32::from(char) > 0x2E80;
        text.chars().map(|char| if wide(char) { 1.0 } else { 0.62 }).sum::<f64>() * font_px
    }
}

/// Friday 13 June 2025, 00:00 UTC.
pub(crate) const FRIDAY: Time = 1_749_772_800;
pub(crate) const HOUR: i64 = 3_600;
pub(crate) const DAY: i64 = 86_400;

pub(crate) fn zone(name: &str) -> impl Fn(Time) -> i32 {
    let zone = jiff::tz::TimeZone::get(name).unwrap();
    move |time| zone.to_offset(jiff::Timestamp::from_second(time).unwrap()).seconds()
}

pub(crate) fn utc(_: Time) -> i32 {
    0
}

/// A number between 0 and 1 that looks like chance and is always the same.
pub(crate) fn chance(seed: u64, at: i64) -> f64 {
    let mut state =
        seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (at as u64).wrapping_mul(0xD1B5_4A32_D192_ED03);
    state ^= state >> 29;
    state = state.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    state ^= state >> 32;
    (state >> 11) as f64 / (1_u64 << 53) as f64
}

/// A daily wave with noise, one sample a step.
pub(crate) fn wave(seed: u64, range: TimeRange, step_secs: i64, middle: f64, swing: f64) -> Series {
    (0..=range.secs() / step_secs)
        .map(|at| {
            let time = range.from + at * step_secs;
            let turn = (time as f64 / DAY as f64 + seed as f64 * 0.13) * std::f64::consts::TAU;
            (time, middle + swing * (0.7 * turn.sin() + 0.6 * (chance(seed, at) - 0.5)))
        })
        .collect()
}

pub(crate) fn line<'a>(name: &'a str, series: &'a Series, place: usize, step_secs: i64) -> Line<'a> {
    let style = chart::palette::style(place);
    Line {
        name,
        series,
        pyramid: None,
        color: style.color,
        dash: style.dash,
        stacked: false,
        side: Side::Left,
        step_secs,
        emphasis: Emphasis::Normal,
    }
}

pub(crate) fn plot<'a>(range: TimeRange, lines: &'a [Line<'a>]) -> Plot<'a> {
    Plot {
        size: Size { width_px: 640, height_px: 240 },
        scale: 1.0,
        range,
        lines,
        density: Density::Line,
        unit: Unit::Float,
        y_min: None,
        y_max: None,
        spacing: Spacing::Linear,
        right: None,
        reference_lines: &[],
        marks: &[],
        utc_offset_secs: &utc,
        locale: Locale::En,
        theme: &Theme::LIGHT,
    }
}
