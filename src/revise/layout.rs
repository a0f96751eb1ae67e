//! Where each table, key and value of a file stands.

use std::collections::BTreeMap;
use std::ops::Range;

use toml_edit::{Document, Item, TableLike, Value};

use super::Place;

/// A file as a sequence of statements, with the place of everything in it.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// Headers and keys with their values, in the order of the file.
    pub(super) statements: Vec<Statement>,
    /// The number of each statement.
    order: BTreeMap<Place, usize>,
    /// Every table, list and value.
    pub(super) nodes: BTreeMap<Place, Node>,
}

/// A header, or a key with its value, with the lines on which it stands.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) place: Place,
    pub(super) is_header: bool,
    /// Whole lines, with the last line break.
    pub(super) lines: Range<usize>,
    /// The header, or the value.
    pub(super) span: Range<usize>,
    /// The header under which it stands; a header is its own.
    pub(super) header: Place,
}

/// In which form something is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A table with a header of its own.
    Header,
    /// A table of which only keys or tables in it are named.
    Implied,
    /// A list of blocks with headers.
    Blocks,
    /// A table between braces.
    Braces,
    /// A list between brackets.
    Brackets,
    /// Anything else.
    Plain,
}

/// One table, list or value.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) form: Form,
    /// The header or the value; empty for what is only implied.
    pub(super) span: Range<usize>,
    /// Where its key stands first, if it has one.
    pub(super) key: Option<Range<usize>>,
    /// Whether it stands inside braces or brackets.
    pub(super) inner: bool,
}

impl Layout {
    /// The layout of a text, or why it is no sound TOML.
    pub(super) fn of(text: &str) -> Result<Self, String> {
        let document = Document::parse(text).map_err(|error| error.message().to_owned())?;
        let mut layout = Self::default();
        layout.nodes.insert(Place::top(), Node { form: Form::Header, span: 0..0, key: None, inner: false });
        layout.table(&Place::top(), document.as_table(), text);
        layout.statements.sort_by_key(|statement| statement.lines.start);
        let mut header = Place::top();
        for statement in &mut layout.statements {
            if statement.is_header {
                header = statement.place.clone();
            }
            statement.header = header.clone();
        }
        let places = layout.statements.iter().enumerate();
        layout.order = places.map(|(number, statement)| (statement.place.clone(), number)).collect();
        Ok(layout)
    }

    /// The statements that are, or stand in, `place`, in the order of the file.
    pub(super) fn within(&self, place: &Place) -> Vec<&Statement> {
        let found = self.order.range(place.clone()..).take_while(|(other, _)| other.is_within(place));
        let mut numbers: Vec<usize> = found.map(|(_, number)| *number).collect();
        numbers.sort_unstable();
        numbers.into_iter().map(|number| &self.statements[number]).collect()
    }

    /// The statement that is `place`, holds it between its braces, or is the first in it.
    pub(super) fn first(&self, place: &Place) -> Option<&Statement> {
        self.within(place).first().copied().or_else(|| self.holding(place))
    }

    /// The statement that is `place`, holds it between its braces, or is the last in it.
    pub(super) fn last(&self, place: &Place) -> Option<&Statement> {
        self.within(place).last().copied().or_else(|| self.holding(place))
    }

    /// The last statement under the same header as `statement`.
    pub(super) fn end_of_section<'a>(&'a self, statement: &'a Statement) -> &'a Statement {
        let first = self.statements.partition_point(|other| other.lines.start <= statement.lines.start);
        self.statements[first..].iter().take_while(|other| !other.is_header).last().unwrap_or(statement)
    }

    fn holding(&self, place: &Place) -> Option<&Statement> {
        let above = (1..=place.0.len()).rev().map(|steps| Place(place.0[..steps].to_vec()));
        let number = above.into_iter().find_map(|place| self.order.get(&place))?;
        Some(&self.statements[*number])
    }

    fn table(&mut self, place: &Place, table: &dyn TableLike, text: &str) {
        for (name, item) in table.iter() {
            let key = table.key(name).and_then(toml_edit::Key::span);
            let at = place.clone().key(name);
            match item {
                Item::None => {}
                Item::Value(value) => {
                    let span = value.span().unwrap_or_default();
                    let start = key.as_ref().map_or(span.start, |key| key.start);
                    self.statement(&at, false, start, span, text);
                    self.value(&at, value, key, false);
                }
                Item::Table(table) => self.written_table(&at, table, key, text),
                Item::ArrayOfTables(list) => {
                    let node = Node { form: Form::Blocks, span: list.span().unwrap_or_default(), key, inner: false };
                    self.nodes.insert(at.clone(), node);
                    for (number, table) in list.iter().enumerate() {
                        self.written_table(&at.clone().number(number), table, None, text);
                    }
                }
            }
        }
    }

    fn written_table(&mut self, at: &Place, table: &toml_edit::Table, key: Option<Range<usize>>, text: &str) {
        let implied = table.is_dotted() || table.is_implicit();
        let span = table.span().filter(|_| !implied).unwrap_or_default();
        let form = if span.is_empty() { Form::Implied } else { Form::Header };
        if form == Form::Header {
            self.statement(at, true, span.start, span.clone(), text);
        }
        self.nodes.insert(at.clone(), Node { form, span, key, inner: false });
        self.table(at, table, text);
    }

    fn value(&mut self, at: &Place, value: &Value, key: Option<Range<usize>>, inner: bool) {
        let span = value.span().unwrap_or_default();
        let form = match value {
            Value::InlineTable(table) if table.is_dotted() => Form::Implied,
            Value::InlineTable(_) => Form::Braces,
            Value::Array(_) => Form::Brackets,
            _ => Form::Plain,
        };
        self.nodes.insert(at.clone(), Node { form, span, key, inner });
        match value {
            Value::InlineTable(table) => {
                for (name, value) in table {
                    let key = table.key(name).and_then(toml_edit::Key::span);
                    self.value(&at.clone().key(name), value, key, true);
                }
            }
            Value::Array(list) => {
                for (number, value) in list.iter().enumerate() {
                    self.value(&at.clone().number(number), value, None, true);
                }
            }
            _ => {}
        }
    }

    fn statement(&mut self, at: &Place, is_header: bool, start: usize, span: Range<usize>, text: &str) {
        let start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[span.end..].find('\n').map_or(text.len(), |newline| span.end + newline + 1);
        let (place, header) = (at.clone(), Place::top());
        self.statements.push(Statement { place, is_header, lines: start..end, span, header });
    }
}

/// Where the keys stand that are joined by dots at `start`, as in a header or before `=`.
pub(super) fn keys(text: &str, start: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = start;
    loop {
        at += blanks(&text[at..]);
        let rest = &text[at..];
        let length = match rest.chars().next() {
            Some('"') => basic(rest),
            Some('\'') => rest[1..].find('\'').map_or(rest.len(), |end| end + 2),
            _ => rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(rest.len()),
        };
        if length == 0 {
            return found;
        }
        found.push(at..at + length);
        at += length;
        at += blanks(&text[at..]);
        if !text[at..].starts_with('.') {
            return found;
        }
        at += 1;
    }
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

/// The length of the text between `"` marks at the beginning.
fn basic(text: &str) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            '"' if !escaped => return at + 1,
            _ => escaped = character == '\\' && !escaped,
        }
    }
    text.len()
}
