use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::case::Case;
use super::exit::{Exit, Failure};
use super::{Problems, RulesOptions, output};
use crate::model::Answer;

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
    /// text, or json (the same as --problems json)
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The day that open actions are held against (default: the assessment's date)
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<NaiveDate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Check {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let case = Case::open(&self.rules, &self.file, self.date)?;
        let form = if self.format == Format::Json { Problems::Json } else { self.problems };
        output::result(&output::problems(&case.problems, &case.sources, form))?;
        if form != Problems::Json {
            output::message(&closing(&case));
        }
        Ok(if case.has_errors() { Exit::Problems } else { Exit::Done })
    }
}

/// One line that says how it stands.
fn closing(case: &Case) -> String {
    let found = output::tally(&case.problems).unwrap_or_else(|| "no problems".into());
    let Some(responses) = &case.responses else { return found };
    let asked: Vec<_> = responses
        .instruments
        .iter()
        .filter_map(|id| case.rules.instrument(id))
        .flat_map(|instrument| &instrument.recommendations)
        .filter(|recommendation| recommendation.actionable)
        .flat_map(|recommendation| &recommendation.items)
        .filter(|item| responses.profile.asks(item))
        .collect();
    let answered = asked
        .iter()
        .filter(|item| responses.responses.get(&item.id).is_some_and(|response| response.answer != Answer::Unanswered))
        .count();
    format!("{found}; {answered} of {} items answered", asked.len())
}
