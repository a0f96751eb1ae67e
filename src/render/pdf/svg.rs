//! Inline SVG, as far as bars and swatches need it: rectangles, lines, circles, polygons and
//! straight paths, scaled from the `viewBox` to the box on the page.

use std::sync::Arc;

use scraper::ElementRef;

use super::cascade::Cascade;
use super::display::{Shape, Stroke};
use super::dom;
use super::style::{Display, LineStyle, Style};
use super::tags::NodeId;
use super::value::{self, Length, Units};
use super::warning::Warnings;

/// How deep groups may nest.
const DEEPEST: usize = 32;
/// Size of a picture that names none, in points, as browsers have it.
const DEFAULT: (f32, f32) = (225.0, 112.5);

/// A picture in its own coordinates.
#[derive(Debug)]
pub(super) struct Graphic {
    pub(super) width: Length,
    pub(super) height: f32,
    pub(super) node: NodeId,
    view: View,
    stretch: bool,
    shapes: Vec<Shape>,
}

#[derive(Debug, Clone, Copy)]
struct View {
    x: f32,
    y: f32,
    width: f32,
    height: f32,
}

impl Graphic {
    /// Reads an `svg` element with its computed `style`.
    pub(super) fn read(
        element: ElementRef<'_>,
        style: &Arc<Style>,
        node: NodeId,
        cascade: &mut Cascade,
        warnings: &mut Warnings<'_>,
    ) -> Self {
        let units = Units { em: style.text.size, rem: 12.0 };
        let attribute = |name| {
            let text = element.value().attr(name)?;
            // Bare numbers are pixels.
            value::length(text, units).or_else(|| value::length(&format!("{text}px"), units))
        };
        let view = element.value().attr("viewbox").or(element.value().attr("viewBox"));
        let view = view.and_then(read_view);
        let ratio = view.map(|view| view.height / view.width);
        let width = match style.width {
            Length::Auto => attribute("width").unwrap_or(Length::Auto),
            set => set,
        };
        let height = match style.height {
            Length::Points(points) => Some(points),
            _ => attribute("height").and_then(|length| length.resolve(0.0)),
        };
        let width = match (width, height) {
            (Length::Auto, Some(height)) if ratio.is_some() => Length::Points(height / ratio.unwrap_or(1.0)),
            (Length::Auto, _) => Length::Points(DEFAULT.0),
            (set, _) => set,
        };
        let height = height.unwrap_or(match (width, ratio) {
            (Length::Points(width), Some(ratio)) => width * ratio,
            _ => DEFAULT.1,
        });
        let own =
            View { x: 0.0, y: 0.0, width: width.resolve(DEFAULT.0).unwrap_or(DEFAULT.0) / 0.75, height: height / 0.75 };
        let mut graphic = Self {
            width,
            height: height.clamp(0.0, 2000.0),
            node,
            view: view.unwrap_or(own),
            stretch: element.value().attr("preserveAspectRatio").or(element.value().attr("preserveaspectratio"))
                == Some("none"),
            shapes: Vec::new(),
        };
        graphic.group(element, style, cascade, warnings, 0);
        graphic
    }

    /// True if the picture is as wide as its column says, and so stands on its own line.
    pub(super) fn is_relative(&self) -> bool {
        matches!(self.width, Length::Share(_))
    }

    /// The width between letters, where a share of the column is not known.
    pub(super) fn inline_width(&self) -> f32 {
        self.width.resolve(DEFAULT.0).unwrap_or(DEFAULT.0)
    }

    /// The shapes for a box of `width` whose upper left corner is at `x`, `y`, with y downwards.
    pub(super) fn place(&self, x: f32, y: f32, width: f32) -> Vec<Shape> {
        let (mut sx, mut sy) = (width / self.view.width, self.height / self.view.height);
        let (mut dx, mut dy) = (0.0, 0.0);
        if !self.stretch {
            let scale = sx.min(sy);
            dx = (width - scale * self.view.width) / 2.0;
            dy = (self.height - scale * self.view.height) / 2.0;
            (sx, sy) = (scale, scale);
        }
        let (left, top) = (x + dx - self.view.x * sx, y + dy - self.view.y * sy);
        let lines = (sx * sy).abs().sqrt();
        self.shapes.iter().map(|shape| shape.transformed(sx, sy, left, top, lines)).collect()
    }

    fn group(
        &mut self,
        group: ElementRef<'_>,
        parent: &Arc<Style>,
        cascade: &mut Cascade,
        warnings: &mut Warnings<'_>,
        depth: usize,
    ) {
        if depth > DEEPEST {
            return;
        }
        for element in dom::elements(group) {
            let style = cascade.style(element, parent, warnings);
            if style.display == Display::None {
                continue;
            }
            let name = element.value().name();
            match name {
                "g" | "a" => self.group(element, &style, cascade, warnings, depth + 1),
                "title" | "desc" | "metadata" | "defs" => {}
                _ => match outline(element, self.view) {
                    Some(outline) => self.shapes.extend(drawn(outline, &style)),
                    None => warnings.element(format!("`{name}` is not drawn inside `svg`"), element),
                },
            }
        }
    }
}

/// A shared picture.
pub(super) type SharedGraphic = Arc<Graphic>;

/// Corner points; curves are given by their Bézier points.
struct Outline {
    points: Vec<(f32, f32, bool)>,
    closed: bool,
    rectangle: bool,
}

