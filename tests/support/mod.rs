//! What the integration tests share: the program with a cleared environment, the repository's folders, small inputs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

pub(crate) mod browser;
pub(crate) mod build;
pub(crate) mod written;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// How a run of the program ended.
#[derive(Debug)]
pub(crate) struct Run {
    /// `None` if a signal ended it, as a stack overflow does.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Asserts the exit code, and shows what was said if it is another.
    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "standard error:\n{}\nstandard output:\n{}", self.stderr, self.stdout);
        self
    }

    /// Asserts that standard error is one line, that it holds all `parts`, and no parlance of programmers.
    #[track_caller]
    pub(crate) fn says(self, parts: &[&str]) -> Self {
        assert!(is_one_sentence(&self.stderr), "not one sentence:\n{}", self.stderr);
        for part in parts {
            assert!(self.stderr.contains(part), "`{part}` is not in: {}", self.stderr);
        }
        self
    }
}

/// The program, with nothing of the caller's environment but what `COLUMNS` needs to be fixed.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    command.current_dir(folder).env_clear().env("COLUMNS", "80");
    command
}

/// Runs the program in `folder`.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Run {
    ended(&program(folder).args(arguments).output().unwrap())
}

/// How the program ended, with its output as text.
pub(crate) fn ended(output: &Output) -> Run {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the output is UTF-8");
    Run { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
}

/// A message of one line, begun with the program's name, without error numbers, Rust names or a backtrace.
pub(crate) fn is_one_sentence(message: &str) -> bool {
    let line = message.strip_suffix('\n').unwrap_or(message);
    let parlance = ["panicked", "backtrace", "os error", "Os {", "Err(", "::"];
    line.starts_with("rapporteur: ") && !line.contains('\n') && !parlance.iter().any(|word| line.contains(word))
}

/// The root of the repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a file of the repository.
#[track_caller]
pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All files below `folder`, sorted, as paths relative to it with `/`.
pub(crate) fn files_below(folder: &Path) -> Vec<String> {
    let (mut found, mut waiting) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).unwrap_or_else(|error| panic!("{}: {error}", next.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

/// The parts of a Word file or another zip archive, by name.
pub(crate) fn unzipped(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for number in 0..archive.len() {
        let mut part = archive.by_index(number).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut bytes).unwrap();
        let name = part.name().unwrap().into_owned();
        parts.push((name, bytes));
    }
    parts
}

/// Copies `from` with all that lies below it.
pub(crate) fn copy(from: &Path, to: &Path) {
    for file in files_below(from) {
        let target = to.join(&file);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(from.join(&file), target).unwrap();
    }
}

/// A new folder with `files` in it.
pub(crate) fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path: PathBuf = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// A sound responses file with one answer of each sort.
pub(crate) const SOUND: &str = r#"format = 1
instruments = ["eoa-2024@1.0.0"]

[institution]
name = "Office of the Ombudsman of Exampland"
country = "XA"
address = "1 Example Street"

[assessment]
period = { from = 2025-01-01, to = 2025-12-31 }
date = 2026-01-31
prepared-by = "Department A"
validated-by = "Department B"
summary = "A year of letters — and of answers."

[[exclude]]
what = "eoa-2024/2.10"
reason-code = "event-past"
reason = "There was no conference in 2025."

[response."eoa-2024/2.1/parliament-informed"]
level = "done"
done-on = 2025-03-04
narrative = '''
A letter was sent
on 4 March.
'''
state = "ready"

[[response."eoa-2024/2.1/parliament-informed".evidence]]
title = "Covering letter"
kind = "letter"
url = "https://ombudsman.example/letter"
date = 2025-03-04
pages = "1-2"

[response."eoa-2024/2.1/government-informed"]
level = "in-preparation"
narrative = "A letter is being drafted."
obstacle = "Nobody has been named as responsible."

[[response."eoa-2024/2.1/government-informed".action]]
what = "Send the letter"
responsible = "Department A"
due = 2026-06-30
status = "started"

[response."eoa-2024/2.11/practices-submitted"]
level = "not-applicable"
reason-code = "not-a-member"
reason = "The office joined in 2025."

[[request]]
id = "budget"
what = "Fund one post"
owner = "Budget Committee"
due = 2026-09-01
serves = ["eoa-2024/2.1/government-informed"]
"#;

/// Rules of two questions, one about the institution and one about the country.
pub(crate) const DEMO_RULES: &str = r#"format = 1

[instrument]
id = "demo-2024"
version = "1.0.0"
title = "Demonstration resolution"
short-title = "Demonstration"
body = "Forum of Exampland"
date = 2024-10-09
status = "adopted"

[[recommendation]]
ref = "1"
operative = "recommend"
text = "Publish an annual report."
addressees = ["nhri"]
deadline = 2025-06-30

[[recommendation.item]]
id = "report-published"
ask = "Has the institution published a report about the year?"
indicator = "process"
origin = "stated"
scale = "completion"

[[recommendation]]
ref = "2"
operative = "urge"
text = "Urges States to protect personal data."
addressees = ["state"]

[[recommendation.item]]
id = "law-in-force"
ask = "Is a law on personal data in force?"
indicator = "structure"
origin = "derived"
scale = "default"
"#;

/// The beginning of a responses file for [`DEMO_RULES`].
pub(crate) const DEMO_HEAD: &str = r#"format = 1
instruments = ["demo-2024@1.0.0"]

[institution]
name = "Office of the Ombudsman of Exampland"
country = "XA"

[assessment]
period = { from = 2025-01-01, to = 2025-12-31 }
date = 2026-01-31
"#;
