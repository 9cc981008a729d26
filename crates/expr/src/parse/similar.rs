//! Which function was perhaps meant.

use crate::functions::FUNCTIONS;

/// What other languages call our functions, in lower case.
const OTHER_WORDS: [(&str, &str); 18] = [
    ("add", "sum"),
    ("average", "avg"),
    ("derivative", "diff"),
    ("difference", "diff"),
    ("div", "divide"),
    ("forecast", "timeLeftForecast"),
    ("mean", "avg"),
    ("minus", "diff"),
    ("mul", "product"),
    ("multiply", "product"),
    ("plus", "sum"),
    ("quantile", "percentile"),
    ("ratio", "divide"),
    ("regression", "linearRegression"),
    ("rename", "alias"),
    ("slots", "roleSlots"),
    ("stacked", "stack"),
    ("subtract", "diff"),
];

/// Most letters that may differ.
const MOST_EDITS: usize = 2;

/// The function nearest to a word: another case, another language, or a slip or two.
pub(super) fn similar(word: &str) -> Option<&'static str> {
    let lower = word.to_ascii_lowercase();
    if let Some(row) = OTHER_WORDS.iter().find(|row| row.0 == lower) {
        return Some(row.1);
    }
    // A short word with two slips is another word.
    let most = MOST_EDITS.min(word.chars().count() / 3);
    let distance = |name: &&'static str| edits(&lower, &name.to_ascii_lowercase());
    let names = FUNCTIONS.iter().map(|function| function.name);
    names.min_by_key(distance).filter(|name| distance(name) <= most)
}

/// How many letters have to be added, taken away, changed, or changed places with the next.
fn edits(one: &str, other: &str) -> usize {
    // What differs this much in length differs too much; long words cost nothing that way.
    if one.len().abs_diff(other.len()) > MOST_EDITS {
        return usize::MAX;
    }
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut edits = vec![vec![0; other.len() + 1]; one.len() + 1];
    for i in 0..=one.len() {
        for j in 0..=other.len() {
            if i == 0 || j == 0 {
                edits[i][j] = i + j;
                continue;
            }
            let changed = edits[i - 1][j - 1] + usize::from(one[i - 1] != other[j - 1]);
            edits[i][j] = changed.min(edits[i - 1][j] + 1).min(edits[i][j - 1] + 1);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                edits[i][j] = edits[i][j].min(edits[i - 2][j - 2] + 1);
            }
        }
    }
    edits[one.len()][other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_find_their_function() {
        let cases = [
            ("Avg", Some("avg")),
            ("avgs", Some("avg")),
            ("rolslots", Some("roleSlots")),
            ("timeshift", Some("timeShift")),
            ("movingAvrage", Some("movingAverage")),
            ("Mean", Some("avg")),
            ("hots", Some("host")),
            ("x", None),
            ("rate", None),
            ("histogram_quantile", None),
            ("", None),
            ("日本", None),
        ];
        for (word, expected) in cases {
            assert_eq!(similar(word), expected, "{word}");
        }
        for (word, name) in OTHER_WORDS {
            assert!(FUNCTIONS.iter().any(|function| function.name == name), "{word}");
        }
    }
}
