//! Computed style: what every property comes to for one element.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::pen::Pen;
use super::value::{Color, Length, Paint};

/// The computed style of an element or of an anonymous box.
#[derive(Debug, Clone)]
pub(super) struct Style {
    pub(super) text: TextStyle,
    pub(super) lang: Arc<str>,
    pub(super) rtl: bool,
    pub(super) list_marker: ListMarker,
    pub(super) orphans: usize,
    pub(super) widows: usize,
    pub(super) fill: Paint,
    pub(super) stroke: Paint,
    pub(super) pen: Pen,
    pub(super) collapse: bool,
    /// Custom properties, inherited like the rest of this half.
    pub(super) variables: Arc<BTreeMap<String, String>>,

    // From here on nothing is inherited.
    pub(super) display: Display,
    pub(super) margin: Sides<Length>,
    pub(super) padding: Sides<Length>,
    pub(super) border: Sides<Border>,
    /// Of all corners, in points.
    pub(super) radius: f32,
    pub(super) background: Option<Color>,
    pub(super) width: Length,
    pub(super) max_width: Length,
    pub(super) height: Length,
    /// The name of the paper that the block stands on.
    pub(super) page: Option<Arc<str>>,
    pub(super) break_before: BreakRule,
    pub(super) break_after: BreakRule,
    pub(super) break_inside: BreakRule,
    pub(super) vertical_align: VerticalAlign,
    pub(super) flex: Flex,
    /// Whether the element goes to the foot of the page.
    pub(super) footnote: bool,
}

/// What flex rows and their children ask for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Flex {
    /// Of a child: its share of the room that is left.
    pub(super) grow: f32,
    /// Of a child: its width before it grows; `Auto` = its `width`.
    pub(super) basis: Length,
    /// Of a row: the room between children, and between wrapped rows.
    pub(super) column_gap: f32,
    pub(super) row_gap: f32,
    /// Of a row: whether children with widths in % that don't fit go to a next row.
    pub(super) wraps: bool,
    pub(super) justify: Justify,
    /// Of a row: where lower children stand.
    pub(super) align: VerticalAlign,
}

/// Where a flex row leaves the room that nobody takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Justify {
    End,
    Start,
    Around,
    Between,
}

/// What text looks like.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TextStyle {
    /// The first family of `font-family` that is among the fonts.
    pub(super) family: Option<Arc<str>>,
    pub(super) size: f32,
    pub(super) weight: f32,
    pub(super) italic: bool,
    pub(super) color: Color,
    pub(super) line_height: LineHeight,
    pub(super) letter_spacing: f32,
    pub(super) align: TextAlign,
    pub(super) white_space: WhiteSpace,
    pub(super) letters: Letters,
    pub(super) underline: bool,
    pub(super) struck: bool,
    /// Whether long words may be parted.
    pub(super) hyphenates: bool,
}

/// A value for each side of a box, in physical terms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sides<T> {
    pub(super) top: T,
    pub(super) right: T,
    pub(super) bottom: T,
    pub(super) left: T,
}

impl<T: Copy> Sides<T> {
    pub(super) fn all(value: T) -> Self {
        Self { top: value, right: value, bottom: value, left: value }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Border {
    pub(super) width: f32,
    pub(super) style: LineStyle,
    /// `None` = the text colour.
    pub(super) color: Option<Color>,
}

impl Border {
    pub(super) const NONE: Self = Self { width: 2.25, style: LineStyle::None, color: None };

    /// The width that is really drawn and takes room.
    pub(super) fn used(&self) -> f32 {
        match self.style {
            LineStyle::None => 0.0,
            _ => self.width,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineStyle {
    None,
    Solid,
    Dashed,
    Dotted,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum LineHeight {
    /// A multiple of the font size, also for children.
    Factor(f32),
    Points(f32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextAlign {
    Start,
    End,
    Left,
    Right,
    Center,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WhiteSpace {
    Normal,
    NoWrap,
    /// Keeps spaces and newlines (`pre-wrap`, and `pre`, since text must not leave the page).
    Keep,
    /// Keeps newlines only (`pre-line`).
    KeepLines,
}

/// `text-transform`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    AsWritten,
    Upper,
    Lower,
    Capitalized,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListMarker {
    None,
    Disc,
    Decimal,
    LowerAlpha,
    LowerRoman,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Display {
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
pub(super) enum BreakRule {
    Auto,
    Avoid,
    Page,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum VerticalAlign {
    Baseline,
    Top,
    Middle,
    Bottom,
    Sub,
    Super,
}

impl Style {
    /// The style of the root before any rule applies.
    pub(super) fn initial() -> Self {
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
    pub(super) fn child(&self) -> Self {
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
    pub(super) fn anonymous(&self) -> Self {
        Self { display: Display::Block, ..self.child() }
    }

    /// Without what is drawn around the content: it is drawn elsewhere.
    pub(super) fn unframed(self) -> Self {
        Self { padding: Sides::all(Length::ZERO), border: Sides::all(Border::NONE), background: None, ..self }
    }

    /// True if a background or border shows the box's edges.
    pub(super) fn is_decorated(&self) -> bool {
        let border = &self.border;
        self.background.is_some()
            || [border.top, border.right, border.bottom, border.left].iter().any(|side| side.used() > 0.0)
    }
}
