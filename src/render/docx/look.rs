//! Looks: what a computed style comes to in WordprocessingML.
//!
//! A look is written as slots, one an element, in the order that the schema asks for; every slot says its value, so that
//! two looks can be held against each other, and what differs is what has to be written.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::rc::Rc;
use std::sync::Arc;

use crate::render::styled::style::{Border, LineHeight, LineStyle, Style, TextAlign, TextStyle, VerticalAlign};
use crate::render::styled::value::{Color, Length};

/// Slots of a paragraph's look.
pub(super) const OF_PARAGRAPH: usize = 10;
/// Slots of a text's look.
pub(super) const OF_TEXT: usize = 11;

pub(super) type ParagraphSlots = [String; OF_PARAGRAPH];
pub(super) type TextSlots = [String; OF_TEXT];

/// The slots of text that turn each other off where a paragraph's and a character's style both set them.
pub(super) const TOGGLES: [usize; 4] = [1, 2, 3, 4];

/// The slot of the text's size.
pub(super) const SIZE: usize = 7;

/// How high a line of Noto Sans is by itself, as a share of its size; Word counts line heights in this.
const NATURAL_LINE: f32 = 1.362;
/// The farthest that Word puts a border from its text, in points.
const FARTHEST: f32 = 31.0;

/// A line beside a paragraph or cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Line {
    color: Color,
    /// In points.
    width: f32,
    style: &'static str,
    /// Between line and text, in points.
    space: f32,
}

/// What stands around a paragraph: lines, and a colour behind it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Frame {
    pub(super) top: Option<Line>,
    pub(super) left: Option<Line>,
    pub(super) bottom: Option<Line>,
    pub(super) right: Option<Line>,
    pub(super) fill: Option<Color>,
}

/// The look of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct CellLook {
    pub(super) frame: Frame,
    /// Above, left, below and right of what stands in it, in twips.
    padding: [i32; 4],
    place: Place,
}

/// Where the content of a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Place {
    #[default]
    Top,
    Middle,
    Bottom,
}

/// The look of a paragraph; lengths are points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ParagraphLook {
    pub(super) keeps_next: bool,
    pub(super) keeps_lines: bool,
    pub(super) begins_page: bool,
    /// Number of the list, and level in it.
    pub(super) number: Option<(usize, usize)>,
    pub(super) frame: Frame,
    pub(super) rtl: bool,
    pub(super) before: f32,
    pub(super) after: f32,
    /// A share of the text's size.
    pub(super) line: f32,
    pub(super) left: f32,
    pub(super) right: f32,
    /// How far the first line hangs out.
    pub(super) hanging: f32,
    pub(super) align: TextAlign,
}

impl ParagraphLook {
    /// That of a paragraph which nothing is said about.
    pub(super) const PLAIN: Self = Self {
        keeps_next: false,
        keeps_lines: false,
        begins_page: false,
        number: None,
        frame: Frame { top: None, left: None, bottom: None, right: None, fill: None },
        rtl: false,
        before: 0.0,
        after: 0.0,
        line: NATURAL_LINE,
        left: 0.0,
        right: 0.0,
        hanging: 0.0,
        align: TextAlign::Start,
    };

