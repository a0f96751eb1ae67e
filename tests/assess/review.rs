//! What a review makes of the figures: cases worked by hand or by other programs, and what holds for any review.

use std::collections::BTreeMap;

use num_traits::{One, ToPrimitive, Zero};
use proptest::prelude::*;
use rapporteur::assess::{Aside, Kappa, NoEstimate, NoInterval, Ratio, Reviewed, assess, reviewed};
use rapporteur::model::{Drawn, Finding, ItemId, Provenance, Response, Review, Rules, Verdict};

use crate::support::build::{
    LEVELS, day, exclusion, instrument, item, level, not_applicable, recommendation, responses, rules,
};

#[test]
fn three_ratings_of_the_same_items() {
    // One item each, so every share is 1.
    let findings = [
        ("full", Verdict::Agree, None),
        ("full", Verdict::Lower, Some("half")),
        ("half", Verdict::Higher, Some("most")),
        ("full", Verdict::InsufficientEvidence, None),
        ("most", Verdict::EvidenceContradicts, Some("quarter")),
        ("full", Verdict::NotExamined, None),
    ];
    looked_at(&findings, None, |reviewed| {
        let ratings = &reviewed.institution.ratings;
        let shown = [&ratings.own, &ratings.auditor, &ratings.supported]
            .map(|rating| (rating.implementation.as_ref().unwrap().to_string(), rating.items));
        // 425 of 500; of those with a level of the auditor's 100 + 50 + 75 + 25 of 400; with nothing for the fourth, of 500.
        assert_eq!(shown, [("17/20".into(), 5), ("5/8".into(), 4), ("1/2".into(), 5)]);
        // Of the four that have a value on both sides: 325 and 250 of 400.
        assert_eq!(
            ratings.both.each_ref().map(|rating| rating.implementation.clone().unwrap()),
            [at(13, 16), at(5, 8)]
        );
        let agreement = &reviewed.institution.agreement;
        assert_eq!((agreement.examined, agreement.pairs, agreement.agreed.clone()), (5, 4, Some(at(1, 5))));
        assert_eq!(agreement.table[4], [0, 0, 1, 0, 1]);
        assert_eq!(agreement.table[2], [0, 0, 0, 1, 0]);
        assert_eq!((agreement.table[3], agreement.kappa.clone()), ([0, 1, 0, 0, 0], Kappa::TooFew));
        // Of six self-ratings with a value, one falls from 1 to 0.
        assert_eq!(reviewed.found[3].change, Some(at(-1, 6)));
        assert_eq!(reviewed.country.agreement.examined, 0);
    });
}

#[test]
fn what_was_changed_or_is_excluded_counts_in_nothing() {
    let rules = rules([instrument("x", ["1", "2", "3"].map(|reference| recommendation(reference, [item("a")])))]);
    let mut answers = responses(&["x"], ["x/1/a", "x/2/a", "x/3/a"].map(|id| (id, level("full"))));
    answers.exclusions = vec![exclusion("x", Some("2"))];
    let mut review = review([("x/1/a", Verdict::Agree, None), ("x/2/a", Verdict::Agree, None)], None);
    review.findings.insert(id("x/3/a"), Finding { changed: true, ..finding(Verdict::Lower, Some("none")) });
    review.findings.insert(id("x/9/gone"), finding(Verdict::Agree, None));
    let assessment = assess(&rules, &answers, day(2026, 2, 1));
    let reviewed = reviewed(&assessment, &review);
    let asides: Vec<Option<Aside>> = reviewed.found.iter().map(|found| found.aside).collect();
    assert_eq!(asides, [None, Some(Aside::Excluded), Some(Aside::Changed)]);
    assert_eq!((reviewed.institution.ratings.examined, reviewed.institution.ratings.supported.items), (1, 1));
}

#[test]
fn what_was_found_to_apply_has_its_share() {
    // Rejected, it takes a half of the recommendation from its neighbour; the self-rating has no value for it.
    let rules = rules([instrument("x", [recommendation("1", [item("a"), item("b")])])]);
    let answers = responses(&["x"], [("x/1/a", level("full")), ("x/1/b", not_applicable())]);
    let review =
        review([("x/1/a", Verdict::Agree, None), ("x/1/b", Verdict::NotApplicableRejected, Some("none"))], None);
    let assessment = assess(&rules, &answers, day(2026, 2, 1));
    let reviewed = reviewed(&assessment, &review);
    let ratings = &reviewed.institution.ratings;
    assert!(reviewed.found.iter().all(|found| found.share == at(1, 2)));
    assert_eq!((ratings.own.implementation.clone(), ratings.own.items), (Some(at(1, 1)), 1));
    assert_eq!((ratings.supported.implementation.clone(), ratings.supported.items), (Some(at(1, 2)), 2));
}

