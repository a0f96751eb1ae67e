//! The canonical form of what an institution wrote: what reviews are bound to and signatures are made over.
//!
//! It is JSON as RFC 8785 (JSON Canonicalization Scheme) fixes it, of what the answers say and not of how their file is
//! written: comments, order and layout don't matter, and what is empty is left out, so that a key of a later version changes
//! no hash as long as nobody uses it. Of evidence it holds the SHA-256 of the file that is there, whether or not it is
//! recorded, so responses are to be read with every file hashed.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::model::{Evidence, EvidenceState, ItemId, Response, Responses, Review};
use crate::source::sha256;

/// A value in canonical form, as text.
///
/// # Errors
/// If a number can't be written so, which values of ours don't hold.
pub fn text(value: &impl Serialize) -> Result<String, serde_json::Error> {
    serde_json_canonicalizer::to_string(value)
}

/// The SHA-256 of a value's canonical form, in lower-case hexadecimal.
pub fn hash(value: &Value) -> String {
    // Values of ours hold nothing that has no canonical form.
    sha256(text(value).unwrap_or_default().as_bytes())
}

/// Everything that an institution answered.
pub fn responses(responses: &Responses) -> Value {
    let answers: Map<String, Value> =
        responses.responses.iter().map(|(id, response)| (id.to_string(), answer(response))).collect();
    let logo = responses.institution.logo.as_ref().map(|logo| sha256(&logo.bytes));
    let mut whole = plain(responses);
    whole["responses"] = Value::Object(answers);
    if let Some(logo) = logo {
        whole["institution"]["logo"] = json!(logo);
    }
    whole
}

/// Everything that an auditor found.
pub fn review(review: &Review) -> Value {
    plain(review)
}

/// What an institution says of an item: its answer, and what excuses the paragraph as a whole. `None` if it says nothing.
pub fn item(responses: &Responses, id: &ItemId) -> Option<Value> {
    let answer = responses.responses.get(id).map(answer);
    match responses.exclusion(id.instrument(), id.reference()) {
        Some(exclusion) => Some(plain(&json!({ "excluded": exclusion, "response": answer }))),
        None => answer,
    }
}

/// The answer to one item, with all that belongs to it.
pub fn answer(response: &Response) -> Value {
    let mut whole = plain(response);
    if !response.evidence.is_empty() {
        whole["evidence"] = response.evidence.iter().map(evidence).collect();
    }
    whole
}

fn evidence(evidence: &Evidence) -> Value {
    let mut whole = plain(evidence);
    if !evidence.sha256_found.is_empty() {
        whole["sha256"] = json!(evidence.sha256_found);
    }
    // Of what is redacted nothing but the state is left, and figures follow from it.
    if evidence.found == EvidenceState::Missing || (evidence.title.is_empty() && evidence.confidential) {
        whole["state"] = json!(evidence.found);
    }
    whole
}

/// A value without what is empty.
fn plain(value: &impl Serialize) -> Value {
    let mut value = serde_json::to_value(value).unwrap_or_default();
    prune(&mut value);
    value
}

fn prune(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            entries.values_mut().for_each(prune);
            entries.retain(|_, value| !is_empty(value));
        }
        Value::Array(list) => list.iter_mut().for_each(prune),
        _ => {}
    }
}

/// Whether a value says the same as no value.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(yes) => !yes,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Number(_) | Value::Object(_) => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

    use super::*;
    use crate::model::Answer;

    fn shown() -> Response {
        let evidence = Evidence {
            title: "Letter".into(),
            kind: "letter".into(),
            file: "evidence/letter.txt".into(),
            url: String::new(),
            date: None,
            pages: String::new(),
            description: String::new(),
            sha256: String::new(),
            size: None,
            media_type: String::new(),
            sha256_found: "ab".into(),
            size_found: 2,
            confidential: false,
            found: EvidenceState::Present,
        };
        Response { answer: Answer::Level("full".into()), evidence: vec![evidence], ..Response::default() }
    }

    #[test]
    fn what_is_empty_is_left_out_and_keys_are_sorted() {
        let expected = r#"{"answer":{"level":"full"},"evidence":[{"file":"evidence/letter.txt","kind":"letter","sha256":"ab","title":"Letter"}]}"#;
        assert_eq!(text(&answer(&shown())).unwrap(), expected);
    }

    #[test]
    fn sealing_changes_no_hash_and_another_file_does() {
        let mut sealed = shown();
        sealed.evidence[0].sha256 = "ab".into();
        (sealed.evidence[0].size, sealed.evidence[0].media_type) = (Some(2), "text/plain".into());
        sealed.evidence[0].found = EvidenceState::Sealed;
        assert_eq!(hash(&answer(&sealed)), hash(&answer(&shown())));
        let mut other = shown();
        other.evidence[0].sha256_found = "cd".into();
        assert_ne!(hash(&answer(&other)), hash(&answer(&shown())));
        let mut missing = sealed;
        missing.evidence[0].sha256_found = String::new();
        missing.evidence[0].found = EvidenceState::Missing;
        assert_ne!(hash(&answer(&missing)), hash(&answer(&shown())));
    }
}
