//! What the four models share: metadata, properties, parts, the back matter, ids.
//!
//! Only what we write of OSCAL is here, in the order in which OSCAL lists it.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use crate::load::oscal::{NAMESPACE, escaped};
use crate::model::Wording;

/// The version of OSCAL that is written.
pub(super) const VERSION: &str = "1.2.1";

/// The name of a property, part or role, and other fixed words.
type Word = &'static str;

/// What a file is about, when it was true, and who stands behind it.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Metadata {
    pub(super) title: String,
    pub(super) last_modified: String,
    pub(super) version: String,
    pub(super) oscal_version: Word,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) props: Vec<Property>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) links: Vec<Link>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) roles: Vec<Role>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) parties: Vec<Party>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) remarks: Option<String>,
}

/// A name with a value, of OSCAL's or of our own.
#[derive(Serialize)]
pub(super) struct Property {
    name: Word,
    #[serde(skip_serializing_if = "Option::is_none")]
    ns: Option<Word>,
    value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remarks: Option<String>,
}

/// A text within a control.
#[derive(Serialize, Default)]
pub(super) struct Part {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    pub(super) name: Word,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ns: Option<Word>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) class: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) props: Vec<Property>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) prose: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) parts: Vec<Part>,
}

/// A way to something else.
#[derive(Serialize)]
pub(super) struct Link {
    pub(super) href: String,
    pub(super) rel: Word,
}

/// A function that somebody has.
#[derive(Serialize)]
pub(super) struct Role {
    pub(super) id: String,
    pub(super) title: String,
}

/// An organization.
#[derive(Serialize)]
pub(super) struct Party {
    pub(super) uuid: String,
    #[serde(rename = "type")]
    pub(super) kind: Word,
    pub(super) name: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) props: Vec<Property>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) addresses: Vec<Address>,
}

/// Where it is.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Address {
    pub(super) addr_lines: Vec<String>,
    pub(super) country: String,
}

/// What a file cites.
#[derive(Serialize)]
pub(super) struct BackMatter {
    pub(super) resources: Vec<Resource>,
}

/// A document that is cited.
#[derive(Serialize)]
pub(super) struct Resource {
    pub(super) uuid: String,
    pub(super) title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) props: Vec<Property>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) rlinks: Vec<Rlink>,
}

/// Where a document lies.
#[derive(Serialize)]
pub(super) struct Rlink {
    pub(super) href: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) hashes: Vec<Hash>,
}

/// What its bytes amount to.
#[derive(Serialize)]
pub(super) struct Hash {
    pub(super) algorithm: Word,
    pub(super) value: String,
}

impl Rlink {
    /// A file, with its SHA-256 where that is known.
    pub(super) fn hashed(file: &str, sha256: &str) -> Self {
        let hash = (!sha256.is_empty()).then(|| Hash { algorithm: "SHA-256", value: sha256.to_owned() });
        Self { href: address(file), hashes: hash.into_iter().collect() }
    }
}

impl BackMatter {
    /// `None` if nothing is cited: OSCAL knows no empty list.
    pub(super) fn of(resources: Vec<Resource>) -> Option<Self> {
        (!resources.is_empty()).then_some(Self { resources })
    }
}

impl Property {
    /// A property of ours. A text that OSCAL can't hold as a value (it has several lines, or nothing but spaces in it) stands
    /// whole in the remarks, and its words in the value.
    pub(super) fn ours(name: Word, text: &str) -> Self {
        let fits = !text.is_empty() && text.trim() == text && !text.contains(['\n', '\r']);
        let remarks = (!fits).then(|| escaped(text));
        let value = if fits { text.to_owned() } else { line(text, "—") };
        Self { name, ns: Some(NAMESPACE), value, class: None, group: None, remarks }
    }

