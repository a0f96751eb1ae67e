//! What a file is meant to say once its changes are made.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::Place;
use super::place::Step;

/// The values of a file, as they are meant to be.
#[derive(Debug)]
pub(super) struct Meant {
    values: Value,
    /// Elements to be taken out of lists at the end, because places count them as they were.
    out: BTreeMap<Place, bool>,
}

impl From<Table> for Meant {
    fn from(values: Table) -> Self {
        Self { values: Value::Table(values), out: BTreeMap::new() }
    }
}

impl Meant {
    /// What `text` says.
    pub(super) fn of(text: &str) -> Result<Self, String> {
        let values: Table = text.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
        Ok(values.into())
    }

    pub(super) fn get(&self, place: &Place) -> Option<&Value> {
        place.0.iter().try_fold(&self.values, |value, step| match step {
            Step::Key(key) => value.get(&**key),
            Step::Number(number) => value.get(*number),
        })
    }

    /// Whether `place` has this value.
    pub(super) fn says(&self, place: &Place, value: &Value) -> bool {
        self.get(place).is_some_and(|there| same(there, value))
    }

    /// Puts `value` at `place`, with the tables that lead there.
    pub(super) fn set(&mut self, place: &Place, value: Value) -> Option<()> {
        *self.reach(place)? = value;
        Some(())
    }

    /// Puts an element at the end of a list, which may be new.
    pub(super) fn push(&mut self, list: &Place, value: Value) -> Option<()> {
        if self.get(list).is_none() {
            self.set(list, Value::Array(Vec::new()))?;
        }
        self.reach(list)?.as_array_mut()?.push(value);
        Some(())
    }

    /// Takes a key, or an element of a list, out; a list whose last block goes is gone too if `with_list`.
    pub(super) fn remove(&mut self, place: &Place, with_list: bool) -> Option<()> {
        let (parent, step) = place.split()?;
        match step {
            Step::Key(key) => _ = self.reach(&parent)?.as_table_mut()?.remove(&**key),
            Step::Number(_) => _ = self.out.insert(place.clone(), with_list),
        }
        Some(())
    }

    /// Gives the table at `place` another key.
    pub(super) fn rename(&mut self, place: &Place, new: &str) -> Option<()> {
        let (parent, Step::Key(old)) = place.split()? else { return None };
        let table = self.reach(&parent)?.as_table_mut()?;
        if table.contains_key(new) {
            return None;
        }
        let value = table.remove(&**old)?;
        table.insert(new.to_owned(), value);
        Some(())
    }

    /// Adds all that `text` says; nothing of it may be there yet.
    pub(super) fn add(&mut self, text: &str) -> Option<()> {
        let added: Table = text.parse().ok()?;
        merge(self.values.as_table_mut()?, added)
    }

    /// Whether `text` says all this and nothing else.
    pub(super) fn holds_for(mut self, text: &str) -> bool {
        for (place, with_list) in std::mem::take(&mut self.out).into_iter().rev() {
            if self.take_out(&place, with_list).is_none() {
                return false;
            }
        }
        text.parse::<Table>().is_ok_and(|said| same(&self.values, &Value::Table(said)))
    }

    fn take_out(&mut self, place: &Place, with_list: bool) -> Option<()> {
        let (list, Step::Number(number)) = place.split()? else { return None };
        let elements = self.reach(&list)?.as_array_mut()?;
        if *number >= elements.len() {
            return None;
        }
        elements.remove(*number);
        if with_list && elements.is_empty() {
            self.remove(&list, false)?;
        }
        Some(())
    }

    /// The value at `place`; tables on the way are made if they are not there.
    fn reach(&mut self, place: &Place) -> Option<&mut Value> {
        let mut value = &mut self.values;
        for step in &place.0 {
            value = match step {
                Step::Key(key) => value.as_table_mut()?.entry(&**key).or_insert_with(|| Value::Table(Table::new())),
                Step::Number(number) => value.get_mut(*number)?,
            };
        }
        Some(value)
    }
}

fn merge(into: &mut Table, added: Table) -> Option<()> {
    for (key, value) in added {
        match (into.get_mut(&key), value) {
            (Some(Value::Table(there)), Value::Table(more)) => merge(there, more)?,
            (Some(Value::Array(there)), Value::Array(more)) => there.extend(more),
            (Some(_), _) => return None,
            (None, value) => _ = into.insert(key, value),
        }
    }
    Some(())
}

/// Whether two values are the same to a reader: a line break is one however it is written.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Table(one), Value::Table(other)) => {
            let alike = |(key, value): (&String, &Value)| other.get(key).is_some_and(|other| same(value, other));
            one.len() == other.len() && one.iter().all(alike)
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::String(one), Value::String(other)) => {
            one == other || one.replace("\r\n", "\n") == other.replace("\r\n", "\n")
        }
        (Value::Float(one), Value::Float(other)) => one == other || (one.is_nan() && other.is_nan()),
        _ => one == other,
    }
}
