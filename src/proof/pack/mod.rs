//! pack: the folder that an auditor takes home, as one ZIP file that tells what is in it.
//!
//! [`write()`] makes it: the files in order of their paths, then `manifest.json`, which tells path, role, size and SHA-256
//! of each, and `SHA256SUMS`, by which the same can be checked without this program. The same files give the same bytes.
//! [`unpack()`] reads it, trusting nothing: what it takes out lies in a temporary folder.

mod names;
mod unpack;
mod write;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::Display;

pub use names::unsafe_name;
pub use unpack::{Unpacked, unpack};
pub use write::{Content, Packed, Unpackable, write};

/// The file of a pack that tells what is in it.
pub const CONTENTS: &str = "manifest.json";

/// The file that `sha256sum -c` reads.
pub const SUMS: &str = "SHA256SUMS";

/// The file that tells an auditor what to do, and its name.
pub const HOW_TO: (&str, &str) = ("HOW-TO.md", include_str!("how-to.md"));

/// What is in a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Contents {
    /// 1.
    pub format: u32,
    /// The program that packed, and its version.
    pub tool: String,
    /// The paths of confidential evidence that was left out as it was asked for.
    pub left_out: Vec<String>,
    /// The files, in order of their paths.
    pub files: Vec<ContentsFile>,
}

/// A file of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContentsFile {
    /// Its path.
    pub path: String,
    /// What it is there for.
    pub role: PackRole,
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-256.
    pub sha256: String,
}

/// What a file of a pack is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Display, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum PackRole {
    /// What the institution answered.
    Responses,
    /// The logo that the answers name.
    Logo,
    /// The rules by which they are read.
    Rules,
    /// A document that shows an answer.
    Evidence,
    /// A report.
    Report,
    /// The checklist for the auditor.
    Checklist,
    /// What an auditor found.
    Review,
    /// A statement with its signature.
    Signature,
    /// Whose keys are whose.
    Signers,
    /// What to do with all this.
    HowTo,
}