    pub(super) fn slots(&self) -> ParagraphSlots {
        let (level, list) = self.number.map_or((0, 0), |(list, level)| (level, list));
        // In text from the right, Word means by "left" where lines begin.
        let (start, end) = if self.rtl { (self.right, self.left) } else { (self.left, self.right) };
        let align = match (self.align, self.rtl) {
            (TextAlign::Start, _) | (TextAlign::Left, false) | (TextAlign::Right, true) => "left",
            (TextAlign::End, _) | (TextAlign::Right, false) | (TextAlign::Left, true) => "right",
            (TextAlign::Center, _) => "center",
        };
        [
            switch("w:keepNext", self.keeps_next),
            switch("w:keepLines", self.keeps_lines),
            switch("w:pageBreakBefore", self.begins_page),
            format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#),
            self.frame.borders("w:pBdr"),
            shade(self.frame.fill),
            switch("w:bidi", self.rtl),
            format!(
                r#"<w:spacing w:before="{}" w:after="{}" w:line="{}" w:lineRule="auto"/>"#,
                twips(self.before),
                twips(self.after),
                (240.0 * self.line / NATURAL_LINE).round()
            ),
            format!(
                r#"<w:ind w:left="{}" w:right="{}" w:hanging="{}"/>"#,
                twips(start),
                twips(end),
                twips(self.hanging)
            ),
            format!(r#"<w:jc w:val="{align}"/>"#),
        ]
    }
}

impl Frame {
    /// What `style` draws around its box, inside of `outer`; with the room that lines and padding take at its sides, which
    /// are shares of `room`.
    pub(super) fn of(style: &Style, outer: &Self, room: f32) -> Self {
        let fill = style.background.or(outer.fill);
        let line = |border: &Border, padding: Length, outer: Option<Line>, is_side: bool| {
            let space = padding.or_zero(room).clamp(0.0, FARTHEST);
            if border.used() > 0.0 {
                let color = border.color.unwrap_or(style.text.color);
                return Some(Line { color, width: border.used(), style: named(border.style), space });
            }
            match (style.background, outer) {
                // A line of the colour behind the text stands for padding, which Word doesn't have.
                (Some(color), _) => (space > 0.0).then_some(Line { color, width: 0.5, style: "single", space }),
                (None, Some(outer)) if is_side => {
                    let inset = space + border.used();
                    Some(Line { space: (outer.space + inset).min(FARTHEST), ..outer })
                }
                (None, outer) => outer,
            }
        };
        Self {
            top: line(&style.border.top, style.padding.top, outer.top, false),
            left: line(&style.border.left, style.padding.left, outer.left, true),
            bottom: line(&style.border.bottom, style.padding.bottom, outer.bottom, false),
            right: line(&style.border.right, style.padding.right, outer.right, true),
            fill,
        }
    }

    /// Moved away from the text at its left, where a margin stands between.
    pub(super) fn set_off(mut self, left: f32) -> Self {
        if let Some(line) = &mut self.left {
            line.space = (line.space + left).clamp(0.0, FARTHEST);
        }
        self
    }

    /// Whether it is a box, not only a line above or below.
    pub(super) fn is_box(&self) -> bool {
        self.fill.is_some() || self.left.is_some() || self.right.is_some()
    }

    /// From the text to the lines at its left and right, in points.
    pub(super) fn spaces(&self) -> (f32, f32) {
        let space = |line: Option<Line>| line.map_or(0.0, |line| line.space);
        (space(self.left), space(self.right))
    }

    pub(super) fn borders(&self, name: &str) -> String {
        let sides = [("top", self.top), ("left", self.left), ("bottom", self.bottom), ("right", self.right)];
        let sides: String = sides.into_iter().map(|(side, line)| border(side, line)).collect();
        format!("<{name}>{sides}</{name}>")
    }
}

impl CellLook {
    /// That of a cell of this style, which draws `frame`.
    pub(super) fn of(frame: Frame, style: &Style) -> Self {
        let side = |padding: Length| twips(padding.or_zero(0.0));
        let padding = &style.padding;
        let padding = [side(padding.top), side(padding.left), side(padding.bottom), side(padding.right)];
        let place = match style.vertical_align {
            VerticalAlign::Middle => Place::Middle,
            VerticalAlign::Bottom => Place::Bottom,
            _ => Place::Top,
        };
        Self { frame, padding, place }
    }

    /// With more room at its left and right, in points.
    pub(super) fn widened(mut self, left: f32, right: f32) -> Self {
        self.padding[1] += twips(left);
        self.padding[3] += twips(right);
        self
    }

