//! The sheets beside the answers: evidence, actions, requests, exclusions, particulars.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Format, Formula, Worksheet,
};

use super::look::Look;
use super::{Failure, READY, Words, day, headings, levels, lines_of, page, protect};
use crate::report::Book;
use crate::table::{Cell, Column, ELSEWHERE, Holds, KEYS, LONGEST_TEXT, Table};

/// Writes a table. In a list, rows may be added, sorted and taken out; so it is not locked.
pub(super) fn write(
    sheet: &mut Worksheet,
    table: Table,
    rows: &[Vec<Cell>],
    book: &Book<'_>,
    words: &Words,
    look: &Look,
) -> Result<(), Failure> {
    sheet.set_name(table.name())?;
    headings(sheet, table, look)?;
    page(sheet, look, 1)?;
    if table == Table::Particulars {
        return particulars(sheet, rows, words, look);
    }
    for (number, column) in (0..).zip(table.columns()) {
        let format = if column.is_open() { look.open(column.holds) } else { look.locked.clone() };
        sheet.set_column_format(number, &format)?;
        for (row, cells) in (1..).zip(rows) {
            if let Some(cell) = cells.get(usize::from(number)) {
                write_cell(sheet, row, number, cell, &format)?;
            }
        }
        let rule = match column.key {
            "item" => Some(DataValidation::new().allow_list_formula(Formula::new(levels::items(book)))),
            _ => rule(column)?,
        };
        if let Some(rule) = rule {
            sheet.add_data_validation(1, number, READY, number, &told(rule, column, words)?)?;
        }
    }
    Ok(())
}

fn particulars(sheet: &mut Worksheet, rows: &[Vec<Cell>], words: &Words, look: &Look) -> Result<(), Failure> {
    for (row, cells) in (1..).zip(rows) {
        let [Cell::Text(key), value] = cells.as_slice() else { continue };
        let known = KEYS.iter().find(|column| column.key == key);
        let scales = KEYS.iter().find(|column| column.key == "scales");
        let Some(column) = known.or(scales) else { continue };
        write_cell(sheet, row, 0, &Cell::Text(key.clone()), &look.locked)?;
        write_cell(sheet, row, 1, value, &look.open(column.holds))?;
        if let Cell::Text(text) = value {
            sheet.set_row_height(row, (13.5 * f64::from(lines_of(text, 80)) + 3.0).min(409.0))?;
        }
        let meaning = words.plain(&format!("particular.{}", column.key))?;
        write_cell(sheet, row, 2, &Cell::Text(meaning), &look.locked)?;
        if let Some(rule) = rule(column)? {
            sheet.add_data_validation(row, 1, row, 1, &told(rule, column, words)?)?;
        }
    }
    protect(sheet);
    Ok(())
}

/// Writes what stands in a cell, as text wherever a program could take it for something else.
pub(super) fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    format: &Format,
) -> Result<(), Failure> {
    match cell {
        Cell::Empty => sheet.write_blank(row, column, format)?,
        Cell::Text(words) if words.encode_utf16().count() > LONGEST_TEXT => {
            sheet.write_string_with_format(row, column, ELSEWHERE, format)?
        }
        Cell::Text(words) => sheet.write_string_with_format(row, column, words, format)?,
        Cell::Number(number) => match number.parse::<f64>() {
            Ok(exact) if exact.is_finite() && exact.to_string() == *number => {
                sheet.write_number_with_format(row, column, exact, format)?
            }
            _ => sheet.write_string_with_format(row, column, number, format)?,
        },
        Cell::Day(written) => match day(*written) {
            Some(day) => sheet.write_datetime_with_format(row, column, &day, format)?,
            None => sheet.write_string_with_format(row, column, written.to_string(), format)?,
        },
    };
    Ok(())
}

/// What a cell of this column may hold, as far as a program can hold its users to it.
pub(super) fn rule(column: &Column) -> Result<Option<DataValidation>, Failure> {
    let rule = DataValidation::new();
    Ok(Some(match column.holds {
        Holds::Word(words) => rule.allow_list_strings(words)?,
        Holds::YesNo => rule.allow_list_strings(&["yes", "no"])?,
        Holds::Day => {
            let (first, last) = (ExcelDateTime::from_ymd(1900, 1, 1)?, ExcelDateTime::from_ymd(9999, 12, 31)?);
            rule.allow_date(DataValidationRule::Between(first, last))
        }
        Holds::Number => rule.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0)),
        _ => return Ok(None),
    }))
}

/// With what is said to somebody who typed something else.
pub(super) fn told(rule: DataValidation, column: &Column, words: &Words) -> Result<DataValidation, Failure> {
    let (title, next) = match column.holds {
        Holds::Day => ("book.no-day", "book.no-day-next"),
        Holds::Number => ("book.no-number", "book.no-number-next"),
        Holds::Level => ("book.no-level", "book.no-level-next"),
        _ if column.key == "item" => ("book.no-item", "book.no-item-next"),
        _ => ("book.no-word", "book.no-word-next"),
    };
    let rule = rule.ignore_blank(true).set_error_style(DataValidationErrorStyle::Stop);
    Ok(rule.set_error_title(words.plain(title)?)?.set_error_message(words.plain(next)?)?)
}
