//! The data that `report --attach` puts into the PDF: all figures, and nothing that is for colleagues only.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod support;

use std::fs;

use lopdf::Document;
use support::{SOUND, folder_with, run};

/// What no outsider may read; each stands in the file below.
const INTERNAL: [&str; 8] = [
    "MARK-internal-note",
    "MARK-assigned",
    "MARK-answered",
    "MARK-contact",
    "MARK-evidence-title",
    "MARK-evidence-file",
    "MARK-evidence-description",
    "MARK-action",
];

/// The sound file with a mark in every field that is for colleagues only.
fn marked() -> String {
    let answer = r#"
internal-note = "MARK-internal-note"
assigned-to = "MARK-assigned"
answered-by = "MARK-answered"

[[response."eoa-2024/2.1/government-informed".evidence]]
title = "MARK-evidence-title"
kind = "letter"
file = "MARK-evidence-file.pdf"
description = "MARK-evidence-description"
confidential = true

[[response."eoa-2024/2.1/government-informed".action]]
what = "MARK-action"
responsible = "Department A"
due = 2026-06-30
confidential = true
"#;
    let anchor = "obstacle = \"Nobody has been named as responsible.\"\n";
    assert!(SOUND.contains(anchor));
    SOUND.replace(anchor, &format!("{anchor}{answer}")).replace("address = ", "contact = \"MARK-contact\"\naddress = ")
}

#[test]
fn the_attached_data_hold_the_figures_and_nothing_internal() {
    let folder = folder_with(&[("responses.toml", &marked()), ("MARK-evidence-file.pdf", "x")]);
    let base = ["report", "responses.toml", "--date", "2026-03-01", "--keep-html", "--format", "pdf"];
    run(folder.path(), &[&base[..], &["--attach"]].concat()).ends_with(0);
    let page = fs::read_to_string(folder.path().join("self-assessment.html")).unwrap();
    for mark in INTERNAL {
        assert!(page.contains(mark), "{mark} is not in the institution's own report, so its absence proves nothing");
    }
    let document = Document::load(folder.path().join("self-assessment.pdf")).unwrap();
    let streams: Vec<_> = document.objects.values().filter_map(|object| object.as_stream().ok()).collect();
    let files: Vec<_> = streams.iter().filter(|stream| stream.dict.has_type(b"EmbeddedFile")).collect();
    let [file] = files.as_slice() else { panic!("{} attached files", files.len()) };
    let data = String::from_utf8(file.get_plain_content().unwrap()).unwrap();
    let score = run(folder.path(), &["score", "responses.toml", "--date", "2026-03-01", "--format", "json"]);
    assert_eq!(data, score.ends_with(0).stdout);
    for mark in INTERNAL {
        assert!(!data.contains(mark), "{mark} is in the attached data");
    }
}

#[test]
fn nothing_is_attached_unless_asked() {
    let folder = folder_with(&[("responses.toml", SOUND)]);
    run(folder.path(), &["report", "responses.toml", "--date", "2026-03-01", "--format", "pdf"]).ends_with(0);
    let document = Document::load(folder.path().join("self-assessment.pdf")).unwrap();
    let mut streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    assert!(!streams.any(|stream| stream.dict.has_type(b"EmbeddedFile")));
}
