//! The `rapporteur` program: hands its arguments to [`rapporteur::cli`] and ends with the exit code that comes back.

use std::process::ExitCode;

fn main() -> ExitCode {
    rapporteur::cli::main()
}
