//! What stands at a byte of a file: the keys that lead to it.

use std::borrow::Cow;
use std::ops::Range;

use serde::Deserialize;
use toml::de::{DeTable, DeValue, Deserializer};
use toml::{Spanned, Table};

/// One step from a table to what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A key of a table.
    Key(String),
    /// An element of a list, counted from 0.
    Number(usize),
}

/// What a file says, with where it says it.
#[derive(Debug)]
pub struct Laid<'s>(Option<Spanned<DeTable<'s>>>);

impl<'s> Laid<'s> {
    /// What a text says; nothing if it is no sound TOML.
    pub fn of(text: &'s str) -> Self {
        Self(DeTable::parse(text).ok())
    }

    /// The values alone.
    pub fn values(&self) -> Table {
        let values = self.0.clone().map(|table| Table::deserialize(Deserializer::from(table)));
        values.and_then(Result::ok).unwrap_or_default()
    }

    /// The steps from the file to the innermost key, value or header at each of `bytes`; none where nothing stands.
    pub fn places(&self, bytes: &[usize]) -> Vec<Vec<Step>> {
        let Some(table) = &self.0 else { return vec![Vec::new(); bytes.len()] };
        let mut nodes = Vec::new();
        of_table(table.get_ref(), None, &mut nodes);
        let spans = nodes.iter().enumerate();
        let mut spans: Vec<(&Range<usize>, usize)> =
            spans.flat_map(|(number, node)| node.spans.iter().map(move |span| (span, number))).collect();
        // What holds others comes before them.
        spans.sort_by_key(|(span, number)| (span.start, std::cmp::Reverse(span.end), *number));
        let at = |byte: &usize| {
            let before = spans.partition_point(|(span, _)| span.start <= *byte);
            let found = spans[..before].iter().rev().find(|(span, _)| *byte < span.end);
            found.map(|(_, number)| steps(&nodes, *number)).unwrap_or_default()
        };
        bytes.iter().map(at).collect()
    }
}

/// A value with the places of itself and of its key.
struct Node<'t> {
    spans: Vec<Range<usize>>,
    above: Option<usize>,
    name: Name<'t>,
}

enum Name<'t> {
    Key(&'t str),
    Number(usize),
}

fn of_table<'t>(table: &'t DeTable<'t>, above: Option<usize>, nodes: &mut Vec<Node<'t>>) {
    for (key, value) in table {
        let name: &Cow<'t, str> = key.get_ref();
        nodes.push(Node { spans: vec![key.span(), value.span()], above, name: Name::Key(name) });
        of_value(value.get_ref(), nodes.len() - 1, nodes);
    }
}

fn of_value<'t>(value: &'t DeValue<'t>, own: usize, nodes: &mut Vec<Node<'t>>) {
    match value {
        DeValue::Table(table) => of_table(table, Some(own), nodes),
        DeValue::Array(list) => {
            for (number, entry) in list.iter().enumerate() {
                nodes.push(Node { spans: vec![entry.span()], above: Some(own), name: Name::Number(number) });
                of_value(entry.get_ref(), nodes.len() - 1, nodes);
            }
        }
        _ => {}
    }
}

fn steps(nodes: &[Node<'_>], number: usize) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut at = Some(number);
    while let Some(node) = at.and_then(|number| nodes.get(number)) {
        steps.push(match node.name {
            Name::Key(key) => Step::Key(key.to_owned()),
            Name::Number(number) => Step::Number(number),
        });
        at = node.above;
    }
    steps.reverse();
    steps
}

#[cfg(test)]
mod tests {
    use super::{Laid, Step};

    #[test]
    fn the_innermost_thing_at_a_byte_is_found_in_every_form() {
        let text = "[response.\"a/1/x\"]\nlevel = 'done'\nmeasure = { value = 1 }\n\n[[response.\"a/1/x\".evidence]]\n\
                    title = 'One'\n[[response.\"a/1/x\".evidence]]\ntitle = 'Two'\n[response.b]\n\
                    action = [{ what = 'Three' }, { what = 'Four' }]\n[[request]]\nserves = ['five', 'six']\n";
        for (stands, wanted) in [
            ("level", "response a/1/x level"),
            ("'done'", "response a/1/x level"),
            ("1 }", "response a/1/x measure value"),
            ("[response.\"a", "response a/1/x"),
            ("a/1/x", "response a/1/x"),
            ("[[response", "response a/1/x evidence 0"),
            ("'One'", "response a/1/x evidence 0 title"),
            ("'Two'", "response a/1/x evidence 1 title"),
            ("'Four'", "response b action 1 what"),
            ("{ what = 'F", "response b action 1"),
            ("[[request", "request 0"),
            ("'six'", "request 0 serves 1"),
        ] {
            let found = Laid::of(text).places(&[text.find(stands).unwrap()]).remove(0);
            let found: Vec<String> = found
                .into_iter()
                .map(|step| match step {
                    Step::Key(key) => key,
                    Step::Number(number) => number.to_string(),
                })
                .collect();
            assert_eq!(found.join(" "), wanted, "{stands}");
        }
        let says: toml::Table = text.parse().unwrap();
        assert_eq!(Laid::of(text).values(), says);
        assert_eq!(Laid::of("a = ").places(&[0, 9]), [vec![], vec![]]);
        assert!(Laid::of("a = ").values().is_empty());
    }
}
