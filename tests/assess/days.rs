use chrono::NaiveDate;
use rapporteur::assess::{DeadlineState, assess};
use rapporteur::model::{ActionStatus, Addressee, Deadline, Group, Item, Recommendation, Response, Responses};

use crate::support::build::{
    action, day, exclusion, instrument, item, level, not_applicable, recommendation, responses, rules,
};

/// The day of the deadline in these tests.
const DUE: (i32, u32, u32) = (2024, 12, 1);

#[test]
fn states() {
    use DeadlineState::{
        MetDateUnknown, MetInTime, MetLate, NoDate, NotApplicable, NotYetDue, Overdue, Refused, Unanswered,
    };
    let none = || None;
    let some = |id| Some(level(id));
    let done = |month, on| Some(Response { done_on: Some(day(2024, month, on)), ..level("full") });
    let na = || Some(not_applicable());
    let (before, on_the_day, after) = (day(2024, 11, 21), day(2024, 12, 1), day(2024, 12, 11));

    // Answers to the two items, today, state.
    let table = [
        // Met, on the latest date; a date after the day is late whatever the other one is.
        ([done(11, 20), done(11, 30)], after, MetInTime { days_early: 1 }),
        ([done(12, 1), done(11, 30)], after, MetInTime { days_early: 0 }),
        ([done(11, 30), done(12, 2)], after, MetLate { days_late: 1 }),
        ([some("full"), done(12, 2)], after, MetLate { days_late: 1 }),
        ([some("full"), done(11, 20)], after, MetDateUnknown),
        ([some("full"), some("full")], before, MetDateUnknown),
        ([done(11, 20), na()], after, MetInTime { days_early: 11 }),
        (
            [done(11, 20), Some(Response { done_on: Some(after), ..not_applicable() })],
            after,
            MetInTime { days_early: 11 },
        ),
        // Not met.
        ([done(11, 20), some("most")], before, NotYetDue { days_left: 10 }),
        ([none(), none()], on_the_day, NotYetDue { days_left: 0 }),
        ([done(11, 20), some("most")], after, Overdue { days_late: 10 }),
        ([some("none"), none()], after, Overdue { days_late: 10 }),
        ([some("half"), some("refused")], after, Overdue { days_late: 10 }),
        // What is outstanding has no value: nobody can say.
        ([none(), none()], after, Unanswered { days_late: 10 }),
        ([done(11, 20), none()], after, Unanswered { days_late: 10 }),
        ([some("no-information"), na()], after, Unanswered { days_late: 10 }),
        ([none(), some("refused")], after, Unanswered { days_late: 10 }),
        // It does not run.
        ([done(11, 20), some("refused")], after, Refused),
        ([some("refused"), na()], before, Refused),
        ([na(), na()], after, NotApplicable),
    ];
    for (answers, today, expected) in table {
        let shown = format!("{answers:?} on {today}");
        let state = |deadline, excluded| state(answers.clone(), deadline, today, excluded);
        assert_eq!(state(due(), false), Some(expected), "{shown}");
        assert_eq!(state(due(), true), Some(NotApplicable), "{shown}, excluded");
        // Without a day there is nothing to compare with; what doesn't run still doesn't.
        let undated = if matches!(expected, Refused | NotApplicable) { expected } else { NoDate };
        assert_eq!(state(Some(Deadline::Event("sixty-third session".into())), false), Some(undated), "{shown}");
        assert_eq!(state(Some(Deadline::Every("year".into())), false), Some(undated), "{shown}");
        assert_eq!(state(None, false), None, "{shown}");
    }
}

#[test]
fn days_of_a_state() {
    assert_eq!(DeadlineState::NotYetDue { days_left: 0 }.days(), Some(0));
    assert_eq!(DeadlineState::Overdue { days_late: 3 }.days(), Some(3));
    assert_eq!(DeadlineState::NoDate.days(), None);
    assert_eq!(DeadlineState::MetInTime { days_early: 1 }.to_string(), "met-in-time");
}

#[test]
fn one_entry_a_group_bodies_apart() {
    let about = |name, group| Item { about: group, ..item(name) };
    let items = [about("c", Group::Country), about("b", Group::Bodies), about("i", Group::Institution)];
    let rules = rules([instrument(
        "x",
        [
            Recommendation { deadline: due(), ..recommendation("1", items) },
            Recommendation {
                deadline: due(),
                addressees: vec![Addressee::Secretariat],
                ..recommendation("2", [about("b", Group::Bodies)])
            },
            Recommendation { deadline: due(), ..recommendation("3", []) },
        ],
    )]);
    let done = Response { done_on: Some(day(2024, 11, 20)), ..level("full") };
    let responses = responses(&["x"], [("x/1/i", done)]);
    let assessment = assess(&rules, &responses, day(2024, 12, 2));
    let entries = assessment.deadlines.iter().map(|it| (it.group, it.recommendation.reference.as_str(), it.is_met()));
    assert!(entries.eq([
        (Group::Institution, "1", true),
        (Group::Country, "1", false),
        (Group::Bodies, "1", false),
        (Group::Bodies, "2", false),
    ]));
    assert_eq!(assessment.deadlines_of(Group::Bodies).count(), 2);
    assert_eq!(assessment.deadlines[0].done_on, Some(day(2024, 11, 20)));
    assert_eq!(assessment.deadlines[1].done_on, None);
    assert_eq!(assessment.deadlines[0].counts.asked, 1);
}

#[test]
fn actions_are_overdue_after_their_day_while_pending() {
    let due = day(2025, 6, 30);
    let actions = [ActionStatus::Open, ActionStatus::Started, ActionStatus::Done, ActionStatus::Dropped];
    let with = Response { actions: actions.map(|status| action(due, status)).into(), ..level("none") };
    let rules = rules([instrument("x", [recommendation("1", [item("a"), item("b")])])]);
    let responses = responses(&["x"], [("x/1/b", with)]);
    let overdue = |today| assess(&rules, &responses, today).actions.iter().map(|it| it.overdue).collect::<Vec<_>>();
    assert_eq!(overdue(due), [false; 4]);
    assert_eq!(overdue(day(2025, 7, 1)), [true, true, false, false]);
    let assessment = assess(&rules, &responses, due);
    assert_eq!(assessment.actions[0].item.id.as_str(), "x/1/b");
}

/// The state of a recommendation with two items and a deadline.
fn state(
    answers: [Option<Response>; 2],
    deadline: Option<Deadline>,
    today: NaiveDate,
    excluded: bool,
) -> Option<DeadlineState> {
    let rules = rules([instrument("x", [Recommendation { deadline, ..recommendation("1", [item("a"), item("b")]) }])]);
    let answers = ["x/1/a", "x/1/b"].into_iter().zip(answers).filter_map(|(id, answer)| Some((id, answer?)));
    let exclusions = if excluded { vec![exclusion("x", Some("1"))] } else { Vec::new() };
    let responses = Responses { exclusions, ..responses(&["x"], answers) };
    assess(&rules, &responses, today).deadlines.first().map(|result| result.state)
}

fn due() -> Option<Deadline> {
    Some(Deadline::Date(day(DUE.0, DUE.1, DUE.2)))
}
