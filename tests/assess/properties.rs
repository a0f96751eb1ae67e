//! Random rules and answers. A failing case is printed, and shrunk, as a [`Case`].

use std::fmt::Debug;

use num_traits::{One, ToPrimitive, Zero};
use proptest::prelude::*;
use rapporteur::assess::{Assessment, Bounds, Figures, Ratio, assess};
use rapporteur::model::{
    Addressee, Answer, Basis, EvidenceState, Group, Indicator, Item, Recommendation, Response, Responses, Rules,
};
use rapporteur::render;

use crate::support::build::{
    LEVELS, day, evidence, exclusion, instrument, item, level, not_applicable, recommendation, responses, rules,
};

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ratios_stay_in_range_and_in_order(case in case()) {
        case.assessed(|assessment| {
            for (name, figures) in scopes(assessment) {
                let evidence = &figures.evidence;
                let parts = [&figures.coverage, &figures.not_applicable, &evidence.carried];
                let bounds = [&figures.bounds, &figures.bounds_not_applicable];
                let ratios = parts.into_iter().filter_map(|part| part.ratio.clone());
                let ends = bounds.into_iter().flatten().flat_map(|bounds| [bounds.lower.clone(), bounds.upper.clone()]);
                for ratio in ratios.chain(ends).chain(figures.implementation.clone()) {
                    assert!(in_range(&ratio), "{name}: {ratio}");
                }
                if let (Some(implementation), Some(bounds)) = (&figures.implementation, &figures.bounds) {
                    assert!(bounds.lower <= *implementation && *implementation <= bounds.upper, "{name}: {figures:?}");
                }
                for bounds in bounds.into_iter().flatten() {
                    assert!(bounds.lower <= bounds.upper, "{name}: {bounds:?}");
                }
                let kinds = [&evidence.sealed, &evidence.present, &evidence.link_only];
                assert_eq!(kinds.iter().map(|part| part.items).sum::<usize>(), evidence.carried.items);
                let carried: Option<Ratio> = kinds.iter().map(|part| part.ratio.as_ref()).sum();
                assert_eq!(carried, evidence.carried.ratio, "{name}");
            }
            for (name, figure) in model_figures(assessment) {
                assert!(figure.as_ref().is_none_or(in_range), "{name}: {figure:?}");
            }
            for item in &assessment.items {
                if let Some(gain) = &item.gain {
                    assert!(gain.implementation.as_ref().is_none_or(in_range) && in_range(&gain.lower), "{gain:?}");
                }
            }
        });
    }

    /// The formulas once more, written as plain loops over floating point numbers.
    #[test]
    fn headlines_follow_the_formulas(case in case()) {
        case.assessed(|assessment| {
            for group in assessment.groups() {
                let plain = Plain::of(assessment, group.group);
                let headline = &group.headline;
                let near = |name: &str, exact: Option<&Ratio>, numerator: f64, denominator: f64| {
                    let plain = (denominator > 0.0).then(|| numerator / denominator);
                    let exact = exact.map(|ratio| ratio.to_f64().unwrap());
                    let same = plain.zip(exact).map_or(plain == exact, |(one, other)| (one - other).abs() < 1e-9);
                    assert!(same, "{name}: {exact:?}, not {plain:?}");
                };
                let Plain { applicable, answered, valued, achieved, all, waved, achieved_of_all, valued_of_all } = plain;
                let lower = headline.bounds.as_ref().map(|bounds| &bounds.lower);
                let upper = headline.bounds.as_ref().map(|bounds| &bounds.upper);
                let lower_of_all = headline.bounds_not_applicable.as_ref().map(|bounds| &bounds.lower);
                let upper_of_all = headline.bounds_not_applicable.as_ref().map(|bounds| &bounds.upper);
                near("coverage", headline.coverage.ratio.as_ref(), answered, applicable);
                near("implementation", headline.implementation.as_ref(), achieved, valued);
                near("lower", lower, achieved, applicable);
                near("upper", upper, achieved + applicable - valued, applicable);
                near("waved away", headline.not_applicable.ratio.as_ref(), waved, all);
                near("lower of all", lower_of_all, achieved_of_all, all);
                near("upper of all", upper_of_all, achieved_of_all + all - valued_of_all, all);
            }
        });
    }

    /// Five questions under a paragraph count as much as one.
    #[test]
    fn shares_of_a_recommendation_add_up_to_its_weight(case in case()) {
        case.assessed(|assessment| {
            for part in assessment.items.chunk_by(|one, next| std::ptr::eq(one.recommendation, next.recommendation)) {
                let weight = Ratio::from_integer(part[0].recommendation.weight.into());
                for group in [Group::Institution, Group::Country, Group::Bodies] {
                    let of_group: Vec<_> = part.iter().filter(|item| item.group() == group).collect();
                    let any_applicable = of_group.iter().any(|item| item.is_applicable());
                    let expected = |any: bool| if any { weight.clone() } else { Ratio::zero() };
                    assert_eq!(of_group.iter().map(|item| &item.share).sum::<Ratio>(), expected(any_applicable));
                    let of_all: Ratio = of_group.iter().map(|item| &item.share_of_all).sum();
                    assert_eq!(of_all, expected(!of_group.is_empty()));
                }
            }
            for group in assessment.groups() {
                let total = |scopes: &mut dyn Iterator<Item = &Figures>| scopes.map(|it| &it.sums.applicable).sum::<Ratio>();
                assert_eq!(total(&mut group.instruments.iter().map(|(_, it)| it)), group.headline.sums.applicable);
                assert_eq!(total(&mut group.indicators.iter().map(|(_, it)| it)), group.headline.sums.applicable);
                assert_eq!(total(&mut group.bases.iter().map(|(_, it)| it)), group.headline.sums.answered);
            }
        });
    }

    #[test]
    fn raising_a_level_lowers_nothing(case in case(), pick: prop::sample::Index, to: prop::sample::Index) {
        let raised = case.change(pick, |given| {
            let from = match given {
                0..=TOP => given,
                REFUSED => 0,
                _ => return given,
            };
            from + to.index(TOP - from + 1)
        });
        case.compared_with(&raised, |before, after| {
            for ((name, before), (_, after)) in scopes(before).into_iter().zip(scopes(after)) {
                assert!(before.implementation <= after.implementation, "{name}");
                for (before, after) in bounds(before).into_iter().zip(bounds(after)) {
                    assert!(before.lower <= after.lower && before.upper <= after.upper, "{name}: {before:?} {after:?}");
                }
                assert_eq!(before.coverage, after.coverage, "{name}");
            }
            for ((name, before), (_, after)) in model_figures(before).into_iter().zip(model_figures(after)) {
                assert!(before <= after, "{name}");
            }
        });
    }

    #[test]
    fn answering_lowers_no_coverage_and_widens_no_bounds(case in case(), pick: prop::sample::Index, to in 0..LEVELS.len()) {
        let answered = case.change(pick, |given| if given == UNANSWERED { to } else { given });
        case.compared_with(&answered, |before, after| {
            // What an answer rests on is a scope of answers alone, so that answering changes whom it is about.
            let lasting = |assessment| scopes(assessment).into_iter().filter(|(name, _)| !name.contains("basis"));
            for ((name, before), (other, after)) in lasting(before).zip(lasting(after)) {
                assert_eq!(name, other);
                assert!(before.coverage.ratio <= after.coverage.ratio, "{name}");
                for (before, after) in bounds(before).into_iter().zip(bounds(after)) {
                    assert!(before.lower <= after.lower && after.upper <= before.upper, "{name}: {before:?} {after:?}");
                }
            }
        });
    }

    #[test]
    fn waving_an_item_away_gains_nothing_in_the_second_bounds(case in case(), pick: prop::sample::Index) {
        let waved = case.change(pick, |given| if given == UNANSWERED { NOT_APPLICABLE } else { given });
        case.compared_with(&waved, |before, after| {
            for (before, after) in before.groups().into_iter().zip(after.groups()) {
                let (before, after) = (&before.headline, &after.headline);
                assert_eq!(before.bounds_not_applicable, after.bounds_not_applicable);
                assert!(before.not_applicable.ratio <= after.not_applicable.ratio);
            }
        });
    }

    #[test]
    fn a_gain_is_the_difference_of_two_assessments(case in case(), pick: prop::sample::Index) {
        let topped = case.change(pick, |given| if given == NOT_APPLICABLE { given } else { TOP });
        case.compared_with(&topped, |before, after| {
            if before.items.is_empty() {
                return;
            }
            // The items stand in the order of the questions.
            let item = &before.items[pick.index(before.items.len())];
            let expected = item.group() != Group::Bodies && item.is_applicable() && !item.is_top();
            assert_eq!(item.gain.is_some(), expected);
            let Some(gain) = &item.gain else { return };
            assert_eq!(gain.without_value, !item.is_valued());
            let of_group = |assessment: &Assessment| match item.group() {
                Group::Institution => assessment.institution.headline.clone(),
                _ => assessment.country.headline.clone(),
            };
            let (before, after) = (of_group(before), of_group(after));
            let change = before.implementation.zip(after.implementation).map(|(before, after)| after - before);
            assert_eq!(gain.implementation, change);
            assert_eq!(gain.lower, after.bounds.unwrap().lower - before.bounds.unwrap().lower);
        });
    }

    #[test]
    fn order_is_irrelevant(case in case(), seed: u64) {
        case.assessed(|assessment| {
            // Of answers, exclusions and rules files: nothing changes.
            let mut rules = assessment.rules.clone();
            rules.instruments.reverse();
            let mut shuffled = assessment.responses.clone();
            let mut answers: Vec<_> = shuffled.responses.into_iter().collect();
            answers.sort_by_key(|(id, _)| id.as_str().bytes().fold(seed, |sum, byte| sum.rotate_left(7) ^ u64::from(byte)));
            shuffled.responses = answers.into_iter().collect();
            shuffled.exclusions.reverse();
            let again = assess(&rules, &shuffled, assessment.today);
            assert_eq!(render::assessment(assessment), render::assessment(&again));

            // Of instruments: the lists follow, the figures stay.
            shuffled.instruments.reverse();
            let turned = assess(&rules, &shuffled, assessment.today);
            for (group, turned) in assessment.groups().into_iter().zip(turned.groups()) {
                assert_eq!(group.headline, turned.headline);
                assert_eq!(group.themes, turned.themes);
                assert_eq!(group.indicators, turned.indicators);
                assert_eq!(group.addressees, turned.addressees);
                assert_eq!(group.bases, turned.bases);
                assert_eq!(group.models, turned.models);
            }
            for item in &assessment.items {
                assert!(turned.items.contains(item));
            }
        });
    }
}

