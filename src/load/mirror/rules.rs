//! A rules file: an instrument, scales, themes, links, an overlay, or several of these.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Day, Deadline, Filled, Format, Word, WordOrEmpty, Wording};
use crate::load::written::TranslationKind;
use crate::model::{Addressee, Group, Indicator, Numbering, Origin, Relation, Status};

/// Rules: a resolution with its questions, scales, themes, links, or changes of your own.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "Rules")]
pub struct Rules {
    /// The format of the file: 1.
    pub format: Format,
    /// The resolution or declaration.
    pub instrument: Option<Instrument>,
    /// Opening words on which several paragraphs depend.
    pub chapeau: Option<Vec<Chapeau>>,
    /// The paragraphs, in the order of the text.
    pub recommendation: Option<Vec<Recommendation>>,
    /// Scales on which questions are answered.
    pub scale: Option<Vec<Scale>>,
    /// Themes by which reports group.
    pub theme: Option<Vec<Theme>>,
    /// Where two texts ask for the same, or overlap.
    pub link: Option<Vec<Link>>,
    /// Makes the file one of changes: weights, items left out or added, translations.
    pub overlay: Option<Overlay>,
    /// Changed weights, in a file of changes.
    pub weight: Option<Vec<Weight>>,
    /// Items left out, in a file of changes.
    pub drop: Option<Vec<Drop>>,
    /// Items added, in a file of changes.
    pub add: Option<Vec<Add>>,
    /// Translations, in a file of changes.
    pub translate: Option<Vec<Translate>>,
}

/// The resolution or declaration.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Instrument {
    /// A short name in small letters, digits and hyphens, such as "demo-2030". It never changes.
    pub id: Filled,
    /// The version of this file, which answers record. Raise it with every change.
    pub version: Filled,
    /// The whole title, as the text has it.
    pub title: Wording,
    /// A title for tables.
    pub short_title: Option<Wording>,
    /// The body that adopted the text, or is to adopt it.
    pub body: Filled,
    /// The symbol of the document, if it has one.
    pub symbol: Option<String>,
    /// The date of the text.
    pub date: Day,
    /// Whether it was adopted.
    pub status: Word<Status>,
    /// The language of the text, such as "en".
    pub language: Option<String>,
    /// Who numbered the paragraphs.
    pub refs: Option<WordOrEmpty<Numbering>>,
    /// Which text this was taken from, in a sentence.
    pub source: Option<String>,
    /// The scale of items that name none.
    pub scale: Option<String>,
}

/// Opening words on which several paragraphs depend.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Chapeau {
    /// The number by which paragraphs name it.
    #[serde(rename = "ref")]
    pub reference: Filled,
    /// The words, letter for letter.
    pub text: Filled,
    /// The verb that carries the force.
    pub operative: Filled,
    /// Who is asked.
    #[schemars(with = "Option<Vec<Word<Addressee>>>")]
    pub addressees: Option<Vec<String>>,
}

/// A paragraph.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Recommendation {
    /// The number of the paragraph, such as "2.11" or "9(k)".
    #[serde(rename = "ref")]
    pub reference: Filled,
    /// The `ref` of the opening on which it depends.
    pub chapeau: Option<String>,
    /// The verb that carries the force, its own or the opening's.
    pub operative: Filled,
    /// The verb that asks, where the paragraph has several.
    pub asks: Option<String>,
    /// The verb of what is asked.
    pub act: Option<String>,
    /// The paragraph, letter for letter.
    pub text: Filled,
    /// Who is asked. Without it, those whom the opening asks.
    #[schemars(with = "Option<Vec<Word<Addressee>>>")]
    pub addressees: Option<Vec<String>>,
    /// `false` if the paragraph asks nobody to act; `note` then says why.
    pub actionable: Option<bool>,
    /// By when: a date, `{ event = "sixty-third session" }` or `{ every = "year" }`.
    pub deadline: Option<Deadline>,
    /// Ids of themes.
    pub themes: Option<Vec<String>>,
    /// A remark of the editor.
    pub note: Option<String>,
    /// How much it weighs, from 1 to 100. Without it, 1.
    #[schemars(range(min = 1, max = 100))]
    pub weight: Option<i64>,
    /// The questions under it.
    pub item: Option<Vec<Item>>,
}

