//! What an auditor found, as a reader is told of it.

mod group;

use chrono::NaiveDate;
use serde::Serialize;

use super::lists::{Place, place};
use super::{Text, VERDICTS};
use crate::assess::{Aside, Assessment, Change, PAIRS_NEEDED, Percent, Reviewed};
use crate::model::{Drawn, Group, ItemId, Method, Provenance, Review, Verdict};

/// A review, and what it makes of the figures.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ReviewView {
    /// Who reviewed.
    pub reviewer: String,
    /// For whom; may be empty.
    pub body: String,
    /// What the reviewer says of independence; may be empty.
    pub independence: String,
    /// What was reviewed, in the reviewer's words; may be empty.
    pub scope: String,
    /// The day of the findings; `None` while the review goes on.
    pub date: Option<NaiveDate>,
    /// Language of the findings.
    pub lang: String,
    /// Whether the answers are not those any more that were reviewed.
    pub responses_changed: bool,
    /// How the items were drawn, if they were.
    pub sample: Option<Drawn>,
    /// The file.
    pub provenance: Provenance,
    /// How many of the items that are asked it names.
    pub items: usize,
    /// How many of them were examined and count.
    pub examined: usize,
    /// How many there are of each verdict, changed ones too.
    pub verdicts: Vec<VerdictCount>,
    /// The two groups, those of which an item was examined.
    pub groups: Vec<ReviewedGroup>,
    /// Findings that are in no figure, but for items that were not examined.
    pub asides: Vec<AsideView>,
    /// The least number of pairs for a kappa.
    pub pairs_needed: usize,
}

/// How many items have a verdict.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct VerdictCount {
    /// The verdict: key of a word.
    pub verdict: &'static str,
    /// How many.
    pub count: usize,
}

/// What a review makes of the figures of one group.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ReviewedGroup {
    /// Whom it is about.
    pub group: Group,
    /// The three ratings of all examined items.
    pub all: RatingsView,
    /// By instrument, where there is more than one.
    pub instruments: Vec<RatingsView>,
    /// How many there are of each verdict, those that there are.
    pub verdicts: Vec<VerdictCount>,
    /// On how many of the examined items the auditor agrees.
    pub agreed: usize,
    /// Their part of the examined.
    pub agreement: Option<Percent>,
    /// How many items have a value on both sides.
    pub pairs: usize,
    /// Self-rating and auditor's rating of these, if there are any.
    pub both: Option<[Percent; 2]>,
    /// `given`, `too-few` or `undefined`.
    pub kappa_state: &'static str,
    /// Cohen's weighted kappa: sign, whole and hundredths.
    pub kappa: Option<Hundredths>,
    /// The agreement table: numbers of pairs, by bands of the self-rating, then of the auditor's.
    pub table: Vec<BandRow>,
    /// `given`, or why there is no estimate.
    pub estimate_state: String,
    /// The estimate for all that the institution rated.
    pub estimate: Option<EstimateView>,
    /// Where the auditor differs, what moves most first.
    pub disputes: Vec<Dispute>,
}

/// Three ratings side by side.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct RatingsView {
    /// Id of the instrument; empty for all.
    pub id: String,
    /// Its short title; `None` for all.
    pub name: Option<Text>,
    /// How many items were examined and count.
    pub examined: usize,
    /// Self-rating.
    pub own: RatingView,
    /// Auditor's rating.
    pub auditor: RatingView,
    /// What evidence supports.
    pub supported: RatingView,
}

/// One of the three.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct RatingView {
    /// The figure; `None` if no item has a value.
    pub percent: Option<Percent>,
    /// How many items have one.
    pub items: usize,
}

/// A number with two decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Hundredths {
    /// A dash or nothing: the fonts of the PDF have no minus sign.
    pub sign: &'static str,
    /// The whole part.
    pub whole: u32,
    /// The first decimal.
    pub tenth: u32,
    /// The second.
    pub hundredth: u32,
}

/// A row of the agreement table.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct BandRow {
    /// Number of the band: key of a word.
    pub band: usize,
    /// The cells.
    pub cells: Vec<BandCell>,
}

/// A cell of the agreement table.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct BandCell {
    /// How many pairs.
    pub count: usize,
    /// Whether both sides are in the same band.
    pub same: bool,
}

