//! What stands around a place: the keys and comments beside it, and what goes when it is taken out.

use std::ops::Range;

use super::Refused;
use super::layout::{Form, Node, Statement, keys};
use super::place::{Place, Step};
use super::revision::{ORDER, Revision};

impl Revision<'_> {
    pub(super) fn end(&self) -> usize {
        self.source.text.len()
    }

    /// The end of a statement with the comments that follow it, if they don't belong to what comes next.
    pub(super) fn behind(&self, statement: &Statement) -> usize {
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
    pub(super) fn comments_above(&self, at: usize) -> usize {
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
    pub(super) fn cut(&self, statement: &Statement) -> (Range<usize>, String) {
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
    pub(super) fn with_comma(&self, place: &Place, node: &Node) -> Result<Range<usize>, Refused> {
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

    /// Where a key of this rank comes in a table with a header.
    pub(super) fn behind_keys(&self, table: &Place, rank: usize) -> usize {
        let of_name = |statement: &Statement| match statement.place.0.get(table.0.len()) {
            Some(Step::Key(name)) => ORDER.iter().position(|key| **key == **name).unwrap_or(ORDER.len()) <= rank,
            _ => false,
        };
        let inside = self.layout.within(table);
        let header = inside.iter().find(|statement| statement.is_header && statement.place == *table);
        let mut own = inside.iter().filter(|statement| !statement.is_header && statement.header == *table);
        let near = own.rfind(|statement| of_name(statement));
        near.or(header).map_or(0, |statement| statement.lines.end)
    }

    /// The last line `a.b = …` that gives a part of `table` from outside, if it is written so.
    pub(super) fn dotted(&self, table: &Place) -> Option<&Statement> {
        self.layout
            .within(table)
            .into_iter()
            .rfind(|statement| !statement.is_header && !statement.header.is_within(table))
    }
}
