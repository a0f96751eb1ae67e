//! Paragraphs: their lines, broken by `parley`, and the glyphs of each line.

use std::ops::Range;
use std::sync::Arc;

use parley::{Alignment, AlignmentOptions, FontData, Layout, PositionedLayoutItem};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use super::graphic::Graphic;
use super::hyphens::SOFT_HYPHEN;
use super::style::{Style, TextAlign, VerticalAlign};
use super::tags::NodeId;

/// The width of a hyphen in Noto Sans, in em.
const HYPHEN_WIDTH: f32 = 0.322;

/// Running text with its looks, before shaping.
#[derive(Debug, Clone)]
pub(super) struct Paragraph {
    pub(super) text: String,
    pub(super) spans: Vec<Span>,
    /// Pictures between the letters, by byte position.
    pub(super) graphics: Vec<(usize, Arc<Graphic>)>,
    /// The footnotes that it calls: the node of each call, and the note's number, from 0.
    pub(super) notes: Vec<(NodeId, usize)>,
    pub(super) style: Arc<Style>,
    /// The level and node of a heading, for the bookmarks.
    pub(super) outline: Option<u8>,
    /// In a contents list: the id whose page number ends the last line.
    pub(super) page_of: Option<String>,
}

/// A part of a paragraph with one look.
#[derive(Debug, Clone)]
pub(super) struct Span {
    pub(super) range: Range<usize>,
    pub(super) style: Arc<Style>,
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
    pub(super) runs: Vec<Arc<Run>>,
    pub(super) graphics: Vec<PlacedGraphic>,
}

/// Glyphs of one face, size, span and direction.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) font: FontData,
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
    pub(super) graphic: Arc<Graphic>,
    /// Its place in the paragraph's text.
    pub(super) at: usize,
    pub(super) x: f32,
    /// From the line's top.
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

impl PlacedGraphic {
    pub(super) fn is_field(&self) -> bool {
        self.graphic.field().is_some()
    }
}

/// Breaks a shaped paragraph into lines of at most `width`.
pub(super) fn lines(mut layout: Layout<usize>, paragraph: &Paragraph, width: f32) -> Vec<Line> {
    for placed in layout.inline_boxes_mut() {
        let graphic = usize::try_from(placed.id).ok().and_then(|number| paragraph.graphics.get(number));
        if let Some((_, graphic)) = graphic {
            (placed.width, placed.height) = graphic.size.within(width);
        }
    }
    // A hair more room, since the width may itself come from the same measure; less where a hyphen may be added.
    let hyphen = if paragraph.text.contains(SOFT_HYPHEN) { HYPHEN_WIDTH * paragraph.style.text.size } else { 0.0 };
    layout.break_all_lines(Some((width - hyphen).max(1.0) + 0.01));
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
    let mut extractor = Extractor::new(paragraph);
    layout.lines().map(|line| extractor.line(&line)).collect()
}

impl Run {
    /// Where its text begins in the paragraph's.
    pub(super) fn start(&self) -> Option<u32> {
        self.glyphs.iter().filter(|glyph| !glyph.text.is_empty()).map(|glyph| glyph.text.start).min()
    }

    /// What it says, as far as it stands in one piece in the text of `paragraph`.
    pub(super) fn text<'a>(&self, paragraph: &'a Paragraph) -> Option<&'a str> {
        let end = self.glyphs.iter().map(|glyph| glyph.text.end).max()?;
        paragraph.text.get(self.start()? as usize..end as usize)
    }
}

impl Paragraph {
    /// Whether it comes out in the same shapes as `other`, which has the same text. Only plain paragraphs are compared.
    pub(super) fn looks_like(&self, other: &Self) -> bool {
        let alike = |one: &Style, other: &Style| {
            one.text == other.text
                && one.vertical_align == other.vertical_align
                && one.lang == other.lang
                && one.rtl == other.rtl
        };
        self.graphics.is_empty()
            && other.graphics.is_empty()
            && alike(&self.style, &other.style)
            && self.spans.len() == other.spans.len()
            && self.spans.iter().zip(&other.spans).all(|(a, b)| a.range == b.range && alike(&a.style, &b.style))
    }

