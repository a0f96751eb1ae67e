//! What is asked of painted pages, whatever the document. Each question returns the faults that it finds.

use std::collections::HashMap;

use crate::render::pdf::display::{Mark, Page, Shape, Text};
use crate::render::pdf::stages::Painted;
use crate::render::pdf::tags::{Kid, NodeId, Role};
use crate::render::pdf::text::Glyph;

/// Rounding in points, and how far a slanted or accented letter may lean out of its box.
const TOLERANCE: f32 = 0.6;

/// An upright box, y downwards.
#[derive(Debug, Clone, Copy)]
struct Extent {
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
}

impl Extent {
    fn of(points: impl Iterator<Item = (f32, f32)>) -> Self {
        let none = Self { left: f32::MAX, top: f32::MAX, right: f32::MIN, bottom: f32::MIN };
        points.fold(none, |all, (x, y)| Self {
            left: all.left.min(x),
            top: all.top.min(y),
            right: all.right.max(x),
            bottom: all.bottom.max(y),
        })
    }

    /// How wide and how deep the common part is; less than nothing if there is none.
    fn overlap(self, other: Self) -> (f32, f32) {
        let width = self.right.min(other.right) - self.left.max(other.left);
        (width, self.bottom.min(other.bottom) - self.top.max(other.top))
    }
}

/// Things painted beside the paper.
pub(super) fn outside(painted: &Painted<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    for (number, page) in painted.pages.iter().enumerate() {
        let paper = page.paper;
        let mut look = |what: &dyn Fn() -> String, part: Extent| {
            let fits = part.left >= -TOLERANCE
                && part.top >= -TOLERANCE
                && part.right <= paper.width + TOLERANCE
                && part.bottom <= paper.height + TOLERANCE;
            if !fits {
                faults.push(format!("page {}: {} at {part:?} is off the paper", number + 1, what()));
            }
        };
        for (text, part) in texts(painted, page) {
            look(&|| format!("`{}`", said(text)), part);
        }
        let inside = page.marks.iter().filter_map(|mark| match mark {
            Mark::Shape(shape) => Some(shape),
            _ => None,
        });
        for shape in inside.chain(page.backdrop.iter().flatten()) {
            look(&|| format!("{shape:?}"), ends(shape));
        }
        for area in page.links.iter().flat_map(|link| &link.areas) {
            let (top, bottom) = (paper.height - area.top, paper.height - area.bottom);
            look(&|| "a link".to_owned(), Extent { left: area.left, right: area.right, top, bottom });
        }
    }
    faults
}

/// Pairs of texts that stand upon each other.
pub(super) fn overlaps(painted: &Painted<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    for (number, page) in painted.pages.iter().enumerate() {
        let all: Vec<(&Text, Extent)> = texts(painted, page).collect();
        for (i, (one, first)) in all.iter().enumerate() {
            for (other, second) in &all[i + 1..] {
                let (width, depth) = first.overlap(*second);
                // A marker stands on the baseline of a line that may be smaller, and then rises out of it.
                let most = if is_marker(one) || is_marker(other) { 0.6 } else { 0.12 };
                if width > TOLERANCE && depth > most * one.run.size.min(other.run.size) {
                    faults.push(format!(
                        "page {}: `{}` at {first:?} and `{}` at {second:?} overlap",
                        number + 1,
                        said(one),
                        said(other)
                    ));
                }
            }
        }
    }
    faults
}

/// The text of the structure tree in its order, without white space, list markers and page numbers.
pub(super) fn tagged_text(painted: &Painted<'_>) -> String {
    let pieces = pieces(painted);
    let mut text = String::new();
    collect(painted, NodeId::ROOT, &pieces, &mut text);
    text
}

/// Pages without any content. The last one may be so: rows and boxes without text need room too.
pub(super) fn empty_pages(painted: &Painted<'_>) -> Vec<String> {
    let but_last = painted.pages.len() - 1;
    let empty = painted.pages.iter().take(but_last).enumerate().filter(|(_, page)| !has_content(page));
    empty.map(|(number, _)| format!("page {} is empty", number + 1)).collect()
}

pub(super) fn has_content(page: &Page) -> bool {
    page.marks.iter().any(|mark| matches!(mark, Mark::Begin { .. }))
}

