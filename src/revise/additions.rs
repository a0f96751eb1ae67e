//! What a revision adds: new keys in the form of their table, blocks, whole tables.

use toml::Value;

use super::layout::Form;
use super::place::{Place, Step};
use super::revision::{BLOCKS, Edit, ORDER, Revision};
use super::{Refused, written};

impl Revision<'_> {
    /// Adds a key whose value is `written` between braces or on a line of its own.
    pub(super) fn new_key(&mut self, place: &Place, written: impl Fn(bool) -> String) -> Result<(), Refused> {
        let Some((table, Step::Key(name))) = place.split() else {
            return Err(self.refused(place, "the list has no such element"));
        };
        let rank = ORDER.iter().position(|key| **key == **name).unwrap_or(ORDER.len());
        let line = |prefix: &str| format!("{prefix}{} = {}\n", written::key(name), written(false));
        match self.layout.nodes.get(&table).map(|node| node.form) {
            Some(Form::Header) => {
                let at = self.behind_keys(&table, rank);
                self.edits.push(Edit { at: at..at, text: line(""), rank, lines: true });
            }
            Some(Form::Implied) => match self.dotted(&table) {
                Some(last) => {
                    let path: String = table.0[last.header.0.len()..].iter().map(named).collect();
                    let (at, text) = (last.lines.end, line(&path));
                    self.edits.push(Edit { at: at..at, text, rank, lines: true });
                }
                None => {
                    let at = self.layout.first(&table).map_or(self.end(), |first| first.lines.start);
                    self.new_table(&table, at, rank, &line(""));
                }
            },
            Some(Form::Braces) => {
                let text = format!("{} = {}", written::key(name), written(true));
                self.between(&table, text);
            }
            None if table.0.len() < 3 => self.new_table(&table, self.end(), rank, &line("")),
            _ => return Err(self.refused(&table, "it has no place for such a key")),
        }
        Ok(())
    }

    /// Puts a line into a table that has no header yet, with the header before its first line.
    pub(super) fn new_table(&mut self, table: &Place, at: usize, rank: usize, line: &str) {
        if !self.tables.iter().any(|(known, _)| known == table) {
            self.tables.push((table.clone(), at));
            let names: String = table.0.iter().map(named).collect();
            let blank = if at == self.end() && at > 0 { "\n" } else { "" };
            let text = format!("{blank}[{}]\n", names.trim_end_matches('.'));
            self.edits.push(Edit { at: at..at, text, rank: 0, lines: true });
        }
        self.edits.push(Edit { at: at..at, text: line.to_owned(), rank, lines: true });
    }

    /// Adds a block to `list`, behind all that `behind` holds; evidence stands before actions.
    pub(super) fn block(
        &mut self,
        behind: &Place,
        list: &Place,
        name: &str,
        entries: &[(&str, Value)],
    ) -> Result<(), Refused> {
        let actions = behind.clone().key("action");
        let there = self.layout.within(behind);
        let last = there.into_iter().rfind(|statement| name != "evidence" || !statement.place.is_within(&actions));
        let Some(last) = last.or_else(|| self.layout.last(behind)) else {
            return Err(self.refused(behind, "it has no place for such a block"));
        };
        let at = if behind.0.is_empty() { self.end() } else { self.behind(last) };
        let names: String = list.0.iter().map(named).collect();
        let mut text = format!("\n[[{}]]\n", names.trim_end_matches('.'));
        for (key, value) in entries {
            text.push_str(&format!("{} = {}\n", written::key(key), written::value(value, None)));
        }
        let rank = BLOCKS + usize::from(name != "evidence");
        self.edits.push(Edit { at: at..at, text, rank, lines: true });
        Ok(())
    }

    /// Puts an element or entry behind the last one between the brackets or braces of `place`.
    pub(super) fn between(&mut self, place: &Place, text: String) {
        let inside = self.layout.nodes.range(place.clone()..).take_while(|(other, _)| other.is_within(place)).skip(1);
        let last = inside.map(|(_, node)| node.span.end).max();
        let opening = self.layout.nodes.get(place).map_or(0, |node| node.span.start + 1);
        let at = last.unwrap_or(opening);
        let first = last.is_none() && !self.edits.iter().any(|edit| edit.at == (at..at));
        let text = if first { text } else { format!(", {text}") };
        self.edits.push(Edit { at: at..at, text, rank: 0, lines: false });
    }

    pub(super) fn insert(&mut self, at: usize, text: &str) -> Result<(), Refused> {
        let is_blank = |line: Option<&str>| line.is_none_or(|line| line.trim().is_empty());
        let (before, after) = self.source.text.split_at(at);
        let is_first = !self.edits.iter().any(|edit| edit.at == (at..at) && edit.rank == BLOCKS + 2);
        let begun = is_first && is_blank(before.lines().next_back());
        let lines = if begun { text.strip_prefix('\n').unwrap_or(text) } else { text };
        self.edits.push(Edit { at: at..at, text: lines.to_owned(), rank: BLOCKS + 2, lines: true });
        if is_first && !is_blank(after.lines().next()) {
            self.edits.push(Edit { at: at..at, text: "\n".into(), rank: BLOCKS + 3, lines: true });
        }
        self.mean(&Place::top(), |meant| meant.add(text))
    }
}

/// A key with the dot that follows it; blocks of a list have no name of their own.
fn named(step: &Step) -> String {
    match step {
        Step::Key(key) => format!("{}.", written::key(key)),
        Step::Number(_) => String::new(),
    }
}
