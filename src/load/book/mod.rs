//! Spreadsheets: from a workbook, a table or a folder of tables, as `export` wrote them and people changed them, to
//! answers as written.
//!
//! `xlsx` and `csv` read cells, `rows` makes values of them, `said` the text of a responses file, which is then read like
//! any other. Problems of form have the cell, its content and the next step (`notes`); the others come from the reading.

mod csv;
mod notes;
mod raw;
mod rows;
mod said;
mod xlsx;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::evidence::{self, Hashing, Meter};
use super::files::{RawFile, reason};
use super::{Failure, responses, written};
use crate::model::{ItemId, Rules, ScaleChoice};
use crate::problem::{Fact, Problems, nearest};
use crate::source::{CellName, FileNumber, Source, Sources};
use crate::table::{GUIDE, KEYS, LEVELS, LONGEST_NAME, SUMMARY, Table};
use notes::Notes;
use raw::{RawSheet, Room};
use rows::Row;
use said::Said;

/// Largest file read, in bytes.
const LARGEST: u64 = 20_000_000;

/// What a spreadsheet says.
#[derive(Debug)]
pub struct Book {
    /// The answers, with the cells as places.
    pub responses: written::Responses,
    /// What stands in cells that don't fit.
    pub notes: FileNumber,
    /// The same as the text of a responses file.
    pub text: FileNumber,
    /// Answered items of the file which the sheets have no row for.
    pub left: Vec<String>,
    /// Whether it says who answers and for when.
    pub has_particulars: bool,
}

/// Reads the spreadsheet at `path`. What it doesn't speak of is what `base` says, the file that it is imported into;
/// evidence is looked up in `folder`.
///
/// # Errors
/// If it can't be read, or is no spreadsheet of ours.
pub fn book(
    path: &Path,
    base: Option<&toml::Table>,
    folder: &Path,
    rules: &Rules,
    sources: &mut Sources,
    problems: &Problems,
) -> Result<Book, Failure> {
    let opened = open(path)?;
    let number = sources.add(Source::new("", "", b""));
    let mut notes = Notes::new(number, problems);
    let mut said = Said::default();
    for (sheet, table) in recognised(&opened, rules, &mut notes, path)? {
        let columns = rows::headings(sheet, table, &mut notes);
        broken(sheet, &mut notes);
        let rows = rows::rows(sheet, table, &columns, &mut notes);
        said.tables.entry(table).or_default().extend(rows);
    }
    if opened.is_workbook {
        missing(&said, &opened, &mut notes);
    }
    once(&mut said, Table::Answers, "id", &mut notes, |id| Fact::AnsweredTwice { item: id });
    particulars(&said, &mut notes);
    chosen(&mut said, rules);
    let has_particulars = said.tables.contains_key(&Table::Particulars);
    let said = said.text(base);
    for (column, cell) in &said.elsewhere {
        notes.add(Fact::TextElsewhere { column: column.clone() }, cell, "");
    }
    sources.replace(number, notes.finish(&opened.name));
    let text = sources.add(Source::of_cells(&opened.name, said.text, &opened.bytes, said.cells));
    let found = Problems::default();
    let mut responses = responses::read(&[Some(text)], folder, sources, &found);
    evidence::hash(&mut responses, Hashing { all: false, meter: &Meter::default() });
    // What is missing was told by its cell.
    problems.take_over(found, |problem| !matches!(problem.fact, Fact::MissingKey(_)));
    Ok(Book { responses, notes: number, text, left: said.left, has_particulars })
}

/// A spreadsheet as it was read.
struct Opened {
    name: String,
    bytes: Vec<u8>,
    sheets: Vec<RawSheet>,
    is_workbook: bool,
}

fn open(path: &Path) -> Result<Opened, Failure> {
    let name = path.to_string_lossy().replace('\\', "/");
    if path.is_dir() {
        let mut sheets = Vec::new();
        let mut room = Room::new();
        for file in csv_files(path)? {
            sheets.push(csv::read(&table_text(&file)?, Some(file.file_name().to_owned()), &mut room));
        }
        return Ok(Opened { name, bytes: Vec::new(), sheets, is_workbook: false });
    }
    let file = read(path)?;
    if name.to_lowercase().ends_with(".csv") {
        let sheets = vec![csv::read(&table_text(&file)?, None, &mut Room::new())];
        return Ok(Opened { name, bytes: file.bytes, sheets, is_workbook: false });
    }
    let sheets = xlsx::read(&file.bytes).map_err(|why| Failure::Unreadable { path: path.to_owned(), why })?;
    Ok(Opened { name, bytes: file.bytes, sheets, is_workbook: true })
}

