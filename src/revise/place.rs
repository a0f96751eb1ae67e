//! Places of a file by the names of its tables and keys.

use std::cmp::Ordering;
use std::sync::Arc;

/// A table or value of a file: `[assessment]`, an answer, its second evidence.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(pub(super) Vec<Step>);

/// One step from a table to what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// A key of a table; the places of all that is in the table share it.
    Key(Arc<str>),
    /// An element of a list, counted from 0.
    Number(usize),
}

impl Place {
    /// The file itself.
    pub fn top() -> Self {
        Self::default()
    }

    /// A table of the file, such as `assessment`, or a key, such as `instruments`.
    pub fn table(key: &str) -> Self {
        Self::top().key(key)
    }

    /// The answer to an item, by the id as it stands in the file.
    pub fn answer(written: &str) -> Self {
        Self::table("response").key(written)
    }

    /// What stands under `key` in this table.
    #[must_use]
    pub fn key(mut self, key: &str) -> Self {
        self.0.push(Step::Key(key.into()));
        self
    }

    /// The element of this list with this number, counted from 0 in the file as it was read.
    #[must_use]
    pub fn number(mut self, number: usize) -> Self {
        self.0.push(Step::Number(number));
        self
    }

    /// The evidence, action or request with this number in the list `list` of this table.
    #[must_use]
    pub fn block(self, list: &str, number: usize) -> Self {
        self.key(list).number(number)
    }

    /// Whether the last step leads to this key.
    pub(super) fn ends_with(&self, key: &str) -> bool {
        matches!(self.0.last(), Some(Step::Key(last)) if **last == *key)
    }

    /// Whether this is `other` or something in it.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// The table or list that this is in, and the step to it.
    pub(super) fn split(&self) -> Option<(Self, &Step)> {
        self.0.split_last().map(|(last, before)| (Self(before.to_vec()), last))
    }
}

impl Ord for Step {
    /// As derived, but neighbours in a file share most of their steps, and what is the same text need not be read.
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Key(one), Self::Key(other)) if Arc::ptr_eq(one, other) => Ordering::Equal,
            (Self::Key(one), Self::Key(other)) => one.cmp(other),
            (Self::Number(one), Self::Number(other)) => one.cmp(other),
            (Self::Key(_), Self::Number(_)) => Ordering::Less,
            (Self::Number(_), Self::Key(_)) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Step {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
