//! How values are written in a file: texts without escapes wherever that is possible.

use toml::Value;

/// How a text stands between its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `"…"`
    Quoted,
    /// `'…'`
    Plain,
    /// `'''…'''`
    Lines,
}

/// A value as it is written on a line of its own, in the style of what it stands in place of.
pub(super) fn value(value: &Value, old: Option<&str>) -> String {
    match value {
        Value::String(text) => string(text, old),
        other => inner(other),
    }
}

/// A value as it is written between braces, on one line.
pub(super) fn inner(value: &Value) -> String {
    match value {
        Value::String(text) => line(text, Style::Quoted),
        Value::Array(list) => format!("[{}]", list.iter().map(inner).collect::<Vec<_>>().join(", ")),
        Value::Table(entries) => braces(entries.iter().map(|(name, value)| (name.as_str(), value))),
        other => other.to_string(),
    }
}

/// A key: bare where it may be.
pub(super) fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.is_empty() && name.chars().all(bare) { name.to_owned() } else { line(name, Style::Quoted) }
}

/// A table between braces, its entries in the given order.
pub(super) fn braces<'v>(entries: impl Iterator<Item = (&'v str, &'v Value)>) -> String {
    let entries: Vec<String> = entries.map(|(name, value)| format!("{} = {}", key(name), inner(value))).collect();
    if entries.is_empty() { "{}".into() } else { format!("{{ {} }}", entries.join(", ")) }
}

fn string(text: &str, old: Option<&str>) -> String {
    let text = text.replace("\r\n", "\n");
    if text.contains('\n') {
        return lines(&text);
    }
    let style = match old {
        Some(old) if old.starts_with("'''") => Style::Lines,
        Some(old) if old.starts_with('\'') => Style::Plain,
        _ => Style::Quoted,
    };
    line(&text, style)
}

/// A text without line breaks, in the wanted style if it can hold it as it is.
fn line(text: &str, style: Style) -> String {
    let control = text.chars().any(|c| c.is_control() && c != '\t');
    let fits = |style: Style| match style {
        Style::Quoted => !control && !text.contains(['"', '\\']),
        Style::Plain => !control && !text.contains('\''),
        Style::Lines => !control && !text.contains("'''") && !text.ends_with('\''),
    };
    match [style, Style::Quoted, Style::Plain].into_iter().find(|style| fits(*style)) {
        Some(Style::Quoted) => format!("\"{text}\""),
        Some(Style::Plain) => format!("'{text}'"),
        Some(Style::Lines) => format!("'''{text}'''"),
        None => format!("\"{}\"", escaped(text).replace('\n', "\\n")),
    }
}

/// A text of several lines.
fn lines(text: &str) -> String {
    let control = text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n'));
    if control || text.contains("'''") || text.ends_with('\'') {
        return format!("\"\"\"\n{}\"\"\"", escaped(text));
    }
    format!("'''\n{text}'''")
}

/// With escapes for all but line breaks that can't stand between `"` marks.
fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' | '\\' => written.extend(['\\', character]),
            '\r' => written.push_str("\\r"),
            '\t' | '\n' => written.push(character),
            control if control.is_control() => written.push_str(&format!("\\u{:04X}", u32::from(control))),
            other => written.push(other),
        }
    }
    written
}
