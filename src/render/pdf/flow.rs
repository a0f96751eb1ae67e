//! From boxes to a flow: the lines, rows and gaps of a column, one below the other, each with what
//! a page break before it would cost.

use std::sync::Arc;

use super::graphic::SharedGraphic;
use super::paper::PaperId;
use super::slices::RowPart;
use super::style::Style;
use super::tags::NodeId;
use super::text::{Line, Paragraph};
use super::value::Length;

/// What a page break before an item would cost; a page ends at the last of the cheapest breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Break {
    /// The page must break here.
    Forced,
    Free,
    /// Splits a block that would like to stay whole.
    Group,
    /// Leaves a lonely line or heading.
    Lonely,
    /// Tears apart what belongs together, such as a box's edge and its first line.
    Never,
}

/// A piece of the flow.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) kind: Kind,
    /// From the left edge of the flow.
    pub(super) x: f32,
    pub(super) height: f32,
    pub(super) before: Break,
    pub(super) anchors: Vec<String>,
    /// The footnotes that it calls.
    pub(super) notes: Vec<usize>,
    /// The header rows, as item numbers, that are drawn again if a page starts here.
    pub(super) header: Option<(usize, usize)>,
    pub(super) paper: PaperId,
}

#[derive(Debug)]
pub(super) enum Kind {
    /// Room between blocks; none at the top of a page.
    Gap,
    /// Room inside a box's edge.
    Padding,
    Line(Box<FlowLine>),
    /// A box with background or border begins; its end is a `Close`.
    Open {
        style: Arc<Style>,
        width: f32,
    },
    Close,
    Row(Box<FlowRow>),
    Graphic {
        graphic: SharedGraphic,
        width: f32,
    },
    /// Carries anchors only.
    Anchor,
}

#[derive(Debug)]
pub(super) struct FlowLine {
    pub(super) line: Line,
    pub(super) paragraph: Arc<Paragraph>,
    pub(super) is_first: bool,
    pub(super) is_last: bool,
    /// The room for the line, for page numbers at its end.
    pub(super) width: f32,
    /// A list marker with its place from the left edge of the flow.
    pub(super) marker: Option<(f32, Arc<Paragraph>, Line)>,
}

#[derive(Debug)]
pub(super) struct FlowRow {
    pub(super) style: Arc<Style>,
    pub(super) node: NodeId,
    pub(super) width: f32,
    pub(super) cells: Vec<FlowCell>,
}

#[derive(Debug)]
pub(super) struct FlowCell {
    pub(super) style: Arc<Style>,
    pub(super) node: NodeId,
    /// From the left edge of the row.
    pub(super) x: f32,
    pub(super) width: f32,
    pub(super) edges: Edges,
    pub(super) items: Vec<Item>,
    /// The height of all items.
    pub(super) height: f32,
    /// How many rows it takes.
    pub(super) rows: usize,
    /// The height of all its rows, where it takes several.
    pub(super) whole: Option<f32>,
}

/// Padding plus border, in points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edges {
    pub(super) top: f32,
    pub(super) right: f32,
    pub(super) bottom: f32,
    pub(super) left: f32,
}

impl Edges {
    pub(super) fn of(style: &Style, container: f32) -> Self {
        let (padding, border) = (&style.padding, &style.border);
        let sum = |length: Length, line: f32| length.or_zero(container).max(0.0) + line;
        Self {
            top: sum(padding.top, border.top.used()),
            right: sum(padding.right, border.right.used()),
            bottom: sum(padding.bottom, border.bottom.used()),
            left: sum(padding.left, border.left.used()),
        }
    }
}

impl Item {
    /// True for what a page must hold to make sense; gaps and edges are none.
    pub(super) fn is_content(&self) -> bool {
        matches!(self.kind, Kind::Line(_) | Kind::Row(_) | Kind::Graphic { .. })
    }

    /// All ids inside, also those in the cells of a row.
    pub(super) fn all_anchors(&self) -> Vec<&str> {
        let mut found: Vec<&str> = self.anchors.iter().map(String::as_str).collect();
        if let Kind::Row(row) = &self.kind {
            let inner = row.cells.iter().flat_map(|cell| &cell.items);
            found.extend(inner.flat_map(Self::all_anchors));
        }
        found
    }

    /// All footnotes called inside, or in a part of a row.
    pub(super) fn all_notes(&self, part: Option<&RowPart>) -> Vec<usize> {
        let Kind::Row(row) = &self.kind else {
            return self.notes.clone();
        };
        let mut found = Vec::new();
        for (number, cell) in row.cells.iter().enumerate() {
            let part = part.and_then(|part| part.cells.get(number));
            let (from, to) = part.map_or((0, cell.items.len()), |part| (part.from, part.to));
            for (at, item) in (from..to).zip(&cell.items[from..to]) {
                found.append(&mut item.all_notes(part.and_then(|part| part.part_of(at))));
            }
        }
        found
    }
}
