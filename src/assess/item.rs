//! One item with its answer: where it stands, what it is worth, how much rests on it.

use crate::model::{
    Answer, Exclusion, Group, Instrument, Item, Level, Profile, ReasonCode, Recommendation, Response, Responses, Rules,
    Scale,
};

use super::{Gain, Ratio, Strength, evidence, ratio, share};

/// One item that is asked, with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemResult<'a> {
    /// The instrument it stands in.
    pub instrument: &'a Instrument,
    /// The recommendation it stands under.
    pub recommendation: &'a Recommendation,
    /// The question.
    pub item: &'a Item,
    /// The scale it is answered on.
    pub scale: &'a Scale,
    /// What the institution wrote, if anything.
    pub response: Option<&'a Response>,
    /// What the answer amounts to.
    pub standing: Standing<'a>,
    /// How much rests on it, in weights of recommendations: `s = W · a / Σ a`, where W is the weight of its
    /// recommendation, a its own, and the sum runs over the applicable items of the same recommendation and group.
    /// The shares of a recommendation's applicable items add up to W, however many they are. Zero if not applicable.
    pub share: Ratio,
    /// The same share with the sum running over the not-applicable items too; it serves the bounds that take those as
    /// unanswered.
    pub share_of_all: Ratio,
    /// The strongest evidence that counts; `None` if there is none.
    pub evidence: Option<Strength>,
    /// What would be gained if it stood at its top level. Only for applicable items of the institution and the
    /// country that don't stand there.
    pub gain: Option<Gain>,
}

/// What the answer to an item amounts to. Items partition into these four.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing<'a> {
    /// No answer, or an empty one.
    Unanswered,
    /// It does not concern the institution.
    NotApplicable(Excuse<'a>),
    /// Answered on a level without value: we looked and found nothing.
    Unvalued(&'a Level),
    /// Answered on a level with a value.
    Valued {
        /// The level.
        level: &'a Level,
        /// Its value, 0–100.
        value: u8,
    },
}

/// Why an item is not applicable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excuse<'a> {
    /// Answered so, on this item.
    Item {
        /// Why, as a code.
        reason_code: Option<ReasonCode>,
        /// Why, in words; may be empty.
        reason: &'a str,
    },
    /// Its recommendation or instrument is excluded; an answer, if there is one, is not scored.
    Exclusion(&'a Exclusion),
}

impl<'a> ItemResult<'a> {
    /// Whom the item is about.
    pub fn group(&self) -> Group {
        self.item.about
    }

    /// The level it stands on; `None` if unanswered or not applicable.
    pub fn level(&self) -> Option<&'a Level> {
        match self.standing {
            Standing::Unvalued(level) | Standing::Valued { level, .. } => Some(level),
            Standing::Unanswered | Standing::NotApplicable(_) => None,
        }
    }

    /// What was answered in the last period, if it is known and is to be confirmed before it counts.
    pub fn carried(&self) -> Option<&'a Answer> {
        let response = self.response.filter(|_| self.standing == Standing::Unanswered);
        response.and_then(|response| response.carried.as_ref()).filter(|carried| **carried != Answer::Unanswered)
    }

    /// What it is worth, `v` in 0..=1; `None` unless valued.
    pub fn value(&self) -> Option<Ratio> {
        match self.standing {
            Standing::Valued { value, .. } => ratio::fraction(value.into(), 100),
            _ => None,
        }
    }

    /// Whether it concerns the institution.
    pub fn is_applicable(&self) -> bool {
        !matches!(self.standing, Standing::NotApplicable(_))
    }

    /// Whether it is answered on a level, with or without value.
    pub fn is_answered(&self) -> bool {
        self.level().is_some()
    }

    /// Whether it is answered on a level with a value.
    pub fn is_valued(&self) -> bool {
        matches!(self.standing, Standing::Valued { .. })
    }

    /// Whether it stands at its top level: fully met.
    pub fn is_top(&self) -> bool {
        self.level().is_some_and(|level| level.top)
    }

    /// Whether it was decided, or declared, not to do it.
    pub fn is_refused(&self) -> bool {
        self.level().is_some_and(|level| level.refused)
    }
}

/// Every item that is asked, in the order of the instruments and of their texts.
pub(super) fn join<'a>(
    rules: &'a Rules,
    responses: &'a Responses,
    instruments: &[&'a Instrument],
) -> Vec<ItemResult<'a>> {
    let mut items: Vec<ItemResult> = Vec::new();
    for &instrument in instruments {
        for recommendation in instrument.recommendations.iter().filter(|recommendation| recommendation.actionable) {
            let first = items.len();
            if !responses.scope.has_themes(&recommendation.themes) {
                continue;
            }
            let exclusion = responses.exclusion(&instrument.id, &recommendation.reference);
            let asked = asked(recommendation, responses.profile).filter(|item| responses.scope.has_group(item.about));
            items.extend(asked.filter_map(|item| {
                let response = responses.responses.get(&item.id);
                let own = response.and_then(|response| response.scale.as_deref());
                // INVARIANT: the scale of an item is among the rules' scales, so this leaves nothing out.
                let scale = rules.scale_of(item, own, &responses.scales)?;
                Some(ItemResult {
                    instrument,
                    recommendation,
                    item,
                    scale,
                    response,
                    standing: standing(scale, response, exclusion),
                    share: ratio::whole(0),
                    share_of_all: ratio::whole(0),
                    evidence: response.and_then(evidence::strongest),
                    gain: None,
                })
            }));
            share::distribute(recommendation.weight, &mut items[first..]);
        }
    }
    items
}

/// Splits items, in their order, into those of each recommendation.
pub(super) fn by_recommendation<'i, 'a>(
    items: &'i [&'i ItemResult<'a>],
) -> impl Iterator<Item = &'i [&'i ItemResult<'a>]> {
    items.chunk_by(|one, next| std::ptr::eq(one.recommendation, next.recommendation))
}

/// The items of a recommendation that the profile asks.
fn asked(recommendation: &Recommendation, profile: Profile) -> impl Iterator<Item = &Item> {
    recommendation.items.iter().filter(move |item| profile.asks(item))
}

/// What a response amounts to. An exclusion goes before an answer; a level that the scale doesn't have is no answer.
fn standing<'a>(scale: &'a Scale, response: Option<&'a Response>, exclusion: Option<&'a Exclusion>) -> Standing<'a> {
    if let Some(exclusion) = exclusion {
        return Standing::NotApplicable(Excuse::Exclusion(exclusion));
    }
    match response.map(|response| &response.answer) {
        None | Some(Answer::Unanswered) => Standing::Unanswered,
        Some(Answer::NotApplicable { reason_code, reason }) => {
            Standing::NotApplicable(Excuse::Item { reason_code: *reason_code, reason })
        }
        Some(Answer::Level(id)) => match scale.level(id) {
            None => Standing::Unanswered,
            Some(level) => level.value.map_or(Standing::Unvalued(level), |value| Standing::Valued { level, value }),
        },
    }
}
