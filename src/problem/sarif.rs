//! Problems in SARIF 2.1.0 (Static Analysis Results Interchange Format), which code hosts and editors take.
//!
//! Places are lines and columns in characters; files are named relative to the folder in which the program runs, and
//! nothing else of the machine is said. The same problems always give the same document.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

use serde_json::{Value, json};

use super::code::summary;
use super::{Code, Problem, Severity, explanation};
use crate::source::{Sources, Spot, in_address, sha256};

/// The schema that describes the document.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What addresses of files begin with: the folder in which the program runs.
const ROOT: &str = "%SRCROOT%";

/// All problems as one run of the program in `folder`, with the explanation of every code that occurs.
pub fn to_sarif(problems: &[Problem], sources: &Sources, folder: &Path) -> Value {
    let codes: Vec<Code> = problems.iter().map(Problem::code).collect::<BTreeSet<Code>>().into_iter().collect();
    let mut before: BTreeMap<String, usize> = BTreeMap::new();
    let results: Vec<Value> = problems
        .iter()
        .map(|problem| {
            let index = codes.binary_search(&problem.code()).unwrap_or_default();
            let place = Place { sources, folder };
            let fingerprint = place.fingerprint(problem, &mut before);
            let mut result = place.result(problem, index);
            result["partialFingerprints"] = json!({ "problem/v1": fingerprint });
            result
        })
        .collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": codes.into_iter().map(rule).collect::<Vec<Value>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { ROOT: { "description": { "text": "The folder in which the files were checked." } } },
            "results": results,
        }],
    })
}

/// A code with its explanation.
fn rule(code: Code) -> Value {
    let explained = explanation(code).unwrap_or_default();
    json!({
        "id": code,
        "shortDescription": { "text": summary(explained) },
        "help": { "text": explained, "markdown": explained },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// From where places are seen.
struct Place<'a> {
    sources: &'a Sources,
    folder: &'a Path,
}

impl Place<'_> {
    fn result(&self, problem: &Problem, rule: usize) -> Value {
        let words = problem.words();
        let mut location = self.location(&problem.at);
        if let Some(item) = &problem.item {
            location["logicalLocations"] = json!([{ "fullyQualifiedName": item, "kind": "object" }]);
        }
        let help = if words.help.is_empty() { String::new() } else { format!("; {}", words.help) };
        let mut result = json!({
            "ruleId": problem.code(),
            "ruleIndex": rule,
            "level": level(problem.severity()),
            "message": { "text": format!("{}{help}", words.message) },
            "locations": [location],
        });
        if let Some(related) = &problem.related {
            let mut location = self.location(related);
            location["message"] = json!({ "text": words.related });
            result["relatedLocations"] = json!([location]);
        }
        result
    }

    fn location(&self, spot: &Spot) -> Value {
        let source = self.sources.get(spot.file);
        let (line, column) = source.line_and_column(spot.start);
        let (end_line, end_column) = source.line_and_column(spot.end);
        json!({ "physicalLocation": {
            "artifactLocation": { "uri": self.address(&source.name), "uriBaseId": ROOT },
            "region": { "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column },
        } })
    }

    /// What stays the same when lines are added above: file, code, item and words, and how many of these stood before.
    fn fingerprint(&self, problem: &Problem, before: &mut BTreeMap<String, usize>) -> String {
        let file = self.address(&self.sources.get(problem.at.file).name);
        let item = problem.item.as_ref().map(|item| item.as_str()).unwrap_or_default();
        let said = format!("{}\n{file}\n{item}\n{}", problem.code(), problem.words().message);
        let number = before.entry(said.clone()).or_default();
        *number += 1;
        sha256(format!("{said}\n{number}").as_bytes())
    }

    /// The address of a file, relative to the folder. Of a file elsewhere only the name is told: its path is the
    /// machine's.
    fn address(&self, name: &str) -> String {
        let path = Path::new(name);
        let path = path.strip_prefix(self.folder).unwrap_or(path);
        let mut parts: Vec<String> = Vec::new();
        let mut elsewhere = false;
        for part in path.components() {
            match part {
                Component::Normal(part) => parts.push(in_address(&part.to_string_lossy())),
                Component::CurDir => {}
                Component::ParentDir => elsewhere |= parts.pop().is_none(),
                Component::RootDir | Component::Prefix(_) => elsewhere = true,
            }
        }
        if elsewhere { parts.pop().unwrap_or_default() } else { parts.join("/") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_say_nothing_of_the_machine() {
        let place = Place { sources: &Sources::default(), folder: Path::new("/home/clerk/answers") };
        for (name, address) in [
            ("responses.toml", "responses.toml"),
            ("./2025/Ответы 1.toml", "2025/%D0%9E%D1%82%D0%B2%D0%B5%D1%82%D1%8B%201.toml"),
            ("2025/../100%:a#b?.toml", "100%25%3Aa%23b%3F.toml"),
            ("/home/clerk/answers/a/b.toml", "a/b.toml"),
            ("/home/other/c.toml", "c.toml"),
            ("../d/e.toml", "e.toml"),
        ] {
            assert_eq!(place.address(name), address, "{name}");
        }
    }
}