/// Twenty-four pairs: `cohen_kappa_score` of scikit-learn 1.9.1, with the labels 0, 25, 50, 75, 100 and
/// `weights="linear"`, gives 0.6814159292035399.
#[test]
fn kappa_is_that_of_another_program() {
    let table: [(u8, u8, usize); 11] = [
        (0, 0, 3),
        (25, 0, 2),
        (25, 25, 1),
        (50, 0, 1),
        (50, 50, 4),
        (75, 50, 3),
        (75, 75, 2),
        (100, 50, 1),
        (100, 75, 2),
        (100, 100, 4),
        (50, 75, 1),
    ];
    let pairs: Vec<(u8, u8)> = table.iter().flat_map(|&(x, y, n)| std::iter::repeat_n((x, y), n)).collect();
    let Kappa::Of(kappa) = Kappa::of(&pairs) else { panic!("there are enough pairs") };
    assert!((kappa.to_f64().unwrap() - 0.681_415_929_203_539_9).abs() < 1e-12, "{kappa}");
    assert_eq!(Kappa::of(&pairs[..19]), Kappa::TooFew);
    assert_eq!(Kappa::of(&[(50, 50); 20]), Kappa::Undefined);
}

/// Two instruments with 8 and 6 items of one share, of which 4 and 3 were looked at. The formulas written out with
/// Python's `fractions`, and the quantile of Student's t from SciPy 1.17.1, give the self-rating 19/28, the estimate 3/7,
/// 4.71 degrees of freedom, and an interval from 0.234 429 to 0.622 713; the table's quantile has three decimals.
#[test]
fn an_estimate_is_that_computed_elsewhere() {
    let own = [
        ["full", "full", "most", "half", "half", "full", "none", "most"].as_slice(),
        ["full", "half", "half", "most", "full", "quarter"].as_slice(),
    ];
    let rules = two_instruments(own.map(<[&str]>::len));
    let answers: Vec<(String, Response)> = own
        .iter()
        .enumerate()
        .flat_map(|(at, levels)| levels.iter().enumerate().map(move |(item, id)| (name(at, item), level(id))))
        .collect();
    let answers = responses(&["a", "b"], answers.iter().map(|(id, response)| (id.as_str(), response.clone())));
    let assessment = assess(&rules, &answers, day(2026, 2, 1));
    // The drawing decides which are looked at; what is found goes by that order, so that the sums are those below.
    let sample = Drawn { size: 7, seed: 1 };
    let strata = rapporteur::assess::draw(sample, &assessment);
    assert_eq!(strata.iter().map(|stratum| (stratum.drawn.len(), stratum.of)).collect::<Vec<_>>(), [(4, 8), (3, 6)]);
    let down = [[0, 2, 0, 1].as_slice(), [2, 0, 2].as_slice()];
    let findings = strata.iter().zip(down).flat_map(|(stratum, down)| stratum.drawn.iter().zip(down));
    let findings: Vec<(ItemId, Finding)> = findings
        .map(|(id, steps)| {
            let value = assessment.items.iter().find(|item| item.item.id == **id).unwrap().value().unwrap();
            let now = (value * at(100, 1)).to_integer().to_i64().unwrap() - 25 * steps;
            let lower = LEVELS.iter().find(|(_, value)| value.map(i64::from) == Some(now.max(0))).unwrap().0;
            (
                (*id).clone(),
                finding(if *steps == 0 { Verdict::Agree } else { Verdict::Lower }, (*steps > 0).then_some(lower)),
            )
        })
        .collect();
    let mut review = review([], Some(sample));
    review.findings = findings.into_iter().collect();
    let reviewed = reviewed(&assessment, &review);
    let estimate = reviewed.institution.estimate.clone().unwrap();
    assert_eq!((estimate.own, estimate.supported), (at(19, 28), at(3, 7)));
    assert_eq!((estimate.of, estimate.drawn, estimate.examined, estimate.joined), (14, 7, 7, 0));
    let interval = estimate.interval.unwrap();
    assert!((interval.lower.to_f64().unwrap() - 0.234_429).abs() < 1e-4, "{interval:?}");
    assert!((interval.upper.to_f64().unwrap() - 0.622_713).abs() < 1e-4, "{interval:?}");
}