/// How an item is answered: an index into [`LEVELS`], or one of the two after them.
type Given = usize;

const TOP: Given = 4;
const REFUSED: Given = 5;
const UNANSWERED: Given = LEVELS.len();
const NOT_APPLICABLE: Given = UNANSWERED + 1;

/// Instruments, each a list of paragraphs.
#[derive(Debug, Clone)]
pub(crate) struct Case(Vec<Vec<Paragraph>>);

#[derive(Debug, Clone)]
pub(crate) struct Paragraph {
    weight: u32,
    excluded: bool,
    themes: Vec<&'static str>,
    addressees: Vec<Addressee>,
    questions: Vec<Question>,
}

#[derive(Debug, Clone)]
pub(crate) struct Question {
    weight: u32,
    group: Group,
    indicator: Indicator,
    basis: Option<Basis>,
    evidence: Vec<EvidenceState>,
    given: Given,
}

pub(crate) fn case() -> impl Strategy<Value = Case> {
    let paragraphs = prop::collection::vec(paragraph(), 1..=3);
    prop::collection::vec(paragraphs, 1..=2).prop_map(Case)
}

fn paragraph() -> impl Strategy<Value = Paragraph> {
    let themes = prop::sample::subsequence(vec!["first", "second"], 0..=2);
    let addressees = prop::sample::subsequence(vec![Addressee::Nhri, Addressee::State], 1..=2);
    let questions = prop::collection::vec(question(), 0..=4);
    (weight(), prop::bool::weighted(0.1), themes, addressees, questions).prop_map(
        |(weight, excluded, themes, addressees, questions)| Paragraph {
            weight,
            excluded,
            themes,
            addressees,
            questions,
        },
    )
}

