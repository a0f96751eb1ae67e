//! `report --theme FILE`: both formats take the look, and a faulty file leaves nothing behind.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;

use crate::support::{self, SOUND, folder_with, repository, run};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tempfile::TempDir;

const LOGO: &str =
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='9' height='9' fill='#036'/></svg>";

const HOUSE: &str = "format = 1\nlogo = \"logo.svg\"\n[colours]\ndeep = \"#036\"\nink = \"Black\"\n\
    [fonts]\ntext = \"Noto Sans Georgian\"\nfiles = [\"fonts/house.ttf\"]\n";

/// Responses, and the theme file `house.toml` in a folder of its own, with its logo and font.
fn folder(house: &str) -> TempDir {
    let files = [("responses.toml", SOUND), ("house/house.toml", house), ("house/logo.svg", LOGO)];
    let folder = folder_with(&files);
    fs::create_dir(folder.path().join("house/fonts")).unwrap();
    let font = repository().join("templates/fonts/NotoSansGeorgian-Regular.ttf");
    fs::copy(font, folder.path().join("house/fonts/house.ttf")).unwrap();
    folder
}

const REPORT: [&str; 6] = ["report", "responses.toml", "-o", "made", "--theme", "house/house.toml"];

/// A file as an address in the page holds it; the signs that fill it up are escaped there.
fn encoded(file: &str) -> String {
    STANDARD.encode(file).trim_end_matches('=').to_owned()
}

fn page(folder: &Path) -> String {
    fs::read_to_string(folder.join("made/self-assessment.html")).unwrap()
}

#[test]
fn both_formats_take_colours_font_and_logo() {
    let folder = folder(HOUSE);
    let run = run(folder.path(), &REPORT).ends_with(0);
    assert_eq!(run.stderr.matches("theme").count(), 0, "nothing is wrong: {}", run.stderr);
    let page = page(folder.path());
    assert!(page.contains(":root { --deep: #003366; --ink: #000000; }"), "the colours stand behind the stylesheet's");
    assert!(page.contains("body { font-family: \"Noto Sans Georgian\", \"Noto Sans\", "), "the family stands in front");
    assert!(page.contains(&encoded(LOGO)), "the logo is shown");
    let pdf = fs::read(folder.path().join("made/self-assessment.pdf")).unwrap();
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    let fonts: Vec<String> = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok()?.get(b"BaseFont").ok()?.as_name().ok())
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .collect();
    assert!(fonts.iter().any(|name| name.ends_with("NotoSansGeorgian-Regular")), "{fonts:?}");
}

#[test]
fn the_logo_of_the_theme_stands_in_for_that_of_the_responses() {
    let folder = folder(HOUSE);
    let own = LOGO.replace("#036", "#c00");
    fs::write(folder.path().join("own.svg"), &own).unwrap();
    let responses = SOUND.replace("country = \"XA\"", "country = \"XA\"\nlogo = \"own.svg\"");
    fs::write(folder.path().join("responses.toml"), responses).unwrap();
    run(folder.path(), &[&REPORT[..], &["--format", "html"]].concat()).ends_with(0);
    let made = page(folder.path());
    assert!(made.contains(&encoded(LOGO)) && !made.contains(&encoded(&own)));
    fs::remove_file(folder.path().join("house/logo.svg")).unwrap();
    let warned = run(folder.path(), &[&REPORT[..], &["--format", "html"]].concat()).ends_with(0);
    assert!(warned.stderr.contains("warning[logo-unusable]"), "{}", warned.stderr);
    assert!(page(folder.path()).contains(&encoded(&own)), "without it, that of the responses is shown");
}

#[test]
fn a_faulty_theme_stops_every_report_and_writes_nothing() {
    let folder = folder("format = 1\n[colours]\ndeep = \"deepest\"\n");
    let blank = ["report", "--blank", "--audience", "auditor", "--instrument", "eoa-2024", "-o", "made", "--theme"];
    let drafted = [&REPORT[..], &["--draft"]].concat();
    for arguments in [&REPORT[..], &drafted, &[&blank[..], &["house/house.toml"]].concat()] {
        let run = run(folder.path(), &[arguments, &["--problems", "plain"]].concat()).ends_with(3);
        assert!(run.stderr.contains("house/house.toml:3:8: error[bad-colour]"), "{}", run.stderr);
        assert!(run.stderr.contains("no report was made: the theme file has errors"), "{}", run.stderr);
        assert!(!folder.path().join("made").exists(), "{arguments:?}");
    }
}

