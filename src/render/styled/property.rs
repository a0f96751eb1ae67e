//! Applies one declaration to a computed style.

use super::flexible;
use super::style::{
    Border, BreakRule, Display, Letters, LineHeight, LineStyle, ListMarker, Sides, Style, TextAlign, VerticalAlign,
    WhiteSpace,
};
use super::value::{self, Length, Paint, Units};
use super::{pen, supported};

/// Why a declaration was not applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Refusal {
    /// No such property here.
    Property,
    /// The property is known, this value is not.
    Value,
}

/// Sets what `name: value` asks for. `family` tells whether a font family is there.
pub(in crate::render) fn apply(
    style: &mut Style,
    parent: &Style,
    name: &str,
    value: &str,
    units: Units,
    family: &dyn Fn(&str) -> Option<std::sync::Arc<str>>,
) -> Result<(), Refusal> {
    if inherit(style, parent, name, value) {
        return Ok(());
    }
    let applied = apply_text(style, parent, name, value, units, family)
        .or_else(|| apply_box(style, name, value, units))
        .or_else(|| flexible::apply(style, name, value, units))
        .or_else(|| apply_page(style, name, value, units))
        .or_else(|| pen::apply(style, parent, name, value, units));
    match applied {
        Some(Some(())) => Ok(()),
        Some(None) => Err(Refusal::Value),
        None if supported::is_without_effect(name) => Ok(()),
        None => Err(Refusal::Property),
    }
}

/// Handles the words that every property takes; true if that settles the declaration.
fn inherit(style: &mut Style, parent: &Style, name: &str, value: &str) -> bool {
    let from = match value {
        "inherit" => parent.clone(),
        "initial" | "revert" | "unset" => Style::initial(),
        _ => return false,
    };
    match name {
        "color" => style.text.color = from.text.color,
        "font-size" => style.text.size = from.text.size,
        "font-weight" => style.text.weight = from.text.weight,
        "font-style" => style.text.italic = from.text.italic,
        "font" | "font-family" => style.text.family = from.text.family,
        "text-align" => style.text.align = from.text.align,
        "text-decoration" => (style.text.underline, style.text.struck) = (from.text.underline, from.text.struck),
        "line-height" => style.text.line_height = from.text.line_height,
        "background" | "background-color" => style.background = from.background,
        "fill" => style.fill = from.fill,
        "stroke" => style.stroke = from.stroke,
        _ => {}
    }
    true
}

/// `None`: not a property of this group; `Some(None)`: not a value of the property.
pub(in crate::render) type Applied = Option<Option<()>>;

/// Sets what no value can make fail.
pub(in crate::render) fn set<T>(place: &mut T, value: T) -> Option<()> {
    *place = value;
    Some(())
}

fn apply_text(
    style: &mut Style,
    parent: &Style,
    name: &str,
    value: &str,
    units: Units,
    family: &dyn Fn(&str) -> Option<std::sync::Arc<str>>,
) -> Applied {
    let word = value.to_ascii_lowercase();
    let text = &mut style.text;
    let done = match name {
        "font-family" => {
            let first = value::commas(value).iter().find_map(|name| family(name));
            text.family = first;
            Some(())
        }
        "font-size" => font_size(&word, parent.text.size, units.rem).map(|size| text.size = size),
        "font-weight" => weight(&word, parent.text.weight).map(|weight| text.weight = weight),
        "font-style" => set(&mut text.italic, matches!(word.as_str(), "italic" | "oblique")),
        "color" => value::paint(value, parent.text.color).and_then(Paint::color).map(|color| text.color = color),
        "line-height" => line_height(&word, units).map(|height| text.line_height = height),
        "letter-spacing" if word == "normal" => set(&mut text.letter_spacing, 0.0),
        "letter-spacing" => points(value, units).map(|points| text.letter_spacing = points),
        "text-align" => text_align(&word).map(|align| text.align = align),
        "text-transform" => letters(&word).map(|letters| text.letters = letters),
        "text-decoration" | "text-decoration-line" => decoration(&word).map(|(underline, struck)| {
            (text.underline, text.struck) = (underline, struck);
        }),
        "hyphens" => matches!(&*word, "none" | "manual" | "auto").then(|| text.hyphenates = word == "auto"),
        "white-space" => white_space(&word).map(|space| text.white_space = space),
        _ => return None,
    };
    Some(done)
}

