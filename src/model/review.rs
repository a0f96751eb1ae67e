//! A review: what an auditor found of an institution's answers, in a file of the auditor's own.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use strum::{Display, EnumIter, EnumString, VariantNames};

use super::{ItemId, Provenance};

/// Everything that an auditor wrote, checked against the answers it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Review {
    /// Who reviewed.
    pub reviewer: String,
    /// For which body; may be empty.
    pub body: String,
    /// What the reviewer says of independence from the institution, in words; may be empty.
    pub independence: String,
    /// What was reviewed and what not, in words; may be empty.
    pub scope: String,
    /// The day on which the findings are true; `None` as long as the review goes on.
    pub date: Option<NaiveDate>,
    /// Language of the findings (BCP 47).
    pub language: String,
    /// SHA-256 of the canonical form of the responses that were reviewed.
    pub responses_sha256: String,
    /// Whether the responses are not those any more.
    #[serde(skip)]
    pub responses_changed: bool,
    /// The sample, if the items are those of one.
    pub sample: Option<Drawn>,
    /// What was found, by item.
    pub findings: BTreeMap<ItemId, Finding>,
    /// The file read.
    #[serde(skip)]
    pub provenance: Provenance,
}

/// How the items were drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Drawn {
    /// How many.
    pub size: usize,
    /// The seed.
    pub seed: u64,
}

/// What an auditor found of one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Finding {
    /// The verdict; [`Verdict::NotExamined`] as long as there is none.
    pub verdict: Verdict,
    /// The auditor's own level, by its id, on the scale on which the item was answered. With `lower`, `higher` there is one,
    /// unless the answer was changed to another scale since; with `agree` it is the institution's and not given; with the
    /// others it may be given.
    pub level: Option<String>,
    /// How it was looked at.
    pub methods: Vec<Method>,
    /// What is to be said, for every reader; may be empty.
    pub note: String,
    /// For auditors and the institution only; may be empty. Never in a report to parliament.
    pub internal_note: String,
    /// The evidence that was looked at: files or addresses of the answer, or others in the auditor's words.
    pub looked_at: Vec<String>,
    /// SHA-256 of the canonical form of the answer that was reviewed.
    pub answer_sha256: String,
    /// Whether the answer is not the one that was reviewed any more.
    #[serde(skip)]
    pub changed: bool,
}

/// What an auditor says of an institution's answer to an item.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    EnumIter,
    EnumString,
    VariantNames,
    Display,
    JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Verdict {
    /// The level is the right one.
    Agree,
    /// A lower level is the right one.
    Lower,
    /// A higher level is the right one.
    Higher,
    /// What there is to look at does not show that the level is the right one.
    InsufficientEvidence,
    /// What there is to look at shows that the level is not the right one.
    EvidenceContradicts,
    /// The item concerns the institution, although it says that it does not.
    NotApplicableRejected,
    /// The item was not looked at.
    #[default]
    NotExamined,
}

/// How an auditor looks at an item: the three methods of NIST SP 800-53A.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, EnumString, VariantNames, Display, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Method {
    /// Reading, observing, studying.
    Examine,
    /// Talking with people.
    Interview,
    /// Trying it out.
    Test,
}
