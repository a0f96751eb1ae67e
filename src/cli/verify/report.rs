//! What a report proves of itself: that its files are those of its manifest, and that they give it again.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::RulesOptions;
use super::super::case::Case;
use super::super::exit::Failure;
use super::super::report::{Again, ReportCommand};
use super::signatures::signers;
use super::{Verify, ending};
use crate::load::{self, SIGNATURES, folder_of, reason};
use crate::proof::{self, ASSESSMENT, Attached, Claim, Content, File, Kind, MANIFEST, Manifest, signatures};
use crate::source::sha256;

/// Larger files are no reports.
const LARGEST: u64 = 256 * 1024 * 1024;

/// How the names of statements over redacted answers end.
const FOR_PARLIAMENT: &str = "-for-parliament";

/// The version of this program.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What `verify` finds of a report.
pub(super) fn claims(verify: &Verify) -> Result<Vec<Claim>, Failure> {
    let bytes = read(&verify.file)?;
    match ending(&verify.file).as_str() {
        "pdf" => of_pdf(verify, &bytes),
        _ => of_page(verify, &bytes),
    }
}

/// What the signatures beside a PDF prove of the answers that are attached to it; nothing if there are none.
pub(super) fn signed(verify: &Verify) -> Result<Vec<Claim>, Failure> {
    let mut signed = load::signed(&folder_of(&verify.file).join(SIGNATURES))?;
    if signed.is_empty() || ending(&verify.file) != "pdf" {
        return Ok(Vec::new());
    }
    let attached = proof::attachments(&read(&verify.file)?).unwrap_or_default();
    let Ok(Some(manifest)) = proof::manifest_among(&attached) else { return Ok(Vec::new()) };
    let redacted = manifest.audience == "parliament";
    signed.retain(|one| one.name.ends_with(FOR_PARLIAMENT) == redacted);
    // What can't be laid out was told already.
    let Ok(folder) = laid_out(&manifest, &attached) else { return Ok(Vec::new()) };
    let (responses, rules) = where_laid(&manifest, folder.path());
    let again = Again::of(&manifest, redacted);
    let options = RulesOptions { folder: rules, instruments: Vec::new() };
    let case = Case::open(&options, None, &responses, None, again.looked_up())?;
    let review = match manifest.of(Kind::Review).next() {
        Some(entry) => case.reviewed(&folder.path().join(&entry.path), None)?,
        None => None,
    };
    let Some(responses) = &case.responses else { return Ok(Vec::new()) };
    let content = Content::of(&case.rules, responses, review.as_ref());
    Ok(signatures(&signed, &content, signers(verify)?.as_ref()))
}

/// Whether a report holds a manifest; one that was made without `--attach` has none.
pub(super) fn has_manifest(path: &Path) -> Result<bool, Failure> {
    let bytes = read(path)?;
    if ending(path) == "pdf" {
        let attached = proof::attachments(&bytes).map_err(|why| unreadable(path, format!("it {why}")))?;
        return Ok(attached.iter().any(|file| file.name == MANIFEST));
    }
    Ok(proof::has_manifest(&String::from_utf8_lossy(&bytes)))
}

