//! What a redraw costs from the samples to the pixels: the layout, and the raster. Read ratios within one run.

use chart::{
    Dash, Density, Emphasis, Line, Locale, Plot, Raster, Side, Size, Spacing, TextMetrics, Theme, Unit,
    layout, palette,
};
use criterion::{Criterion, criterion_group, criterion_main};
use downsample::Pyramid;
use series::{Series, TimeRange};

const STEP_SECS: i64 = 60;

struct Widths;

impl TextMetrics for Widths {
    fn width_px(&self, text: &str, font_px: f64) -> f64 {
        text.chars().count() as f64 * font_px * 0.62
    }
}

/// Lines and samples of each, the share of the period in view, CSS size and device pixel ratio are the picture's name.
const PICTURES: &[(usize, usize, f64)] = &[
    (20, 43_200, 1.0),
    (20, 43_200, 0.4),
    (20, 43_200, 0.1),
    (1, 100_000, 1.0),
    (1, 10_000_000, 1.0),
    (1, 10_000_000, 0.1),
];

fn redraw(criterion: &mut Criterion) {
    for &(count, samples, share) in PICTURES {
        let all: Vec<Series> = (0..count).map(|seed| noise(seed as u64, samples)).collect();
        let pyramids: Vec<Pyramid> = all.iter().map(|series| Pyramid::of(series.values())).collect();
        let lines: Vec<Line<'_>> = all
            .iter()
            .zip(&pyramids)
            .enumerate()
            .map(|(place, (series, pyramid))| line(series, pyramid, place))
            .collect();
        let secs = (samples as f64 * STEP_SECS as f64 * share) as i64;
        for scale in [1.0, 2.0] {
            let plot = plot(&lines, secs, scale);
            let mut group =
                criterion.benchmark_group(format!("{count} x {samples}, {share} in view, ratio {scale}"));
            group.sample_size(10);
            group.bench_function("layout", |bencher| bencher.iter(|| layout(&plot, &Widths)));
            let frame = layout(&plot, &Widths);
            let mut raster = Raster::default();
            group.bench_function("raster", |bencher| {
                bencher.iter(|| raster.draw(&frame).map(|pixels| pixels.rgba.len()));
            });
        }
    }
}

/// A rhythm with noise that fills a twentieth of the height around its own middle.
fn noise(seed: u64, samples: usize) -> Series {
    let mut state = seed + 1;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1_u32 << 31)
    };
    let value =
        |at: usize, chance: f64| seed as f64 * 5.0 + (at as f64 / 2_000.0).sin() * 8.0 + chance * 10.0;
    (0..samples).map(|at| (at as i64 * STEP_SECS, value(at, next()))).collect()
}

fn line<'a>(series: &'a Series, pyramid: &'a Pyramid, place: usize) -> Line<'a> {
    Line {
        name: "",
        series,
        pyramid: Some(pyramid),
        color: palette::style(place).color,
        dash: Dash::Solid,
        stacked: false,
        side: Side::Left,
        step_secs: STEP_SECS,
        emphasis: Emphasis::Normal,
    }
}

fn plot<'a>(lines: &'a [Line<'a>], secs: i64, scale: f64) -> Plot<'a> {
    Plot {
        size: Size { width_px: (1_000.0 * scale) as u32, height_px: (400.0 * scale) as u32 },
        scale,
        range: TimeRange::new(0, secs),
        lines,
        density: Density::Line,
        unit: Unit::Float,
        y_min: None,
        y_max: None,
        spacing: Spacing::Linear,
        right: None,
        reference_lines: &[],
        marks: &[],
        utc_offset_secs: &|_| 0,
        locale: Locale::En,
        theme: &Theme::LIGHT,
    }
}

criterion_group!(benches, redraw);
criterion_main!(benches);
