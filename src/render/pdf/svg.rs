//! SVG: outlines and text, scaled from the `viewBox` to the box on the page.

mod label;
mod outline;
mod path;
mod transform;

use std::sync::Arc;

use kurbo::Affine;
use scraper::ElementRef;

pub(super) use label::Label;

use super::cascade::Cascade;
use super::display::{Fill, Shape, Stroke};
use super::dom;
use super::style::{Display, LineStyle, Style};
use super::value::{self, Paint};
use super::warning::Warnings;
use outline::Outline;

/// How deep groups may nest.
const DEEPEST: usize = 32;
/// How many times the picture's size something may stand outside of it. Farther numbers are faults, and would not fit
/// into a PDF.
const FARTHEST: f32 = 1000.0;

/// A picture in its own coordinates.
#[derive(Debug)]
pub(super) struct Drawing {
    view: View,
    /// Stretched to its box, whatever its proportions.
    pub(super) stretch: bool,
    /// Turned left to right, as all of a page that is read from the right.
    mirror: bool,
    parts: Vec<Part>,
}

/// Something drawn.
#[derive(Debug, Clone)]
pub(super) enum Part {
    Shape(Shape),
    Label(Label),
}

/// The part of the coordinates that is seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    x: f32,
    y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

impl View {
    /// What the `viewBox` of an `svg` says.
    pub(super) fn of(element: ElementRef<'_>) -> Option<Self> {
        let text = element.value().attr("viewBox").or(element.value().attr("viewbox"))?;
        let &[x, y, width, height] = outline::numbers(text).ok()?.as_slice() else {
            return None;
        };
        let sound = |size: f32| (1e-6..1e7).contains(&size);
        // Farther off, floats would be too coarse for the picture.
        let near = |at: f32, size: f32| at.abs() <= 10.0 * FARTHEST * size;
        (sound(width) && sound(height) && near(x, width) && near(y, height)).then_some(Self { x, y, width, height })
    }

    /// The view of a picture without one, of this size in points.
    pub(super) fn plain(width: f32, height: f32) -> Self {
        Self { x: 0.0, y: 0.0, width: width.max(0.01) / value::PIXEL, height: height.max(0.01) / value::PIXEL }
    }

    /// The length that nothing drawn goes beyond.
    fn most(&self) -> f32 {
        FARTHEST * self.width.min(self.height)
    }

    fn holds(&self, (x, y): (f32, f32)) -> bool {
        let near = |at: f32, size: f32| (at / size).abs() <= FARTHEST;
        near(x - self.x, self.width) && near(y - self.y, self.height)
    }
}

impl Drawing {
    /// Reads an `svg` element with its computed `style`.
    pub(super) fn read(
        element: ElementRef<'_>,
        style: &Arc<Style>,
        view: View,
        cascade: &mut Cascade,
        warnings: &mut Warnings<'_>,
    ) -> Self {
        let aspect = element.value().attr("preserveAspectRatio").or(element.value().attr("preserveaspectratio"));
        let stretch = match aspect.map(str::trim) {
            Some("none") => true,
            None | Some("xMidYMid" | "xMidYMid meet") => false,
            Some(other) => {
                warnings.element(format!("`preserveAspectRatio=\"{other}\"` is taken for `xMidYMid`"), element);
                false
            }
        };
        let mirror = style.rtl && element.value().attr("data-mirror") != Some("no");
        let mut reader = Reader { view, cascade, warnings, parts: Vec::new() };
        reader.group(element, style, Affine::IDENTITY, 0);
        Self { view, stretch, mirror, parts: reader.parts }
    }

    /// The parts for a box whose upper left corner is at `x`, `y`, with y downwards.
    pub(super) fn place(&self, x: f32, y: f32, width: f32, height: f32) -> Vec<Part> {
        let (mut sx, mut sy) = (width / self.view.width, height / self.view.height);
        let (mut dx, mut dy) = (0.0, 0.0);
        if !self.stretch {
            let scale = sx.min(sy);
            dx = (width - scale * self.view.width) / 2.0;
            dy = (height - scale * self.view.height) / 2.0;
            (sx, sy) = (scale, scale);
        }
        let lines = (sx * sy).abs().sqrt();
        let (mut left, top) = (x + dx - self.view.x * sx, y + dy - self.view.y * sy);
        if self.mirror {
            left = x + width - dx + self.view.x * sx;
            sx = -sx;
        }
        let part = |part: &Part| match part {
            Part::Shape(shape) => Part::Shape(shape.transformed(sx, sy, left, top, lines)),
            Part::Label(label) => {
                Part::Label(label.placed((label.x * sx + left, label.y * sy + top), lines, self.mirror))
            }
        };
        self.parts.iter().map(part).collect()
    }
}

/// Reads what is inside of an `svg`.
struct Reader<'r, 'w> {
    view: View,
    cascade: &'r mut Cascade,
    warnings: &'r mut Warnings<'w>,
    parts: Vec<Part>,
}

