//! Lays tables out: makes a flow of rows.

use super::compose::Composer;
use super::fit::CellFrame;
use super::flow::{Break, FlowCell, FlowRow, Kind};
use super::table::{Row, Table};

impl Composer<'_> {
    /// Adds caption and rows at `x`.
    pub(super) fn table(&mut self, table: Table, x: f32) {
        let columns = table.columns;
        let width = columns.iter().sum();
        for block in table.caption {
            self.block(block, x, width);
            self.at_least(Break::Lonely);
        }
        let outer = self.header.take();
        let mut header_rows = (0, 0);
        let mut after_header = false;
        let rtl = table.style.rtl;
        let (count, mut below) = (table.rows.len(), 0);
        for (number, row) in table.rows.into_iter().enumerate() {
            let is_header = row.header && (header_rows.1 == 0 || after_header);
            // A header stands with the first row below it, and no row stands alone on a page.
            if after_header || below == 1 || (below > 0 && number + 1 == count) {
                self.at_least(Break::Lonely);
            }
            below = if is_header { 0 } else { below + 1 };
            if !is_header && header_rows.1 > 0 {
                self.header = Some(header_rows);
            }
            let item = self.row(row, &columns, rtl);
            let height = item.1;
            self.content(Kind::Row(Box::new(item.0)), x, height);
            if is_header {
                let last = self.items.len();
                header_rows = (if header_rows.1 == 0 { last - 1 } else { header_rows.0 }, last);
            }
            after_header = is_header;
        }
        self.header = outer;
    }

    /// A row and its height.
    fn row(&mut self, row: Row, columns: &[f32], rtl: bool) -> (FlowRow, f32) {
        let width: f32 = columns.iter().sum();
        let mut anchors = row.anchors;
        let mut cells = Vec::with_capacity(row.cells.len());
        let mut height = row.style.height.resolve(0.0).unwrap_or(0.0).max(0.0);
        for mut cell in row.cells {
            let start: f32 = columns[..cell.column].iter().sum();
            let CellFrame { width: cell_width, edges, room } = CellFrame::of(&cell, columns);
            anchors.append(&mut cell.anchors);
            let mut inner = Composer::new(None);
            inner.blocks(cell.blocks, 0.0, room);
            let mut items = inner.finish();
            if matches!(items.first().map(|item| &item.kind), Some(Kind::Gap)) {
                // Margins of the first block do not push it away from the cell's edge.
                items.remove(0);
            }
            let inside = items.iter().map(|item| item.height).sum();
            height = height.max(inside + edges.top + edges.bottom);
            cells.push(FlowCell {
                style: cell.style,
                node: cell.node,
                x: if rtl { width - start - cell_width } else { start },
                width: cell_width,
                edges,
                items,
                height: inside,
            });
        }
        self.anchors_of(anchors);
        let row = FlowRow { style: row.style, node: row.node, width, cells };
        (row, height)
    }
}
