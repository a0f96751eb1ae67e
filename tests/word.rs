//! The Word file says what the page says: every word of it, the headings, the cells and the notes, in their order; and it
//! holds together: names that are used are there, and numbers that tell apart are there once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::support::{SOUND, folder_with, repository, run, unzipped};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use scraper::{ElementRef, Html, Node, Selector};

/// What a part of a Word file says.
#[derive(Default)]
struct Said {
    /// All text but the contents'.
    words: String,
    /// Style and text of each heading.
    headings: Vec<(String, String)>,
    /// The text of each cell of each table that isn't for layout.
    cells: Vec<String>,
    notes: Vec<String>,
    contents: Vec<String>,
    bookmarks: Vec<String>,
    anchors: BTreeSet<String>,
    /// Numbers that must be there once, by what they tell apart.
    numbers: BTreeMap<&'static str, Vec<String>>,
    pictures: usize,
    header_rows: usize,
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().map(Result::unwrap).find(|attribute| attribute.key.as_ref() == name);
    found.map(|attribute| quick_xml::escape::unescape(&attribute.value).unwrap().into_owned())
}

/// Reads a part; faulty XML, or a character that XML forbids, fails.
fn said(part: &[u8]) -> Said {
    let text = std::str::from_utf8(part).unwrap();
    let forbidden = |c: char| (c < ' ' && !matches!(c, '\n' | '\t' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    assert!(!text.contains(forbidden), "a character that XML forbids");
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut said = Said::default();
    let (mut style, mut paragraph, mut in_contents, mut in_text) = (String::new(), String::new(), false, false);
    // The comma between the calls of two notes is none of the page's.
    let mut in_call = false;
    // The text of each open cell, and whether its table is for layout.
    let mut open: Vec<(String, bool)> = Vec::new();
    let mut layouts: Vec<bool> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) => {
                let value = attribute(&element, "w:val").unwrap_or_default();
                let mut number = |kind, name| {
                    said.numbers.entry(kind).or_default().extend(attribute(&element, name));
                };
                match element.name().as_ref() {
                    "w:p" => (style, paragraph) = (String::new(), String::new()),
                    "w:pStyle" => style = value,
                    "w:sdt" => in_contents = true,
                    "w:r" => in_call = false,
                    "w:rStyle" => in_call = value == "FootnoteReference",
                    "w:t" => in_text = !in_call,
                    "w:tbl" => layouts.push(false),
                    "w:tblStyle" if value == "TableNormal" => *layouts.last_mut().unwrap() = true,
                    "w:tc" => open.push((String::new(), *layouts.last().unwrap())),
                    "w:tblHeader" => said.header_rows += 1,
                    "w:footnote" => {
                        number("note", "w:id");
                        said.notes.push(String::new());
                    }
                    "w:bookmarkStart" => {
                        number("bookmark", "w:id");
                        said.bookmarks.extend(attribute(&element, "w:name"));
                    }
                    "w:hyperlink" => said.anchors.extend(attribute(&element, "w:anchor")),
                    "wp:docPr" => {
                        number("picture", "id");
                        said.pictures += 1;
                        let says = attribute(&element, "descr").unwrap();
                        assert!(!says.contains('\n'), "{says}");
                    }
                    _ => {}
                }
            }
            Event::Text(text) if in_text => paragraph.push_str(&text.xml10_content()),
            Event::GeneralRef(entity) if in_text => {
                paragraph.push_str(&quick_xml::escape::unescape(&format!("&{};", &*entity)).unwrap());
            }
            Event::End(element) => match element.name().as_ref() {
                "w:t" => in_text = false,
                "w:sdt" => in_contents = false,
                "w:tbl" => _ = layouts.pop(),
                "w:tc" => {
                    let (text, is_layout) = open.pop().unwrap();
                    said.cells.extend((!is_layout).then_some(text));
                }
                "w:p" if in_contents => said.contents.push(std::mem::take(&mut paragraph)),
                "w:p" => {
                    said.words.push_str(&paragraph);
                    if let Some((cell, _)) = open.last_mut() {
                        cell.push_str(&paragraph);
                    }
                    if let Some(note) = said.notes.last_mut() {
                        note.push_str(&paragraph);
                    }
                    if style.starts_with("Heading") || style == "Title" {
                        said.headings.push((style.clone(), paragraph.clone()));
                    }
                }
                _ => {}
            },
            Event::Eof => return said,
            _ => {}
        }
    }
}

