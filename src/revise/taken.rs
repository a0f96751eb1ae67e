//! Answers taken over from elsewhere, such as a spreadsheet: only what differs is changed.
//!
//! What is said elsewhere is a whole responses file as values. A key without a value and one that is not there are the
//! same. Evidence, actions, requests and exclusions keep their places where they are the same as before.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::{Place, Refused, Revision, written};
use crate::model::{ItemId, Rules};
use crate::source::{FileNumber, Sources};
use crate::table::Table as Kind;

/// The new texts of the files that change when they are to say what `said` says.
///
/// # Errors
/// If one of the files is written so that it can't be changed with care.
pub fn take_over(
    said: &Table,
    rules: &Rules,
    files: &[FileNumber],
    sources: &Sources,
) -> Result<Vec<(FileNumber, String)>, Refused> {
    taken(said, rules, files, files.iter().map(|number| Revision::of(sources.get(*number))).collect::<Result<_, _>>()?)
}

/// The same where it is known what all files together say `before`: one file is not read for that again.
///
/// # Errors
/// As [`take_over`].
pub fn take_over_from(
    before: &Table,
    said: &Table,
    rules: &Rules,
    files: &[FileNumber],
    sources: &Sources,
) -> Result<Vec<(FileNumber, String)>, Refused> {
    match files {
        [only] => taken(said, rules, files, vec![Revision::knowing(sources.get(*only), before)?]),
        _ => take_over(said, rules, files, sources),
    }
}

fn taken(
    said: &Table,
    rules: &Rules,
    files: &[FileNumber],
    revisions: Vec<Revision<'_>>,
) -> Result<Vec<(FileNumber, String)>, Refused> {
    let mut taking = Taking { files: revisions.iter().map(beside_answers).collect(), revisions };
    taking.particulars(said)?;
    taking.answers(said, rules)?;
    for kind in [Kind::Exclusions, Kind::Requests] {
        taking.shared_list(said, kind)?;
    }
    let changed = files.iter().zip(taking.revisions).filter(|(_, revision)| revision.is_changed());
    changed.map(|(number, revision)| Ok((*number, revision.applied()?))).collect()
}

struct Taking<'s> {
    revisions: Vec<Revision<'s>>,
    /// What each file says beside its answers.
    files: Vec<Table>,
}

fn beside_answers(revision: &Revision<'_>) -> Table {
    let all = revision.value(&Place::top()).and_then(Value::as_table);
    let others = all.into_iter().flatten().filter(|(key, _)| *key != "response");
    others.map(|(key, value)| (key.clone(), value.clone())).collect()
}

