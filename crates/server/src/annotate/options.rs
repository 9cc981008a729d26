//! The flags of `battera annotate`.

use clap::Args;
use http::Uri;
use std::ffi::OsString;
use std::path::PathBuf;

/// What to annotate, and where.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct Annotate {
    /// The service whose graphs show it.
    #[arg(long)]
    pub service: String,

    /// Only on graphs of this role of the service; repeatable.
    #[arg(long)]
    pub role: Vec<String>,

    /// What happened. With --wrap, how the command ended is added.
    #[arg(long)]
    pub title: String,

    /// More about it; web addresses become links.
    #[arg(long)]
    pub description: Option<String>,

    /// When it began: seconds since 1970, 2026-11-21T17:49:00Z, now, or 5m for five minutes ago [default: now].
    #[arg(long, value_name = "TIME")]
    pub from: Option<String>,

    /// When it ended, in the same words [default: when it began].
    #[arg(long, value_name = "TIME", conflicts_with = "wrap")]
    pub to: Option<String>,

    /// Run a command and annotate from its start to its end.
    ///
    /// Signals are passed on to it, and its exit status is given back even when posting fails.
    #[arg(long, requires = "command")]
    pub wrap: bool,

    /// Where the server is.
    #[arg(long, env = "BATTERA_SERVER", value_name = "URL", default_value = "http://127.0.0.1:7373", value_parser = server)]
    pub server: Uri,

    /// A file with the API key, for a server that asks for one. The key can also be in the environment as `BATTERA_API_KEY`.
    #[arg(long, value_name = "FILE")]
    pub api_key_file: Option<PathBuf>,

    /// The command to run, after `--`.
    #[arg(last = true, requires = "wrap")]
    pub command: Vec<OsString>,
}

const EXAMPLES: &str = "\
Examples:
  battera annotate --service shop --title 'Release 2.14'
  battera annotate --service shop --role web --title 'Cache cleared' --from 10m
  battera annotate --service shop --title Deploy --wrap -- ./deploy.sh --fast";

/// Reads the address of a server.
fn server(text: &str) -> Result<Uri, String> {
    let uri: Uri = text.trim_end_matches('/').parse().map_err(|error| format!("not an address: {error}"))?;
    match (uri.scheme_str(), uri.host()) {
        (Some("http" | "https"), Some(_)) => Ok(uri),
        _ => Err("not an address such as https://battera.example".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::server;

    #[test]
    fn a_server_has_the_address_of_a_page() {
        let cases = [
            ("http://127.0.0.1:7373", Some("http://127.0.0.1:7373/")),
            ("http://graphs.local/", Some("http://graphs.local/")),
            ("http://graphs.local/below/", Some("http://graphs.local/below")),
            ("https://graphs.local", Some("https://graphs.local/")),
            ("127.0.0.1:7373", None),
            ("ftp://a", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(server(text).ok().map(|uri| uri.to_string()).as_deref(), expected, "{text}");
        }
    }
}
