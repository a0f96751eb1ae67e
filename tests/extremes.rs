//! Answers at the ends of what people write: none, one, all, nothing that applies, very long names and texts, very much
//! evidence. Every report is made, holds what it must, and says nothing wrong.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;

use crate::support::{folder_with, run};

/// A blank file for the two texts to institutions, with every level replaced by what `level` gives for the item and the
/// first level of its scale.
fn answers(level: impl Fn(&str, &str) -> String) -> String {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["init", "--instrument", "eoa-2024,conf-2023", "--year", "2025"];
    let blank = run(folder.path(), &arguments).ends_with(0).stdout;
    let (mut first, mut before) = ("", "");
    let mut lines: Vec<String> = Vec::new();
    for (at, line) in blank.lines().enumerate() {
        if before == "# Levels:" {
            first = line.trim_start_matches(['#', ' ']).split(' ').next().unwrap();
        }
        let header = before.strip_prefix("[response.\"").and_then(|rest| rest.strip_suffix("\"]"));
        assert!(header.is_none() || line == "level = \"\"", "line {at}");
        lines.push(header.map_or_else(|| line.to_owned(), |id| level(id, first)));
        before = line;
    }
    lines.join("\n") + "\n"
}

/// Makes all reports, HTML and PDF, and gives the three pages.
fn reports(responses: &str) -> [String; 3] {
    let folder = folder_with(&[("responses.toml", responses)]);
    let arguments = ["report", "responses.toml", "--audience", "self-assessment,parliament,auditor"];
    let said = run(folder.path(), &arguments).ends_with(0).stderr;
    assert!(!said.contains("PDF:"), "{said}");
    ["self-assessment", "parliament", "auditor"].map(|reader| {
        let pdf = fs::read(folder.path().join(format!("{reader}.pdf"))).unwrap();
        assert!(pdf.starts_with(b"%PDF-1.7") && pdf.ends_with(b"%%EOF"), "{reader}");
        page(folder.path(), reader)
    })
}

fn page(folder: &Path, reader: &str) -> String {
    fs::read_to_string(folder.join(format!("{reader}.html"))).unwrap()
}

/// The value of a figure of the institution in a page.
fn figure(page: &str, name: &str) -> String {
    let (_, figures) = page.split_once("data-scope=\"institution\" data-figures=\"").unwrap();
    let (_, value) = figures.split('"').next().unwrap().split_once(&format!("{name}=")).unwrap();
    value.split(';').next().unwrap().to_owned()
}

#[test]
fn without_an_answer_there_is_no_figure() {
    for page in reports(&answers(|_, _| "level = \"\"".to_owned())) {
        assert_eq!(figure(&page, "implementation"), "—");
        assert_eq!((figure(&page, "lower"), figure(&page, "upper")), ("0\u{a0}%".into(), "100\u{a0}%".into()));
    }
}

#[test]
fn one_answer_is_one() {
    let one = |id: &str, _: &str| match id {
        "eoa-2024/2.2/experience-used" => "level = \"done\"".to_owned(),
        _ => "level = \"\"".to_owned(),
    };
    for page in reports(&answers(one)) {
        assert_eq!(figure(&page, "implementation"), "100\u{a0}%");
        assert_eq!(figure(&page, "valued"), "1");
    }
}

#[test]
fn what_does_not_apply_is_in_no_figure() {
    let none = "level = \"not-applicable\"\nreason-code = \"other\"\nreason = \"Nothing applies.\"";
    for page in reports(&answers(|_, _| none.to_owned())) {
        assert_eq!((figure(&page, "applicable"), figure(&page, "implementation")), ("0".into(), "—".into()));
        assert!(page.contains("Nothing applies."));
    }
}

#[test]
fn every_item_answered_leaves_no_bounds() {
    for page in reports(&answers(|_, first| format!("level = \"{first}\""))) {
        assert_eq!((figure(&page, "unanswered"), figure(&page, "valued")), ("0".into(), figure(&page, "asked")));
        assert_eq!(figure(&page, "lower"), figure(&page, "upper"));
    }
}

#[test]
fn long_names_and_texts_and_much_evidence_come_through_whole() {
    let name = "Long ".repeat(400) + "LAST";
    let narrative = "word ".repeat(20_000) + "END";
    let item = "eoa-2024/2.2/experience-used";
    let evidence = (1..=500).map(|number| {
        format!(
            "\n[[response.\"{item}\".evidence]]\ntitle = \"Document {number} of many\"\nkind = \"letter\"\n\
             url = \"https://example.org/{number}\"\ndate = 2025-05-01\n"
        )
    });
    let evidence: String = evidence.collect();
    let answered =
        |id: &str, _: &str| if id == item { "level = \"in-preparation\"" } else { "level = \"\"" }.to_owned();
    // The narrative of this item stands in the line behind its level.
    let empty = "level = \"in-preparation\"\nnarrative = ''''''";
    let whole = format!("level = \"in-preparation\"\nnarrative = '''{narrative}'''");
    let responses = answers(answered);
    assert!(responses.contains(empty));
    let named = responses.replacen(empty, &whole, 1).replacen("name = \"\"", &format!("name = \"{name}\""), 1);
    let [own, parliament, auditor] = reports(&(named + &evidence));
    for page in [&own, &parliament, &auditor] {
        assert!(page.contains(&name));
    }
    for page in [&own, &auditor] {
        assert!(page.contains("word END") && page.contains("Document 500 of many"));
        assert!(page.matches("word ").count() >= 20_000);
    }
    assert!(parliament.contains("500 documents"));
}
