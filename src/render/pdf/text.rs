//! Paragraphs: shaping and line breaking with `parley`, and the glyphs of each line.

use std::ops::Range;
use std::rc::Rc;

use parley::{
    Alignment, AlignmentOptions, BaseDirection, FontContext, FontFamily, FontFamilyName, FontStyle, FontWeight,
    InlineBox, InlineBoxKind, Layout, LayoutContext, LineHeight as ParleyHeight, OverflowWrap, PositionedLayoutItem,
    TextWrapMode, VerticalAlign as ParleyAlign,
};

use super::fonts::{FaceId, Faces, Fonts};
use super::style::{LineHeight, Style, TextAlign, VerticalAlign, WhiteSpace};
use super::svg::Graphic;
use super::table::Need;
use super::tags::NodeId;

/// Spans beyond this number take the look of the last one: `parley` counts styles in 16 bits.
const MOST_SPANS: usize = 60_000;

/// Running text with its looks, before shaping.
#[derive(Debug, Clone)]
pub(super) struct Paragraph {
    pub(super) text: String,
    pub(super) spans: Vec<Span>,
    /// Pictures between the letters, by byte position.
    pub(super) graphics: Vec<(usize, Rc<Graphic>)>,
    pub(super) style: Rc<Style>,
    /// The level and node of a heading, for the bookmarks.
    pub(super) outline: Option<u8>,
    /// In a contents list: the id whose page number ends the last line.
    pub(super) page_of: Option<String>,
}

/// A part of a paragraph with one look.
#[derive(Debug, Clone)]
pub(super) struct Span {
    pub(super) range: Range<usize>,
    pub(super) style: Rc<Style>,
    pub(super) node: NodeId,
    pub(super) link: Option<usize>,
}

/// One line, ready to be painted.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) height: f32,
    /// From the line's top down to its baseline.
    pub(super) baseline: f32,
    /// Where its visible part ends, from the paragraph's left edge.
    pub(super) left: f32,
    pub(super) right: f32,
    /// In logical order.
    pub(super) runs: Vec<Run>,
    pub(super) graphics: Vec<PlacedGraphic>,
}

/// Glyphs of one face, size, span and direction.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) face: FaceId,
    pub(super) size: f32,
    pub(super) span: usize,
    pub(super) rtl: bool,
    /// From the paragraph's left edge.
    pub(super) x: f32,
    pub(super) width: f32,
    /// Above the line's baseline.
    pub(super) rise: f32,
    /// In visual order, from left to right.
    pub(super) glyphs: Vec<Glyph>,
}

/// One glyph; `x` and `y` count from the run's origin.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub(super) id: u16,
    pub(super) x: f32,
    pub(super) y: f32,
    /// The text of its cluster, on the cluster's first glyph only; else empty.
    pub(super) text: Range<u32>,
}

/// A picture in a line.
#[derive(Debug)]
pub(super) struct PlacedGraphic {
    pub(super) graphic: Rc<Graphic>,
    pub(super) x: f32,
    /// From the line's top.
    pub(super) y: f32,
}

/// A shaped paragraph whose lines are not broken yet.
#[derive(Debug)]
pub(super) struct Shaped {
    layout: Layout<usize>,
    pub(super) paragraph: Paragraph,
}

impl Shaped {
    /// The widths of its longest word and of its longest line.
    pub(super) fn widths(&self) -> Need {
        let widths = self.layout.calculate_content_widths();
        Need { min: widths.min, max: widths.max }
    }
}

/// Characters that no font has, replaced by their number.
pub(super) type Missing = std::collections::BTreeSet<char>;

/// Shapes text; made once for a document.
pub(super) struct Typesetter {
    fonts: FontContext,
    layouts: LayoutContext<usize>,
    families: Vec<String>,
    pub(super) faces: Faces,
    /// What had to be replaced so far.
    pub(super) missing: Missing,
}

impl Typesetter {
    pub(super) fn new(fonts: &Fonts) -> Self {
        Self {
            fonts: fonts.context(),
            layouts: LayoutContext::new(),
            families: fonts.families().to_vec(),
            faces: Faces::default(),
            missing: Missing::new(),
        }
    }

