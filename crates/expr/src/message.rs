//! Errors in words: what was expected, what was found, and how to say it right. Lower case, without a full stop.

use crate::error::{Error, Problem, Wanted};
use crate::functions::Function;
use crate::language::{Language, Text};
use crate::limits;
use std::fmt;

/// Longest piece of the text that a message repeats, in characters.
const MOST_CHARS: usize = 30;

impl Error {
    /// What is wrong, for people. The place is in [`Error::span`].
    pub fn message(&self, language: Language) -> String {
        match language {
            Language::English => english(&self.problem),
            Language::Japanese => japanese(&self.problem),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}..{}", self.message(Language::English), self.span.start, self.span.end)
    }
}

impl std::error::Error for Error {}

impl Wanted {
    const fn words(self) -> Text {
        match self {
            Self::Argument(kind) => kind.words(),
            Self::Open => Text::new("“(” after the function's name", "関数名の後に「(」"),
            Self::CommaOrClose => Text::new("“,” or “)”", "「,」または「)」"),
            Self::Close => Text::new("“)”", "「)」"),
            Self::End => Text::new("the end of the expression", "式の終わり"),
        }
    }
}

fn english(problem: &Problem) -> String {
    match problem {
        Problem::Expected { wanted, found } => {
            let found = found.as_ref().map_or("the end".to_owned(), |found| format!("“{}”", cut(found)));
            format!("expected {}, found {found}", wanted.words().english)
        }
        Problem::UnknownFunction { name, similar } => match similar {
            Some(similar) => format!("there is no function “{}”; did you mean {similar}?", cut(name)),
            None => format!("there is no function “{}”", cut(name)),
        },
        Problem::Missing { function, param } => {
            format!("{} also takes {}: {}", function.name, param.kind.words().english, function.signature())
        }
        Problem::TooMany { function } => format!("{}: {}", takes(function), function.signature()),
        Problem::OpenQuote(quote) => format!("this quote has no end: expected {quote}"),
        Problem::Character { kind, found } => {
            format!("{} cannot have {}", kind.words().english, visible(*found, Language::English))
        }
        Problem::Braces => {
            "expressions have no braces: name each metric, or use * for one segment".to_owned()
        }
        Problem::Operator(sign) => {
            format!("“{sign}” is no operator here: use sum, diff, product, divide, scale or offset")
        }
        Problem::QuotedNumber => "numbers stand without quotes".to_owned(),
        Problem::NumberTooLarge => "this number is too large".to_owned(),
        Problem::DivisionByZero => "a fraction cannot have 0 below".to_owned(),
        Problem::PercentOutOfRange => "expected a number greater than 0 and less than 100".to_owned(),
        Problem::DurationTooLong => "durations are at most 100 years".to_owned(),
        Problem::BrokenName => "a name with tabs or line breaks needs quotes".to_owned(),
        Problem::CountsDiffer { left, right } => {
            format!("{left} series cannot be paired with {right}: expected equal numbers, or 1 on one side")
        }
        Problem::TextTooLong => format!("too complex: expected at most {} bytes", limits::MOST_BYTES),
        Problem::TooDeep => {
            format!("too complex: expected at most {} functions within each other", limits::MOST_LEVELS)
        }
        Problem::TooManySeries => format!("too complex: expected at most {} series", limits::MOST_SERIES),
        Problem::TooMuchWork => "too complex: expected fewer points; try a shorter period".to_owned(),
    }
}

fn japanese(problem: &Problem) -> String {
    match problem {
        Problem::Expected { wanted, found } => {
            let wanted = wanted.words().japanese;
            match found {
                Some(found) => format!("{wanted}が必要ですが、「{}」があります", cut(found)),
                None => format!("{wanted}が必要ですが、ここで終わっています"),
            }
        }
        Problem::UnknownFunction { name, similar } => match similar {
            Some(similar) => format!("関数「{}」はありません。{similar}のことですか？", cut(name)),
            None => format!("関数「{}」はありません", cut(name)),
        },
        Problem::Missing { function, param } => {
            format!(
                "{}には{}も必要です: {}",
                function.name,
                param.kind.words().japanese,
                function.signature()
            )
        }
        Problem::TooMany { function } => format!("引数が多すぎます: {}", function.signature()),
        Problem::OpenQuote(quote) => format!("引用符が閉じていません: {quote}が必要です"),
        Problem::Character { kind, found } => {
            format!("{}に{}は使えません", kind.words().japanese, visible(*found, Language::Japanese))
        }
        Problem::Braces => {
            "式では波括弧を使えません。メトリックを1つずつ書くか、1区間に*を使ってください".to_owned()
        }
        Problem::Operator(sign) => {
            format!(
                "「{sign}」は演算子ではありません。sum、diff、product、divide、scale、offsetを使ってください"
            )
        }
        Problem::QuotedNumber => "数値に引用符は付けません".to_owned(),
        Problem::NumberTooLarge => "数値が大きすぎます".to_owned(),
        Problem::DivisionByZero => "分母は0にできません".to_owned(),
        Problem::PercentOutOfRange => "0より大きく100より小さい数値が必要です".to_owned(),
        Problem::DurationTooLong => "期間は最長100年です".to_owned(),
        Problem::BrokenName => "タブや改行を含む名前には引用符が必要です".to_owned(),
        Problem::CountsDiffer { left, right } => {
            format!("{left}系列と{right}系列は組にできません。同じ数か、片方が1系列である必要があります")
        }
        Problem::TextTooLong => format!("複雑すぎます: 式は{}バイトまでです", limits::MOST_BYTES),
        Problem::TooDeep => format!("複雑すぎます: 関数の入れ子は{}段までです", limits::MOST_LEVELS),
        Problem::TooManySeries => format!("複雑すぎます: 系列は{}本までです", limits::MOST_SERIES),
        Problem::TooMuchWork => "複雑すぎます: 点が多すぎます。期間を短くしてください".to_owned(),
    }
}

fn takes(function: &Function) -> String {
    match function.params.len() {
        1 => format!("{} takes only 1 argument", function.name),
        count => format!("{} takes only {count} arguments", function.name),
    }
}

/// A character as people can see it; blanks and wide forms are named, as they look like others.
fn visible(c: char, language: Language) -> String {
    let name = match c {
        ' ' => Some(Text::new("a blank", "空白")),
        '\u{3000}' => Some(Text::new("a wide blank", "全角空白")),
        '\n' | '\r' => Some(Text::new("a line break", "改行")),
        '\t' => Some(Text::new("a tab", "タブ")),
        '\u{ff01}'..='\u{ff5e}' => {
            return match language {
                Language::English => format!("the wide character “{c}”"),
                Language::Japanese => format!("全角文字「{c}」"),
            };
        }
        _ => None,
    };
    match (name, language) {
        (Some(name), language) => name.speak(language).to_owned(),
        (None, Language::English) => format!("“{c}”"),
        (None, Language::Japanese) => format!("「{c}」"),
    }
}

/// The beginning of a long text.
fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
