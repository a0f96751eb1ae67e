//! An institution's look, put behind the stylesheet: colours, and the family of the text.

use std::fmt::Write;
use std::path::Path;

use super::{Failure, templates};
use crate::model::{Colour, Look, Variable};

/// The colours that the stylesheet names in its `:root`, which a theme may change; that of the folder `own`, if it has
/// one.
///
/// # Errors
/// If the folder can't be read.
pub fn variables(own: Option<&Path>) -> Result<Vec<Variable>, Failure> {
    Ok(named(&templates::stylesheet(own)?))
}

fn named(css: &str) -> Vec<Variable> {
    let Some((_, root)) = css.split_once(":root") else { return Vec::new() };
    let body = root.split_once('{').and_then(|(_, body)| body.split_once('}')).map_or("", |(body, _)| body);
    let declarations = body.split(';').filter_map(|declaration| declaration.split_once(':'));
    let variables = declarations.filter_map(|(name, value)| {
        let name = name.trim().strip_prefix("--")?.to_owned();
        Some(Variable { text: is_text(css, &name), colour: Colour::of(value)?, name })
    });
    variables.collect()
}

/// Whether text is written in the variable `name`: whether it is the value of a `color`, not of a `border-color`.
fn is_text(css: &str, name: &str) -> bool {
    let asked = format!("color: var(--{name})");
    css.match_indices(&asked).any(|(at, _)| !css[..at].ends_with('-'))
}

/// The rules that give `css` the look.
pub(super) fn rules(look: &Look, css: &str) -> String {
    let mut rules = String::new();
    if !look.colours.is_empty() {
        let colours: String = look.colours.iter().map(|(name, colour)| format!(" --{name}: {colour};")).collect();
        rules.push_str(&format!(":root {{{colours} }}\n"));
    }
    if let Some(family) = &look.family {
        // What the stylesheet sets text in stays behind, for the letters that the font doesn't have.
        let ours = css.split_once("font-family:").and_then(|(_, after)| after.split([';', '}']).next());
        let ours = ours.map_or("sans-serif", str::trim);
        rules.push_str(&format!("body {{ font-family: {}, {ours}; }}\n", quoted(family)));
    }
    rules
}

/// A name as a text of CSS. All but letters, digits, spaces and hyphens is written by number, so that no name ends the
/// text, the rule or the element that holds the stylesheet.
fn quoted(name: &str) -> String {
    let mut quoted = String::from("\"");
    for character in name.chars() {
        if character.is_alphanumeric() || matches!(character, ' ' | '-') {
            quoted.push(character);
        } else {
            _ = write!(quoted, "\\{:x} ", u32::from(character));
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSS: &str = ":root { --deep: #0b4f6c; --line:#ccc; --gap: 3pt; }\n\
        h1 { color: var(--deep); border-color: var(--line); }\nbody { font-family: \"Noto Sans\", sans-serif; }";

    #[test]
    fn the_stylesheet_names_colours_and_which_are_those_of_text() {
        let found: Vec<(String, bool)> = named(CSS).into_iter().map(|one| (one.name, one.text)).collect();
        assert_eq!(found, [("deep".to_owned(), true), ("line".to_owned(), false)]);
        assert!(named("h1 {}").is_empty() && named(":root").is_empty());
    }

    #[test]
    fn the_text_colours_of_ours_are_known() {
        let text: Vec<String> =
            variables(None).unwrap().into_iter().filter(|one| one.text).map(|one| one.name).collect();
        assert_eq!(text, ["ink", "soft", "deep", "met", "part", "not"]);
    }

    #[test]
    fn rules_hold_colours_and_family_and_nothing_that_ends_them() {
        let look = Look {
            colours: vec![("deep".into(), Colour::of("navy").unwrap())],
            family: Some("Foo\"</style> Sans".into()),
            ..Look::default()
        };
        let wanted = ":root { --deep: #000080; }\n\
            body { font-family: \"Foo\\22 \\3c \\2f style\\3e  Sans\", \"Noto Sans\", sans-serif; }\n";
        assert_eq!(rules(&look, CSS), wanted);
        assert_eq!(rules(&Look::default(), CSS), "");
    }

    #[test]
    fn without_a_look_the_stylesheet_stays_as_it_is() {
        let mut templates = crate::render::Templates::open(None, "en").unwrap();
        let before = templates.css().to_owned();
        templates.dress(&Look::default());
        assert_eq!(templates.css(), before);
    }
}
