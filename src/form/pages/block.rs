//! A table of fields that can be taken out, such as one piece of evidence.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::blocks::Blocks;
use super::super::entry::{Entry, Typed, known};
use super::super::fields::SEAL;
use super::super::site::Case;
use super::excusable::Excusable;
use super::field::{Field, Filling};
use super::frame::{Pointed, Said};
use crate::model::ItemId;
use crate::table::Table as Kind;

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

impl Filling<'_> {
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
                Some(field) => field.problems.push(Said::of(problem, self.site.templates.words())),
                None => block.problems.push(Said::of(problem, self.site.templates.words())),
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
}

impl Block {
    /// Lets one of its fields be chosen.
    pub(super) fn offer(&mut self, key: &str, offered: &[Excusable]) {
        self.fields.iter_mut().filter(|field| field.key == key).for_each(|field| field.choose_of(offered));
    }

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
