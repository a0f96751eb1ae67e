//! What holds for any two assessments: of two periods, and of the same answers before and after redaction.

use proptest::prelude::*;
use rapporteur::assess::{Comparison, ItemChangeKind as Kind, assess};
use rapporteur::report::redacted;

use super::properties::case;

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_changes_since_oneself(case in case()) {
        case.assessed(|assessment| {
            let comparison = Comparison::of(assessment, assessment);
            assert!(comparison.items.iter().all(|item| item.kind == Kind::Same && !item.evidence));
            assert_eq!(comparison.items.len(), assessment.items.len());
        });
    }

    /// Rules of two cases differ, so items come and go; an item stands in both if its id does.
    #[test]
    fn the_way_back_is_the_way_there_reversed(one in case(), other in case()) {
        one.compared_with(&other, |then, now| {
            let (there, back) = (Comparison::of(then, now), Comparison::of(now, then));
            assert_eq!(there.items.len(), back.items.len());
            for item in &there.items {
                let reverse = back.items.iter().find(|other| other.id() == item.id()).unwrap();
                let reversed = match item.kind {
                    Kind::Improved => Kind::Worsened,
                    Kind::Worsened => Kind::Improved,
                    Kind::NewlyAnswered => Kind::NoLongerAnswered,
                    Kind::NoLongerAnswered => Kind::NewlyAnswered,
                    Kind::NowApplicable => Kind::NoLongerApplicable,
                    Kind::NoLongerApplicable => Kind::NowApplicable,
                    Kind::NewlyAsked => Kind::NoLongerAsked,
                    Kind::NoLongerAsked => Kind::NewlyAsked,
                    Kind::OtherLevel | Kind::Same => item.kind,
                };
                assert_eq!(reverse.kind, reversed);
                assert_eq!(reverse.evidence, item.evidence);
            }
            for (there, back) in there.groups.iter().zip(&back.groups) {
                let zero = there.implementation.as_ref().zip(back.implementation.as_ref()).map(|(one, two)| one + two);
                assert!(zero.is_none_or(|sum| sum == num_rational::BigRational::from_integer(0.into())));
            }
        });
    }

    #[test]
    fn a_tally_counts_every_item_once(case in case()) {
        case.assessed(|assessment| {
            for group in assessment.groups() {
                let (tally, counts) = (&group.headline.tally, &group.headline.counts);
                let valued = tally.full + tally.largely + tally.partly + tally.nothing + tally.refused;
                assert_eq!(valued, counts.valued);
                assert_eq!((tally.full, tally.unknown, tally.unanswered), (counts.fully_met, counts.unvalued, counts.unanswered));
                assert_eq!((tally.refused, tally.not_applicable), (counts.refused, counts.not_applicable));
            }
        });
    }

    #[test]
    fn redaction_changes_no_figure(case in case()) {
        case.assessed(|assessment| {
            let open = redacted(assessment.responses);
            let open = assess(assessment.rules, &open, assessment.today);
            assert_eq!(open.institution, assessment.institution);
            assert_eq!(open.country, assessment.country);
            assert_eq!(open.deadlines, assessment.deadlines);
        });
    }
}
