//! Which files lie where evidence lies: to find those that nobody cites, and names that are one on other computers.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use unicode_normalization::UnicodeNormalization;

/// Where evidence is to lie.
const FOLDER: &str = "evidence";

/// Whoever keeps more files beside the answers gets no word on those beyond.
const MOST: usize = 100_000;

/// Left by file managers, not by people.
const LEFT_BEHIND: [&str; 2] = ["thumbs.db", "desktop.ini"];

/// A path or name as a file system sees it that knows neither capital letters nor two ways of storing an accent.
pub(crate) fn folded(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    path.nfc().collect::<String>().to_lowercase().nfc().collect()
}

/// A path as its names joined by `/`.
pub(crate) fn joined(path: &str) -> String {
    path.split('/').filter(|part| !part.is_empty() && *part != ".").collect::<Vec<_>>().join("/")
}

/// The files below `folder`, in order, that lie in the folder `evidence`, or in one with a file that is `cited`; beside
/// the responses themselves, only those with a name that is cited, or could be mistaken for one.
pub(super) fn neighbours<'c>(folder: &Path, cited: impl Iterator<Item = &'c str>) -> Vec<String> {
    let cited: BTreeSet<String> = cited.map(|path| folded(&joined(path))).collect();
    let parents: BTreeSet<&str> = cited.iter().filter_map(|path| Some(path.rsplit_once('/')?.0)).collect();
    let is_evidence = |folder: &str| folder == FOLDER || folder.starts_with("evidence/");
    let leads_on = |folder: &str| {
        let below = format!("{folder}/");
        is_evidence(folder) || parents.iter().any(|parent| *parent == folder || parent.starts_with(&below))
    };
    let is_wanted = |path: &str| match path.rsplit_once('/') {
        Some((folder, _)) => is_evidence(folder) || parents.contains(folder),
        None => cited.contains(path),
    };
    let (mut found, mut folders, mut seen) = (Vec::new(), vec![String::new()], 0);
    while let Some(within) = folders.pop() {
        for entry in fs::read_dir(folder.join(&within)).into_iter().flatten().flatten() {
            seen += 1;
            let name = entry.file_name().to_string_lossy().into_owned();
            if seen > MOST || name.starts_with('.') || LEFT_BEHIND.contains(&name.to_lowercase().as_str()) {
                continue;
            }
            let path = if within.is_empty() { name } else { format!("{within}/{name}") };
            match entry.file_type() {
                // A link to a folder may lead anywhere.
                Ok(kind) if kind.is_dir() && leads_on(&folded(&path)) => folders.push(path),
                Ok(kind) if kind.is_file() && is_wanted(&folded(&path)) => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

    use super::*;

    #[test]
    fn names_that_differ_in_capitals_or_accents_are_one() {
        assert_eq!(folded("Evidence/R\u{e9}sum\u{e9}.PDF"), folded("evidence/re\u{301}sume\u{301}.pdf"));
        assert_ne!(folded("a.pdf"), folded("b.pdf"));
        assert_eq!(joined("./evidence//a.pdf"), "evidence/a.pdf");
    }

    #[test]
    fn only_folders_of_evidence_are_looked_through() {
        let folder = tempfile::tempdir().unwrap();
        for path in
            ["evidence/a/b.txt", "letters/c.txt", "letters/old/d.txt", "private/e.txt", "f.txt", "F.TXT", "g.txt"]
        {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let found = neighbours(folder.path(), ["letters/other.txt", "f.txt"].into_iter());
        assert_eq!(found, ["F.TXT", "evidence/a/b.txt", "f.txt", "letters/c.txt"]);
    }
}