    /// A property of ours, unless it has nothing to say.
    pub(super) fn unless_empty(name: Word, text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self::ours(name, text))
    }

    /// A property that OSCAL defines.
    pub(super) fn oscal(name: Word, value: impl Into<String>) -> Self {
        Self { name, ns: None, value: value.into(), class: None, group: None, remarks: None }
    }

    /// How a document is looked at, which OSCAL has in a namespace of its own.
    pub(super) fn method(value: &str) -> Self {
        Self { ns: Some("http://csrc.nist.gov/ns/rmf"), ..Self::oscal("method", value) }
    }

    /// One property for each language, whose tag is the class.
    pub(super) fn wording(name: Word, wording: &Wording) -> Vec<Self> {
        wording.texts().map(|(tag, text)| Self::ours(name, text).class(tag)).collect()
    }

    /// The same with a class.
    pub(super) fn class(self, class: impl Into<String>) -> Self {
        Self { class: Some(class.into()), ..self }
    }

    /// The same as one of several that belong together.
    pub(super) fn group(self, group: impl Into<String>) -> Self {
        Self { group: Some(group.into()), ..self }
    }
}

impl Part {
    /// A part that OSCAL defines.
    pub(super) fn oscal(name: Word, text: &str) -> Self {
        Self { name, prose: Some(escaped(text)), ..Self::default() }
    }

    /// A part of ours.
    pub(super) fn ours(name: Word, text: &str) -> Self {
        Self { ns: Some(NAMESPACE), ..Self::oscal(name, text) }
    }

    /// A part in its first language, with the others within it.
    pub(super) fn wording(name: Word, wording: &Wording, language: &str) -> Self {
        let (first, text) = wording.in_language(language);
        let others = wording.texts().filter(|(tag, _)| *tag != first);
        Self {
            class: Some(first.to_owned()),
            parts: others.map(|(tag, text)| Self::ours("translation", text).classed(tag)).collect(),
            ..Self::oscal(name, text)
        }
    }

    /// The same with a class.
    pub(super) fn classed(self, class: impl Into<String>) -> Self {
        Self { class: Some(class.into()), ..self }
    }
}

/// A UUID that is always the same for the same thing: version 5, in the namespace of our address, of the kind of thing and
/// what it is known by.
pub(super) fn uuid(kind: &str, known_by: &[&str]) -> String {
    let name = [&[kind], known_by].concat().join("\n");
    Uuid::new_v5(&Uuid::new_v5(&Uuid::NAMESPACE_URL, NAMESPACE.as_bytes()), name.as_bytes()).to_string()
}

/// A file of `model`: what `make` makes of the UUID that follows from all that the file says, so that it changes with it.
pub(super) fn file<T: Serialize>(model: &'static str, make: impl Fn(String) -> T) -> Vec<u8> {
    let text = |uuid: String| {
        let document = std::collections::BTreeMap::from([(model, make(uuid))]);
        // Only a map whose keys aren't texts could fail, and there is none.
        serde_json::to_string_pretty(&document).unwrap_or_default()
    };
    let known_by = text(Uuid::nil().to_string());
    let mut text = text(uuid(model, &[&known_by]));
    text.push('\n');
    text.into_bytes()
}

/// A day as OSCAL writes a moment: its beginning, in UTC.
pub(super) fn moment(day: NaiveDate) -> String {
    format!("{day}T00:00:00Z")
}

/// A title: one line with markup escaped, or `otherwise` if there are no words.
pub(super) fn title(text: &str, otherwise: &str) -> String {
    escaped(&line(text, otherwise))
}

/// `text` in one line, or `otherwise` if there are no words.
pub(super) fn line(text: &str, otherwise: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() { otherwise.to_owned() } else { line }
}

/// A path or address as a reference: what none may hold is escaped, by its bytes.
pub(super) fn address(path: &str) -> String {
    const ALLOWED: &[u8] = b"-._~:/?#@!$&'()*+,;=%";
    let written = |byte: u8| match byte {
        _ if byte.is_ascii_alphanumeric() || ALLOWED.contains(&byte) => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(written).collect()
}
