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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Group, ItemId};
    use crate::report::{Place, Text};

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn deadline(number: usize, deadline: Deadline, sign: &'static str) -> DeadlineView {
        let id = ItemId::new("a", "1", "b");
        let instrument = Text { text: "A".into(), lang: "en".into() };
        let place = Place { instrument, reference: "1".into(), anchor: id.token() };
        let (text, lang, state) = (String::new(), "en".to_owned(), sign.to_owned());
        let group = Group::Institution;
        DeadlineView { number, place, group, text, lang, deadline, state, sign, days: None, done_on: None }
    }

    #[test]
    fn deadlines_stand_where_their_days_are() {
        let deadlines = [
            deadline(1, Deadline::Date(day(2025, 1, 1)), "met"),
            deadline(2, Deadline::Date(day(2026, 7, 2)), "coming"),
            deadline(3, Deadline::Every("year".into()), "coming"),
        ];
        let line = timeline(&deadlines, day(2026, 1, 1)).unwrap();
        assert_eq!(line.years.iter().map(|year| (year.year, year.at)).collect::<Vec<_>>(), [(2025, 0), (2026, 500)]);
        assert_eq!(line.marks.iter().map(|mark| (mark.number, mark.at)).collect::<Vec<_>>(), [(1, 0), (2, 749)]);
        assert_eq!(line.today, 500);
        let counts = counts(&deadlines);
        assert_eq!(
            counts.parts.iter().map(|part| (part.sign, part.count)).collect::<Vec<_>>(),
            [("met", 1), ("coming", 2)]
        );
        assert_eq!(counts.next, Some(day(2026, 7, 2)));
    }

    #[test]
    fn one_day_makes_no_line_and_any_years_do() {
        let at = |day| deadline(1, Deadline::Date(day), "overdue");
        assert!(timeline(&[at(day(2025, 1, 1))], day(2026, 1, 1)).is_none());
        let line = timeline(&[at(day(1, 1, 1)), at(day(9999, 12, 31))], day(2026, 1, 1)).unwrap();
        assert!(line.years.len() <= 13 && line.marks.iter().all(|mark| mark.at <= 1000), "{line:?}");
    }
}
