//! An auditor's review beside the answers that it is about, read and checked.

use std::path::Path;

use super::case::Case;
use super::exit::Failure;
use super::{Problems, output};
use crate::assess::{assess, draw, drawn};
use crate::model::{Responses, Review};
use crate::problem::{self, Problem, Severity};
use crate::source::{Source, Sources};
use crate::{check, load};

/// A review with its problems.
pub(super) struct Reviewed {
    /// `None` if it is not said who reviewed what.
    pub(super) review: Option<Review>,
    pub(super) problems: Vec<Problem>,
    pub(super) sources: Sources,
}

impl Reviewed {
    /// Whether the file has errors.
    pub(super) fn has_errors(&self) -> bool {
        !self.errors().is_empty()
    }

    /// The problems that are errors.
    pub(super) fn errors(&self) -> Vec<Problem> {
        self.problems.iter().filter(|problem| problem.severity() == Severity::Error).cloned().collect()
    }

    /// The file's text.
    pub(super) fn source(&self) -> &Source {
        // INVARIANT: a review is one file, which is taken in even if it has faults.
        self.sources.get(0)
    }
}

impl Case {
    /// Reads and checks a review of these answers, which must have been opened with [`Evidence::All`], whatever part of
    /// them is looked at.
    ///
    /// [`Evidence::All`]: super::case::Evidence::All
    pub(super) fn review(&self, file: &Path, responses: &Responses) -> Result<Reviewed, Failure> {
        let (mut sources, problems) = (Sources::default(), problem::Problems::default());
        let written = load::review(file, &mut sources, &problems)?;
        if written.redacted && !responses.redacted {
            let why = "is a redacted review, which belongs to redacted answers: take the auditor's own";
            return Err(Failure::Usage(format!("`{}` {why}", file.display())));
        }
        let whole = self.whole(responses);
        let draw = |sample| drawn(&draw(sample, &assess(&self.rules, &whole, whole.particulars.date)));
        let review = check::review(written, &self.rules, &whole, draw, &problems);
        Ok(Reviewed { review, problems: problems.into_sorted(), sources })
    }

    /// The review in `file`, with its errors shown and its warnings counted, unless it has no `form` to show them in;
    /// `None` if it has errors.
    pub(super) fn reviewed(&self, file: &Path, form: Option<Problems>) -> Result<Option<Review>, Failure> {
        let Some(responses) = &self.responses else { return Ok(None) };
        let reviewed = self.review(file, responses)?;
        let errors = reviewed.errors();
        let Some(form) = form else { return Ok(reviewed.review.filter(|_| errors.is_empty())) };
        if !errors.is_empty() {
            output::message(output::problems(&errors, &reviewed.sources, form).trim_end());
            return Ok(None);
        }
        if let (Some(tally), true) = (output::tally(&reviewed.problems), form != Problems::Json) {
            output::message(&format!("{}: {tally}; `rapporteur review check` shows them all", file.display()));
        }
        Ok(reviewed.review)
    }
}
