//! Problems: something wrong in a file that a user wrote.
//!
//! `load` and `check` state a small typed [`Fact`]; how it is worded stands in `wording`, how it is drawn in `show`, as
//! data in `json`, `sarif` and `annotations`. A problem is a value, never an `Err`: all of them are collected in one run.
//! What an institution has not done is no problem but a gap, and belongs to the assessment.

mod advice;
mod annotations;
mod catalog;
mod code;
mod fact;
mod forms;
mod json;
mod kind;
mod review;
mod sarif;
mod sheet;
mod show;
mod suggest;
mod unknown;
mod wording;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use crate::model::ItemId;
use crate::source::{FileNumber, Spot};

pub use annotations::to_annotations;
pub use code::{Severity, explanation};
pub use fact::{Code, Fact};
pub(crate) use forms::first_of;
pub(crate) use json::Entry;
pub use json::to_json;
pub use kind::{Beside, CatalogFault, Clash, Contrast, Kind, Missing, Unfit, Unusable};
pub use sarif::to_sarif;
pub use show::{Style, show};
pub use suggest::{nearest, without_spaces};
pub use unknown::Unknown;
pub use wording::Words;

/// Something wrong in a file: what, where, and in which answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub fact: Fact,
    /// Where.
    pub at: Spot,
    /// Another place that belongs to it, e.g. the first of two answers.
    pub related: Option<Spot>,
    /// The item whose answer it concerns.
    pub item: Option<ItemId>,
}

impl Problem {
    /// The stable code.
    pub fn code(&self) -> Code {
        Code::from(&self.fact)
    }

    /// Error or warning.
    pub fn severity(&self) -> Severity {
        self.code().severity()
    }

    /// The sentence, the label and the next step.
    pub fn words(&self) -> Words {
        Words::of(&self.fact)
    }
}

/// The problems of a run, collected by `load` and `check` while they go on.
#[derive(Debug, Clone, Default)]
pub struct Problems {
    kept: RefCell<Vec<Problem>>,
    errors: Cell<usize>,
    /// How many there are of each file and severity, kept or not.
    counts: RefCell<BTreeMap<(FileNumber, Severity), usize>>,
    /// How many more another collection had that was taken over.
    beyond: RefCell<BTreeMap<(FileNumber, Severity), usize>>,
}

/// Most problems of one file and severity that are listed; the others are counted. A file with more of them is no
/// responses file, or has one fault from end to end.
const LISTED: usize = 1_000;

/// Most that are kept before they are sorted, so that a hostile file can't fill the memory.
const KEPT: usize = 3_000;

impl Problems {
    /// Notes a problem.
    pub fn add(&self, fact: Fact, at: &Spot) {
        self.push(Problem { fact, at: at.clone(), related: None, item: None });
    }

    /// Notes a problem of one answer.
    pub fn add_for(&self, item: &ItemId, fact: Fact, at: &Spot) {
        self.push(Problem { fact, at: at.clone(), related: None, item: Some(item.clone()) });
    }

    /// Notes a problem with a second place.
    pub fn add_related(&self, fact: Fact, at: &Spot, related: &Spot) {
        self.push(Problem { fact, at: at.clone(), related: Some(related.clone()), item: None });
    }

    /// Notes a problem.
    pub fn push(&self, problem: Problem) {
        let severity = problem.severity();
        self.errors.set(self.errors.get() + usize::from(severity == Severity::Error));
        let mut counts = self.counts.borrow_mut();
        let count = counts.entry((problem.at.file, severity)).or_default();
        *count += 1;
        if *count <= KEPT {
            self.kept.borrow_mut().push(problem);
        }
    }

    /// How many errors there are so far.
    pub fn errors(&self) -> usize {
        self.errors.get()
    }

    /// Whether there are so many errors that a search for what was meant is no longer worth its time.
    pub fn are_many(&self) -> bool {
        self.errors() > KEPT
    }

