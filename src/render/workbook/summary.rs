//! The summary: coverage, implementation and bounds by group and instrument, computed from the sheets of answers.

use rust_xlsxwriter::{Formula, Worksheet};

use super::answers::{ABOUT, ACHIEVED, APPLIES, SHARE, STANDS, range};
use super::look::Look;
use super::{Failure, Words, page, protect, sheet_name};
use crate::report::{Book, Scored, Stands};

/// Heading and width of each column. From the eleventh on stands what the others are made of.
const HEADINGS: [(&str, u16); 18] = [
    ("book.group", 14),
    ("book.instrument", 34),
    ("book.asked", 11),
    ("book.apply", 11),
    ("book.answered", 11),
    ("book.rated", 11),
    ("book.coverage", 13),
    ("book.implementation", 17),
    ("book.lower", 12),
    ("book.upper", 12),
    ("book.coverage-exact", 16),
    ("book.implementation-exact", 16),
    ("book.lower-exact", 16),
    ("book.upper-exact", 16),
    ("book.sum-apply", 12),
    ("book.sum-answered", 12),
    ("book.sum-rated", 12),
    ("book.sum-achieved", 12),
];

/// Writes the sheet. The first row of a group adds up those below it.
pub(super) fn write(sheet: &mut Worksheet, book: &Book<'_>, words: &Words, look: &Look) -> Result<(), Failure> {
    sheet.set_name(crate::table::SUMMARY)?;
    for (column, (heading, width)) in (0..).zip(HEADINGS) {
        sheet.write_string_with_format(0, column, words.plain(heading)?, &look.heading.clone().set_text_wrap())?;
        sheet.set_column_width(column, width)?;
    }
    for (at, scored) in (1..).zip(&book.figures) {
        let total = scored.instrument.is_none();
        let (label, figure) = if total { (&look.total, &look.total_figure) } else { (&look.locked, &look.figure) };
        let name = match scored.instrument {
            Some(instrument) => instrument.short_title.text("en").to_owned(),
            None => words.plain("book.all")?,
        };
        sheet.write_string_with_format(at, 0, words.plain(&format!("group.{}", scored.group))?, label)?;
        sheet.write_string_with_format(at, 1, name, label)?;
        let sums = sums(scored, at, book);
        let results = scored.counts.map(|count| count.to_string()).into_iter();
        let results: Vec<String> = results.chain(scored.sums.map(|sum| sum.to_string())).collect();
        for ((column, formula), result) in COLUMNS.into_iter().zip(sums).zip(results) {
            let format = if column < 10 { figure } else { &look.behind };
            sheet.write_formula_with_format(at, column, computed(&formula, result), format)?;
        }
        ratios(sheet, at, scored, figure, look)?;
    }
    let last = u32::try_from(book.figures.len()).unwrap_or_default();
    sheet.write_string_with_format(last + 2, 1, words.plain("book.summary-note")?, &look.prose)?;
    page(sheet, look, 2)?;
    sheet.set_print_area(0, 0, last + 2, 9)?;
    protect(sheet);
    Ok(())
}

/// The columns of the counts and sums.
const COLUMNS: [u16; 8] = [2, 3, 4, 5, 14, 15, 16, 17];

/// The formulas of the counts and sums.
fn sums(scored: &Scored<'_>, at: u32, book: &Book<'_>) -> [String; 8] {
    let Some(instrument) = scored.instrument else {
        let below = book.figures.iter().filter(|other| other.group == scored.group && other.instrument.is_some());
        let (first, last) = (at + 2, at + 1 + u32::try_from(below.count()).unwrap_or_default());
        return COLUMNS.map(|column| format!("SUM({0}{first}:{0}{last})", letter(column)));
    };
    let rows =
        book.sheets.iter().find(|sheet| sheet.instrument.id == instrument.id).map_or(0, |sheet| sheet.rows.len());
    let last = u32::try_from(rows).unwrap_or_default() + 1;
    let cells = |letters: &str| format!("'{}'!{}", sheet_name(&instrument.id), range(letters, last));
    let about = format!("{},\"{}\"", cells(ABOUT), scored.group);
    let standing = |stands: &str| format!("{about},{},\"{stands}\"", cells(STANDS));
    let (valued, unvalued) = (standing(&Stands::Valued.to_string()), standing(&Stands::Unvalued.to_string()));
    let (share, achieved) = (cells(SHARE), cells(ACHIEVED));
    [
        format!("COUNTIFS({})", standing("<>not asked")),
        format!("COUNTIFS({about},{},1)", cells(APPLIES)),
        format!("COUNTIFS({valued})+COUNTIFS({unvalued})"),
        format!("COUNTIFS({valued})"),
        format!("SUMIFS({share},{about})"),
        format!("SUMIFS({share},{valued})+SUMIFS({share},{unvalued})"),
        format!("SUMIFS({share},{valued})"),
        format!("SUMIFS({achieved},{about})"),
    ]
}

/// The ratios, exact in the columns behind and as a reader sees them in front.
fn ratios(
    sheet: &mut Worksheet,
    at: u32,
    scored: &Scored<'_>,
    figure: &rust_xlsxwriter::Format,
    look: &Look,
) -> Result<(), Failure> {
    let row = at + 1;
    let [apply, answered, rated, achieved] = [14, 15, 16, 17].map(|column| format!("{}{row}", letter(column)));
    let exact = [
        format!("IF({apply}=0,\"—\",{answered}/{apply})"),
        format!("IF({rated}=0,\"—\",{achieved}/{rated})"),
        format!("IF({apply}=0,\"—\",{achieved}/{apply})"),
        format!("IF({apply}=0,\"—\",({achieved}+{apply}-{rated})/{apply})"),
    ];
    for ((number, formula), ratio) in (0..).zip(exact).zip(scored.ratios) {
        let (value, percent) = match ratio {
            Some((value, percent)) => (value.to_string(), percent.to_string()),
            None => ("—".to_owned(), "—".to_owned()),
        };
        let behind = format!("{}{row}", letter(10 + number));
        sheet.write_formula_with_format(at, 10 + number, computed(&formula, value), &look.behind)?;
        sheet.write_formula_with_format(at, 6 + number, computed(&shown(&behind), percent), figure)?;
    }
    Ok(())
}

/// A ratio as whole percent, half up; none and all only where they are exact. See [`Percent`](crate::assess::Percent).
fn shown(cell: &str) -> String {
    format!(
        "IF(NOT(ISNUMBER({cell})),\"—\",IF(ROUND({cell},9)=0,\"0\u{a0}%\",IF(ROUND({cell},9)=1,\"100\u{a0}%\",\
         IF(ROUND({cell},9)<0.005,\"<1\u{a0}%\",IF(ROUND({cell},9)>=0.995,\">99\u{a0}%\",\
         INT(ROUND({cell}*100,7)+0.5)&\"\u{a0}%\")))))"
    )
}

fn computed(formula: &str, result: String) -> Formula {
    Formula::new(format!("={formula}")).set_result(result)
}

fn letter(column: u16) -> char {
    char::from(b'A' + u8::try_from(column).unwrap_or_default())
}
