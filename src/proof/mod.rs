//! proof: what shows that a file is the one that somebody saw, signed or made, and that nothing in it was changed since.
//!
//! In: files as bytes. Out: [`Claim`]s, one for each thing that was looked at, each with what came out of it. It stands
//! beside the stages, after `report` and `render`, whose work it repeats where a report is made again: a [`Manifest`] says
//! of which [`File`]s and with which options, and [`attachments`] takes both out of a PDF.

mod changes;
mod claim;
mod content;
mod file;
mod held;
mod key;
mod manifest;
mod object;
pub mod pack;
mod page;
mod parts;
mod pdf;
mod signature;
mod signatures;
mod signers;
mod statement;

pub use claim::{Claim, Outcome};
pub use content::{Content, ReviewParts, RulesFile};
pub use file::{ASSESSMENT, File, Kind, MANIFEST};
pub use held::{figures_differ, first_other, held, manifest_among, rules};
pub use key::{Key, Unusable};
pub use manifest::{Answers, Entry, Manifest, Options, Seen};
pub use page::{has_manifest, manifest_of, with_manifest};
pub use parts::{Hashes, Parts};
pub use pdf::{Attached, attachments};
pub use signature::{NAMESPACE, sign};
pub use signatures::signatures;
pub use signers::Signers;
pub use statement::{NoStatement, Role, Signer, Statement};
