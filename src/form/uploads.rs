//! Evidence files: taken in piece by piece, under a safe name, into the evidence folder and nowhere else.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use unicode_normalization::UnicodeNormalization;

use super::pages::Trouble;
use crate::load::reason;
use crate::source::sha256_of;
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
#[derive(Debug)]
pub(super) struct Kept {
    /// Its path from the folder of the responses.
    pub(super) path: String,
    /// Its SHA-256.
    pub(super) sha256: String,
}

impl Upload {
    /// Begins to take in a file for the responses in `folder`, which its sender calls `given`.
    pub(super) fn begin(folder: &Path, given: &str) -> Result<Self, Trouble> {
        let begin = || -> io::Result<(PathBuf, NamedTempFile)> {
            let evidence = folder.join(FOLDER);
            fs::create_dir_all(&evidence)?;
            // A link may lead anywhere.
            let real = evidence.canonicalize()?;
            if !real.starts_with(folder.canonicalize()?) {
                return Err(io::Error::new(
                    io::ErrorKind::PermissionDenied,
                    "`evidence` is a link that leads elsewhere",
                ));
            }
            let file = temporary(&real)?;
            Ok((real, file))
        };
        let (folder, file) = begin().map_err(|error| unwritable(&error))?;
        Ok(Self { folder, name: safe_name(given), file, size: 0, hash: Sha256::new() })
    }

    /// Takes in a piece, if the file doesn't get larger than `most`.
    pub(super) fn add(&mut self, piece: &[u8], most: u64) -> Result<(), Trouble> {
        self.size += piece.len() as u64;
        if self.size > most {
            return Err(Trouble::TooLarge);
        }
        self.hash.update(piece);
        self.file.write_all(piece).map_err(|error| unwritable(&error))
    }

    /// Gives the file its name, or another if there is one of that name with other contents.
    pub(super) fn keep(self) -> Result<Kept, Trouble> {
        let sha256: String = self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let (stem, ending) = parted(&self.name);
        let mut file = self.file;
        file.as_file().sync_all().map_err(|error| unwritable(&error))?;
        for number in 1..10_000_u32 {
            let name = if number == 1 { self.name.clone() } else { format!("{stem}-{number}{ending}") };
            let target = self.folder.join(&name);
            let kept = Kept { path: format!("{FOLDER}/{name}"), sha256: sha256.clone() };
            keep_permissions(&file, &target).map_err(|error| unwritable(&error))?;
            match file.persist_noclobber(&target) {
                Ok(_) => return Ok(kept),
                Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                    if fs::File::open(&target).and_then(sha256_of).is_ok_and(|there| there == sha256) {
                        return Ok(kept);
                    }
                    file = error.file;
                }
                Err(error) => return Err(unwritable(&error.error)),
            }
        }
        Err(Trouble::Unwritable("there are thousands of files of that name".into()))
    }
}

fn unwritable(error: &io::Error) -> Trouble {
    Trouble::Unwritable(reason(error))
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
