//! Spreadsheets: what is exported and imported again is the same, and broken files are told.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use crate::support::{self, DEMO_HEAD, DEMO_RULES, SOUND, folder_with, read, run};
use proptest::prelude::*;
use rapporteur::model::{Answer, Responses, Rules};
use rapporteur::problem::Problems;
use rapporteur::source::Sources;
use rapporteur::{assess, check, load, render, report, revise};
use toml::{Table, Value};
use zip::write::SimpleFileOptions;

// ----- round trips -----

proptest! {
    // Each writes and reads files; PROPTEST_CASES asks for more.
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_round_trip_changes_nothing(text in responses_file()) {
        let folder = folder_with(&[("rules/demo-2024.toml", DEMO_RULES), ("responses.toml", &text)]);
        let before = Opened::of(folder.path(), "responses.toml");
        before.export(folder.path());
        for sheet in ["book.xlsx", "tables"] {
            let into = before.import(&folder.path().join(sheet));
            prop_assert!(into.is_empty(), "{sheet}: {}", into[0].1);
            // A workbook can't hold the longest texts; it says so where they are missing.
            if sheet == "book.xlsx" && text.contains(&"long ".repeat(6_553)) {
                continue;
            }
            let new = format!("new-{}.toml", sheet.replace(".xlsx", ""));
            before.import_anew(&folder.path().join(sheet), &folder.path().join(&new));
            let after = Opened::of(folder.path(), &new);
            prop_assert_eq!(said(&before.responses), said(&after.responses), "{}", sheet);
        }
    }
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(32)
}

/// What responses say, without the names of their files and without empty answers, which a sheet can't tell from none.
fn said(responses: &Responses) -> Responses {
    let mut said = Responses { provenance: Vec::new(), ..responses.clone() };
    said.responses.retain(|_, response| {
        response.answer != Answer::Unanswered
            || !response.narrative.is_empty()
            || !response.evidence.is_empty()
            || !response.actions.is_empty()
            || !response.internal_note.is_empty()
            || response.measure.is_some()
    });
    said
}

/// A folder's rules and one of its responses files, read and checked.
struct Opened {
    rules: Rules,
    responses: Responses,
    sources: Sources,
    files: Vec<usize>,
}

impl Opened {
    #[track_caller]
    fn of(folder: &Path, file: &str) -> Self {
        let (mut sources, problems) = (Sources::default(), Problems::default());
        let (rules, written) = load::case(
            Some(&folder.join("rules")),
            &folder.join(file),
            load::Hashing { all: false, meter: &load::Meter::default() },
            &mut sources,
            &problems,
        )
        .unwrap();
        let rules = check::rules(rules, &problems);
        let files = written.files.clone();
        let responses = check::responses(written, &rules, None, &problems);
        assert_eq!(
            problems.errors(),
            0,
            "{file}: {:?}\n{}",
            problems.into_sorted(),
            fs::read_to_string(folder.join(file)).unwrap()
        );
        Self { rules, responses: responses.unwrap(), sources, files }
    }

    fn values(&self) -> Vec<Table> {
        self.files.iter().map(|number| load::values(self.sources.get(*number))).collect()
    }

    /// As a workbook and as tables.
    fn export(&self, folder: &Path) {
        let assessment = assess::assess(&self.rules, &self.responses, self.responses.particulars.date);
        let book = report::book(&assessment, &self.values(), "en");
        let words = render::words(None, "en").unwrap();
        fs::write(folder.join("book.xlsx"), render::workbook(&book, &words).unwrap()).unwrap();
        fs::create_dir(folder.join("tables")).unwrap();
        for (name, bytes) in render::csv(&book, &words).unwrap() {
            fs::write(folder.join("tables").join(name), bytes).unwrap();
        }
    }

    /// The files that an import changes.
    fn import(&self, sheet: &Path) -> Vec<(usize, String)> {
        let (mut sources, problems) = (Sources::default(), Problems::default());
        let base = self.values().remove(0);
        let folder = sheet.parent().unwrap();
        let book = load::book(sheet, Some(&base), folder, &self.rules, &mut sources, &problems).unwrap();
        assert_eq!(problems.errors(), 0, "{:?}\n{}", problems.into_sorted(), sources.get(book.text).text);
        revise::take_over(&load::values(sources.get(book.text)), &self.rules, &self.files, &self.sources).unwrap()
    }

