//! What was answered to linked questions, as remarks for an item without an answer.

use crate::assess::{Suggestion, suggestions};
use crate::model::{Item, Relation, Responses, Rules};

/// How much of a narrative is quoted, in characters.
const QUOTED: usize = 240;

/// The remarks on one item: for each suggestion where it comes from, and the words that were said there.
pub(super) fn remarks(item: &Item, rules: &Rules, like: &Responses, language: &str) -> Vec<String> {
    suggestions(item, rules, like).iter().map(|suggestion| remark(suggestion, language)).collect()
}

fn remark(suggestion: &Suggestion<'_>, language: &str) -> String {
    let from = match suggestion.relation {
        None => "Answered before".to_owned(),
        Some(Relation::Equal) => format!("`{}`, which asks the same, was answered", suggestion.item.id),
        Some(Relation::Subset) => format!("`{}`, of which this asks a part, was answered", suggestion.item.id),
        Some(Relation::Superset) => format!("`{}`, which asks a part of this, was answered", suggestion.item.id),
        Some(Relation::Intersects) => format!("`{}`, which overlaps with this, was answered", suggestion.item.id),
    };
    let level = format!("`{}` ({})", suggestion.level.id, suggestion.level.label.text(language));
    let said: Vec<&str> = suggestion.response.narrative.split_whitespace().collect();
    let said = said.join(" ");
    match said.char_indices().nth(QUOTED) {
        _ if said.is_empty() => format!("{from} {level}."),
        Some((end, _)) => format!("{from} {level}: {} …", said[..end].trim_end()),
        None => format!("{from} {level}: {said}"),
    }
}

/// What may serve as a starting point for items without an answer, as text: one block an item. Empty if there is
/// nothing.
pub fn suggested(offers: &[(&Item, Vec<Suggestion<'_>>)], language: &str) -> String {
    let options = |indent| textwrap::Options::new(80).initial_indent(indent).subsequent_indent("    ");
    let mut text = String::new();
    for (item, found) in offers {
        text.push_str(&format!("{}\n{}\n", item.id, textwrap::fill(item.ask.text(language), options("  "))));
        for suggestion in found {
            text.push_str(&textwrap::fill(&remark(suggestion, language), options("  - ")));
            text.push('\n');
        }
        text.push('\n');
    }
    text
}
