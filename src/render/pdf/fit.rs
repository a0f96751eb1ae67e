//! Widths, from the outer boxes to the inner ones, and the lines that fit into them.

use super::boxes::{Block, Content};
use super::columns::{self, Need};
use super::flow::Edges;
use super::fonts::Fonts;
use super::paper::{PaperId, Papers};
use super::shape::{Prose, Shaper};
use super::style::Style;
use super::table::{Cell, Table};
use super::text::Paragraph;
use super::value::Length;
use crate::parallel;

/// Room kept for a page number in a contents list, in em.
pub(super) const NUMBER_ROOM: f32 = 2.6;
/// No single cell makes its column ask for more than this share of the table at least: long
/// addresses may be broken.
const GREEDIEST: f32 = 0.34;
/// What a picture as wide as its column asks for, in points.
const PICTURE: Need = Need { min: 36.0, max: 120.0 };

/// Breaks all text in `block` into lines, on all cores.
pub(super) fn break_all(block: &mut Block, papers: &Papers, fonts: &Fonts) {
    let mut all = Vec::new();
    let column = Column { width: papers.get(Papers::USUAL).column(), paper: Papers::USUAL, papers: Some(papers) };
    fit(block, column, &mut all);
    parallel::share(
        all.into_iter(),
        || None,
        |shaper, (prose, width)| prose.break_lines(width, || shaper.get_or_insert_with(|| Shaper::new(fonts))),
    );
}

/// The column that a block is fitted into.
#[derive(Clone, Copy)]
struct Column<'a> {
    width: f32,
    paper: PaperId,
    /// What a block may stand on; nothing inside a cell, which can't change its paper.
    papers: Option<&'a Papers>,
}

impl Column<'_> {
    fn narrowed(self, width: f32) -> Self {
        Self { width, ..self }
    }

    fn of_cell(self, width: f32) -> Self {
        Self { width, papers: None, ..self }
    }
}

/// Sets the columns of tables, and lists all text with the width that it has.
fn fit<'a>(block: &'a mut Block, mut column: Column<'_>, all: &mut Vec<(&'a mut Prose, f32)>) {
    if let Some(papers) = column.papers {
        (column.width, column.paper) = papers.enter(&block.style, column.width, column.paper);
    }
    if let Content::Table(table) = &mut block.content {
        let edges = Edges::of(&block.style, column.width);
        let room = used_width(&block.style, column.width) - edges.left - edges.right;
        table.columns = columns(table, room.max(1.0));
    }
    let room = Frame::of(block, column.width).inner_width;
    if let Some(marker) = &mut block.marker {
        let width = marker.need.max + 1.0;
        all.push((marker, width));
    }
    match &mut block.content {
        Content::Text(prose) => {
            let room = (room - reserve(&prose.paragraph)).max(1.0);
            all.push((prose, room));
        }
        Content::Blocks(blocks) => blocks.iter_mut().for_each(|block| fit(block, column.narrowed(room), all)),
        Content::Table(table) => {
            let width = table.columns.iter().sum();
            table.caption.iter_mut().for_each(|block| fit(block, column.of_cell(width), all));
            for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                let room = CellFrame::of(cell, &table.columns).room;
                cell.blocks.iter_mut().for_each(|block| fit(block, column.of_cell(room), all));
            }
        }
        Content::Graphic(_) => {}
    }
}

/// Room that lines leave free for a page number.
pub(super) fn reserve(paragraph: &Paragraph) -> f32 {
    if paragraph.page_of.is_some() { NUMBER_ROOM * paragraph.style.text.size } else { 0.0 }
}

/// Where a block stands in its column.
pub(super) struct Frame {
    /// From the column's left edge.
    pub(super) left: f32,
    /// With its edges.
    pub(super) width: f32,
    pub(super) edges: Edges,
    pub(super) inner_width: f32,
}

impl Frame {
    pub(super) fn of(block: &Block, column: f32) -> Self {
        let style = &block.style;
        let edges = Edges::of(style, column);
        let width = match &block.content {
            Content::Table(table) => table.columns.iter().sum::<f32>() + edges.left + edges.right,
            _ => used_width(style, column),
        };
        let inner_width = (width - edges.left - edges.right).max(1.0);
        Self { left: offset(style, column, width), width, edges, inner_width }
    }
}

/// The size of a table cell.
pub(super) struct CellFrame {
    pub(super) width: f32,
    pub(super) edges: Edges,
    /// Between the edges.
    pub(super) room: f32,
}

impl CellFrame {
    pub(super) fn of(cell: &Cell, columns: &[f32]) -> Self {
        let width: f32 = columns[cell.column..cell.column + cell.span].iter().sum();
        let edges = Edges::of(&cell.style, width);
        Self { width, edges, room: (width - edges.left - edges.right).max(1.0) }
    }
}

/// The width of a box with its edges, never more than its column leaves.
fn used_width(style: &Style, column: f32) -> f32 {
    let room = column - style.margin.left.or_zero(column) - style.margin.right.or_zero(column);
    let wanted = style.width.resolve(column).unwrap_or(room);
    let most = style.max_width.resolve(column).unwrap_or(wanted);
    wanted.min(most).min(room).max(1.0)
}

/// How far a box of `width` stands from the column's left edge.
fn offset(style: &Style, column: f32, width: f32) -> f32 {
    let (left, right) = (style.margin.left, style.margin.right);
    let (near, far) = (left.or_zero(column), right.or_zero(column));
    let spare = (column - near - far - width).max(0.0);
    match (left, right) {
        (Length::Auto, Length::Auto) => spare / 2.0,
        (Length::Auto, _) => spare,
        (_, Length::Auto) => near,
        _ if style.rtl => near + spare,
        _ => near,
    }
}

/// The width of each column in `room`.
fn columns(table: &Table, room: f32) -> Vec<f32> {
    let mut needs = needs(table);
    if !table.grow.is_empty() {
        return columns::flex(room, &table.widths, &table.grow, &needs);
    }
    for need in &mut needs {
        need.min = need.min.min(GREEDIEST * room);
        need.max = need.max.max(need.min);
    }
    let fill = table.style.width != Length::Auto;
    columns::share(room, &table.widths, &needs, fill)
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
        Content::Text(prose) => prose.need,
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
