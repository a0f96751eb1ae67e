//! Review files: from TOML to an auditor's findings as written.

use super::fields::{Fields, Reading};
use super::files::{self, RawFile};
use super::rules::format_known;
use super::syntax::{self, Readable};
use super::written::Form;
use super::written::review::{Drawing, Finding, Review, Reviewer};
use crate::model::{ItemId, Provenance};
use crate::problem::Problems;
use crate::source::{At, Sources};

/// Reads a review file.
pub(super) fn read(file: &RawFile, sources: &mut Sources, problems: &Problems) -> Review {
    let Some(number) = files::take_in(file, sources, problems) else { return Review::default() };
    let source = sources.get(number);
    let mut review = syntax::read(source, number, problems, |table, readable| {
        let found = Problems::default();
        let review = top(Fields::top(table, Reading::new(number, &source.text, &found)), readable);
        syntax::pass_on(found, readable, problems);
        review
    });
    review.provenance = Provenance { file: source.file_name().to_owned(), sha256: source.sha256.clone() };
    review
}

/// Whether a file is a review and not answers: its first table is one that only reviews have. Only the beginning is looked
/// at, so that a review with a fault is one as well, and a text in an answer can't make one of it.
pub(super) fn is_review(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let header = text.lines().map(str::trim_start).find_map(|line| line.strip_prefix('['));
    let name = header.map(|header| header.split([']', '.', '#']).next().unwrap_or_default().trim());
    name.is_some_and(|name| ["review", "sample", "finding"].contains(&name))
}

fn top(top: Fields<'_>, readable: &Readable) -> Review {
    format_known(&top, top.reading.problems);
    let redacted = top.yes_no("redacted").is_some_and(|answer| answer.value);
    let review = top.required_table("review").and_then(reviewer);
    let sample = top.table("sample").and_then(drawing);
    let findings = top.table("finding").map(|table| table.entries("the finding")).unwrap_or_default();
    let findings = findings.into_iter().map(|(item, fields)| finding(item, fields, readable)).collect();
    top.finish();
    Review { redacted, review, sample, findings, ..Review::default() }
}

fn reviewer(fields: Fields<'_>) -> Option<Reviewer> {
    let reviewer = fields.required_text("reviewer");
    let (body, scope) = (text(&fields, "body"), text(&fields, "scope"));
    let independence = fields.text("independence");
    let date = fields.date("date");
    let language = fields.plain("language").map(|language| language.value).filter(|language| !language.is_empty());
    let responses_sha256 = hash(&fields, "responses-sha256");
    let responses_changed = fields.yes_no("responses-changed");
    let spot = fields.spot().clone();
    let is_empty = responses_sha256.as_ref().is_some_and(|hash| hash.value.is_empty());
    fields.finish();
    if is_empty {
        return None;
    }
    Some(Reviewer {
        spot,
        reviewer: reviewer?,
        body,
        independence,
        scope,
        date,
        language: language.unwrap_or_else(|| "en".into()),
        responses_sha256,
        responses_changed,
    })
}

fn drawing(fields: Fields<'_>) -> Option<Drawing> {
    for key in ["size", "seed"] {
        if !fields.has(key) {
            fields.missing(key);
        }
    }
    let (size, seed) = (fields.number("size"), fields.number("seed"));
    let spot = fields.spot().clone();
    fields.finish();
    Some(Drawing { spot, size: size?, seed: seed? })
}

fn finding(item: At<String>, fields: Fields<'_>, readable: &Readable) -> Finding {
    let problems = fields.reading.problems;
    let (errors, kept) = (problems.errors(), problems.kept());
    let beginnings = fields.beginnings();
    let broken = beginnings.iter().any(|at| readable.is_broken(*at)) || readable.lost_header_of(&item.value);
    let controlled = beginnings.iter().any(|at| readable.has_control(*at));
    let item = fields.without_spaces(item);
    let mut read = Finding {
        form: Form::Sound,
        verdict: fields.word("verdict"),
        level: fields.plain("level").filter(|level| !level.value.is_empty()),
        methods: fields.words("methods"),
        note: text(&fields, "note"),
        internal_note: text(&fields, "internal-note"),
        looked_at: fields.texts("looked-at").map(|list| filled(list.value)).unwrap_or_default(),
        answer_sha256: hash(&fields, "answer-sha256"),
        changed: fields.yes_no("changed"),
        item,
    };
    fields.finish();
    if broken {
        read.form = Form::Broken;
    } else if controlled || problems.errors() > errors {
        read.form = Form::Faulty;
    }
    if let Some(id) = ItemId::parse(&read.item.value) {
        problems.concern(kept, &id);
    }
    read
}

/// What a review is bound by, which only a redacted one does without: whether it may, the check knows.
fn hash(fields: &Fields<'_>, key: &'static str) -> Option<At<String>> {
    fields.know(&[key]);
    // One that is empty has been told.
    let empty = || At { value: String::new(), spot: fields.spot().clone() };
    fields.has(key).then(|| fields.required_plain(key).unwrap_or_else(empty))
}

fn filled(list: Vec<At<String>>) -> Vec<String> {
    list.into_iter().map(|text| text.value).filter(|text| !text.trim().is_empty()).collect()
}

fn text(fields: &Fields<'_>, key: &'static str) -> String {
    fields.text(key).map(|text| text.value).unwrap_or_default()
}
