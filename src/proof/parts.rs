//! Answers in parts, each with the hash of its canonical form, so that a later change can be named.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::canonical;

/// Hashes by what they are of.
pub type Hashes = BTreeMap<String, String>;

/// The parts of an institution's answers. Hashes are SHA-256 in lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Parts {
    /// Of everything together.
    pub whole: String,
    /// Of each answer, by the id of its item.
    pub answers: Hashes,
    /// Of what stands above the answers, by table and key.
    pub particulars: Hashes,
    /// Of each exclusion, by what it excludes.
    pub exclusions: Hashes,
    /// Of each request to parliament, by its id.
    pub requests: Hashes,
    /// Of each evidence file, by its path; nothing for one that is missing.
    pub evidence: BTreeMap<String, Option<String>>,
}

impl Parts {
    /// The parts of `responses` in canonical form.
    pub fn of(responses: &Value) -> Self {
        let list = |key: &str| responses[key].as_array().map(Vec::as_slice).unwrap_or_default();
        Self {
            whole: canonical::hash(responses),
            answers: answers(responses).map(|(id, answer)| (id.clone(), canonical::hash(answer))).collect(),
            particulars: particulars(responses),
            exclusions: by_name(list("exclusions"), excluded),
            requests: by_name(list("requests"), |request| word(request, "id")),
            evidence: evidence(responses),
        }
    }
}

/// `answer` with the hashes that `signed` has for its evidence files: what it would be if no file had been changed.
pub(super) fn with_evidence(answer: &Value, signed: &BTreeMap<String, Option<String>>) -> Value {
    let mut answer = answer.clone();
    for entry in answer.get_mut("evidence").and_then(Value::as_array_mut).into_iter().flatten() {
        let now = found(entry);
        let Some(recorded) = signed.get(&word(entry, "file")).filter(|signed| **signed != now) else { continue };
        let Some(entry) = entry.as_object_mut() else { continue };
        entry.remove("sha256");
        entry.remove("state");
        match recorded {
            Some(hash) => entry.insert("sha256".into(), json!(hash)),
            None => entry.insert("state".into(), json!("missing")),
        };
    }
    answer
}

/// The answers, by the ids of their items.
pub(super) fn answers(responses: &Value) -> impl Iterator<Item = (&String, &Value)> {
    responses["responses"].as_object().into_iter().flatten()
}

/// A text in a table, or "".
pub(super) fn word(table: &Value, key: &str) -> String {
    table[key].as_str().unwrap_or_default().to_owned()
}

/// What stands above the answers, by the names that it has in a responses file.
fn particulars(responses: &Value) -> Hashes {
    let mut hashes = Hashes::new();
    for (key, value) in responses.as_object().into_iter().flatten() {
        match (key.as_str(), value) {
            ("responses" | "exclusions" | "requests", _) => {}
            ("institution", Value::Object(table)) => within("institution", table, &mut hashes),
            ("particulars", Value::Object(table)) => within("assessment", table, &mut hashes),
            _ => _ = hashes.insert(key.clone(), canonical::hash(value)),
        }
    }
    hashes
}

fn within(name: &str, table: &Map<String, Value>, hashes: &mut Hashes) {
    hashes.extend(table.iter().map(|(key, value)| (format!("{name}.{key}"), canonical::hash(value))));
}

/// Entries of a list by their names; those of equal name together.
fn by_name(list: &[Value], name: impl Fn(&Value) -> String) -> Hashes {
    let mut named: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for entry in list {
        named.entry(name(entry)).or_default().push(entry);
    }
    named.into_iter().map(|(name, entries)| (name, canonical::hash(&json!(entries)))).collect()
}

fn excluded(exclusion: &Value) -> String {
    let reference = exclusion["reference"].as_str().map(|reference| format!("/{reference}"));
    word(exclusion, "instrument") + &reference.unwrap_or_default()
}

fn evidence(responses: &Value) -> BTreeMap<String, Option<String>> {
    let entries = answers(responses).flat_map(|(_, answer)| answer["evidence"].as_array().into_iter().flatten());
    let files = entries.filter(|entry| !word(entry, "file").is_empty());
    files.map(|entry| (word(entry, "file"), found(entry))).collect()
}

/// The SHA-256 of the file that was found, if it was.
fn found(entry: &Value) -> Option<String> {
    entry["sha256"].as_str().filter(|_| entry["state"] != "missing").map(str::to_owned)
}
