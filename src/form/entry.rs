//! A table of the file on a page: what the file says, what was typed over it, and whether somebody else changed it
//! meanwhile.
//!
//! A page sends along a mark for each field of what it shows, and gets the marks back with what was typed. So a save knows,
//! field by field, who changed what: who typed where the marks differ, and somebody else where the file does.

use toml::{Table, Value};

use super::fields::{self, Fault, at, is_asked, shown};
use super::posted::Posted;
use super::uploads::Kept;
use crate::source::sha256;
use crate::table::{Column, KEYS, Table as Kind};

/// What is wrong with what was typed: the field, and why.
pub(super) type Faults = Vec<(String, Fault)>;

/// The name of the hidden field that holds the marks.
pub(super) const KNOWN: &str = "known";

/// The letters of a mark: enough that no two texts of one field share theirs by chance.
const MARK: usize = 10;

/// A table as a page shows it.
#[derive(Debug)]
pub(super) struct Entry<'p> {
    /// What the file says; `None` for what is to be added.
    pub(super) there: Option<Table>,
    /// What was typed over it; none where that is nothing, or older than what the file says by now.
    pub(super) typed: Option<Typed<'p>>,
    /// Whether somebody else has changed or taken out what was typed over.
    pub(super) clash: bool,
}

/// What was posted of a table.
#[derive(Debug)]
pub(super) struct Typed<'p> {
    posted: &'p Posted,
    /// What the names of its fields begin with, with a dot if it is not empty.
    pub(super) before: String,
    /// The marks of what the page showed; empty where that was nothing.
    known: &'p str,
}

/// What stands in a field.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) value: String,
    /// What the file says, where somebody else wrote something else than was typed.
    pub(super) theirs: Option<String>,
    /// Whether the value is what somebody else wrote meanwhile, because nothing else was typed.
    pub(super) taken: bool,
}

/// The columns of a table that people fill in on a page.
pub(super) fn columns(kind: Kind) -> impl Iterator<Item = &'static Column> {
    let all: &'static [Column] = if kind == Kind::Particulars { &KEYS } else { kind.columns() };
    all.iter().filter(move |column| is_asked(kind, column))
}

/// The marks of what a page shows of a table.
pub(super) fn known(table: &Table, kind: Kind) -> String {
    columns(kind).map(|column| mark(&shown(at(table, column), column))).collect()
}

impl<'p> Entry<'p> {
    /// A table that stands in the file and is no block of a list, with what was posted below `before`.
    pub(super) fn of(there: Table, posted: Option<&'p Posted>, before: &str, kind: Kind) -> Self {
        let typed = posted.and_then(|posted| Typed::of(posted, before.to_owned()));
        Self::meeting(there, typed, kind)
    }

    /// A table that stands in the file, with what was typed over it.
    pub(super) fn meeting(there: Table, typed: Option<Typed<'p>>, kind: Kind) -> Self {
        let stale = typed.as_ref().is_some_and(|typed| typed.known != known(&there, kind));
        let clash = stale && typed.as_ref().is_some_and(|typed| typed.is_removed() || typed.differs(&there, kind));
        Self { typed: typed.filter(|_| clash || !stale), there: Some(there), clash }
    }

    /// Whether something was typed, or the table is to be taken out.
    pub(super) fn is_touched(&self, kind: Kind) -> bool {
        self.typed.as_ref().is_some_and(|typed| typed.is_touched(kind) || typed.is_removed())
    }

    /// What the page shows in a field: what was typed, where something was, and otherwise what the file says.
    pub(super) fn shown(&self, kind: Kind, column: &Column) -> Shown {
        let there = self.there.as_ref().map(|table| shown(at(table, column), column));
        let typed = self.typed.as_ref();
        let own = typed.and_then(|typed| typed.get(column).filter(|_| there.is_none() || typed.touches(kind, column)));
        let other = typed.zip(there.as_ref()).filter(|(typed, there)| self.clash && !typed.saw(kind, column, there));
        let other = other.map(|(_, there)| there.clone());
        let taken = other.is_some() && own.is_none();
        let value = own.map_or_else(|| there.unwrap_or_default(), str::to_owned);
        let theirs = other.filter(|theirs| own.is_some() && *theirs != value);
        Shown { value, theirs, taken }
    }

