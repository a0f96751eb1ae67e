//! The display list: what is drawn on each page, free of any PDF library.
//!
//! Coordinates are points from the page's upper left corner, y downwards; `operators` turns them.

use std::sync::Arc;

use super::fonts::FaceId;
use super::paper::Paper;
use super::style::LineStyle;
use super::tags::{Area, Kid, NodeId, Tags};
use super::text::Paragraph;
use super::value::Color;

/// Something to paint inside the current marked content.
#[derive(Debug)]
pub(super) enum Mark {
    /// Opens marked content that belongs to a node.
    Begin {
        node: NodeId,
        mcid: usize,
    },
    /// Opens marked content that belongs to nothing.
    Artifact(Artifact),
    End,
    Shape(Shape),
    Text(Text),
}

/// Why something is no content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Artifact {
    /// Lines and backgrounds.
    Layout,
    /// Running headers and footers, repeated table headers.
    Pagination,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stroke {
    pub(super) color: Color,
    pub(super) width: f32,
    pub(super) line: LineStyle,
}

/// A figure without text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    Rectangle {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        color: Color,
    },
    /// Points as (x, y, is a Bézier handle).
    Path {
        points: Vec<(f32, f32, bool)>,
        closed: bool,
        fill: Option<Color>,
        stroke: Option<Stroke>,
    },
}

impl Shape {
    /// A straight line.
    pub(super) fn line(from: (f32, f32), to: (f32, f32), stroke: Stroke) -> Self {
        Self::Path {
            points: vec![(from.0, from.1, false), (to.0, to.1, false)],
            closed: false,
            fill: None,
            stroke: Some(stroke),
        }
    }

    /// Scaled by `sx`, `sy` and moved; line widths are scaled by `lines`.
    pub(super) fn transformed(&self, sx: f32, sy: f32, dx: f32, dy: f32, lines: f32) -> Self {
        match *self {
            Self::Rectangle { x, y, width, height, color } => {
                Self::Rectangle { x: x * sx + dx, y: y * sy + dy, width: width * sx, height: height * sy, color }
            }
            Self::Path { ref points, closed, fill, stroke } => Self::Path {
                points: points.iter().map(|&(x, y, handle)| (x * sx + dx, y * sy + dy, handle)).collect(),
                closed,
                fill,
                stroke: stroke.map(|stroke| Stroke { width: stroke.width * lines, ..stroke }),
            },
        }
    }
}

/// Glyphs on one baseline.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) face: FaceId,
    pub(super) size: f32,
    pub(super) color: Color,
    pub(super) x: f32,
    /// The baseline.
    pub(super) y: f32,
    pub(super) rtl: bool,
    pub(super) glyphs: Vec<Shown>,
    /// What the glyphs' text ranges refer to.
    pub(super) source: Arc<Paragraph>,
}

/// A glyph of the subset font; `x` and `y` (upwards) count from the text's origin.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) id: u16,
    pub(super) x: f32,
    pub(super) y: f32,
    /// The text of the cluster; empty for all but its first glyph.
    pub(super) text: std::ops::Range<u32>,
}

/// Where a link can be clicked on a page.
#[derive(Debug)]
pub(super) struct LinkArea {
    pub(super) link: usize,
    /// One area a line, y upwards.
    pub(super) areas: Vec<Area>,
}

/// A page under construction, then finished.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) paper: Paper,
    /// Backgrounds and borders, painted first, outer ones before inner ones.
    pub(super) backdrop: Vec<Vec<Shape>>,
    pub(super) marks: Vec<Mark>,
    pub(super) links: Vec<LinkArea>,
    /// How many pieces of marked content there are.
    pub(super) contents: usize,
    open: Option<Open>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Node(NodeId),
    Artifact(Artifact),
}

impl Page {
    /// An empty page.
    pub(super) fn new(paper: Paper) -> Self {
        Self { paper, backdrop: Vec::new(), marks: Vec::new(), links: Vec::new(), contents: 0, open: None }
    }

    /// Makes what follows the content of `node`; pieces of one node in a row become one.
    pub(super) fn content(&mut self, number: usize, node: NodeId, tags: &mut Tags) {
        if node.is_artifact() {
            return self.artifact(Artifact::Layout);
        }
        if self.open == Some(Open::Node(node)) {
            return;
        }
        self.close();
        let mcid = self.contents;
        self.contents += 1;
        tags.paint(node, Kid::Content { page: number, mcid });
        self.marks.push(Mark::Begin { node, mcid });
        self.open = Some(Open::Node(node));
    }

    /// Makes what follows no content.
    pub(super) fn artifact(&mut self, kind: Artifact) {
        if self.open == Some(Open::Artifact(kind)) {
            return;
        }
        self.close();
        self.marks.push(Mark::Artifact(kind));
        self.open = Some(Open::Artifact(kind));
    }

    /// Ends the current marked content.
    pub(super) fn close(&mut self) {
        if self.open.take().is_some() {
            self.marks.push(Mark::End);
        }
    }
}