    /// Changes the text, piece by piece: a piece has one look and no picture inside.
    pub(super) fn rewrite(&mut self, change: impl Fn(&str, &Style) -> String) {
        let mut text = String::with_capacity(self.text.len());
        let mut graphics = self.graphics.iter_mut().peekable();
        let mut start = 0;
        for span in &mut self.spans {
            let begin = text.len();
            while let Some((at, _)) = graphics.next_if(|(at, _)| *at < span.range.end) {
                text.push_str(&change(&self.text[start..*at], &span.style));
                start = *at;
                *at = text.len();
            }
            text.push_str(&change(&self.text[start..span.range.end], &span.style));
            start = span.range.end;
            span.range = begin..text.len();
        }
        for (at, _) in graphics {
            *at = text.len();
        }
        self.text = text;
    }
}

/// Takes what painting needs out of broken lines; keeps what it works with from line to line.
struct Extractor<'a> {
    paragraph: &'a Paragraph,
    /// Whether all text stands on one baseline, with no picture between.
    is_plain: bool,
    glyphs: Vec<parley::Glyph>,
    groups: Vec<Group>,
}

/// A cluster, or a ligature of several.
struct Group {
    text: Range<usize>,
    span: usize,
    advance: f32,
    /// Its share of the run's glyphs.
    glyphs: Range<usize>,
}

impl<'a> Extractor<'a> {
    fn new(paragraph: &'a Paragraph) -> Self {
        let is_level = |span: &Span| !matches!(span.style.vertical_align, VerticalAlign::Sub | VerticalAlign::Super);
        let is_plain = paragraph.graphics.is_empty() && paragraph.spans.iter().all(is_level);
        Self { paragraph, is_plain, glyphs: Vec::new(), groups: Vec::new() }
    }

    fn line(&mut self, line: &parley::Line<'_, usize>) -> Line {
        let metrics = line.metrics();
        let mut found = Line {
            height: metrics.block_max_coord - metrics.block_min_coord,
            baseline: metrics.baseline - metrics.block_min_coord,
            left: f32::MAX,
            right: 0.0,
            runs: Vec::new(),
            graphics: Vec::new(),
        };
        let line_end = Some(line.text_range().end).filter(|end| *end < self.paragraph.text.len());
        let mut runs = Vec::new();
        if self.is_plain {
            // Runs alone are quicker to walk than all that stands on the line.
            let mut x = metrics.inline_min_coord + metrics.offset;
            for run in line.runs() {
                x = self.run(&run, (x, 0.0, line_end), &mut runs);
            }
        } else {
            self.items(line, line_end, &mut found, &mut runs);
        }
        for run in &runs {
            found.left = found.left.min(run.x);
            found.right = found.right.max(run.x + run.width);
        }
        found.left = found.left.min(found.right);
        if runs.len() > 1 {
            runs.sort_by_cached_key(Run::start);
        }
        found.runs = runs.into_iter().map(Arc::new).collect();
        found
    }

