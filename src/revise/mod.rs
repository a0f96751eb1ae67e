//! revise: an institution's own file, changed with care.
//!
//! In: the text of a file ([`Source`](crate::source::Source)), and what is to change in it. Out: the new text. Every
//! byte that is not meant to change stays as it is: comments, order, blank lines, line ends, quotation marks, and
//! the form in which a table is written. It stands beside `report`: it takes what `check` made sound, and may write
//! what `render` words, such as the blank block of an item.
//!
//! `layout` finds where each table, key and value stands (by the spans of `toml_edit`); a [`Revision`] collects
//! changes as pieces of text that take the place of others (what it adds in `additions`, what stands beside a place in
//! `surroundings`); `written` writes values in the style of the file; `meant`
//! keeps what the file is meant to say then. At the end the new text is read again and held against that: a
//! change that would touch anything else is [`Refused`], and nothing is written.
//!
//! `findings` does so with an auditor's review, and `merge` makes one review of those of several auditors.

mod additions;
mod carry;
mod findings;
mod layout;
mod meant;
mod merge;
mod place;
mod revision;
mod seal;
mod surroundings;
mod taken;
mod update;
mod written;

pub use carry::{Carried, carry};
pub use findings::take_findings;
pub use merge::{Merged, Opinion, merge};
pub use place::Place;
pub use revision::Revision;
pub use seal::{Sealed, SealedFile, Sealing, seal};
pub use taken::{take_over, take_over_from};
pub use update::{Update, UpdateChange, update};

/// A change can't be made without touching what it should not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot change `{file}` with care: {why}")]
pub struct Refused {
    /// The file's name, as the user gave it.
    pub file: String,
    /// Why, with the next step.
    pub why: String,
}

#[cfg(test)]
mod tests;