    /// How many problems are kept so far; see [`Problems::concern`].
    pub fn kept(&self) -> usize {
        self.kept.borrow().len()
    }

    /// Says that the problems kept since there were `before` concern the answer to `item`.
    pub fn concern(&self, before: usize, item: &ItemId) {
        for problem in self.kept.borrow_mut().iter_mut().skip(before) {
            problem.item.get_or_insert_with(|| item.clone());
        }
    }

    /// Notes what another collection holds, as far as `wanted` wants it; of what was not kept, only the number.
    pub fn take_over(&self, other: Self, wanted: impl Fn(&Problem) -> bool) {
        for (place, count) in other.counts.into_inner() {
            let more = count.saturating_sub(KEPT);
            *self.beyond.borrow_mut().entry(place).or_default() += more;
            self.errors.set(self.errors.get() + if place.1 == Severity::Error { more } else { 0 });
        }
        other.kept.into_inner().into_iter().filter(wanted).for_each(|problem| self.push(problem));
    }

    /// The problems in the order of their places. Of a file with very many, the first errors and the first warnings
    /// are given, and one problem that says how many more there are.
    pub fn into_sorted(self) -> Vec<Problem> {
        let mut problems = self.kept.into_inner();
        problems.sort_by_key(|problem| (problem.at.file, problem.at.start, problem.code()));
        problems.dedup();
        let mut listed: BTreeMap<(FileNumber, Severity), usize> = BTreeMap::new();
        let mut last: BTreeMap<FileNumber, Spot> = BTreeMap::new();
        problems.retain(|problem| {
            let count = listed.entry((problem.at.file, problem.severity())).or_default();
            *count += 1;
            if *count <= LISTED {
                last.insert(problem.at.file, problem.at.clone());
            }
            *count <= LISTED
        });
        let mut left: BTreeMap<FileNumber, usize> = BTreeMap::new();
        for ((file, severity), count) in self.counts.into_inner() {
            // Where all were kept, those that were noted twice are out already.
            let count = if count <= KEPT { listed.get(&(file, severity)).copied().unwrap_or_default() } else { count };
            *left.entry(file).or_default() += count.saturating_sub(LISTED);
        }
        for ((file, _), count) in self.beyond.into_inner() {
            *left.entry(file).or_default() += count;
        }
        for (file, more) in left.into_iter().filter(|(_, more)| *more > 0) {
            let Some(at) = last.remove(&file) else { continue };
            let after = problems.partition_point(|problem| problem.at.file <= file);
            problems.insert(after, Problem { fact: Fact::MoreProblems { more }, at, related: None, item: None });
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(problems: &Problems, file: FileNumber, at: usize) {
        problems.add(Fact::DuplicateId { id: at.to_string() }, &Spot::new(file, at..at + 1));
    }

    #[test]
    fn sorted_by_file_and_place() {
        let problems = Problems::default();
        for (file, at) in [(1, 5), (0, 9), (1, 2), (0, 9)] {
            note(&problems, file, at);
        }
        let places: Vec<_> =
            problems.into_sorted().into_iter().map(|problem| (problem.at.file, problem.at.start)).collect();
        assert_eq!(places, [(0, 9), (1, 2), (1, 5)]);
    }

    #[test]
    fn very_many_are_counted() {
        let problems = Problems::default();
        (0..10_000).for_each(|at| note(&problems, 0, at));
        note(&problems, 1, 1);
        let sorted = problems.into_sorted();
        assert_eq!(sorted.len(), LISTED + 2);
        assert_eq!(sorted[LISTED].fact, Fact::MoreProblems { more: 10_000 - LISTED });
        assert_eq!(sorted[LISTED + 1].at.file, 1);
        let (all, problems) = (Problems::default(), Problems::default());
        (0..10_000).for_each(|at| note(&problems, 0, at));
        all.take_over(problems, |_| true);
        assert_eq!(all.errors(), 10_000);
        assert_eq!(all.into_sorted()[LISTED].fact, Fact::MoreProblems { more: 10_000 - LISTED });
    }
}
