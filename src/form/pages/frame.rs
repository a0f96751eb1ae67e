//! What stands on every page: where one is, whose answers these are, and how far they are.

use serde::Serialize;

use super::super::reviewing::Reviewing;
use super::super::save::NotSaved;
use super::super::site::{Case, Site};
use super::review::Looked;
use crate::assess::{Assessment, GroupResult, Percent};
use crate::model::{Group, Responses};
use crate::problem::{Fact, Problem, Severity};
use crate::render::Words;

/// What stands on every page.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Frame {
    /// The word that every form carries.
    pub(super) word: String,
    /// Which entry of the navigation this is.
    pub(super) here: &'static str,
    pub(super) institution: String,
    pub(super) period: Option<crate::model::Period>,
    /// The file or folder.
    pub(super) file: String,
    /// The version before the last save.
    pub(super) kept: String,
    pub(super) headlines: Vec<Headline>,
    /// How far the review is that is written, if it is one.
    pub(super) review: Option<Looked>,
    /// What became of what was posted.
    pub(super) outcome: Option<Outcome>,
}

/// A headline in short.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Headline {
    group: Group,
    implementation: Option<Percent>,
    lower: Option<Percent>,
    upper: Option<Percent>,
    coverage: Option<Percent>,
    answered: usize,
    applicable: usize,
    /// Items on which the bounds depend.
    without: usize,
}

/// What became of what was posted.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Outcome {
    /// `saved`, or why not: `faulty`, `conflict`, `overtaken`, `meanwhile`, `refused` or `unwritable`.
    what: &'static str,
    /// More about it; may be empty.
    why: String,
    is_saved: bool,
    /// The part of the page that was saved, which tells so itself; empty, or none of its parts, for the page.
    #[serde(skip)]
    pub(super) part: String,
    /// What is to be mended or decided.
    fields: Vec<Pointed>,
    /// Files that have to be chosen again.
    files: Vec<String>,
}

/// A field or block that is to be looked at.
#[derive(Debug, Serialize)]
pub(super) struct Pointed {
    /// Its id on the page.
    pub(super) name: String,
    pub(super) label: String,
    /// The number of its question, if there are several on the page.
    pub(super) question: Option<usize>,
    /// What is wrong with it, if not only somebody else has changed it.
    pub(super) fault: Option<String>,
}

/// A problem as `check` words it, with the next step in the words of the page.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Said {
    message: Vec<Piece>,
    help: Vec<Piece>,
    is_error: bool,
}

/// A piece of a sentence.
#[derive(Debug, Clone, Serialize)]
struct Piece {
    text: String,
    /// Whether it is the user's own words, which stand between backticks where there is nothing but letters.
    own: bool,
}

impl Frame {
    pub(super) fn of(site: &Site, here: &'static str, case: &Case) -> Self {
        let responses = case.responses.as_ref();
        let headlines = responses.map(|responses| headlines(&case.assessed(&site.rules, responses)));
        Self::with(site, here, case, responses, headlines.unwrap_or_default())
    }

    /// The same where the responses are assessed already.
    pub(super) fn assessed(site: &Site, here: &'static str, case: &Case, assessment: &Assessment<'_>) -> Self {
        Self::with(site, here, case, Some(assessment.responses), headlines(assessment))
    }

    fn with(
        site: &Site,
        here: &'static str,
        case: &Case,
        responses: Option<&Responses>,
        headlines: Vec<Headline>,
    ) -> Self {
        let names: Vec<&str> = case.files.iter().map(|number| case.sources.get(*number).file_name()).collect();
        Self {
            word: site.secret.of_forms(),
            here,
            institution: responses.map(|responses| responses.institution.name.clone()).unwrap_or_default(),
            period: responses.map(|responses| responses.particulars.period),
            file: names.join(", "),
            kept: names.iter().map(|name| kept(name)).collect::<Vec<_>>().join(", "),
            headlines,
            review: None,
            outcome: None,
        }
    }

