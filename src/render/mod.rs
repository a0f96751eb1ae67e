//! render: from the typed report, or from rules, to files and text. It computes nothing.

mod blank;

pub use blank::{Blank, blank};

/// A report could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A template has a fault.
    #[error("the template `{name}` can't be used: {why}")]
    Template {
        /// The template.
        name: String,
        /// What is wrong.
        why: String,
    },
}
