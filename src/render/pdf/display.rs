//! The display list: what is drawn on each page, free of any PDF library.
//!
//! Coordinates are points from the page's upper left corner, y downwards; `operators` turns them.

use std::sync::Arc;

use super::field::Field;
use super::fonts::FaceId;
use super::paper::Paper;
pub(super) use super::pen::{Cap, Join, Trace};
use super::raster::Raster;
use super::style::LineStyle;
use super::tags::{Area, Kid, NodeId, Tags};
use super::text::{Paragraph, Run};
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
    Image(Image),
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

/// A point on the page.
pub(super) type Point = (f32, f32);

/// A step along an outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Segment {
    /// Begins a part of the outline.
    Move(Point),
    Line(Point),
    /// A Bézier curve: two handles and its end.
    Curve(Point, Point, Point),
    /// Back to where the part began.
    Close,
}

impl Segment {
    /// With every point moved by `to`.
    pub(super) fn map(self, to: impl Fn(Point) -> Point) -> Self {
        match self {
            Self::Move(point) => Self::Move(to(point)),
            Self::Line(point) => Self::Line(to(point)),
            Self::Curve(first, second, end) => Self::Curve(to(first), to(second), to(end)),
            Self::Close => Self::Close,
        }
    }

    /// Its points, handles too.
    pub(super) fn points(self) -> impl Iterator<Item = Point> {
        let points = match self {
            Self::Move(point) | Self::Line(point) => [Some(point), None, None],
            Self::Curve(first, second, end) => [Some(first), Some(second), Some(end)],
            Self::Close => [None; 3],
        };
        points.into_iter().flatten()
    }
}

/// The inside of an outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fill {
    pub(super) color: Color,
    /// What lies inside an even number of times is outside.
    pub(super) even_odd: bool,
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
    /// From one point to another; tables have many.
    Line {
        from: Point,
        to: Point,
        stroke: Stroke,
    },
    Path {
        segments: Vec<Segment>,
        fill: Option<Fill>,
        stroke: Option<Stroke>,
        trace: Box<Trace>,
    },
}

impl Shape {
    /// Scaled by `sx`, `sy`, of which either may turn it round, and moved; line widths are scaled by `lines`.
    pub(super) fn transformed(&self, sx: f32, sy: f32, dx: f32, dy: f32, lines: f32) -> Self {
        match *self {
            Self::Rectangle { x, y, width, height, color } => Self::Rectangle {
                x: x * sx + dx + (width * sx).min(0.0),
                y: y * sy + dy + (height * sy).min(0.0),
                width: width * sx.abs(),
                height: height * sy.abs(),
                color,
            },
            Self::Line { from, to, stroke } => {
                let place = |(x, y): Point| (x * sx + dx, y * sy + dy);
                Self::Line {
                    from: place(from),
                    to: place(to),
                    stroke: Stroke { width: stroke.width * lines, ..stroke },
                }
            }
            Self::Path { ref segments, fill, stroke, ref trace } => Self::Path {
                segments: segments.iter().map(|segment| segment.map(|(x, y)| (x * sx + dx, y * sy + dy))).collect(),
                fill,
                stroke: stroke.map(|stroke| Stroke { width: stroke.width * lines, ..stroke }),
                trace: Box::new(Trace { dashes: trace.dashes.scaled(lines), ..**trace }),
            },
        }
    }
}

/// A picture of pixels in its place.
#[derive(Debug, Clone)]
pub(super) struct Image {
    pub(super) raster: Arc<Raster>,
    /// The upper left corner.
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// Glyphs on one baseline.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) face: FaceId,
    pub(super) color: Color,
    pub(super) x: f32,
    /// The baseline.
    pub(super) y: f32,
    pub(super) run: Arc<Run>,
    /// What the glyphs' text ranges refer to.
    pub(super) source: Arc<Paragraph>,
}

/// Where a link can be clicked on a page.
#[derive(Debug)]
pub(super) struct LinkArea {
    pub(super) link: usize,
    /// One area a line, y upwards.
    pub(super) areas: Vec<Area>,
}

/// A field in its place on a page.
#[derive(Debug)]
pub(super) struct Widget {
    pub(super) field: Arc<Field>,
    /// What may be filled, y upwards.
    pub(super) area: Area,
    /// A sheet of its size with what is filled in.
    pub(super) sheet: Page,
}

/// A page under construction, then finished.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) paper: Paper,
    /// Backgrounds and borders, painted first, outer ones before inner ones.
    pub(super) backdrop: Vec<Vec<Shape>>,
    pub(super) marks: Vec<Mark>,
    pub(super) links: Vec<LinkArea>,
    pub(super) widgets: Vec<Widget>,
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
        let (backdrop, marks, links, widgets) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { paper, backdrop, marks, links, widgets, contents: 0, open: None }
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
