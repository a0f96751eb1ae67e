use std::collections::BTreeSet;

use rapporteur::assess::{ItemChangeKind, assess};
use rapporteur::model::{
    Action, ActionStatus, Answer, Basis, Deadline, Evidence, EvidenceState, Group, Item, Profile, Recommendation,
    Response, Responses, Rules, Wording,
};
use rapporteur::render;
use serde_json::{Value, json};
use strum::IntoEnumIterator;

use crate::support::build::{
    action, answer, day, evidence, exclusion, instrument, item, level, not_applicable, recommendation, responses, rules,
};

/// What stands for anything that must not be written.
const SECRET: &str = "for colleagues only";

#[test]
fn headline() {
    let document = document();
    let institution = &document["groups"]["institution"];
    // Shares 1/3, 1/3, 1/3 | 1, 0; the excluded recommendation has none. Achieved 1/3 + 1/6 of 2/3 valued.
    assert_eq!(institution["coverage"], ratio("83\u{a0}%", 0.833_333, "5/6"));
    assert_eq!(institution["implementation"], ratio("75\u{a0}%", 0.75, "3/4"));
    assert_eq!(institution["bounds"]["lower"], ratio("25\u{a0}%", 0.25, "1/4"));
    assert_eq!(institution["bounds"]["upper"], ratio("92\u{a0}%", 0.916_667, "11/12"));
    // Over all items: 1/3, 1/3, 1/3 | 1/2, 1/2 | 1, together 3; all but 2/3 is open, 3/2 is waved away.
    assert_eq!(institution["bounds-not-applicable"]["lower"], ratio("17\u{a0}%", 0.166_667, "1/6"));
    assert_eq!(institution["bounds-not-applicable"]["upper"], ratio("94\u{a0}%", 0.944_444, "17/18"));
    assert_eq!(institution["not-applicable-share"], ratio("50\u{a0}%", 0.5, "1/2"));
    let half = json!({ "ratio": ratio("50\u{a0}%", 0.5, "1/2"), "items": 1, "of": 2 });
    assert_eq!((&institution["evidence"]["sealed"], &institution["evidence"]["link-only"]), (&half, &half));
    assert_eq!(institution["evidence"]["carried"]["ratio"], ratio("100\u{a0}%", 1.0, "1"));
    assert_eq!(institution["evidence"]["present"]["items"], 0);
    let sums = ["applicable", "answered", "valued", "achieved"].map(|key| institution["sums"][key]["exact"].clone());
    assert_eq!(sums, ["2", "5/3", "2/3", "1/2"]);
    assert_eq!(institution["counts"]["asked"], 6);
    assert_eq!(institution["themes"]["first"]["coverage"], institution["coverage"]);
    assert_eq!(institution["indicators"]["outcome"]["coverage"], Value::Null);
    assert_eq!(institution["bases"]["own-monitoring"]["counts"]["answered"], 1);
    assert_eq!(institution["bases"]["not-stated"]["counts"]["answered"], 2);
    assert_eq!(document["groups"]["country"]["implementation"], Value::Null);
    assert_eq!(document["models"]["institution"]["all-or-nothing"]["of"], 1);
    assert_eq!(document["bodies"]["asked"], 0);
    assert_eq!(document["responses"][0]["file"], "responses.toml");
}

#[test]
fn items() {
    let document = document();
    let item = |id: &str| {
        let items = document["items"].as_array().unwrap();
        items.iter().find(|item| item["id"] == id).unwrap().clone()
    };
    let half = item("x/1/b");
    assert_eq!((&half["standing"], &half["level"]), (&json!("valued"), &json!("half")));
    assert_eq!(half["value"], ratio("50\u{a0}%", 0.5, "1/2"));
    assert_eq!(half["share"], json!({ "value": 0.333_333, "exact": "1/3" }));
    // s·(1 − v) = 1/6, of 2/3 valued and of 2 applicable.
    assert_eq!(half["gain"]["implementation"], points("+25", 0.25, "1/4"));
    assert_eq!(half["gain"]["lower-bound"], points("+8", 0.083_333, "1/12"));
    // Confidential evidence counts; a missing file does not.
    assert_eq!((&half["evidence"], &half["strongest-evidence"]), (&json!(1), &json!("link-only")));
    let full = item("x/1/a");
    assert_eq!((&full["evidence"], &full["strongest-evidence"]), (&json!(1), &json!("sealed")));
    assert_eq!((&full["fully-met"], &full["gain"]), (&json!(true), &Value::Null));
    assert_eq!(item("x/1/c")["level"], Value::Null);
    assert_eq!(item("x/2/a")["standing"], "unvalued");
    assert_eq!(
        item("x/2/b")["not-applicable"],
        json!({ "by": "item", "reason-code": "outside-mandate", "reason": "No such power." })
    );
    assert_eq!(
        (&item("x/2/b")["share"]["exact"], &item("x/2/b")["share-of-all"]["exact"]),
        (&json!("0"), &json!("1/2"))
    );
    assert_eq!(item("x/3/a")["not-applicable"]["by"], "exclusion");
    // The question in the responses' language, where there is one.
    assert_eq!((&item("x/4/a")["question"], &half["question"]), (&json!("Вопрос?"), &json!("Question b?")));
}

