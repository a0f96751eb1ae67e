use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::case::Case;
use super::exit::{Exit, Failure};
use super::{Problems, RulesOptions, output};
use crate::assess::{Counts, assess};

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
        let case = Case::open(&self.rules, None, &self.file, self.date)?;
        let form = if self.format == Format::Json { Problems::Json } else { self.problems };
        output::result(&output::problems(&case.problems, &case.sources, form))?;
        if form != Problems::Json {
            output::message(&closing(&case));
        }
        Ok(if case.has_errors() { Exit::Problems } else { Exit::Done })
    }
}

/// One line that says how it stands, with the same counts as the scorecard.
fn closing(case: &Case) -> String {
    let found = output::tally(&case.problems).unwrap_or_else(|| "no problems".into());
    let Some(responses) = &case.responses else { return found };
    let assessment = assess(&case.rules, responses, responses.particulars.date);
    let counts = [&assessment.institution.headline.counts, &assessment.country.headline.counts, &assessment.bodies];
    let sum = |count: fn(&Counts) -> usize| counts.iter().map(|counts| count(counts)).sum::<usize>();
    let (answered, applicable) = (sum(|counts| counts.answered), sum(|counts| counts.applicable));
    format!("{found}; {answered} of {applicable} items that apply are answered")
}
