//! Everything that was asked, in full: paragraph, question, answer, evidence, next steps.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;

use super::lists::{ActionView, action};
use super::method::LevelView;
use super::reviewed::{self, FindingView};
use super::{Text, method, text};
use crate::assess::{Assessment, Excuse, ItemResult, Progress, Reviewed, Standing};
use crate::model::{
    Addressee, Answer, Basis, Deadline, EvidenceState, Group, Indicator, ItemId, Measure, Numbering, Origin, Readiness,
    ReasonCode, Status, Translation,
};

/// An instrument with its paragraphs.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct InstrumentView {
    /// Id.
    pub id: String,
    /// Full title.
    pub title: Text,
    /// Short title.
    pub short_title: Text,
    /// Issuing body.
    pub body: String,
    /// Date.
    pub date: NaiveDate,
    /// Draft or adopted.
    pub status: Status,
    /// Who numbered the paragraphs.
    pub numbering: Numbering,
    /// Paragraphs of which something is asked.
    pub recommendations: Vec<RecommendationView>,
}

/// A paragraph with its items.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct RecommendationView {
    /// Short title of the instrument.
    pub instrument: Text,
    /// Reference.
    pub reference: String,
    /// Verbatim text of the chapeau, if it depends on one.
    pub chapeau: Option<String>,
    /// Verbatim text.
    pub text: String,
    /// Language of both.
    pub lang: String,
    /// Verb that carries the force; strength is shown, never turned into weight.
    pub operative: String,
    /// The asking verb, where there are several; may be empty.
    pub asks: String,
    /// Who is asked.
    pub addressees: Vec<Addressee>,
    /// By when.
    pub deadline: Option<Deadline>,
    /// Editor's note; may be empty.
    pub note: String,
    /// The text in other languages.
    pub translations: Vec<Translation>,
    /// The questions.
    pub items: Vec<ItemView>,
}

/// A question with its answer.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ItemView {
    /// Full id.
    pub id: String,
    /// Token for anchors.
    pub anchor: String,
    /// Reference of its paragraph.
    pub reference: String,
    /// The question.
    pub ask: Text,
    /// Whom it is about.
    pub group: Group,
    /// Kind of indicator.
    pub indicator: Indicator,
    /// Stated or derived.
    pub origin: Origin,
    /// Whether the institution added it to the rules.
    pub added: bool,
    /// `unanswered`, `not-applicable`, `unvalued` or `valued`.
    pub standing: &'static str,
    /// `met`, `part`, `not`, `refused`, `unknown`, `excused` or `open`: which sign stands beside the level.
    pub sign: &'static str,
    /// How far it is.
    pub progress: Progress,
    /// Label of the level; `None` where there is none.
    pub level: Option<Text>,
    /// What was answered in the last period, if that is to be confirmed.
    pub carried: Option<CarriedView>,
    /// What the level means.
    pub meaning: Option<Text>,
    /// Id of the scale.
    pub scale: String,
    /// Worth of the level, 0–100.
    pub value: Option<u8>,
    /// Whether it is said to be done, at least in part, so that a reader wants evidence.
    pub claimed: bool,
    /// Why not applicable, as a code.
    pub reason_code: Option<ReasonCode>,
    /// Why not applicable, in words; may be empty.
    pub reason: String,
    /// What was done; may be empty.
    pub narrative: String,
    /// When it was done.
    pub done_on: Option<NaiveDate>,
    /// What the answer rests on.
    pub basis: Option<Basis>,
    /// What the State says; may be empty.
    pub state_comment: String,
    /// Figure.
    pub measure: Option<Measure>,
    /// Obstacle; may be empty.
    pub obstacle: String,
    /// Who is to answer; may be empty.
    pub assigned_to: String,
    /// Who answered; may be empty.
    pub answered_by: String,
    /// Whether the answer is finished.
    pub state: Option<Readiness>,
    /// Note for colleagues; may be empty.
    pub internal_note: String,
    /// Evidence.
    pub evidence: Vec<EvidenceView>,
    /// How many pieces of evidence there are, and how many of them are confidential.
    pub evidence_count: usize,
    /// How many of them are confidential.
    pub confidential_count: usize,
    /// How many of them are not there, or are not what was recorded.
    pub missing_count: usize,
    /// The levels that it can have, for a reader who is to choose one; empty for other readers.
    pub levels: Vec<LevelView>,
    /// Kinds of document that would show it.
    pub wanted: Vec<Text>,
    /// Next steps.
    pub actions: Vec<ActionView>,
    /// What an auditor found of it.
    pub finding: Option<FindingView>,
}

