//! Problems as people read them: the user's line drawn with the place underlined, or one line each.
//!
//! The only user of `annotate-snippets`, so that a change of that crate costs one file.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Problem, Severity};
use crate::source::{Source, Sources, Spot};

/// Longest part of a line that is drawn, in bytes on each side of the place.
const SURROUNDINGS: usize = 200;

/// How problems are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// With the user's line; `color` adds ANSI colours.
    Drawn {
        /// Whether to colour.
        color: bool,
    },
    /// One line each, for screen readers and logs.
    Plain,
}

/// One problem as text, ending in a line break.
pub fn show(problem: &Problem, sources: &Sources, style: Style) -> String {
    match style {
        Style::Plain => plain(problem, sources),
        Style::Drawn { color } => drawn(problem, sources, color),
    }
}

fn plain(problem: &Problem, sources: &Sources) -> String {
    let source = sources.get(problem.at.file);
    let words = problem.words();
    let place = place(source, problem.at.start);
    let severity = match problem.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let help = if words.help.is_empty() { String::new() } else { format!("; {}", words.help) };
    format!("{place}: {severity}[{}]: {}{help}\n", problem.code(), words.message)
}

/// A place as people find it: by file, line and column, or by file, sheet and cell.
fn place(source: &Source, byte: usize) -> String {
    match source.cell(byte).map(ToString::to_string) {
        Some(cell) if cell.is_empty() => source.name.clone(),
        Some(cell) => format!("{}: {cell}", source.name),
        None => {
            let (line, column) = source.line_and_column(byte);
            format!("{}:{line}:{column}", source.name)
        }
    }
}

fn drawn(problem: &Problem, sources: &Sources, color: bool) -> String {
    let words = problem.words();
    let level = match problem.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(words.message.as_str()).id(problem.code().to_string());
    let mut group = Group::with_title(title);
    let source = sources.get(problem.at.file);
    if source.text.is_empty() {
        group = group.element(annotate_snippets::Origin::path(source.name.as_str()));
    } else {
        group = with_place(group, source, &problem.at, AnnotationKind::Primary, &words.label);
    }
    if let Some(related) = &problem.related {
        group = with_place(group, sources.get(related.file), related, AnnotationKind::Context, words.related);
    }
    if !words.help.is_empty() {
        group = group.element(Level::HELP.message(words.help.as_str()));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    format!("{}\n", renderer.decor_style(DecorStyle::Unicode).render(&[group]))
}

/// Adds the lines around a place, cut to what a terminal can show: a hostile file may be one line of megabytes.
fn with_place<'a>(
    group: Group<'a>,
    source: &'a Source,
    spot: &Spot,
    kind: AnnotationKind,
    label: &'a str,
) -> Group<'a> {
    let start = source.floor(spot.start);
    let cell = source.cell(start);
    if cell.is_some_and(|cell| cell.at.is_none()) {
        return group.element(annotate_snippets::Origin::path(place(source, start)));
    }
    // A place that runs over several lines is marked on its first line only.
    let first_line_end = source.whole_lines(start..start).end;
    let end = source.floor(spot.end.min(first_line_end)).max(start);
    let lines = source.whole_lines(start..end);
    let from = source.floor(lines.start.max(start.saturating_sub(SURROUNDINGS)));
    let to = source.floor(lines.end.min(end.min(start + SURROUNDINGS) + SURROUNDINGS)).max(start);
    let end = end.min(to);
    let (line, column) = source.line_and_column(start);
    let mut annotation = kind.span(start - from..end - from);
    if !label.is_empty() {
        annotation = annotation.label(label);
    }
    let row = cell.and_then(|cell| cell.at).and_then(|(row, _)| usize::try_from(row + 1).ok());
    let snippet = Snippet::source(&source.text[from..to]).line_start(row.unwrap_or(line)).annotation(annotation);
    if cell.is_some() {
        return group.element(annotate_snippets::Origin::path(place(source, start))).element(snippet);
    }
    if from == lines.start {
        return group.element(snippet.path(source.name.as_str()));
    }
    // The crate counts columns in what it is given; of a line that is cut, the true place is said apart.
    let place = annotate_snippets::Origin::path(source.name.as_str()).line(line).char_column(column);
    group.element(place).element(snippet)
}
