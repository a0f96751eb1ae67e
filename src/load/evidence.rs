//! What lies in the folder of the responses: evidence files and their state, and the logo. A path is looked at only if
//! it stays inside the folder.

use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

use super::written::{Found, Logo};
use crate::model::{EvidenceState, Picture};
use crate::source::sha256_of;

/// Larger pictures are no logos.
const LARGEST_LOGO: u64 = 1024 * 1024;

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
            Err(found) => return (found, String::new()),
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

    /// The logo at `path`, or why there is none.
    pub(super) fn logo(&self, path: &str) -> Logo {
        let real = match inside(self.path, path) {
            Ok(Some(real)) => real,
            Ok(None) => return Logo::Unusable("is not there"),
            Err(Found::Backslash) => return Logo::Backslash,
            Err(Found::Unsafe(why)) => return Logo::Unsafe(why),
            Err(Found::State(_)) => return Logo::Unusable("can't be read"),
        };
        if Picture::media_type(path).is_none() {
            return Logo::Unusable("is neither a `.png` nor a `.svg` file");
        }
        let read = |real: &Path| -> io::Result<Option<Vec<u8>>> {
            if fs::metadata(real)?.len() > LARGEST_LOGO { Ok(None) } else { fs::read(real).map(Some) }
        };
        match read(&real) {
            Ok(Some(bytes)) => Picture::of(path, bytes)
                .map_or(Logo::Unusable("is not a picture of the kind that its name says"), Logo::Picture),
            Ok(None) => Logo::Unusable("is larger than 1 MB"),
            Err(_) => Logo::Unusable("can't be read"),
        }
    }
}

/// The file at `path` below `folder`, `None` if there is none; an error if the path must not be looked at.
fn inside(folder: &Path, path: &str) -> Result<Option<PathBuf>, Found> {
    let slashed = path.replace('\\', "/");
    let drive = slashed.as_bytes().get(1) == Some(&b':');
    // A drive or a server is the greater fault: with `/` in place of `\` such a path would still not do.
    if path.contains('\\') && !drive && !slashed.starts_with('/') && !slashed.starts_with("..") {
        return Err(Found::Backslash);
    }
    let relative = Path::new(path);
    let within = relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if drive || slashed.starts_with('/') || slashed.starts_with("..") || !within {
        let why = if path.contains("..") {
            "leaves the folder of the responses"
        } else {
            "is not inside the folder of the responses"
        };
        return Err(Found::Unsafe(why));
    }
    let Ok(real) = folder.join(relative).canonicalize() else {
        return Ok(None);
    };
    // A link may point anywhere; only what really lies below the folder is looked at.
    if !folder.canonicalize().is_ok_and(|folder| real.starts_with(folder)) {
        return Err(Found::Unsafe("is a link that leaves the folder of the responses"));
    }
    if !real.is_file() {
        return Err(Found::Unsafe("is not a file"));
    }
    Ok(Some(real))
}
