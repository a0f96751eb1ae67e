//! Problems as annotations of GitHub's workflows: a line each, which the service shows beside the line of the file.

use super::{Problem, Severity};
use crate::source::Sources;

/// All problems, one a line, ending in a line break.
pub fn to_annotations(problems: &[Problem], sources: &Sources) -> String {
    problems.iter().map(|problem| annotation(problem, sources)).collect()
}

fn annotation(problem: &Problem, sources: &Sources) -> String {
    let source = sources.get(problem.at.file);
    let (line, column) = source.line_and_column(problem.at.start);
    let (end_line, end_column) = source.line_and_column(problem.at.end);
    let command = match problem.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    // Of a place that runs over several lines the service wants no columns.
    let place = match end_line == line {
        true => format!("line={line},endLine={line},col={column},endColumn={end_column}"),
        false => format!("line={line},endLine={end_line}"),
    };
    let words = problem.words();
    let help = if words.help.is_empty() { String::new() } else { format!("; {}", words.help) };
    let said = format!("{}{help}", words.message);
    format!("::{command} file={},{place},title={}::{}\n", value(&source.name), problem.code(), text(&said))
}

/// A text at the end of the line.
fn text(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value among others.
fn value(value: &str) -> String {
    text(value).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_the_form_are_escaped() {
        assert_eq!(value("C:/a,b/100%\r\n.toml"), "C%3A/a%2Cb/100%25%0D%0A.toml");
        assert_eq!(text("a: b, 5 %\nc"), "a: b, 5 %25%0Ac");
    }
}
