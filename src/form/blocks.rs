//! The blocks of a list, such as the evidence of an answer, as a page posts them.
//!
//! Blocks have no names, and others may add or take out some meanwhile. So each finds its own in the file by what the page
//! knew of it: first the one that still says the same, then the one that says most of it. Documents and steps are things of
//! their own: what two people do to different ones is both kept, and only where both changed the same is one asked.

use std::collections::BTreeSet;

use toml::{Table, Value};

use super::entry::{Entry, Faults, KNOWN, Typed, columns, known};
use super::fields::{at, shown};
use super::posted::Posted;
use super::uploads::Kept;
use crate::table::Table as Kind;

/// The blocks of a list, in the order in which a page shows them: those of the file, then what is to be added again.
#[derive(Debug)]
pub(super) struct Blocks<'p> {
    pub(super) kind: Kind,
    /// What the names of its fields begin with, with a dot: `ITEM.evidence.`.
    pub(super) before: String,
    pub(super) entries: Vec<Entry<'p>>,
    /// What is to be added.
    pub(super) new: Entry<'p>,
}

/// A list as it is to be.
#[derive(Debug, Default)]
pub(super) struct Filled {
    pub(super) blocks: Vec<Table>,
    /// What the page knows of its blocks once they are saved: names of hidden fields, and their values.
    pub(super) known: Vec<(String, String)>,
}

/// The blocks of a list as the file has them.
pub(super) fn written(table: &Table, kind: Kind) -> Vec<Table> {
    let list = kind.list().and_then(|list| table.get(list)).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_table).cloned().collect()
}

impl<'p> Blocks<'p> {
    /// The blocks that `table` has, with what was posted below `before`.
    pub(super) fn of(table: &Table, posted: Option<&'p Posted>, before: String, kind: Kind) -> Self {
        let there = written(table, kind);
        let new = posted.map(|posted| Typed::new(posted, format!("{before}new.")));
        let posted = posted.map(|posted| sent(posted, &before)).unwrap_or_default();
        let (added, mut known): (Vec<Typed<'p>>, Vec<Typed<'p>>) = posted.into_iter().partition(Typed::is_new);
        let mut own = matched(&known, &there, kind);
        let (mut typed, mut gone): (Vec<Option<Typed<'p>>>, Vec<Typed<'p>>) = (Vec::new(), Vec::new());
        typed.resize_with(there.len(), || None);
        for (number, sent) in known.drain(..).enumerate() {
            match own[number].take() {
                Some(block) => typed[block] = Some(sent),
                None => gone.push(sent),
            }
        }
        let mut entries: Vec<Entry<'p>> =
            there.into_iter().zip(typed).map(|(block, typed)| Entry::meeting(block, typed, kind)).collect();
        // Of what is gone, only what somebody typed is of use; taking it out again is nothing to do.
        gone.retain(|typed| typed.is_touched(kind) && !typed.is_removed());
        entries.extend(gone.into_iter().map(|typed| Entry { there: None, typed: Some(typed), clash: true }));
        let added = added.into_iter().filter(|typed| !typed.is_removed() && says_something(typed, kind));
        entries.extend(added.map(|typed| Entry { there: None, typed: Some(typed), clash: false }));
        Self { kind, before, entries, new: Entry { there: None, typed: new, clash: false } }
    }

    pub(super) fn clashes(&self) -> bool {
        self.entries.iter().any(|entry| entry.clash)
    }

    /// Whether a block is to be added, changed or taken out.
    pub(super) fn is_touched(&self) -> bool {
        self.adds() || self.entries.iter().any(|entry| entry.is_touched(self.kind))
    }

    /// What the names of the fields of the block with this number begin with on the page.
    pub(super) fn name(&self, number: usize) -> String {
        format!("{}{number}.", self.before)
    }

    /// What the names of the fields of what is to be added begin with.
    pub(super) fn name_of_new(&self) -> String {
        format!("{}new.", self.before)
    }

    /// The list as it is to be; `document` is a file that was sent with what is to be added.
    pub(super) fn filled(&self, document: Option<&Kept>, faults: &mut Faults) -> Filled {
        let mut filled = Filled::default();
        for (number, entry) in self.entries.iter().enumerate() {
            if entry.typed.as_ref().is_some_and(Typed::is_removed) {
                continue;
            }
            let block = entry.filled(self.kind, &self.name(number), None, faults);
            if let Some(typed) = &entry.typed {
                filled.known.push((format!("{}{KNOWN}", typed.before), known(&block, self.kind)));
            }
            filled.blocks.push(block);
        }
        if document.is_some() || self.adds() {
            filled.blocks.push(self.new.filled(self.kind, &self.name_of_new(), document, faults));
        }
        filled
    }

    /// Whether something was typed that is to be added.
    fn adds(&self) -> bool {
        self.new.typed.as_ref().is_some_and(|typed| says_something(typed, self.kind))
    }
}

/// The blocks that were posted, in the order of the page.
fn sent<'p>(posted: &'p Posted, before: &str) -> Vec<Typed<'p>> {
    let number = |name: &str| name.strip_suffix(KNOWN)?.strip_suffix('.')?.parse::<usize>().ok();
    let numbers: BTreeSet<usize> = posted.below(before).filter_map(|(name, _)| number(name)).collect();
    numbers.into_iter().filter_map(|number| Typed::of(posted, format!("{before}{number}."))).collect()
}

/// A choice that stands there from the beginning says nothing.
fn says_something(typed: &Typed<'_>, kind: Kind) -> bool {
    columns(kind).any(|column| column.key != "status" && typed.get(column).is_some_and(|text| !text.trim().is_empty()))
}

/// For each block that the page knew, the number of the one in the file that it is by now.
fn matched(known: &[Typed<'_>], there: &[Table], kind: Kind) -> Vec<Option<usize>> {
    let mut pairs: Vec<(usize, usize, usize, usize)> = Vec::new();
    for (sent, typed) in known.iter().enumerate() {
        for (block, table) in there.iter().enumerate() {
            pairs.extend(likeness(typed, table, kind).map(|like| (like, sent.abs_diff(block), sent, block)));
        }
    }
    // The likest first, and of those the nearest.
    pairs.sort_by_key(|(like, distance, sent, block)| (std::cmp::Reverse(*like), *distance, *sent, *block));
    let (mut own, mut taken) = (vec![None; known.len()], vec![false; there.len()]);
    for (_, _, sent, block) in pairs {
        if own[sent].is_none() && !taken[block] {
            (own[sent], taken[block]) = (Some(block), true);
        }
    }
    own
}

/// How much of what the page knew of a block another says; `None` if that is too little to be the same one.
fn likeness(typed: &Typed<'_>, table: &Table, kind: Kind) -> Option<usize> {
    /// More than any block has fields.
    const CERTAIN: usize = 100;
    if typed.saw_all(table, kind) {
        return Some(2 * CERTAIN);
    }
    // A document is the same wherever its file or address is, a step where the same is to be done.
    let names: &[&str] = match kind {
        Kind::Evidence => &["file", "url"],
        Kind::Requests => &["id"],
        _ => &["what"],
    };
    let (mut same, mut other, mut named) = (0, 0, false);
    for column in columns(kind) {
        let text = shown(at(table, column), column);
        match (typed.saw(kind, column, &text), text.is_empty()) {
            (true, false) => {
                same += 1;
                named |= names.contains(&column.key);
            }
            (true, true) => {}
            (false, _) => other += 1,
        }
    }
    (named || same > other).then_some(same + if named { CERTAIN } else { 0 })
}
