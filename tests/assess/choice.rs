//! What an institution chooses: published scales in place of ours, and parts to look at; and what is offered to it.

use rapporteur::assess::{Ratio, assess, suggestions};
use rapporteur::model::{
    Group, ItemId, Level, Link, LinkEnd, Relation, Response, Responses, Rules, Scale, ScaleChoice, Scope, Wording,
};

use crate::support::build::{day, graded, instrument, item, level, recommendation, responses, rules};

fn ratio(numerator: i64, denominator: i64) -> Ratio {
    Ratio::new(numerator.into(), denominator.into())
}

/// A scale of two grades that stands in for `graded`, and whose better one is worth three quarters.
fn grades() -> Scale {
    let grade = |id: &str, value, top| Level {
        id: id.into(),
        label: Wording::new("en", id),
        meaning: Wording::new("en", id),
        value,
        refused: false,
        breach: false,
        top,
        maps_to: None,
    };
    let levels = vec![grade("a", Some(75), true), grade("b", Some(50), false), grade("d", None, false)];
    Scale { id: "grades".into(), maps_to: Some("graded".into()), levels, ..graded() }
}

/// Two recommendations of one item each, on the scale `graded`.
fn two() -> Rules {
    let mut rules = rules([instrument("x", [recommendation("1", [item("a")]), recommendation("2", [item("b")])])]);
    rules.scales.push(grades());
    rules.instruments[0].recommendations[1].themes = vec!["second".into()];
    rules
}

fn on(scale: &str, answer: Response) -> Response {
    Response { scale: Some(scale.into()), ..answer }
}

#[test]
fn the_nearest_choice_of_a_scale_holds() {
    let rules = two();
    let scale = |choice: ScaleChoice, own: Option<&str>| {
        let answer = own.map_or_else(|| level("a"), |own| on(own, level("a")));
        let responses = Responses { scales: choice, ..responses(&["x"], [("x/1/a", answer)]) };
        assess(&rules, &responses, day(2026, 2, 1)).items[0].scale.id.clone()
    };
    let for_all = |id: &str| ScaleChoice { all: Some(id.into()), ..ScaleChoice::default() };
    assert_eq!(scale(ScaleChoice::default(), None), "graded");
    assert_eq!(scale(for_all("grades"), None), "grades");
    assert_eq!(scale(for_all("grades"), Some("graded")), "graded");
    let mut choice = for_all("grades");
    choice.instruments.insert("x".into(), "graded".into());
    assert_eq!(scale(choice.clone(), None), "graded");
    assert_eq!(scale(choice, Some("grades")), "grades");
}

#[test]
fn a_mapped_level_is_worth_what_stands_behind_it_and_its_scales_best_is_met() {
    let rules = two();
    let answers = [("x/1/a", on("grades", level("a"))), ("x/2/b", on("grades", level("b")))];
    let responses = responses(&["x"], answers);
    let assessment = assess(&rules, &responses, day(2026, 2, 1));
    // (3/4 + 1/2) / 2
    assert_eq!(assessment.institution.headline.implementation, Some(ratio(5, 8)));
    assert_eq!(assessment.institution.headline.counts.fully_met, 1);
    assert_eq!(assessment.items[0].gain, None, "no better grade can be given");
    let gain = assessment.items[1].gain.as_ref().map(|gain| gain.lower.clone());
    assert_eq!(gain, Some(ratio(1, 8)), "from a half to three quarters, for one of two");
}

#[test]
fn a_level_without_value_counts_as_answered_only() {
    let rules = two();
    let responses = responses(&["x"], [("x/1/a", on("grades", level("d")))]);
    let headline = assess(&rules, &responses, day(2026, 2, 1)).institution.headline;
    assert_eq!((headline.counts.unvalued, headline.counts.unanswered), (1, 1));
    assert_eq!(headline.implementation, None);
    assert_eq!(headline.coverage.ratio, Some(ratio(1, 2)));
}

#[test]
fn a_scope_cuts_items_and_leaves_their_shares_alone() {
    let rules = two();
    let whole = responses(&["x"], [("x/1/a", level("full")), ("x/2/b", level("half"))]);
    let day = day(2026, 2, 1);
    let cut = |scope: Scope| Responses { scope, ..whole.clone() };
    let themed = cut(Scope { themes: vec!["second".into()], ..Scope::default() });
    let all = assess(&rules, &whole, day);
    let part = assess(&rules, &themed, day);
    assert_eq!(part.items.len(), 1);
    assert_eq!(part.items[0].item.id.as_str(), "x/2/b");
    assert_eq!(part.items[0].share, all.items[1].share);
    let by_theme = all.institution.themes.iter().find(|(theme, _)| theme.id == "second");
    assert_eq!(by_theme.map(|(_, figures)| figures), Some(&part.institution.headline));

    let country = cut(Scope { groups: vec![Group::Country], ..Scope::default() });
    assert!(assess(&rules, &country, day).items.is_empty());
}

fn link(from: &str, to: &str, relation: Relation) -> Link {
    let end = |text| LinkEnd::parse(text).unwrap();
    Link { from: end(from), to: end(to), relation, reason: Wording::new("en", "Both ask.") }
}

#[test]
fn answers_to_linked_items_are_offered_nearest_first() {
    let mut rules = rules([
        instrument("x", [recommendation("1", [item("a")]), recommendation("2", [item("b")])]),
        instrument("y", [recommendation("1", [item("c")]), recommendation("2", [item("d")])]),
    ]);
    rules.links = vec![
        link("x/1", "y/1", Relation::Intersects),
        link("y/2", "x/1", Relation::Superset),
        link("x/2/b", "x/1/a", Relation::Equal),
    ];
    let answers = [("x/2/b", level("half")), ("y/1/c", level("full")), ("y/2/d", level("quarter"))];
    let given = responses(&["x", "y"], answers.clone());
    let offered = |rules: &Rules, given: &Responses| -> Vec<(String, Option<Relation>)> {
        let id = ItemId::new("x", "1", "a");
        let (_, _, item) = rules.item(&id).unwrap();
        let found = suggestions(item, rules, given);
        found.iter().map(|one| (format!("{} {}", one.item.id, one.level.id), one.relation)).collect()
    };
    assert_eq!(
        offered(&rules, &given),
        [
            ("x/2/b half".to_owned(), Some(Relation::Equal)),
            ("y/2/d quarter".to_owned(), Some(Relation::Subset)),
            ("y/1/c full".to_owned(), Some(Relation::Intersects)),
        ]
    );
    // An answer to the item itself leaves nothing to guess.
    let own = responses(&["x", "y"], answers.into_iter().chain([("x/1/a", level("refused"))]));
    assert_eq!(offered(&rules, &own), [("x/1/a refused".to_owned(), None)]);
    // What is asked of others, or is of another kind, says nothing here unless a link joins the very items.
    rules.instruments[1].recommendations[0].items[0].about = Group::Country;
    rules.links.remove(2);
    assert_eq!(offered(&rules, &given), [("y/2/d quarter".to_owned(), Some(Relation::Subset))]);
}