fn question() -> impl Strategy<Value = Question> {
    let group = prop_oneof![4 => Just(Group::Institution), 2 => Just(Group::Country), 1 => Just(Group::Bodies)];
    let indicator = prop::sample::select(vec![Indicator::Structure, Indicator::Process, Indicator::Outcome]);
    let basis = prop::option::of(prop::sample::select(vec![Basis::OwnMonitoring, Basis::StateClaim]));
    let states = vec![EvidenceState::LinkOnly, EvidenceState::Present, EvidenceState::Sealed, EvidenceState::Missing];
    let evidence = prop::collection::vec(prop::sample::select(states), 0..=2);
    let given = prop_oneof![3 => 0..LEVELS.len(), 1 => Just(UNANSWERED), 1 => Just(NOT_APPLICABLE)];
    (weight(), group, indicator, basis, evidence, given).prop_map(
        |(weight, group, indicator, basis, evidence, given)| Question {
            weight,
            group,
            indicator,
            basis,
            evidence,
            given,
        },
    )
}

fn weight() -> impl Strategy<Value = u32> {
    prop_oneof![2 => Just(1u32), 1 => 1..=100u32]
}

impl Case {
    /// Runs `test` on the assessment of this case.
    pub(crate) fn assessed(&self, test: impl FnOnce(&Assessment)) {
        let (rules, responses) = (self.rules(), self.responses());
        test(&assess(&rules, &responses, day(2026, 2, 1)));
    }

