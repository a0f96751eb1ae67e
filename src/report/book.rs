//! What stands in a workbook, or a folder of tables, of an institution's answers: for itself, so nothing is left out.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use num_traits::ToPrimitive;
use strum::IntoEnumIterator;
use toml::Value;

use crate::assess::{Assessment, Figures, ItemResult, Percent, Ratio, Standing};
use crate::model::{Group, Instrument, Item, ItemId, Recommendation, Scale, normalised_reference};
use crate::table::{Cell, Column, Holds, KEYS, Table};

/// All sheets, in order.
#[derive(Debug)]
pub struct Book<'a> {
    /// The institution's name.
    pub institution: String,
    /// The day that the answers describe.
    pub date: NaiveDate,
    /// The answers, by instrument.
    pub sheets: Vec<Sheet<'a>>,
    /// The rows of the other tables.
    pub lists: BTreeMap<Table, Vec<Vec<Cell>>>,
    /// The scales that items are answered on, by their ids.
    pub scales: Vec<&'a Scale>,
    /// The figures of the summary: for each group those of everything, then by instrument.
    pub figures: Vec<Scored<'a>>,
}

/// The answers to an instrument.
#[derive(Debug)]
pub struct Sheet<'a> {
    /// The instrument.
    pub instrument: &'a Instrument,
    /// The rows, in the order of the text.
    pub rows: Vec<Row<'a>>,
}

/// An item with its answer.
#[derive(Debug)]
pub struct Row<'a> {
    /// The cells, one for each column of [`Table::Answers`].
    pub cells: Vec<Cell>,
    /// The paragraph it stands under.
    pub recommendation: &'a Recommendation,
    /// The item.
    pub item: &'a Item,
    /// The scale it is answered on.
    pub scale: &'a Scale,
    /// What it counts; `None` if it is not asked.
    pub counts: Option<Counted>,
}

/// What an answer counts at the time of writing; a workbook computes it anew.
#[derive(Debug, Clone, Copy)]
pub struct Counted {
    /// How it stands.
    pub stands: Stands,
    /// Its share; nothing if not applicable.
    pub share: f64,
    /// Its value, 0..=1; nothing unless valued.
    pub value: f64,
}

/// How an item stands, in the words of the workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display)]
#[strum(serialize_all = "lowercase")]
pub enum Stands {
    /// No answer, or an empty one.
    Unanswered,
    /// It doesn't concern the institution.
    #[strum(serialize = "not applicable")]
    NotApplicable,
    /// Answered on a level without value.
    #[strum(serialize = "no value")]
    Unvalued,
    /// Answered on a level with a value.
    Valued,
}

/// The figures of a row of the summary.
#[derive(Debug)]
pub struct Scored<'a> {
    /// Whom they are about.
    pub group: Group,
    /// The instrument; `None` for all together.
    pub instrument: Option<&'a Instrument>,
    /// Items that are asked, that apply, that are answered, and that are valued.
    pub counts: [usize; 4],
    /// Sums of shares of those that apply, that are answered, that are valued, and what is achieved of the last.
    pub sums: [f64; 4],
    /// Coverage, implementation and the two bounds, each exact and as shown.
    pub ratios: [Option<(f64, Percent)>; 4],
}

/// Lays out what `files`, the responses files of `assessment` as values, hold.
pub fn book<'a>(assessment: &Assessment<'a>, files: &[toml::Table], language: &str) -> Book<'a> {
    let written = Written { files };
    let sheets: Vec<Sheet> =
        assessment.instruments.iter().map(|instrument| written.sheet(instrument, assessment, language)).collect();
    let lists = Table::iter().filter(|table| *table != Table::Answers);
    let lists = lists.map(|table| (table, written.list(table, assessment, language))).collect();
    let mut scales: Vec<&Scale> = sheets.iter().flat_map(|sheet| sheet.rows.iter().map(|row| row.scale)).collect();
    scales.sort_by(|one, other| one.id.cmp(&other.id));
    scales.dedup_by(|one, other| one.id == other.id);
    let figures = assessment.groups().into_iter().filter(|group| group.headline.counts.asked > 0).flat_map(|group| {
        let by_instrument = group.instruments.iter().map(|(instrument, figures)| (Some(*instrument), figures));
        let rows = std::iter::once((None, &group.headline)).chain(by_instrument);
        rows.map(|(instrument, figures)| Scored::of(group.group, instrument, figures))
    });
    Book {
        institution: assessment.responses.institution.name.clone(),
        date: assessment.responses.particulars.date,
        lists,
        scales,
        figures: figures.collect(),
        sheets,
    }
}

