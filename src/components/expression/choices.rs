//! What a list of suggestions offers at a cursor, and the text after one is taken. Pure.
//!
//! Cursors are bytes of the text; the browser counts UTF-16 units, so there is a way from one to the other.

use expr::{Completion, Kind, Language, Span, Wants};

/// Most suggestions at once.
const MOST: usize = 12;

/// One suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// What is written.
    pub(crate) insert: String,
    /// What is read first.
    pub(crate) label: String,
    /// What it is.
    pub(crate) detail: String,
}

/// What exists, to choose from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// Id and name of each host.
    pub(crate) hosts: Vec<(String, String)>,
    /// Names of services.
    pub(crate) services: Vec<String>,
    /// Full names of roles, like `shop:web`.
    pub(crate) roles: Vec<String>,
    /// Metrics of the owner at the cursor.
    pub(crate) metrics: Vec<String>,
}

/// The suggestions, the best first. Nothing fits, nothing is offered.
pub(crate) fn choices(completion: &Completion, known: &Known, language: Language) -> Vec<Choice> {
    let plain = |texts: &[String]| -> Vec<Choice> {
        let one = |text: &String| Choice { insert: text.clone(), label: text.clone(), detail: String::new() };
        texts.iter().map(one).collect()
    };
    let all = match &completion.wants {
        Wants::Functions(functions) => {
            return functions
                .iter()
                .take(MOST)
                .map(|function| Choice {
                    insert: format!("{}(", function.name),
                    label: function.signature(),
                    detail: function.help.speak(language).to_owned(),
                })
                .collect();
        }
        Wants::Metric(_) => plain(&known.metrics),
        Wants::Literal(Kind::HostId) => {
            let one = |(id, name): &(String, String)| Choice {
                insert: id.clone(),
                label: name.clone(),
                detail: id.clone(),
            };
            known.hosts.iter().map(one).collect()
        }
        Wants::Literal(Kind::Service) => plain(&known.services),
        Wants::Literal(Kind::Role) => plain(&known.roles),
        Wants::Nothing | Wants::Literal(_) => Vec::new(),
    };
    let typed = completion.typed.to_lowercase();
    let fits = |choice: &Choice| {
        choice.insert != completion.typed
            && (choice.insert.to_lowercase().contains(&typed) || choice.label.to_lowercase().contains(&typed))
    };
    let mut found: Vec<Choice> = all.into_iter().filter(fits).collect();
    found.sort_by_key(|choice| !choice.insert.to_lowercase().starts_with(&typed));
    found.truncate(MOST);
    found
}

/// The text with a choice in place of a span, and the cursor behind it. A parenthesis that is there already stays.
pub(crate) fn take(text: &str, replace: Span, insert: &str) -> (String, usize) {
    let (before, after) = match (text.get(..replace.start), text.get(replace.end..)) {
        (Some(before), Some(after)) => (before, after),
        _ => (text, ""),
    };
    let opens = insert.ends_with('(') && after.starts_with('(');
    let after = if opens { &after[1..] } else { after };
    (format!("{before}{insert}{after}"), before.len() + insert.len())
}

/// The byte at so many UTF-16 units.
pub(crate) fn byte_at(text: &str, units: usize) -> usize {
    let mut left = units;
    for (at, c) in text.char_indices() {
        if left < c.len_utf16() {
            return at;
        }
        left -= c.len_utf16();
    }
    text.len()
}

/// The UTF-16 units before a byte.
pub(crate) fn units_at(text: &str, byte: usize) -> usize {
    text.char_indices().take_while(|(at, _)| *at < byte).map(|(_, c)| c.len_utf16()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expr::complete;

    fn known() -> Known {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Known {
            hosts: vec![("3aQ".to_owned(), "web 01".to_owned()), ("4bR".to_owned(), "db 01".to_owned())],
            services: words(&["shop", "api"]),
            roles: words(&["shop:web", "api:db"]),
            metrics: words(&["loadavg1", "loadavg5", "cpu.user.percentage"]),
        }
    }

    #[test]
    fn a_cursor_is_offered_what_may_stand_there() {
        let cases = [
            ("service(|", vec!["shop", "api"]),
            ("service(sh|", vec!["shop"]),
            ("service(shop, load|", vec!["loadavg1", "loadavg5"]),
            ("service(shop, user|", vec!["cpu.user.percentage"]),
            ("host(db|", vec!["4bR"]),
            ("role(|", vec!["shop:web", "api:db"]),
            ("scale(service(shop, a), |", vec![]),
            ("mov|", vec!["movingAverage("]),
        ];
        for (text, expected) in cases {
            let at = text.find('|').expect("a cursor");
            let text = text.replace('|', "");
            let found = choices(&complete(&text, at), &known(), Language::English);
            let found: Vec<&str> = found.iter().map(|choice| choice.insert.as_str()).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_choice_takes_the_place_of_what_was_typed() {
        let cases = [
            ("av", (0, 2), "avg(", "avg(", 4),
            ("av(x)", (0, 2), "avg(", "avg(x)", 4),
            ("host(db, 円)", (5, 7), "4bR", "host(4bR, 円)", 8),
            ("", (0, 0), "sum(", "sum(", 4),
        ];
        for (text, (start, end), insert, expected, cursor) in cases {
            assert_eq!(take(text, Span::new(start, end), insert), (expected.to_owned(), cursor), "{text}");
        }
    }

    #[test]
    fn places_are_found_in_both_counts() {
        let text = "a円😀b";
        for (units, byte) in [(0, 0), (1, 1), (2, 4), (4, 8), (5, 9)] {
            assert_eq!(byte_at(text, units), byte);
            assert_eq!(units_at(text, byte), units);
        }
        assert_eq!(byte_at(text, 99), text.len());
        assert_eq!(units_at(text, 99), 5);
    }
}
