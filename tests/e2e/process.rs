//! A process that ends with its owner, also when a test panics.

use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, Stdio};

/// A started process and what it says.
pub struct Process {
    child: Child,
    said: Option<Lines<BufReader<ChildStdout>>>,
}

impl Process {
    /// Starts it, with nothing to read and its output for us.
    pub fn start(command: &mut Command, hint: &str) -> Process {
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}; {hint}"));
        let said = child.stdout.take().map(|out| BufReader::new(out).lines());
        Process { child, said }
    }

    /// The first line that contains the text. Later ones are read and dropped, so that the process never blocks.
    pub fn line_with(&mut self, text: &str) -> String {
        let mut said = self.said.take().expect("a process is asked once");
        let mut before = Vec::new();
        for line in said.by_ref() {
            let line = line.unwrap();
            if line.contains(text) {
                std::thread::spawn(move || said.for_each(drop));
                return line;
            }
            before.push(line);
        }
        panic!("the process ended without saying {text:?}, only: {}", before.join("\n"));
    }

    /// Ends it as a power cut would.
    pub fn kill(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Waits until it has ended by itself.
    pub fn ended(&mut self) {
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}
