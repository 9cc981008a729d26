//! The command line.

use crate::annotate::Annotate;
use crate::auth::{Access, Network};
use crate::maintenance::{Backup, Check};
use crate::origin::Origin;
use crate::relay::Upstream;
use crate::store::Retention;
use clap::builder::FalseyValueParser;
use clap::{Args, Parser, Subcommand};
use http::HeaderName;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Graphs of your machines and services, with annotations, dashboards and alerts.
#[derive(Debug, Parser)]
#[command(name = "battera", version, about, long_about = LONG_ABOUT, after_help = EXAMPLES)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const LONG_ABOUT: &str = "\
Graphs of your machines and services, with annotations, dashboards and alerts.

Battera is one executable: it keeps points in a data folder, serves them through the Mackerel API, collects this \
machine's own metrics, and shows all of it in the browser. It needs no account and no configuration.";

const EXAMPLES: &str = "\
Examples:
  battera serve
      Keep data in your data folder and show this machine at http://127.0.0.1:7373/
  battera serve --demo --data /tmp/demo
      Look around in an invented organization with 460 days of history
  API=http://127.0.0.1:7373/api/v0
  curl -H content-type:application/json $API/services \\
      -d '{\"name\":\"shop\",\"memo\":\"\"}'
  curl -H content-type:application/json $API/services/shop/tsdb \\
      -d \"[{\\\"name\\\":\\\"orders\\\",\\\"time\\\":$(date +%s),\\\"value\\\":17}]\"
      Make a service and post a point to it";

/// What `battera` does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the app and the API.
    Serve(Box<Serve>),
    /// Make, list and revoke API keys, also while a server runs.
    #[command(subcommand)]
    Key(Key),
    /// Copy the data to a new folder, also while a server runs.
    Backup(Backup),
    /// Look through the data for damage, also while a server runs.
    Check(Check),
    /// Put an annotation on the graphs of a service, also around a command.
    Annotate(Box<Annotate>),
}

/// What is done with keys. Every change counts at once, in a running server too.
#[derive(Debug, Subcommand)]
pub enum Key {
    /// Make a key and print it; it is never shown again.
    Create {
        /// Who or what will use it, such as `ci` or `browser of Ana`.
        #[arg(long)]
        name: String,
        /// What it allows.
        #[command(flatten)]
        access: AccessFlags,
        /// The data folder.
        #[command(flatten)]
        data: Data,
    },
    /// List the keys, revoked ones too.
    List {
        /// The data folder.
        #[command(flatten)]
        data: Data,
    },
    /// Revoke a key, and sign out every browser that signed in with it.
    Revoke {
        /// The key's name.
        #[arg(long)]
        name: String,
        /// The data folder.
        #[command(flatten)]
        data: Data,
    },
}

/// What a key allows.
#[derive(Debug, Clone, Copy, Args)]
#[group(required = true, multiple = false)]
pub struct AccessFlags {
    /// The key may see everything and change nothing.
    #[arg(long)]
    read: bool,
    /// The key may see and change everything; agents need this.
    #[arg(long)]
    write: bool,
}

impl AccessFlags {
    /// What was chosen.
    pub fn access(self) -> Access {
        if self.write { Access::Write } else { Access::Read }
    }
}

/// Where the data are.
#[derive(Debug, Clone, Args)]
pub struct Data {
    /// The folder for the data files [default: the platform's data folder].
    #[arg(long, env = "BATTERA_DATA", value_name = "FOLDER")]
    pub data: Option<PathBuf>,
}

/// How to serve. Every flag can also be an environment variable.
#[derive(Debug, Clone, Args)]
#[command(after_help = SERVE_EXAMPLES)]
pub struct Serve {
    /// Where to listen; port 0 takes any free one.
    ///
    /// Others than this machine's own are possible once there is a key (see `battera key create --help`). Name the
    /// addresses by which people and agents reach the server with --origin.
    #[arg(long, env = "BATTERA_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:7373", value_parser = address)]
    pub listen: SocketAddr,

    /// The folder for the data files [default: the platform's data folder].
    ///
    /// It is made when it is missing, and belongs to one battera at a time.
    #[arg(long, env = "BATTERA_DATA", value_name = "FOLDER")]
    pub data: Option<PathBuf>,

