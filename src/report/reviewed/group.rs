//! What a review makes of the figures of one group.

use std::cmp::Reverse;

use num_traits::Signed;

use super::super::items::sign;
use super::super::lists::place;
use super::super::text;
use super::{
    BandCell, BandRow, Dispute, EstimateView, FindingView, Hundredths, RatingView, RatingsView, ReviewedGroup,
    VerdictCount, verdict_word,
};
use crate::assess::{
    Agreement, Assessment, Change, Estimate, Found, GroupReview, Kappa, Percent, Rating, Ratings, Ratio, Reviewed,
};
use crate::model::{Group, Method, Verdict};

/// The view of one group.
pub(super) fn view(
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
    let counts = agreement
        .verdicts
        .iter()
        .map(|(verdict, count)| VerdictCount { verdict: verdict_word(*verdict), count: *count });
    counts.collect()
}

/// Half up; "1.00" stands only for exactly one.
fn hundredths(kappa: &Ratio) -> Hundredths {
    let hundred = Ratio::from_integer(100.into());
    let half = Ratio::new(1.into(), 2.into());
    let size = (kappa.abs() * &hundred + half).floor().to_integer();
    let size = u32::try_from(size).unwrap_or_default();
    let size = if size == 100 && !kappa.is_integer() { 99 } else { size };
    let sign = if kappa.is_negative() && size > 0 { "\u{2013}" } else { "" };
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
        missing: estimate.drawn - estimate.examined,
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
        finding: finding(found, &reviewed.review.language, language),
        change: found.change.as_ref().map(Change::of),
    });
    disputes.collect()
}

/// What was found of one item; `lang` is the language of the findings.
pub(super) fn finding(found: &Found<'_>, lang: &str, language: &str) -> FindingView {
    let finding = found.finding;
    FindingView {
        verdict: verdict_word(finding.verdict),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_printed_only_where_it_is_exact() {
        let shown = |part: i64, all: i64| {
            let Hundredths { sign, whole, tenth, hundredth } = hundredths(&Ratio::new(part.into(), all.into()));
            format!("{sign}{whole}.{tenth}{hundredth}")
        };
        let shown = [(1, 1), (999, 1000), (77, 113), (1, 200), (-1, 3), (-1, 900)].map(|(part, all)| shown(part, all));
        assert_eq!(shown, ["1.00", "0.99", "0.68", "0.01", "\u{2013}0.33", "0.00"]);
    }
}
