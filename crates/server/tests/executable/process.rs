//! The real executable as a child process, on a port and a folder of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

/// A running `battera serve`. Killed when dropped.
pub(super) struct Executable {
    child: Child,
    pub(super) address: SocketAddr,
}

/// `battera serve` with these flags, and with nothing of the caller's environment that would change it.
pub(super) fn command(flags: &[&str]) -> Command {
    let mut command = battera(&["serve"]);
    command.args(flags);
    command
}

/// `battera key` on the folder; answers what it printed. It must succeed.
pub(super) fn key(folder: &Path, arguments: &[&str]) -> String {
    let output = battera(&["key"]).args(arguments).arg("--data").arg(folder).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

/// The executable with these arguments.
pub(super) fn battera(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_battera"));
    command.args(arguments);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("BATTERA_") {
            command.env_remove(name);
        }
    }
    command
}

impl Executable {
    /// Starts it with data in `folder` and waits for its address.
    pub(super) fn start(folder: &Path, flags: &[&str]) -> Self {
        Self::start_on(folder, "127.0.0.1:0", flags)
    }

    /// The same on an address of its own.
    pub(super) fn start_on(folder: &Path, listen: &str, flags: &[&str]) -> Self {
        let mut command = command(&["--listen", listen, "--data", folder.to_str().unwrap()]);
        command.args(flags);
        Self::run(command)
    }

    /// Starts it with what a shell did before, such as limiting it.
    #[cfg(unix)]
    pub(super) fn start_after(preparation: &str, folder: &Path) -> Self {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("{preparation}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_battera")]);
        shell.args(["serve", "--listen", "127.0.0.1:0", "--no-collector", "--data"]).arg(folder);
        Self::run(shell)
    }

    fn run(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address =
            line.trim().strip_prefix("Battera is at http://").and_then(|rest| rest.strip_suffix('/'));
        let Some(address) = address.and_then(|address| address.parse().ok()) else {
            panic!("not an address line: {line:?}, {:?}", child.wait());
        };
        Self { child, address }
    }

    /// The process's number.
    #[cfg(unix)]
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// `http://..` and the path.
    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The origin of its pages.
    pub(super) fn origin(&self) -> String {
        self.url("")
    }

    /// Sends bytes as they are and reads until the server closes.
    pub(super) fn raw(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        reply
    }

    /// `kill -9`, and waits for the end.
    pub(super) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end, as a service manager does.
    pub(super) fn terminate(&self) {
        let sent = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for the end and answers the exit code.
    pub(super) fn wait(&mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }
}

impl Drop for Executable {
    fn drop(&mut self) {
        // Both fail only when it has ended already.
        let _ended = (self.child.kill(), self.child.wait());
    }
}

/// Runs a start that is expected to fail.
pub(super) fn fails(flags: &[&str]) -> Output {
    command(flags).output().unwrap()
}
