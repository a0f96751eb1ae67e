//! Files written whole, or not at all: to a temporary file beside them, which then takes their name. A kill at any moment
//! leaves the old file or the new one.

use std::fs::{self, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::NamedTempFile;

use crate::load::reason;
use crate::parallel;

/// What the names of temporary files begin with. They are hidden, so that nobody takes them for answers or evidence.
const HIDDEN: &str = ".rapporteur-";

/// How many letters and digits follow.
const LETTERS: usize = 6;

/// Nobody is at work any more on a temporary file that was not written to for so long.
const LEFT_BEHIND: Duration = Duration::from_secs(10 * 60);

/// A file could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot write `{}`: {why}", path.display())]
pub struct Unwritable {
    /// The path.
    pub path: PathBuf,
    /// Why, in plain words.
    pub why: String,
}

/// Writes several files, which take their names in this order.
///
/// # Errors
/// If one of them can't be written; before the first takes its name, all are there.
pub fn set(files: &[(PathBuf, Vec<u8>)]) -> Result<(), Unwritable> {
    // A disk that is asked for several at once makes them safe in little more time than one.
    let written = parallel::map(files, || (), |(), (path, bytes)| prepared(path, bytes));
    let written: Vec<NamedTempFile> = written.into_iter().collect::<Result<_, _>>()?;
    files.iter().zip(written).try_for_each(|((path, _), file)| named(file, path))
}

/// Writes a file that must not be there yet; `false` if it is.
///
/// # Errors
/// If it can't be written.
pub fn create(path: &Path, bytes: &[u8]) -> Result<bool, Unwritable> {
    match prepared(path, bytes)?.persist_noclobber(path) {
        Ok(_) => Ok(true),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(Unwritable::new(path, &error.error)),
    }
}

/// Writes a file piece by piece, for what may be larger than memory.
///
/// # Errors
/// If it can't be written, or as `write`.
pub fn streamed<E: From<Unwritable>>(path: &Path, write: impl FnOnce(&mut fs::File) -> Result<(), E>) -> Result<(), E> {
    let mut file = prepared(path, &[])?;
    write(file.as_file_mut())?;
    file.as_file().sync_all().map_err(|error| Unwritable::new(path, &error))?;
    named(file, path)?;
    Ok(())
}

impl Unwritable {
    /// From what the system says.
    pub fn new(path: &Path, error: &io::Error) -> Self {
        Self { path: path.to_owned(), why: reason(error) }
    }
}

/// A temporary file in `folder`, gone again unless it is given a name. Those that a kill or a power cut left behind there
/// are taken away.
pub(crate) fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    clear(folder);
    tempfile::Builder::new().prefix(HIDDEN).rand_bytes(LETTERS).tempfile_in(folder)
}

/// Takes away what was left behind; what can't be is no reason not to go on.
fn clear(folder: &Path) {
    let is_ours = |name: &str| {
        let letters = name.strip_prefix(HIDDEN).unwrap_or_default();
        letters.len() == LETTERS && letters.bytes().all(|letter| letter.is_ascii_alphanumeric())
    };
    let is_old = |about: &Metadata| {
        let touched = about.modified().ok().and_then(|touched| touched.elapsed().ok());
        about.is_file() && touched.is_some_and(|since| since > LEFT_BEHIND)
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if is_ours(&entry.file_name().to_string_lossy()) && entry.metadata().is_ok_and(|about| is_old(&about)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The file that is to take the name `path`, written whole.
fn prepared(path: &Path, bytes: &[u8]) -> Result<NamedTempFile, Unwritable> {
    if path.is_dir() {
        return Err(Unwritable { path: path.to_owned(), why: "it is a folder".into() });
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let write = || -> io::Result<NamedTempFile> {
        let mut temporary = temporary(folder)?;
        temporary.write_all(bytes)?;
        temporary.as_file().sync_all()?;
        keep_permissions(&temporary, path)?;
        Ok(temporary)
    };
    write().map_err(|error| Unwritable::new(path, &error))
}

/// Gives a written file its name.
fn named(file: NamedTempFile, path: &Path) -> Result<(), Unwritable> {
    file.persist(path).map(drop).map_err(|error| Unwritable::new(path, &error.error))
}

/// A temporary file is readable by its owner only; the output gets what the old file had, or what files usually have.
pub(crate) fn keep_permissions(temporary: &NamedTempFile, path: &Path) -> io::Result<()> {
    let permissions = match fs::metadata(path) {
        Ok(old) => old.permissions(),
        Err(_) => usual_permissions(temporary)?,
    };
    temporary.as_file().set_permissions(permissions)
}

#[cfg(unix)]
fn usual_permissions(_: &NamedTempFile) -> io::Result<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn usual_permissions(temporary: &NamedTempFile) -> io::Result<fs::Permissions> {
    Ok(temporary.as_file().metadata()?.permissions())
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn what_a_kill_left_behind_is_gone_with_the_next_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let of = |name: &str| folder.path().join(name);
        for (name, age) in [
            (".rapporteur-aB3xY9", 3600),
            (".rapporteur-inWork", 60),
            (".rapporteur-notes.toml", 3600),
            (".rapporteurs", 3600),
            ("report.html", 3600),
        ] {
            let file = fs::File::create(of(name)).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
        }
        fs::create_dir(of(".rapporteur-folder")).unwrap();
        set(&[(of("responses.toml"), b"new".to_vec())]).unwrap();
        let mut left: Vec<String> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        left.sort();
        let wanted = [
            ".rapporteur-folder",
            ".rapporteur-inWork",
            ".rapporteur-notes.toml",
            ".rapporteurs",
            "report.html",
            "responses.toml",
        ];
        assert_eq!(left, wanted);
    }
}