#[test]
fn no_estimate_without_a_sample_and_no_interval_of_one_item_or_of_like_ones() {
    let findings = [("full", Verdict::Agree, None); 3];
    looked_at(&findings, None, |reviewed| {
        assert_eq!(reviewed.institution.estimate, Err(NoEstimate::NoSample));
    });
    let some = [("full", Verdict::Agree, None), ("full", Verdict::Agree, None), ("full", Verdict::NotExamined, None)];
    looked_at(&some, Some(3), |reviewed| {
        let estimate = reviewed.institution.estimate.clone().unwrap();
        assert_eq!((estimate.interval, estimate.examined, estimate.drawn), (Err(NoInterval::AllAlike), 2, 3));
    });
    let one = [("full", Verdict::Agree, None), ("full", Verdict::NotExamined, None)];
    looked_at(&one, Some(2), |reviewed| {
        assert_eq!(reviewed.institution.estimate.clone().unwrap().interval, Err(NoInterval::TooFew));
    });
    let none = [("full", Verdict::NotExamined, None), ("full", Verdict::NotExamined, None)];
    looked_at(&none, Some(2), |reviewed| {
        assert_eq!(reviewed.institution.estimate, Err(NoEstimate::NothingExamined));
    });
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn kappa_is_one_at_most_and_the_same_from_both_sides(pairs in proptest::collection::vec((value(), value()), 0..60)) {
        let other_side: Vec<(u8, u8)> = pairs.iter().map(|&(x, y)| (y, x)).collect();
        let mut other_order = pairs.clone();
        other_order.reverse();
        let kappa = Kappa::of(&pairs);
        prop_assert_eq!(&kappa, &Kappa::of(&other_side));
        prop_assert_eq!(&kappa, &Kappa::of(&other_order));
        if let Kappa::Of(kappa) = kappa {
            prop_assert!(kappa <= Ratio::one());
            prop_assert_eq!(kappa.is_one(), pairs.iter().all(|(x, y)| x == y));
        }
        let equal: Vec<(u8, u8)> = pairs.iter().map(|&(x, _)| (x, x)).collect();
        match Kappa::of(&equal) {
            Kappa::Of(kappa) => prop_assert!(kappa.is_one()),
            Kappa::TooFew => prop_assert!(equal.len() < 20),
            Kappa::Undefined => prop_assert!(equal.iter().all(|pair| *pair == equal[0])),
        }
    }

    /// Who looked at everything has nothing to estimate.
    #[test]
    fn a_full_census_leaves_no_interval(found in findings(1..14)) {
        looked_at(&named(&found, false), Some(99), |reviewed| {
            let own = &reviewed.institution.ratings;
            match &reviewed.institution.estimate {
                Ok(estimate) => {
                    let interval = estimate.interval.as_ref().unwrap();
                    assert_eq!(interval.lower, interval.upper);
                    assert_eq!(estimate.supported, interval.lower);
                    assert_eq!(Some(&estimate.supported), own.supported.implementation.as_ref());
                    assert_eq!(Some(&estimate.own), own.own.implementation.as_ref());
                }
                Err(why) => panic!("{why:?}"),
            }
        });
    }

    #[test]
    fn an_interval_lies_around_its_estimate(found in findings(2..20), size in 1_usize..20) {
        looked_at(&named(&found, true), Some(size), |reviewed| {
            let ratings = &reviewed.institution.ratings;
            for rating in [&ratings.own, &ratings.auditor, &ratings.supported] {
                let inside = |ratio: &Ratio| Ratio::zero() <= *ratio && *ratio <= Ratio::one();
                assert!(rating.implementation.as_ref().is_none_or(inside) && rating.items <= ratings.examined);
            }
            if let Ok(estimate) = &reviewed.institution.estimate {
                assert!(estimate.examined <= estimate.drawn && estimate.drawn <= estimate.of);
                if let Ok(interval) = &estimate.interval {
                    assert!(Ratio::zero() <= interval.lower && interval.upper <= Ratio::one(), "{interval:?}");
                    assert!(interval.lower <= estimate.supported && estimate.supported <= interval.upper, "{estimate:?}");
                }
            }
        });
    }
}

