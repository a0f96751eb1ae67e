//! OSCAL catalogs: from JSON to a rules file as written, each value with its place.
//!
//! Only catalogs that this program wrote are read: others don't say whom an item is about, on which scale it is answered,
//! or which words are the verbatim ones. `src/render/oscal/oscal.md` says where everything stands.

mod instrument;
mod json;
mod reading;
mod scale;

use std::path::Path;

use super::{Failure, files, written};
use crate::problem::{CatalogFault, Fact, Problems};
use crate::source::{FileNumber, Source, Sources, Spot};

use json::Document;
use reading::Reading;

/// The namespace of all that OSCAL has no name for. It is an address of nobody, by RFC 2606.
pub(crate) const NAMESPACE: &str = "https://rapporteur.invalid/ns/oscal";

/// The beginnings of markup in the prose of OSCAL.
const MARKUP: [char; 8] = ['\\', '*', '`', '~', '^', '[', ']', '<'];

/// A catalog as rules, with what it brings along.
#[derive(Debug, Default)]
pub struct Catalog {
    /// The catalog's instrument alone, and all scales and themes.
    pub rules: written::Rules,
    /// Ids of the scales that only the catalog has.
    pub scales: Vec<String>,
    /// Ids of the themes that only the catalog has.
    pub themes: Vec<String>,
}

/// Reads the catalog at `path`. Its scales and themes are those of the `known` rules, as far as these have them. `None` if
/// it can't be read as rules, with the problem noted.
///
/// # Errors
/// If `path` can't be read.
pub fn catalog(
    path: &Path,
    known: written::Rules,
    sources: &mut Sources,
    problems: &Problems,
) -> Result<Option<Catalog>, Failure> {
    let file = files::toml_file(path)?;
    let taken = files::take_in(&file, sources, problems);
    Ok(taken.and_then(|number| read(sources.get(number), number, known, problems)))
}

/// A text as prose of OSCAL in which nothing is markup.
pub(crate) fn escaped(text: &str) -> String {
    let mut prose = String::with_capacity(text.len());
    for character in text.chars() {
        if MARKUP.contains(&character) {
            prose.push('\\');
        }
        prose.push(character);
    }
    prose
}

/// The text that was [`escaped`].
fn unescaped(prose: &str) -> String {
    let mut text = String::with_capacity(prose.len());
    let mut characters = prose.chars().peekable();
    while let Some(character) = characters.next() {
        let escapes = character == '\\' && characters.peek().is_some_and(|next| MARKUP.contains(next));
        text.extend(if escapes { characters.next() } else { Some(character) });
    }
    text
}

fn read(source: &Source, file: FileNumber, known: written::Rules, problems: &Problems) -> Option<Catalog> {
    let wrong = |fault, at: usize| {
        problems.add(Fact::BadCatalog(fault), &Spot::new(file, at..at));
        None
    };
    let document: Document<'_> = match serde_json::from_str(&source.text) {
        Ok(document) => document,
        Err(error) => return wrong(fault(&error), place(&source.text, &error)),
    };
    let Some(catalog) = document.catalog else { return wrong(CatalogFault::OtherModel, 0) };
    if !catalog.metadata.props.iter().any(|property| property.is("format") && property.value.text == "1") {
        return wrong(CatalogFault::Foreign, 0);
    }
    let reading = Reading { file, source, problems };
    let is_new = |id: &str, known: &[&str]| !known.contains(&id);
    let (scale_ids, theme_ids): (Vec<&str>, Vec<&str>) = (
        known.scales.iter().map(|scale| scale.id.value.as_str()).collect(),
        known.themes.iter().map(|theme| theme.id.value.as_str()).collect(),
    );
    let mut scales: Vec<_> = catalog.params.iter().filter_map(|param| reading.scale(param)).collect();
    scales.retain(|scale| is_new(&scale.id.value, &scale_ids));
    let mut themes = reading.themes(&catalog.metadata.props);
    themes.retain(|theme| is_new(&theme.id.value, &theme_ids));
    let ids = |ids: &mut dyn Iterator<Item = &String>| ids.cloned().collect::<Vec<_>>();
    let (own_scales, own_themes) =
        (ids(&mut scales.iter().map(|scale| &scale.id.value)), ids(&mut themes.iter().map(|theme| &theme.id.value)));
    let instruments = reading.instrument(&catalog).into_iter().collect();
    let rules = written::Rules {
        instruments,
        scales: known.scales.into_iter().chain(scales).collect(),
        themes: known.themes.into_iter().chain(themes).collect(),
        ..written::Rules::default()
    };
    Some(Catalog { rules, scales: own_scales, themes: own_themes })
}

/// What the parser found, without the place.
fn fault(error: &serde_json::Error) -> CatalogFault {
    if error.is_eof() {
        return CatalogFault::NotJson { finding: "it ends in the middle".into() };
    }
    let told = error.to_string();
    let finding = told.rsplit_once(" at line ").map_or(told.as_str(), |(finding, _)| finding).to_owned();
    if error.is_data() { CatalogFault::Form { finding } } else { CatalogFault::NotJson { finding } }
}

/// The byte that the parser's line and column mean; it counts bytes from 1.
fn place(text: &str, error: &serde_json::Error) -> usize {
    let before: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    (before + error.column().saturating_sub(1)).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_comes_back_as_text() {
        for text in ["", "plain", r"\", r"\\*", "*a* [b](c) <d> `e` ~f~ ^g^", r"a\nb", "_"] {
            assert_eq!(unescaped(&escaped(text)), text);
        }
        assert_eq!(escaped("2 * 3"), r"2 \* 3");
    }
}
