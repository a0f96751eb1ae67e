//! The sheet of levels: what each means and is worth, where drop-downs and formulas look it up; and the ids of all items.

use rust_xlsxwriter::Worksheet;

use super::look::Look;
use super::{Failure, Words, page, protect};
use crate::model::{Level, Scale};
use crate::report::{Book, Stands};

/// The name of the sheet.
pub(super) const NAME: &str = crate::table::LEVELS;

/// The level that every scale has, besides its own.
const NOT_APPLICABLE: &str = "not-applicable";

const HEADINGS: [(&str, u16); 9] = [
    ("key", 34),
    ("scale", 16),
    ("level", 20),
    ("label", 26),
    ("meaning", 60),
    ("value", 8),
    ("stands", 16),
    ("item", 40),
    ("question", 60),
];

/// Writes the sheet.
pub(super) fn write(sheet: &mut Worksheet, book: &Book<'_>, words: &Words, look: &Look) -> Result<(), Failure> {
    sheet.set_name(NAME)?;
    for (column, (heading, width)) in (0..).zip(HEADINGS) {
        sheet.write_string_with_format(0, column, heading, &look.heading)?;
        sheet.set_column_width(column, width)?;
    }
    let mut row = 1;
    for scale in &book.scales {
        for level in &scale.levels {
            let texts = [level.id.as_str(), level.label.text("en"), level.meaning.text("en")];
            line(sheet, row, scale, texts, look)?;
            if let Some(value) = level.value {
                sheet.write_number_with_format(row, 5, value, &look.figure)?;
            }
            sheet.write_string_with_format(row, 6, stands(level).to_string(), &look.locked)?;
            row += 1;
        }
        if scale.level(NOT_APPLICABLE).is_none() {
            let (label, meaning) = (words.plain("book.not-applicable")?, words.plain("book.not-applicable-means")?);
            line(sheet, row, scale, [NOT_APPLICABLE, &label, &meaning], look)?;
            sheet.write_string_with_format(row, 6, Stands::NotApplicable.to_string(), &look.locked)?;
            row += 1;
        }
    }
    let items = book.sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| row.item);
    for (row, item) in (1..).zip(items) {
        sheet.write_string_with_format(row, 7, item.id.as_str(), &look.locked)?;
        sheet.write_string_with_format(row, 8, item.ask.text("en"), &look.locked)?;
    }
    page(sheet, look, 0)?;
    protect(sheet);
    Ok(())
}

/// The cells from which the level of an item of `scale` is chosen.
pub(super) fn choices(scale: &Scale, with_not_applicable: bool, book: &Book<'_>) -> String {
    let mut first = 2;
    for other in book.scales.iter().take_while(|other| other.id != scale.id) {
        first += other.levels.len() + usize::from(other.level(NOT_APPLICABLE).is_none());
    }
    let extra = usize::from(with_not_applicable && scale.level(NOT_APPLICABLE).is_none());
    format!("{NAME}!$C${first}:$C${}", first + scale.levels.len() + extra - 1)
}

/// The cells from which the item of a row is chosen.
pub(super) fn items(book: &Book<'_>) -> String {
    let count: usize = book.sheets.iter().map(|sheet| sheet.rows.len()).sum();
    format!("{NAME}!$H$2:$H${}", count.max(1) + 1)
}

fn line(sheet: &mut Worksheet, row: u32, scale: &Scale, texts: [&str; 3], look: &Look) -> Result<(), Failure> {
    let [level, label, meaning] = texts;
    let key = format!("{}|{level}", scale.id);
    for (column, text) in (0..).zip([key.as_str(), &scale.id, level, label, meaning]) {
        sheet.write_string_with_format(row, column, text, &look.locked)?;
    }
    sheet.write_blank(row, 5, &look.locked)?;
    Ok(())
}

/// What an answer on this level amounts to, as `assess` has it.
fn stands(level: &Level) -> Stands {
    match (level.maps_to.as_deref(), level.value) {
        (Some("unanswered"), _) => Stands::Unanswered,
        (Some(NOT_APPLICABLE), _) => Stands::NotApplicable,
        _ if level.id == NOT_APPLICABLE => Stands::NotApplicable,
        (_, Some(_)) => Stands::Valued,
        (_, None) => Stands::Unvalued,
    }
}
