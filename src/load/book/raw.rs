//! Sheets as they are read: cells with their places, nothing known of what they mean.

use chrono::NaiveDate;

/// Rows from this one on are not read: some hundred times the longest real sheet. Counted from 0.
pub(super) const LAST_ROW: u32 = 10_000;

/// Columns from this one on are not read.
pub(super) const LAST_COLUMN: u32 = 200;

/// Most cells, and most bytes in them, that are kept of all sheets.
pub(super) const MOST_CELLS: usize = 300_000;
pub(super) const MOST_BYTES: usize = 32_000_000;

/// One sheet of a workbook, or one table.
#[derive(Debug, Default)]
pub(super) struct RawSheet {
    /// Its name; the file's name for one of several tables; `None` for a table on its own.
    pub(super) name: Option<String>,
    /// The cells that hold something, row by row.
    pub(super) rows: Vec<RawRow>,
    /// Merged cells: the first, and first and last as people write them.
    pub(super) merged: Vec<((u32, u32), String)>,
    /// From where on it was not read.
    pub(super) cut: Option<(u32, u32)>,
}

/// One row: its number, and its cells by column.
#[derive(Debug, Default)]
pub(super) struct RawRow {
    pub(super) number: u32,
    pub(super) cells: Vec<(u32, Raw)>,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Raw {
    Text(String),
    Number(f64),
    Day(NaiveDate),
    YesNo(bool),
    /// The fault that a program shows where a formula can't be computed.
    Fault(String),
}

/// How much may still be kept.
pub(super) struct Room {
    cells: usize,
    bytes: usize,
}

impl Room {
    pub(super) fn new() -> Self {
        Self { cells: MOST_CELLS, bytes: MOST_BYTES }
    }

    /// Whether a cell of so many bytes still fits; it is counted.
    fn take(&mut self, bytes: usize) -> bool {
        let fits = self.cells > 0 && self.bytes >= bytes;
        self.cells = self.cells.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(bytes);
        fits
    }
}

impl RawSheet {
    /// Takes a cell in; `false` if no more are wanted.
    pub(super) fn put(&mut self, (row, column): (u32, u32), value: Raw, room: &mut Room) -> bool {
        let bytes = if let Raw::Text(text) = &value { text.len() } else { 0 };
        if row >= LAST_ROW || !room.take(bytes) {
            self.cut.get_or_insert((row, column));
            return false;
        }
        if column >= LAST_COLUMN {
            return true;
        }
        match self.rows.last_mut().filter(|last| last.number == row) {
            Some(last) => last.cells.push((column, value)),
            None => self.rows.push(RawRow { number: row, cells: vec![(column, value)] }),
        }
        true
    }
}

impl RawRow {
    /// What stands in a column.
    pub(super) fn get(&self, column: u32) -> Option<&Raw> {
        self.cells.iter().find(|(number, _)| *number == column).map(|(_, value)| value)
    }
}

impl Raw {
    /// What the cell shows.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Fault(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
            Self::YesNo(answer) => if *answer { "TRUE" } else { "FALSE" }.to_owned(),
        }
    }
}
