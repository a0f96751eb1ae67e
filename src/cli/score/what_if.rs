//! `--what-if`: answers as they could be.

use std::str::FromStr;

use super::super::exit::Failure;
use crate::assess::{Assessment, ItemResult};
use crate::model::{Answer, ItemId, Responses};
use crate::problem::nearest;

/// An item and the level that it could stand on.
#[derive(Debug, Clone)]
pub(super) struct WhatIf {
    item: ItemId,
    level: String,
}

impl FromStr for WhatIf {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, String> {
        let fault = || "write an item and a level, e.g. eoa-2024/2.4/reachable-offline=full".to_owned();
        let (item, level) = typed.split_once('=').ok_or_else(fault)?;
        let item = ItemId::parse(item.trim()).ok_or_else(fault)?;
        Ok(Self { item, level: level.trim().to_owned() })
    }
}

/// The answers of `assessment` with each of `asked` on its level.
///
/// # Errors
/// If an item is not asked, or its scale has no such level.
pub(super) fn changed(asked: &[WhatIf], assessment: &Assessment<'_>) -> Result<Responses, Failure> {
    let mut responses = assessment.responses.clone();
    for WhatIf { item, level } in asked {
        let Some(result) = assessment.items.iter().find(|result| result.item.id == *item) else {
            let known = assessment.items.iter().map(|result| result.item.id.as_str());
            let hint = nearest(item.as_str(), known).map(|like| format!("; did you mean `{like}`?"));
            let hint = hint.unwrap_or_else(|| "; `rapporteur rules show` lists the items of an instrument".into());
            return Err(Failure::Usage(format!("the file is not asked the item `{item}`{hint}")));
        };
        let answer = answer(result, level)?;
        responses.responses.entry(item.clone()).or_default().answer = answer;
    }
    Ok(responses)
}

fn answer(result: &ItemResult<'_>, level: &str) -> Result<Answer, Failure> {
    if level.is_empty() {
        return Ok(Answer::Unanswered);
    }
    if level == "not-applicable" && result.item.may_be_not_applicable {
        return Ok(Answer::NotApplicable { reason_code: None, reason: String::new() });
    }
    let mut known: Vec<&str> = result.scale.levels.iter().map(|known| known.id.as_str()).collect();
    if known.contains(&level) {
        return Ok(Answer::Level(level.to_owned()));
    }
    if result.item.may_be_not_applicable {
        known.push("not-applicable");
    }
    let item = &result.item.id;
    Err(Failure::Usage(format!("`{item}` has no level `{level}`; its levels are {}", known.join(", "))))
}
