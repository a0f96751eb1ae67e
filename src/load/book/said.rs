//! What the tables say together, as the text of a responses file in which every line knows its cell.
//!
//! So a spreadsheet is read by the same code as any responses file, and what is wrong in it is told by its cells. What
//! the tables don't speak of is taken from the file that they are imported into.

use std::collections::BTreeMap;
use std::fmt::Write;

use toml::Value;

use super::rows::Row;
use crate::model::ItemId;
use crate::source::CellName;
use crate::table::{Column, ELSEWHERE, Holds, KEYS, LONGEST_TEXT, Table};

/// The rows of all tables; a table that is not given is not there.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) tables: BTreeMap<Table, Vec<Row>>,
}

/// The text of a responses file, with the cell of every line.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) cells: Vec<(usize, CellName)>,
    /// Answers of the file that no row speaks of.
    pub(super) left: Vec<String>,
    /// Cells that say that their text stands in the file, where it doesn't.
    pub(super) elsewhere: Vec<(String, CellName)>,
}

/// An answer: its own keys, and the rows of evidence and actions.
#[derive(Debug, Default)]
struct Answer {
    row: Option<Row>,
    lists: BTreeMap<Table, Vec<Row>>,
}

impl Said {
    /// The whole file, with what `base` says where the tables don't.
    pub(super) fn text(mut self, base: Option<&toml::Table>) -> Text {
        let mut text = Text::default();
        let answers = self.answers(base, &mut text);
        let particulars = self.tables.remove(&Table::Particulars);
        text.particulars(&particulars.unwrap_or_else(|| base.map(particulars_of).unwrap_or_default()), base);
        self.list(Table::Exclusions, base, &mut text);
        for (id, answer) in &answers {
            text.answer(id, answer);
        }
        self.list(Table::Requests, base, &mut text);
        text
    }

    fn list(&mut self, table: Table, base: Option<&toml::Table>, text: &mut Text) {
        let Some(list) = table.list() else { return };
        let old = base.map(|base| rows_of(base, table)).unwrap_or_default();
        let rows = self.tables.remove(&table);
        let rows = rows.map(|rows| text.restored(rows, table, &old)).unwrap_or(old);
        for row in rows {
            text.block(&format!("[[{list}]]"), &row, table);
        }
    }

    /// Answers in the order of their rows, then those that only other tables or the file speak of.
    fn answers(&mut self, base: Option<&toml::Table>, text: &mut Text) -> Vec<(String, Answer)> {
        let mut order: Vec<String> = Vec::new();
        let mut found: BTreeMap<String, Answer> = BTreeMap::new();
        let old = answers_of(base);
        let rows = self.tables.remove(&Table::Answers);
        for mut row in rows.into_iter().flatten() {
            let id = normalised(row.text("id"));
            row.take("id");
            let before = old.get(&id).map(|answer| vec![row_of(answer, Table::Answers)]).unwrap_or_default();
            let restored = text.restored(vec![row], Table::Answers, &before);
            order.push(id.clone());
            found.insert(id, Answer { row: restored.into_iter().next(), ..Answer::default() });
        }
        let mut lists: BTreeMap<Table, BTreeMap<String, Vec<Row>>> = BTreeMap::new();
        for table in [Table::Evidence, Table::Actions] {
            let Some(rows) = self.tables.remove(&table) else { continue };
            let by_item = lists.entry(table).or_default();
            for mut row in rows {
                let id = normalised(row.text("item"));
                row.take("item");
                if !order.contains(&id) {
                    order.push(id.clone());
                }
                by_item.entry(id).or_default().push(row);
            }
        }
        for id in old.keys().filter(|id| !order.contains(id)).cloned().collect::<Vec<_>>() {
            order.push(id);
        }
        let is_whole = lists.len() == 2;
        for id in &order {
            let answer = found.entry(id.clone()).or_default();
            let before = old.get(id);
            if let (None, Some(before)) = (&answer.row, before) {
                let row = row_of(before, Table::Answers);
                if is_whole && !row.values.is_empty() {
                    text.left.push(id.clone());
                }
                answer.row = Some(row);
            }
            for table in [Table::Evidence, Table::Actions] {
                let old = before.map(|before| rows_of(before, table)).unwrap_or_default();
                let rows = match lists.get_mut(&table) {
                    Some(by_item) => text.restored(by_item.remove(id).unwrap_or_default(), table, &old),
                    None => old,
                };
                answer.lists.insert(table, rows);
            }
        }
        order.into_iter().filter_map(|id| found.remove(&id).map(|answer| (id, answer))).collect()
    }
}

