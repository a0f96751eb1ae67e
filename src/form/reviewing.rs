//! A review and the answers that it is about, as they stand on disk at a moment.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;
use toml::{Table, Value};

use super::finding::Said;
use super::parts::Part;
use super::site::Case;
use crate::assess::{draw, drawn};
use crate::model::{ItemId, Responses, Review, Rules};
use crate::problem::{Problem, Problems};
use crate::source::{Source, Sources};
use crate::{canonical, check, load};

/// A review, read and held against the answers.
pub(super) struct Reviewing {
    pub(super) case: Arc<Case>,
    /// `None` where it is not said who reviews, or the answers can't be read.
    review: Option<Review>,
    pub(super) problems: Vec<Problem>,
    /// The part that each of them belongs to: that of a finding stands for the finding.
    parts: Vec<Part>,
    /// The review's file alone.
    pub(super) sources: Sources,
    /// What it says, as written.
    pub(super) said: Table,
    /// The findings of the file, as written.
    findings: BTreeMap<ItemId, Finding>,
    /// The items of its sample, if it is of one.
    sample: Option<BTreeSet<ItemId>>,
    /// Name and SHA-256 of the file.
    pub(super) fingerprints: Vec<(String, String)>,
}

struct Finding {
    /// The id as it stands in the file.
    id: String,
    table: Table,
    standing: Standing,
}

/// Where a finding stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Standing {
    /// There is no verdict.
    NotExamined,
    /// There is one, of an answer that was changed since.
    Changed,
    /// There is one that `check` finds an error in, so that it counts nowhere.
    Faulty,
    /// The auditor agrees.
    Agree,
    /// The auditor says something else.
    Differ,
}

impl Standing {
    /// Whether there is something to do.
    pub(super) fn is_open(self) -> bool {
        matches!(self, Self::NotExamined | Self::Changed | Self::Faulty)
    }
}

impl Reviewing {
    pub(super) fn read(path: &Path, case: Arc<Case>, rules: &Rules) -> Result<Self, load::Failure> {
        let (mut sources, problems) = (Sources::default(), Problems::default());
        if !load::is_review(path)? {
            let why = "it is not a review any more; see what took its place".to_owned();
            return Err(load::Failure::Unreadable { path: path.to_owned(), why });
        }
        let written = load::review(path, &mut sources, &problems)?;
        // INVARIANT: a review is one file, which is taken in even if it has faults.
        let source = sources.get(0);
        let (said, fingerprints) = (load::values(source), vec![(source.name.clone(), source.sha256.clone())]);
        let (mut review, mut sample, mut findings) = (None, None, BTreeMap::new());
        if let Some(responses) = case.sound() {
            let assessment = case.assessed(rules, responses);
            let draw = |wanted| drawn(&draw(wanted, &assessment));
            review = check::review(written, rules, responses, draw, &problems);
            sample = review.as_ref().and_then(|review| review.sample).map(draw);
            findings = all_findings(&said, responses, review.as_ref());
        }
        let problems = problems.into_sorted();
        let parts = problems.iter().map(|problem| Part { item: problem.item.clone(), ..Part::default() }).collect();
        Ok(Self { case, review, problems, parts, sources, said, findings, sample, fingerprints })
    }

    /// The file.
    pub(super) fn source(&self) -> &Source {
        self.sources.get(0)
    }

    /// The problems, each with the part that it belongs to.
    pub(super) fn parted(&self) -> impl Iterator<Item = (&Problem, &Part)> {
        self.problems.iter().zip(&self.parts)
    }

    /// Whether all of both files was read.
    pub(super) fn is_readable(&self) -> bool {
        self.case.sound().is_some() && !self.problems.iter().any(|problem| problem.code().is_of_reading())
    }

    /// The answers with the review, if both could be read and it is said who reviews.
    pub(super) fn sound(&self) -> Option<(&Responses, &Review)> {
        self.case.sound().zip(self.review.as_ref()).filter(|_| self.is_readable())
    }

    /// The finding on an item as it stands in the file; `None` if the file has no block for it.
    pub(super) fn written(&self, id: &ItemId) -> Option<&Table> {
        self.findings.get(id).map(|finding| &finding.table)
    }

    /// Whether the review is to look at an item: it has a block for it, or drew it.
    pub(super) fn asks(&self, id: &ItemId) -> bool {
        self.findings.contains_key(id) || self.drew(id)
    }

    /// Whether the item is of its sample.
    pub(super) fn drew(&self, id: &ItemId) -> bool {
        self.sample.as_ref().is_some_and(|sample| sample.contains(id))
    }

    /// Where the finding on an item stands.
    pub(super) fn standing(&self, id: &ItemId) -> Standing {
        self.findings.get(id).map_or(Standing::NotExamined, |finding| finding.standing)
    }

    /// What the file is to say with these findings in it, each under the id as it is written there.
    pub(super) fn with(&self, changed: Vec<(&ItemId, Table)>) -> Table {
        let mut said = self.said.clone();
        let all = said.entry("finding").or_insert_with(|| Value::Table(Table::new()));
        if let Some(all) = all.as_table_mut() {
            for (id, finding) in changed {
                let written = self.findings.get(id).map_or_else(|| id.to_string(), |finding| finding.id.clone());
                all.insert(written, Value::Table(finding));
            }
        }
        said
    }
}

/// SHA-256 of the canonical form of the answer to an item as it is now; empty if there is none.
pub(super) fn answer_sha256(responses: &Responses, id: &ItemId) -> String {
    canonical::item(responses, id).map(|answer| canonical::hash(&answer)).unwrap_or_default()
}

fn all_findings(said: &Table, responses: &Responses, review: Option<&Review>) -> BTreeMap<ItemId, Finding> {
    let findings = said.get("finding").and_then(Value::as_table);
    let finding = |(written, finding): (&String, &Value)| {
        let (id, table) = (ItemId::parse(written)?, finding.as_table()?.clone());
        let is_sound = review.is_none_or(|review| review.findings.contains_key(&id));
        let standing = standing(&table, &answer_sha256(responses, &id), is_sound);
        Some((id, Finding { id: written.clone(), table, standing }))
    };
    findings.into_iter().flatten().filter_map(finding).collect()
}

fn standing(finding: &Table, now: &str, is_sound: bool) -> Standing {
    let bound = finding.get("answer-sha256").and_then(Value::as_str).unwrap_or_default();
    match Said::of_file(finding, &[]).verdict.as_str() {
        "" => Standing::NotExamined,
        _ if bound != now => Standing::Changed,
        _ if !is_sound => Standing::Faulty,
        "agree" => Standing::Agree,
        _ => Standing::Differ,
    }
}
