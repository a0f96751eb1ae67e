use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::case::{self, Case, Evidence};
use super::exit::{Exit, Failure};
use super::{Problems, RulesOptions, ScopeOptions, output};
use crate::assess::{Assessment, assess};
use crate::model::{Drawn, Profile, Responses};
use crate::parallel;
use crate::render::{self, Templates};
use crate::report::{Audience, DraftNote, Wanted, report};

mod again;
mod files;
mod inputs;
mod theme;

pub(super) use again::Again;
pub(super) use files::Made;

use files::{Files, Kind};
use inputs::Inputs;
use theme::Theme;

/// Make reports for the institution, parliament and auditors
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
#[command(mut_arg("themes", |themes| themes.help(theme::HELP)))]
pub(super) struct ReportCommand {
    /// Responses file, or folder of responses files; `-` reads standard input
    #[arg(required_unless_present = "blank")]
    file: Option<PathBuf>,
    /// Who will read: self-assessment, parliament or auditor; several are separated by commas
    #[arg(long, value_enum, value_name = "AUDIENCE", value_delimiter = ',', default_value = "self-assessment")]
    audience: Vec<AudienceName>,
    /// Responses of an earlier period, to show what changed since; several, separated by commas, show the trend
    #[arg(long, value_name = "FILE", value_delimiter = ',')]
    baseline: Vec<PathBuf>,
    /// An auditor's review of these answers, to show what was found beside what the institution says
    #[arg(long, value_name = "FILE")]
    review: Option<PathBuf>,
    #[command(flatten)]
    rules: RulesOptions,
    #[command(flatten)]
    scope: ScopeOptions,
    /// What to make: html, pdf or docx (Word, not for auditors); several are separated by commas
    #[arg(long, value_enum, value_delimiter = ',', default_value = "html,pdf")]
    format: Vec<Kind>,
    /// Folder to write the reports to (default: that of the responses; with --blank, the current one)
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The day that deadlines and open actions are held against (default: the assessment's date)
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<NaiveDate>,
    /// Make a report in spite of errors: leave faulty answers out, list them, and mark every page
    #[arg(long)]
    draft: bool,
    /// For auditors: draw this many answered items, in proportion to the resolutions (default: the sample of the review)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    sample: Option<u32>,
    /// The number that decides which items are drawn
    #[arg(long, value_name = "S", default_value = "1", requires = "sample")]
    seed: u64,
    /// For auditors: an empty checklist of the instruments named with --instrument, made of no answers
    #[arg(long, requires = "instruments", conflicts_with_all = ["file", "baseline", "review", "sample", "draft"])]
    blank: bool,
    /// With --blank: only the core questions
    #[arg(long, requires = "blank")]
    core: bool,
    #[command(flatten)]
    files: Files,
    /// How to show problems: human (drawn), plain (one line each) or json
    #[arg(long, value_enum, default_value = "human", value_name = "FORM")]
    problems: Problems,
}

const AFTER: &str = "Examples:\n  \
    rapporteur report responses.toml\n  \
    rapporteur report responses.toml --audience parliament --baseline 2024/responses.toml -o out\n  \
    rapporteur report responses.toml --audience auditor --sample 30 --seed 7\n  \
    rapporteur report responses.toml --audience self-assessment,parliament --review review.toml\n  \
    rapporteur report --audience auditor --blank --instrument eoa-2024";

/// Why a redacted file is refused for other readers.
const FOR_PARLIAMENT: &str =
    "is for outsiders only: add `--audience parliament`, or take the file that it was made from";

/// A reader as the command line names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AudienceName {
    SelfAssessment,
    Parliament,
    Auditor,
}

impl From<AudienceName> for Audience {
    fn from(name: AudienceName) -> Self {
        match name {
            AudienceName::SelfAssessment => Self::SelfAssessment,
            AudienceName::Parliament => Self::Parliament,
            AudienceName::Auditor => Self::Auditor,
        }
    }
}

