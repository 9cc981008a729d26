//! The executable; everything is in the library.

use clap::Parser;
use server::cli::{Cli, Command};
use std::process::ExitCode;

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(options) => server::run(options),
        Command::Key(command) => server::run_key(command),
        Command::Backup(options) => server::run_backup(options),
        Command::Check(options) => server::run_check(options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("battera: {error:#}");
            ExitCode::FAILURE
        }
    }
}
