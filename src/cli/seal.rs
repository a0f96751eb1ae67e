use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Local, NaiveDate};
use clap::Args;

use super::case::{Case, Evidence};
use super::exit::{Exit, Failure};
use super::input::is_standard_input;
use super::update::{difference, write};
use super::{Problems, RulesOptions, output};
use crate::load::folder_of;
use crate::problem::{Code, Problem, first_of};
use crate::revise::{self, Sealed, SealedFile, Sealing};

/// Record what every evidence file is, so that a later change shows
///
/// Writes SHA-256, size and media type of each file beside its path; comments, order and everything else stay as they are.
/// A file that was changed since it was sealed is told and its seal left as it is, unless --renew is given.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Seal {
    /// Responses file, or folder of responses files
    file: PathBuf,
    #[command(flatten)]
    rules: RulesOptions,
    /// Show what would change, line by line, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Seal files anew that were changed since they were sealed
    #[arg(long)]
    renew: bool,
}

const AFTER: &str = "Examples:\n  rapporteur seal responses.toml --dry-run\n  rapporteur seal responses.toml\n\n\
    Ends with 3 if a file was changed since it was sealed, or is gone.";

impl Seal {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        if is_standard_input(&self.file) {
            let why = "standard input can't be written back; give the name of the file to seal";
            return Err(Failure::Usage(why.into()));
        }
        let case = Case::open(&self.rules, None, &self.file, None, Evidence::All)?;
        let Some(responses) = case.responses.as_ref().filter(|_| !case.has_errors()) else {
            case.show_problems(Problems::Human, &self.file);
            return Ok(Exit::Problems);
        };
        if responses.redacted {
            let why = "a redacted file tells what was found when it was made; seal the file that it was made of";
            return Err(Failure::Usage(why.into()));
        }
        let sealing = revise::seal(responses, self.renew, &case.files, &case.sources)?;
        if self.dry_run {
            for (number, text) in &sealing.texts {
                output::result(&difference(&case, *number, text))?;
            }
        } else {
            write(&case, sealing.texts.iter().map(|(number, text)| (*number, text.as_str())))?;
        }
        output::result(&sealing.files.iter().filter_map(line).collect::<String>())?;
        let told: Vec<Problem> =
            case.problems.iter().filter(|problem| is_of_evidence(problem.code())).cloned().collect();
        if !told.is_empty() {
            output::message(output::problems(&told, &case.sources, Problems::Human).trim_end());
        }
        for warning in warnings(&sealing, folder_of(&self.file), responses.particulars.date) {
            output::message(&warning);
        }
        output::message(&closing(&sealing, self.dry_run));
        let fails = |file: &SealedFile| match &file.outcome {
            Sealed::Changed(_) => true,
            Sealed::Missing(sealed) => !sealed.is_empty(),
            _ => false,
        };
        Ok(if sealing.files.iter().any(fails) { Exit::Problems } else { Exit::Done })
    }
}

/// Whether a problem is worth a look when evidence is sealed, and not told by sealing itself.
fn is_of_evidence(code: Code) -> bool {
    matches!(code, Code::NameClash | Code::EvidenceUncited | Code::EvidenceAfterAssessment | Code::EvidenceBeforePeriod)
}

/// What was done with a file, in one line; nothing of one that is as it was.
fn line(file: &SealedFile) -> Option<String> {
    let SealedFile { path, sha256, size, media_type, .. } = file;
    Some(match &file.outcome {
        Sealed::Unchanged => return None,
        Sealed::New => format!("sealed   {path}  {size} bytes, {media_type}\n         {sha256}\n"),
        Sealed::Renewed(old) => {
            format!("renewed  {path}  {size} bytes, {media_type}\n         {sha256}\n         was {old}\n")
        }
        Sealed::Changed(old) => format!("CHANGED  {path}\n         sealed  {old}\n         now     {sha256}\n"),
        Sealed::Missing(old) if old.is_empty() => format!("MISSING  {path}\n"),
        Sealed::Missing(old) => format!("MISSING  {path}\n         sealed  {old}\n"),
    })
}

/// What can be seen only when every file is read: the same content under two names, and files that the computer says were
/// written after the assessment.
fn warnings(sealing: &Sealing, folder: &Path, assessment: NaiveDate) -> Vec<String> {
    let mut warnings = Vec::new();
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    let mut later: Vec<&str> = Vec::new();
    for SealedFile { path, sha256, .. } in sealing.files.iter().filter(|file| !file.sha256.is_empty()) {
        let real = |path: &str| fs::canonicalize(folder.join(path)).ok();
        match known.get(sha256.as_str()) {
            Some(first) if real(first) != real(path) => {
                let next = "cite one of the two";
                warnings.push(format!("warning: `{path}` and `{first}` are the same, byte for byte; {next}"));
            }
            Some(_) => {}
            None => _ = known.insert(sha256, path),
        }
        let written = fs::metadata(folder.join(path)).and_then(|about| about.modified());
        if written.is_ok_and(|time| DateTime::<Local>::from(time).date_naive() > assessment) {
            later.push(path);
        }
    }
    if !later.is_empty() {
        let (named, next) = (first_of(&later), "see that they are the documents as they were then");
        warnings.push(format!("warning: on disk, written after the assessment of {assessment}: {named}; {next}"));
    }
    warnings
}

/// One line that says how it stands.
fn closing(sealing: &Sealing, dry_run: bool) -> String {
    let count = |is: fn(&Sealed) -> bool| sealing.files.iter().filter(|file| is(&file.outcome)).count();
    let parts = [
        (count(|outcome| *outcome == Sealed::New), "sealed"),
        (count(|outcome| matches!(outcome, Sealed::Renewed(_))), "sealed anew"),
        (count(|outcome| *outcome == Sealed::Unchanged), "unchanged"),
        (count(|outcome| matches!(outcome, Sealed::Changed(_))), "changed since"),
        (count(|outcome| matches!(outcome, Sealed::Missing(_))), "missing"),
    ];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, what)| format!("{count} {what}")).collect();
    let changed = sealing.files.iter().any(|file| matches!(file.outcome, Sealed::Changed(_)));
    let next = match changed {
        true => "\nFind out who changed it and why; if the new file is right, `--renew` seals it",
        false => "",
    };
    match (parts.is_empty(), dry_run) {
        (true, _) => "no evidence file is cited, so there is nothing to seal".into(),
        (false, true) => format!("evidence files: {}; nothing is written{next}", parts.join(", ")),
        (false, false) => format!("evidence files: {}{next}", parts.join(", ")),
    }
}
