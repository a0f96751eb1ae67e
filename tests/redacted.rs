//! The redacted form of answers is a responses file like any other: it says the same as what was taken out of the whole
//! left, and all that parliament gets follows from it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use crate::support::{self, SOUND, folder_with, repository, run};
use proptest::prelude::*;
use rapporteur::load::{self, Hashing, Meter};
use rapporteur::model::{Responses, Rules};
use rapporteur::problem::{Problems, Severity};
use rapporteur::source::Sources;
use rapporteur::{canonical, check, render, report};

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let (mut sources, problems) = (Sources::default(), Problems::default());
    check::rules(load::rules([], &mut sources, &problems).unwrap(), &problems)
});

/// The responses at `path`, which must have no errors.
fn responses(path: &Path) -> Responses {
    let (mut sources, problems) = (Sources::default(), Problems::default());
    let hashing = Hashing { all: true, meter: &Meter::default() };
    let written = load::responses(path, hashing, &mut sources, &problems).unwrap();
    let responses = check::responses(written, &RULES, None, &problems);
    let errors: Vec<_> =
        problems.into_sorted().into_iter().filter(|problem| problem.severity() == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    responses.unwrap()
}

/// Writes the redacted form and reads it again: the same answers, and the same text of them.
fn comes_back(whole: &Responses) {
    let text = render::redacted(whole, &RULES, "logo.svg");
    let folder = folder_with(&[("parliament.toml", &text)]);
    if let Some(logo) = &whole.institution.logo {
        fs::write(folder.path().join("logo.svg"), &logo.bytes).unwrap();
    }
    let again = responses(&folder.path().join("parliament.toml"));
    assert_eq!(render::redacted(&again, &RULES, "logo.svg"), text);
    let mut redacted = report::redacted(whole);
    if let Some(logo) = &mut redacted.institution.logo {
        logo.name = "logo.svg".into();
    }
    assert_eq!(canonical::responses(&again), canonical::responses(&redacted));
    assert_eq!(again, Responses { provenance: again.provenance.clone(), ..redacted });
}

#[test]
fn the_redacted_example_comes_back() {
    comes_back(&responses(&repository().join("reports/responses.toml")));
    comes_back(&responses(&repository().join("reports/2024/responses.toml")));
}

#[test]
fn what_is_carried_over_comes_back_as_such() {
    let carried = SOUND.replacen("level = \"done\"", "level = \"done\"\nscale = \"completion\"", 1);
    let carried = carried.replace("state = \"ready\"", "state = \"carried\"");
    let folder = folder_with(&[("responses.toml", &carried)]);
    let whole = responses(&folder.path().join("responses.toml"));
    assert!(whole.responses.values().any(|response| response.carried.is_some()));
    comes_back(&whole);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_words_come_back(words in prop::collection::vec("[ -~\\n\\t\\r\"'\\\\а-яა-ჰ…{}#]{0,40}", 12)) {
        let folder = folder_with(&[("responses.toml", SOUND)]);
        let mut whole = responses(&folder.path().join("responses.toml"));
        let mut words = words.into_iter().cycle();
        let mut next = || words.next().unwrap();
        whole.particulars.summary = next();
        whole.institution.address = next();
        for exclusion in &mut whole.exclusions {
            exclusion.reason = next();
        }
        for response in whole.responses.values_mut() {
            response.narrative = next();
            response.obstacle = next();
            for evidence in &mut response.evidence {
                evidence.description = next();
                evidence.title = format!("x{}", next());
            }
            for action in &mut response.actions {
                action.what = format!("{}x", next());
                action.cost = next();
            }
        }
        comes_back(&whole);
    }
}

/// The folder of the example's redacted form, and of its reports for parliament made of both.
#[test]
fn parliament_gets_the_same_of_both() {
    let folder = tempfile::tempdir().unwrap();
    support::copy(&repository().join("reports"), &folder.path().join("whole"));
    let export = ["export", "whole/responses.toml", "--to", "redacted", "-o", "parts/responses.toml"];
    fs::create_dir(folder.path().join("parts")).unwrap();
    run(folder.path(), &export).ends_with(0);
    assert!(run(folder.path(), &export).ends_with(1).stderr.contains("exists already"));
    let hash = |path: &str| rapporteur::source::sha256(&fs::read(folder.path().join(path)).unwrap());
    let page = |file: &str, output: &str| {
        let format = ["--audience", "parliament", "--format", "html"];
        run(folder.path(), &[&["report", file, "-o", output][..], &format].concat()).ends_with(0);
        let page = fs::read_to_string(folder.path().join(output).join("parliament.html")).unwrap();
        page.replace(&hash(file), "THE FILE")
    };
    assert_eq!(page("whole/responses.toml", "one"), page("parts/responses.toml", "two"));
    let figures = |file: &str| run(folder.path(), &["score", file, "--format", "json"]).ends_with(0).stdout;
    let (whole, parts) = (figures("whole/responses.toml"), figures("parts/responses.toml"));
    assert_eq!(
        whole.replace(&hash("whole/responses.toml"), "THE FILE"),
        parts.replace(&hash("parts/responses.toml"), "THE FILE")
    );
}

#[test]
fn a_redacted_file_is_for_outsiders_only() {
    let folder = folder_with(&[("responses.toml", SOUND)]);
    run(folder.path(), &["export", "responses.toml", "--to", "redacted", "-o", "parliament.toml"]).ends_with(0);
    for refused in [
        &["report", "parliament.toml"][..],
        &["report", "parliament.toml", "--audience", "parliament,auditor"],
        &["update", "parliament.toml"],
        &["carry", "parliament.toml", "-o", "next.toml", "--period", "2026"],
        &["export", "parliament.toml", "--to", "xlsx"],
    ] {
        let run = run(folder.path(), refused);
        assert_eq!(run.code, Some(2), "{refused:?}");
        let said = run.stderr.lines().last().unwrap().to_owned();
        assert!(said.contains("`parliament.toml` is a redacted file, which"), "{said}");
    }
    run(folder.path(), &["check", "parliament.toml"]).ends_with(0);
}
