//! Fields of a page and values of the file: one column of `table` each.

use chrono::{Datelike, NaiveDate};
use toml::value::{Date, Datetime};
use toml::{Table, Value};

use crate::table::{Column, Holds, Table as Kind};

/// Why what was typed can't stand in the file. Words for each stand in `fault` among those of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is no day.
    NoDay,
    /// It is no number.
    NoNumber,
    /// It is no code of a country.
    NoCountry,
    /// Something must stand there.
    Needed,
    /// A file or an address must be given.
    NoDocument,
}

impl Fault {
    /// The key of its words.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::NoDay => "fault.no-day",
            Self::NoNumber => "fault.no-number",
            Self::NoCountry => "fault.no-country",
            Self::Needed => "fault.needed",
            Self::NoDocument => "fault.no-document",
        }
    }
}

/// What `seal` records of a file: nobody types that.
pub(super) const SEAL: [&str; 3] = ["sha256", "size", "media-type"];

/// Whether a page has a field for a column.
pub(super) fn is_asked(kind: Kind, column: &Column) -> bool {
    column.is_open()
        && match kind {
            // The item is the one below which they stand.
            Kind::Evidence | Kind::Actions => column.key != "item" && !SEAL.contains(&column.key),
            // Which resolutions and scales hold is left to the commands that can see to what follows from it.
            Kind::Particulars => column.key.contains('.') && column.key != "assessment.scale",
            Kind::Answers | Kind::Requests | Kind::Exclusions => true,
        }
}

/// The value at the column's key in a table.
pub(super) fn at<'t>(table: &'t Table, column: &Column) -> Option<&'t Value> {
    let mut steps = column.path();
    let first = table.get(steps.next()?)?;
    steps.try_fold(first, |value, step| value.get(step))
}

/// What a field shows of a value.
pub(super) fn shown(value: Option<&Value>, column: &Column) -> String {
    let text = match value {
        None => String::new(),
        Some(Value::String(text)) => text.replace("\r\n", "\n"),
        Some(Value::Boolean(true)) => "yes".into(),
        Some(Value::Boolean(false)) => String::new(),
        Some(Value::Array(list)) => list.iter().map(|entry| shown(Some(entry), column)).collect::<Vec<_>>().join(", "),
        Some(other) => other.to_string(),
    };
    // A field of one line can't hold more.
    if is_long(column.key) { text } else { text.replace('\n', " ") }
}

/// Whether a text wants several lines.
pub(super) fn is_long(key: &str) -> bool {
    const LONG: [&str; 14] = [
        "narrative",
        "reason",
        "obstacle",
        "state-comment",
        "internal-note",
        "description",
        "what",
        "institution.address",
        "institution.contact",
        "assessment.summary",
        "assessment.transmittal",
        "measure.source",
        "independence",
        "scope",
    ];
    LONG.contains(&key)
}

/// Puts what was typed into a table; what the field showed before stays as it was written.
pub(super) fn put(table: &mut Table, column: &Column, typed: &str) -> Result<(), Fault> {
    let old = at(table, column);
    if shown(old, column) == typed {
        return Ok(());
    }
    let value = value(typed, column)?;
    let steps: Vec<&str> = column.path().collect();
    place(table, &steps, value);
    Ok(())
}

/// Whether something must stand in a field and does not.
pub(super) fn lacks(table: &Table, column: &Column) -> bool {
    column.needed && shown(at(table, column), column).trim().is_empty()
}

