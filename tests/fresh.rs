//! The reports in `reports/` are what the program makes of `reports/responses.toml` today.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod support;

use std::env;
use std::fs;

use support::{files_below, repository, run};

#[test]
fn the_reports_of_the_example_are_fresh() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().to_str().unwrap();
    let arguments = ["report", "reports/responses.toml", "--format", "html,pdf", "-o", output];
    let said = run(repository(), &arguments).ends_with(0).stderr;
    assert!(!said.contains("PDF:"), "the PDF shows something differently than the templates ask: {said}");
    let made = files_below(folder.path());
    assert_eq!(made, ["self-assessment.html", "self-assessment.pdf"]);
    for name in made {
        let (new, place) = (fs::read(folder.path().join(&name)).unwrap(), repository().join("reports").join(&name));
        if env::var_os("SNAPSHOTS").is_some_and(|word| word == "overwrite") {
            fs::write(&place, &new).unwrap();
        }
        assert!(
            fs::read(&place).is_ok_and(|old| old == new),
            "reports/{name} is not what the program makes today; `SNAPSHOTS=overwrite cargo test --test fresh` renews \
             it: look at every page before you commit it"
        );
    }
}