    fn import_anew(&self, sheet: &Path, path: &Path) {
        let (mut sources, problems) = (Sources::default(), Problems::default());
        let folder = sheet.parent().unwrap();
        let book = load::book(sheet, None, folder, &self.rules, &mut sources, &problems).unwrap();
        assert_eq!(problems.errors(), 0, "{:?}", problems.into_sorted());
        fs::write(path, &sources.get(book.text).text).unwrap();
    }
}

/// A sound responses file with anything in its texts.
fn responses_file() -> impl Strategy<Value = String> {
    let answer = (
        prop::option::of(prop::sample::select(vec!["", "full", "not-started", "no-information", "not-applicable"])),
        entries(vec!["narrative", "obstacle", "state-comment", "assigned-to", "internal-note", "reason"]),
        prop::option::of(measure()),
        prop::collection::vec((filled(), filled(), filled(), entries(vec!["pages", "description"])), 0..3),
        prop::collection::vec((filled(), filled(), prop::bool::ANY, entries(vec!["cost"])), 0..3),
    );
    (answer, entries(vec!["kind", "accreditation", "address", "contact"]), filled(), prop::bool::ANY).prop_map(
        |((level, texts, measure, evidence, actions), institution, name, crlf)| {
            let mut answer = texts;
            answer.extend(level.map(|level| ("level".into(), level.into())));
            answer.extend(measure.map(|measure| ("measure".into(), Value::Table(measure))));
            let evidence = evidence.into_iter().map(|(title, kind, url, mut more)| {
                more.extend([("title".into(), title.into()), ("kind".into(), kind.into()), ("url".into(), url.into())]);
                Value::Table(more)
            });
            let actions = actions.into_iter().map(|(what, responsible, confidential, mut more)| {
                more.extend([("what".into(), what.into()), ("responsible".into(), responsible.into())]);
                more.extend([("due".into(), day()), ("confidential".into(), confidential.into())]);
                Value::Table(more)
            });
            answer.insert("evidence".into(), evidence.collect::<Vec<_>>().into());
            answer.insert("action".into(), actions.collect::<Vec<_>>().into());
            answer.retain(|_, value| value.as_array().is_none_or(|list| !list.is_empty()));
            let answers = Table::from_iter([("demo-2024/2/law-in-force".to_owned(), Value::Table(answer))]);
            let institution: String =
                institution.into_iter().map(|(key, value)| format!("{key} = {value}\n")).collect();
            let head = DEMO_HEAD.replace("[assessment]", &format!("{institution}\n# A remark.\n[assessment]"));
            let head = head.replace("\"Office of the Ombudsman of Exampland\"", &Value::String(name).to_string());
            let answers = toml::to_string(&Table::from_iter([("response".to_owned(), Value::Table(answers))])).unwrap();
            let text = format!("{head}\n# What follows is kept.\n{answers}\n# The end.");
            if crlf && !text.contains('\r') { text.replace('\n', "\r\n") } else { text }
        },
    )
}

fn day() -> Value {
    "2025-06-30".parse().map(Value::Datetime).unwrap()
}

fn measure() -> impl Strategy<Value = Table> {
    let value = prop_oneof![
        any::<i32>().prop_map(|number| Value::Integer(number.into())),
        any::<i64>().prop_map(Value::Integer),
        (-1000..1000i32).prop_map(|number| Value::Float(f64::from(number) / 8.0)),
        prop::sample::select(vec!["62", "48.0", "1e3", "007", "+5", "about 60", "2025-01-01", "TRUE"])
            .prop_map(Value::from),
    ];
    (value, text(), prop::option::of(1900..2100i64)).prop_map(|(value, unit, year)| {
        let mut measure = Table::from_iter([("value".to_owned(), value), ("unit".to_owned(), unit.into())]);
        measure.extend(year.map(|year| ("year".to_owned(), Value::Integer(year))));
        measure
    })
}

