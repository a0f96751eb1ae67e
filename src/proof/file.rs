//! Files that go with a report: what it was made from, and what it was made with.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::render::pdf::Relationship;

/// The name of the figures and levels as data.
pub const ASSESSMENT: &str = "assessment.json";

/// The name of the manifest.
pub const MANIFEST: &str = "manifest.json";

/// What a file is to the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The figures and levels as data.
    Assessment,
    /// A file of the answers; for parliament, their redacted form.
    Responses,
    /// The logo that the answers name.
    Logo,
    /// Answers of an earlier period; for parliament, their redacted form.
    Baseline,
    /// A rules file that is built into the program.
    Rules,
    /// A rules file of the institution's own.
    OwnRules,
    /// The auditor's review.
    Review,
    /// A file of the institution's own templates, stylesheet or words.
    Template,
    /// The theme file.
    Theme,
    /// A logo or font that the theme file names.
    ThemePart,
    /// A font that was added.
    Font,
}

impl Kind {
    /// How PDF calls the relation of such a file to the document (ISO 32000-2, table 43).
    pub fn relationship(self) -> Relationship {
        match self {
            Self::Assessment => Relationship::Data,
            Self::Responses | Self::Baseline | Self::Rules | Self::OwnRules | Self::Review => Relationship::Source,
            Self::Logo | Self::Template | Self::Theme | Self::ThemePart | Self::Font => Relationship::Supplement,
        }
    }
}

/// A file that goes with a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// What it is.
    pub kind: Kind,
    /// Where it lies when the report is made again, with `/`.
    pub path: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// A name for each path under which it can lie in a PDF: plain letters, digits and `.`, `_`, `-`, no name twice.
pub(super) fn names<'p>(paths: impl Iterator<Item = &'p str>) -> Vec<String> {
    let mut taken = BTreeSet::from([MANIFEST.to_owned()]);
    let name = |path: &str| {
        let plain = |c: char| match c {
            '/' => '-',
            c if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') => c,
            _ => '_',
        };
        let wanted: String = path.chars().map(plain).collect();
        let (stem, ending) = wanted
            .rsplit_once('.')
            .map_or((wanted.as_str(), String::new()), |(stem, ending)| (stem, format!(".{ending}")));
        let numbered = (2..).map(|number| format!("{stem}-{number}{ending}"));
        let name = std::iter::once(wanted.clone()).chain(numbered).find(|name| !taken.contains(name));
        let name = name.unwrap_or_default();
        taken.insert(name.clone());
        name
    };
    paths.map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_no_name_stands_twice() {
        let paths =
            ["assessment.json", "manifest.json", "responses/a.toml", "responses-a.toml", "responses/Ответы.toml"];
        let expected =
            ["assessment.json", "manifest-2.json", "responses-a.toml", "responses-a-2.toml", "responses-______.toml"];
        assert_eq!(names(paths.into_iter()), expected);
        assert_eq!(names([".."].into_iter()), [".."]);
    }
}