impl ReportCommand {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let (output, file) = (self.output.clone(), self.file.clone());
        let Some(made) = self.make(None)? else { return Ok(Exit::Problems) };
        let beside = file.as_deref().and_then(|file| if file.is_dir() { Some(file) } else { file.parent() });
        output::files(output.as_deref(), beside, made.into_iter().flat_map(Made::told).collect())
    }

    /// The reports, one for each reader; `None` if something has errors, which are shown. `again` stands in for what is not
    /// at hand where a report is made again; nothing is shown then.
    pub(super) fn make(mut self, again: Option<&Again>) -> Result<Option<Vec<Made>>, Failure> {
        let auditor = self.audience.contains(&AudienceName::Auditor);
        if self.blank && self.audience != [AudienceName::Auditor] {
            return Err(Failure::Usage("--blank makes a checklist: add `--audience auditor`".into()));
        }
        if self.sample.is_some() && !auditor {
            return Err(Failure::Usage("--sample is for a checklist: add `--audience auditor`".into()));
        }
        if auditor && self.format.contains(&Kind::Docx) {
            return Err(Failure::Usage(
                "a checklist is filled in as PDF or HTML, not in Word: leave out `docx`, or `auditor`".into(),
            ));
        }
        let theme = Theme::taken_from(&mut self.scope.themes)?;
        // Templates take as long to compile as rules and responses to read, so both go on at once.
        thread::scope(|scope| {
            let templates = scope.spawn(|| self.files.templates("en"));
            let templates = || templates.join().unwrap_or_else(|panic| resume_unwind(panic));
            match &self.file {
                Some(file) => self.answered(file, &theme, templates, again),
                None => self.empty(&theme, templates),
            }
        })
    }

    /// Reports of a file of responses.
    fn answered(
        &self,
        file: &Path,
        theme: &Theme,
        templates: impl FnOnce() -> Result<Templates, render::Failure>,
        again: Option<&Again>,
    ) -> Result<Option<Vec<Made>>, Failure> {
        let evidence = again.map_or(Evidence::All, Again::looked_up);
        let mut case = Case::open(&self.rules, Some(&self.scope), file, self.date, evidence)?;
        let redacted = again.and_then(|again| again.redacted.as_ref());
        if let (Some(responses), Some(redacted)) = (&mut case.responses, redacted) {
            responses.provenance.clone_from(&redacted.files);
        }
        let tell = |message: &str| {
            if again.is_none() {
                output::message(message)
            }
        };
        let form = again.is_none().then_some(self.problems);
        let faulty = case.has_errors();
        let (look, of_theme) = theme.read(&self.files, &mut case.sources)?;
        case.add_of_theme(of_theme);
        if again.is_none() {
            case.show_problems(self.problems, file);
        }
        let Some(look) = look else {
            tell(theme::FAULTY);
            return Ok(None);
        };
        let responses = match &case.responses {
            Some(responses) if self.draft || !faulty => responses,
            _ => {
                let draft =
                    if case.responses.is_some() { "; --draft makes one without the faulty answers" } else { "" };
                tell(&format!("no report was made{draft}"));
                return Ok(None);
            }
        };
        if self.audience != [AudienceName::Parliament] {
            case.refuse_redacted(file, FOR_PARLIAMENT)?;
        }
        let review = match &self.review {
            None => None,
            Some(file) => {
                let Some(mut review) = case.reviewed(file, form)? else {
                    tell("no report was made: the review has errors");
                    return Ok(None);
                };
                if let Some(file) = redacted.and_then(|redacted| redacted.review.as_ref()) {
                    review.provenance.clone_from(file);
                }
                Some(review)
            }
        };
        let mut earlier = Vec::new();
        for (number, baseline) in self.baseline.iter().enumerate() {
            let before = again.and_then(|again| again.earlier.get(number));
            let Some(mut found) = case.earlier(baseline, before, form)? else {
                tell("no report was made: the earlier responses have errors");
                return Ok(None);
            };
            if let Some(files) = redacted.and_then(|redacted| redacted.earlier.get(number)) {
                found.responses.provenance.clone_from(files);
            }
            is_earlier(&found.responses, responses, tell)?;
            earlier.push(found);
        }
        earlier.sort_by_key(|one| one.responses.particulars.date);
        let earlier_responses = earlier.iter().map(|one| &one.responses);
        let scored: Vec<Assessment<'_>> =
            earlier_responses.map(|one| assess(&case.rules, one, one.particulars.date)).collect();
        let assessment = assess(&case.rules, responses, self.date.unwrap_or(responses.particulars.date));
        let mut templates = templates()?;
        templates.dress(&look);
        let notes =
            redacted.map_or_else(|| DraftNote::of(&case.problems, &case.sources), |redacted| redacted.notes.clone());
        let inputs = Inputs { case: &case, responses, earlier: &earlier, notes: &notes, theme, look: &look };
        // A report of a part must not take the place of the whole one.
        let part = if responses.scope.is_whole() { "" } else { "-part" };
        let sample = self.sample.map(|size| self.drawn(size)).or(review.as_ref().and_then(|review| review.sample));
        // No report fills all cores all the time, so they are made at once.
        let made = parallel::map(
            &self.audiences(),
            || (),
            |(), &audience| {
                let wanted = Wanted {
                    earlier: scored.iter().collect(),
                    draft_notes: notes.clone(),
                    review: review.as_ref(),
                    sample: sample.filter(|_| audience == Audience::Auditor),
                    ..Wanted::of(&assessment, audience, "en")
                };
                let attach = self
                    .files
                    .attach
                    .then(|| self.proof(&inputs, audience, &assessment, review.as_ref()))
                    .transpose()?;
                self.files.make(&self.format, &report(wanted), (&templates, &look), attach, part)
            },
        );
        made.into_iter().collect::<Result<_, _>>().map(Some)
    }

    /// An empty checklist.
    fn empty(
        &self,
        theme: &Theme,
        templates: impl FnOnce() -> Result<Templates, render::Failure>,
    ) -> Result<Option<Vec<Made>>, Failure> {
        let Some(look) = theme.read_alone(&self.files, self.problems)? else { return Ok(None) };
        let Some(rules) = case::rules(&self.rules, self.problems)? else { return Ok(None) };
        let profile = if self.core { Profile::Core } else { Profile::All };
        // Nobody's answers have no day; the file's is that of the newest text, as long as none is given.
        let newest = self.rules.instruments.iter().filter_map(|id| rules.instrument(id)).map(|text| text.date).max();
        let mut responses =
            Responses::empty(&self.rules.instruments, profile, self.date.or(newest).unwrap_or_default());
        self.scope.cut(&rules, &mut responses)?;
        let assessment = assess(&rules, &responses, responses.particulars.date);
        let mut templates = templates()?;
        templates.dress(&look);
        let wanted = Wanted { blank: true, ..Wanted::of(&assessment, Audience::Auditor, "en") };
        let made = self.files.make(&self.format, &report(wanted), (&templates, &look), None, "-blank")?;
        Ok(Some(vec![made]))
    }

    /// The readers, each once.
    fn audiences(&self) -> Vec<Audience> {
        let mut found: Vec<Audience> = Vec::new();
        for audience in self.audience.iter().map(|name| Audience::from(*name)) {
            if !found.contains(&audience) {
                found.push(audience);
            }
        }
        found
    }

    fn drawn(&self, size: u32) -> Drawn {
        Drawn { size: usize::try_from(size).unwrap_or(usize::MAX), seed: self.seed }
    }
}

/// A comparison makes sense only with an earlier period; one with another institution is told.
fn is_earlier(earlier: &Responses, responses: &Responses, tell: impl Fn(&str)) -> Result<(), Failure> {
    let (then, now) = (&earlier.particulars, &responses.particulars);
    if then.date >= now.date {
        return Err(Failure::Usage(format!(
            "--baseline must be answers of an earlier day: they are of {}, and these of {}",
            then.date, now.date
        )));
    }
    if earlier.institution.name != responses.institution.name {
        tell(&format!(
            "the earlier answers are of `{}`; figures of different institutions can't be compared",
            earlier.institution.name
        ));
    }
    Ok(())
}

/// A value as the command line names it.
fn name_of<T: ValueEnum>(value: &T) -> String {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}
