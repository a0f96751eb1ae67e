//! A review as written.

use chrono::NaiveDate;

use super::Form;
use crate::model::{Method, Provenance, Verdict};
use crate::source::{At, Spot};

/// A review file.
#[derive(Debug, Default)]
pub struct Review {
    /// Whether it is the redacted form of a review, which is bound to nothing.
    pub redacted: bool,
    /// Who reviewed what; `None` without a readable table `[review]`.
    pub review: Option<Reviewer>,
    /// How the items were drawn.
    pub sample: Option<Drawing>,
    /// What was found, in the order of lines.
    pub findings: Vec<Finding>,
    /// The file read.
    pub provenance: Provenance,
}

/// Who reviewed what.
#[derive(Debug)]
pub struct Reviewer {
    /// Place of the table.
    pub spot: Spot,
    /// Who.
    pub reviewer: At<String>,
    /// For which body.
    pub body: String,
    /// Independence of the institution, in words.
    pub independence: Option<At<String>>,
    /// What was reviewed, in words.
    pub scope: String,
    /// The day of the findings.
    pub date: Option<At<NaiveDate>>,
    /// Language.
    pub language: String,
    /// SHA-256 of the responses; `None` in a redacted review.
    pub responses_sha256: Option<At<String>>,
    /// Whether a redacted review says that the responses were changed since.
    pub responses_changed: Option<At<bool>>,
}

/// How many items were drawn, and by which number.
#[derive(Debug)]
pub struct Drawing {
    /// Place of the table.
    pub spot: Spot,
    /// How many.
    pub size: At<i64>,
    /// The seed.
    pub seed: At<i64>,
}

/// What was found of an item.
#[derive(Debug)]
pub struct Finding {
    /// The item's id.
    pub item: At<String>,
    /// Whether the block is sound in form.
    pub form: Form,
    /// The verdict; `None` if it is empty or not there.
    pub verdict: Option<At<Verdict>>,
    /// The auditor's own level; `None` if it is empty or not there.
    pub level: Option<At<String>>,
    /// How it was looked at.
    pub methods: Vec<Method>,
    /// For every reader.
    pub note: String,
    /// For auditors and the institution.
    pub internal_note: String,
    /// What was looked at.
    pub looked_at: Vec<String>,
    /// SHA-256 of the answer; `None` in a redacted review.
    pub answer_sha256: Option<At<String>>,
    /// Whether a redacted review says that the answer was changed since.
    pub changed: Option<At<bool>>,
}
