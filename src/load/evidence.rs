//! Evidence files in the folder of the responses, and their state.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use super::beside::{Refusal, inside, is_inside};
use super::known::Known;
use super::written::{Evidence, Found, Responses};
use crate::model::EvidenceState;
use crate::parallel;
use crate::source::sha256_of;

/// Which evidence files are read for their SHA-256, and what has been read.
#[derive(Debug, Clone, Copy)]
pub struct Hashing<'m> {
    /// Whether every file that is there is read, or only those of which a SHA-256 is recorded, to tell whether it still
    /// holds.
    pub all: bool,
    /// Counts what is read; one that was used before knows the files again that nobody has touched since.
    pub meter: &'m Meter,
}

/// How many bytes of evidence have been read so far, and how many are to be read, for whoever waits; and what they hashed
/// to, for whoever asks again.
#[derive(Debug, Default)]
pub struct Meter {
    read: AtomicU64,
    whole: AtomicU64,
    known: Known,
}

impl Meter {
    /// The bytes read so far.
    pub fn bytes(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// The bytes that will be read; 0 as long as that is not known.
    pub fn whole(&self) -> u64 {
        self.whole.load(Ordering::Relaxed)
    }
}

/// What is found at `path` below `folder`, and where the file really lies, if there is one that may be looked at.
pub(super) fn look(folder: &Path, path: &str) -> (Found, Option<PathBuf>) {
    match inside(folder, path) {
        Ok(Some(real)) => (Found::State(EvidenceState::Present), Some(real)),
        Ok(None) => (Found::State(EvidenceState::Missing), None),
        Err(Refusal::Unsafe(why)) => (Found::Unsafe(why), None),
        Err(Refusal::Backslash) => (Found::Backslash, None),
    }
}

/// What the file that names `path` says was found there; the path is not looked at, but must be one that could be.
pub(super) fn told(path: &str, state: EvidenceState) -> Found {
    match is_inside(path) {
        Ok(_) => Found::State(state),
        Err(Refusal::Unsafe(why)) => Found::Unsafe(why),
        Err(Refusal::Backslash) => Found::Backslash,
    }
}

/// Reads the files for their SHA-256, each once however often it is cited, and says of each entry whether its file is
/// the one that was recorded.
pub(super) fn hash(responses: &mut Responses, hashing: Hashing<'_>) {
    let wanted = |evidence: &&mut Evidence| hashing.all || !evidence.sha256.is_empty();
    let entries = responses.responses.iter_mut().flat_map(|response| &mut response.evidence);
    let entries: Vec<&mut Evidence> = entries.filter(wanted).collect();
    let files: BTreeSet<PathBuf> = entries.iter().filter_map(|evidence| evidence.real.clone()).collect();
    let (mut found, mut unread) = (BTreeMap::new(), Vec::new());
    for real in files {
        let about = fs::metadata(&real).ok();
        let size = about.as_ref().map_or(0, Metadata::len);
        match about.and_then(|about| hashing.meter.known.hash_of(&real, &about)) {
            Some(hash) => _ = found.insert(real, Some((hash, size))),
            None => unread.push((real, size)),
        }
    }
    hashing.meter.whole.store(unread.iter().map(|(_, size)| size).sum(), Ordering::Relaxed);
    // One core alone with the largest file at the end would make all others wait.
    unread.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    let hashes = parallel::map(&unread, || (), |(), (real, _)| read(real, hashing.meter));
    found.extend(unread.into_iter().map(|(real, _)| real).zip(hashes));
    for evidence in entries {
        let Some(read) = evidence.real.as_ref().and_then(|real| found.get(real)) else { continue };
        let state = match read {
            Some(_) if evidence.sha256.is_empty() => EvidenceState::Present,
            Some((hash, _)) if *hash == evidence.sha256.to_lowercase() => EvidenceState::Sealed,
            // A file that can't be read is no evidence for anybody.
            None if evidence.sha256.is_empty() => EvidenceState::Missing,
            _ => EvidenceState::Changed,
        };
        evidence.found = Found::State(state);
        (evidence.sha256_found, evidence.size_found) = read.clone().unwrap_or_default();
    }
}

/// SHA-256 and size of a file, if it can be read.
fn read(path: &Path, meter: &Meter) -> Option<(String, u64)> {
    // Only decides whether the file will be read again; no result depends on the clock.
    let begun = SystemTime::now();
    let mut counted = Counted { file: File::open(path).ok()?, size: 0, meter };
    let about = counted.file.metadata().ok()?;
    let hash = sha256_of(&mut counted).ok()?;
    meter.known.note(path, &about, begun, &hash);
    Some((hash, counted.size))
}

/// A file whose bytes are counted as they are read.
struct Counted<'m> {
    file: File,
    size: u64,
    meter: &'m Meter,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.size += read as u64;
        self.meter.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Evidence files as they were found before, where they are not at hand any more.
#[derive(Debug, Clone, Default)]
pub struct Before(BTreeMap<(String, String), (Found, String)>);

impl Before {
    /// Notes what was found at `path` for evidence of which this SHA-256 is recorded, and the SHA-256 of the file that
    /// was there.
    pub fn add(&mut self, path: &str, recorded: &str, found: Found, sha256: &str) {
        self.0.insert((path.to_owned(), recorded.to_owned()), (found, sha256.to_owned()));
    }

    /// Puts it in the place of what is found now.
    pub(super) fn stand_in(&self, responses: &mut Responses) {
        for evidence in responses.responses.iter_mut().flat_map(|response| &mut response.evidence) {
            let looked_up = evidence.told.is_none() && matches!(evidence.found, Found::State(_));
            let Some(file) = evidence.file.as_ref().filter(|_| looked_up) else { continue };
            let seen = self.0.get(&(file.value.clone(), evidence.sha256.clone())).cloned();
            (evidence.found, evidence.sha256_found) =
                seen.unwrap_or((Found::State(EvidenceState::Missing), String::new()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_known_is_not_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("letter.txt");
        fs::write(&path, "bytes").unwrap();
        let meter = Meter::default();
        let about = fs::metadata(&path).unwrap();
        meter.known.note(&path, &about, SystemTime::now() + std::time::Duration::from_secs(60), "hash");
        let text = "[response.\"a/1/b\"]\n[[response.\"a/1/b\".evidence]]\ntitle = \"A\"\nkind = \"letter\"\n\
                    file = \"letter.txt\"\nsha256 = \"HASH\"\n";
        let answers = folder.path().join("answers.toml");
        fs::write(&answers, text).unwrap();
        let (mut sources, problems) = (crate::source::Sources::default(), crate::problem::Problems::default());
        let hashing = Hashing { all: false, meter: &meter };
        let read = crate::load::responses(&answers, hashing, &mut sources, &problems).unwrap();
        let found: Vec<&Found> = read.responses.iter().flat_map(|one| &one.evidence).map(|one| &one.found).collect();
        assert!(matches!(found.as_slice(), [Found::State(EvidenceState::Sealed)]), "{found:?}");
        assert_eq!(meter.bytes(), 0);
    }
}
