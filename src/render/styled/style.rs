//! Computed style: what every property comes to for one element.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::pen::Pen;
use super::value::{Color, Length, Paint};

/// The computed style of an element or of an anonymous box.
#[derive(Debug, Clone)]
pub(in crate::render) struct Style {
    pub(in crate::render) text: TextStyle,
    pub(in crate::render) lang: Arc<str>,
    pub(in crate::render) rtl: bool,
    pub(in crate::render) list_marker: ListMarker,
    pub(in crate::render) orphans: usize,
    pub(in crate::render) widows: usize,
    pub(in crate::render) fill: Paint,
    pub(in crate::render) stroke: Paint,
    pub(in crate::render) pen: Pen,
    pub(in crate::render) collapse: bool,
    /// Custom properties, inherited like the rest of this half.
    pub(in crate::render) variables: Arc<BTreeMap<String, String>>,

    // From here on nothing is inherited.
    pub(in crate::render) display: Display,
    pub(in crate::render) margin: Sides<Length>,
    pub(in crate::render) padding: Sides<Length>,
    pub(in crate::render) border: Sides<Border>,
    /// Of all corners, in points.
    pub(in crate::render) radius: f32,
    pub(in crate::render) background: Option<Color>,
    pub(in crate::render) width: Length,
    pub(in crate::render) max_width: Length,
    pub(in crate::render) height: Length,
    /// The name of the paper that the block stands on.
    pub(in crate::render) page: Option<Arc<str>>,
    pub(in crate::render) break_before: BreakRule,
    pub(in crate::render) break_after: BreakRule,
    pub(in crate::render) break_inside: BreakRule,
    pub(in crate::render) vertical_align: VerticalAlign,
    pub(in crate::render) flex: Flex,
    /// Whether the element goes to the foot of the page.
    pub(in crate::render) footnote: bool,
}

/// What flex rows and their children ask for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::render) struct Flex {
    /// Of a child: its share of the room that is left.
    pub(in crate::render) grow: f32,
    /// Of a child: its width before it grows; `Auto` = its `width`.
    pub(in crate::render) basis: Length,
    /// Of a row: the room between children, and between wrapped rows.
    pub(in crate::render) column_gap: f32,
    pub(in crate::render) row_gap: f32,
    /// Of a row: whether children with widths in % that don't fit go to a next row.
    pub(in crate::render) wraps: bool,
    pub(in crate::render) justify: Justify,
    /// Of a row: where lower children stand.
    pub(in crate::render) align: VerticalAlign,
}

/// Where a flex row leaves the room that nobody takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Justify {
    End,
    Start,
    Around,
    Between,
}

/// What text looks like.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::render) struct TextStyle {
    /// The first family of `font-family` that is among the fonts.
    pub(in crate::render) family: Option<Arc<str>>,
    pub(in crate::render) size: f32,
    pub(in crate::render) weight: f32,
    pub(in crate::render) italic: bool,
    pub(in crate::render) color: Color,
    pub(in crate::render) line_height: LineHeight,
    pub(in crate::render) letter_spacing: f32,
    pub(in crate::render) align: TextAlign,
    pub(in crate::render) white_space: WhiteSpace,
    pub(in crate::render) letters: Letters,
    pub(in crate::render) underline: bool,
    pub(in crate::render) struck: bool,
    /// Whether long words may be parted.
    pub(in crate::render) hyphenates: bool,
}

/// A value for each side of a box, in physical terms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::render) struct Sides<T> {
    pub(in crate::render) top: T,
    pub(in crate::render) right: T,
    pub(in crate::render) bottom: T,
    pub(in crate::render) left: T,
}

impl<T: Copy> Sides<T> {
    pub(in crate::render) fn all(value: T) -> Self {
        Self { top: value, right: value, bottom: value, left: value }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::render) struct Border {
    pub(in crate::render) width: f32,
    pub(in crate::render) style: LineStyle,
    /// `None` = the text colour.
    pub(in crate::render) color: Option<Color>,
}

impl Border {
    pub(in crate::render) const NONE: Self = Self { width: 2.25, style: LineStyle::None, color: None };

