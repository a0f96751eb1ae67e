use std::fmt::Write as _;

use clap::Args;

use super::super::exit::{Exit, Failure};
use super::super::{Problems, RulesOptions, case, output};
use super::ends::{english, status};
use super::{Format, count, data, filled};
use crate::model::{Deadline, Group, Instrument, Item, Rules, Scale, Theme};

/// List the instruments: date, status, paragraphs, items by group, deadlines
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct List {
    #[command(flatten)]
    rules: RulesOptions,
    /// List the themes instead
    #[arg(long, conflicts_with_all = ["scales", "format"])]
    themes: bool,
    /// List the scales instead, with their levels
    #[arg(long, conflicts_with = "format")]
    scales: bool,
    /// text, or json
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

const AFTER: &str = "Examples:\n  \
    rapporteur rules list\n  \
    rapporteur rules list --format json";

impl List {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let Some(rules) = case::rules(&self.rules, Problems::Human)? else { return Ok(Exit::Problems) };
        if self.themes {
            output::result(&themes(&rules))?;
            return Ok(Exit::Done);
        }
        if self.scales {
            output::result(&scales(&rules))?;
            return Ok(Exit::Done);
        }
        let asked = &self.rules.instruments;
        let wanted: Vec<&Instrument> =
            rules.instruments.iter().filter(|one| asked.is_empty() || asked.contains(&one.id)).collect();
        if self.format == Format::Json {
            return super::print(&wanted.iter().map(|one| data::summary(one)).collect());
        }
        output::result(&table(&wanted))?;
        Ok(Exit::Done)
    }
}

/// The themes: id, name and what belongs to each.
fn themes(rules: &Rules) -> String {
    let entry = |theme: &Theme| {
        let about = filled(theme.about.text("en"), "  ", "  ");
        format!("{:<26}{}\n{about}", theme.id, theme.name.text("en"))
    };
    rules.themes.iter().map(entry).collect()
}

/// The scales: id, name, source, what each fits, and the levels.
fn scales(rules: &Rules) -> String {
    let entry = |scale: &Scale| {
        let levels: Vec<&str> = scale.levels.iter().map(|level| level.id.as_str()).collect();
        let behind = scale.maps_to.as_ref().map(|to| format!("; can stand in for {to}")).unwrap_or_default();
        let fits = format!("{} Source: {}{behind}.", scale.fits.text("en"), scale.source);
        format!(
            "{:<28}{}\n{}{}\n",
            scale.id,
            scale.name.text("en"),
            filled(&fits, "  ", "  "),
            filled(&levels.join(", "), "  levels: ", "  ").trim_end()
        )
    };
    rules.scales.iter().map(entry).collect()
}

/// What is counted of an instrument.
pub(super) struct Counts {
    pub(super) paragraphs: usize,
    pub(super) asking: usize,
    pub(super) institution: usize,
    pub(super) country: usize,
    pub(super) bodies: usize,
    pub(super) core: usize,
    pub(super) dates: usize,
    pub(super) events: usize,
    pub(super) recurring: usize,
}

impl Counts {
    /// Counts what is asked; a withdrawn item is not.
    pub(super) fn of(instrument: &Instrument) -> Self {
        let asked: Vec<&Item> = instrument.items().filter(|item| item.withdrawn.is_none()).collect();
        let about = |group| asked.iter().filter(|item| item.about == group).count();
        let paragraphs = &instrument.recommendations;
        let due = |fits: fn(&Deadline) -> bool| {
            paragraphs.iter().filter_map(|one| one.deadline.as_ref()).filter(|deadline| fits(deadline)).count()
        };
        Self {
            paragraphs: paragraphs.len(),
            asking: paragraphs.iter().filter(|one| one.actionable).count(),
            institution: about(Group::Institution),
            country: about(Group::Country),
            bodies: about(Group::Bodies),
            core: asked.iter().filter(|item| item.core).count(),
            dates: due(|deadline| matches!(deadline, Deadline::Date(_))),
            events: due(|deadline| matches!(deadline, Deadline::Event(_))),
            recurring: due(|deadline| matches!(deadline, Deadline::Every(_))),
        }
    }

    fn deadlines(&self) -> String {
        let parts = [(self.dates, "date"), (self.events, "event")];
        let mut said: Vec<String> =
            parts.iter().filter(|(number, _)| *number > 0).map(|(number, one)| count(*number, one)).collect();
        if self.recurring > 0 {
            said.push(format!("{} recurring", self.recurring));
        }
        if said.is_empty() { "none".to_owned() } else { said.join(", ") }
    }
}

const HEAD: &str = concat!(
    "                                                items about\n",
    "id             date        status    para-  ask  insti-  coun-  bod-  core  due\n",
    "                                    graphs       tution    try   ies\n",
);

fn table(instruments: &[&Instrument]) -> String {
    let mut text = String::from(HEAD);
    for instrument in instruments {
        let counts = Counts::of(instrument);
        let _ = writeln!(
            text,
            "\n{:<13}  {}  {:<7}  {:>6}  {:>3}  {:>6}  {:>5}  {:>4}  {:>4}  {:>3}",
            instrument.id,
            instrument.date,
            status(instrument),
            counts.paragraphs,
            counts.asking,
            counts.institution,
            counts.country,
            counts.bodies,
            counts.core,
            counts.dates + counts.events + counts.recurring,
        );
        let about = format!(
            "{}; rules version {}; deadlines: {}",
            english(&instrument.short_title),
            instrument.version,
            counts.deadlines()
        );
        text.push_str(&filled(&about, "  ", "  "));
    }
    text
}
