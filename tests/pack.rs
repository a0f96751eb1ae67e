//! A pack tells of every change that was made to it, writes nothing outside, and the same files give the same pack.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use crate::support::{self, Run, folder_with, run};
use rapporteur::proof::pack::{CONTENTS, Contents, SUMS};
use rapporteur::source::sha256;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const ANSWERS: &str = r#"format = 1
instruments = ["eoa-2024@1.0.0"]

[institution]
name = "Office of the Ombudsman of Exampland"
country = "XA"

[assessment]
period = { from = 2025-01-01, to = 2025-12-31 }
date = 2026-01-31

[response."eoa-2024/2.11/practices-submitted"]
level = "done"
done-on = 2024-11-20
narrative = "Sent."
evidence = [
    { title = "Letter", kind = "letter", file = "evidence/letter.txt" },
    { title = "Secret", kind = "letter", file = "evidence/secret.txt", confidential = true },
]
"#;

type Entries = Vec<(String, Vec<u8>)>;

/// A sealed folder with all kinds of files, and its pack.
fn packed() -> (TempDir, Entries) {
    let signers = format!("\"Department A\" namespaces=\"rapporteur\" {}", support::read("tests/keys/ed25519.pub"));
    let folder = folder_with(&[
        ("in/responses.toml", ANSWERS),
        ("in/evidence/letter.txt", "a letter\n"),
        ("in/evidence/secret.txt", "a secret\n"),
        ("in/evidence/uncited.txt", "nobody cites this\n"),
        ("in/self-assessment.html", "<p>a report</p>\n"),
        ("in/auditor.html", "<p>a checklist</p>\n"),
        ("in/review.toml", "# what an auditor found\n[review]\n"),
        ("in/allowed_signers", &signers),
        ("in/private.pdf", "nothing of ours\n"),
    ]);
    run(folder.path(), &["seal", "in/responses.toml"]).ends_with(0);
    let key = support::repository().join("tests/keys/ed25519");
    run(
        folder.path(),
        &[
            "sign",
            "in/responses.toml",
            "--key",
            key.to_str().unwrap(),
            "--name",
            "Department A",
            "--date",
            "2026-02-01",
        ],
    )
    .ends_with(0);
    run(folder.path(), &["pack", "in", "-o", "audit.zip"]).ends_with(0);
    let entries = entries(&folder.path().join("audit.zip"));
    (folder, entries)
}

fn entries(path: &Path) -> Entries {
    let mut archive = ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let read = |number| {
        let mut entry = archive.by_index(number).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (entry.name().unwrap().into_owned(), bytes)
    };
    (0..archive_len(path)).map(read).collect()
}

fn archive_len(path: &Path) -> usize {
    ZipArchive::new(fs::File::open(path).unwrap()).unwrap().len()
}

fn zipped(entries: &Entries) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// What `verify` says of a pack of these bytes, which leaves nothing behind.
fn verified(folder: &TempDir, pack: &[u8]) -> Run {
    let temporary = folder.path().join("temporary");
    let (name, inside) = (folder.path().join("changed.zip"), folder.path().join("a/b/c"));
    fs::create_dir_all(&temporary).unwrap();
    fs::create_dir_all(&inside).unwrap();
    fs::write(&name, pack).unwrap();
    let before = all_in(folder.path());
    let output =
        support::program(&inside).args(["verify", "../../../changed.zip"]).env("TMPDIR", &temporary).output().unwrap();
    assert_eq!(before, all_in(folder.path()), "something was written");
    support::ended(&output)
}

fn all_in(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        found.insert(entry.path().display().to_string());
        if entry.file_type().unwrap().is_dir() {
            found.extend(all_in(&entry.path()));
        }
    }
    found
}

fn fails(folder: &TempDir, entries: &Entries, says: &str) {
    let told = verified(folder, &zipped(entries)).ends_with(3).stdout;
    assert!(told.contains("FAILS") && told.contains(says), "`{says}` is not in:\n{told}");
}

