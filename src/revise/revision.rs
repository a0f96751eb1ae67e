//! A revision: the changes to one file, planned on its text and made all at once.

use std::ops::Range;

use toml::{Table, Value};

use super::layout::{Form, Layout, Node, keys};
use super::meant::Meant;
use super::place::{Place, Step};
use super::{Refused, findings, written};
use crate::model::ItemId;
use crate::parallel;
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

/// The rank of a key among those of its table.
pub(super) fn rank_of(table: &Place, key: &str) -> usize {
    let order = if table.is_within(&Place::table("finding")) { findings::ORDER.as_slice() } else { ORDER.as_slice() };
    order.iter().position(|known| *known == key).unwrap_or(ORDER.len())
}

/// Where blocks and whole answers go when several things are put in one place: after the keys.
pub(super) const BLOCKS: usize = ORDER.len() + 1;

/// Changes to one file.
///
/// Places are those of the file as it was read, however many changes are planned. Nothing is changed before
/// [`Revision::applied`], which gives the new text.
#[derive(Debug)]
pub struct Revision<'a> {
    pub(super) source: &'a Source,
    pub(super) layout: Layout,
    pub(super) meant: Meant,
    pub(super) edits: Vec<Edit>,
    /// Tables that are not there yet, with where and under which header their keys come.
    pub(super) tables: Vec<(Place, usize)>,
}

/// A piece of text that takes the place of another.
#[derive(Debug)]
pub(super) struct Edit {
    pub(super) at: Range<usize>,
    pub(super) text: String,
    /// Which comes first at one place.
    pub(super) rank: usize,
    /// Whether it is made of whole lines.
    pub(super) lines: bool,
}

impl<'a> Revision<'a> {
    /// Begins to change a file.
    ///
    /// # Errors
    /// If it is no sound TOML, which `load` tells as problems.
    pub fn of(source: &'a Source) -> Result<Self, Refused> {
        let (layout, meant) = parallel::both(|| Layout::of(&source.text), || Meant::of(&source.text));
        Self::with(source, layout, meant)
    }

    /// The same where what the file says was read before; `values` is all of it.
    ///
    /// # Errors
    /// As [`Revision::of`].
    pub fn knowing(source: &'a Source, values: &Table) -> Result<Self, Refused> {
        Self::with(source, Layout::of(&source.text), Ok(values.clone().into()))
    }

    fn with(source: &'a Source, layout: Result<Layout, String>, meant: Result<Meant, String>) -> Result<Self, Refused> {
        let unsound = |why| Refused { file: source.name.clone(), why: format!("{why}; `rapporteur check` says where") };
        let (layout, meant) = (layout.map_err(unsound)?, meant.map_err(unsound)?);
        Ok(Self { source, layout, meant, edits: Vec::new(), tables: Vec::new() })
    }

    /// The value of a key or table as it will be; elements of lists that were taken out still count.
    pub fn value(&self, place: &Place) -> Option<&Value> {
        self.meant.get(place)
    }

    /// The answers of the file in their order: the id as it stands there, and the item, if it can be one.
    pub fn answers(&self) -> Vec<(String, Option<ItemId>)> {
        let named = self.named_in("response").into_iter();
        named.map(|id| (id.clone(), ItemId::parse(&id))).collect()
    }

    /// The keys of a table of the file, in their order.
    pub(super) fn named_in(&self, table: &str) -> Vec<String> {
        let all = Place::table(table);
        let inside = self.layout.nodes.range(all.clone()..).take_while(|(place, _)| place.is_within(&all));
        let mut found: Vec<(usize, &str)> = Vec::new();
        for (place, node) in inside {
            if let [_, Step::Key(key)] = place.0.as_slice() {
                found.push((node.key.as_ref().map_or(usize::MAX, |key| key.start), key));
            }
        }
        found.sort_unstable();
        found.into_iter().map(|(_, key)| key.to_owned()).collect()
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

    /// Plans to put `text` in the place of what stands there; of two such plans for one place the later counts.
    fn replace(&mut self, at: Range<usize>, text: String, lines: bool) {
        self.edits.retain(|edit| edit.at.is_empty() || edit.at != at);
        self.edits.push(Edit { at, text, rank: 0, lines });
    }

    pub(super) fn mean(&mut self, place: &Place, change: impl FnOnce(&mut Meant) -> Option<()>) -> Result<(), Refused> {
        match change(&mut self.meant) {
            Some(()) => Ok(()),
            None => Err(self.refused(place, "something stands there already")),
        }
    }

    pub(super) fn refused(&self, place: &Place, why: &str) -> Refused {
        let what = match place.0.as_slice() {
            [] => "the file".to_owned(),
            [Step::Key(first), Step::Key(id), ..] if **first == *"response" => format!("the answer to `{id}`"),
            [Step::Key(first), Step::Key(id), ..] if **first == *"finding" => format!("the finding on `{id}`"),
            [Step::Key(first), ..] => format!("`{first}`"),
            [Step::Number(_), ..] => "a list".to_owned(),
        };
        Refused { file: self.source.name.clone(), why: format!("{what}: {why}") }
    }
}