fn apply_box(style: &mut Style, name: &str, value: &str, units: Units) -> Applied {
    let word = value.to_ascii_lowercase();
    let length = || value::length(value, units);
    let done = match name {
        "width" => length().map(|length| style.width = length),
        "max-width" if word == "none" => set(&mut style.max_width, Length::Auto),
        "max-width" => length().map(|length| style.max_width = length),
        "height" => length().map(|length| style.height = length),
        "margin" => four(value, |word| value::length(word, units)).map(|all| style.margin = all),
        "padding" => four(value, |word| value::length(word, units)).map(|all| style.padding = all),
        "background" | "background-color" => background(value, style),
        "border-collapse" => set(&mut style.collapse, word == "collapse"),
        "min-width" | "min-height" | "max-height" => matches!(word.as_str(), "0" | "auto" | "none").then_some(()),
        "border-width" => four(value, |word| border_width(word, units)).map(|all| {
            each(&mut style.border, all, |border, width| border.width = width);
        }),
        "border-style" => four(value, line_style).map(|all| {
            each(&mut style.border, all, |border, line| border.style = line);
        }),
        "border-color" => {
            let current = style.text.color;
            four(value, |word| value::paint(word, current)).map(|all| {
                each(&mut style.border, all, set_border_color);
            })
        }
        "border-radius" => points(value, units).map(|radius| style.radius = radius),
        "border" => border(value, units, style).map(|all| style.border = Sides::all(all)),
        _ => return apply_side(style, name, value, units),
    };
    Some(done)
}

/// Properties of one side or of one axis: `margin-top`, `padding-inline-start`, `border-block` …
fn apply_side(style: &mut Style, name: &str, value: &str, units: Units) -> Applied {
    let (property, rest) = name.split_once('-')?;
    let (sides, part): (&[Side], &str) = side_of(rest, style.rtl)?;
    let values = value::words(value);
    let at = |i: usize| values.get(i).or(values.first()).copied().unwrap_or("");
    let mut done = Some(());
    for (i, side) in sides.iter().enumerate() {
        let set = match (property, part) {
            ("margin", "") => value::length(at(i), units).map(|length| *side.of(&mut style.margin) = length),
            ("padding", "") => value::length(at(i), units).map(|length| *side.of(&mut style.padding) = length),
            ("border", "") => border(value, units, style).map(|all| *side.of(&mut style.border) = all),
            ("border", "width") => border_width(at(i), units).map(|width| side.of(&mut style.border).width = width),
            ("border", "style") => line_style(at(i)).map(|line| side.of(&mut style.border).style = line),
            ("border", "color") => {
                value::paint(at(i), style.text.color).map(|paint| set_border_color(side.of(&mut style.border), paint))
            }
            _ => return None,
        };
        done = done.and(set);
    }
    Some(done)
}

#[derive(Clone, Copy)]
enum Side {
    Top,
    Right,
    Bottom,
    Left,
}

impl Side {
    fn of<T>(self, sides: &mut Sides<T>) -> &mut T {
        match self {
            Self::Top => &mut sides.top,
            Self::Right => &mut sides.right,
            Self::Bottom => &mut sides.bottom,
            Self::Left => &mut sides.left,
        }
    }
}

/// The sides that `rest` of a property name means, and what follows the side's name.
fn side_of(rest: &str, rtl: bool) -> Option<(&'static [Side], &str)> {
    use Side::{Bottom, Left, Right, Top};
    let (start, end): (&[Side], &[Side]) = if rtl { (&[Right], &[Left]) } else { (&[Left], &[Right]) };
    let names: [(&str, &[Side]); 10] = [
        ("top", &[Top]),
        ("right", &[Right]),
        ("bottom", &[Bottom]),
        ("left", &[Left]),
        ("inline-start", start),
        ("inline-end", end),
        ("inline", if rtl { &[Right, Left] } else { &[Left, Right] }),
        ("block-start", &[Top]),
        ("block-end", &[Bottom]),
        ("block", &[Top, Bottom]),
    ];
    names.into_iter().find_map(|(name, sides)| {
        let part = rest.strip_prefix(name)?;
        match part.strip_prefix('-') {
            _ if part.is_empty() => Some((sides, "")),
            Some(part @ ("width" | "style" | "color")) => Some((sides, part)),
            _ => None,
        }
    })
}

