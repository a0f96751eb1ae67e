//! Files written whole, or not at all: to a temporary file beside them, which then takes their name. A kill at any moment
//! leaves the old file or the new one.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::load::reason;

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
    let written = files.iter().map(|(path, bytes)| prepared(path, bytes));
    let written: Vec<NamedTempFile> = written.collect::<Result<_, _>>()?;
    files.iter().zip(written).try_for_each(|((path, _), file)| named(file, path))
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

/// The file that is to take the name `path`, written whole.
fn prepared(path: &Path, bytes: &[u8]) -> Result<NamedTempFile, Unwritable> {
    if path.is_dir() {
        return Err(Unwritable { path: path.to_owned(), why: "it is a folder".into() });
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let write = || -> io::Result<NamedTempFile> {
        let mut temporary = tempfile::Builder::new().prefix(".rapporteur-").tempfile_in(folder)?;
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
