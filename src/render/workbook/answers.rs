//! The sheet of an instrument: its items with their answers, and behind them what the summary is computed from.

use rust_xlsxwriter::{DataValidation, Formula, Worksheet};

use super::lists::{rule, told, write_cell};
use super::look::Look;
use super::{Failure, Words, headings, levels, page, protect, sheet_name};
use crate::report::{Book, Row, Sheet, Stands};
use crate::table::{BEHIND, Holds, Table};

/// What an answer counts stands in hidden columns after those of the table: their letters.
pub(super) const APPLIES: &str = "Z";
const REFERENCE: &str = "AA";
const WEIGHT: &str = "AB";
const OWN: &str = "AC";
const SCALE: &str = "AD";
pub(super) const STANDS: &str = "AE";
pub(super) const SHARE: &str = "AF";
const VALUE: &str = "AG";
pub(super) const ACHIEVED: &str = "AH";

/// The number of the first of them.
const FIRST: u16 = 25;

/// The columns of the table that formulas read.
pub(super) const ABOUT: &str = "W";
const LEVEL: &str = "D";

/// The last column that is printed.
const PRINTED: u16 = 7;

/// Writes the sheet.
pub(super) fn write(
    to: &mut Worksheet,
    sheet: &Sheet<'_>,
    book: &Book<'_>,
    words: &Words,
    look: &Look,
) -> Result<(), Failure> {
    to.set_name(sheet_name(&sheet.instrument.id))?;
    headings(to, Table::Answers, look)?;
    page(to, look, 1)?;
    let last = u32::try_from(sheet.rows.len()).unwrap_or_default();
    to.set_print_area(0, 0, last, PRINTED)?;
    for (number, column) in (0..).zip(Table::Answers.columns()) {
        let format = if column.is_open() { look.open(column.holds) } else { look.locked.clone() };
        for (at, row) in (1..).zip(&sheet.rows) {
            if let Some(cell) = row.cells.get(usize::from(number)) {
                write_cell(to, at, number, cell, &format)?;
            }
            if column.holds == Holds::Level {
                let choices = levels::choices(row.scale, row.item.may_be_not_applicable, book);
                let rule = DataValidation::new().allow_list_formula(Formula::new(choices));
                to.add_data_validation(at, number, at, number, &told(rule, column, words)?)?;
            }
        }
        if let Some(rule) = rule(column)? {
            to.add_data_validation(1, number, last.max(1), number, &told(rule, column, words)?)?;
        }
    }
    for (number, heading) in (FIRST..).zip(BEHIND) {
        to.write_string_with_format(0, number, heading, &look.heading)?;
        to.set_column_width(number, 12)?;
        to.set_column_hidden(number)?;
    }
    for (at, row) in (1..).zip(&sheet.rows) {
        counted(to, at, last + 1, row, sheet, look)?;
    }
    protect(to);
    Ok(())
}

/// The cells of a column, without the heading.
pub(super) fn range(letters: &str, last: u32) -> String {
    format!("${letters}$2:${letters}${}", last.max(2))
}

/// What the answer of row `at` counts, as formulas with their last results.
fn counted(
    to: &mut Worksheet,
    at: u32,
    last: u32,
    row: &Row<'_>,
    sheet: &Sheet<'_>,
    look: &Look,
) -> Result<(), Failure> {
    let cell = |letters: &str| format!("${letters}{}", at + 1);
    let all = |letters: &str| range(letters, last);
    let (about, level) = (format!("${ABOUT}{}", at + 1), format!("${LEVEL}{}", at + 1));
    let found =
        |column: u8| format!("VLOOKUP({}&\"|\"&TRIM({level}),{}!$A:$G,{column},FALSE)", cell(SCALE), levels::NAME);

    let reference = row.recommendation.reference.as_str();
    to.write_string_with_format(at, FIRST + 1, reference, &look.behind)?;
    to.write_number_with_format(at, FIRST + 2, row.recommendation.weight, &look.behind)?;
    to.write_number_with_format(at, FIRST + 3, row.item.weight, &look.behind)?;
    to.write_string_with_format(at, FIRST + 4, &row.scale.id, &look.behind)?;

    let counts = row.counts;
    let stands = match counts {
        None => "\"not asked\"".to_owned(),
        Some(_) => format!(
            "IF({}>0,\"{}\",IF(TRIM({level})=\"\",\"{}\",IFERROR({},\"{}\")))",
            excluded(&sheet.instrument.id, reference),
            Stands::NotApplicable,
            Stands::Unanswered,
            found(7),
            Stands::Unanswered,
        ),
    };
    let applies = format!("IF(OR({0}=\"not asked\",{0}=\"{1}\"),0,1)", cell(STANDS), Stands::NotApplicable);
    let siblings = format!(
        "SUMIFS({},{},{},{},{about},{},1)",
        all(OWN),
        all(REFERENCE),
        cell(REFERENCE),
        range(ABOUT, last),
        all(APPLIES)
    );
    let share = format!("IF({}=0,0,{}*{}/{siblings})", cell(APPLIES), cell(WEIGHT), cell(OWN));
    let value = format!("IF({}=\"{}\",{}/100,0)", cell(STANDS), Stands::Valued, found(6));
    let achieved = format!("{}*{}", cell(SHARE), cell(VALUE));

    let now = counts.map_or("not asked".to_owned(), |counts| counts.stands.to_string());
    let applies_now = counts.is_some_and(|counts| counts.stands != Stands::NotApplicable);
    let (share_now, value_now) = counts.map_or((0.0, 0.0), |counts| (counts.share, counts.value));
    let formulas = [
        (0, applies, u8::from(applies_now).to_string()),
        (5, stands, now),
        (6, share, share_now.to_string()),
        (7, value, value_now.to_string()),
        (8, achieved, (share_now * value_now).to_string()),
    ];
    for (column, formula, result) in formulas {
        let formula = Formula::new(format!("={formula}")).set_result(result);
        to.write_formula_with_format(at, FIRST + column, formula, &look.behind)?;
    }
    Ok(())
}

/// How many exclusions excuse the paragraph: of itself, also in its short spelling, or of its instrument.
fn excluded(instrument: &str, reference: &str) -> String {
    let short = reference.replace(['(', ')'], "");
    let mut names = vec![instrument.to_owned(), format!("{instrument}/{reference}")];
    if short != reference {
        names.push(format!("{instrument}/{short}"));
    }
    let count = |name: &String| format!("COUNTIF({}!$A:$A,\"{name}\")", Table::Exclusions.name());
    names.iter().map(count).collect::<Vec<_>>().join("+")
}
