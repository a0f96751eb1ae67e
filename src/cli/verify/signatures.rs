//! Claims of responses: the signatures beside them.

use std::path::{Path, PathBuf};

use super::super::case::{Case, Evidence};
use super::super::exit::Failure;
use super::super::input::is_standard_input;
use super::super::{Problems, RulesOptions};
use super::Verify;
use crate::load::{self, SIGNATURES, Signed, folder_of};
use crate::proof::{Claim, Content, Signers, Statement, signatures};

/// The file beside the responses that tells whose keys are whose.
pub(super) const SIGNERS: &str = "allowed_signers";

/// What `verify` finds; problems of answers and review are shown if there is a `form` for it.
pub(super) fn claims(verify: &Verify, form: Option<Problems>) -> Result<Vec<Claim>, Failure> {
    if is_standard_input(&verify.file) {
        return Err(Failure::Usage("signatures lie beside a file; name the file".into()));
    }
    if !verify.rules.instruments.is_empty() {
        return Err(Failure::Usage("all answers are signed together; leave --instrument out".into()));
    }
    let folder = folder_of(&verify.file);
    let signed = load::signed(&folder.join(SIGNATURES))?;
    let that = format!("`{}` was signed", verify.file.display());
    if signed.is_empty() {
        let why = format!("there is no `{SIGNATURES}/*.json` beside it; `rapporteur sign` makes one");
        return Ok(vec![Claim::open(that, why)]);
    }
    let options = RulesOptions { folder: verify.rules.folder.clone(), instruments: Vec::new() };
    let case = Case::open(&options, None, &verify.file, None, Evidence::All)?;
    if let Some(form) = form.filter(|_| case.has_errors()) {
        case.show_problems(form, &verify.file);
    }
    let Some(responses) = &case.responses else {
        let why = "they have errors, so what they say can't be held against what was signed";
        return Ok(vec![Claim::fails("the answers are those that were signed", why)]);
    };
    let review = match reviewed_file(verify, &signed) {
        Some(file) => case.reviewed(&file, form)?,
        None => None,
    };
    let content = Content::of(&case.rules, responses, review.as_ref());
    Ok(signatures(&signed, &content, signers(verify)?.as_ref()))
}

/// The review: the file that was named, or the one beside the responses that a statement names.
fn reviewed_file(verify: &Verify, signed: &[Signed]) -> Option<PathBuf> {
    let beside = || {
        let names = signed.iter().filter_map(|one| Statement::read(one.statement.as_deref()?).ok()?.review);
        let is_name = |name: &String| Path::new(name).file_name().is_some_and(|plain| plain == name.as_str());
        let files = names.map(|review| review.file).filter(is_name).map(|name| folder_of(&verify.file).join(name));
        { files }.find(|file| file.is_file())
    };
    verify.review.clone().or_else(beside)
}

/// Whose keys are whose: the file that was named, or the one that lies beside the file to verify.
pub(super) fn signers(verify: &Verify) -> Result<Option<Signers>, Failure> {
    let beside = folder_of(&verify.file).join(SIGNERS);
    let path = match &verify.signers {
        Some(path) => path.clone(),
        None if beside.is_file() => beside,
        None => return Ok(None),
    };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Some(Signers::read(&name, &load::bytes(&path)?)))
}
