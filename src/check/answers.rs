//! Answers: ids, levels, reasons, narratives, dates, evidence, actions.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::like::{id_like, instrument_of};
use super::{contradictions, evidence, scales};
use crate::load::written::{self, Form, Found};
use crate::model::{
    Answer, Deadline, Evidence, EvidenceState, Exclusion, Group, Item, ItemId, Level, Readiness, Recommendation,
    Response, Rules, Scale, ScaleChoice,
};
use crate::problem::{Beside, Fact, Problem, Problems, Unknown, Unusable};
use crate::source::{At, Spot};

/// The level that says "does not concern us", on every scale.
pub(super) const NOT_APPLICABLE: &str = "not-applicable";

/// The list of instruments.
pub(super) struct Listed {
    /// Those that have rules.
    pub(super) known: Vec<String>,
    /// Those that have none.
    pub(super) unknown: Vec<String>,
    /// Whether the list is there and all of it is known; if not, nothing is said of answers to other instruments.
    pub(super) whole: bool,
}

/// What answers are held against.
pub(super) struct Answers<'a> {
    pub(super) rules: &'a Rules,
    pub(super) listed: &'a Listed,
    pub(super) scales: &'a ScaleChoice,
    pub(super) exclusions: &'a [(Exclusion, Spot)],
    pub(super) assessment: Option<NaiveDate>,
    /// The first day of the period.
    pub(super) period: Option<NaiveDate>,
    /// Paths of evidence that is there under a name a little different.
    pub(super) misnamed: &'a BTreeSet<String>,
    pub(super) today: Option<NaiveDate>,
    /// Whether they are those of a redacted file.
    pub(super) redacted: bool,
    pub(super) problems: &'a Problems,
}

impl Answers<'_> {
    /// The sound answers by item. One with an error is left out: it counts as unanswered.
    pub(super) fn check(&self, written: Vec<written::Response>) -> BTreeMap<ItemId, Response> {
        let mut seen: BTreeMap<ItemId, Spot> = BTreeMap::new();
        let mut sound = BTreeMap::new();
        let mut levels: BTreeMap<ItemId, Spot> = BTreeMap::new();
        for response in written {
            let spot = response.item.spot.clone();
            let Some((id, recommendation, item, scale)) = self.item(&response) else { continue };
            if let Some(first) = seen.get(&id) {
                if response.form != Form::Broken {
                    let fact = Fact::AnsweredTwice { item: id.clone() };
                    let related = Some(first.clone());
                    self.problems.push(Problem { fact, at: spot, related, item: Some(id.clone()) });
                }
                sound.remove(&id);
                continue;
            }
            seen.insert(id.clone(), spot);
            // What the parser made of a broken answer is no statement of the institution's.
            if response.form == Form::Broken {
                continue;
            }
            let one = One { all: self, id: &id, recommendation, item, scale };
            let level = response.level.as_ref().map(|level| level.spot.clone());
            if let Some(response) = one.check(response) {
                levels.extend(level.map(|spot| (id.clone(), spot)));
                sound.insert(id, response);
            }
        }
        contradictions::note(self, &sound, &levels);
        sound
    }

    /// The item that an answer is for, if it exists, is asked and its instrument is listed.
    fn item(&self, response: &written::Response) -> Option<(ItemId, &Recommendation, &Item, &Scale)> {
        let (written, broken) = (&response.item, response.form == Form::Broken);
        let id = ItemId::parse(&written.value);
        let found = id.as_ref().and_then(|id| self.rules.item(id));
        let (Some(id), Some((instrument, recommendation, item))) = (id, found) else {
            let of_unknown =
                written.value.split('/').next().is_some_and(|id| self.listed.unknown.iter().any(|u| u == id));
            if !broken && !of_unknown {
                self.unknown(written);
            }
            return None;
        };
        if !self.listed.known.contains(&instrument.id) {
            if self.listed.whole && !broken {
                self.problems.add_for(&id, Fact::InstrumentNotListed { given: instrument.id.clone() }, &written.spot);
            }
            if self.listed.whole {
                return None;
            }
        }
        if let Some(why) = item.withdrawn.as_ref().filter(|_| !broken) {
            let fact = Fact::WithdrawnItem { item: id.clone(), why: why.clone() };
            self.problems.add_for(&id, fact, &written.spot);
        }
        let own = match &response.scale {
            Some(wanted) if !broken => Some(scales::chosen(wanted, Some(&item.scale), self.rules, self.problems)?),
            _ => None,
        };
        let scale = own.or_else(|| self.rules.scale_of(item, None, self.scales))?;
        Some((id, recommendation, item, scale))
    }

    fn unknown(&self, written: &At<String>) {
        // In a file with hundreds of errors the search for what was meant would take longer than anybody waits.
        let nearest = match self.problems.are_many() {
            true => None,
            false => self.renamed(&written.value).or_else(|| id_like(&written.value, self.rules)),
        };
        let instrument = instrument_of(&written.value, self.rules);
        let fact = Fact::UnknownItem { given: written.value.clone(), nearest, instrument, what: "item" };
        self.problems.add(fact, &written.spot);
    }

    fn renamed(&self, old: &str) -> Option<String> {
        let old = ItemId::parse(old)?;
        let mut items = self.rules.instruments.iter().flat_map(|instrument| instrument.items());
        items.find(|item| item.was.contains(&old)).map(|item| item.id.to_string())
    }
}

