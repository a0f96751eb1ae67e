//! A review is bound to what was reviewed, and of the items that anybody can draw again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::fs;

use crate::support::{copy, repository, run};

/// The ids of the findings of a review.
fn ids(review: &str) -> Vec<&str> {
    review.lines().filter_map(|line| line.strip_prefix("[finding.\"")?.strip_suffix("\"]")).collect()
}

#[test]
fn a_review_is_of_the_same_items_as_the_checklist() {
    let folder = tempfile::tempdir().unwrap();
    copy(&repository().join("reports"), folder.path());
    let sample = ["--sample", "17", "--seed", "5"];
    let begin = ["review", "init", "responses.toml", "--force"];
    run(folder.path(), &[&begin[..], &sample].concat()).ends_with(0);
    let report = ["report", "responses.toml", "--audience", "auditor", "--format", "html"];
    run(folder.path(), &[&report[..], &sample].concat()).ends_with(0);
    let review = fs::read_to_string(folder.path().join("review.toml")).unwrap();
    let checklist = fs::read_to_string(folder.path().join("auditor.html")).unwrap();
    let ids = ids(&review);
    assert_eq!(ids.len(), 17);
    assert_eq!(checklist.matches("data-item=\"").count(), 17);
    for id in ids {
        assert!(checklist.contains(&format!("data-item=\"{id}\"")), "{id} is in the checklist");
    }
}

#[test]
fn what_was_changed_in_an_answer_or_its_evidence_is_told_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    copy(&repository().join("reports"), folder.path());
    run(folder.path(), &["review", "init", "responses.toml", "--reviewer", "A", "-o", "own.toml"]).ends_with(0);
    let review = fs::read_to_string(folder.path().join("own.toml")).unwrap();
    let filled = review.replace("verdict = \"\"", "verdict = \"insufficient-evidence\"");
    fs::write(folder.path().join("own.toml"), filled).unwrap();
    let check = ["review", "check", "own.toml", "--responses", "responses.toml", "--problems", "plain"];
    let before = run(folder.path(), &check).ends_with(0).stdout;
    assert!(!before.contains("changed]"), "{before}");

    // A file that two answers cite, and a word of a third answer.
    let evidence = folder.path().join("evidence/household-survey-2025.csv");
    fs::write(&evidence, format!("{} ", fs::read_to_string(&evidence).unwrap())).unwrap();
    let responses = folder.path().join("responses.toml");
    let text = fs::read_to_string(&responses).unwrap();
    assert!(text.contains("The National Assembly has"));
    fs::write(&responses, text.replace("The National Assembly has", "Parliament has")).unwrap();
    let citing: Vec<&str> = text
        .split("\n[response.\"")
        .filter(|block| block.contains("household-survey-2025.csv") || block.contains("The National Assembly has"))
        .filter_map(|block| block.split('"').next())
        .collect();
    assert!(citing.len() > 2, "{citing:?}");
    let after = run(folder.path(), &check).ends_with(0).stdout;
    let told: Vec<&str> = after.lines().filter(|line| line.contains("[reviewed-answer-changed]")).collect();
    assert_eq!(told.len(), citing.len(), "{told:#?}");
    for id in citing {
        assert!(told.iter().any(|line| line.contains(&format!("`{id}`"))), "{id} is told");
    }
    assert_eq!(after.matches("[reviewed-responses-changed]").count(), 1);
}
