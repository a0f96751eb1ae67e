use std::env;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use serde_json::Value;

use super::case::{Case, Evidence};
use super::exit::{Exit, Failure};
use super::{Problems, RulesOptions, output};
use crate::assess::{Counts, Suggestion, counts, offers};
use crate::model::Item;
use crate::problem::{to_annotations, to_sarif};
use crate::render;

/// Look for problems in a responses file or folder
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Check {
    /// Responses files, or folders of them; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    rules: RulesOptions,
    /// How to show problems: human (drawn), plain (one line each) or json
    #[arg(long, value_enum, default_value = "human", value_name = "FORM")]
    problems: Problems,
    /// text; json (the same as --problems json); sarif, for code hosts and editors; or github, for its workflows
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Offer, for items without an answer, what was answered to linked ones
    #[arg(long)]
    suggest: bool,
    /// The day that open actions are held against (default: the assessment's date)
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<NaiveDate>,
}

const AFTER: &str = "Examples:\n  rapporteur check responses.toml\n  \
    rapporteur check responses.toml --problems plain --suggest\n  \
    rapporteur check 2024 2025 --format sarif > problems.sarif";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
    Github,
}

impl Check {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        if self.suggest && matches!(self.format, Format::Sarif | Format::Github) {
            let next = "leave one of the two out, or take `--format json`";
            return Err(Failure::Usage(format!(
                "problems in this format have no place for what --suggest offers; {next}"
            )));
        }
        let for_people = match self.format {
            Format::Text => self.problems != Problems::Json,
            Format::Github => true,
            Format::Json | Format::Sarif => false,
        };
        if self.suggest && !for_people && self.files.len() > 1 {
            return Err(Failure::Usage("--suggest looks at one file where data are asked for; name only that".into()));
        }
        let mut data = Vec::new();
        let mut exit = Exit::Done;
        for file in &self.files {
            let case = Case::open(&self.rules, None, file, self.date, Evidence::Recorded)?;
            match for_people {
                true => self.tell(file, &case)?,
                false => data.push(self.data(&case)),
            }
            exit = exit.worse(if case.has_errors() { Exit::Problems } else { Exit::Done });
        }
        if let Some(all) = data.into_iter().reduce(together) {
            output::result(&format!("{all:#}\n"))?;
        }
        Ok(exit)
    }

    /// Prints what is wrong in `file`, for people or for a workflow, and in one line how it stands.
    fn tell(&self, file: &Path, case: &Case) -> Result<(), Failure> {
        output::result(&match self.format {
            Format::Github => to_annotations(&case.problems, &case.sources),
            _ => output::problems(&case.problems, &case.sources, self.problems),
        })?;
        if let Some(offered) = self.offered(case) {
            offer(&render::suggested(&offered, "en"))?;
        }
        let named = if self.files.len() > 1 { format!("{}: ", file.display()) } else { String::new() };
        output::message(&format!("{named}{}", closing(case)));
        Ok(())
    }

    fn data(&self, case: &Case) -> Value {
        match self.format {
            Format::Sarif => to_sarif(&case.problems, &case.sources, &env::current_dir().unwrap_or_default()),
            _ => render::checked(&case.problems, &case.sources, self.offered(case).as_deref()),
        }
    }

    fn offered<'c>(&self, case: &'c Case) -> Option<Vec<(&'c Item, Vec<Suggestion<'c>>)>> {
        case.responses.as_ref().filter(|_| self.suggest).map(|responses| offers(&case.rules, responses))
    }
}

/// Data of several files as those of one: problems in one list, SARIF in one log of several runs.
fn together(mut all: Value, mut next: Value) -> Value {
    let lists = match all.is_array() {
        true => (all.as_array_mut(), next.as_array_mut()),
        false => (all["runs"].as_array_mut(), next["runs"].as_array_mut()),
    };
    if let (Some(all), Some(next)) = lists {
        all.append(next);
    }
    all
}

/// Prints what may serve as a starting point.
fn offer(suggested: &str) -> Result<(), Failure> {
    let head = match suggested.is_empty() {
        true => "No item without an answer is linked to one that has an answer.\n\n",
        false => "Linked answers, for items without one. To be confirmed: nothing is filled in.\n\n",
    };
    output::result(&format!("{head}{suggested}"))
}

/// One line that says how it stands, with the same counts as the scorecard.
fn closing(case: &Case) -> String {
    let found = output::tally(&case.problems).unwrap_or_else(|| "no problems".into());
    let Some(responses) = &case.responses else { return found };
    let Counts { answered, applicable, .. } = counts(&case.rules, responses);
    format!("{found}; {answered} of {applicable} items that apply are answered")
}