    /// Shapes `paragraph`. Characters that no font has become visible numbers.
    pub(super) fn shape(&mut self, mut paragraph: Paragraph) -> Shaped {
        let mut layout = self.layout(&paragraph, true);
        if !paragraph.text.chars().all(is_in_every_font) {
            let lost = missing(&mut layout, &paragraph.text);
            if !lost.is_empty() {
                replace(&mut paragraph, &lost);
                self.missing.extend(lost);
                layout = self.layout(&paragraph, true);
            }
        }
        Shaped { layout, paragraph }
    }

    /// Breaks into lines of at most `width`.
    pub(super) fn lines(&mut self, shaped: Shaped, width: f32) -> (Rc<Paragraph>, Vec<Line>) {
        let keeps_whole = |span: &Span| span.style.text.white_space == WhiteSpace::NoWrap;
        let may_stick_out = shaped.paragraph.spans.iter().any(keeps_whole);
        let is_too_wide = may_stick_out && shaped.widths().min > width + 0.01;
        let Shaped { mut layout, paragraph } = shaped;
        if is_too_wide {
            // Text must not leave its box, so `nowrap` gives way.
            layout = self.layout(&paragraph, false);
        }
        // A hair more room, since the width may itself come from the same measure.
        layout.break_all_lines(Some(width + 0.01));
        let rtl = paragraph.style.rtl;
        let alignment = match paragraph.style.text.align {
            TextAlign::Start => Alignment::Start,
            TextAlign::End => Alignment::End,
            TextAlign::Left => Alignment::Left,
            TextAlign::Right => Alignment::Right,
            TextAlign::Center => Alignment::Center,
        };
        let alignment = match (alignment, rtl) {
            (Alignment::Start, true) => Alignment::Right,
            (Alignment::End, true) => Alignment::Left,
            (other, _) => other,
        };
        layout.align(alignment, AlignmentOptions::default());
        let lines = layout.lines().map(|line| extract(&line, &paragraph, &mut self.faces)).collect();
        (Rc::new(paragraph), lines)
    }

    fn layout(&mut self, paragraph: &Paragraph, may_keep_whole: bool) -> Layout<usize> {
        let mut builder = self.layouts.style_run_builder(&mut self.fonts, &paragraph.text, 1.0, false);
        // Looking families up by name is dear: where the first has every letter, the others are not offered.
        let needed = if paragraph.text.chars().all(is_in_every_font) { 1 } else { self.families.len() };
        let families = Families(&self.families[..needed.min(self.families.len())]);
        // The first style is the root: it sets the least height of every line.
        builder.push_style(text_style(&paragraph.style, &paragraph.style, 0, &families, true));
        for (number, span) in paragraph.spans.iter().enumerate().take(MOST_SPANS) {
            let style = text_style(&span.style, &paragraph.style, number, &families, may_keep_whole);
            builder.push_style(style);
        }
        let mut end = 0;
        for (number, span) in paragraph.spans.iter().enumerate() {
            let style = u16::try_from(number.min(MOST_SPANS - 1) + 1).unwrap_or(0);
            builder.push_style_run(style, end..span.range.end);
            end = span.range.end;
        }
        for (number, (index, graphic)) in paragraph.graphics.iter().enumerate() {
            builder.push_inline_box(InlineBox {
                id: number as u64,
                kind: InlineBoxKind::InFlow,
                index: *index,
                width: graphic.inline_width(),
                height: graphic.height,
                baseline: None,
                vertical_align: ParleyAlign::BASELINE,
            });
        }
        builder.set_base_direction(if paragraph.style.rtl { BaseDirection::Rtl } else { BaseDirection::Ltr });
        builder.build(&paragraph.text)
    }
}

struct Families<'a>(&'a [String]);

