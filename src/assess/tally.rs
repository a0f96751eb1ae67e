//! Progress and tally: how far an item is, and how many items stand how far, for sentences and bars that count items.

use serde::Serialize;

use super::{ItemResult, Standing};

/// From which value an item that is not fully met counts as largely done: our own convention, which reports print.
const LARGELY: u8 = 75;

/// Items by how far they are. The nine numbers partition the items that are asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Tally {
    /// At their top level.
    pub full: usize,
    /// Not at their top level, worth 75 of 100 or more.
    pub largely: usize,
    /// Worth 1 to 74 of 100, and no breach.
    pub partly: usize,
    /// A breach of a duty to refrain, of whatever worth.
    pub breached: usize,
    /// Worth nothing, no breach, and not refused.
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
            match Progress::of(item) {
                Progress::Full => tally.full += 1,
                Progress::Largely => tally.largely += 1,
                Progress::Partly => tally.partly += 1,
                Progress::Breached => tally.breached += 1,
                Progress::Nothing => tally.nothing += 1,
                Progress::Refused => tally.refused += 1,
                Progress::Unknown => tally.unknown += 1,
                Progress::Unanswered => tally.unanswered += 1,
                Progress::NotApplicable => tally.not_applicable += 1,
            }
        }
        tally
    }
}

/// How far an item is; see the fields of [`Tally`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Progress {
    /// At its top level.
    Full,
    /// Not at its top level, worth 75 of 100 or more.
    Largely,
    /// Worth 1 to 74 of 100, and no breach.
    Partly,
    /// A breach of a duty to refrain.
    Breached,
    /// Worth nothing, no breach, and not refused.
    Nothing,
    /// Refused.
    Refused,
    /// Looked into, without information.
    Unknown,
    /// Without an answer.
    Unanswered,
    /// Not applicable.
    NotApplicable,
}

impl Progress {
    /// How far `item` is.
    pub fn of(item: &ItemResult) -> Self {
        match item.standing {
            Standing::Unanswered => Self::Unanswered,
            Standing::NotApplicable(_) => Self::NotApplicable,
            Standing::Unvalued(_) => Self::Unknown,
            Standing::Valued { level, .. } if level.refused => Self::Refused,
            Standing::Valued { level, .. } if level.top => Self::Full,
            Standing::Valued { level, .. } if level.breach => Self::Breached,
            Standing::Valued { value: LARGELY.., .. } => Self::Largely,
            Standing::Valued { value: 1.., .. } => Self::Partly,
            Standing::Valued { .. } => Self::Nothing,
        }
    }
}
