//! The executable; everything is in the library.

use clap::Parser;
use server::cli::{Cli, Command};
use std::process::ExitCode;

fn main() -> ExitCode {
    let Cli { command: Command::Serve(options) } = Cli::parse();
    match server::run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("battera: {error:#}");
            ExitCode::FAILURE
        }
    }
}
