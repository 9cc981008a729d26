//! `battera backup` and `battera check`: both work on a data folder whether a server runs there or not.

use crate::cli::Data;
use crate::key::folder;
use crate::store;
use anyhow::bail;
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// Copies the data to a new folder, also while a server runs.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  battera backup /backup/battera-$(date +%F)
  battera serve --data /backup/battera-2026-11-21
      A backup is a data folder like any other: restoring it means serving from it")]
pub struct Backup {
    /// The new folder, which must not exist.
    #[arg(value_name = "FOLDER")]
    pub target: PathBuf,
    /// The data folder.
    #[command(flatten)]
    pub data: Data,
}

/// Looks through the data for damage, also while a server runs. Ends with 1 if there is any.
#[derive(Debug, Clone, Args)]
pub struct Check {
    /// The data folder.
    #[command(flatten)]
    pub data: Data,
}

/// Copies, and says where to.
pub(crate) fn backup(options: Backup) -> anyhow::Result<()> {
    let bytes = store::copy(&folder(options.data.data)?, &options.target)?;
    let target = options.target.display();
    writeln!(std::io::stdout(), "The data are in {target} now, {} KiB.", bytes.div_ceil(1024))?;
    Ok(())
}

/// Checks, and says how much there is and what is wrong with it.
pub(crate) fn check(options: Check) -> anyhow::Result<()> {
    let report = store::check(&folder(options.data.data)?)?;
    let mut out = std::io::stdout().lock();
    for (what, count) in &report.counts {
        writeln!(out, "{count:>12}  {what}")?;
    }
    if report.damage.is_empty() {
        writeln!(out, "No damage was found.")?;
        return Ok(());
    }
    for line in &report.damage {
        writeln!(out, "{line}")?;
    }
    bail!("the data are damaged; what is whole is still served, and a backup of before has the rest")
}
