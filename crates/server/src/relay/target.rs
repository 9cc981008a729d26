//! Where a request goes: to a path below `/api/v0/` of the one upstream, or nowhere.
//!
//! * The path is taken over as it came. One that would become another when a URL is made of it, because of dots,
//!   empty segments, backslashes or control characters, is refused: what was looked at is what is asked for.
//! * Scheme, host and port are the upstream's, whatever the request says.

use reqwest::Url;
use std::str::FromStr;

/// The one server that requests are passed on to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upstream(Url);

/// The text names no upstream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an upstream such as https://api.mackerelio.com")]
pub struct NotAnUpstream;

/// The path leads elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Astray;

const ROOT: &str = "/api/v0/";

impl Upstream {
    /// The address for a path and query of a request.
    pub fn target(&self, path: &str, query: Option<&str>) -> Result<Url, Astray> {
        let segments = path.strip_prefix(ROOT).ok_or(Astray)?.split('/');
        if !segments.into_iter().all(is_plain) {
            return Err(Astray);
        }
        let mut url = self.0.clone();
        url.set_path(path);
        url.set_query(query.filter(|query| !query.is_empty()));
        if url.path() == path { Ok(url) } else { Err(Astray) }
    }

    /// Scheme, host and port, for people.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }
}

impl FromStr for Upstream {
    type Err = NotAnUpstream;

    fn from_str(text: &str) -> Result<Self, NotAnUpstream> {
        let url: Url = text.parse().map_err(|_| NotAnUpstream)?;
        let is_bare = url.username().is_empty() && url.password().is_none() && url.path() == "/";
        let ends = url.query().is_none() && url.fragment().is_none();
        if is_bare && ends && matches!(url.scheme(), "http" | "https") {
            Ok(Self(url))
        } else {
            Err(NotAnUpstream)
        }
    }
}

/// Whether the segment stays the segment it is.
fn is_plain(segment: &str) -> bool {
    let dots = segment.to_ascii_lowercase().replace("%2e", ".");
    let is_dots = matches!(dots.as_str(), "" | "." | "..");
    let encoded = |code: &str| dots.contains(code);
    !is_dots
        && !segment.contains(['\\', '\0'])
        && !["%5c", "%00", "%0a", "%0d"].iter().any(|code| encoded(code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn upstream() -> Upstream {
        "https://api.mackerelio.com".parse().unwrap()
    }

    #[test]
    fn paths_below_the_root_are_taken_over_and_others_refused() {
        let same =
            ["hosts", "hosts/3aQ", "hosts-by-custom-identifier/a%2Fb%3Fc", "services/a/roles", "tsdb/latest"];
        for path in same.map(|path| format!("/api/v0/{path}")) {
            let url = upstream().target(&path, Some("a=b&c=%2F")).unwrap();
            assert_eq!(url.as_str(), format!("https://api.mackerelio.com{path}?a=b&c=%2F"));
        }
        for path in [
            "",
            "/",
            "/api/v0",
            "/api/v0/",
            "/api/v1/hosts",
            "/ext/session",
            "/api/v0//hosts",
            "/api/v0/hosts/",
            "//evil.example/api/v0/hosts",
            "/api/v0/../../admin",
            "/api/v0/%2e%2e/admin",
            "/api/v0/%2E./admin",
            "/api/v0/./hosts",
            "/api/v0/a\\..\\b",
            "/api/v0/a%5c..%5cb",
            "/api/v0/a%00b",
            "/api/v0/a%0d%0aX:y",
            "/api/v0/..;/admin/..",
            "http://evil.example/api/v0/hosts",
            "/API/V0/hosts",
        ] {
            assert_eq!(upstream().target(path, None), Err(Astray), "{path}");
        }
    }

    #[test]
    fn an_upstream_is_an_origin() {
        for text in ["https://api.mackerelio.com", "http://127.0.0.1:7373/", "https://kcps-mackerel.io"] {
            text.parse::<Upstream>().unwrap();
        }
        for text in [
            "",
            "api.mackerelio.com",
            "https://a/b",
            "https://u:p@a",
            "https://a?b",
            "https://a#b",
            "ftp://a",
            "file:///x",
        ] {
            assert_eq!(text.parse::<Upstream>(), Err(NotAnUpstream), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_path_leaves_the_upstream(path in "[/a-z.%2eE5cC\\\\@:?#;0-9]{0,40}", query in "[ -~]{0,20}") {
            for path in [path.clone(), format!("/api/v0/{path}")] {
                if let Ok(url) = upstream().target(&path, Some(&query)) {
                    prop_assert_eq!(url.origin(), upstream().0.origin());
                    prop_assert!(url.path().starts_with(ROOT) && url.path() == path);
                }
            }
        }
    }
}
