//! Values as a user wrote them: right in form, not yet in meaning. What `check` may have to point at keeps its place.

mod look;
mod responses;
pub mod review;
mod rules;

pub use look::*;
pub use responses::*;
pub use rules::*;