impl Text {
    /// `rows` with the texts that were too long for their cells, and with figures in the spelling of the file.
    fn restored(&mut self, mut rows: Vec<Row>, table: Table, old: &[Row]) -> Vec<Row> {
        for column in table.columns().iter().filter(|column| column.is_open()) {
            let long = |value: &&Value| value.as_str().is_some_and(|text| text.encode_utf16().count() > LONGEST_TEXT);
            let mut long_ones = old.iter().filter_map(|row| row.get(column.key)).filter(long);
            for row in &mut rows {
                for (key, value, cell) in row.values.iter_mut().filter(|(key, _, _)| key == column.key) {
                    if value.as_str() == Some(ELSEWHERE) {
                        match long_ones.next() {
                            Some(text) => *value = text.clone(),
                            None => self.elsewhere.push((key.clone(), cell.clone())),
                        }
                    }
                    let same = old.iter().filter_map(|row| row.get(column.key)).find(|old| shown(old) == shown(value));
                    if let (Holds::Figure, Some(same)) = (column.holds, same) {
                        *value = same.clone();
                    }
                }
            }
        }
        rows
    }

    fn particulars(&mut self, rows: &[Row], base: Option<&toml::Table>) {
        let given: BTreeMap<&str, (&Value, &CellName)> =
            rows.iter().filter_map(|row| Some((row.text("key"), (row.get("value")?, row.cell_of("value"))))).collect();
        let old = base.map(particulars_of).unwrap_or_default();
        let long: BTreeMap<&str, &Value> =
            old.iter().filter_map(|row| Some((row.text("key"), row.get("value")?))).collect();
        let unknown =
            given.iter().filter(|(key, (value, _))| value.as_str() == Some(ELSEWHERE) && !long.contains_key(*key));
        self.elsewhere.extend(unknown.map(|(key, (_, cell))| ((*key).to_owned(), (*cell).clone())));
        let find = |key: &str| {
            let (value, cell) = given.get(key)?;
            let value = if value.as_str() == Some(ELSEWHERE) { long.get(key).copied().unwrap_or(value) } else { value };
            Some((value, *cell))
        };
        self.line("format = 1", &CellName::default());
        for key in ["instruments", "profile"] {
            if let Some((value, cell)) = find(key) {
                self.line(&format!("{key} = {}", written(value)), cell);
            }
        }
        let scales: Vec<_> =
            given.iter().filter_map(|(key, found)| Some((key.strip_prefix("scales.")?, found))).collect();
        if !scales.is_empty() {
            self.line("\n[scales]", &CellName::default());
        }
        for (id, (value, cell)) in scales {
            self.line(&format!("{} = {}", key_of(id), written(value)), cell);
        }
        for table in ["institution", "assessment"] {
            self.line(&format!("\n[{table}]"), &CellName::default());
            let period = ["from", "to"].map(|end| find(&format!("assessment.period.{end}")));
            if let ("assessment", [Some((from, cell)), Some((to, end))]) = (table, period) {
                self.mark(cell);
                let _ = write!(self.text, "period = {{ from = {}, ", written(from));
                self.mark(end);
                let _ = writeln!(self.text, "to = {} }}", written(to));
            }
            for column in KEYS.iter().filter(|column| column.path().count() == 2) {
                let Some(key) = column.key.strip_prefix(table).and_then(|key| key.strip_prefix('.')) else { continue };
                match find(column.key) {
                    Some((value, cell)) => self.line(&format!("{key} = {}", written(value)), cell),
                    // These two must be there, empty or not.
                    None if ["name", "country"].contains(&key) => {
                        self.line(&format!("{key} = \"\""), &CellName::default())
                    }
                    None => {}
                }
            }
        }
    }

    fn answer(&mut self, id: &str, answer: &Answer) {
        let header = format!("response.{}", key_of(id));
        if let Some(row) = answer.row.as_ref() {
            self.block(&format!("[{header}]"), row, Table::Answers);
        }
        for (table, rows) in &answer.lists {
            let Some(list) = table.list() else { continue };
            for row in rows {
                self.block(&format!("[[{header}.{list}]]"), row, *table);
            }
        }
    }

