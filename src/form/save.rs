//! Saving: the responses files are made to say what was typed, and nothing else in them changes.

use std::fs;
use std::path::PathBuf;

use toml::Table;

use super::reviewing::Reviewing;
use super::site::{Case, Site};
use crate::revise;
use crate::source::{Source, sha256};
use crate::whole;

/// Why nothing was saved.
#[derive(Debug)]
pub(super) enum NotSaved {
    /// Somebody else changed the file in this very moment.
    Meanwhile,
    /// The file is written so that it can't be changed with care: why, with the next step.
    Refused(String),
    /// The system doesn't take it: why.
    Unwritable(String),
}

impl From<revise::Refused> for NotSaved {
    fn from(refused: revise::Refused) -> Self {
        Self::Refused(refused.to_string())
    }
}

/// Makes the files of `case` say what `said` says. Each file that changes is written whole, and stays beside the new one
/// as it was, with `.bak` behind its name. Gives whether anything changed.
pub(super) fn save(site: &Site, case: &Case, said: &Table) -> Result<bool, NotSaved> {
    let texts = revise::take_over_from(&case.said, said, &site.rules, &case.files, &case.sources)?;
    write(texts.into_iter().map(|(number, text)| (case.sources.get(number), text)))
}

/// The same for the file of a review.
pub(super) fn save_review(site: &Site, reviewing: &Reviewing, said: &Table) -> Result<bool, NotSaved> {
    let source = reviewing.source();
    let text = revise::take_findings(said, &site.rules, source)?;
    write(text.into_iter().map(|text| (source, text)))
}

fn write<'s>(texts: impl Iterator<Item = (&'s Source, String)>) -> Result<bool, NotSaved> {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for (source, text) in texts {
        let path = PathBuf::from(&source.name);
        // A link stays a link: what it leads to is written.
        let target = if path.is_symlink() { fs::canonicalize(&path).unwrap_or(path) } else { path };
        let old = fs::read(&target).map_err(|_| NotSaved::Meanwhile)?;
        if sha256(&old) != source.sha256 {
            return Err(NotSaved::Meanwhile);
        }
        let mut kept = target.clone().into_os_string();
        kept.push(".bak");
        before.push((PathBuf::from(kept), old));
        after.push((target, text.into_bytes()));
    }
    let changed = !after.is_empty();
    before.append(&mut after);
    whole::set(&before).map_err(|unwritable| NotSaved::Unwritable(unwritable.to_string()))?;
    Ok(changed)
}
