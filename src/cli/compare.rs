use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::case::{Case, Evidence};
use super::exit::{Exit, Failure};
use super::{Problems, RulesOptions, ScopeOptions, output};
use crate::assess::{Assessment, assess};
use crate::model::{Responses, of_one_institution};
use crate::render;
use crate::report::{all_for_outsiders, compared};

/// Show what changed from one file of answers to the next
///
/// Give the files or folders from the oldest to the newest. All are scored by the same rules.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Compare {
    /// Responses files or folders, the oldest first; one may be `-`, standard input
    #[arg(required = true, num_args = 2.., value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    rules: RulesOptions,
    #[command(flatten)]
    scope: ScopeOptions,
    /// text, json, or markdown for a document; json and markdown leave out what is for colleagues only
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// How to show problems: human (drawn), plain (one line each) or json
    #[arg(long, value_enum, default_value = "human", value_name = "FORM")]
    problems: Problems,
}

const AFTER: &str = "Examples:\n  rapporteur compare 2024/responses.toml 2025/responses.toml\n  \
    rapporteur compare 2023 2024 2025 --instrument eoa-2024 --format markdown";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Markdown,
}

impl Compare {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let Some((newest, before)) = self.files.split_last() else { return Ok(Exit::Usage) };
        let case = Case::open(&self.rules, Some(&self.scope), newest, None, Evidence::Recorded)?;
        case.show_problems(self.problems, newest);
        let mut all: Vec<Option<Responses>> = Vec::new();
        for file in before {
            all.push(case.earlier(file, None, Some(self.problems))?.map(|earlier| earlier.responses));
        }
        all.push(case.responses.clone().filter(|_| !case.has_errors()));
        let Some(all) = all.into_iter().collect::<Option<Vec<Responses>>>() else { return Ok(Exit::Problems) };
        in_order(&all)?;
        let scored: Vec<Assessment<'_>> =
            all.iter().map(|one| assess(&case.rules, one, one.particulars.date)).collect();
        let scored: Vec<&Assessment<'_>> = scored.iter().collect();
        let words = render::words(None, "en")?;
        let language = |all: &[&Assessment<'_>]| {
            all.last().map(|one| one.responses.particulars.language.clone()).unwrap_or_default()
        };
        output::result(&match self.format {
            Format::Text => render::compared(&compared(&scored, &language(&scored)), &words)?,
            Format::Json => format!("{:#}\n", render::comparison(&scored)),
            Format::Markdown => {
                let told = all_for_outsiders(&scored, |open| compared(open, &language(open)));
                render::markdown(&told, &words)?
            }
        })?;
        Ok(Exit::Done)
    }
}

/// Answers of one institution must be given in the order of their days; those of several have none.
fn in_order(all: &[Responses]) -> Result<(), Failure> {
    let one_institution = of_one_institution(all);
    let turned = all.windows(2).find(|pair| pair[0].particulars.date >= pair[1].particulars.date);
    match turned.filter(|_| one_institution) {
        None => Ok(()),
        Some(pair) => Err(Failure::Usage(format!(
            "answers of {} come before answers of {}; give the files from the oldest to the newest",
            pair[0].particulars.date, pair[1].particulars.date
        ))),
    }
}
