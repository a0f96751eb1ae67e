//! Faults of templates and words in one sentence, with line and column.

use handlebars::{RenderError, RenderErrorReason, TemplateError};

use super::Failure;

/// A template that can't be compiled.
pub(super) fn of_template(name: &str, error: &TemplateError) -> Failure {
    let why = error.reason().to_string();
    Failure::Template { name: format!("{name}.hbs"), why: placed(error.pos(), &why) }
}

/// A template that can't be filled in; the fault may stand in a part that it uses.
pub(super) fn of_filling(name: &str, error: &RenderError) -> Failure {
    let why = match error.reason() {
        RenderErrorReason::MissingVariable(Some(field)) => format!("there is no field `{field}` here"),
        RenderErrorReason::MissingVariable(None) => "there is no such field here".to_owned(),
        RenderErrorReason::HelperNotFound(helper) => format!("there is no helper `{helper}`"),
        RenderErrorReason::PartialNotFound(part) => format!("there is no part `{part}.hbs`"),
        RenderErrorReason::Other(why) => why.clone(),
        other => other.to_string(),
    };
    let name = error.template_name.as_deref().unwrap_or(name);
    Failure::Template { name: format!("{name}.hbs"), why: placed(error.line_no.zip(error.column_no), &why) }
}

/// A file of words that has a fault at byte `at`.
pub(super) fn of_words(name: &str, text: &str, at: Option<usize>, why: &str) -> Failure {
    let place = at.and_then(|at| text.get(..at)).map(|before| {
        let line = before.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count() + 1, line.chars().count() + 1)
    });
    Failure::Template { name: name.to_owned(), why: placed(place, why) }
}

/// The sentence with its place before it, on one line.
fn placed(place: Option<(usize, usize)>, why: &str) -> String {
    let why = why.split_whitespace().collect::<Vec<_>>().join(" ");
    match place {
        Some((line, column)) => format!("line {line}, column {column}: {why}"),
        None => why,
    }
}