fn part(file: &Path, name: &str) -> Vec<u8> {
    let parts = unzipped(&fs::read(file).unwrap());
    parts.into_iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no part {name}")).1
}

/// Without white space, which lines may have anywhere, and without hyphens that only show where a word may be parted.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{ad}' | '\u{200b}')).collect()
}

/// The words of an element that are for readers of paper.
fn words(element: ElementRef<'_>) -> String {
    let mut words = String::new();
    for child in element.children() {
        match child.value() {
            Node::Text(text) => words.push_str(text),
            Node::Element(_) => {
                let child = ElementRef::wrap(child).unwrap();
                let has = |class: &str| child.value().has_class(class, scraper::CaseSensitivity::CaseSensitive);
                let is = |names: &[&str]| names.contains(&child.value().name());
                let is_list_of_contents = is(&["ol"]) && in_contents(child);
                let is_elsewhere = ["skip", "said", "running", "footnote"].into_iter().any(has) || is_list_of_contents;
                if !is_elsewhere && !is(&["svg", "script", "style", "template"]) {
                    words.push_str(&self::words(child));
                }
            }
            _ => {}
        }
    }
    words
}

fn in_contents(element: ElementRef<'_>) -> bool {
    element.ancestors().filter_map(ElementRef::wrap).any(|above| above.attr("data-contents").is_some())
}

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

/// The example's report for a reader, as page and as Word file.
fn example(reader: &str) -> (tempfile::TempDir, Html) {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().to_str().unwrap();
    let base = ["report", "reports/responses.toml", "--baseline", "reports/2024/responses.toml", "-o", output];
    run(repository(), &[&base[..], &["--format", "html,docx", "--footnotes", "--audience", reader]].concat())
        .ends_with(0);
    let page = Html::parse_document(&fs::read_to_string(folder.path().join(format!("{reader}.html"))).unwrap());
    (folder, page)
}

fn says_what_the_page_says(reader: &str) {
    let (folder, page) = example(reader);
    let file = folder.path().join(format!("{reader}.docx"));
    let document = said(&part(&file, "word/document.xml"));

    let body = select(&page, "body")[0];
    let (wanted, found) = (bare(&words(body)), bare(&document.words));
    if wanted != found {
        let same = wanted.chars().zip(found.chars()).take_while(|(a, b)| a == b).count();
        let from = |text: &str| text.chars().skip(same.saturating_sub(40)).take(120).collect::<String>();
        panic!("the page goes on with\n{}\nand the Word file with\n{}", from(&wanted), from(&found));
    }

    let level = |element: &ElementRef<'_>| match element.value().name() {
        "h1" => "Title".to_owned(),
        name => format!("Heading{}", name[1..].parse::<usize>().unwrap() - 1),
    };
    let headings = select(&page, "h1, h2, h3, h4").into_iter().filter(|heading| !in_contents(*heading));
    let headings: Vec<(String, String)> = headings.map(|heading| (level(&heading), bare(&words(heading)))).collect();
    assert!(headings.len() > 15);
    // Styles of classes begin with the name of the heading.
    let found = document.headings.iter().map(|(style, text)| {
        let end = style.find(|c: char| c.is_ascii_digit()).map_or(style.len(), |at| at + 1);
        (style[..end].to_owned(), bare(text))
    });
    assert_eq!(found.collect::<Vec<_>>(), headings);

    let cells: Vec<String> = select(&page, "th, td").into_iter().map(|cell| bare(&words(cell))).collect();
    assert!(cells.len() > 300);
    assert_eq!(document.cells.iter().map(|cell| bare(cell)).collect::<Vec<_>>(), cells);
    assert_eq!(document.header_rows, select(&page, "thead tr").len());
    assert_eq!(document.pictures, select(&page, "svg, img").len());

    let notes: Vec<String> = select(&page, ".footnote").into_iter().map(|note| bare(&words(note))).collect();
    let footnotes = said(&part(&file, "word/footnotes.xml"));
    // The first two are the lines that part notes from the text.
    assert_eq!(footnotes.notes[2..].iter().map(|note| bare(note)).collect::<Vec<_>>(), notes);
    assert_eq!(notes.is_empty(), reader == "parliament");

    let deep = if reader == "parliament" { 1 } else { 2 };
    let listed: Vec<String> = headings
        .iter()
        .filter(|(style, _)| (1..=deep).any(|level| *style == format!("Heading{level}")))
        .map(|(_, text)| text.clone())
        .collect();
    assert_eq!(document.contents.iter().map(|entry| bare(entry)).collect::<Vec<_>>(), listed);

    holds_together(&document);
}

