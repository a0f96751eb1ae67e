//! JSON Schemas (draft 2020-12): of the files that people write, and of the data that the program writes.
//!
//! Those of files are for editors, which complete and check with them while somebody types: `inputs` makes them of the
//! types that mirror what is read, `answers` makes one that knows every question of some instruments. Those of data
//! (`outputs`) are for other programs. `schemas/` holds what is the same for everybody.

mod answers;
mod inputs;
mod outputs;

pub use answers::answers;
pub use inputs::{responses, review, rules};
pub use outputs::{check, compare, of, score};
