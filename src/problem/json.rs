//! Problems as data.

use schemars::JsonSchema;
use serde::Serialize;
use strum::IntoEnumIterator;

use super::{Code, Problem, Severity};
use crate::source::{Sources, Spot};

/// All problems as a JSON array, one object each: `code`, `severity`, `message`, `help`, `file`, `line`, `column`,
/// `end-line`, `end-column` (counted from 1, in characters), `label`, `item` and `related` (null where there is none).
/// A place in a spreadsheet has `sheet` (null in a file with one table) and `cell`, or null in place of what is not a
/// cell but a whole sheet, instead of lines and columns.
pub fn to_json(problems: &[Problem], sources: &Sources) -> serde_json::Value {
    serde_json::to_value(Entry::all(problems, sources)).unwrap_or_default()
}

/// One problem.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Entry<'a> {
    #[schemars(with = "String", extend("enum" = Code::iter().collect::<Vec<Code>>()))]
    code: Code,
    severity: Severity,
    message: String,
    help: String,
    label: String,
    // `check`, whose data the schema describes, reads no spreadsheets.
    #[serde(flatten)]
    #[schemars(with = "Lines")]
    place: Place<'a>,
    item: Option<&'a str>,
    #[schemars(with = "Option<Lines>")]
    related: Option<Place<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Place<'a> {
    Lines(Lines<'a>),
    Cell { file: &'a str, sheet: Option<&'a str>, cell: Option<String> },
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Place")]
struct Lines<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl<'a> Entry<'a> {
    /// All problems.
    pub(crate) fn all(problems: &'a [Problem], sources: &'a Sources) -> Vec<Self> {
        problems.iter().map(|problem| Self::new(problem, sources)).collect()
    }

    fn new(problem: &'a Problem, sources: &'a Sources) -> Self {
        let words = problem.words();
        Self {
            code: problem.code(),
            severity: problem.severity(),
            message: words.message,
            help: words.help,
            label: words.label,
            place: Place::new(&problem.at, sources),
            item: problem.item.as_ref().map(|item| item.as_str()),
            related: problem.related.as_ref().map(|spot| Place::new(spot, sources)),
        }
    }
}

impl<'a> Place<'a> {
    fn new(spot: &Spot, sources: &'a Sources) -> Self {
        let source = sources.get(spot.file);
        let file = &source.name;
        if let Some(name) = source.cell(spot.start) {
            return Self::Cell { file, sheet: name.sheet.as_deref(), cell: name.address() };
        }
        let (line, column) = source.line_and_column(spot.start);
        let (end_line, end_column) = source.line_and_column(spot.end);
        Self::Lines(Lines { file, line, column, end_line, end_column })
    }
}
