//! The text of an expression in pieces: what each means and whether it is wrong. Pure, and the view of it.
//!
//! The pieces in order are the whole text. An error without extent marks the character before it, or a blank at the
//! very beginning of nothing.

use expr::{Error, Meaning, Span, marks};
use leptos::prelude::*;

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) class: &'static str,
    pub(crate) is_wrong: bool,
}

/// The pieces of a text with these errors.
pub(crate) fn pieces(text: &str, errors: &[Error]) -> Vec<Piece> {
    let marks = marks(text);
    let wrong: Vec<Span> = errors.iter().map(|error| extended(text, error.span)).collect();
    let mut borders: Vec<usize> = vec![0, text.len()];
    borders.extend(marks.iter().flat_map(|mark| [mark.span.start, mark.span.end]));
    borders.extend(wrong.iter().flat_map(|span| [span.start, span.end]));
    borders.sort_unstable();
    borders.dedup();
    borders
        .windows(2)
        .filter_map(|border| {
            let span = Span::new(border[0], border[1]);
            let covers = |other: &Span| other.start <= span.start && span.end <= other.end;
            let meaning = marks.iter().find(|mark| covers(&mark.span)).map(|mark| mark.meaning);
            let piece = Piece {
                text: text.get(span.start..span.end)?.to_owned(),
                class: class(meaning),
                is_wrong: wrong.iter().any(covers),
            };
            (!piece.text.is_empty()).then_some(piece)
        })
        .collect()
}

/// The view of the pieces.
pub(crate) fn ink(text: &str, errors: &[Error]) -> impl IntoView + use<> {
    let one = |piece: Piece| {
        let wrong = if piece.is_wrong { " wrong" } else { "" };
        view! { <span class=format!("{}{wrong}", piece.class)>{piece.text}</span> }
    };
    pieces(text, errors).into_iter().map(one).collect_view()
}

/// A place between characters becomes the character before it, else the one behind.
fn extended(text: &str, span: Span) -> Span {
    if span.start < span.end {
        return span;
    }
    let before = text.get(..span.start).and_then(|before| before.chars().next_back());
    let after = text.get(span.end..).and_then(|after| after.chars().next());
    match (before, after) {
        (Some(c), _) => Span::new(span.start - c.len_utf8(), span.end),
        (None, Some(c)) => Span::new(span.start, span.end + c.len_utf8()),
        (None, None) => span,
    }
}

fn class(meaning: Option<Meaning>) -> &'static str {
    match meaning {
        Some(Meaning::Function) => "ink-function",
        Some(Meaning::Literal(_)) => "ink-literal",
        Some(Meaning::Stray) => "ink-stray",
        Some(Meaning::Punctuation) | None => "ink-plain",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expr::parse;

    #[test]
    fn the_pieces_are_the_text_and_the_wrong_ones_are_marked() {
        let cases = [
            ("avg(role(shop:web, loadavg5))", ""),
            ("avgg(host(a, b))", "avgg"),
            ("host(3a, ", " "),
            ("円", "円"),
            ("", ""),
        ];
        for (text, wrong) in cases {
            let errors = parse(text).err().unwrap_or_default();
            let pieces = pieces(text, &errors);
            let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
            assert_eq!(whole, text);
            let found: String =
                pieces.iter().filter(|piece| piece.is_wrong).map(|piece| piece.text.as_str()).collect();
            assert_eq!(found, wrong, "{text}");
        }
    }

    #[test]
    fn functions_and_literals_look_different() {
        let found = pieces("avg(host(3a, load))", &[]);
        let of = |class: &str| -> Vec<&str> {
            found.iter().filter(|piece| piece.class == class).map(|piece| piece.text.as_str()).collect()
        };
        assert_eq!(of("ink-function"), ["avg", "host"]);
        assert_eq!(of("ink-literal"), ["3a", "load"]);
    }
}
