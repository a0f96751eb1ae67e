//! The tables in which answers stand in a spreadsheet: which there are, and which columns each has.
//!
//! A table is another spelling of the responses file: a column's key is the path of a key there, `measure.value` that of
//! `value` below `measure`. `load` reads tables, `report` and `render` write them.

use chrono::NaiveDate;
use strum::{EnumIter, VariantNames};

use crate::model::{ActionStatus, Basis, Readiness, ReasonCode};

/// Longest name of a sheet, in characters.
pub const LONGEST_NAME: usize = 31;

/// Longest text of a cell, in units of UTF-16.
pub const LONGEST_TEXT: usize = 32_767;

/// The names of the sheets of a workbook that are not read back: the guide, the summary, the levels.
pub const GUIDE: &str = "how to";
/// See [`GUIDE`].
pub const SUMMARY: &str = "summary";
/// See [`GUIDE`].
pub const LEVELS: &str = "levels";

/// What stands in a cell in place of a longer text, which stays in the responses file.
pub const ELSEWHERE: &str =
    "(This text is longer than a cell can be. It stands in the responses file; import leaves it there as it is.)";

/// A table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, EnumIter)]
pub enum Table {
    /// Answers, one row an item; a workbook has a sheet of them for each instrument.
    Answers,
    /// What shows the answers, one row a document.
    Evidence,
    /// Next steps, one row each.
    Actions,
    /// What parliament is asked to do, one row each.
    Requests,
    /// What is excused as a whole, one row each.
    Exclusions,
    /// Who answers and for when, one row a key.
    Particulars,
}

/// A column, or in the particulars a row, which is known by its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The heading: path of a key of the responses file, joined by dots.
    pub key: &'static str,
    /// What its cells hold.
    pub holds: Holds,
    /// Whether a row without it says nothing.
    pub needed: bool,
    /// Whether sheets of an earlier version lack it.
    pub later: bool,
    /// Width on a sheet, in digits.
    pub width: u16,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// What the row is about; not to be changed.
    Name,
    /// Something to look at that is not read back.
    Shown,
    /// A level of the item's scale.
    Level,
    /// Words.
    Text,
    /// An id or a code; spaces around it say nothing.
    Plain,
    /// One of a few words.
    Word(&'static [&'static str]),
    /// A day.
    Day,
    /// A whole number.
    Number,
    /// A number, or words in its place.
    Figure,
    /// Yes or no.
    YesNo,
    /// A list of ids with commas between them.
    Ids,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// A number, as a file writes it.
    Number(String),
    /// A day.
    Day(NaiveDate),
}

impl Table {
    /// What the sheet or file is called; one of answers in a workbook is called after its instrument.
    pub fn name(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::Evidence => "evidence",
            Self::Actions => "actions",
            Self::Requests => "requests",
            Self::Exclusions => "exclusions",
            Self::Particulars => "particulars",
        }
    }

    /// Where its rows stand in the responses file: below each answer, or at the top.
    pub fn list(self) -> Option<&'static str> {
        match self {
            Self::Evidence => Some("evidence"),
            Self::Actions => Some("action"),
            Self::Requests => Some("request"),
            Self::Exclusions => Some("exclude"),
            Self::Answers | Self::Particulars => None,
        }
    }

    /// The columns, in order.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Answers => &ANSWERS,
            Self::Evidence => &EVIDENCE,
            Self::Actions => &ACTIONS,
            Self::Requests => &REQUESTS,
            Self::Exclusions => &EXCLUSIONS,
            Self::Particulars => &PARTICULARS,
        }
    }

    /// The column with this key.
    pub fn column(self, key: &str) -> Option<&'static Column> {
        self.columns().iter().find(|column| column.key == key)
    }
}

impl Column {
    /// Whether people may write in it.
    pub fn is_open(&self) -> bool {
        !matches!(self.holds, Holds::Name | Holds::Shown)
    }

    /// The steps from the row's table to the value.
    pub fn path(&self) -> impl Iterator<Item = &'static str> {
        self.key.split('.')
    }

    const fn needed(self) -> Self {
        Self { needed: true, ..self }
    }

    const fn later(self) -> Self {
        Self { later: true, ..self }
    }
}

