//! Flex rows: the children of an element side by side, such as cards. They are laid out as a row of cells.

use std::sync::Arc;

use scraper::ElementRef;

use super::boxes::{Block, Builder, Content, plain};
use super::dom::{self, Child};
use super::field;
use super::style::{Display, Justify, Style};
use super::table::{Cell, Row, Table};
use super::tags::NodeId;
use super::value::Length;

/// Shares of a row that add up to less than this fit into it.
const WHOLE: f32 = 1.001;

/// A child of a flex row.
struct Item {
    cell: Cell,
    width: Length,
    grow: f32,
}

impl Builder<'_> {
    /// The box of an element whose children stand side by side.
    pub(super) fn flex(&mut self, element: ElementRef<'_>, style: Arc<Style>, parent: NodeId, depth: usize) -> Block {
        self.check(element);
        let role = self.role(element);
        let node = self.node(element, &style, parent, role);
        let mut rows: Vec<Vec<Item>> = vec![Vec::new()];
        let mut taken = 0.0;
        for child in dom::children(element) {
            let Some(child) = self.flex_child(child, &style, node, depth + 1) else {
                continue;
            };
            if let Length::Share(share) = child.width {
                taken += share;
                if style.flex.wraps && taken > WHOLE && rows.last().is_some_and(|row| !row.is_empty()) {
                    rows.push(Vec::new());
                    taken = share;
                }
            }
            if let Some(row) = rows.last_mut() {
                row.push(child);
            }
        }
        let count = rows.len();
        let tables = rows.into_iter().enumerate().map(|(number, row)| {
            let mut inner = style.anonymous();
            inner.display = Display::Flex;
            if number + 1 < count {
                inner.margin.bottom = Length::Points(style.flex.row_gap);
            }
            let table = row_of(row, Arc::new(inner), &style, node);
            Block {
                style: table.style.clone(),
                content: Content::Table(Box::new(table)),
                anchors: Vec::new(),
                marker: None,
            }
        });
        let content = Content::Blocks(tables.collect());
        plain(element, style, content)
    }

    fn flex_child(&mut self, child: Child<'_>, style: &Arc<Style>, node: NodeId, depth: usize) -> Option<Item> {
        let (own, node, blocks, anchors) = match child {
            Child::Text(text) if text.trim().is_empty() => return None,
            Child::Text(text) => {
                let own = Arc::new(style.anonymous());
                let blocks = self.loose_text(text, &own, node);
                (own, node, blocks, Vec::new())
            }
            Child::Element(child) => {
                let own = self.style(child, style);
                match own.display {
                    Display::None => return None,
                    // A box of its own makes the cell; anything else stands in one.
                    Display::Block if is_plain_box(child) => {
                        self.check(child);
                        let role = self.role(child);
                        let node = self.node(child, &own, node, role);
                        let blocks = self.blocks(child, &own, node, depth);
                        let anchors = child.value().attr("id").map(str::to_owned).into_iter().collect();
                        (own, node, blocks, anchors)
                    }
                    _ => {
                        let mut inner = own.clone();
                        if field::is_field(child) && (own.flex.grow > 0.0 || matches!(own.width, Length::Share(_))) {
                            // The column has the share; the field fills the column.
                            Arc::make_mut(&mut inner).width = Length::Share(1.0);
                        }
                        let blocks = self.block(child, inner, node, depth).into_iter().collect();
                        (Arc::new(style.anonymous()), node, blocks, Vec::new())
                    }
                }
            }
        };
        let width = if own.flex.basis == Length::Auto { own.width } else { own.flex.basis };
        let grow = own.flex.grow;
        let mut own = own;
        let cell = Arc::make_mut(&mut own);
        cell.vertical_align = style.flex.align;
        Some(Item { cell: Cell { style: own, node, column: 0, span: 1, rows: 1, blocks, anchors }, width, grow })
    }
}

/// True for an element whose box holds nothing but its children, in a flow.
fn is_plain_box(element: ElementRef<'_>) -> bool {
    matches!(
        element.value().name(),
        "div" | "section" | "article" | "aside" | "header" | "footer" | "main" | "p" | "blockquote" | "address"
    )
}

/// A table of one row, with columns between the children for the gaps.
fn row_of(children: Vec<Item>, inner: Arc<Style>, style: &Style, node: NodeId) -> Table {
    let mut table = Table::new(inner.clone());
    let gap_style = Arc::new(style.anonymous());
    let mut cells = Vec::new();
    let column = |table: &mut Table, width: Length, grow: f32| {
        table.widths.push(width);
        table.grow.push(grow);
        table.widths.len() - 1
    };
    let justify = style.flex.justify;
    let stretches = |at_end: bool| match justify {
        Justify::Between => f32::from(u8::from(!at_end)),
        Justify::Around => f32::from(u8::from(at_end)),
        Justify::Start | Justify::End => 0.0,
    };
    let count = children.len();
    for (number, child) in children.into_iter().enumerate() {
        let leads = number == 0 && matches!(justify, Justify::Start | Justify::Around);
        if number > 0 || leads {
            let (width, grow) = if number == 0 { (0.0, 1.0) } else { (style.flex.column_gap, stretches(false)) };
            let column = column(&mut table, Length::Points(width), grow);
            cells.push(empty(&gap_style, column));
        }
        let at = column(&mut table, child.width, child.grow);
        cells.push(Cell { column: at, ..child.cell });
        if number + 1 == count && justify == Justify::Around {
            let column = column(&mut table, Length::ZERO, 1.0);
            cells.push(empty(&gap_style, column));
        }
    }
    table.rows.push(Row { style: gap_style, node, header: false, cells, anchors: Vec::new() });
    table
}

fn empty(style: &Arc<Style>, column: usize) -> Cell {
    let node = NodeId::ARTIFACT;
    Cell { style: style.clone(), node, column, span: 1, rows: 1, blocks: Vec::new(), anchors: Vec::new() }
}
