//! The kinds of arguments: which characters they are made of, and what people call them.

use crate::language::Text;

/// What may stand in the place of an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An expression.
    Series,
    /// One or more expressions; only the last parameter of a function.
    SeriesList,
    /// A host's id.
    HostId,
    /// A service's name.
    Service,
    /// A role's full name.
    Role,
    /// A metric's name, with `*` for any one segment.
    Metric,
    /// A number or a fraction.
    Factor,
    /// A number between 0 and 100, both excluded.
    Percent,
    /// A whole number with a unit of time.
    Duration,
    /// A text for people.
    Name,
}

impl Kind {
    /// Whether a character may stand in a word of this kind. Roles have a colon besides.
    pub const fn allows(self, c: char) -> bool {
        match self {
            Self::HostId | Self::Duration => c.is_ascii_alphanumeric(),
            Self::Service | Self::Role => c.is_ascii_alphanumeric() || matches!(c, '_' | '-'),
            Self::Metric => c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '*' | '-'),
            Self::Factor | Self::Percent => {
                c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E' | '/')
            }
            Self::Name | Self::Series | Self::SeriesList => true,
        }
    }

    /// Whether a whole word may stand there, as far as its characters go.
    pub fn admits(self, word: &str) -> bool {
        !word.is_empty() && word.chars().all(|c| self.allows(c))
    }

    /// What people call it, with an example where the form is not obvious.
    pub const fn words(self) -> Text {
        match self {
            Self::Series | Self::SeriesList => Text::new("an expression", "式"),
            Self::HostId => Text::new("a host id", "ホストID"),
            Self::Service => Text::new("a service name", "サービス名"),
            Self::Role => Text::new("a role such as shop:web", "ロール（例: shop:web）"),
            Self::Metric => Text::new("a metric name", "メトリック名"),
            Self::Factor => Text::new("a number or a fraction such as 1/60", "数値または分数（例: 1/60）"),
            Self::Percent => Text::new("a number between 0 and 100", "0より大きく100より小さい数値"),
            Self::Duration => Text::new("a duration such as 30m, 1w or 3mo", "期間（例: 30m、1w、3mo）"),
            Self::Name => Text::new("a name", "表示名"),
        }
    }
}