fn contents(entries: &Entries) -> Contents {
    serde_json::from_slice(&entries.iter().find(|(name, _)| name == CONTENTS).unwrap().1).unwrap()
}

/// Makes manifest and sums fit the changed entries, as somebody who knows how would.
fn covered_up(mut entries: Entries) -> Entries {
    let mut contents = contents(&entries);
    for file in &mut contents.files {
        if let Some((_, bytes)) = entries.iter().find(|(name, _)| *name == file.path) {
            (file.size, file.sha256) = (bytes.len() as u64, sha256(bytes));
        }
    }
    let told = format!("{:#}\n", serde_json::json!(contents));
    let sums: String = contents.files.iter().map(|file| format!("{}  {}\n", file.sha256, file.path)).collect();
    let sums = format!("{sums}{}  {CONTENTS}\n", sha256(told.as_bytes()));
    for (name, bytes) in &mut entries {
        match name.as_str() {
            CONTENTS => *bytes = told.clone().into_bytes(),
            SUMS => *bytes = sums.clone().into_bytes(),
            _ => {}
        }
    }
    entries
}

#[test]
fn a_pack_holds_what_belongs_to_it_and_verifies() {
    let (folder, entries) = packed();
    let names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
    for there in ["HOW-TO.md", "responses.toml", "evidence/letter.txt", "evidence/secret.txt", "self-assessment.html"] {
        assert!(names.contains(&there), "{there}: {names:?}");
    }
    for there in ["auditor.html", "review.toml", "signatures/preparer.json", "allowed_signers", "rules/eoa-2024.toml"] {
        assert!(names.contains(&there), "{there}: {names:?}");
    }
    for absent in ["private.pdf", "evidence/uncited.txt", "rules/hrc-57-29.toml"] {
        assert!(!names.contains(&absent), "{absent}");
    }
    let told = run(folder.path(), &["verify", "audit.zip"]);
    assert!(told.stdout.contains("holds  `evidence/letter.txt` is the document that was sealed"), "{}", told.stdout);
    assert!(!told.stdout.contains("FAILS"), "{}", told.stdout);
}

#[test]
fn a_pack_proves_its_signatures_and_reports() {
    let (folder, _) = packed();
    let path = folder.path();
    let report = ["report", "in/responses.toml", "--attach", "--audience", "parliament,self-assessment"];
    run(path, &report).ends_with(0);
    run(path, &["pack", "in", "-o", "audit.zip", "--force"]).ends_with(0);
    let entries = entries(&path.join("audit.zip"));
    let told = verified(&folder, &fs::read(path.join("audit.zip")).unwrap()).ends_with(0);
    assert_eq!(told.stderr, "");
    for says in [
        "holds  `parliament.pdf`: the report is made again of what is attached, byte for byte",
        "holds  `self-assessment.pdf`: the figures follow from what is attached",
        "holds  `parliament.html`: the page is made again of the answers, byte for byte",
        "holds  `self-assessment.html`: `responses.toml` is the file that the report was made of",
        "open   `auditor.html` is made again of what is in it\n       it was made without --attach",
        "open   `allowed_signers` in the pack tells whose keys are whose",
        "Department A",
    ] {
        assert!(told.stdout.contains(says), "`{says}` is not in:\n{}", told.stdout);
    }
    assert!(!told.stdout.contains("temporary"), "no path of this machine is told:\n{}", told.stdout);

    // Who changes manifest and sums too is found by what reports and signatures say.
    let changed = |name: &str, old: &str, new: &str| {
        let mut changed = entries.clone();
        let (_, bytes) = changed.iter_mut().find(|(known, _)| known == name).unwrap();
        *bytes = String::from_utf8(bytes.clone()).unwrap().replacen(old, new, 1).into_bytes();
        covered_up(changed)
    };
    fails(&folder, &changed("parliament.html", "</p>", " </p>"), "`parliament.html`: the page and its manifest");
    let level = changed("responses.toml", "\"done\"", "\"in-preparation\"");
    fails(&folder, &level, "`self-assessment.pdf`: `responses.toml` is the file that the report was made of");
    fails(&folder, &level, "eoa-2024/2.11/practices-submitted");
}

