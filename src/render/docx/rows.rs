//! The elements of a table.

use super::document::{Block, Cell, Merge, Table};
use super::look::{CellLook, twips};
use super::named::{Kind, Named};
use super::write::Writer;

impl Writer<'_> {
    /// A table, row by row.
    pub(super) fn table(&mut self, table: &Table) {
        let width: i32 = table.columns.iter().map(|width| twips(*width)).sum();
        let xml = &mut self.xml;
        xml.start("w:tbl", &[]);
        xml.start("w:tblPr", &[]);
        xml.value("w:tblStyle", if table.is_layout { "TableNormal" } else { super::TABLE });
        if table.rtl {
            xml.empty("w:bidiVisual", &[]);
        }
        xml.empty("w:tblW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
        xml.empty("w:tblInd", &[("w:w", &twips(table.left).to_string()), ("w:type", "dxa")]);
        xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        let has_head = table.rows.first().is_some_and(|row| row.is_header);
        let flag = |on: bool| if on { "1" } else { "0" };
        let number = 0x0600 + if has_head { 0x20 } else { 0 } + if table.has_row_headers { 0x80 } else { 0 };
        xml.empty(
            "w:tblLook",
            &[
                ("w:val", &format!("{number:04X}")),
                ("w:firstRow", flag(has_head)),
                ("w:lastRow", "0"),
                ("w:firstColumn", flag(table.has_row_headers)),
                ("w:lastColumn", "0"),
                ("w:noHBand", "1"),
                ("w:noVBand", "1"),
            ],
        );
        if !table.title.is_empty() {
            xml.value("w:tblCaption", &table.title);
        }
        xml.end();
        xml.start("w:tblGrid", &[]);
        for column in &table.columns {
            xml.empty("w:gridCol", &[("w:w", &twips(*column).to_string())]);
        }
        xml.end();
        for (number, row) in table.rows.iter().enumerate() {
            self.xml.start("w:tr", &[]);
            self.xml.start("w:trPr", &[]);
            self.xml.empty("w:cantSplit", &[]);
            if row.is_header {
                self.xml.empty("w:tblHeader", &[]);
            }
            self.xml.end();
            let by_itself = match (table.is_layout, number == 0 && row.is_header) {
                (true, _) => CellLook::default(),
                (false, true) => self.styles.header,
                (false, false) => self.styles.cell,
            };
            let mut column = 0;
            for cell in &row.cells {
                let width = table.columns.iter().skip(column).take(cell.span).map(|width| twips(*width)).sum();
                self.cell(cell, width, &by_itself);
                column += cell.span;
            }
            self.xml.end();
        }
        self.xml.end();
    }

    fn cell(&mut self, cell: &Cell, width: i32, by_itself: &CellLook) {
        self.xml.start("w:tc", &[]);
        self.xml.start("w:tcPr", &[]);
        self.xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
        if cell.span > 1 {
            self.xml.value("w:gridSpan", &cell.span.to_string());
        }
        match cell.merge {
            Merge::No => {}
            Merge::Begins => self.xml.value("w:vMerge", "restart"),
            Merge::GoesOn => self.xml.empty("w:vMerge", &[]),
        }
        self.xml.written(&cell.look.differing(by_itself));
        self.xml.end();
        self.blocks(&cell.blocks);
        if !matches!(cell.blocks.last(), Some(Block::Paragraph(_))) {
            // Every cell ends with a paragraph.
            self.xml.start("w:p", &[]);
            if self.styles.paragraphs.contains_key(&Named::of(Kind::TableText, "")) {
                self.xml.start("w:pPr", &[]);
                self.xml.value("w:pStyle", &Named::of(Kind::TableText, "").id());
                self.xml.end();
            }
            self.xml.end();
        }
        self.xml.end();
    }
}
