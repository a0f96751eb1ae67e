//! Signatures of OpenSSH's kind (SSHSIG): what `ssh-keygen -Y sign` writes and `ssh-keygen -Y verify` checks.

use ssh_key::public::KeyData;
use ssh_key::{Algorithm, EcdsaCurve, HashAlg, LineEnding, PublicKey, SshSig};

use super::key::Key;

/// What signatures are for: one that was made for something else, such as a login or an e-mail, is none here.
pub const NAMESPACE: &str = "rapporteur";

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
    let signature = unarmored(armored).ok_or(Unsound::Damaged)?;
    if signature.namespace() != NAMESPACE {
        return Err(Unsound::Namespace(signature.namespace().to_owned()));
    }
    if is_left_to_openssh(&signature.algorithm()) {
        return Err(Unsound::OtherKind(signature.algorithm().as_str().to_owned()));
    }
    let key = signature.public_key().clone();
    match PublicKey::from(key.clone()).verify(NAMESPACE, bytes, &signature) {
        Ok(()) => Ok(Sound { key }),
        Err(_) => Err(Unsound::Unfit),
    }
}

/// Whether OpenSSH knows this kind of key, and we don't. Another name is that of no key.
fn is_left_to_openssh(algorithm: &Algorithm) -> bool {
    match algorithm {
        Algorithm::Rsa { .. } | Algorithm::SkEcdsaSha2NistP256 => true,
        Algorithm::Ecdsa { curve } => *curve != EcdsaCurve::NistP256,
        _ => false,
    }
}

/// The signature in a file. It has one form only, so that a changed letter is a changed signature; but lines may end as
/// Windows ends them, as programs that move files about change that.
fn unarmored(armored: &[u8]) -> Option<SshSig> {
    let text = std::str::from_utf8(armored).ok()?.replace("\r\n", "\n");
    let signature = SshSig::from_pem(&text).ok()?;
    // What the library writes of this kind is not what OpenSSH writes; it is left to that.
    let is_left = signature.algorithm() == Algorithm::SkEcdsaSha2NistP256;
    (is_left || signature.to_pem(LineEnding::LF).is_ok_and(|again| again == text)).then_some(signature)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

    use super::*;

    const WORDS: &[u8] = include_bytes!("../../tests/keys/words.json");

    #[test]
    fn we_sign_as_ssh_keygen_does() {
        let key = Key::read(include_bytes!("../../tests/keys/ed25519")).unwrap();
        let theirs = include_str!("../../tests/keys/words.ed25519.sig");
        assert_eq!(sign(&key, WORDS).unwrap(), theirs);
    }

    #[test]
    fn what_ssh_keygen_signs_is_sound() {
        let theirs = [
            (&include_bytes!("../../tests/keys/words.ed25519.sig")[..], Ok(())),
            (include_bytes!("../../tests/keys/words.ecdsa.sig"), Ok(())),
            (include_bytes!("../../tests/keys/words.rsa.sig"), Err(Unsound::OtherKind("rsa-sha2-512".into()))),
            (include_bytes!("../../tests/keys/words.other-use.sig"), Err(Unsound::Namespace("file".into()))),
        ];
        for (signature, expected) in theirs {
            assert_eq!(verify(signature, WORDS).map(drop), expected);
            let as_windows_has_it = String::from_utf8_lossy(signature).replace('\n', "\r\n");
            assert_eq!(verify(as_windows_has_it.as_bytes(), WORDS).map(drop), expected);
            assert!(verify(signature, b"{}").is_err());
        }
    }

    #[test]
    fn both_kinds_of_keys_sign() {
        let ecdsa = Key::read(include_bytes!("../../tests/keys/ecdsa")).unwrap();
        let locked = Key::read(include_bytes!("../../tests/keys/locked")).unwrap();
        assert!(locked.is_locked() && sign(&locked, WORDS).is_err());
        let opened = locked.unlock("a passphrase for tests").unwrap();
        for key in [ecdsa, opened] {
            let ours = sign(&key, WORDS).unwrap();
            assert!(verify(ours.as_bytes(), WORDS).is_ok());
            assert_eq!(ours, sign(&key, WORDS).unwrap(), "the same every time");
        }
    }
}