/// A document on a review in which no field is always empty.
pub(crate) fn document() -> serde_json::Value {
    let rules = two_instruments([4, 0]);
    let ids: Vec<String> = (0..4).map(|item| name(0, item)).collect();
    let answers = responses(&["a"], ids.iter().map(|id| (id.as_str(), level("full"))));
    let levels = [None, Some("most"), Some("half"), Some("none")];
    let found = ids
        .iter()
        .zip(levels)
        .map(|(id, level)| (id.as_str(), level.map_or(Verdict::Agree, |_| Verdict::Lower), level));
    let review = review(found, Some(Drawn { size: 3, seed: 1 }));
    rapporteur::render::reviewed(&assess(&rules, &answers, day(2026, 2, 1)), Some(&review))
}

/// How many random cases are tried; more where `PROPTEST_CASES` says so.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(48)
}

fn value() -> impl Strategy<Value = u8> {
    prop::sample::select(vec![0, 25, 50, 75, 100])
}

/// Self-rating, verdict and own level, by their places in lists.
fn findings(size: std::ops::Range<usize>) -> impl Strategy<Value = Vec<(usize, usize, usize)>> {
    proptest::collection::vec((0..5_usize, 0..6_usize, 0..5_usize), size)
}

fn named(found: &[(usize, usize, usize)], with_gaps: bool) -> Vec<(&'static str, Verdict, Option<&'static str>)> {
    const VERDICTS: [Verdict; 6] = [
        Verdict::Agree,
        Verdict::Lower,
        Verdict::Higher,
        Verdict::InsufficientEvidence,
        Verdict::EvidenceContradicts,
        Verdict::NotExamined,
    ];
    let one = |&(own, verdict, level): &(usize, usize, usize)| {
        let verdict = VERDICTS[if with_gaps { verdict } else { verdict % 5 }];
        let level = match verdict {
            Verdict::Lower | Verdict::Higher => Some(LEVELS[level].0),
            Verdict::InsufficientEvidence if level > 2 => Some(LEVELS[level].0),
            _ => None,
        };
        (LEVELS[own].0, verdict, level)
    };
    found.iter().map(one).collect()
}

/// Self-ratings of items of one share, a verdict on each, and perhaps a level of the auditor's.
fn looked_at(findings: &[(&str, Verdict, Option<&str>)], sample: Option<usize>, look: impl FnOnce(&Reviewed<'_>)) {
    let rules = two_instruments([findings.len(), 0]);
    let ids: Vec<String> = (0..findings.len()).map(|item| name(0, item)).collect();
    let answers = responses(&["a"], ids.iter().zip(findings).map(|(id, (own, ..))| (id.as_str(), level(own))));
    let found = ids.iter().zip(findings).map(|(id, &(_, verdict, level))| (id.as_str(), verdict, level));
    let review = review(found, sample.map(|size| Drawn { size, seed: 1 }));
    let assessment = assess(&rules, &answers, day(2026, 2, 1));
    look(&reviewed(&assessment, &review));
}

/// Two instruments with so many recommendations of one item each.
fn two_instruments(sizes: [usize; 2]) -> Rules {
    let of = |size: usize| -> Vec<_> { (0..size).map(|at| recommendation(&at.to_string(), [item("i")])).collect() };
    rules([instrument("a", of(sizes[0])), instrument("b", of(sizes[1]))])
}

fn name(instrument: usize, item: usize) -> String {
    format!("{}/{item}/i", ["a", "b"][instrument])
}

fn review<'f>(
    findings: impl IntoIterator<Item = (&'f str, Verdict, Option<&'f str>)>,
    sample: Option<Drawn>,
) -> Review {
    let findings = findings.into_iter().map(|(at, verdict, level)| (id(at), finding(verdict, level)));
    Review {
        reviewer: "An auditor".into(),
        body: String::new(),
        independence: String::new(),
        scope: String::new(),
        date: None,
        language: "en".into(),
        responses_sha256: "0".repeat(64),
        responses_changed: false,
        sample,
        findings: findings.collect::<BTreeMap<_, _>>(),
        provenance: Provenance { file: "review.toml".into(), sha256: "2".repeat(64) },
    }
}

fn finding(verdict: Verdict, level: Option<&str>) -> Finding {
    Finding {
        verdict,
        level: level.map(Into::into),
        methods: Vec::new(),
        note: String::new(),
        internal_note: String::new(),
        looked_at: Vec::new(),
        answer_sha256: "0".repeat(64),
        changed: false,
    }
}

fn id(full: &str) -> ItemId {
    ItemId::parse(full).unwrap()
}

fn at(part: i64, all: i64) -> Ratio {
    Ratio::new(part.into(), all.into())
}
