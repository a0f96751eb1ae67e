//! A pack read, trusting nothing: nothing is written outside a temporary folder, and no more than the manifest promises.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::TempDir;
use zip::ZipArchive;

use super::{CONTENTS, Contents, ContentsFile, PackRole, SUMS, unsafe_name};
use crate::load::folded;
use crate::proof::Claim;
use crate::source::{hexadecimal, sha256};

/// More files than this are no answers of anybody's.
const MOST: usize = 20_000;

/// The manifest and the list of sums of that many files are smaller.
const LARGEST_TOLD: u64 = 16 * 1024 * 1024;

/// So many wrong entries are told one by one.
const SHOWN: usize = 5;

/// What a pack of `length` bytes may hold, unpacked. What is larger than some megabytes is not pressed in a pack, so one of
/// ours never comes near.
fn room(length: u64) -> u64 {
    (1 << 30) + length.saturating_mul(100)
}

/// What was taken out of a pack. The folder is removed when this is dropped.
#[derive(Debug)]
pub struct Unpacked {
    folder: TempDir,
    /// What is in it, as it says itself; each of `files` lies in the folder if its claim holds.
    pub contents: Contents,
    /// What was found of each file, and of the pack as a whole.
    pub claims: Vec<Claim>,
}

impl Unpacked {
    /// The folder in which the files lie as they lay in the pack.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The files that are there for `role`, by their paths in [`Unpacked::folder`], in order.
    pub fn of(&self, role: PackRole) -> impl Iterator<Item = PathBuf> + '_ {
        let files = self.contents.files.iter().filter(move |file| file.role == role);
        files.map(|file| self.folder.path().join(&file.path)).filter(|path| path.is_file())
    }
}

/// Takes the files of a pack out into a temporary folder, and says of each whether it is the one that was packed.
///
/// # Errors
/// If there is nothing to take out: the claim that fails says why.
pub fn unpack(pack: impl Read + Seek) -> Result<Unpacked, Claim> {
    let no_pack = |why: &str| Claim::fails("it is a pack that can be read", why);
    let broken = |_| no_pack("it is no ZIP file, or it was cut off or damaged");
    let mut pack = pack;
    let length = pack.seek(io::SeekFrom::End(0)).map_err(|error| no_pack(&crate::load::reason(&error)))?;
    let mut archive = ZipArchive::new(pack).map_err(broken)?;
    if archive.has_duplicate_names() {
        return Err(no_pack("it holds two files of one name; nobody can tell which was meant"));
    }
    if archive.len() > MOST {
        return Err(no_pack("it holds more files than any pack does"));
    }
    let told =
        small(&mut archive, CONTENTS).ok_or_else(|| no_pack("there is no `manifest.json` in it that can be read"))?;
    let contents: Contents = serde_json::from_slice(&told)
        .ok()
        .filter(|contents: &Contents| contents.format == 1)
        .ok_or_else(|| no_pack("its `manifest.json` is not of the form that this version reads"))?;
    let whole = contents.files.iter().fold(0_u64, |sum, file| sum.saturating_add(file.size));
    if whole > room(length) {
        return Err(no_pack("unpacked it would be far larger than any pack of its size; it was not unpacked"));
    }
    let folder = tempfile::tempdir().map_err(|error| no_pack(&crate::load::reason(&error)))?;
    let mut claims = vec![names(&mut archive, &contents), order(&archive, &contents)];
    claims.push(sums(small(&mut archive, SUMS).as_deref(), &told, &contents));
    for file in &contents.files {
        let that = format!("`{}` is the file that was packed ({})", file.path, file.role);
        claims.push(match take_out(&mut archive, file, folder.path()) {
            Ok(()) => Claim::holds(that),
            Err(why) => Claim::fails(that, why),
        });
    }
    Ok(Unpacked { folder, contents, claims })
}

/// The bytes of a small file.
fn small<R: Read + Seek>(archive: &mut ZipArchive<R>, name: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = archive.by_name(name).ok().filter(|file| file.is_file() && !file.encrypted())?;
    file.take(LARGEST_TOLD + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= LARGEST_TOLD).then_some(bytes)
}