    /// What has to be said of a cell that would look like `other` by itself, in the order of the schema.
    pub(super) fn differing(&self, other: &Self) -> String {
        let mut said = String::new();
        let lines = |frame: &Frame| Frame { fill: None, ..*frame };
        if lines(&self.frame) != lines(&other.frame) {
            said.push_str(&self.frame.borders("w:tcBorders"));
        }
        if self.frame.fill != other.frame.fill {
            said.push_str(&shade(self.frame.fill));
        }
        if self.padding != other.padding {
            said.push_str(&self.margins("w:tcMar"));
        }
        if self.place != other.place {
            let place = match self.place {
                Place::Top => "top",
                Place::Middle => "center",
                Place::Bottom => "bottom",
            };
            let _ = write!(said, r#"<w:vAlign w:val="{place}"/>"#);
        }
        said
    }

    /// The room around what stands in the cell.
    pub(super) fn margins(&self, name: &str) -> String {
        let sides = ["top", "left", "bottom", "right"].into_iter().zip(self.padding);
        let sides = sides.map(|(side, width)| format!(r#"<w:{side} w:w="{width}" w:type="dxa"/>"#));
        format!("<{name}>{}</{name}>", sides.collect::<String>())
    }
}

/// The looks of text of the styles that were met: many elements share one.
#[derive(Clone, Default)]
pub(super) struct Texts(Rc<RefCell<HashMap<usize, Known>>>);

/// A style, and its look.
type Known = (Arc<Style>, Rc<TextSlots>);

impl Texts {
    /// The look of text of this style.
    pub(super) fn of(&self, style: &Arc<Style>) -> Rc<TextSlots> {
        let mut known = self.0.borrow_mut();
        // The style is kept, lest its address become another one's.
        let made = || (style.clone(), Rc::new(text(style)));
        known.entry(Arc::as_ptr(style) as usize).or_insert_with(made).1.clone()
    }
}

/// The look of text of this style.
pub(super) fn text(style: &Style) -> TextSlots {
    let TextStyle { family, size, weight, italic, color, letter_spacing, underline, struck, .. } = &style.text;
    let family = super::xml::attribute(family.as_deref().unwrap_or("Noto Sans"));
    let half_points = (2.0 * size).round().clamp(2.0, 3276.0);
    let raise = match style.vertical_align {
        VerticalAlign::Super => "superscript",
        VerticalAlign::Sub => "subscript",
        _ => "baseline",
    };
    // Word makes what is raised smaller by itself.
    let half_points = if raise == "baseline" { half_points } else { (half_points / 0.75).round() };
    [
        format!(r#"<w:rFonts w:ascii="{family}" w:hAnsi="{family}" w:eastAsia="{family}" w:cs="{family}"/>"#),
        switch("w:b", *weight >= 600.0) + &switch("w:bCs", *weight >= 600.0),
        switch("w:i", *italic) + &switch("w:iCs", *italic),
        switch("w:caps", style.text.letters == crate::render::styled::style::Letters::Upper),
        switch("w:strike", *struck),
        format!(r#"<w:color w:val="{}"/>"#, hex(*color)),
        format!(r#"<w:spacing w:val="{}"/>"#, twips(*letter_spacing)),
        format!(r#"<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>"#),
        format!(r#"<w:u w:val="{}"/>"#, if *underline { "single" } else { "none" }),
        shade(None),
        format!(r#"<w:vertAlign w:val="{raise}"/>"#),
    ]
}

/// A line at one side.
pub(super) fn border(side: &str, line: Option<Line>) -> String {
    match line {
        Some(line) => format!(
            r#"<w:{side} w:val="{}" w:sz="{}" w:space="{}" w:color="{}"/>"#,
            line.style,
            (8.0 * line.width).round().clamp(2.0, 96.0),
            line.space.round(),
            hex(line.color)
        ),
        None => format!(r#"<w:{side} w:val="nil"/>"#),
    }
}

/// The height of a line as a share of the text's size.
pub(super) fn line(text: &TextStyle) -> f32 {
    match text.line_height {
        LineHeight::Factor(factor) => factor,
        LineHeight::Points(points) => points / text.size.max(1.0),
    }
}

/// A length in twentieths of a point.
pub(super) fn twips(points: f32) -> i32 {
    (20.0 * points.clamp(-1500.0, 1500.0)).round() as i32
}

pub(super) fn shade(fill: Option<Color>) -> String {
    let fill = fill.map_or_else(|| "auto".to_owned(), hex);
    format!(r#"<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>"#)
}

pub(super) fn hex(Color([red, green, blue]): Color) -> String {
    format!("{red:02X}{green:02X}{blue:02X}")
}

fn switch(name: &str, on: bool) -> String {
    if on { format!("<{name}/>") } else { format!(r#"<{name} w:val="0"/>"#) }
}

fn named(line: LineStyle) -> &'static str {
    match line {
        LineStyle::None => "nil",
        LineStyle::Solid => "single",
        LineStyle::Dashed => "dashed",
        LineStyle::Dotted => "dotted",
    }
}
