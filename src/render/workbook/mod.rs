//! A workbook for a spreadsheet program: from a [`Book`] to a file of the format XLSX.
//!
//! What people may write in is unlocked; the rest is locked, without a password. The summary computes its figures with
//! formulas from the cells with the levels; what `assess` made of the same answers stands in the file as their last
//! results, for programs that don't compute. The same book gives the same bytes.

mod answers;
mod levels;
mod lists;
mod look;
mod summary;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::{Failure, Words};
use crate::report::Book;
use crate::table::Table;
use look::Look;

/// How many rows of a list are made ready to be filled in.
const READY: u32 = 2_000;

/// The workbook of `book`, with `words` for what stands around the answers.
///
/// # Errors
/// If a word is missing, or the names of two sheets are the same.
pub fn workbook(book: &Book<'_>, words: &Words) -> Result<Vec<u8>, Failure> {
    let mut workbook = Workbook::new();
    let look = Look::new();
    workbook.set_properties(&properties(book, words)?);
    guide(workbook.add_worksheet(), words, &look)?;
    summary::write(workbook.add_worksheet(), book, words, &look)?;
    for sheet in &book.sheets {
        answers::write(workbook.add_worksheet(), sheet, book, words, &look)?;
    }
    for (table, rows) in &book.lists {
        lists::write(workbook.add_worksheet(), *table, rows, book, words, &look)?;
    }
    levels::write(workbook.add_worksheet(), book, words, &look)?;
    Ok(workbook.save_to_buffer()?)
}

impl From<XlsxError> for Failure {
    fn from(error: XlsxError) -> Self {
        Self::Workbook(error.to_string())
    }
}

/// The name of the sheet of an instrument: its id, as far as a name may be long.
fn sheet_name(id: &str) -> String {
    id.chars().take(crate::table::LONGEST_NAME).collect()
}

fn properties(book: &Book<'_>, words: &Words) -> Result<DocProperties, Failure> {
    let date = day(book.date).unwrap_or_default();
    Ok(DocProperties::new()
        .set_title(words.plain("book.title")?)
        .set_author(book.institution.as_str())
        .set_creation_datetime(&date))
}

/// A day as the format knows it; `None` before 1900.
fn day(day: chrono::NaiveDate) -> Option<ExcelDateTime> {
    use chrono::Datelike;
    let (year, month, day) =
        (u16::try_from(day.year()).ok()?, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
    ExcelDateTime::from_ymd(year, month, day).ok()
}

/// What to do with the workbook, one sentence a row.
fn guide(sheet: &mut Worksheet, words: &Words, look: &Look) -> Result<(), Failure> {
    sheet.set_name(crate::table::GUIDE)?;
    sheet.set_column_width(0, 100)?;
    sheet.write_string_with_format(0, 0, words.plain("book.title")?, &look.heading)?;
    let lines = [
        "book.how-level",
        "book.how-white",
        "book.how-lists",
        "book.how-summary",
        "book.how-dates",
        "book.how-names",
        "book.how-back",
        "book.how-internal",
    ];
    for (row, line) in (1..).zip(lines) {
        sheet.write_string_with_format(row, 0, words.plain(line)?, &look.prose)?;
    }
    page(sheet, look, 0)?;
    sheet.protect();
    Ok(())
}

/// The heading of a table, and how it is printed: across, as wide as the page, with the heading on every one.
fn page(sheet: &mut Worksheet, look: &Look, frozen_columns: u16) -> Result<(), Failure> {
    sheet.set_freeze_panes(1, frozen_columns)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_footer(look.footer);
    Ok(())
}

/// What may be done to a locked sheet: columns and rows made wider, rows filtered.
fn protect(sheet: &mut Worksheet) {
    sheet.protect_with_options(&rust_xlsxwriter::ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        use_autofilter: true,
        ..Default::default()
    });
}

/// The headings of a table.
fn headings(sheet: &mut Worksheet, table: Table, look: &Look) -> Result<(), Failure> {
    for (number, column) in (0..).zip(table.columns()) {
        let format = if column.is_open() { &look.open_heading } else { &look.heading };
        sheet.write_string_with_format(0, number, column.key, format)?;
        sheet.set_column_width(number, column.width)?;
    }
    sheet.set_row_height(0, 20)?;
    Ok(())
}
