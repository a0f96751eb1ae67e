//! load: from paths to as-written values with their places.
//!
//! In: files on disk, and the rules compiled into the program. Out: [`written`] values, each with its place, the state
//! of every evidence file, and problems of form (encoding, TOML, unknown keys, wrong types). Meaning is `check`'s.

mod evidence;
mod fields;
mod files;
mod overlay;
mod responses;
mod rules;
mod syntax;
mod values;
mod words;
pub mod written;

use std::path::{Path, PathBuf};

use crate::problem::Problems;
use crate::source::Sources;

pub use files::embedded_rules;
pub(crate) use files::reason;

/// The tool could not read what it was asked to read.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A path could not be read.
    #[error("cannot read `{}`: {why}", path.display())]
    Unreadable {
        /// The path as given.
        path: PathBuf,
        /// The system's reason, in plain words.
        why: String,
    },
    /// A folder has no file of the kind looked for.
    #[error("there is no .toml file in `{}`", .0.display())]
    NothingFound(PathBuf),
}

/// Reads the rules compiled into the program, and those of the folder `added`, if any, which replace files of the same
/// name.
///
/// # Errors
/// If `added` can't be read or holds no TOML file.
pub fn rules(added: Option<&Path>, sources: &mut Sources, problems: &Problems) -> Result<written::Rules, Failure> {
    rules_with(added, sources, problems)
}

/// As [`rules`], with any number of files and folders. Two of them may hold files of the same name.
///
/// # Errors
/// If one of `added` can't be read or, a folder, holds no TOML file.
pub fn rules_with<'p>(
    added: impl IntoIterator<Item = &'p Path>,
    sources: &mut Sources,
    problems: &Problems,
) -> Result<written::Rules, Failure> {
    let mut own = Vec::new();
    for path in added {
        match path.is_dir() {
            true => own.extend(files::toml_files(path)?),
            false => own.push(files::toml_file(path)?),
        }
    }
    let replaced = |text: &files::RawFile| own.iter().any(|file| file.file_name() == text.file_name());
    let built_in = embedded_rules();
    let all = built_in.len();
    let mut texts: Vec<_> = built_in.into_iter().filter(|text| !replaced(text)).collect();
    let replaced = texts.len() < all;
    texts.extend(own);
    Ok(written::Rules { replaced, ..rules::read(texts, sources, problems) })
}

/// Reads an institution's responses: one file, or all TOML files directly in a folder, in order of their names.
///
/// # Errors
/// If `path` can't be read or, a folder, holds no TOML file.
pub fn responses(path: &Path, sources: &mut Sources, problems: &Problems) -> Result<written::Responses, Failure> {
    let (texts, folder) = if path.is_dir() {
        (files::toml_files(path)?, path.to_owned())
    } else {
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        (vec![files::toml_file(path)?], folder.to_owned())
    };
    Ok(responses::read(texts, &folder, sources, problems))
}
