//! What an auditor found, as a reader is told of it.

use std::cmp::Reverse;

use chrono::NaiveDate;
use num_traits::Signed;
use serde::Serialize;

use super::items::sign;
use super::lists::{Place, place};
use super::{Text, VERDICTS, text};
use crate::assess::{
    Agreement, Aside, Assessment, Change, Estimate, Found, GroupReview, Kappa, PAIRS_NEEDED, Percent, Rating, Ratings,
    Ratio, Reviewed,
};
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
    /// `−` or nothing.
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
    let of = |verdict: &str| reviewed.found.iter().filter(|found| key(found.finding.verdict) == verdict).count();
    let asides = reviewed.found.iter().filter_map(|found| {
        let why = found.aside.filter(|aside| *aside != Aside::NotExamined)?;
        let place = place(&found.result.item.id, assessment, language);
        Some(AsideView { place, verdict: key(found.finding.verdict), why })
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
            .map(|group| of_group(group, reviewed, assessment, language))
            .collect(),
        asides: asides.collect(),
        pairs_needed: PAIRS_NEEDED,
    }
}

/// The finding on an item, if there is one.
pub(super) fn finding(reviewed: &Reviewed<'_>, id: &ItemId, language: &str) -> Option<FindingView> {
    reviewed.found(id).map(|found| finding_view(found, &reviewed.review.language, language))
}

/// Whether something of a review is not for everybody.
pub(super) fn internal(review: &Review) -> bool {
    review.findings.values().any(|finding| !finding.internal_note.trim().is_empty())
}

fn of_group(
    group: &GroupReview<'_>,
    reviewed: &Reviewed<'_>,
    assessment: &Assessment<'_>,
    language: &str,
) -> ReviewedGroup {
    let agreement = &group.agreement;
    let [own, auditor] = &group.ratings.both;
    let kappa = match &agreement.kappa {
        Kappa::Of(kappa) => Some(hundredths(kappa)),
        Kappa::TooFew | Kappa::Undefined => None,
    };
    let several = group.instruments.iter().filter(|_| group.instruments.len() > 1);
    ReviewedGroup {
        group: group.group,
        all: ratings(&group.ratings, language),
        instruments: several.map(|one| ratings(one, language)).collect(),
        verdicts: verdicts(agreement),
        agreed: agreement.verdicts.get(&Verdict::Agree).copied().unwrap_or_default(),
        agreement: agreement.agreed.as_ref().map(Percent::of),
        pairs: agreement.pairs,
        both: percent(own).zip(percent(auditor)).map(<[Percent; 2]>::from),
        kappa_state: match agreement.kappa {
            Kappa::Of(_) => "given",
            Kappa::TooFew => "too-few",
            Kappa::Undefined => "undefined",
        },
        kappa,
        table: table(agreement),
        estimate_state: group.estimate.as_ref().map_or_else(ToString::to_string, |_| "given".into()),
        estimate: group.estimate.as_ref().ok().map(estimate),
        disputes: disputes(group.group, reviewed, assessment, language),
    }
}

fn ratings(ratings: &Ratings<'_>, language: &str) -> RatingsView {
    let view = |rating: &Rating| RatingView { percent: percent(rating), items: rating.items };
    RatingsView {
        id: ratings.instrument.map(|instrument| instrument.id.clone()).unwrap_or_default(),
        name: ratings.instrument.map(|instrument| text(&instrument.short_title, language)),
        examined: ratings.examined,
        own: view(&ratings.own),
        auditor: view(&ratings.auditor),
        supported: view(&ratings.supported),
    }
}

fn percent(rating: &Rating) -> Option<Percent> {
    rating.implementation.as_ref().map(Percent::of)
}

fn verdicts(agreement: &Agreement) -> Vec<VerdictCount> {
    let counts =
        agreement.verdicts.iter().map(|(verdict, count)| VerdictCount { verdict: key(*verdict), count: *count });
    counts.collect()
}

/// Half up; "1.00" stands only for exactly one.
fn hundredths(kappa: &Ratio) -> Hundredths {
    let hundred = Ratio::from_integer(100.into());
    let half = Ratio::new(1.into(), 2.into());
    let size = (kappa.abs() * &hundred + half).floor().to_integer();
    let size = u32::try_from(size).unwrap_or_default();
    let size = if size == 100 && !kappa.is_integer() { 99 } else { size };
    let sign = if kappa.is_negative() && size > 0 { "\u{2212}" } else { "" };
    Hundredths { sign, whole: size / 100, tenth: size / 10 % 10, hundredth: size % 10 }
}

fn table(agreement: &Agreement) -> Vec<BandRow> {
    let rows = agreement.table.iter().enumerate();
    rows.map(|(band, counts)| {
        let cells = counts.iter().enumerate().map(|(other, count)| BandCell { count: *count, same: other == band });
        BandRow { band, cells: cells.collect() }
    })
    .collect()
}

fn estimate(estimate: &Estimate) -> EstimateView {
    let interval = estimate.interval.as_ref();
    EstimateView {
        own: Percent::of(&estimate.own),
        supported: Percent::of(&estimate.supported),
        interval_state: match interval {
            Ok(_) if estimate.examined == estimate.of => "whole".into(),
            Ok(_) => "given".into(),
            Err(why) => why.to_string(),
        },
        lower: interval.ok().map(|interval| Percent::of(&interval.lower)),
        upper: interval.ok().map(|interval| Percent::of(&interval.upper)),
        of: estimate.of,
        drawn: estimate.drawn,
        examined: estimate.examined,
        joined: estimate.joined,
    }
}

fn disputes(group: Group, reviewed: &Reviewed<'_>, assessment: &Assessment<'_>, language: &str) -> Vec<Dispute> {
    let mut differ: Vec<&Found<'_>> = reviewed.counted(group).filter(|found| found.differs()).collect();
    differ.sort_by_cached_key(|found| Reverse(found.change.as_ref().map(Signed::abs)));
    let disputes = differ.into_iter().map(|found| Dispute {
        place: place(&found.result.item.id, assessment, language),
        ask: text(&found.result.item.ask, language),
        level: found.result.level().map(|level| text(&level.label, language)),
        sign: sign(found.result),
        finding: finding_view(found, &reviewed.review.language, language),
        change: found.change.as_ref().map(Change::of),
    });
    disputes.collect()
}

fn finding_view(found: &Found<'_>, lang: &str, language: &str) -> FindingView {
    let finding = found.finding;
    FindingView {
        verdict: key(finding.verdict),
        level: found.level.map(|level| text(&level.label, language)),
        value: found.level.and_then(|level| level.value),
        place: found.level.and_then(|own| found.result.scale.levels.iter().position(|level| level.id == own.id)),
        methods: finding.methods.clone(),
        by: [Method::Examine, Method::Interview, Method::Test].map(|method| finding.methods.contains(&method)),
        note: finding.note.trim().to_owned(),
        internal_note: finding.internal_note.trim().to_owned(),
        looked_at: finding.looked_at.clone(),
        lang: lang.to_owned(),
        aside: found.aside,
    }
}

/// A verdict among the [`VERDICTS`].
fn key(verdict: Verdict) -> &'static str {
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
