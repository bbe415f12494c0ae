//! The project's own commands: everything a person, a hook or a continuous-integration run
//! asks for, as `cargo xtask <command>`.
//!
//! Read [`cli`] for the commands, [`tools`] for what is installed and how, [`environment`] for
//! what every child process gets to see. Nothing here knows a collective or a figure.

#![allow(
    clippy::print_stdout,
    reason = "a command line speaks on standard output"
)]

mod bench;
mod build;
mod check;
mod cli;
mod environment;
mod hook;
mod imports;
mod licenses;
mod process;
mod project;
mod ranks;
#[cfg(test)]
mod scratch;
mod serve;
mod size;
mod soak;
mod static_server;
mod test;
mod tidy;
mod tools;

use std::process::ExitCode;

fn main() -> ExitCode {
    if let Err(error) = process::end_children_on_interrupt() {
        eprintln!("error: {error:#}");
        return ExitCode::FAILURE;
    }
    match cli::run(std::env::args().skip(1)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
