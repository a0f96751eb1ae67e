//! render: from the typed report, or from rules, to files and text. It computes nothing.

mod blank;
mod chart;
mod checked;
mod compared;
mod csv;
mod depth;
pub mod docx;
mod fault;
mod helpers;
mod html;
mod json;
mod lines;
mod look;
mod markdown;
mod oscal;
pub mod pdf;
mod pictures;
mod redacted;
mod review;
mod rules;
pub mod schema;
mod styled;
mod suggested;
mod templates;
mod terminal;
mod words;
mod workbook;

pub(crate) use blank::remark;
pub use blank::{Blank, blank};
pub use checked::checked;
pub use csv::csv;
pub use html::html;
pub use json::{assessment, comparison, reviewed};
pub use look::variables;
pub use markdown::markdown;
pub use oscal::oscal;
pub use redacted::{redacted, redacted_review};
pub use review::{BlankReview, blank_review};
pub use rules::rules;
pub use suggested::suggested;
pub use templates::{Templates, own_files, words};
pub use terminal::{compared, scorecard, what_if};
pub use words::Words;
pub use workbook::workbook;

use std::collections::BTreeMap;

use crate::report::{Gap, GapsOf};

/// A report could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A template, stylesheet or file of words has a fault.
    #[error("the template `{name}` can't be used: {why}")]
    Template {
        /// The file.
        name: String,
        /// What is wrong.
        why: String,
    },
    /// A workbook could not be put together.
    #[error("the workbook can't be made: {0}")]
    Workbook(String),
    /// The PDF could not be laid out or written.
    #[error(transparent)]
    Pdf(#[from] pdf::Error),
    /// The Word file could not be written.
    #[error(transparent)]
    Docx(#[from] docx::Error),
}

/// Items without a rating by person, in order of names; those nobody is named for come first, under "".
fn open_items(open: &[GapsOf]) -> BTreeMap<&str, Vec<&Gap>> {
    let mut by_person: BTreeMap<&str, Vec<&Gap>> = BTreeMap::new();
    for gap in open.iter().flat_map(|group| &group.rows) {
        by_person.entry(gap.responsible.as_str()).or_default().push(gap);
    }
    by_person
}
