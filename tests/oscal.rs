//! OSCAL: a catalog gives back the rules that it was made of, and the other files say what the figures say.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::{self, folder_with, run};
use proptest::prelude::*;
use rapporteur::assess::assess;
use rapporteur::model::{Deadline, Instrument, Profile, Provenance, Responses, Rules, Wording, token};
use rapporteur::problem::{Problems, Style, show};
use rapporteur::source::Sources;
use rapporteur::{check, load, render};
use serde_json::Value;

/// Rules, which have no problem of any severity.
fn rules(folder: Option<&Path>) -> Rules {
    let (mut sources, problems) = (Sources::default(), Problems::default());
    let rules = check::rules(load::rules(folder, &mut sources, &problems).unwrap(), &problems);
    let shown: String = problems.into_sorted().iter().map(|problem| show(problem, &sources, Style::Plain)).collect();
    assert_eq!(shown, "");
    rules
}

fn without_provenance(instrument: &Instrument) -> Instrument {
    Instrument { provenance: Provenance { file: String::new(), sha256: String::new() }, ..instrument.clone() }
}

#[test]
fn the_catalog_of_every_shipped_instrument_gives_the_same_rules() {
    let shipped = rules(None);
    let ids: Vec<&str> = shipped.instrument_ids().collect();
    let folder = folder_with(&[]);
    run(folder.path(), &["init", "--instrument", &ids.join(","), "--year", "2025", "-o", "responses.toml"])
        .ends_with(0);
    let text = fs::read_to_string(folder.path().join("responses.toml")).unwrap();
    let text = text.replacen("name = \"\"", "name = \"Office\"", 1).replacen("country = \"\"", "country = \"XA\"", 1);
    fs::write(folder.path().join("responses.toml"), text).unwrap();
    run(folder.path(), &["export", "responses.toml", "--to", "oscal", "-o", "oscal"]).ends_with(0);
    fs::create_dir(folder.path().join("rules")).unwrap();
    for id in &ids {
        let (catalog, file) = (format!("oscal/catalog-{id}.json"), format!("rules/{id}.toml"));
        run(folder.path(), &["import", &catalog, "-o", &file]).ends_with(0);
    }
    let again = rules(Some(&folder.path().join("rules")));
    for instrument in &shipped.instruments {
        let back = again.instrument(&instrument.id).unwrap();
        assert_eq!(without_provenance(back), without_provenance(instrument));
    }
    assert_eq!((again.scales, again.themes, again.links), (shipped.scales, shipped.themes, shipped.links));
    let checked = run(folder.path(), &["rules", "check", "rules", "--strict"]).ends_with(0);
    assert!(checked.stderr.starts_with("no problems; 5 instruments"), "{}", checked.stderr);
}

#[test]
fn own_scales_themes_and_translations_come_along() {
    let input = support::repository().join("tests/cases/export/oscal");
    let folder = folder_with(&[]);
    let catalog = input.join("expected/oscal/catalog-demo-2030.json");
    fs::create_dir(folder.path().join("rules")).unwrap();
    run(folder.path(), &["import", catalog.to_str().unwrap(), "-o", "rules/demo-2030.toml"]).ends_with(0);
    let (first, again) = (rules(Some(&input.join("input/rules"))), rules(Some(&folder.path().join("rules"))));
    let (first_one, again_one) = (first.instrument("demo-2030").unwrap(), again.instrument("demo-2030").unwrap());
    assert_eq!(without_provenance(again_one), without_provenance(first_one));
    assert_eq!(again.scale("lights"), first.scale("lights"));
    assert!(again.themes.contains(first.themes.iter().find(|theme| theme.id == "open-reports").unwrap()));
}

/// What a program wrote, by the name of its file.
fn written(folder: &Path, name: &str) -> Value {
    let text = fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_json::from_str(&text).unwrap()
}

/// Every object below `value` that has `key`.
fn with_key<'v>(value: &'v Value, key: &str, found: &mut Vec<&'v Value>) {
    match value {
        Value::Object(fields) => {
            if fields.contains_key(key) {
                found.push(value);
            }
            fields.values().for_each(|value| with_key(value, key, found));
        }
        Value::Array(list) => list.iter().for_each(|value| with_key(value, key, found)),
        _ => {}
    }
}

fn all<'v>(value: &'v Value, key: &str) -> Vec<&'v str> {
    let mut found = Vec::new();
    with_key(value, key, &mut found);
    found.into_iter().filter_map(|object| object[key].as_str()).collect()
}

fn ours<'v>(object: &'v Value, name: &str) -> Option<&'v str> {
    let props = object["props"].as_array()?;
    let is = |prop: &&Value| prop["name"] == name && prop["ns"] == "https://rapporteur.invalid/ns/oscal";
    props.iter().find(is)?["value"].as_str()
}

