//! Two assessments compared: one of each kind of change, worked by hand.

use rapporteur::assess::{Assessment, Comparison, ItemChangeKind, Ratio, assess};
use rapporteur::model::{Answer, EvidenceState, Response, Responses, Rules};

use crate::support::build::{
    answer, day, evidence, instrument, item, level, not_applicable, recommendation, responses, rules,
};

/// One recommendation for each of nine items, so that each has the same share.
fn ten() -> Rules {
    let items = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
    let recommendations = items.map(|name| recommendation(name, [item(name)]));
    rules([instrument("one", recommendations), instrument("two", [recommendation("1", [item("x")])])])
}

fn answers<'t>(instruments: &[&str], given: impl IntoIterator<Item = (&'t str, Response)>) -> Responses {
    responses(instruments, given)
}

fn compared(rules: &Rules, then: &Responses, now: &Responses, look: impl FnOnce(&Comparison<'_>)) {
    let today = day(2026, 1, 31);
    let (then, now): (Assessment<'_>, Assessment<'_>) = (assess(rules, then, today), assess(rules, now, today));
    look(&Comparison::of(&then, &now));
}

#[test]
fn each_way_to_change_is_told() {
    let rules = ten();
    let then = answers(
        &["one"],
        [
            ("one/a/a", level("quarter")),
            ("one/b/b", level("most")),
            ("one/c/c", level("none")),
            ("one/e/e", level("half")),
            ("one/f/f", level("half")),
            ("one/g/g", not_applicable()),
            ("one/h/h", level("no-information")),
            ("one/i/i", level("full")),
        ],
    );
    let proof = Response { evidence: vec![evidence(EvidenceState::Present)], ..level("full") };
    let now = answers(
        &["one", "two"],
        [
            ("one/a/a", level("half")),
            ("one/b/b", level("half")),
            ("one/c/c", level("refused")),
            ("one/d/d", level("no-information")),
            ("one/f/f", not_applicable()),
            ("one/g/g", answer(Answer::Unanswered)),
            ("one/h/h", level("none")),
            ("one/i/i", proof),
        ],
    );
    compared(&rules, &then, &now, |comparison| {
        use ItemChangeKind as Kind;
        let kinds: Vec<(String, Kind, bool)> =
            comparison.items.iter().map(|item| (item.id().unwrap().to_string(), item.kind, item.evidence)).collect();
        let told = |id: &str, kind, evidence| (id.to_owned(), kind, evidence);
        assert_eq!(
            kinds,
            [
                told("one/a/a", Kind::Improved, false),
                told("one/b/b", Kind::Worsened, false),
                told("one/c/c", Kind::OtherLevel, false),
                told("one/d/d", Kind::NewlyAnswered, false),
                told("one/e/e", Kind::NoLongerAnswered, false),
                told("one/f/f", Kind::NoLongerApplicable, false),
                told("one/g/g", Kind::NowApplicable, false),
                told("one/h/h", Kind::NewlyAnswered, false),
                told("one/i/i", Kind::Same, true),
                told("two/1/x", Kind::NewlyAsked, false),
            ]
        );
        let [institution, country] = &comparison.groups;
        // Then (25 + 75 + 0 + 50 + 50 + 100) / 6 of 100, now (50 + 50 + 0 + 0 + 100) / 5.
        assert_eq!(institution.implementation, Some(Ratio::new((-10).into(), 100.into())));
        assert_eq!(institution.common, 9);
        let (before, after) = institution.in_both.as_ref().unwrap();
        assert_eq!(before.implementation, Some(Ratio::new(1.into(), 2.into())));
        assert_eq!(after.implementation, Some(Ratio::new(2.into(), 5.into())));
        assert_eq!(institution.counts.iter().map(|(_, count)| count).sum::<usize>(), 10);
        assert!(country.implementation.is_none() && country.in_both.is_none());
        assert_eq!(country.common, 0);
    });
    compared(&rules, &now, &then, |comparison| {
        let gone = comparison.items.last().unwrap();
        assert_eq!((gone.kind, gone.now.is_none()), (ItemChangeKind::NoLongerAsked, true));
        assert_eq!(comparison.groups[0].implementation, Some(Ratio::new(10.into(), 100.into())));
    });
}

#[test]
fn what_is_asked_alike_needs_no_second_figure() {
    let rules = ten();
    let all = answers(&["one"], [("one/a/a", level("half"))]);
    compared(&rules, &all, &all, |comparison| {
        assert!(comparison.items.iter().all(|item| item.kind == ItemChangeKind::Same && !item.evidence));
        assert!(comparison.groups[0].in_both.is_none());
        assert_eq!(comparison.groups[0].implementation, Some(Ratio::from_integer(0.into())));
    });
}
