//! The executable `battera` as a person starts it, on a port that is free. It is killed when it is dropped.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A running server and where it keeps its data.
pub struct Server {
    process: Child,
    /// Like `http://127.0.0.1:40123`, without a slash at the end.
    pub address: String,
    data: PathBuf,
}

impl Server {
    /// Starts the executable on any free port and waits until it says where it is.
    pub fn start(data: &Path) -> Server {
        Server::start_on(data, "127.0.0.1:0")
    }

    /// Kills it as a power cut would; [`Server::regain`] brings it back at the same address with the same data.
    pub fn lose(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Starts it again where it was.
    pub fn regain(&mut self) {
        let listen = self.address.trim_start_matches("http://").to_owned();
        *self = Server::start_on(&self.data.clone(), &listen);
    }

    fn start_on(data: &Path, listen: &str) -> Server {
        let executable = executable();
        let mut process = Command::new(&executable)
            .args(["serve", "--demo", "--listen", listen, "--data"])
            .arg(data)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}; `make build` makes it", executable.display()));
        let out = process.stdout.take().unwrap();
        let mut said = String::new();
        for line in BufReader::new(out).lines() {
            let line = line.unwrap();
            if let Some(at) = line.find("http://") {
                let address = line[at..].split([' ', '/']).nth(2).unwrap_or_default();
                return Server { process, address: format!("http://{address}"), data: data.to_owned() };
            }
            said.push_str(&line);
        }
        let _ = process.kill();
        panic!("the server said no address, only: {said}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have been lost already.
        let _ = self.process.kill();
        let _ = self.process.wait();
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
