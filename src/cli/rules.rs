use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::exit::{Exit, Failure};
use super::{Problems, RulesOptions, case, output};
use crate::model::{Deadline, Instrument, Numbering, Recommendation, Rules, normalised_reference};
use crate::problem::{self, Severity};
use crate::source::Sources;
use crate::{check, load};

/// List, show or check rules files
#[derive(Debug, Args)]
pub(super) struct RulesCommand {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the instruments with their versions and numbers of items
    List {
        #[command(flatten)]
        rules: RulesOptions,
    },
    /// Show an instrument, or one of its recommendations, with its items
    Show {
        /// Instrument, or instrument and reference, e.g. eoa-2024 or eoa-2024/2.11
        what: String,
        /// Folder of rules files to use besides those built in; a file of the same name replaces one
        #[arg(long = "rules", value_name = "DIR")]
        folder: Option<PathBuf>,
    },
    /// Look for problems in rules files
    Check {
        /// Folder of rules files (default: those built in)
        folder: Option<PathBuf>,
        /// How to show problems: human (drawn), plain (one line each) or json
        #[arg(long, value_enum, default_value = "human", value_name = "FORM")]
        problems: Problems,
    },
}

impl RulesCommand {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        match self.command {
            Command::List { rules } => list(&rules),
            Command::Show { what, folder } => show(&what, folder),
            Command::Check { folder, problems } => check_rules(folder, problems),
        }
    }
}

fn list(options: &RulesOptions) -> Result<Exit, Failure> {
    let Some(rules) = case::rules(options, Problems::Human)? else { return Ok(Exit::Problems) };
    let mut text = String::new();
    for instrument in rules.instruments.iter().filter(|instrument| asked(options, instrument)) {
        let actionable = instrument.recommendations.iter().filter(|recommendation| recommendation.actionable).count();
        let _ = writeln!(
            text,
            "{:<16} {} ({}, {}; rules version {})\n{:16} {} paragraphs, {actionable} of them ask for action, {} items",
            instrument.id,
            instrument.short_title.text("en"),
            instrument.date,
            instrument.status,
            instrument.version,
            "",
            instrument.recommendations.len(),
            instrument.items().count(),
        );
    }
    output::result(&text)?;
    Ok(Exit::Done)
}

fn asked(options: &RulesOptions, instrument: &Instrument) -> bool {
    options.instruments.is_empty() || options.instruments.contains(&instrument.id)
}

fn show(what: &str, folder: Option<PathBuf>) -> Result<Exit, Failure> {
    let (id, reference) = match what.split_once('/') {
        Some((id, rest)) => (id, Some(normalised_reference(rest.split('/').next().unwrap_or(rest)))),
        None => (what, None),
    };
    let options = RulesOptions { folder, instruments: vec![id.to_owned()] };
    let Some(rules) = case::rules(&options, Problems::Human)? else { return Ok(Exit::Problems) };
    let Some(instrument) = rules.instrument(id) else { return Ok(Exit::Usage) };
    if let Some(reference) = &reference
        && instrument.recommendation(reference).is_none()
    {
        return Err(Failure::Usage(format!("`{id}` has no recommendation `{reference}`")));
    }
    let numbered = match instrument.refs {
        Numbering::Text => "as in the text",
        Numbering::Editor => "ours, not of the text",
    };
    let head = format!(
        "{}\n{}, {}, {}; rules version {}; numbers of paragraphs: {numbered}",
        instrument.title.text("en"),
        instrument.body,
        instrument.date,
        instrument.status,
        instrument.version,
    );
    let mut text = format!("{}\n", textwrap::fill(&head, 80));
    let wanted = |recommendation: &&Recommendation| {
        reference.as_ref().is_none_or(|reference| *reference == recommendation.reference)
    };
    for recommendation in instrument.recommendations.iter().filter(wanted) {
        text.push_str(&paragraph(instrument, recommendation, &rules));
    }
    output::result(&text)?;
    Ok(Exit::Done)
}

fn paragraph(instrument: &Instrument, recommendation: &Recommendation, rules: &Rules) -> String {
    let mut text = String::new();
    let chapeau = instrument.chapeau(recommendation).map(|chapeau| format!("{} ", chapeau.text)).unwrap_or_default();
    let head = format!("{}  ", recommendation.reference);
    let options = textwrap::Options::new(80).subsequent_indent("    ");
    let quoted = format!("{head}{chapeau}{}", recommendation.text);
    let _ = writeln!(text, "\n{}", textwrap::fill(&quoted, &options));
    match &recommendation.deadline {
        Some(Deadline::Date(day)) => _ = writeln!(text, "    Deadline: {day}"),
        Some(Deadline::Event(event)) => _ = writeln!(text, "    Deadline: {event}"),
        Some(Deadline::Every(every)) => _ = writeln!(text, "    Again every {every}"),
        None => {}
    }
    if !recommendation.note.is_empty() {
        let note = format!("    Editors' note: {}", recommendation.note);
        let _ = writeln!(text, "{}", textwrap::fill(&note, textwrap::Options::new(80).subsequent_indent("    ")));
    }
    for item in &recommendation.items {
        let ask = format!("    ? {}", item.ask.text("en"));
        let core = if item.core { ", core" } else { "" };
        let levels = rules
            .scale(&item.scale)
            .map(|scale| scale.levels.iter().map(|level| level.id.as_str()).collect::<Vec<_>>().join(", "));
        let _ = writeln!(text, "{}", textwrap::fill(&ask, textwrap::Options::new(80).subsequent_indent("      ")));
        let _ = writeln!(text, "      {}", item.id);
        let _ = writeln!(text, "      {}, {}, about {}{core}", item.indicator, item.origin, item.about);
        let levels = format!("      {}", levels.unwrap_or_default());
        let _ = writeln!(text, "{}", textwrap::fill(&levels, textwrap::Options::new(80).subsequent_indent("      ")));
    }
    text
}

fn check_rules(folder: Option<PathBuf>, form: Problems) -> Result<Exit, Failure> {
    let (mut sources, problems) = (Sources::default(), problem::Problems::default());
    let rules = check::rules(load::rules(folder.as_deref(), &mut sources, &problems)?, &problems);
    let problems = problems.into_sorted();
    output::result(&output::problems(&problems, &sources, form))?;
    if form != Problems::Json {
        let found = output::tally(&problems).unwrap_or_else(|| "no problems".into());
        let of_folder = |file: &str| folder.as_ref().is_none_or(|folder| folder.join(file).is_file());
        let asked: Vec<_> =
            rules.instruments.iter().filter(|instrument| of_folder(&instrument.provenance.file)).collect();
        let items: usize = asked.iter().map(|instrument| instrument.items().count()).sum();
        let instruments = if asked.len() == 1 { "instrument" } else { "instruments" };
        output::message(&format!("{found}; {} {instruments}, {items} items", asked.len()));
    }
    let errors = problems.iter().any(|problem| problem.severity() == Severity::Error);
    Ok(if errors { Exit::Problems } else { Exit::Done })
}
