//! Claims of a pack: its files, the seals of the evidence in it, the signatures and the reports.

use std::fs::File;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use super::super::RulesOptions;
use super::super::case::{Case, Evidence};
use super::super::exit::Failure;
use super::signatures::SIGNERS;
use super::{Verify, report, signatures};
use crate::load::{self, path_of, reason};
use crate::model::EvidenceState;
use crate::proof::pack::{PackRole, Unpacked, unpack};
use crate::proof::{Claim, Outcome};
use crate::source::sha256;

/// No pack of ours holds more reports.
const MOST_REPORTS: usize = 20;

/// What `verify` finds.
pub(super) fn claims(verify: &Verify) -> Result<Vec<Claim>, Failure> {
    let unreadable = |error| load::Failure::Unreadable { path: verify.file.clone(), why: reason(&error) };
    let unpacked = match unpack(File::open(&verify.file).map_err(unreadable)?) {
        Ok(unpacked) => unpacked,
        Err(claim) => return Ok(vec![claim]),
    };
    let mut claims = unpacked.claims.clone();
    claims.extend(rules(&unpacked)?);
    let inside = Inside { verify, unpacked: &unpacked, rules: own_rules(&unpacked)? };
    match inside.seals() {
        Some(sealed) => {
            claims.extend(sealed);
            claims.extend(inside.signatures());
        }
        None => {
            claims.push(Claim::fails("the answers can be read", "the responses file in the pack is missing or damaged"))
        }
    }
    claims.extend(inside.reports());
    Ok(claims.into_iter().map(|claim| at_home(claim, unpacked.folder())).collect())
}

/// A claim that names files as they are named in the pack.
fn at_home(claim: Claim, folder: &Path) -> Claim {
    let folder = format!("{}{MAIN_SEPARATOR}", folder.display());
    let home = |text: String| text.replace(&folder, "");
    let outcome = match claim.outcome {
        Outcome::Holds => Outcome::Holds,
        Outcome::Fails(why) => Outcome::Fails(home(why)),
        Outcome::Open(why) => Outcome::Open(home(why)),
    };
    Claim { what: home(claim.what), outcome }
}

/// Whether the rules are those that are built in, where these have a file of the name.
fn rules(unpacked: &Unpacked) -> Result<Vec<Claim>, Failure> {
    let mut claims = Vec::new();
    for (name, bytes) in load::rules_texts(None)? {
        let path = format!("rules/{name}");
        let Some(file) = unpacked.contents.files.iter().find(|file| file.path == path) else { continue };
        let that = format!("`{path}` is the rules file of this version of rapporteur");
        claims.push(match sha256(&bytes) == file.sha256 {
            true => Claim::holds(that),
            false => Claim::open(
                that,
                "it is another version, or was changed; compare it with the file that its makers published",
            ),
        });
    }
    Ok(claims)
}

/// The folder of rules, if one in it is not built in.
fn own_rules(unpacked: &Unpacked) -> Result<Option<PathBuf>, Failure> {
    let built_in: Vec<(String, String)> =
        load::rules_texts(None)?.into_iter().map(|(name, bytes)| (name, sha256(&bytes))).collect();
    let is_built_in = |name: &str, hash: &str| built_in.iter().any(|(known, sha256)| known == name && sha256 == hash);
    let files = unpacked.contents.files.iter();
    let mut rules = files.filter_map(|file| Some((file.path.strip_prefix("rules/")?, &file.sha256)));
    let is_own = rules.any(|(name, hash)| !is_built_in(name, hash));
    Ok(Some(unpacked.folder().join("rules")).filter(|folder| is_own && folder.is_dir()))
}

/// What is taken out of a pack, with what is asked of it.
struct Inside<'v> {
    verify: &'v Verify,
    unpacked: &'v Unpacked,
    rules: Option<PathBuf>,
}

impl Inside<'_> {
    /// The responses file, or the folder if there are several.
    fn answers(&self) -> Option<PathBuf> {
        let mut answers = self.unpacked.of(PackRole::Responses);
        let first = answers.next()?;
        Some(if answers.next().is_some() { self.unpacked.folder().to_owned() } else { first })
    }

    fn rules(&self) -> RulesOptions {
        RulesOptions { folder: self.rules.clone(), instruments: Vec::new() }
    }

    /// The command that looks at one of the files.
    fn of(&self, file: PathBuf, responses: Option<PathBuf>) -> Verify {
        let Verify { review, signers, format, .. } = self.verify;
        let (review, signers) = (review.clone(), signers.clone());
        Verify { file, responses, review, signers, rules: self.rules(), format: *format }
    }

    /// What the signatures beside the answers prove.
    fn signatures(&self) -> Vec<Claim> {
        let that = "the answers were signed";
        if self.unpacked.of(PackRole::Signature).next().is_none() {
            return vec![Claim::open(
                that,
                "there is no signature in the pack; `rapporteur sign` before packing makes one",
            )];
        }
        let file = self.answers().unwrap_or_default();
        let mut claims = signatures::claims(&self.of(file, None), None)
            .unwrap_or_else(|failure| vec![Claim::fails(that, failure.to_string())]);
        if self.verify.signers.is_none() && self.unpacked.folder().join(SIGNERS).is_file() {
            let why = "who packed may have written it, so it proves less: give your own with --signers FILE";
            claims.push(Claim::open(format!("`{SIGNERS}` in the pack tells whose keys are whose"), why));
        }
        claims
    }

    /// What each report proves of itself.
    fn reports(&self) -> Vec<Claim> {
        // A page is made again of answers whose evidence is at hand.
        let answers = self.answers().filter(|file| file.is_file() && self.unpacked.contents.left_out.is_empty());
        let mut claims = Vec::new();
        let files = self.unpacked.of(PackRole::Report).chain(self.unpacked.of(PackRole::Checklist));
        for (number, file) in files.enumerate() {
            let name = file.strip_prefix(self.unpacked.folder()).unwrap_or(&file).display().to_string();
            let that = format!("`{name}` is made again of what is in it");
            if number >= MOST_REPORTS {
                claims.push(Claim::open(that, "there are more reports than in any pack of ours: verify it by itself"));
                continue;
            }
            let found = report::has_manifest(&file).and_then(|has| match has {
                true => report::claims(&self.of(file, answers.clone())).map(Some),
                false => Ok(None),
            });
            match found {
                Ok(Some(found)) => claims.extend(
                    found.into_iter().map(|claim| Claim { what: format!("`{name}`: {}", claim.what), ..claim }),
                ),
                Ok(None) => {
                    claims.push(Claim::open(that, "it was made without --attach, so it holds nothing to check"))
                }
                Err(failure) => claims.push(Claim::fails(that, failure.to_string())),
            }
        }
        claims
    }

    /// Whether the evidence is what the answers say was sealed; `None` if the answers can't be read.
    fn seals(&self) -> Option<Vec<Claim>> {
        let case = Case::open(&self.rules(), None, &self.answers()?, None, Evidence::All).ok()?;
        let responses = case.responses.as_ref().filter(|_| !case.has_errors())?;
        let mut claims = Vec::new();
        for evidence in responses.responses.values().flat_map(|answer| &answer.evidence) {
            let path = path_of(&evidence.file);
            let that = format!("`{path}` is the document that was sealed");
            claims.push(match evidence.found {
                EvidenceState::Sealed => Claim::holds(that),
                EvidenceState::Changed => Claim::fails(that, "it is another one than the answers say"),
                EvidenceState::Missing if self.unpacked.contents.left_out.contains(&path) => {
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
        Some(claims)
    }
}
