//! From paths to checked rules and responses, with problems shown: what every command begins with.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::exit::Failure;
use super::input::Input;
use super::{Problems, RulesOptions, ScopeOptions, output, progress};
use crate::load::written;
use crate::load::{Before, Given, Hashing, Meter};
use crate::model::{Group, Responses, Rules, Scope};
use crate::problem::{Fact, Problem, Severity, Unknown};
use crate::proof::Seen;
use crate::source::{FileNumber, Sources};
use crate::{check, load, problem};

/// Which evidence files are read for their SHA-256.
#[derive(Debug, Clone, Copy)]
pub(super) enum Evidence<'b> {
    /// Those of which one is recorded.
    Recorded,
    /// Every one that is there.
    All,
    /// None: they stand as they were found before.
    Before(&'b Before),
}

/// Why a redacted file is refused where a file is to be changed.
pub(super) const NOT_CHANGED: &str = "is never changed: change the file that it was made from";

/// Responses of an earlier period.
pub(super) struct Earlier {
    pub(super) responses: Responses,
    /// What they answer, before it was cut to what was asked for.
    pub(super) listed: Vec<String>,
    /// Their evidence files as they were found.
    pub(super) seen: Vec<Seen>,
    pub(super) sources: Sources,
    pub(super) files: Vec<FileNumber>,
}

/// What has been read and checked.
pub(super) struct Case {
    pub(super) rules: Rules,
    /// `None` where the responses lack what no report can do without.
    pub(super) responses: Option<Responses>,
    pub(super) problems: Vec<Problem>,
    pub(super) sources: Sources,
    /// The responses files.
    pub(super) files: Vec<FileNumber>,
    /// What they answer, before it was cut to what was asked for.
    pub(super) listed: Vec<String>,
    /// Their evidence files as they were found.
    pub(super) seen: Vec<Seen>,
    /// The folder of `--rules`.
    folder: Option<PathBuf>,
    /// How many of the problems are of a theme file, which `check` doesn't look at.
    of_theme: usize,
}

impl Case {
    /// Reads and checks rules and responses, and cuts what is looked at to what was asked for. `today` moves the day that
    /// actions and deadlines are held against.
    pub(super) fn open(
        options: &RulesOptions,
        scope: Option<&ScopeOptions>,
        file: &Path,
        today: Option<NaiveDate>,
        evidence: Evidence<'_>,
    ) -> Result<Self, Failure> {
        let (mut sources, problems) = (Sources::default(), problem::Problems::default());
        let input = Input::named(file)?;
        let meter = Meter::default();
        let hashing = Hashing { all: matches!(evidence, Evidence::All), meter: &meter };
        let given = if let Evidence::Before(before) = evidence { Given::Again(file, before) } else { input.given() };
        let added = options.folder.as_deref();
        let (rules, written) = progress::told(&meter, || load::case(added, given, hashing, &mut sources, &problems))?;
        let rules = check::rules(rules, &problems);
        let (files, seen) = (written.files.clone(), seen(&written));
        let mut responses = check::responses(written, &rules, today, &problems);
        let listed = responses.as_ref().map(|responses| responses.instruments.clone()).unwrap_or_default();
        if let Some(responses) = &mut responses {
            select(&options.instruments, responses)?;
            if let Some(scope) = scope {
                scope.cut(&rules, responses)?;
            }
            if let Some(today) = today.filter(|today| *today < responses.particulars.date) {
                let date = responses.particulars.date;
                return Err(Failure::Usage(format!("--date {today} is before the date of the assessment, {date}")));
            }
        }
        let folder = options.folder.clone();
        let problems = problems.into_sorted();
        Ok(Self { rules, responses, problems, sources, files, listed, seen, folder, of_theme: 0 })
    }