/// What was typed as a value; none if nothing was.
fn value(typed: &str, column: &Column) -> Result<Option<Value>, Fault> {
    let plain = typed.trim();
    if plain.is_empty() {
        return Ok(None);
    }
    Ok(Some(match column.holds {
        _ if column.key == "institution.country" => Value::String(country(plain).ok_or(Fault::NoCountry)?),
        // Paths are copied with `\` on Windows, and can't be read with it.
        _ if ["file", "institution.logo"].contains(&column.key) => Value::String(plain.replace('\\', "/")),
        Holds::Day => Value::Datetime(plain.parse().ok().and_then(day).ok_or(Fault::NoDay)?),
        Holds::Number => Value::Integer(plain.parse().map_err(|_| Fault::NoNumber)?),
        Holds::Figure => match (plain.parse(), plain.parse::<f64>()) {
            (Ok(whole), _) => Value::Integer(whole),
            (_, Ok(number)) if number.is_finite() && plain.starts_with(|c: char| c.is_ascii_digit() || c == '-') => {
                Value::Float(number)
            }
            _ => Value::String(plain.to_owned()),
        },
        Holds::YesNo => Value::Boolean(plain == "yes"),
        Holds::Ids => {
            let ids = plain.split([',', ';', '\n', ' ']).map(str::trim).filter(|id| !id.is_empty());
            Value::Array(ids.map(|id| Value::String(id.to_owned())).collect())
        }
        Holds::Text => Value::String(typed.to_owned()),
        Holds::Name | Holds::Shown | Holds::Level | Holds::Plain | Holds::Word(_) => Value::String(plain.to_owned()),
    }))
}

/// The code of a country, however its letters are typed.
pub(super) fn country(typed: &str) -> Option<String> {
    let code = typed.trim().to_uppercase();
    Some(code).filter(|code| code.len() == 2 && code.chars().all(|c| c.is_ascii_uppercase()))
}

/// A day as a file writes it.
pub(super) fn day(day: NaiveDate) -> Option<Datetime> {
    let date = Date {
        year: day.year().try_into().ok().filter(|year| *year <= 9999)?,
        month: day.month().try_into().ok()?,
        day: day.day().try_into().ok()?,
    };
    Some(Datetime { date: Some(date), time: None, offset: None })
}

/// Puts a value at the end of a path of keys, or takes it away, with tables that are empty then.
fn place(table: &mut Table, steps: &[&str], value: Option<Value>) {
    match (steps, value) {
        ([], _) => {}
        ([key], Some(value)) => _ = table.insert((*key).to_owned(), value),
        ([key], None) => _ = table.remove(*key),
        ([key, rest @ ..], value) => {
            let inner = table.entry(*key).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(inner) = inner {
                place(inner, rest, value);
                if inner.is_empty() {
                    table.remove(*key);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use toml::Table;

    use super::{Fault, at, put, shown};
    use crate::table::Table as Kind;

    fn answer(text: &str) -> Table {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_shown_and_posted_again_changes_nothing() {
        let written = "level = 'done'\nnarrative = '''a\nb\n'''\ndone-on = 2025-01-02\nobstacle = \"x\\r\\ny\"\n\
                       assigned-to = \"A\\nB\"\nmeasure = { value = 1.50, year = 2024 }";
        let mut table = answer(written);
        for column in Kind::Answers.columns().iter().filter(|column| column.is_open()) {
            let typed = shown(at(&table, column), column);
            put(&mut table, column, &typed).unwrap();
        }
        assert_eq!(table, answer(written));
    }

    #[test]
    fn values_take_the_kind_of_their_column() {
        let mut table = Table::new();
        let mut set = |key: &str, typed: &str| put(&mut table, Kind::Answers.column(key).unwrap(), typed);
        set("done-on", " 2025-02-28 ").unwrap();
        set("measure.value", "61.5").unwrap();
        set("measure.year", "2024").unwrap();
        set("narrative", "One\nTwo").unwrap();
        assert_eq!(set("done-on", "2025-02-30"), Err(Fault::NoDay));
        assert_eq!(set("measure.year", "last"), Err(Fault::NoNumber));
        assert_eq!(
            table,
            answer("done-on = 2025-02-28\nmeasure = { value = 61.5, year = 2024 }\nnarrative = \"One\\nTwo\"")
        );
        let mut set = |key: &str| put(&mut table, Kind::Answers.column(key).unwrap(), "");
        set("measure.value").unwrap();
        set("measure.year").unwrap();
        assert!(!table.contains_key("measure"));
    }
}
