//! One field of a page: what stands in it, what may, and what is wrong with it.

use serde::Serialize;
use toml::Table;

use super::super::answer::{Faults, columns};
use super::super::fields::{Fault, at, is_long, shown};
use super::super::posted::Posted;
use super::super::site::Site;
use super::frame::Said;
use crate::model::{Item, Scale};
use crate::table::{Column, Holds, Table as Kind};

/// One field.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Field {
    /// Its name in what is posted, and its id on the page.
    pub(super) name: String,
    /// The column.
    pub(super) key: &'static str,
    label: String,
    /// What is wanted; may be empty.
    hint: String,
    /// `text`, `area`, `day`, `radios`, `select` or `tick`.
    form: &'static str,
    value: String,
    options: Vec<Choice>,
    needed: bool,
    fault: Option<Fault>,
    /// What `check` says of it.
    pub(super) problems: Vec<Said>,
    /// What stands in the file, where somebody else wrote something else meanwhile.
    theirs: Option<String>,
}

/// Something to choose.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    /// What it means; may be empty.
    pub(super) meaning: String,
    /// Language of both.
    pub(super) lang: String,
    pub(super) chosen: bool,
}

/// A table of fields, such as one piece of evidence.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Block {
    /// What the names of its fields begin with, with a dot.
    pub(super) before: String,
    /// What it is called.
    pub(super) title: String,
    pub(super) fields: Vec<Field>,
    /// Whether it is ticked to be taken out.
    pub(super) removed: bool,
    /// Whether something is typed into it or wrong with it, so that it stands open.
    pub(super) open: bool,
}

/// What a form is filled with.
#[derive(Clone, Copy)]
pub(super) struct Filling<'f> {
    pub(super) site: &'f Site,
    /// What was typed and not saved.
    pub(super) posted: Option<&'f Posted>,
    pub(super) faults: &'f Faults,
    /// Whether somebody else has changed the same, so that what stands in the file is shown beside what was typed.
    pub(super) conflict: bool,
}

impl<'f> Filling<'f> {
    /// What stands in the file.
    pub(super) fn of_file(site: &'f Site) -> Self {
        const NONE: &Faults = &Faults::new();
        Self { site, posted: None, faults: NONE, conflict: false }
    }

    /// The fields of a table, those of `left_out` apart.
    pub(super) fn fields(&self, kind: Kind, table: &Table, before: &str, left_out: &[&str]) -> Vec<Field> {
        let wanted = columns(kind).filter(|column| !left_out.contains(&column.key));
        wanted.map(|column| self.field(kind, column, table, before)).collect()
    }

    /// The field of a column.
    pub(super) fn field(&self, kind: Kind, column: &'static Column, table: &Table, before: &str) -> Field {
        let labels = match kind {
            Kind::Answers => "answer",
            Kind::Evidence => "evidence",
            Kind::Actions => "action",
            Kind::Requests => "request",
            Kind::Exclusions => "exclusion",
            Kind::Particulars => "particulars",
        };
        self.named_field(labels, column, table, before)
    }

    /// The field of a column whose label stands among `labels`.
    pub(super) fn named_field(&self, labels: &str, column: &'static Column, table: &Table, before: &str) -> Field {
        let name = format!("{before}{}", column.key);
        let there = shown(at(table, column), column);
        let typed = self.posted.and_then(|posted| posted.get(&name));
        let theirs = typed.filter(|typed| self.conflict && *typed != there).map(|_| there.clone());
        let value = typed.map_or(there, str::to_owned);
        let fault = self.faults.iter().find(|(known, _)| *known == name).map(|(_, fault)| *fault);
        let (label, hint) = self.label(labels, column.key);
        let options = self.options(column, &value);
        let form = match column.holds {
            Holds::Day => "day",
            Holds::YesNo => "tick",
            Holds::Word(_) => "select",
            Holds::Level => "radios",
            _ if is_long(column.key) => "area",
            _ => "text",
        };
        let needed = column.needed;
        Field { name, key: column.key, label, hint, form, value, options, needed, fault, problems: vec![], theirs }
    }

