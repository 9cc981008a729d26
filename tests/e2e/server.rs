//! The executable `battera` as a person starts it, on a port that is free. It ends with its owner.

use crate::process::Process;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A running server and where it keeps its data.
pub struct Server {
    process: Process,
    /// Like `http://127.0.0.1:40123`, without a slash at the end.
    pub address: String,
    data: PathBuf,
}

/// A server that relays, and the folder that it needs.
pub struct Relay {
    pub server: Server,
    _folder: tempfile::TempDir,
}

impl Server {
    /// Starts the executable on any free port and waits until it says where it is.
    pub fn start(data: &Path) -> Server {
        Server::start_on(data, "127.0.0.1:0")
    }

    /// Makes a key, while the server runs, and answers it. From the first one on every call needs one.
    pub fn key(&self, name: &str, access: &str) -> String {
        self.keys(&["create", "--name", name, access])
    }

    /// Revokes a key.
    pub fn revoke(&self, name: &str) {
        self.keys(&["revoke", "--name", name]);
    }

    /// Kills it as a power cut would; [`Server::regain`] brings it back at the same address with the same data.
    pub fn lose(&mut self) {
        self.process.kill();
    }

    /// Starts it again where it was.
    pub fn regain(&mut self) {
        let listen = self.address.trim_start_matches("http://").to_owned();
        *self = Server::start_on(&self.data.clone(), &listen);
    }

    /// Another server that relays to one and keeps nothing itself, as if that one were mackerel.io.
    pub fn relay_of(upstream: &str) -> Relay {
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("key");
        std::fs::write(&key, "a-key-that-nobody-asks-for\n").unwrap();
        let mut command = Command::new(executable());
        command.args(["serve", "--listen", "127.0.0.1:0", "--upstream", upstream, "--upstream-key-file"]);
        command.arg(&key).arg("--data").arg(folder.path().join("data"));
        let server = Server::started(command, &folder.path().join("data"));
        Relay { server, _folder: folder }
    }

    fn keys(&self, arguments: &[&str]) -> String {
        let output =
            Command::new(executable()).arg("key").args(arguments).arg("--data").arg(&self.data).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    fn start_on(data: &Path, listen: &str) -> Server {
        let mut command = Command::new(executable());
        command.args(["serve", "--demo", "--listen", listen, "--data"]).arg(data);
        Server::started(command, data)
    }

    fn started(mut command: Command, data: &Path) -> Server {
        let mut process = Process::start(&mut command, "`make build` makes it");
        let said = process.line_with("http://");
        let place = said.find("http://").map_or("", |at| &said[at + "http://".len()..]);
        let place = place.split(['/', ' ']).next().unwrap_or_default();
        Server { process, address: format!("http://{place}"), data: data.to_owned() }
    }
}

fn executable() -> PathBuf {
    if let Some(named) = std::env::var_os("BATTERA_EXE") {
        return named.into();
    }
    // This test's own executable is target/<profile>/deps/e2e-<hash>.
    let own = std::env::current_exe().unwrap();
    let target = own.ancestors().nth(3).unwrap();
    target.join("release").join("battera")
}
