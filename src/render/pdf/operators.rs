//! From display list to the operators of a page's content stream.

use std::io::Write;

use super::display::{Artifact, Cap, Image, Join, Mark, Page, Segment, Shape, Stroke, Text, Trace};
use super::fonts::{Face, FaceId, Faces};
use super::serialize::{decimal, hexadecimal};
use super::style::LineStyle;
use super::tags::Tags;
use super::text::Glyph;
use super::value::Color;

/// The content stream of `page`. `printpdf` could make it too, but would
/// take ten times as long, since it makes several objects of every operator.
pub(super) fn stream(page: &Page, faces: &Faces, tags: &Tags) -> Vec<u8> {
    let mut writer = Writer {
        faces,
        tags,
        height: page.paper.height,
        out: Vec::new(),
        fill: None,
        stroke: None,
        corners: (Cap::Butt, Join::Miter),
        miter: false,
        font: None,
    };
    writer.page(page);
    writer.out.pop();
    writer.out
}

/// Adds an operator with its operands. Writing to memory cannot fail.
macro_rules! operator {
    ($writer:expr, $($form:tt)*) => {{
        let _ = writeln!($writer.out, $($form)*);
    }};
}

/// Writes one page; remembers what is set, to set it once.
struct Writer<'a> {
    faces: &'a Faces,
    tags: &'a Tags,
    height: f32,
    out: Vec<u8>,
    fill: Option<Color>,
    stroke: Option<(Stroke, Trace)>,
    /// What lines begin with on every page.
    corners: (Cap, Join),
    /// Whether sharp corners are cut off where SVG does it.
    miter: bool,
    font: Option<(FaceId, f32)>,
}

