//! Every page's address, and back. A path that is none of ours is `None`, never a panic.

use std::fmt;

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// Pinned dashboards, open alerts, hosts that need attention.
    Home,
    /// All hosts.
    Hosts,
    /// One host, by id.
    Host(String),
    /// All services.
    Services,
    /// One service, by name.
    Service(String),
    /// One role: service and role name.
    Role(String, String),
    /// All dashboards.
    Dashboards,
    /// One dashboard, by id.
    Dashboard(String),
    /// Open and closed alerts.
    Alerts,
    /// One alert, by id.
    Alert(String),
    /// Which monitors only make noise.
    Hygiene,
    /// All monitors.
    Monitors,
    /// One monitor, by id; `new` is the form of one that is not there yet.
    Monitor(String),
    /// All downtimes.
    Downtimes,
    /// Annotations of all services.
    Annotations,
    /// The form for a new annotation.
    AnnotationNew,
    /// Expressions.
    Explore,
}

impl Page {
    /// Reads a path without query.
    pub fn parse(path: &str) -> Option<Self> {
        let segments: Vec<String> =
            path.split('/').filter(|segment| !segment.is_empty()).map(decode).collect::<Option<_>>()?;
        let names: Vec<&str> = segments.iter().map(String::as_str).collect();
        Some(match names[..] {
            [] => Self::Home,
            ["hosts"] => Self::Hosts,
            ["hosts", id] => Self::Host(id.to_owned()),
            ["services"] => Self::Services,
            ["services", service] => Self::Service(service.to_owned()),
            ["services", service, role] => Self::Role(service.to_owned(), role.to_owned()),
            ["dashboards"] => Self::Dashboards,
            ["dashboards", id] => Self::Dashboard(id.to_owned()),
            ["alerts"] => Self::Alerts,
            ["alerts", id] => Self::Alert(id.to_owned()),
            ["hygiene"] => Self::Hygiene,
            ["monitors"] => Self::Monitors,
            ["monitors", id] => Self::Monitor(id.to_owned()),
            ["downtimes"] => Self::Downtimes,
            ["annotations"] => Self::Annotations,
            ["annotations", "new"] => Self::AnnotationNew,
            ["explore"] => Self::Explore,
            _ => return None,
        })
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home => f.write_str("/"),
            Self::Hosts => f.write_str("/hosts"),
            Self::Host(id) => write!(f, "/hosts/{}", encode(id)),
            Self::Services => f.write_str("/services"),
            Self::Service(service) => write!(f, "/services/{}", encode(service)),
            Self::Role(service, role) => write!(f, "/services/{}/{}", encode(service), encode(role)),
            Self::Dashboards => f.write_str("/dashboards"),
            Self::Dashboard(id) => write!(f, "/dashboards/{}", encode(id)),
            Self::Alerts => f.write_str("/alerts"),
            Self::Alert(id) => write!(f, "/alerts/{}", encode(id)),
            Self::Hygiene => f.write_str("/hygiene"),
            Self::Monitors => f.write_str("/monitors"),
            Self::Monitor(id) => write!(f, "/monitors/{}", encode(id)),
            Self::Downtimes => f.write_str("/downtimes"),
            Self::Annotations => f.write_str("/annotations"),
            Self::AnnotationNew => f.write_str("/annotations/new"),
            Self::Explore => f.write_str("/explore"),
        }
    }
}

/// The address of a file that is made here: a link with `download` saves it.
pub fn file(media_type: &str, text: &str) -> String {
    format!("data:{media_type};charset=utf-8,{}", encode(text))
}

/// Percent-encodes a path segment or a query value.
pub fn encode(text: &str) -> String {
    const HEX: [u8; 16] = *b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let digits = [byte >> 4, byte & 15].map(|digit| char::from(HEX[usize::from(digit)]));
            out.push('%');
            out.extend(digits);
        }
    }
    out
}

fn decode(segment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push((high * 16 + low) as u8);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_one_address() {
        let pages = [
            (Page::Home, "/"),
            (Page::Hosts, "/hosts"),
            (Page::Host("3aQ".into()), "/hosts/3aQ"),
            (Page::Services, "/services"),
            (Page::Service("shop".into()), "/services/shop"),
            (Page::Role("shop".into(), "web".into()), "/services/shop/web"),
            (Page::Dashboards, "/dashboards"),
            (Page::Dashboard("a/b?c 日".into()), "/dashboards/a%2Fb%3Fc%20%E6%97%A5"),
            (Page::Alerts, "/alerts"),
            (Page::Alert("5aB".into()), "/alerts/5aB"),
            (Page::Hygiene, "/hygiene"),
            (Page::Monitors, "/monitors"),
            (Page::Monitor("2mO".into()), "/monitors/2mO"),
            (Page::Downtimes, "/downtimes"),
            (Page::Annotations, "/annotations"),
            (Page::AnnotationNew, "/annotations/new"),
            (Page::Explore, "/explore"),
        ];
        for (page, path) in pages {
            assert_eq!(page.to_string(), path);
            assert_eq!(Page::parse(path), Some(page));
        }
    }

    #[test]
    fn what_is_no_page_is_none() {
        for path in ["/nope", "/hosts/a/b", "/hosts/%", "/hosts/%zz", "/hosts/%FF"] {
            assert_eq!(Page::parse(path), None, "{path}");
        }
    }
}
