//! The `rapporteur` program: hands its arguments to [`rapporteur::cli`] and ends with the exit code that comes back.

use std::process::ExitCode;

/// A report is made of very many small pieces, which the system's own allocator takes longer to hand out.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    rapporteur::cli::main()
}
