//! CSS values: lengths, colours and the words of a value.

use cssparser::{ParseError, Parser, Token};

/// Points in a CSS pixel.
pub(in crate::render) const PIXEL: f32 = 0.75;
/// Points in a millimetre.
pub(in crate::render) const MILLIMETRE: f32 = 72.0 / 25.4;
/// Width of `0` in Noto Sans, in em.
const ZERO_WIDTH: f32 = 0.572;

/// A length as far as it can be known before layout.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::render) enum Length {
    Auto,
    Points(f32),
    /// A share of the containing block's width, 1.0 = all of it.
    Share(f32),
}

impl Length {
    pub(in crate::render) const ZERO: Self = Self::Points(0.0);

    /// In points; `auto` is `None`.
    pub(in crate::render) fn resolve(self, container: f32) -> Option<f32> {
        match self {
            Self::Auto => None,
            Self::Points(points) => Some(points),
            Self::Share(share) => Some(share * container),
        }
    }

    /// In points; `auto` is nothing.
    pub(in crate::render) fn or_zero(self, container: f32) -> f32 {
        self.resolve(container).unwrap_or(0.0)
    }
}

/// What relative units refer to.
#[derive(Debug, Clone, Copy)]
pub(in crate::render) struct Units {
    pub(in crate::render) em: f32,
    pub(in crate::render) rem: f32,
}

/// Reads one length, percentage or `auto`.
pub(in crate::render) fn length(text: &str, units: Units) -> Option<Length> {
    let mut parser = Parser::new(text);
    let found = length_token(parser.next().ok()?, units)?;
    parser.is_exhausted().then_some(found)
}

fn length_token(token: &Token<'_>, units: Units) -> Option<Length> {
    let length = match token {
        Token::Dimension { value, unit, .. } => Length::Points(to_points(*value, unit, units)?),
        Token::Percentage { unit_value, .. } => Length::Share(*unit_value),
        Token::Number { value: 0.0, .. } => Length::ZERO,
        Token::Ident(word) if word.eq_ignore_ascii_case("auto") => Length::Auto,
        _ => return None,
    };
    match length {
        Length::Points(n) | Length::Share(n) if !n.is_finite() => None,
        _ => Some(length),
    }
}

fn to_points(value: f32, unit: &str, units: Units) -> Option<f32> {
    let factor = match unit.to_ascii_lowercase().as_str() {
        "pt" => 1.0,
        "px" => PIXEL,
        "mm" => MILLIMETRE,
        "cm" => 10.0 * MILLIMETRE,
        "in" => 72.0,
        "pc" => 12.0,
        "em" => units.em,
        "rem" => units.rem,
        "ch" => ZERO_WIDTH * units.em,
        "ex" => 0.5 * units.em,
        _ => return None,
    };
    Some(value * factor)
}

/// Splits a value at spaces, keeping functions such as `rgb(1 2 3)` whole.
pub(in crate::render) fn words(text: &str) -> Vec<&str> {
    let mut depth = 0;
    text.split(move |c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        c.is_whitespace() && depth == 0
    })
    .filter(|word| !word.is_empty())
    .collect()
}

/// An opaque colour; transparency is mixed with the white of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub(in crate::render) struct Color(pub(in crate::render) [u8; 3]);

/// A colour, or none at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Paint {
    None,
    Color(Color),
}

impl Paint {
    pub(in crate::render) fn color(self) -> Option<Color> {
        match self {
            Self::None => None,
            Self::Color(color) => Some(color),
        }
    }
}

/// Reads a colour; `current` is what `currentColor` means.
pub(in crate::render) fn paint(text: &str, current: Color) -> Option<Paint> {
    let text = text.trim();
    if let Some(hex) = text.strip_prefix('#') {
        return hex_color(hex);
    }
    if let Some((name, arguments)) = text.split_once('(') {
        let numbers = numbers(arguments.strip_suffix(')')?)?;
        return match name.to_ascii_lowercase().as_str() {
            "rgb" | "rgba" => rgb(&numbers),
            "hsl" | "hsla" => hsl(&numbers),
            _ => None,
        };
    }
    match text.to_ascii_lowercase().as_str() {
        "none" | "transparent" => Some(Paint::None),
        "currentcolor" => Some(Paint::Color(current)),
        name => named(name).map(|color| Paint::Color(Color(color))),
    }
}