/// One answer with its item.
struct One<'a> {
    all: &'a Answers<'a>,
    id: &'a ItemId,
    recommendation: &'a Recommendation,
    item: &'a Item,
    scale: &'a Scale,
}

impl One<'_> {
    fn check(&self, written: written::Response) -> Option<Response> {
        let before = self.all.problems.errors();
        let spot = written.item.spot.clone();
        let given = self.answer(&written);
        // What is carried over is no answer before somebody has confirmed it.
        let is_carried = written.state == Some(Readiness::Carried);
        let (answer, carried) = match given {
            // In a redacted file, what it was was taken out.
            Some(given) if is_carried && (given != Answer::Unanswered || self.all.redacted) => {
                (Some(Answer::Unanswered), Some(given))
            }
            given => (given, None),
        };
        if let (Some(_), Some(level)) = (&carried, &written.level) {
            self.note(Fact::ToBeConfirmed { level: level.value.clone() }, &level.spot);
        }
        if let Some(Answer::Level(level)) = &answer
            && let Some(level) = self.scale.level(level)
            && written.form == Form::Sound
        {
            self.rated(level, &written, &spot);
        }
        if let Some(done_on) = &written.done_on {
            self.not_in_future("done-on", done_on);
        }
        let level_spot = written.level.as_ref().map(|level| level.spot.clone());
        let evidence: Vec<Evidence> =
            written.evidence.into_iter().filter_map(|evidence| self.evidence(evidence)).collect();
        if let (Some(Answer::Level(level)), Some(level_spot)) = (&answer, level_spot) {
            self.recent(level, &level_spot, &evidence);
        }
        for action in &written.actions {
            if let Some(today) = self.all.today.filter(|today| action.value.due < *today)
                && action.value.status.is_pending()
            {
                self.note(Fact::ActionOverdue { due: action.value.due, today }, &action.spot);
            }
        }
        let sound = written.form == Form::Sound && self.all.problems.errors() == before;
        Some(Response {
            answer: answer.filter(|_| sound)?,
            carried,
            scale: written.scale.map(|scale| scale.value),
            narrative: written.narrative,
            done_on: written.done_on.map(|day| day.value),
            basis: written.basis,
            state_comment: written.state_comment,
            measure: written.measure,
            obstacle: written.obstacle,
            assigned_to: written.assigned_to,
            answered_by: written.answered_by,
            state: written.state.filter(|_| !(is_carried && self.all.redacted)),
            internal_note: written.internal_note,
            evidence,
            actions: written.actions.into_iter().map(|action| action.value).collect(),
        })
    }

    fn note(&self, fact: Fact, spot: &Spot) {
        self.all.problems.add_for(self.id, fact, spot);
    }

    /// The answer, or `None` where the level is unknown.
    fn answer(&self, written: &written::Response) -> Option<Answer> {
        let Some(level) = written.level.as_ref().filter(|level| !level.value.is_empty()) else {
            return Some(Answer::Unanswered);
        };
        if let Some((excluded, spot)) = self.all.exclusions.iter().find(|(exclusion, _)| {
            exclusion.instrument == self.id.instrument()
                && exclusion.reference.as_deref().is_none_or(|reference| reference == self.id.reference())
        }) {
            let reference = excluded.reference.as_ref().map(|reference| format!("/{reference}")).unwrap_or_default();
            let excluded = format!("{}{reference}", excluded.instrument);
            let item = self.id.clone();
            let fact = Fact::AnsweredThoughExcluded { item: item.clone(), excluded };
            let related = Some(spot.clone());
            self.all.problems.push(Problem { fact, at: level.spot.clone(), related, item: Some(item) });
        }
        let behind = self.scale.level(&level.value).and_then(|level| level.maps_to.as_deref());
        if behind == Some("unanswered") {
            return Some(Answer::Unanswered);
        }
        if level.value == NOT_APPLICABLE || behind == Some(NOT_APPLICABLE) {
            if !self.item.may_be_not_applicable {
                self.note(Fact::NotApplicableForbidden { item: self.id.clone() }, &level.spot);
            }
            // What an answer with an error of form seems to lack may stand on the faulty line.
            if written.form == Form::Sound {
                if written.reason_code.is_none() {
                    self.note(Fact::ReasonMissing { key: "reason-code", excluded: None }, &level.spot);
                }
                if written.reason.trim().is_empty() {
                    self.note(Fact::ReasonMissing { key: "reason", excluded: None }, &level.spot);
                }
            }
            return Some(Answer::NotApplicable { reason_code: written.reason_code, reason: written.reason.clone() });
        }
        if self.scale.level(&level.value).is_some() {
            return Some(Answer::Level(level.value.clone()));
        }
        let known: Vec<String> =
            self.scale.levels.iter().map(|level| level.id.clone()).chain([NOT_APPLICABLE.to_owned()]).collect();
        let given = level.value.clone();
        let elsewhere = self.all.rules.scales.iter().any(|scale| scale.level(&given).is_some());
        let fact = if elsewhere {
            Fact::LevelOfOtherScale { given, scale: self.scale.id.clone(), known }
        } else {
            Fact::UnknownLevel(Unknown::among(given, known))
        };
        self.note(fact, &level.spot);
        None
    }

    /// What a rated answer owes its reader.
    fn rated(&self, level: &Level, written: &written::Response, spot: &Spot) {
        if written.narrative.trim().is_empty() {
            self.note(Fact::NarrativeMissing { item: self.id.clone() }, spot);
        }
        let level_spot = written.level.as_ref().map_or(spot, |level| &level.spot);
        if level.top {
            if written.evidence.is_empty() {
                let (item, level) = (self.id.clone(), level.id.clone());
                self.note(Fact::EvidenceMissing { item, level }, level_spot);
            }
            if let (Some(Deadline::Date(deadline)), None) = (&self.recommendation.deadline, &written.done_on) {
                self.note(Fact::DoneOnMissing { deadline: *deadline }, level_spot);
            }
        }
        if self.item.about == Group::Country && written.basis.is_none() {
            self.note(Fact::BasisMissing { item: self.id.clone() }, spot);
        }
        if self.scale.measure && level.value.is_some() && written.measure.is_none() {
            self.note(Fact::MeasureMissing { item: self.id.clone() }, spot);
        }
    }

    /// Notes that nothing from the period shows what is to be shown anew in each.
    fn recent(&self, level: &str, spot: &Spot, shown: &[Evidence]) {
        let by_scale = || self.all.rules.scale(&self.item.scale).is_some_and(|scale| scale.recent_evidence);
        let is_wanted = self.item.recent_evidence.unwrap_or_else(by_scale);
        let says_something = self.scale.level(level).and_then(|level| level.value).is_some_and(|value| value > 0);
        if let (Some(from), true) = (self.all.period, is_wanted && says_something)
            && let Some(newest) = evidence::newest_if_old(shown, from)
        {
            self.note(Fact::EvidenceBeforePeriod { newest, from }, spot);
        }
    }

    fn not_in_future(&self, key: &'static str, day: &At<NaiveDate>) {
        if let Some(assessment) = self.all.assessment.filter(|assessment| day.value > *assessment) {
            self.note(Fact::FutureDate { item: self.id.clone(), key, date: day.value, assessment }, &day.spot);
        }
    }

    /// Sound evidence; `None` if its path is not safe.
    fn evidence(&self, written: written::Evidence) -> Option<Evidence> {
        let path = written.file.as_ref().map(|file| file.value.clone()).unwrap_or_default();
        let spot = written.file.as_ref().map_or(&written.spot, |file| &file.spot);
        let found = match written.found {
            Found::State(state) => state,
            Found::Unsafe(why) => {
                self.note(Fact::UnsafePath(Unusable { path, why, beside: Beside::Responses }), spot);
                return None;
            }
            Found::Backslash => {
                self.note(Fact::BackslashPath { path }, spot);
                return None;
            }
        };
        if let Some(spot) = written.told.as_ref().filter(|_| !self.all.redacted) {
            self.note(Fact::OnlyInRedacted { key: "found" }, spot);
        }
        match found {
            // Nobody who reads this can mend it.
            _ if written.withheld => {}
            EvidenceState::Missing if self.all.misnamed.contains(&path) => {}
            EvidenceState::Missing => self.note(Fact::EvidenceFileMissing { path: path.clone() }, spot),
            EvidenceState::Changed => self.note(Fact::EvidenceChanged { path: path.clone() }, spot),
            _ => {}
        }
        if let (Some(date), Some(assessment)) = (&written.date, self.all.assessment)
            && date.value > assessment
        {
            self.note(Fact::EvidenceAfterAssessment { date: date.value, assessment }, &date.spot);
        }
        Some(Evidence {
            title: written.title,
            kind: written.kind,
            file: path,
            url: written.url,
            date: written.date.map(|date| date.value),
            pages: written.pages,
            description: written.description,
            sha256: written.sha256,
            size: written.size,
            media_type: written.media_type,
            sha256_found: written.sha256_found,
            size_found: written.size_found,
            confidential: written.confidential,
            found,
        })
    }
}
