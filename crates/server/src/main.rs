//! The executable; everything is in the library.

use clap::Parser;
use server::cli::{Cli, Command};
use std::process::ExitCode;

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Backup(options) => server::run_backup(options).map(|()| ExitCode::SUCCESS),
        Command::Check(options) => server::run_check(options).map(|()| ExitCode::SUCCESS),
        Command::Serve(options) => server::run(*options).map(|()| ExitCode::SUCCESS),
        Command::Key(command) => server::run_key(command).map(|()| ExitCode::SUCCESS),
        Command::Annotate(options) => server::annotate::run(*options),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("battera: {error:#}");
            ExitCode::FAILURE
        }
    }
}