fn apply_page(style: &mut Style, name: &str, value: &str, units: Units) -> Applied {
    let word = value.to_ascii_lowercase();
    let current = style.text.color;
    let done = match name {
        "display" => display(&word).map(|display| style.display = display),
        "visibility" if matches!(word.as_str(), "hidden" | "collapse") => set(&mut style.display, Display::None),
        "visibility" => Some(()),
        "break-before" | "page-break-before" => break_rule(&word).map(|rule| style.break_before = rule),
        "break-after" | "page-break-after" => break_rule(&word).map(|rule| style.break_after = rule),
        "break-inside" | "page-break-inside" => break_rule(&word).map(|rule| style.break_inside = rule),
        "float" => matches!(&*word, "none" | "footnote").then(|| style.footnote = word == "footnote"),
        "page" => set(&mut style.page, (word != "auto").then(|| value.into())),
        "orphans" => word.parse().ok().map(|n| style.orphans = n),
        "widows" => word.parse().ok().map(|n| style.widows = n),
        "list-style" | "list-style-type" => {
            value::words(&word).into_iter().find_map(list_marker).map(|marker| style.list_marker = marker)
        }
        "list-style-position" => (word == "outside").then_some(()),
        "border-spacing" | "text-indent" => (points(value, units)? == 0.0).then_some(()),
        "box-sizing" => (word == "border-box").then_some(()),
        "vertical-align" => vertical_align(&word).map(|align| style.vertical_align = align),
        "fill" => value::paint(value, current).map(|paint| style.fill = paint),
        "stroke" => value::paint(value, current).map(|paint| style.stroke = paint),
        _ => return None,
    };
    Some(done)
}

/// Reads `font-size`; `parent` is what `em` and `%` refer to.
pub(in crate::render) fn font_size(word: &str, parent: f32, rem: f32) -> Option<f32> {
    let size = match word {
        "xx-small" => 7.0,
        "x-small" => 7.5,
        "small" => 10.0,
        "medium" => 12.0,
        "large" => 13.5,
        "x-large" => 18.0,
        "xx-large" => 24.0,
        "smaller" => parent / 1.2,
        "larger" => parent * 1.2,
        _ => match value::length(word, Units { em: parent, rem })? {
            Length::Points(points) => points,
            Length::Share(share) => share * parent,
            Length::Auto => return None,
        },
    };
    Some(size.clamp(0.5, 400.0))
}

fn weight(word: &str, parent: f32) -> Option<f32> {
    match word {
        "normal" => Some(400.0),
        "bold" => Some(700.0),
        "bolder" => Some(if parent < 600.0 { 700.0 } else { 900.0 }),
        "lighter" => Some(400.0),
        _ => word.parse().ok().filter(|n| (1.0..=1000.0).contains(n)),
    }
}

fn line_height(word: &str, units: Units) -> Option<LineHeight> {
    if word == "normal" {
        return Some(LineHeight::Factor(1.4));
    }
    if let Ok(factor) = word.parse::<f32>() {
        return (factor.is_finite() && factor >= 0.0).then_some(LineHeight::Factor(factor));
    }
    match value::length(word, units)? {
        Length::Points(points) => Some(LineHeight::Points(points)),
        Length::Share(share) => Some(LineHeight::Points(share * units.em)),
        Length::Auto => None,
    }
}

pub(in crate::render) fn points(text: &str, units: Units) -> Option<f32> {
    match value::length(text, units)? {
        Length::Points(points) => Some(points),
        _ => None,
    }
}

fn letters(word: &str) -> Option<Letters> {
    Some(match word {
        "none" => Letters::AsWritten,
        "uppercase" => Letters::Upper,
        "lowercase" => Letters::Lower,
        "capitalize" => Letters::Capitalized,
        _ => return None,
    })
}

/// Whether a text is underlined, and whether it is struck through.
fn decoration(word: &str) -> Option<(bool, bool)> {
    let (mut underline, mut struck) = (false, false);
    for word in word.split_whitespace() {
        match word {
            "none" | "solid" => {}
            "underline" => underline = true,
            "line-through" => struck = true,
            _ => return None,
        }
    }
    Some((underline, struck))
}

fn text_align(word: &str) -> Option<TextAlign> {
    Some(match word {
        "start" => TextAlign::Start,
        "end" => TextAlign::End,
        "left" => TextAlign::Left,
        "right" => TextAlign::Right,
        "center" => TextAlign::Center,
        _ => return None,
    })
}