impl Taking<'_> {
    fn particulars(&mut self, said: &Table) -> Result<(), Refused> {
        for key in ["instruments", "profile", "scales", "institution", "assessment"] {
            let file = self.files.iter().position(|file| file.contains_key(key)).unwrap_or_default();
            let old = self.files.get(file).and_then(|file| file.get(key));
            let Some(revision) = self.revisions.get_mut(file) else { continue };
            differ(revision, &Place::table(key), old, said.get(key))?;
        }
        Ok(())
    }

    fn answers(&mut self, said: &Table, rules: &Rules) -> Result<(), Refused> {
        let order = rules.instruments.iter().flat_map(|instrument| instrument.items()).map(|item| &item.id);
        let answers = said.get("response").and_then(Value::as_table);
        let said: BTreeMap<ItemId, &Table> = answers
            .into_iter()
            .flatten()
            .filter_map(|(id, answer)| Some((ItemId::parse(id)?, answer.as_table()?)))
            .collect();
        // Where each answer stands; of two to one item, the first.
        let mut there: BTreeMap<ItemId, (usize, Place)> = BTreeMap::new();
        for (file, revision) in self.revisions.iter().enumerate() {
            for (written, id) in revision.answers() {
                if let Some(id) = id {
                    there.entry(id).or_insert_with(|| (file, Place::answer(&written)));
                }
            }
        }
        // After which answer a new one belongs: the last before it in the order of the text.
        let mut before: Option<(usize, Place)> = None;
        let mut instrument = String::new();
        for id in order {
            if id.instrument() != instrument {
                (before, instrument) = (None, id.instrument().to_owned());
            }
            let found = there.get(id).cloned();
            match (found, said.get(id)) {
                (Some((file, place)), new) => {
                    if let (Some(new), Some(revision)) = (new, self.revisions.get_mut(file))
                        && revision.value(&place).and_then(Value::as_table) != Some(*new)
                    {
                        let old = revision.value(&place).cloned();
                        differ(revision, &place, old.as_ref(), Some(&Value::Table((*new).clone())))?;
                    }
                    before = Some((file, place));
                }
                (None, Some(new)) if !is_blank_table(new) => {
                    let (file, after) = match &before {
                        Some((file, place)) => (*file, Some(place)),
                        None => (self.home_of(&instrument), None),
                    };
                    let text = block(id, new);
                    if let Some(revision) = self.revisions.get_mut(file) {
                        revision.insert_after(after, &text)?;
                    }
                }
                (None, _) => {}
            }
        }
        Ok(())
    }

    /// The file that answers an instrument, or else the first.
    fn home_of(&self, instrument: &str) -> usize {
        let of = |revision: &Revision<'_>| {
            revision.answers().iter().any(|(_, id)| id.as_ref().is_some_and(|id| id.instrument() == instrument))
        };
        self.revisions.iter().position(of).unwrap_or_default()
    }

    /// A list at the top of the files: each entry stays in the file that has it; new ones go where the list is.
    fn shared_list(&mut self, said: &Table, kind: Kind) -> Result<(), Refused> {
        let (Some(list), Some(key)) = (kind.list(), kind.columns().first().map(|column| column.key)) else {
            return Ok(());
        };
        let name = |entry: &Value| entry.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let old: Vec<Vec<Value>> = self.files.iter().map(|file| entries(file.get(list))).collect();
        let home = old.iter().position(|entries| !entries.is_empty()).unwrap_or_default();
        let mut new: Vec<Vec<Value>> = vec![Vec::new(); self.files.len()];
        for entry in entries(said.get(list)) {
            let owner = old.iter().position(|entries| entries.iter().any(|old| name(old) == name(&entry)));
            if let Some(entries) = new.get_mut(owner.unwrap_or(home)) {
                entries.push(entry);
            }
        }
        for ((revision, old), new) in self.revisions.iter_mut().zip(&old).zip(&new) {
            blocks(revision, &Place::top(), list, old, new)?;
        }
        Ok(())
    }
}

/// Makes what stands at `place` say what `new` says; nothing is touched where it does already.
pub(super) fn differ(
    revision: &mut Revision<'_>,
    place: &Place,
    old: Option<&Value>,
    new: Option<&Value>,
) -> Result<(), Refused> {
    match (old, new) {
        (old, None) if old.is_none_or(is_blank) => Ok(()),
        (None, Some(new)) if is_blank(new) => Ok(()),
        (Some(Value::Table(old)), Some(Value::Table(new))) => {
            let at = place;
            for (key, value) in new {
                let place = at.clone().key(key);
                match (old.get(key), is_list(value) || old.get(key).is_some_and(is_list)) {
                    (_, false) => differ(revision, &place, old.get(key), Some(value))?,
                    (before, true) => blocks(revision, at, key, &entries(before), &entries(Some(value)))?,
                }
            }
            for (key, value) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
                match is_list(value) {
                    true => blocks(revision, at, key, &entries(Some(value)), &[])?,
                    false => differ(revision, &at.clone().key(key), Some(value), None)?,
                }
            }
            Ok(())
        }
        (Some(old), Some(new)) if is_blank(old) && is_blank(new) => Ok(()),
        (Some(Value::Array(old)), Some(Value::Array(new))) if old.len() == new.len() => {
            let mut pairs = old.iter().zip(new).enumerate().filter(|(_, (old, new))| old != new);
            pairs.try_for_each(|(number, (_, new))| revision.set(&place.clone().number(number), new.clone()))
        }
        (_, Some(new)) => revision.set(place, new.clone()),
        // A text that is taken away leaves its key, ready to be filled in again.
        (Some(Value::String(_)), None) if place.ends_with("level") || place.ends_with("narrative") => {
            revision.set(place, String::new())
        }
        (Some(_), None) => revision.remove(place),
        (None, None) => Ok(()),
    }
}

