use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use serde_json::Value;

use super::case::{Case, Evidence};
use super::exit::{Exit, Failure};
use super::{GroupName, Problems, RulesOptions, ScopeOptions, output};
use crate::assess::{Assessment, GroupResult, Percent, Ratio, ScoringModel, assess};
use crate::model::Group;
use crate::render::{self, Words};
use crate::report::{Audience, Wanted, compared, report};

mod what_if;

use what_if::WhatIf;

/// Show where the institution stands
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Score {
    /// Responses files, or folders of them; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    rules: RulesOptions,
    #[command(flatten)]
    scope: ScopeOptions,
    /// text, or json with the whole assessment
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// List the items without a rating, by person
    #[arg(long)]
    open: bool,
    /// Show the figure by another scoring model too; several are separated by commas (json has them all)
    #[arg(long = "model", value_enum, value_name = "MODEL", value_delimiter = ',')]
    models: Vec<ModelName>,
    /// Show what the figures would be if an item stood on this level; several items are possible
    #[arg(long, value_name = "ID=LEVEL", num_args = 1..)]
    what_if: Vec<WhatIf>,
    /// An auditor's review of these answers, to show what was found beside what the institution says
    #[arg(long, value_name = "FILE", conflicts_with = "what_if")]
    review: Option<PathBuf>,
    /// The day that deadlines and open actions are held against (default: the assessment's date)
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<NaiveDate>,
    /// End with code 10 if less than this percentage is answered; compared exactly, not as printed. Looks at the
    /// institution, or at the --group that is given
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    fail_under: Option<Asked>,
    /// How to show problems: human (drawn), plain (one line each) or json
    #[arg(long, value_enum, default_value = "human", value_name = "FORM")]
    problems: Problems,
}

const AFTER: &str = "Examples:\n  rapporteur score responses.toml --open\n  \
    rapporteur score responses.toml --group country --fail-under 80\n  \
    rapporteur score responses.toml --review review.toml\n  \
    rapporteur score responses.toml --model flat,all-or-nothing\n  \
    rapporteur score responses.toml --what-if eoa-2024/2.4/reachable-offline=full hrc-58-l27/9k/laws-protect=partial";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// A scoring model as the command line names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ModelName {
    /// Each recommendation once (the headline)
    Shared,
    /// Items by their own weight
    Flat,
    /// Every item alike
    FlatUnweighted,
    /// Mean of the resolutions
    ByInstrument,
    /// Share of the recommendations fully met
    AllOrNothing,
}

impl From<ModelName> for ScoringModel {
    fn from(name: ModelName) -> Self {
        match name {
            ModelName::Shared => Self::Shared,
            ModelName::Flat => Self::Flat,
            ModelName::FlatUnweighted => Self::FlatUnweighted,
            ModelName::ByInstrument => Self::ByInstrument,
            ModelName::AllOrNothing => Self::AllOrNothing,
        }
    }
}

/// A percentage as typed and as an exact ratio.
#[derive(Debug, Clone)]
struct Asked {
    typed: String,
    ratio: Ratio,
}

/// What is printed of a file.
enum Shown {
    Text(String),
    Data(Value),
}