#[test]
fn the_pack_of_the_example_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("audit.zip");
    let pack = pack.to_str().unwrap();
    run(support::repository(), &["pack", "reports/responses.toml", "-o", pack]).ends_with(0);
    let said = run(support::repository(), &["verify", pack]).ends_with(0).stdout;
    for report in ["self-assessment", "parliament", "auditor"] {
        assert!(
            said.contains(&format!(
                "holds  `{report}.pdf`: the report is made again of what is attached, byte for byte"
            )),
            "{said}"
        );
    }
    for role in ["preparer", "validator", "auditor"] {
        assert!(said.contains(&format!("holds  `signatures/{role}.json` was signed by ")), "{said}");
    }
}

#[test]
fn the_same_files_give_the_same_pack() {
    let (folder, _) = packed();
    let first = fs::read(folder.path().join("audit.zip")).unwrap();
    run(folder.path(), &["pack", "in", "-o", "audit.zip"]).ends_with(1).says(&["--force"]);
    run(folder.path(), &["pack", "in/responses.toml", "-o", "audit.zip", "--force"]).ends_with(0);
    assert!(first == fs::read(folder.path().join("audit.zip")).unwrap());
}

#[test]
fn the_list_of_sums_fits_every_file() {
    let (_, entries) = packed();
    let (_, sums) = entries.last().unwrap();
    let lines: Vec<String> =
        entries[..entries.len() - 1].iter().map(|(name, bytes)| format!("{}  {name}", sha256(bytes))).collect();
    assert_eq!(String::from_utf8_lossy(sums).lines().collect::<Vec<_>>(), lines);
}

#[test]
fn a_changed_byte_is_found_in_every_entry() {
    let (folder, entries) = packed();
    for number in 0..entries.len() {
        let mut changed = entries.clone();
        let middle = changed[number].1.len() / 2;
        changed[number].1[middle] ^= 1;
        let name = changed[number].0.clone();
        let told = verified(&folder, &zipped(&changed)).ends_with(3).stdout;
        let name = if name == CONTENTS { "manifest" } else { name.as_str() };
        let named = told.split("FAILS").skip(1).any(|fails| fails.contains(name));
        assert!(named, "{name}: {told}");
    }
}

#[test]
fn what_is_covered_up_is_found_by_the_seals_and_by_the_rules_of_the_program() {
    let (folder, entries) = packed();
    let mut other = entries.clone();
    let letter = other.iter_mut().find(|(name, _)| name == "evidence/letter.txt").unwrap();
    letter.1 = b"another letter\n".to_vec();
    fails(&folder, &covered_up(other), "`evidence/letter.txt` is the document that was sealed");
    let mut other = entries;
    let rules = other.iter_mut().find(|(name, _)| name == "rules/eoa-2024.toml").unwrap();
    rules.1 = String::from_utf8(rules.1.clone()).unwrap().replace("weight = 1", "weight = 9").into_bytes();
    rules.1.extend_from_slice(b"# mended\n");
    let told = verified(&folder, &zipped(&covered_up(other))).stdout;
    assert!(told.contains("open   `rules/eoa-2024.toml` is the rules file"), "{told}");
}

#[test]
fn entries_moved_added_or_taken_out_are_found() {
    let (folder, entries) = packed();
    let mut other = entries.clone();
    other.swap(0, 3);
    fails(&folder, &other, "the order in which they were packed");
    let mut other = entries.clone();
    other.push(("evidence/more.txt".into(), b"x".to_vec()));
    fails(&folder, &other, "`evidence/more.txt` is not in the manifest");
    let mut other = entries.clone();
    other.retain(|(name, _)| name != "evidence/letter.txt");
    fails(&folder, &other, "it is not in the pack");
    let mut other = entries;
    other.push(("Evidence/LETTER.txt".into(), b"x".to_vec()));
    fails(&folder, &covered_up(other), "are one file on many computers");
}

