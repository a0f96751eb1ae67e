//! Statements and their signatures beside the responses.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::Failure;
use super::files::{self, LARGEST, reason};

/// The folder beside the responses in which they lie.
pub const SIGNATURES: &str = "signatures";

/// More than anybody's answers have: three roles, for two readers.
const MOST: usize = 50;

/// A statement, and the signature of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The name of the statement's file, without its ending.
    pub name: String,
    /// The bytes of the statement; nothing where there is a signature only.
    pub statement: Option<Vec<u8>>,
    /// The bytes of the signature.
    pub signature: Option<Vec<u8>>,
}

impl Signed {
    /// The statement's file, as people name it.
    pub fn path(&self) -> String {
        format!("{SIGNATURES}/{}.json", self.name)
    }
}

/// The statements in a folder and their signatures, in order of their names; none where there is no such folder.
///
/// # Errors
/// If a file can't be read or is too large, or there are too many.
pub fn signed(folder: &Path) -> Result<Vec<Signed>, Failure> {
    let unreadable = |error: io::Error| Failure::Unreadable { path: folder.to_owned(), why: reason(&error) };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(error)),
    };
    let mut found: BTreeMap<String, Signed> = BTreeMap::new();
    for entry in entries {
        let path = entry.map_err(unreadable)?.path();
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let (name, is_signature) = match (file.strip_suffix(".json"), file.strip_suffix(".json.sig")) {
            (Some(name), _) => (name, false),
            (_, Some(name)) => (name, true),
            _ => continue,
        };
        if name.is_empty() || name.starts_with('.') || !path.is_file() {
            continue;
        }
        if found.len() == MOST && !found.contains_key(name) {
            let why = format!("there are more than {MOST} statements in it");
            return Err(Failure::Unreadable { path: folder.to_owned(), why });
        }
        let empty = Signed { name: name.to_owned(), statement: None, signature: None };
        let one = found.entry(name.to_owned()).or_insert(empty);
        let part = if is_signature { &mut one.signature } else { &mut one.statement };
        *part = Some(bytes(&path)?);
    }
    Ok(found.into_values().collect())
}

/// The bytes of a small file, such as a key.
///
/// # Errors
/// If it can't be read or is larger than [`LARGEST`].
pub fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let file = files::toml_file(path)?;
    if file.size > LARGEST {
        let why = format!("it is larger than {} MB", LARGEST / 1_000_000);
        return Err(Failure::Unreadable { path: path.to_owned(), why });
    }
    Ok(file.bytes)
}