impl Score {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let looked_at = self.looked_at()?;
        if self.files.len() > 1 && !self.what_if.is_empty() {
            return Err(Failure::Usage("--what-if looks at one file; name only that".into()));
        }
        if self.files.len() > 1 && self.review.is_some() {
            return Err(Failure::Usage("--review is of one file; name only that".into()));
        }
        let words = render::words(None, "en")?;
        let (mut shown, mut exit) = (Vec::new(), Exit::Done);
        for file in &self.files {
            let (one, how) = self.score(file, looked_at, &words)?;
            shown.extend(one);
            exit = exit.worse(how);
        }
        output::result(&together(shown))?;
        Ok(exit)
    }

    /// What is printed of `file`; nothing if it has errors.
    fn score(&self, file: &Path, looked_at: Group, words: &Words) -> Result<(Option<Shown>, Exit), Failure> {
        // What a review is bound to holds the hash of every file.
        let evidence = if self.review.is_some() { Evidence::All } else { Evidence::Recorded };
        let case = Case::open(&self.rules, Some(&self.scope), file, self.date, evidence)?;
        case.show_problems(self.problems, file);
        let responses = match &case.responses {
            Some(responses) if !case.has_errors() => responses,
            _ => return Ok((None, Exit::Problems)),
        };
        let review = match &self.review {
            None => None,
            Some(file) => match case.reviewed(file, Some(self.problems))? {
                None => return Ok((None, Exit::Problems)),
                found => found,
            },
        };
        let today = self.date.unwrap_or(responses.particulars.date);
        let assessment = assess(&case.rules, responses, today);
        let changed = what_if::changed(&self.what_if, &assessment)?;
        let changed = (!self.what_if.is_empty()).then(|| assess(&case.rules, &changed, today));
        let shown = match (self.format, &changed) {
            (Format::Json, None) => Shown::Data(render::reviewed(&assessment, review.as_ref())),
            (Format::Json, Some(changed)) => Shown::Data(render::comparison(&[&assessment, changed])),
            (Format::Text, None) => {
                let models: Vec<ScoringModel> = self.models.iter().map(|name| (*name).into()).collect();
                let report =
                    report(Wanted { review: review.as_ref(), ..Wanted::of(&assessment, Audience::Scorecard, "en") });
                Shown::Text(render::scorecard(&report, words, &models, self.open)?)
            }
            (Format::Text, Some(changed)) => {
                let language = &responses.particulars.language;
                Shown::Text(render::what_if(&compared(&[&assessment, changed], language), words)?)
            }
        };
        let exit = match &self.fail_under {
            Some(asked) => hold_against(asked, looked_at, changed.as_ref().unwrap_or(&assessment), words)?,
            None => Exit::Done,
        };
        Ok((Some(shown), exit))
    }

    /// The group that `--fail-under` looks at.
    fn looked_at(&self) -> Result<Group, Failure> {
        match self.scope.groups.as_slice() {
            [] | [GroupName::Institution] => Ok(Group::Institution),
            [GroupName::Country] => Ok(Group::Country),
            _ if self.fail_under.is_none() => Ok(Group::Institution),
            _ => {
                let next = "give one of `--group institution` and `--group country`";
                Err(Failure::Usage(format!("--fail-under looks at one headline; {next}")))
            }
        }
    }
}

/// One text, or one document of data; of several files, texts one below the other, or a list of documents.
fn together(shown: Vec<Shown>) -> String {
    let (mut texts, mut data) = (Vec::new(), Vec::new());
    for one in shown {
        match one {
            Shown::Text(text) => texts.push(text),
            Shown::Data(value) => data.push(value),
        }
    }
    match data.len() {
        0 => texts.join("\n\n"),
        1 => format!("{:#}\n", data[0]),
        _ => format!("{:#}\n", Value::Array(data)),
    }
}

/// Whether the coverage of the group reaches what was asked.
fn hold_against(asked: &Asked, group: Group, assessment: &Assessment<'_>, words: &Words) -> Result<Exit, Failure> {
    let result: &GroupResult<'_> = if group == Group::Country { &assessment.country } else { &assessment.institution };
    let Some(coverage) = &result.headline.coverage.ratio else {
        return Err(Failure::Usage(format!("--fail-under has nothing to look at: no item of the {group} applies")));
    };
    if *coverage >= asked.ratio {
        return Ok(Exit::Done);
    }
    let with = BTreeMap::from([
        ("group", words.plain(&format!("group.{group}"))?),
        ("percent", words.percent(Some(Percent::of(coverage)))?),
        ("asked", asked.typed.clone()),
    ]);
    output::message(&words.say("score.under", &with)?);
    Ok(Exit::Under)
}

/// Reads a percentage of 0–100, with or without a fraction, exactly.
fn percent(typed: &str) -> Result<Asked, String> {
    let trimmed = typed.trim().trim_end_matches('%').trim_end();
    let (whole, fraction) = trimmed.split_once('.').unwrap_or((trimmed, ""));
    let digits = |text: &str| text.chars().all(|character| character.is_ascii_digit());
    let fault = || "write a number from 0 to 100, e.g. 80 or 87.5".to_owned();
    if whole.is_empty() || whole.len() > 3 || fraction.len() > 9 || !digits(whole) || !digits(fraction) {
        return Err(fault());
    }
    let number: u64 = format!("{whole}{fraction}").parse().map_err(|_| fault())?;
    let unit = 100 * 10_u64.pow(u32::try_from(fraction.len()).unwrap_or_default());
    if number > unit {
        return Err(fault());
    }
    Ok(Asked { typed: trimmed.to_owned(), ratio: Ratio::new(number.into(), unit.into()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_read_exactly() {
        assert_eq!(percent("87.5").unwrap().ratio, Ratio::new(7.into(), 8.into()));
        assert_eq!(percent("100 %").unwrap().ratio, Ratio::new(1.into(), 1.into()));
        for bad in ["", "-1", "101", "100.1", "a", "1e2", "."] {
            assert!(percent(bad).is_err(), "{bad}");
        }
    }
}
