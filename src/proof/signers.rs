//! Whose keys are whose: a file of OpenSSH's kind `allowed_signers`.
//!
//! A line is `"Name of a person" namespaces="rapporteur",valid-after="20250101" ssh-ed25519 AAAA… remark`. Names are
//! patterns with `*`, `?` and, before one that is not to fit, `!`; several are joined by commas.

use chrono::{Days, NaiveDate, NaiveDateTime};
use ssh_key::PublicKey;
use ssh_key::public::KeyData;

use super::signature::NAMESPACE;

/// Whose keys are whose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signers {
    /// The name of the file.
    pub file: String,
    lines: Vec<Line>,
    /// Lines that can't be read: their numbers, and why.
    pub faults: Vec<(usize, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    /// Patterns of names.
    principals: String,
    /// For what the key may sign; `None` if for anything.
    namespaces: Option<String>,
    after: Option<NaiveDateTime>,
    before: Option<NaiveDateTime>,
    key: KeyData,
}

/// What is known of a key and a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Known {
    /// The key is that person's.
    Theirs,
    /// It is somebody else's.
    Others(String),
    /// It is nobody's.
    Nobodys,
    /// It may not sign answers.
    OtherUse,
    /// It held only between these days.
    NotThen(String),
    /// It holds between these days, and when it was used is not known.
    Sometime(String),
}

impl Signers {
    /// Reads a file; what can't be read of it is in `faults`.
    pub fn read(file: &str, bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let mut signers = Self { file: file.to_owned(), ..Self::default() };
        for (at, line) in text.trim_start_matches('\u{FEFF}').lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match Line::read(line) {
                Ok(line) => signers.lines.push(line),
                Err(why) => signers.faults.push((at + 1, why)),
            }
        }
        signers
    }

    /// Whether `key` is that of `name`, and could sign on `date`.
    pub(super) fn know(&self, key: &KeyData, name: &str, date: Option<NaiveDate>) -> Known {
        let of_key = || self.lines.iter().filter(|line| line.key == *key);
        let mut answers = of_key().filter(|line| fits_list(&line.principals, name)).map(|line| line.holds(date));
        if let Some(first) = answers.next() {
            // One line that allows it is enough.
            let best = answers.find(|answer| *answer == Known::Theirs);
            return if first == Known::Theirs { first } else { best.unwrap_or(first) };
        }
        of_key().next().map_or(Known::Nobodys, |line| Known::Others(line.principals.clone()))
    }
}

impl Line {
    fn read(line: &str) -> Result<Self, String> {
        let missing = || "it has no key: a line is a name, perhaps options, and a public key".to_owned();
        let (principals, rest) = first_word(line).ok_or_else(missing)?;
        let no_options = |rest: &str| PublicKey::from_openssh(rest);
        let (options, key) = match no_options(rest) {
            Ok(key) => (Vec::new(), key),
            Err(_) => {
                let (options, rest) = split_options(rest).ok_or_else(missing)?;
                (options, no_options(rest).map_err(|_| "its key can't be read".to_owned())?)
            }
        };
        let mut read = Self { principals, namespaces: None, after: None, before: None, key: key.key_data().clone() };
        for (name, value) in options {
            match (name.to_ascii_lowercase().as_str(), value) {
                ("namespaces", Some(value)) => read.namespaces = Some(value),
                ("valid-after", Some(value)) => read.after = Some(time(&value)?),
                ("valid-before", Some(value)) => read.before = Some(time(&value)?),
                ("cert-authority", _) => return Err("keys that vouch for other keys are not known here".into()),
                _ => return Err(format!("the option `{name}` is not known")),
            }
        }
        Ok(read)
    }