fn drawn(outline: Outline, style: &Style) -> Option<Shape> {
    let fill = style.fill.color().filter(|_| outline.closed || outline.points.len() > 2);
    let stroke = style.stroke.color().map(|color| Stroke { color, width: style.stroke_width, line: LineStyle::Solid });
    if fill.is_none() && stroke.is_none() {
        return None;
    }
    let &[(x, y, _), _, (right, bottom, _), ..] = outline.points.as_slice() else {
        return Some(Shape::Path { points: outline.points, closed: false, fill: None, stroke });
    };
    if let (true, None, Some(color)) = (outline.rectangle, stroke, fill) {
        return Some(Shape::Rectangle { x, y, width: right - x, height: bottom - y, color });
    }
    Some(Shape::Path { points: outline.points, closed: outline.closed, fill, stroke })
}

fn outline(element: ElementRef<'_>, view: View) -> Option<Outline> {
    let number = |name: &str, of: f32| -> f32 {
        let text = element.value().attr(name).unwrap_or("0").trim();
        let value = match text.strip_suffix('%') {
            Some(share) => share.parse().map(|share: f32| share / 100.0 * of),
            None => text.trim_end_matches("px").parse(),
        };
        value.ok().filter(|value: &f32| value.is_finite()).unwrap_or(0.0)
    };
    let corners = |points: Vec<(f32, f32)>, closed, rectangle| Outline {
        points: points.into_iter().map(|(x, y)| (x, y, false)).collect(),
        closed,
        rectangle,
    };
    Some(match element.value().name() {
        "rect" => {
            let (x, y) = (number("x", view.width), number("y", view.height));
            let right = x + number("width", view.width).max(0.0);
            let bottom = y + number("height", view.height).max(0.0);
            corners(vec![(x, y), (right, y), (right, bottom), (x, bottom)], true, true)
        }
        "line" => corners(
            vec![
                (number("x1", view.width), number("y1", view.height)),
                (number("x2", view.width), number("y2", view.height)),
            ],
            false,
            false,
        ),
        "circle" => {
            let radius = number("r", view.width);
            ellipse(number("cx", view.width), number("cy", view.height), radius, radius)
        }
        "ellipse" => ellipse(
            number("cx", view.width),
            number("cy", view.height),
            number("rx", view.width),
            number("ry", view.height),
        ),
        name @ ("polygon" | "polyline") => {
            let numbers = numbers(element.value().attr("points")?)?;
            let points = numbers.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
            corners(points, name == "polygon", false)
        }
        "path" => path(element.value().attr("d")?)?,
        _ => return None,
    })
}

/// Four Bézier quarters.
fn ellipse(cx: f32, cy: f32, rx: f32, ry: f32) -> Outline {
    const HANDLE: f32 = 0.552_285;
    let (hx, hy) = (HANDLE * rx, HANDLE * ry);
    let points = vec![
        (cx + rx, cy, false),
        (cx + rx, cy + hy, true),
        (cx + hx, cy + ry, true),
        (cx, cy + ry, false),
        (cx - hx, cy + ry, true),
        (cx - rx, cy + hy, true),
        (cx - rx, cy, false),
        (cx - rx, cy - hy, true),
        (cx - hx, cy - ry, true),
        (cx, cy - ry, false),
        (cx + hx, cy - ry, true),
        (cx + rx, cy - hy, true),
        (cx + rx, cy, false),
    ];
    Outline { points, closed: true, rectangle: false }
}

/// One figure of `M`, `L`, `H`, `V` and `Z`; anything else is `None`.
fn path(data: &str) -> Option<Outline> {
    let mut outline = Outline { points: Vec::new(), closed: false, rectangle: false };
    let (mut x, mut y) = (0.0, 0.0);
    let starts: Vec<usize> =
        data.match_indices(|c: char| c.is_ascii_alphabetic() && c != 'e').map(|(i, _)| i).collect();
    for (i, &start) in starts.iter().enumerate() {
        let end = starts.get(i + 1).copied().unwrap_or(data.len());
        let command = data[start..].chars().next()?;
        let numbers = numbers(&data[start + 1..end])?;
        let (ox, oy) = if command.is_ascii_lowercase() { (x, y) } else { (0.0, 0.0) };
        match command.to_ascii_uppercase() {
            'M' if !outline.points.is_empty() => return None,
            'M' | 'L' => {
                for pair in numbers.chunks_exact(2) {
                    (x, y) = if command.is_ascii_lowercase() { (x + pair[0], y + pair[1]) } else { (pair[0], pair[1]) };
                    outline.points.push((x, y, false));
                }
            }
            'H' => {
                x = ox + numbers.last()?;
                outline.points.push((x, y, false));
            }
            'V' => {
                y = oy + numbers.last()?;
                outline.points.push((x, y, false));
            }
            'Z' => outline.closed = true,
            _ => return None,
        }
    }
    (outline.points.len() > 1).then_some(outline)
}

fn read_view(text: &str) -> Option<View> {
    let &[x, y, width, height] = numbers(text)?.as_slice() else {
        return None;
    };
    (width > 0.0 && height > 0.0).then_some(View { x, y, width, height })
}

fn numbers(text: &str) -> Option<Vec<f32>> {
    text.split([' ', ',', '\n', '\t', '\r'])
        .filter(|word| !word.is_empty())
        .map(|word| word.parse().ok().filter(|n: &f32| n.is_finite()))
        .collect()
}
