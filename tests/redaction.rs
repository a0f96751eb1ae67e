//! What is for colleagues only never leaves: a mark stands in every such field, of this period and of the earlier one, and
//! is looked for in every byte that outsiders get.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;

use crate::support::{self, SOUND, folder_with, run};
use lopdf::{Document, Object};
use rapporteur::proof;
use rapporteur::source::sha256;

/// What no outsider may read; each stands in the file below.
const INTERNAL: [&str; 19] = [
    "MARK-review-internal",
    "MARK-internal-note",
    "MARK-assigned",
    "MARK-answered",
    "MARK-contact",
    "MARK-evidence-title",
    "MARK-evidence-kind",
    "MARK-evidence-file",
    "MARK-evidence-url",
    "MARK-evidence-pages",
    "MARK-evidence-description",
    "MARK-action",
    "MARK-responsible",
    "MARK-cost",
    "MARK-carried-narrative",
    "MARK-carried-obstacle",
    "MARK-carried-state-comment",
    "MARK-carried-evidence",
    "MARK-carried-action",
];

/// What is not confidential, in the same file: its being there shows that absence means something.
const OPEN: [&str; 4] = ["OPEN-transmittal", "OPEN-request", "OPEN-review-note", "OPEN-independence"];

/// The sound file with a mark in every field that is for colleagues only.
fn marked() -> String {
    let hash = "0".repeat(60) + "feed";
    let answer = format!(
        r#"
internal-note = "MARK-internal-note"
assigned-to = "MARK-assigned"
answered-by = "MARK-answered"

[[response."eoa-2024/2.1/government-informed".evidence]]
title = "MARK-evidence-title"
kind = "MARK-evidence-kind"
file = "MARK-evidence-file.pdf"
url = "https://example.org/MARK-evidence-url"
date = 2025-01-17
pages = "MARK-evidence-pages"
description = "MARK-evidence-description"
sha256 = "{hash}"
confidential = true

[[response."eoa-2024/2.1/government-informed".action]]
what = "MARK-action"
responsible = "MARK-responsible"
cost = "MARK-cost"
due = 2026-06-30
confidential = true
"#
    );
    let carried = r#"
[response."eoa-2024/2.4/reachable-offline"]
level = "full"
state = "carried"
narrative = "MARK-carried-narrative"
obstacle = "MARK-carried-obstacle"
state-comment = "MARK-carried-state-comment"

[[response."eoa-2024/2.4/reachable-offline".evidence]]
title = "MARK-carried-evidence"
kind = "letter"
url = "https://example.org/carried"

[[response."eoa-2024/2.4/reachable-offline".action]]
what = "MARK-carried-action"
responsible = "Department A"
due = 2026-06-30
"#;
    let anchor = "obstacle = \"Nobody has been named as responsible.\"\n";
    assert!(SOUND.contains(anchor));
    SOUND
        .replace(anchor, &format!("{anchor}{answer}"))
        .replace("address = ", "contact = \"MARK-contact\"\naddress = ")
        .replace("\nprepared-by", "\ntransmittal = \"OPEN-transmittal\"\nprepared-by")
        + "\n[[request]]\nid = \"1\"\nwhat = \"OPEN-request\"\nserves = [\"eoa-2024/2.1/government-informed\"]\n"
        + carried
}

/// A review with a mark where it is for the institution and auditors only, and where it names a confidential document.
const REVIEW: &str = r#"
format = 1

[review]
reviewer = "Mireille Dask"
independence = "OPEN-independence"
responses-sha256 = "0000000000000000000000000000000000000000000000000000000000000000"

[finding."eoa-2024/2.1/government-informed"]
verdict = "insufficient-evidence"
note = "OPEN-review-note"
internal-note = "MARK-review-internal"
looked-at = ["./MARK-evidence-file.pdf", "the letter called mark-evidence-TITLE", "OPEN-register"]
answer-sha256 = "0000000000000000000000000000000000000000000000000000000000000000"

[finding."eoa-2024/2.4/reachable-offline"]
verdict = "insufficient-evidence"
note = "MARK-carried-review"
answer-sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
"#;

/// Everything that a PDF holds, as text: objects, decompressed streams, and the characters of its fonts' codes.
fn all_of(pdf: &Path) -> String {
    let document = Document::load(pdf).unwrap();
    let mut text = String::new();
    for object in document.objects.values() {
        let mut objects = vec![object];
        while let Some(object) = objects.pop() {
            match object {
                Object::String(bytes, _) | Object::Name(bytes) => {
                    text.push_str(&String::from_utf8_lossy(bytes));
                    let wide: Vec<u16> =
                        bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
                    text.push_str(&String::from_utf16_lossy(&wide));
                }
                Object::Array(list) => objects.extend(list),
                Object::Dictionary(table) => objects.extend(table.iter().map(|(_, value)| value)),
                Object::Stream(stream) => {
                    objects.extend(stream.dict.iter().map(|(_, value)| value));
                    let plain = stream.get_plain_content().unwrap_or_else(|_| stream.content.clone());
                    text.push_str(&String::from_utf8_lossy(&plain));
                }
                _ => {}
            }
            text.push('\n');
        }
    }
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    text + &document.extract_text(&pages).unwrap()
}

