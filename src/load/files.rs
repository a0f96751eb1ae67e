//! Files as bytes, and their text: encoding, size, control characters.

use std::fs;
use std::io;
use std::path::Path;

use include_dir::{Dir, include_dir};

use super::Failure;
use crate::problem::{Fact, Problems};
use crate::source::{FileNumber, Source, Sources, Spot};

/// The rules compiled into the program.
static RULES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// Largest file read, in bytes: some hundred times the longest real one.
pub const LARGEST: u64 = 4_000_000;

/// A file that has been read.
#[derive(Debug, Clone)]
pub struct RawFile {
    /// Path as given, with `/`.
    pub name: String,
    /// Its bytes; empty if it is too large.
    pub bytes: Vec<u8>,
    /// Its size on disk.
    pub size: u64,
    /// Whether it is compiled into the program.
    pub built_in: bool,
}

impl RawFile {
    /// The last part of the name.
    pub(super) fn file_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or(&self.name)
    }
}

/// The rules compiled into the program, in order of their names.
pub fn embedded_rules() -> Vec<RawFile> {
    let mut files: Vec<RawFile> = RULES
        .files()
        .filter(|file| file.path().extension().is_some_and(|extension| extension == "toml"))
        .map(|file| RawFile {
            name: format!("rules/{}", file.path().display()),
            bytes: file.contents().to_vec(),
            size: file.contents().len() as u64,
            built_in: true,
        })
        .collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

/// The TOML files directly in a folder, in order of their names; hidden files are passed over.
pub(super) fn toml_files(folder: &Path) -> Result<Vec<RawFile>, Failure> {
    let unreadable = |error: io::Error| Failure::Unreadable { path: folder.to_owned(), why: reason(&error) };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if !hidden && path.extension().is_some_and(|extension| extension == "toml") && path.is_file() {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        return Err(Failure::NothingFound(folder.to_owned()));
    }
    paths.sort();
    paths.iter().map(|path| toml_file(path)).collect()
}

/// One file, if it is a regular file that can be read.
pub(super) fn toml_file(path: &Path) -> Result<RawFile, Failure> {
    let unreadable = |why: String| Failure::Unreadable { path: path.to_owned(), why };
    let about = fs::metadata(path).map_err(|error| unreadable(reason(&error)))?;
    if !about.is_file() {
        return Err(unreadable("it is not a file".into()));
    }
    let size = about.len();
    let bytes = if size > LARGEST { Vec::new() } else { fs::read(path).map_err(|error| unreadable(reason(&error)))? };
    Ok(RawFile { name: path.to_string_lossy().replace('\\', "/"), bytes, size, built_in: false })
}

/// Takes a file in as a source; `None` if it has no text that can be read. Its problems are noted.
pub(super) fn take_in(file: &RawFile, sources: &mut Sources, problems: &Problems) -> Option<FileNumber> {
    if file.size > LARGEST {
        let number = sources.add(Source::new(&file.name, "", b""));
        problems.add(Fact::FileTooLarge { limit: LARGEST }, &Spot::new(number, 0..0));
        return None;
    }
    let text = file.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&file.bytes);
    if let Some(seems) = other_encoding(text) {
        let number = sources.add(Source::new(&file.name, "", &file.bytes));
        problems.add(Fact::WrongEncoding { seems }, &Spot::new(number, 0..0));
        return None;
    }
    match std::str::from_utf8(text) {
        Ok(text) => {
            let number = sources.add(Source::new(&file.name, text, &file.bytes));
            if has_forbidden(text) {
                for (at, character) in text.char_indices().filter(|(_, character)| is_forbidden(*character)) {
                    let end = at + character.len_utf8();
                    problems.add(Fact::ControlCharacter { character }, &Spot::new(number, at..end));
                }
            }
            Some(number)
        }
        Err(error) => {
            let lossy = String::from_utf8_lossy(text).into_owned();
            let number = sources.add(Source::new(&file.name, lossy, &file.bytes));
            let at = error.valid_up_to();
            // The replacement mark that stands in the place of what can't be read has three bytes.
            let seems = "this letter is written in an older encoding, such as that of Windows";
            problems.add(Fact::WrongEncoding { seems }, &Spot::new(number, at..at + 3));
            None
        }
    }
}

/// The system's reason in plain words, without its error number.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it does not exist".into(),
        io::ErrorKind::PermissionDenied => "you may not open it (permission denied)".into(),
        io::ErrorKind::IsADirectory => "it is a folder".into(),
        io::ErrorKind::StorageFull => "the disk is full".into(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk can't be written to".into(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or(&text).to_lowercase()
        }
    }
}

/// Control characters but tab and line breaks, and the invisible marks that reorder text.
pub(super) fn is_forbidden(character: char) -> bool {
    let reorders = matches!(character, '\u{202A}'..='\u{202E}');
    (character.is_control() && !matches!(character, '\t' | '\n' | '\r')) || reorders
}

/// Whether `text` holds a forbidden character. Every text is asked this more than once, so the bytes are looked at
/// first: only a few can belong to one.
pub(super) fn has_forbidden(text: &str) -> bool {
    let may_belong =
        |byte: u8| (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')) || matches!(byte, 0x7F | 0xC2 | 0xE2);
    // Whole stretches without a way out, so that many bytes are compared at once.
    let may_hold = |stretch: &[u8]| stretch.iter().fold(false, |found, byte| found | may_belong(*byte));
    text.as_bytes().chunks(1024).any(may_hold) && text.contains(is_forbidden)
}

fn other_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("it is UTF-16, which Windows calls \"Unicode\""),
        [_, 0, _, 0, ..] | [0, _, 0, _, ..] => Some("it looks like UTF-16, which Windows calls \"Unicode\""),
        _ => None,
    }
}
