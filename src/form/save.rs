//! Saving: the responses files are made to say what was typed, and nothing else in them changes.

use std::fs;
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::time::Duration;

use toml::Table;

use super::reviewing::Reviewing;
use super::site::{Case, Site};
use crate::revise;
use crate::source::{Source, sha256};
use crate::whole;

/// Why nothing was saved.
#[derive(Debug)]
pub(super) enum NotSaved {
    /// Somebody else changed the file in this very moment.
    Meanwhile,
    /// The file is written so that it can't be changed with care: why, with the next step.
    Refused(String),
    /// The system doesn't take it: why.
    Unwritable(String),
}

impl From<revise::Refused> for NotSaved {
    fn from(refused: revise::Refused) -> Self {
        Self::Refused(refused.to_string())
    }
}

/// Makes the files of `case` say what `said` says. Each file that changes is written whole, and stays beside the new one
/// as it was, with `.bak` behind its name. Gives whether anything changed.
pub(super) fn save(site: &Site, case: &Case, said: &Table) -> Result<bool, NotSaved> {
    let texts = revise::take_over_from(&case.said, said, &site.rules, &case.files, &case.sources)?;
    write(texts.into_iter().map(|(number, text)| (case.sources.get(number), text)))
}

/// The same for the file of a review.
pub(super) fn save_review(site: &Site, reviewing: &Reviewing, said: &Table) -> Result<bool, NotSaved> {
    let source = reviewing.source();
    let text = revise::take_findings(said, &site.rules, source)?;
    if reviewing.case.files.iter().any(|number| would_touch(source, reviewing.case.sources.get(*number))) {
        let why =
            "the copy of the review, or the review itself, would take the place of the answers; give it another name";
        return Err(NotSaved::Refused(format!("cannot write `{}`: {why}", source.name)));
    }
    write(text.into_iter().map(|text| (source, text)))
}

fn write<'s>(texts: impl Iterator<Item = (&'s Source, String)>) -> Result<bool, NotSaved> {
    let (mut before, mut after, mut locks) = (Vec::new(), Vec::new(), Vec::new());
    for (source, text) in texts {
        let target = target_of(source);
        locks.push(lock(&target)?);
        let old = fs::read(&target).map_err(|_| NotSaved::Meanwhile)?;
        if sha256(&old) != source.sha256 {
            return Err(NotSaved::Meanwhile);
        }
        before.push((kept_of(&target), old));
        after.push((target, text.into_bytes()));
    }
    let changed = !after.is_empty();
    before.append(&mut after);
    whole::set(&before).map_err(|unwritable| NotSaved::Unwritable(unwritable.to_string()))?;
    Ok(changed)
}

/// What is written: a link stays a link.
fn target_of(source: &Source) -> PathBuf {
    let path = PathBuf::from(&source.name);
    if path.is_symlink() { fs::canonicalize(&path).unwrap_or(path) } else { path }
}

/// Where the version before a save is kept.
fn kept_of(target: &Path) -> PathBuf {
    let mut kept = target.to_owned().into_os_string();
    kept.push(".bak");
    kept.into()
}

/// Whether a save of one file would write the other.
fn would_touch(one: &Source, other: &Source) -> bool {
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let (target, other) = (target_of(one), real(&target_of(other)));
    real(&target) == other || real(&kept_of(&target)) == other
}

/// Keeps others of our programs from saving the same file, as long as it is held. Whoever had to wait reads the file anew
/// by its name, and so sees what the other saved. Gives up where somebody holds it for long.
#[cfg(unix)]
fn lock(target: &Path) -> Result<fs::File, NotSaved> {
    const TRIES: u32 = 200;
    const PAUSE: Duration = Duration::from_millis(5);
    let file = fs::File::open(target).map_err(|_| NotSaved::Meanwhile)?;
    for _ in 0..TRIES {
        match file.try_lock() {
            Err(fs::TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            // Not every file system has locks.
            Ok(()) | Err(fs::TryLockError::Error(_)) => return Ok(file),
        }
    }
    Err(NotSaved::Meanwhile)
}

/// Where a lock would keep us, too, from reading the file, only the last look at it decides.
#[cfg(not(unix))]
fn lock(target: &Path) -> Result<(), NotSaved> {
    if target.exists() { Ok(()) } else { Err(NotSaved::Meanwhile) }
}
