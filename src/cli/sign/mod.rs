//! `rapporteur sign`: who prepared, validated or reviewed answers signs that, and what they were.

mod key;

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::case::{Case, Evidence};
use super::exit::{Exit, Failure};
use super::input::is_standard_input;
use super::{Problems, RulesOptions, output};
use crate::load::{SIGNATURES, folder_of};
use crate::model::{EvidenceState, Responses, Review};
use crate::proof::{Content, NAMESPACE, Role, Signer, Statement, sign};

/// Sign answers as the one who prepared, validated or reviewed them
///
/// Writes a statement that says who signs what, with the SHA-256 of every answer and evidence file and of the rules, and a
/// signature of OpenSSH's kind: `verify` shows later what was changed since. The answers themselves are not touched.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Sign {
    /// Responses file, or folder of responses files
    file: PathBuf,
    /// Your private key, as `ssh-keygen -t ed25519 -f KEY` makes it (kinds: ed25519, ecdsa on P-256)
    #[arg(long, value_name = "KEY", required_unless_present = "statement_only", conflicts_with = "statement_only")]
    key: Option<PathBuf>,
    /// File with the passphrase of the key (default: it is asked for)
    #[arg(long, value_name = "FILE", requires = "key")]
    passphrase_file: Option<PathBuf>,
    /// As what you sign (default: auditor with --review, else preparer)
    #[arg(long, value_enum)]
    role: Option<RoleName>,
    /// Who signs, as `allowed_signers` has it (default: `prepared-by` or `validated-by` of the answers, `reviewer` of the review)
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The day of signing; without it the statement tells none
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<NaiveDate>,
    /// The auditor's review, which is signed with the answers that it is about
    #[arg(long, value_name = "FILE")]
    review: Option<PathBuf>,
    /// Sign the answers as others get them: nothing in the statement is made from what is for colleagues only
    #[arg(long = "for", value_enum, value_name = "READER")]
    reader: Option<Reader>,
    /// Sign although evidence files are missing; the statement names them
    #[arg(long)]
    with_missing: bool,
    /// Write the statement only, for a key that rapporteur can't use, e.g. one in hardware
    #[arg(long)]
    statement_only: bool,
    /// Folder to write to (default: `signatures` beside the answers, where `verify` looks)
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Replace a statement or signature of other content
    #[arg(long)]
    force: bool,
    /// Folder of rules files to use besides those built in; a file of the same name replaces one
    #[arg(long = "rules", value_name = "DIR")]
    rules: Option<PathBuf>,
}

const AFTER: &str = "Examples:\n  rapporteur sign responses.toml --key ~/.ssh/id_ed25519\n  \
    rapporteur sign responses.toml --role validator --key KEY --date 2026-02-06\n  \
    rapporteur sign responses.toml --key KEY --review review.toml\n  \
    rapporteur sign responses.toml --key KEY --for parliament\n\n\
    With a key in hardware, or of another kind:\n  rapporteur sign responses.toml --statement-only\n  \
    ssh-keygen -Y sign -f KEY -n rapporteur signatures/preparer.json";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RoleName {
    /// I prepared these answers
    Preparer,
    /// I checked these answers, which somebody else prepared, and confirm them
    Validator,
    /// I reviewed these answers
    Auditor,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Reader {
    Parliament,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Preparer => Self::Preparer,
            RoleName::Validator => Self::Validator,
            RoleName::Auditor => Self::Auditor,
        }
    }
}

