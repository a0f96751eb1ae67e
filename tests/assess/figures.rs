use rapporteur::assess::{Assessment, Excuse, Figures, Ratio, ScoringModel, Standing, Strength, assess};
use rapporteur::model::{
    Addressee, Answer, Basis, EvidenceState, Group, Indicator, Instrument, Item, Profile, Recommendation, Response,
    Responses, Rules,
};

use crate::support::build::{
    answer, day, evidence, exclusion, instrument, item, level, not_applicable, recommendation, responses, rules,
};

#[test]
fn headline_figures() {
    // Each row: answers, coverage, implementation, bounds, bounds with the not-applicable as unanswered, share of the
    // not-applicable. `–` is undefined. Answers as in `case`.
    let table = "
        # Two recommendations of weight 1, one item each: s = 1, 1.
        full | none                             : 1    1/2  1/2..1/2   1/2..1/2   0

        # s = 1/3, 1/3, 1/3 | 1, together 2. Answered 2/3 of 2; achieved 1/3 + 1/6 = 1/2 of 2/3 valued;
        # lower 1/2 of 2; open 1/3 + 1 = 4/3 of 2, upper 1/4 + 2/3.
        full half - | -                         : 1/3  3/4  1/4..11/12 1/4..11/12 0

        # Weight 3 shared as 2 to 1: s = 2, 1 | 1, together 4; achieved 2 + 0 + 1/2.
        3x 2*full 1*none | half                 : 1    5/8  5/8..5/8   5/8..5/8   0

        # s = 1/2, 0, 1/2 | 0 | 1, together 2. Answered 3/2 of 2; achieved 1/2 + 1/2 of 3/2; open 1/2 of 2.
        # s' = 1/3, 1/3, 1/3 | 1 | 1, together 3: achieved 1/3 + 1/2 = 5/6, open 1/3 + 1/3 + 1 = 5/3, waved away 4/3.
        full na - | na | half                   : 3/4  2/3  1/2..3/4   5/18..5/6  4/9

        # The first is excluded, though answered: s = 0, 0 | 1. s' = 1/2, 1/2 | 1, together 2.
        [full half] | half                      : 1    1/2  1/2..1/2   1/4..3/4   1/2

        # Looked, found nothing: answered, but not valued. s = 1/2, 1/2.
        no-information full                     : 1    1    1/2..1     1/2..1     0
        no-information                          : 1    –    0..1       0..1       0

        # Refused is worth nothing, and valued.
        refused full                            : 1    1/2  1/2..1/2   1/2..1/2   0

        # Nothing answered, nothing applicable, nothing there.
        - -                                     : 0    –    0..1       0..1       0
        na na                                   : –    –    –          0..1       1
        [na]                                    : –    –    –          0..1       1
                                                : –    –    –          –          –
    ";
    for row in table.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (answers, expected) = row.split_once(':').unwrap();
        let (rules, responses) = case(answers);
        let assessment = assess(&rules, &responses, day(2026, 2, 1));
        let expected: Vec<&str> = expected.split_whitespace().collect();
        assert_eq!(shown(&assessment.institution.headline).as_slice(), expected, "{answers}");
    }
}

#[test]
fn counts_partition_the_items() {
    let (rules, responses) = case("full half refused no-information - na | [full -] | -");
    let counts = assess(&rules, &responses, day(2026, 2, 1)).institution.headline.counts;
    assert_eq!((counts.asked, counts.applicable, counts.answered, counts.valued), (9, 6, 4, 3));
    assert_eq!((counts.unvalued, counts.unanswered, counts.without_value()), (1, 2, 3));
    assert_eq!((counts.not_applicable, counts.excluded), (3, 2));
    assert_eq!((counts.fully_met, counts.refused), (1, 1));
}

