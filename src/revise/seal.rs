//! Evidence sealed: SHA-256, size and media type of each file recorded beside its path, so that a change shows.

use std::collections::BTreeMap;

use toml::Value;

use super::{Place, Refused, Revision};
use crate::load::path_of;
use crate::model::{Evidence, EvidenceState, Responses};
use crate::source::{FileNumber, Sources, media_type};

/// What sealing makes of the files.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sealing {
    /// Every evidence file that is cited, in order of the paths.
    pub files: Vec<SealedFile>,
    /// The new texts of the responses files that change.
    pub texts: Vec<(FileNumber, String)>,
}

/// An evidence file and what sealing did with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedFile {
    /// Its path below the folder of the responses.
    pub path: String,
    /// What was done.
    pub outcome: Sealed,
    /// SHA-256 of the file that is there; empty if there is none.
    pub sha256: String,
    /// Size in bytes of the file that is there.
    pub size: u64,
    /// Media type, by the ending of the name.
    pub media_type: String,
}

/// What sealing did with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sealed {
    /// It is as it was sealed.
    Unchanged,
    /// It had no seal, and has one now.
    New,
    /// It is another than the one that was sealed, whose SHA-256 this is; the seal was left as it is.
    Changed(String),
    /// It is another than the one that was sealed, whose SHA-256 this is; the new one is sealed now.
    Renewed(String),
    /// There is no such file, or it can't be read; the SHA-256 of the one that was sealed, or "".
    Missing(String),
}

/// Records SHA-256, size and media type of every evidence file in `files`, the files that `responses` were read from with
/// every evidence file hashed. What changed since it was sealed is sealed anew only if `renew`.
///
/// # Errors
/// If one of the files is written so that it can't be changed with care.
pub fn seal(responses: &Responses, renew: bool, files: &[FileNumber], sources: &Sources) -> Result<Sealing, Refused> {
    let cited = cited(responses);
    let mut sealing = Sealing {
        files: cited.iter().map(|(path, entries)| outcome(path, entries, renew)).collect(),
        texts: Vec::new(),
    };
    let known: BTreeMap<&str, &SealedFile> = sealing.files.iter().map(|file| (file.path.as_str(), file)).collect();
    for number in files {
        let mut revision = Revision::of(sources.get(*number))?;
        for (written, _) in revision.answers() {
            record(&mut revision, &Place::answer(&written), &known)?;
        }
        if revision.is_changed() {
            sealing.texts.push((*number, revision.applied()?));
        }
    }
    Ok(sealing)
}

/// The evidence files by their paths, each with the entries that cite it.
fn cited(responses: &Responses) -> BTreeMap<String, Vec<&Evidence>> {
    let mut cited: BTreeMap<String, Vec<&Evidence>> = BTreeMap::new();
    for evidence in responses.responses.values().flat_map(|response| &response.evidence) {
        if !evidence.file.is_empty() {
            cited.entry(path_of(&evidence.file)).or_default().push(evidence);
        }
    }
    cited
}

fn outcome(path: &str, entries: &[&Evidence], renew: bool) -> SealedFile {
    let found = entries.iter().find(|evidence| !evidence.sha256_found.is_empty());
    let changed = entries.iter().find(|evidence| evidence.found == EvidenceState::Changed);
    let sealed = || entries.iter().map(|evidence| evidence.sha256.to_lowercase()).find(|hash| !hash.is_empty());
    let outcome = match (found, changed) {
        (None, _) => Sealed::Missing(sealed().unwrap_or_default()),
        (_, Some(evidence)) if renew => Sealed::Renewed(evidence.sha256.to_lowercase()),
        (_, Some(evidence)) => Sealed::Changed(evidence.sha256.to_lowercase()),
        (Some(_), None) if entries.iter().any(|evidence| evidence.sha256.is_empty()) => Sealed::New,
        (Some(_), None) => Sealed::Unchanged,
    };
    SealedFile {
        path: path.to_owned(),
        outcome,
        sha256: found.map(|evidence| evidence.sha256_found.clone()).unwrap_or_default(),
        size: found.map_or(0, |evidence| evidence.size_found),
        media_type: media_type(path).to_owned(),
    }
}

/// Writes the seals into the evidence of one answer.
fn record(revision: &mut Revision<'_>, answer: &Place, known: &BTreeMap<&str, &SealedFile>) -> Result<(), Refused> {
    let list = revision.value(&answer.clone().key("evidence")).and_then(Value::as_array);
    let paths = list.into_iter().flatten().map(|block| block.get("file").and_then(Value::as_str));
    let files: Vec<Option<&SealedFile>> = paths.map(|path| known.get(path_of(path?).as_str()).copied()).collect();
    for (number, file) in files.into_iter().enumerate() {
        let Some(file) = file else { continue };
        if matches!(file.outcome, Sealed::Changed(_) | Sealed::Missing(_)) {
            continue;
        }
        let block = answer.clone().block("evidence", number);
        let written = revision.value(&block.clone().key("sha256")).and_then(Value::as_str);
        // Capital letters say the same.
        if !written.is_some_and(|written| written.eq_ignore_ascii_case(&file.sha256)) {
            revision.set(&block.clone().key("sha256"), file.sha256.clone())?;
        }
        let size = i64::try_from(file.size).unwrap_or(i64::MAX);
        revision.set(&block.clone().key("size"), size)?;
        revision.set(&block.key("media-type"), file.media_type.clone())?;
    }
    Ok(())
}