/// An estimate from a sample.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct EstimateView {
    /// Self-rating of all that the institution rated.
    pub own: Percent,
    /// What evidence would support of it.
    pub supported: Percent,
    /// `given`, `whole` if all were examined, or why there is no interval.
    pub interval_state: String,
    /// Lower end of the sampling interval.
    pub lower: Option<Percent>,
    /// Upper end.
    pub upper: Option<Percent>,
    /// How many items the institution rated.
    pub of: usize,
    /// How many of them were drawn.
    pub drawn: usize,
    /// How many of them were examined.
    pub examined: usize,
    /// How many were drawn and have no finding that counts.
    pub missing: usize,
    /// How many resolutions were taken together.
    pub joined: usize,
}

/// A finding that differs from the answer.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Dispute {
    /// Where.
    pub place: Place,
    /// The question.
    pub ask: Text,
    /// Label of the institution's level; `None` if it says that the item does not apply.
    pub level: Option<Text>,
    /// Which sign stands beside it.
    pub sign: &'static str,
    /// The finding.
    pub finding: FindingView,
    /// By how much it alone would move the figure of the group; `None` where it has no value on one side.
    pub change: Option<Change>,
}

/// A finding that is in no figure.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct AsideView {
    /// Where.
    pub place: Place,
    /// The verdict: key of a word.
    pub verdict: &'static str,
    /// Why: key of a word.
    pub why: Aside,
}

/// What an auditor found of one item.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct FindingView {
    /// The verdict: key of a word.
    pub verdict: &'static str,
    /// Label of the auditor's own level; `None` if there is none.
    pub level: Option<Text>,
    /// Its worth, 0–100; `None` if it has none.
    pub value: Option<u8>,
    /// Its place in the scale, from 0.
    pub place: Option<usize>,
    /// How it was looked at.
    pub methods: Vec<Method>,
    /// Whether it was examined, whether somebody was interviewed, whether it was tested.
    pub by: [bool; 3],
    /// What is to be said; may be empty.
    pub note: String,
    /// For auditors and the institution; may be empty.
    pub internal_note: String,
    /// What was looked at.
    pub looked_at: Vec<String>,
    /// Language of the finding.
    pub lang: String,
    /// Why it is in no figure; `None` if it counts.
    pub aside: Option<Aside>,
}

/// The view of a review.
pub(super) fn view(reviewed: &Reviewed<'_>, assessment: &Assessment<'_>, language: &str) -> ReviewView {
    let review = reviewed.review;
    let said = |text: &str| text.trim().to_owned();
    let of =
        |verdict: &str| reviewed.found.iter().filter(|found| verdict_word(found.finding.verdict) == verdict).count();
    let asides = reviewed.found.iter().filter_map(|found| {
        let why = found.aside.filter(|aside| *aside != Aside::NotExamined)?;
        let place = place(&found.result.item.id, assessment, language);
        Some(AsideView { place, verdict: verdict_word(found.finding.verdict), why })
    });
    ReviewView {
        reviewer: said(&review.reviewer),
        body: said(&review.body),
        independence: said(&review.independence),
        scope: said(&review.scope),
        date: review.date,
        lang: review.language.clone(),
        responses_changed: review.responses_changed,
        sample: review.sample,
        provenance: review.provenance.clone(),
        items: reviewed.found.len(),
        examined: reviewed.groups().iter().map(|group| group.ratings.examined).sum(),
        verdicts: VERDICTS.map(|verdict| VerdictCount { verdict, count: of(verdict) }).into(),
        groups: reviewed
            .groups()
            .into_iter()
            .filter(|group| group.ratings.examined > 0)
            .map(|group| group::view(group, reviewed, assessment, language))
            .collect(),
        asides: asides.collect(),
        pairs_needed: PAIRS_NEEDED,
    }
}

/// The finding on an item, if there is one.
pub(super) fn finding(reviewed: &Reviewed<'_>, id: &ItemId, language: &str) -> Option<FindingView> {
    reviewed.found(id).map(|found| group::finding(found, &reviewed.review.language, language))
}

/// Whether something of a review is not for everybody.
pub(super) fn internal(review: &Review) -> bool {
    review.findings.values().any(|finding| !finding.internal_note.trim().is_empty())
}

/// Key of the word for a verdict.
pub fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Agree => "agree",
        Verdict::Lower => "lower",
        Verdict::Higher => "higher",
        Verdict::InsufficientEvidence => "insufficient",
        Verdict::EvidenceContradicts => "contradicts",
        Verdict::NotApplicableRejected => "rejected",
        Verdict::NotExamined => "not-examined",
    }
}
