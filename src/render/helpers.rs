//! What templates may call. Helpers only form: they choose words, write days and percentages, and join texts; what they
//! give is escaped like any other text.
//!
//! - `{{w "a" "b" name=value …}}`: the words of `a.b`, with `{name}` filled in; forms of a number go by `count`
//! - `{{day date}}`, `{{percent share}}`, `{{points change}}`, `{{tenths change}}`: a value as the language writes it; nothing is "—"
//! - `{{concat "a" b …}}`: texts joined
//! - `{{named name}}`: a name, or the word for an institution without one
//! - `{{names list}}`: the short titles of a list, joined as the language does
//! - `{{number-of list}}`: how many entries a list has
//! - `{{#each (paragraphs text)}}`: the paragraphs of a text, which empty lines part
//! - `{{{chart "status" tally label=…}}}`: a picture, from the module `chart`
//! - `{{image "logo.png"}}`: a picture of the institution's own folder of templates, as an address that holds it

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use handlebars::{Context, Handlebars, Helper, HelperDef, RenderContext, RenderError, RenderErrorReason, ScopedJson};
use serde::Deserialize;
use serde_json::Value;

use super::Failure;
use super::chart::Charts;
use super::pictures::Pictures;
use super::words::Words;
use crate::assess::{Change, Percent};

type Form = fn(&Words, &Helper<'_>) -> Result<String, Failure>;

/// A helper that makes a value of its parameters; what it can't make is told as text.
struct Maker<F>(F);

impl<F: Fn(&Helper<'_>) -> Result<Value, String> + Send + Sync> HelperDef for Maker<F> {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        // Strict mode looks at plain `{{field}}`; a field that a helper is given is looked at here.
        let given = helper.params().iter().chain(helper.hash().values());
        if let Some(missing) = given.into_iter().find(|value| value.is_value_missing()) {
            return Err(RenderErrorReason::MissingVariable(missing.relative_path().cloned()).into());
        }
        let made = (self.0)(helper).map_err(|why| RenderErrorReason::Other(format!("{}: {why}", helper.name())))?;
        Ok(ScopedJson::Derived(made))
    }
}

/// The parts of `text` between empty lines.
fn paragraphs(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let parts = lines.split(|line| line.trim().is_empty()).filter(|part| !part.is_empty());
    parts.map(|part| part.join("\n")).collect()
}

/// Makes the helpers known.
pub(super) fn register(registry: &mut Handlebars<'static>, words: Arc<Words>, pictures: Pictures) {
    let name = |helper: &Helper<'_>| first(helper).as_str().unwrap_or("").to_owned();
    let image = move |helper: &Helper<'_>| pictures.address(&name(helper)).map(Value::String);
    registry.register_helper("image", Box::new(Maker(image)));
    registry.register_helper("chart", Box::new(Charts::new(Arc::clone(&words))));
    let count = |helper: &Helper<'_>| Ok(first(helper).as_array().map_or(0, Vec::len).into());
    registry.register_helper("number-of", Box::new(Maker(count)));
    let parts = |helper: &Helper<'_>| Ok(paragraphs(first(helper).as_str().unwrap_or("")).into());
    registry.register_helper("paragraphs", Box::new(Maker(parts)));
    let helpers: [(&str, Form); 8] = [
        ("w", say),
        ("day", day),
        ("percent", percent),
        ("points", points),
        ("tenths", tenths),
        ("concat", concat),
        ("named", named),
        ("names", names),
    ];
    for (name, form) in helpers {
        let words = Arc::clone(&words);
        let text = move |helper: &Helper<'_>| form(&words, helper).map(Value::String).map_err(|why| why.to_string());
        registry.register_helper(name, Box::new(Maker(text)));
    }
}

fn say(words: &Words, helper: &Helper<'_>) -> Result<String, Failure> {
    let key: Vec<&str> = helper.params().iter().filter_map(|part| part.value().as_str()).collect();
    let mut with = BTreeMap::new();
    for (name, value) in helper.hash() {
        with.insert(*name, words.form(value.value())?);
    }
    words.say(&key.join("."), &with)
}

fn day(words: &Words, helper: &Helper<'_>) -> Result<String, Failure> {
    match NaiveDate::deserialize(first(helper)) {
        Ok(day) => words.day(day),
        Err(_) => words.plain("form.none"),
    }
}

fn percent(words: &Words, helper: &Helper<'_>) -> Result<String, Failure> {
    words.percent(Percent::deserialize(first(helper)).ok())
}

fn points(words: &Words, helper: &Helper<'_>) -> Result<String, Failure> {
    words.points(Change::deserialize(first(helper)).ok())
}

fn tenths(words: &Words, helper: &Helper<'_>) -> Result<String, Failure> {
    words.tenths(Change::deserialize(first(helper)).ok())
}

fn concat(words: &Words, helper: &Helper<'_>) -> Result<String, Failure> {
    helper.params().iter().map(|part| words.form(part.value())).collect()
}

fn named(words: &Words, helper: &Helper<'_>) -> Result<String, Failure> {
    match first(helper).as_str().map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) => Ok(name.to_owned()),
        None => words.plain("page.unnamed"),
    }
}

fn names(words: &Words, helper: &Helper<'_>) -> Result<String, Failure> {
    let titles: Vec<&str> = first(helper)
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.pointer("/short-title/text").and_then(Value::as_str))
        .collect();
    match titles.split_last() {
        Some((last, rest)) if !rest.is_empty() => Ok(format!("{}{}{last}", rest.join(", "), words.plain("page.and")?)),
        _ => Ok(titles.concat()),
    }
}

fn first<'h>(helper: &'h Helper<'_>) -> &'h Value {
    helper.param(0).map_or(&Value::Null, |param| param.value())
}

#[cfg(test)]
mod tests {
    use handlebars::Handlebars;
    use serde_json::json;

    use super::{Maker, first, paragraphs};

    #[test]
    fn empty_lines_part_paragraphs_and_other_lines_stay() {
        assert_eq!(paragraphs("One\n- two\r\n\r\n \nThree \n\n"), ["One\n- two", "Three"]);
        assert_eq!(paragraphs(" \n"), [""; 0]);
    }

    #[test]
    fn a_field_that_is_not_there_is_a_fault_in_every_helper() {
        let mut registry = Handlebars::new();
        registry.register_helper("same", Box::new(Maker(|helper: &super::Helper<'_>| Ok(first(helper).clone()))));
        let fill = |template| registry.render_template(template, &json!({ "there": "x" }));
        assert_eq!(fill("{{same there}}").unwrap(), "x");
        assert!(fill("{{same missing}}").is_err() && fill("{{#each (same missing)}}x{{/each}}").is_err());
    }
}
