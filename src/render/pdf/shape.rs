//! Shaping: from a paragraph's text to glyphs, with `parley`. Its lines are broken later, when
//! its width is known.

use std::collections::HashMap;
use std::sync::Arc;

use parley::setting::{FontFeature, Tag};
use parley::{
    BaseDirection, FontContext, FontFamily, FontFamilyName, FontStyle, FontWeight, InlineBox, InlineBoxKind, Layout,
    LayoutContext, LineHeight as ParleyHeight, OverflowWrap, TextWrapMode, VerticalAlign as ParleyAlign,
};

use super::boxes::{Block, Content};
use super::columns::Need;
use super::fonts::Fonts;
use super::hyphens::SOFT_HYPHEN;
use super::style::{LineHeight, Style, VerticalAlign, WhiteSpace};
use super::text::{self, Line, Paragraph, Span};
use crate::parallel;

/// Spans beyond this number take the look of the last one: `parley` counts styles in 16 bits.
const MOST_SPANS: usize = 60_000;

/// Switches what fonts do with marks off.
const WITHOUT_MARKS: [FontFeature; 3] = [
    FontFeature::new(Tag::new(b"ccmp"), 0),
    FontFeature::new(Tag::new(b"mark"), 0),
    FontFeature::new(Tag::new(b"mkmk"), 0),
];

/// A paragraph on its way to lines.
#[derive(Debug)]
pub(super) struct Prose {
    pub(super) paragraph: Arc<Paragraph>,
    /// From shaping until the lines are broken.
    layout: Option<Layout<usize>>,
    /// The widths of its longest word and of its longest line.
    pub(super) need: Need,
    pub(super) lines: Vec<Line>,
}

impl Prose {
    pub(super) fn new(paragraph: Paragraph) -> Box<Self> {
        let paragraph = Arc::new(paragraph);
        Box::new(Self { paragraph, layout: None, need: Need::default(), lines: Vec::new() })
    }

    /// Shapes the text, if there is anything to see. Characters that no font has become visible numbers.
    fn shape(&mut self, shaper: &mut Shaper) {
        if self.paragraph.is_empty() {
            return;
        }
        let layout = shaper.shape(Arc::make_mut(&mut self.paragraph));
        let widths = layout.calculate_content_widths();
        self.need = Need { min: widths.min, max: widths.max };
        self.layout = Some(layout);
    }

    /// Takes the shapes of a paragraph with the same text and looks, unless characters were replaced in it.
    fn take_over(&mut self, other: &Self, shaper: &mut Shaper) {
        if self.paragraph.text != other.paragraph.text {
            return self.shape(shaper);
        }
        self.layout.clone_from(&other.layout);
        self.need = other.need;
    }

    /// Breaks into lines of at most `width`; `shaper` is only asked for if the text must be shaped anew.
    pub(super) fn break_lines<'a>(&mut self, width: f32, shaper: impl FnOnce() -> &'a mut Shaper) {
        let Some(mut layout) = self.layout.take() else {
            return;
        };
        let keeps_whole = |span: &Span| span.style.text.white_space == WhiteSpace::NoWrap;
        if self.need.min > width + 0.01 && self.paragraph.spans.iter().any(keeps_whole) {
            // Text must not leave its box, so `nowrap` gives way.
            layout = shaper().layout(&self.paragraph, false);
        }
        self.lines = text::lines(layout, &self.paragraph, width);
    }
}

/// Shapes all text in `block`, which is most of the work of a layout, on all cores; returns the
/// characters that no font has.
pub(super) fn shape_all(block: &mut Block, fonts: &Fonts) -> Missing {
    let mut all = Vec::new();
    collect(block, &mut all);
    let earlier = earlier_alike(&all);
    let new = all.iter_mut().zip(&earlier).filter(|(_, earlier)| earlier.is_none()).map(|(prose, _)| prose);
    let mut shapers = parallel::share(new, || Shaper::new(fonts), |shaper, prose| prose.shape(shaper));
    for (at, earlier) in earlier.into_iter().enumerate() {
        let (before, rest) = all.split_at_mut(at);
        if let (Some(earlier), [prose, ..], Some(shaper)) = (earlier, rest, shapers.first_mut()) {
            prose.take_over(before[earlier], shaper);
        }
    }
    shapers.into_iter().flat_map(|shaper| shaper.missing).collect()
}

/// For each paragraph, an earlier one with the same text in the same looks, so that it need not be shaped again: forms
/// repeat their labels, and long tables their answers.
fn earlier_alike(all: &[&mut Prose]) -> Vec<Option<usize>> {
    let mut seen: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut earlier = Vec::with_capacity(all.len());
    for (at, prose) in all.iter().enumerate() {
        let same_text = seen.entry(&prose.paragraph.text).or_default();
        let found = same_text.iter().copied().find(|earlier| prose.paragraph.looks_like(&all[*earlier].paragraph));
        if found.is_none() {
            same_text.push(at);
        }
        earlier.push(found);
    }
    earlier
}