fn entries(keys: Vec<&'static str>) -> impl Strategy<Value = Table> {
    let some = prop::sample::subsequence(keys.clone(), 0..=keys.len());
    some.prop_flat_map(|keys| {
        let count = keys.len();
        prop::collection::vec(text(), count).prop_map(move |texts| {
            keys.iter().map(|key| (*key).to_owned()).zip(texts.into_iter().map(Value::from)).collect()
        })
    })
}

/// A text that is not empty.
fn filled() -> impl Strategy<Value = String> {
    text().prop_filter("something to read", |text| !text.trim().is_empty())
}

/// Any text that a responses file can hold, more often one that a spreadsheet could take for something else.
fn text() -> impl Strategy<Value = String> {
    const TRAPS: [&str; 28] = [
        "",
        " ",
        "=1+1",
        "+49 30 1",
        "-",
        "@SUM(A1)",
        "\t=1",
        "'quoted",
        "''",
        "'=x",
        "12",
        "1-2",
        "2025-03-04",
        "TRUE",
        "1e5",
        "a\nb",
        "\n",
        "a\r\nb",
        "\rb",
        "_x000D_",
        "\"q\"; \"r\"",
        "a,b;c\td",
        "'''",
        "x'",
        "\u{5E9}\u{5DC}\u{5D5}\u{5DD} 5",
        "🧑\u{200D}⚖️",
        "#REF!",
        "\u{FF1D}1",
    ];
    let any = prop::collection::vec(any::<char>(), 0..12).prop_map(|letters| {
        let held = |c: &char| (!c.is_control() || "\n\r\t".contains(*c)) && !('\u{202A}'..='\u{202E}').contains(c);
        letters.into_iter().filter(held).collect::<String>()
    });
    let traps = prop::sample::select(TRAPS.to_vec());
    prop_oneof![
        6 => traps.clone().prop_map(str::to_owned),
        4 => (traps, any.clone()).prop_map(|(trap, rest)| format!("{trap}{rest}")),
        4 => any,
        1 => (1..40_000usize).prop_map(|length| "long ".repeat(length / 5)),
    ]
}

// ----- what is the same every time -----

#[test]
fn the_same_answers_give_the_same_bytes() {
    let folder = folder_with(&[("responses.toml", SOUND)]);
    let export = |name: &str| {
        run(folder.path(), &["export", "responses.toml", "--to", "xlsx", "-o", name]).ends_with(0);
        fs::read(folder.path().join(name)).unwrap()
    };
    assert_eq!(export("a.xlsx"), export("b.xlsx"));
}

#[test]
fn a_folder_of_files_is_one_workbook_and_takes_it_back() {
    let (head, rest) = SOUND.split_at(SOUND.find("[response.").unwrap());
    let (answer, others) = rest.split_at(rest.find("[response.\"eoa-2024/2.11").unwrap());
    let others = format!("format = 1\n\n# Of a colleague.\n{others}");
    let first = format!("{head}{answer}");
    let folder = folder_with(&[("answers/1.toml", &first), ("answers/2.toml", &others)]);
    run(folder.path(), &["export", "answers", "--to", "xlsx", "-o", "book.xlsx"]).ends_with(0);
    let same = run(folder.path(), &["import", "book.xlsx", "--into", "answers"]).ends_with(0);
    assert!(same.stderr.contains("nothing differs"), "{}", same.stderr);
    assert_eq!(fs::read_to_string(folder.path().join("answers/1.toml")).unwrap(), first);
    assert_eq!(fs::read_to_string(folder.path().join("answers/2.toml")).unwrap(), others);
}

// ----- broken files -----

/// The example as a workbook, taken apart and put together with one part changed.
fn workbook_with(part: &str, change: impl Fn(&str) -> Vec<u8>) -> Vec<u8> {
    let folder = folder_with(&[("responses.toml", SOUND)]);
    run(folder.path(), &["export", "responses.toml", "--to", "xlsx"]).ends_with(0);
    let bytes = fs::read(folder.path().join("responses.xlsx")).unwrap();
    repacked(&bytes, part, |text| change(std::str::from_utf8(text).unwrap()))
}

