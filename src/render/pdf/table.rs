//! Tables: their rows and cells as boxes, and the widths of their columns.

use std::sync::Arc;

use scraper::ElementRef;

use super::boxes::{Block, Builder, Content, plain};
use super::dom;
use super::style::{Display, LineStyle, Style};
use super::tags::{NodeId, Role, Scope, Tags};
use super::value::Length;

/// More columns than this are not laid out: the rest of a row is left out.
const MOST_COLUMNS: usize = 200;
/// No cell takes more rows than this, as in browsers.
const MOST_ROWS: usize = 65_534;

/// A table as boxes.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) style: Arc<Style>,
    pub(super) caption: Vec<Block>,
    /// What `col` and the first row say about each column.
    pub(super) widths: Vec<Length>,
    /// How the columns of a flex row grow; none for tables.
    pub(super) grow: Vec<f32>,
    /// The width of each column in points, once the text is shaped.
    pub(super) columns: Vec<f32>,
    pub(super) rows: Vec<Row>,
}

/// A table row.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) style: Arc<Style>,
    pub(super) node: NodeId,
    /// In `thead`: drawn again on every page.
    pub(super) header: bool,
    pub(super) cells: Vec<Cell>,
    pub(super) anchors: Vec<String>,
}

/// A table cell.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) style: Arc<Style>,
    pub(super) node: NodeId,
    pub(super) column: usize,
    /// How many columns it takes.
    pub(super) span: usize,
    /// How many rows it takes.
    pub(super) rows: usize,
    pub(super) blocks: Vec<Block>,
    pub(super) anchors: Vec<String>,
}

/// What the parts of a table are in the structure.
struct Roles {
    table: Role,
    row: Role,
    cell: Role,
}

/// `thead`, `tbody` or `tfoot` while its rows are read.
struct Part<'a> {
    node: NodeId,
    roles: &'a Roles,
    header: bool,
    /// For each column, how many more rows a cell from above takes.
    taken: Vec<usize>,
    depth: usize,
}

