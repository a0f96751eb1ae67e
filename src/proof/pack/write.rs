//! A pack written: the same files give the same bytes.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::PathBuf;

use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{CONTENTS, Contents, ContentsFile, PackRole, SUMS, unsafe_name};
use crate::load::folded;
use crate::source::{hexadecimal, sha256};

/// Larger files are put in as they are: they are mostly pictures and PDF, and a pack stays far from what bombs look like.
const LARGEST_PRESSED: u64 = 16 * 1024 * 1024;

/// From this size on a ZIP file needs longer fields.
const LARGE: u64 = 0xFFFF_0000;

/// A file to be packed.
#[derive(Debug, Clone)]
pub struct Packed {
    /// Its path in the pack.
    pub path: String,
    /// What it is there for.
    pub role: PackRole,
    /// What it holds.
    pub content: Content,
}

/// What a file to be packed holds.
#[derive(Debug, Clone)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// Those of a file, which may be of any size.
    File(PathBuf),
}

/// Why nothing can be packed.
#[derive(Debug, thiserror::Error)]
pub enum Unpackable {
    /// A name that not every computer takes.
    #[error("cannot pack `{0}`: the name {1}; give the file another name, and cite it by that")]
    Name(String, &'static str),
    /// Two names that some computers take for one.
    #[error("cannot pack `{0}` and `{1}` together: many computers take them for one; give one of them another name")]
    Clash(String, String),
    /// A file can't be read, or the pack not be written.
    #[error("cannot pack `{0}`: {why}", why = crate::load::reason(.1))]
    Io(String, #[source] io::Error),
}

/// Writes `files` into `out` as a pack, and says what is in it. `left_out` are the paths of evidence that is not.
///
/// # Errors
/// If a name won't do, or a file can't be read or written.
pub fn write(mut files: Vec<Packed>, left_out: Vec<String>, out: impl Write + Seek) -> Result<Contents, Unpackable> {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut known: BTreeMap<String, &str> = [CONTENTS, SUMS].map(|name| (folded(name), name)).into();
    for file in &files {
        if let Some(why) = unsafe_name(&file.path) {
            return Err(Unpackable::Name(file.path.clone(), why));
        }
        if let Some(other) = known.insert(folded(&file.path), &file.path) {
            return Err(Unpackable::Clash(other.to_owned(), file.path.clone()));
        }
    }
    let mut zip = ZipWriter::new(out);
    let tool = format!("rapporteur {}", env!("CARGO_PKG_VERSION"));
    let mut contents = Contents { format: 1, tool, left_out, files: Vec::new() };
    for Packed { path, role, content } in files {
        let failed = |error| Unpackable::Io(path.clone(), error);
        let (size, sha256) = match &content {
            Content::Bytes(bytes) => add(&mut zip, &path, bytes.len() as u64, bytes.as_slice()),
            Content::File(real) => {
                let file = File::open(real).map_err(failed)?;
                let size = file.metadata().map_err(failed)?.len();
                add(&mut zip, &path, size, file)
            }
        }
        .map_err(failed)?;
        contents.files.push(ContentsFile { path, role, size, sha256 });
    }
    let told = format!("{:#}\n", serde_json::json!(contents));
    let line = |sha256: &str, path: &str| format!("{sha256}  {path}\n");
    let sums: String = contents.files.iter().map(|file| line(&file.sha256, &file.path)).collect();
    let sums = sums + &line(&sha256(told.as_bytes()), CONTENTS);
    for (name, text) in [(CONTENTS, told), (SUMS, sums)] {
        let failed = |error| Unpackable::Io(name.to_owned(), error);
        add(&mut zip, name, text.len() as u64, text.as_bytes()).map_err(failed)?;
    }
    zip.finish().map_err(|error| Unpackable::Io(SUMS.to_owned(), error.into()))?;
    Ok(contents)
}

/// Puts one file in; gives its size and SHA-256.
fn add<W: Write + Seek>(
    zip: &mut ZipWriter<W>,
    name: &str,
    size: u64,
    mut content: impl Read,
) -> io::Result<(u64, String)> {
    let pressed = if size > LARGEST_PRESSED { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    // Neither the day nor the machine may show.
    let options = SimpleFileOptions::default()
        .compression_method(pressed)
        .last_modified_time(DateTime::default())
        .system(zip::System::Unix)
        .unix_permissions(0o644)
        .large_file(size > LARGE);
    zip.start_file(name, options)?;
    let (mut hash, mut read, mut piece) = (Sha256::new(), 0, vec![0; 128 * 1024]);
    loop {
        let length = match content.read(&mut piece) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hash.update(&piece[..length]);
        zip.write_all(&piece[..length])?;
        read += length as u64;
    }
    Ok((read, hexadecimal(&hash.finalize())))
}
