//! The text as tokens. Every byte that is no blank belongs to exactly one; nothing is refused here.
//!
//! Words are whatever stands between blanks, quotes, commas and parentheses: what a word may be depends on its place.
//! Commas within braces belong to the word, so that `cpu.{user,system}` is one mistake and not three.

use crate::span::Span;

/// A piece of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`
    Comma,
    /// A text in quotes; the span has them.
    Quoted,
    /// A quote without its end, up to where the argument seems to end.
    OpenQuote,
    /// Anything else without blanks.
    Word,
}

/// Cuts a text into tokens.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if is_blank(c) {
            at += 1;
            continue;
        }
        let (kind, length) = match c {
            '(' => (TokenKind::Open, 1),
            ')' => (TokenKind::Close, 1),
            ',' => (TokenKind::Comma, 1),
            '\'' | '"' => quoted(&text[at..], c),
            _ => (TokenKind::Word, word_length(&text[at..])),
        };
        tokens.push(Token { kind, span: Span::new(at, at + length) });
        at += length;
    }
    tokens
}

/// What is free between tokens.
pub(crate) const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

fn quoted(text: &str, quote: char) -> (TokenKind, usize) {
    if let Some(inner) = text[1..].find(quote) {
        return (TokenKind::Quoted, inner + 2);
    }
    let end = text.find([',', ')', '\n']).unwrap_or(text.len());
    (TokenKind::OpenQuote, text[..end].trim_end_matches(is_blank).len())
}

fn word_length(text: &str) -> usize {
    let mut in_braces_until = 0;
    for (at, c) in text.char_indices() {
        let ends = is_blank(c) || matches!(c, '(' | ')' | ',' | '\'' | '"');
        if ends && at >= in_braces_until {
            return at;
        }
        if c == '{' && at >= in_braces_until {
            in_braces_until = at + braced_length(&text[at..]);
        }
    }
    text.len()
}

/// How far a `{` reaches: to its `}`, if only a list of words lies between.
fn braced_length(text: &str) -> usize {
    match text.find(['}', '(', ')', '\'', '"', '\n']) {
        Some(end) if text[end..].starts_with('}') => end + 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_tokens() {
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            (" \t\r\n", &[]),
            ("avg(x)", &["avg", "(", "x", ")"]),
            ("role( shop: web ,cpu.*)", &["role", "(", "shop:", "web", ",", "cpu.*", ")"]),
            ("'a, (b)' \"c'd\"", &["'a, (b)'", "\"c'd\""]),
            ("ab'c'd", &["ab", "'c'", "d"]),
            ("f('abc , x)", &["f", "(", "'abc", ",", "x", ")"]),
            ("'abc  ", &["'abc"]),
            ("1 / 86400", &["1", "/", "86400"]),
            ("cpu.{user, system}.p, x", &["cpu.{user, system}.p", ",", "x"]),
            ("a{b,c", &["a{b", ",", "c"]),
            ("日本 語（", &["日本", "語（"]),
        ];
        for (text, expected) in cases {
            let found: Vec<&str> = tokens(text).iter().map(|token| token.span.of(text)).collect();
            assert_eq!(&found, expected, "{text}");
        }
    }
}
