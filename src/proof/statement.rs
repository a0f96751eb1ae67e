//! Statements: what somebody signs.
//!
//! A statement says who decided what about which answers, and holds the hash of every part of them, of the rules and of
//! the review. It is written in canonical form, to the byte and without a line break at the end, so what is signed is
//! the file. Nothing in it comes from a clock or from the machine.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use strum::{Display, EnumString, VariantNames};

use super::content::{Content, ReviewParts, RulesFile};
use super::parts::Parts;
use crate::canonical;
use crate::model::Period;

/// The format that this program writes, and the latest that it reads.
const FORMAT: u64 = 1;

/// What somebody signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Statement {
    format: u64,
    /// As what the signer signs.
    pub role: Role,
    /// Who signs, as given.
    pub name: String,
    /// What the signer says, in words.
    pub decision: String,
    /// The day of signing, if the signer gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_on: Option<NaiveDate>,
    /// Whose answers they are.
    pub institution: String,
    /// Its country.
    pub country: String,
    /// The time that the answers describe.
    pub period: Period,
    /// The day on which they are true.
    pub assessment_date: NaiveDate,
    /// Whether it is about the answers as outsiders get them: then nothing in it was made from what they don't get.
    pub redacted: bool,
    /// The answers.
    pub answers: Parts,
    /// The rules by which they are read, by file.
    pub rules: BTreeMap<String, RulesFile>,
    /// The review, if an auditor signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewParts>,
    /// The program that wrote it.
    pub tool: String,
}

/// As what somebody signs.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, EnumString, VariantNames, Display,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Role {
    /// Wrote the answers.
    Preparer,
    /// Confirmed what another wrote.
    Validator,
    /// Reviewed them from outside.
    Auditor,
}

impl Role {
    /// What who signs in this role says.
    fn decision(self) -> &'static str {
        match self {
            Self::Preparer => "I prepared these answers.",
            Self::Validator => "I checked these answers, which somebody else prepared, and confirm them.",
            Self::Auditor => "I reviewed these answers, and this is my review.",
        }
    }
}

/// Who signs, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// As what.
    pub role: Role,
    /// The name.
    pub name: String,
    /// The day.
    pub date: Option<NaiveDate>,
}

/// Why bytes are not a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoStatement {
    /// It is of a later format.
    Newer(u64),
    /// It is something else, or not in canonical form.
    Other,
}

impl Statement {
    /// What `signer` says of `content`; `None` if it hasn't the form that is asked for, or has no particulars.
    pub fn new(signer: Signer, content: &Content, redacted: bool) -> Option<Self> {
        let responses = content.responses(redacted)?;
        let (institution, particulars) = (&responses["institution"], &responses["particulars"]);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Some(Self {
            format: FORMAT,
            role: signer.role,
            name: signer.name,
            decision: signer.role.decision().into(),
            signed_on: signer.date,
            institution: text(&institution["name"]),
            country: text(&institution["country"]),
            period: Period::deserialize(&particulars["period"]).ok()?,
            assessment_date: NaiveDate::deserialize(&particulars["date"]).ok()?,
            redacted,
            answers: Parts::of(responses),
            rules: content.rules.clone(),
            review: content.review(redacted).cloned().filter(|_| signer.role == Role::Auditor),
            tool: super::content::tool(),
        })
    }

    /// The bytes that are signed.
    pub fn text(&self) -> String {
        // A statement holds nothing that has no canonical form.
        canonical::text(self).unwrap_or_default()
    }

    /// The statement that was written as `bytes`.
    ///
    /// # Errors
    /// If there is none, or not one of this format.
    pub fn read(bytes: &[u8]) -> Result<Self, NoStatement> {
        let value: Value = serde_json::from_slice(bytes).map_err(|_| NoStatement::Other)?;
        if let Some(format) = value["format"].as_u64().filter(|format| *format > FORMAT) {
            return Err(NoStatement::Newer(format));
        }
        // From the bytes and not from the value, in which a key that is there twice stands once.
        let statement: Self = serde_json::from_slice(bytes).map_err(|_| NoStatement::Other)?;
        let is_fixed = statement.format == FORMAT && statement.decision == statement.role.decision();
        if !is_fixed || statement.text().as_bytes() != bytes {
            return Err(NoStatement::Other);
        }
        Ok(statement)
    }

    /// The name of its file, without an ending.
    pub fn file_stem(&self) -> String {
        if self.redacted { format!("{}-for-parliament", self.role) } else { self.role.to_string() }
    }
}
