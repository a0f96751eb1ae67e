//! A revision: the changes to one file, planned on its text and made all at once.

use std::ops::Range;

use toml::{Table, Value};

use super::layout::{Form, Layout, Node, Statement, keys};
use super::meant::Meant;
use super::place::{Place, Step};
use super::{Refused, written};
use crate::model::ItemId;
use crate::source::Source;

/// Keys of an answer in the order in which a new one takes its place among those that are there.
const ORDER: [&str; 14] = [
    "scale",
    "level",
    "done-on",
    "reason-code",
    "reason",
    "basis",
    "narrative",
    "state-comment",
    "measure",
    "obstacle",
    "assigned-to",
    "answered-by",
    "state",
    "internal-note",
];

/// Where blocks and whole answers go when several things are put in one place: after the keys.
const BLOCKS: usize = ORDER.len() + 1;

/// Changes to one file.
///
/// Places are those of the file as it was read, however many changes are planned. Nothing is changed before
/// [`Revision::applied`], which gives the new text.
#[derive(Debug)]
pub struct Revision<'a> {
    source: &'a Source,
    layout: Layout,
    meant: Meant,
    edits: Vec<Edit>,
    /// Tables that are not there yet, with where and under which header their keys come.
    tables: Vec<(Place, usize)>,
}

/// A piece of text that takes the place of another.
#[derive(Debug)]
struct Edit {
    at: Range<usize>,
    text: String,
    /// Which comes first at one place.
    rank: usize,
    /// Whether it is made of whole lines.
    lines: bool,
}

impl<'a> Revision<'a> {
    /// Begins to change a file.
    ///
    /// # Errors
    /// If it is no sound TOML, which `load` tells as problems.
    pub fn of(source: &'a Source) -> Result<Self, Refused> {
        let unsound = |why| Refused { file: source.name.clone(), why: format!("{why}; `rapporteur check` says where") };
        let (layout, meant) = (Layout::of(&source.text).map_err(unsound)?, Meant::of(&source.text).map_err(unsound)?);
        Ok(Self { source, layout, meant, edits: Vec::new(), tables: Vec::new() })
    }

    /// The value of a key or table as it will be; elements of lists that were taken out still count.
    pub fn value(&self, place: &Place) -> Option<&Value> {
        self.meant.get(place)
    }

    /// The answers of the file in their order: the id as it stands there, and the item, if it can be one.
    pub fn answers(&self) -> Vec<(String, Option<ItemId>)> {
        let all = Place::table("response");
        let inside = self.layout.nodes.range(all.clone()..).take_while(|(place, _)| place.is_within(&all));
        let mut found: Vec<(usize, &str)> = Vec::new();
        for (place, node) in inside {
            if let [_, Step::Key(id)] = place.0.as_slice() {
                found.push((node.key.as_ref().map_or(usize::MAX, |key| key.start), id));
            }
        }
        found.sort_unstable();
        found.into_iter().map(|(_, id)| (id.to_owned(), ItemId::parse(id))).collect()
    }

    /// The place of the answer to an item, if the file has one.
    pub fn answer(&self, item: &ItemId) -> Option<Place> {
        let written = self.answers().into_iter().find(|(_, id)| id.as_ref() == Some(item))?.0;
        Some(Place::answer(&written))
    }

    /// Whether anything is to change.
    pub fn is_changed(&self) -> bool {
        !self.edits.is_empty()
    }

    /// Gives a key, or an element of a list, a value, unless it has that already. A new key takes its place among those
    /// that are there. A table as a value is written between braces.
    ///
    /// # Errors
    /// If what stands there can't be changed with care.
    pub fn set(&mut self, place: &Place, value: impl Into<Value>) -> Result<(), Refused> {
        let value = value.into();
        if self.meant.says(place, &value) {
            return Ok(());
        }
        match self.layout.nodes.get(place) {
            Some(Node { form: Form::Header | Form::Implied | Form::Blocks, .. }) => {
                return Err(self.refused(place, "it is a table of its own; change it with a text editor"));
            }
            Some(node) => {
                let (span, old) = (node.span.clone(), &self.source.text[node.span.clone()]);
                let text = if node.inner { written::inner(&value) } else { written::value(&value, Some(old)) };
                self.replace(span, text, false);
            }
            None => self.new_key(place, |inner| match inner {
                true => written::inner(&value),
                false => written::value(&value, None),
            })?,
        }
        self.mean(place, |meant| meant.set(place, value))
    }

