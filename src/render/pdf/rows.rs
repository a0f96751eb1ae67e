//! Lays tables out: measures cells, sets column widths, makes a flow of rows.

use super::boxes::{Block, Content};
use super::compose::Composer;
use super::flow::{Break, Edges, FlowCell, FlowRow, Kind};
use super::style::Style;
use super::table::{self, Need, Row, Table};
use super::value::Length;

/// No single cell makes its column ask for more than this share of the table at least: long
/// addresses may be broken.
const GREEDIEST: f32 = 0.34;
/// What a picture as wide as its column asks for, in points.
const PICTURE: Need = Need { min: 36.0, max: 120.0 };

impl Composer<'_> {
    /// Adds caption and rows at `x`.
    pub(super) fn table(&mut self, table: Table, columns: Vec<f32>, x: f32) {
        let width = columns.iter().sum();
        for block in table.caption {
            self.block(block, x, width);
            self.at_least(Break::Lonely);
        }
        let outer = self.header.take();
        let mut header_rows = (0, 0);
        let mut after_header = false;
        let rtl = table.style.rtl;
        for row in table.rows {
            let is_header = row.header && (header_rows.1 == 0 || after_header);
            if after_header {
                // A header stands with the first row below it.
                self.at_least(Break::Lonely);
            }
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
            let cell_width: f32 = columns[cell.column..cell.column + cell.span].iter().sum();
            let edges = Edges::of(&cell.style, cell_width);
            let room = (cell_width - edges.left - edges.right).max(1.0);
            anchors.append(&mut cell.anchors);
            let mut inner = Composer::new(self.typesetter);
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

/// The width of each column in `room`.
pub(super) fn columns(table: &Table, room: f32) -> Vec<f32> {
    let mut needs = needs(table);
    for need in &mut needs {
        need.min = need.min.min(GREEDIEST * room);
        need.max = need.max.max(need.min);
    }
    let fill = table.style.width != Length::Auto;
    table::share(room, &table.widths, &needs, fill)
}

/// What the contents of each column ask for.
fn needs(table: &Table) -> Vec<Need> {
    let mut needs = vec![Need::default(); table.widths.len()];
    let mut wide = Vec::new();
    for cell in table.rows.iter().flat_map(|row| &row.cells) {
        let mut need = measure_all(&cell.blocks);
        let edges = Edges::of(&cell.style, 0.0);
        need.min += edges.left + edges.right;
        need.max += edges.left + edges.right;
        if cell.span == 1 {
            let column = &mut needs[cell.column];
            column.min = column.min.max(need.min);
            column.max = column.max.max(need.max);
        } else {
            wide.push((cell.column, cell.span, need));
        }
    }
    for (column, span, need) in wide {
        let columns = &mut needs[column..column + span];
        let (min, max) = columns.iter().fold((0.0, 0.0), |(min, max), column| (min + column.min, max + column.max));
        let share = 1.0 / span as f32;
        for column in columns {
            column.min += (need.min - min).max(0.0) * share;
            column.max = (column.max + (need.max - max).max(0.0) * share).max(column.min);
        }
    }
    needs
}

fn measure_all(blocks: &[Block]) -> Need {
    let mut all = Need::default();
    for block in blocks {
        let need = measure(block);
        all.min = all.min.max(need.min);
        all.max = all.max.max(need.max);
    }
    all
}

/// What a block asks for.
fn measure(block: &Block) -> Need {
    let inner = match &block.content {
        Content::Text(prose) => prose.need(),
        Content::Blocks(blocks) => measure_all(blocks),
        Content::Table(table) => {
            let needs = needs(table);
            Need { min: needs.iter().map(|need| need.min).sum(), max: needs.iter().map(|need| need.max).sum() }
        }
        Content::Graphic(graphic) if graphic.is_relative() => PICTURE,
        Content::Graphic(graphic) => {
            let width = graphic.inline_width();
            Need { min: width, max: width }
        }
    };
    let style: &Style = &block.style;
    let edges = Edges::of(style, 0.0);
    let around = edges.left + edges.right + style.margin.left.or_zero(0.0) + style.margin.right.or_zero(0.0);
    match style.width {
        Length::Points(width) => Need { min: width, max: width },
        _ => Need { min: inner.min + around, max: inner.max + around },
    }
}
