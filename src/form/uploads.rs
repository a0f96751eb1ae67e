//! Evidence files: taken in piece by piece, under a safe name, into the evidence folder and nowhere else.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use toml::{Table, Value};
use unicode_normalization::UnicodeNormalization;

use crate::load::path_of;
use crate::source::{hexadecimal, media_type, sha256_of};
use crate::whole::{keep_permissions, temporary};

/// The folder of evidence, beside the responses.
const FOLDER: &str = "evidence";

/// Longest name of a file, in characters.
const LONGEST: usize = 60;

/// Longest ending that is one.
const ENDING: usize = 8;

/// Names that mean a device on some systems, whatever follows the dot.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// A file that is being taken in. It is gone again unless it is kept.
#[derive(Debug)]
pub(super) struct Upload {
    folder: PathBuf,
    name: String,
    file: NamedTempFile,
    size: u64,
    hash: Sha256,
}

/// A file that was kept.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// Its path from the folder of the responses.
    path: String,
    sha256: String,
    size: u64,
    /// Where it lies, if it was put there and did not lie there before.
    made: Option<PathBuf>,
}

impl Upload {
    /// Begins to take in a file for the responses in `folder`, which its sender calls `given`.
    pub(super) fn begin(folder: &Path, given: &str) -> io::Result<Self> {
        let evidence = folder.join(FOLDER);
        fs::create_dir_all(&evidence)?;
        // A link may lead anywhere.
        let real = evidence.canonicalize()?;
        if !real.starts_with(folder.canonicalize()?) {
            return Err(io::Error::other("it is a link that leads elsewhere"));
        }
        let file = temporary(&real)?;
        Ok(Self { folder: real, name: safe_name(given), file, size: 0, hash: Sha256::new() })
    }

    /// Takes in a piece.
    pub(super) fn add(&mut self, piece: &[u8]) -> io::Result<()> {
        self.size += piece.len() as u64;
        self.hash.update(piece);
        self.file.write_all(piece)
    }

    /// Gives the file its name, or another if there is one of that name with other contents.
    pub(super) fn keep(self) -> io::Result<Kept> {
        let sha256 = hexadecimal(&self.hash.finalize());
        let (stem, ending) = parted(&self.name);
        let mut file = self.file;
        file.as_file().sync_all()?;
        for number in 1..10_000_u32 {
            let name = if number == 1 { self.name.clone() } else { format!("{stem}-{number}{ending}") };
            let target = self.folder.join(&name);
            keep_permissions(&file, &target)?;
            let made = match file.persist_noclobber(&target) {
                Ok(_) => Some(target),
                Err(error) if error.error.kind() != io::ErrorKind::AlreadyExists => return Err(error.error),
                Err(_) if fs::File::open(&target).and_then(sha256_of).is_ok_and(|there| there == sha256) => None,
                Err(error) => {
                    file = error.file;
                    continue;
                }
            };
            return Ok(Kept { path: format!("{FOLDER}/{name}"), sha256, size: self.size, made });
        }
        Err(io::Error::other("there are thousands of files of that name"))
    }
}

impl Kept {
    /// What stands for a file that is kept later, whatever it is called then.
    pub(super) fn to_come() -> Self {
        Self { path: FOLDER.to_owned(), ..Self::default() }
    }

    /// What evidence says of the file: its path, and the seal that `seal` would put there.
    pub(super) fn sealed(&self) -> Table {
        let size = i64::try_from(self.size).unwrap_or(i64::MAX);
        let mut table = Table::new();
        table.insert("file".into(), self.path.as_str().into());
        table.insert("sha256".into(), self.sha256.as_str().into());
        table.insert("size".into(), size.into());
        table.insert("media-type".into(), media_type(&self.path).into());
        table
    }

    /// Takes the file away again, unless it lay there before or one of the answers in `said` cites it by now.
    pub(super) fn take_back(self, said: &Table) {
        let answers = said.get("response").and_then(Value::as_table).into_iter().flatten();
        let blocks = answers.filter_map(|(_, answer)| answer.get("evidence")?.as_array()).flatten();
        let mut files = blocks.filter_map(|block| block.get("file")?.as_str());
        if let Some(made) = self.made.filter(|_| !files.any(|file| path_of(file) == self.path)) {
            // If it stays, `check` tells of a file that nobody cites.
            let _ = fs::remove_file(made);
        }
    }
}

/// The name under which a file is kept that somebody calls `given`: letters, digits, `-` and `.` only, never hidden, and
/// no name that a system takes for something else.
pub fn safe_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut name = String::new();
    for character in last.nfc() {
        match character {
            '.' if name.ends_with('.') => {}
            '.' => {
                name.truncate(name.trim_end_matches('-').len());
                name.push('.');
            }
            _ if character.is_alphanumeric() => name.push(character),
            _ if !name.ends_with(['-', '.']) => name.push('-'),
            _ => {}
        }
    }
    let (stem, ending) = parted(name.trim_matches(['.', '-']));
    let stem: String = stem.chars().take(LONGEST - ENDING).collect();
    let stem = stem.trim_matches(['.', '-']);
    let first = stem.split('.').next().unwrap_or_default().to_lowercase();
    let device = DEVICES.contains(&first.trim_end_matches(|c: char| c.is_ascii_digit()));
    match (stem, device) {
        ("", _) => format!("document{ending}"),
        (_, true) => format!("document-{stem}{ending}"),
        _ => format!("{stem}{ending}"),
    }
}

/// A name without its ending, and the ending with its dot.
fn parted(name: &str) -> (&str, &str) {
    let at = name.rfind('.').filter(|at| (2..=ENDING).contains(&name[*at..].chars().count()));
    name.split_at(at.unwrap_or(name.len()))
}

#[cfg(test)]
mod tests {
    use super::safe_name;

    #[test]
    fn names_are_safe_and_still_those_that_were_given() {
        for (given, wanted) in [
            ("Letter 12-04_377.pdf", "Letter-12-04-377.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\Отчёт 2025.docx", "Отчёт-2025.docx"),
            (".htaccess", "htaccess"),
            ("..", "document"),
            ("", "document"),
            ("a\0b\n<c>.PDF", "a-b-c.PDF"),
            ("NUL.txt", "document-NUL.txt"),
            ("com1", "document-com1"),
            ("report.", "report"),
            ("%2e%2e%2fx.pdf", "2e-2e-2fx.pdf"),
        ] {
            assert_eq!(safe_name(given), wanted, "{given}");
        }
        assert!(safe_name(&"x".repeat(5_000)).len() <= 60);
    }
}
