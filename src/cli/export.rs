use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::case::{Case, Evidence};
use super::exit::{Exit, Failure};
use super::{Problems, RulesOptions, input, oscal, output};
use crate::assess::assess;
use crate::load;
use crate::model::{Picture, Responses};
use crate::report::{Book, book};
use crate::{problem, render};

/// Write the answers in a form that other programs open
#[derive(Debug, Args)]
pub(super) struct Export {
    /// Responses file, or folder of responses files; `-` reads standard input
    file: PathBuf,
    /// What to write: xlsx (a workbook), csv (a folder of tables), oscal (a folder of files in OSCAL 1.2) or redacted
    /// (responses for outsiders, without what is for colleagues only)
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
    Redacted,
}

impl Export {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        if self.output.is_none() && input::is_standard_input(&self.file) {
            return Err(Failure::Usage("answers from standard input have no name to go by; add -o with one".into()));
        }
        // Others don't have the documents, so all that can be said of them is.
        let evidence = if self.to == Form::Redacted { Evidence::All } else { Evidence::Recorded };
        let case = Case::open(&self.rules, None, &self.file, None, evidence)?;
        case.show_problems(self.problems, &self.file);
        let (Some(responses), false) = (&case.responses, case.has_errors()) else { return Ok(Exit::Problems) };
        if self.to == Form::Redacted {
            return self.redacted(responses, &case);
        }
        if self.to != Form::Oscal {
            case.refuse_redacted(&self.file, "lacks what colleagues need: take the file that it was made from")?;
        }
        let assessment = assess(&case.rules, responses, responses.particulars.date);
        let files: Vec<toml::Table> = case.files.iter().map(|number| load::values(case.sources.get(*number))).collect();
        let book = book(&assessment, &files, "en");
        match self.to {
            Form::Xlsx => {
                self.tell_long_texts(&case);
                self.workbook(&book)
            }
            Form::Csv => self.tables(&book),
            Form::Oscal | Form::Redacted => oscal::export(&assessment, &self.file, self.output.as_deref(), self.force),
        }
    }

    /// A cell can't hold every text.
    fn tell_long_texts(&self, case: &Case) {
        let problems = problem::Problems::default();
        for number in &case.files {
            load::note_long_texts(case.sources.get(*number), *number, &problems);
        }
        let long = problems.into_sorted();
        if !long.is_empty() {
            output::message(output::problems(&long, &case.sources, self.problems).trim_end());
        }
    }

    fn workbook(&self, book: &Book<'_>) -> Result<Exit, Failure> {
        let path = self.beside("xlsx");
        if path.exists() && !self.force {
            return Err(Failure::Exists(path));
        }
        output::file(&path, &render::workbook(book, &render::words(None, "en")?)?)?;
        output::result(&format!("{}\n", path.display()))?;
        Ok(Exit::Done)
    }

    fn tables(&self, book: &Book<'_>) -> Result<Exit, Failure> {
        let folder = self.output.clone().unwrap_or_else(|| self.beside("tables"));
        let files = render::csv(book, &render::words(None, "en")?)?;
        if let Some(there) = files.iter().map(|(name, _)| folder.join(name)).find(|path| path.exists() && !self.force) {
            return Err(Failure::Exists(there));
        }
        output::files(Some(&folder), None, files)
    }

    /// Writes the answers for outsiders, with the logo beside them.
    fn redacted(&self, responses: &Responses, case: &Case) -> Result<Exit, Failure> {
        let path = self.beside("redacted.toml");
        let logo = responses.institution.logo.as_ref();
        let name = logo.map(|logo| logo_name(&path, logo)).unwrap_or_default();
        let mut files = vec![(path.clone(), render::redacted(responses, &case.rules, &name).into_bytes())];
        files.extend(logo.map(|logo| (path.with_file_name(&name), logo.bytes.clone())));
        if let Some((there, _)) = files.iter().find(|(path, _)| path.exists() && !self.force) {
            return Err(Failure::Exists(there.clone()));
        }
        output::set(&files)?;
        files.iter().try_for_each(|(path, _)| output::result(&format!("{}\n", path.display())))?;
        Ok(Exit::Done)
    }

    /// What was asked for with -o, or the name of the answers with another ending.
    fn beside(&self, ending: &str) -> PathBuf {
        self.output.clone().unwrap_or_else(|| self.file.with_extension(ending))
    }
}

/// The name of the file of a logo that lies beside the answers at `path`.
fn logo_name(path: &Path, logo: &Picture) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    format!("{stem}-logo.{}", logo.ending())
}
