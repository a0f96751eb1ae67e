//! Evidence files in the folder of the responses, and their state.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use super::beside::{Refusal, inside, is_inside};
use super::written::Found;
use crate::model::EvidenceState;
use crate::source::sha256_of;

/// Which evidence files are read for their SHA-256, and a count of what has been read.
#[derive(Debug, Clone, Copy)]
pub struct Hashing<'m> {
    /// Whether every file that is there is read, or only those of which a SHA-256 is recorded, to tell whether it still
    /// holds.
    pub all: bool,
    /// Counts what is read.
    pub meter: &'m Meter,
}

/// How many bytes of evidence have been read so far, for whoever waits.
#[derive(Debug, Default)]
pub struct Meter(AtomicU64);

impl Meter {
    /// The bytes read so far.
    pub fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A file whose bytes are counted as they are read.
struct Counted<'m> {
    file: File,
    meter: &'m Meter,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.meter.0.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Where evidence is looked up, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Folder<'f> {
    /// The folder of the responses.
    pub(super) path: &'f Path,
    /// Which files are read.
    pub(super) hashing: Hashing<'f>,
}

impl Folder<'_> {
    /// What the file that names `path` says was found there; the path is not looked at, but must be one that could be.
    pub(super) fn told(&self, path: &str, state: EvidenceState) -> Found {
        match is_inside(path) {
            Ok(_) => Found::State(state),
            Err(Refusal::Unsafe(why)) => Found::Unsafe(why),
            Err(Refusal::Backslash) => Found::Backslash,
        }
    }

    /// What is found at `path`, and the SHA-256 of the file if it was read, else "".
    pub(super) fn look(&self, path: &str, recorded: &str) -> (Found, String) {
        let state = |state| (Found::State(state), String::new());
        let real = match inside(self.path, path) {
            Ok(Some(real)) => real,
            Ok(None) => return state(EvidenceState::Missing),
            Err(Refusal::Unsafe(why)) => return (Found::Unsafe(why), String::new()),
            Err(Refusal::Backslash) => return (Found::Backslash, String::new()),
        };
        if recorded.is_empty() && !self.hashing.all {
            return state(EvidenceState::Present);
        }
        let counted = |file| Counted { file, meter: self.hashing.meter };
        match File::open(&real).map(counted).and_then(sha256_of) {
            Ok(hash) if recorded.is_empty() => (Found::State(EvidenceState::Present), hash),
            Ok(hash) if hash == recorded.to_lowercase() => (Found::State(EvidenceState::Sealed), hash),
            Ok(hash) => (Found::State(EvidenceState::Changed), hash),
            // A file that can't be read is no evidence for anybody.
            Err(_) => state(if recorded.is_empty() { EvidenceState::Missing } else { EvidenceState::Changed }),
        }
    }
}
