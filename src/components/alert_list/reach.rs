//! Where the lines of a long list begin, and which of them are in sight. Pure.
//!
//! * Without lines, or without a height, nothing is in sight.
//! * A place beyond the end shows the last lines.

use std::ops::Range;

/// Lines drawn above and below what is in sight, so that a scroll finds them there.
const BEYOND: usize = 8;

/// Where each line begins, and at the end where the last one ends, in CSS pixels from the top.
#[derive(Debug, Clone, PartialEq)]
pub struct Tops(Vec<f64>);

impl Tops {
    /// Lines of these heights, one below the other.
    pub fn of(heights_css: impl Iterator<Item = f64>) -> Self {
        let mut tops = vec![0.0];
        let mut end = 0.0;
        for height_css in heights_css {
            end += height_css;
            tops.push(end);
        }
        Self(tops)
    }

    /// How high all lines are together.
    pub fn height_css(&self) -> f64 {
        self.0.last().copied().unwrap_or(0.0)
    }

    /// Where a line begins.
    pub fn top_css(&self, line: usize) -> f64 {
        self.0.get(line).copied().unwrap_or_else(|| self.height_css())
    }

    /// The first line that is in sight, at least in part.
    pub fn first(&self, top_css: f64) -> usize {
        self.0.partition_point(|&top| top <= top_css).saturating_sub(1)
    }

    /// The lines to draw.
    pub fn visible(&self, top_css: f64, height_css: f64) -> Range<usize> {
        let count = self.0.len().saturating_sub(1);
        if height_css <= 0.0 || count == 0 {
            return 0..0;
        }
        let top_css = top_css.clamp(0.0, (self.height_css() - height_css).max(0.0));
        let last = self.0.partition_point(|&top| top < top_css + height_css);
        self.first(top_css).saturating_sub(BEYOND)..(last + BEYOND).min(count)
    }

    /// Where to scroll so that a line is in sight whole; where it is already, not at all.
    pub fn reveal(&self, line: usize, top_css: f64, height_css: f64) -> f64 {
        let (begin, end) = (self.top_css(line), self.top_css(line + 1));
        if begin < top_css {
            begin
        } else if end > top_css + height_css {
            end - height_css
        } else {
            top_css
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(count: usize) -> Tops {
        Tops::of(std::iter::repeat_n(40.0, count))
    }

    #[test]
    fn the_lines_in_sight_and_a_few_more_are_drawn() {
        let cases = [
            (0.0, 400.0, 0, 0..0),
            (0.0, 0.0, 9, 0..0),
            (0.0, 400.0, 9, 0..9),
            (0.0, 400.0, 15_000, 0..18),
            (4_010.0, 400.0, 15_000, 92..119),
            (9e9, 400.0, 15_000, 14_982..15_000),
            (-50.0, 400.0, 15_000, 0..18),
        ];
        for (top, height, count, expected) in cases {
            assert_eq!(same(count).visible(top, height), expected, "{top} {height} {count}");
        }
    }

    #[test]
    fn lines_may_differ_in_height() {
        let tops = Tops::of([36.0, 76.0, 76.0, 36.0, 76.0].into_iter());
        assert_eq!(
            (0..=6).map(|line| tops.top_css(line)).collect::<Vec<_>>(),
            [0.0, 36.0, 112.0, 188.0, 224.0, 300.0, 300.0]
        );
        for (top, expected) in [(0.0, 0), (35.0, 0), (36.0, 1), (190.0, 3), (299.0, 4)] {
            assert_eq!(tops.first(top), expected, "{top}");
        }
        assert_eq!(Tops::of(std::iter::empty()).height_css(), 0.0);
    }

    #[test]
    fn a_line_out_of_sight_is_scrolled_to_the_nearer_edge() {
        let cases = [(0, 100.0, 0.0), (3, 100.0, 100.0), (12, 100.0, 120.0), (9, 0.0, 0.0), (10, 0.0, 40.0)];
        for (line, top, expected) in cases {
            assert_eq!(same(20).reveal(line, top, 400.0), expected, "{line} from {top}");
        }
    }
}
