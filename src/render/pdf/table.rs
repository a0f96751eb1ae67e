//! Tables: their rows and cells as boxes, and the widths of their columns.

use std::sync::Arc;

use scraper::ElementRef;

use super::boxes::{Block, Builder, Content, plain};
use super::dom;
use super::style::{Display, Style};
use super::tags::{NodeId, Role};
use super::value::Length;

/// More columns than this are not laid out: the rest of a row is left out.
const MOST_COLUMNS: usize = 200;

/// A table as boxes.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) style: Arc<Style>,
    pub(super) caption: Vec<Block>,
    /// What `col` and the first row say about each column.
    pub(super) widths: Vec<Length>,
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
    pub(super) span: usize,
    pub(super) blocks: Vec<Block>,
    pub(super) anchors: Vec<String>,
}

/// What the parts of a table are in the structure.
struct Roles {
    table: Role,
    row: Role,
    cell: Role,
}

impl Builder<'_> {
    /// The box of a `table` element.
    pub(super) fn table(&mut self, element: ElementRef<'_>, style: Arc<Style>, parent: NodeId, depth: usize) -> Block {
        let roles = self.roles(element);
        let node = self.node(element, &style, parent, roles.table);
        let mut heads = Vec::new();
        let mut table = Table {
            style: style.clone(),
            caption: Vec::new(),
            widths: Vec::new(),
            columns: Vec::new(),
            rows: Vec::new(),
        };
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
            for row in dom::elements(child).filter(|row| row.value().name() == "tr") {
                let row_style = self.style(row, &child_style);
                if row_style.display != Display::None {
                    let row = self.row(row, row_style, (group, &roles), header, depth + 1);
                    table.rows.push(row);
                }
            }
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

    fn row(
        &mut self,
        element: ElementRef<'_>,
        style: Arc<Style>,
        (group, roles): (NodeId, &Roles),
        header: bool,
        depth: usize,
    ) -> Row {
        let node = self.node(element, &style, group, roles.row);
        let mut cells = Vec::new();
        let mut column = 0;
        for child in dom::elements(element) {
            let role = match child.value().name() {
                "th" => Role::HeaderCell,
                "td" => roles.cell,
                _ => continue,
            };
            let cell_style = self.style(child, &style);
            if cell_style.display == Display::None || column >= MOST_COLUMNS {
                continue;
            }
            if child.value().attr("rowspan").is_some_and(|rows| rows.trim() != "1") {
                self.warnings.element("`rowspan` is not supported".to_owned(), child);
            }
            let span = child.value().attr("colspan").and_then(|span| span.trim().parse().ok());
            let span = span.unwrap_or(1).clamp(1, MOST_COLUMNS - column);
            let node = self.node(child, &cell_style, node, role);
            if let Some(node) = self.tags.get_mut(node) {
                node.columns = span;
            }
            let hidden = child.value().attr("aria-hidden") == Some("true");
            let inside = if hidden { NodeId::ARTIFACT } else { node };
            cells.push(Cell {
                blocks: self.blocks(child, &cell_style, inside, depth + 1),
                anchors: child.value().attr("id").map(str::to_owned).into_iter().collect(),
                style: cell_style,
                node,
                column,
                span,
            });
            column += span;
        }
        Row { style, node, header, cells, anchors: element.value().attr("id").map(str::to_owned).into_iter().collect() }
    }
}

