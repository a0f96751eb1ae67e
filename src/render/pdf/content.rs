//! From display list to `printpdf` operations: page content and fonts.

use std::collections::BTreeMap;

use printpdf::{
    Codepoint, Color as PdfColor, DictItem, FontId, Line, LineDashPattern, LinePoint, Mm, Op, PaintMode, ParsedFont,
    PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Polygon, PolygonRing, Pt, Rect, Rgb, TextItem,
    TextMatrix, WindingOrder,
};

use super::Error;
use super::cascade::Paper;
use super::display::{Artifact, Mark, Page, Shape, Shown, Stroke, Text};
use super::fonts::{Face, FaceId, Faces};
use super::style::LineStyle;
use super::tags::Tags;
use super::value::Color;

/// Writes pages and fonts; structure, links and metadata are not in it yet.
pub(super) fn document(pages: &[Page], faces: &Faces, tags: &Tags, paper: Paper) -> Result<lopdf::Document, Error> {
    let mut pdf = PdfDocument::new("");
    for (number, face) in faces.iter().enumerate() {
        let font = PdfFont { parsed_font: embed(face)?, meta: Default::default() };
        pdf.resources.fonts.map.insert(font_id(number), font);
    }
    for page in pages {
        let mut writer = Writer::new(faces, tags, paper.height);
        writer.page(page);
        let sheet = Rect::from_wh(Pt(paper.width), Pt(paper.height));
        pdf.pages.push(PdfPage { media_box: sheet.clone(), trim_box: sheet.clone(), crop_box: sheet, ops: writer.ops });
    }
    pdf.pages.push(inventory(faces));
    let options = PdfSaveOptions {
        subset_fonts: false,
        // Our own operators: see `show`.
        secure: false,
        ..PdfSaveOptions::default()
    };
    let mut warnings = Vec::new();
    let mut document = pdf.to_lopdf_document(&options, &mut warnings);
    if let Some(warning) = warnings.first() {
        return Err(Error::Write(warning.msg.clone()));
    }
    drop_inventory(&mut document);
    Ok(document)
}

/// A page that shows every glyph once, with its text: `printpdf` learns from it what goes into the
/// fonts' width and text tables. It is not kept.
fn inventory(faces: &Faces) -> PdfPage {
    let mut ops = vec![Op::StartTextSection];
    for (number, face) in faces.iter().enumerate() {
        ops.push(Op::SetFont { font: PdfFontHandle::External(font_id(number)), size: Pt(1.0) });
        let glyphs = face.glyphs().map(|id| Codepoint::with_cid(id, 0.0, face.text(id).to_owned())).collect();
        ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] });
    }
    ops.push(Op::EndTextSection);
    PdfPage::new(Mm(1.0), Mm(1.0), ops)
}

/// Removes the last page with its content and resources.
fn drop_inventory(document: &mut lopdf::Document) {
    let Some(sheet) = document.get_pages().into_values().next_back() else {
        return;
    };
    let own = |key: &[u8]| {
        let page = document.get_dictionary(sheet).ok()?;
        page.get(key).and_then(lopdf::Object::as_reference).ok()
    };
    let objects = [own(b"Contents"), own(b"Resources"), Some(sheet)];
    let tree = own(b"Parent");
    for object in objects.into_iter().flatten() {
        document.objects.remove(&object);
    }
    if let Some(tree) = tree.and_then(|tree| document.get_dictionary_mut(tree).ok()) {
        let count = tree.get(b"Count").and_then(lopdf::Object::as_i64).unwrap_or(1);
        tree.set("Count", count - 1);
        if let Ok(kids) = tree.get_mut(b"Kids").and_then(lopdf::Object::as_array_mut) {
            kids.pop();
        }
    }
}

fn font_id(number: usize) -> FontId {
    FontId(format!("F{number}"))
}

/// The subset as `printpdf` wants it, with the name and weight that it would leave out.
fn embed(face: &Face) -> Result<ParsedFont, Error> {
    let (subset, name) = face.subset()?;
    let mut font = ParsedFont::from_bytes(&subset, 0, &mut Vec::new())
        .ok_or_else(|| Error::Subset(format!("subset of {name} cannot be read")))?;
    font.font_name = Some(format!("{}+{name}", subset_tag(&subset)));
    font.pdf_font_metrics.us_weight_class = face.weight();
    Ok(font)
}

/// Six capitals that change with the subset.
fn subset_tag(subset: &[u8]) -> String {
    let mut hash = super::meta::hash(subset);
    let mut tag = String::new();
    for _ in 0..6 {
        tag.extend(char::from_digit(10 + u32::try_from(hash % 26).unwrap_or(0), 36));
        hash /= 26;
    }
    tag.to_ascii_uppercase()
}

