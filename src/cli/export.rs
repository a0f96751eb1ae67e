use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::case::Case;
use super::exit::{Exit, Failure};
use super::{Problems, RulesOptions, output};
use crate::assess::assess;
use crate::load::Hashing;
use crate::model::{Responses, Rules};
use crate::render;

/// Write the answers in a form that other programs open
#[derive(Debug, Args)]
pub(super) struct Export {
    /// Responses file, or folder of responses files
    file: PathBuf,
    /// What to write: xlsx (a workbook), csv (a folder of tables) or oscal (a folder of files in OSCAL 1.2)
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
    Oscal,
}

impl Export {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let case = Case::open(&self.rules, None, &self.file, None, Hashing::Recorded)?;
        case.show_problems(self.problems, &self.file);
        let responses = match &case.responses {
            Some(responses) if !case.has_errors() => responses,
            _ => return Ok(Exit::Problems),
        };
        match self.to {
            Form::Xlsx => self.workbook(),
            Form::Csv => self.tables(),
            Form::Oscal => self.oscal(&case.rules, responses),
        }
    }

    fn workbook(&self) -> Result<Exit, Failure> {
        Err(Failure::Usage(format!("`{}` can't be written as a workbook yet", self.file.display())))
    }

    fn tables(&self) -> Result<Exit, Failure> {
        Err(Failure::Usage(format!("`{}` can't be written as tables yet", self.file.display())))
    }

    /// A folder of files for programs that read OSCAL, without what is for colleagues only.
    fn oscal(&self, rules: &Rules, responses: &Responses) -> Result<Exit, Failure> {
        let assessment = assess(rules, responses, responses.particulars.date);
        let files = render::oscal(&assessment, &render::words(None, "en")?)?;
        let beside = if self.file.is_dir() { Some(self.file.as_path()) } else { self.file.parent() };
        let folder = self.output.as_deref().or(beside).unwrap_or(Path::new(""));
        let there = files.iter().map(|(name, _)| folder.join(name)).find(|path| path.exists());
        if let Some(there) = there.filter(|_| !self.force) {
            return Err(Failure::Exists(there));
        }
        output::files(self.output.as_deref(), beside, files)
    }
}
