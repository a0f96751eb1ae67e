//! Words about what can be wrong in a spreadsheet: message, label and next step.

use super::forms::list;
use super::{Fact, Kind};

/// The words of a fact about a sheet, a column or a cell.
pub(super) fn of_sheet(fact: &Fact) -> (String, String, String) {
    match fact {
        Fact::SheetRenamed { sheet, meant } => (
            format!("the sheet `{sheet}` holds answers, but has another name than it was given"),
            String::new(),
            match meant {
                Some(meant) => format!("name it `{meant}` again; or delete it, if it is a copy of your own"),
                None => {
                    "give it the id of its resolution as its name; or delete it, if it is a copy of your own".into()
                }
            },
        ),
        Fact::SheetUnread { sheet } => (
            format!("the sheet `{sheet}` is none of ours, and is not read"),
            String::new(),
            "if it holds answers, copy them into the sheets that were exported".into(),
        ),
        Fact::SheetMissing { sheet } => (
            format!("there is no sheet `{sheet}`"),
            String::new(),
            "what the responses file says there stays as it is; to change it, export anew".into(),
        ),
        Fact::SheetTooLong { last } => (
            format!("there are more rows or words than any answers have; nothing is read from row {} on", last + 1),
            "not read from here on".into(),
            "delete the rows that hold no answers".into(),
        ),
        Fact::ColumnMissing { columns } => (
            match columns.as_slice() {
                [column] => format!("there is no column `{column}`"),
                _ => format!("there are no columns {}", and(columns)),
            },
            "the first row has the headings".into(),
            "put the heading back into the first row, as it was exported; an empty column may stay empty".into(),
        ),
        Fact::ColumnUnread { column } => (
            format!("the column `{column}` is none of ours, and is not read"),
            "not read".into(),
            "if it holds answers, copy them into the columns that were exported".into(),
        ),
        Fact::CellsMerged { cells } => (
            format!("the cells {cells} are merged, so it can't be told what belongs to which row"),
            "merged".into(),
            "take the merging back (\"unmerge cells\"), and see that each cell holds what it should".into(),
        ),
        Fact::CellUnfit { column, wanted, given, found } => unfit(column, *wanted, given, *found),
        Fact::CellEmpty { column } => {
            (format!("the cell of `{column}` is empty"), "empty".into(), "fill it in, or delete the whole row".into())
        }
        Fact::RowUnnamed => (
            "this row has no id, so it can't be told what it answers".into(),
            "here stands something".into(),
            "put the id back into the first column, or delete the row".into(),
        ),
        Fact::TextTooLong { column } => (
            format!("`{column}` is longer than a cell of a spreadsheet can be, so it is not in the workbook"),
            "too long for a cell".into(),
            "change it in this file; import leaves it as it is".into(),
        ),
        _ => (
            "the text of this cell is too long for a spreadsheet, and stands in the responses file only".into(),
            "the text is elsewhere".into(),
            "import into that file, with `--into`; or write a shorter text into the cell".into(),
        ),
    }
}

fn unfit(column: &str, wanted: Kind, given: &str, found: Kind) -> (String, String, String) {
    let is = match found {
        Kind::Number | Kind::Fraction => "a number",
        Kind::Date | Kind::Time => "a date",
        Kind::YesNo => "a truth value",
        Kind::Fault => "a formula that can't be computed",
        _ => "a text",
    };
    let (what, help) = match (wanted, found) {
        (_, Kind::Fault) => (
            String::new(),
            "type what should stand here; before a word that begins with `=`, type an apostrophe".into(),
        ),
        (Kind::Date, Kind::Number) => (
            "a date".into(),
            "format the cell as a date and see that it is the right one, or type it as 2025-12-31".into(),
        ),
        (Kind::Date, _) => ("a date".into(), "type year, month and day: 2025-12-31".into()),
        (Kind::Number, _) => ("a whole number".into(), "type figures only, such as 2025".into()),
        (Kind::YesNo, _) => ("`yes` or `no`".into(), "type yes or no, or leave the cell empty".into()),
        _ => ("a text".to_owned(), "format the cell as text, then type it again".to_owned()),
    };
    let message = match found {
        Kind::Fault => format!("`{column}` shows `{given}`: {is}"),
        _ => format!("`{column}` must be {what}; `{given}` is {is}"),
    };
    (message, "can't be used".into(), help)
}

fn and(words: &[String]) -> String {
    list(words).replace(" or ", " and ")
}
