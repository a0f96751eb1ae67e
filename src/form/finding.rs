//! A finding as a page shows and posts it.
//!
//! Fields are called `ITEM.verdict`, `ITEM.methods.examine`, `ITEM.looked-at.0` for a document, `ITEM.looked-at.others` for
//! others, one a line; here the part before the first dot is gone.

use strum::VariantNames;
use toml::{Table, Value};

use super::posted::Posted;
use crate::model::{Evidence, Method, Verdict};
use crate::source::sha256;

/// What an auditor says of an item, in the words of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// One of [`Verdict`]; empty for none.
    pub(super) verdict: String,
    /// Id of a level; empty for none.
    pub(super) level: String,
    /// Of [`Method`], in their order.
    pub(super) methods: Vec<String>,
    /// Documents of the answer in their order, then others.
    pub(super) looked_at: Vec<String>,
    pub(super) note: String,
    pub(super) internal_note: String,
}

impl Said {
    /// What stands in the file of an answer that has these `documents`. A method that is none stays in the file until others
    /// are chosen.
    pub(super) fn of_file(finding: &Table, documents: &[&str]) -> Self {
        let text = |key: &str| {
            finding.get(key).and_then(Value::as_str).unwrap_or_default().replace("\r\n", "\n").replace('\r', "\n")
        };
        let list = |key: &str| -> Vec<String> {
            let entries = finding.get(key).and_then(Value::as_array);
            let mut all = Vec::new();
            for text in entries.into_iter().flatten().filter_map(Value::as_str) {
                // A document is called as it is called; what somebody typed stands on one line.
                let text = if documents.contains(&text) { text.to_owned() } else { on_one_line(text) };
                if !text.is_empty() && !all.contains(&text) {
                    all.push(text);
                }
            }
            all
        };
        let methods = list("methods");
        let not_examined = Verdict::NotExamined.to_string();
        Self {
            verdict: Some(text("verdict").trim().to_owned())
                .filter(|verdict| *verdict != not_examined)
                .unwrap_or_default(),
            level: text("level").trim().to_owned(),
            methods: known_methods(|method| methods.iter().any(|written| written == method)),
            looked_at: in_order(list("looked-at"), documents),
            note: text("note"),
            internal_note: text("internal-note"),
        }
    }

    /// What was posted below `before`, of a page that offered these `documents`; `None` if it has no such finding.
    pub(super) fn of_posted(posted: &Posted, before: &str, documents: &[&str]) -> Option<Self> {
        let verdict = posted.get(&format!("{before}verdict"))?.trim().to_owned();
        let looked = format!("{before}looked-at.");
        let mut looked_at = Vec::new();
        for (field, value) in posted.below(&looked) {
            let names: Vec<String> = match field {
                "others" => value.lines().map(on_one_line).collect(),
                _ => vec![value.to_owned()],
            };
            for name in names {
                if !name.is_empty() && !looked_at.contains(&name) {
                    looked_at.push(name);
                }
            }
        }
        Some(Self {
            verdict,
            level: posted.plain(&format!("{before}level")).to_owned(),
            methods: known_methods(|method| posted.is_ticked(&format!("{before}methods.{method}"))),
            looked_at: in_order(looked_at, documents),
            note: posted.get(&format!("{before}note")).unwrap_or_default().to_owned(),
            internal_note: posted.get(&format!("{before}internal-note")).unwrap_or_default().to_owned(),
        })
    }

    /// Whether the fields of a finding are all of the kind that a page can show.
    pub(super) fn is_shown_whole(finding: &Table) -> bool {
        let is_list = |value: &Value| value.as_array().is_some_and(|list| list.iter().all(Value::is_str));
        finding.iter().all(|(key, value)| match key.as_str() {
            "verdict" | "level" | "note" | "internal-note" | "answer-sha256" => value.is_str(),
            "methods" | "looked-at" => is_list(value),
            _ => true,
        })
    }