    /// Takes out a key, a table with all that is in it, or a block of a list. Comments on and between its lines stay.
    ///
    /// # Errors
    /// If what stands there can't be taken out with care.
    pub fn remove(&mut self, place: &Place) -> Result<(), Refused> {
        let Some(node) = self.layout.nodes.get(place) else { return Ok(()) };
        if node.inner {
            let range = self.with_comma(place, node)?;
            self.replace(range, String::new(), false);
        } else {
            let cuts: Vec<(Range<usize>, String)> =
                self.layout.within(place).into_iter().map(|statement| self.cut(statement)).collect();
            for (range, left) in cuts {
                self.replace(range, left, true);
            }
        }
        let list = place.split().and_then(|(parent, _)| self.layout.nodes.get(&parent));
        let with_list = list.is_some_and(|list| list.form == Form::Blocks);
        self.mean(place, |meant| meant.remove(place, with_list))
    }

    /// Adds a block, such as evidence, at the end of the list `list` of a table.
    ///
    /// # Errors
    /// If the table is not there, or is written in a form that can't be changed with care.
    pub fn add_block(&mut self, table: &Place, list: &str, entries: &[(&str, Value)]) -> Result<(), Refused> {
        let place = table.clone().key(list);
        let braces = written::braces(entries.iter().map(|(key, value)| (*key, value)));
        let block: Table = entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        let form = |place: &Place| self.layout.nodes.get(place).map(|node| node.form);
        match (form(&place), form(table)) {
            (Some(Form::Blocks), _) => self.block(&place, &place, list, entries)?,
            (Some(Form::Brackets), _) => self.between(&place, braces),
            (None, Some(Form::Header)) => self.block(table, &place, list, entries)?,
            (None, Some(Form::Implied)) if self.dotted(table).is_none() => {
                self.block(table, &place, list, entries)?;
            }
            (None, Some(Form::Implied | Form::Braces)) => self.new_key(&place, |_| format!("[{braces}]"))?,
            _ => return Err(self.refused(table, "it has no place for such a block")),
        }
        self.mean(&place, |meant| meant.push(&place, Value::Table(block)))
    }

    /// Puts the text of whole tables, with its comments, behind what stands at `after`, or at the end of the file.
    ///
    /// # Errors
    /// If `text` says something that is there already.
    pub fn insert_after(&mut self, after: Option<&Place>, text: &str) -> Result<(), Refused> {
        let last = after.and_then(|place| self.layout.last(place)).map(|last| self.layout.end_of_section(last));
        let at = last.map_or(self.end(), |last| self.behind(last));
        self.insert(at, text)
    }

    /// Puts the text of whole tables, with its comments, before what stands at `before` and the comment above it; before
    /// the heading of its paragraph too, if `heading`.
    ///
    /// # Errors
    /// As [`Revision::insert_after`].
    pub fn insert_before(&mut self, before: &Place, heading: bool, text: &str) -> Result<(), Refused> {
        let Some(first) = self.layout.first(before) else { return self.insert_after(None, text) };
        // A header among lines that have none of their own would take those that follow it.
        if !first.is_header {
            return self.insert_after(Some(before), text);
        }
        let mut at = self.comments_above(first.lines.start);
        if heading {
            let above = self.source.text[..at].trim_end_matches(['\n', '\r', ' ', '\t']).len();
            let above = self.source.text[above..].find('\n').map_or(at, |newline| above + newline + 1);
            let start = self.comments_above(above);
            if self.source.text[start..].starts_with("# ---") {
                at = start;
            }
        }
        self.insert(at, text)
    }

    /// Puts a comment, which may have several lines, above a table; `false` if it stands there already.
    pub fn remark(&mut self, place: &Place, comment: &str) -> bool {
        let Some(first) = self.layout.first(place) else { return false };
        let start = first.lines.start;
        let above = &self.source.text[self.comments_above(start)..start];
        let is_new = !above.replace('\r', "").contains(comment);
        if is_new {
            let text = format!("{comment}\n");
            self.edits.push(Edit { at: start..start, text, rank: BLOCKS + 4, lines: true });
        }
        is_new
    }

    /// Gives an answer another id, in its header and those of all its blocks.
    ///
    /// # Errors
    /// If the file answers `new` already, or names `old` in a form that can't be changed with care.
    pub fn rename_answer(&mut self, old: &str, new: &str) -> Result<(), Refused> {
        let place = Place::answer(old);
        let Some(node) = self.layout.nodes.get(&place) else { return Ok(()) };
        let mut spans: Vec<Range<usize>> = Vec::new();
        for statement in self.layout.within(&place) {
            let text = &self.source.text;
            let line = &text[statement.lines.start..];
            let start = statement.lines.start + line.len() - line.trim_start_matches([' ', '\t', '[']).len();
            // How many of the keys are those of the header above it.
            let above = if statement.is_header { 0 } else { statement.header.0.len() };
            spans.extend(1usize.checked_sub(above).and_then(|number| keys(text, start).into_iter().nth(number)));
        }
        if spans.is_empty() {
            spans.extend(node.key.clone());
        }
        for span in spans {
            let quote = if self.source.text[span.clone()].starts_with('\'') { '\'' } else { '"' };
            self.replace(span, format!("{quote}{new}{quote}"), false);
        }
        self.mean(&place, |meant| meant.rename(&place, new))
    }