/// A PDF holds all that it is made of.
fn of_pdf(verify: &Verify, bytes: &[u8]) -> Result<Vec<Claim>, Failure> {
    let attached = proof::attachments(bytes).map_err(|why| unreadable(&verify.file, format!("it {why}")))?;
    let manifest = proof::manifest_among(&attached).map_err(|why| unreadable(&verify.file, why))?;
    let Some(manifest) = manifest else {
        let why = "it holds no manifest: it was made without --attach, so there is nothing in it to check";
        return Err(unreadable(&verify.file, why.into()));
    };
    let mut claims = proof::held(&manifest, &attached);
    claims.extend(proof::rules(&manifest));
    if let Some(path) = &verify.responses {
        claims.push(answers(&manifest, path, &read(path)?));
    }
    let figures = "the figures follow from what is attached";
    let whole = "the report is made again of what is attached, byte for byte";
    let outcome = laid_out(&manifest, &attached).and_then(|folder| {
        let redacted = manifest.audience == "parliament";
        made_again(&manifest, None, folder.path(), redacted, true)
    });
    match outcome {
        Ok((made, files)) => {
            let there = attached.iter().find(|file| file.name == ASSESSMENT).map(|file| file.bytes.as_slice());
            let computed = files.iter().find(|file| file.kind == Kind::Assessment).map(|file| file.bytes.as_slice());
            let differ = proof::figures_differ(computed.unwrap_or_default(), there.unwrap_or_default());
            claims.push(told(figures, differ.map(|what| format!("{what} differs")), &manifest));
            let differs = (made != bytes).then(|| match proof::first_other(&files, &manifest) {
                Some(file) => format!("`{}` comes out otherwise", file.path),
                None => format!("the files give another PDF, from byte {} on", first_difference(&made, bytes) + 1),
            });
            claims.push(told(whole, differs, &manifest));
        }
        Err(why) => {
            claims.push(told(figures, Some(why.clone()), &manifest));
            claims.push(told(whole, Some(why), &manifest));
        }
    }
    claims.extend(evidence(&manifest));
    Ok(claims)
}

/// A page holds only its manifest.
fn of_page(verify: &Verify, bytes: &[u8]) -> Result<Vec<Claim>, Failure> {
    let damaged = || unreadable(&verify.file, "it is no text in UTF-8, so it was damaged".into());
    let page = std::str::from_utf8(bytes).map_err(|_| damaged())?;
    let (manifest, holds) = proof::manifest_of(page)
        .map_err(|why| unreadable(&verify.file, format!("{why}; only reports made with --attach hold one")))?;
    let unchanged = "the page and its manifest are as they were made";
    let changed = "the page's SHA-256 is another one than its manifest says: somebody changed it";
    let mut claims = vec![if holds { Claim::holds(unchanged) } else { Claim::fails(unchanged, changed) }];
    claims.extend(proof::rules(&manifest));
    let whole = "the page is made again of the answers, byte for byte";
    let Some(path) = &verify.responses else {
        claims.push(Claim::open(whole, "a page doesn't hold the answers: give them with --responses FILE"));
        claims.extend(evidence(&manifest));
        return Ok(claims);
    };
    let answers_given = read(path)?;
    claims.push(answers(&manifest, path, &answers_given));
    let elsewhere = [Kind::Baseline, Kind::Review, Kind::Template, Kind::Theme, Kind::ThemePart, Kind::Font];
    let lacking = manifest.files.iter().find(|entry| elsewhere.contains(&entry.kind));
    if let Some(entry) = lacking {
        let why = format!("it was also made of `{}`, which a page doesn't hold: verify the PDF", entry.path);
        claims.push(Claim::open(whole, why));
        return Ok(claims);
    }
    let redacted = manifest.of(Kind::Responses).any(|entry| entry.sha256 == sha256(&answers_given));
    let redacted = redacted && manifest.audience == "parliament";
    let rules = verify.rules.folder.clone();
    let folder = path.parent().unwrap_or(Path::new(""));
    let differs = match made_again(&manifest, Some((path.clone(), rules)), folder, redacted, false) {
        Ok((made, _)) => (made != bytes).then(|| {
            let line = bytes[..first_difference(&made, bytes)].iter().filter(|byte| **byte == b'\n').count() + 1;
            format!("the answers give another page, from line {line} on")
        }),
        Err(why) => Some(why),
    };
    claims.push(told(whole, differs, &manifest));
    claims.extend(evidence(&manifest));
    Ok(claims)
}

/// A claim that holds unless something differs; what another version made is not held against this one.
fn told(what: &str, differs: Option<String>, manifest: &Manifest) -> Claim {
    let version: String = manifest.version.chars().filter(|c| !c.is_control()).take(40).collect();
    match differs {
        None => Claim::holds(what),
        Some(why) if version != VERSION => Claim::open(
            what,
            format!("{why}; this is version {VERSION}, and the report was made by {version}: verify it with that"),
        ),
        Some(why) => Claim::fails(what, why),
    }
}

