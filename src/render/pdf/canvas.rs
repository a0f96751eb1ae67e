//! A canvas of pixels: shapes and letters of the display list, for formats that take pictures but no drawings.

use kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape as _, StrokeOpts};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider};

use super::display::{Cap, Join, Segment, Shape, Stroke, Trace};
use super::text::Run;
use super::value::Color;

/// Pixels in a point: 288 in an inch, which prints well.
const FINE: f64 = 4.0;
/// How far, in pixels, a line may be from the curve that it stands for.
const TOLERANCE: f64 = 0.1;

/// Paper, and what was painted on it.
pub(super) struct Canvas {
    width: usize,
    height: usize,
    /// Three bytes a pixel.
    samples: Vec<u8>,
}

impl Canvas {
    /// A canvas of this size in points, all of one colour.
    pub(super) fn new((width, height): (f32, f32), color: Color) -> Self {
        let pixels = |points: f32| ((f64::from(points) * FINE).ceil() as usize).clamp(1, 20_000);
        let (width, height) = (pixels(width), pixels(height));
        Self { width, height, samples: color.0.repeat(width * height) }
    }

    /// Paints a shape, whose coordinates are points.
    pub(super) fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Rectangle { x, y, width, height, color } => {
                let (x, y) = (f64::from(*x), f64::from(*y));
                let area = Rect::new(x, y, x + f64::from(*width), y + f64::from(*height));
                self.fill(area.to_path(TOLERANCE), *color, false);
            }
            Shape::Line { from, to, stroke } => {
                self.stroke(&path(&[Segment::Move(*from), Segment::Line(*to)]), *stroke, &Trace::default());
            }
            Shape::Path { segments, fill, stroke, trace } => {
                let path = path(segments);
                if let Some(fill) = fill {
                    self.fill(path.clone(), fill.color, fill.even_odd);
                }
                if let Some(stroke) = stroke {
                    self.stroke(&path, *stroke, trace);
                }
            }
        }
    }

    /// Paints letters that begin at `x` on the baseline `y`, in points.
    pub(super) fn letters(&mut self, run: &Run, color: Color, x: f32, y: f32) {
        let Ok(font) = FontRef::from_index(run.font.data.as_ref(), run.font.index) else { return };
        let outlines = font.outline_glyphs();
        for glyph in &run.glyphs {
            let Some(outline) = outlines.get(glyph.id.into()) else { continue };
            let mut letter = Letter(BezPath::new());
            let settings = DrawSettings::unhinted(Size::new(run.size), LocationRef::default());
            if outline.draw(settings, &mut letter).is_ok() {
                let at = (f64::from(x + glyph.x), f64::from(y - glyph.y));
                // Fonts have y upwards.
                self.fill(Affine::new([1.0, 0.0, 0.0, -1.0, at.0, at.1]) * letter.0, color, false);
            }
        }
    }

    /// The picture as a file.
    pub(super) fn png(self) -> Vec<u8> {
        let size = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
        super::raster::png((size(self.width), size(self.height)), png::ColorType::Rgb, &self.samples)
    }

    fn stroke(&mut self, path: &BezPath, stroke: Stroke, trace: &Trace) {
        let cap = match trace.cap {
            Cap::Butt => kurbo::Cap::Butt,
            Cap::Round => kurbo::Cap::Round,
            Cap::Square => kurbo::Cap::Square,
        };
        let join = match trace.join {
            Join::Miter => kurbo::Join::Miter,
            Join::Round => kurbo::Join::Round,
            Join::Bevel => kurbo::Join::Bevel,
        };
        let dashes = trace.dashes.lengths().iter().map(|length| f64::from(*length));
        let pen = kurbo::Stroke::new(stroke.width.into())
            .with_caps(cap)
            .with_join(join)
            .with_dashes(f64::from(trace.dashes.start), dashes);
        self.fill(kurbo::stroke(path.iter(), &pen, &StrokeOpts::default(), TOLERANCE / FINE), stroke.color, false);
    }

    /// Mixes `color` into every pixel by how much of it lies inside of `path`.
    fn fill(&mut self, path: BezPath, color: Color, even_odd: bool) {
        let path = Affine::scale(FINE) * path;
        let bounds = path.bounding_box();
        let (top, bottom) =
            (bounds.y0.floor().max(0.0) as usize, (bounds.y1.ceil().max(0.0) as usize).min(self.height));
        if !bounds.is_finite() || top >= bottom {
            return;
        }
        let mut cover = Cover::new(self.width, top, bottom);
        let (mut start, mut at) = (Point::ZERO, Point::ZERO);
        kurbo::flatten(path, TOLERANCE, |element| match element {
            PathEl::MoveTo(point) => {
                cover.line(at, start);
                (start, at) = (point, point);
            }
            PathEl::LineTo(point) => {
                cover.line(at, point);
                at = point;
            }
            PathEl::ClosePath => {
                cover.line(at, start);
                at = start;
            }
            // Flattened paths have no curves.
            PathEl::QuadTo(..) | PathEl::CurveTo(..) => {}
        });
        cover.line(at, start);
        for row in top..bottom {
            let shares = cover.row(row, even_odd);
            let samples = &mut self.samples[3 * row * self.width..3 * (row + 1) * self.width];
            for (pixel, share) in samples.chunks_exact_mut(3).zip(shares) {
                if share > 0.0 {
                    for (sample, wanted) in pixel.iter_mut().zip(color.0) {
                        *sample = (f64::from(*sample) * (1.0 - share) + f64::from(wanted) * share).round() as u8;
                    }
                }
            }
        }
    }
}

