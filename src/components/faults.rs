//! An expression with its mistakes underlined where they are, and what was expected there.

use crate::i18n::expression_language;
use crate::query::Faults;
use expr::Span;
use leptos::prelude::*;

/// The text, its wrong places underlined, and one line for each of them.
#[component]
pub fn FaultyExpression(
    /// The text and what is wrong with it.
    faults: Faults,
) -> impl IntoView {
    let spans: Vec<Span> = faults.errors.iter().map(|error| error.span).collect();
    let text = pieces(&faults.text, &spans).into_iter().map(|piece| match piece {
        Piece::Right(text) => view! { {text} }.into_any(),
        Piece::Wrong(text) => view! { <mark class="fault">{text}</mark> }.into_any(),
        Piece::Missing => view! { <mark class="fault missing"></mark> }.into_any(),
    });
    let text = text.collect_view();
    let errors = StoredValue::new(faults.errors);
    let messages = move || {
        let language = expression_language();
        errors.with_value(|errors| {
            errors.iter().map(|error| view! { <li>{error.message(language)}</li> }).collect_view()
        })
    };
    view! {
        <div class="faults" role="group" tabindex="0" aria-label=move || crate::i18n::t().graph.faulty>
            <pre class="prewrap">{text}</pre>
            <ul>{messages}</ul>
        </div>
    }
}

#[derive(Debug, PartialEq)]
enum Piece {
    Right(String),
    Wrong(String),
    /// A place between two characters where something is missing.
    Missing,
}

/// The text cut at the places. Places that overlap are one; those outside of the text are left out.
fn pieces(text: &str, spans: &[Span]) -> Vec<Piece> {
    let mut spans = spans.to_vec();
    spans.sort_by_key(|span| (span.start, span.end));
    let mut pieces = Vec::new();
    let mut at = 0;
    for span in spans {
        let start = span.start.max(at);
        let (Some(before), Some(wrong)) = (text.get(at..start), text.get(start..span.end)) else { continue };
        if !before.is_empty() {
            pieces.push(Piece::Right(before.to_owned()));
        }
        pieces.push(if wrong.is_empty() { Piece::Missing } else { Piece::Wrong(wrong.to_owned()) });
        at = span.end;
    }
    if at < text.len() {
        pieces.extend(text.get(at..).map(|rest| Piece::Right(rest.to_owned())));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_places_are_cut_out() {
        let right = |text: &str| Piece::Right(text.to_owned());
        let wrong = |text: &str| Piece::Wrong(text.to_owned());
        let cases = [
            ("", vec![(0, 0)], vec![Piece::Missing]),
            ("avg(x)", vec![], vec![right("avg(x)")]),
            ("avg(x)", vec![(4, 5)], vec![right("avg("), wrong("x"), right(")")]),
            ("avg(", vec![(4, 4)], vec![right("avg("), Piece::Missing]),
            ("語x語", vec![(4, 7), (0, 3)], vec![wrong("語"), right("x"), wrong("語")]),
            ("abcdef", vec![(0, 3), (2, 5)], vec![wrong("abc"), wrong("de"), right("f")]),
            ("abc", vec![(7, 9), (1, 99)], vec![right("abc")]),
        ];
        for (text, spans, expected) in cases {
            let spans: Vec<Span> = spans.into_iter().map(|(start, end)| Span::new(start, end)).collect();
            assert_eq!(pieces(text, &spans), expected, "{text}");
        }
    }
}