impl Reader<'_, '_> {
    fn group(&mut self, group: ElementRef<'_>, parent: &Arc<Style>, around: Affine, depth: usize) {
        if depth > DEEPEST {
            return self.warnings.element("groups are nested too deeply; the inner ones are not drawn".into(), group);
        }
        for element in dom::elements(group) {
            let name = element.value().name();
            let style = self.cascade.style(element, parent, self.warnings);
            match name {
                "title" | "desc" | "metadata" => continue,
                "defs" if dom::elements(element).next().is_none() => continue,
                "style" => {
                    let message = "`style` inside `svg` is not read; rules belong into the stylesheet".to_owned();
                    self.warnings.element(message, element);
                    continue;
                }
                _ if style.display == Display::None => continue,
                _ => {}
            }
            let Some(transform) = self.transform(element, around) else {
                continue;
            };
            match name {
                "g" | "a" => {
                    if name == "a" {
                        self.warnings.element("a link inside `svg` cannot be followed from a PDF".into(), element);
                    }
                    self.group(element, &style, transform, depth + 1);
                }
                "text" => self.text(element, &style, transform),
                _ => match Outline::read(element, self.view, self.warnings) {
                    Some(outline) => self.outline(element, outline, &style, transform),
                    None => self.warnings.element(format!("`{name}` is not drawn inside `svg`"), element),
                },
            }
        }
    }

    /// What `element` is turned, moved and scaled by, with all `around` it; `None` if nothing of it is left to see.
    fn transform(&mut self, element: ElementRef<'_>, around: Affine) -> Option<Affine> {
        let Some(text) = element.value().attr("transform") else {
            return Some(around);
        };
        let Some(own) = transform::read(text) else {
            self.warnings.element(format!("`transform=\"{text}\"` cannot be read, so nothing is drawn"), element);
            return None;
        };
        let all = around * own;
        let area = all.determinant().abs();
        (all.is_finite() && (1e-12..1e12).contains(&area)).then_some(all)
    }

    fn outline(&mut self, element: ElementRef<'_>, outline: Outline, style: &Style, transform: Affine) {
        let Some(shape) = drawn(outline, style, transform, self.view.most()) else {
            return;
        };
        if self.holds(&shape) {
            self.parts.push(Part::Shape(shape));
        } else {
            self.far(element);
        }
    }

    fn holds(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Rectangle { x, y, width, height, .. } => {
                self.view.holds((*x, *y)) && self.view.holds((x + width, y + height))
            }
            Shape::Line { from, to, .. } => self.view.holds(*from) && self.view.holds(*to),
            Shape::Path { segments, .. } => segments.iter().flat_map(|s| s.points()).all(|p| self.view.holds(p)),
        }
    }

    fn far(&mut self, element: ElementRef<'_>) {
        let name = element.value().name();
        self.warnings.element(format!("a `{name}` is not drawn, for it stands far outside of its `svg`"), element);
    }

    fn text(&mut self, element: ElementRef<'_>, style: &Arc<Style>, transform: Affine) {
        for label in label::read(element, style, self.view, transform, self.cascade, self.warnings) {
            if self.view.holds((label.x, label.y)) {
                self.parts.push(Part::Label(label));
            } else {
                self.far(element);
            }
        }
    }
}

/// How much an outline's line grows.
fn growth(transform: Affine) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "what is lost cannot be seen")]
    let growth = transform.determinant().abs().sqrt() as f32;
    growth
}

fn moved(transform: Affine, (x, y): (f32, f32)) -> (f32, f32) {
    let point = transform * kurbo::Point::new(x.into(), y.into());
    #[expect(clippy::cast_possible_truncation, reason = "what is lost cannot be seen")]
    let moved = (point.x as f32, point.y as f32);
    moved
}

/// A colour seen through as far as `alpha` says; `None` if there is nothing to see.
fn mixed(paint: Paint, alpha: f32) -> Option<value::Color> {
    let color = paint.color()?;
    if alpha >= 1.0 { Some(color) } else { value::on_white(color.0, alpha).color() }
}

/// The shape that an outline makes; its line is no wider than `most`.
fn drawn(outline: Outline, style: &Style, transform: Affine, most: f32) -> Option<Shape> {
    let pen = &style.pen;
    let fill = mixed(style.fill, pen.fill_alpha()).filter(|_| outline.has_inside);
    let stroke = mixed(style.stroke, pen.stroke_alpha()).filter(|_| pen.width > 0.0);
    let [_, b, c, _, _, _] = transform.as_coeffs();
    if let (Some((x, y, width, height)), None, Some(color)) = (outline.rectangle, stroke, fill)
        && b == 0.0
        && c == 0.0
    {
        let ((left, top), (right, bottom)) = (moved(transform, (x, y)), moved(transform, (x + width, y + height)));
        let (x, y) = (left.min(right), top.min(bottom));
        return Some(Shape::Rectangle { x, y, width: (right - left).abs(), height: (bottom - top).abs(), color });
    }
    if (fill.is_none() && stroke.is_none()) || outline.segments.is_empty() {
        return None;
    }
    let growth = growth(transform);
    let mut trace = pen.trace;
    trace.dashes = trace.dashes.scaled(growth).within(most);
    Some(Shape::Path {
        segments: outline.segments.iter().map(|segment| segment.map(|point| moved(transform, point))).collect(),
        fill: fill.map(|color| Fill { color, even_odd: pen.even_odd }),
        stroke: stroke.map(|color| Stroke { color, width: (pen.width * growth).min(most), line: LineStyle::Solid }),
        trace: Box::new(trace),
    })
}