    /// The new text, with the byte order mark that the old one had.
    ///
    /// # Errors
    /// If it would not say what it is meant to say, and nothing else.
    pub fn applied(mut self) -> Result<String, Refused> {
        let whole = |why: &str| Refused { file: self.source.name.clone(), why: why.to_owned() };
        let entangled = "the way in which it is written leaves no place for the change; write each answer below a header \
                         of its own, `[response.\"…\"]`, then try again";
        self.edits.sort_by_key(|edit| (edit.at.start, !edit.at.is_empty(), edit.rank));
        let old = &self.source.text;
        let newline = if old.find('\n').is_some_and(|at| old[..at].ends_with('\r')) { "\r\n" } else { "\n" };
        let mut text = String::with_capacity(old.len());
        let mut done = 0;
        for edit in &self.edits {
            // Neighbours that are both taken out share the comma between them.
            if edit.text.is_empty() && edit.at.start < done {
                done = done.max(edit.at.end);
                continue;
            }
            let between = old.get(done..edit.at.start).ok_or_else(|| whole(entangled))?;
            text.push_str(between);
            if edit.lines && !edit.text.is_empty() && !text.is_empty() && !text.ends_with('\n') {
                text.push_str(newline);
            }
            text.push_str(&edit.text.replace("\r\n", "\n").replace('\n', newline));
            done = edit.at.end;
        }
        text.push_str(old.get(done..).unwrap_or_default());
        if !self.meant.holds_for(&text) {
            return Err(whole(entangled));
        }
        let mark = if self.source.byte_order_mark { "\u{FEFF}" } else { "" };
        Ok(format!("{mark}{text}"))
    }

    // ----- new keys and blocks -----

