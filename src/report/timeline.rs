//! Deadlines along time: where on a line each stands, for a chart.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::lists::DeadlineView;
use crate::model::Deadline;

/// A line of time with the deadlines on it. Places are thousandths of its length.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Timeline {
    /// The years that the line covers, each with the place where it begins.
    pub years: Vec<Year>,
    /// Place of the day that deadlines are held against.
    pub today: u16,
    /// That day.
    pub today_date: NaiveDate,
    /// The deadlines that have a day, by day.
    pub marks: Vec<Mark>,
}

/// The beginning of a year.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Year {
    /// The year.
    pub year: i32,
    /// Its place.
    pub at: u16,
}

/// A deadline.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Mark {
    /// Number of the deadline in its table, from 1.
    pub number: usize,
    /// Its place.
    pub at: u16,
    /// Which sign stands there, as in the table.
    pub sign: &'static str,
}

/// How many deadlines stand where.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct DeadlineCounts {
    /// All.
    pub all: usize,
    /// By sign, those that there are.
    pub parts: Vec<DeadlineCount>,
    /// The next day that is still to come.
    pub next: Option<NaiveDate>,
}

/// How many deadlines have one sign.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct DeadlineCount {
    /// The sign.
    pub sign: &'static str,
    /// How many.
    pub count: usize,
}

/// Counts `deadlines`, which are in the order of their days.
pub(super) fn counts(deadlines: &[DeadlineView]) -> DeadlineCounts {
    let count = |sign| deadlines.iter().filter(|deadline| deadline.sign == sign).count();
    let signs = ["met", "late", "overdue", "unknown", "coming", "none"];
    let parts = signs.map(|sign| DeadlineCount { sign, count: count(sign) });
    let coming = deadlines.iter().filter(|deadline| deadline.sign == "coming");
    DeadlineCounts {
        all: deadlines.len(),
        parts: parts.into_iter().filter(|part| part.count > 0).collect(),
        next: coming.filter_map(day).min(),
    }
}

/// The line for `deadlines`; `None` if fewer than two of them have a day.
pub(super) fn timeline(deadlines: &[DeadlineView], today: NaiveDate) -> Option<Timeline> {
    let days: Vec<NaiveDate> = deadlines.iter().filter_map(day).collect();
    if days.len() < 2 {
        return None;
    }
    let (first, last) = (days.iter().min()?.min(&today).year(), days.iter().max()?.max(&today).year());
    let (start, end) = (NaiveDate::from_ymd_opt(first, 1, 1)?, NaiveDate::from_ymd_opt(last.checked_add(1)?, 1, 1)?);
    let length = (end - start).num_days();
    let at = |day: NaiveDate| u16::try_from((day - start).num_days() * 1000 / length).unwrap_or(1000);
    // A line of centuries has room for few names of years.
    let step = usize::try_from((last - first) / 12 + 1).unwrap_or(1);
    let years = (first..=last).step_by(step).filter_map(|year| NaiveDate::from_ymd_opt(year, 1, 1));
    let dated = deadlines.iter().filter_map(|deadline| Some((deadline.number, day(deadline)?, deadline.sign)));
    Some(Timeline {
        years: years.map(|first| Year { year: first.year(), at: at(first) }).collect(),
        today: at(today),
        today_date: today,
        marks: dated.map(|(number, day, sign)| Mark { number, at: at(day), sign }).collect(),
    })
}

fn day(deadline: &DeadlineView) -> Option<NaiveDate> {
    match deadline.deadline {
        Deadline::Date(day) => Some(day),
        _ => None,
    }
}
