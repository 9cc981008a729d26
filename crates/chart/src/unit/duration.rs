//! Durations as people write them: one unit with decimals below two minutes, two whole units above.

/// The unit of an axis whose largest tick is so long: its length in seconds and its name.
pub(super) fn axis_unit(highest_secs: f64) -> (f64, &'static str) {
    const UNITS: [(f64, f64, &str); 5] = [
        (2.0 * 86_400.0, 86_400.0, "d"),
        (2.0 * 3_600.0, 3_600.0, "h"),
        (120.0, 60.0, "min"),
        (1.001, 1.0, "s"),
        (0.001, 0.001, "ms"),
    ];
    UNITS
        .iter()
        .find(|(from, ..)| highest_secs >= *from)
        .map_or((0.000_001, "µs"), |&(_, secs, name)| (secs, name))
}

/// A single duration.
pub(super) fn format(secs: f64, digits: usize) -> String {
    let size = secs.abs();
    if size == 0.0 {
        return "0 s".to_owned();
    }
    let (divisor, name) = match size {
        _ if size < 0.001 => (0.000_001, "µs"),
        _ if size < 1.0 => (0.001, "ms"),
        _ if size < 120.0 => (1.0, "s"),
        _ => return two_units(secs),
    };
    let number = secs / divisor;
    format!("{} {name}", super::trimmed(number, super::decimals_for(number, digits)))
}

fn two_units(secs: f64) -> String {
    const PAIRS: [(f64, &str, f64, &str); 3] =
        [(86_400.0, "d", 3_600.0, "h"), (3_600.0, "h", 60.0, "min"), (60.0, "min", 1.0, "s")];
    let sign = if secs < 0.0 { "-" } else { "" };
    let size = secs.abs();
    let found = PAIRS.iter().find(|(large, ..)| size >= *large).unwrap_or(&PAIRS[2]);
    let &(large, large_name, small, small_name) = found;
    let smalls = (size / small).round();
    let per_large = large / small;
    let wholes = (smalls / per_large).floor();
    let rest = smalls - wholes * per_large;
    if rest == 0.0 {
        format!("{sign}{wholes:.0} {large_name}")
    } else {
        format!("{sign}{wholes:.0} {large_name} {rest:.0} {small_name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_people_write_them() {
        let cases = [
            (0.0, "0 s"),
            (0.000_002_5, "2.5 µs"),
            (0.0123, "12.3 ms"),
            (1.0, "1 s"),
            (-1.5, "-1.5 s"),
            (119.0, "119 s"),
            (125.0, "2 min 5 s"),
            (3_600.0, "1 h"),
            (3_725.0, "1 h 2 min"),
            (86_400.0 * 3.0 + 4.0 * 3_600.0, "3 d 4 h"),
            (-7_200.0, "-2 h"),
        ];
        for (secs, expected) in cases {
            assert_eq!(format(secs, 3), expected, "{secs}");
        }
    }
}