impl<'a> Scored<'a> {
    fn of(group: Group, instrument: Option<&'a Instrument>, figures: &Figures) -> Self {
        let (counts, sums) = (figures.counts, &figures.sums);
        let bounds = figures.bounds.as_ref();
        let ratios = [
            figures.coverage.ratio.as_ref(),
            figures.implementation.as_ref(),
            bounds.map(|bounds| &bounds.lower),
            bounds.map(|bounds| &bounds.upper),
        ];
        Self {
            group,
            instrument,
            counts: [counts.asked, counts.applicable, counts.answered, counts.valued],
            sums: [&sums.applicable, &sums.answered, &sums.valued, &sums.achieved].map(nearest),
            ratios: ratios.map(|ratio| ratio.map(|ratio| (nearest(ratio), Percent::of(ratio)))),
        }
    }
}

impl Counted {
    fn of(item: &ItemResult<'_>) -> Self {
        let stands = match item.standing {
            Standing::Unanswered => Stands::Unanswered,
            Standing::NotApplicable(_) => Stands::NotApplicable,
            Standing::Unvalued(_) => Stands::Unvalued,
            Standing::Valued { .. } => Stands::Valued,
        };
        Self { stands, share: nearest(&item.share), value: item.value().as_ref().map_or(0.0, nearest) }
    }
}

/// The files as values.
struct Written<'f> {
    files: &'f [toml::Table],
}

impl Written<'_> {
    fn sheet<'a>(&self, instrument: &'a Instrument, assessment: &Assessment<'a>, language: &str) -> Sheet<'a> {
        let of_instrument = assessment.items.iter().filter(|item| item.instrument.id == instrument.id);
        let asked: BTreeMap<&ItemId, &ItemResult> = of_instrument.map(|item| (&item.item.id, item)).collect();
        let mut rows = Vec::new();
        for recommendation in &instrument.recommendations {
            for item in &recommendation.items {
                let (result, answer) = (asked.get(&item.id), self.answer(&item.id));
                let own = answer.and_then(|answer| answer.get("scale")).and_then(Value::as_str);
                let scale = assessment.rules.scale_of(item, own, &assessment.responses.scales);
                let (Some(scale), true) = (scale, result.is_some() || answer.is_some()) else { continue };
                let shown = |key: &str| match key {
                    "id" => item.id.to_string(),
                    "about" => item.about.to_string(),
                    "recommendation" => paragraph(instrument, recommendation),
                    "question" => item.ask.text(language).to_owned(),
                    "evidence" => listed(answer, "evidence", "title"),
                    "actions" => listed(answer, "action", "what"),
                    "guidance" => item.guidance.as_ref().map(|text| text.text(language).to_owned()).unwrap_or_default(),
                    _ => String::new(),
                };
                let cells = Table::Answers.columns().iter().map(|column| match column.is_open() {
                    true => answer.map_or(Cell::Empty, |answer| of_column(answer, column)),
                    false => text(&shown(column.key)),
                });
                let counts = result.map(|result| Counted::of(result));
                rows.push(Row { cells: cells.collect(), recommendation, item, scale, counts });
            }
        }
        Sheet { instrument, rows }
    }

    fn list(&self, table: Table, assessment: &Assessment<'_>, language: &str) -> Vec<Vec<Cell>> {
        let question = |id: &ItemId| assessment.rules.item(id).map(|(_, _, item)| item.ask.text(language));
        let row = |id: Option<&ItemId>, entry: &toml::Table| -> Vec<Cell> {
            let cell = |column: &Column| match (column.key, id) {
                ("item", Some(id)) => text(id.as_str()),
                ("question", Some(id)) => text(question(id).unwrap_or_default()),
                _ => of_column(entry, column),
            };
            table.columns().iter().map(cell).collect()
        };
        match (table, table.list()) {
            (Table::Particulars, _) => self.particulars(),
            (Table::Evidence | Table::Actions, Some(list)) => {
                let instruments = assessment.instruments.iter().flat_map(|instrument| instrument.items());
                let answers = instruments.filter_map(|item| Some((&item.id, self.answer(&item.id)?)));
                let rows = answers.flat_map(|(id, answer)| blocks(answer, list).map(move |entry| (id, entry)));
                rows.map(|(id, entry)| row(Some(id), entry)).collect()
            }
            (_, Some(list)) => {
                self.files.iter().flat_map(|file| blocks(file, list)).map(|entry| row(None, entry)).collect()
            }
            (_, None) => Vec::new(),
        }
    }

    fn particulars(&self) -> Vec<Vec<Cell>> {
        let chosen = self.files.iter().filter_map(|file| file.get("scales")?.as_table()).flatten();
        let chosen = chosen.map(|(id, scale)| vec![text(&format!("scales.{id}")), of_value(scale, Holds::Text)]);
        let keys = KEYS.iter().filter(|column| column.key != "scales");
        let rows = keys.map(|column| {
            let given = self.files.iter().map(|file| of_column(file, column)).find(|cell| *cell != Cell::Empty);
            vec![text(column.key), given.unwrap_or(Cell::Empty)]
        });
        rows.chain(chosen).collect()
    }

    fn answer(&self, id: &ItemId) -> Option<&toml::Table> {
        self.files.iter().find_map(|file| {
            let answers = file.get("response")?.as_table()?;
            let direct = answers.get(id.as_str());
            let found = direct.or_else(|| {
                answers.iter().find(|(key, _)| ItemId::parse(key).as_ref() == Some(id)).map(|(_, answer)| answer)
            });
            found.and_then(Value::as_table)
        })
    }
}

