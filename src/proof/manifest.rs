//! The manifest of a report: which files it was made from, with which options, by which version. It holds no clock, no
//! path of a machine and no user's name, and nothing in it depends on the report's own bytes but the hash in a page.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::file::{self, File, Kind};
use crate::load::Before;
use crate::load::written::{self, Found};
use crate::model::{Evidence, EvidenceState, Provenance};
use crate::source::sha256;

/// What a report says of the way in which it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Manifest {
    /// The format of the manifest: 1.
    pub format: u32,
    /// The program: `rapporteur`.
    pub tool: String,
    /// Its version.
    pub version: String,
    /// Who reads: self-assessment, parliament or auditor.
    pub audience: String,
    /// The options that it was made with.
    pub options: Options,
    /// The answers that it tells of.
    pub responses: Answers,
    /// Those of earlier periods, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub baselines: Vec<Answers>,
    /// The auditor's review, as the auditor has it. What parliament gets holds its redacted form instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Provenance>,
    /// In a draft for parliament, where the answers stand that were left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
    /// The files that it is made of again; a PDF holds them.
    pub files: Vec<Entry>,
    /// In a page: the SHA-256 of the page with 64 zeros in this place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_sha256: Option<String>,
}

/// The options that a report was made with; what is not given is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Options {
    /// The language of the report's own words.
    pub language: String,
    /// The day that deadlines and actions are held against, if it is not that of the answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// Whether faulty answers may be left out.
    #[serde(default, skip_serializing_if = "is_no")]
    pub draft: bool,
    /// The instruments that it is cut to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instruments: Vec<String>,
    /// The groups that it is cut to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// The themes that it is cut to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<String>,
    /// How many items are drawn for the auditor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<u32>,
    /// The number that decides which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// The paper: a4 or letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<String>,
    /// Whether evidence stands at the foot of the pages.
    #[serde(default, skip_serializing_if = "is_no")]
    pub footnotes: bool,
}

/// Answers, by the files that hold them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Answers {
    /// The files as the institution has them. What parliament gets holds their redacted form instead.
    pub files: Vec<Provenance>,
    /// The evidence files as they were found; for parliament, those that are not confidential.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Seen>,
}

/// An evidence file as it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Seen {
    /// Its path, as the answers write it.
    pub path: String,
    /// The SHA-256 that the answers record.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub recorded: String,
    /// What was found; not there if the path led elsewhere, which `refused` tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<EvidenceState>,
    /// Why the path was not looked at.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub refused: String,
    /// The SHA-256 of the file that was there, if it was read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
}

impl Answers {
    /// What stands in for the evidence files when the report is made again.
    pub fn before(&self) -> Before {
        let mut before = Before::default();
        for seen in &self.evidence {
            let refused = || REFUSED.iter().find(|why| **why == seen.refused).unwrap_or(&REFUSED[0]);
            let found = seen.state.map_or_else(|| Found::Unsafe(refused()), Found::State);
            before.add(&seen.path, &seen.recorded, found, &seen.sha256);
        }
        before
    }
}

/// Why a path that is written well is not looked at; the reader of evidence says so.
const REFUSED: [&str; 2] = ["is a link that leaves", "is not a file in"];

impl Seen {
    /// What was found of evidence as written; `None` if there was nothing to look up.
    pub fn of(evidence: &written::Evidence) -> Option<Self> {
        let file = evidence.file.as_ref().filter(|_| evidence.told.is_none())?;
        let (state, refused) = match evidence.found {
            Found::State(state) => (Some(state), ""),
            Found::Unsafe(why) if REFUSED.contains(&why) => (None, why),
            Found::Unsafe(_) | Found::Backslash => return None,
        };
        let (path, recorded) = (file.value.clone(), evidence.sha256.clone());
        Some(Self { path, recorded, state, refused: refused.into(), sha256: evidence.sha256_found.clone() })
    }

    /// What was found of evidence that outsiders may know of; `None` if it is a link only.
    pub fn of_open(evidence: &Evidence) -> Option<Self> {
        let seen = Self {
            path: evidence.file.clone(),
            recorded: evidence.sha256.clone(),
            state: Some(evidence.found),
            refused: String::new(),
            sha256: evidence.sha256_found.clone(),
        };
        (!evidence.file.is_empty()).then_some(seen)
    }
}

/// A file that a report is made of again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Entry {
    /// The name under which a PDF holds it.
    pub name: String,
    /// Where it lies when the report is made again.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-256.
    pub sha256: String,
}

impl Manifest {
    /// The largest manifest that is read.
    pub const LARGEST: usize = 16 * 1024 * 1024;

    /// The entries of `files`, each under a name of its own.
    pub fn entries(files: &[File]) -> Vec<Entry> {
        let names = file::names(files.iter().map(|file| file.path.as_str()));
        let entry = |(file, name): (&File, String)| Entry {
            name,
            path: file.path.clone(),
            kind: file.kind,
            size: file.bytes.len() as u64,
            sha256: sha256(&file.bytes),
        };
        files.iter().zip(names).map(entry).collect()
    }

    /// The text of the file that a PDF holds.
    pub fn text(&self) -> String {
        // Its values all have a form in JSON.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Reads a manifest; an error says what is wrong with it.
    ///
    /// # Errors
    /// If it is no manifest of this format.
    pub fn read(text: &str) -> Result<Self, String> {
        let manifest: Self = serde_json::from_str(text).map_err(|error| format!("it can't be read: {error}"))?;
        match manifest.format {
            1 => Ok(manifest),
            other => Err(format!("it has the format {other}; a newer version of rapporteur reads it")),
        }
    }

    /// Whether every file has a path that stays inside a folder, and one of its own.
    pub fn has_safe_paths(&self) -> bool {
        let mut known = BTreeSet::new();
        let safe = |path: &str| {
            let parts = path.split('/');
            let plain = |part: &str| !part.is_empty() && !part.ends_with([' ', '.']) && part.len() <= 200;
            let strange = |c: char| c.is_control() || matches!(c, '\\' | ':');
            path.len() <= 1000 && !path.contains(strange) && { parts }.all(plain)
        };
        self.files.iter().all(|entry| safe(&entry.path) && known.insert(entry.path.to_lowercase()))
    }

    /// The entries of one kind, in order.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Entry> {
        self.files.iter().filter(move |entry| entry.kind == kind)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde wants it")]
fn is_no(value: &bool) -> bool {
    !value
}
