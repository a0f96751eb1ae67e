use std::env;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::case::{Case, Evidence};
use super::exit::{Exit, Failure};
use super::{Problems, RulesOptions, output};
use crate::assess::{Counts, counts, offers};
use crate::problem::{to_annotations, to_sarif};
use crate::render;

/// Look for problems in a responses file or folder
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Responses file, or folder of responses files
    file: PathBuf,
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
        let case = Case::open(&self.rules, None, &self.file, self.date, Evidence::Recorded)?;
        let offered = case.responses.as_ref().filter(|_| self.suggest).map(|responses| offers(&case.rules, responses));
        let (problems, sources) = (&case.problems, &case.sources);
        let for_people = match self.format {
            Format::Text => self.problems != Problems::Json,
            Format::Github => true,
            Format::Json | Format::Sarif => false,
        };
        output::result(&match self.format {
            Format::Text if for_people => output::problems(problems, sources, self.problems),
            Format::Text | Format::Json => format!("{:#}\n", render::checked(problems, sources, offered.as_deref())),
            Format::Sarif => format!("{:#}\n", to_sarif(problems, sources, &env::current_dir().unwrap_or_default())),
            Format::Github => to_annotations(problems, sources),
        })?;
        if for_people {
            if let Some(offered) = &offered {
                offer(&render::suggested(offered, "en"))?;
            }
            output::message(&closing(&case));
        }
        Ok(if case.has_errors() { Exit::Problems } else { Exit::Done })
    }
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
