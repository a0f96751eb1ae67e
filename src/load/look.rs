//! Theme files: from TOML to the look of an institution's reports as written.

use std::path::Path;

use super::beside;
use super::fields::{Fields, Reading};
use super::files::{self, RawFile};
use super::rules::format_known;
use super::syntax::{self, Readable};
use super::written::{Look, Named};
use crate::problem::Problems;
use crate::source::{At, Sources};

/// Reads a theme file; logo and fonts are looked up in `folder`.
pub(super) fn read(file: &RawFile, folder: &Path, sources: &mut Sources, problems: &Problems) -> Look {
    let Some(number) = files::take_in(file, sources, problems) else { return Look::default() };
    let source = sources.get(number);
    syntax::read(source, number, problems, |table, readable| {
        let found = Problems::default();
        let look = top(Fields::top(table, Reading::new(number, &source.text, &found)), folder, readable);
        syntax::pass_on(found, readable, problems);
        look
    })
}

fn top(fields: Fields<'_>, folder: &Path, readable: &Readable) -> Look {
    format_known(&fields, fields.reading.problems);
    let mut look = Look::default();
    if let Some(path) = fields.text("logo").filter(is_given) {
        look.logo = Some(looked_up(path, folder, readable, beside::logo));
    }
    if let Some(colours) = fields.table("colours") {
        look.colours = colours.plain_entries();
    }
    if let Some(fonts) = fields.table("fonts") {
        look.family = fonts.text("text").filter(is_given);
        let files = fonts.texts("files").map(|list| list.value).unwrap_or_default();
        let files = files.into_iter().filter(is_given);
        look.fonts = files.map(|path| looked_up(path, folder, readable, beside::font)).collect();
        fonts.finish();
    }
    fields.finish();
    look
}

/// What `look` finds at a path, with the path; the parser made `/` of a `\` in it.
fn looked_up<T>(
    path: At<String>,
    folder: &Path,
    readable: &Readable,
    look: impl FnOnce(&Path, &str) -> Named<T>,
) -> (Named<T>, At<String>) {
    let found = if readable.has_backslash(path.spot.start) { Named::Backslash } else { look(folder, &path.value) };
    (found, path)
}

fn is_given(text: &At<String>) -> bool {
    !text.value.trim().is_empty()
}
