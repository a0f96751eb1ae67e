//! Signatures of OpenSSH's kind (SSHSIG): what `ssh-keygen -Y sign` writes and `ssh-keygen -Y verify` checks.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ssh_key::public::KeyData;
use ssh_key::{HashAlg, LineEnding, PublicKey, SshSig};

use super::key::Key;

/// What signatures are for: one that was made for something else, such as a login or an e-mail, is none here.
pub const NAMESPACE: &str = "rapporteur";

const HEAD: &str = "-----BEGIN SSH SIGNATURE-----";
const FOOT: &str = "-----END SSH SIGNATURE-----";
/// The length of lines between these.
const LINE: usize = 70;

/// A signature that is sound, and the key that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sound {
    pub(super) key: KeyData,
}

/// Why a signature is not known to be sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unsound {
    /// It is damaged or something else.
    Damaged,
    /// It was made for something else.
    Namespace(String),
    /// It doesn't fit what was signed.
    Unfit,
    /// Only OpenSSH itself knows this kind of key.
    OtherKind(String),
}

impl Sound {
    /// The key as people compare it.
    pub(super) fn fingerprint(&self) -> String {
        self.key.fingerprint(HashAlg::Sha256).to_string()
    }
}

/// Signs `bytes`: the same key and bytes give the same signature.
///
/// # Errors
/// If the key is locked.
pub fn sign(key: &Key, bytes: &[u8]) -> Result<String, ssh_key::Error> {
    let signature = key.private().sign(NAMESPACE, HashAlg::Sha512, bytes)?;
    signature.to_pem(LineEnding::LF)
}

/// Holds `armored` against `bytes`.
pub(super) fn verify(armored: &[u8], bytes: &[u8]) -> Result<Sound, Unsound> {
    let binary = unarmored(armored).ok_or(Unsound::Damaged)?;
    let text = [HEAD, "\n", &wrapped(&STANDARD.encode(&binary)), FOOT, "\n"].concat();
    let signature = SshSig::from_pem(&text).map_err(|error| match error {
        ssh_key::Error::AlgorithmUnsupported { algorithm } => Unsound::OtherKind(algorithm.as_str().to_owned()),
        _ => Unsound::Damaged,
    })?;
    if signature.namespace() != NAMESPACE {
        return Err(Unsound::Namespace(signature.namespace().to_owned()));
    }
    let key = signature.public_key().clone();
    match PublicKey::from(key.clone()).verify(NAMESPACE, bytes, &signature) {
        Ok(()) => Ok(Sound { key }),
        Err(ssh_key::Error::AlgorithmUnsupported { algorithm }) => {
            Err(Unsound::OtherKind(algorithm.as_str().to_owned()))
        }
        Err(_) => Err(Unsound::Unfit),
    }
}

/// The bytes of a signature. Its text has one form only, so that a changed letter is a changed signature; but lines may
/// end as Windows ends them, as programs that move files about change that.
fn unarmored(armored: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(armored).ok()?.replace("\r\n", "\n");
    let inner = text.strip_prefix(HEAD)?.strip_prefix('\n')?.strip_suffix('\n')?.strip_suffix(FOOT)?;
    let binary = STANDARD.decode(inner.replace('\n', "")).ok()?;
    (wrapped(&STANDARD.encode(&binary)) == inner).then_some(binary)
}

/// Text in lines.
fn wrapped(text: &str) -> String {
    let mut lines = String::new();
    for (at, character) in text.chars().enumerate() {
        if at > 0 && at % LINE == 0 {
            lines.push('\n');
        }
        lines.push(character);
    }
    lines + "\n"
}