impl<'a> Families<'a> {
    /// The fallback list, headed by the family that the stylesheet chose.
    fn list(&self, first: Option<&'a str>) -> FontFamily<'a> {
        let first = first.filter(|first| self.0.first().is_none_or(|usual| usual != first));
        let names = first.into_iter().chain(self.0.iter().map(String::as_str));
        let list: Vec<_> = names.map(|name| FontFamilyName::Named(name.into())).collect();
        FontFamily::List(list.into())
    }
}

fn text_style<'a>(
    style: &'a Style,
    block: &Style,
    number: usize,
    families: &Families<'a>,
    may_keep_whole: bool,
) -> parley::TextStyle<'a, 'static, usize> {
    let text = &style.text;
    let raised = matches!(style.vertical_align, VerticalAlign::Sub | VerticalAlign::Super);
    let line_height = match text.line_height {
        // Small raised signs must not spread the lines.
        _ if raised => ParleyHeight::FontSizeRelative(0.1),
        LineHeight::Factor(factor) => ParleyHeight::FontSizeRelative(factor),
        LineHeight::Points(points) => ParleyHeight::Absolute(points),
    };
    let nowrap = text.white_space == WhiteSpace::NoWrap && may_keep_whole;
    parley::TextStyle {
        font_family: families.list(text.family.as_deref()),
        font_size: text.size,
        font_style: if text.italic { FontStyle::Italic } else { FontStyle::Normal },
        font_weight: FontWeight::new(text.weight),
        locale: style.lang.parse().ok(),
        brush: number,
        line_height,
        vertical_align: match style.vertical_align {
            VerticalAlign::Sub => ParleyAlign::length(-0.18 * block.text.size),
            VerticalAlign::Super => ParleyAlign::length(0.34 * block.text.size),
            _ => ParleyAlign::BASELINE,
        },
        letter_spacing: text.letter_spacing,
        overflow_wrap: if nowrap { OverflowWrap::Normal } else { OverflowWrap::BreakWord },
        text_wrap_mode: if nowrap { TextWrapMode::NoWrap } else { TextWrapMode::Wrap },
        ..parley::TextStyle::default()
    }
}

/// True for letters that the first family is known to have, in all its faces.
fn is_in_every_font(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{a0}'..='\u{24f}' | '\u{400}'..='\u{52f}')
}

/// The characters of `text` that no font could draw.
fn missing(layout: &mut Layout<usize>, text: &str) -> Missing {
    let mut lost = Missing::new();
    layout.break_all_lines(None);
    for run in layout.lines().flat_map(|line| line.runs().collect::<Vec<_>>()) {
        for cluster in run.clusters() {
            if cluster.glyphs().any(|glyph| glyph.id == 0) {
                let part = text.get(cluster.text_range()).unwrap_or("");
                lost.extend(part.chars().filter(|&c| c != '\n'));
            }
        }
    }
    lost
}

/// Writes each lost character as its number, in brackets.
fn replace(paragraph: &mut Paragraph, lost: &Missing) {
    paragraph.rewrite(|text| {
        let mut written = String::with_capacity(text.len());
        for c in text.chars() {
            if lost.contains(&c) {
                written.push_str(&format!("[U+{:04X}]", u32::from(c)));
            } else {
                written.push(c);
            }
        }
        written
    });
}

impl Paragraph {
    /// Changes the text, piece by piece: a piece has one look and no picture inside.
    pub(super) fn rewrite(&mut self, change: impl Fn(&str) -> String) {
        let mut text = String::with_capacity(self.text.len());
        let mut graphics = self.graphics.iter_mut().peekable();
        let mut start = 0;
        for span in &mut self.spans {
            let begin = text.len();
            while let Some((at, _)) = graphics.next_if(|(at, _)| *at < span.range.end) {
                text.push_str(&change(&self.text[start..*at]));
                start = *at;
                *at = text.len();
            }
            text.push_str(&change(&self.text[start..span.range.end]));
            start = span.range.end;
            span.range = begin..text.len();
        }
        for (at, _) in graphics {
            *at = text.len();
        }
        self.text = text;
    }
}