fn hex_color(hex: &str) -> Option<Paint> {
    let digits =
        hex.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect::<Option<Vec<u8>>>()?;
    let channels: Vec<u8> = match digits.len() {
        3 | 4 => digits.iter().map(|digit| digit * 17).collect(),
        6 | 8 => digits.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect(),
        _ => return None,
    };
    let alpha = channels.get(3).map_or(1.0, |&alpha| f32::from(alpha) / 255.0);
    Some(on_white([channels[0], channels[1], channels[2]], alpha))
}

/// The arguments of a colour function; a percentage counts as a negative share, see `channel`.
fn numbers(arguments: &str) -> Option<Vec<Argument>> {
    let mut parser = Parser::new(arguments);
    let mut found = Vec::new();
    while !parser.is_exhausted() {
        match parser.next().ok()? {
            Token::Number { value, .. } => found.push(Argument::Number(*value)),
            Token::Dimension { value, .. } => found.push(Argument::Number(*value)),
            Token::Percentage { unit_value, .. } => found.push(Argument::Share(*unit_value)),
            Token::Comma | Token::Delim('/') => {}
            _ => return None,
        }
    }
    (3..=4).contains(&found.len()).then_some(found)
}

#[derive(Clone, Copy)]
enum Argument {
    Number(f32),
    Share(f32),
}

impl Argument {
    /// As a share of `full`.
    fn of(self, full: f32) -> f32 {
        match self {
            Self::Number(number) => number / full,
            Self::Share(share) => share,
        }
    }
}

fn rgb(arguments: &[Argument]) -> Option<Paint> {
    let channel = |i: usize| to_byte(arguments[i].of(255.0));
    let alpha = arguments.get(3).map_or(1.0, |alpha| alpha.of(1.0));
    Some(on_white([channel(0), channel(1), channel(2)], alpha))
}

fn hsl(arguments: &[Argument]) -> Option<Paint> {
    let hue = arguments[0].of(360.0).rem_euclid(1.0) * 12.0;
    let (saturation, lightness) = (arguments[1].of(100.0), arguments[2].of(100.0));
    let amplitude = saturation * lightness.min(1.0 - lightness);
    let channel = |offset: f32| {
        let k = (offset + hue) % 12.0;
        to_byte(lightness - amplitude * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0))
    };
    let alpha = arguments.get(3).map_or(1.0, |alpha| alpha.of(1.0));
    Some(on_white([channel(0.0), channel(8.0), channel(4.0)], alpha))
}

