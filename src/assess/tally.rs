//! Tally: how many items stand how far, for sentences and bars that count items.

use serde::Serialize;

use super::{ItemResult, Standing};

/// From which value an item that is not fully met counts as largely done: our own convention, which reports print.
const LARGELY: u8 = 75;

/// Items by how far they are. The eight numbers partition the items that are asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Tally {
    /// At their top level.
    pub full: usize,
    /// Not at their top level, worth 75 of 100 or more.
    pub largely: usize,
    /// Worth 1 to 74 of 100.
    pub partly: usize,
    /// Worth nothing, and not refused.
    pub nothing: usize,
    /// Refused.
    pub refused: usize,
    /// Looked into, without information.
    pub unknown: usize,
    /// Without an answer.
    pub unanswered: usize,
    /// Not applicable.
    pub not_applicable: usize,
}

impl Tally {
    /// Counts `items`.
    pub(super) fn of<'i, 'a: 'i>(items: impl Iterator<Item = &'i ItemResult<'a>>) -> Self {
        let mut tally = Self::default();
        for item in items {
            *tally.place(item) += 1;
        }
        tally
    }

    /// Where `item` is counted.
    fn place(&mut self, item: &ItemResult) -> &mut usize {
        match item.standing {
            Standing::Unanswered => &mut self.unanswered,
            Standing::NotApplicable(_) => &mut self.not_applicable,
            Standing::Unvalued(_) => &mut self.unknown,
            Standing::Valued { level, .. } if level.refused => &mut self.refused,
            Standing::Valued { level, .. } if level.top => &mut self.full,
            Standing::Valued { value: LARGELY.., .. } => &mut self.largely,
            Standing::Valued { value: 1.., .. } => &mut self.partly,
            Standing::Valued { .. } => &mut self.nothing,
        }
    }
}
