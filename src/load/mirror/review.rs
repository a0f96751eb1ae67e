//! A review file.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Day, Filled, Format, WordOrEmpty};
use crate::model::{Method, Verdict};

/// What an auditor found of an institution's answers.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "Review")]
pub struct Review {
    /// The format of the file: 1.
    pub format: Format,
    /// Whether this is a review for outsiders, which `rapporteur` makes: it is bound to nothing.
    pub redacted: Option<bool>,
    /// Who reviewed what, and when.
    pub review: Reviewer,
    /// How the items were drawn, if they are those of a sample.
    pub sample: Option<Sample>,
    /// What was found, by the id of the question.
    pub finding: Option<BTreeMap<String, Finding>>,
}

/// Who reviewed what, and when.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Reviewer {
    /// Who reviewed.
    pub reviewer: Filled,
    /// On behalf of which body.
    pub body: Option<String>,
    /// How the reviewer and the institution are related, and who pays for the review.
    pub independence: Option<String>,
    /// What was looked at, and what not.
    pub scope: Option<String>,
    /// The day on which the findings are true.
    pub date: Option<Day>,
    /// The language of the findings, such as "en".
    pub language: Option<String>,
    /// The SHA-256 of the answers that were reviewed; `rapporteur review init` writes it.
    pub responses_sha256: Option<Filled>,
    /// Whether the answers were changed since. Only in a redacted review.
    pub responses_changed: Option<bool>,
}

/// How the items were drawn.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Sample {
    /// How many.
    pub size: i64,
    /// The number that decides which.
    pub seed: i64,
}

/// What was found of one item.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Finding {
    /// Whether the level is the right one. Empty: not examined yet.
    pub verdict: Option<WordOrEmpty<Verdict>>,
    /// The level that the auditor would give, if it is another one.
    pub level: Option<String>,
    /// How it was looked at.
    pub methods: Option<Vec<WordOrEmpty<Method>>>,
    /// Why; every reader sees it.
    pub note: Option<String>,
    /// A note for the institution and auditors. Never in what parliament gets.
    pub internal_note: Option<String>,
    /// What was looked at: files or addresses of the answer, or others in the auditor's words.
    pub looked_at: Option<Vec<String>>,
    /// The SHA-256 of the answer that was reviewed; `rapporteur review init` writes it.
    pub answer_sha256: Option<Filled>,
    /// Whether the answer was changed since. Only in a redacted review.
    pub changed: Option<bool>,
}
