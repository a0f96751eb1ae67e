//! What a file of rules, responses or a review may hold, as types without places.
//!
//! They mirror what [`rules`](super::rules()), [`responses`](super::responses()) and [`review`](super::review()) read
//! field by field. JSON Schemas are made of them, so that an editor can complete and check a file while somebody types;
//! the remark on a field is what the editor shows. `tests/schema.rs` holds the two against each other: the same keys,
//! and the same files of sound form.

mod responses;
mod review;
mod rules;
mod values;

pub use responses::*;
pub use review::*;
pub use rules::*;
pub use values::*;
