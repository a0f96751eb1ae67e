//! proof: what shows that a file is the one that somebody saw, signed or made, and that nothing in it was changed since.
//!
//! In: files as bytes. Out: [`Claim`]s, one for each thing that was looked at, each with what came out of it. It stands
//! beside the stages, after `report` and `render`, whose work it repeats where a report is made again.

mod claim;

pub use claim::{Claim, Outcome};