/// Whether the answers that were given are those of the report.
fn answers(manifest: &Manifest, path: &Path, bytes: &[u8]) -> Claim {
    let what = format!("`{}` is the file that the report was made of", path.display());
    let hash = sha256(bytes);
    let of_report = manifest.responses.files.iter().map(|file| &file.sha256);
    let mut known = of_report.chain(manifest.of(Kind::Responses).map(|entry| &entry.sha256));
    if known.any(|known| *known == hash) {
        return Claim::holds(what);
    }
    let named = manifest.responses.files.first().map(|file| file.sha256.as_str()).unwrap_or_default();
    Claim::fails(
        what,
        format!("its SHA-256 is {hash}, and the report names {named}: it was changed, or is another file"),
    )
}

/// Evidence files lie with the institution.
fn evidence(manifest: &Manifest) -> Option<Claim> {
    let count = manifest.responses.evidence.len();
    (count > 0).then(|| {
        Claim::open(
            "the evidence files are as they were found",
            format!("they don't go with the report: hold the {count} in its manifest against the files"),
        )
    })
}

/// Writes the files of a report into a new folder.
fn laid_out(manifest: &Manifest, attached: &[Attached]) -> Result<tempfile::TempDir, String> {
    if !manifest.has_safe_paths() {
        return Err("the manifest names a path that leaves the folder, or one path twice".into());
    }
    let failed = |error: std::io::Error| format!("the files can't be laid out: {}", reason(&error));
    let folder = tempfile::tempdir().map_err(failed)?;
    for entry in manifest.files.iter().filter(|entry| entry.kind != Kind::Assessment) {
        let Some(file) = attached.iter().find(|file| file.name == entry.name) else {
            return Err(format!("`{}` is not there", entry.name));
        };
        // Our own rules stand already; those that are not ours take their place.
        if entry.kind == Kind::Rules && load::embedded_rules().iter().any(|rules| rules.bytes == file.bytes) {
            continue;
        }
        let path = folder.path().join(&entry.path);
        path.parent().map_or(Ok(()), fs::create_dir_all).map_err(failed)?;
        fs::write(path, &file.bytes).map_err(failed)?;
    }
    Ok(folder)
}

/// Where the answers lie below `folder`, and the folder of rules, if there is one.
fn where_laid(manifest: &Manifest, folder: &Path) -> (PathBuf, Option<PathBuf>) {
    let mut files = manifest.of(Kind::Responses).map(|entry| folder.join(&entry.path));
    let (first, more) = (files.next().unwrap_or_default(), files.next().is_some());
    let responses = if more { first.parent().map(Path::to_path_buf).unwrap_or_default() } else { first };
    (responses, Some(ReportCommand::rules_folder(folder)).filter(|rules| rules.is_dir()))
}

/// Makes the report again, of the files below `folder` or of the answers that were `given` with a folder of rules; gives
/// the report, and what goes with it.
fn made_again(
    manifest: &Manifest,
    given: Option<(PathBuf, Option<PathBuf>)>,
    folder: &Path,
    redacted: bool,
    pdf: bool,
) -> Result<(Vec<u8>, Vec<File>), String> {
    let (responses, rules) = given.unwrap_or_else(|| where_laid(manifest, folder));
    let again = Again::of(manifest, redacted);
    let command = ReportCommand::again(manifest, responses, folder, rules, pdf)?;
    let made = command.make(Some(&again)).map_err(|failure| format!("it can't be made again: {failure}"))?;
    let one = made.and_then(|made| made.into_iter().next()?.one());
    one.ok_or_else(|| "it can't be made again: what it is made of has errors".into())
}

fn first_difference(one: &[u8], other: &[u8]) -> usize {
    one.iter().zip(other).position(|(one, other)| one != other).unwrap_or(one.len().min(other.len()))
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let about = fs::metadata(path).map_err(|error| unreadable(path, reason(&error)))?;
    if !about.is_file() {
        return Err(unreadable(path, "it is not a file".into()));
    }
    if about.len() > LARGEST {
        return Err(unreadable(path, format!("it is larger than {} MB", LARGEST / 1024 / 1024)));
    }
    fs::read(path).map_err(|error| unreadable(path, reason(&error)))
}

fn unreadable(path: &Path, why: String) -> Failure {
    load::Failure::Unreadable { path: path.to_owned(), why }.into()
}
