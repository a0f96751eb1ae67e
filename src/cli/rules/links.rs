use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;

use super::super::exit::{Exit, Failure};
use super::super::output;
use super::ends::{Named, english, first_words, related, words};
use super::{Format, data, filled, read};
use crate::model::{Link, LinkEnd, Relation, Rules};

/// Show where resolutions ask for the same, or overlap
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Links {
    /// Instrument, recommendation or item, e.g. eoa-2024, hrc-58-l27/9k or eoa-2024/2.11/practices-submitted (default:
    /// all links)
    #[arg(value_name = "REF")]
    what: Option<String>,
    /// text, or json
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Folder of rules files to use besides those built in; a file of the same name replaces one
    #[arg(long = "rules", value_name = "DIR")]
    folder: Option<PathBuf>,
}

const AFTER: &str = "Examples:\n  \
    rapporteur rules links\n  \
    rapporteur rules links hrc-58-l27/9k";

impl Links {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let instruments = self.what.iter().map(|what| Named::instrument_of(what)).collect();
        let Some(rules) = read(self.folder, instruments)? else { return Ok(Exit::Problems) };
        let named = self.what.as_ref().map(|what| Named::find(what, &rules)).transpose()?;
        if self.format == Format::Json {
            return super::print(&match &named {
                Some(named) => data::links(|end| named.covers(end, true), &rules),
                None => every(&rules),
            });
        }
        let seen: Vec<_> = match &named {
            Some(named) => rules.links_from(|end| named.covers(end, true)).collect(),
            None => rules.links.iter().map(|link| (link.relation, &link.from, &link.to, link)).collect(),
        };
        output::result(&list(seen, &rules))?;
        Ok(Exit::Done)
    }
}

/// Every link once, as the crosswalk has it.
fn every(rules: &Rules) -> serde_json::Value {
    rules
        .links
        .iter()
        .map(|link| {
            serde_json::json!({
                "from": link.from,
                "from-text": words(&link.from, rules),
                "relation": link.relation,
                "to": link.to,
                "to-text": words(&link.to, rules),
                "reason": link.reason,
            })
        })
        .collect()
}

/// The links below the ends from which they are seen.
fn list(mut links: Vec<(Relation, &LinkEnd, &LinkEnd, &Link)>, rules: &Rules) -> String {
    let place = |end: &LinkEnd| {
        let paragraphs = rules.instrument(&end.instrument).map(|instrument| &instrument.recommendations);
        paragraphs.and_then(|all| all.iter().position(|one| one.reference == end.reference))
    };
    // In the order of the text; a paragraph before its items.
    links.sort_by_key(|(_, from, ..)| (from.instrument.clone(), place(from), from.item.clone()));
    let mut text = String::new();
    let mut shown: Option<&LinkEnd> = None;
    for (how, from, to, link) in &links {
        if shown != Some(*from) {
            let gap = if text.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{gap}{from}");
            text.push_str(&filled(&first_words(words(from, rules), 16), "  ", "  "));
            shown = Some(*from);
        }
        text.push_str(&filled(&format!("- {}", related(*how, to)), "  ", "    "));
        text.push_str(&filled(&first_words(words(to, rules), 16), "    ", "    "));
        text.push_str(&filled(&format!("Why: {}", english(&link.reason)), "    ", "    "));
    }
    if links.is_empty() {
        text.push_str("no links\n");
    }
    text
}
