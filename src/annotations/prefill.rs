//! The form's link: what its query says becomes an annotation to be written. Pure.
//!
//! What is missing is empty, a moment that is none is now, and an end before the start is the start.

use crate::window::moment;
use mackerel::annotations::{Annotation, MAX_DESCRIPTION_CHARS, MAX_TITLE_CHARS};
use series::Time;

/// The annotation that a query asks for.
pub fn annotation(query: impl Fn(&str) -> Option<String>, now: Time) -> Annotation {
    let text = |key: &str, most: usize| query(key).unwrap_or_default().chars().take(most).collect::<String>();
    let time = |key: &str| query(key).and_then(|word| moment(&word, now));
    let from = time("from").unwrap_or(now);
    let roles = query("roles").or_else(|| query("role")).unwrap_or_default();
    Annotation {
        id: String::new(),
        title: text("title", MAX_TITLE_CHARS),
        description: text("description", MAX_DESCRIPTION_CHARS),
        from,
        to: time("to").unwrap_or(from).max(from),
        service: query("service").unwrap_or_default(),
        roles: roles.split(',').map(str::trim).filter(|role| !role.is_empty()).map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = 1_800_000_000;

    type Query<'a> = &'a [(&'a str, &'a str)];

    fn read(query: Query<'_>) -> Annotation {
        let found = |key: &str| query.iter().find(|row| row.0 == key).map(|row| row.1.to_owned());
        annotation(found, NOW)
    }

    #[test]
    fn a_query_fills_the_form() {
        let full = read(&[
            ("service", "shop"),
            ("roles", "web, db,"),
            ("title", "v1"),
            ("description", "d"),
            ("from", "now-10m"),
            ("to", "now"),
        ]);
        assert_eq!((full.service.as_str(), full.title.as_str()), ("shop", "v1"));
        assert_eq!(full.roles, ["web", "db"]);
        assert_eq!((full.from, full.to), (NOW - 600, NOW));
        let cases: [(Query<'_>, Time, Time); 5] = [
            (&[], NOW, NOW),
            (&[("from", "1700000000")], 1_700_000_000, 1_700_000_000),
            (&[("from", "1700000000"), ("to", "1600000000")], 1_700_000_000, 1_700_000_000),
            (&[("from", "lunch"), ("to", "now")], NOW, NOW),
            (&[("from", "now-99999999999999999999d")], NOW, NOW),
        ];
        for (query, from, to) in cases {
            let found = read(query);
            assert_eq!((found.from, found.to), (from, to), "{query:?}");
        }
        assert_eq!(read(&[("title", &"x".repeat(999))]).title.len(), MAX_TITLE_CHARS);
    }
}