    /// Whether the key may sign answers, on `date`.
    fn holds(&self, date: Option<NaiveDate>) -> Known {
        if self.namespaces.as_ref().is_some_and(|namespaces| !fits_list(namespaces, NAMESPACE)) {
            return Known::OtherUse;
        }
        if self.after.is_none() && self.before.is_none() {
            return Known::Theirs;
        }
        let (Some(morning), Some(evening)) = (
            date.map(|date| date.and_time(chrono::NaiveTime::MIN)),
            date.and_then(|date| date.checked_add_days(Days::new(1))).map(|date| date.and_time(chrono::NaiveTime::MIN)),
        ) else {
            return Known::Sometime(self.days());
        };
        let never =
            self.after.is_some_and(|after| evening <= after) || self.before.is_some_and(|before| morning >= before);
        let always =
            self.after.is_none_or(|after| morning >= after) && self.before.is_none_or(|before| evening <= before);
        match (never, always) {
            (true, _) => Known::NotThen(self.days()),
            (_, true) => Known::Theirs,
            _ => Known::Sometime(self.days()),
        }
    }

    /// When the key holds, in words.
    fn days(&self) -> String {
        let from = self.after.map(|after| format!("from {}", after.date()));
        let until = self.before.map(|before| format!("before {}", before.date()));
        [from, until].into_iter().flatten().collect::<Vec<_>>().join(" and ")
    }
}

/// The first word of a line, which may stand in quotation marks, and the rest.
fn first_word(line: &str) -> Option<(String, &str)> {
    let (word, rest) = match line.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"')?,
        None => line.split_once([' ', '\t'])?,
    };
    let rest = rest.trim_start();
    (!word.is_empty() && !rest.is_empty()).then(|| (word.to_owned(), rest))
}

/// An option, and its value if it has one.
type Setting = (String, Option<String>);

/// Options, up to a space outside quotation marks, and the rest.
fn split_options(text: &str) -> Option<(Vec<Setting>, &str)> {
    let mut quoted = false;
    let end = text.find(|character| {
        quoted ^= character == '"';
        !quoted && matches!(character, ' ' | '\t')
    })?;
    let (options, rest) = text.split_at(end);
    let mut quoted = false;
    let parts = options.split(|character| {
        quoted ^= character == '"';
        !quoted && character == ','
    });
    let option = |part: &str| match part.split_once('=') {
        Some((name, value)) => (name.to_owned(), Some(value.trim_matches('"').to_owned())),
        None => (part.to_owned(), None),
    };
    Some((parts.map(option).collect(), rest.trim_start()))
}

/// A time as OpenSSH writes it: `YYYYMMDD`, or with `HHMM` or `HHMMSS`, perhaps with a `Z`. Time zones are passed over.
fn time(text: &str) -> Result<NaiveDateTime, String> {
    let digits = text.strip_suffix('Z').unwrap_or(text);
    let full = match digits.len() {
        8 => format!("{digits}000000"),
        12 => format!("{digits}00"),
        _ => digits.to_owned(),
    };
    NaiveDateTime::parse_from_str(&full, "%Y%m%d%H%M%S")
        .ok()
        .filter(|_| full.len() == 14)
        .ok_or_else(|| format!("`{text}` is no day of the form `YYYYMMDD`"))
}

/// Whether `name` fits one of the patterns, and none of those with `!`.
fn fits_list(patterns: &str, name: &str) -> bool {
    let mut fitting = false;
    for pattern in patterns.split(',') {
        match pattern.strip_prefix('!') {
            Some(refused) if fits(refused, name) => return false,
            Some(_) => {}
            None => fitting |= fits(pattern, name),
        }
    }
    fitting
}

/// Whether `name` fits a pattern, in which `*` stands for any letters and `?` for one.
fn fits(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut seen) = (0, 0);
    // Where the last `*` stands, and how far it reaches.
    let mut star: Option<(usize, usize)> = None;
    while seen < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, seen));
                at += 1;
            }
            Some(one) if *one == '?' || *one == name[seen] => {
                at += 1;
                seen += 1;
            }
            _ => {
                let Some((place, reach)) = star else { return false };
                star = Some((place, reach + 1));
                at = place + 1;
                seen = reach + 1;
            }
        }
    }
    pattern[at..].iter().all(|rest| *rest == '*')
}