/// Everything that a Word file holds, as text: the names of its parts, and what stands in them.
fn all_of_word(docx: &Path) -> String {
    let parts = support::unzipped(&fs::read(docx).unwrap());
    parts.iter().map(|(name, bytes)| format!("{name}\n{}\n", String::from_utf8_lossy(bytes))).collect()
}

/// Binds the first finding to its answer, so that it counts and is told.
fn bind_review(folder: &Path) {
    run(folder, &["review", "init", "responses.toml", "-o", "begun.toml"]).ends_with(0);
    let begun = fs::read_to_string(folder.join("begun.toml")).unwrap();
    let block = begun.split_once("[finding.\"eoa-2024/2.1/government-informed\"]").unwrap().1;
    let hash = block.split_once("answer-sha256 = \"").unwrap().1.split('"').next().unwrap();
    let (head, rest) = REVIEW.split_once("answer-sha256 = \"").unwrap();
    let rest = rest.trim_start_matches('0');
    fs::write(folder.join("review.toml"), format!("{head}answer-sha256 = \"{hash}{rest}")).unwrap();
}

fn lacks_marks(text: &str, what: &str) {
    // The documents that are confidential, and what is made of them, are not there either.
    let hash = sha256(b"x");
    for mark in INTERNAL.into_iter().chain(["0000feed", "mark-evidence-TITLE", "MARK-carried-review", hash.as_str()]) {
        assert!(!text.contains(mark), "{mark} is in {what}");
    }
}

#[test]
fn nothing_internal_reaches_parliament() {
    let earlier = marked().replacen("\ndate = 2026", "\ndate = 2025", 1);
    let files = [
        ("responses.toml", marked()),
        ("earlier.toml", earlier),
        ("review.toml", REVIEW.into()),
        ("MARK-evidence-file.pdf", "x".into()),
    ];
    // Templates of somebody's own may print whatever they are given.
    let greedy = "{{#each instruments}}{{#each recommendations}}{{#each items}}{{assigned-to}}{{answered-by}}\
                  {{internal-note}}{{narrative}}{{#if finding}}{{finding.note}}{{finding.internal-note}}{{#each finding.looked-at}}{{this}}{{/each}}{{/if}}{{#if carried}}MARK-carried-obstacle{{/if}}{{#each evidence}}{{title}}{{file}}{{url}}{{sha256}}{{recorded}}{{/each}}\
                  {{#each actions}}{{what}}{{/each}}{{/each}}{{/each}}{{/each}}{{institution.contact}}\
                  {{#each register}}{{document.title}}{{/each}}{{#each gaps}}{{#each rows}}{{responsible}}{{/each}}{{/each}}";
    let folder = folder_with(&files.each_ref().map(|(name, text)| (*name, text.as_str())));
    fs::create_dir(folder.path().join("own")).unwrap();
    let page =
        "<!DOCTYPE html><html lang=\"en\"><title>x</title><p>OPEN-own</p><p>".to_owned() + greedy + "</p></html>";
    fs::write(folder.path().join("own/parliament.hbs"), page).unwrap();
    bind_review(folder.path());
    let base = ["report", "responses.toml", "--baseline", "earlier.toml", "--attach", "--date", "2026-03-01"];
    let base = [&base[..], &["--format", "html,pdf,docx", "--review", "review.toml"]].concat();

    run(folder.path(), &[&base[..], &["--audience", "self-assessment,parliament", "-o", "out"]].concat()).ends_with(0);
    let own = fs::read_to_string(folder.path().join("out/self-assessment.html")).unwrap();
    for mark in INTERNAL {
        assert!(own.contains(mark), "{mark} is not in the institution's own report, so its absence proves nothing");
    }
    assert!(own.contains("0000feed"));
    let theirs = fs::read_to_string(folder.path().join("out/parliament.html")).unwrap();
    for open in OPEN {
        assert!(theirs.contains(open), "{open} is not in the report");
    }
    lacks_marks(&theirs, "the HTML for parliament");
    let own = all_of(&folder.path().join("out/self-assessment.pdf"));
    for mark in INTERNAL.into_iter().chain([sha256(b"x").as_str()]) {
        assert!(own.contains(mark), "{mark} is not in the institution's own PDF, so its absence proves nothing");
    }
    let theirs = all_of(&folder.path().join("out/parliament.pdf"));
    assert!(theirs.contains("OPEN-request") && theirs.contains("\"implementation\""));
    assert!(theirs.contains("[finding.\"eoa-2024/2.1/government-informed\"]"), "the redacted review is attached");
    lacks_marks(&theirs, "the PDF for parliament");
    let own = all_of_word(&folder.path().join("out/self-assessment.docx"));
    for mark in INTERNAL {
        assert!(own.contains(mark), "{mark} is not in the institution's own Word file, so its absence proves nothing");
    }
    let theirs = all_of_word(&folder.path().join("out/parliament.docx"));
    for open in OPEN {
        assert!(theirs.contains(open), "{open} is not in the Word file");
    }
    lacks_marks(&theirs, "the Word file for parliament");

    run(folder.path(), &[&base[..], &["--audience", "parliament", "--templates", "own", "-o", "greedy"]].concat())
        .ends_with(0);
    let greedy = fs::read_to_string(folder.path().join("greedy/parliament.html")).unwrap();
    assert!(greedy.contains("OPEN-own"));
    lacks_marks(&greedy, "a page of own templates");
}

