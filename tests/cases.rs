//! A folder is a case: each `tests/cases/**/case.toml` is run with the program and compared with what lies beside it.
//! README.md in this folder says how to add one. `SNAPSHOTS=overwrite cargo test` renews what is expected.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use snapbox::{Assert, Data};

datatest_stable::harness! {
    { test = case, root = "tests/cases", pattern = r"case\.toml$" },
}

fn case(path: &Path) -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    let case: toml::Table = text.parse()?;
    let folder = path.parent().ok_or("a case lies in a folder")?;
    let work = tempfile::tempdir()?;
    copy(&folder.join("input"), work.path())?;
    make(&case, work.path())?;

    let arguments: Vec<&str> =
        case["args"].as_array().ok_or("`args` is a list")?.iter().filter_map(|argument| argument.as_str()).collect();
    let given = match case.get("stdin").and_then(|name| name.as_str()) {
        Some(name) => Stdio::from(fs::File::open(work.path().join(name))?),
        None => Stdio::null(),
    };
    let output = Command::new(env!("CARGO_BIN_EXE_rapporteur"))
        .args(&arguments)
        .stdin(given)
        .current_dir(work.path())
        .env_clear()
        .env("COLUMNS", "80")
        .output()?;

    let assert = Assert::new().action_env("SNAPSHOTS");
    assert.eq(String::from_utf8(output.stdout)?, file(&folder.join("stdout.txt")));
    assert.eq(String::from_utf8(output.stderr)?, file(&folder.join("stderr.txt")));
    let exit = case["exit"].as_integer().ok_or("`exit` is a number")?;
    if output.status.code().map(i64::from) != Some(exit) {
        return Err(format!("{arguments:?} ended with {}, not {exit}", output.status).into());
    }
    for name in case.get("writes").and_then(|names| names.as_array()).into_iter().flatten() {
        let name = name.as_str().ok_or("`writes` is a list of file names")?;
        let written = fs::read_to_string(work.path().join(name))?;
        assert.eq(written, file(&folder.join("expected").join(name)));
    }
    Ok(())
}

/// What is expected, as text without any normalisation of its kind.
fn file(path: &Path) -> Data {
    Data::read_from(path, Some(snapbox::data::DataFormat::Text)).raw()
}

/// `make = { file = "…", size = … }`: a file too large to commit.
fn make(case: &toml::Table, work: &Path) -> Result<(), Box<dyn Error>> {
    let Some(make) = case.get("make") else { return Ok(()) };
    let size = usize::try_from(make["size"].as_integer().ok_or("`size` is a number")?)?;
    fs::write(work.join(make["file"].as_str().ok_or("`file` is a name")?), "#".repeat(size))?;
    Ok(())
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    if !from.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
