//! Evidence files in the folder of the responses, and their state.

use std::fs::File;
use std::path::Path;

use super::beside::{Refusal, inside};
use super::written::Found;
use crate::model::EvidenceState;
use crate::source::sha256_of;

/// Which evidence files are read for their SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hashing {
    /// Those of which one is recorded, to tell whether it still holds.
    Recorded,
    /// Every one that is there.
    All,
}

/// Where evidence is looked up, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Folder<'f> {
    /// The folder of the responses.
    pub(super) path: &'f Path,
    /// Which files are read.
    pub(super) hashing: Hashing,
}

impl Folder<'_> {
    /// What is found at `path`, and the SHA-256 of the file if it was read, else "".
    pub(super) fn look(&self, path: &str, recorded: &str) -> (Found, String) {
        let state = |state| (Found::State(state), String::new());
        let real = match inside(self.path, path) {
            Ok(Some(real)) => real,
            Ok(None) => return state(EvidenceState::Missing),
            Err(Refusal::Unsafe(why)) => return (Found::Unsafe(why), String::new()),
            Err(Refusal::Backslash) => return (Found::Backslash, String::new()),
        };
        if recorded.is_empty() && self.hashing == Hashing::Recorded {
            return state(EvidenceState::Present);
        }
        match File::open(&real).and_then(sha256_of) {
            Ok(hash) if recorded.is_empty() => (Found::State(EvidenceState::Present), hash),
            Ok(hash) if hash == recorded.to_lowercase() => (Found::State(EvidenceState::Sealed), hash),
            Ok(hash) => (Found::State(EvidenceState::Changed), hash),
            // A file that can't be read is no evidence for anybody.
            Err(_) => state(if recorded.is_empty() { EvidenceState::Missing } else { EvidenceState::Changed }),
        }
    }
}
