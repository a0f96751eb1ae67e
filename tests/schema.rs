//! The types that mirror what is read know the same keys as the reader and take the same files; the schemas made of
//! them are those in `schemas/`, and that of some instruments knows each of their questions.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::support::{files_below, read, repository, run};
use rapporteur::check;
use rapporteur::load::{self, Hashing, Meter, mirror};
use rapporteur::problem::{Code, Fact, Problem, Problems};
use rapporteur::render::schema;
use rapporteur::source::Sources;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use snapbox::{Assert, Data};
use toml::Value as Toml;

// ----- the reader and its mirror -----

/// Faults of form that a mirror can see: keys and kinds of values. Spaces, characters and syntax are the reader's alone.
const OF_FORM: [Code; 6] = [
    Code::UnknownKey,
    Code::MisplacedKey,
    Code::MissingKey,
    Code::WrongType,
    Code::UnknownValue,
    Code::UnsupportedFormat,
];

fn is_of_form(problem: &Problem) -> bool {
    // What no file of a folder has is told of the first, but is no fault of it.
    let of_folder = matches!(&problem.fact, Fact::MissingKey(key) if key.table == "the file" && !key.empty);
    OF_FORM.contains(&problem.code()) && !of_folder
}

/// What the reader finds in each of the rules files of a folder, by the file's name.
fn read_rules(folder: &Path) -> BTreeMap<String, Vec<Problem>> {
    let (mut sources, problems) = (Sources::default(), Problems::default());
    load::rules([folder], &mut sources, &problems).unwrap();
    let mut found: BTreeMap<String, Vec<Problem>> = BTreeMap::new();
    for problem in problems.into_sorted().into_iter().filter(is_of_form) {
        found.entry(sources.get(problem.at.file).file_name().to_owned()).or_default().push(problem);
    }
    found
}

/// What the reader finds in a responses file.
fn read_responses(path: &Path) -> Vec<Problem> {
    let (mut sources, problems) = (Sources::default(), Problems::default());
    load::responses(path, Hashing { all: false, meter: &Meter::default() }, &mut sources, &problems).unwrap();
    problems.into_sorted().into_iter().filter(is_of_form).collect()
}

/// What the reader finds in a review file.
fn read_review(path: &Path) -> Vec<Problem> {
    let (mut sources, problems) = (Sources::default(), Problems::default());
    load::review(path, &mut sources, &problems).unwrap();
    problems.into_sorted().into_iter().filter(|problem| OF_FORM.contains(&problem.code())).collect()
}

/// Reads every text as rules, with the reader and through the mirror, and asserts that they agree. Gives how many were
/// sound.
fn agree_on_rules(texts: &[String]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let name = |number: usize| format!("{number}.toml");
    for (number, text) in texts.iter().enumerate() {
        fs::write(folder.path().join(name(number)), text).unwrap();
    }
    let found = read_rules(folder.path());
    let found = texts.iter().enumerate().map(|(number, _)| found.get(&name(number)).map_or(&[][..], Vec::as_slice));
    let agreed = texts.iter().zip(found).map(|(text, found)| agree::<mirror::Rules>(text, found));
    agreed.filter(|sound| *sound).count()
}

/// The same as responses.
fn agree_on_responses(texts: &[String]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("responses.toml");
    let agreed = texts.iter().map(|text| {
        fs::write(&path, text).unwrap();
        agree::<mirror::Responses>(text, &read_responses(&path))
    });
    agreed.filter(|sound| *sound).count()
}

/// The same as reviews.
fn agree_on_reviews(texts: &[String]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("review.toml");
    let agreed = texts.iter().map(|text| {
        fs::write(&path, text).unwrap();
        agree::<mirror::Review>(text, &read_review(&path))
    });
    agreed.filter(|sound| *sound).count()
}

/// Whether a file is sound; reader and mirror must be of one mind.
fn agree<T: DeserializeOwned>(text: &str, found: &[Problem]) -> bool {
    let facts: Vec<&Fact> = found.iter().map(|problem| &problem.fact).collect();
    let refused = toml::from_str::<T>(text).err().map(|error| error.message().to_owned());
    assert_eq!(facts.is_empty(), refused.is_none(), "{text}\nreader: {facts:?}\nmirror: {refused:?}");
    facts.is_empty()
}

#[test]
fn reader_and_mirror_take_the_same_files() {
    let mut texts: Vec<String> = Vec::new();
    for below in ["rules", "reports", "tests/cases", "tests/conformance"] {
        let files = files_below(&repository().join(below)).into_iter().filter(|name| name.ends_with(".toml"));
        texts.extend(files.filter_map(|name| fs::read_to_string(repository().join(below).join(name)).ok()));
    }
    texts.retain(|text| text.parse::<toml::Table>().is_ok());
    assert!(texts.len() > 150, "{} files were found", texts.len());
    let (rules, responses) = (agree_on_rules(&texts), agree_on_responses(&texts));
    assert!(rules > 50 && responses > 50, "{rules} are sound rules, {responses} are sound responses");
    let reviews = agree_on_reviews(&texts);
    assert!(reviews > 10, "{reviews} are sound reviews");
}

