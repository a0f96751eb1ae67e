//! One question of a review: the institution's answer, and what the auditor found of it.

use serde::Serialize;
use strum::{IntoEnumIterator, VariantNames};

use super::super::super::finding::{Said, documents};
use super::super::super::posted::Posted;
use super::super::super::reviewing::{Reviewing, Standing, answer_sha256};
use super::super::super::site::Site;
use super::super::field::Choice;
use super::super::frame;
use super::super::item::{Earlier, earlier};
use super::super::paragraph::{OnPage, Question};
use crate::assess::{Assessment, ItemResult};
use crate::model::{Method, Response, Verdict};
use crate::problem::Code;
use crate::render::Words;
use crate::report::{ItemView, verdict_word};

/// A question with both sides.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Part {
    /// The institution's side.
    answer: ItemView,
    guidance: Option<crate::report::Text>,
    /// What the names of its fields begin with, with a dot.
    before: String,
    anchor: String,
    #[serde(flatten)]
    place: OnPage,
    /// Whether the review is to look at it.
    asked: bool,
    standing: Standing,
    /// Whether there is neither an answer nor a finding, so that nothing can be said.
    silent: bool,
    /// Whether there is an answer.
    answered: bool,
    revision: String,
    /// Whether the page from which this was posted shows the finding as it stands here.
    shown: bool,
    /// Which answer the page shows.
    answer_revision: String,
    /// Whether the page from which this was posted shows that answer.
    answer_shown: bool,
    verdicts: Vec<Choice>,
    levels: Vec<Choice>,
    methods: Vec<Choice>,
    /// The documents of the answer.
    documents: Vec<Choice>,
    /// What else was looked at.
    others: String,
    note: String,
    internal_note: String,
    /// Whether the finding is to hold for the answer as it is now.
    again: bool,
    problems: Problems,
    /// What stands in the file, where somebody else wrote something else meanwhile.
    theirs: Option<Theirs>,
    /// Whether the institution changed the answer since the page was opened.
    overtaken: bool,
    before_this: Option<Earlier>,
}

/// What `check` says of a finding, by field.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Problems {
    verdict: Vec<frame::Said>,
    level: Vec<frame::Said>,
    methods: Vec<frame::Said>,
    note: Vec<frame::Said>,
    others: Vec<frame::Said>,
}

/// A finding that somebody else wrote, in words.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Theirs {
    /// Key of its word.
    verdict: &'static str,
    level: String,
    methods: Vec<String>,
    looked_at: Vec<String>,
    note: String,
    internal_note: String,
}

/// What a page of a review is filled with.
#[derive(Clone, Copy)]
pub(super) struct Filling<'f> {
    pub(super) site: &'f Site,
    pub(super) reviewing: &'f Reviewing,
    pub(super) assessment: &'f Assessment<'f>,
    /// What was typed and not saved.
    pub(super) posted: Option<&'f Posted>,
}

impl Part {
    /// `answer` is the view of `result`; `conflict`, whether somebody else wrote something else meanwhile; `overtaken`,
    /// whether the institution did.
    pub(super) fn of(
        result: &ItemResult<'_>,
        answer: ItemView,
        (conflict, overtaken): (bool, bool),
        filling: Filling<'_>,
    ) -> Self {
        let Filling { site, reviewing, assessment, posted } = filling;
        let (id, before) = (&result.item.id, format!("{}.", result.item.id.name()));
        let names = documents_of(result.response);
        let there = Said::of_file(reviewing.written(id).unwrap_or(&toml::Table::new()), &names);
        let typed = posted.and_then(|posted| Some((posted, Said::of_posted(posted, &before, &names)?)));
        // What nobody touched on a page gives way to what stands in the file by now.
        let is_touched = |posted: &Posted, said: &Said| posted.plain(&format!("{before}known")) != said.revision();
        let kept = typed.filter(|(posted, said)| *said == there || is_touched(posted, said)).map(|(_, said)| said);
        let shown = posted.is_none() || kept.is_some();
        let said = kept.unwrap_or_else(|| there.clone());
        let words = |key: &str| site.templates.words().plain(key).unwrap_or_default();
        let theirs = conflict.then(|| Theirs::of(&there, result));
        let bound = answer_sha256(assessment.responses, id);
        Self {
            guidance: result.item.guidance.as_ref().map(super::super::item::text),
            anchor: id.name().to_owned(),
            place: OnPage::default(),
            asked: reviewing.asks(id),
            standing: reviewing.standing(id),
            silent: bound.is_empty() && reviewing.written(id).is_none(),
            revision: there.revision(),
            shown,
            verdicts: verdicts(result, !bound.is_empty(), &said.verdict, words),
            levels: levels(result, &said.level, words("field.nothing")),
            methods: methods(&said, words),
            documents: ticks(&names, &said),
            others: said.others(&names),
            note: said.note,
            internal_note: said.internal_note,
            answered: !bound.is_empty(),
            // It was ticked for the answer that was shown then.
            again: !overtaken && posted.is_some_and(|posted| posted.is_ticked(&format!("{before}again"))),
            answer_shown: overtaken
                || posted.is_none_or(|posted| posted.plain(&format!("{before}answer.known")) == bound),
            problems: Problems::of(reviewing, result, site.templates.words()),
            theirs,
            overtaken,
            before_this: site.baseline.as_ref().and_then(|baseline| earlier(result.item, &site.rules, baseline)),
            answer_revision: bound,
            before,
            answer,
        }
    }
}

