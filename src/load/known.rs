//! What evidence files hashed to, for whoever asks again: a file that nobody has touched is not read again.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::beside::is_inside;

/// The clocks of file systems go in steps, on some of two seconds: who changes a file twice within one leaves its times as
/// they were. So a file that was touched more shortly before it was read will be read again.
const STEP: Duration = Duration::from_secs(2);

/// The SHA-256 of files that were read, with what tells whether they still are what they were.
#[derive(Debug, Default)]
pub(super) struct Known(Mutex<BTreeMap<PathBuf, (Mark, String)>>);

/// What the system says of evidence files, one by one: the same as long as nobody touches one of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks(Vec<Option<Mark>>);

impl Marks {
    /// Those of the files at `paths` below `folder`; paths that lead elsewhere are not looked at.
    pub fn of<'p>(folder: &Path, paths: impl Iterator<Item = &'p str>) -> Self {
        let mark = |path: &str| Mark::of(&folder.join(is_inside(path).ok()?).metadata().ok()?);
        Self(paths.map(mark).collect())
    }
}

/// What is another whenever somebody writes to a file or puts another in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    size: u64,
    modified: SystemTime,
    more: More,
}

impl Known {
    /// The SHA-256 of the file at `path`, of which the system says `about`, if it was read and is the same since.
    pub(super) fn hash_of(&self, path: &Path, about: &Metadata) -> Option<String> {
        let mark = Mark::of(about)?;
        self.all().get(path).filter(|(known, _)| *known == mark).map(|(_, hash)| hash.clone())
    }

    /// Notes the SHA-256 of a file of which the system said `about` when somebody `begun` to read it.
    pub(super) fn note(&self, path: &Path, about: &Metadata, begun: SystemTime, hash: &str) {
        if let Some(mark) = Mark::of(about).filter(|mark| mark.is_older_than(begun)) {
            self.all().insert(path.to_owned(), (mark, hash.to_owned()));
        }
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<PathBuf, (Mark, String)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Mark {
    /// `None` where the system doesn't keep times.
    fn of(about: &Metadata) -> Option<Self> {
        Some(Self { size: about.len(), modified: about.modified().ok()?, more: More::of(about) })
    }

    fn is_older_than(&self, moment: SystemTime) -> bool {
        let settled = |touched: SystemTime| moment.duration_since(touched).is_ok_and(|age| age > STEP);
        settled(self.modified) && self.more.touched().is_none_or(settled)
    }
}

/// The file's number on its disk, and when anything about it changed: the time of its bytes can be set by anybody.
#[cfg(unix)]
#[derive(Debug, Clone, PartialEq, Eq)]
struct More {
    device: u64,
    number: u64,
    changed: (i64, i64),
}

#[cfg(unix)]
impl More {
    fn of(about: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self { device: about.dev(), number: about.ino(), changed: (about.ctime(), about.ctime_nsec()) }
    }

    fn touched(&self) -> Option<SystemTime> {
        let (seconds, nanoseconds) = (u64::try_from(self.changed.0).ok()?, u32::try_from(self.changed.1).ok()?);
        SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds))
    }
}

/// When the file came to be; more is not told everywhere.
#[cfg(not(unix))]
#[derive(Debug, Clone, PartialEq, Eq)]
struct More(Option<SystemTime>);

#[cfg(not(unix))]
impl More {
    fn of(about: &Metadata) -> Self {
        Self(about.created().ok())
    }

    fn touched(&self) -> Option<SystemTime> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A file, and a moment at which its times are old.
    fn file() -> (tempfile::TempDir, PathBuf, SystemTime) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "one").unwrap();
        (folder, path, SystemTime::now() + 2 * STEP)
    }

    fn asked(known: &Known, path: &Path) -> Option<String> {
        known.hash_of(path, &fs::metadata(path).unwrap())
    }

    #[test]
    fn a_file_that_nobody_touched_is_known() {
        let (_folder, path, later) = file();
        let known = Known::default();
        known.note(&path, &fs::metadata(&path).unwrap(), later, "hash");
        assert_eq!(asked(&known, &path).as_deref(), Some("hash"));
        fs::write(&path, "longer").unwrap();
        assert_eq!(asked(&known, &path), None);
    }

    #[test]
    fn a_file_that_was_just_written_is_not_known() {
        let (_folder, path, _) = file();
        let known = Known::default();
        known.note(&path, &fs::metadata(&path).unwrap(), SystemTime::now(), "hash");
        assert_eq!(asked(&known, &path), None);
    }

    #[test]
    #[cfg(unix)]
    fn a_file_of_equal_size_and_time_is_told_from_the_one_that_was_read() {
        let (folder, path, later) = file();
        let about = fs::metadata(&path).unwrap();
        let known = Known::default();
        known.note(&path, &about, later, "hash");
        let other = folder.path().join("b");
        fs::write(&other, "two").unwrap();
        fs::File::open(&other).unwrap().set_modified(about.modified().unwrap()).unwrap();
        fs::rename(&other, &path).unwrap();
        assert_eq!(asked(&known, &path), None);
    }
}