    /// What stands on the pages of a review.
    pub(super) fn of_review(site: &Site, here: &'static str, reviewing: &Reviewing, looked: Looked) -> Self {
        let responses = reviewing.case.responses.as_ref();
        Self {
            file: reviewing.source().file_name().to_owned(),
            kept: kept(reviewing.source().file_name()),
            review: Some(looked),
            ..Self::with(site, here, &reviewing.case, responses, Vec::new())
        }
    }
}

impl Outcome {
    pub(super) fn saved() -> Self {
        Self::saved_of(String::new())
    }

    /// A part of the page was saved.
    pub(super) fn saved_of(part: String) -> Self {
        Self { what: "saved", why: String::new(), is_saved: true, part, fields: Vec::new(), files: Vec::new() }
    }

    pub(super) fn conflict() -> Self {
        Self { what: "conflict", is_saved: false, ..Self::saved() }
    }

    /// The institution changed an answer that was looked at.
    pub(super) fn overtaken() -> Self {
        Self { what: "overtaken", is_saved: false, ..Self::saved() }
    }

    pub(super) fn faulty() -> Self {
        Self { what: "faulty", is_saved: false, ..Self::saved() }
    }

    pub(super) fn not_saved(not: NotSaved) -> Self {
        let (what, why) = match not {
            NotSaved::Meanwhile => ("meanwhile", String::new()),
            NotSaved::Refused(why) => ("refused", why),
            NotSaved::Unwritable(why) => ("unwritable", why),
        };
        Self { what, why, is_saved: false, ..Self::saved() }
    }

    /// The same, with what is to be mended or decided.
    pub(super) fn pointing_to(self, fields: Vec<Pointed>) -> Self {
        Self { fields, ..self }
    }

    /// The same, with files that have to be chosen again: a page that comes back can't choose them.
    pub(super) fn choosing_again(self, files: Vec<String>) -> Self {
        Self { files, ..self }
    }
}

impl Said {
    pub(super) fn of(problem: &Problem, words: &Words) -> Self {
        let said = problem.words();
        Self {
            message: pieces(&said.message),
            help: pieces(&mend(problem, words).unwrap_or(said.help)),
            is_error: problem.severity() == Severity::Error,
        }
    }
}

/// The next step for whoever never sees the file; `None` where that of `check` serves them as well.
fn mend(problem: &Problem, words: &Words) -> Option<String> {
    let code = problem.code();
    let key = match &problem.fact {
        // These name what was meant, or ask for no change of the file.
        Fact::UnknownItem { nearest: Some(_), .. } | Fact::ReviewedAnswerChanged { now: None, .. } => return None,
        Fact::ReasonMissing { key: "reason-code", .. } => "mend.reason-missing.code".to_owned(),
        Fact::ReasonMissing { .. } => "mend.reason-missing.words".to_owned(),
        Fact::VerdictUnfit { answer: None, .. } => "mend.verdict-unfit.unanswered".to_owned(),
        Fact::VerdictUnfit { .. } => "mend.verdict-unfit.answered".to_owned(),
        _ => format!("mend.{code}"),
    };
    words.plain(&key).ok()
}

/// What a file is called as it was before the last save.
fn kept(name: &str) -> String {
    format!("{name}.bak")
}

fn pieces(sentence: &str) -> Vec<Piece> {
    let parts = sentence.split('`').enumerate().filter(|(_, text)| !text.is_empty());
    parts.map(|(number, text)| Piece { text: text.to_owned(), own: number % 2 == 1 }).collect()
}

fn headlines(assessment: &Assessment<'_>) -> Vec<Headline> {
    let groups = assessment.groups().into_iter().filter(|group| group.headline.counts.asked > 0);
    groups.map(headline).collect()
}

fn headline(group: &GroupResult<'_>) -> Headline {
    let figures = &group.headline;
    Headline {
        group: group.group,
        implementation: figures.implementation.as_ref().map(Percent::of),
        lower: figures.bounds.as_ref().map(|bounds| Percent::of(&bounds.lower)),
        upper: figures.bounds.as_ref().map(|bounds| Percent::of(&bounds.upper)),
        coverage: figures.coverage.ratio.as_ref().map(Percent::of),
        answered: figures.counts.answered,
        applicable: figures.counts.applicable,
        without: figures.counts.without_value(),
    }
}
