//! A frame as the text of an SVG file.
//!
//! Its size is in CSS pixels, its coordinates are the frame's device pixels: a frame of more of them is a finer picture
//! of the same size. A backend that gives up leaves an empty text.

use super::paint_svg;
use crate::Frame;
use plotters_svg::SVGBackend;

/// The whole file.
pub fn svg(frame: &Frame) -> String {
    let (width, height) = (frame.size.width_px, frame.size.height_px);
    let mut text = String::new();
    // Writing into memory does not fail; the file would then lack its end.
    if paint_svg(frame, &mut SVGBackend::with_string(&mut text, (width, height))).is_err() {
        return String::new();
    }
    let in_css = |px: u32| (f64::from(px) / frame.scale).round();
    text.replacen(
        &format!("width=\"{width}\" height=\"{height}\""),
        &format!("width=\"{}\" height=\"{}\"", in_css(width), in_css(height)),
        1,
    )
}