fn white_space(word: &str) -> Option<WhiteSpace> {
    Some(match word {
        "normal" => WhiteSpace::Normal,
        "nowrap" => WhiteSpace::NoWrap,
        "pre" | "pre-wrap" | "break-spaces" => WhiteSpace::Keep,
        "pre-line" => WhiteSpace::KeepLines,
        _ => return None,
    })
}

/// One to four values, clockwise from the top.
fn four<T: Copy>(value: &str, read: impl Fn(&str) -> Option<T>) -> Option<Sides<T>> {
    let all = value::words(value).into_iter().map(read).collect::<Option<Vec<T>>>()?;
    let at = |i: usize, else_at: usize| all.get(i).or(all.get(else_at)).copied();
    let top = *all.first()?;
    let right = at(1, 0)?;
    (all.len() <= 4).then_some(Sides { top, right, bottom: at(2, 0)?, left: at(3, 1).unwrap_or(right) })
}

fn each<T>(borders: &mut Sides<Border>, values: Sides<T>, set: impl Fn(&mut Border, T)) {
    set(&mut borders.top, values.top);
    set(&mut borders.right, values.right);
    set(&mut borders.bottom, values.bottom);
    set(&mut borders.left, values.left);
}

fn set_border_color(border: &mut Border, paint: Paint) {
    match paint {
        Paint::None => border.style = LineStyle::None,
        Paint::Color(color) => border.color = Some(color),
    }
}

/// The `border` shorthand: width, style and colour in any order.
fn border(value: &str, units: Units, style: &Style) -> Option<Border> {
    let mut border = Border::NONE;
    for word in value::words(value) {
        if let Some(line) = line_style(word) {
            border.style = line;
        } else if let Some(width) = border_width(word, units) {
            border.width = width;
        } else {
            match value::paint(word, style.text.color)? {
                // A border that cannot be seen still takes its room, as padding would.
                Paint::None => border.style = LineStyle::None,
                Paint::Color(color) => border.color = Some(color),
            }
        }
    }
    Some(border)
}

fn border_width(word: &str, units: Units) -> Option<f32> {
    match word {
        "thin" => Some(0.75),
        "medium" => Some(2.25),
        "thick" => Some(3.75),
        _ => points(word, units),
    }
}

fn line_style(word: &str) -> Option<LineStyle> {
    Some(match word {
        "none" | "hidden" => LineStyle::None,
        "solid" => LineStyle::Solid,
        "dashed" => LineStyle::Dashed,
        "dotted" => LineStyle::Dotted,
        _ => return None,
    })
}

fn background(value: &str, style: &mut Style) -> Option<()> {
    let paint = value::words(value).into_iter().find_map(|word| value::paint(word, style.text.color))?;
    style.background = paint.color();
    Some(())
}

fn display(word: &str) -> Option<Display> {
    Some(match word {
        "none" => Display::None,
        "inline" => Display::Inline,
        "block" | "flow-root" => Display::Block,
        "list-item" => Display::ListItem,
        "table" => Display::Table,
        "flex" => Display::Flex,
        _ if word.starts_with("table-") => Display::TablePart,
        _ => return None,
    })
}

fn break_rule(word: &str) -> Option<BreakRule> {
    Some(match word {
        "auto" => BreakRule::Auto,
        "avoid" | "avoid-page" => BreakRule::Avoid,
        "page" | "always" => BreakRule::Page,
        _ => return None,
    })
}

fn list_marker(word: &str) -> Option<ListMarker> {
    Some(match word {
        "none" => ListMarker::None,
        "disc" => ListMarker::Disc,
        "decimal" => ListMarker::Decimal,
        "lower-alpha" | "lower-latin" => ListMarker::LowerAlpha,
        "lower-roman" => ListMarker::LowerRoman,
        _ => return None,
    })
}

fn vertical_align(word: &str) -> Option<VerticalAlign> {
    Some(match word {
        "baseline" => VerticalAlign::Baseline,
        "top" => VerticalAlign::Top,
        "middle" => VerticalAlign::Middle,
        "bottom" => VerticalAlign::Bottom,
        "sub" => VerticalAlign::Sub,
        "super" => VerticalAlign::Super,
        _ => return None,
    })
}
