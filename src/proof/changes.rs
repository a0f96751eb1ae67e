//! Changes: what is not as it was when a statement was signed, part by part.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::content::{Content, tool};
use super::parts::{self, Hashes, Parts, with_evidence};
use super::statement::Statement;
use super::{Claim, Outcome};
use crate::canonical;

/// Holds what `statement` says of its content against what is there.
pub(super) fn claims(statement: &Statement, content: &Content) -> Vec<Claim> {
    let Some(responses) = content.responses(statement.redacted) else {
        let why = "only the answers as outsiders get them are at hand; hold the signature against the whole answers";
        return vec![Claim::open(what(statement, "the answers are those"), why)];
    };
    let (signed, now) = (&statement.answers, Parts::of(responses));
    let differing = [
        ("the answers are those", answers(signed, responses).words()),
        ("the particulars are those", compared(&signed.particulars, &now.particulars).words()),
        ("the exclusions are those", compared(&signed.exclusions, &now.exclusions).words()),
        ("the requests to parliament are those", compared(&signed.requests, &now.requests).words()),
        ("the evidence files are those", evidence(&signed.evidence, &now.evidence)),
    ];
    let differing = differing.into_iter().filter_map(|(that, changed)| Some((that, changed?)));
    let mut claims: Vec<Claim> =
        differing.map(|(that, changed)| Claim::fails(what(statement, that), changed)).collect();
    if claims.is_empty() {
        claims.push(match signed.whole == now.whole {
            true => Claim::holds(what(statement, "answers, particulars and evidence files are those")),
            false => Claim::fails(
                what(statement, "the answers are those"),
                "all parts are the same, but the whole is not: the statement contradicts itself",
            ),
        });
    }
    claims.push(rules(statement, content));
    claims.extend(review(statement, content));
    claims
}

/// What is claimed of something that was signed.
fn what(statement: &Statement, that: &str) -> String {
    format!("{that} that `{}` signed as {}", statement.name, statement.role)
}

/// Names of parts that are not as they were.
#[derive(Debug, Default, PartialEq, Eq)]
struct Differing {
    changed: Vec<String>,
    added: Vec<String>,
    removed: Vec<String>,
}

impl Differing {
    /// All of them in words, if there are any.
    fn words(&self) -> Option<String> {
        let lists = [("changed", &self.changed), ("added", &self.added), ("removed", &self.removed)];
        listed(&lists.map(|(word, names)| (word, names.as_slice())))
    }
}

/// Lists of names in words, those that are not empty.
fn listed(lists: &[(&str, &[String])]) -> Option<String> {
    let lists = lists.iter().filter(|(_, names)| !names.is_empty()).map(|(word, names)| {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        format!("{word} since: {}", names.join(", "))
    });
    let all: Vec<String> = lists.collect();
    (!all.is_empty()).then(|| all.join("; "))
}

fn compared<T: PartialEq>(signed: &BTreeMap<String, T>, now: &BTreeMap<String, T>) -> Differing {
    let mut differing = Differing::default();
    for name in signed.keys().chain(now.keys()).collect::<BTreeSet<_>>() {
        match (signed.get(name), now.get(name)) {
            (Some(old), Some(new)) if old != new => differing.changed.push(name.clone()),
            (None, Some(_)) => differing.added.push(name.clone()),
            (Some(_), None) => differing.removed.push(name.clone()),
            _ => {}
        }
    }
    differing
}

/// The answers that are others, whatever became of the files that they cite: those are told apart.
fn answers(signed: &Parts, responses: &Value) -> Differing {
    let now = parts::answers(responses);
    let now: Hashes =
        now.map(|(id, answer)| (id.clone(), canonical::hash(&with_evidence(answer, &signed.evidence)))).collect();
    compared(&signed.answers, &now)
}

fn evidence(signed: &BTreeMap<String, Option<String>>, now: &BTreeMap<String, Option<String>>) -> Option<String> {
    let Differing { changed, added, removed } = compared(signed, now);
    let (missing, changed): (Vec<String>, Vec<String>) =
        changed.into_iter().partition(|path| now.get(path).is_some_and(Option::is_none));
    let (found, changed): (Vec<String>, Vec<String>) =
        changed.into_iter().partition(|path| signed.get(path).is_some_and(Option::is_none));
    listed(&[
        ("changed", &changed),
        ("missing", &missing),
        ("found, which was missing then,", &found),
        ("added", &added),
        ("cited no more", &removed),
    ])
}

/// Other rules are no fault of the institution where the program is another, whose rules are built in.
fn rules(statement: &Statement, content: &Content) -> Claim {
    let that = what(statement, "the rules are those");
    let differing = compared(&statement.rules, &content.rules);
    let Some(why) = differing.words() else { return Claim::holds(that) };
    match statement.tool == tool() {
        true => Claim::fails(that, why),
        false => Claim::open(
            that,
            format!(
                "{why}; this was signed with {}, and this is {}, so verify it with that one",
                statement.tool,
                tool()
            ),
        ),
    }
}

/// The review, where an auditor signed one.
fn review(statement: &Statement, content: &Content) -> Option<Claim> {
    let signed = statement.review.as_ref()?;
    let that = format!("the review `{}` is that which `{}` signed", signed.file, statement.name);
    let Some(now) = content.review(statement.redacted) else {
        return Some(Claim::open(that, "it is not at hand; name it with --review"));
    };
    let findings = compared(&signed.findings, &now.findings).words().map(|words| format!("findings {words}"));
    let rest = compared(&signed.particulars, &now.particulars).words();
    let words: Vec<String> = [findings, rest].into_iter().flatten().collect();
    let outcome = match (words.is_empty(), signed.whole == now.whole) {
        (true, true) => Outcome::Holds,
        (true, false) => Outcome::Fails("the statement contradicts itself".into()),
        _ => Outcome::Fails(words.join("; ")),
    };
    Some(Claim { what: that, outcome })
}
