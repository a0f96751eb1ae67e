//! The schema of the responses to some instruments: every question with its levels.

use serde_json::{Map, Value, json};

use super::inputs::{nothing_else, responses};
use crate::load::mirror::choice;
use crate::model::{Instrument, Item, Level, Rules, Scale, short_reference};

/// The level that says "does not concern us", on every scale.
const NOT_APPLICABLE: (&str, &str) =
    ("not-applicable", "It does not concern you; say why in `reason-code` and `reason`.");

/// The level of a question without an answer.
const UNANSWERED: (&str, &str) = ("", "No answer yet.");

/// The schema of a file that answers `instruments`: whatever `check` takes without an error is valid, and it knows the
/// ids of all questions, the levels of each, and the scales that may stand in for its own.
pub fn answers(rules: &Rules, instruments: &[&Instrument]) -> Value {
    let asked = Asked { rules, instruments };
    let mut schema = responses();
    let answer = schema["properties"]["response"]["additionalProperties"].take();
    schema["title"] = json!(format!("Responses to {}", ids(instruments).join(", ")));
    let parts = &mut schema["properties"];
    parts["instruments"]["items"] = asked.instruments();
    parts["scales"] = asked.scales(&parts["scales"]);
    set(&mut parts["assessment"]["properties"]["scale"], choice(asked.stand_ins(|scale| scale.maps_to.is_some())));
    set(&mut parts["exclude"]["items"]["properties"]["what"], asked.excusable());
    parts["request"]["items"]["properties"]["serves"]["items"] = asked.served();
    let response = &mut parts["response"];
    response["additionalProperties"] = nothing_else("an id that is known");
    (response["properties"], response["patternProperties"]) = asked.ids();
    schema["$defs"] = asked.definitions(&answer);
    schema
}

fn ids<'a>(instruments: &[&'a Instrument]) -> Vec<&'a str> {
    instruments.iter().map(|instrument| instrument.id.as_str()).collect()
}

/// Puts a narrower schema in the place of one, whose remark stays.
fn set(place: &mut Value, schema: impl Into<Value>) {
    let remark = place["description"].take();
    *place = schema.into();
    place["description"] = remark;
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// What the file answers, and by which rules.
struct Asked<'a> {
    rules: &'a Rules,
    instruments: &'a [&'a Instrument],
}

