//! Tables as comma separated values (RFC 4180).
//!
//! * A cell with a comma, a quote or the end of a line is quoted; every record ends with CR LF.
//! * A text that a spreadsheet would take for a formula begins with an apostrophe. Numbers are ours and stay numbers.
//! * Of lines each time of any of them is one record; where a line has no point its cell is empty. Nothing is rounded.
//! * Without lines, or without points, the headings alone remain.

use chart::iso_time;
use series::{Series, Time, align};
use std::fmt::Write;

const END: &str = "\r\n";

/// One record of texts.
pub fn record<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = cells.into_iter().map(cell).collect::<Vec<_>>().join(",");
    text.push_str(END);
    text
}

/// Lines by time. Names and series are as many; times are written with the zone of their moment.
pub fn lines(names: &[&str], series: &[Series], utc_offset_secs: &dyn Fn(Time) -> i32) -> String {
    let mut text = record(std::iter::once("time").chain(names.iter().copied()));
    align(&series.iter().collect::<Vec<_>>(), |time, present| {
        text.push_str(&iso_time(time, utc_offset_secs(time)));
        let mut present = present.iter().peekable();
        for column in 0..series.len() {
            text.push(',');
            if let Some((_, value)) = present.next_if(|(at, _)| *at == column) {
                // Writing into memory cannot fail.
                let _ = write!(text, "{value}");
            }
        }
        text.push_str(END);
    });
    text
}

/// One number: what it is, when it was measured, its value as it is and its unit.
pub fn value(name: &str, time: &str, value: f64, unit: &str) -> String {
    let mut text = record(["name", "time", "value", "unit"]);
    let (name, unit) = (cell(name), cell(unit));
    // As above.
    let _ = write!(text, "{name},{time},{value},{unit}{END}");
    text
}

fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_survive_a_spreadsheet() {
        let cases = [
            ("plain", "plain"),
            ("", ""),
            ("a, b", "\"a, b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\r\nlines", "\"two\r\nlines\""),
            ("=1+1", "'=1+1"),
            ("+81", "'+81"),
            ("@here", "'@here"),
            ("\tx", "'\tx"),
            ("-1, -2", "\"'-1, -2\""),
            ("a=1", "a=1"),
            ("負荷", "負荷"),
        ];
        for (text, expected) in cases {
            assert_eq!(record(["x", text]), format!("x,{expected}\r\n"), "{text:?}");
        }
    }

    #[test]
    fn each_time_is_a_record_and_a_gap_an_empty_cell() {
        let zone = |time: Time| if time < 120 { 32_400 } else { -9_000 };
        let series = [
            Series::from_points([(0, -1.5), (60, 0.1 + 0.2), (180, 1e21)]),
            Series::default(),
            Series::from_points([(60, 42.0), (120, 1e-7)]),
        ];
        let text = lines(&["=a", "none", "b, c"], &series, &zone);
        assert_eq!(
            text,
            "time,'=a,none,\"b, c\"\r\n\
             1970-01-01T09:00:00+09:00,-1.5,,\r\n\
             1970-01-01T09:01:00+09:00,0.30000000000000004,,42\r\n\
             1969-12-31T21:32:00-02:30,,,0.0000001\r\n\
             1969-12-31T21:33:00-02:30,1000000000000000000000,,\r\n"
        );
        for row in text.lines().skip(1) {
            assert_eq!(row.matches(',').count(), 3, "{row}");
        }
        assert_eq!(lines(&[], &[], &zone), "time\r\n");
    }

    #[test]
    fn a_number_is_a_table_of_one_row() {
        let text = value("-rate", "2026-01-01T00:00:00+00:00", -0.25, "%, of all");
        assert_eq!(text, "name,time,value,unit\r\n'-rate,2026-01-01T00:00:00+00:00,-0.25,\"%, of all\"\r\n");
    }
}