impl Table {
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
        for row in &mut self.rows {
            for column in end(row)..columns {
                row.cells.push(Cell {
                    style: Arc::new(row.style.child()),
                    node: builder.tags.add(row.node, cell),
                    column,
                    span: 1,
                    blocks: Vec::new(),
                    anchors: Vec::new(),
                });
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

    /// Of two borders that meet, the earlier one stays.
    fn collapse_borders(&mut self) {
        let mut above_has_line = false;
        for row in &mut self.rows {
            let mut before_has_line = false;
            let mut has_line = row.style.border.bottom.used() > 0.0;
            for cell in &mut row.cells {
                let border = &cell.style.border;
                let (right, bottom) = (border.right.used() > 0.0, border.bottom.used() > 0.0);
                let drops_top = above_has_line && border.top.used() > 0.0;
                let start = if cell.style.rtl { border.right } else { border.left };
                let drops_start = before_has_line && start.used() > 0.0;
                before_has_line = if cell.style.rtl { border.left.used() > 0.0 } else { right };
                has_line |= bottom;
                if drops_top || drops_start {
                    let style = Arc::make_mut(&mut cell.style);
                    if drops_top {
                        style.border.top.style = super::style::LineStyle::None;
                    }
                    if drops_start && style.rtl {
                        style.border.right.style = super::style::LineStyle::None;
                    } else if drops_start {
                        style.border.left.style = super::style::LineStyle::None;
                    }
                }
            }
            above_has_line = has_line;
        }
    }
}

/// The least and the most width that a column's content asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Need {
    pub(super) min: f32,
    pub(super) max: f32,
}

/// Shares `room` among columns: set widths first, then what the contents ask for. With `fill`
/// the whole room is used, else no more than needed.
pub(super) fn share(room: f32, set: &[Length], needs: &[Need], fill: bool) -> Vec<f32> {
    let mut widths: Vec<f32> = Vec::with_capacity(needs.len());
    for (length, need) in set.iter().zip(needs) {
        widths.push(length.resolve(room).map_or(0.0, |width| width.max(need.min)));
    }
    let auto: Vec<usize> = (0..needs.len()).filter(|&i| set[i] == Length::Auto).collect();
    let taken: f32 = widths.iter().sum();
    let left = (room - taken).max(0.0);
    let min: f32 = auto.iter().map(|&i| needs[i].min).sum();
    let max: f32 = auto.iter().map(|&i| needs[i].max).sum();
    for &i in &auto {
        let need = needs[i];
        widths[i] = if max <= left {
            let spare = if fill { left - max } else { 0.0 };
            need.max + spare * if max > 0.0 { need.max / max } else { 1.0 / auto.len() as f32 }
        } else if min <= left {
            need.min + (left - min) * (need.max - need.min) / (max - min)
        } else {
            need.min
        };
    }
    let total: f32 = widths.iter().sum();
    let grows = fill && auto.is_empty() && total > 0.0;
    if total > room || grows {
        widths.iter_mut().for_each(|width| *width *= room / total);
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEEDS: [Need; 3] =
        [Need { min: 20.0, max: 40.0 }, Need { min: 30.0, max: 300.0 }, Need { min: 10.0, max: 10.0 }];
    const AUTO: [Length; 3] = [Length::Auto; 3];

    fn sum(widths: &[f32]) -> f32 {
        widths.iter().map(|width| width.round()).sum()
    }

    #[test]
    fn wide_room_gives_all_they_want() {
        assert_eq!(share(400.0, &AUTO, &NEEDS, false), [40.0, 300.0, 10.0]);
        assert_eq!(sum(&share(700.0, &AUTO, &NEEDS, true)), 700.0);
    }

    #[test]
    fn narrow_room_never_goes_below_the_longest_word() {
        let widths = share(100.0, &AUTO, &NEEDS, true);
        assert_eq!(sum(&widths), 100.0);
        assert!(widths.iter().zip(NEEDS).all(|(width, need)| *width >= need.min));
    }

    #[test]
    fn no_room_shrinks_all_alike() {
        assert_eq!(share(30.0, &AUTO, &NEEDS, true), [10.0, 15.0, 5.0]);
    }

    #[test]
    fn set_widths_are_kept() {
        let set = [Length::Share(0.5), Length::Auto, Length::Points(25.0)];
        assert_eq!(share(200.0, &set, &NEEDS, true), [100.0, 75.0, 25.0]);
    }
}
