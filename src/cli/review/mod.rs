//! Commands about an auditor's review, one file each.

mod check;
mod init;
mod merge;

use clap::{Args, Subcommand};

use super::exit::{Exit, Failure};

/// Begin, check or merge an auditor's review of answers
#[derive(Debug, Args)]
pub(super) struct ReviewCommand {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Init),
    Check(check::Check),
    Merge(merge::Merge),
}

impl ReviewCommand {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        match self.command {
            Command::Init(command) => command.run(),
            Command::Check(command) => command.run(),
            Command::Merge(command) => command.run(),
        }
    }
}
