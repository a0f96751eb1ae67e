//! One field of a page: what stands in it, what may, and what is wrong with it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::blocks::Blocks;
use super::super::entry::{Entry, Faults, Shown, Typed, columns, known};
use super::super::fields::{Fault, SEAL, is_long};
use super::super::posted::Posted;
use super::super::site::{Case, Site};
use super::frame::{Pointed, Said};
use crate::model::{Item, ItemId, Scale};
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
    /// Whether what stands in it is what somebody else wrote meanwhile, because nothing else was typed.
    taken: bool,
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
    title: String,
    marks: Marks,
    fields: Vec<Field>,
    /// Whether its file is sealed.
    sealed: bool,
    /// Whether somebody else has taken it out meanwhile.
    gone: bool,
    /// Whether it is ticked to be taken out.
    removed: bool,
    /// Whether something is typed into it or wrong with it, so that it stands open.
    pub(super) open: bool,
    /// What `check` says of it as a whole.
    problems: Vec<Said>,
    /// The file that was chosen, and has to be chosen again.
    pub(super) chosen: Option<String>,
}

/// What the page knows of a table, to be posted back.
#[derive(Debug, Serialize)]
pub(super) struct Marks {
    known: String,
    /// What the names of its fields began with on the page from which this was posted, if that page may take over what
    /// this one knows.
    was: Option<String>,
}

/// What fields are made with.
#[derive(Clone, Copy)]
pub(super) struct Filling<'f> {
    pub(super) site: &'f Site,
    /// What was posted and not saved.
    pub(super) posted: Option<&'f Posted>,
    /// What is wrong with what was typed.
    pub(super) faults: &'f Faults,
}

impl<'f> Filling<'f> {
    /// With what the file says.
    pub(super) fn of_file(site: &'f Site) -> Self {
        const NONE: &Faults = &Faults::new();
        Self { site, posted: None, faults: NONE }
    }

    /// What the file is called that was chosen in a field, and that no browser chooses again by itself.
    pub(super) fn chosen(&self, name: &str) -> Option<String> {
        self.posted.and_then(|posted| posted.chosen(name)).map(str::to_owned)
    }

    /// The fields of a table.
    pub(super) fn fields(&self, kind: Kind, entry: &Entry<'_>, before: &str) -> Vec<Field> {
        columns(kind).map(|column| self.field(kind, column, entry, before)).collect()
    }

    /// The field of a column.
    pub(super) fn field(&self, kind: Kind, column: &'static Column, entry: &Entry<'_>, before: &str) -> Field {
        let name = format!("{before}{}", column.key);
        let Shown { value, theirs, taken } = entry.shown(kind, column);
        let labels = match kind {
            Kind::Answers => "answer",
            Kind::Evidence => "evidence",
            Kind::Actions => "action",
            Kind::Requests => "request",
            Kind::Exclusions => "exclusion",
            Kind::Particulars => "particulars",
        };
        Field { taken, ..self.shaped(labels, column, name, value, theirs) }
    }

    /// The field of a column whose label stands among `labels`, with a value and what somebody else wrote in its place.
    pub(super) fn shaped(
        &self,
        labels: &str,
        column: &'static Column,
        name: String,
        value: String,
        theirs: Option<String>,
    ) -> Field {
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
        let theirs = theirs.map(|theirs| self.told(column, theirs));
        let needed = column.needed;
        Field {
            name,
            key: column.key,
            label,
            hint,
            form,
            value,
            options,
            needed,
            fault,
            problems: vec![],
            theirs,
            taken: false,
        }
    }

    /// The levels of an item as a field.
    pub(super) fn level(&self, item: &Item, scale: &Scale, entry: &Entry<'_>, before: &str) -> Option<Field> {
        let column = Kind::Answers.column("level")?;
        let mut field = self.field(Kind::Answers, column, entry, before);
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
        if let Some(theirs) = &mut field.theirs
            && let Some(option) = options.iter().find(|option| option.value == *theirs)
        {
            theirs.clone_from(&option.label);
        }
        field.options = options;
        Some(field)
    }

    /// The blocks of a list, with what `check` says of each.
    pub(super) fn blocks(&self, list: &Blocks<'_>, case: &Case, item: Option<&ItemId>) -> Vec<Block> {
        let entries = list.entries.iter().enumerate();
        let mut blocks: Vec<Block> =
            entries.map(|(number, entry)| self.block(list.kind, entry, list.name(number))).collect();
        for (problem, part) in case.parted().filter(|(_, part)| part.item.as_ref() == item) {
            let number = part.block.filter(|(kind, _)| *kind == list.kind).map(|(_, number)| number);
            let Some(block) = number.and_then(|number| blocks.get_mut(number)) else { continue };
            block.open = true;
            match block.fields.iter_mut().find(|field| field.key == part.key) {
                Some(field) => field.problems.push(Said::of(problem)),
                None => block.problems.push(Said::of(problem)),
            }
        }
        blocks
    }

