use std::path::PathBuf;

use clap::Args;

use super::exit::{Exit, Failure};
use super::{Problems, RulesOptions, oscal};

/// Take answers over from what another program wrote
#[derive(Debug, Args)]
pub(super) struct Import {
    /// Workbook (.xlsx), table (.csv) or folder of tables, as written by `export`; or an OSCAL catalog (.json), which
    /// becomes a rules file
    file: PathBuf,
    #[command(flatten)]
    rules: RulesOptions,
    /// Responses file, or folder of responses files, to bring up to date; what is the same there stays as it is
    #[arg(long, value_name = "FILE", required_unless_present = "output", conflicts_with = "output")]
    into: Option<PathBuf>,
    /// New responses file (or, of a catalog, rules file) to write
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the new file if it exists
    #[arg(long, requires = "output")]
    force: bool,
    /// How to show problems: human (drawn), plain (one line each) or json
    #[arg(long, value_enum, default_value = "human", value_name = "FORM")]
    problems: Problems,
}

impl Import {
    /// What is read is known by the ending of its name.
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let ending = self.file.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        match ending.as_str() {
            "xlsx" | "csv" => Err(Failure::Usage(format!("`{}` can't be read yet", self.file.display()))),
            "json" => oscal::import(&self.file, &self.rules, self.output.as_deref(), self.force, self.problems),
            _ => Err(Failure::Usage(format!("`{}` is none of .xlsx, .csv and .json", self.file.display()))),
        }
    }
}
