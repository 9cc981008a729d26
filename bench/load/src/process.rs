//! The executable, and what the kernel knows of it.

use crate::Outcome;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running server. Killed when dropped.
pub(crate) struct Process {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Process {
    pub(crate) fn start(executable: &Path, folder: &Path) -> Outcome<Self> {
        let mut child = Command::new(executable)
            .args(["serve", "--listen", "127.0.0.1:0", "--no-collector", "--data"])
            .arg(folder)
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        let address = line.trim().strip_prefix("Battera is at http://").ok_or("no address")?;
        Ok(Self { address: address.trim_end_matches('/').parse()?, child })
    }

    /// A line of the process's status, in KiB.
    pub(crate) fn memory(&self, what: &str) -> Outcome<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        number(&status, what)
    }

    /// Bytes that it has caused to be written to disks.
    pub(crate) fn written(&self) -> Outcome<u64> {
        number(&std::fs::read_to_string(format!("/proc/{}/io", self.child.id()))?, "write_bytes")
    }
}

/// The number in the line of a table of the kernel.
pub(crate) fn number(table: &str, what: &str) -> Outcome<u64> {
    let line = table.lines().find(|line| line.split(':').next() == Some(what));
    let value = line.and_then(|line| line.split_whitespace().nth(1)).ok_or("the kernel does not say")?;
    Ok(value.parse()?)
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both fail only when it has ended already.
        let _ended = (self.child.kill(), self.child.wait());
    }
}
