//! Problems of cells, with what stands in them.

use crate::problem::{Fact, Problems};
use crate::source::{CellName, FileNumber, Source, Spot};

/// Collects problems and the text of the cells that they are about, which become a source of their own.
pub(super) struct Notes<'p> {
    number: FileNumber,
    text: String,
    cells: Vec<(usize, CellName)>,
    problems: &'p Problems,
}

impl<'p> Notes<'p> {
    /// Begins a source, which will have this number.
    pub(super) fn new(number: FileNumber, problems: &'p Problems) -> Self {
        Self { number, text: String::new(), cells: Vec::new(), problems }
    }

    /// Notes what is wrong with a cell that shows `shown`.
    pub(super) fn add(&mut self, fact: Fact, cell: &CellName, shown: &str) {
        let spot = self.place(cell, shown);
        self.problems.add(fact, &spot);
    }

    /// Notes what is wrong with a cell, and the other that it has to do with.
    pub(super) fn add_related(&mut self, fact: Fact, cell: &CellName, related: &CellName, shown: &str) {
        let (spot, related) = (self.place(cell, shown), self.place(related, shown));
        self.problems.add_related(fact, &spot, &related);
    }

    /// Whether nothing was noted.
    pub(super) fn is_calm(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether something was noted of the row of this cell.
    pub(super) fn has(&self, cell: Option<&CellName>) -> bool {
        let row = |cell: &CellName| (cell.sheet.clone(), cell.at.map(|(row, _)| row));
        cell.is_some_and(|cell| self.cells.iter().any(|(_, noted)| row(noted) == row(cell)))
    }

    /// The source.
    pub(super) fn finish(self, name: &str) -> Source {
        Source::of_cells(name, self.text, b"", self.cells)
    }

    fn place(&mut self, cell: &CellName, shown: &str) -> Spot {
        let start = self.text.len();
        self.cells.push((start, cell.clone()));
        // One line, and no more of it than is drawn.
        self.text.extend(shown.lines().next().unwrap_or_default().chars().filter(|c| !c.is_control()).take(200));
        let spot = Spot::new(self.number, start..self.text.len());
        self.text.push('\n');
        spot
    }
}
