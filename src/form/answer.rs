//! An answer as a page posts it: its own fields, evidence and next steps.
//!
//! Fields are called `ITEM.key`, `ITEM.evidence.0.key`, and `ITEM.evidence.new.key` for what is to be added; here the
//! part before the first dot is gone.

use sha2::{Digest, Sha256};
use toml::{Table, Value};

use super::fields::{self, Fault, at, shown};
use super::posted::Posted;
use crate::source::sha256;
use crate::table::{Column, Table as Kind};

/// What is wrong with what was typed: the field, and why.
pub(super) type Faults = Vec<(String, Fault)>;

/// The lists below an answer.
pub(super) const LISTS: [Kind; 2] = [Kind::Evidence, Kind::Actions];

/// The columns of a table that people fill in.
pub(super) fn columns(kind: Kind) -> impl Iterator<Item = &'static Column> {
    let below = LISTS.contains(&kind);
    kind.columns().iter().filter(move |column| column.is_open() && !(below && column.key == "item"))
}

/// The blocks of a list.
pub(super) fn blocks(table: &Table, kind: Kind) -> Vec<Table> {
    let list = kind.list().and_then(|list| table.get(list)).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_table).cloned().collect()
}

/// What a page shows of a table and the lists below it, field by field, as it is posted back.
pub(super) fn all_shown(table: &Table, kind: Kind) -> Vec<(String, String)> {
    let mut all = row(table, kind, "");
    if kind == Kind::Answers {
        for list in LISTS {
            for (number, block) in blocks(table, list).iter().enumerate() {
                all.extend(row(block, list, &format!("{}.{number}.", list.name())));
            }
        }
    }
    all
}

fn row(table: &Table, kind: Kind, before: &str) -> Vec<(String, String)> {
    columns(kind).map(|column| (format!("{before}{}", column.key), shown(at(table, column), column))).collect()
}

/// What tells whether a table still says what a page shows of it.
pub(super) fn revision(table: &Table, kind: Kind) -> String {
    revision_of(all_shown(table, kind).iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

/// The same for what was posted below `before`. Fields that the page doesn't have stand for what the file says, so they
/// are taken from `table`.
pub(super) fn posted_revision(posted: &Posted, before: &str, table: &Table, kind: Kind) -> String {
    let shown = all_shown(table, kind);
    let typed = shown.iter().map(|(name, value)| {
        let typed = posted.get(&format!("{before}{name}"));
        (name.as_str(), typed.unwrap_or(value))
    });
    revision_of(typed)
}

/// What tells whether fields still hold the same.
pub(super) fn revision_of<'f>(fields: impl Iterator<Item = (&'f str, &'f str)>) -> String {
    let mut hash = Sha256::new();
    for (name, value) in fields {
        // Each with its length, so that no two sets of fields look alike.
        hash.update(format!("{}:{name}{}:{value}", name.len(), value.len()));
    }
    sha256(&hash.finalize())[..32].to_owned()
}

/// The answer as it is to be, from what it is and what was posted below `before`; `document` is the path and SHA-256 of a
/// file that was sent with it.
pub(super) fn changed(
    old: &Table,
    posted: &Posted,
    before: &str,
    document: Option<(&str, &str)>,
) -> Result<Table, Faults> {
    let (mut new, mut faults) = (old.clone(), Faults::new());
    fill(&mut new, Kind::Answers, posted, before, &mut faults);
    for kind in LISTS {
        let Some(list) = kind.list() else { continue };
        let mut kept = Vec::new();
        for (number, mut block) in blocks(old, kind).into_iter().enumerate() {
            let name = format!("{before}{}.{number}.", kind.name());
            if posted.is_ticked(&format!("{name}remove")) {
                continue;
            }
            fill(&mut block, kind, posted, &name, &mut faults);
            needed(&block, kind, &name, &mut faults);
            kept.push(Value::Table(block));
        }
        let name = format!("{before}{}.new.", kind.name());
        let mut block = Table::new();
        fill(&mut block, kind, posted, &name, &mut faults);
        if let (Kind::Evidence, Some((path, sha256))) = (kind, document) {
            block.insert("file".into(), path.into());
            block.insert("sha256".into(), sha256.into());
        }
        // A choice that stands there from the beginning says nothing.
        if block.iter().any(|(key, value)| key != "status" && *value != Value::Boolean(true)) {
            needed(&block, kind, &name, &mut faults);
            kept.push(Value::Table(block));
        }
        match kept.is_empty() {
            true => _ = new.remove(list),
            false => _ = new.insert(list.into(), Value::Array(kept)),
        }
    }
    if faults.is_empty() { Ok(new) } else { Err(faults) }
}

/// Puts what was posted into a table.
pub(super) fn fill(table: &mut Table, kind: Kind, posted: &Posted, before: &str, faults: &mut Faults) {
    for column in columns(kind) {
        let name = format!("{before}{}", column.key);
        if let Some(Err(fault)) = posted.get(&name).map(|typed| fields::put(table, column, typed)) {
            faults.push((name, fault));
        }
    }
}

/// Notes what must stand in a block and does not.
pub(super) fn needed(block: &Table, kind: Kind, before: &str, faults: &mut Faults) {
    for column in columns(kind).filter(|column| fields::lacks(block, column)) {
        let name = format!("{before}{}", column.key);
        if !faults.iter().any(|(known, _)| *known == name) {
            faults.push((name, Fault::Needed));
        }
    }
    let says = |key: &str| block.get(key).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty());
    if kind == Kind::Evidence && !says("file") && !says("url") {
        faults.push((format!("{before}url"), Fault::NoDocument));
    }
}
