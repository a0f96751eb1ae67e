//! The nouns of the field, used by every stage: rules (instruments, recommendations, items, scales, themes, links) and
//! responses (answers, evidence, actions), reviews (findings). Everything here is sound: it has passed `check`, and carries no places
//! in files.

mod id;
mod link;
mod look;
mod overlay;
mod picture;
mod responses;
mod review;
mod rules;
mod scale;
mod wording;

pub use id::{ItemId, from_token, normalised_reference, short_reference, token};
pub use link::{Link, LinkEnd, Relation};
pub use look::{Colour, Font, Look, Variable};
pub use overlay::{Change, ChangeKind, Overlay};
pub use picture::Picture;
pub use responses::{
    Action, ActionStatus, Answer, Basis, Evidence, EvidenceState, Exclusion, Institution, Measure, Particulars, Period,
    Readiness, ReasonCode, Request, Response, Responses, ScaleChoice, Scope, of_one_institution,
};
pub use review::{Drawn, Finding, Method, Review, Verdict};
pub use rules::{
    Addressee, Chapeau, Deadline, Group, Indicator, Instrument, Item, Numbering, Origin, Profile, Provenance,
    Recommendation, Rules, Status, Theme, Translation,
};
pub use scale::{Level, Scale};
pub use wording::Wording;