/// How much of each pixel an outline covers: the signed areas right of its lines, summed up along each row.
struct Cover {
    width: usize,
    top: usize,
    bottom: usize,
    areas: Vec<f64>,
}

impl Cover {
    fn new(width: usize, top: usize, bottom: usize) -> Self {
        Self { width, top, bottom, areas: vec![0.0; (width + 2) * (bottom - top)] }
    }

    fn line(&mut self, from: Point, to: Point) {
        let (way, upper, lower) = if from.y < to.y { (1.0, from, to) } else { (-1.0, to, from) };
        let slope = (lower.x - upper.x) / (lower.y - upper.y);
        if !slope.is_finite() {
            return;
        }
        let first = upper.y.max(self.top as f64);
        let last = lower.y.min(self.bottom as f64);
        let mut row = first.floor() as usize;
        while (row as f64) < last {
            let (y0, y1) = ((row as f64).max(first), ((row + 1) as f64).min(last));
            let at = |y: f64| (upper.x + slope * (y - upper.y)).clamp(0.0, self.width as f64);
            self.step(row, at(y0), at(y1), way * (y1 - y0));
            row += 1;
        }
    }

    /// The part of a line in one row, from `one` to `other`; `height` has the sign of its way.
    fn step(&mut self, row: usize, one: f64, other: f64, height: f64) {
        let (left, right) = (one.min(other), one.max(other));
        let start = (row - self.top) * (self.width + 2);
        let (first, last) = (left.floor() as usize, right.ceil() as usize);
        // Of a pixel counts what lies right of the line; of all pixels behind it, the whole height. Sums along the row
        // make that of differences.
        for column in first..last.max(first + 1) {
            let edges = (column as f64, (column + 1) as f64);
            let (a, b) = (left.clamp(edges.0, edges.1), right.clamp(edges.0, edges.1));
            let share = if right > left { height * (b - a) / (right - left) } else { height };
            let inside = share * (edges.1 - (a + b) / 2.0);
            self.areas[start + column] += inside;
            self.areas[start + column + 1] += share - inside;
        }
    }

    /// The shares of the pixels of `row`.
    fn row(&self, row: usize, even_odd: bool) -> impl Iterator<Item = f64> {
        let start = (row - self.top) * (self.width + 2);
        let mut sum = 0.0;
        self.areas[start..start + self.width].iter().map(move |area| {
            sum += area;
            let share: f64 = if even_odd {
                let folded = f64::abs(sum) % 2.0;
                if folded > 1.0 { 2.0 - folded } else { folded }
            } else {
                f64::abs(sum).min(1.0)
            };
            // What is left of rounding is nothing.
            if share < 1e-6 { 0.0 } else { share }
        })
    }
}

fn path(segments: &[Segment]) -> BezPath {
    let point = |(x, y): (f32, f32)| Point::new(x.into(), y.into());
    let mut path = BezPath::new();
    for segment in segments {
        match *segment {
            Segment::Move(to) => path.move_to(point(to)),
            Segment::Line(to) => path.line_to(point(to)),
            Segment::Curve(first, second, to) => path.curve_to(point(first), point(second), point(to)),
            Segment::Close => path.close_path(),
        }
    }
    path
}

/// Takes the outline of a letter.
struct Letter(BezPath);

impl OutlinePen for Letter {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to((f64::from(x), f64::from(y)));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to((f64::from(x), f64::from(y)));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to((f64::from(cx), f64::from(cy)), (f64::from(x), f64::from(y)));
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.curve_to((f64::from(ax), f64::from(ay)), (f64::from(bx), f64::from(by)), (f64::from(x), f64::from(y)));
    }

    fn close(&mut self) {
        self.0.close_path();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::pdf::display::Fill;

    /// The red of each pixel after black was painted, for a canvas of one row of four pixels.
    fn painted(segments: Vec<Segment>, even_odd: bool) -> Vec<u8> {
        let mut canvas = Canvas::new((1.0, 0.25), Color([255; 3]));
        let fill = Some(Fill { color: Color([0; 3]), even_odd });
        canvas.shape(&Shape::Path { segments, fill, stroke: None, trace: Box::default() });
        canvas.samples.iter().step_by(3).copied().collect()
    }

    fn rectangle(left: f32, right: f32) -> Vec<Segment> {
        let corners = [(left, 0.0), (right, 0.0), (right, 0.25), (left, 0.25)];
        let mut segments: Vec<Segment> = corners.into_iter().map(Segment::Line).collect();
        segments[0] = Segment::Move(corners[0]);
        segments.push(Segment::Close);
        segments
    }

    #[test]
    fn a_pixel_is_as_dark_as_it_is_covered() {
        assert_eq!(painted(rectangle(0.125, 0.75), false), [128, 0, 0, 255]);
        assert_eq!(painted(rectangle(-5.0, 5.0), false), [0; 4]);
        assert_eq!(painted(rectangle(2.0, 3.0), false), [255; 4]);
        let slope =
            vec![Segment::Move((0.0, 0.25)), Segment::Line((1.0, 0.0)), Segment::Line((1.0, 0.25)), Segment::Close];
        assert_eq!(painted(slope, false), [223, 159, 96, 32]);
    }

    #[test]
    fn what_is_covered_twice_is_a_hole_only_where_asked() {
        let twice = [rectangle(0.0, 1.0), rectangle(0.25, 0.5)].concat();
        assert_eq!(painted(twice.clone(), false), [0; 4]);
        assert_eq!(painted(twice, true), [0, 255, 0, 0]);
    }
}
