//! Workbooks: from the bytes of a file of the format XLSX to its sheets.
//!
//! A workbook is a packed file, of which a small one may unpack to anything. So each part is unpacked once to be counted,
//! and its cells are taken one by one: how large a sheet says it is costs nothing.

use std::io::{Cursor, Read};

use calamine::{DataRef, Dimensions, ExcelDateTime, Reader, Xlsx, XlsxFormulaMetadata};
use chrono::NaiveDate;
use zip::ZipArchive;

use super::raw::{MOST_CELLS, Raw, RawSheet, Room};
use crate::source::CellName;

/// Most bytes that the sheets and texts of a workbook unpack to.
const UNPACKED: u64 = 32_000_000;

/// Most bytes that any other of its parts unpacks to: styles, lists of sheets.
const OTHERS: u64 = 2_000_000;

/// Most parts and most sheets.
const PARTS: usize = 2_000;
const SHEETS: usize = 200;

/// The sheets of a workbook, or why the file is none that can be read: to follow its name.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<RawSheet>, String> {
    known(bytes)?;
    counted(bytes)?;
    let damaged = |_| DAMAGED.to_owned();
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let names = workbook.sheet_names();
    if names.len() > SHEETS {
        return Err(format!("it has {} sheets, more than any answers have", names.len()));
    }
    let mut room = Room::new();
    names.into_iter().map(|name| sheet(&mut workbook, name, &mut room).ok_or_else(|| DAMAGED.to_owned())).collect()
}

const DAMAGED: &str = "it is damaged or incomplete; save it anew, or copy it again from where it came from";

/// Tells files of other formats by how they begin.
fn known(bytes: &[u8]) -> Result<(), String> {
    const OLD: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    if bytes.starts_with(OLD) {
        let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let has_password = bytes.windows(encrypted.len()).any(|window| window == encrypted);
        return Err(match has_password {
            true => "it has a password; save it without one".into(),
            false => "it is in the old format of Excel (.xls); save it as .xlsx".into(),
        });
    }
    if bytes.is_empty() {
        return Err("it is empty".into());
    }
    match bytes.starts_with(b"PK") {
        true => Ok(()),
        false => {
            Err("it is no workbook of the format .xlsx; open it in a spreadsheet program and save it as that".into())
        }
    }
}

/// Unpacks everything, keeps nothing, and stops at what no workbook of answers comes to.
fn counted(bytes: &[u8]) -> Result<(), String> {
    let mut parts = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DAMAGED.to_owned())?;
    if parts.len() > PARTS {
        return Err(format!("it has {} parts, more than any workbook of answers", parts.len()));
    }
    let mut total = 0;
    let mut unpacked = Vec::new();
    let mut has_workbook = false;
    for number in 0..parts.len() {
        let part = parts.by_index(number).map_err(|_| DAMAGED.to_owned())?;
        let name = part.name().map_err(|_| DAMAGED.to_owned())?.to_lowercase();
        has_workbook |= name == "xl/workbook.xml";
        if name == "content.xml" || name == "xl/workbook.bin" {
            let format = if name == "content.xml" { "OpenDocument" } else { ".xlsb" };
            return Err(format!("it is in the format {format}; save it as .xlsx"));
        }
        let is_sheet = name.starts_with("xl/worksheets/") || name == "xl/sharedstrings.xml";
        let most = if is_sheet { UNPACKED } else { OTHERS };
        // Pictures are not looked at.
        if !is_sheet && !name.ends_with(".xml") && !name.ends_with(".rels") {
            continue;
        }
        unpacked.clear();
        part.take(most + 1).read_to_end(&mut unpacked).map_err(|_| DAMAGED.to_owned())?;
        let length = unpacked.len() as u64;
        total += length;
        if length > most || total > UNPACKED {
            return Err(format!("it unpacks to more than {} MB, which no workbook of answers does", most / 1_000_000));
        }
        let unsound = |text: &str| promises_too_much(text) || (is_sheet && names_no_cell(text));
        if std::str::from_utf8(&unpacked).map_or(true, unsound) {
            return Err(DAMAGED.into());
        }
    }
    if has_workbook { Ok(()) } else { Err("it is packed, but no workbook of the format .xlsx".into()) }
}