    /// The levels of an item as a field.
    pub(super) fn level(&self, item: &Item, scale: &Scale, table: &Table, before: &str) -> Option<Field> {
        let column = Kind::Answers.column("level")?;
        let mut field = self.field(Kind::Answers, column, table, before);
        let words = self.site.templates.words();
        let said = |key: &str| words.plain(key).unwrap_or_default();
        let own = |value: &str, label: String, meaning: String| Choice {
            chosen: field.value == value,
            value: value.to_owned(),
            label,
            meaning,
            lang: String::new(),
        };
        let mut options = Vec::new();
        for level in &scale.levels {
            let ((lang, label), meaning) = (level.label.in_language("en"), level.meaning.text("en"));
            options.push(Choice { lang: lang.to_owned(), ..own(&level.id, label.to_owned(), meaning.to_owned()) });
        }
        if item.may_be_not_applicable || field.value == "not-applicable" {
            let meaning = said("level.not-applicable");
            options.push(own("not-applicable", said("book.not-applicable"), meaning));
        }
        options.push(own("", said("level.none"), String::new()));
        // What is no level of the scale must not be lost when something else is saved.
        if !options.iter().any(|option| option.chosen) {
            options.push(own(&field.value, field.value.clone(), said("level.unknown")));
        }
        field.options = options;
        Some(field)
    }

    /// A block of a list.
    pub(super) fn block(&self, kind: Kind, table: &Table, before: String) -> Block {
        let fields = self.fields(kind, table, &before, &[]);
        let removed = self.posted.is_some_and(|posted| posted.is_ticked(&format!("{before}remove")));
        let of_title = if kind == Kind::Evidence { "title" } else { "what" };
        let title = table.get(of_title).and_then(toml::Value::as_str).unwrap_or_default().to_owned();
        let open = fields.iter().any(|field| field.fault.is_some() || field.theirs.is_some());
        Block { before, title, fields, removed, open }
    }

    /// The block for what is to be added.
    pub(super) fn new_block(&self, kind: Kind, before: String) -> Block {
        let mut block = self.block(kind, &Table::new(), before);
        block.open |= block.fields.iter().any(|field| !field.value.is_empty() && field.key != "status");
        block
    }

    fn label(&self, labels: &str, key: &str) -> (String, String) {
        let words = self.site.templates.words();
        // Of the particulars, the workbook says what is wanted, too.
        let hint = if labels == "particulars" { "particular".to_owned() } else { format!("{labels}-hint") };
        // A field without a label of its own is called by its key; not every field needs a hint.
        let label = words.plain(&format!("{labels}-field.{key}")).unwrap_or_else(|_| key.to_owned());
        (label, words.plain(&format!("{hint}.{key}")).unwrap_or_default())
    }

    fn options(&self, column: &Column, value: &str) -> Vec<Choice> {
        let Holds::Word(known) = column.holds else { return Vec::new() };
        let words = self.site.templates.words();
        let word = |value: &str| {
            let key = match column.key {
                "basis" => format!("basis.{value}"),
                "state" => format!("answer-state.{value}"),
                "status" => format!("actions.{value}"),
                "profile" => format!("profile.{value}"),
                _ => format!("not-applicable.{value}"),
            };
            words.plain(&key).unwrap_or_else(|_| value.to_owned())
        };
        let choice = |option: &str, label: String| Choice {
            value: option.to_owned(),
            label,
            meaning: String::new(),
            lang: String::new(),
            chosen: option == value,
        };
        let mut options = vec![choice("", words.plain("field.nothing").unwrap_or_default())];
        options.extend(known.iter().map(|option| choice(option, word(option))));
        if !options.iter().any(|option| option.chosen) {
            options.push(choice(value, value.to_owned()));
        }
        options
    }
}

impl Field {
    /// Whether something stands in it or is wrong with it.
    pub(super) fn wants_to_be_seen(&self) -> bool {
        !self.value.is_empty() || self.fault.is_some() || !self.problems.is_empty() || self.theirs.is_some()
    }
}