fn read(path: &Path) -> Result<RawFile, Failure> {
    let unreadable = |why: String| Failure::Unreadable { path: path.to_owned(), why };
    let about = fs::metadata(path).map_err(|error| unreadable(reason(&error)))?;
    if !about.is_file() {
        return Err(unreadable("it is not a file".into()));
    }
    if about.len() > LARGEST {
        return Err(unreadable(format!("it is larger than {} MB, which no answers are", LARGEST / 1_000_000)));
    }
    let bytes = fs::read(path).map_err(|error| unreadable(reason(&error)))?;
    Ok(RawFile { name: path.to_string_lossy().replace('\\', "/"), bytes, size: about.len(), built_in: false })
}

fn csv_files(folder: &Path) -> Result<Vec<RawFile>, Failure> {
    let unreadable = |error: std::io::Error| Failure::Unreadable { path: folder.to_owned(), why: reason(&error) };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    match paths.is_empty() {
        true => Err(Failure::Unreadable { path: folder.to_owned(), why: "there is no .csv file in it".into() }),
        false => paths.iter().map(|path| read(path)).collect(),
    }
}

/// The text of a table, which must be UTF-8.
fn table_text(file: &RawFile) -> Result<String, Failure> {
    let text = file.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&file.bytes);
    let wrong = || Failure::Unreadable {
        path: file.name.clone().into(),
        why: "it is not in UTF-8; save it as \"CSV UTF-8\"".into(),
    };
    let text = std::str::from_utf8(text).map_err(|_| wrong())?;
    if text.contains('\0') { Err(wrong()) } else { Ok(text.to_owned()) }
}

/// The sheets that hold answers, each with its table. Other sheets are told.
fn recognised<'s>(
    opened: &'s Opened,
    rules: &Rules,
    notes: &mut Notes<'_>,
    path: &Path,
) -> Result<Vec<(&'s RawSheet, Table)>, Failure> {
    let mut known = Vec::new();
    for sheet in &opened.sheets {
        let meant = table_by_headings(sheet);
        let name = sheet.name.as_deref().unwrap_or_default();
        let table = if opened.is_workbook { table_by_name(name, rules) } else { meant };
        let whole = CellName { sheet: sheet.name.clone(), at: None };
        match (table, meant) {
            (Some(table), _) => known.push((sheet, table)),
            (None, _) if [GUIDE, SUMMARY, LEVELS].contains(&name) => {}
            (None, Some(table)) => {
                let meant = match table {
                    Table::Answers => instrument_in(sheet).filter(|id| opened.sheet(id).is_none()),
                    table => Some(table.name().to_owned()).filter(|name| opened.sheet(name).is_none()),
                };
                notes.add(Fact::SheetRenamed { sheet: name.to_owned(), meant }, &whole, "");
            }
            (None, None) => notes.add(Fact::SheetUnread { sheet: name.to_owned() }, &whole, ""),
        }
    }
    if known.is_empty() && notes.is_calm() {
        let why = match opened.is_workbook {
            true => "none of its sheets is one that `rapporteur export` writes",
            false => "its first row has none of the headings that `rapporteur export` writes",
        };
        return Err(Failure::Unreadable { path: path.to_owned(), why: why.into() });
    }
    Ok(known)
}

fn table_by_name(name: &str, rules: &Rules) -> Option<Table> {
    use strum::IntoEnumIterator;
    let list = Table::iter().find(|table| *table != Table::Answers && table.name() == name);
    let cut = |id: &str| id.chars().take(LONGEST_NAME).collect::<String>();
    let answers = rules.instrument_ids().any(|id| cut(id) == name);
    list.or(answers.then_some(Table::Answers))
}

/// The table of which the first row has most headings: its first and one more at least.
fn table_by_headings(sheet: &RawSheet) -> Option<Table> {
    use strum::IntoEnumIterator;
    let row = sheet.rows.iter().find(|row| row.number == 0)?;
    let headings: Vec<String> = row.cells.iter().map(|(_, cell)| cell.shown().trim().to_owned()).collect();
    let hits =
        |table: &Table| table.columns().iter().filter(|column| headings.contains(&column.key.to_owned())).count();
    let first = |table: &Table| table.columns().first().is_some_and(|column| headings.contains(&column.key.to_owned()));
    Table::iter().filter(|table| first(table) && hits(table) > 1).max_by_key(hits)
}

/// The instrument of the first id in a sheet of answers.
fn instrument_in(sheet: &RawSheet) -> Option<String> {
    let row = sheet.rows.iter().find(|row| row.number > 0)?;
    let id = row.cells.iter().find_map(|(_, cell)| ItemId::parse(cell.shown().trim()))?;
    Some(id.instrument().to_owned())
}

impl Opened {
    fn sheet(&self, name: &str) -> Option<&RawSheet> {
        self.sheets.iter().find(|sheet| sheet.name.as_deref() == Some(name))
    }
}

