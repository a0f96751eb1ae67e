//! Evidence: how much of what is said to be done comes with something to look at. Whether it proves anything is for
//! the reader to judge.

use schemars::JsonSchema;
use serde::Serialize;
use strum::Display;

use crate::model::{EvidenceState, Response};

use super::{ItemResult, Part, Standing, ratio};

/// How strong a piece of evidence is, weakest first. An item with several counts by its strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Display, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Strength {
    /// An address on the web, at which the tool does not look.
    LinkOnly,
    /// A file that is there, without a recorded hash.
    Present,
    /// A file that is there and has the recorded hash.
    Sealed,
}

/// How much of what is said to be done carries evidence: `Σ s (with evidence) / Σ s`, both over the items with a value
/// above zero. A file that is missing, or is not the one recorded, is no evidence.
///
/// The three kinds partition the items with evidence, so that they add up to `carried`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceFigures {
    /// With any evidence.
    pub carried: Part,
    /// With a sealed file that matches its seal.
    pub sealed: Part,
    /// With a file, but none that is sealed.
    pub present: Part,
    /// With a link, but no file.
    pub link_only: Part,
}

impl EvidenceFigures {
    /// The figures of `items`, of any standing.
    pub(super) fn of(items: &[&ItemResult]) -> Self {
        let claimed: Vec<&ItemResult> =
            items.iter().copied().filter(|item| matches!(item.standing, Standing::Valued { value: 1.., .. })).collect();
        let all = ratio::sum(claimed.iter().map(|item| (&item.share, 1)));
        let part = |strength| Part::of(&claimed, &all, |item| item.evidence == Some(strength));
        Self {
            carried: Part::of(&claimed, &all, |item| item.evidence.is_some()),
            sealed: part(Strength::Sealed),
            present: part(Strength::Present),
            link_only: part(Strength::LinkOnly),
        }
    }
}

/// The strongest evidence of a response that counts.
pub(super) fn strongest(response: &Response) -> Option<Strength> {
    response.evidence.iter().filter_map(|evidence| strength(evidence.found)).max()
}

/// How strong evidence in this state is; `None` if it doesn't count.
fn strength(found: EvidenceState) -> Option<Strength> {
    match found {
        EvidenceState::LinkOnly => Some(Strength::LinkOnly),
        EvidenceState::Present => Some(Strength::Present),
        EvidenceState::Sealed => Some(Strength::Sealed),
        EvidenceState::Changed | EvidenceState::Missing => None,
    }
}