/// An answer of the last period that is to be confirmed.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct CarriedView {
    /// Label of its level; `None` if the item was not applicable.
    pub level: Option<Text>,
}

/// A piece of evidence.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct EvidenceView {
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: String,
    /// Path; may be empty.
    pub file: String,
    /// Web address as written; may be empty.
    pub url: String,
    /// Whether the address may be a link: it begins with `http://` or `https://`.
    pub is_link: bool,
    /// Date.
    pub date: Option<NaiveDate>,
    /// Pages; may be empty.
    pub pages: String,
    /// Whether that is one number.
    pub one_page: bool,
    /// Whether that is several numbers, or a range.
    pub several_pages: bool,
    /// Description; may be empty.
    pub description: String,
    /// First eight digits of the recorded SHA-256; may be empty.
    pub seal: String,
    /// SHA-256 that was recorded; may be empty.
    pub recorded: String,
    /// SHA-256 of the file that is there; empty if there is none.
    pub sha256: String,
    /// Confidential.
    pub confidential: bool,
    /// What was found.
    pub found: EvidenceState,
}

/// What of the items is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown<'s> {
    /// Those that are shown; `None` for all.
    pub(super) drawn: Option<&'s BTreeSet<ItemId>>,
    /// Whether with all levels of their scales.
    pub(super) levels: bool,
    /// What an auditor found of them.
    pub(super) reviewed: Option<&'s Reviewed<'s>>,
}

/// All instruments in full, with the items that are `shown`.
pub(super) fn instruments(assessment: &Assessment<'_>, shown: Shown<'_>, language: &str) -> Vec<InstrumentView> {
    assessment
        .instruments
        .iter()
        .map(|instrument| {
            let wanted = |item: &&ItemResult<'_>| shown.drawn.is_none_or(|drawn| drawn.contains(&item.item.id));
            let items = assessment.items.iter().filter(|item| item.instrument.id == instrument.id);
            let items: Vec<&ItemResult<'_>> = items.filter(wanted).collect();
            let recommendations = items
                .chunk_by(|one, next| std::ptr::eq(one.recommendation, next.recommendation))
                .map(|items| recommendation(items, assessment, shown, language))
                .collect();
            InstrumentView {
                id: instrument.id.clone(),
                title: text(&instrument.title, language),
                short_title: text(&instrument.short_title, language),
                body: instrument.body.clone(),
                date: instrument.date,
                status: instrument.status,
                numbering: instrument.refs,
                recommendations,
            }
        })
        .collect()
}

/// The items `wanted` in full, as an auditor reads them, with what was found of them.
pub fn answers(
    assessment: &Assessment<'_>,
    wanted: &BTreeSet<ItemId>,
    reviewed: Option<&Reviewed<'_>>,
    language: &str,
) -> Vec<InstrumentView> {
    let mut all = instruments(assessment, Shown { drawn: Some(wanted), levels: false, reviewed }, language);
    all.retain(|instrument| !instrument.recommendations.is_empty());
    all
}