#[test]
fn faults_of_answers_and_theme_are_told_in_one_run() {
    let folder = folder("format = 1\nlook = 1\n");
    fs::write(folder.path().join("responses.toml"), SOUND.replace("level = \"done\"", "level = \"dne\"")).unwrap();
    let run = run(folder.path(), &[&REPORT[..], &["--problems", "json"]].concat()).ends_with(3);
    for code in ["unknown-level", "unknown-key"] {
        assert!(run.stderr.contains(&format!("\"{code}\"")), "{code}: {}", run.stderr);
    }
}

#[test]
fn themes_of_recommendations_can_be_asked_for_beside_a_theme_file() {
    let folder = folder(HOUSE);
    let ids = run(repository(), &["rules", "list", "--themes"]).ends_with(0).stdout;
    let id = ids.split_whitespace().find(|word| word.contains('-') || word.len() > 3).unwrap().to_owned();
    let both = format!("house/house.toml,{id}");
    let made = run(folder.path(), &["report", "responses.toml", "--theme", &both, "-o", "made", "--format", "html"]);
    assert!(made.ends_with(0).stdout.contains("self-assessment-part.html"));
    let two = ["report", "responses.toml", "--theme", "house/house.toml", "--theme", "house/house.toml"];
    run(folder.path(), &two).ends_with(2).says(&["one theme file"]);
    let gone = ["report", "responses.toml", "--theme", "gone.toml"];
    run(folder.path(), &gone).ends_with(1).says(&["gone.toml", "does not exist"]);
    let score = ["score", "responses.toml", "--theme", "house/house.toml"];
    run(folder.path(), &score).ends_with(2).says(&["there is no theme `house/house.toml`"]);
}

#[test]
fn colours_are_those_of_the_stylesheet_in_use() {
    let folder = folder("format = 1\n[colours]\naccent = \"#aaa\"\n");
    let own = folder.path().join("own");
    fs::create_dir(&own).unwrap();
    fs::write(own.join("report.css"), ":root { --accent: #000; }\nh1 { color: var(--accent); }\n").unwrap();
    let arguments = [&REPORT[..], &["--format", "html", "--templates", "own"]].concat();
    let warned = run(folder.path(), &arguments).ends_with(0);
    assert!(warned.stderr.contains("`accent` (#aaaaaa) on `white` is 2.3 : 1"), "{}", warned.stderr);
    run(folder.path(), &REPORT).ends_with(3);
}

// ----- an institution's own templates and words -----

fn with_own(name: &str, text: &str) -> support::Run {
    let folder = folder_with(&[("responses.toml", SOUND), (&format!("own/{name}"), text)]);
    run(folder.path(), &["report", "responses.toml", "--templates", "own", "-o", "made"])
}

#[test]
fn a_fault_of_an_own_template_is_told_with_line_and_column() {
    for (text, place) in [
        ("<p>x</p>\n\n{{#if}\n", "line 3, column 6: invalid handlebars syntax"),
        ("<p>x</p>\n  {{nonsense}}\n", "line 2, column 3: there is no field `nonsense`"),
        ("<p>x</p>\n{{w \"page\" \"nope\"}}", "line 2, column 1: "),
    ] {
        with_own("self-assessment.hbs", text).ends_with(1).says(&["`self-assessment.hbs`", place]);
    }
}

#[test]
fn a_fault_of_own_words_is_told_with_line_and_column() {
    for (text, place) in [
        ("[form]\nnone = no\n", "line 2, column 8: "),
        ("[form]\nnone = 1\n", "line 2, column 8: `form.none` must be a text"),
    ] {
        with_own("words/en.toml", text).ends_with(1).says(&["`words/en.toml`", place]);
    }
}

#[test]
fn own_words_that_lack_some_of_ours_are_refused_at_once() {
    let ours = support::read("templates/words/en.toml");
    let lacking: String =
        ours.lines().filter(|line| !line.starts_with("footer =")).map(|line| format!("{line}\n")).collect();
    let said = with_own("words/en.toml", &lacking).ends_with(1);
    // Those of the checklist too, though this report has none.
    said.says(&["`words/en.toml`", "lacks words", "`auditor.footer`", "`parliament.footer`"]);
    let more = ours + "\n[house]\nmotto = \"Rights for all\"\n";
    with_own("words/en.toml", &more).ends_with(0);
}

#[test]
fn a_fault_of_an_own_stylesheet_is_a_warning_with_its_place() {
    let run = with_own("report.css", "p { color red; }\nh1 { wobble: 1 }\n").ends_with(0);
    for part in ["`color red` is not a property with its value (`report.css` 1:5)", "`report.css` 2:6"] {
        assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
    }
}
