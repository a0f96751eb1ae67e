//! load: from paths to as-written values with their places.
//!
//! In: files on disk, and the rules compiled into the program. Out: [`written`] values, each with its place, the state
//! of every evidence file, and problems of form (encoding, TOML, unknown keys, wrong types). Meaning is `check`'s.

mod beside;
mod book;
mod evidence;
mod fields;
mod files;
mod known;
mod long;
mod look;
pub mod mirror;
mod neighbours;
pub mod oscal;
mod overlay;
mod places;
mod responses;
mod review;
mod rules;
mod signed;
mod syntax;
mod values;
mod words;
pub mod written;

use std::path::{Path, PathBuf};

use crate::parallel;
use crate::problem::Problems;
use crate::source::{FileNumber, Source, Sources, sha256};

use files::RawFile;

pub use book::{Book, book};
pub use evidence::{Before, Hashing, Meter};
pub(crate) use files::reason;
pub use files::{LARGEST, embedded_rules};
pub use known::Marks;
pub use long::note_long_texts;
pub(crate) use neighbours::{folded, joined as path_of};
pub use places::{Laid, Step};
pub use signed::{SIGNATURES, Signed, bytes, signed};

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

/// Responses to read.
#[derive(Debug, Clone, Copy)]
pub enum Given<'g> {
    /// A file, or a folder of files.
    Path(&'g Path),
    /// A file or folder whose evidence is not at hand, but was found before.
    Again(&'g Path, &'g Before),
    /// What came another way: the bytes, with a name for messages. Evidence is looked up in `folder`.
    Bytes {
        /// What it is called.
        name: &'g str,
        /// The bytes; those beyond [`LARGEST`] need not be there.
        bytes: &'g [u8],
        /// The folder that its paths begin in.
        folder: &'g Path,
    },
}

impl<'g, P: AsRef<Path> + ?Sized> From<&'g P> for Given<'g> {
    fn from(path: &'g P) -> Self {
        Self::Path(path.as_ref())
    }
}

/// Reads the rules compiled into the program, and those of the files and folders `added`, which replace files of the same
/// name. Two of these may hold files of the same name.
///
/// # Errors
/// If one of `added` can't be read or, a folder, holds no TOML file.
pub fn rules<'p>(
    added: impl IntoIterator<Item = &'p Path>,
    sources: &mut Sources,
    problems: &Problems,
) -> Result<written::Rules, Failure> {
    let texts = rules_files(added)?;
    let taken = rules::take_in(&texts.files, sources, problems);
    let parts = parallel::map(&taken, || (), |(), taken| apart(|problems| rules::read(taken, sources, problems)));
    Ok(joined(parts, texts.replaced, problems))
}

/// Reads an institution's responses: one file, or all TOML files directly in a folder, in order of their names; reviews
/// among these are passed over.
///
/// # Errors
/// If what is `given` can't be read or, a folder, holds no TOML file.
pub fn responses<'g>(
    given: impl Into<Given<'g>>,
    hashing: Hashing<'_>,
    sources: &mut Sources,
    problems: &Problems,
) -> Result<written::Responses, Failure> {
    Ok(texts(given, sources, problems)?.read(hashing, sources, problems))
}

/// The texts of responses, taken in and not yet read.
#[derive(Debug)]
pub struct Texts<'g> {
    given: Given<'g>,
    folder: &'g Path,
    taken: Vec<Option<FileNumber>>,
}

/// Takes in the texts that [`responses`] reads, for who wants to do more with them at once.
///
/// # Errors
/// As [`responses`].
pub fn texts<'g>(
    given: impl Into<Given<'g>>,
    sources: &mut Sources,
    problems: &Problems,
) -> Result<Texts<'g>, Failure> {
    let given = given.into();
    let (files, folder) = responses_files(given)?;
    let taken = responses::take_in(&files, sources, problems);
    Ok(Texts { given, folder, taken })
}

impl Texts<'_> {
    /// The files whose texts could be taken in.
    pub fn files(&self) -> impl Iterator<Item = FileNumber> {
        self.taken.iter().copied().flatten()
    }

    /// Reads them.
    pub fn read(&self, hashing: Hashing<'_>, sources: &Sources, problems: &Problems) -> written::Responses {
        let mut read = responses::read(&self.taken, self.folder, sources, problems);
        look_around(&mut read, self.given, self.folder, hashing);
        read
    }
}

/// [`rules`] and [`responses`] at once, which takes the time of the longer of the two.
///
/// # Errors
/// As those.
pub fn case<'g>(
    added: Option<&Path>,
    given: impl Into<Given<'g>>,
    hashing: Hashing<'_>,
    sources: &mut Sources,
    problems: &Problems,
) -> Result<(written::Rules, written::Responses), Failure> {
    let texts = rules_files(added)?;
    let given = given.into();
    let (files, folder) = responses_files(given)?;
    let taken = rules::take_in(&texts.files, sources, problems);
    let answers = responses::take_in(&files, sources, problems);
    let sources: &Sources = sources;
    let work: Vec<Option<&rules::Taken>> = std::iter::once(None).chain(taken.iter().map(Some)).collect();
    let done = parallel::map(
        &work,
        || (),
        |(), work| match work {
            None => Read::Responses(Box::new(apart(|problems| responses::read(&answers, folder, sources, problems)))),
            Some(taken) => Read::Rules(Box::new(apart(|problems| rules::read(taken, sources, problems)))),
        },
    );
    let (mut parts, mut read) = (Vec::new(), written::Responses::default());
    for done in done {
        match done {
            Read::Rules(part) => parts.push(*part),
            Read::Responses(part) => {
                let (responses, found) = *part;
                problems.take_over(found, |_| true);
                read = responses;
            }
        }
    }
    look_around(&mut read, given, folder, hashing);
    Ok((joined(parts, texts.replaced, problems), read))
}

