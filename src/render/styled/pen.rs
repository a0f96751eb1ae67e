//! Properties that only SVG has: how outlines are filled and drawn, and where its text stands. They may come from the
//! stylesheet or from attributes.

use svgtypes::{Number, NumberListParser};

use super::style::Style;
use super::value::{self, Length, PIXEL, Units};

/// Attributes of SVG elements that count as declarations. Those that ask for what is not drawn are among them, so that
/// they are told like any other property.
pub(in crate::render) const ATTRIBUTES: [&str; 37] = [
    "alignment-baseline",
    "baseline-shift",
    "clip-path",
    "clip-rule",
    "color",
    "direction",
    "display",
    "dominant-baseline",
    "fill",
    "fill-opacity",
    "fill-rule",
    "filter",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "letter-spacing",
    "marker-end",
    "marker-mid",
    "marker-start",
    "mask",
    "opacity",
    "paint-order",
    "shape-rendering",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "text-decoration",
    "transform-origin",
    "vector-effect",
    "visibility",
];

/// The computed values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::render) struct Pen {
    /// Whether the element stands inside of an `svg`: elsewhere nothing here means anything.
    pub(in crate::render) inside: bool,
    /// In units of the picture.
    pub(in crate::render) width: f32,
    pub(in crate::render) trace: Trace,
    pub(in crate::render) even_odd: bool,
    fill_opacity: f32,
    stroke_opacity: f32,
    /// Of the element and of all groups around it.
    opacity: f32,
    pub(in crate::render) anchor: Anchor,
    /// How far the baseline of text lies below its point, in em.
    pub(in crate::render) drop: f32,
}

/// What is said of a line beyond its looks: only SVG says more than nothing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(in crate::render) struct Trace {
    pub(in crate::render) cap: Cap,
    pub(in crate::render) join: Join,
    pub(in crate::render) dashes: Dashes,
}

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::render) enum Cap {
    #[default]
    Butt,
    Round,
    Square,
}

/// How a line goes round a corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::render) enum Join {
    #[default]
    Miter,
    Round,
    Bevel,
}

/// Lengths that are drawn and left out in turn; none for a line without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(in crate::render) struct Dashes {
    lengths: [f32; Self::MOST],
    count: usize,
    /// Where in the pattern the line begins.
    pub(in crate::render) start: f32,
}

impl Dashes {
    /// As many lengths as every reader of PDF takes.
    pub(in crate::render) const MOST: usize = 8;

    /// Dashes of these lengths; `None` if there are too many, or one is no length.
    pub(in crate::render) fn new(lengths: &[f32]) -> Option<Self> {
        let sound = lengths.len() <= Self::MOST && lengths.iter().all(|length| length.is_finite() && *length >= 0.0);
        let mut dashes = Self::default();
        // Lengths that come to nothing mean a line without gaps.
        if sound && lengths.iter().sum::<f32>() > 0.0 {
            dashes.lengths[..lengths.len()].copy_from_slice(lengths);
            dashes.count = lengths.len();
        }
        sound.then_some(dashes)
    }

    pub(in crate::render) fn lengths(&self) -> &[f32] {
        &self.lengths[..self.count]
    }

    /// Beginning at another place of the pattern.
    pub(in crate::render) fn from(self, start: f32) -> Self {
        Self { start, ..self }
    }

    /// With no length above `most`.
    pub(in crate::render) fn within(self, most: f32) -> Self {
        Self { lengths: self.lengths.map(|length| length.min(most)), start: self.start.min(most), ..self }
    }

    /// With all lengths multiplied.
    pub(in crate::render) fn scaled(self, by: f32) -> Self {
        Self { lengths: self.lengths.map(|length| length * by), start: self.start * by, ..self }
    }
}

/// Which part of a text stands at its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Anchor {
    Start,
    Middle,
    End,
}

impl Pen {
    pub(in crate::render) fn initial() -> Self {
        Self {
            inside: false,
            width: 1.0,
            trace: Trace::default(),
            even_odd: false,
            fill_opacity: 1.0,
            stroke_opacity: 1.0,
            opacity: 1.0,
            anchor: Anchor::Start,
            drop: 0.0,
        }
    }

    /// How much of what lies below a fill hides.
    pub(in crate::render) fn fill_alpha(&self) -> f32 {
        self.opacity * self.fill_opacity
    }

    /// How much of what lies below a line hides.
    pub(in crate::render) fn stroke_alpha(&self) -> f32 {
        self.opacity * self.stroke_opacity
    }
}

