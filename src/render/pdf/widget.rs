//! Fields as they are painted: the box belongs to the page, so that it is printed whatever a viewer makes of the field;
//! what is filled in belongs to the field.

use std::sync::Arc;

use super::display::{Artifact, Cap, Join, Mark, Page, Point, Segment, Shape, Stroke, Trace, Widget};
use super::field::{Field, Kind};
use super::flow::Edges;
use super::frame::OpenBox;
use super::inline::Inline;
use super::paint::Painter;
use super::paper::Paper;
use super::style::{Border, Letters, LineStyle, Sides, Style, TextAlign, WhiteSpace};
use super::tags::{Area, Kid, NodeId};

/// Room that viewers leave around what is typed, in points.
const INSET: f32 = 2.0;
/// The tick in a checkbox, in shares of its size from the upper left corner, and how thick it is.
const TICK: [Point; 3] = [(0.22, 0.52), (0.42, 0.73), (0.79, 0.26)];
const TICK_WIDTH: f32 = 0.12;

impl Painter<'_> {
    /// Paints a field whose upper left corner is at `x`, `y`. Where nothing is content, or a header is repeated, it is
    /// only a picture of the field.
    pub(super) fn field(&mut self, field: &Arc<Field>, node: NodeId, (x, y): Point, (width, height): (f32, f32)) {
        let frame = OpenBox { style: field.style.clone(), x, width, top: y, slot: 0, is_first_part: true };
        let frame = frame.frame(y + height, true);
        let inside = inside(field, (x, y), (width, height));
        let is_content = !self.repeating && !node.is_artifact();
        // Only the field itself may show what changes.
        let marks = if self.repeating {
            Vec::new()
        } else {
            self.filled_in(field, inside.size, (!is_content).then_some(inside.corner))
        };
        let (number, paper_height) = (self.pages.len().saturating_sub(1), self.paper.height);
        let Some(page) = self.pages.last_mut() else {
            return;
        };
        page.backdrop.push(frame);
        if !is_content {
            if !marks.is_empty() {
                page.artifact(Artifact::Layout);
                page.marks.extend(marks);
            }
            return;
        }
        page.close();
        self.tags.paint(node, Kid::Widget { page: number, number: page.widgets.len() });
        let ((left, top), (width, height)) = (inside.corner, inside.size);
        let top = paper_height - top;
        let mut sheet = Page::new(Paper { width, height, margin: Sides::all(0.0) });
        sheet.marks = marks;
        let area = Area { left, right: left + width, top, bottom: top - height };
        page.widgets.push(Widget { field: field.clone(), area, sheet });
    }

    /// What stands in the field in the beginning; for checkboxes, what stands there once they are ticked. Coordinates
    /// count from the field's own upper left corner, or from `origin`.
    fn filled_in(&mut self, field: &Field, size: (f32, f32), origin: Option<Point>) -> Vec<Mark> {
        let at = origin.unwrap_or_default();
        match &field.kind {
            Kind::Check { is_on: false } if origin.is_some() => Vec::new(),
            Kind::Check { .. } => vec![Mark::Shape(tick(field, size, at))],
            Kind::Line(text) | Kind::Lines(text) if text.is_empty() => Vec::new(),
            Kind::Line(text) => self.typed(field, text, size, at),
            Kind::Lines(text) => self.typed(field, text, size, at),
        }
    }

    fn typed(&mut self, field: &Field, text: &str, (width, height): (f32, f32), (left, top): Point) -> Vec<Mark> {
        let room = (width - 2.0 * INSET).max(1.0);
        let style = Arc::new(look(&field.style));
        let mut inline = Inline::new(&style, NodeId::ARTIFACT);
        inline.text(text);
        let is_line = matches!(field.kind, Kind::Line(_));
        let (mut prose, wanted) = self.shaper.prose(inline.into_paragraph(), if is_line { f32::MAX } else { room });
        let lines = std::mem::take(&mut prose.lines);
        let whole: f32 = lines.iter().map(|line| line.height).sum();
        let mut y = if is_line { (height - whole) / 2.0 } else { INSET };
        if y + whole > height + 0.5 || wanted > room + 0.5 {
            self.overfull.push(field.name.clone());
        }
        // The lines are as wide as the longest, and stand at the side where writing begins.
        let x = left + INSET + if style.rtl { room - wanted } else { 0.0 };
        let mut marks = Vec::new();
        for line in lines {
            let baseline = top + y + line.baseline;
            for run in &line.runs {
                marks.push(Mark::Text(self.text(run, style.text.color, x + run.x, baseline, &prose.paragraph)));
            }
            y += line.height;
        }
        marks
    }
}

/// What of a box may be filled in.
struct Inside {
    corner: Point,
    size: (f32, f32),
}

/// What lies inside a field's border, and inside as much of its padding as viewers don't leave free by themselves.
fn inside(field: &Field, (x, y): Point, (width, height): (f32, f32)) -> Inside {
    let edges = Edges::of(&field.style, width);
    let Sides { top, right, bottom, left } = &field.style.border;
    let free = if matches!(field.kind, Kind::Check { .. }) { f32::MAX } else { INSET };
    let edge = |whole: f32, border: &Border| border.used() + (whole - border.used() - free).max(0.0);
    let (left, right) = (edge(edges.left, left), edge(edges.right, right));
    let (top, bottom) = (edge(edges.top, top), edge(edges.bottom, bottom));
    let size = ((width - left - right).max(0.1), (height - top - bottom).max(0.1));
    Inside { corner: (x + left, y + top), size }
}

/// What is typed looks the same in every field, since there is one font for it.
fn look(style: &Style) -> Style {
    let mut look = style.anonymous();
    let text = &mut look.text;
    (text.family, text.weight, text.italic) = (None, 400.0, false);
    (text.underline, text.struck, text.hyphenates, text.letter_spacing) = (false, false, false, 0.0);
    (text.letters, text.white_space, text.align) = (Letters::AsWritten, WhiteSpace::Keep, TextAlign::Start);
    look
}

fn tick(field: &Field, (width, height): (f32, f32), (x, y): Point) -> Shape {
    let [start, turn, end] = TICK.map(|(dx, dy)| (x + dx * width, y + dy * height));
    let stroke =
        Stroke { color: field.style.text.color, width: TICK_WIDTH * width.min(height), line: LineStyle::Solid };
    let trace = Trace { cap: Cap::Round, join: Join::Round, ..Trace::default() };
    Shape::Path {
        segments: vec![Segment::Move(start), Segment::Line(turn), Segment::Line(end)],
        fill: None,
        stroke: Some(stroke),
        trace: Box::new(trace),
    }
}
