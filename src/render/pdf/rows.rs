//! Lays tables out: makes a flow of rows.

use super::compose::Composer;
use super::fit::CellFrame;
use super::flow::{Break, Edges, FlowCell, FlowRow, Item, Kind};
use super::style::{Border, Style};
use super::table::{Row, Table};

/// A row this low, in points, looks lost on a page of its own.
const LOW: f32 = 40.0;

/// A row that waits for its place.
struct Waiting {
    row: FlowRow,
    height: f32,
    header: bool,
    anchors: Vec<String>,
    /// A break before it would tear a cell of several rows.
    is_joined: bool,
}

impl Composer<'_> {
    /// Adds caption and rows at `x`.
    pub(super) fn table(&mut self, table: Table, x: f32) {
        let columns = table.columns;
        let width = columns.iter().sum();
        for block in table.caption {
            self.block(block, x, width);
            self.at_least(Break::Lonely);
        }
        let rtl = table.style.rtl;
        let mut rows: Vec<Waiting> = table.rows.into_iter().map(|row| lay_out(row, &columns, rtl)).collect();
        let header: f32 = rows.iter().take_while(|row| row.header).map(|row| row.height).sum();
        join(&mut rows, self.depth().map(|depth| depth - header));

        let outer = self.header.take();
        let mut header_rows = (0, 0);
        let mut after_header = false;
        let (count, mut below) = (rows.len(), 0);
        for (number, Waiting { row, height, header, anchors, is_joined }) in rows.into_iter().enumerate() {
            let is_header = header && (header_rows.1 == 0 || after_header);
            // A header stands with the first row below it, and no low row stands alone on a page.
            let stays = height < LOW && (below == 1 || (below > 0 && number + 1 == count));
            if after_header || stays {
                self.at_least(Break::Lonely);
            }
            if is_joined {
                self.at_least(Break::Never);
            }
            below = if is_header { 0 } else { below + 1 };
            if !is_header && header_rows.1 > 0 {
                self.header = Some(header_rows);
            }
            self.anchors_of(anchors);
            self.content(Kind::Row(Box::new(row)), x, height);
            if is_header {
                let last = self.items.len();
                header_rows = (if header_rows.1 == 0 { last - 1 } else { header_rows.0 }, last);
            }
            after_header = is_header;
        }
        self.header = outer;
    }
}

/// A row as high as its own cells; those that go on below don't count yet.
fn lay_out(row: Row, columns: &[f32], rtl: bool) -> Waiting {
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
        if cell.rows == 1 {
            height = height.max(inside + edges.top + edges.bottom);
        }
        cells.push(FlowCell {
            style: cell.style,
            node: cell.node,
            x: if rtl { width - start - cell_width } else { start },
            width: cell_width,
            edges,
            items,
            height: inside,
            rows: cell.rows,
            whole: None,
        });
    }
    let header = row.header;
    let row = FlowRow { style: row.style, node: row.node, width, cells };
    Waiting { row, height, header, anchors, is_joined: false }
}

/// Makes room for cells of several rows. Rows that such cells join stay on one page if `depth`, its height, allows it
/// or nothing is said of pages; else the cells' lines are handed down from row to row.
fn join(rows: &mut [Waiting], depth: Option<f32>) {
    for first in 0..rows.len() {
        for number in 0..rows[first].row.cells.len() {
            let FlowCell { rows: span, height, edges, .. } = &rows[first].row.cells[number];
            let end = first + span;
            let missing = height + edges.top + edges.bottom - height_of(&rows[first..end]);
            if *span > 1 && missing > 0.0 {
                rows[end - 1].height += missing;
            }
        }
    }
    let mut first = 0;
    while first < rows.len() {
        let mut end = first + 1;
        let mut at = first;
        while at < end {
            end = end.max(at + rows[at].row.cells.iter().map(|cell| cell.rows).max().unwrap_or(1));
            at += 1;
        }
        let group = &mut rows[first..end];
        if depth.is_none_or(|depth| height_of(group) <= depth) {
            keep_whole(group);
        } else {
            hand_down(group);
        }
        first = end;
    }
}

fn height_of(rows: &[Waiting]) -> f32 {
    rows.iter().map(|row| row.height).sum()
}

fn keep_whole(group: &mut [Waiting]) {
    for number in 0..group.len() {
        group[number].is_joined = number > 0;
        for cell in 0..group[number].row.cells.len() {
            let span = group[number].row.cells[cell].rows;
            if span > 1 {
                group[number].row.cells[cell].whole = Some(height_of(&group[number..number + span]));
            }
        }
    }
}

/// Gives each row as many lines of a joining cell as it has room for, and the last one the rest.
fn hand_down(group: &mut [Waiting]) {
    for number in 0..group.len() {
        for at in 0..group[number].row.cells.len() {
            let cell = &mut group[number].row.cells[at];
            let span = std::mem::replace(&mut cell.rows, 1);
            if span == 1 {
                continue;
            }
            let mut rest = std::mem::take(&mut cell.items);
            let (style, node, x, width, edges) = (cell.style.clone(), cell.node, cell.x, cell.width, cell.edges);
            for (place, row) in group[number..number + span].iter_mut().enumerate() {
                let (is_first, is_last) = (place == 0, place + 1 == span);
                let edges = Edges {
                    top: if is_first { edges.top } else { 0.0 },
                    bottom: if is_last { edges.bottom } else { 0.0 },
                    ..edges
                };
                let room = row.height - edges.top - edges.bottom;
                let mut height = 0.0;
                let fitting = rest.iter().take_while(|item| {
                    height += item.height;
                    is_last || height <= room
                });
                let count = fitting.count();
                let items: Vec<Item> = rest.drain(..count).collect();
                let height: f32 = items.iter().map(|item| item.height).sum();
                row.height = row.height.max(height + edges.top + edges.bottom);
                let style = std::sync::Arc::new(part_of(&style, is_first, is_last));
                let piece = FlowCell { style, node, x, width, edges, items, height, rows: 1, whole: None };
                if is_first {
                    row.row.cells[at] = piece;
                } else {
                    row.row.cells.push(piece);
                }
            }
        }
    }
}

/// The style of a part of a cell: only its first and last part have the edge there.
fn part_of(style: &Style, is_first: bool, is_last: bool) -> Style {
    let mut part = style.clone();
    if !is_first {
        part.border.top = Border::NONE;
    }
    if !is_last {
        part.border.bottom = Border::NONE;
    }
    part
}