impl Builder<'_> {
    /// The box of a `table` element.
    pub(super) fn table(&mut self, element: ElementRef<'_>, style: Arc<Style>, parent: NodeId, depth: usize) -> Block {
        let roles = self.roles(element);
        let node = self.node(element, &style, parent, roles.table);
        let mut heads = Vec::new();
        let mut table = Table::new(style.clone());
        for child in dom::elements(element) {
            let child_style = self.style(child, &style);
            if child_style.display == Display::None {
                continue;
            }
            let role = match child.value().name() {
                "caption" => {
                    let caption = self.node(child, &child_style, node, Role::Caption);
                    let blocks = self.blocks(child, &child_style, caption, depth + 1);
                    table.caption.push(plain(child, child_style, Content::Blocks(blocks)));
                    continue;
                }
                "col" => {
                    table.column(child, &child_style);
                    continue;
                }
                "colgroup" => {
                    for column in dom::elements(child) {
                        let column_style = self.style(column, &child_style);
                        table.column(column, &column_style);
                    }
                    continue;
                }
                "thead" => Role::TableHead,
                "tfoot" => Role::TableFoot,
                _ => Role::TableBody,
            };
            let header = role == Role::TableHead;
            let role = if roles.table == Role::Table { role } else { Role::Div };
            let group = self.node(child, &child_style, node, role);
            heads.extend(header.then_some(group));
            let mut part = Part { node: group, roles: &roles, header, taken: Vec::new(), depth: depth + 1 };
            let first = table.rows.len();
            for row in dom::elements(child).filter(|row| row.value().name() == "tr") {
                let row_style = self.style(row, &child_style);
                if row_style.display != Display::None {
                    let row = self.row(row, row_style, &mut part);
                    table.rows.push(row);
                }
            }
            self.end_spans(&mut table.rows[first..]);
        }
        if table.rows.iter().all(|row| row.header) {
            // A head needs a body: where no row follows, the head is the body.
            for head in heads {
                if let Some(node) = self.tags.get_mut(head).filter(|node| node.role == Role::TableHead) {
                    node.role = Role::TableBody;
                }
            }
        }
        table.complete(self, roles.cell);
        if roles.table == Role::Table {
            table.refer_to_headers(&mut self.tags);
        }
        plain(element, style, Content::Table(Box::new(table)))
    }

    /// A table without header cells tells nobody what its columns mean: PDF/UA forbids such a
    /// table, so it is tagged as plain text.
    fn roles(&mut self, element: ElementRef<'_>) -> Roles {
        let rows = dom::elements(element).flat_map(dom::elements);
        if rows.flat_map(dom::elements).any(|cell| cell.value().name() == "th") {
            return Roles { table: Role::Table, row: Role::Row, cell: Role::Cell };
        }
        self.warnings.element("table without header cells (`th`) is tagged as plain text".to_owned(), element);
        Roles { table: Role::Div, row: Role::Div, cell: Role::Div }
    }

    fn row(&mut self, element: ElementRef<'_>, style: Arc<Style>, part: &mut Part<'_>) -> Row {
        let node = self.node(element, &style, part.node, part.roles.row);
        let mut cells: Vec<Cell> = Vec::new();
        let mut column = 0;
        for child in dom::elements(element) {
            let role = match child.value().name() {
                "th" => Role::HeaderCell,
                "td" => part.roles.cell,
                _ => continue,
            };
            while part.taken.get(column).is_some_and(|&rows| rows > 0) {
                column += 1;
            }
            let cell_style = self.style(child, &style);
            if cell_style.display == Display::None || column >= MOST_COLUMNS {
                continue;
            }
            let number = |name| child.value().attr(name).and_then(|number| number.trim().parse::<usize>().ok());
            let free =
                (column..MOST_COLUMNS).take_while(|&at| part.taken.get(at).is_none_or(|&rows| rows == 0)).count();
            let span = number("colspan").unwrap_or(1).clamp(1, free.max(1));
            // 0 = down to the end of the part.
            let rows = match number("rowspan").unwrap_or(1) {
                0 => MOST_ROWS,
                rows => rows.min(MOST_ROWS),
            };
            let node = self.node(child, &cell_style, node, role);
            let hidden = child.value().attr("aria-hidden") == Some("true");
            let inside = if hidden { NodeId::ARTIFACT } else { node };
            cells.push(Cell {
                blocks: self.blocks(child, &cell_style, inside, part.depth + 1),
                anchors: child.value().attr("id").map(str::to_owned).into_iter().collect(),
                style: cell_style,
                node,
                column,
                span,
                rows,
            });
            column += span;
        }
        part.taken.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        for cell in &cells {
            let end = cell.column + cell.span;
            part.taken.resize(part.taken.len().max(end), 0);
            part.taken[cell.column..end].fill(cell.rows - 1);
        }
        let anchors = element.value().attr("id").map(str::to_owned).into_iter().collect();
        Row { style, node, header: part.header, cells, anchors }
    }

    /// No cell goes on below the last of `rows`, which are one part of a table.
    fn end_spans(&mut self, rows: &mut [Row]) {
        let count = rows.len();
        for (number, row) in rows.iter_mut().enumerate() {
            for cell in &mut row.cells {
                cell.rows = cell.rows.min(count - number);
                if let Some(node) = self.tags.get_mut(cell.node) {
                    (node.columns, node.rows) = (cell.span, cell.rows);
                }
            }
        }
    }
}

impl Table {
    /// A table without rows.
    pub(super) fn new(style: Arc<Style>) -> Self {
        let caption = Vec::new();
        Self { style, caption, widths: Vec::new(), grow: Vec::new(), columns: Vec::new(), rows: Vec::new() }
    }

    fn column(&mut self, element: ElementRef<'_>, style: &Style) {
        let span = element.value().attr("span").and_then(|span| span.trim().parse().ok());
        let room = MOST_COLUMNS.saturating_sub(self.widths.len());
        for _ in 0..span.unwrap_or(1).min(room) {
            self.widths.push(style.width);
        }
    }

