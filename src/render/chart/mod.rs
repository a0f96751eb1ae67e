//! Charts: from figures of the report to small pictures in the page, the same on screen and in the PDF.
//!
//! `{{{chart "status" tally label=…}}}` gives an `svg`. Nothing is computed here but places on paper. Each status has a
//! colour and a pattern of its own, both from the class that the stylesheet knows, so that no colour is needed to tell
//! one from the other; the label says what the picture shows, and the numbers stand in the table beside it.

mod hatch;
mod line;
mod ratings;
mod status;

use handlebars::{Context, Handlebars, Helper, HelperDef, RenderContext, RenderError, RenderErrorReason, ScopedJson};
use serde_json::Value;

use std::fmt::Write as _;
use std::sync::Arc;

use super::Failure;
use super::words::Words;

/// Draws the charts of templates.
pub(super) struct Charts {
    words: Arc<Words>,
}

impl Charts {
    /// With the words of a language, for marks on axes.
    pub(super) fn new(words: Arc<Words>) -> Self {
        Self { words }
    }

    /// The picture `name` of `data`.
    fn drawn(&self, name: &str, data: &Value, label: Option<&str>) -> Result<String, String> {
        let told = |failure: Failure| failure.to_string();
        match name {
            "status" => Ok(status::bar(data, label)),
            "swatch" => Ok(status::swatch(data.as_str().unwrap_or_default())),
            "bar" => Ok(line::bar(data)),
            "range" => line::range(data, label, &self.words).map_err(told),
            "change" => Ok(line::change(data, label)),
            "timeline" => line::timeline(data, label, &self.words).map_err(told),
            "ratings" => ratings::ratings(data, label, &self.words).map_err(told),
            "interval" => ratings::interval(data, label, &self.words).map_err(told),
            _ => Err(format!(
                "there is no chart `{name}`; there are bar, change, interval, range, ratings, status, swatch and timeline"
            )),
        }
    }
}

impl HelperDef for Charts {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let value = |at: usize| helper.param(at).map_or(&Value::Null, |param| param.value());
        let given = helper.params().iter().chain(helper.hash().values());
        if let Some(missing) = given.into_iter().find(|value| value.is_value_missing()) {
            return Err(RenderErrorReason::MissingVariable(missing.relative_path().cloned()).into());
        }
        let label = helper.hash_get("label").and_then(|label| label.value().as_str());
        let drawn = self.drawn(value(0).as_str().unwrap_or_default(), value(1), label);
        drawn
            .map(|svg| ScopedJson::Derived(Value::String(svg)))
            .map_err(|why| RenderErrorReason::Other(format!("chart: {why}")).into())
    }
}

/// A picture of `width` by `height` units; without a label it only repeats what stands beside it. A `stretched` one
/// fills its place, whatever its shape.
fn svg(class: &str, (width, height): (u32, u32), stretched: bool, label: Option<&str>, content: &str) -> String {
    let told = match label {
        Some(label) => format!(r#"role="img" aria-label="{}""#, handlebars::html_escape(label)),
        None => r#"aria-hidden="true""#.to_owned(),
    };
    let ratio = if stretched { r#" preserveAspectRatio="none""# } else { "" };
    format!(
        r#"<svg class="chart {class}" viewBox="0 0 {width} {height}"{ratio} {told} focusable="false">{content}</svg>"#
    )
}

/// Adds a rectangle.
fn rect(content: &mut String, class: &str, (x, y): (f64, f64), (width, height): (f64, f64)) {
    // Writing to a text can't fail.
    let _ = write!(content, r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}"/>"#);
}

/// Adds a text, whose middle is at `x`.
fn text(content: &mut String, class: &str, (x, y): (f64, f64), words: &str) {
    let words = handlebars::html_escape(words);
    let _ = write!(content, r#"<text class="{class}" x="{x}" y="{y}" text-anchor="middle">{words}</text>"#);
}

/// A number of `data`, or nothing.
fn number(data: &Value, key: &str) -> Option<f64> {
    data.get(key).and_then(Value::as_f64)
}

/// Rounded to a tenth, which no eye can tell from the whole.
fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