#[test]
fn a_draft_for_parliament_tells_places_and_not_what_stands_there() {
    let faulty = marked().replace("\"MARK-evidence-file.pdf\"", "\"../MARK-evidence-file.pdf\"");
    let folder = folder_with(&[("responses.toml", &faulty)]);
    let base = ["report", "responses.toml", "--draft", "--format", "html", "--audience", "self-assessment,parliament"];
    run(folder.path(), &base).ends_with(0);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(read("self-assessment.html").contains("../MARK-evidence-file.pdf"), "the own draft tells what is wrong");
    let theirs = read("parliament.html");
    assert!(theirs.contains("<li><code>responses.toml:"), "the place is told");
    lacks_marks(&theirs, "the draft for parliament");
}

#[test]
fn what_is_attached_for_parliament_holds_nothing_internal() {
    let earlier = marked().replacen("\ndate = 2026", "\ndate = 2025", 1);
    let files = [("responses.toml", marked()), ("earlier.toml", earlier), ("MARK-evidence-file.pdf", "x".into())];
    let folder = folder_with(&files.each_ref().map(|(name, text)| (*name, text.as_str())));
    let base = ["report", "responses.toml", "--baseline", "earlier.toml", "--date", "2026-03-01", "--attach"];
    run(folder.path(), &[&base[..], &["--audience", "self-assessment,parliament"]].concat()).ends_with(0);
    let attached = |name: &str| proof::attachments(&fs::read(folder.path().join(name)).unwrap()).unwrap();
    let text = |file: &proof::Attached| String::from_utf8(file.bytes.clone()).unwrap();
    let score = run(folder.path(), &["score", "responses.toml", "--date", "2026-03-01", "--format", "json"]);
    let score = score.ends_with(0).stdout;
    for name in ["self-assessment.pdf", "parliament.pdf"] {
        let files = attached(name);
        assert_eq!((files[0].name.as_str(), text(&files[0])), ("assessment.json", score.clone()));
        lacks_marks(&text(&files[0]), "the attached data");
    }
    let files = attached("parliament.pdf");
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names[1..4], ["manifest.json", "responses-responses.toml", "baseline-1-responses.toml"]);
    for file in &files {
        lacks_marks(&text(file), &file.name);
    }
    // The others are of a review.
    assert!(OPEN[..2].iter().all(|open| text(&files[2]).contains(open)), "what is open is there");
    lacks_marks(&fs::read_to_string(folder.path().join("parliament.html")).unwrap(), "the page with its manifest");

    run(folder.path(), &["export", "responses.toml", "--to", "redacted", "-o", "parliament.toml"]).ends_with(0);
    let exported = fs::read_to_string(folder.path().join("parliament.toml")).unwrap();
    assert_eq!(exported, text(&files[2]), "what is published is what is attached");
}

#[test]
fn nothing_internal_is_in_oscal() {
    let folder = folder_with(&[("responses.toml", &marked()), ("MARK-evidence-file.pdf", "x")]);
    run(folder.path(), &["export", "responses.toml", "--to", "oscal", "-o", "oscal"]).ends_with(0);
    let files = support::files_below(&folder.path().join("oscal"));
    assert_eq!(files.len(), 5, "{files:?}");
    let text = |name: &String| fs::read_to_string(folder.path().join("oscal").join(name)).unwrap();
    let all: String = files.iter().map(text).collect();
    lacks_marks(&all, "OSCAL");
    assert!(all.contains("A letter was sent") && all.contains("Send the letter"), "what is open is there");
    assert!(all.contains("\"A confidential document\""), "that there is such a document is said");
}

#[test]
fn nothing_is_attached_unless_asked() {
    let folder = folder_with(&[("responses.toml", SOUND)]);
    run(folder.path(), &["report", "responses.toml", "--date", "2026-03-01", "--format", "pdf"]).ends_with(0);
    let document = Document::load(folder.path().join("self-assessment.pdf")).unwrap();
    let mut streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    assert!(!streams.any(|stream| stream.dict.has_type(b"EmbeddedFile")));
}
