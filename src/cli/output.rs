//! Writing: to standard output, standard error and files.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::Problems;
use super::exit::{Exit, Failure};
use crate::problem::{Problem, Severity, Style, show, to_json};
use crate::source::Sources;
use crate::whole::{self, Unwritable};

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
    Ok(fs::create_dir_all(folder).map_err(|error| Unwritable::new(folder, &error))?)
}

/// Writes several files, each whole or not at all, and gives none its name before all are there.
pub(super) fn set(files: &[(PathBuf, Vec<u8>)]) -> Result<(), Failure> {
    Ok(whole::set(files)?)
}

/// Writes a file whole or not at all.
pub(super) fn file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    set(&[(path.to_owned(), bytes.to_vec())])
}

/// Writes a file whole or not at all, piece by piece, for what may be larger than memory.
pub(super) fn streamed(path: &Path, write: impl FnOnce(&mut fs::File) -> Result<(), Failure>) -> Result<(), Failure> {
    whole::streamed(path, write)
}