#[test]
fn results_say_what_score_says_and_nothing_of_what_has_no_answer() {
    let reports = support::repository().join("reports/responses.toml");
    let (folder, file) = (folder_with(&[]), reports.to_str().unwrap());
    run(folder.path(), &["export", file, "--to", "oscal", "-o", "oscal"]).ends_with(0);
    let score = run(folder.path(), &["score", file, "--format", "json"]).ends_with(0).stdout;
    let score: Value = serde_json::from_str(&score).unwrap();
    let oscal = folder.path().join("oscal");
    let results = written(&oscal, "assessment-results.json");
    let result = &results["assessment-results"]["results"][0];

    for group in ["institution", "country"] {
        let headline = &score["groups"][group];
        let figure = |name: &str| {
            let props = result["props"].as_array().unwrap().iter();
            let mut own =
                props.filter(|prop| prop["name"] == name && prop["class"] == group && prop["group"].is_null());
            own.next().unwrap()["value"].clone()
        };
        assert_eq!(figure("coverage"), headline["coverage"]["exact"]);
        assert_eq!(figure("coverage-shown"), headline["coverage"]["percent"]);
        assert_eq!(figure("implementation"), headline["implementation"]["exact"]);
        assert_eq!(figure("lower-bound"), headline["bounds"]["lower"]["exact"]);
        assert_eq!(figure("upper-bound-shown"), headline["bounds"]["upper"]["percent"]);
        assert_eq!(figure("items-unanswered"), headline["counts"]["unanswered"].to_string());
    }

    let empty = Vec::new();
    let of = |list: &str, id: &str| {
        let list = result[list].as_array().unwrap_or(&empty);
        list.iter().find(|entry| ours(entry, "id") == Some(id)).cloned()
    };
    let excluded = all(&result["reviewed-controls"]["control-selections"][0]["exclude-controls"], "control-id");
    for item in score["items"].as_array().unwrap() {
        let id = item["id"].as_str().unwrap();
        let (observation, finding) = (of("observations", id), of("findings", id));
        let standing = item["standing"].as_str().unwrap();
        assert_eq!(observation.is_some(), standing != "unanswered", "{id}");
        assert_eq!(finding.is_some(), standing == "valued", "{id}");
        assert_eq!(excluded.contains(&token(id).as_str()), standing == "unanswered", "{id}");
        let Some(finding) = finding else { continue };
        let state = if item["fully-met"] == true { "satisfied" } else { "not-satisfied" };
        assert_eq!(finding["target"]["status"]["state"], state, "{id}");
        assert_eq!(ours(&finding, "level"), item["level"].as_str(), "{id}");
        assert_eq!(ours(&finding, "value"), item["value"]["exact"].as_str(), "{id}");
    }
}

#[test]
fn what_one_file_refers_to_another_has() {
    let folder = folder_with(&[]);
    let reports = support::repository().join("reports/responses.toml");
    run(folder.path(), &["export", reports.to_str().unwrap(), "--to", "oscal", "-o", "."]).ends_with(0);
    let names = support::files_below(folder.path());
    let (mut ids, mut uuids) = (BTreeSet::new(), BTreeSet::new());
    let files: Vec<(&String, Value)> = names.iter().map(|name| (name, written(folder.path(), name))).collect();
    for (name, file) in &files {
        if name.starts_with("catalog-") {
            for id in all(file, "id") {
                assert!(ids.insert(id) || !id.contains('_'), "{id} is there twice");
            }
        }
        for uuid in all(file, "uuid") {
            assert!(uuids.insert((*name, uuid)), "{uuid} is in {name} twice");
        }
    }
    let mut referred = 0;
    for (name, file) in &files {
        let by_id = ["control-id", "target-id", "id-ref"].into_iter().flat_map(|key| all(file, key));
        for id in by_id {
            referred += 1;
            assert!(ids.contains(id), "{id} of {name} is in no catalog");
        }
        for href in all(file, "href") {
            match href.strip_prefix('#') {
                Some(uuid) => assert!(uuids.contains(&(*name, uuid)), "{href} of {name} leads nowhere"),
                None if href.ends_with(".json") => {
                    assert!(names.iter().any(|name| name == href), "{href} is not there")
                }
                None => {}
            }
        }
    }
    assert!(referred > 300, "{referred} references were looked at");
}

#[test]
fn files_are_not_replaced_unasked() {
    let folder = folder_with(&[("responses.toml", support::SOUND), ("profile.json", "mine")]);
    let export = ["export", "responses.toml", "--to", "oscal"];
    run(folder.path(), &export).ends_with(1);
    assert_eq!(fs::read_to_string(folder.path().join("profile.json")).unwrap(), "mine");
    assert_eq!(support::files_below(folder.path()).len(), 2, "nothing was written");
    run(folder.path(), &[&export[..], &["--force"]].concat()).ends_with(0);
    run(folder.path(), &["import", "catalog-eoa-2024.json", "-o", "responses.toml"]).ends_with(1);
}