/// A question.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Item {
    /// The name of the item within its paragraph, in small letters, digits and hyphens. It never changes.
    pub id: Filled,
    /// Whom it is about. Without it, this follows from who is asked.
    pub about: Option<WordOrEmpty<Group>>,
    /// The question.
    pub ask: Wording,
    /// What the answer shows.
    pub indicator: Word<Indicator>,
    /// Whether the text says it, or the editor made it concrete.
    pub origin: Word<Origin>,
    /// The id of the scale on which it is answered. Without it, that of the instrument.
    pub scale: Option<String>,
    /// `true` on the item to answer first.
    pub core: Option<bool>,
    /// Two or three kinds of document that would settle the answer.
    pub evidence: Option<Vec<Wording>>,
    /// What counts, what does not, the doubtful case.
    pub guidance: Option<Wording>,
    /// How much it weighs within its paragraph, from 1 to 100. Without it, 1.
    #[schemars(range(min = 1, max = 100))]
    pub weight: Option<i64>,
    /// `false` if nobody may answer "not applicable".
    pub not_applicable: Option<bool>,
    /// Whether what shows it should be from the period. Without it, as its scale says.
    pub recent_evidence: Option<bool>,
    /// When and why it is no longer asked.
    pub withdrawn: Option<String>,
    /// Earlier ids of the same question, whole: "eoa-2024/2.11/practices-sent".
    pub was: Option<Vec<String>>,
}

/// A scale.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Scale {
    /// A short name in small letters, digits and hyphens.
    pub id: Filled,
    /// What the scale is called.
    pub name: Wording,
    /// For what kind of duty it is meant, in a sentence.
    pub fits: Wording,
    /// Who made it.
    pub source: Option<String>,
    /// `true` if an answer should come with a figure.
    pub measure: Option<bool>,
    /// `true` if what shows it should be from the period.
    pub recent_evidence: Option<bool>,
    /// The scale whose levels stand behind those of this one.
    pub maps_to: Option<String>,
    /// What that mapping can't carry over, in a sentence.
    pub loss: Option<Wording>,
    /// The levels, in the order in which they are offered.
    pub level: Option<Vec<Level>>,
}

/// A level of a scale.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Level {
    /// A short name in small letters, digits and hyphens, which answers give.
    pub id: Filled,
    /// What reports call it.
    pub label: Wording,
    /// A sentence by which a person can choose.
    pub meaning: Wording,
    /// What it is worth, from 0 to 100; exactly one level has 100. Without it, it counts as an answer, not in the score.
    #[schemars(range(min = 0, max = 100))]
    pub value: Option<i64>,
    /// `true` if it says that it was decided not to act.
    pub refused: Option<bool>,
    /// `true` if it says that a duty to refrain was broken, more or less.
    pub breach: Option<bool>,
    /// The level behind it, or "unanswered" or "not-applicable".
    pub maps_to: Option<String>,
}

/// A theme.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Theme {
    /// A short name in small letters, digits and hyphens.
    pub id: Filled,
    /// What reports call it.
    pub name: Wording,
    /// What belongs to it, in a sentence.
    pub about: Wording,
}

/// A link between two paragraphs or items.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Link {
    /// The first: "demo-2030/2", or with the name of an item "demo-2030/2/report-published".
    pub from: Filled,
    /// The second.
    pub to: Filled,
    /// How what the first asks relates to what the second asks.
    pub relation: Word<Relation>,
    /// Why, in a sentence that a reader can disagree with.
    pub reason: Wording,
}

/// What a file of changes is called.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Overlay {
    /// The name under which reports list the changes.
    pub name: Filled,
}

/// A changed weight.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Weight {
    /// The paragraph or item.
    pub what: Filled,
    /// Its weight, from 1 to 100.
    #[schemars(range(min = 1, max = 100))]
    pub weight: i64,
    /// Why, in a sentence.
    pub reason: Filled,
}

/// An item left out.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Drop {
    /// The item.
    pub what: Filled,
    /// Why, in a sentence.
    pub reason: Filled,
}

/// An item added.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Add {
    /// The paragraph under which it is asked.
    pub to: Filled,
    /// Why, in a sentence.
    pub reason: Filled,
    /// The item.
    #[serde(flatten)]
    pub item: Item,
}

/// A translation.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Translate {
    /// The instrument, paragraph or item.
    pub what: Filled,
    /// The language, such as "de".
    pub language: Filled,
    /// The title, of an instrument.
    pub title: Option<String>,
    /// The text, of a paragraph.
    pub text: Option<String>,
    /// Who translated that text.
    pub translation: Option<WordOrEmpty<TranslationKind>>,
    /// The question, of an item.
    pub ask: Option<String>,
    /// What counts, of an item.
    pub guidance: Option<String>,
}