/// Whether every entry is a plain file with a name that stays inside, that is one on every computer, and that the
/// manifest names.
fn names<R: Read + Seek>(archive: &mut ZipArchive<R>, contents: &Contents) -> Claim {
    let that = "every entry is a file that the manifest names, and stays inside the folder";
    let mut wrong = Vec::new();
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    let named: BTreeSet<&str> = contents.files.iter().map(|file| file.path.as_str()).collect();
    for number in 0..archive.len() {
        let Ok(entry) = archive.by_index_raw(number) else {
            wrong.push("an entry can't be read".to_owned());
            continue;
        };
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        // Where the file system has other kinds of files, they are no evidence.
        let is_plain = entry.unix_mode().is_none_or(|mode| matches!(mode & 0o170_000, 0 | 0o100_000));
        if let Some(why) = unsafe_name(&name) {
            wrong.push(format!("`{name}` {why}"));
        } else if entry.is_symlink() {
            wrong.push(format!("`{name}` is a link"));
        } else if !is_plain {
            wrong.push(format!("`{name}` is not a plain file"));
        } else if entry.encrypted() {
            wrong.push(format!("`{name}` is encrypted"));
        } else if !named.contains(name.as_str()) && name != CONTENTS && name != SUMS {
            wrong.push(format!("`{name}` is not in the manifest"));
        }
        if let Some(other) = known.insert(folded(&name), name.clone()) {
            wrong.push(format!("`{other}` and `{name}` are one file on many computers"));
        }
    }
    let more = wrong.len().saturating_sub(SHOWN);
    wrong.truncate(SHOWN);
    match (wrong.is_empty(), more) {
        (true, _) => Claim::holds(that),
        (false, 0) => Claim::fails(that, wrong.join("; ")),
        (false, more) => Claim::fails(that, format!("{}; and {more} more", wrong.join("; "))),
    }
}

/// Whether the entries are those of the manifest, in the order in which they are packed, with nothing before them.
fn order<R: Read + Seek>(archive: &ZipArchive<R>, contents: &Contents) -> Claim {
    let that = "the files stand in the order in which they were packed";
    let named = contents.files.iter().map(|file| file.path.as_str()).chain([CONTENTS, SUMS]);
    let is_sorted = contents.files.is_sorted_by(|a, b| a.path < b.path);
    match is_sorted && archive.offset() == 0 && archive.file_names().flatten().eq(named) {
        true => Claim::holds(that),
        false => Claim::fails(that, "it was packed anew, or something was put in, taken out or moved"),
    }
}

/// Whether the list for `sha256sum -c` says the same as the manifest.
fn sums(listed: Option<&[u8]>, told: &[u8], contents: &Contents) -> Claim {
    let that = format!("`{SUMS}` says the same as the manifest");
    let Some(listed) = listed else { return Claim::fails(that, "it is not there, or can't be read") };
    let files = contents.files.iter().map(|file| format!("{}  {}\n", file.sha256, file.path));
    let expected: String = files.chain([format!("{}  {CONTENTS}\n", sha256(told))]).collect();
    match expected.as_bytes() == listed {
        true => Claim::holds(that),
        false => Claim::fails(that, "one of the two was changed"),
    }
}

/// Writes one file into the folder; an error says why it is not the one that the manifest tells of.
fn take_out<R: Read + Seek>(archive: &mut ZipArchive<R>, told: &ContentsFile, folder: &Path) -> Result<(), String> {
    if let Some(why) = unsafe_name(&told.path) {
        return Err(format!("its name {why}; it was not unpacked"));
    }
    let damaged = |_: &dyn std::error::Error| "it is damaged and can't be unpacked".to_owned();
    let entry = match archive.by_name(&told.path) {
        Ok(entry) if entry.is_file() && !entry.encrypted() => entry,
        Ok(_) => return Err("it is a link, a folder or encrypted; it was not unpacked".into()),
        Err(zip::result::ZipError::FileNotFound) => return Err("it is not in the pack".into()),
        Err(error) => return Err(damaged(&error)),
    };
    let path = folder.join(&told.path);
    let unwritable = |error: io::Error| format!("it can't be unpacked: {}", crate::load::reason(&error));
    fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(unwritable)?;
    // What is there already is another file of the manifest, whose name is the same on this computer.
    let mut out = File::create_new(&path).map_err(unwritable)?;
    // What its header says of its size is not to be trusted.
    let mut content = entry.take(told.size.saturating_add(1));
    let (mut hash, mut read, mut piece) = (Sha256::new(), 0, vec![0; 128 * 1024]);
    let held = loop {
        match content.read(&mut piece) {
            Ok(0) if read == told.size && hexadecimal(&hash.clone().finalize()) == told.sha256 => break Ok(()),
            Ok(0) if read > told.size => break Err("it is longer than the manifest says".to_owned()),
            Ok(0) => break Err("it is another one than the manifest says: its SHA-256 differs".to_owned()),
            Ok(length) => {
                hash.update(&piece[..length]);
                read += length as u64;
                if let Err(error) = out.write_all(&piece[..length]) {
                    break Err(unwritable(error));
                }
            }
            Err(error) => break Err(damaged(&error)),
        }
    };
    if held.is_err() {
        let _ = fs::remove_file(&path);
    }
    held
}
