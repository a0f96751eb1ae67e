//! An auditor's findings: ids, verdicts and levels, each held against the answer that it is about.

use std::collections::BTreeMap;

use super::answers::NOT_APPLICABLE;
use super::like::{id_like, instrument_of};
use super::review::{bound, only_redacted};
use crate::canonical;
use crate::load::written::Form;
use crate::load::written::review as written;
use crate::model::{Answer, Finding, Item, ItemId, Level, Responses, Rules, Scale, Verdict};
use crate::problem::{Fact, Problems, Unknown};
use crate::source::{At, Spot};

/// What findings are held against.
pub(super) struct Findings<'a> {
    pub(super) rules: &'a Rules,
    pub(super) responses: &'a Responses,
    /// Whether the review is a redacted one, whose findings were checked before they were cut.
    pub(super) redacted: bool,
    pub(super) problems: &'a Problems,
}

impl Findings<'_> {
    /// The sound findings by item, each with the place of its id. One with an error is left out.
    pub(super) fn check(&self, written: Vec<written::Finding>) -> BTreeMap<ItemId, (Finding, Spot)> {
        let mut seen: BTreeMap<ItemId, Spot> = BTreeMap::new();
        let mut sound = BTreeMap::new();
        for finding in written {
            let spot = finding.item.spot.clone();
            let Some((id, item)) = self.item(&finding) else { continue };
            if let Some(first) = seen.get(&id) {
                let fact = Fact::GivenTwice { what: format!("the finding on `{id}`") };
                self.problems.add_related(fact, &spot, first);
                sound.remove(&id);
                continue;
            }
            seen.insert(id.clone(), spot.clone());
            // What the parser made of a broken block is no statement of the auditor's.
            if finding.form == Form::Broken {
                continue;
            }
            let one = One { all: self, id: &id, scale: self.scale(&id, item), stands: self.stands(&id, item) };
            if let Some(finding) = one.check(finding) {
                sound.insert(id, (finding, spot));
            }
        }
        sound
    }

    fn item(&self, finding: &written::Finding) -> Option<(ItemId, &Item)> {
        let written = &finding.item;
        let id = ItemId::parse(&written.value);
        let found = id.as_ref().and_then(|id| self.rules.item(id));
        if let (Some(id), Some((_, _, item))) = (id, found) {
            return Some((id, item));
        }
        if finding.form != Form::Broken {
            let nearest = if self.problems.are_many() { None } else { id_like(&written.value, self.rules) };
            let instrument = instrument_of(&written.value, self.rules);
            let fact = Fact::UnknownItem { given: written.value.clone(), nearest, instrument, what: "item" };
            self.problems.add(fact, &written.spot);
        }
        None
    }

    /// The scale on which the institution answered.
    fn scale(&self, id: &ItemId, item: &Item) -> Option<&Scale> {
        let own = self.responses.responses.get(id).and_then(|response| response.scale.as_deref());
        self.rules.scale_of(item, own, &self.responses.scales)
    }

    fn stands(&self, id: &ItemId, item: &Item) -> Stands<'_> {
        if self.responses.exclusion(id.instrument(), id.reference()).is_some() {
            return Stands::NotApplicable;
        }
        match self.responses.responses.get(id).map(|response| &response.answer) {
            None | Some(Answer::Unanswered) => Stands::Unanswered,
            Some(Answer::NotApplicable { .. }) => Stands::NotApplicable,
            Some(Answer::Level(level)) => match self.scale(id, item).and_then(|scale| scale.level(level)) {
                Some(level) => Stands::On(level),
                None => Stands::Unanswered,
            },
        }
    }
}

/// What the institution says.
#[derive(Clone, Copy)]
enum Stands<'a> {
    Unanswered,
    NotApplicable,
    On(&'a Level),
}

/// One finding with the answer that it is about.
struct One<'a> {
    all: &'a Findings<'a>,
    id: &'a ItemId,
    scale: Option<&'a Scale>,
    stands: Stands<'a>,
}