/// The sheet of answers in such a workbook.
const SHEET: &str = "xl/worksheets/sheet3.xml";

/// Imports a workbook of these bytes; the responses must stay as they are.
#[track_caller]
fn imported(name: &str, bytes: &[u8]) -> support::Run {
    let folder = folder_with(&[("responses.toml", SOUND)]);
    fs::write(folder.path().join(name), bytes).unwrap();
    let ended = run(folder.path(), &["import", name, "--into", "responses.toml", "--problems", "plain"]);
    assert_eq!(fs::read_to_string(folder.path().join("responses.toml")).unwrap(), SOUND);
    ended
}

#[test]
fn what_is_no_workbook_is_told_in_one_sentence() {
    let whole = workbook_with("", |_| Vec::new());
    let ole = [&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..], &[0; 600]].concat();
    let password: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let pack = |name: &str, text: &[u8]| {
        let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
        file.start_file(name, SimpleFileOptions::default()).unwrap();
        file.write_all(text).unwrap();
        file.finish().unwrap().into_inner()
    };
    let broken: [(&str, Vec<u8>, &str); 9] = [
        ("empty", Vec::new(), "it is empty"),
        ("text", b"id;level".to_vec(), "it is no workbook"),
        ("half", whole[..whole.len() / 2].to_vec(), "damaged"),
        ("old", ole.clone(), "old format of Excel"),
        ("password", [ole, password].concat(), "password"),
        ("ods", pack("content.xml", b"<x/>"), "OpenDocument"),
        ("docx", pack("word/document.xml", b"<x/>"), "no workbook"),
        ("nonsense", workbook_with("xl/workbook.xml", |_| b"<a><b></a>".to_vec()), "`nonsense.xlsx`"),
        ("unsheeted", workbook_with(SHEET, |text| text.as_bytes()[..text.len() / 2].to_vec()), "damaged"),
    ];
    for (name, bytes, says) in broken {
        imported(&format!("{name}.xlsx"), &bytes).ends_with(1).says(&[says]);
    }
    let folder = folder_with(&[("responses.toml", SOUND), ("a.xlsx/b.txt", "")]);
    run(folder.path(), &["import", "a.xlsx", "--into", "responses.toml"]).ends_with(1).says(&["no .csv file"]);
    run(folder.path(), &["import", "b.xlsx", "--into", "responses.toml"]).ends_with(1).says(&["does not exist"]);
}

#[test]
fn bombs_are_not_unpacked() {
    let blanks = vec![b' '; 40_000_000];
    let bomb = workbook_with("xl/sharedStrings.xml", |_| blanks.clone());
    assert!(bomb.len() < 200_000, "{}", bomb.len());
    imported("texts.xlsx", &bomb).ends_with(1).says(&["unpacks to more than"]);
    let bomb = workbook_with("xl/styles.xml", |_| blanks[..3_000_000].to_vec());
    imported("styles.xlsx", &bomb).ends_with(1).says(&["unpacks to more than"]);
    let promise = workbook_with("xl/sharedStrings.xml", |text| {
        let at = text.find("uniqueCount=\"").unwrap() + 13;
        format!("{}99999999999999{}", &text[..at], &text[at..]).into_bytes()
    });
    imported("promise.xlsx", &promise).ends_with(1).says(&["damaged"]);
}

