//! OSCAL 1.2: an assessment in the language that programs for audits and controls exchange. `oscal.md` beside this file
//! documents every file, property and choice.
//!
//! `catalog`, `mapping`, `profile`, `results` and `poam` are OSCAL's models; `shared` holds what all of them have, `office`, `evidence`
//! and `figures` what results and plan are made of. What is for colleagues only is not written.

mod catalog;
mod evidence;
mod figures;
mod mapping;
mod office;
mod poam;
mod profile;
mod results;
mod shared;

use super::{Failure, Words};
use crate::assess::Assessment;
use crate::report::for_outsiders;

/// The files of an assessment, each with its name: a catalog for each instrument, the links between these where there are
/// any, which questions were asked, the results, and the plan of action where there are next steps.
///
/// # Errors
/// If `words` lack some.
pub fn oscal(assessment: &Assessment<'_>, words: &Words) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    // Such files leave the house.
    for_outsiders(assessment, |open| {
        let mut files = Vec::new();
        for instrument in &open.instruments {
            files.push((catalog::name(&instrument.id), catalog::catalog(instrument, open.rules, words)?));
        }
        files.extend(mapping::mapping(open, words)?.map(|bytes| (mapping::NAME.to_owned(), bytes)));
        files.push((profile::NAME.to_owned(), profile::profile(open, words)?));
        files.push((results::NAME.to_owned(), results::results(open, words)?));
        files.extend(poam::poam(open, words)?.map(|bytes| (poam::NAME.to_owned(), bytes)));
        Ok(files)
    })
}
