use std::fs;
use std::path::{Component, Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;

use super::case::{Case, Evidence, NOT_CHANGED};
use super::exit::{Exit, Failure};
use super::{Problems, RulesOptions, output};
use crate::model::{Period, Responses};
use crate::problem::Code;
use crate::revise::{self, Carried};

/// Begin a new period with the answers of the last one
///
/// Levels are taken over as to be confirmed: they count as unanswered until somebody has looked at them. Words, evidence
/// and next steps stay; next steps that are done or dropped and requests that are met are left out. Who validated, the
/// summary and the letter to parliament are emptied. The old file is not touched.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Carry {
    /// Responses file, or folder of responses files, of the last period
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// File to write; a folder, where OLD is one
    #[arg(short, long, value_name = "NEW")]
    output: PathBuf,
    /// The new period: a year, or two days joined by two dots, e.g. 2026-01-01..2026-12-31
    #[arg(long, value_name = "PERIOD", value_parser = period)]
    period: Period,
    /// The day on which the new answers will be true (default: the last day of the period)
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<NaiveDate>,
    /// Replace NEW if it exists
    #[arg(long)]
    force: bool,
    /// Folder of rules files to use besides those built in; a file of the same name replaces one
    #[arg(long = "rules", value_name = "DIR")]
    rules: Option<PathBuf>,
}

const AFTER: &str = "Examples:\n  \
    rapporteur carry responses.toml -o 2026/responses.toml --period 2026\n  \
    rapporteur carry 2025 -o 2026 --period 2026-01-01..2026-06-30";

impl Carry {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let options = RulesOptions { folder: self.rules.clone(), instruments: Vec::new() };
        let case = Case::open(&options, None, &self.old, None, Evidence::Recorded)?;
        let Some(responses) = case.responses.as_ref().filter(|_| case.can_be_changed()) else {
            case.show_problems(Problems::Human, &self.old);
            return Ok(Exit::Problems);
        };
        case.refuse_redacted(&self.old, NOT_CHANGED)?;
        let carried = revise::carry(&case.files, &case.sources, self.period, self.date.unwrap_or(self.period.to))?;
        let files = self.files(&case, &carried)?;
        if let Some(parent) = files.first().and_then(|(path, _)| path.parent()) {
            output::make(parent)?;
        }
        output::set(&files)?;
        for (path, _) in &files {
            output::result(&format!("{}\n", path.display()))?;
        }
        self.closing(&case, responses, &carried);
        Ok(Exit::Done)
    }

    /// The files to write, none of which may be one of the old ones.
    fn files(&self, case: &Case, carried: &Carried) -> Result<Vec<(PathBuf, Vec<u8>)>, Failure> {
        let is_same = |one: &Path, other: &Path| {
            fs::canonicalize(one).ok().zip(fs::canonicalize(other).ok()).is_some_and(|(one, other)| one == other)
        };
        if is_same(&self.old, &self.output) {
            let path = self.output.display();
            return Err(Failure::Usage(format!(
                "`{path}` is the old file, which is kept; choose another name with -o"
            )));
        }
        let whole = self.old.is_dir();
        if whole && self.output.exists() && !self.force && has_answers(&self.output) {
            return Err(Failure::Exists(self.output.clone()));
        }
        let mut files = Vec::new();
        for (number, text) in &carried.texts {
            let source = case.sources.get(*number);
            let path = if whole { self.output.join(source.file_name()) } else { self.output.clone() };
            if is_same(Path::new(&source.name), &path) {
                let path = path.display();
                return Err(Failure::Usage(format!(
                    "`{path}` is an old file, which is kept; choose another name with -o"
                )));
            }
            if path.exists() && !self.force {
                return Err(Failure::Exists(path));
            }
            files.push((path, text.as_bytes().to_vec()));
        }
        Ok(files)
    }

    /// What was done, what is not there yet, and what comes next.
    fn closing(&self, case: &Case, responses: &Responses, carried: &Carried) {
        let left = [
            (carried.actions, number(carried.actions, "next step"), "over"),
            (carried.requests, number(carried.requests, "request"), "met"),
        ];
        let left = left.into_iter().filter(|(count, ..)| *count > 0);
        let left: Vec<String> = left
            .map(|(count, what, why)| format!("{what} that {} {why}", if count == 1 { "is" } else { "are" }))
            .collect();
        let left = if left.is_empty() { String::new() } else { format!("; left out: {}", left.join(", ")) };
        output::message(&format!("{} to be confirmed{left}", number(carried.answers, "answer")));
        let absent = self.absent(responses);
        if let [first, ..] = absent.as_slice() {
            let list = match absent.len() {
                1 => format!("`{first}`"),
                more => format!("`{first}` and {} more", more - 1),
            };
            let (old, new) = (folder(&self.old), folder(&self.output));
            output::message(&format!(
                "Evidence is looked for beside the new file: copy {list} from `{}` to `{}`, below the same folders",
                old.display(),
                new.display(),
            ));
        }
        let rules = self.rules.as_ref().map(|folder| format!(" --rules {}", folder.display())).unwrap_or_default();
        let new = self.output.display();
        if case.problems.iter().any(|problem| problem.code() == Code::RulesVersionDiffers) {
            output::message(&format!(
                "The rules have another version; what is new comes with: rapporteur update{rules} {new}"
            ));
        }
        output::message(&format!("Confirm or change each answer; to see which: rapporteur check{rules} {new}"));
    }

    /// The evidence files that lie beside the old answers, but not beside the new.
    fn absent(&self, responses: &Responses) -> Vec<String> {
        let (old, new) = (folder(&self.old), folder(&self.output));
        let mut absent: Vec<String> = Vec::new();
        for evidence in responses.responses.values().flat_map(|response| &response.evidence) {
            let path = Path::new(&evidence.file);
            let is_inside = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
            let is_lost = is_inside && old.join(path).is_file() && !new.join(path).is_file();
            if is_lost && !absent.contains(&evidence.file) {
                absent.push(evidence.file.clone());
            }
        }
        absent
    }
}

/// The folder in which the evidence of a file, or of a folder of files, is looked for.
fn folder(path: &Path) -> PathBuf {
    if path.is_dir() {
        return path.to_owned();
    }
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}

fn has_answers(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    !folder.is_dir() || { entries }.any(|entry| entry.path().extension().is_some_and(|extension| extension == "toml"))
}

fn number(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

fn period(text: &str) -> Result<Period, String> {
    let wanted = "write a year, or two days joined by two dots: 2026-01-01..2026-12-31";
    let day = |text: &str| text.trim().parse::<NaiveDate>().ok();
    let found = match text.split_once("..") {
        Some((from, to)) => day(from).zip(day(to)),
        None if text.len() == 4 => day(&format!("{text}-01-01")).zip(day(&format!("{text}-12-31"))),
        None => None,
    };
    let (from, to) = found.ok_or(wanted)?;
    if to < from {
        return Err("it ends before it begins".into());
    }
    Ok(Period { from, to })
}
