//! Text in a box of a picture: broken into rows, cut where the box ends.
//!
//! * A row is never wider than the box, unless one character alone is.
//! * Blanks are where rows end; between wide characters, which need none, a row may end anywhere.
//! * A box that is too low shows the first rows, and an ellipsis at the end of the last one.

use chart::{TextMetrics, fitted};

/// The rows of a text; each line of it begins a new one.
pub fn wrapped(text: &str, width_px: f64, font_px: f64, metrics: &dyn TextMetrics) -> Vec<String> {
    text.lines().flat_map(|line| rows_of(line.trim_end(), width_px, font_px, metrics)).collect()
}

/// At most so many rows; where there are more, the last one ends in an ellipsis.
pub fn cut(
    mut rows: Vec<String>,
    most: usize,
    width_px: f64,
    font_px: f64,
    metrics: &dyn TextMetrics,
) -> Vec<String> {
    if rows.len() > most {
        rows.truncate(most);
        if let Some(last) = rows.last_mut() {
            let room_px = width_px - metrics.width_px("…", font_px);
            *last = format!("{}…", fitted(last, room_px, font_px, metrics).trim_end_matches('…'));
        }
    }
    rows
}

fn rows_of(line: &str, width_px: f64, font_px: f64, metrics: &dyn TextMetrics) -> Vec<String> {
    let mut rows = Vec::new();
    let mut row = String::new();
    for piece in pieces(line) {
        let wider = format!("{row}{piece}");
        if row.is_empty() || metrics.width_px(wider.trim_end(), font_px) <= width_px {
            row = wider;
        } else {
            rows.push(row.trim_end().to_owned());
            piece.trim_start().clone_into(&mut row);
        }
        // A word that is wider than the box is broken where the box ends.
        while row.chars().count() > 1 && metrics.width_px(row.trim_end(), font_px) > width_px {
            let at = break_at(&row, width_px, font_px, metrics);
            let rest = row.split_off(at);
            rows.push(std::mem::replace(&mut row, rest));
        }
    }
    rows.push(row.trim_end().to_owned());
    rows
}

/// Words with the blanks after them; a wide character is a word.
fn pieces(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, char) in line.char_indices() {
        let ends_blank = before == Some(' ') && char != ' ';
        if at > start && (ends_blank || is_wide(char) || before.is_some_and(is_wide) && char != ' ') {
            found.push(&line[start..at]);
            start = at;
        }
        before = Some(char);
    }
    if start < line.len() {
        found.push(&line[start..]);
    }
    found
}

fn is_wide(char: char) -> bool {
    u32::from(char) > 0x2E80
}

/// The byte after the last character that fits; at least one character does.
fn break_at(row: &str, width_px: f64, font_px: f64, metrics: &dyn TextMetrics) -> usize {
    let ends: Vec<usize> = row.char_indices().map(|(at, char)| at + char.len_utf8()).collect();
    let fits = ends.partition_point(|&end| metrics.width_px(&row[..end], font_px) <= width_px);
    ends[fits.max(1) - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Square;

    impl TextMetrics for Square {
        fn width_px(&self, text: &str, font_px: f64) -> f64 {
            text.chars().count() as f64 * font_px
        }
    }

    #[test]
    fn rows_end_at_blanks_and_within_words_that_are_too_long() {
        let cases: [(&str, &[&str]); 8] = [
            ("", &[]),
            ("abc", &["abc"]),
            ("ab cd ef", &["ab cd", "ef"]),
            ("abcdefgh", &["abcde", "fgh"]),
            ("a abcdefgh", &["a", "abcde", "fgh"]),
            ("当番はまずここを見る", &["当番はまず", "ここを見る"]),
            ("a\n\nb", &["a", "", "b"]),
            ("load 当番 ab", &["load", "当番 ab"]),
        ];
        for (text, expected) in cases {
            let rows = wrapped(text, 50.0, 10.0, &Square);
            assert_eq!(rows, expected, "{text:?}");
            assert!(rows.iter().all(|row| row.chars().count() <= 5));
        }
        assert_eq!(wrapped("abc", 1.0, 10.0, &Square), ["a", "b", "c"]);
    }

    #[test]
    fn what_is_cut_off_is_said() {
        let rows = || ["abcde", "fg", "h"].map(str::to_owned).to_vec();
        assert_eq!(cut(rows(), 3, 50.0, 10.0, &Square), rows());
        assert_eq!(cut(rows(), 2, 50.0, 10.0, &Square), ["abcde", "fg…"]);
        assert_eq!(cut(rows(), 1, 50.0, 10.0, &Square), ["abc…"]);
        assert!(cut(rows(), 0, 50.0, 10.0, &Square).is_empty());
    }
}
