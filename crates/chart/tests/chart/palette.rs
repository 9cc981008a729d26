//! Colours that can be told apart: against both cards, and by readers who see no red, no green or no blue.

use chart::{Color, Dash, Style, Theme, assign, palette::style};

type Matrix = [[f64; 3]; 3];

/// Full dichromacy after Machado, Oliveira and Fernandes (2009), in linear light.
const EYES: [(&str, Matrix); 4] = [
    ("usual", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

/// To CIE XYZ, white at D65.
const XYZ: Matrix =
    [[0.412_456, 0.357_576, 0.180_438], [0.212_673, 0.715_152, 0.072_175], [0.019_334, 0.119_192, 0.950_304]];

#[test]
fn the_first_eight_are_told_apart_by_all_eyes() {
    for (eyes, matrix) in EYES {
        for one in 0..8 {
            for other in 0..one {
                let distance = distance(lab(style(one).color, &matrix), lab(style(other).color, &matrix));
                assert!(distance > 14.0, "{one} and {other} are {distance:.1} apart with {eyes}");
            }
        }
    }
}

#[test]
fn every_colour_stands_out_from_both_cards() {
    for place in 0..30 {
        for card in [Theme::LIGHT.card, Theme::DARK.card] {
            let contrast = contrast(style(place).color, card);
            assert!(contrast >= 3.0, "{place} has {contrast:.2} on {}", card.css());
        }
    }
}

#[test]
fn labels_are_legible() {
    for theme in [Theme::LIGHT, Theme::DARK] {
        assert!(contrast(theme.label, theme.card) >= 4.5);
    }
}

#[test]
fn the_theme_is_the_one_of_the_style_sheet() {
    let sheet = include_str!("../../../../style/tokens.css").to_uppercase();
    let pairs = [
        ("--page", Theme::LIGHT.page, Theme::DARK.page),
        ("--text", Theme::LIGHT.text, Theme::DARK.text),
        ("--card", Theme::LIGHT.card, Theme::DARK.card),
        ("--secondary", Theme::LIGHT.label, Theme::DARK.label),
        ("--grid", Theme::LIGHT.grid, Theme::DARK.grid),
        ("--accent", Theme::LIGHT.accent, Theme::DARK.accent),
        ("--critical", Theme::LIGHT.critical, Theme::DARK.critical),
        ("--warning", Theme::LIGHT.warning, Theme::DARK.warning),
    ];
    for (token, light, dark) in pairs {
        let line = format!("{token}: light-dark({}, {});", light.css(), dark.css()).to_uppercase();
        assert!(sheet.contains(&line), "the style sheet lacks {line}");
    }
}

#[test]
fn no_series_looks_like_a_status() {
    for theme in [Theme::LIGHT, Theme::DARK] {
        for status in [theme.critical, theme.warning] {
            for place in 0..10 {
                let distance = distance(lab(style(place).color, &EYES[0].1), lab(status, &EYES[0].1));
                assert!(distance > 24.0, "{place} is {distance:.1} from {}", status.css());
            }
        }
    }
}

#[test]
fn thirty_series_have_thirty_looks_whatever_their_order() {
    let names: Vec<String> = (0..30).map(|at| format!("web-{at:02}")).collect();
    let mut identities: Vec<&str> = names.iter().map(String::as_str).collect();
    let styles = assign(&identities);
    for one in 0..30 {
        for other in 0..one {
            assert_ne!(styles[one], styles[other], "{one} and {other}");
        }
    }
    identities.reverse();
    let reversed: Vec<Style> = assign(&identities).into_iter().rev().collect();
    assert_eq!(styles, reversed);
}

#[test]
fn identities_keep_their_look_between_graphs_and_versions() {
    assert_eq!(assign(&[]), []);
    let alone = assign(&["web-01 loadavg5"])[0];
    assert_eq!(assign(&["db-01 loadavg5", "web-01 loadavg5"])[1], alone);
    let eight: Vec<Style> = assign(&["a", "b", "c", "d", "e", "f", "g", "h"]);
    assert!(eight.iter().all(|style| style.dash == Dash::Solid));
    assert!(eight.iter().all(|one| (0..8).any(|place| style(place) == *one)), "the safe hues go first");
    assert_eq!(assign(&["web-01"; 31]).len(), 31);
}

fn linear(channel: u8) -> f64 {
    let part = f64::from(channel) / 255.0;
    if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

fn light(color: Color) -> [f64; 3] {
    [linear(color.red), linear(color.green), linear(color.blue)]
}

fn times(matrix: &Matrix, vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(vector).map(|(factor, part)| factor * part).sum())
}

fn contrast(one: Color, other: Color) -> f64 {
    let luminance = |color| times(&XYZ, light(color))[1];
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn lab(color: Color, eyes: &Matrix) -> [f64; 3] {
    let seen = times(eyes, light(color)).map(|part| part.clamp(0.0, 1.0));
    let white = XYZ.map(|row| row.iter().sum::<f64>());
    let xyz = times(&XYZ, seen);
    let part = |at: usize| {
        let ratio: f64 = xyz[at] / white[at];
        if ratio > 0.008_856 { ratio.cbrt() } else { 7.787 * ratio + 16.0 / 116.0 }
    };
    [116.0 * part(1) - 16.0, 500.0 * (part(0) - part(1)), 200.0 * (part(1) - part(2))]
}

fn distance(one: [f64; 3], other: [f64; 3]) -> f64 {
    one.iter().zip(other).map(|(one, other)| (one - other).powi(2)).sum::<f64>().sqrt()
}
