//! Tables of text: from a [`Book`] to files of the format CSV (RFC 4180), one a table.
//!
//! UTF-8 with the mark at its beginning by which Excel knows it, lines ended by CR LF. A cell that a spreadsheet program
//! could take for a formula gets an apostrophe before it, and so does one that begins with an apostrophe (OWASP, "CSV
//! Injection"); `import` takes it away again.

use std::borrow::Cow;

use crate::report::Book;
use crate::table::{Cell, KEYS, Table, needs_apostrophe};

use super::{Failure, Words};

/// The files, each with its name.
///
/// # Errors
/// If a word is missing.
pub fn csv(book: &Book<'_>, words: &Words) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let answers: Vec<Vec<Cell>> =
        book.sheets.iter().flat_map(|sheet| sheet.rows.iter().map(|row| row.cells.clone())).collect();
    let mut files = vec![file(Table::Answers, &answers)?];
    for (table, rows) in &book.lists {
        files.push(match table {
            Table::Particulars => file(*table, &explained(rows, words)?)?,
            _ => file(*table, rows)?,
        });
    }
    Ok(files)
}

/// The particulars with what each is.
fn explained(rows: &[Vec<Cell>], words: &Words) -> Result<Vec<Vec<Cell>>, Failure> {
    let meaning = |row: &Vec<Cell>| {
        let Some(Cell::Text(key)) = row.first() else { return Ok(row.clone()) };
        let known = KEYS.iter().find(|column| column.key == key).map_or("scales", |column| column.key);
        let meaning = Cell::Text(words.plain(&format!("particular.{known}"))?);
        Ok(row.iter().cloned().chain([meaning]).collect())
    };
    rows.iter().map(meaning).collect()
}

fn file(table: Table, rows: &[Vec<Cell>]) -> Result<(String, Vec<u8>), Failure> {
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(&mut bytes);
    let written = |fault: ::csv::Error| Failure::Workbook(fault.to_string());
    writer.write_record(table.columns().iter().map(|column| column.key)).map_err(written)?;
    for row in rows {
        let cells: Vec<Cow<'_, str>> = row.iter().map(text).collect();
        writer.write_record(cells.iter().map(|cell| cell.as_bytes())).map_err(written)?;
    }
    writer.flush().map_err(|fault| Failure::Workbook(fault.to_string()))?;
    drop(writer);
    Ok((format!("{}.csv", table.name()), bytes))
}

fn text(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Text(words) | Cell::Number(words) if needs_apostrophe(words) => Cow::Owned(format!("'{words}")),
        Cell::Text(words) | Cell::Number(words) => Cow::Borrowed(words),
        Cell::Day(day) => Cow::Owned(day.to_string()),
    }
}