    /// The width that is really drawn and takes room.
    pub(in crate::render) fn used(&self) -> f32 {
        match self.style {
            LineStyle::None => 0.0,
            _ => self.width,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum LineStyle {
    None,
    Solid,
    Dashed,
    Dotted,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::render) enum LineHeight {
    /// A multiple of the font size, also for children.
    Factor(f32),
    Points(f32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum TextAlign {
    Start,
    End,
    Left,
    Right,
    Center,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum WhiteSpace {
    Normal,
    NoWrap,
    /// Keeps spaces and newlines (`pre-wrap`, and `pre`, since text must not leave the page).
    Keep,
    /// Keeps newlines only (`pre-line`).
    KeepLines,
}

/// `text-transform`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Letters {
    AsWritten,
    Upper,
    Lower,
    Capitalized,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum ListMarker {
    None,
    Disc,
    Decimal,
    LowerAlpha,
    LowerRoman,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Display {
    None,
    Inline,
    Block,
    ListItem,
    Table,
    /// A part of a table; what it is follows from the tag.
    TablePart,
    /// Children side by side.
    Flex,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum BreakRule {
    Auto,
    Avoid,
    Page,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum VerticalAlign {
    Baseline,
    Top,
    Middle,
    Bottom,
    Sub,
    Super,
}

impl Style {
    /// The style of the root before any rule applies.
    pub(in crate::render) fn initial() -> Self {
        Self {
            text: TextStyle {
                family: None,
                size: 12.0,
                weight: 400.0,
                italic: false,
                color: Color::default(),
                line_height: LineHeight::Factor(1.4),
                letter_spacing: 0.0,
                align: TextAlign::Start,
                white_space: WhiteSpace::Normal,
                letters: Letters::AsWritten,
                underline: false,
                struck: false,
                hyphenates: false,
            },
            lang: Arc::from(""),
            rtl: false,
            list_marker: ListMarker::Disc,
            orphans: 2,
            widows: 2,
            fill: Paint::Color(Color::default()),
            stroke: Paint::None,
            pen: Pen::initial(),
            collapse: false,
            variables: Arc::default(),
            display: Display::Inline,
            margin: Sides::all(Length::ZERO),
            padding: Sides::all(Length::ZERO),
            border: Sides::all(Border::NONE),
            radius: 0.0,
            background: None,
            width: Length::Auto,
            max_width: Length::Auto,
            height: Length::Auto,
            page: None,
            break_before: BreakRule::Auto,
            break_after: BreakRule::Auto,
            break_inside: BreakRule::Auto,
            vertical_align: VerticalAlign::Baseline,
            footnote: false,
            flex: Flex {
                grow: 0.0,
                basis: Length::Auto,
                column_gap: 0.0,
                row_gap: 0.0,
                wraps: false,
                justify: Justify::End,
                align: VerticalAlign::Top,
            },
        }
    }

    /// What a child starts from: the inherited half of this style, the rest initial.
    pub(in crate::render) fn child(&self) -> Self {
        Self {
            text: self.text.clone(),
            lang: self.lang.clone(),
            variables: self.variables.clone(),
            rtl: self.rtl,
            list_marker: self.list_marker,
            orphans: self.orphans,
            widows: self.widows,
            fill: self.fill,
            stroke: self.stroke,
            pen: self.pen,
            collapse: self.collapse,
            ..Self::initial()
        }
    }

    /// The style of an anonymous block.
    pub(in crate::render) fn anonymous(&self) -> Self {
        Self { display: Display::Block, ..self.child() }
    }

    /// Without what is drawn around the content: it is drawn elsewhere.
    pub(in crate::render) fn unframed(self) -> Self {
        Self { padding: Sides::all(Length::ZERO), border: Sides::all(Border::NONE), background: None, ..self }
    }

    /// True if a background or border shows the box's edges.
    pub(in crate::render) fn is_decorated(&self) -> bool {
        let border = &self.border;
        self.background.is_some()
            || [border.top, border.right, border.bottom, border.left].iter().any(|side| side.used() > 0.0)
    }
}