/// The paragraph with the opening on which it depends.
fn paragraph(instrument: &Instrument, recommendation: &Recommendation) -> String {
    let reference = normalised_reference(&recommendation.reference);
    match instrument.chapeau(recommendation) {
        Some(chapeau) => format!("{reference}. {}\n{}", chapeau.text, recommendation.text),
        None => format!("{reference}. {}", recommendation.text),
    }
}

/// How many entries a list of an answer has, and what they are called.
fn listed(answer: Option<&toml::Table>, list: &str, key: &str) -> String {
    let Some(answer) = answer else { return String::new() };
    let names: Vec<&str> = blocks(answer, list).filter_map(|entry| entry.get(key)?.as_str()).collect();
    match names.len() {
        0 => String::new(),
        count => format!("{count}: {}", names.join("; ")),
    }
}

fn blocks<'t>(table: &'t toml::Table, list: &str) -> impl Iterator<Item = &'t toml::Table> {
    table.get(list).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table)
}

/// What a table holds at the path of a column.
fn of_column(table: &toml::Table, column: &Column) -> Cell {
    let mut steps = column.path();
    let first = steps.next().and_then(|key| table.get(key));
    let found = steps.fold(first, |value, key| value?.as_table()?.get(key));
    found.map_or(Cell::Empty, |value| of_value(value, column.holds))
}

fn of_value(value: &Value, holds: Holds) -> Cell {
    match value {
        Value::String(words) => text(words),
        Value::Integer(_) | Value::Float(_) => Cell::Number(value.to_string()),
        Value::Boolean(answer) => text(if *answer { "yes" } else { "no" }),
        Value::Datetime(day) => day.to_string().parse().map_or_else(|_| text(&day.to_string()), Cell::Day),
        Value::Array(list) if holds == Holds::Ids => {
            text(&list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "))
        }
        Value::Array(_) | Value::Table(_) => Cell::Empty,
    }
}

fn text(words: &str) -> Cell {
    if words.is_empty() { Cell::Empty } else { Cell::Text(words.to_owned()) }
}

/// The floating-point number nearest to a ratio.
fn nearest(ratio: &Ratio) -> f64 {
    ratio.to_f64().unwrap_or_default()
}
