//! Who reads a report.

use serde::Serialize;
use strum::Display;

/// A reader. Each but the one at the terminal has a template of that name; the figures are the same for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Display)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Audience {
    /// Whoever asks for the scorecard at the terminal: figures, deadlines and what is open, and no pages.
    Scorecard,
    /// The institution's own management: everything.
    SelfAssessment,
    /// Parliament: short, and without what is for colleagues only ([`for_outsiders`](super::for_outsiders)).
    Parliament,
    /// An auditor: item by item, with room for a verdict.
    Auditor,
}