impl<'a> Asked<'a> {
    fn items(&self) -> impl Iterator<Item = &'a Item> {
        self.instruments.iter().flat_map(|instrument| instrument.items())
    }

    /// An entry of the list of instruments: offered with the version of the rules, taken with any.
    fn instruments(&self) -> Value {
        let offered = self.instruments.iter().map(|instrument| {
            let title = instrument.title.text("en").to_owned();
            (json!(format!("{}@{}", instrument.id, instrument.version)), title)
        });
        let any = format!("^({})(@.*)?$", ids(self.instruments).join("|"));
        json!({ "anyOf": [choice(offered), { "type": "string", "pattern": any }] })
    }

    /// The table of scales chosen for instruments.
    fn scales(&self, table: &Value) -> Value {
        let scale = choice(self.stand_ins(|scale| scale.maps_to.is_some()));
        let by_instrument: Map<String, Value> =
            self.rules.instrument_ids().map(|id| (id.to_owned(), scale.clone().into())).collect();
        json!({
            "description": table["description"],
            "type": "object",
            "properties": by_instrument,
            "additionalProperties": false,
        })
    }

    /// Scales that may be chosen, and none.
    fn stand_ins(&self, fits: impl Fn(&Scale) -> bool) -> Vec<(Value, String)> {
        let none = (json!(""), "The scale of each question.".to_owned());
        let fitting = self.rules.scales.iter().filter(|scale| fits(scale)).map(|scale| {
            let loss = scale.loss.as_ref().map(|loss| format!(" {}", loss.text("en"))).unwrap_or_default();
            (json!(scale.id), format!("{}.{loss}", scale.name.text("en").trim_end_matches('.')))
        });
        [none].into_iter().chain(fitting).collect()
    }

    /// What can be excluded: any instrument or paragraph of the rules.
    fn excusable(&self) -> Value {
        let all = |instrument: &Instrument| {
            let paragraphs = instrument.recommendations.iter();
            let paragraphs =
                paragraphs.map(|found| (format!("{}/{}", instrument.id, found.reference), found.text.clone()));
            [(instrument.id.clone(), instrument.title.text("en").to_owned())].into_iter().chain(paragraphs).collect()
        };
        self.offered(all)
    }

    /// What a request can serve: any item of the rules.
    fn served(&self) -> Value {
        let ask = |item: &Item| (item.id.to_string(), item.ask.text("en").to_owned());
        self.offered(|instrument| instrument.items().map(ask).collect())
    }

    /// Ids of which those of the instruments asked are offered, with what they mean. The others are taken too, and so
    /// are short forms.
    fn offered(&self, ids: impl Fn(&Instrument) -> Vec<(String, String)>) -> Value {
        let asked: Vec<(String, String)> = self.instruments.iter().flat_map(|instrument| ids(instrument)).collect();
        let is_asked = |id: &String| asked.iter().any(|(asked, _)| asked == id);
        let all: Vec<String> = self.rules.instruments.iter().flat_map(&ids).map(|(id, _)| id).collect();
        let short = all.iter().filter_map(|id| shortened(id));
        let taken: Vec<String> = all.iter().filter(|id| !is_asked(id)).cloned().chain(short).collect();
        let offered = choice(asked.into_iter().map(|(id, meaning)| (json!(id), meaning)));
        match taken.as_slice() {
            [] => offered.into(),
            taken => json!({ "anyOf": [offered, { "type": "string", "pattern": exactly(taken) }] }),
        }
    }

    /// The answers by id, and by the short form of an id.
    fn ids(&self) -> (Value, Value) {
        let (mut whole, mut short) = (Map::new(), Map::new());
        for item in self.items() {
            let id = item.id.as_str();
            whole.insert(id.to_owned(), reference(&item.id.token()));
            short.extend(shortened(id).map(|short| (exactly(&[short]), reference(&item.id.token()))));
        }
        (whole.into(), short.into())
    }

    /// What the answers are made of: their parts, the levels of each scale, and the questions.
    fn definitions(&self, answer: &Value) -> Value {
        let mut definitions = Map::new();
        let mut parts = Map::new();
        for (key, part) in answer["properties"].as_object().into_iter().flatten() {
            if !["level", "scale"].contains(&key.as_str()) {
                definitions.insert(key.clone(), part.clone());
            }
            parts.insert(key.clone(), reference(key));
        }
        for item in self.items() {
            let Some(scale) = self.rules.scale(&item.scale) else { continue };
            let (level, own) = (level_name(item), format!("scale-{}", scale.id));
            let mut parts = parts.clone();
            parts.insert("level".into(), reference(&level));
            parts.insert("scale".into(), reference(&own));
            definitions.entry(level).or_insert_with(|| self.level(scale, item.may_be_not_applicable));
            definitions.entry(own).or_insert_with(|| {
                let mut scales = answer["properties"]["scale"].clone();
                set(&mut scales, choice(self.stand_ins(|stand_in| stand_in.fits_in_place_of(&scale.id))));
                scales
            });
            definitions.insert(item.id.token(), question(item, scale, parts, answer));
        }
        definitions.into()
    }

    /// A level: those of the scale itself, then those of scales that may stand in for it.
    fn level(&self, scale: &Scale, may_be_not_applicable: bool) -> Value {
        let mut values: Vec<(Value, String)> = Vec::new();
        let own = scale.levels.iter().map(|level| (level.id.as_str(), meaning(level)));
        let not_applicable = may_be_not_applicable.then_some(NOT_APPLICABLE);
        let others = not_applicable.into_iter().chain([UNANSWERED]).map(|(id, meaning)| (id, meaning.to_owned()));
        let standing_in = self.rules.scales.iter().filter(|other| other.maps_to.as_deref() == Some(&scale.id));
        let levels_of = |other: &'a Scale| {
            let name = other.name.text("en");
            other.levels.iter().map(move |level| (level.id.as_str(), format!("{} ({name})", meaning(level))))
        };
        for (id, meaning) in own.chain(others).chain(standing_in.flat_map(levels_of)) {
            let forbidden = id == NOT_APPLICABLE.0 && !may_be_not_applicable;
            if !forbidden && !values.iter().any(|(known, _)| known == id) {
                values.push((json!(id), meaning));
            }
        }
        let mut level = Value::from(choice(values));
        level["description"] = json!(levels(scale));
        level
    }
}

/// The level of an item, among the definitions: by scale, and by whether the item can be waved away.
fn level_name(item: &Item) -> String {
    let end = if item.may_be_not_applicable { "" } else { "-always-applicable" };
    format!("level-{}{end}", item.scale)
}

/// The answer to one item.
fn question(item: &Item, scale: &Scale, parts: Map<String, Value>, answer: &Value) -> Value {
    let mut remark = item.ask.text("en").to_owned();
    if let Some(why) = &item.withdrawn {
        remark = format!("No longer asked ({why}).\n\n{remark}");
    }
    if let Some(guidance) = &item.guidance {
        remark.push_str(&format!("\n\nWhat counts: {}", guidance.text("en")));
    }
    let wanted: Vec<&str> = item.evidence.iter().map(|kind| kind.text("en")).collect();
    if !wanted.is_empty() {
        remark.push_str(&format!("\n\nWhat would show it: {}.", wanted.join("; ")));
    }
    remark.push_str(&format!("\n\n{}", levels(scale)));
    let mut question = json!({ "description": remark, "type": "object", "properties": parts });
    question["additionalProperties"] = answer["additionalProperties"].clone();
    if item.withdrawn.is_some() {
        question["deprecated"] = json!(true);
    }
    question
}

/// The levels of a scale, one a line.
fn levels(scale: &Scale) -> String {
    let lines: String =
        scale.levels.iter().map(|level| format!("\n- `{}`: {}", level.id, level.meaning.text("en"))).collect();
    format!("Levels:\n{lines}")
}

fn meaning(level: &Level) -> String {
    format!("{}: {}", level.label.text("en"), level.meaning.text("en"))
}

/// The id in its short form, with `9k` for `9(k)`, if it has one.
fn shortened(id: &str) -> Option<String> {
    let reference = id.split('/').nth(1)?;
    short_reference(reference).map(|short| id.replacen(reference, &short, 1))
}

/// The pattern of these ids and no others; of what stands in an id, dots and brackets have a meaning in a pattern.
fn exactly(ids: &[String]) -> String {
    let escape = |all: String, mark: &str| all.replace(mark, &format!("\\{mark}"));
    format!("^({})$", [".", "(", ")"].into_iter().fold(ids.join("|"), escape))
}