    /// The table as it is to be, with a file that was sent with it. `name` is what the names of its fields begin with on the
    /// page that shows the faults.
    pub(super) fn filled(&self, kind: Kind, name: &str, document: Option<&Kept>, faults: &mut Faults) -> Table {
        let mut table = self.there.clone().unwrap_or_default();
        let is_touched = |typed: &&Typed<'_>| document.is_some() || typed.is_touched(kind);
        let Some(typed) = self.typed.as_ref().filter(is_touched) else { return table };
        for column in columns(kind).filter(|column| typed.touches(kind, column)) {
            let put = typed.get(column).map(|text| fields::put(&mut table, column, text));
            if let Some(Err(fault)) = put {
                faults.push((format!("{name}{}", column.key), fault));
            }
        }
        // A seal is that of one file.
        if kind == Kind::Evidence && self.there.as_ref().is_some_and(|old| old.get("file") != table.get("file")) {
            fields::SEAL.iter().for_each(|key| _ = table.remove(*key));
        }
        if let Some(document) = document {
            table.extend(document.sealed());
        }
        needed(&table, typed, kind, name, faults);
        table
    }
}

impl<'p> Typed<'p> {
    /// What was posted below `before`; `None` if the page didn't show it.
    pub(super) fn of(posted: &'p Posted, before: String) -> Option<Self> {
        let known = posted.get(&format!("{before}{KNOWN}"))?;
        Some(Self { posted, before, known })
    }

    /// What was posted below `before` of something that is to be added.
    pub(super) fn new(posted: &'p Posted, before: String) -> Self {
        Self { posted, before, known: "" }
    }

    /// What was typed into a field; `None` if the page has no such field.
    pub(super) fn get(&self, column: &Column) -> Option<&'p str> {
        self.posted.get(&format!("{}{}", self.before, column.key))
    }

    /// Whether the page showed nothing of it, so that it is to be added.
    pub(super) fn is_new(&self) -> bool {
        self.known.is_empty()
    }

    pub(super) fn is_removed(&self) -> bool {
        self.posted.is_ticked(&format!("{}remove", self.before))
    }

    pub(super) fn is_touched(&self, kind: Kind) -> bool {
        columns(kind).any(|column| self.touches(kind, column))
    }

    /// Whether something else was typed into a field than the page showed there.
    pub(super) fn touches(&self, kind: Kind, column: &Column) -> bool {
        self.get(column).is_some_and(|text| !self.saw(kind, column, text))
    }

    /// Whether the page showed this text in a field.
    pub(super) fn saw(&self, kind: Kind, column: &Column, text: &str) -> bool {
        let number = columns(kind).position(|other| other.key == column.key).unwrap_or_default();
        match self.known.get(number * MARK..(number + 1) * MARK) {
            Some(known) => mark(text) == known,
            None => text.is_empty(),
        }
    }

    /// Whether the page showed just this.
    pub(super) fn saw_all(&self, table: &Table, kind: Kind) -> bool {
        self.known == known(table, kind)
    }

    /// Whether something was typed that a table doesn't say.
    fn differs(&self, table: &Table, kind: Kind) -> bool {
        let mut touched = columns(kind).filter(|column| self.touches(kind, column));
        touched.any(|column| self.get(column).is_some_and(|text| shown(at(table, column), column) != text))
    }
}

fn mark(text: &str) -> String {
    sha256(text.as_bytes())[..MARK].to_owned()
}

/// Notes what must stand in a table, as far as the page has a field for it, and does not.
fn needed(table: &Table, typed: &Typed<'_>, kind: Kind, name: &str, faults: &mut Faults) {
    let asked = |column: &&Column| typed.get(column).is_some() && fields::lacks(table, column);
    for column in columns(kind).filter(asked) {
        let name = format!("{name}{}", column.key);
        if !faults.iter().any(|(known, _)| *known == name) {
            faults.push((name, Fault::Needed));
        }
    }
    let says = |key: &str| table.get(key).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty());
    if kind == Kind::Evidence && !says("file") && !says("url") {
        faults.push((format!("{name}url"), Fault::NoDocument));
    }
}
