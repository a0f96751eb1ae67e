//! Claims: what a proof rests on, one by one.

use schemars::JsonSchema;
use serde::Serialize;

/// Something that a file, a signature or a report says of itself, and whether it is so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Claim {
    /// What was looked at, in one sentence without a full stop, e.g. "`evidence/letter.pdf` is the file that was sealed".
    pub what: String,
    /// What came out.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What came out of looking at a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "outcome", content = "why")]
pub enum Outcome {
    /// It is so.
    Holds,
    /// It is not so: why, in one sentence.
    Fails(String),
    /// It can't be told from what is at hand: why, with the next step.
    Open(String),
}

impl Claim {
    /// A claim that holds.
    pub fn holds(what: impl Into<String>) -> Self {
        Self { what: what.into(), outcome: Outcome::Holds }
    }

    /// A claim that does not hold.
    pub fn fails(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self { what: what.into(), outcome: Outcome::Fails(why.into()) }
    }

    /// A claim of which nothing can be said.
    pub fn open(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self { what: what.into(), outcome: Outcome::Open(why.into()) }
    }
}
