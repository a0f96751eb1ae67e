//! The `d` attribute of a path.

use svgtypes::{PathParser, PathSegment, SimplePathSegment as Simple, SimplifyingPathParser};

use crate::render::pdf::display::{Point, Segment};

/// Numbers from here on are faults: arcs of such a size would be cut into more pieces than memory holds.
const LARGEST: f64 = 1e6;
/// No path of a report has more steps.
const MOST: usize = 100_000;

/// Reads path data: what stands before its first fault, as SVG wants it, and whether there was one. Arcs and quadratic
/// curves become cubic ones, which are all that PDF has.
pub(super) fn read(data: &str) -> (Vec<Segment>, bool) {
    let mut segments = Vec::new();
    if PathParser::from(data).flatten().any(|segment| largest(segment) >= LARGEST) {
        return (segments, true);
    }
    let mut at = (0.0, 0.0);
    for step in SimplifyingPathParser::from(data) {
        let segment = match step {
            Ok(Simple::MoveTo { x, y }) => Segment::Move(point(x, y)),
            Ok(Simple::LineTo { x, y }) => Segment::Line(point(x, y)),
            Ok(Simple::CurveTo { x1, y1, x2, y2, x, y }) => Segment::Curve(point(x1, y1), point(x2, y2), point(x, y)),
            Ok(Simple::Quadratic { x1, y1, x, y }) => raised(at, point(x1, y1), point(x, y)),
            Ok(Simple::ClosePath) => Segment::Close,
            Err(_) => return (segments, true),
        };
        at = segment.points().last().unwrap_or(at);
        if segments.len() == MOST || !(at.0.is_finite() && at.1.is_finite()) {
            return (segments, true);
        }
        segments.push(segment);
    }
    (segments, false)
}

/// The largest of a step's numbers, whatever its sign. An angle never matters.
fn largest(segment: PathSegment) -> f64 {
    use PathSegment as Step;
    let numbers = match segment {
        Step::MoveTo { x, y, .. } | Step::LineTo { x, y, .. } | Step::SmoothQuadratic { x, y, .. } => {
            [x, y, 0.0, 0.0, 0.0, 0.0]
        }
        Step::HorizontalLineTo { x, .. } => [x, 0.0, 0.0, 0.0, 0.0, 0.0],
        Step::VerticalLineTo { y, .. } => [y, 0.0, 0.0, 0.0, 0.0, 0.0],
        Step::CurveTo { x1, y1, x2, y2, x, y, .. } => [x1, y1, x2, y2, x, y],
        Step::SmoothCurveTo { x2, y2, x, y, .. } => [x2, y2, x, y, 0.0, 0.0],
        Step::Quadratic { x1, y1, x, y, .. } => [x1, y1, x, y, 0.0, 0.0],
        Step::EllipticalArc { rx, ry, x, y, .. } => [rx, ry, x, y, 0.0, 0.0],
        Step::ClosePath { .. } => [0.0; 6],
    };
    numbers.into_iter().fold(0.0, |most, number| most.max(number.abs()))
}

#[expect(clippy::cast_possible_truncation, reason = "what is lost cannot be seen")]
fn point(x: f64, y: f64) -> Point {
    (x as f32, y as f32)
}

/// The cubic curve that runs like the quadratic one.
fn raised(from: Point, handle: Point, to: Point) -> Segment {
    let third = |end: Point| (end.0 + (handle.0 - end.0) * 2.0 / 3.0, end.1 + (handle.1 - end.1) * 2.0 / 3.0);
    Segment::Curve(third(from), third(to), to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(data: &str) -> Vec<Point> {
        let (segments, faulty) = read(data);
        assert!(!faulty, "{data}");
        let round = |(x, y): Point| ((x * 100.0).round() / 100.0, (y * 100.0).round() / 100.0);
        segments.into_iter().filter_map(|segment| segment.points().last().map(round)).collect()
    }

    #[test]
    fn every_command_is_understood() {
        let same = [
            ("M1 1 L3 4 H5 V6", "m1 1 l2 3 h2 v2"),
            ("M1 1 C2 2 3 3 4 4 S6 6 7 7", "m1 1 c1 1 2 2 3 3 s2 2 3 3"),
            ("M1 1 Q2 2 3 1 T5 1", "m1 1 q1 1 2 0 t2 0"),
            ("M0 0 A5 5 0 0 1 10 0", "m0 0 a5,5 0 01 10,0"),
            ("M1 1 L2 2 Z M5 5 L6 6", "m1 1 1 1z m4 4 1 1"),
            ("M1 1 2 2 3 3", "M1,1L2,2L3,3"),
            ("M1.5.5L-1-1", "M 1.5 0.5 L -1 -1"),
        ];
        for (one, other) in same {
            assert_eq!(ends(one), ends(other), "{one}");
            assert!(ends(one).len() > 1);
        }
    }

    #[test]
    fn curves_become_cubic_ones() {
        let (quadratic, _) = read("M0 0 Q3 3 6 0");
        assert_eq!(quadratic[1], Segment::Curve((2.0, 2.0), (4.0, 2.0), (6.0, 0.0)));
        // Half a circle goes over its top.
        assert_eq!(ends("M0 0 A5 5 0 0 1 10 0"), [(0.0, 0.0), (5.0, -5.0), (10.0, 0.0)]);
        let (smooth, _) = read("M0 0 C0 1 1 2 2 2 S4 1 4 0");
        assert_eq!(smooth[2], Segment::Curve((3.0, 2.0), (4.0, 1.0), (4.0, 0.0)));
    }

    #[test]
    fn a_part_begins_where_the_last_one_closed() {
        let (segments, _) = read("M1 1 h2 v2 z h1");
        assert_eq!(segments[3..], [Segment::Close, Segment::Move((1.0, 1.0)), Segment::Line((2.0, 1.0))]);
    }

    #[test]
    fn a_fault_ends_the_path() {
        for (data, kept) in [("M0 0 L1 1 ? L2 2", 2), ("M0 0 L1", 1), ("L1 1", 0), ("M0 0 Lnan 1", 1), ("M1e99 0", 0)] {
            let (segments, faulty) = read(data);
            assert_eq!((segments.len(), faulty), (kept, true), "{data}");
        }
        assert!(read("M0 0 A1e300 1e300 0 0 1 1 1").1);
        assert!(read("M0 0 A1e5 1e-4 0 0 1 1 1e5").0.len() < 5000);
        assert_eq!(read(""), (Vec::new(), false));
    }
}