impl Writer<'_> {
    fn page(&mut self, page: &Page) {
        if page.backdrop.iter().any(|shapes| !shapes.is_empty()) {
            self.artifact(Artifact::Layout);
            page.backdrop.iter().flatten().for_each(|shape| self.shape(shape));
            operator!(self, "EMC");
        }
        for mark in &page.marks {
            match mark {
                Mark::Begin { node, mcid } => {
                    let tag = self.tags.role(*node).map_or("Span", |role| role.name());
                    operator!(self, "/{tag} <</MCID {mcid}>> BDC");
                }
                Mark::Artifact(kind) => self.artifact(*kind),
                Mark::End => operator!(self, "EMC"),
                Mark::Shape(shape) => self.shape(shape),
                Mark::Image(image) => self.image(image),
                Mark::Text(text) => self.text(text),
            }
        }
    }

    fn artifact(&mut self, kind: Artifact) {
        let kind = match kind {
            Artifact::Layout => "Layout",
            Artifact::Pagination => "Pagination",
        };
        operator!(self, "/Artifact <</Type/{kind}>> BDC");
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Rectangle { x, y, width, height, color } => {
                self.set_fill(*color);
                let y = self.height - y - height;
                self.operator(&[*x, y, *width, *height], "re\nf");
            }
            Shape::Line { from, to, stroke } => {
                self.set_stroke(*stroke, Trace::default());
                self.set_corners(Trace::default(), &[]);
                self.path(&[Segment::Move(*from), Segment::Line(*to)]);
                self.operator(&[], "S");
            }
            Shape::Path { segments, fill, stroke, trace } => {
                if let Some(fill) = fill {
                    self.set_fill(fill.color);
                }
                if let Some(stroke) = stroke {
                    self.set_stroke(*stroke, **trace);
                    self.set_corners(**trace, segments);
                }
                self.path(segments);
                let even_odd = if fill.is_some_and(|fill| fill.even_odd) { "*" } else { "" };
                match (fill, stroke) {
                    (Some(_), Some(_)) => operator!(self, "B{even_odd}"),
                    (Some(_), None) => operator!(self, "f{even_odd}"),
                    (None, Some(_)) => operator!(self, "S"),
                    (None, None) => operator!(self, "n"),
                }
            }
        }
    }

    fn path(&mut self, segments: &[Segment]) {
        let height = self.height;
        for segment in segments {
            match segment.map(|(x, y)| (x, height - y)) {
                Segment::Move((x, y)) => self.operator(&[x, y], "m"),
                Segment::Line((x, y)) => self.operator(&[x, y], "l"),
                Segment::Curve((x1, y1), (x2, y2), (x, y)) => self.operator(&[x1, y1, x2, y2, x, y], "c"),
                Segment::Close => self.operator(&[], "h"),
            }
        }
    }

    /// Adds an operator whose operands are numbers.
    fn operator(&mut self, operands: &[f32], name: &str) {
        for operand in operands {
            decimal(&mut self.out, *operand);
            self.out.push(b' ');
        }
        self.out.extend(name.as_bytes());
        self.out.push(b'\n');
    }

    /// Stretches the unit square, which an image fills, to its place.
    fn image(&mut self, image: &Image) {
        let (width, height) = (round(image.width), round(image.height));
        let (x, y) = (round(image.x), round(self.height - image.y - image.height));
        operator!(self, "q\n{width} 0 0 {height} {x} {y} cm\n/{} Do\nQ", image.raster.name());
    }

    fn set_fill(&mut self, color: Color) {
        if self.fill != Some(color) {
            self.fill = Some(color);
            let [r, g, b] = rgb(color);
            operator!(self, "{r} {g} {b} rg");
        }
    }

    fn set_stroke(&mut self, stroke: Stroke, trace: Trace) {
        if self.stroke == Some((stroke, trace)) {
            return;
        }
        self.stroke = Some((stroke, trace));
        let width = stroke.width;
        let [r, g, b] = rgb(stroke.color);
        operator!(self, "{r} {g} {b} RG\n{} w", round(width));
        match stroke.line {
            LineStyle::Dashed => operator!(self, "[{} {}] 0 d", round(3.0 * width), round(2.0 * width)),
            LineStyle::Dotted => operator!(self, "[{} {}] 0 d", round(width), round(2.5 * width)),
            LineStyle::Solid | LineStyle::None => {
                let lengths: Vec<String> = trace.dashes.lengths().iter().map(|n| round(*n).to_string()).collect();
                // Lengths too small to be written apart are no pattern, which readers would refuse.
                if trace.dashes.lengths().iter().any(|length| round(*length) > 0.0) {
                    operator!(self, "[{}] {} d", lengths.join(" "), round(trace.dashes.start));
                } else {
                    operator!(self, "[] 0 d");
                }
            }
        }
    }

    /// Sets how the line along `segments` ends and turns.
    fn set_corners(&mut self, trace: Trace, segments: &[Segment]) {
        if self.corners.0 != trace.cap {
            self.corners.0 = trace.cap;
            let cap = match trace.cap {
                Cap::Butt => 0,
                Cap::Round => 1,
                Cap::Square => 2,
            };
            operator!(self, "{cap} J");
        }
        if self.corners.1 != trace.join {
            self.corners.1 = trace.join;
            let join = match trace.join {
                Join::Miter => 0,
                Join::Round => 1,
                Join::Bevel => 2,
            };
            operator!(self, "{join} j");
        }
        if !self.miter && segments.len() > 2 {
            self.miter = true;
            operator!(self, "4 M");
        }
    }

    fn text(&mut self, text: &Text) {
        let Some(face) = self.faces.get(text.face) else {
            return;
        };
        let run = &text.run;
        if run.glyphs.is_empty() {
            return;
        }
        self.set_fill(text.color);
        if run.rtl {
            // Glyphs stand from left to right, so their text is reversed: readers turn it back.
            operator!(self, "/ReversedChars BMC");
        }
        operator!(self, "BT");
        if self.font != Some((text.face, run.size)) {
            self.font = Some((text.face, run.size));
            operator!(self, "/{} {} Tf", super::content::font_name(text.face.into()), round(run.size));
        }
        for piece in pieces(text, face) {
            self.piece(text, face, &piece);
        }
        operator!(self, "ET");
        if run.rtl {
            operator!(self, "EMC");
        }
    }

    fn piece(&mut self, text: &Text, face: &Face, piece: &Piece<'_>) {
        let Some(first) = piece.glyphs.first() else {
            return;
        };
        if let Some(actual) = piece.actual {
            self.out.extend(b"/Span <</ActualText<");
            utf16(actual).into_iter().for_each(|byte| hexadecimal(&mut self.out, byte));
            operator!(self, ">>> BDC");
        }
        let (x, y) = (text.x + first.x, self.height - text.y + first.y);
        self.operator(&[1.0, 0.0, 0.0, 1.0, x, y], "Tm");
        self.show(piece.glyphs, face, text.run.size);
        if piece.actual.is_some() {
            operator!(self, "EMC");
        }
    }

    /// Shows glyphs, with the adjustments that bring each to its place. The pen moves by the advances
    /// as the file states them, cut to whole numbers, so that no error adds up.
    fn show(&mut self, glyphs: &[Glyph], face: &Face, size: f32) {
        let origin = glyphs.first().map_or(0.0, |glyph| glyph.x);
        let mut pen = 0.0;
        self.out.extend(b"[<");
        for (i, glyph) in glyphs.iter().enumerate() {
            let id = face.number(glyph.id);
            id.to_be_bytes().into_iter().for_each(|byte| hexadecimal(&mut self.out, byte));
            #[expect(clippy::cast_precision_loss, reason = "advances are small")]
            let advance = face.stated_advance(id) as f32;
            pen += advance;
            let wanted = glyphs.get(i + 1).map(|next| (next.x - origin) * 1000.0 / size);
            let off = wanted.map_or(0.0, |wanted| (pen - wanted).round());
            if off.abs() >= 1.0 {
                pen -= off;
                self.out.extend(b"> ");
                decimal(&mut self.out, off);
                self.out.push(b'<');
            }
        }
        operator!(self, ">] TJ");
    }
}