#[test]
fn reader_and_mirror_agree_on_every_change_of_a_full_file() {
    for (schema, agree, least) in [
        (schema::rules(), agree_on_rules as fn(&[String]) -> usize, 1_000),
        (schema::responses(), agree_on_responses, 1_000),
        (schema::review(), agree_on_reviews, 300),
    ] {
        let full = full(&schema);
        assert_eq!(agree(&[written(&full)]), 1, "a full file is sound:\n{}", written(&full));
        let mut paths = Vec::new();
        gather(&full, &mut Vec::new(), &mut paths);
        let texts: Vec<String> = paths.iter().flat_map(|path| changes(&full, path)).collect();
        assert!(texts.len() > least, "{} changes were made", texts.len());
        let sound = agree(&texts);
        assert!(sound > least / 10 && sound < texts.len() / 2, "{sound} of {} are sound", texts.len());
    }
}

#[test]
fn reader_and_mirror_know_the_same_keys() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("full.toml");
    for (schema, tables) in [(schema::rules(), 15), (schema::responses(), 10), (schema::review(), 4)] {
        let mut keys: Vec<BTreeSet<String>> = Vec::new();
        known_keys(&schema, &mut keys);
        let mut full = full(&schema);
        plant(&mut full);
        fs::write(&path, written(&full)).unwrap();
        let found = match schema["title"].as_str() {
            Some("Rules") => read_rules(folder.path()).remove("full.toml").unwrap(),
            Some("Review") => read_review(&path),
            _ => read_responses(&path),
        };
        let mut known: Vec<BTreeSet<String>> = found
            .iter()
            .filter_map(|problem| match &problem.fact {
                Fact::UnknownKey { known, .. } => Some(known.iter().cloned().collect()),
                _ => None,
            })
            .collect();
        keys.sort();
        known.sort();
        assert_eq!(known, keys, "the reader's keys of each table, and the mirror's:\n{full}");
        assert_eq!(keys.len(), tables, "{keys:?}");
    }
}

// ----- a file with everything in it, made from its schema -----

/// A value with every key that the schema knows.
fn full(schema: &Value) -> Toml {
    if let Some(values) = schema["enum"].as_array() {
        let value = values.iter().find(|value| **value != json!("")).unwrap();
        return Toml::try_from(value).unwrap();
    }
    match kind(schema) {
        "object" if schema["properties"].is_object() => {
            let keys = schema["properties"].as_object().unwrap().iter();
            Toml::Table(keys.map(|(key, value)| (key.clone(), full(value))).collect())
        }
        "object" => Toml::Table([("x".to_owned(), full(&schema["additionalProperties"]))].into_iter().collect()),
        "array" => Toml::Array(vec![full(&schema["items"])]),
        "boolean" => Toml::Boolean(true),
        "integer" | "number" => Toml::Integer(1),
        "string" if schema["format"] == "date" => Toml::Datetime("2025-01-31".parse().unwrap()),
        "string" => Toml::String("x".to_owned()),
        other => {
            full(schema["anyOf"].as_array().and_then(|any| any.last()).unwrap_or_else(|| panic!("{other}: {schema}")))
        }
    }
}

fn kind(schema: &Value) -> &str {
    schema["type"].as_str().or(schema["type"][0].as_str()).unwrap_or_default()
}

/// The keys of every table that [`full`] makes; alternatives that are tables share theirs.
fn known_keys(schema: &Value, keys: &mut Vec<BTreeSet<String>>) {
    if !schema.is_object() {
        return;
    }
    if let Some(properties) = schema["properties"].as_object() {
        keys.push(properties.keys().cloned().collect());
        properties.values().for_each(|value| known_keys(value, keys));
    }
    for inside in ["items", "additionalProperties"] {
        known_keys(&schema[inside], keys);
    }
    if schema["type"].is_null() {
        let mut either: Vec<BTreeSet<String>> = Vec::new();
        schema["anyOf"].as_array().into_iter().flatten().for_each(|one| known_keys(one, &mut either));
        keys.extend(either.into_iter().reduce(|all, one| all.union(&one).cloned().collect()));
    }
}

/// Puts a key that nobody knows into every table that has keys of its own.
fn plant(value: &mut Toml) {
    match value {
        Toml::Table(table) => {
            table.iter_mut().for_each(|(_, value)| plant(value));
            // Tables whose keys are ids or languages take any.
            if !table.contains_key("x") {
                table.insert("zzzz".to_owned(), Toml::Integer(1));
            }
        }
        Toml::Array(list) => list.iter_mut().for_each(plant),
        _ => {}
    }
}