#[test]
fn very_many_rows_are_told_by_their_cell() {
    let row = |number: usize| format!(r#"<row r="{number}"><c r="A{number}"><v>{number}</v></c></row>"#);
    let rows: String = (1_000..101_000).map(row).collect();
    let many = workbook_with(SHEET, |text| text.replace("</sheetData>", &format!("{rows}</sheetData>")).into_bytes());
    let ended = imported("many.xlsx", &many).ends_with(3);
    assert!(ended.stderr.contains("sheet eoa-2024, cell A10001: error[sheet-too-long]"), "{}", &ended.stderr[..2_000]);
    // A cell in the last corner makes a sheet of seventeen thousand million cells.
    let far = r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let far = workbook_with(SHEET, |text| text.replace("</sheetData>", &format!("{far}</sheetData>")).into_bytes());
    let ended = imported("far.xlsx", &far).ends_with(3);
    assert!(ended.stderr.contains("cell XFD1048576: error[sheet-too-long]"), "{}", ended.stderr);
}

#[test]
fn other_sheets_are_told() {
    let renamed = workbook_with("xl/workbook.xml", |text| text.replace("\"eoa-2024\"", "\"Tabelle1\"").into_bytes());
    let ended = imported("renamed.xlsx", &renamed).ends_with(3);
    assert!(ended.stderr.contains("sheet Tabelle1: error[sheet-renamed]"), "{}", ended.stderr);
    assert!(ended.stderr.contains("name it `eoa-2024` again"), "{}", ended.stderr);
    assert!(ended.stderr.contains("warning[sheet-missing]: there is no sheet `eoa-2024`"), "{}", ended.stderr);
    let merged = workbook_with(SHEET, |text| {
        let merged = r#"</sheetData><mergeCells count="1"><mergeCell ref="D2:E3"/></mergeCells>"#;
        text.replace("</sheetData>", merged).into_bytes()
    });
    let ended = imported("merged.xlsx", &merged).ends_with(3);
    assert!(ended.stderr.contains("sheet eoa-2024, cell D2: error[cells-merged]"), "{}", ended.stderr);
}

#[test]
fn damaged_workbooks_end_without_a_panic() {
    let whole = workbook_with("", |_| Vec::new());
    let sheets: Vec<String> =
        [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"].map(str::to_owned).to_vec();
    let folder = folder_with(&[("responses.toml", SOUND)]);
    let mut seed = 7u64;
    let mut next = |most: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % most.max(1)
    };
    for round in 0..rounds() {
        let damaged = if round % 4 == 0 {
            let mut bytes = whole.clone();
            let at = next(bytes.len());
            bytes[at] ^= 1 << next(8);
            bytes
        } else {
            repacked(&whole, &sheets[next(sheets.len())], |text| {
                let mut bytes = text.to_vec();
                let (at, length) = (next(bytes.len()), next(40));
                let end = (at + length).min(bytes.len());
                match next(3) {
                    0 => _ = bytes.drain(at..end),
                    1 => bytes.splice(at..end, b"9999999999".to_vec()).for_each(drop),
                    _ => bytes[at] = b"<>\"&/0Az"[next(8)],
                }
                bytes
            })
        };
        fs::write(folder.path().join("damaged.xlsx"), damaged).unwrap();
        let ended = run(folder.path(), &["import", "damaged.xlsx", "--into", "responses.toml", "--dry-run"]);
        assert!(matches!(ended.code, Some(0 | 1 | 3)), "round {round}: {:?}\n{}", ended.code, ended.stderr);
        assert!(!ended.stderr.contains("panicked"), "round {round}: {}", ended.stderr);
    }
}

fn rounds() -> usize {
    std::env::var("RAPPORTEUR_MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(16)
}

fn repacked(bytes: &[u8], part: &str, mut change: impl FnMut(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..old.len() {
        let mut file = old.by_index(number).unwrap();
        let name = file.name().unwrap().to_string();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        new.start_file(&name, SimpleFileOptions::default()).unwrap();
        new.write_all(&if name == part { change(&bytes) } else { bytes }).unwrap();
    }
    new.finish().unwrap().into_inner()
}

#[test]
fn the_example_comes_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    support::copy(&support::repository().join("reports"), folder.path());
    for to in ["xlsx", "csv"] {
        let out = if to == "xlsx" { "book.xlsx" } else { "tables" };
        run(folder.path(), &["export", "responses.toml", "--to", to, "-o", out]).ends_with(0);
        run(folder.path(), &["import", out, "--into", "responses.toml"]).ends_with(0);
        assert_eq!(fs::read_to_string(folder.path().join("responses.toml")).unwrap(), read("reports/responses.toml"));
    }
}
