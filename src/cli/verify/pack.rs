//! Claims of a pack: its files, and the seals of the evidence in it.

use std::fs::File;

use super::super::RulesOptions;
use super::super::case::{Case, Evidence};
use super::super::exit::Failure;
use super::Verify;
use crate::load::{self, path_of, reason};
use crate::model::EvidenceState;
use crate::proof::Claim;
use crate::proof::pack::{PackRole, Unpacked, unpack};

/// What `verify` finds.
pub(super) fn claims(verify: &Verify) -> Result<Vec<Claim>, Failure> {
    let unreadable = |error| load::Failure::Unreadable { path: verify.file.clone(), why: reason(&error) };
    let unpacked = match unpack(File::open(&verify.file).map_err(unreadable)?) {
        Ok(unpacked) => unpacked,
        Err(claim) => return Ok(vec![claim]),
    };
    let mut claims = unpacked.claims.clone();
    claims.extend(rules(&unpacked)?);
    claims.extend(seals(&unpacked)?);
    Ok(claims)
}

/// Whether the rules are those that are built in, where these have a file of the name.
fn rules(unpacked: &Unpacked) -> Result<Vec<Claim>, Failure> {
    let mut claims = Vec::new();
    for (name, bytes) in load::rules_texts(None)? {
        let path = format!("rules/{name}");
        let Some(file) = unpacked.contents.files.iter().find(|file| file.path == path) else { continue };
        let that = format!("`{path}` is the rules file of this version of rapporteur");
        claims.push(match crate::source::sha256(&bytes) == file.sha256 {
            true => Claim::holds(that),
            false => Claim::open(
                that,
                "it is another version, or was changed; compare it with the file that its makers published",
            ),
        });
    }
    Ok(claims)
}

/// Whether the evidence is what the answers say was sealed.
fn seals(unpacked: &Unpacked) -> Result<Vec<Claim>, Failure> {
    let mut answers = unpacked.of(PackRole::Responses);
    let (first, more) = (answers.next(), answers.next());
    let whole = || Claim::fails("the answers can be read", "the responses file in the pack is missing or damaged");
    let Some(first) = first else { return Ok(vec![whole()]) };
    let file = if more.is_some() { unpacked.folder() } else { first.as_path() };
    let added = unpacked.folder().join("rules");
    let options = RulesOptions { folder: added.is_dir().then_some(added), instruments: Vec::new() };
    let Ok(case) = Case::open(&options, None, file, None, Evidence::All) else { return Ok(vec![whole()]) };
    let Some(responses) = case.responses.as_ref().filter(|_| !case.has_errors()) else { return Ok(vec![whole()]) };
    let mut claims = Vec::new();
    for evidence in responses.responses.values().flat_map(|answer| &answer.evidence) {
        let path = path_of(&evidence.file);
        let that = format!("`{path}` is the document that was sealed");
        claims.push(match evidence.found {
            EvidenceState::Sealed => Claim::holds(that),
            EvidenceState::Changed => Claim::fails(that, "it is another one than the answers say"),
            EvidenceState::Missing if unpacked.contents.left_out.contains(&path) => {
                Claim::open(that, "it is confidential and was left out; ask the institution to show it")
            }
            EvidenceState::Missing => Claim::open(that, "it is not in the pack; ask the institution for it"),
            EvidenceState::Present => {
                Claim::open(that, "it was never sealed; `rapporteur seal` before packing records what it is")
            }
            EvidenceState::LinkOnly => continue,
        });
    }
    claims.sort_by(|a, b| a.what.cmp(&b.what));
    claims.dedup();
    Ok(claims)
}
