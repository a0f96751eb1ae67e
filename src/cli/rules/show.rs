use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;

use super::super::exit::{Exit, Failure};
use super::super::output;
use super::ends::{Named, english, first_words, related, status, words};
use super::{Format, data, filled, read};
use crate::model::{Deadline, Instrument, Item, LinkEnd, Numbering, Recommendation, Rules};

/// Show an instrument, a recommendation or an item
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Show {
    /// Instrument, recommendation or item, e.g. eoa-2024, hrc-58-l27/9k or eoa-2024/2.11/practices-submitted
    #[arg(value_name = "ID|REF")]
    what: String,
    /// text, or json with everything
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Folder of rules files to use besides those built in; a file of the same name replaces one
    #[arg(long = "rules", value_name = "DIR")]
    folder: Option<PathBuf>,
}

const AFTER: &str = "Examples:\n  \
    rapporteur rules show eoa-2024\n  \
    rapporteur rules show hrc-58-l27/9k\n  \
    rapporteur rules show eoa-2024/2.11/practices-submitted";

impl Show {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let id = Named::instrument_of(&self.what);
        let Some(rules) = read(self.folder, vec![id.clone()])? else { return Ok(Exit::Problems) };
        let named = Named::find(&self.what, &rules)?;
        let Some(instrument) = rules.instrument(&id) else { return Ok(Exit::Usage) };
        if self.format == Format::Json {
            return super::print(&data::whole(&named, instrument, &rules));
        }
        let mut text = heading(instrument);
        for recommendation in instrument.recommendations.iter().filter(|one| named.takes(one)) {
            text.push_str(&paragraph(&named, instrument, recommendation, &rules));
        }
        output::result(&text)?;
        Ok(Exit::Done)
    }
}

fn heading(instrument: &Instrument) -> String {
    let numbered = match instrument.refs {
        Numbering::Text => "as in the text",
        Numbering::Editor => "ours, not of the text",
    };
    let symbol = if instrument.symbol.is_empty() { String::new() } else { format!("{}, ", instrument.symbol) };
    let particulars = format!(
        "{}, {symbol}{}, {}; rules version {}; numbers of paragraphs: {numbered}",
        instrument.body,
        instrument.date,
        status(instrument),
        instrument.version,
    );
    format!("{}{}", filled(english(&instrument.title), "", ""), filled(&particulars, "", ""))
}

fn paragraph(named: &Named, instrument: &Instrument, one: &Recommendation, rules: &Rules) -> String {
    let mut text = String::new();
    let chapeau = instrument.chapeau(one).map(|chapeau| format!("{} ", chapeau.text)).unwrap_or_default();
    let _ = write!(text, "\n{}", filled(&format!("{}  {chapeau}{}", one.reference, one.text), "", "    "));
    match &one.deadline {
        Some(Deadline::Date(day)) => _ = writeln!(text, "    Deadline: {day}"),
        Some(Deadline::Event(event)) => text.push_str(&filled(&format!("Deadline: {event}"), "    ", "    ")),
        Some(Deadline::Every(every)) => _ = writeln!(text, "    Again every {every}"),
        None => {}
    }
    if !one.note.is_empty() {
        text.push_str(&filled(&format!("Editors' note: {}", one.note), "    ", "    "));
    }
    let here = |end: &LinkEnd| end.is_at(&instrument.id, &one.reference) && end.item.is_none();
    text.push_str(&links(here, "    ", rules));
    let wanted = |item: &&Item| named.item.as_deref().is_none_or(|name| name == item.id.name());
    for item in one.items.iter().filter(wanted) {
        text.push_str(&question(item, rules));
        if named.item.is_some() {
            text.push_str(&particulars(item));
        }
    }
    text
}

fn question(item: &Item, rules: &Rules) -> String {
    let mut text = filled(&format!("? {}", english(&item.ask)), "    ", "      ");
    let core = if item.core { ", core" } else { "" };
    let _ = writeln!(text, "      {}", item.id);
    let _ = writeln!(text, "      {}, {}, about {}{core}", item.indicator, item.origin, item.about);
    let levels = rules
        .scale(&item.scale)
        .map(|scale| scale.levels.iter().map(|level| level.id.as_str()).collect::<Vec<_>>().join(", "));
    text.push_str(&filled(&levels.unwrap_or_default(), "      ", "      "));
    if let Some(why) = &item.withdrawn {
        text.push_str(&filled(&format!("Withdrawn: {why}"), "      ", "      "));
    }
    let here = |end: &LinkEnd| end.item.is_some() && end.covers(&item.id);
    text.push_str(&links(here, "      ", rules));
    text
}

/// What only the item itself is shown with.
fn particulars(item: &Item) -> String {
    let mut text = String::new();
    let evidence: Vec<&str> = item.evidence.iter().map(english).collect();
    if !evidence.is_empty() {
        text.push_str(&filled(&format!("Evidence: {}", evidence.join("; ")), "      ", "      "));
    }
    if let Some(guidance) = &item.guidance {
        text.push_str(&filled(&format!("Guidance: {}", english(guidance)), "      ", "      "));
    }
    text
}

/// The links of what `here` accepts, one line each as far as it fits.
fn links(here: impl Fn(&LinkEnd) -> bool, indent: &str, rules: &Rules) -> String {
    let lines = rules.links_from(here).map(|(how, _, to, _)| {
        let words = words(to, rules);
        let words = words.strip_prefix("In the assessment period, ").unwrap_or(words);
        let line = format!("Link: {}: {}", related(how, to), first_words(words, 40));
        cut(&line, 80 - indent.len())
    });
    lines.map(|line| format!("{indent}{line}\n")).collect()
}

/// A line of at most `most` characters, cut between words.
fn cut(line: &str, most: usize) -> String {
    if line.chars().count() <= most {
        return line.to_owned();
    }
    let kept: String = line.chars().take(most - 1).collect();
    let kept = kept.rsplit_once(' ').map_or(kept.as_str(), |(kept, _)| kept);
    format!("{} …", kept.trim_end_matches([',', ';', ':', '…', ' ']))
}