/// Changes the blocks of a list: those that are the same stay, those between them are changed one by one, and what is
/// new or gone is added at the end or taken out.
fn blocks(revision: &mut Revision<'_>, table: &Place, list: &str, old: &[Value], new: &[Value]) -> Result<(), Refused> {
    for (old_number, new_number) in pairs(old, new) {
        match (old_number, new_number.and_then(|number| new.get(number))) {
            (Some(number), Some(entry)) => {
                differ(revision, &table.clone().block(list, number), old.get(number), Some(entry))?;
            }
            (Some(number), None) => revision.remove(&table.clone().block(list, number))?,
            (None, Some(Value::Table(entry))) => {
                let entry: Vec<(&str, Value)> =
                    in_order(list, entry).map(|(key, value)| (key, value.clone())).collect();
                revision.add_block(table, list, &entry)?;
            }
            (None, _) => {}
        }
    }
    Ok(())
}

/// Which old entry becomes which new one. Blocks are only added at the end, so where a new one stands between old ones,
/// each takes the place of the one that stood there.
fn pairs(old: &[Value], new: &[Value]) -> Vec<(Option<usize>, Option<usize>)> {
    let (mut pairs, mut at, mut from) = (Vec::new(), 0, 0);
    let next = |from: usize, at: usize| {
        (from..new.len()).find_map(|new_at| {
            (at..old.len()).find(|old_at| same(&old[*old_at], &new[new_at])).map(|old_at| (old_at, new_at))
        })
    };
    while let Some((old_at, new_at)) = next(from, at) {
        if new_at - from > old_at - at {
            return by_number(old.len(), new.len());
        }
        let gap = (at..old_at).zip((from..new_at).map(Some).chain(std::iter::repeat(None)));
        pairs.extend(gap.map(|(old, new)| (Some(old), new)));
        pairs.push((Some(old_at), Some(new_at)));
        (at, from) = (old_at + 1, new_at + 1);
    }
    pairs.extend(
        by_number(old.len() - at, new.len() - from)
            .into_iter()
            .map(|(old, new)| (old.map(|old| old + at), new.map(|new| new + from))),
    );
    pairs
}

fn by_number(old: usize, new: usize) -> Vec<(Option<usize>, Option<usize>)> {
    (0..old.max(new)).map(|number| ((number < old).then_some(number), (number < new).then_some(number))).collect()
}

/// A new answer as a block with its evidence and actions.
fn block(id: &ItemId, answer: &Table) -> String {
    let header = format!("response.{}", written::key(id.as_str()));
    let mut text = format!("\n[{header}]\n");
    let keys = Kind::Answers.columns().iter().map(|column| column.path().next().unwrap_or_default());
    let mut keys: Vec<&str> = keys.collect();
    keys.dedup();
    for key in keys {
        if let Some(value) = answer.get(key).filter(|value| !is_list(value)) {
            text.push_str(&format!("{key} = {}\n", written::value(value, None)));
        }
    }
    for list in [Kind::Evidence, Kind::Actions].into_iter().filter_map(Kind::list) {
        for entry in entries(answer.get(list)).iter().filter_map(Value::as_table) {
            text.push_str(&format!("\n[[{header}.{list}]]\n"));
            for (key, value) in in_order(list, entry) {
                text.push_str(&format!("{key} = {}\n", written::value(value, None)));
            }
        }
    }
    text
}

/// The keys of an entry in the order of the columns.
fn in_order<'t>(list: &str, entry: &'t Table) -> impl Iterator<Item = (&'static str, &'t Value)> {
    use strum::IntoEnumIterator;
    let kind = Kind::iter().find(|kind| kind.list() == Some(list));
    let columns = kind.map(Kind::columns).unwrap_or_default();
    columns.iter().filter_map(|column| Some((column.key, entry.get(column.key)?)))
}

fn entries(list: Option<&Value>) -> Vec<Value> {
    list.and_then(Value::as_array).cloned().unwrap_or_default()
}

/// Whether this is a list of blocks.
fn is_list(value: &Value) -> bool {
    value.as_array().is_some_and(|list| list.first().is_some_and(Value::is_table))
}

/// Whether a value says nothing.
fn is_blank(value: &Value) -> bool {
    match value {
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Table(table) => is_blank_table(table),
        _ => false,
    }
}

pub(super) fn is_blank_table(table: &Table) -> bool {
    table.values().all(is_blank)
}

/// Whether two blocks say the same.
fn same(one: &Value, other: &Value) -> bool {
    let (Some(one), Some(other)) = (one.as_table(), other.as_table()) else { return one == other };
    let covers = |one: &Table, other: &Table| {
        one.iter().all(|(key, value)| is_blank(value) || other.get(key).is_some_and(|other| other == value))
    };
    covers(one, other) && covers(other, one)
}