    /// What was looked at beside these documents, one a line.
    pub(super) fn others(&self, documents: &[&str]) -> String {
        let others = self.looked_at.iter().filter(|looked| !documents.contains(&looked.as_str()));
        others.map(String::as_str).collect::<Vec<_>>().join("\n")
    }

    /// What tells whether the file still says this.
    pub(super) fn revision(&self) -> String {
        // The order is that of the answer's documents, which may change.
        let mut looked_at = self.looked_at.clone();
        looked_at.sort();
        let (methods, looked_at) = (self.methods.join("\n"), looked_at.join("\n"));
        mark([&self.verdict, &self.level, &methods, &looked_at, &self.note, &self.internal_note].map(String::as_str))
    }

    /// Makes the finding say this; what it says already stays as it is written.
    pub(super) fn put(&self, finding: &mut Table, documents: &[&str]) {
        let there = Self::of_file(finding, documents);
        let mut text = |key: &str, new: &str, old: &str| {
            if new != old && (!new.is_empty() || finding.contains_key(key)) {
                finding.insert(key.to_owned(), new.into());
            }
        };
        text("verdict", &self.verdict, &there.verdict);
        text("level", &self.level, &there.level);
        text("note", &self.note, &there.note);
        text("internal-note", &self.internal_note, &there.internal_note);
        for (key, new, old) in
            [("methods", &self.methods, &there.methods), ("looked-at", &self.looked_at, &there.looked_at)]
        {
            if new != old {
                let list = new.iter().map(|entry| Value::String(entry.clone())).collect();
                finding.insert(key.to_owned(), Value::Array(list));
            }
        }
    }
}

/// How the pieces of evidence of an answer are called in a finding: by the path of a file, or else by the address.
pub(super) fn documents(evidence: &[Evidence]) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for evidence in evidence {
        let name = if evidence.file.is_empty() { evidence.url.trim() } else { evidence.file.as_str() };
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// What tells whether texts are still the same.
pub(super) fn mark<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    // Each with its length, so that no two sequences look alike.
    let all: String = texts.into_iter().map(|text| format!("{}:{text}", text.len())).collect();
    sha256(all.as_bytes())[..32].to_owned()
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The documents first, in their order.
fn in_order(mut looked_at: Vec<String>, documents: &[&str]) -> Vec<String> {
    looked_at.sort_by_key(|looked| documents.iter().position(|name| name == looked).unwrap_or(documents.len()));
    looked_at
}

fn known_methods(is_chosen: impl Fn(&str) -> bool) -> Vec<String> {
    Method::VARIANTS.iter().filter(|method| is_chosen(method)).map(|method| (*method).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use toml::Table;

    use super::Said;

    #[test]
    fn what_is_shown_and_put_again_changes_nothing() {
        let written = "verdict = 'lower'\nlevel = 'partial'\nmethods = ['test', 'examine', 'guess']\n\
                       looked-at = ['the register', 'evidence/b.pdf', ' evidence/a.pdf ']\n\
                       note = \"a\\r\\nb\"\nanswer-sha256 = 'x'";
        let (mut finding, documents): (Table, _) = (written.parse().unwrap(), ["evidence/a.pdf", "evidence/b.pdf"]);
        let said = Said::of_file(&finding, &documents);
        assert_eq!(said.looked_at, ["evidence/a.pdf", "evidence/b.pdf", "the register"]);
        assert_eq!(said.others(&documents), "the register");
        said.put(&mut finding, &documents);
        assert_eq!(finding, written.parse().unwrap());
    }

    #[test]
    fn a_blank_finding_stays_blank_and_one_that_is_emptied_keeps_its_keys() {
        let mut finding: Table = "verdict = 'not-examined'\nlevel = 'partial'".parse().unwrap();
        Said::default().put(&mut finding, &[]);
        assert_eq!(finding, "verdict = 'not-examined'\nlevel = ''".parse().unwrap());
    }
}