#[test]
fn no_figure_crosses_groups() {
    let country = Item { about: Group::Country, ..item("theirs") };
    let bodies = Item { about: Group::Bodies, ..item("bodies") };
    let rules = rules([instrument("x", [recommendation("1", [item("ours"), country, bodies])])]);
    let responses = responses(&["x"], [("x/1/ours", level("full")), ("x/1/bodies", level("half"))]);
    let assessment = assess(&rules, &responses, day(2026, 2, 1));

    // Each group has the whole weight of the recommendation for itself.
    assert!(assessment.items.iter().all(|item| item.share == ratio("1")));
    assert_eq!(shown(&assessment.institution.headline), ["1", "1", "1..1", "1..1", "0"]);
    assert_eq!(shown(&assessment.country.headline), ["0", "–", "0..1", "0..1", "0"]);
    assert_eq!((assessment.bodies.asked, assessment.bodies.valued), (1, 1));
    assert_eq!(assessment.items_of(Group::Bodies).filter(|item| item.gain.is_some()).count(), 0);
}

#[test]
fn only_what_is_asked_is_scored() {
    let core = Item { core: true, ..item("core") };
    let withdrawn = Item { withdrawn: Some("2025-01-01, unclear".into()), core: true, ..item("withdrawn") };
    let noted = Recommendation { actionable: false, ..recommendation("2", [item("noted")]) };
    let rules = rules([
        instrument("x", [recommendation("1", [core, item("more"), withdrawn]), noted]),
        instrument("unselected", [recommendation("1", [item("a")])]),
    ]);
    let asked = |profile| {
        let responses = Responses { profile, ..responses(&["x", "unknown", "x"], []) };
        let assessment = assess(&rules, &responses, day(2026, 2, 1));
        assert_eq!(assessment.instruments.len(), 1);
        assessment.items.iter().map(|item| item.item.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(asked(Profile::All), ["x/1/core", "x/1/more"]);
    assert_eq!(asked(Profile::Core), ["x/1/core"]);
}

#[test]
fn standing_of_an_item() {
    let standing = |response: Option<Response>, excluded: &[Option<&str>]| {
        let rules = rules([instrument("x", [recommendation("1", [item("a")])])]);
        let mut responses = responses(&["x"], response.map(|response| ("x/1/a", response)));
        responses.exclusions = excluded.iter().map(|reference| exclusion("x", *reference)).collect();
        responses.exclusions.insert(0, exclusion("y", None));
        responses.exclusions.insert(0, exclusion("x", Some("2")));
        let assessment = assess(&rules, &responses, day(2026, 2, 1));
        match assessment.items[0].standing {
            Standing::Unanswered => "unanswered".to_owned(),
            Standing::NotApplicable(Excuse::Item { reason, .. }) => format!("not applicable: {reason}"),
            Standing::NotApplicable(Excuse::Exclusion(exclusion)) => format!("excluded: {:?}", exclusion.reference),
            Standing::Unvalued(level) => format!("unvalued: {}", level.id),
            Standing::Valued { level, value } => format!("valued: {} = {value}", level.id),
        }
    };
    assert_eq!(standing(None, &[]), "unanswered");
    assert_eq!(standing(Some(answer(Answer::Unanswered)), &[]), "unanswered");
    assert_eq!(standing(Some(level("not-on-the-scale")), &[]), "unanswered");
    assert_eq!(standing(Some(level("no-information")), &[]), "unvalued: no-information");
    assert_eq!(standing(Some(level("most")), &[]), "valued: most = 75");
    assert_eq!(standing(Some(not_applicable()), &[]), "not applicable: No such power.");
    // An exclusion goes before an answer, the recommendation's before the instrument's.
    assert_eq!(standing(Some(level("full")), &[None]), "excluded: None");
    assert_eq!(standing(Some(not_applicable()), &[None, Some("1")]), "excluded: Some(\"1\")");
}

#[test]
fn scopes_sum_the_same_shares() {
    // x/1 has the shares 1/2 and 1/2, y/1 has 1; `first` is the theme of both, `second` of y/1 alone.
    let outcome = Item { indicator: Indicator::Outcome, ..item("b") };
    let other = Recommendation {
        themes: vec!["first".into(), "second".into(), "unknown".into()],
        addressees: vec![Addressee::Parliament, Addressee::Nhri],
        ..recommendation("1", [item("a")])
    };
    let rules = rules([instrument("x", [recommendation("1", [item("a"), outcome])]), instrument("y", [other])]);
    let own = Response { basis: Some(Basis::OwnMonitoring), ..level("full") };
    let unanswered = Response { basis: Some(Basis::Mixed), ..answer(Answer::Unanswered) };
    let responses = responses(&["y", "x"], [("x/1/a", own), ("x/1/b", unanswered), ("y/1/a", level("none"))]);
    let assessment = assess(&rules, &responses, day(2026, 2, 1));
    let group = &assessment.institution;

    fn named<T>(scopes: &[(T, Figures)], name: impl Fn(&T) -> String) -> Vec<String> {
        let figures = |figures: &Figures| {
            let [coverage, implementation, ..] = shown(figures);
            format!("{coverage} {implementation} of {}", figures.sums.applicable)
        };
        scopes.iter().map(|(about, of)| format!("{}: {}", name(about), figures(of))).collect()
    }
    assert_eq!(named(&group.instruments, |it| it.id.clone()), ["y: 1 0 of 1", "x: 1/2 1 of 1"]);
    assert_eq!(named(&group.themes, |it| it.id.clone()), ["first: 3/4 1/3 of 2", "second: 1 0 of 1"]);
    assert_eq!(
        named(&group.indicators, ToString::to_string),
        ["structure: – – of 0", "process: 1 1/3 of 3/2", "outcome: 0 – of 1/2"]
    );
    assert_eq!(named(&group.addressees, ToString::to_string), ["nhri: 3/4 1/3 of 2", "parliament: 1 0 of 1"]);
    // By what answers rest on: only answers have a part, and the one that doesn't say comes last.
    assert_eq!(named(&group.bases, |it| format!("{it:?}")), ["Some(OwnMonitoring): 1 1 of 1/2", "None: 1 0 of 1"]);
    assert!(assessment.country.themes.is_empty() && assessment.country.bases.is_empty());
    assert_eq!(assessment.country.instruments.len(), 2);
}

#[test]
fn evidence_counts_by_the_strongest() {
    use EvidenceState::{Changed, LinkOnly, Missing, Present, Sealed};
    let strongest = |found: &[EvidenceState]| {
        let with = Response { evidence: found.iter().map(|found| evidence(*found)).collect(), ..level("full") };
        let rules = rules([instrument("x", [recommendation("1", [item("a")])])]);
        assess(&rules, &responses(&["x"], [("x/1/a", with)]), day(2026, 2, 1)).items[0].evidence
    };
    assert_eq!(strongest(&[]), None);
    assert_eq!(strongest(&[Missing, Changed]), None);
    assert_eq!(strongest(&[Missing, LinkOnly]), Some(Strength::LinkOnly));
    assert_eq!(strongest(&[Present, LinkOnly]), Some(Strength::Present));
    assert_eq!(strongest(&[LinkOnly, Sealed, Present]), Some(Strength::Sealed));

    // Weight 5 shared by five items, s = 1 each, and a sixth of weight 2 for itself. Four are said to be done, at any
    // level above zero: a, b, c and f, together 5. What is not done, or has no value, is not asked for evidence.
    let rules = rules([instrument(
        "x",
        [
            Recommendation { weight: 5, ..recommendation("1", ["a", "b", "c", "d", "e"].map(item)) },
            Recommendation { weight: 2, ..recommendation("2", [item("f")]) },
        ],
    )]);
    let with = |id, found| Response { evidence: vec![evidence(found)], ..level(id) };
    let answers = [
        ("x/1/a", with("quarter", Sealed)),
        ("x/1/b", with("full", LinkOnly)),
        ("x/1/c", with("full", Changed)),
        ("x/1/d", with("none", Present)),
        ("x/1/e", with("no-information", Present)),
        ("x/2/f", with("half", Present)),
    ];
    let responses = responses(&["x"], answers);
    let figures = assess(&rules, &responses, day(2026, 2, 1)).institution.headline.evidence;
    let part = |part: &rapporteur::assess::Part| (exact(part.ratio.as_ref()), part.items, part.of);
    assert_eq!(part(&figures.carried), ("4/5".into(), 3, 4));
    assert_eq!(part(&figures.sealed), ("1/5".into(), 1, 4));
    assert_eq!(part(&figures.present), ("2/5".into(), 1, 4));
    assert_eq!(part(&figures.link_only), ("1/5".into(), 1, 4));
}

#[test]
fn models_score_the_same_answers() {
    // x/1 shares weight 1 as 1/4 and 3/4, x/2 has 2; y/1 shares 1 as 1/2 and 1/2, y/2 and y/3 have 1 each.
    let weighty = Item { weight: 3, ..item("b") };
    let rules = rules([
        instrument(
            "x",
            [
                recommendation("1", [item("a"), weighty]),
                Recommendation { weight: 2, ..recommendation("2", [item("a")]) },
            ],
        ),
        instrument(
            "y",
            [
                recommendation("1", [item("a"), item("b")]),
                recommendation("2", [item("a"), item("waved")]),
                recommendation("3", [item("a")]),
            ],
        ),
        instrument("z", [recommendation("1", [item("a")])]),
    ]);
    let responses = responses(
        &["x", "y", "z"],
        [
            ("x/1/a", level("full")),
            ("x/1/b", level("half")),
            ("x/2/a", level("none")),
            ("y/1/a", level("full")),
            ("y/2/a", level("full")),
            ("y/2/waved", not_applicable()),
        ],
    );
    let assessment = assess(&rules, &responses, day(2026, 2, 1));
    let figures = assessment.institution.models.iter().map(|figure| {
        (figure.model, exact(figure.implementation.as_ref()), format!("{} {}", figure.of, figure.counted))
    });
    let expected = [
        // Achieved 1/4 + 3/8 + 0 + 1/2 + 1 = 17/8 of 1 + 2 + 1/2 + 1 = 9/2.
        (ScoringModel::Shared, "17/36", "5 items"),
        // Achieved 1 + 3/2 + 0 + 1 + 1 = 9/2 of 1 + 3 + 1 + 1 + 1 = 7.
        (ScoringModel::Flat, "9/14", "5 items"),
        // 1 + 1/2 + 0 + 1 + 1 = 7/2 of 5.
        (ScoringModel::FlatUnweighted, "7/10", "5 items"),
        // x: 5/8 of 3; y: 3/2 of 3/2; z has nothing valued. Mean of 5/24 and 1.
        (ScoringModel::ByInstrument, "29/48", "2 instruments"),
        // Of x/1, x/2, y/1 and y/2 only y/2 is fully met; y/3 and z/1 have no valued item.
        (ScoringModel::AllOrNothing, "1/4", "4 recommendations"),
    ];
    assert!(figures.eq(expected.map(|(model, ratio, of)| (model, ratio.to_owned(), of.to_owned()))));

    for figure in &assessment.country.models {
        assert_eq!((figure.of, figure.implementation.as_ref()), (0, None), "{}", figure.model);
    }
}

#[test]
fn gains() {
    // s = 1/2, 1/2 | 1/2, 1/2 | 1 | 0, together 3; valued 2, of which achieved 1/4 + 0 + 1 = 5/4.
    let (rules, responses) = case("half - | none no-information | full | na");
    let assessment = assess(&rules, &responses, day(2026, 2, 1));
    let gains: Vec<_> = assessment.items.iter().map(|item| item.gain.as_ref()).collect();
    let shown = gains
        .iter()
        .map(|gain| gain.map(|gain| (exact(gain.implementation.as_ref()), gain.lower.to_string(), gain.without_value)));
    let expected = [
        Some(("1/8", "1/12", false)), // 1/4 more of 2, and of 3
        Some(("3/40", "1/6", true)),  // (5/4 + 1/2) / (2 + 1/2) - 5/8; 1/2 more of 3
        Some(("1/4", "1/6", false)),  // 1/2 more of 2, and of 3
        Some(("3/40", "1/6", true)),  // as the second
        None,                         // at its top level
        None,                         // not applicable
    ];
    let owned = |gain: (&str, &str, bool)| (gain.0.to_owned(), gain.1.to_owned(), gain.2);
    assert!(shown.eq(expected.map(|gain| gain.map(owned))), "{gains:?}");

    // With nothing valued there is no implementation that could change.
    let (rules, responses) = case("- -");
    let assessment = assess(&rules, &responses, day(2026, 2, 1));
    let gain = assessment.items[0].gain.clone().unwrap();
    assert_eq!((gain.implementation, gain.lower, gain.without_value), (None, ratio("1/2"), true));
}

#[test]
fn no_answers_and_no_rules() {
    let nothing = Rules::default();
    let responses = responses(&["x"], []);
    let assessment: Assessment = assess(&nothing, &responses, day(2026, 2, 1));
    assert!(assessment.items.is_empty() && assessment.deadlines.is_empty() && assessment.actions.is_empty());
    for group in assessment.groups() {
        assert_eq!(shown(&group.headline), ["–"; 5]);
        assert_eq!(group.headline.evidence.carried.ratio, None);
    }
}

/// Rules and responses from a line: recommendations apart by `|`, each with its items' answers. `3x` before the
/// answers is the weight of the recommendation, `2*` before an answer the weight of its item; `-` is unanswered, `na`
/// not applicable; a recommendation in brackets is excluded.
fn case(line: &str) -> (Rules, Responses) {
    let mut recommendations = Vec::new();
    let mut answers = Vec::new();
    let mut exclusions = Vec::new();
    for (number, paragraph) in line.split('|').enumerate() {
        let reference = (number + 1).to_string();
        if paragraph.trim().starts_with('[') {
            exclusions.push(exclusion("x", Some(&reference)));
        }
        let mut weight = 1;
        let mut items = Vec::new();
        for word in paragraph.trim_matches([' ', '[', ']']).split_whitespace() {
            if let Some(number) = word.strip_suffix('x') {
                weight = number.parse().unwrap();
                continue;
            }
            let (of_item, answer) = word.split_once('*').unwrap_or(("1", word));
            let name = format!("item-{}", items.len());
            items.push(Item { weight: of_item.parse().unwrap(), ..item(&name) });
            match answer {
                "-" => {}
                "na" => answers.push((format!("x/{reference}/{name}"), not_applicable())),
                id => answers.push((format!("x/{reference}/{name}"), level(id))),
            }
        }
        recommendations.push(Recommendation { weight, ..recommendation(&reference, items) });
    }
    let answers = answers.iter().map(|(id, response)| (id.as_str(), response.clone()));
    let responses = Responses { exclusions, ..responses(&["x"], answers) };
    let instrument: Instrument = instrument("x", recommendations);
    (rules([instrument]), responses)
}

/// Coverage, implementation, both bounds, share of the not-applicable.
fn shown(figures: &Figures) -> [String; 5] {
    let bounds = |bounds: &Option<rapporteur::assess::Bounds>| {
        bounds.as_ref().map_or_else(|| "–".to_owned(), |bounds| format!("{}..{}", bounds.lower, bounds.upper))
    };
    [
        exact(figures.coverage.ratio.as_ref()),
        exact(figures.implementation.as_ref()),
        bounds(&figures.bounds),
        bounds(&figures.bounds_not_applicable),
        exact(figures.not_applicable.ratio.as_ref()),
    ]
}

/// A ratio as a fraction, or a dash.
fn exact(ratio: Option<&Ratio>) -> String {
    ratio.map_or_else(|| "–".to_owned(), Ratio::to_string)
}

/// A ratio from its fraction.
fn ratio(text: &str) -> Ratio {
    text.parse().unwrap()
}