impl One<'_> {
    fn check(&self, written: written::Finding) -> Option<Finding> {
        let before = self.all.problems.errors();
        let spot = &written.item.spot;
        let recorded = written.answer_sha256.as_ref().filter(|hash| !hash.value.is_empty());
        let now = canonical::item(self.all.responses, self.id).map(|answer| canonical::hash(&answer));
        let other = recorded.is_some_and(|recorded| now.as_deref() != Some(recorded.value.as_str()));
        let redacted = self.all.redacted;
        bound(&written.answer_sha256, ("answer-sha256", "the finding"), spot, redacted, self.all.problems);
        let told = only_redacted(written.changed.clone(), "changed", redacted, self.all.problems);
        let changed = told || other;
        let verdict = written.verdict.as_ref().map(|verdict| verdict.value).unwrap_or_default();
        let level = self.level(verdict, &written, changed);
        if written.form == Form::Sound && !self.all.redacted {
            self.complete(verdict, &written);
        }
        match recorded.filter(|_| changed && verdict != Verdict::NotExamined) {
            _ if self.all.redacted => {}
            Some(recorded) => self.note(Fact::ReviewedAnswerChanged { item: self.id.clone(), now }, &recorded.spot),
            None => self.fits(verdict, level, written.verdict.as_ref().map_or(spot, |verdict| &verdict.spot)),
        }
        let sound = written.form == Form::Sound && self.all.problems.errors() == before;
        sound.then(|| Finding {
            verdict,
            level: level.filter(|_| verdict != Verdict::Agree).map(|level| level.id.clone()),
            methods: written.methods,
            note: written.note,
            internal_note: written.internal_note,
            looked_at: written.looked_at,
            answer_sha256: written.answer_sha256.map(|hash| hash.value).unwrap_or_default(),
            changed,
        })
    }

    fn note(&self, fact: Fact, spot: &Spot) {
        self.all.problems.add_for(self.id, fact, spot);
    }

    /// The auditor's own level, if it is one of the scale and says the same as the verdict.
    fn level(&self, verdict: Verdict, written: &written::Finding, changed: bool) -> Option<&Level> {
        let given = written.level.as_ref()?;
        let Some(level) = self.scale.and_then(|scale| scale.level(&given.value)) else {
            self.unknown(given, changed);
            return None;
        };
        // What is said of another answer than there is can't be held against this one.
        let Stands::On(theirs) = self.stands else { return Some(level) };
        let fits = match verdict {
            _ if changed => true,
            Verdict::Agree => level.id == theirs.id,
            Verdict::Lower => level.value < theirs.value && level.value.is_some(),
            Verdict::Higher => level.value > theirs.value && theirs.value.is_some(),
            _ => true,
        };
        if !fits {
            let (level, answer) = (level.id.clone(), theirs.id.clone());
            self.note(Fact::VerdictLevelUnfit { verdict, level, answer }, &given.spot);
        }
        Some(level)
    }

    fn unknown(&self, given: &At<String>, changed: bool) {
        let known = self.scale.map(|scale| scale.levels.as_slice()).unwrap_or_default();
        let known: Vec<String> = known.iter().map(|level| level.id.clone()).collect();
        let scale = self.scale.map(|scale| scale.id.clone()).unwrap_or_default();
        let elsewhere = self.all.rules.scales.iter().any(|scale| scale.level(&given.value).is_some());
        let given_level = given.value.clone();
        match elsewhere {
            // The answer may have been on another scale then.
            true if changed => {}
            true => self.note(Fact::LevelOfOtherScale { given: given_level, scale, known }, &given.spot),
            false => self.note(Fact::UnknownLevel(Unknown::among(given_level, known)), &given.spot),
        }
    }

    /// Notes a verdict that can't be said of the answer that is there, or that lacks its level.
    fn fits(&self, verdict: Verdict, level: Option<&Level>, spot: &Spot) {
        let answer = match self.stands {
            Stands::Unanswered => None,
            Stands::NotApplicable => Some(NOT_APPLICABLE.to_owned()),
            Stands::On(theirs) => Some(theirs.id.clone()),
        };
        let fits = match (verdict, self.stands) {
            (Verdict::NotExamined, _) => true,
            (_, Stands::Unanswered) => false,
            (Verdict::Lower | Verdict::Higher, Stands::NotApplicable) => false,
            (Verdict::NotApplicableRejected, Stands::On(_)) => false,
            _ => true,
        };
        if !fits {
            self.note(Fact::VerdictUnfit { verdict, answer }, spot);
        } else if let (Verdict::Lower | Verdict::Higher, None, Stands::On(theirs)) = (verdict, level, self.stands) {
            let is_meant = |level: &&Level| match verdict {
                Verdict::Lower => level.value.is_some() && level.value < theirs.value,
                _ => theirs.value.is_some() && level.value > theirs.value,
            };
            let levels = self.scale.map(|scale| scale.levels.as_slice()).unwrap_or_default();
            let known = levels.iter().filter(is_meant).map(|level| level.id.clone()).collect();
            self.note(Fact::VerdictLevelMissing { verdict, known }, spot);
        }
    }

    /// Notes what a finding owes its readers.
    fn complete(&self, verdict: Verdict, written: &written::Finding) {
        let spot = written.verdict.as_ref().map_or(&written.item.spot, |verdict| &verdict.spot);
        if verdict == Verdict::NotExamined {
            let says = written.level.is_some() || !written.methods.is_empty() || !written.looked_at.is_empty();
            if says || (written.verdict.is_none() && !written.note.trim().is_empty()) {
                self.note(Fact::VerdictMissing { item: self.id.clone() }, spot);
            }
            return;
        }
        if verdict != Verdict::Agree && written.note.trim().is_empty() {
            self.note(Fact::FindingUnexplained { verdict }, spot);
        }
        if written.methods.is_empty() {
            self.note(Fact::MethodMissing { verdict }, spot);
        }
    }
}
