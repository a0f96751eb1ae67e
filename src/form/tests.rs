//! Random deeds of two people on the documents of one answer.

use proptest::prelude::*;

use toml::{Table, Value};

use super::blocks::Blocks;
use super::entry::{Faults, KNOWN, Typed, columns, known};
use super::posted::Posted;
use crate::table::Table as Kind;

/// What somebody does to a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Nothing,
    Change,
    TakeOut,
}

const KIND: Kind = Kind::Evidence;

fn document(name: &str) -> Table {
    format!("title = '{name}'\nkind = 'letter'\nurl = 'https://office.example/{name}'").parse().unwrap()
}

fn list(blocks: Vec<Table>) -> Table {
    let mut table = Table::new();
    table.insert("evidence".into(), Value::Array(blocks.into_iter().map(Value::Table).collect()));
    table
}

/// What a browser posts of the page that shows `blocks`.
fn posted(blocks: &Blocks<'_>) -> Posted {
    let mut posted = Posted::default();
    for (number, entry) in blocks.entries.iter().enumerate() {
        let name = blocks.name(number);
        let marks = entry.there.as_ref().map(|table| known(table, KIND)).unwrap_or_default();
        posted.set(format!("{name}{KNOWN}"), marks);
        for column in columns(KIND) {
            posted.set(format!("{name}{}", column.key), entry.shown(KIND, column).value);
        }
        if entry.typed.as_ref().is_some_and(Typed::is_removed) {
            posted.set(format!("{name}remove"), "yes".into());
        }
    }
    posted
}

fn of<'p>(table: &Table, posted: Option<&'p Posted>) -> Blocks<'p> {
    Blocks::of(table, posted, "a.evidence.".into(), KIND)
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![Just(Deed::Nothing), Just(Deed::Change), Just(Deed::TakeOut)]
}

proptest! {
    /// Whatever two people do at once to the documents of an answer, wherever the other puts them: who changed a
    /// different one than the other is not asked, and in the end what both did stands there, each once.
    #[test]
    fn what_two_people_do_is_kept(
        deeds in prop::collection::vec((deed(), deed(), 0..100_u32), 0..6),
        added in prop::collection::vec(0..100_u32, 0..3),
    ) {
        let base = list((0..deeds.len()).map(|number| document(&format!("d{number}"))).collect());
        let mut mine = posted(&of(&base, None));
        let mut there: Vec<(u32, Table)> = Vec::new();
        for (number, (own, other, place)) in deeds.iter().enumerate() {
            match own {
                Deed::Nothing => {}
                Deed::Change => mine.set(format!("a.evidence.{number}.description"), format!("mine {number}")),
                Deed::TakeOut => mine.set(format!("a.evidence.{number}.remove"), "yes".into()),
            }
            let mut block = document(&format!("d{number}"));
            if *other == Deed::Change {
                block.insert("title".into(), format!("theirs {number}").into());
            }
            if *other != Deed::TakeOut {
                there.push((*place, block));
            }
        }
        there.extend(added.iter().enumerate().map(|(number, place)| (*place, document(&format!("new{number}")))));
        there.sort_by_key(|(place, _)| *place);
        let there = list(there.into_iter().map(|(_, block)| block).collect());

        let first = of(&there, Some(&mine));
        let both = |own: Deed, other: Deed| match own {
            Deed::Nothing => false,
            Deed::Change => other != Deed::Nothing,
            Deed::TakeOut => other == Deed::Change,
        };
        prop_assert_eq!(first.clashes(), deeds.iter().any(|(own, other, _)| both(*own, *other)));
        let again = posted(&first);
        let second = if first.clashes() { of(&there, Some(&again)) } else { first };
        prop_assert!(!second.clashes());
        let mut faults = Faults::new();
        let filled = second.filled(None, &mut faults);
        prop_assert!(faults.is_empty());
        let text = |block: &Table, key: &str| block.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut found: Vec<(String, String, String)> =
            filled.blocks.iter().map(|block| (text(block, "url"), text(block, "title"), text(block, "description"))).collect();
        let mut wanted: Vec<(String, String, String)> = Vec::new();
        for (number, (own, other, _)) in deeds.iter().enumerate() {
            let is_there = *own == Deed::Change || (*own == Deed::Nothing && *other != Deed::TakeOut);
            let title = if *other == Deed::Change { format!("theirs {number}") } else { format!("d{number}") };
            let description = if *own == Deed::Change { format!("mine {number}") } else { String::new() };
            wanted.extend(is_there.then(|| (format!("https://office.example/d{number}"), title, description)));
        }
        let new = |number| (format!("https://office.example/new{number}"), format!("new{number}"), String::new());
        wanted.extend((0..added.len()).map(new));
        found.sort();
        wanted.sort();
        prop_assert_eq!(found, wanted);
    }
}
