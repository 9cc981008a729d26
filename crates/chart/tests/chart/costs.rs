//! What a picture costs, in figures that need no clock.

use crate::support::{Widths, line, plot, wave};
use chart::{Frame, Line, Raster, Size, layout, paint_canvas};
use downsample::Pyramid;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use series::{Series, TimeRange};
use std::convert::Infallible;

const STEP_SECS: i64 = 60;

/// Counts what it is told to paint.
#[derive(Debug, Default, PartialEq, Eq)]
struct Bill {
    pictures: usize,
    bytes: usize,
    paths: usize,
}

type Outcome = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Bill {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (0, 0)
    }

    fn ensure_prepared(&mut self) -> Outcome {
        Ok(())
    }

    fn present(&mut self) -> Outcome {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Outcome {
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, _: BackendCoord, _: BackendCoord, _: &S, _: bool) -> Outcome {
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, _: &str, _: &S, _: BackendCoord) -> Outcome {
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, _: I, _: &S) -> Outcome {
        self.paths += 1;
        Ok(())
    }

    fn blit_bitmap(&mut self, _: BackendCoord, _: (u32, u32), pixels: &[u8]) -> Outcome {
        self.pictures += 1;
        self.bytes += pixels.len();
        Ok(())
    }
}

/// A picture of 1000 × 400 with so many lines of so many samples, all in view.
fn with_picture<T>(count: u64, samples: i64, look: impl Fn(&dyn Fn() -> Frame) -> T) -> T {
    let range = TimeRange::new(0, (samples - 1) * STEP_SECS);
    let series: Vec<Series> = (0..count).map(|seed| wave(seed, range, STEP_SECS, 50.0, 30.0)).collect();
    let pyramids: Vec<Pyramid> = series.iter().map(|one| Pyramid::of(one.values())).collect();
    let with_pyramid = |(place, (series, pyramid)): (usize, (_, _))| Line {
        pyramid: Some(pyramid),
        ..line("", series, place, STEP_SECS)
    };
    let lines: Vec<Line<'_>> = series.iter().zip(&pyramids).enumerate().map(with_pyramid).collect();
    let plot = chart::Plot { size: Size { width_px: 1000, height_px: 400 }, ..plot(range, &lines) };
    look(&|| layout(&plot, &Widths))
}

#[test]
fn a_dense_line_has_two_vertices_in_each_column_however_many_samples() {
    for samples in [5_000, 50_000, 500_000] {
        let (columns, counts) = with_picture(3, samples, |picture| {
            let frame = picture();
            (frame.plot.width_px as usize, frame.counts)
        });
        assert_eq!(counts.samples, 3 * samples as usize);
        assert_eq!(counts.vertices, 3 * 2 * columns, "{samples} samples");
    }
}

#[test]
fn all_dense_lines_are_one_picture_and_no_path() {
    for count in [1, 20] {
        let bill = with_picture(count, 43_200, |picture| {
            let mut bill = Bill::default();
            paint_canvas(&picture(), &mut Raster::default(), &mut bill).unwrap();
            bill
        });
        assert_eq!(bill, Bill { pictures: 1, bytes: 1000 * 400 * 4, paths: 0 }, "{count} lines");
    }
}

#[test]
fn painting_again_allocates_nothing() {
    with_picture(20, 43_200, |picture| {
        let (mut raster, frame) = (Raster::default(), picture());
        let allocations = |raster: &mut Raster| {
            allocation_counter::measure(|| assert!(raster.draw(&frame).is_some())).count_total
        };
        assert!(allocations(&mut raster) > 0);
        assert_eq!(allocations(&mut raster), 0);
    });
}

#[test]
fn laying_out_allocates_by_lines_and_columns_not_by_samples() {
    let bytes = |samples| {
        with_picture(3, samples, |picture| allocation_counter::measure(|| drop(picture())).bytes_total)
    };
    let (few, many) = (bytes(50_000), bytes(500_000));
    assert!(many < few + few / 4, "{few} bytes, with ten times the samples {many}");
    // A run of two numbers for each column of each line, and as much again for all that stands around.
    assert!(few < 2 * 3 * 1000 * 16, "{few} bytes");
}
