//! What a file of rules or responses may hold, as types without places.
//!
//! They mirror what [`rules`](super::rules()) and [`responses`](super::responses()) read field by field. JSON Schemas
//! are made of them, so that an editor can complete and check a file while somebody types; the remark on a field is
//! what the editor shows. `tests/schema.rs` holds the two against each other: the same keys, and the same files of
//! sound form.

mod responses;
mod rules;
mod values;

pub use responses::*;
pub use rules::*;
pub use values::*;