/// A colour through which the page shall be seen, as if it were mixed with white.
pub(in crate::render) fn on_white(color: [u8; 3], alpha: f32) -> Paint {
    let alpha = alpha.clamp(0.0, 1.0);
    if alpha == 0.0 {
        return Paint::None;
    }
    let mix = |channel: u8| to_byte(1.0 - alpha * (1.0 - f32::from(channel) / 255.0));
    Paint::Color(Color(color.map(mix)))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte's range")]
fn to_byte(share: f32) -> u8 {
    (share * 255.0).round().clamp(0.0, 255.0) as u8
}

/// The colour words of CSS 2 and the few newer ones that stylesheets really use.
fn named(name: &str) -> Option<[u8; 3]> {
    Some(match name {
        "black" => [0, 0, 0],
        "white" => [255, 255, 255],
        "gray" | "grey" => [128, 128, 128],
        "silver" => [192, 192, 192],
        "lightgray" | "lightgrey" => [211, 211, 211],
        "darkgray" | "darkgrey" => [169, 169, 169],
        "dimgray" | "dimgrey" => [105, 105, 105],
        "whitesmoke" => [245, 245, 245],
        "red" => [255, 0, 0],
        "darkred" => [139, 0, 0],
        "maroon" => [128, 0, 0],
        "orange" => [255, 165, 0],
        "gold" => [255, 215, 0],
        "yellow" => [255, 255, 0],
        "olive" => [128, 128, 0],
        "lime" => [0, 255, 0],
        "green" => [0, 128, 0],
        "darkgreen" => [0, 100, 0],
        "aqua" | "cyan" => [0, 255, 255],
        "teal" => [0, 128, 128],
        "blue" => [0, 0, 255],
        "navy" => [0, 0, 128],
        "darkblue" => [0, 0, 139],
        "steelblue" => [70, 130, 180],
        "fuchsia" | "magenta" => [255, 0, 255],
        "purple" => [128, 0, 128],
        "brown" => [165, 42, 42],
        "pink" => [255, 192, 203],
        "canvas" | "field" => [255, 255, 255],
        "canvastext" | "fieldtext" | "buttontext" => [0, 0, 0],
        "linktext" => [0, 0, 238],
        _ => return None,
    })
}

/// Replaces every `var(--x, fallback)` by what `lookup` knows; `None` if one stays unknown.
pub(in crate::render) fn substitute(value: &str, lookup: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    substitute_within(value, lookup, 16)
}

fn substitute_within(value: &str, lookup: &dyn Fn(&str) -> Option<String>, depth: u8) -> Option<String> {
    let Some(start) = value.find("var(") else {
        return Some(value.to_owned());
    };
    if depth == 0 {
        return None;
    }
    let inside = &value[start + 4..];
    let end = closing(inside)?;
    let (name, fallback) = match inside[..end].split_once(',') {
        Some((name, fallback)) => (name.trim(), Some(fallback.trim())),
        None => (inside[..end].trim(), None),
    };
    let found = lookup(name).or_else(|| fallback.map(str::to_owned))?;
    let joined = format!("{}{}{}", &value[..start], found, &inside[end + 1..]);
    substitute_within(&joined, lookup, depth - 1)
}

/// Where the bracket that is open at the start of `text` closes.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1;
    text.char_indices().find_map(|(i, c)| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(i)
    })
}

/// Splits a list at its outer commas.
pub(in crate::render) fn commas(text: &str) -> Vec<String> {
    let mut parser = Parser::new(text);
    parser.parse_comma_separated_ignoring_errors(|part| {
        let start = part.position();
        while part.next().is_ok() {}
        Ok::<_, ParseError<()>>(part.slice_from(start).trim().to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_in_all_notations() {
        let read = |text| paint(text, Color([1, 2, 3])).and_then(Paint::color).map(|c| c.0);
        assert_eq!(read("#fA0"), Some([255, 170, 0]));
        assert_eq!(read("rgb(10, 20, 30)"), Some([10, 20, 30]));
        assert_eq!(read("rgb(0 0 0 / 50%)"), Some([128, 128, 128]));
        assert_eq!(read("hsl(120 100% 25%)"), Some([0, 128, 0]));
        assert_eq!(read("currentColor"), Some([1, 2, 3]));
        assert_eq!(read("color-mix(in srgb, red, blue)"), None);
    }

    #[test]
    fn variables_nest_and_fall_back() {
        let lookup = |name: &str| match name {
            "--a" => Some("var(--b)".to_owned()),
            "--b" => Some("1pt".to_owned()),
            "--loop" => Some("var(--loop)".to_owned()),
            _ => None,
        };
        let read = |text| substitute(text, &lookup);
        assert_eq!(read("var(--a) solid").as_deref(), Some("1pt solid"));
        assert_eq!(read("var(--x, rgb(1, 2, 3))").as_deref(), Some("rgb(1, 2, 3)"));
        assert_eq!(read("var(--x)"), None);
        assert_eq!(read("var(--loop)"), None);
    }
}
