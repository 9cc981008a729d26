//! `battera key`: keys are made, listed and revoked in the data folder, whether a server runs there or not.

use crate::auth;
use crate::cli::Key;
use crate::clock::Clock;
use anyhow::Context;
use series::Time;
use std::io::Write;
use std::path::PathBuf;

/// Does what was asked and says what came of it.
pub(crate) fn run(command: Key) -> anyhow::Result<()> {
    let now = Clock::system().now();
    let mut out = std::io::stdout().lock();
    match command {
        Key::Create { name, access, data } => {
            let key = auth::create(&folder(data.data)?, &name, access.access(), now)?;
            // The key alone on stdout, so that a script can take it from there.
            eprintln!("The key {name:?} follows. It is not shown again.");
            writeln!(out, "{key}")?;
        }
        Key::List { data } => {
            let keys = auth::list(&folder(data.data)?)?;
            if keys.is_empty() {
                eprintln!("There are no keys. `battera key create --name NAME --write` makes one.");
            }
            for key in keys {
                let state = match key.revoked_at {
                    None => "in use".to_owned(),
                    Some(at) => format!("revoked {}", date(at)),
                };
                writeln!(out, "{:5}  made {}  {state:19}  {}", key.access, date(key.created_at), key.name)?;
            }
        }
        Key::Revoke { name, data } => {
            let left = auth::revoke(&folder(data.data)?, name.trim(), now)?;
            writeln!(
                out,
                "The key {name:?} is revoked, and browsers that signed in with it are signed out."
            )?;
            if left == 0 {
                eprintln!("No key is left: nobody can use the API until another one is made.");
            }
        }
    }
    Ok(())
}

/// The data folder that was given, else the platform's.
pub(crate) fn folder(given: Option<PathBuf>) -> anyhow::Result<PathBuf> {
    match given {
        Some(folder) => Ok(folder),
        None => Ok(directories::ProjectDirs::from("", "", "battera")
            .context("this user has no home for data; name a folder with --data")?
            .data_dir()
            .to_owned()),
    }
}

/// Year, month and day of a moment, in UTC.
fn date(time: Time) -> String {
    let moment = std::time::UNIX_EPOCH + std::time::Duration::from_secs(time.max(0).unsigned_abs());
    // "Sun, 06 Nov 1994 08:49:37 GMT": the second to fourth words.
    let text = httpdate::fmt_http_date(moment);
    text.split(' ').skip(1).take(3).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days() {
        for (time, expected) in [(0, "01 Jan 1970"), (-1, "01 Jan 1970"), (1_800_000_000, "15 Jan 2027")] {
            assert_eq!(date(time), expected);
        }
    }
}