impl Question for Part {
    fn anchor(&self) -> &str {
        &self.anchor
    }

    fn place(&mut self) -> &mut OnPage {
        &mut self.place
    }
}

/// How the documents of an answer are called in a finding.
pub(super) fn documents_of(response: Option<&Response>) -> Vec<&str> {
    response.map(|response| documents(&response.evidence)).unwrap_or_default()
}

impl Problems {
    fn of(reviewing: &Reviewing, result: &ItemResult<'_>, words: &Words) -> Self {
        let mut all = Self::default();
        for problem in reviewing.problems.iter().filter(|problem| problem.item.as_ref() == Some(&result.item.id)) {
            let list = match problem.code() {
                Code::VerdictUnfit | Code::VerdictMissing | Code::FindingUnexplained => &mut all.verdict,
                Code::VerdictLevelMissing | Code::VerdictLevelUnfit | Code::UnknownLevel | Code::LevelOfOtherScale => {
                    &mut all.level
                }
                Code::MethodMissing => &mut all.methods,
                _ => &mut all.others,
            };
            list.push(frame::Said::of(problem, words));
        }
        all
    }
}

impl Theirs {
    fn of(said: &Said, result: &ItemResult<'_>) -> Self {
        let label = |id: &str| result.scale.level(id).map_or(id.to_owned(), |level| level.label.text("en").to_owned());
        Self {
            verdict: verdict_word(said.verdict.parse().unwrap_or_default()),
            level: if said.level.is_empty() { String::new() } else { label(&said.level) },
            methods: said.methods.clone(),
            looked_at: said.looked_at.clone(),
            note: said.note.clone(),
            internal_note: said.internal_note.clone(),
        }
    }
}

fn choice(value: &str, label: String, chosen: bool) -> Choice {
    Choice { value: value.to_owned(), label, meaning: String::new(), lang: String::new(), chosen }
}

/// The verdicts that can be said of the answer that is there.
fn verdicts(result: &ItemResult<'_>, answered: bool, said: &str, words: impl Fn(&str) -> String) -> Vec<Choice> {
    let fits = |verdict: &Verdict| match verdict {
        Verdict::NotExamined => true,
        _ if !answered => false,
        Verdict::Lower | Verdict::Higher => result.is_applicable(),
        Verdict::NotApplicableRejected => !result.is_applicable(),
        _ => true,
    };
    let mut all: Vec<Choice> = Verdict::iter()
        .filter(|verdict| fits(verdict) || verdict.to_string() == said)
        .map(|verdict| {
            let value = if verdict == Verdict::NotExamined { String::new() } else { verdict.to_string() };
            let key = format!("verdict.{}", verdict_word(verdict));
            let meaning = words(&format!("{key}-meaning"));
            Choice { meaning, ..choice(&value, words(&key), value == said) }
        })
        .collect();
    keep(&mut all, said);
    all
}

fn levels(result: &ItemResult<'_>, said: &str, nothing: String) -> Vec<Choice> {
    let mut all = vec![choice("", nothing, said.is_empty())];
    for level in &result.scale.levels {
        let ((lang, label), meaning) = (level.label.in_language("en"), level.meaning.text("en").to_owned());
        let lang = lang.to_owned();
        all.push(Choice { lang, meaning, ..choice(&level.id, label.to_owned(), level.id == said) });
    }
    keep(&mut all, said);
    all
}

/// What is none of the choices must not be lost when something else is saved.
fn keep(all: &mut Vec<Choice>, said: &str) {
    if !all.iter().any(|choice| choice.chosen) {
        all.push(choice(said, said.to_owned(), true));
    }
}

fn methods(said: &Said, words: impl Fn(&str) -> String) -> Vec<Choice> {
    let known = Method::VARIANTS.iter();
    known
        .map(|method| {
            let chosen = said.methods.iter().any(|named| named == method);
            choice(method, words(&format!("finding-method.{method}")), chosen)
        })
        .collect()
}

fn ticks(names: &[&str], said: &Said) -> Vec<Choice> {
    let tick = |name: &&str| choice(name, (*name).to_owned(), said.looked_at.iter().any(|looked| looked == name));
    names.iter().map(tick).collect()
}
