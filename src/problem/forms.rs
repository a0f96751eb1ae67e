//! What must be written where, in forms that work at the place they are told for: keys, types, lists of words.

use super::Kind;

/// A key that is missing or empty: message, label, help.
pub(super) fn missing(key: &str, table: &str, empty: bool, braces: bool) -> (String, String, String) {
    let name = key.trim_matches(['[', ']']);
    let message = match key {
        "file or url" => format!("{table} has neither a `file` nor a `url`"),
        "instruments" if empty => "the list `instruments` is empty".to_owned(),
        _ if empty => format!("{table} has nothing in `{key}`"),
        _ if key.starts_with('[') => format!("{table} has no table `{key}`"),
        _ => format!("{table} has no `{key}`"),
    };
    let label = match key {
        "file or url" => "where is this document?".to_owned(),
        _ if empty => "empty".to_owned(),
        _ => format!("`{key}` is missing here"),
    };
    let help = match key {
        "file or url" if empty => "write its path between the quotation marks, or add `url = \"https://…\"`".to_owned(),
        "file or url" => "add `file = \"evidence/…\"` or `url = \"https://…\"`".to_owned(),
        "instruments" if empty => "write the ids between the brackets, e.g. `instruments = [\"eoa-2024\"]`".to_owned(),
        "[institution]" => "add a table `[institution]` with `name` and `country`".to_owned(),
        "[assessment]" => "add a table `[assessment]` with `period` and `date`".to_owned(),
        "[review]" => "add a table `[review]`, as `rapporteur review init` writes it".to_owned(),
        "responses-sha256" | "answer-sha256" => {
            "take the line over from a file that `rapporteur review init` writes; it says what was reviewed".to_owned()
        }
        _ if empty => "write it between the quotation marks".to_owned(),
        "instruments" => "add `instruments = [\"eoa-2024\"]` at the top, below `format`".to_owned(),
        _ if braces => format!("add `{}` between the braces", example(name)),
        _ => format!("add a line `{}`", example(name)),
    };
    (message, label, help)
}

/// How a key is written.
fn example(key: &str) -> String {
    match key {
        "date" | "from" | "to" | "due" | "done-on" => format!("{key} = YYYY-MM-DD"),
        "period" => "period = { from = YYYY-MM-DD, to = YYYY-MM-DD }".to_owned(),
        "measure" => "measure = { value = …, unit = \"…\", year = …, source = \"…\" }".to_owned(),
        "value" | "size" | "seed" => format!("{key} = …"),
        _ => format!("{key} = \"…\""),
    }
}

/// The last part of a header with a long id: `response."…".evidence` becomes `….evidence`.
pub(super) fn ending(header: &str) -> String {
    match header.rsplit_once("\".") {
        Some((_, last)) => format!("….{last}"),
        None => header.to_owned(),
    }
}

/// Longest word of a user that is repeated whole, in characters.
const LONGEST: usize = 200;

/// The first few of many paths.
pub(crate) fn first_of(paths: &[impl AsRef<str>]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = paths.iter().take(SHOWN).map(|path| format!("`{}`", path.as_ref())).collect();
    match paths.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The sentence with what stands between backticks cut, where it is longer than anybody reads.
pub(super) fn shortened(sentence: &str) -> String {
    if sentence.len() <= LONGEST {
        return sentence.to_owned();
    }
    let parts: Vec<String> = sentence
        .split('`')
        .map(|part| match part.char_indices().nth(LONGEST) {
            Some(_) => format!("{}…", part.chars().take(LONGEST / 4).collect::<String>()),
            None => part.to_owned(),
        })
        .collect();
    parts.join("`")
}

/// A word without the spaces around it, also those that are not seen.
pub(super) fn bare(given: &str) -> &str {
    crate::problem::without_spaces(given)
}

pub(super) fn did_you_mean(nearest: Option<&str>, otherwise: &str, known: &[String]) -> String {
    match nearest {
        Some(nearest) if known.len() > 8 => format!("did you mean `{nearest}`?"),
        Some(nearest) => format!("did you mean `{nearest}`? ({otherwise} {})", list(known)),
        None => format!("{otherwise} {}", list(known)),
    }
}

pub(super) fn list(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

pub(super) fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

pub(super) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "a text in quotation marks",
        Kind::Number => "a whole number",
        Kind::Fraction => "a number with a fraction",
        Kind::YesNo => "`true` or `false`",
        Kind::Date => "a date",
        Kind::Time => "a date with a time",
        Kind::List => "a list",
        Kind::Texts => "a list of texts",
        Kind::Table => "a table",
        Kind::Tables => "a list of tables",
        Kind::Wording => "a text, or a table of texts by language",
        Kind::Deadline => "a date, or a table with `event` or `every`",
        Kind::Fault => "a formula that can't be computed",
    }
}

/// The next step where a value has the wrong type; `table` is the header name of the table it stands in.
pub(super) fn type_help(key: &str, table: &str, wanted: Kind, found: Kind) -> String {
    match (wanted, found) {
        (Kind::Date | Kind::Deadline, Kind::Text) => {
            format!("write the date without quotation marks: `{key} = YYYY-MM-DD`, e.g. 2025-12-31")
        }
        (Kind::Date | Kind::Deadline, _) => format!("write year, month and day: `{key} = YYYY-MM-DD`, e.g. 2025-12-31"),
        (Kind::Text, Kind::List | Kind::Table | Kind::Tables) => format!("write one text: `{key} = \"…\"`"),
        (Kind::Text | Kind::Wording, _) => format!("put it in quotation marks: `{key} = \"…\"`"),
        (Kind::Number, _) => format!("write figures only, without quotation marks: `{key} = 1`"),
        (Kind::YesNo, _) => format!("write `{key} = true` or `{key} = false`, without quotation marks"),
        (Kind::Texts, Kind::Text) => format!("put it in brackets: `{key} = [\"…\"]`"),
        (Kind::Texts, _) => format!("write `{key} = [\"…\", \"…\"]`"),
        (Kind::Tables, _) => format!("write `[[{}]]`, with two brackets on each side", header(table, key)),
        (Kind::Table, _) if matches!(key, "period" | "measure") => format!("write `{}`", example(key)),
        (Kind::Table, Kind::Tables) => format!("write `[{}]`, with one bracket on each side", header(table, key)),
        (Kind::Table, _) => {
            format!("write `[{}]` on a line of its own, and what belongs to it below", header(table, key))
        }
        _ => String::new(),
    }
}

/// The header of the table `key` inside `table`; an id goes between quotation marks.
fn header(table: &str, key: &str) -> String {
    let plain = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let key = if plain { key.to_owned() } else { format!("\"{key}\"") };
    if table.is_empty() { key } else { format!("{table}.{key}") }
}