/// Takes what painting needs out of a broken line.
fn extract(line: &parley::Line<'_, usize>, paragraph: &Paragraph, faces: &mut Faces) -> Line {
    let metrics = line.metrics();
    let mut found = Line {
        height: metrics.block_max_coord - metrics.block_min_coord,
        baseline: metrics.baseline - metrics.block_min_coord,
        left: f32::MAX,
        right: 0.0,
        runs: Vec::new(),
        graphics: Vec::new(),
    };
    let mut last_run = None;
    for item in line.items() {
        match item {
            PositionedLayoutItem::InlineBox(placed) => {
                let number = usize::try_from(placed.id).unwrap_or(usize::MAX);
                if let Some((_, graphic)) = paragraph.graphics.get(number) {
                    found.left = found.left.min(placed.x);
                    found.right = found.right.max(placed.x + placed.width);
                    found.graphics.push(PlacedGraphic {
                        graphic: graphic.clone(),
                        x: placed.x,
                        y: placed.y - metrics.block_min_coord,
                    });
                }
            }
            PositionedLayoutItem::GlyphRun(piece) => {
                // A run comes in pieces, one a style; its clusters are walked all at once.
                if last_run == Some(piece.run().index()) {
                    continue;
                }
                last_run = Some(piece.run().index());
                let rise = metrics.baseline - piece.baseline();
                extract_run(piece.run(), piece.offset(), rise, paragraph, faces, &mut found.runs);
            }
        }
    }
    for run in &found.runs {
        found.left = found.left.min(run.x);
        found.right = found.right.max(run.x + run.width);
    }
    found.left = found.left.min(found.right);
    found.runs.sort_by_key(|run| run.glyphs.iter().filter(|g| !g.text.is_empty()).map(|g| g.text.start).min());
    found
}

/// A cluster, or a ligature of several.
struct Group {
    text: Range<usize>,
    span: usize,
    advance: f32,
    glyphs: Vec<parley::Glyph>,
}

fn extract_run(
    run: &parley::Run<'_, usize>,
    start: f32,
    rise: f32,
    paragraph: &Paragraph,
    faces: &mut Faces,
    runs: &mut Vec<Run>,
) {
    let rtl = run.is_rtl();
    let mut groups: Vec<Group> = Vec::new();
    for cluster in run.clusters() {
        let range = cluster.text_range();
        match groups.last_mut() {
            Some(group) if cluster.is_ligature_continuation() => {
                group.text.end = group.text.end.max(range.end);
                group.advance += cluster.advance();
            }
            _ => groups.push(Group {
                span: cluster.style().brush,
                advance: cluster.advance(),
                glyphs: cluster.glyphs().collect(),
                text: range,
            }),
        }
    }
    if rtl {
        groups.reverse();
    }
    let face = faces.number(run.font());
    let mut x = start;
    let mut current: Option<Run> = None;
    for group in groups {
        let begin = x;
        x += group.advance;
        if paragraph.text.get(group.text.clone()) == Some("\n") {
            continue;
        }
        if current.as_ref().is_some_and(|run| run.span != group.span) {
            runs.extend(current.take());
        }
        let current = current.get_or_insert_with(|| Run {
            face,
            size: run.font_size(),
            span: group.span,
            rtl,
            x: begin,
            width: 0.0,
            rise,
            glyphs: Vec::new(),
        });
        current.width = x - current.x;
        let offset = begin - current.x;
        place(&paragraph.text, group, offset, current);
    }
    runs.extend(current);
}

/// The text of each glyph of a right-to-left cluster that has a glyph for every character, such as
/// a letter with its vowel sign: there the text cannot be given for the cluster as a whole.
fn parts(source: &str, group: &Group, rtl: bool) -> Vec<Range<usize>> {
    let text = source.get(group.text.clone()).unwrap_or("");
    if !rtl || group.glyphs.len() < 2 || text.chars().count() != group.glyphs.len() {
        return Vec::new();
    }
    let whole = group.text.start;
    let start_of = |(i, c): (usize, char)| whole + i..whole + i + c.len_utf8();
    text.char_indices().rev().map(start_of).collect()
}

/// Places the glyphs of a cluster that starts `x` after the run's origin.
fn place(source: &str, group: Group, x: f32, run: &mut Run) {
    let position = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let mut pen = x;
    let mut text = position(group.text.start)..position(group.text.end);
    let parts = parts(source, &group, run.rtl);
    for (number, glyph) in group.glyphs.into_iter().enumerate() {
        if let Some(part) = parts.get(number) {
            text = position(part.start)..position(part.end);
        }
        if let (Ok(id @ 1..), true) = (u16::try_from(glyph.id), glyph.x.is_finite()) {
            run.glyphs.push(Glyph {
                id,
                x: pen + glyph.x,
                // `parley` counts downwards.
                y: -glyph.y,
                text: text.clone(),
            });
            text.start = text.end;
        }
        pen += glyph.advance;
    }
}