#[test]
fn nothing_is_written_outside() {
    let (folder, entries) = packed();
    for path in
        ["../escaped.txt", "/tmp/rapporteur-escaped.txt", "a/../../escaped.txt", "C:/escaped.txt", "..\\escaped.txt"]
    {
        let mut other = entries.clone();
        // The manifest names it, too.
        let mut told = contents(&other);
        let mut file = told.files[0].clone();
        (file.path, file.size, file.sha256) = (path.into(), 1, sha256(b"x"));
        told.files.push(file);
        other.iter_mut().find(|(name, _)| name == CONTENTS).unwrap().1 = serde_json::to_vec(&told).unwrap();
        other.push((path.into(), b"x".to_vec()));
        fails(&folder, &other, "it was not unpacked");
    }
    assert!(!Path::new("/tmp/rapporteur-escaped.txt").exists());
}

#[test]
fn links_and_encrypted_entries_are_not_followed() {
    let (folder, entries) = packed();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in &entries {
        if name == "evidence/letter.txt" {
            zip.add_symlink(name, "/etc/passwd", SimpleFileOptions::default()).unwrap();
            continue;
        }
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    let told = verified(&folder, &zip.finish().unwrap().into_inner()).ends_with(3).stdout;
    assert!(told.contains("`evidence/letter.txt` is a link") && told.contains("it was not unpacked"), "{told}");
    // The bit that says "encrypted", in the central directory and before the entry.
    let mut bytes = zipped(&entries);
    for (mark, flags) in [(&b"PK\x01\x02"[..], 8), (b"PK\x03\x04", 6)] {
        let at = bytes.windows(4).position(|window| window == mark).unwrap();
        bytes[at + flags] |= 1;
    }
    let told = verified(&folder, &bytes).ends_with(3).stdout;
    assert!(told.contains("encrypted"), "{told}");
}

#[test]
fn bombs_are_not_unpacked() {
    let (folder, entries) = packed();
    // Longer than the manifest says.
    let mut other = entries.clone();
    other.iter_mut().find(|(name, _)| name == "evidence/letter.txt").unwrap().1 = vec![0; 30_000_000];
    fails(&folder, &other, "it is longer than the manifest says");
    // As long as the manifest says, which is too much for so small a file.
    let mut told = contents(&entries);
    told.files[0].size = 10_000_000_000;
    let mut other = entries.clone();
    other.iter_mut().find(|(name, _)| name == CONTENTS).unwrap().1 = serde_json::to_vec(&told).unwrap();
    fails(&folder, &other, "far larger than any pack of its size");
    let mut other = entries;
    other.iter_mut().find(|(name, _)| name == CONTENTS).unwrap().1 = vec![b' '; 30_000_000];
    fails(&folder, &other, "there is no `manifest.json` in it that can be read");
}

#[test]
fn what_is_no_pack_is_told() {
    let (folder, entries) = packed();
    let whole = zipped(&entries);
    for bytes in [&b""[..], b"PK", &whole[..whole.len() / 2], &[0; 1000]] {
        let told = verified(&folder, bytes).ends_with(3).stdout;
        assert!(told.contains("it is no ZIP file"), "{told}");
    }
}

#[test]
fn confidential_evidence_may_stay_at_home() {
    let (folder, _) = packed();
    let told = run(folder.path(), &["pack", "in", "-o", "public.zip", "--without-confidential"]).ends_with(0);
    assert!(told.stderr.contains("1 confidential left out"), "{}", told.stderr);
    let entries = entries(&folder.path().join("public.zip"));
    assert!(entries.iter().all(|(name, bytes)| name != "evidence/secret.txt" && bytes != b"a secret\n"));
    let told = run(folder.path(), &["verify", "public.zip"]);
    assert!(told.stdout.contains("it is confidential and was left out"), "{}", told.stdout);
}
