//! The state of evidence files. A path is looked at only if it stays inside the folder of the responses.

use std::fs;
use std::path::{Component, Path};

use super::written::Found;
use crate::model::EvidenceState;
use crate::source::sha256;

/// What is found at `path` below `folder`; the file is read only if a hash was recorded.
pub(super) fn look(folder: &Path, path: &str, recorded: &str) -> Found {
    let slashed = path.replace('\\', "/");
    let drive = slashed.as_bytes().get(1) == Some(&b':');
    // A drive or a server is the greater fault: with `/` in place of `\` such a path would still not do.
    if path.contains('\\') && !drive && !slashed.starts_with('/') && !slashed.starts_with("..") {
        return Found::Backslash;
    }
    let relative = Path::new(path);
    let inside = relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if drive || slashed.starts_with('/') || slashed.starts_with("..") || !inside {
        let why = if path.contains("..") {
            "leaves the folder of the responses"
        } else {
            "is not inside the folder of the responses"
        };
        return Found::Unsafe(why);
    }
    let whole = folder.join(relative);
    let Ok(real) = whole.canonicalize() else {
        return Found::State(EvidenceState::Missing);
    };
    // A link may point anywhere; only what really lies below the folder is looked at.
    if !folder.canonicalize().is_ok_and(|folder| real.starts_with(folder)) {
        return Found::Unsafe("is a link that leaves the folder of the responses");
    }
    if !real.is_file() {
        return Found::Unsafe("is not a file");
    }
    if recorded.is_empty() {
        return Found::State(EvidenceState::Present);
    }
    match fs::read(&real) {
        Ok(bytes) if sha256(&bytes) == recorded.to_lowercase() => Found::State(EvidenceState::Sealed),
        _ => Found::State(EvidenceState::Changed),
    }
}
