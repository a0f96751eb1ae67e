//! Private keys in OpenSSH's form, as files hold them.

use ssh_key::{Algorithm, EcdsaCurve, Kdf, PrivateKey};

/// More rounds of its lock than any key has that can be opened within some seconds; OpenSSH's own number is 24.
const MOST_ROUNDS: u32 = 2_000;

/// A private key, perhaps locked.
#[derive(Debug)]
pub struct Key(PrivateKey);

/// Why a key can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// It is the public half.
    #[error("it is the public key; name the private one, whose file has no `.pub` at its end")]
    Public,
    /// It is a private key in another form.
    #[error("it is not in OpenSSH's form; `ssh-keygen -p -f KEY` rewrites a key of an older form")]
    OtherForm,
    /// It says that it is in that form.
    #[error("it is damaged, or not a private key of OpenSSH")]
    Damaged,
    /// It is of a kind that only OpenSSH itself can sign with.
    #[error("a key of the kind {0} is used by OpenSSH itself")]
    OtherKind(String),
    /// Opening it would take longer than anybody waits.
    #[error(
        "its passphrase is protected by {0} rounds, at most {MOST_ROUNDS} are taken; `ssh-keygen -p -a 24 -f KEY` changes that"
    )]
    TooManyRounds(u32),
    /// The passphrase is another.
    #[error("the passphrase is not the right one")]
    Passphrase,
}

impl Key {
    /// The key in a file.
    ///
    /// # Errors
    /// If there is none, or none of the kinds Ed25519 and ECDSA on the curve P-256.
    pub fn read(bytes: &[u8]) -> Result<Self, Unusable> {
        let text = std::str::from_utf8(bytes).map_err(|_| Unusable::Damaged)?.trim_start().replace("\r\n", "\n");
        if !text.starts_with("-----BEGIN OPENSSH PRIVATE KEY-----") {
            let is_public = ssh_key::PublicKey::from_openssh(text.lines().next().unwrap_or_default()).is_ok();
            let is_pem = text.starts_with("-----BEGIN ") || text.starts_with("PuTTY-User-Key-File");
            return Err(match (is_public, is_pem) {
                (true, _) => Unusable::Public,
                (_, true) => Unusable::OtherForm,
                _ => Unusable::Damaged,
            });
        }
        let key = PrivateKey::from_openssh(&text).map_err(|_| Unusable::Damaged)?;
        match key.algorithm() {
            Algorithm::Ed25519 | Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 } => {}
            other => return Err(Unusable::OtherKind(other.as_str().to_owned())),
        }
        match key.kdf() {
            Kdf::Bcrypt { rounds, .. } if *rounds > MOST_ROUNDS => Err(Unusable::TooManyRounds(*rounds)),
            _ => Ok(Self(key)),
        }
    }

    /// Whether a passphrase is needed.
    pub fn is_locked(&self) -> bool {
        self.0.is_encrypted()
    }

    /// The key, opened.
    ///
    /// # Errors
    /// If the passphrase is not the right one.
    pub fn unlock(self, passphrase: &str) -> Result<Self, Unusable> {
        self.0.decrypt(passphrase).map(Self).map_err(|_| Unusable::Passphrase)
    }

    /// The key itself.
    pub(super) fn private(&self) -> &PrivateKey {
        &self.0
    }
}
