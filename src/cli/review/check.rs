use std::env;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use strum::VariantNames;

use crate::cli::case::{Case, Evidence};
use crate::cli::exit::{Exit, Failure};
use crate::cli::reviewed::Reviewed;
use crate::cli::{Problems, RulesOptions, output};
use crate::model::{Review, Verdict};
use crate::problem::{to_annotations, to_sarif};
use crate::render;

/// Look for problems in a review, and tell which of the reviewed answers were changed since
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Check {
    /// The auditor's file
    #[arg(value_name = "REVIEW")]
    review: PathBuf,
    /// The institution's responses file, or folder of responses files
    #[arg(long, value_name = "FILE")]
    responses: PathBuf,
    /// How to show problems: human (drawn), plain (one line each) or json
    #[arg(long, value_enum, default_value = "human", value_name = "FORM")]
    problems: Problems,
    /// text; json (the same as --problems json); sarif, for code hosts and editors; or github, for its workflows
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Folder of rules files to use besides those built in; a file of the same name replaces one
    #[arg(long = "rules", value_name = "DIR")]
    rules: Option<PathBuf>,
}

const AFTER: &str = "Examples:\n  rapporteur review check review.toml --responses responses.toml\n  \
    rapporteur review check review.toml --responses responses.toml --problems plain";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
    Github,
}

impl Check {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let options = RulesOptions { folder: self.rules.clone(), instruments: Vec::new() };
        let case = Case::open(&options, None, &self.responses, None, Evidence::All)?;
        let Some(responses) = case.responses.as_ref().filter(|_| !case.has_errors()) else {
            case.show_problems(self.problems, &self.responses);
            output::message("the review can't be held against responses with errors; the institution has to mend them");
            return Ok(Exit::Problems);
        };
        let reviewed = case.review(&self.review, responses)?;
        let (problems, sources) = (&reviewed.problems, &reviewed.sources);
        output::result(&match self.format {
            Format::Text => output::problems(problems, sources, self.problems),
            Format::Github => to_annotations(problems, sources),
            Format::Json => format!("{:#}\n", render::checked(problems, sources, None)),
            Format::Sarif => format!("{:#}\n", to_sarif(problems, sources, &env::current_dir().unwrap_or_default())),
        })?;
        let as_data = self.format == Format::Text && self.problems == Problems::Json;
        if matches!(self.format, Format::Text | Format::Github) && !as_data {
            output::message(&closing(&reviewed));
        }
        Ok(if reviewed.has_errors() { Exit::Problems } else { Exit::Done })
    }
}

/// One line that says how it stands, and another if answers are to be looked at again.
fn closing(reviewed: &Reviewed) -> String {
    let found = output::tally(&reviewed.problems).unwrap_or_else(|| "no problems".into());
    let Some(review) = &reviewed.review else { return found };
    let changed = review.findings.values().filter(|one| one.changed && one.verdict != Verdict::NotExamined).count();
    let again = match changed {
        0 => String::new(),
        1 => "\nThe answer to one item was changed since it was reviewed, and needs a second look".into(),
        _ => format!("\nThe answers to {changed} items were changed since they were reviewed, and need a second look"),
    };
    format!("{found}; {}{again}", examined(review))
}

/// How many items were examined, and with which verdicts.
fn examined(review: &Review) -> String {
    let count = |verdict: &&str| review.findings.values().filter(|one| one.verdict.to_string() == **verdict).count();
    let verdicts = Verdict::VARIANTS.iter().filter(|verdict| **verdict != "not-examined");
    let counts: Vec<String> = verdicts
        .map(|verdict| (verdict, count(&verdict)))
        .filter(|(_, count)| *count > 0)
        .map(|(verdict, count)| format!("{count} {verdict}"))
        .collect();
    let all = review.findings.len();
    let done = review.findings.values().filter(|one| one.verdict != Verdict::NotExamined).count();
    let verdicts = if counts.is_empty() { String::new() } else { format!(": {}", counts.join(", ")) };
    format!("{done} of {all} items examined{verdicts}")
}