    /// Runs `test` on the assessments of this case and another.
    pub(crate) fn compared_with(&self, other: &Self, test: impl FnOnce(&Assessment, &Assessment)) {
        self.assessed(|before| other.assessed(|after| test(before, after)));
    }

    /// This case with one answer changed.
    fn change(&self, pick: prop::sample::Index, change: impl FnOnce(Given) -> Given) -> Self {
        let mut case = self.clone();
        let mut questions: Vec<&mut Question> =
            case.0.iter_mut().flatten().flat_map(|paragraph| &mut paragraph.questions).collect();
        if !questions.is_empty() {
            let question = &mut questions[pick.index(self.0.iter().flatten().map(|it| it.questions.len()).sum())];
            question.given = change(question.given);
        }
        case
    }

    fn rules(&self) -> Rules {
        let instruments = self.0.iter().enumerate().map(|(number, paragraphs)| {
            let recommendations = paragraphs.iter().enumerate().map(|(reference, paragraph)| Recommendation {
                weight: paragraph.weight,
                themes: paragraph.themes.iter().map(ToString::to_string).collect(),
                addressees: paragraph.addressees.clone(),
                ..recommendation(&reference.to_string(), paragraph.items())
            });
            instrument(&number.to_string(), recommendations.collect::<Vec<_>>())
        });
        rules(instruments.collect::<Vec<_>>())
    }

    fn responses(&self) -> Responses {
        let ids: Vec<String> = (0..self.0.len()).map(|number| number.to_string()).collect();
        let mut answers = Vec::new();
        let mut exclusions = Vec::new();
        for (instrument, paragraphs) in self.0.iter().enumerate() {
            for (reference, paragraph) in paragraphs.iter().enumerate() {
                let (instrument, reference) = (instrument.to_string(), reference.to_string());
                for (name, question) in paragraph.questions.iter().enumerate() {
                    let id = format!("{instrument}/{reference}/{name}");
                    answers.extend(question.response().map(|response| (id, response)));
                }
                if paragraph.excluded {
                    exclusions.push(exclusion(&instrument, Some(&reference)));
                }
            }
        }
        let answers = answers.iter().map(|(id, response)| (id.as_str(), response.clone()));
        Responses { exclusions, ..responses(&ids.iter().map(String::as_str).collect::<Vec<_>>(), answers) }
    }
}

impl Paragraph {
    fn items(&self) -> Vec<Item> {
        let item = |(name, question): (usize, &Question)| Item {
            weight: question.weight,
            about: question.group,
            indicator: question.indicator,
            ..item(&name.to_string())
        };
        self.questions.iter().enumerate().map(item).collect()
    }
}

