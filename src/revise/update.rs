//! A responses file brought up to the rules: items that it lacks are added as blank blocks in their place, renamed and
//! withdrawn ones are marked. No answer is changed.

use std::collections::BTreeMap;

use super::{Place, Refused, Revision};
use crate::model::{Instrument, Item, ItemId, Recommendation, Responses, Rules};
use crate::render::{Blank, remark};
use crate::source::{FileNumber, Sources};

/// What an update makes of the files.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Update {
    /// What changes, in the order of the rules.
    pub changes: Vec<UpdateChange>,
    /// The new texts of the files that change.
    pub texts: Vec<(FileNumber, String)>,
}

/// One change of an update.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UpdateChange {
    /// The rules have a newer version, or another.
    Version {
        /// Instrument id.
        instrument: String,
        /// As the file had it.
        from: String,
        /// As the rules have it.
        to: String,
    },
    /// The item has another id now, and so has its answer.
    Renamed {
        /// Before.
        from: ItemId,
        /// Now.
        to: ItemId,
    },
    /// The item has another id now, under which there is an answer, too.
    Doubled {
        /// Before.
        from: ItemId,
        /// Now.
        to: ItemId,
    },
    /// The item is no longer asked; its answer stays.
    Withdrawn(ItemId),
    /// The item was not there.
    Added(ItemId),
}

/// Brings the answers in `files` up to `rules`; `responses` is what these files say.
///
/// # Errors
/// If one of the files is written so that it can't be changed with care.
pub fn update(
    rules: &Rules,
    responses: &Responses,
    files: &[FileNumber],
    sources: &Sources,
) -> Result<Update, Refused> {
    let revisions = files.iter().map(|number| Revision::of(sources.get(*number)));
    let revisions: Vec<Revision<'_>> = revisions.collect::<Result<_, _>>()?;
    let mut work = Work { rules, responses, revisions, answers: BTreeMap::new(), changes: Vec::new() };
    let written = work.find();
    work.versions()?;
    work.names(written)?;
    work.withdrawn();
    for instrument in responses.instruments.iter().filter_map(|id| rules.instrument(id)) {
        work.missing(instrument)?;
    }
    let changed = files.iter().zip(work.revisions).filter(|(_, revision)| revision.is_changed());
    let texts = changed.map(|(number, revision)| revision.applied().map(|text| (*number, text)));
    Ok(Update { changes: work.changes, texts: texts.collect::<Result<_, _>>()? })
}

struct Work<'a> {
    rules: &'a Rules,
    responses: &'a Responses,
    revisions: Vec<Revision<'a>>,
    /// In which file each item is answered, and where.
    answers: BTreeMap<ItemId, (usize, Place)>,
    changes: Vec<UpdateChange>,
}

impl<'a> Work<'a> {
    /// Notes where each item is answered; gives the answers in the order of the files, each with its id as written.
    fn find(&mut self) -> Vec<(usize, String, ItemId)> {
        let mut found = Vec::new();
        for (file, revision) in self.revisions.iter().enumerate() {
            for (written, id) in revision.answers() {
                let Some(id) = id else { continue };
                self.answers.entry(id.clone()).or_insert_with(|| (file, Place::answer(&written)));
                found.push((file, written, id));
            }
        }
        found
    }

    fn versions(&mut self) -> Result<(), Refused> {
        let list = Place::table("instruments");
        for file in &mut self.revisions {
            let given = file.value(&list).and_then(toml::Value::as_array).cloned().unwrap_or_default();
            for (number, entry) in given.iter().enumerate() {
                let Some((id, from)) = entry.as_str().and_then(|entry| entry.split_once('@')) else { continue };
                let wanted = self.responses.instruments.iter().any(|listed| listed == id);
                let Some(found) = self.rules.instrument(id).filter(|found| wanted && found.version != from) else {
                    continue;
                };
                file.set(&list.clone().number(number), format!("{id}@{}", found.version))?;
                let (from, to) = (from.to_owned(), found.version.clone());
                self.changes.push(UpdateChange::Version { instrument: id.to_owned(), from, to });
            }
        }
        Ok(())
    }

    /// Gives answers to renamed items, and requests that serve these, the ids of today.
    fn names(&mut self, written: Vec<(usize, String, ItemId)>) -> Result<(), Refused> {
        for (file, written, from) in written {
            let Some(to) = self.renamed(&from) else { continue };
            let place = Place::answer(&written);
            if self.answers.contains_key(&to) {
                let comment = format!(
                    "{from} is {to} now, which has an answer, too: take over what is to stay, then take this out."
                );
                if self.revisions[file].remark(&place, remark("", &comment).trim_end()) {
                    self.changes.push(UpdateChange::Doubled { from, to });
                }
                continue;
            }
            self.revisions[file].rename_answer(&written, to.as_str())?;
            self.revisions[file].remark(&place, &format!("# was {from}"));
            self.answers.insert(to.clone(), (file, place));
            self.changes.push(UpdateChange::Renamed { from, to });
        }
        for file in 0..self.revisions.len() {
            let requests = self.revisions[file].value(&Place::table("request")).and_then(toml::Value::as_array);
            let mut served: Vec<(Place, ItemId)> = Vec::new();
            for (number, request) in requests.into_iter().flatten().enumerate() {
                let ids = request.get("serves").and_then(toml::Value::as_array).into_iter().flatten();
                for (at, id) in ids.enumerate() {
                    let to = id.as_str().and_then(ItemId::parse).and_then(|id| self.renamed(&id));
                    served.extend(to.map(|to| (Place::top().block("request", number).block("serves", at), to)));
                }
            }
            for (place, to) in served {
                self.revisions[file].set(&place, to.to_string())?;
            }
        }
        Ok(())
    }

