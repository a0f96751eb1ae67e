//! Writing: to standard output, standard error and files.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::Problems;
use super::exit::{Exit, Failure};
use crate::load::reason;
use crate::problem::{Problem, Severity, Style, show, to_json};
use crate::source::Sources;

/// Prints a result.
pub(super) fn result(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Prints a message for people; a closed standard error is not worth a failure.
pub(super) fn message(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// Problems as text in the asked form, drawn with colours, which the streams above strip where they are not wanted.
pub(super) fn problems(problems: &[Problem], sources: &Sources, form: Problems) -> String {
    match form {
        Problems::Json => format!("{:#}\n", to_json(problems, sources)),
        Problems::Plain => problems.iter().map(|problem| show(problem, sources, Style::Plain)).collect(),
        Problems::Human => {
            let drawn = problems.iter().map(|problem| show(problem, sources, Style::Drawn { color: true }));
            drawn.map(|text| format!("{text}\n")).collect()
        }
    }
}

/// "2 errors and 1 warning", or nothing where there is none.
pub(super) fn tally(problems: &[Problem]) -> Option<String> {
    let count = |severity| problems.iter().filter(|problem| problem.severity() == severity).count();
    let say = |number: usize, one: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{number} {one}s")),
    };
    let parts: Vec<String> = [say(count(Severity::Error), "error"), say(count(Severity::Warning), "warning")]
        .into_iter()
        .flatten()
        .collect();
    (!parts.is_empty()).then(|| parts.join(" and "))
}

/// Writes `files` to the folder that was asked for, which is made if it isn't there, or else `beside` the input, and
/// prints their paths.
pub(super) fn files(
    folder: Option<&Path>,
    beside: Option<&Path>,
    files: Vec<(String, Vec<u8>)>,
) -> Result<Exit, Failure> {
    if let Some(folder) = folder {
        make(folder)?;
    }
    let folder = folder.or(beside).unwrap_or(Path::new(""));
    let files: Vec<(PathBuf, Vec<u8>)> = files.into_iter().map(|(name, bytes)| (folder.join(name), bytes)).collect();
    set(&files)?;
    for (path, _) in files {
        result(&format!("{}\n", path.display()))?;
    }
    Ok(Exit::Done)
}

/// Makes a folder, if it isn't there.
pub(super) fn make(folder: &Path) -> Result<(), Failure> {
    if folder.as_os_str().is_empty() {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))
}

/// Writes several files, each whole or not at all.
pub(super) fn set(files: &[(PathBuf, Vec<u8>)]) -> Result<(), Failure> {
    // All are there before the first takes its name, so that a set is not half new.
    let written = files.iter().map(|(path, bytes)| prepared(path, bytes));
    let written: Vec<NamedTempFile> = written.collect::<Result<_, _>>()?;
    files.iter().zip(written).try_for_each(|((path, _), file)| named(file, path))
}

/// Writes a file whole or not at all: to a temporary file beside it, which then takes its name.
pub(super) fn file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    named(prepared(path, bytes)?, path)
}

/// Writes a file whole or not at all, piece by piece, for what may be larger than memory.
pub(super) fn streamed(path: &Path, write: impl FnOnce(&mut fs::File) -> Result<(), Failure>) -> Result<(), Failure> {
    let mut file = prepared(path, &[])?;
    write(file.as_file_mut())?;
    file.as_file().sync_all().map_err(|error| unwritable(path, &error))?;
    named(file, path)
}

/// The file that is to take the name `path`, written whole.
fn prepared(path: &Path, bytes: &[u8]) -> Result<NamedTempFile, Failure> {
    if path.is_dir() {
        return Err(Failure::Unwritable { path: path.to_owned(), why: "it is a folder".into() });
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let write = || -> io::Result<NamedTempFile> {
        let mut temporary = tempfile::Builder::new().prefix(".rapporteur-").tempfile_in(folder)?;
        temporary.write_all(bytes)?;
        temporary.as_file().sync_all()?;
        keep_permissions(&temporary, path)?;
        Ok(temporary)
    };
    write().map_err(|error| unwritable(path, &error))
}

/// Gives a written file its name.
fn named(file: NamedTempFile, path: &Path) -> Result<(), Failure> {
    file.persist(path).map(drop).map_err(|error| unwritable(path, &error.error))
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::Unwritable { path: path.to_owned(), why: reason(error) }
}

/// A temporary file is readable by its owner only; the output gets what the old file had, or what files usually have.
fn keep_permissions(temporary: &NamedTempFile, path: &Path) -> io::Result<()> {
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