/// Notes merged cells, and where a sheet was too long to be read.
fn broken(sheet: &RawSheet, notes: &mut Notes<'_>) {
    for (first, cells) in &sheet.merged {
        let cell = CellName { sheet: sheet.name.clone(), at: Some(*first) };
        let shown = sheet.rows.iter().find(|row| row.number == first.0).and_then(|row| row.get(first.1));
        notes.add(Fact::CellsMerged { cells: cells.clone() }, &cell, &shown.map(raw::Raw::shown).unwrap_or_default());
    }
    if let Some((row, column)) = sheet.cut {
        let cell = CellName { sheet: sheet.name.clone(), at: Some((row, column)) };
        notes.add(Fact::SheetTooLong { last: row }, &cell, "");
    }
}

/// Notes the sheets that a workbook lacks.
fn missing(said: &Said, opened: &Opened, notes: &mut Notes<'_>) {
    use strum::IntoEnumIterator;
    let mut lacks: Vec<String> = Vec::new();
    let rows = said.tables.get(&Table::Particulars).into_iter().flatten();
    let listed = rows.filter(|row| row.text("key") == "instruments").filter_map(|row| row.get("value")?.as_array());
    for id in listed.flatten().filter_map(toml::Value::as_str) {
        let id = id.split('@').next().unwrap_or_default();
        let name: String = id.chars().take(LONGEST_NAME).collect();
        if opened.sheet(&name).is_none() {
            lacks.push(name);
        }
    }
    let lists = Table::iter().filter(|table| *table != Table::Answers).map(Table::name);
    lacks.extend(lists.filter(|name| opened.sheet(name).is_none()).map(str::to_owned));
    for sheet in lacks {
        notes.add(Fact::SheetMissing { sheet }, &CellName::default(), "");
    }
}

/// Notes what the particulars lack, and keys that nobody knows.
fn particulars(said: &Said, notes: &mut Notes<'_>) {
    let Some(rows) = said.tables.get(&Table::Particulars) else { return };
    let of = |key: &str| rows.iter().find(|row| row.text("key") == key);
    for column in KEYS.iter().filter(|column| column.needed) {
        let row: Option<&Row> = of(column.key);
        if row.is_none_or(|row| row.get("value").is_none()) && !notes.has(row.map(|row| &row.cell)) {
            let cell = row.map_or_else(CellName::default, |row| row.cell.clone());
            notes.add(Fact::CellEmpty { column: column.key.to_owned() }, &cell, column.key);
        }
    }
    for row in rows.iter().filter(|row| !row.text("key").starts_with("scales.")) {
        let key = row.text("key");
        if KEYS.iter().all(|column| column.key != key) {
            let known: Vec<String> = KEYS.iter().map(|column| column.key.to_owned()).collect();
            let nearest = nearest(key, known.iter().map(String::as_str)).map(str::to_owned);
            let table = "the sheet `particulars`".to_owned();
            notes.add(Fact::UnknownKey { key: key.to_owned(), table, nearest, known }, row.cell_of("key"), key);
        }
    }
}

/// Takes rows out whose id another row has already, with a note.
fn once(said: &mut Said, table: Table, key: &str, notes: &mut Notes<'_>, fact: impl Fn(ItemId) -> Fact) {
    let mut seen: BTreeMap<String, CellName> = BTreeMap::new();
    if let Some(rows) = said.tables.get_mut(&table) {
        rows.retain(|row| {
            let id = ItemId::parse(row.text(key)).map_or_else(|| row.text(key).to_owned(), |id| id.to_string());
            let cell = row.cell_of(key);
            let Some(first) = seen.get(&id) else {
                seen.insert(id, cell.clone());
                return true;
            };
            if let Some(item) = ItemId::parse(&id) {
                notes.add_related(fact(item), cell, first, &id);
            }
            false
        });
    }
}

/// Takes the label of a level for its id.
fn chosen(said: &mut Said, rules: &Rules) {
    for row in said.tables.get_mut(&Table::Answers).into_iter().flatten() {
        let Some((_, _, item)) = ItemId::parse(row.text("id")).and_then(|id| rules.item(&id)) else { continue };
        let own = rules.scale_of(item, Some(row.text("scale")), &ScaleChoice::default());
        let others = rules.scales.iter().filter(|scale| scale.fits_in_place_of(&item.scale));
        let scales: Vec<_> = own.into_iter().chain(others).collect();
        let given = row.text("level").to_owned();
        if given.is_empty() || scales.iter().any(|scale| scale.level(&given).is_some()) {
            continue;
        }
        let levels = scales.iter().flat_map(|scale| &scale.levels);
        let meant = levels.into_iter().find(|level| {
            level.id.eq_ignore_ascii_case(&given) || level.label.text("en").to_lowercase() == given.to_lowercase()
        });
        let meant = meant.map(|level| level.id.clone());
        let meant = meant.or_else(|| given.eq_ignore_ascii_case("not applicable").then(|| "not-applicable".into()));
        if let Some(meant) = meant {
            row.set("level", toml::Value::String(meant));
        }
    }
}