    fn items(
        &mut self,
        line: &parley::Line<'_, usize>,
        line_end: Option<usize>,
        found: &mut Line,
        runs: &mut Vec<Run>,
    ) {
        let metrics = line.metrics();
        let mut last_run = None;
        for item in line.items() {
            match item {
                PositionedLayoutItem::InlineBox(placed) => {
                    let number = usize::try_from(placed.id).unwrap_or(usize::MAX);
                    if let Some((at, graphic)) = self.paragraph.graphics.get(number) {
                        found.left = found.left.min(placed.x);
                        found.right = found.right.max(placed.x + placed.width);
                        found.graphics.push(PlacedGraphic {
                            graphic: graphic.clone(),
                            at: *at,
                            x: placed.x,
                            y: placed.y - metrics.block_min_coord,
                            width: placed.width,
                            height: placed.height,
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
                    self.run(piece.run(), (piece.offset(), rise, line_end), runs);
                }
            }
        }
    }

    /// Adds the runs that `run` falls into, one a span; returns where it ends.
    fn run(
        &mut self,
        run: &parley::Run<'_, usize>,
        (start, rise, line_end): (f32, f32, Option<usize>),
        runs: &mut Vec<Run>,
    ) -> f32 {
        let rtl = run.is_rtl();
        self.glyphs.clear();
        self.groups.clear();
        for cluster in run.clusters() {
            let range = cluster.text_range();
            match self.groups.last_mut() {
                Some(group) if cluster.is_ligature_continuation() => {
                    group.text.end = group.text.end.max(range.end);
                    group.advance += cluster.advance();
                }
                _ => {
                    let first = self.glyphs.len();
                    // Extending by them would be slow: they are flattened, and their number is not known.
                    cluster.glyphs().for_each(|glyph| self.glyphs.push(glyph));
                    self.groups.push(Group {
                        span: cluster.style().brush,
                        advance: cluster.advance(),
                        glyphs: first..self.glyphs.len(),
                        text: range,
                    });
                }
            }
        }
        if rtl {
            self.groups.reverse();
        }
        let mut x = start;
        let mut current: Option<Run> = None;
        for group in &self.groups {
            let begin = x;
            x += group.advance;
            let text = self.paragraph.text.get(group.text.clone()).unwrap_or("");
            if text == "\n" || (text.starts_with(SOFT_HYPHEN) && Some(group.text.end) != line_end) {
                continue;
            }
            if current.as_ref().is_some_and(|run| run.span != group.span) {
                runs.extend(current.take());
            }
            let current = current.get_or_insert_with(|| Run {
                font: run.font().clone(),
                size: run.font_size(),
                span: group.span,
                rtl,
                x: begin,
                width: 0.0,
                rise,
                glyphs: Vec::with_capacity(self.glyphs.len()),
            });
            current.width = x - current.x;
            let offset = begin - current.x;
            if text.starts_with(SOFT_HYPHEN) {
                hyphen(group, offset, current);
                continue;
            }
            place(&self.paragraph.text, group, &self.glyphs[group.glyphs.clone()], offset, current);
        }
        runs.extend(current);
        x
    }
}

/// Draws a hyphen where a line parts a word; its text stays the mark, so that readers join the word again.
fn hyphen(group: &Group, x: f32, run: &mut Run) {
    let Ok(font) = FontRef::from_index(run.font.data.as_ref(), run.font.index) else {
        return;
    };
    let found = ['\u{2010}', '-'].into_iter().find_map(|sign| font.charmap().map(sign).filter(|id| id.to_u32() > 0));
    let Some((glyph, id)) = found.and_then(|glyph| Some((glyph, u16::try_from(glyph.to_u32()).ok()?))) else {
        return;
    };
    let advance = font.glyph_metrics(Size::new(run.size), LocationRef::default()).advance_width(glyph).unwrap_or(0.0);
    let position = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    run.glyphs.push(Glyph { id, x, y: 0.0, text: position(group.text.start)..position(group.text.end) });
    run.width = x + advance;
}

/// The text of each glyph of a right-to-left cluster that has a glyph for every character, such as
/// a letter with its vowel sign: there the text cannot be given for the cluster as a whole.
fn parts(source: &str, group: &Group, rtl: bool) -> Vec<Range<usize>> {
    if !rtl || group.glyphs.len() < 2 {
        return Vec::new();
    }
    let text = source.get(group.text.clone()).unwrap_or("");
    if text.chars().count() != group.glyphs.len() {
        return Vec::new();
    }
    let whole = group.text.start;
    let start_of = |(i, c): (usize, char)| whole + i..whole + i + c.len_utf8();
    text.char_indices().rev().map(start_of).collect()
}

/// Places the glyphs of a cluster that starts `x` after the run's origin.
fn place(source: &str, group: &Group, glyphs: &[parley::Glyph], x: f32, run: &mut Run) {
    let position = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let mut pen = x;
    let mut text = position(group.text.start)..position(group.text.end);
    let parts = parts(source, group, run.rtl);
    for (number, glyph) in glyphs.iter().enumerate() {
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
