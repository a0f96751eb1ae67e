//! The statement of applicability: every item of the resolutions, whether it is included, and why not.

use serde::Serialize;

use super::items::excuse;
use super::lists::{Place, place};
use super::themes::LevelShown;
use super::{Text, text};
use crate::assess::Assessment;
use crate::model::{Group, Instrument, Profile, ReasonCode};

/// The items of one instrument.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Applicability {
    /// Id of the instrument.
    pub id: String,
    /// Its short title.
    pub name: Text,
    /// How many items are included.
    pub included: usize,
    /// Its items.
    pub items: Vec<Included>,
}

/// Whether an item is included.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Included {
    /// Where; the anchor leads somewhere only if the item is asked.
    pub place: Place,
    /// The question.
    pub ask: Text,
    /// Whom it is about.
    pub group: Group,
    /// `included`, `not-applicable`, `not-core` or `out-of-scope`: key of a word.
    pub state: &'static str,
    /// Whether it is asked, so that the report has its answer.
    pub asked: bool,
    /// Where it stands, if it is asked.
    pub level: Option<LevelShown>,
    /// Why not applicable, as a code.
    pub reason_code: Option<ReasonCode>,
    /// Why not applicable, in words; may be empty.
    pub reason: String,
}

/// Every item of the instruments that were scored.
pub(super) fn applicability(assessment: &Assessment<'_>, language: &str) -> Vec<Applicability> {
    assessment.instruments.iter().map(|instrument| of(instrument, assessment, language)).collect()
}

fn of(instrument: &Instrument, assessment: &Assessment<'_>, language: &str) -> Applicability {
    let actionable = instrument.recommendations.iter().filter(|recommendation| recommendation.actionable);
    let items: Vec<Included> = actionable
        .flat_map(|recommendation| &recommendation.items)
        .map(|item| {
            let asked = assessment.items.iter().find(|result| std::ptr::eq(result.item, item));
            let (reason_code, reason) = asked.map(|result| excuse(&result.standing)).unwrap_or_default();
            let core = assessment.responses.profile == Profile::Core;
            Included {
                place: place(&item.id, assessment, language),
                ask: text(&item.ask, language),
                group: item.about,
                state: match asked {
                    Some(result) if result.is_applicable() => "included",
                    Some(_) => "not-applicable",
                    None if core && !item.core => "not-core",
                    None => "out-of-scope",
                },
                asked: asked.is_some(),
                level: asked.map(|result| LevelShown::of(result, language)),
                reason_code,
                reason,
            }
        })
        .collect();
    Applicability {
        id: instrument.id.clone(),
        name: text(&instrument.short_title, language),
        included: items.iter().filter(|item| item.state == "included").count(),
        items,
    }
}
