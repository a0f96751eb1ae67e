//! What signatures prove: who signed, what was signed, and what was changed since.

use super::changes;
use super::content::Content;
use super::signature::{self, Sound, Unsound};
use super::signers::{Known, Signers};
use super::statement::{NoStatement, Role, Statement};
use super::{Claim, Outcome};
use crate::load::Signed;

/// A statement whose signature is sound.
struct Vouched {
    statement: Statement,
    fingerprint: String,
}

/// What `signed`, statements with their signatures, prove of `content`; `signers` tells whose keys are whose.
pub fn signatures(signed: &[Signed], content: &Content, signers: Option<&Signers>) -> Vec<Claim> {
    let mut claims: Vec<Claim> = faults(signers);
    let mut vouched = Vec::new();
    for one in signed {
        let (statement, bytes) = match read(one) {
            Ok(read) => read,
            Err(claim) => {
                claims.push(claim);
                continue;
            }
        };
        let sound = match sound(one, &statement, bytes) {
            Ok(sound) => sound,
            Err(claim) => {
                claims.push(claim);
                continue;
            }
        };
        claims.push(signer(one, &statement, &sound, signers));
        claims.extend(changes::claims(&statement, content));
        vouched.push(Vouched { fingerprint: sound.fingerprint(), statement });
    }
    claims.extend(apart(&vouched));
    claims
}

/// Lines that say nothing.
fn faults(signers: Option<&Signers>) -> Vec<Claim> {
    let Some(signers) = signers else { return Vec::new() };
    let of = |(line, why): &(usize, String)| {
        Claim::open(format!("line {line} of `{}` says whose a key is", signers.file), why.clone())
    };
    signers.faults.iter().map(of).collect()
}

/// The statement, if there is one that belongs to its file.
fn read(one: &Signed) -> Result<(Statement, &[u8]), Claim> {
    let path = one.path();
    let is_statement = format!("`{path}` is a statement that rapporteur wrote");
    let Some(bytes) = &one.statement else {
        return Err(Claim::fails(is_statement, format!("it is not there, though `{path}.sig` is")));
    };
    let statement = Statement::read(bytes).map_err(|no| match no {
        NoStatement::Newer(format) => {
            Claim::open(&*is_statement, format!("it has the newer format {format}; take a newer rapporteur"))
        }
        NoStatement::Other => Claim::fails(
            &*is_statement,
            "it was changed, or is something else; `rapporteur sign --statement-only` writes one",
        ),
    })?;
    let wanted = statement.file_stem();
    if wanted != one.name {
        let why = format!("it is the statement of a {}, and belongs into `{wanted}.json`", statement.role);
        return Err(Claim::fails(format!("`{path}` is what its name says"), why));
    }
    Ok((statement, bytes))
}

/// The signature, if it fits.
fn sound(one: &Signed, statement: &Statement, bytes: &[u8]) -> Result<Sound, Claim> {
    let path = one.path();
    let that = format!("`{path}` is signed");
    let Some(armored) = &one.signature else {
        let how = format!(
            "there is no `{path}.sig`; `ssh-keygen -Y sign -f KEY -n {} {path}` makes it",
            signature::NAMESPACE
        );
        return Err(Claim::open(that, how));
    };
    signature::verify(armored, bytes).map_err(|unsound| match unsound {
        Unsound::Damaged => Claim::fails(that, format!("`{path}.sig` is damaged, or not a signature of OpenSSH")),
        Unsound::Unfit => Claim::fails(
            that,
            format!("the signature doesn't fit: `{path}` or `{path}.sig` was changed after it was signed"),
        ),
        Unsound::Namespace(other) => Claim::fails(
            that,
            format!("it was signed for `{other}`, not for `{}`", signature::NAMESPACE),
        ),
        Unsound::OtherKind(kind) => Claim::open(
            that,
            format!(
                "only OpenSSH itself knows keys of the kind {kind}: ssh-keygen -Y verify -f allowed_signers -I '{}' -n {} \
                 -s {path}.sig < {path}",
                statement.name.replace('\'', "'\\''"),
                signature::NAMESPACE
            ),
        ),
    })
}

/// Whose signature it is.
fn signer(one: &Signed, statement: &Statement, sound: &Sound, signers: Option<&Signers>) -> Claim {
    let (name, key) = (&statement.name, sound.fingerprint());
    let that = format!("`{}` was signed by `{name}`", one.path());
    let Some(signers) = signers else {
        let why = format!(
            "the signature is sound, made with the key {key}; whose key that is can't be told without a file \
             `allowed_signers`: name it with --signers"
        );
        return Claim::open(that, why);
    };
    let file = &signers.file;
    match signers.know(&sound.key, name, statement.signed_on) {
        Known::Theirs => Claim::holds(format!("{that}, whose key is {key} by `{file}`")),
        Known::Others(owner) => Claim::fails(that, format!("by `{file}` the key {key} is that of `{owner}`")),
        Known::Nobodys => Claim::fails(that, format!("`{file}` doesn't know the key {key}")),
        Known::OtherUse => Claim::fails(
            that,
            format!("by `{file}` the key {key} is not for `{}` (see `namespaces` there)", signature::NAMESPACE),
        ),
        Known::NotThen(days) => Claim::fails(that, format!("by `{file}` the key {key} held only {days}")),
        Known::Sometime(days) => Claim::open(
            that,
            format!(
                "by `{file}` the key {key} holds only {days}; the statement doesn't tell whether it was signed then"
            ),
        ),
    }
}

/// Whether those who confirmed are others than those whom they confirmed.
fn apart(vouched: &[Vouched]) -> Vec<Claim> {
    let pairs = [
        (Role::Preparer, Role::Validator, "the answers were validated by somebody else than prepared them"),
        (Role::Preparer, Role::Auditor, "the answers were reviewed by somebody else than prepared them"),
        (Role::Validator, Role::Auditor, "the answers were reviewed by somebody else than validated them"),
    ];
    let of = |role| vouched.iter().filter(move |one| one.statement.role == role);
    let mut claims = Vec::new();
    for (first, second, that) in pairs {
        let pairs = of(first).flat_map(|one| of(second).map(move |other| (one, other)));
        let mut seen = false;
        let mut why = None;
        for (one, other) in pairs {
            seen = true;
            let same_name = one.statement.name.trim().to_lowercase() == other.statement.name.trim().to_lowercase();
            why = why.or(match (one.fingerprint == other.fingerprint, same_name) {
                (true, _) => Some(format!("both were signed with the key {}", one.fingerprint)),
                (_, true) => Some(format!("both were signed as `{}`", one.statement.name)),
                _ => None,
            });
        }
        if seen {
            claims.push(Claim { what: that.into(), outcome: why.map_or(Outcome::Holds, Outcome::Fails) });
        }
    }
    claims
}
