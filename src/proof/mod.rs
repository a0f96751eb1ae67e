//! proof: what shows that a file is the one that somebody saw, signed or made, and that nothing in it was changed since.
//!
//! In: files as bytes. Out: [`Claim`]s, one for each thing that was looked at, each with what came out of it. It stands
//! beside the stages, after `report` and `render`, whose work it repeats where a report is made again.

mod changes;
mod claim;
mod content;
mod key;
pub mod pack;
mod parts;
mod signature;
mod signatures;
mod signers;
mod statement;

pub use claim::{Claim, Outcome};
pub use content::{Content, ReviewParts, RulesFile};
pub use key::{Key, Unusable};
pub use parts::{Hashes, Parts};
pub use signature::{NAMESPACE, sign};
pub use signatures::signatures;
pub use signers::Signers;
pub use statement::{NoStatement, Role, Signer, Statement};
