//! Tables of text: from a file of the format CSV to a sheet.
//!
//! A spreadsheet program takes a cell that begins with `=`, `+`, `-` or `@` for a formula, which may run what an attacker
//! wrote. So such a cell is written with an apostrophe before it, and so is one that begins with an apostrophe; here the
//! apostrophe is taken away again.

use super::raw::{Raw, RawSheet, Room};
use crate::table::unescaped;

/// The table in `text`; `name` is the file's, if it is one of several.
pub(super) fn read(text: &str, name: Option<String>, room: &mut Room) -> RawSheet {
    let mut sheet = RawSheet { name, ..RawSheet::default() };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    for (row, record) in (0..).zip(reader.records()) {
        // The text is UTF-8, and rows may be of any length: nothing is left that could fail.
        let Ok(record) = record else { break };
        for (column, cell) in (0..).zip(&record) {
            if !cell.is_empty() && !sheet.put((row, column), Raw::Text(unescaped(cell).to_owned()), room) {
                return sheet;
            }
        }
    }
    sheet
}

/// What stands between the headings: programs write `;` or a tab where `,` stands in numbers.
fn delimiter(text: &str) -> u8 {
    let headings = text.lines().next().unwrap_or_default();
    let count = |mark: char| headings.matches(mark).count();
    [';', '\t'].into_iter().find(|mark| count(*mark) > count(',')).map_or(b',', |mark| mark as u8)
}
