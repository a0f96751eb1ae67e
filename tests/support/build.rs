//! Builds small rules and responses for tests.
//!
//! Each function gives a plain value with ordinary fields, which a test changes where it wants:
//! `Item { weight: 3, ..item("a") }`. Texts are stand-ins.

#![allow(clippy::expect_used)] // A panic is a failed test.

use chrono::NaiveDate;
use rapporteur::model::{
    Action, ActionStatus, Addressee, Answer, Evidence, EvidenceState, Exclusion, Group, Indicator, Institution,
    Instrument, Item, ItemId, Level, Numbering, Origin, Particulars, Period, Profile, Provenance, ReasonCode,
    Recommendation, Response, Responses, Rules, Scale, ScaleChoice, Scope, Status, Theme, Wording,
};

/// Ids of the levels of the scale `graded` with their values, lowest first; then the two that stand apart.
pub(crate) const LEVELS: [(&str, Option<u8>); 7] = [
    ("none", Some(0)),
    ("quarter", Some(25)),
    ("half", Some(50)),
    ("most", Some(75)),
    ("full", Some(100)),
    ("refused", Some(0)),
    ("no-information", None),
];

/// A day; the test fails if there is no such day.
pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

/// Rules with these instruments, the scale `graded` and the themes `first` and `second`.
pub(crate) fn rules(instruments: impl Into<Vec<Instrument>>) -> Rules {
    Rules {
        instruments: instruments.into(),
        scales: vec![graded()],
        themes: vec![theme("first"), theme("second")],
        ..Rules::default()
    }
}

/// The scale that [`item`] is answered on: [`LEVELS`].
pub(crate) fn graded() -> Scale {
    Scale {
        id: "graded".into(),
        name: en("Graded"),
        fits: en("Anything."),
        source: "tests".into(),
        measure: false,
        recent_evidence: false,
        maps_to: None,
        loss: None,
        levels: LEVELS
            .iter()
            .map(|&(id, value)| Level {
                id: id.into(),
                label: en(id),
                meaning: en(id),
                value,
                refused: id == "refused",
                breach: false,
                top: value == Some(100),
                maps_to: None,
            })
            .collect(),
    }
}

/// A theme.
pub(crate) fn theme(id: &str) -> Theme {
    Theme { id: id.into(), name: en(id), about: en(id) }
}

/// An adopted instrument with these recommendations. It completes the ids of their items.
pub(crate) fn instrument(id: &str, recommendations: impl Into<Vec<Recommendation>>) -> Instrument {
    let mut recommendations = recommendations.into();
    for recommendation in &mut recommendations {
        for item in &mut recommendation.items {
            let name = item.id.as_str().rsplit('/').next().unwrap_or_default();
            item.id = ItemId::new(id, &recommendation.reference, name);
        }
    }
    Instrument {
        id: id.into(),
        version: "1.0.0".into(),
        title: en(id),
        short_title: en(id),
        body: "An assembly".into(),
        symbol: String::new(),
        date: day(2024, 1, 1),
        status: Status::Adopted,
        language: "en".into(),
        refs: Numbering::Text,
        source: String::new(),
        chapeaux: Vec::new(),
        recommendations,
        provenance: Provenance { file: format!("{id}.toml"), sha256: "0".repeat(64) },
    }
}

/// A recommendation to institutions, of weight 1, in the theme `first`, with these items.
pub(crate) fn recommendation(reference: &str, items: impl Into<Vec<Item>>) -> Recommendation {
    Recommendation {
        reference: reference.into(),
        chapeau: None,
        operative: "recommends".into(),
        asks: String::new(),
        act: "act".into(),
        text: format!("Paragraph {reference}"),
        addressees: vec![Addressee::Nhri],
        actionable: true,
        deadline: None,
        themes: vec!["first".into()],
        note: String::new(),
        translations: Vec::new(),
        weight: 1,
        items: items.into(),
    }
}

/// A process item about the institution, of weight 1, on the scale `graded`.
pub(crate) fn item(name: &str) -> Item {
    Item {
        id: ItemId::new("-", "-", name),
        about: Group::Institution,
        ask: en(format!("Question {name}?")),
        indicator: Indicator::Process,
        origin: Origin::Stated,
        scale: "graded".into(),
        core: false,
        evidence: Vec::new(),
        guidance: None,
        weight: 1,
        may_be_not_applicable: true,
        recent_evidence: None,
        withdrawn: None,
        was: Vec::new(),
    }
}

/// Responses to these instruments, with answers by the full ids of items.
pub(crate) fn responses<'t>(instruments: &[&str], answers: impl IntoIterator<Item = (&'t str, Response)>) -> Responses {
    Responses {
        instruments: instruments.iter().map(|&id| id.to_owned()).collect(),
        profile: Profile::All,
        scope: Scope::default(),
        scales: ScaleChoice::default(),
        institution: Institution { name: "Ombudsman".into(), country: "XA".into(), ..Institution::default() },
        particulars: Particulars {
            period: Period { from: day(2025, 1, 1), to: day(2025, 12, 31) },
            date: day(2026, 1, 31),
            prepared_by: String::new(),
            validated_by: String::new(),
            language: "en".into(),
            transmittal: String::new(),
            summary: String::new(),
        },
        exclusions: Vec::new(),
        responses: answers
            .into_iter()
            .map(|(id, response)| (ItemId::parse(id).expect("a full id"), response))
            .collect(),
        requests: Vec::new(),
        redacted: false,
        provenance: vec![Provenance { file: "responses.toml".into(), sha256: "1".repeat(64) }],
    }
}

/// An answer on a level.
pub(crate) fn level(id: &str) -> Response {
    answer(Answer::Level(id.into()))
}

/// The answer "not applicable".
pub(crate) fn not_applicable() -> Response {
    answer(Answer::NotApplicable { reason_code: Some(ReasonCode::OutsideMandate), reason: "No such power.".into() })
}

/// A response that says nothing else.
pub(crate) fn answer(answer: Answer) -> Response {
    Response { answer, ..Response::unanswered(None) }
}

/// Excuses an instrument, or one of its recommendations.
pub(crate) fn exclusion(instrument: &str, reference: Option<&str>) -> Exclusion {
    Exclusion {
        instrument: instrument.into(),
        reference: reference.map(Into::into),
        reason_code: Some(ReasonCode::EventPast),
        reason: "The event is over.".into(),
    }
}

/// A piece of evidence, found in this state.
pub(crate) fn evidence(found: EvidenceState) -> Evidence {
    Evidence {
        title: "Letter".into(),
        kind: "letter".into(),
        file: "evidence/letter.pdf".into(),
        url: String::new(),
        date: None,
        pages: String::new(),
        description: String::new(),
        sha256: String::new(),
        sha256_found: String::new(),
        size: None,
        size_found: 0,
        media_type: String::new(),
        confidential: false,
        found,
    }
}

/// A next step.
pub(crate) fn action(due: NaiveDate, status: ActionStatus) -> Action {
    Action {
        what: "Write to the ministry".into(),
        responsible: "Legal department".into(),
        due,
        status,
        cost: String::new(),
        confidential: false,
    }
}

/// A text in English.
pub(crate) fn en(text: impl Into<String>) -> Wording {
    Wording::new("en", text)
}
