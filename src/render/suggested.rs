//! What was answered to linked questions, as remarks for an item without an answer.

use serde_json::{Value, json};

use crate::assess::{Suggestion, suggestions};
use crate::model::{Answer, Item, Relation, Responses, Rules};

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

/// The unanswered items of `responses` to which a linked answer of the same responses may be a starting point, as
/// text: one block an item. Empty if there are none.
pub fn suggested(rules: &Rules, responses: &Responses, language: &str) -> String {
    let mut text = String::new();
    for item in unanswered(rules, responses) {
        let remarks = remarks(item, rules, responses, language);
        if remarks.is_empty() {
            continue;
        }
        let options = |indent| textwrap::Options::new(80).initial_indent(indent).subsequent_indent("    ");
        text.push_str(&format!("{}\n{}\n", item.id, textwrap::fill(item.ask.text(language), options("  "))));
        for remark in remarks {
            text.push_str(&textwrap::fill(&remark, options("  - ")));
            text.push('\n');
        }
        text.push('\n');
    }
    text
}

/// The same as data: a list of items with their suggestions.
pub fn suggested_json(rules: &Rules, responses: &Responses) -> Value {
    let items = unanswered(rules, responses).into_iter().filter_map(|item| {
        let found: Vec<Value> = suggestions(item, rules, responses)
            .iter()
            .map(|suggestion| {
                json!({
                    "from": suggestion.item.id,
                    "relation": suggestion.relation,
                    "level": suggestion.level.id,
                    "narrative": suggestion.response.narrative,
                })
            })
            .collect();
        (!found.is_empty()).then(|| json!({ "item": item.id, "suggestions": found }))
    });
    Value::Array(items.collect())
}

/// The items that are asked and have no answer, in the order of the texts.
fn unanswered<'r>(rules: &'r Rules, responses: &Responses) -> Vec<&'r Item> {
    let instruments = responses.instruments.iter().filter_map(|id| rules.instrument(id));
    let excluded = |item: &Item| {
        responses.exclusions.iter().any(|exclusion| {
            exclusion.instrument == item.id.instrument()
                && exclusion.reference.as_deref().is_none_or(|reference| reference == item.id.reference())
        })
    };
    let open = |item: &&Item| {
        let answer = responses.responses.get(&item.id).map(|response| &response.answer);
        responses.profile.asks(item) && matches!(answer, None | Some(Answer::Unanswered)) && !excluded(item)
    };
    instruments.flat_map(|instrument| instrument.items()).filter(open).collect()
}