/// Glyphs that can be shown with one operator.
struct Piece<'a> {
    glyphs: &'a [Glyph],
    /// The text, where the font's own mapping would say something else.
    actual: Option<&'a str>,
}

/// Cuts a text where the baseline moves or a glyph stands for another text than usual.
fn pieces<'a>(text: &'a Text, face: &Face) -> Vec<Piece<'a>> {
    let mut found: Vec<Piece<'a>> = Vec::new();
    let glyphs = &text.run.glyphs;
    let mut start = 0;
    let mut plain = 0;
    while start < glyphs.len() {
        let rest = &glyphs[start + 1..];
        let count = 1 + rest.iter().take_while(|glyph| glyph.text.is_empty()).count();
        let range = glyphs[start].text.start as usize..glyphs[start].text.end as usize;
        let said = text.source.text.get(range).unwrap_or("");
        let usual = count == 1 && face.text(face.number(glyphs[start].id)) == said;
        // Readers turn the text of reversed glyphs round, so only a single sign can be given.
        let needs_text = !usual && !said.is_empty() && (!text.run.rtl || said.chars().nth(1).is_none());
        let moves = start > plain && (glyphs[start].y - glyphs[plain].y).abs() > 0.01;
        let uneven = glyphs[start..start + count].iter().any(|glyph| (glyph.y - glyphs[start].y).abs() > 0.01);
        if (needs_text || moves || uneven) && start > plain {
            found.push(Piece { glyphs: &glyphs[plain..start], actual: None });
            plain = start;
        }
        if needs_text || uneven {
            let actual = needs_text.then_some(said);
            found.extend(level(&glyphs[start..start + count], actual));
            plain = start + count;
        }
        start += count;
    }
    if plain < glyphs.len() {
        found.push(Piece { glyphs: &glyphs[plain..], actual: None });
    }
    found
}

/// Cuts a cluster where the baseline moves; only its first piece can carry the text.
fn level<'a>(glyphs: &'a [Glyph], actual: Option<&'a str>) -> Vec<Piece<'a>> {
    let mut actual = actual;
    glyphs.chunk_by(|a, b| (a.y - b.y).abs() <= 0.01).map(|glyphs| Piece { glyphs, actual: actual.take() }).collect()
}

pub(super) fn rgb(color: Color) -> [f32; 3] {
    color.0.map(|channel| (f32::from(channel) / 255.0 * 1000.0).round() / 1000.0)
}

/// Text as PDF strings hold it outside of Latin.
pub(super) fn utf16(text: &str) -> Vec<u8> {
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    bytes
}

/// Two decimals are a tenth of what a printer resolves.
pub(super) fn round(number: f32) -> f32 {
    (number * 100.0).round() / 100.0
}