/// Whether a part holds far more texts than there are cells to be read, or says that it has more of them than bytes: room
/// for them would be made before they are read.
fn promises_too_much(part: &str) -> bool {
    if part.matches("<si").take(MOST_CELLS + 1).count() > MOST_CELLS {
        return true;
    }
    let mut promised = part.match_indices("uniqueCount").map(|(at, _)| {
        let digits = part[at..].chars().skip_while(|c| !c.is_ascii_digit());
        digits.take_while(char::is_ascii_digit).count()
    });
    promised.any(|digits| digits > part.len().to_string().len())
}

/// Whether a sheet names a cell that no sheet has: the crate that reads it counts on at most three letters and seven
/// digits.
fn names_no_cell(part: &str) -> bool {
    let names =
        ["r=", "ref="].into_iter().flat_map(|key| part.match_indices(key).map(move |(at, _)| (at, at + key.len())));
    let in_tag = |at: usize| part[..at].rfind('<') > part[..at].rfind('>');
    let values = names.filter_map(|(at, start)| {
        let mark = part[start..].chars().next().filter(|mark| ['"', '\''].contains(mark))?;
        let value = part[start + 1..].split(mark).next()?;
        // Not the end of another attribute's name.
        let is_whole = part[..at].ends_with(|c: char| c.is_ascii_whitespace());
        (is_whole && in_tag(at)).then_some(value)
    });
    let long = |run: &str| run.len() > if run.starts_with(|c: char| c.is_ascii_digit()) { 7 } else { 3 };
    let runs = |value: &str| {
        let mut rest = value;
        while let Some(first) = rest.chars().next() {
            let end = rest.find(|c: char| c.is_ascii_digit() != first.is_ascii_digit()).unwrap_or(rest.len());
            if long(rest[..end].trim_matches([':', '$', ' '])) {
                return true;
            }
            rest = &rest[end..];
        }
        false
    };
    { values }.any(runs)
}

/// One sheet; `None` if it is damaged.
fn sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: String, room: &mut Room) -> Option<RawSheet> {
    let mut sheet = RawSheet { name: Some(name.clone()), ..RawSheet::default() };
    {
        // A sheet of charts has no cells.
        let Ok(mut cells) = workbook.worksheet_cells_reader(&name) else { return Some(sheet) };
        // In this way formulas are told, but not expanded, which a hostile one could make endless.
        while let Some(cell) = cells.next_cell_with_formula_metadata().ok()? {
            // A formula without a result is no empty cell.
            let value = raw(&cell.value).or_else(|| cell.formula.map(|formula| Raw::Fault(shown(&formula))));
            if value.is_some_and(|value| !sheet.put(cell.pos, value, room)) {
                break;
            }
        }
    }
    let merged = workbook.merge_cells_by_sheet_name(&name).ok()?;
    sheet.merged = merged.into_iter().take(1_000).map(|cells| (cells.start, range(&cells))).collect();
    Some(sheet)
}

fn range(cells: &Dimensions) -> String {
    let name = |at| CellName { sheet: None, at: Some(at) }.address().unwrap_or_default();
    format!("{} to {}", name(cells.start), name(cells.end))
}

/// What a cell holds; `None` for nothing.
fn raw(value: &DataRef<'_>) -> Option<Raw> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::String(text) => words(text)?,
        DataRef::SharedString(text) => words(text)?,
        DataRef::Int(number) => Raw::Number(*number as f64),
        DataRef::Float(number) => Raw::Number(*number),
        DataRef::Bool(answer) => Raw::YesNo(*answer),
        DataRef::DateTime(when) => day(when).map_or_else(|| Raw::Number(when.as_f64()), Raw::Day),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            let day = text.get(..10).and_then(|day| day.parse().ok());
            day.map_or_else(|| Raw::Text(text.clone()), Raw::Day)
        }
        DataRef::Error(fault) => Raw::Fault(fault.to_string()),
        #[allow(unreachable_patterns, reason = "the kinds may grow")]
        _ => return None,
    })
}

/// A formula as it is typed, the beginning of a long one.
fn shown(formula: &XlsxFormulaMetadata) -> String {
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => {
            format!("={}", formula.chars().take(100).collect::<String>())
        }
        _ => "=".into(),
    }
}

fn words(text: &str) -> Option<Raw> {
    (!text.is_empty()).then(|| Raw::Text(text.to_owned()))
}

/// The day of a date, with or without a time.
fn day(when: &ExcelDateTime) -> Option<NaiveDate> {
    if !when.is_datetime() || !(1.0..3_000_000.0).contains(&when.as_f64()) {
        return None;
    }
    let (year, month, day, ..) = when.to_ymd_hms_milli();
    NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())
}
