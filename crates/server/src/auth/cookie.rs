//! The session's cookie: out of the reach of scripts, sent by this site's own pages only.
//!
//! Cookies do not know ports, so its name tells the servers of one machine apart. Under https the name begins with
//! `__Host-`, which no other name of the domain can set.

use http::{HeaderMap, HeaderValue, header};

/// How the site is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    Http,
    Https,
}

/// The cookie's name at a server, reached in a way.
pub(super) fn name(server: &str, scheme: Scheme) -> String {
    match scheme {
        Scheme::Http => format!("battera_{server}"),
        Scheme::Https => format!("__Host-battera_{server}"),
    }
}

/// What the request's cookie of this name says; nothing when there are several.
pub(super) fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut found = all
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(found, _)| *found == name)
        .map(|(_, value)| value);
    let first = found.next()?;
    if found.next().is_none() { Some(first) } else { None }
}

/// Has the browser keep the value for so many seconds; 0 has it forget.
pub(super) fn set(name: &str, value: &str, secs: i64, scheme: Scheme) -> Option<HeaderValue> {
    let secure = match scheme {
        Scheme::Http => "",
        Scheme::Https => "; Secure",
    };
    let text = format!("{name}={value}; Path=/; Max-Age={secs}; HttpOnly; SameSite=Strict{secure}");
    HeaderValue::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_cookie_of_the_name_is_read() {
        for (cookies, expected) in [
            (&["a=1"][..], Some("1")),
            (&["b=2; a=1"], Some("1")),
            (&["b=2", "a=1"], Some("1")),
            (&["a="], Some("")),
            (&["a=x=y"], Some("x=y")),
            (&["a=1; a=2"], None),
            (&["a=1", "a=1"], None),
            (&["aa=1; A=1; a"], None),
            (&[""], None),
            (&[], None),
        ] {
            let mut headers = HeaderMap::new();
            for cookie in cookies {
                headers.append(header::COOKIE, HeaderValue::from_str(cookie).unwrap());
            }
            assert_eq!(read(&headers, "a"), expected, "{cookies:?}");
        }
    }

    #[test]
    fn the_cookie_is_shut_off_from_scripts_and_other_sites() {
        for (scheme, expected) in [
            (Scheme::Http, "battera_1a=v; Path=/; Max-Age=9; HttpOnly; SameSite=Strict"),
            (Scheme::Https, "__Host-battera_1a=v; Path=/; Max-Age=9; HttpOnly; SameSite=Strict; Secure"),
        ] {
            assert_eq!(set(&name("1a", scheme), "v", 9, scheme).unwrap(), expected);
        }
    }
}
