//! The rules, templates and explanations are compiled in; a change to them must rebuild the crate. A word that a template
//! asks for and that is not there fails the build, not a report.

#[path = "build/words.rs"]
mod words;

use std::path::Path;
use std::{fs, io};

fn main() -> io::Result<()> {
    for folder in ["rules", "templates", "src/problem/explain", "build"] {
        println!("cargo::rerun-if-changed={folder}");
    }
    let templates = [files("", "hbs")?, files("parts/", "hbs")?].concat();
    // The form says of answers what reports say of them, and more.
    let theirs: Vec<words::File> = files("words/", "toml")?
        .into_iter()
        .map(|(name, text)| {
            let more = fs::read_to_string(Path::new("templates/form").join(&name))?;
            Ok((name, text + "\n" + &more))
        })
        .collect::<io::Result<_>>()?;
    for fault in words::faults(&files("form/", "hbs")?, &theirs) {
        println!("cargo::error={fault}");
    }
    for fault in words::faults(&templates, &files("words/", "toml")?) {
        println!("cargo::error={fault}");
    }
    Ok(())
}

/// The files of a kind directly in a folder below `templates/`, in order of their names.
fn files(folder: &str, kind: &str) -> io::Result<Vec<words::File>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(Path::new("templates").join(folder))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == kind) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.push((format!("{folder}{name}"), fs::read_to_string(&path)?));
        }
    }
    files.sort();
    Ok(files)
}
