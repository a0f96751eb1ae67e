//! The part of a catalog that is read, as JSON has it. Texts know where they stand, because they are slices of the file.

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::NAMESPACE;

/// The file: of all models only a catalog is known.
#[derive(Deserialize)]
pub(super) struct Document<'a> {
    #[serde(borrow)]
    pub(super) catalog: Option<Catalog<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Catalog<'a> {
    #[serde(borrow)]
    pub(super) metadata: Metadata<'a>,
    #[serde(borrow, default)]
    pub(super) params: Vec<Parameter<'a>>,
    #[serde(borrow, default)]
    pub(super) controls: Vec<Control<'a>>,
    #[serde(borrow, default)]
    pub(super) groups: Vec<Control<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Metadata<'a> {
    #[serde(borrow)]
    pub(super) title: Text<'a>,
    #[serde(borrow)]
    pub(super) version: Text<'a>,
    #[serde(borrow, default)]
    pub(super) props: Vec<Property<'a>>,
}

/// A control, or a group of controls.
#[derive(Deserialize)]
pub(super) struct Control<'a> {
    #[serde(borrow)]
    pub(super) id: Text<'a>,
    #[serde(borrow, default)]
    pub(super) props: Vec<Property<'a>>,
    #[serde(borrow, default)]
    pub(super) parts: Vec<Part<'a>>,
    #[serde(borrow, default)]
    pub(super) controls: Vec<Control<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Parameter<'a> {
    #[serde(borrow)]
    pub(super) id: Text<'a>,
    #[serde(borrow, default)]
    pub(super) props: Vec<Property<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Property<'a> {
    #[serde(borrow)]
    pub(super) name: Text<'a>,
    #[serde(borrow)]
    pub(super) ns: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) value: Text<'a>,
    #[serde(borrow)]
    pub(super) class: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) group: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) remarks: Option<Text<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Part<'a> {
    #[serde(borrow)]
    pub(super) name: Text<'a>,
    #[serde(borrow)]
    pub(super) class: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) prose: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(super) props: Vec<Property<'a>>,
    #[serde(borrow, default)]
    pub(super) parts: Vec<Part<'a>>,
}

impl Property<'_> {
    /// Whether it is a property of ours with this name.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.text == name && self.ns.as_ref().is_some_and(|ns| ns.text == NAMESPACE)
    }
}

/// A text, and its slice of the file.
pub(super) struct Text<'a> {
    pub(super) text: String,
    pub(super) raw: &'a str,
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&'a RawValue>::deserialize(deserializer)?.get();
        let text =
            serde_json::from_str(raw).map_err(|_| serde::de::Error::custom("a text in quotation marks is needed"))?;
        Ok(Self { text, raw })
    }
}
