use std::path::{Path, PathBuf};

use clap::Args;

use super::case::{self, Case, Evidence, NOT_CHANGED};
use super::exit::{Exit, Failure};
use super::{Problems, RulesOptions, oscal, output, update};
use crate::load::{self, Book};
use crate::model::Rules;
use crate::problem::{Problem, Severity};
use crate::source::Sources;
use crate::{check, problem, revise};

/// Take answers over from a spreadsheet, or rules from OSCAL
///
/// Reads what `export` wrote and colleagues filled in. A cell that doesn't fit is told by its sheet and cell, and then
/// nothing is written.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// Workbook (.xlsx), table (.csv) or folder of tables, as `export` writes them; or an OSCAL catalog (.json), which
    /// becomes a rules file
    file: PathBuf,
    #[command(flatten)]
    rules: RulesOptions,
    /// Responses file, or folder of responses files, that takes the answers over: only what differs is changed
    #[arg(long, value_name = "FILE", required_unless_present = "output", conflicts_with = "output")]
    into: Option<PathBuf>,
    /// Show what would change, line by line, and write nothing
    #[arg(long, requires = "into")]
    dry_run: bool,
    /// New responses file to write; of a catalog, the rules file
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
        match (ending.as_str(), &self.into, &self.output) {
            ("xlsx" | "xlsm" | "csv", Some(into), _) => self.sheets_into(into),
            ("xlsx" | "xlsm" | "csv", None, Some(output)) => self.sheets_anew(output),
            (_, Some(into), _) if self.file.is_dir() => self.sheets_into(into),
            (_, None, Some(output)) if self.file.is_dir() => self.sheets_anew(output),
            ("json", ..) => oscal::import(&self.file, &self.rules, self.output.as_deref(), self.force, self.problems),
            _ => {
                let next = "save it as .xlsx or .csv first";
                Err(Failure::Usage(format!("`{}` is no workbook and no table; {next}", self.file.display())))
            }
        }
    }

    /// Brings a file up to what a spreadsheet says.
    fn sheets_into(&self, into: &Path) -> Result<Exit, Failure> {
        let case = Case::open(&self.rules, None, into, None, Evidence::Recorded)?;
        if case.has_errors() || case.responses.is_none() {
            case.show_problems(self.problems, into);
            return Ok(Exit::Problems);
        }
        case.refuse_redacted(into, NOT_CHANGED)?;
        let mut base = toml::Table::new();
        for number in &case.files {
            load::join(&mut base, load::values(case.sources.get(*number)));
        }
        let Some((book, sources)) = self.read(Some(&base), folder_of(into), &case.rules)? else {
            return Ok(Exit::Problems);
        };
        let said = load::values(sources.get(book.text));
        let texts = revise::take_over(&said, &case.rules, &case.files, &case.sources)?;
        if !book.left.is_empty() {
            let (count, ids) = (book.left.len(), book.left.join(", "));
            output::message(&format!("{count} answers have no row, and stay as they are: {ids}"));
        }
        if self.dry_run {
            for (number, text) in &texts {
                output::result(&update::difference(&case, *number, text))?;
            }
        } else {
            update::write(&case, texts.iter().map(|(number, text)| (*number, text.as_str())))?;
            for (number, _) in &texts {
                output::result(&format!("{}\n", case.sources.get(*number).name))?;
            }
        }
        if texts.is_empty() {
            output::message("nothing differs; nothing is changed");
        } else if !self.dry_run {
            output::message(&format!("Look at it, then: {}", case.check_command(into).trim_matches('`')));
        }
        Ok(Exit::Done)
    }

    /// Makes a file of what a spreadsheet says.
    fn sheets_anew(&self, path: &Path) -> Result<Exit, Failure> {
        if path.exists() && !self.force {
            return Err(Failure::Exists(path.to_owned()));
        }
        let options = RulesOptions { folder: self.rules.folder.clone(), instruments: Vec::new() };
        let Some(rules) = case::rules(&options, self.problems)? else { return Ok(Exit::Problems) };
        let Some((book, sources)) = self.read(None, folder_of(path), &rules)? else { return Ok(Exit::Problems) };
        if !book.has_particulars {
            let next = "name the folder of all tables, or a file to take the answers over with --into";
            return Err(Failure::Usage(format!("`{}` doesn't say who answers; {next}", self.file.display())));
        }
        output::file(path, sources.get(book.text).text.as_bytes())?;
        output::result(&format!("{}\n", path.display()))?;
        Ok(Exit::Done)
    }

    /// What the spreadsheet says, if it is sound; its problems are shown.
    fn read(
        &self,
        base: Option<&toml::Table>,
        folder: &Path,
        rules: &Rules,
    ) -> Result<Option<(Book, Sources)>, Failure> {
        let (mut sources, problems) = (Sources::default(), problem::Problems::default());
        let mut book = load::book(&self.file, base, folder, rules, &mut sources, &problems)?;
        check::responses(std::mem::take(&mut book.responses), rules, None, &problems);
        let sorted = problems.into_sorted();
        // Warnings about answers are told by `check`.
        let is_error = |problem: &Problem| problem.severity() == Severity::Error;
        let worth: Vec<Problem> =
            sorted.into_iter().filter(|problem| is_error(problem) || problem.at.file == book.notes).collect();
        if !worth.is_empty() {
            output::message(output::problems(&worth, &sources, self.problems).trim_end());
        }
        Ok((!worth.iter().any(is_error)).then_some((book, sources)))
    }
}

/// The folder in which evidence lies: that of a responses file, or of several.
fn folder_of(path: &Path) -> &Path {
    match path.is_dir() {
        true => path,
        false => path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")),
    }
}