#[test]
fn deadlines_and_actions() {
    let document = document();
    let deadlines = document["deadlines"].as_array().unwrap();
    assert_eq!(deadlines.len(), 2);
    let shown = |number: usize| {
        let entry = &deadlines[number];
        ["ref", "group", "deadline", "state", "days", "met", "done-on"].map(|key| entry[key].to_string()).join(" ")
    };
    assert_eq!(shown(0), r#""1" "institution" {"date":"2026-01-31"} "overdue" 1 false null"#);
    assert_eq!(shown(1), r#""4" "country" {"every":"year"} "no-date" null false null"#);
    assert_eq!(
        document["actions"],
        json!([{
            "item": "x/1/b", "what": "Write to the ministry", "responsible": "Legal department",
            "due": "2025-06-30", "status": "open", "overdue": true,
        }])
    );
}

#[test]
fn nothing_for_colleagues_is_written() {
    let text = document().to_string();
    assert!(!text.contains(SECRET), "{text}");
}

/// `json.md` names every field there is, and no other.
#[test]
fn every_field_is_described() {
    let mut written = BTreeSet::new();
    fields(&document(), &mut written);
    fields(&super::review::document(), &mut written);
    let mut compared = BTreeSet::new();
    fields(&comparison(), &mut compared);
    // Ways to change stand as keys; every one is described in a sentence.
    compared.retain(|key| ItemChangeKind::iter().all(|kind| kind.to_string() != *key));
    written.extend(compared);
    // Ids that stand as keys.
    written.retain(|key| !["x", "a", "first"].contains(&key.as_str()));

    let description = include_str!("../../src/render/json.md");
    let named: BTreeSet<&str> = description.split('`').skip(1).step_by(2).collect();
    let missing: Vec<_> = written.iter().filter(|key| !named.contains(key.as_str())).collect();
    assert!(missing.is_empty(), "not described: {missing:?}");

    let first_cells = description.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next());
    let described = first_cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    let alien: Vec<_> = described.filter(|key| !written.contains(*key)).collect();
    assert!(alien.is_empty(), "described, but not written: {alien:?}");
}

/// All keys of all objects.
fn fields(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                found.insert(key.clone());
                fields(value, found);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| fields(value, found)),
        _ => {}
    }
}

/// The same, held against a period that asked fewer items.
fn comparison() -> Value {
    let (rules, now) = (case_rules(), case_responses());
    let mut then = Responses { responses: std::collections::BTreeMap::new(), ..now.clone() };
    then.profile = Profile::Core;
    render::comparison(&[&assess(&rules, &then, day(2025, 2, 1)), &assess(&rules, &now, day(2026, 2, 1))])
}

/// A case in which no field is always empty.
fn document() -> Value {
    let (rules, responses) = (case_rules(), case_responses());
    render::assessment(&assess(&rules, &responses, day(2026, 2, 1)))
}

fn case_rules() -> Rules {
    let question = Wording::by_language(
        [("en", "Question?"), ("ru", "Вопрос?")].map(|(tag, text)| (tag.into(), text.into())).into(),
    );
    let theirs = Item { about: Group::Country, ask: question.unwrap(), ..item("a") };
    rules([instrument(
        "x",
        [
            Recommendation {
                deadline: Some(Deadline::Date(day(2026, 1, 31))),
                ..recommendation("1", ["a", "b", "c"].map(item))
            },
            recommendation("2", ["a", "b"].map(item)),
            recommendation("3", ["a"].map(item)),
            Recommendation { deadline: Some(Deadline::Every("year".into())), ..recommendation("4", [theirs]) },
        ],
    )])
}

fn case_responses() -> Responses {
    let full = Response {
        basis: Some(Basis::OwnMonitoring),
        done_on: Some(day(2025, 12, 1)),
        evidence: vec![evidence(EvidenceState::Missing), evidence(EvidenceState::Sealed)],
        ..level("full")
    };
    let confidential = Evidence {
        title: SECRET.into(),
        file: SECRET.into(),
        url: SECRET.into(),
        description: SECRET.into(),
        sha256: SECRET.into(),
        confidential: true,
        ..evidence(EvidenceState::LinkOnly)
    };
    let due = day(2025, 6, 30);
    let half = Response {
        evidence: vec![confidential],
        actions: vec![
            action(due, ActionStatus::Open),
            Action { what: SECRET.into(), confidential: true, ..action(due, ActionStatus::Open) },
        ],
        internal_note: SECRET.into(),
        assigned_to: SECRET.into(),
        answered_by: SECRET.into(),
        ..level("half")
    };
    let mut responses = responses(
        &["x"],
        [
            ("x/1/a", full),
            ("x/1/b", half),
            ("x/1/c", answer(Answer::Unanswered)),
            ("x/2/a", level("no-information")),
            ("x/2/b", not_applicable()),
        ],
    );
    responses.exclusions = vec![exclusion("x", Some("3"))];
    responses.institution.contact = SECRET.into();
    responses.particulars.language = "ru".into();
    responses
}

/// A ratio as the document has it.
fn points(points: &str, value: f64, exact: &str) -> Value {
    json!({ "points": points, "value": value, "exact": exact })
}

fn ratio(percent: &str, value: f64, exact: &str) -> Value {
    json!({ "percent": percent, "value": value, "exact": exact })
}