    /// Gives every row the same columns (readers of the structure rely on it), takes the widths of
    /// the first row's cells, and lets neighbours share their borders.
    fn complete(&mut self, builder: &mut Builder<'_>, cell: Role) {
        let end = |row: &Row| row.cells.last().map_or(0, |cell| cell.column + cell.span);
        let columns = self.rows.iter().map(end).max().unwrap_or(0);
        self.widths.resize(columns, Length::Auto);
        let mut taken = vec![0_usize; columns];
        for row in &mut self.rows {
            let own = row.cells.iter().flat_map(|cell| cell.column..cell.column + cell.span);
            let mut free: Vec<bool> = taken.iter().map(|&rows| rows == 0).collect();
            own.for_each(|column| free[column] = false);
            for column in (0..columns).filter(|&column| free[column]) {
                row.cells.push(Cell {
                    style: Arc::new(row.style.child()),
                    node: builder.tags.add(row.node, cell),
                    column,
                    span: 1,
                    rows: 1,
                    blocks: Vec::new(),
                    anchors: Vec::new(),
                });
            }
            row.cells.sort_by_key(|cell| cell.column);
            taken.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
            for cell in &row.cells {
                taken[cell.column..cell.column + cell.span].fill(cell.rows - 1);
            }
            for cell in row.cells.iter().filter(|cell| cell.span == 1) {
                if self.widths[cell.column] == Length::Auto {
                    self.widths[cell.column] = cell.style.width;
                }
            }
        }
        if self.style.collapse {
            self.collapse_borders();
        }
    }

    /// Where a cell takes several rows or columns, its scope no longer tells what a header heads: each cell names its
    /// headers then.
    fn refer_to_headers(&self, tags: &mut Tags) {
        let cells = || self.rows.iter().flat_map(|row| &row.cells);
        if !cells().any(|cell| cell.span > 1 || cell.rows > 1) {
            return;
        }
        let mut heads: Vec<&Cell> = Vec::new();
        let mut beside: Vec<(&Cell, usize)> = Vec::new();
        for (number, row) in self.rows.iter().enumerate() {
            beside.retain(|(_, end)| *end > number);
            let scope = |cell: &Cell| tags.get(cell.node).and_then(|node| node.scope);
            let own = row.cells.iter().filter(|cell| matches!(scope(cell), Some(Scope::Row | Scope::Both)));
            beside.extend(own.map(|cell| (cell, number + cell.rows)));
            let below: Vec<&Cell> =
                row.cells.iter().filter(|cell| matches!(scope(cell), Some(Scope::Column | Scope::Both))).collect();
            for cell in &row.cells {
                if tags.role(cell.node) != Some(Role::Cell) {
                    continue;
                }
                let meets =
                    |head: &Cell| head.column < cell.column + cell.span && cell.column < head.column + head.span;
                let above = heads.iter().filter(|head| meets(head)).map(|head| head.node);
                let headers: Vec<NodeId> = above.chain(beside.iter().map(|(head, _)| head.node)).collect();
                tags.set_headers(cell.node, headers);
            }
            heads.extend(below);
        }
    }

    /// Of two borders that meet, the earlier one stays.
    fn collapse_borders(&mut self) {
        // For each column: whether a line ends the row above there, and whether one ends the cell that stands there,
        // with the number of rows that this cell takes from here on.
        let mut above = vec![false; self.widths.len()];
        let mut beside = vec![(false, 0_usize); self.widths.len()];
        for row in &mut self.rows {
            for cell in &mut row.cells {
                let columns = cell.column..cell.column + cell.span;
                let border = &cell.style.border;
                let (start, end) =
                    if cell.style.rtl { (border.right, border.left) } else { (border.left, border.right) };
                let ends = (end.used() > 0.0, cell.rows);
                let drops_top = border.top.used() > 0.0 && above[columns.clone()].iter().any(|line| *line);
                let drops_start = start.used() > 0.0 && cell.column > 0 && beside[cell.column - 1].0;
                above[columns.clone()].fill(border.bottom.used() > 0.0);
                beside[columns].fill(ends);
                if drops_top || drops_start {
                    let style = Arc::make_mut(&mut cell.style);
                    let border = &mut style.border;
                    if drops_top {
                        border.top.style = LineStyle::None;
                    }
                    if drops_start {
                        let start = if style.rtl { &mut border.right } else { &mut border.left };
                        start.style = LineStyle::None;
                    }
                }
            }
            if row.style.border.bottom.used() > 0.0 {
                above.fill(true);
            }
            for (line, rows) in &mut beside {
                *rows = rows.saturating_sub(1);
                *line &= *rows > 0;
            }
        }
    }
}
