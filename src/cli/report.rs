use clap::Args;

use super::exit::{Exit, Failure};

/// Make the report
#[derive(Debug, Args)]
pub(super) struct ReportCommand {}

impl ReportCommand {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        Ok(Exit::Done)
    }
}
