//! One field of a page: what stands in it, what may, and what is wrong with it.

use serde::Serialize;

use super::super::entry::{Entry, Faults, Shown, columns};
use super::super::fields::{Fault, is_long};
use super::super::posted::Posted;
use super::super::site::Site;
use super::excusable::Excusable;
use super::frame::{Pointed, Said};
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
    pub(super) value: String,
    options: Vec<Choice>,
    /// More of them, by the resolution that they belong to.
    groups: Vec<Excusable>,
    needed: bool,
    /// What is wrong with what was typed.
    pub(super) fault: Option<String>,
    /// What `check` says of it.
    pub(super) problems: Vec<Said>,
    /// What stands in the file, where somebody else wrote something else meanwhile.
    theirs: Option<String>,
    /// Whether what stands in it is what somebody else wrote meanwhile, because nothing else was typed.
    taken: bool,
}

/// Something to choose.
#[derive(Debug, Clone, Serialize)]
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

/// Which words fields are called by.
#[derive(Debug, Clone, Copy)]
pub(super) enum Labels {
    /// Those of a table of the answers.
    Of(Kind),
    /// Those of who reviews.
    OfReviewer,
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
        Field { taken, ..self.shaped(Labels::Of(kind), column, name, value, theirs) }
    }

    /// The field of a column with its label among `labels`, with a value and what somebody else wrote in its place.
    pub(super) fn shaped(
        &self,
        labels: Labels,
        column: &'static Column,
        name: String,
        value: String,
        theirs: Option<String>,
    ) -> Field {
        let fault = self
            .faults
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, fault)| self.blamed(labels, column.key, *fault));
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
            groups: Vec::new(),
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

    fn label(&self, labels: Labels, key: &str) -> (String, String) {
        let words = self.site.templates.words();
        let (label, hint) = match labels {
            Labels::Of(Kind::Answers) => (format!("answer-field.{key}"), format!("answer-hint.{key}")),
            Labels::Of(Kind::Evidence) => (format!("evidence-field.{key}"), format!("evidence-hint.{key}")),
            Labels::Of(Kind::Actions) => (format!("action-field.{key}"), format!("action-hint.{key}")),
            Labels::Of(Kind::Requests) => (format!("request-field.{key}"), format!("request-hint.{key}")),
            Labels::Of(Kind::Exclusions) => (format!("exclusion-field.{key}"), format!("exclusion-hint.{key}")),
            Labels::Of(Kind::Particulars) => (format!("particulars-field.{key}"), format!("particulars-hint.{key}")),
            Labels::OfReviewer => (format!("reviewer-field.{key}"), format!("reviewer-hint.{key}")),
        };
        // A field without a label of its own is called by its key; not every field needs a hint.
        (words.plain(&label).unwrap_or_else(|_| key.to_owned()), words.plain(&hint).unwrap_or_default())
    }

    /// What is wrong, in the words for this field where it has some.
    fn blamed(&self, labels: Labels, key: &str, fault: Fault) -> String {
        let words = self.site.templates.words();
        let own = match labels {
            _ if fault != Fault::Needed => None,
            Labels::Of(Kind::Evidence) => Some(format!("evidence-needed.{key}")),
            Labels::Of(Kind::Actions) => Some(format!("action-needed.{key}")),
            Labels::Of(Kind::Requests) => Some(format!("request-needed.{key}")),
            Labels::Of(Kind::Exclusions) => Some(format!("exclusion-needed.{key}")),
            Labels::Of(Kind::Particulars) => Some(format!("particulars-needed.{key}")),
            Labels::Of(Kind::Answers) => None,
            Labels::OfReviewer => Some(format!("reviewer-needed.{key}")),
        };
        let own = own.and_then(|own| words.plain(&own).ok());
        own.or_else(|| words.plain(fault.word()).ok()).unwrap_or_default()
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
    /// Lets what is `offered` be chosen instead of typed; a value that is none of that stays as an option of its own.
    pub(super) fn choose_of(&mut self, offered: &[Excusable]) {
        self.form = "select";
        self.groups = offered.to_vec();
        let mut all = self.groups.iter_mut().flat_map(|group| &mut group.options);
        let found = all.find(|option| option.value == self.value);
        let is_offered = found.map(|option| option.chosen = true).is_some();
        let own = |value: &str| Choice {
            value: value.to_owned(),
            label: value.to_owned(),
            meaning: String::new(),
            lang: String::new(),
            chosen: !is_offered && value == self.value,
        };
        self.options = vec![own("")];
        if !is_offered && !self.value.is_empty() {
            self.options.push(own(&self.value));
        }
        let known = self.groups.iter().flat_map(|group| &group.options);
        if let Some(theirs) = &mut self.theirs
            && let Some(option) = known.into_iter().find(|option| option.value == *theirs)
        {
            theirs.clone_from(&option.label);
        }
    }

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
            fault: self.fault.clone(),
        })
    }
}
