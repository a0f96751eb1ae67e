use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::case::Case;
use super::exit::{Exit, Failure};
use super::{GroupName, Problems, RulesOptions, ScopeOptions, output};
use crate::assess::{Assessment, GroupResult, Percent, Ratio, assess};
use crate::load::Hashing;
use crate::model::Group;
use crate::render;
use crate::report::{Audience, Wanted, report};

/// Show where the institution stands
#[derive(Debug, Args)]
pub(super) struct Score {
    /// Responses file, or folder of responses files
    file: PathBuf,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// A percentage as typed and as an exact ratio.
#[derive(Debug, Clone)]
struct Asked {
    typed: String,
    ratio: Ratio,
}

impl Score {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let looked_at = self.looked_at()?;
        let case = Case::open(&self.rules, Some(&self.scope), &self.file, self.date, Hashing::Recorded)?;
        case.show_problems(self.problems, &self.file);
        let responses = match &case.responses {
            Some(responses) if !case.has_errors() => responses,
            _ => return Ok(Exit::Problems),
        };
        let assessment = assess(&case.rules, responses, self.date.unwrap_or(responses.particulars.date));
        let words = render::words(None, "en")?;
        let text = match self.format {
            Format::Json => format!("{:#}\n", render::assessment(&assessment)),
            Format::Text => {
                render::scorecard(&report(Wanted::of(&assessment, Audience::Scorecard, "en")), &words, self.open)?
            }
        };
        output::result(&text)?;
        match &self.fail_under {
            Some(asked) => hold_against(asked, looked_at, &assessment, &words),
            None => Ok(Exit::Done),
        }
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

/// Whether the coverage of the group reaches what was asked.
fn hold_against(
    asked: &Asked,
    group: Group,
    assessment: &Assessment<'_>,
    words: &render::Words,
) -> Result<Exit, Failure> {
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