/// How many columns all that is painted would fill.
pub(super) fn filled(painted: &Painted<'_>) -> f32 {
    let end = |page: &Page| {
        let top = page.paper.margin.top;
        let texts = texts(painted, page).map(|(_, part)| part.bottom);
        let shapes = page.backdrop.iter().flatten().map(|shape| ends(shape).bottom);
        texts.chain(shapes).fold(top, f32::max)
    };
    painted
        .pages
        .iter()
        .map(|page| (end(page) - page.paper.margin.top) / page.paper.depth())
        .map(|share| share.min(1.0))
        .sum()
}

/// All texts of a page with the room of their letters. White space takes none: at a line's end it may hang out. So may
/// a letter that is alone on its line, where the column is narrower than it: its middle must do.
fn texts<'a>(painted: &'a Painted<'_>, page: &'a Page) -> impl Iterator<Item = (&'a Text, Extent)> {
    page.marks.iter().filter_map(|mark| {
        let Mark::Text(text) = mark else { return None };
        let face = painted.faces.get(text.face)?;
        let says = |glyph: &Glyph| &text.source.text[glyph.text.start as usize..glyph.text.end as usize];
        let seen = || text.run.glyphs.iter().filter(|glyph| glyph.text.is_empty() || !says(glyph).trim().is_empty());
        let reach = seen().flat_map(|glyph| {
            let advance = face.stated_advance(face.number(glyph.id)) as f32 / 1000.0 * text.run.size;
            let baseline = text.y - glyph.y;
            [
                (text.x + glyph.x, text.y - 0.7 * text.run.size),
                (text.x + glyph.x + advance, baseline + 0.2 * text.run.size),
            ]
        });
        let mut part = Extent::of(reach);
        if part.left > part.right {
            return None;
        }
        if seen().filter(|glyph| !glyph.text.is_empty()).count() == 1 {
            let middle = f32::midpoint(part.left, part.right);
            (part.left, part.right) = (middle, middle);
        }
        Some((text, part))
    })
}

fn ends(shape: &Shape) -> Extent {
    match *shape {
        Shape::Rectangle { x, y, width, height, .. } => Extent::of([(x, y), (x + width, y + height)].into_iter()),
        Shape::Line { from, to, .. } => Extent::of([from, to].into_iter()),
        Shape::Path { ref segments, .. } => Extent::of(segments.iter().flat_map(|segment| segment.points())),
    }
}

fn is_marker(text: &Text) -> bool {
    text.source.text.ends_with(['•', '.'])
}

/// What a text says, in logical order.
fn said(text: &Text) -> String {
    let mut ranges: Vec<_> =
        text.run.glyphs.iter().map(|glyph| glyph.text.start as usize..glyph.text.end as usize).collect();
    ranges.sort_by_key(|range| range.start);
    ranges.into_iter().map(|range| &text.source.text[range]).collect()
}

type Pieces<'a> = HashMap<(usize, usize), Vec<&'a Text>>;

/// The texts of each piece of marked content.
fn pieces<'a>(painted: &'a Painted<'_>) -> Pieces<'a> {
    let mut pieces = Pieces::new();
    for (number, page) in painted.pages.iter().enumerate() {
        let mut open = None;
        for mark in &page.marks {
            match mark {
                Mark::Begin { mcid, .. } => open = Some((number, *mcid)),
                Mark::Artifact(_) | Mark::End => open = None,
                Mark::Text(text) => {
                    if let Some(piece) = open {
                        pieces.entry(piece).or_default().push(text);
                    }
                }
                Mark::Shape(_) | Mark::Image(_) => {}
            }
        }
    }
    pieces
}

fn collect(painted: &Painted<'_>, node: NodeId, pieces: &Pieces<'_>, all: &mut String) {
    let node = painted.tags.get(node).unwrap();
    let start = all.len();
    for kid in &node.kids {
        match kid {
            Kid::Node(kid) => collect(painted, *kid, pieces, all),
            Kid::Content { page, mcid } => {
                let texts = pieces.get(&(*page, *mcid)).into_iter().flatten();
                let numbers = |text: &&&Text| !text.source.text.bytes().all(|byte| byte.is_ascii_digit());
                for text in texts.filter(numbers) {
                    all.extend(said(text).split_whitespace());
                }
            }
            Kid::Annotation { .. } | Kid::Widget { .. } => {}
        }
    }
    if node.role == Role::Label && all[start..].ends_with(['•', '.']) {
        all.truncate(start);
    }
}