    /// Whether a file has errors.
    pub(super) fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity() == Severity::Error)
    }

    /// Whether the responses files can be changed: all of each was read, and they hold what none can do without.
    pub(super) fn can_be_changed(&self) -> bool {
        self.responses.is_some() && !self.problems.iter().any(|problem| problem.code().is_of_reading())
    }

    /// These responses, not cut to what was asked for.
    pub(super) fn whole(&self, responses: &Responses) -> Responses {
        Responses { instruments: self.listed.clone(), scope: Scope::default(), ..responses.clone() }
    }

    /// Refuses a redacted file where the institution's own is wanted; `why` goes on from "which".
    pub(super) fn refuse_redacted(&self, file: &Path, why: &str) -> Result<(), Failure> {
        match &self.responses {
            Some(responses) if responses.redacted => {
                Err(Failure::Usage(format!("`{}` is a redacted file, which {why}", file.display())))
            }
            _ => Ok(()),
        }
    }

    /// Shows the problems on standard error: errors and what is said of a theme whole, and other warnings as a count
    /// with the command that lists them, so that they don't bury the result.
    pub(super) fn show_problems(&self, form: Problems, file: &Path) {
        let before = self.problems.len() - self.of_theme;
        let (own, of_theme) = self.problems.split_at(before);
        let errors = own.iter().filter(|problem| problem.severity() == Severity::Error);
        let worth: Vec<Problem> = errors.chain(of_theme).cloned().collect();
        let shown = if form == Problems::Json { &self.problems } else { &worth };
        if !shown.is_empty() {
            output::message(&format!("{}\n", output::problems(shown, &self.sources, form).trim_end()));
        }
        if let (Some(tally), true) = (output::tally(&self.problems), form != Problems::Json) {
            let all_shown = shown.len() == self.problems.len();
            let more = if all_shown { String::new() } else { format!("; {} shows them all", self.check_command(file)) };
            output::message(&format!("{tally}{more}"));
        }
    }

    /// The command that shows every problem, with the options that these answers were read with.
    pub(super) fn check_command(&self, file: &Path) -> String {
        let rules = self.folder.as_ref().map(|folder| format!(" --rules {}", folder.display())).unwrap_or_default();
        format!("`rapporteur check{rules} {}`", file.display())
    }

    /// Takes over the problems of a theme file, which are the last of its sources.
    pub(super) fn add_of_theme(&mut self, problems: Vec<Problem>) {
        self.of_theme += problems.len();
        self.problems.extend(problems);
    }

    /// The responses of an earlier period, by the same rules and cut to the same part, with their problems shown, if
    /// there is a `form` for it; `None` if they have errors.
    pub(super) fn earlier(
        &self,
        file: &Path,
        before: Option<&Before>,
        form: Option<Problems>,
    ) -> Result<Option<Earlier>, Failure> {
        let (mut sources, problems) = (Sources::default(), problem::Problems::default());
        let input = Input::named(file)?;
        let hashing = Hashing { all: false, meter: &Meter::default() };
        let given = before.map_or_else(|| input.given(), |before| Given::Again(file, before));
        let written = load::responses(given, hashing, &mut sources, &problems)?;
        let (files, seen) = (written.files.clone(), seen(&written));
        let responses = check::responses(written, &self.rules, None, &problems);
        let problems = problems.into_sorted();
        let errors: Vec<Problem> =
            problems.into_iter().filter(|problem| problem.severity() == Severity::Error).collect();
        if !errors.is_empty() {
            if let Some(form) = form {
                output::message(output::problems(&errors, &sources, form).trim_end());
            }
            return Ok(None);
        }
        let scope = self.responses.as_ref().map(|responses| responses.scope.clone()).unwrap_or_default();
        Ok(responses.map(|mut responses| {
            let listed = responses.instruments.clone();
            responses.instruments.retain(|id| scope.instruments.is_empty() || scope.instruments.contains(id));
            Earlier { responses: Responses { scope, ..responses }, listed, seen, sources, files }
        }))
    }
}

/// The evidence files that were looked up, each once.
fn seen(written: &written::Responses) -> Vec<Seen> {
    let mut all: Vec<Seen> = Vec::new();
    let mut known = BTreeSet::new();
    for seen in written.responses.iter().flat_map(|response| &response.evidence).filter_map(Seen::of) {
        if known.insert((seen.path.clone(), seen.recorded.clone())) {
            all.push(seen);
        }
    }
    all
}

/// Keeps only the asked instruments.
fn select(asked: &[String], responses: &mut Responses) -> Result<(), Failure> {
    for id in asked {
        if !responses.instruments.contains(id) {
            let known = responses.instruments.join(", ");
            return Err(Failure::Usage(format!("the file does not answer `{id}`; it answers {known}")));
        }
    }
    responses.instruments.retain(|id| asked.is_empty() || asked.contains(id));
    responses.scope.instruments = asked.to_vec();
    Ok(())
}

impl ScopeOptions {
    /// Cuts the scope of `responses` to the asked groups and themes.
    pub(super) fn cut(&self, rules: &Rules, responses: &mut Responses) -> Result<(), Failure> {
        for id in &self.themes {
            if !rules.themes.iter().any(|theme| theme.id == *id) {
                return Err(unknown(&Fact::UnknownTheme(Unknown::among(id, rules.theme_ids()))));
            }
        }
        responses.scope.themes.clone_from(&self.themes);
        responses.scope.groups = self.groups.iter().map(|group| Group::from(*group)).collect();
        Ok(())
    }
}

/// Bad usage, in the words of the problem that it would be in a file.
fn unknown(fact: &Fact) -> Failure {
    let words = problem::Words::of(fact);
    Failure::Usage(format!("{}; {}", words.message, words.help))
}

/// The rules alone; those that are built in have no problems, so problems are of `--rules`.
pub(super) fn rules(options: &RulesOptions, form: Problems) -> Result<Option<Rules>, Failure> {
    let (mut sources, problems) = (Sources::default(), problem::Problems::default());
    let rules = check::rules(load::rules(options.folder.as_deref(), &mut sources, &problems)?, &problems);
    let problems = problems.into_sorted();
    if problems.iter().any(|problem| problem.severity() == Severity::Error) {
        output::message(output::problems(&problems, &sources, form).trim_end());
        return Ok(None);
    }
    for id in &options.instruments {
        if rules.instrument(id).is_none() {
            return Err(unknown(&Fact::UnknownInstrument(Unknown::among(id, rules.instrument_ids()))));
        }
    }
    Ok(Some(rules))
}