fn collect<'a>(block: &'a mut Block, all: &mut Vec<&'a mut Prose>) {
    all.extend(block.marker.as_deref_mut());
    match &mut block.content {
        Content::Text(prose) => all.push(prose),
        Content::Blocks(blocks) => blocks.iter_mut().for_each(|block| collect(block, all)),
        Content::Table(table) => {
            let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
            let blocks = table.caption.iter_mut().chain(cells.flat_map(|cell| &mut cell.blocks));
            blocks.for_each(|block| collect(block, all));
        }
        Content::Graphic(_) => {}
    }
}

/// Characters that no font has, replaced by their number.
pub(super) type Missing = std::collections::BTreeSet<char>;

/// Shapes text; holds what `parley` keeps between paragraphs.
pub(super) struct Shaper {
    fonts: FontContext,
    layouts: LayoutContext<usize>,
    families: Vec<String>,
    /// Where each paragraph is laid out first, since it already has room for one.
    bench: Layout<usize>,
    /// What had to be replaced so far.
    pub(super) missing: Missing,
}

impl Shaper {
    pub(super) fn new(fonts: &Fonts) -> Self {
        Self {
            fonts: fonts.context(),
            layouts: LayoutContext::new(),
            families: fonts.families().to_vec(),
            bench: Layout::default(),
            missing: Missing::new(),
        }
    }

    /// Lays a single paragraph out in lines of at most `room`; returns it with the width that it takes.
    pub(super) fn prose(&mut self, paragraph: Paragraph, room: f32) -> (Box<Prose>, f32) {
        let mut prose = Prose::new(paragraph);
        prose.shape(self);
        let width = prose.need.max.min(room);
        prose.break_lines(width, || self);
        (prose, width)
    }

    fn shape(&mut self, paragraph: &mut Paragraph) -> Layout<usize> {
        let mut layout = self.layout(paragraph, true);
        if !paragraph.text.chars().all(is_in_every_font) {
            let lost = missing(&mut layout, &paragraph.text);
            if !lost.is_empty() {
                replace(paragraph, &lost);
                self.missing.extend(lost);
                layout = self.layout(paragraph, true);
            }
        }
        layout
    }

    /// `may_keep_whole`: text that should not wrap does not.
    fn layout(&mut self, paragraph: &Paragraph, may_keep_whole: bool) -> Layout<usize> {
        let mut builder = self.layouts.style_run_builder(&mut self.fonts, &paragraph.text, 1.0, false);
        // Looking families up by name is dear: where the first has every letter, the others are not offered.
        let needed = if paragraph.text.chars().all(is_in_every_font) { 1 } else { self.families.len() };
        let families = Families(&self.families[..needed.min(self.families.len())]);
        // Nothing in this alphabet carries a mark, so rules for marks need not be tried.
        let features = if paragraph.text.is_ascii() { WITHOUT_MARKS.as_slice() } else { &[] };
        let style = |style, number, may_keep_whole| parley::TextStyle {
            font_features: features.into(),
            ..text_style(style, &paragraph.style, number, &families, may_keep_whole)
        };
        // The first style is the root: it sets the least height of every line.
        builder.push_style(style(&paragraph.style, 0, true));
        for (number, span) in paragraph.spans.iter().enumerate().take(MOST_SPANS) {
            builder.push_style(style(&span.style, number, may_keep_whole));
        }
        let mut end = 0;
        for (number, span) in paragraph.spans.iter().enumerate() {
            let style = u16::try_from(number.min(MOST_SPANS - 1) + 1).unwrap_or(0);
            builder.push_style_run(style, end..span.range.end);
            end = span.range.end;
        }
        for (number, (index, graphic)) in paragraph.graphics.iter().enumerate() {
            let (width, height) = graphic.inline_size();
            builder.push_inline_box(InlineBox {
                id: number as u64,
                kind: InlineBoxKind::InFlow,
                index: *index,
                width,
                height,
                baseline: None,
                vertical_align: match graphic.depth() {
                    0.0 => ParleyAlign::BASELINE,
                    depth => ParleyAlign::length(-depth),
                },
            });
        }
        builder.set_base_direction(if paragraph.style.rtl { BaseDirection::Rtl } else { BaseDirection::Ltr });
        builder.build_into(&mut self.bench, &paragraph.text);
        // What grew while it was made has room to spare; a copy has none, and long documents keep many.
        self.bench.clone()
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
                lost.extend(part.chars().filter(|&c| c != '\n' && c != SOFT_HYPHEN));
            }
        }
    }
    lost
}

/// Writes each lost character as its number, in brackets.
fn replace(paragraph: &mut Paragraph, lost: &Missing) {
    paragraph.rewrite(|text, _| {
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
