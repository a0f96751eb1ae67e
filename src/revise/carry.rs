//! A new period, begun with the file of the last one: what was answered is to be confirmed, what is over is left out.

use chrono::{Datelike, NaiveDate};
use toml::Value;
use toml::value::{Date, Datetime};

use super::{Place, Refused, Revision};
use crate::model::{ActionStatus, Period, Readiness};
use crate::source::{FileNumber, Sources};

/// What the files of a new period begin with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carried {
    /// The texts, one for each file of the last period.
    pub texts: Vec<(FileNumber, String)>,
    /// How many answers are to be confirmed.
    pub answers: usize,
    /// How many next steps were left out because they are done or dropped.
    pub actions: usize,
    /// How many requests were left out because they are met.
    pub requests: usize,
}

/// What is said of the period as a whole, and must be said anew.
const OF_THE_PERIOD: [&str; 3] = ["validated-by", "summary", "transmittal"];

/// The `files` of the last period as those of a new one, which is assessed on `date`.
///
/// Every level is marked as to be confirmed; words, evidence and days stay with it. Next steps that are done or dropped
/// and requests that are met are left out; other requests keep their ids, which tells that they are the same. Who
/// validated, the summary and the letter are emptied. Everything else stays as it is.
///
/// # Errors
/// If one of the files is written so that it can't be changed with care.
pub fn carry(files: &[FileNumber], sources: &Sources, period: Period, date: NaiveDate) -> Result<Carried, Refused> {
    let mut carried = Carried::default();
    for number in files {
        let mut file = Revision::of(sources.get(*number))?;
        for (written, _) in file.answers() {
            carried.answer(&mut file, &Place::answer(&written))?;
        }
        let requests = Place::table("request");
        for (number, request) in elements(&file, &requests).into_iter().enumerate() {
            if request.get("met-on").is_some() {
                file.remove(&requests.clone().number(number))?;
                carried.requests += 1;
            }
        }
        assessment(&mut file, period, date)?;
        carried.texts.push((*number, file.applied()?));
    }
    Ok(carried)
}

impl Carried {
    fn answer(&mut self, file: &mut Revision<'_>, answer: &Place) -> Result<(), Refused> {
        if is_filled(file, &answer.clone().key("level")) {
            file.set(&answer.clone().key("state"), Readiness::Carried.to_string())?;
            self.answers += 1;
        }
        let actions = answer.clone().key("action");
        for (number, action) in elements(file, &actions).into_iter().enumerate() {
            let status = action.get("status").and_then(Value::as_str).and_then(|status| status.parse().ok());
            if !status.unwrap_or(ActionStatus::Open).is_pending() {
                file.remove(&actions.clone().number(number))?;
                self.actions += 1;
            }
        }
        Ok(())
    }
}

fn assessment(file: &mut Revision<'_>, period: Period, date: NaiveDate) -> Result<(), Refused> {
    let table = Place::table("assessment");
    if file.value(&table).is_none() {
        return Ok(());
    }
    let days = table.clone().key("period");
    for (place, day) in
        [(days.clone().key("from"), period.from), (days.key("to"), period.to), (table.clone().key("date"), date)]
    {
        file.set(&place, as_written(day))?;
    }
    for key in OF_THE_PERIOD {
        let place = table.clone().key(key);
        if is_filled(file, &place) {
            file.set(&place, String::new())?;
        }
    }
    Ok(())
}

/// Whether a text is there, and is not empty.
fn is_filled(file: &Revision<'_>, place: &Place) -> bool {
    file.value(place).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty())
}

fn elements(file: &Revision<'_>, list: &Place) -> Vec<Value> {
    file.value(list).and_then(Value::as_array).cloned().unwrap_or_default()
}

fn as_written(day: NaiveDate) -> Value {
    // INVARIANT: the years of periods have four digits, so none of these numbers is too large.
    let (year, month, of_month) = (day.year().try_into(), day.month().try_into(), day.day().try_into());
    let date = match (year, month, of_month) {
        (Ok(year), Ok(month), Ok(day)) => Some(Date { year, month, day }),
        _ => None,
    };
    Value::Datetime(Datetime { date, time: None, offset: None })
}
