//! An auditor's findings taken over into the review file: only what differs is changed.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::taken::{differ, is_blank_table};
use super::{Place, Refused, Revision, written};
use crate::model::{ItemId, Rules};
use crate::source::Source;

/// Keys of a finding in the order in which a new one takes its place among those that are there.
pub(super) const ORDER: [&str; 7] =
    ["verdict", "level", "methods", "looked-at", "note", "internal-note", "answer-sha256"];

const NO_TABLE: &str =
    "it is no table; write each finding below a header of its own, `[finding.\"…\"]`, then try again";

/// The new text of a review file that is to say what `said` says of the reviewer and in its findings; `None` if it does.
///
/// A finding on an item that had none goes behind the last one before it in the order of the rules.
///
/// # Errors
/// If the file is written so that it can't be changed with care.
pub fn take_findings(said: &Table, rules: &Rules, source: &Source) -> Result<Option<String>, Refused> {
    let mut revision = Revision::of(source)?;
    let old = revision.value(&Place::table("review")).cloned();
    differ(&mut revision, &Place::table("review"), old.as_ref(), said.get("review"))?;
    let is_no_table = |value: Option<&Value>| value.is_some_and(|value| !value.is_table());
    let all = Place::table("finding");
    if is_no_table(revision.value(&all)) {
        return Err(revision.refused(&all, NO_TABLE));
    }
    let findings = said.get("finding").and_then(Value::as_table);
    let mut said: BTreeMap<ItemId, &Table> = BTreeMap::new();
    for (id, finding) in findings.into_iter().flatten() {
        said.extend(ItemId::parse(id).zip(finding.as_table()));
    }
    let there: BTreeMap<ItemId, Place> = revision
        .named_in("finding")
        .into_iter()
        .filter_map(|written| Some((ItemId::parse(&written)?, Place::table("finding").key(&written))))
        .collect();
    let mut before: Option<Place> = None;
    for id in rules.instruments.iter().flat_map(|instrument| instrument.items()).map(|item| &item.id) {
        match (there.get(id), said.get(id)) {
            (Some(place), new) => {
                if let Some(new) = new {
                    if is_no_table(revision.value(place)) {
                        return Err(revision.refused(place, NO_TABLE));
                    }
                    let old = revision.value(place).cloned();
                    differ(&mut revision, place, old.as_ref(), Some(&Value::Table((*new).clone())))?;
                }
                before = Some(place.clone());
            }
            (None, Some(new)) if !is_blank_table(new) => revision.insert_after(before.as_ref(), &block(id, new))?,
            (None, _) => {}
        }
    }
    if revision.is_changed() { revision.applied().map(Some) } else { Ok(None) }
}

/// A new finding.
fn block(id: &ItemId, finding: &Table) -> String {
    let mut text = format!("\n[finding.{}]\n", written::key(id.as_str()));
    for (key, value) in ORDER.iter().filter_map(|key| Some((key, finding.get(*key)?))) {
        text.push_str(&format!("{key} = {}\n", written::value(value, None)));
    }
    text
}
