//! From the cells of a sheet to rows of values, each with its cell; what doesn't fit is noted.

use std::collections::BTreeMap;

use toml::Value;

use super::notes::Notes;
use super::raw::{Raw, RawRow, RawSheet};
use crate::problem::{Fact, Kind};
use crate::source::CellName;
use crate::table::{Column, Holds, Table};

/// The values of a row by the keys of their columns.
#[derive(Debug, Default, Clone)]
pub(super) struct Row {
    /// The first cell.
    pub(super) cell: CellName,
    /// Keys, values, and the cells they come from.
    pub(super) values: Vec<(String, Value, CellName)>,
}

impl Row {
    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.values.iter().find(|(known, _, _)| known == key).map(|(_, value, _)| value)
    }

    /// The text of a key, or "".
    pub(super) fn text(&self, key: &str) -> &str {
        self.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    /// The cell that a key's value comes from, or the first of the row.
    pub(super) fn cell_of(&self, key: &str) -> &CellName {
        self.values.iter().find(|(known, _, _)| known == key).map_or(&self.cell, |(_, _, cell)| cell)
    }

    /// Gives a key that is there another value.
    pub(super) fn set(&mut self, key: &str, value: Value) {
        self.values.iter_mut().filter(|(known, _, _)| known == key).for_each(|(_, old, _)| *old = value.clone());
    }

    /// Takes a value out.
    pub(super) fn take(&mut self, key: &str) {
        self.values.retain(|(known, _, _)| known != key);
    }
}

