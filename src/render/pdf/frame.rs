//! The frames of boxes: backgrounds and borders, with round corners where the style asks for them.

use std::sync::Arc;

use super::display::{Fill, Point, Segment, Shape, Stroke};
use super::style::{Border, Style};

/// How far the handles of a quarter of a circle stand from its ends, in radii.
const HANDLE: f32 = 0.552_285;

/// A box that is being painted.
pub(super) struct OpenBox {
    pub(super) style: Arc<Style>,
    pub(super) x: f32,
    pub(super) width: f32,
    /// Where its part on this page begins.
    pub(super) top: f32,
    /// Place of its background among the page's backdrop.
    pub(super) slot: usize,
    pub(super) is_first_part: bool,
}

impl OpenBox {
    /// Background and borders of the part that ends at `bottom`.
    pub(super) fn frame(&self, bottom: f32, is_last_part: bool) -> Vec<Shape> {
        let mut shapes = Vec::new();
        let edges = Edges { left: self.x, right: self.x + self.width, top: self.top, bottom };
        let radius = self.style.radius.min(edges.width() / 2.0).min(edges.height() / 2.0).max(0.0);
        // A box that a page cuts has round corners where it begins and where it ends.
        let corners = Corners {
            top: if self.is_first_part { radius } else { 0.0 },
            bottom: if is_last_part { radius } else { 0.0 },
        };
        if let Some(color) = self.style.background
            && edges.height() > 0.0
        {
            shapes.push(match radius > 0.0 {
                true => edges.outline(corners, Some(Fill { color, even_odd: false }), None),
                false => Shape::Rectangle {
                    x: edges.left,
                    y: edges.top,
                    width: edges.width(),
                    height: edges.height(),
                    color,
                },
            });
        }
        let border = &self.style.border;
        let stroke = |side: &Border| Stroke {
            color: side.color.unwrap_or(self.style.text.color),
            width: side.used(),
            line: side.style,
        };
        let sides = [border.top, border.right, border.bottom, border.left];
        let is_even = sides.iter().all(|side| *side == border.top) && border.top.used() > 0.0;
        if radius > 0.0 && is_even && self.is_first_part && is_last_part {
            let inset = border.top.used() / 2.0;
            let corners = Corners { top: radius - inset, bottom: radius - inset };
            shapes.push(edges.inset(inset).outline(corners, None, Some(stroke(&border.top))));
            return shapes;
        }
        let Edges { left, right, top, bottom } = edges;
        let lines = [
            (border.top, self.is_first_part, (left + corners.top, top), (right - corners.top, top), (0.0, 1.0)),
            (
                border.bottom,
                is_last_part,
                (left + corners.bottom, bottom),
                (right - corners.bottom, bottom),
                (0.0, -1.0),
            ),
            (border.left, true, (left, top + corners.top), (left, bottom - corners.bottom), (1.0, 0.0)),
            (border.right, true, (right, top + corners.top), (right, bottom - corners.bottom), (-1.0, 0.0)),
        ];
        for (side, shown, from, to, (dx, dy)) in lines {
            let half = side.used() / 2.0;
            if shown && half > 0.0 {
                let inside = |(x, y): Point| (x + dx * half, y + dy * half);
                shapes.push(Shape::Line { from: inside(from), to: inside(to), stroke: stroke(&side) });
            }
        }
        shapes
    }
}

#[derive(Clone, Copy)]
struct Edges {
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
}

/// The radii of the corners above and below.
#[derive(Clone, Copy)]
struct Corners {
    top: f32,
    bottom: f32,
}

impl Edges {
    fn width(self) -> f32 {
        self.right - self.left
    }

    fn height(self) -> f32 {
        self.bottom - self.top
    }

    fn inset(self, by: f32) -> Self {
        Self { left: self.left + by, right: self.right - by, top: self.top + by, bottom: self.bottom - by }
    }

    /// A rectangle with round corners.
    fn outline(self, corners: Corners, fill: Option<Fill>, stroke: Option<Stroke>) -> Shape {
        let Self { left, right, top, bottom } = self;
        let (above, below) = (corners.top.max(0.0), corners.bottom.max(0.0));
        // Clockwise: each side, then the corner after it, which turns from one direction into the next.
        let turns = [
            ((right - above, top), (1.0, 0.0), (0.0, 1.0), above),
            ((right, bottom - below), (0.0, 1.0), (-1.0, 0.0), below),
            ((left + below, bottom), (-1.0, 0.0), (0.0, -1.0), below),
            ((left, top + above), (0.0, -1.0), (1.0, 0.0), above),
        ];
        let mut segments = vec![Segment::Move((left + above, top))];
        for ((x, y), (dx, dy), (ex, ey), radius) in turns {
            segments.push(Segment::Line((x, y)));
            if radius > 0.0 {
                let end = (x + (dx + ex) * radius, y + (dy + ey) * radius);
                let handle = HANDLE * radius;
                let first = (x + dx * handle, y + dy * handle);
                let second = (end.0 - ex * handle, end.1 - ey * handle);
                segments.push(Segment::Curve(first, second, end));
            }
        }
        segments.push(Segment::Close);
        Shape::Path { segments, fill, stroke, trace: Box::default() }
    }
}
