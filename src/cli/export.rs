use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::case::Case;
use super::exit::{Exit, Failure};
use super::{Problems, RulesOptions};
use crate::load::Hashing;

/// Write the answers in a form that other programs open
#[derive(Debug, Args)]
pub(super) struct Export {
    /// Responses file, or folder of responses files
    file: PathBuf,
    /// What to write: xlsx (a workbook) or csv (a folder of tables)
    #[arg(long, value_enum, value_name = "FORM")]
    to: Form,
    #[command(flatten)]
    rules: RulesOptions,
    /// File or folder to write (default: beside the answers)
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Replace what exists
    #[arg(long)]
    force: bool,
    /// How to show problems: human (drawn), plain (one line each) or json
    #[arg(long, value_enum, default_value = "human", value_name = "FORM")]
    problems: Problems,
}

/// The forms that answers are written in; each has a function below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Xlsx,
    Csv,
}

impl Export {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let case = Case::open(&self.rules, None, &self.file, None, Hashing::Recorded)?;
        case.show_problems(self.problems, &self.file);
        if case.responses.is_none() || case.has_errors() {
            return Ok(Exit::Problems);
        }
        match self.to {
            Form::Xlsx => self.workbook(),
            Form::Csv => self.tables(),
        }
    }

    fn workbook(&self) -> Result<Exit, Failure> {
        Err(Failure::Usage(format!("`{}` can't be written as a workbook yet", self.file.display())))
    }

    fn tables(&self) -> Result<Exit, Failure> {
        Err(Failure::Usage(format!("`{}` can't be written as tables yet", self.file.display())))
    }
}
