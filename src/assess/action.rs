//! Actions: the next steps that the institution announced, with those that are late.

use chrono::NaiveDate;

use crate::model::{Action, Item};

use super::ItemResult;

/// A next step for an item that is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActionResult<'a> {
    /// The item it serves.
    pub item: &'a Item,
    /// The step; it may be confidential.
    pub action: &'a Action,
    /// Whether something remains to be done and its day is past; it is not past on the day itself.
    pub overdue: bool,
}

/// The actions of `items`, in their order.
pub(super) fn actions<'a>(items: &[ItemResult<'a>], today: NaiveDate) -> Vec<ActionResult<'a>> {
    items
        .iter()
        .filter_map(|result| Some((result.item, result.response?)))
        .flat_map(|(item, response)| response.actions.iter().map(move |action| (item, action)))
        .map(|(item, action)| ActionResult { item, action, overdue: action.status.is_pending() && action.due < today })
        .collect()
}