impl Sign {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        if is_standard_input(&self.file) {
            return Err(Failure::Usage("what is signed must be a file, beside which its evidence lies".into()));
        }
        let role = self.role()?;
        let options = RulesOptions { folder: self.rules.clone(), instruments: Vec::new() };
        let case = Case::open(&options, None, &self.file, self.date, Evidence::All)?;
        case.show_problems(Problems::Human, &self.file);
        let Some(responses) = case.responses.as_ref().filter(|_| !case.has_errors()) else {
            return Ok(Exit::Problems);
        };
        if let Some(why) = self.unfit(responses) {
            output::message(&why);
            return Ok(Exit::Problems);
        }
        let review = match &self.review {
            None => None,
            Some(file) => match case.reviewed(file, Some(Problems::Human))? {
                Some(review) if review.responses_changed => {
                    output::message(&format!(
                        "nothing was signed: the answers were changed since they were reviewed; rapporteur review check {} \
                         --responses {} tells which",
                        file.display(),
                        self.file.display()
                    ));
                    return Ok(Exit::Problems);
                }
                Some(review) => Some(review),
                None => return Ok(Exit::Problems),
            },
        };
        let content = Content::of(&case.rules, responses, review.as_ref());
        let signer = self.signer(role, responses, review.as_ref())?;
        let Some(statement) = Statement::new(signer, &content, self.reader.is_some()) else {
            let why = "these are the answers as others get them; sign those with `--for parliament`";
            return Err(Failure::Usage(why.into()));
        };
        self.write(&statement)?;
        self.closing(&statement, responses);
        Ok(Exit::Done)
    }

    /// As what somebody signs: an auditor signs a review, and nobody else does.
    fn role(&self) -> Result<Role, Failure> {
        match (self.role, &self.review) {
            (None, None) => Ok(Role::Preparer),
            (None | Some(RoleName::Auditor), Some(_)) => Ok(Role::Auditor),
            (Some(RoleName::Auditor), None) => {
                Err(Failure::Usage("an auditor signs a review; name it with --review".into()))
            }
            (Some(_), Some(_)) => Err(Failure::Usage("only an auditor signs a review; leave --review out".into())),
            (Some(role), None) => Ok(role.into()),
        }
    }

    /// Who signs.
    fn signer(&self, role: Role, responses: &Responses, review: Option<&Review>) -> Result<Signer, Failure> {
        let (key, default) = match role {
            Role::Preparer => ("`prepared-by` in the answers", responses.particulars.prepared_by.as_str()),
            Role::Validator => ("`validated-by` in the answers", responses.particulars.validated_by.as_str()),
            Role::Auditor => ("the review", review.map(|review| review.reviewer.as_str()).unwrap_or_default()),
        };
        let name = self.name.as_deref().unwrap_or(default).trim();
        if name.is_empty() {
            return Err(Failure::Usage(format!("who signs? {key} doesn't say; add --name NAME")));
        }
        Ok(Signer { role, name: name.to_owned(), date: self.date })
    }

    /// Why these answers are not to be signed, if they are not.
    fn unfit(&self, responses: &Responses) -> Option<String> {
        let changed = files(responses, EvidenceState::Changed);
        if !changed.is_empty() {
            return Some(format!(
                "nothing was signed: not what was sealed any more: {}; put the sealed files back, or seal these anew with `rapporteur seal --renew`",
                listed(&changed)
            ));
        }
        let missing = files(responses, EvidenceState::Missing);
        (!missing.is_empty() && !self.with_missing).then(|| {
            format!(
                "nothing was signed: missing: {}; put them back, or sign with --with-missing, which says so",
                listed(&missing)
            )
        })
    }

    /// Writes the statement, and its signature if there is a key.
    fn write(&self, statement: &Statement) -> Result<(), Failure> {
        let beside = || {
            let folder = folder_of(&self.file).join(SIGNATURES);
            folder.strip_prefix(".").map(Path::to_owned).unwrap_or(folder)
        };
        let folder = self.output.clone().unwrap_or_else(beside);
        let path = folder.join(format!("{}.json", statement.file_stem()));
        let text = statement.text();
        let mut made = vec![(path.clone(), text.clone().into_bytes())];
        if let Some(file) = &self.key {
            let key = key::open(file, self.passphrase_file.as_deref(), &path)?;
            let signature = sign(&key, text.as_bytes())
                .map_err(|_| Failure::Key { path: file.clone(), why: "it is damaged".into() })?;
            made.push((signature_of(&path), signature.into_bytes()));
        }
        for (path, bytes) in &made {
            if !self.force && fs::symlink_metadata(path).is_ok() && !fs::read(path).is_ok_and(|old| old == *bytes) {
                return Err(Failure::Exists(path.clone()));
            }
        }
        output::make(&folder)?;
        output::set(&made)?;
        made.iter().try_for_each(|(path, _)| output::result(&format!("{}\n", path.display())))?;
        if self.key.is_none() {
            let path = path.display();
            output::message(&format!("To sign it: ssh-keygen -Y sign -f KEY -n {NAMESPACE} {path}"));
        }
        Ok(())
    }

    /// What was signed, in words.
    fn closing(&self, statement: &Statement, responses: &Responses) {
        let (answers, evidence) = (statement.answers.answers.len(), statement.answers.evidence.len());
        let (answers, evidence) = (number(answers, "answer"), number(evidence, "evidence file"));
        let done = if self.key.is_some() { "Signed" } else { "Written" };
        output::message(&format!(
            "{done}, as {} `{}`: \"{}\" ({answers}, {evidence})",
            statement.role, statement.name, statement.decision
        ));
        let open = files(responses, EvidenceState::Present).len();
        if open > 0 {
            output::message(&format!(
                "{} not sealed: only `verify` will tell a change there, `check` won't until you run: rapporteur seal {}",
                number(open, "evidence file") + if open == 1 { " is" } else { " are" },
                self.file.display()
            ));
        }
    }
}

/// The file of a statement's signature.
fn signature_of(statement: &Path) -> PathBuf {
    let mut name = statement.as_os_str().to_owned();
    name.push(".sig");
    name.into()
}

/// The evidence files in this state, each once.
fn files(responses: &Responses, state: EvidenceState) -> Vec<&str> {
    let evidence = responses.responses.values().flat_map(|response| &response.evidence);
    let mut files: Vec<&str> =
        evidence.filter(|evidence| evidence.found == state).map(|evidence| evidence.file.as_str()).collect();
    files.sort_unstable();
    files.dedup();
    files
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn number(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}
