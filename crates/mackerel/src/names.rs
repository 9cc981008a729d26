//! The rules for names, ids and times that both sides keep.

use serde::{Deserialize, Deserializer};
use series::Time;

/// Service and role names: 2 to 63 of `[A-Za-z0-9_-]`, the first a letter or digit.
pub fn is_service_or_role_name(name: &str) -> bool {
    (2..=63).contains(&name.len())
        && name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name.chars().all(is_word_char)
}

/// Metric names: one or more of `[A-Za-z0-9._-]`.
pub fn is_metric_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| is_word_char(c) || c == '.')
}

/// Graph definition names: `custom.` and segments of `[-a-zA-Z0-9_]+`, `*` or `#`, joined by single dots.
pub fn is_graph_definition_name(name: &str) -> bool {
    name.strip_prefix("custom.")
        .is_some_and(|rest| rest.split('.').all(|segment| matches!(segment, "*" | "#") || is_word(segment)))
}

/// Dashboard paths: segments of `[A-Za-z0-9_][-A-Za-z0-9_]*`, joined by slashes.
pub fn is_url_path(path: &str) -> bool {
    path.split('/').all(|segment| is_word(segment) && !segment.starts_with('-'))
}

/// Names of checks and namespaces of metadata: one or more of `[A-Za-z0-9_-]`.
pub fn is_word(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_word_char)
}

fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-'
}

/// A role's full name. Written `service:role`; read with or without blanks after the colon.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleFullName {
    /// The service.
    pub service: String,
    /// The role within it.
    pub role: String,
}

impl std::fmt::Display for RoleFullName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.service, self.role)
    }
}

impl std::str::FromStr for RoleFullName {
    type Err = NotARole;

    fn from_str(text: &str) -> Result<Self, NotARole> {
        let (service, role) = text.split_once(':').ok_or(NotARole)?;
        let role = role.trim_start();
        if is_service_or_role_name(service) && is_service_or_role_name(role) {
            Ok(Self { service: service.to_owned(), role: role.to_owned() })
        } else {
            Err(NotARole)
        }
    }
}

/// The text is not `service:role` with valid names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a role full name like service:role")]
pub struct NotARole;

/// Reads any JSON number as whole seconds, floored.
///
/// Numbers beyond ±10^15 are refused: no clock says that, and arithmetic on the rest cannot overflow.
pub fn whole_seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Time, D::Error> {
    const FAR: f64 = 1e15;
    let number = f64::deserialize(deserializer)?;
    if number.abs() <= FAR {
        Ok(number.floor() as Time)
    } else {
        Err(serde::de::Error::custom("time is out of range"))
    }
}

/// Reads `null` as the default, for lists and texts that old clients send as `null`.
pub fn null_as_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_rules() {
        let long = "a".repeat(63);
        let too_long = "a".repeat(64);
        for (name, good) in [
            ("shop", true),
            ("a", false),
            ("-ab", false),
            ("a_", true),
            ("a b", false),
            (&long, true),
            (&too_long, false),
            ("日本", false),
        ] {
            assert_eq!(is_service_or_role_name(name), good, "{name}");
        }
        for (name, good) in [("loadavg5", true), ("a.b-c_d", true), ("", false), ("a b", false), ("é", false)]
        {
            assert_eq!(is_metric_name(name), good, "{name}");
        }
        for (name, good) in [
            ("custom.a", true),
            ("custom.a.#.*", true),
            ("custom.", false),
            ("custom.a..b", false),
            ("other.a", false),
            ("custom.a*", false),
        ] {
            assert_eq!(is_graph_definition_name(name), good, "{name}");
        }
        for (path, good) in
            [("a", true), ("a/b-c", true), ("", false), ("/a", false), ("a/", false), ("-a", false)]
        {
            assert_eq!(is_url_path(path), good, "{path}");
        }
    }

    #[test]
    fn a_role_is_read_with_or_without_the_blank() {
        for text in ["shop:web", "shop: web"] {
            assert_eq!(text.parse::<RoleFullName>().map(|role| role.to_string()), Ok("shop:web".to_owned()));
        }
        for text in ["shop", "shop:", ":web", "shop:w", "sh op:web"] {
            assert_eq!(text.parse::<RoleFullName>(), Err(NotARole), "{text}");
        }
    }
}
