use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::case::{Case, Evidence, NOT_CHANGED};
use super::exit::{Exit, Failure};
use super::input::is_standard_input;
use super::{Problems, RulesOptions, output};
use crate::revise::{self, UpdateChange};
use crate::source::{FileNumber, sha256};

/// Bring a responses file or folder up to newer rules
///
/// Adds the questions that it lacks as blank blocks in their place, gives answers to renamed questions their new ids, and
/// marks those to withdrawn ones. Answers, comments and everything else stay as they are.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Update {
    /// Responses file, or folder of responses files
    file: PathBuf,
    #[command(flatten)]
    rules: RulesOptions,
    /// Show what would change, line by line, and write nothing
    #[arg(long)]
    dry_run: bool,
}

const AFTER: &str = "Examples:\n  \
    rapporteur update responses.toml --dry-run\n  \
    rapporteur update responses.toml";

impl Update {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        if is_standard_input(&self.file) {
            let why = "standard input can't be written back; give the name of the file to update";
            return Err(Failure::Usage(why.into()));
        }
        let case = Case::open(&self.rules, None, &self.file, None, Evidence::Recorded)?;
        let Some(responses) = case.responses.as_ref().filter(|_| case.can_be_changed()) else {
            case.show_problems(Problems::Human, &self.file);
            return Ok(Exit::Problems);
        };
        case.refuse_redacted(&self.file, NOT_CHANGED)?;
        let update = revise::update(&case.rules, responses, &case.files, &case.sources)?;
        if self.dry_run {
            for (number, text) in &update.texts {
                output::result(&difference(&case, *number, text))?;
            }
        } else {
            let texts = update.texts.iter().map(|(number, text)| (*number, text.as_str()));
            write(&case, texts)?;
            output::result(&update.changes.iter().map(line).collect::<String>())?;
        }
        output::message(&closing(&update.changes, self.dry_run));
        if !update.texts.is_empty() && !self.dry_run {
            output::message(&format!("Look at it, then: {}", case.check_command(&self.file).trim_matches('`')));
        }
        Ok(Exit::Done)
    }
}

/// Writes the new texts in the place of the old, unless somebody else has changed a file since it was read.
pub(super) fn write<'t>(case: &Case, texts: impl Iterator<Item = (FileNumber, &'t str)>) -> Result<(), Failure> {
    let mut files = Vec::new();
    for (number, text) in texts {
        let source = case.sources.get(number);
        let path = PathBuf::from(&source.name);
        if fs::read(&path).is_ok_and(|bytes| sha256(&bytes) != source.sha256) {
            let why = "somebody else has just changed it; try again".into();
            return Err(Failure::Unwritable { path, why });
        }
        // A link stays a link: what it leads to is written.
        let target = if path.is_symlink() { fs::canonicalize(&path).unwrap_or(path) } else { path };
        files.push((target, text.as_bytes().to_vec()));
    }
    output::set(&files)
}

pub(super) fn difference(case: &Case, number: FileNumber, text: &str) -> String {
    let source = case.sources.get(number);
    let new = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let lines = similar::TextDiff::from_lines(source.text.as_str(), new);
    lines.unified_diff().header(&source.name, &source.name).to_string()
}

fn line(change: &UpdateChange) -> String {
    match change {
        UpdateChange::Version { instrument, from, to } => format!("version    {instrument}: {from}, now {to}\n"),
        UpdateChange::Renamed { from, to } => format!("renamed    {from}, now {to}\n"),
        UpdateChange::Doubled { from, to } => format!("marked     {from}: it is {to} now, which has an answer, too\n"),
        UpdateChange::Withdrawn(id) => format!("withdrawn  {id}\n"),
        UpdateChange::Added(id) => format!("added      {id}\n"),
    }
}

/// One line that says what was done.
fn closing(changes: &[UpdateChange], dry_run: bool) -> String {
    let count = |is: fn(&UpdateChange) -> bool| changes.iter().filter(|change| is(change)).count();
    let parts = [
        (count(|change| matches!(change, UpdateChange::Added(_))), "added"),
        (count(|change| matches!(change, UpdateChange::Renamed { .. })), "renamed"),
        (count(|change| matches!(change, UpdateChange::Doubled { .. })), "marked as renamed and answered twice"),
        (count(|change| matches!(change, UpdateChange::Withdrawn(_))), "marked as withdrawn"),
        (count(|change| matches!(change, UpdateChange::Version { .. })), "with another version of the rules"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .enumerate()
        .filter(|(_, (count, _))| *count > 0)
        .map(|(number, (count, what))| {
            let noun = if number == 4 { "resolution" } else { "question" };
            format!("{count} {noun}{} {what}", if *count == 1 { "" } else { "s" })
        })
        .collect();
    match (parts.is_empty(), dry_run) {
        (true, _) => "nothing to update: it fits the rules".into(),
        (false, true) => format!("would be: {}; nothing is written", parts.join(", ")),
        (false, false) => parts.join(", "),
    }
}
