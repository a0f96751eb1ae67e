//! An answer as a page shows and posts it: its own fields, evidence and next steps.
//!
//! Fields are called `ITEM.key`, `ITEM.evidence.0.key`, and `ITEM.evidence.new.key` for what is to be added.

use toml::{Table, Value};

use super::blocks::{Blocks, Filled};
use super::entry::{Entry, Faults, KNOWN, known};
use super::posted::Posted;
use super::uploads::Kept;
use crate::table::Table as Kind;

/// The lists below an answer.
pub(super) const LISTS: [Kind; 2] = [Kind::Evidence, Kind::Actions];

/// An answer, with what was typed over it.
#[derive(Debug)]
pub(super) struct Answered<'p> {
    /// What the names of its fields begin with, with a dot.
    pub(super) before: String,
    pub(super) own: Entry<'p>,
    /// Evidence and next steps.
    pub(super) lists: [Blocks<'p>; 2],
}

/// An answer as it is to be.
#[derive(Debug)]
pub(super) struct Changed {
    pub(super) table: Table,
    /// What the page knows of it once it is saved: names of hidden fields, and their values.
    pub(super) known: Vec<(String, String)>,
}

impl<'p> Answered<'p> {
    /// The answer that the file gives, with what was posted below `before`.
    pub(super) fn of(table: Table, posted: Option<&'p Posted>, before: String) -> Self {
        let lists = LISTS.map(|kind| Blocks::of(&table, posted, format!("{before}{}.", kind.name()), kind));
        Self { own: Entry::of(table, posted, &before, Kind::Answers), lists, before }
    }

    /// The name of the field of a file that is to be added.
    pub(super) fn upload(&self) -> String {
        format!("{}evidence.new.upload", self.before)
    }

    /// Whether somebody else has changed the same.
    pub(super) fn clashes(&self) -> bool {
        self.own.clash || self.lists.iter().any(Blocks::clashes)
    }

    pub(super) fn is_touched(&self) -> bool {
        self.own.is_touched(Kind::Answers) || self.lists.iter().any(Blocks::is_touched)
    }

    /// The answer as it is to be; `document` is a file that was sent with it.
    ///
    /// # Errors
    /// What is wrong with what was typed.
    pub(super) fn changed(&self, document: Option<&Kept>) -> Result<Changed, Faults> {
        let mut faults = Faults::new();
        let mut table = self.own.filled(Kind::Answers, &self.before, None, &mut faults);
        let mut marks = Vec::new();
        if self.own.typed.is_some() {
            marks.push((format!("{}{KNOWN}", self.before), known(&table, Kind::Answers)));
        }
        for list in &self.lists {
            let document = document.filter(|_| list.kind == Kind::Evidence);
            let Filled { blocks, known } = list.filled(document, &mut faults);
            put(&mut table, list.kind, blocks);
            marks.extend(known);
        }
        if faults.is_empty() { Ok(Changed { table, known: marks }) } else { Err(faults) }
    }
}

/// Puts the blocks of a list where they stand.
pub(super) fn put(table: &mut Table, kind: Kind, blocks: Vec<Table>) {
    let Some(list) = kind.list() else { return };
    match blocks.is_empty() {
        true => _ = table.remove(list),
        false => _ = table.insert(list.into(), Value::Array(blocks.into_iter().map(Value::Table).collect())),
    }
}
