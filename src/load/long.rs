//! Texts that are longer than a cell of a spreadsheet can be.

use toml::de::{DeTable, DeValue};

use crate::problem::{Fact, Problems};
use crate::source::{FileNumber, Source, Spot};
use crate::table::LONGEST_TEXT;

/// Notes the texts of a sound file that a workbook can't hold, each in its place.
pub fn note_long_texts(source: &Source, number: FileNumber, problems: &Problems) {
    // A text has at least as many bytes as units of UTF-16.
    if source.text.len() > LONGEST_TEXT
        && let Ok(table) = DeTable::parse(&source.text)
    {
        look_into(table.get_ref(), number, problems);
    }
}

fn look_into(table: &DeTable<'_>, number: FileNumber, problems: &Problems) {
    for (key, value) in table {
        match value.get_ref() {
            DeValue::String(text) if text.encode_utf16().count() > LONGEST_TEXT => {
                let fact = Fact::TextTooLong { column: key.get_ref().to_string() };
                problems.add(fact, &Spot::new(number, key.span()));
            }
            DeValue::Table(table) => look_into(table, number, problems),
            DeValue::Array(list) => {
                list.iter().filter_map(|entry| entry.get_ref().as_table()).for_each(|table| {
                    look_into(table, number, problems);
                });
            }
            _ => {}
        }
    }
}