/// The paths of all values below `value`.
fn gather(value: &Toml, here: &mut Vec<String>, paths: &mut Vec<Vec<String>>) {
    let inner: Vec<(String, &Toml)> = match value {
        Toml::Table(table) => table.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Toml::Array(list) => list.iter().enumerate().map(|(number, value)| (number.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (step, value) in inner {
        here.push(step);
        paths.push(here.clone());
        gather(value, here, paths);
        here.pop();
    }
}

/// The file without the value at a path, with its key misspelt, and with values of all kinds in its place.
fn changes(full: &Toml, path: &[String]) -> Vec<String> {
    let (last, above) = path.split_last().unwrap();
    let values = [
        "7",
        "-1",
        "1.5",
        "true",
        "''",
        "' '",
        "'x'",
        "2025-01-31",
        "2025-01-31T10:00:00Z",
        "10:00:00",
        "[]",
        "['x']",
        "['']",
        "[{}]",
        "{}",
        "{ x = 'x' }",
        "{ x = {} }",
    ];
    let mut changed = Vec::new();
    for value in values {
        let value = format!("v = {value}").parse::<toml::Table>().unwrap().remove("v").unwrap();
        changed.push(with(full, above, |holder| {
            let place = at(holder, last);
            // `serde` takes a list for a table, as the fields in their order, and a day for a table of texts; the
            // schemas don't.
            if !(place.is_table() && (value.is_array() || value.is_datetime())) {
                *place = value;
            }
        }));
    }
    changed.push(with(full, above, |holder| match holder {
        Toml::Table(table) => _ = table.remove(last),
        Toml::Array(list) => list.clear(),
        _ => {}
    }));
    changed.push(with(full, above, |holder| {
        if let Toml::Table(table) = holder {
            let value = table.remove(last).unwrap();
            table.insert(format!("{last}z"), value);
        }
    }));
    changed
}

fn with(full: &Toml, above: &[String], change: impl FnOnce(&mut Toml)) -> String {
    let mut changed = full.clone();
    change(above.iter().fold(&mut changed, |value, step| at(value, step)));
    written(&changed)
}

fn written(file: &Toml) -> String {
    toml::to_string(file).unwrap()
}

fn at<'a>(value: &'a mut Toml, step: &str) -> &'a mut Toml {
    match value {
        Toml::Array(list) => &mut list[step.parse::<usize>().unwrap()],
        Toml::Table(table) => table.get_mut(step).unwrap(),
        other => panic!("{other} has no parts"),
    }
}

// ----- the schemas -----

#[test]
fn the_schemas_in_the_repository_are_what_the_program_prints() {
    let names = ["rules", "responses", "review", "score", "compare", "check", "manifest"];
    let assert = Assert::new().action_env("SNAPSHOTS");
    for name in names {
        let printed = run(repository(), &["schema", name]).ends_with(0).stdout;
        let path = repository().join("schemas").join(format!("{name}.schema.json"));
        assert.eq(printed, Data::read_from(&path, Some(snapbox::data::DataFormat::Text)).raw());
    }
    let there: BTreeSet<String> = files_below(&repository().join("schemas")).into_iter().collect();
    let known = names.map(|name| format!("{name}.schema.json"));
    assert_eq!(there, known.into_iter().chain(["README.md".to_owned()]).collect(), "schemas/");
    for name in names {
        assert!(read("schemas/README.md").contains(&format!("`{name}.schema.json`")), "schemas/README.md: {name}");
    }
}

#[test]
fn the_schema_of_instruments_knows_every_question_and_level() {
    let problems = Problems::default();
    let rules = check::rules(load::rules([], &mut Sources::default(), &problems).unwrap(), &problems);
    let asked: Vec<_> = rules.instruments.iter().collect();
    let schema = schema::answers(&rules, &asked);
    let definition = |reference: &Value| {
        let pointer = reference["$ref"].as_str().unwrap().strip_prefix('#').unwrap();
        schema.pointer(pointer).unwrap_or_else(|| panic!("{pointer} leads nowhere")).clone()
    };
    let response = &schema["properties"]["response"];
    let mut known: BTreeSet<&str> = response["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    for item in asked.iter().flat_map(|instrument| instrument.items()) {
        assert!(known.remove(item.id.as_str()), "{} is missing", item.id);
        let question = definition(&response["properties"][item.id.as_str()]);
        assert!(question["description"].as_str().unwrap().starts_with(item.ask.text("en")), "{}", item.id);
        let level = definition(&question["properties"]["level"]);
        let offered: Vec<&str> = level["enum"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let scale = rules.scale(&item.scale).unwrap();
        let own: Vec<&str> = scale.levels.iter().map(|level| level.id.as_str()).collect();
        assert_eq!(offered[..own.len()], own, "{}", item.id);
        assert_eq!(offered.contains(&"not-applicable"), item.may_be_not_applicable, "{}", item.id);
        assert!(offered.contains(&""), "{}", item.id);
        assert_eq!(level["x-taplo"]["docs"]["enumValues"].as_array().unwrap().len(), offered.len(), "{}", item.id);
    }
    assert_eq!(known, BTreeSet::new(), "ids of no item");
}