/// The columns of a sheet by the keys of `table`; `None` if the first row has no heading of it.
pub(super) fn headings(sheet: &RawSheet, table: Table, notes: &mut Notes<'_>) -> BTreeMap<u32, &'static Column> {
    let mut found: BTreeMap<u32, &'static Column> = BTreeMap::new();
    for (number, heading) in sheet.rows.iter().filter(|row| row.number == 0).flat_map(|row| &row.cells) {
        let (heading, cell) = (heading.shown(), at(sheet, 0, *number));
        let Some(column) = table.column(heading.trim()) else {
            // The columns behind the answers, which formulas need, are ours too.
            if !crate::table::BEHIND.contains(&heading.as_str()) {
                notes.add(Fact::ColumnUnread { column: heading.trim().to_owned() }, &cell, &heading);
            }
            continue;
        };
        if found.values().any(|other| other.key == column.key) {
            notes.add(Fact::GivenTwice { what: format!("the column `{}`", column.key) }, &cell, &heading);
            continue;
        }
        found.insert(*number, column);
    }
    let is_there = |column: &Column| found.values().any(|other| other.key == column.key);
    let lacks = |column: &&Column| column.holds != Holds::Shown && !column.later && !is_there(column);
    let columns: Vec<String> = table.columns().iter().filter(lacks).map(|column| column.key.to_owned()).collect();
    if !columns.is_empty() {
        let shown = sheet.rows.first().and_then(|row| row.get(0)).map(Raw::shown).unwrap_or_default();
        notes.add(Fact::ColumnMissing { columns }, &at(sheet, 0, 0), &shown);
    }
    found
}

/// The rows below the headings that hold something to be read.
pub(super) fn rows(
    sheet: &RawSheet,
    table: Table,
    columns: &BTreeMap<u32, &'static Column>,
    notes: &mut Notes<'_>,
) -> Vec<Row> {
    let below = sheet.rows.iter().filter(|row| row.number > 0);
    below.filter_map(|raw| one(sheet, table, raw, columns, notes)).collect()
}

fn one(
    sheet: &RawSheet,
    table: Table,
    raw: &RawRow,
    columns: &BTreeMap<u32, &'static Column>,
    notes: &mut Notes<'_>,
) -> Option<Row> {
    let first = columns.keys().next().copied().unwrap_or_default();
    let mut row = Row { cell: at(sheet, raw.number, first), ..Row::default() };
    let mut is_open = false;
    for (number, column) in columns.iter().filter(|(_, column)| column.holds != Holds::Shown) {
        let Some(given) = raw.get(*number) else { continue };
        let cell = at(sheet, raw.number, *number);
        is_open |= column.is_open();
        // What the particulars hold depends on their row.
        let holds =
            if table == Table::Particulars && column.key == "value" { held(raw, columns) } else { column.holds };
        match value(given, holds) {
            Ok(Some(value)) => row.values.push((column.key.to_owned(), value, cell)),
            Ok(None) => {}
            Err(wanted) => {
                let key = if table == Table::Particulars { key_of(raw, columns) } else { column.key.to_owned() };
                let (given, found) = (given.shown(), kind(given));
                let line = given.trim().lines().next().unwrap_or_default().to_owned();
                notes.add(Fact::CellUnfit { column: key, wanted, given: line, found }, &cell, &given);
            }
        }
    }
    if row.values.is_empty() {
        return None;
    }
    let named = table.columns().first().map_or("", |column| column.key);
    if matches!(table, Table::Answers | Table::Particulars) && row.get(named).is_none() {
        if is_open {
            let (_, shown, cell) = &row.values[0];
            notes.add(Fact::RowUnnamed, cell, shown.as_str().unwrap_or_default());
        }
        return None;
    }
    for (number, column) in columns.iter().filter(|(_, column)| column.needed) {
        let unfit = raw.get(*number).is_some_and(|given| value(given, column.holds).is_err());
        let blank = row.get(column.key).and_then(Value::as_str).is_some_and(|text| text.trim().is_empty());
        if (row.get(column.key).is_none() || blank) && !unfit {
            notes.add(Fact::CellEmpty { column: column.key.to_owned() }, &at(sheet, raw.number, *number), "");
        }
    }
    Some(row)
}

/// The key of a row of the particulars.
fn key_of(raw: &RawRow, columns: &BTreeMap<u32, &'static Column>) -> String {
    let number = columns.iter().find(|(_, column)| column.key == "key").map(|(number, _)| *number);
    number.and_then(|number| raw.get(number)).map(Raw::shown).unwrap_or_default().trim().to_owned()
}

fn held(raw: &RawRow, columns: &BTreeMap<u32, &'static Column>) -> Holds {
    let key = key_of(raw, columns);
    let known = crate::table::KEYS.iter().find(|column| column.key == key);
    known.map_or(Holds::Plain, |column| column.holds)
}

fn at(sheet: &RawSheet, row: u32, column: u32) -> CellName {
    CellName { sheet: sheet.name.clone(), at: Some((row, column)) }
}

/// What a cell says, `None` if nothing; or what it should hold instead.
fn value(given: &Raw, holds: Holds) -> Result<Option<Value>, Kind> {
    let trimmed = match given {
        Raw::Text(text) => crate::problem::without_spaces(text),
        _ => "",
    };
    let text = |text: &str| Ok((!text.is_empty()).then(|| Value::String(text.to_owned())));
    match (holds, given) {
        (Holds::Text, Raw::Text(whole)) => text(whole),
        (Holds::Text, Raw::Number(number)) => text(&number.to_string()),
        (Holds::Day, Raw::Day(day)) => Ok(day.to_string().parse().ok().map(Value::Datetime)),
        (Holds::YesNo, Raw::YesNo(answer)) => Ok(Some(Value::Boolean(*answer))),
        (Holds::Number | Holds::Figure, Raw::Number(number)) => match whole(*number) {
            Some(number) => Ok(Some(Value::Integer(number))),
            None if holds == Holds::Figure => Ok(Some(Value::Float(*number))),
            None => Err(Kind::Number),
        },
        (Holds::Day, Raw::Text(_)) => match trimmed.parse::<chrono::NaiveDate>() {
            _ if trimmed.is_empty() => Ok(None),
            Ok(day) => Ok(day.to_string().parse().ok().map(Value::Datetime)),
            Err(_) => Err(Kind::Date),
        },
        (Holds::Number, Raw::Text(_)) => match trimmed.parse() {
            _ if trimmed.is_empty() => Ok(None),
            Ok(number) => Ok(Some(Value::Integer(number))),
            Err(_) => Err(Kind::Number),
        },
        (Holds::Figure, Raw::Text(whole)) => Ok(number(whole).or_else(|| text(whole).ok()?)),
        (Holds::YesNo, Raw::Text(_)) => match trimmed.to_lowercase().as_str() {
            "" => Ok(None),
            "yes" | "true" => Ok(Some(Value::Boolean(true))),
            "no" | "false" => Ok(Some(Value::Boolean(false))),
            _ => Err(Kind::YesNo),
        },
        (Holds::Ids, Raw::Text(_)) => {
            let ids = trimmed.split([',', ';', '\n']).map(crate::problem::without_spaces).filter(|id| !id.is_empty());
            Ok(Some(Value::Array(ids.map(|id| Value::String(id.to_owned())).collect())))
        }
        (Holds::Word(words), Raw::Text(_)) => {
            let meant = words.iter().find(|word| word.eq_ignore_ascii_case(trimmed));
            text(meant.map_or(trimmed, |word| word))
        }
        (Holds::Name | Holds::Plain | Holds::Level, Raw::Text(_)) => text(trimmed),
        (Holds::Name | Holds::Plain | Holds::Level | Holds::Word(_), Raw::Number(number)) => text(&number.to_string()),
        (Holds::Shown, _) => Ok(None),
        (Holds::Day, _) => Err(Kind::Date),
        (Holds::Number, _) => Err(Kind::Number),
        (Holds::YesNo, _) => Err(Kind::YesNo),
        _ => Err(Kind::Text),
    }
}

/// A whole number that a floating-point number holds exactly.
fn whole(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (number.fract() == 0.0 && number.abs() < EXACT).then(|| format!("{number:.0}").parse().ok())?
}

/// A text that a responses file can hold as a number, as it stands.
fn number(text: &str) -> Option<Value> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte));
    let parsed: Option<toml::Table> = plain.then(|| format!("n = {text}").parse().ok())?;
    let value = parsed?.remove("n")?;
    // What would be written otherwise is kept as words.
    (matches!(value, Value::Integer(_) | Value::Float(_)) && value.to_string() == text).then_some(value)
}

fn kind(given: &Raw) -> Kind {
    match given {
        Raw::Text(_) => Kind::Text,
        Raw::Number(_) => Kind::Number,
        Raw::Day(_) => Kind::Date,
        Raw::YesNo(_) => Kind::YesNo,
        Raw::Fault(_) => Kind::Fault,
    }
}
