//! What each step of a pan computes, one line for each contender, as an SVG: `bench-picture FOLDER FILE`.
//!
//! The folder holds what the bench measured; of it the picture shows twenty lines at two device pixels per pixel. A step
//! is drawn as a second. Without that measurement the picture is an empty graph.

use chart::{
    Dash, Density, Emphasis, Line, Locale, Plot, ReferenceLine, Side, Size, Spacing, TextMetrics, Theme,
    Unit, layout, palette, svg,
};
use serde::Deserialize;
use series::{Series, TimeRange};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

/// The work and the ratio that are shown.
const SHOWN: &str = "c-2.json";
const SIZE: Size = Size { width_px: 1000, height_px: 320 };

#[derive(Deserialize)]
struct Run {
    results: Vec<Measured>,
}

#[derive(Deserialize)]
struct Measured {
    contender: String,
    steps: Steps,
}

#[derive(Deserialize)]
struct Steps {
    /// Milliseconds of every step.
    cpu: Vec<f64>,
}

/// Digits and Latin letters are about this wide; the picture has nothing else.
struct Widths;

impl TextMetrics for Widths {
    fn width_px(&self, text: &str, font_px: f64) -> f64 {
        text.chars().count() as f64 * font_px * 0.6
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(folder), Some(file)) = (arguments.next(), arguments.next()) else {
        return Err("usage: bench-picture FOLDER FILE".into());
    };
    let measured = match std::fs::read_to_string(folder.join(SHOWN)) {
        Ok(text) => serde_json::from_str::<Run>(&text)?.results,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    draw(&medians(measured), &file)
}

/// For each contender the median of every step over all runs.
fn medians(measured: Vec<Measured>) -> BTreeMap<String, Series> {
    let mut runs: BTreeMap<String, Vec<Vec<f64>>> = BTreeMap::new();
    for Measured { contender, steps } in measured {
        runs.entry(contender).or_default().push(steps.cpu);
    }
    let medians = |runs: Vec<Vec<f64>>| {
        let steps = runs.iter().map(Vec::len).min().unwrap_or(0);
        let of_step = |step: usize| {
            let all = runs.iter().filter_map(|run| run.get(step).copied()).collect();
            Some((step as i64, middle(all)?))
        };
        (0..steps).filter_map(of_step).collect()
    };
    runs.into_iter().map(|(contender, runs)| (contender, medians(runs))).collect()
}

fn draw(medians: &BTreeMap<String, Series>, file: &Path) -> Result<(), Box<dyn Error>> {
    let lines: Vec<Line<'_>> = medians.iter().enumerate().map(line).collect();
    let last = lines.iter().filter_map(|line| line.series.times().last().copied()).max().unwrap_or(1);
    // The name of a line stands at its middle value.
    let labels: Vec<ReferenceLine<'_>> = lines.iter().filter_map(label).collect();
    let plot = Plot {
        size: SIZE,
        scale: 1.0,
        range: TimeRange::new(0, last),
        lines: &lines,
        density: Density::Line,
        unit: Unit::Milliseconds,
        y_min: None,
        y_max: None,
        spacing: Spacing::Log,
        right: None,
        reference_lines: &labels,
        marks: &[],
        utc_offset_secs: &|_| 0,
        locale: Locale::En,
        theme: &Theme::LIGHT,
    };
    Ok(std::fs::write(file, svg(&layout(&plot, &Widths)))?)
}

fn label<'a>(line: &Line<'a>) -> Option<ReferenceLine<'a>> {
    let value = middle(line.series.values().to_vec())?;
    Some(ReferenceLine { label: line.name, value, ..ReferenceLine::default() })
}

fn middle(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

fn line<'a>((place, (name, series)): (usize, (&'a String, &'a Series))) -> Line<'a> {
    Line {
        name,
        series,
        pyramid: None,
        color: palette::style(place).color,
        dash: Dash::Solid,
        stacked: false,
        side: Side::Left,
        step_secs: 1,
        emphasis: Emphasis::Normal,
    }
}