/// Sets what `name: value` asks for. `None`: not a property of this group; `Some(None)`: not a value of the property.
pub(in crate::render) fn apply(
    style: &mut Style,
    parent: &Style,
    name: &str,
    value: &str,
    units: Units,
) -> Option<Option<()>> {
    let pen = &mut style.pen;
    let word = value.to_ascii_lowercase();
    let done = match name {
        "stroke-width" => length(&word, units).map(|width| pen.width = width),
        _ if !pen.inside => return None,
        "opacity" => opacity(&word).map(|share| pen.opacity = parent.pen.opacity * share),
        "fill-opacity" => opacity(&word).map(|share| pen.fill_opacity = share),
        "stroke-opacity" => opacity(&word).map(|share| pen.stroke_opacity = share),
        "fill-rule" => one(&word, &[("nonzero", false), ("evenodd", true)]).map(|rule| pen.even_odd = rule),
        "stroke-linecap" => one(&word, &[("butt", Cap::Butt), ("round", Cap::Round), ("square", Cap::Square)])
            .map(|cap| pen.trace.cap = cap),
        "stroke-linejoin" => one(&word, &[("miter", Join::Miter), ("round", Join::Round), ("bevel", Join::Bevel)])
            .map(|join| pen.trace.join = join),
        "stroke-miterlimit" => (word == "4").then_some(()),
        "stroke-dasharray" => dashes(&word, units).map(|dashes| pen.trace.dashes = dashes.from(pen.trace.dashes.start)),
        "stroke-dashoffset" => start(&word).map(|start| pen.trace.dashes = pen.trace.dashes.from(start)),
        "text-anchor" => one(&word, &[("start", Anchor::Start), ("middle", Anchor::Middle), ("end", Anchor::End)])
            .map(|anchor| pen.anchor = anchor),
        "dominant-baseline" | "alignment-baseline" => drop(&word).map(|drop| pen.drop = drop),
        "shape-rendering" => Some(()),
        "clip-path" | "filter" | "marker" | "marker-end" | "marker-mid" | "marker-start" | "mask" => {
            (word == "none").then_some(())
        }
        "clip-rule" | "paint-order" | "vector-effect" => matches!(&*word, "nonzero" | "normal" | "none").then_some(()),
        "direction" => one(&word, &[("ltr", false), ("rtl", true)]).map(|rtl| style.rtl = rtl),
        _ => return None,
    };
    Some(done)
}

/// A length in units of the picture, which are pixels; no share, and nothing below zero.
fn length(word: &str, units: Units) -> Option<f32> {
    let length = match number(word) {
        Some(number) => number,
        None => match value::length(word, units)? {
            Length::Points(points) => points / PIXEL,
            _ => return None,
        },
    };
    (0.0..1e6).contains(&length).then_some(length)
}

#[expect(clippy::cast_possible_truncation, reason = "what is lost cannot be seen")]
fn number(word: &str) -> Option<f32> {
    word.parse::<Number>().ok().map(|number| number.0 as f32).filter(|number| number.is_finite())
}

fn opacity(word: &str) -> Option<f32> {
    let share = match word.strip_suffix('%') {
        Some(hundredths) => number(hundredths)? / 100.0,
        None => number(word)?,
    };
    Some(share.clamp(0.0, 1.0))
}

fn one<T: Copy>(word: &str, known: &[(&str, T)]) -> Option<T> {
    known.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}

fn dashes(word: &str, units: Units) -> Option<Dashes> {
    if word == "none" {
        return Some(Dashes::default());
    }
    let words = word.split(|c: char| c == ',' || c.is_whitespace()).filter(|word| !word.is_empty());
    let lengths = words.map(|word| length(word, units)).collect::<Option<Vec<f32>>>()?;
    Dashes::new(&lengths).filter(|_| !lengths.is_empty())
}

fn start(word: &str) -> Option<f32> {
    let mut numbers = NumberListParser::from(word.trim_end_matches("px"));
    #[expect(clippy::cast_possible_truncation, reason = "what is lost cannot be seen")]
    let start = numbers.next()?.ok()? as f32;
    // PDF knows no pattern that begins before its beginning.
    (numbers.next().is_none() && (0.0..1e6).contains(&start)).then_some(start)
}

/// How far below the point the baseline stands. The shares are those of Noto Sans: half of the small letters' height,
/// half of the capitals', all of it.
fn drop(word: &str) -> Option<f32> {
    Some(match word {
        "auto" | "alphabetic" | "baseline" => 0.0,
        "middle" => 0.268,
        "central" => 0.357,
        "hanging" | "text-before-edge" | "text-top" => 0.714,
        _ => return None,
    })
}
