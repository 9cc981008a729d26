//! A command as a child: signals go on to it, and how it ended is what a shell would say.
//!
//! * A command that does not exist ends with 127, one that may not be run with 126.
//! * What a terminal sends to the whole foreground group (Ctrl-C, Ctrl-\) has reached the child already and is not sent
//!   to it twice.

use std::ffi::OsString;
use std::fmt;
use std::io;
use std::process::ExitStatus;
use tokio::process::Command;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// By itself.
    Exit(u8),
    /// By a signal.
    Signal(u8),
}

impl Ended {
    /// The exit code for it.
    pub(super) fn code(self) -> u8 {
        match self {
            Self::Exit(code) => code,
            Self::Signal(number) => 128_u8.saturating_add(number),
        }
    }
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exit(code) => write!(f, "exit {code}"),
            Self::Signal(number) => write!(f, "signal {number}"),
        }
    }
}

/// The signals that this process gets, from when this is made.
pub(super) struct Signals(platform::Signals);

impl Signals {
    pub(super) fn new() -> io::Result<Self> {
        platform::Signals::new().map(Self)
    }

    /// Runs a command to its end.
    pub(super) async fn run(&mut self, command: &[OsString]) -> Ended {
        let Some((program, arguments)) = command.split_first() else { return Ended::Exit(127) };
        let mut child = match Command::new(program).args(arguments).spawn() {
            Ok(child) => child,
            Err(error) => {
                eprintln!("battera: {}: {error}", program.display());
                let missing = error.kind() == io::ErrorKind::NotFound;
                return Ended::Exit(if missing { 127 } else { 126 });
            }
        };
        loop {
            tokio::select! {
                status = child.wait() => return status.map_or(Ended::Exit(126), platform::ended),
                signal = self.0.next() => platform::pass_on(signal, child.id()),
            }
        }
    }

    /// The next one, whichever it is.
    pub(super) async fn any(&mut self) {
        self.0.next().await;
    }
}

#[cfg(unix)]
mod platform {
    use super::{Ended, ExitStatus, io};
    use rustix::process::{Pid, Signal, kill_process};
    use std::os::unix::process::ExitStatusExt;
    use tokio::signal::unix::{Signal as Listener, SignalKind, signal};

    pub(super) struct Signals {
        interrupt: Listener,
        terminate: Listener,
        hangup: Listener,
        quit: Listener,
        user_1: Listener,
        user_2: Listener,
    }

    impl Signals {
        pub(super) fn new() -> io::Result<Self> {
            Ok(Self {
                interrupt: signal(SignalKind::interrupt())?,
                terminate: signal(SignalKind::terminate())?,
                hangup: signal(SignalKind::hangup())?,
                quit: signal(SignalKind::quit())?,
                user_1: signal(SignalKind::user_defined1())?,
                user_2: signal(SignalKind::user_defined2())?,
            })
        }

        pub(super) async fn next(&mut self) -> Signal {
            tokio::select! {
                _ = self.interrupt.recv() => Signal::INT,
                _ = self.terminate.recv() => Signal::TERM,
                _ = self.hangup.recv() => Signal::HUP,
                _ = self.quit.recv() => Signal::QUIT,
                _ = self.user_1.recv() => Signal::USR1,
                _ = self.user_2.recv() => Signal::USR2,
            }
        }
    }

    pub(super) fn pass_on(signal: Signal, child: Option<u32>) {
        let from_keyboard = [Signal::INT, Signal::QUIT].contains(&signal) && has_terminal();
        let child = child.and_then(|id| Pid::from_raw(id.cast_signed()));
        if let Some(child) = child.filter(|_| !from_keyboard) {
            // It fails when the child has just ended, which is what the signal wanted.
            let _ended = kill_process(child, signal);
        }
    }

    /// Whether this process is of the group that its terminal sends signals to.
    fn has_terminal() -> bool {
        let group = rustix::termios::tcgetpgrp(std::io::stdin());
        group.is_ok_and(|group| group == rustix::process::getpgrp())
    }

    pub(super) fn ended(status: ExitStatus) -> Ended {
        match (status.code(), status.signal()) {
            (Some(code), _) => Ended::Exit(code as u8),
            (None, Some(number)) => Ended::Signal(number as u8),
            (None, None) => Ended::Exit(126),
        }
    }
}

#[cfg(not(unix))]
mod platform {
    use super::{Ended, ExitStatus, io};

    pub(super) struct Signals;

    impl Signals {
        pub(super) fn new() -> io::Result<Self> {
            Ok(Self)
        }

        /// The console sends to the child by itself; this process only goes on.
        pub(super) async fn next(&mut self) {
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    pub(super) fn pass_on((): (), _child: Option<u32>) {}

    pub(super) fn ended(status: ExitStatus) -> Ended {
        Ended::Exit(status.code().map_or(126, |code| code as u8))
    }
}