    /// Adds a key whose value is `written` between braces or on a line of its own.
    fn new_key(&mut self, place: &Place, written: impl Fn(bool) -> String) -> Result<(), Refused> {
        let Some((table, Step::Key(name))) = place.split() else {
            return Err(self.refused(place, "the list has no such element"));
        };
        let rank = ORDER.iter().position(|key| key == name).unwrap_or(ORDER.len());
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
    fn new_table(&mut self, table: &Place, at: usize, rank: usize, line: &str) {
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
    fn block(&mut self, behind: &Place, list: &Place, name: &str, entries: &[(&str, Value)]) -> Result<(), Refused> {
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
    fn between(&mut self, place: &Place, text: String) {
        let inside = self.layout.nodes.range(place.clone()..).take_while(|(other, _)| other.is_within(place)).skip(1);
        let last = inside.map(|(_, node)| node.span.end).max();
        let opening = self.layout.nodes.get(place).map_or(0, |node| node.span.start + 1);
        let at = last.unwrap_or(opening);
        let first = last.is_none() && !self.edits.iter().any(|edit| edit.at == (at..at));
        let text = if first { text } else { format!(", {text}") };
        self.edits.push(Edit { at: at..at, text, rank: 0, lines: false });
    }

    /// Where a key of this rank comes in a table with a header.
    fn behind_keys(&self, table: &Place, rank: usize) -> usize {
        let of_name = |statement: &Statement| match statement.place.0.get(table.0.len()) {
            Some(Step::Key(name)) => ORDER.iter().position(|key| key == name).unwrap_or(ORDER.len()) <= rank,
            _ => false,
        };
        let inside = self.layout.within(table);
        let header = inside.iter().find(|statement| statement.is_header && statement.place == *table);
        let mut own = inside.iter().filter(|statement| !statement.is_header && statement.header == *table);
        let near = own.rfind(|statement| of_name(statement));
        near.or(header).map_or(0, |statement| statement.lines.end)
    }

    /// The last line `a.b = …` that gives a part of `table` from outside, if it is written so.
    fn dotted(&self, table: &Place) -> Option<&Statement> {
        self.layout
            .within(table)
            .into_iter()
            .rfind(|statement| !statement.is_header && !statement.header.is_within(table))
    }

    fn insert(&mut self, at: usize, text: &str) -> Result<(), Refused> {
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

    // ----- where things stand -----

    fn end(&self) -> usize {
        self.source.text.len()
    }

    /// The end of a statement with the comments that follow it, if they don't belong to what comes next.
    fn behind(&self, statement: &Statement) -> usize {
        let mut at = statement.lines.end;
        for line in self.source.text[at..].split_inclusive('\n') {
            if !line.trim_start().starts_with('#') {
                return if line.trim().is_empty() { at } else { statement.lines.end };
            }
            at += line.len();
        }
        at
    }

    /// Where the comment lines begin that end at `at`.
    fn comments_above(&self, at: usize) -> usize {
        let mut start = at;
        for line in self.source.text[..at].split_inclusive('\n').rev() {
            if !line.trim_start().starts_with('#') {
                break;
            }
            start -= line.len();
        }
        start
    }

    /// The lines of a statement, and the comments on them, which stay.
    fn cut(&self, statement: &Statement) -> (Range<usize>, String) {
        let text = &self.source.text;
        let mut known: Vec<Range<usize>> = vec![];
        if statement.is_header {
            known.push(statement.span.clone());
        } else {
            let nodes = self.layout.nodes.iter().filter(|(place, _)| place.is_within(&statement.place));
            for (_, node) in nodes {
                known.extend(node.key.clone());
                known.extend((node.form == Form::Plain).then(|| node.span.clone()));
            }
            known.extend(keys(text, statement.lines.start));
        }
        known.sort_by_key(|range| range.start);
        let mut left = String::new();
        let mut at = statement.lines.start;
        while let Some(found) = text[at..statement.lines.end].find('#').map(|found| at + found) {
            if let Some(range) = known.iter().find(|range| range.contains(&found)) {
                at = range.end;
                continue;
            }
            let end = text[found..].find('\n').map_or(text.len(), |newline| found + newline + 1);
            left.push_str(&text[found..end]);
            at = end.min(statement.lines.end);
        }
        // A block goes with one of the empty lines before it.
        let start = statement.lines.start;
        let before = text[..start].strip_suffix('\n').unwrap_or_default();
        let before = before.strip_suffix('\r').unwrap_or(before);
        let start = if statement.is_header && left.is_empty() && before.ends_with('\n') { before.len() } else { start };
        (start..statement.lines.end, left)
    }

    /// An entry between braces or brackets, with one of the commas beside it.
    fn with_comma(&self, place: &Place, node: &Node) -> Result<Range<usize>, Refused> {
        let text = &self.source.text;
        let start = node.key.as_ref().map_or(node.span.start, |key| key.start);
        let blanks = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
        let after = text[node.span.end..].trim_start_matches(blanks);
        if let Some(rest) = after.strip_prefix(',') {
            return Ok(start..text.len() - rest.trim_start_matches([' ', '\t']).len());
        }
        let list = place.split().map(|(list, _)| list).unwrap_or_default();
        let inside = self.layout.nodes.range(list.clone()..).take_while(|(other, _)| other.is_within(&list));
        let before = inside.map(|(_, node)| node.span.end).filter(|end| *end <= start).max();
        let before = before.or(self.layout.nodes.get(&list).map(|list| list.span.start + 1)).unwrap_or(start);
        if after.starts_with('#') || text[before..start].contains('#') {
            return Err(self.refused(place, "a comment stands in it; change it with a text editor"));
        }
        let comma = text[before..start].find(',').map_or(start, |comma| before + comma);
        Ok(comma..node.span.end)
    }

    // ----- keeping account -----

    /// Plans to put `text` in the place of what stands there; of two such plans for one place the later counts.
    fn replace(&mut self, at: Range<usize>, text: String, lines: bool) {
        self.edits.retain(|edit| edit.at.is_empty() || edit.at != at);
        self.edits.push(Edit { at, text, rank: 0, lines });
    }

    fn mean(&mut self, place: &Place, change: impl FnOnce(&mut Meant) -> Option<()>) -> Result<(), Refused> {
        match change(&mut self.meant) {
            Some(()) => Ok(()),
            None => Err(self.refused(place, "something stands there already")),
        }
    }

    fn refused(&self, place: &Place, why: &str) -> Refused {
        let what = match place.0.as_slice() {
            [] => "the file".to_owned(),
            [Step::Key(first), Step::Key(id), ..] if first == "response" => format!("the answer to `{id}`"),
            [Step::Key(first), ..] => format!("`{first}`"),
            [Step::Number(_), ..] => "a list".to_owned(),
        };
        Refused { file: self.source.name.clone(), why: format!("{what}: {why}") }
    }
}

/// A key with the dot that follows it; blocks of a list have no name of their own.
fn named(step: &Step) -> String {
    match step {
        Step::Key(key) => format!("{}.", written::key(key)),
        Step::Number(_) => String::new(),
    }
}