    /// Fill the data folder with an invented organization and 460 days of its history.
    #[arg(long, env = "BATTERA_DEMO", value_parser = FalseyValueParser::new())]
    pub demo: bool,

    /// Do not collect this machine's own metrics.
    #[arg(long, env = "BATTERA_NO_COLLECTOR", value_parser = FalseyValueParser::new())]
    pub no_collector: bool,

    /// How long points are kept at one minute; of each day before that its mean is kept.
    #[arg(long, env = "BATTERA_RETENTION", value_name = "DAYS", default_value_t = Retention::default())]
    pub retention: Retention,

    /// Another origin, such as a proxy's, under which the server is reached; repeatable.
    ///
    /// Its pages may use the API. Under https, cookies are sent over https only.
    #[arg(long, env = "BATTERA_ORIGIN", value_name = "ORIGIN", value_delimiter = ',')]
    pub origin: Vec<Origin>,

    /// Ask another server, such as <https://api.mackerelio.com>, for everything instead of keeping it here.
    ///
    /// Only its API is reached, with the key of --upstream-key-file, which no browser gets to see.
    #[arg(
        long,
        env = "BATTERA_UPSTREAM",
        value_name = "URL",
        requires = "upstream_key_file",
        conflicts_with = "demo"
    )]
    pub upstream: Option<Upstream>,

    /// The file with the upstream's API key, alone on its line.
    #[arg(long, env = "BATTERA_UPSTREAM_KEY_FILE", value_name = "FILE", requires = "upstream")]
    pub upstream_key_file: Option<PathBuf>,

    /// Ask the web servers of external monitors each minute, on behalf of whoever may write monitors.
    #[arg(
        long,
        env = "BATTERA_EXTERNAL_MONITORS",
        value_parser = FalseyValueParser::new(),
        conflicts_with = "upstream"
    )]
    pub external_monitors: bool,

    /// An address, or range of addresses, beyond the public ones that notifications and external monitors may reach; repeatable.
    #[arg(long, env = "BATTERA_ALLOW_ADDRESS", value_name = "ADDRESS", value_delimiter = ',')]
    pub allow_address: Vec<Network>,

    /// The header in which an authenticating proxy names the person who asks. They may see and change everything.
    #[arg(long, env = "BATTERA_TRUST_PROXY_HEADER", value_name = "NAME", requires = "trusted_proxy")]
    pub trust_proxy_header: Option<HeaderName>,

    /// The address, or range of addresses, of a proxy whose header is trusted; repeatable.
    #[arg(long, env = "BATTERA_TRUSTED_PROXY", value_name = "ADDRESS", value_delimiter = ',')]
    pub trusted_proxy: Vec<Network>,
}

const SERVE_EXAMPLES: &str = "\
Examples:
  battera serve --listen 127.0.0.1:8000
  BATTERA_DATA=/var/lib/battera battera serve
  battera serve --origin http://127.0.0.1:7374
      Also answer pages that another server of this machine serves
  battera key create --name agents --write
  battera serve --listen 0.0.0.0:7373 --origin http://metrics.example:7373
      Serve a team, whose browsers and agents need a key

The log goes to stderr; BATTERA_LOG=debug shows more of it.";

/// Reads `host:port`, where the host may be `localhost`.
fn address(text: &str) -> Result<SocketAddr, String> {
    let numeric = match text.strip_prefix("localhost:") {
        Some(port) => format!("127.0.0.1:{port}"),
        None => text.to_owned(),
    };
    numeric.parse().map_err(|_| "not an address such as 127.0.0.1:7373".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn addresses_are_numbers_or_localhost() {
        for (text, expected) in [
            ("127.0.0.1:7373", Some("127.0.0.1:7373")),
            ("localhost:80", Some("127.0.0.1:80")),
            ("[::1]:0", Some("[::1]:0")),
            ("example.com:80", None),
            ("7373", None),
            ("127.0.0.1", None),
            ("127.0.0.1:70000", None),
        ] {
            assert_eq!(address(text).ok().map(|found| found.to_string()).as_deref(), expected, "{text}");
        }
    }
}
