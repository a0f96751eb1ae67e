//! The figures of one small file, computed by hand from the definitions, against `score --format json`.
//!
//! The rules of `tests/cases/score/country-items/` ask three questions about the institution, two of them below
//! recommendation 1, and one about the country. Each recommendation weighs 1, so the shares are:
//!
//! | item | share | answer | worth |
//! |---|---|---|---|
//! | `1/report-published` | 1/2 | done, with a link | 1 |
//! | `1/report-debated` | 1/2 | none | |
//! | `2/staff-trained` | 1 | regular | 3/4 |
//! | `3/law-in-force` (country) | 1 | partial | 1/2 |

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use crate::support::{repository, run};
use serde_json::{Value, json};

fn score() -> Value {
    let case = repository().join("tests/cases/score/country-items/input");
    let run = run(&case, &["score", "--rules", "rules", "responses.toml", "--format", "json"]).ends_with(0);
    assert!(run.stdout.ends_with("}\n"), "one document and a line break");
    serde_json::from_str(&run.stdout).unwrap()
}

/// Asserts the exact fraction, or null, at each place.
#[track_caller]
fn exactly(of: &Value, wanted: &[(&str, Value)]) {
    for (place, fraction) in wanted {
        let found = of.pointer(place).unwrap_or_else(|| panic!("{place} is not in {of:#}"));
        let found = found.get("exact").unwrap_or(found);
        assert_eq!(found, fraction, "{place}");
    }
}

#[test]
fn the_institutions_headline_is_as_computed_by_hand() {
    exactly(
        &score()["groups"]["institution"],
        &[
            ("/sums/applicable", json!("2")),
            ("/sums/valued", json!("3/2")),
            ("/sums/achieved", json!("5/4")),          // 1/2 · 1 + 1 · 3/4
            ("/coverage", json!("3/4")),               // 3/2 of 2
            ("/implementation", json!("5/6")),         // 5/4 of 3/2
            ("/bounds/lower", json!("5/8")),           // 5/4 of 2
            ("/bounds/upper", json!("7/8")),           // and 1/2 more of 2
            ("/evidence/carried/ratio", json!("1/3")), // 1/2 of 3/2
            ("/evidence/link-only/ratio", json!("1/3")),
            ("/evidence/sealed/ratio", json!("0")),
            ("/not-applicable-share", json!("0")),
            ("/counts/asked", json!(3)),
            ("/counts/answered", json!(2)),
            ("/counts/unanswered", json!(1)),
            ("/counts/fully-met", json!(1)),
        ],
    );
}

#[test]
fn the_country_is_counted_apart() {
    let score = score();
    exactly(
        &score["groups"]["country"],
        &[
            ("/sums/applicable", json!("1")),
            ("/coverage", json!("1")),
            ("/implementation", json!("1/2")),
            ("/bounds/lower", json!("1/2")),
            ("/bounds/upper", json!("1/2")),
            ("/bases/own-monitoring/implementation", json!("1/2")),
            ("/evidence/carried/ratio", json!("0")),
        ],
    );
    assert!(score["groups"]["country"]["addressees"].get("nhri").is_none(), "no figure crosses the groups");
    assert!(score["groups"].as_object().unwrap().keys().eq(["institution", "country"]), "two headlines, no third");
}

#[test]
fn other_models_weigh_the_same_answers_otherwise() {
    exactly(
        &score()["models"]["institution"],
        &[
            ("/shared/implementation", json!("5/6")),
            ("/flat/implementation", json!("7/8")), // (1 + 3/4) / 2
            ("/flat-unweighted/implementation", json!("7/8")),
            ("/by-instrument/implementation", json!("5/6")), // one instrument
            ("/all-or-nothing/implementation", json!("0")),  // neither recommendation is met whole
            ("/all-or-nothing/of", json!(2)),
        ],
    );
}

#[test]
fn gains_and_deadlines_are_as_computed_by_hand() {
    let score = score();
    let item = |name: &str| {
        let items = score["items"].as_array().unwrap();
        items.iter().find(|item| item["id"] == format!("demo-2024/{name}").as_str()).unwrap()
    };
    assert!(item("1/report-published")["gain"].is_null(), "what is fully met can gain nothing");
    // (1/2 + 1/2 + 3/4) / 2 instead of 5/6; the lower bound by its whole share of 2.
    exactly(item("1/report-debated"), &[("/gain/implementation", json!("1/24")), ("/gain/lower-bound", json!("1/4"))]);
    // 1/4 of worth, over what is rated and over all.
    exactly(item("2/staff-trained"), &[("/gain/implementation", json!("1/6")), ("/gain/lower-bound", json!("1/8"))]);
    exactly(item("3/law-in-force"), &[("/gain/implementation", json!("1/2")), ("/gain/lower-bound", json!("1/2"))]);

    let deadline = &score["deadlines"][0];
    // One of the paragraph's two questions has no answer, so it is not met, 215 days after 30 June 2025.
    assert_eq!(
        (&deadline["state"], &deadline["days"], &deadline["met"]),
        (&json!("unanswered"), &json!(215), &json!(false))
    );
}