/// Numbers are there once, and links lead somewhere.
fn holds_together(document: &Said) {
    for (kind, numbers) in &document.numbers {
        let once: BTreeSet<&String> = numbers.iter().collect();
        assert_eq!(once.len(), numbers.len(), "a number of a {kind} is there twice");
    }
    let names: BTreeSet<String> = document.bookmarks.iter().cloned().collect();
    assert_eq!(names.len(), document.bookmarks.len(), "a bookmark is there twice");
    for anchor in &document.anchors {
        assert!(names.contains(anchor), "a link leads to `{anchor}`, which is not there");
    }
    assert!(names.iter().all(|name| name.len() <= 40), "Word takes no longer names");
}

#[test]
fn parliament_reads_in_word_what_the_page_says() {
    says_what_the_page_says("parliament");
}

#[test]
fn the_institution_reads_in_word_what_the_page_says() {
    says_what_the_page_says("self-assessment");
}

#[test]
fn nobody_gets_a_checklist_in_word() {
    let folder = folder_with(&[("responses.toml", SOUND)]);
    let base = ["report", "responses.toml", "--audience", "parliament,auditor", "--format", "docx"];
    run(folder.path(), &base).ends_with(2).says(&["a checklist is filled in as PDF or HTML", "leave out `docx`"]);
    assert!(!folder.path().join("parliament.docx").exists());
}

#[test]
fn what_xml_forbids_is_left_out_of_a_word_file() {
    let faulty = SOUND.replace("Exampland", "Exampland <&\\\"> \\uFFFE ]]>");
    assert_ne!(faulty, SOUND);
    let folder = folder_with(&[("responses.toml", &faulty)]);
    run(folder.path(), &["report", "responses.toml", "--format", "docx"]).ends_with(0);
    let file = folder.path().join("self-assessment.docx");
    for (name, bytes) in unzipped(&fs::read(&file).unwrap()) {
        if !name.ends_with(".png") {
            said(&bytes);
        }
    }
    assert!(said(&part(&file, "word/document.xml")).words.contains("Office of the Ombudsman of Exampland <&\">  ]]>"));
}

#[test]
fn a_draft_is_marked_on_every_page_of_a_word_file() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().to_str().unwrap();
    let base = ["report", "tests/conformance/cases/draft/responses.toml", "--audience", "parliament", "-o", output];
    run(repository(), &[&base[..], &["--draft", "--format", "docx"]].concat()).ends_with(0);
    let file = folder.path().join("parliament.docx");
    for header in ["word/header.xml", "word/headerFirst.xml"] {
        assert!(said(&part(&file, header)).words.contains("DRAFT"), "{header}");
    }
}
