//! Text filters. Pure: every word of the query must occur somewhere, in either case; an empty query matches all.

/// Whether the words all occur in the texts.
pub fn matches<'a>(query: &str, texts: impl IntoIterator<Item = &'a str>) -> bool {
    if query.trim().is_empty() {
        return true;
    }
    let all = texts.into_iter().map(str::to_lowercase).collect::<Vec<_>>().join("\n");
    query.to_lowercase().split_whitespace().all(|word| all.contains(word))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn every_word_must_occur() {
        let texts = ["web-01.example.net", "shop:web", "受注 DB"];
        let cases = [
            ("", true),
            ("  ", true),
            ("WEB", true),
            ("shop 01", true),
            ("受注", true),
            ("db　受注", true),
            ("shop:db", false),
            ("web 02", false),
        ];
        for (query, expected) in cases {
            assert_eq!(matches(query, texts), expected, "{query:?}");
        }
    }
}
