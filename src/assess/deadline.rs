//! Deadlines: whether a recommendation was met by its day.

use chrono::NaiveDate;
use strum::{Display, VariantNames};

use crate::model::{Deadline, Group, Instrument, Recommendation};

use super::{Counts, ItemResult, item};

/// How the items of one group under a recommendation stand against its deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineResult<'a> {
    /// Whom the items are about.
    pub group: Group,
    /// The instrument.
    pub instrument: &'a Instrument,
    /// The recommendation.
    pub recommendation: &'a Recommendation,
    /// By when.
    pub deadline: &'a Deadline,
    /// Where it stands.
    pub state: DeadlineState,
    /// When it was met: the latest `done-on` of its items. `None` if it isn't met, or no item has a date.
    pub done_on: Option<NaiveDate>,
    /// How many items it has of each kind.
    pub counts: Counts,
}

/// Where a recommendation stands against its deadline. It is met when all its applicable items stand at their top
/// level. Days are calendar days; a deadline is kept on the day itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum DeadlineState {
    /// Met; every item has a date, the latest of them on or before the day.
    MetInTime {
        /// Days between the latest date and the day, 0 or more.
        days_early: i64,
    },
    /// Met; an item has a date after the day.
    MetLate {
        /// Days between the day and the latest date, 1 or more.
        days_late: i64,
    },
    /// Met; an item has no date, and no date is after the day.
    MetDateUnknown,
    /// Not met, the day is past, and an item is known to be outstanding.
    Overdue {
        /// Days since the day, 1 or more.
        days_late: i64,
    },
    /// The day is past, and whether it is met can't be told: what is outstanding has no answer, or one without value.
    Unanswered {
        /// Days since the day, 1 or more.
        days_late: i64,
    },
    /// Not met, and the day is not past.
    NotYetDue {
        /// Days until the day, 0 or more.
        days_left: i64,
    },
    /// An event or a rhythm, with no day to compare with. [`DeadlineResult::is_met`] says whether it is met.
    NoDate,
    /// It does not run: whatever is not met was refused.
    Refused,
    /// It does not run: excluded, or no item is applicable.
    NotApplicable,
}

impl DeadlineResult<'_> {
    /// Whether every applicable item stands at its top level; `false` if none is applicable.
    pub fn is_met(&self) -> bool {
        self.counts.applicable > 0 && self.counts.fully_met == self.counts.applicable
    }
}

impl DeadlineState {
    /// The days that the state speaks of, 0 or more: early, late or left; `None` where it speaks of none.
    pub fn days(self) -> Option<i64> {
        match self {
            Self::MetInTime { days_early: days }
            | Self::MetLate { days_late: days }
            | Self::Overdue { days_late: days }
            | Self::Unanswered { days_late: days }
            | Self::NotYetDue { days_left: days } => Some(days),
            Self::MetDateUnknown | Self::NoDate | Self::Refused | Self::NotApplicable => None,
        }
    }
}

/// The deadlines of all recommendations that have one, by group. A recommendation of which nothing is asked has none.
pub(super) fn deadlines<'a>(items: &[ItemResult<'a>], today: NaiveDate) -> Vec<DeadlineResult<'a>> {
    let mut found = Vec::new();
    for group in [Group::Institution, Group::Country, Group::Bodies] {
        let items: Vec<&ItemResult> = items.iter().filter(|item| item.group() == group).collect();
        found.extend(item::by_recommendation(&items).filter_map(|items| result(items, today)));
    }
    found
}

/// The deadline of one recommendation, judged by its items of one group.
fn result<'a>(items: &[&ItemResult<'a>], today: NaiveDate) -> Option<DeadlineResult<'a>> {
    let first = items.first()?;
    let deadline = first.recommendation.deadline.as_ref()?;
    let mut result = DeadlineResult {
        group: first.group(),
        instrument: first.instrument,
        recommendation: first.recommendation,
        deadline,
        state: state(items, deadline, today),
        done_on: None,
        counts: Counts::of(items.iter().copied()),
    };
    if result.is_met() {
        result.done_on = done_on(items).into_iter().flatten().max();
    }
    Some(result)
}

/// Where the items stand. What was refused is not waited for; what else is outstanding decides.
fn state(items: &[&ItemResult], deadline: &Deadline, today: NaiveDate) -> DeadlineState {
    let applicable: Vec<&ItemResult> = items.iter().copied().filter(|item| item.is_applicable()).collect();
    let outstanding: Vec<&ItemResult> =
        applicable.iter().copied().filter(|item| !item.is_top() && !item.is_refused()).collect();
    if applicable.is_empty() {
        return DeadlineState::NotApplicable;
    }
    if outstanding.is_empty() && applicable.iter().any(|item| item.is_refused()) {
        return DeadlineState::Refused;
    }
    let Deadline::Date(day) = *deadline else {
        return DeadlineState::NoDate;
    };
    let days_late = (today - day).num_days();
    if outstanding.is_empty() {
        met(&done_on(items), day)
    } else if days_late <= 0 {
        DeadlineState::NotYetDue { days_left: -days_late }
    } else if outstanding.iter().any(|item| item.is_valued()) {
        DeadlineState::Overdue { days_late }
    } else {
        DeadlineState::Unanswered { days_late }
    }
}

/// When the applicable ones of `items` were done, as far as the answers say.
fn done_on(items: &[&ItemResult]) -> Vec<Option<NaiveDate>> {
    let applicable = items.iter().filter(|item| item.is_applicable());
    applicable.map(|item| item.response.and_then(|response| response.done_on)).collect()
}

/// Whether items that were done on these dates met the day. One date after the day is enough to be late.
fn met(done_on: &[Option<NaiveDate>], day: NaiveDate) -> DeadlineState {
    match done_on.iter().flatten().max() {
        Some(&latest) if latest > day => DeadlineState::MetLate { days_late: (latest - day).num_days() },
        Some(&latest) if done_on.iter().all(Option::is_some) => {
            DeadlineState::MetInTime { days_early: (day - latest).num_days() }
        }
        _ => DeadlineState::MetDateUnknown,
    }
}