/// The rows of the particulars, by the paths of their keys; a scale chosen for an instrument is `scales.ID`.
pub const KEYS: [Column; 19] = [
    column("instruments", Holds::Ids, 0).needed(),
    column("profile", Holds::Word(crate::model::Profile::VARIANTS), 0),
    column("institution.name", Holds::Text, 0),
    column("institution.country", Holds::Plain, 0),
    column("institution.kind", Holds::Text, 0),
    column("institution.accreditation", Holds::Text, 0),
    column("institution.address", Holds::Text, 0),
    column("institution.contact", Holds::Text, 0),
    column("institution.logo", Holds::Text, 0),
    column("assessment.period.from", Holds::Day, 0).needed(),
    column("assessment.period.to", Holds::Day, 0).needed(),
    column("assessment.date", Holds::Day, 0).needed(),
    column("assessment.prepared-by", Holds::Text, 0),
    column("assessment.validated-by", Holds::Text, 0),
    column("assessment.language", Holds::Text, 0),
    column("assessment.scale", Holds::Plain, 0),
    column("assessment.summary", Holds::Text, 0),
    column("assessment.transmittal", Holds::Text, 0),
    column("scales", Holds::Plain, 0),
];

const ANSWERS: [Column; 24] = [
    column("id", Holds::Name, 24),
    column("recommendation", Holds::Shown, 46),
    column("question", Holds::Shown, 34),
    column("level", Holds::Level, 15),
    column("narrative", Holds::Text, 60),
    column("done-on", Holds::Day, 12),
    column("evidence", Holds::Shown, 24),
    column("actions", Holds::Shown, 24),
    column("basis", Holds::Word(Basis::VARIANTS), 16),
    column("state", Holds::Word(Readiness::VARIANTS), 9),
    column("reason-code", Holds::Word(ReasonCode::VARIANTS), 18),
    column("reason", Holds::Text, 34),
    column("measure.value", Holds::Figure, 14),
    column("measure.unit", Holds::Text, 16),
    column("measure.year", Holds::Number, 14),
    column("measure.source", Holds::Text, 24),
    column("obstacle", Holds::Text, 34),
    column("state-comment", Holds::Text, 34),
    column("assigned-to", Holds::Text, 20),
    column("answered-by", Holds::Text, 20),
    column("internal-note", Holds::Text, 34),
    column("scale", Holds::Plain, 16),
    column("about", Holds::Shown, 12),
    column("guidance", Holds::Shown, 44),
];

const EVIDENCE: [Column; 13] = [
    column("item", Holds::Plain, 36).needed(),
    column("title", Holds::Text, 40).needed(),
    column("kind", Holds::Text, 16).needed(),
    column("file", Holds::Text, 36),
    column("url", Holds::Text, 36),
    column("date", Holds::Day, 12),
    column("pages", Holds::Text, 10),
    column("description", Holds::Text, 40),
    column("confidential", Holds::YesNo, 13),
    column("sha256", Holds::Text, 24),
    column("size", Holds::Number, 12).later(),
    column("media-type", Holds::Text, 18).later(),
    column("question", Holds::Shown, 40),
];

const ACTIONS: [Column; 8] = [
    column("item", Holds::Plain, 36).needed(),
    column("what", Holds::Text, 50).needed(),
    column("responsible", Holds::Text, 28).needed(),
    column("due", Holds::Day, 12).needed(),
    column("status", Holds::Word(ActionStatus::VARIANTS), 10),
    column("cost", Holds::Text, 22),
    column("confidential", Holds::YesNo, 13),
    column("question", Holds::Shown, 40),
];

const REQUESTS: [Column; 8] = [
    column("id", Holds::Plain, 14).needed(),
    column("what", Holds::Text, 60).needed(),
    column("owner", Holds::Text, 28),
    column("due", Holds::Day, 12),
    column("serves", Holds::Ids, 40),
    column("status", Holds::Text, 30),
    column("follows", Holds::Text, 12),
    column("met-on", Holds::Day, 12),
];

const EXCLUSIONS: [Column; 3] = [
    column("what", Holds::Plain, 26).needed(),
    column("reason-code", Holds::Word(ReasonCode::VARIANTS), 18),
    column("reason", Holds::Text, 80),
];

const PARTICULARS: [Column; 3] =
    [column("key", Holds::Name, 26), column("value", Holds::Text, 80), column("meaning", Holds::Shown, 60)];

const fn column(key: &'static str, holds: Holds, width: u16) -> Column {
    Column { key, holds, needed: false, later: false, width }
}

/// What a program for spreadsheets takes for the beginning of a formula, also in its wide forms, and what it may pass over
/// before one.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];

/// Whether a text of a CSV file needs an apostrophe before it, so that it is no formula or the way back is clear.
pub fn needs_apostrophe(text: &str) -> bool {
    text.starts_with('\'') || text.starts_with(FORMULA)
}

/// A text of a CSV file without the apostrophe that [`needs_apostrophe`] put before it.
pub fn unescaped(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| needs_apostrophe(rest)).unwrap_or(cell)
}

/// The headings of the hidden columns of a workbook's answers, from which its summary is computed.
pub const BEHIND: [&str; 9] = [
    "applies",
    "paragraph",
    "weight of the paragraph",
    "weight of the question",
    "scale in use",
    "stands",
    "share",
    "value",
    "achieved",
];