/// The name and SHA-256 of each file that [`responses`] would read now: if they are the same, nothing has changed.
///
/// # Errors
/// As [`responses`].
pub fn fingerprints(path: &Path) -> Result<Vec<(String, String)>, Failure> {
    let (files, _) = responses_files(path.into())?;
    Ok(files.into_iter().map(|file| (file.name, sha256(&file.bytes))).collect())
}

/// Reads a theme file, with the logo and fonts that lie beside it.
///
/// # Errors
/// If `path` can't be read.
pub fn look(path: &Path, sources: &mut Sources, problems: &Problems) -> Result<written::Look, Failure> {
    Ok(look::read(&files::toml_file(path)?, folder_of(path), sources, problems))
}

/// Reads an auditor's review.
///
/// # Errors
/// If `path` can't be read.
pub fn review(path: &Path, sources: &mut Sources, problems: &Problems) -> Result<written::review::Review, Failure> {
    Ok(review::read(&files::toml_file(path)?, sources, problems))
}

/// Whether a file is a review and not answers, by how it begins.
///
/// # Errors
/// If `path` can't be read.
pub fn is_review(path: &Path) -> Result<bool, Failure> {
    files::toml_file(path).map(|file| review::is_review(&file.bytes))
}

/// What a sound file says, as values without places.
pub fn values(source: &Source) -> toml::Table {
    source.text.parse().unwrap_or_default()
}

/// Adds what another file of the same folder says.
pub fn join(all: &mut toml::Table, file: toml::Table) {
    for (key, value) in file {
        match (all.get_mut(&key), value) {
            (Some(toml::Value::Table(there)), toml::Value::Table(more)) => there.extend(more),
            (Some(toml::Value::Array(there)), toml::Value::Array(more)) => there.extend(more),
            (Some(_), _) => {}
            (None, value) => _ = all.insert(key, value),
        }
    }
}

/// Reads the evidence files, and looks at what else lies where they lie.
fn look_around(responses: &mut written::Responses, given: Given<'_>, folder: &Path, hashing: Hashing<'_>) {
    if let Given::Again(_, before) = given {
        return before.stand_in(responses);
    }
    evidence::hash(responses, hashing);
    let cited = responses.responses.iter().flat_map(|response| &response.evidence);
    let cited = cited.filter_map(|evidence| evidence.file.as_ref());
    responses.lying = neighbours::neighbours(folder, cited.map(|file| file.value.as_str()));
}

/// What one of several threads read.
enum Read {
    Rules(Box<(written::Rules, Problems)>),
    Responses(Box<(written::Responses, Problems)>),
}

/// Reads with problems of its own, which a thread can't share.
fn apart<T>(read: impl FnOnce(&Problems) -> T) -> (T, Problems) {
    let problems = Problems::default();
    (read(&problems), problems)
}

/// The rules of all files together, in their order.
fn joined(parts: Vec<(written::Rules, Problems)>, replaced: bool, problems: &Problems) -> written::Rules {
    let mut rules = written::Rules { replaced, ..written::Rules::default() };
    for (part, found) in parts {
        problems.take_over(found, |_| true);
        rules.append(part);
    }
    rules
}

/// The texts of the rules files that [`rules`] reads, by their names.
///
/// # Errors
/// As those of [`rules`].
pub fn rules_texts<'p>(added: impl IntoIterator<Item = &'p Path>) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let files = rules_files(added)?.files;
    Ok(files.into_iter().map(|file| (file.file_name().to_owned(), file.bytes)).collect())
}

/// The rules files to read.
struct RulesFiles {
    files: Vec<RawFile>,
    /// Whether one of them stands in place of one that is built in.
    replaced: bool,
}

fn rules_files<'p>(added: impl IntoIterator<Item = &'p Path>) -> Result<RulesFiles, Failure> {
    let mut own = Vec::new();
    for path in added {
        match path.is_dir() {
            true => own.extend(files::toml_files(path)?),
            false => own.push(files::toml_file(path)?),
        }
    }
    let replaced = |text: &RawFile| own.iter().any(|file| file.file_name() == text.file_name());
    let built_in = embedded_rules();
    let all = built_in.len();
    let mut files: Vec<RawFile> = built_in.into_iter().filter(|text| !replaced(text)).collect();
    let replaced = files.len() < all;
    files.extend(own);
    Ok(RulesFiles { files, replaced })
}

/// The responses files to read, and the folder in which evidence is looked up.
fn responses_files(given: Given<'_>) -> Result<(Vec<RawFile>, &Path), Failure> {
    Ok(match given {
        Given::Path(path) | Given::Again(path, _) if path.is_dir() => (answers_in(path)?, path),
        Given::Path(path) | Given::Again(path, _) => (vec![files::toml_file(path)?], folder_of(path)),
        Given::Bytes { name, bytes, folder } => {
            let (name, bytes, size) = (name.to_owned(), bytes.to_vec(), bytes.len() as u64);
            (vec![RawFile { name, bytes, size, built_in: false }], folder)
        }
    })
}

/// The TOML files directly in a folder, but for the reviews that auditors lay beside the answers.
fn answers_in(folder: &Path) -> Result<Vec<RawFile>, Failure> {
    let mut files = files::toml_files(folder)?;
    files.retain(|file| !review::is_review(&file.bytes));
    if files.is_empty() {
        return Err(Failure::NothingFound(folder.to_owned()));
    }
    Ok(files)
}

/// The folder in which the paths of responses begin: the one that is given, or the one that a file lies in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    if path.is_dir() {
        return path;
    }
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
