//! Content: the answers, rules and review that are there now, to be signed or to be held against what was signed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::parts::Hashes;
use crate::canonical;
use crate::model::{Responses, Review, Rules};
use crate::report::{redacted, redacted_review};

/// What there is to be signed, or to be held against what was signed.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// The answers as they are, in canonical form; nothing where only those for outsiders are at hand.
    whole: Option<Value>,
    /// The answers as outsiders get them, in canonical form.
    redacted: Value,
    /// The rules by which they are read, by file.
    pub rules: BTreeMap<String, RulesFile>,
    /// The review.
    review: Option<ReviewParts>,
    /// The review as outsiders get it.
    redacted_review: Option<ReviewParts>,
}

/// A file of rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RulesFile {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The version, of an instrument.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub version: String,
}

/// A review in parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ReviewParts {
    /// The name of its file.
    pub file: String,
    /// SHA-256 of the file; nothing where outsiders don't get it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Of the canonical form of all of it.
    pub whole: String,
    /// Of each finding, by the id of its item.
    pub findings: Hashes,
    /// Of the rest, by key.
    pub particulars: Hashes,
}

impl Content {
    /// What is there; the evidence files of `responses` are to have been read.
    pub fn of(rules: &Rules, responses: &Responses, review: Option<&Review>) -> Self {
        Self {
            whole: (!responses.redacted).then(|| canonical::responses(responses)),
            redacted: canonical::responses(&redacted(responses)),
            rules: rules_files(rules, &responses.instruments),
            review: review.map(|review| ReviewParts::of(review, Some(&review.provenance.sha256))),
            redacted_review: review
                .map(|review| ReviewParts::of(&without_hashes(redacted_review(review, responses)), None)),
        }
    }

    /// The answers in the form that is asked for, if they are at hand.
    pub fn responses(&self, redacted: bool) -> Option<&Value> {
        if redacted { Some(&self.redacted) } else { self.whole.as_ref() }
    }

    /// The review in the form that is asked for, if there is one.
    pub fn review(&self, redacted: bool) -> Option<&ReviewParts> {
        if redacted { self.redacted_review.as_ref() } else { self.review.as_ref() }
    }
}

impl ReviewParts {
    fn of(review: &Review, sha256: Option<&String>) -> Self {
        let value = canonical::review(review);
        let entries = |value: &Value| value.as_object().cloned().unwrap_or_default();
        let hashed = |entries: Map<String, Value>| -> Hashes {
            entries.into_iter().map(|(key, value)| (key, canonical::hash(&value))).collect()
        };
        let mut rest = entries(&value);
        rest.remove("findings");
        Self {
            file: review.provenance.file.clone(),
            sha256: sha256.cloned(),
            whole: canonical::hash(&value),
            findings: hashed(entries(&value["findings"])),
            particulars: hashed(rest),
        }
    }
}

/// A review without the hashes of answers, which are made from what outsiders don't get as well.
fn without_hashes(mut review: Review) -> Review {
    review.responses_sha256.clear();
    review.findings.values_mut().for_each(|finding| finding.answer_sha256.clear());
    review
}

/// This program and its version.
pub(super) fn tool() -> String {
    format!("rapporteur {}", env!("CARGO_PKG_VERSION"))
}

/// The files that rules for these instruments come from.
fn rules_files(rules: &Rules, instruments: &[String]) -> BTreeMap<String, RulesFile> {
    let answered = rules.instruments.iter().filter(|instrument| instruments.contains(&instrument.id));
    let answered = answered.map(|instrument| (&instrument.provenance, instrument.version.clone()));
    let overlays = rules.overlays.iter().map(|overlay| &overlay.provenance);
    let others = rules.others.iter().chain(overlays).map(|provenance| (provenance, String::new()));
    { answered.chain(others) }
        .map(|(provenance, version)| {
            (provenance.file.clone(), RulesFile { sha256: provenance.sha256.clone(), version })
        })
        .collect()
}