impl Question {
    fn response(&self) -> Option<Response> {
        let plain = match self.given {
            UNANSWERED => return None,
            NOT_APPLICABLE => not_applicable(),
            given => level(LEVELS[given].0),
        };
        let evidence = self.evidence.iter().map(|found| evidence(*found)).collect();
        Some(Response { basis: self.basis, evidence, ..plain })
    }
}

/// The sums of a group, in floating point.
#[derive(Default)]
struct Plain {
    applicable: f64,
    answered: f64,
    valued: f64,
    achieved: f64,
    all: f64,
    waved: f64,
    achieved_of_all: f64,
    valued_of_all: f64,
}

impl Plain {
    fn of(assessment: &Assessment, group: Group) -> Self {
        let mut plain = Self::default();
        for instrument in &assessment.rules.instruments {
            for recommendation in &instrument.recommendations {
                let weight = f64::from(recommendation.weight);
                let of_group: Vec<&Item> = recommendation.items.iter().filter(|item| item.about == group).collect();
                let excluded = assessment.responses.exclusions.iter().any(|exclusion| {
                    exclusion.instrument == instrument.id
                        && exclusion.reference.as_ref() == Some(&recommendation.reference)
                });
                let given = |item: &Item| assessment.responses.responses.get(&item.id).map(|response| &response.answer);
                let waved = |item: &Item| excluded || matches!(given(item), Some(Answer::NotApplicable { .. }));
                let of_all: f64 = of_group.iter().map(|item| f64::from(item.weight)).sum();
                let of_applicable: f64 =
                    of_group.iter().filter(|item| !waved(item)).map(|item| f64::from(item.weight)).sum();
                for item in of_group {
                    let share_of_all = weight * f64::from(item.weight) / of_all;
                    plain.all += share_of_all;
                    if waved(item) {
                        plain.waved += share_of_all;
                        continue;
                    }
                    let share = weight * f64::from(item.weight) / of_applicable;
                    plain.applicable += share;
                    let Some(Answer::Level(id)) = given(item) else { continue };
                    plain.answered += share;
                    let value = LEVELS.iter().find(|(level, _)| level == id).and_then(|(_, value)| *value);
                    let Some(value) = value.map(|value| f64::from(value) / 100.0) else { continue };
                    plain.valued += share;
                    plain.valued_of_all += share_of_all;
                    plain.achieved += share * value;
                    plain.achieved_of_all += share_of_all * value;
                }
            }
        }
        plain
    }
}

/// All figures of an assessment, by name.
fn scopes<'s>(assessment: &'s Assessment) -> Vec<(String, &'s Figures)> {
    fn named<'s, T: Debug>(
        kind: &'s str,
        scopes: &'s [(T, Figures)],
        name: impl Fn(&T) -> String + 's,
    ) -> impl Iterator<Item = (String, &'s Figures)> {
        scopes.iter().map(move |(about, figures)| (format!("{kind} {}", name(about)), figures))
    }
    assessment
        .groups()
        .into_iter()
        .flat_map(|group| {
            [("headline".to_owned(), &group.headline)]
                .into_iter()
                .chain(named("instrument", &group.instruments, |it| it.id.clone()))
                .chain(named("theme", &group.themes, |it| it.id.clone()))
                .chain(named("indicator", &group.indicators, ToString::to_string))
                .chain(named("addressee", &group.addressees, ToString::to_string))
                .chain(named("basis", &group.bases, |it| format!("{it:?}")))
                .map(move |(name, figures)| (format!("{}: {name}", group.group), figures))
        })
        .collect()
}

/// The figures of all models, by name.
fn model_figures(assessment: &Assessment) -> Vec<(String, Option<Ratio>)> {
    let figures = assessment.groups().into_iter().flat_map(|group| group.models.iter().map(|it| (group.group, it)));
    figures.map(|(group, it)| (format!("{group}: {}", it.model), it.implementation.clone())).collect()
}

/// Both pairs of bounds, as far as they are defined.
fn bounds(figures: &Figures) -> Vec<&Bounds> {
    [&figures.bounds, &figures.bounds_not_applicable].into_iter().flatten().collect()
}

fn in_range(ratio: &Ratio) -> bool {
    *ratio >= Ratio::zero() && *ratio <= Ratio::one()
}