/// Writes one page; remembers what is set, to set it once.
struct Writer<'a> {
    faces: &'a Faces,
    tags: &'a Tags,
    height: f32,
    ops: Vec<Op>,
    fill: Option<Color>,
    stroke: Option<Stroke>,
    font: Option<(FaceId, f32)>,
}

impl<'a> Writer<'a> {
    fn new(faces: &'a Faces, tags: &'a Tags, height: f32) -> Self {
        Self { faces, tags, height, ops: Vec::new(), fill: None, stroke: None, font: None }
    }

    fn page(&mut self, page: &Page) {
        if page.backdrop.iter().any(|shapes| !shapes.is_empty()) {
            self.artifact(Artifact::Layout);
            page.backdrop.iter().flatten().for_each(|shape| self.shape(shape));
            self.ops.push(Op::EndMarkedContent);
        }
        for mark in &page.marks {
            match mark {
                Mark::Begin { node, mcid } => {
                    let tag = self.tags.role(*node).map_or("Span", |role| role.name());
                    let number = i64::try_from(*mcid).unwrap_or(i64::MAX);
                    self.begin(tag, [("MCID", DictItem::Int(number))]);
                }
                Mark::Artifact(kind) => self.artifact(*kind),
                Mark::End => self.ops.push(Op::EndMarkedContent),
                Mark::Shape(shape) => self.shape(shape),
                Mark::Text(text) => self.text(text),
            }
        }
    }

    fn begin<const N: usize>(&mut self, tag: &str, entries: [(&str, DictItem); N]) {
        let map = entries.map(|(key, value)| (key.to_owned(), value));
        self.ops.push(Op::BeginMarkedContentWithProperties {
            tag: tag.to_owned(),
            properties: DictItem::Dict { map: BTreeMap::from(map) },
        });
    }

    fn artifact(&mut self, kind: Artifact) {
        let kind = match kind {
            Artifact::Layout => "Layout",
            Artifact::Pagination => "Pagination",
        };
        self.begin("Artifact", [("Type", DictItem::Name(kind.as_bytes().to_vec()))]);
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Rectangle { x, y, width, height, color } => {
                self.set_fill(*color);
                self.ops.push(Op::DrawRectangle {
                    rectangle: Rect {
                        x: points(*x),
                        y: points(self.height - y - height),
                        width: points(*width),
                        height: points(*height),
                        mode: Some(PaintMode::Fill),
                        winding_order: None,
                    },
                });
            }
            Shape::Path { points, closed, fill, stroke } => self.path(points, *closed, *fill, *stroke),
        }
    }

    fn path(&mut self, corners: &[(f32, f32, bool)], closed: bool, fill: Option<Color>, stroke: Option<Stroke>) {
        let points: Vec<LinePoint> = corners
            .iter()
            .map(|&(x, y, bezier)| LinePoint { p: Point { x: points(x), y: points(self.height - y) }, bezier })
            .collect();
        if let Some(color) = fill {
            self.set_fill(color);
        }
        if let Some(stroke) = stroke {
            self.set_stroke(stroke);
        }
        let mode = match (fill, stroke) {
            (Some(_), Some(_)) => PaintMode::FillStroke,
            (Some(_), None) => PaintMode::Fill,
            (None, _) => {
                self.ops.push(Op::DrawLine { line: Line { points, is_closed: closed } });
                return;
            }
        };
        self.ops.push(Op::DrawPolygon {
            polygon: Polygon { rings: vec![PolygonRing { points }], mode, winding_order: WindingOrder::NonZero },
        });
    }

    fn set_fill(&mut self, color: Color) {
        if self.fill != Some(color) {
            self.fill = Some(color);
            self.ops.push(Op::SetFillColor { col: rgb(color) });
        }
    }

    fn set_stroke(&mut self, stroke: Stroke) {
        if self.stroke == Some(stroke) {
            return;
        }
        self.stroke = Some(stroke);
        let width = stroke.width;
        let dash = match stroke.line {
            LineStyle::Dashed => LineDashPattern::new(0.0, &[round(3.0 * width), round(2.0 * width)]),
            LineStyle::Dotted => LineDashPattern::new(0.0, &[round(width), round(2.5 * width)]),
            LineStyle::Solid | LineStyle::None => LineDashPattern::solid(),
        };
        self.ops.extend([
            Op::SetOutlineColor { col: rgb(stroke.color) },
            Op::SetOutlineThickness { pt: points(width) },
            Op::SetLineDashPattern { dash },
        ]);
    }

    fn text(&mut self, text: &Text) {
        let Some(face) = self.faces.get(text.face) else {
            return;
        };
        if text.glyphs.is_empty() {
            return;
        }
        self.set_fill(text.color);
        if text.rtl {
            // Glyphs stand from left to right, so their text is reversed: readers turn it back.
            self.ops.push(Op::BeginMarkedContent { tag: "ReversedChars".to_owned() });
        }
        self.ops.push(Op::StartTextSection);
        if self.font != Some((text.face, text.size)) {
            self.font = Some((text.face, text.size));
            self.ops.push(Op::SetFont {
                font: PdfFontHandle::External(font_id(usize::from(text.face))),
                size: points(text.size),
            });
        }
        for piece in pieces(text, face) {
            self.piece(text, face, &piece);
        }
        self.ops.push(Op::EndTextSection);
        if text.rtl {
            self.ops.push(Op::EndMarkedContent);
        }
    }

    fn piece(&mut self, text: &Text, face: &Face, piece: &Piece<'_>) {
        if let Some(actual) = piece.actual {
            let data = utf16(actual);
            let value = DictItem::String { data, literal: false };
            self.begin("Span", [("ActualText", value)]);
        }
        let Some(first) = piece.glyphs.first() else {
            return;
        };
        let (x, y) = (text.x + first.x, self.height - text.y + first.y);
        self.ops.push(Op::SetTextMatrix { matrix: TextMatrix::Translate(points(x), points(y)) });
        self.ops.push(show(piece.glyphs, face, text.size));
        if piece.actual.is_some() {
            self.ops.push(Op::EndMarkedContent);
        }
    }
}