fn recommendation(
    items: &[&ItemResult<'_>],
    assessment: &Assessment<'_>,
    shown: Shown<'_>,
    language: &str,
) -> RecommendationView {
    let (instrument, recommendation) = (items[0].instrument, items[0].recommendation);
    RecommendationView {
        instrument: text(&instrument.short_title, language),
        reference: recommendation.reference.clone(),
        chapeau: instrument.chapeau(recommendation).map(|chapeau| chapeau.text.clone()),
        text: recommendation.text.clone(),
        lang: instrument.language.clone(),
        operative: recommendation.operative.clone(),
        asks: recommendation.asks.clone(),
        addressees: recommendation.addressees.clone(),
        deadline: recommendation.deadline.clone(),
        note: recommendation.note.clone(),
        translations: recommendation.translations.clone(),
        items: items.iter().map(|item| view(item, assessment, shown, language)).collect(),
    }
}

fn view(result: &ItemResult<'_>, assessment: &Assessment<'_>, shown: Shown<'_>, language: &str) -> ItemView {
    let item = result.item;
    let response = result.response;
    let words = |choose: fn(&crate::model::Response) -> &String| {
        response.map(|response| choose(response).trim().to_owned()).unwrap_or_default()
    };
    let (reason_code, reason) = excuse(&result.standing);
    ItemView {
        id: item.id.to_string(),
        anchor: item.id.token(),
        reference: item.id.reference().to_owned(),
        ask: text(&item.ask, language),
        group: item.about,
        indicator: item.indicator,
        origin: item.origin,
        added: method::is_added(assessment, item),
        standing: standing(&result.standing),
        sign: sign(result),
        progress: Progress::of(result),
        level: result.level().map(|level| text(&level.label, language)),
        carried: carried(result, language),
        meaning: result.level().map(|level| text(&level.meaning, language)),
        scale: result.scale.id.clone(),
        value: result.level().and_then(|level| level.value),
        claimed: matches!(result.standing, Standing::Valued { value: 1.., .. }),
        reason_code,
        reason,
        narrative: words(|response| &response.narrative),
        done_on: response.and_then(|response| response.done_on),
        basis: response.and_then(|response| response.basis),
        state_comment: words(|response| &response.state_comment),
        measure: response.and_then(|response| response.measure.clone()),
        obstacle: words(|response| &response.obstacle),
        assigned_to: words(|response| &response.assigned_to),
        answered_by: words(|response| &response.answered_by),
        state: response.and_then(|response| response.state),
        internal_note: words(|response| &response.internal_note),
        evidence: response.map(|response| response.evidence.iter().map(evidence).collect()).unwrap_or_default(),
        evidence_count: response.map_or(0, |response| response.evidence.len()),
        confidential_count: response
            .map_or(0, |response| response.evidence.iter().filter(|evidence| evidence.confidential).count()),
        missing_count: response
            .map_or(0, |response| response.evidence.iter().filter(|evidence| !evidence.found.counts()).count()),
        levels: if shown.levels { method::levels(result.scale, language) } else { Vec::new() },
        wanted: item.evidence.iter().map(|kind| text(kind, language)).collect(),
        actions: assessment
            .actions
            .iter()
            .filter(|next| std::ptr::eq(next.item, item))
            .map(|next| action(next, assessment, language))
            .collect(),
        finding: shown.reviewed.and_then(|reviewed| reviewed::finding(reviewed, &item.id, language)),
    }
}

fn carried(result: &ItemResult<'_>, language: &str) -> Option<CarriedView> {
    let level = match result.carried()? {
        Answer::Level(level) => result.scale.level(level),
        Answer::Unanswered | Answer::NotApplicable { .. } => None,
    };
    Some(CarriedView { level: level.map(|level| text(&level.label, language)) })
}

pub(super) fn evidence(evidence: &crate::model::Evidence) -> EvidenceView {
    let url = evidence.url.trim();
    let pages = evidence.pages.trim();
    let number = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let parts: Vec<&str> = pages.split(['-', '–', ',']).map(str::trim).collect();
    let numbers = parts.iter().all(|part| number(part));
    EvidenceView {
        title: evidence.title.clone(),
        kind: evidence.kind.clone(),
        file: evidence.file.clone(),
        url: url.to_owned(),
        is_link: ["http://", "https://"].iter().any(|scheme| url.to_ascii_lowercase().starts_with(scheme)),
        date: evidence.date,
        pages: pages.to_owned(),
        one_page: numbers && parts.len() == 1,
        several_pages: numbers && parts.len() > 1,
        description: evidence.description.trim().to_owned(),
        seal: evidence.sha256.chars().take(8).collect(),
        recorded: evidence.sha256.to_lowercase(),
        sha256: evidence.sha256_found.clone(),
        confidential: evidence.confidential,
        found: evidence.found,
    }
}

/// Key of the word for a standing.
fn standing(standing: &Standing<'_>) -> &'static str {
    match standing {
        Standing::Unanswered => "unanswered",
        Standing::NotApplicable(_) => "not-applicable",
        Standing::Unvalued(_) => "unvalued",
        Standing::Valued { .. } => "valued",
    }
}

/// Which sign stands beside an answer; its meaning is always written out too.
pub(super) fn sign(result: &ItemResult<'_>) -> &'static str {
    match result.standing {
        Standing::Unanswered => "open",
        Standing::NotApplicable(_) => "excused",
        Standing::Unvalued(_) => "unknown",
        Standing::Valued { level, .. } if level.refused => "refused",
        Standing::Valued { value: 100, .. } => "met",
        Standing::Valued { value: 0, .. } => "not",
        Standing::Valued { level, .. } if level.breach => "not",
        Standing::Valued { .. } => "part",
    }
}

/// The reason of something that is not applicable.
pub(super) fn excuse(standing: &Standing<'_>) -> (Option<ReasonCode>, String) {
    match standing {
        Standing::NotApplicable(Excuse::Item { reason_code, reason }) => (*reason_code, reason.trim().to_owned()),
        Standing::NotApplicable(Excuse::Exclusion(exclusion)) => {
            (exclusion.reason_code, exclusion.reason.trim().to_owned())
        }
        _ => (None, String::new()),
    }
}
