//! The shapes of SVG as outlines.

use scraper::ElementRef;
use svgtypes::NumberListParser;

use super::{View, path};
use crate::render::pdf::display::{Point, Segment};
use crate::render::styled::value::{self, Length, PIXEL, Units};
use crate::render::styled::warning::Warnings;

/// How long the handles of a quarter of a circle are, as a share of its radius.
const HANDLE: f32 = 0.552_285;

/// What an element draws, in its own coordinates.
pub(super) struct Outline {
    pub(super) segments: Vec<Segment>,
    /// Whether there is something to fill.
    pub(super) has_inside: bool,
    /// Its place and size, if it is an upright rectangle.
    pub(super) rectangle: Option<(f32, f32, f32, f32)>,
}

impl Outline {
    /// The outline of `element`; `None` if it is no shape.
    pub(super) fn read(element: ElementRef<'_>, view: View, warnings: &mut Warnings<'_>) -> Option<Self> {
        let diagonal = ((view.width.powi(2) + view.height.powi(2)) / 2.0).sqrt();
        let mut number = |name: &str, whole: f32| read_number(element, name, whole, warnings).unwrap_or(0.0);
        Some(match element.value().name() {
            "rect" => {
                let (x, y) = (number("x", view.width), number("y", view.height));
                let (width, height) = (number("width", view.width), number("height", view.height));
                let own = |name| element.value().attr(name).filter(|radius| radius.trim() != "auto").is_some();
                let (rx, ry) = (number("rx", view.width), number("ry", view.height));
                let rx = if own("rx") { rx } else { ry };
                let ry = if own("ry") { ry } else { rx };
                rectangle((x, y), (width, height), (rx, ry))
            }
            "line" => {
                let from = (number("x1", view.width), number("y1", view.height));
                let to = (number("x2", view.width), number("y2", view.height));
                Self::of(vec![Segment::Move(from), Segment::Line(to)], false)
            }
            "circle" => {
                let radius = number("r", diagonal);
                ellipse((number("cx", view.width), number("cy", view.height)), radius, radius)
            }
            "ellipse" => {
                let own = |name| element.value().attr(name).filter(|radius| radius.trim() != "auto").is_some();
                let (rx, ry) = (number("rx", view.width), number("ry", view.height));
                let rx = if own("rx") { rx } else { ry };
                let ry = if own("ry") { ry } else { rx };
                ellipse((number("cx", view.width), number("cy", view.height)), rx, ry)
            }
            name @ ("polygon" | "polyline") => {
                let numbers = numbers(element.value().attr("points").unwrap_or("")).unwrap_or_else(|sound| {
                    let message = format!("`points` of `{name}` have a fault, and end before it");
                    warnings.element(message, element);
                    sound
                });
                let points = numbers.chunks_exact(2).map(|pair| (pair[0], pair[1]));
                let steps = points.enumerate().map(|(i, p)| if i == 0 { Segment::Move(p) } else { Segment::Line(p) });
                let mut segments: Vec<Segment> = steps.collect();
                if name == "polygon" && !segments.is_empty() {
                    segments.push(Segment::Close);
                }
                Self::of(segments, true)
            }
            "path" => {
                let (segments, faulty) = path::read(element.value().attr("d").unwrap_or(""));
                if faulty {
                    warnings.element("`d` of `path` has a fault, and ends before it".to_owned(), element);
                }
                Self::of(segments, true)
            }
            _ => return None,
        })
    }

    fn of(segments: Vec<Segment>, has_inside: bool) -> Self {
        // A single point has neither line nor inside.
        let segments = if segments.len() > 1 { segments } else { Vec::new() };
        Self { has_inside: has_inside && segments.len() > 2, segments, rectangle: None }
    }
}

/// A coordinate or size of `element`, a share of which is one of `whole`; `None` if it has no such attribute.
pub(super) fn read_number(element: ElementRef<'_>, name: &str, whole: f32, warnings: &mut Warnings<'_>) -> Option<f32> {
    let text = element.value().attr(name)?.trim();
    let number = match value::length(text, Units { em: 12.0, rem: 12.0 }) {
        Some(Length::Points(points)) => Some(points / PIXEL),
        Some(Length::Share(share)) => Some(share * whole),
        Some(Length::Auto) => Some(0.0),
        None => numbers(text).ok().filter(|numbers| numbers.len() == 1).and_then(|numbers| numbers.first().copied()),
    };
    let sound = number.filter(|number| number.abs() < 1e7);
    if sound.is_none() {
        let element_name = element.value().name();
        warnings.element(format!("`{name}=\"{text}\"` of `{element_name}` is no number"), element);
    }
    sound
}

/// The numbers of a list; if there is a fault, those before it.
pub(super) fn numbers(text: &str) -> Result<Vec<f32>, Vec<f32>> {
    let mut found = Vec::new();
    for number in NumberListParser::from(text) {
        match number {
            #[expect(clippy::cast_possible_truncation, reason = "what is lost cannot be seen")]
            Ok(number) if number.abs() < 1e7 => found.push(number as f32),
            _ => return Err(found),
        }
    }
    Ok(found)
}

fn rectangle((x, y): Point, (width, height): (f32, f32), (rx, ry): (f32, f32)) -> Outline {
    if width <= 0.0 || height <= 0.0 {
        return Outline { segments: Vec::new(), has_inside: false, rectangle: None };
    }
    let (right, bottom) = (x + width, y + height);
    let (rx, ry) = (rx.clamp(0.0, width / 2.0), ry.clamp(0.0, height / 2.0));
    if rx <= 0.0 || ry <= 0.0 {
        let corners = [Segment::Line((right, y)), Segment::Line((right, bottom)), Segment::Line((x, bottom))];
        let segments = [Segment::Move((x, y))].into_iter().chain(corners).chain([Segment::Close]).collect();
        return Outline { segments, has_inside: true, rectangle: Some((x, y, width, height)) };
    }
    // Where the handles of each corner end.
    let (hx, hy) = (rx * (1.0 - HANDLE), ry * (1.0 - HANDLE));
    let segments = vec![
        Segment::Move((x + rx, y)),
        Segment::Line((right - rx, y)),
        Segment::Curve((right - hx, y), (right, y + hy), (right, y + ry)),
        Segment::Line((right, bottom - ry)),
        Segment::Curve((right, bottom - hy), (right - hx, bottom), (right - rx, bottom)),
        Segment::Line((x + rx, bottom)),
        Segment::Curve((x + hx, bottom), (x, bottom - hy), (x, bottom - ry)),
        Segment::Line((x, y + ry)),
        Segment::Curve((x, y + hy), (x + hx, y), (x + rx, y)),
        Segment::Close,
    ];
    Outline::of(segments, true)
}

/// Four Bézier quarters.
fn ellipse((cx, cy): Point, rx: f32, ry: f32) -> Outline {
    if rx <= 0.0 || ry <= 0.0 {
        return Outline::of(Vec::new(), false);
    }
    let (hx, hy) = (HANDLE * rx, HANDLE * ry);
    let segments = vec![
        Segment::Move((cx + rx, cy)),
        Segment::Curve((cx + rx, cy + hy), (cx + hx, cy + ry), (cx, cy + ry)),
        Segment::Curve((cx - hx, cy + ry), (cx - rx, cy + hy), (cx - rx, cy)),
        Segment::Curve((cx - rx, cy - hy), (cx - hx, cy - ry), (cx, cy - ry)),
        Segment::Curve((cx + hx, cy - ry), (cx + rx, cy - hy), (cx + rx, cy)),
        Segment::Close,
    ];
    Outline::of(segments, true)
}