/// Glyphs that can be shown with one operator.
struct Piece<'a> {
    glyphs: &'a [Shown],
    /// The text, where the font's own mapping would say something else.
    actual: Option<&'a str>,
}

/// Cuts a text where the baseline moves or a glyph stands for another text than usual.
fn pieces<'a>(text: &'a Text, face: &Face) -> Vec<Piece<'a>> {
    let mut found: Vec<Piece<'a>> = Vec::new();
    let glyphs = &text.glyphs;
    let mut start = 0;
    let mut plain = 0;
    while start < glyphs.len() {
        let rest = &glyphs[start + 1..];
        let count = 1 + rest.iter().take_while(|glyph| glyph.text.is_empty()).count();
        let range = glyphs[start].text.start as usize..glyphs[start].text.end as usize;
        let said = text.source.text.get(range).unwrap_or("");
        let usual = count == 1 && face.text(glyphs[start].id) == said;
        // Readers turn the text of reversed glyphs round, so only a single sign can be given.
        let needs_text = !usual && !said.is_empty() && (!text.rtl || said.chars().nth(1).is_none());
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
fn level<'a>(glyphs: &'a [Shown], actual: Option<&'a str>) -> Vec<Piece<'a>> {
    let mut actual = actual;
    glyphs.chunk_by(|a, b| (a.y - b.y).abs() <= 0.01).map(|glyphs| Piece { glyphs, actual: actual.take() }).collect()
}

/// Shows glyphs, with the adjustments that bring each to its place. The pen moves by the advances as
/// the file states them, cut to whole numbers, so that no error adds up. `printpdf`'s own operation
/// would write every glyph as a string of its own and copy its text each time.
fn show(glyphs: &[Shown], face: &Face, size: f32) -> Op {
    let origin = glyphs.first().map_or(0.0, |glyph| glyph.x);
    let mut pen = 0.0;
    let mut items = Vec::new();
    let mut codes: Vec<u8> = Vec::with_capacity(2 * glyphs.len());
    for (i, glyph) in glyphs.iter().enumerate() {
        codes.extend(glyph.id.to_be_bytes());
        #[expect(clippy::cast_precision_loss, reason = "advances are small")]
        let advance = face.stated_advance(glyph.id) as f32;
        pen += advance;
        let wanted = glyphs.get(i + 1).map(|next| (next.x - origin) * 1000.0 / size);
        let off = wanted.map_or(0.0, |wanted| (pen - wanted).round());
        if off.abs() >= 1.0 {
            pen -= off;
            items.push(DictItem::Bytes(std::mem::take(&mut codes)));
            items.push(DictItem::Real(off));
        }
    }
    if !codes.is_empty() {
        items.push(DictItem::Bytes(codes));
    }
    Op::Unknown { key: "TJ".to_owned(), value: vec![DictItem::Array(items)] }
}

fn rgb(color: Color) -> PdfColor {
    let [r, g, b] = color.0.map(|channel| (f32::from(channel) / 255.0 * 1000.0).round() / 1000.0);
    PdfColor::Rgb(Rgb { r, g, b, icc_profile: None })
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

fn points(number: f32) -> Pt {
    Pt(round(number))
}
