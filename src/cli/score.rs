use clap::Args;

use super::exit::{Exit, Failure};

/// Show where the institution stands
#[derive(Debug, Args)]
pub(super) struct Score {}

impl Score {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        Ok(Exit::Done)
    }
}
