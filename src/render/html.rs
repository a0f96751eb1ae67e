//! The HTML report: one file with its stylesheet inside, which also is what the PDF is laid out from.

use std::borrow::Borrow;

use serde_json::Value;

use super::pictures::address;
use super::{Failure, Templates};
use crate::report::Report;

/// The report as an HTML page, by the template of its reader; with `footnotes`, the PDF made of it has the evidence at
/// the foot of its pages. A report that is given away is gone before the page is made, which takes less memory.
///
/// # Errors
/// If the template can't be filled in.
pub fn html(given: impl Borrow<Report>, templates: &Templates, footnotes: bool) -> Result<String, Failure> {
    let report: &Report = given.borrow();
    let name = report.audience.to_string();
    let mut data = serde_json::to_value(report)
        .map_err(|error| Failure::Template { name: name.clone() + ".hbs", why: error.to_string() })?;
    if let Value::Object(fields) = &mut data {
        fields.insert("footnotes".into(), Value::Bool(footnotes));
        let logo = templates.logo().or(report.institution.logo.as_ref()).map(address);
        fields.insert("logo".into(), logo.map_or(Value::Null, Value::String));
        fields.insert("js".into(), Value::String(templates.script().to_owned()));
        // The page allows this script and no other.
        fields.insert("script-hash".into(), Value::String(templates.script_hash()));
        fields.insert("css".into(), Value::String(templates.css().to_owned()));
    }
    drop(given);
    templates.fill(&name, data)
}
