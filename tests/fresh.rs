//! The reports in `reports/` are what the program makes of the example's answers today.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::env;
use std::fs;

use crate::support::{files_below, repository, run};

const EVERYBODY: [&str; 4] = ["--format", "html,pdf", "--audience", "self-assessment,parliament,auditor"];

/// Makes the reports with `arguments`, and holds them against those in `folder`.
fn are_fresh(folder: &str, arguments: &[&str]) {
    let made = tempfile::tempdir().unwrap();
    let output = ["-o", made.path().to_str().unwrap()];
    let said = run(repository(), &[&["report"], arguments, &EVERYBODY, &output].concat()).ends_with(0).stderr;
    assert!(!said.contains("PDF:"), "the PDF shows something differently than the templates ask: {said}");
    let names = files_below(made.path());
    assert_eq!(names.len(), 6, "{names:?}");
    for name in names {
        let (new, place) = (fs::read(made.path().join(&name)).unwrap(), repository().join(folder).join(&name));
        if env::var_os("SNAPSHOTS").is_some_and(|word| word == "overwrite") {
            fs::write(&place, &new).unwrap();
        }
        assert!(
            fs::read(&place).is_ok_and(|old| old == new),
            "{folder}/{name} is not what the program makes today; `SNAPSHOTS=overwrite cargo test --test all fresh::` \
             renews it: look at every page before you commit it"
        );
        assert!(new.len() < 1_500_000, "{folder}/{name} has {} bytes", new.len());
    }
}

#[test]
fn the_reports_of_the_example_are_fresh() {
    let baseline = ["reports/responses.toml", "--baseline", "reports/2024/responses.toml"];
    are_fresh(
        "reports",
        &[&baseline[..], &["--review", "reports/review.toml"], &["--sample", "40", "--seed", "2025", "--attach"]]
            .concat(),
    );
}

#[test]
fn the_reports_of_its_earlier_period_are_fresh() {
    are_fresh("reports/2024", &["reports/2024/responses.toml", "--sample", "20", "--seed", "2024"]);
}
