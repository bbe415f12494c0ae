//! The command `ranks`: see [`native::cli`].

use std::io::{self, BufWriter};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = std::env::args_os().skip(1);
    native::cli::main(
        arguments,
        &mut BufWriter::new(io::stdout().lock()),
        &mut io::stderr().lock(),
    )
    .into()
}