    /// The block for what is to be added.
    pub(super) fn new_block(&self, list: &Blocks<'_>) -> Block {
        let mut block = self.block(list.kind, &list.new, list.name_of_new());
        block.open = block
            .fields
            .iter()
            .any(|field| field.fault.is_some() || (!field.value.is_empty() && field.key != "status"));
        block
    }

    fn block(&self, kind: Kind, entry: &Entry<'_>, before: String) -> Block {
        let fields = self.fields(kind, entry, &before);
        let of_title = if kind == Kind::Evidence { "title" } else { "what" };
        let title = fields.iter().find(|field| field.key == of_title).map(|field| field.value.clone());
        let title = match kind {
            Kind::Exclusions => title.map(|what| self.paragraph(&what).unwrap_or(what)),
            _ => title,
        };
        Block {
            before,
            title: title.unwrap_or_default(),
            marks: Marks::of(entry, kind),
            sealed: entry.there.as_ref().is_some_and(|table| kind == Kind::Evidence && table.contains_key(SEAL[0])),
            gone: entry.clash && entry.there.is_none(),
            removed: entry.typed.as_ref().is_some_and(Typed::is_removed),
            open: entry.clash || fields.iter().any(|field| field.pointed().is_some()),
            problems: Vec::new(),
            chosen: None,
            fields,
        }
    }

    /// What a resolution or paragraph is called that is named by its id.
    fn paragraph(&self, id: &str) -> Option<String> {
        let (instrument, reference) = id.split_once('/').map_or((id, None), |(id, reference)| (id, Some(reference)));
        let title = self.site.rules.instrument(instrument)?.short_title.text("en");
        let Some(reference) = reference else { return Some(title.to_owned()) };
        let with = BTreeMap::from([("title", title.to_owned()), ("reference", reference.to_owned())]);
        self.site.templates.words().say("recommendation.title", &with).ok()
    }

    fn label(&self, labels: &str, key: &str) -> (String, String) {
        let words = self.site.templates.words();
        let word = |list: &str| words.plain(&format!("{labels}-{list}.{key}"));
        // A field without a label of its own is called by its key; not every field needs a hint.
        (word("field").unwrap_or_else(|_| key.to_owned()), word("hint").unwrap_or_default())
    }

    /// A value in the words of the page, where it is a code.
    fn told(&self, column: &Column, value: String) -> String {
        let word = |key: &str| self.site.templates.words().plain(key).unwrap_or_default();
        match column.holds {
            Holds::YesNo if value.is_empty() => word("conflict.unticked"),
            Holds::YesNo => word("conflict.ticked"),
            Holds::Word(_) => {
                let chosen = self.options(column, &value).into_iter().find(|option| option.chosen);
                chosen.map_or(value, |option| option.label)
            }
            _ => value,
        }
    }

    fn options(&self, column: &Column, value: &str) -> Vec<Choice> {
        let Holds::Word(known) = column.holds else { return Vec::new() };
        let words = self.site.templates.words();
        let word = |value: &str| {
            let key = match column.key {
                "basis" => format!("basis.{value}"),
                "state" => format!("answer-state.{value}"),
                "status" => format!("actions.{value}"),
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
        let changed = self.theirs.is_some() || self.taken;
        !self.value.is_empty() || self.fault.is_some() || !self.problems.is_empty() || changed
    }
}

impl Field {
    /// What leads to it, if something is wrong with it or somebody else has changed it.
    pub(super) fn pointed(&self) -> Option<Pointed> {
        let is_wrong = self.fault.is_some() || self.theirs.is_some() || self.taken;
        is_wrong.then(|| Pointed {
            name: self.name.clone(),
            label: self.label.clone(),
            question: None,
            fault: self.fault,
        })
    }
}

impl Block {
    /// What leads to its fields, or to itself if somebody else has taken it out.
    pub(super) fn pointed(&self) -> Vec<Pointed> {
        let (name, label) = (format!("{}block", self.before), self.title.clone());
        let own = self.gone.then_some(Pointed { name, label, question: None, fault: None });
        own.into_iter().chain(self.fields.iter().filter_map(Field::pointed)).collect()
    }
}

impl Marks {
    pub(super) fn of(entry: &Entry<'_>, kind: Kind) -> Self {
        Self {
            known: entry.there.as_ref().map(|table| known(table, kind)).unwrap_or_default(),
            was: entry.typed.as_ref().map(|typed| typed.before.clone()),
        }
    }
}