    /// A table with the keys of a row, in the order of the columns. A measure stands between braces.
    fn block(&mut self, header: &str, row: &Row, table: Table) {
        self.line(&format!("\n{header}"), &row.cell);
        let mut braces = false;
        for column in table.columns().iter().filter(|column| column.is_open()) {
            let Some(value) = row.get(column.key) else { continue };
            let cell = row.cell_of(column.key).clone();
            match column.key.split_once('.') {
                Some((outer, inner)) => {
                    self.mark(&cell);
                    let before = if braces { ", ".to_owned() } else { format!("{outer} = {{ ") };
                    let _ = write!(self.text, "{before}{inner} = {}", inline(value));
                    braces = true;
                }
                None => {
                    self.close(&mut braces);
                    self.line(&format!("{} = {}", column.key, written(value)), &cell);
                }
            }
        }
        self.close(&mut braces);
    }

    fn close(&mut self, braces: &mut bool) {
        if std::mem::take(braces) {
            self.text.push_str(" }\n");
        }
    }

    fn line(&mut self, line: &str, cell: &CellName) {
        self.mark(cell);
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn mark(&mut self, cell: &CellName) {
        self.cells.push((self.text.len(), cell.clone()));
    }
}

/// The answers of a file by the ids of their items.
fn answers_of(base: Option<&toml::Table>) -> BTreeMap<String, &toml::Table> {
    let answers = base.and_then(|base| base.get("response")).and_then(Value::as_table);
    let answers = answers.into_iter().flatten().filter_map(|(id, answer)| Some((normalised(id), answer.as_table()?)));
    answers.collect()
}

fn rows_of(table: &toml::Table, kind: Table) -> Vec<Row> {
    let list = kind.list().and_then(|list| table.get(list)).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_table).map(|entry| row_of(entry, kind)).collect()
}

/// What a table of a file says, as a row.
fn row_of(table: &toml::Table, kind: Table) -> Row {
    let columns = kind.columns().iter().filter(|column| column.is_open());
    let values =
        columns.filter_map(|column| Some((column.key.to_owned(), at(table, column)?.clone(), CellName::default())));
    Row { cell: CellName::default(), values: values.collect() }
}

fn particulars_of(base: &toml::Table) -> Vec<Row> {
    let row = |key: String, value: &Value| Row {
        cell: CellName::default(),
        values: vec![
            ("key".into(), Value::String(key), CellName::default()),
            ("value".into(), value.clone(), CellName::default()),
        ],
    };
    let known = KEYS.iter().filter(|column| column.key != "scales");
    let known = known.filter_map(|column| Some(row(column.key.to_owned(), at(base, column)?)));
    let scales = base.get("scales").and_then(Value::as_table).into_iter().flatten();
    known.chain(scales.map(|(id, scale)| row(format!("scales.{id}"), scale))).collect()
}

fn at<'t>(table: &'t toml::Table, column: &Column) -> Option<&'t Value> {
    let mut steps = column.path();
    let first = table.get(steps.next()?)?;
    steps.try_fold(first, |value, key| value.get(key))
}

fn normalised(id: &str) -> String {
    ItemId::parse(id).map_or_else(|| id.to_owned(), |id| id.to_string())
}

fn key_of(id: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !id.is_empty() && id.chars().all(bare) { id.to_owned() } else { inline(&Value::String(id.to_owned())) }
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A value on lines of its own: a text of several lines as it is, wherever no mark in it could be taken for another.
fn written(value: &Value) -> String {
    let plain = |c: char| !c.is_control() || c == '\n' || c == '\t';
    match value {
        Value::String(text) if text.contains('\n') && !text.contains("'''") && text.chars().all(plain) => {
            // An apostrophe at the end would run into the marks.
            if text.ends_with('\'') { inline(value) } else { format!("'''\n{text}'''") }
        }
        other => inline(other),
    }
}

/// A value on one line.
fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(list) => format!("[{}]", list.iter().map(inline).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push('\t'),
            control if control.is_control() => _ = write!(quoted, "\\u{:04X}", u32::from(control)),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