/// Texts with all that JSON, Markdown and TOML take for their own.
fn any_text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select("ab*_[]<>`~^\\\n\t \"'#{}жé…".chars().collect::<Vec<_>>()), 0..20)
        .prop_map(|characters| characters.into_iter().collect())
}

/// A text with something in it.
fn some_text() -> impl Strategy<Value = String> {
    any_text().prop_map(|text| format!("{text}x{text}"))
}

fn any_wording() -> impl Strategy<Value = Wording> {
    (some_text(), prop::option::of(some_text())).prop_map(|(english, russian)| {
        let mut wording = Wording::new("en", english);
        russian.into_iter().for_each(|text| wording.add("ru", text));
        wording
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(runs()) })]

    #[test]
    fn any_texts_come_back_letter_for_letter(
        texts in prop::collection::vec(some_text(), 7),
        others in prop::collection::vec(any_text(), 5),
        wordings in prop::collection::vec(any_wording(), 5),
        event in prop::bool::ANY,
    ) {
        let mut rules = rules(None);
        let mut instrument = rules.instrument("eoa-2024").unwrap().clone();
        instrument.title = wordings[0].clone();
        instrument.short_title = wordings[1].clone();
        instrument.body.clone_from(&texts[0]);
        instrument.symbol.clone_from(&others[0]);
        instrument.source.clone_from(&others[1]);
        instrument.chapeaux[1].text.clone_from(&texts[1]);
        instrument.chapeaux[1].operative.clone_from(&texts[2]);
        let one = instrument.recommendations.iter_mut().find(|one| !one.items.is_empty()).unwrap();
        one.text.clone_from(&texts[3]);
        one.operative.clone_from(&texts[4]);
        one.asks.clone_from(&others[2]);
        one.act.clone_from(&others[3]);
        one.note.clone_from(&others[4]);
        one.deadline = Some(if event { Deadline::Event(texts[5].clone()) } else { Deadline::Every(texts[5].clone()) });
        one.items[0].ask = wordings[2].clone();
        one.items[0].guidance = Some(wordings[3].clone());
        one.items[0].evidence = vec![wordings[4].clone()];
        one.items[0].withdrawn = Some(texts[6].clone());
        rules.instruments = vec![instrument.clone()];
        rules.links.clear();

        let responses = Responses::empty(&["eoa-2024".into()], Profile::All, instrument.date);
        let assessment = assess(&rules, &responses, instrument.date);
        let files = render::oscal(&assessment, &render::words(None, "en").unwrap()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("catalog.json");
        fs::write(&path, &files[0].1).unwrap();

        let (mut sources, problems) = (Sources::default(), Problems::default());
        let known = load::rules(None, &mut sources, &problems).unwrap();
        let catalog = load::oscal::catalog(&path, known, &mut sources, &problems).unwrap().unwrap();
        let back = check::rules(catalog.rules, &problems);
        prop_assert_eq!(&without_provenance(&back.instruments[0]), &without_provenance(&instrument));

        let path = folder.path().join("eoa-2024.toml");
        fs::write(&path, render::rules(&back.instruments[0], &[], &[])).unwrap();
        let written = load::rules(Some(path.as_path()), &mut sources, &problems).unwrap();
        let again = check::rules(written, &problems);
        let again = again.instrument("eoa-2024").unwrap();
        prop_assert_eq!(&without_provenance(again), &without_provenance(&instrument));
    }
}

/// Reads a catalog of these bytes, which may end in problems, and in nothing worse.
fn read(bytes: &[u8]) -> (Option<load::oscal::Catalog>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalog.json");
    fs::write(&path, bytes).unwrap();
    let (mut sources, problems) = (Sources::default(), Problems::default());
    let catalog = load::oscal::catalog(&path, load::written::Rules::default(), &mut sources, &problems).unwrap();
    let shown = problems.into_sorted().iter().map(|problem| show(problem, &sources, Style::Plain)).collect();
    (catalog, shown)
}

#[test]
fn damaged_catalogs_end_in_problems() {
    let path = "tests/cases/export/oscal/expected/oscal/catalog-demo-2030.json";
    let sound = support::read(path).into_bytes();
    assert!(read(&sound).0.is_some());
    for cut in (0..sound.len() - 2).step_by(997) {
        let (catalog, problems) = read(&sound[..cut]);
        assert!(catalog.is_none() && problems.len() == 1, "cut at {cut}: {problems:?}");
    }
    for (number, at) in (0..sound.len()).step_by(499).enumerate() {
        let mut damaged = sound.clone();
        damaged[at] = b"\"{}[]:,0\\x\0\xFF"[number % 12];
        read(&damaged);
    }
    let deep = format!("{{\"catalog\": {}", "{\"controls\": [".repeat(100_000));
    let (catalog, problems) = read(deep.as_bytes());
    assert!(catalog.is_none() && problems.len() == 1, "{problems:?}");
}

/// How many random texts are tried, unless `PROPTEST_CASES` asks for another number.
fn runs() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|number| number.parse().ok()).unwrap_or(12)
}
