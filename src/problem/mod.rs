//! Problems: something wrong in a file that a user wrote.
//!
//! `load` and `check` state a small typed [`Fact`]; how it is worded stands in `wording`, how it is drawn in `show`,
//! as data in `json`. A problem is a value, never an `Err`: all of them are collected in one run. What an institution
//! has not done is no problem but a gap, and belongs to the assessment.

mod code;
mod fact;
mod json;
mod show;
mod suggest;
mod wording;

use std::cell::RefCell;

use crate::model::ItemId;
use crate::source::Spot;

pub use code::{Severity, explanation};
pub use fact::{Code, Fact, Kind};
pub use json::to_json;
pub use show::{Style, show};
pub use suggest::nearest;
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
pub struct Problems(RefCell<Vec<Problem>>);

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
        self.0.borrow_mut().push(problem);
    }

    /// How many errors there are so far.
    pub fn errors(&self) -> usize {
        self.0.borrow().iter().filter(|problem| problem.severity() == Severity::Error).count()
    }

    /// All problems in the order of their places; what a syntax error made of its line is left out.
    pub fn into_sorted(self) -> Vec<Problem> {
        let mut problems = self.0.into_inner();
        problems.sort_by(|a, b| (a.at.file, a.at.start, a.code()).cmp(&(b.at.file, b.at.start, b.code())));
        problems.dedup();
        problems
    }
}