    /// The id that the item `old` has now, if it is named so by exactly one item.
    fn renamed(&self, old: &ItemId) -> Option<ItemId> {
        if self.rules.item(old).is_some_and(|(_, _, item)| item.withdrawn.is_none()) {
            return None;
        }
        let items = self.rules.instruments.iter().flat_map(Instrument::items);
        let mut named = items.filter(|item| item.was.contains(old) && item.withdrawn.is_none());
        let only = named.next()?;
        named.next().is_none().then(|| only.id.clone())
    }

    fn withdrawn(&mut self) {
        let renamed = |id: &ItemId| {
            self.changes.iter().any(|change| match change {
                UpdateChange::Renamed { from, .. } | UpdateChange::Doubled { from, .. } => from == id,
                _ => false,
            })
        };
        let mut gone: Vec<(ItemId, usize, Place, String)> = Vec::new();
        for (id, (file, place)) in &self.answers {
            let why = self.rules.item(id).and_then(|(_, _, item)| item.withdrawn.as_deref());
            if let Some(why) = why.filter(|_| !renamed(id)) {
                let why = why.trim_end_matches('.');
                let comment = format!("Withdrawn {why}. This is no longer asked and counts in no figure.");
                gone.push((id.clone(), *file, place.clone(), remark("", &comment).trim_end().to_owned()));
            }
        }
        for (id, file, place, comment) in gone {
            if self.revisions[file].remark(&place, &comment) {
                self.changes.push(UpdateChange::Withdrawn(id));
            }
        }
    }

    /// Adds the items of an instrument that have no block.
    fn missing(&mut self, instrument: &'a Instrument) -> Result<(), Refused> {
        if self.is_excluded(instrument, None) {
            return Ok(());
        }
        let particulars = &self.responses.particulars;
        let blank = Blank {
            instruments: Vec::new(),
            profile: self.responses.profile,
            period: particulars.period,
            date: particulars.date,
            language: &particulars.language,
            like: None,
            schema: None,
        };
        let order: Vec<(&Recommendation, &Item)> = instrument
            .recommendations
            .iter()
            .flat_map(|paragraph| paragraph.items.iter().map(move |item| (paragraph, item)))
            .collect();
        let is_new = !order.iter().any(|(_, item)| self.answers.contains_key(&item.id));
        let (mut titled, mut headed) = (false, None);
        for (number, (paragraph, item)) in order.iter().enumerate() {
            let asked = paragraph.actionable && self.responses.profile.asks(item);
            if !asked || self.answers.contains_key(&item.id) || self.is_excluded(instrument, Some(paragraph)) {
                continue;
            }
            let of_paragraph = |item: &Item| paragraph.items.iter().any(|other| other.id == item.id);
            let has_answers = paragraph.items.iter().any(|item| self.answers.contains_key(&item.id));
            let mut text = String::new();
            if is_new && !titled {
                text.push_str(&blank.title(instrument));
                titled = true;
            }
            if !has_answers && headed != Some(&paragraph.reference) {
                text.push_str(&blank.paragraph(instrument, paragraph));
                headed = Some(&paragraph.reference);
            }
            text.push_str(&blank.block(item, paragraph, self.rules));

            let answer = |item: &Item| self.answers.get(&item.id).cloned();
            let earlier = order[..number].iter().rev().filter_map(|(_, item)| answer(item).map(|at| (*item, at)));
            let later = order[number..].iter().filter_map(|(_, item)| answer(item).map(|at| (*item, at)));
            let (earlier, later) = ({ earlier }.next(), { later }.next());
            // In its own paragraph first, so that no heading comes between.
            let after = earlier
                .filter(|(item, _)| of_paragraph(item) || !later.as_ref().is_some_and(|(item, _)| of_paragraph(item)));
            match (after, later) {
                (Some((_, (file, place))), _) => self.revisions[file].insert_after(Some(&place), &text)?,
                (None, Some((item, (file, place)))) => {
                    self.revisions[file].insert_before(&place, !of_paragraph(item), &text)?;
                }
                (None, None) => {
                    let file = self.listing();
                    self.revisions[file].insert_after(None, &text)?;
                }
            }
            self.changes.push(UpdateChange::Added(item.id.clone()));
        }
        Ok(())
    }

    fn is_excluded(&self, instrument: &Instrument, paragraph: Option<&Recommendation>) -> bool {
        let reference = paragraph.map(|paragraph| &paragraph.reference);
        self.responses
            .exclusions
            .iter()
            .any(|exclusion| exclusion.instrument == instrument.id && exclusion.reference.as_ref() == reference)
    }

    /// The file that lists the instruments, for one of which nothing is answered yet.
    fn listing(&self) -> usize {
        self.revisions.iter().position(|file| file.value(&Place::table("instruments")).is_some()).unwrap_or_default()
    }
}
