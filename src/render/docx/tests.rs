//! Small pages, and what becomes of them in Word.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use super::{Docx, render};
use crate::render::pdf::Fonts;

const CSS: &str = "p { margin: 0 0 6pt 0 } .note { color: #4a5560; font-size: 8pt } th { font-weight: bold } \
                   .box { border-left: 3pt solid #123456; padding: 4pt; background: #eeeeee } .footnote { float: footnote }";

fn docx(body: &str) -> Docx {
    let page = format!("<!DOCTYPE html><html lang=\"en\"><head><title>T</title></head><body>{body}</body></html>");
    render(&page, CSS, &Fonts::embedded(), chrono::NaiveDate::default()).unwrap()
}

/// The parts of a file that hold XML, by name.
fn parts(docx: &Docx) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(&docx.bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for number in 0..archive.len() {
        let mut part = archive.by_index(number).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        if !name.ends_with(".png") {
            part.read_to_string(&mut text).unwrap();
        }
        parts.insert(name, text);
    }
    parts
}

fn document(body: &str) -> String {
    parts(&docx(body)).remove("word/document.xml").unwrap()
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
}

#[test]
fn lists_have_levels_and_numbers_of_their_own() {
    let made = docx("<ul><li>a<ul><li>b</li></ul></li></ul><ol start=3><li>c<p>d</p></li></ol><ol><li>e</li></ol>");
    let parts = parts(&made);
    has(
        &parts["word/document.xml"],
        &[r#"<w:ilvl w:val="1"/><w:numId w:val="1"/>"#, r#"<w:pStyle w:val="ListContinue"/>"#],
    );
    has(
        &parts["word/numbering.xml"],
        &[r#"<w:start w:val="3"/><w:numFmt w:val="decimal"/>"#, r#"<w:num w:numId="3">"#],
    );
}

#[test]
fn cells_span_rows_and_columns_and_end_with_a_paragraph() {
    let text = document(
        "<table><tr><td rowspan=2>a</td><td colspan=2>b</td></tr><tr><td>c</td><td><table><tr><td>d</td></tr></table></td></tr>\
         </table><table><tr><td></td></tr></table>",
    );
    has(&text, &[r#"<w:vMerge w:val="restart"/>"#, "<w:vMerge/>", r#"<w:gridSpan w:val="2"/>"#]);
    assert!(!text.contains("</w:tbl></w:tc>") && !text.contains("</w:tbl><w:tbl>"), "{text}");
    assert!(!text.contains("</w:tcPr></w:tc>"), "{text}");
}

#[test]
fn text_from_the_right_is_told_with_its_language() {
    let text = document("<p>Act 5</p><p dir=rtl lang=ar>قانون Act 7</p>");
    has(
        &text,
        &[
            "<w:bidi/>",
            r#"<w:rtl/><w:lang w:val="ar" w:bidi="ar"/>"#,
            r#"<w:rPr><w:lang w:val="ar" w:bidi="ar"/></w:rPr>"#,
        ],
    );
    assert_eq!(text.matches("<w:rtl/>").count(), 1);
}

#[test]
fn styles_look_as_most_do_and_what_differs_says_so() {
    let made =
        docx("<p class=note>a</p><p class=note>b</p><p class=note style='color: red'>c</p><p>d <strong>e</strong></p>");
    let parts = parts(&made);
    has(&parts["word/styles.xml"], &[r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="Note">"#, "4A5560"]);
    assert_eq!(parts["word/document.xml"].matches("FF0000").count(), 2, "of the text, and of the paragraph's mark");
    has(&parts["word/document.xml"], &[r#"<w:pStyle w:val="Note"/>"#, r#"<w:rStyle w:val="Strong"/>"#]);
}

#[test]
fn bold_in_bold_stays_bold() {
    // Of two styles that switch it on, Word makes none.
    let text = document("<p><strong>a</strong></p><table><tr><th><strong>b</strong></th></tr></table>");
    let (_, cell) = text.split_once("<w:tbl>").unwrap();
    assert!(!cell.contains("w:rStyle") || cell.contains(r#"<w:rStyle w:val="Strong"/><w:b/><w:bCs/>"#), "{cell}");
}

#[test]
fn links_lead_to_bookmarks_or_out_of_the_file() {
    let made = docx(
        "<p id=x>a</p><p id=x>b</p><p><a href='#x'>c</a> <a href='https://example.org/?a&amp;b'>d</a> \
                     <a href='#gone'>e</a> <a href='file:///x'>f</a></p>",
    );
    let parts = parts(&made);
    assert_eq!(parts["word/document.xml"].matches("<w:bookmarkStart").count(), 1);
    has(&parts["word/document.xml"], &[r#"w:anchor="x""#]);
    has(&parts["word/_rels/document.xml.rels"], &[r#"Target="https://example.org/?a&amp;b" TargetMode="External""#]);
    let told: Vec<&str> = made.warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert_eq!(told, ["link to `file:///x` cannot be followed from a Word file", "link to `#gone` points nowhere"]);
}

#[test]
fn notes_stand_at_the_foot_and_are_called_where_they_were() {
    let parts = parts(&docx("<p>a <span class=footnote>one</span> <span class=footnote>two</span> b</p>"));
    has(
        &parts["word/document.xml"],
        &[r#"<w:footnoteReference w:id="1"/>"#, "<w:t>,</w:t>", r#"<w:footnoteReference w:id="2"/>"#],
    );
    has(&parts["word/footnotes.xml"], &["<w:footnoteRef/>", "one", "two"]);
}

#[test]
fn pictures_say_what_they_show_or_are_decoration() {
    let svg =
        |say: &str| format!("<svg {say} viewBox='0 0 10 10' width=10 height=10><rect width=10 height=10 /></svg>");
    let made = docx(&format!("<p>{}{}</p>", svg("role=img aria-label='a &lt; b'"), svg("aria-hidden=true")));
    let text = parts(&made).remove("word/document.xml").unwrap();
    has(&text, &[r#"descr="a &lt; b""#, "adec:decorative"]);
    assert_eq!(text.matches("adec:decorative ").count(), 1);
    assert_eq!(parts(&made).keys().filter(|name| name.ends_with(".png")).count(), 1, "the same picture is kept once");
}

#[test]
fn boxes_that_follow_each_other_are_told_apart() {
    let text = document("<div class=box><p>a</p></div><div class=box><p>b</p></div>");
    let lefts: Vec<&str> = text.match_indices("<w:ind w:left=").map(|(at, _)| &text[at + 15..at + 18]).collect();
    assert_eq!(lefts.len(), 1, "one looks as the style, the other a hair different");
}

#[test]
fn fields_are_left_out_and_told() {
    let made = docx("<p>a <input aria-label=b></p><textarea>c</textarea>");
    assert_eq!(made.warnings.len(), 2);
    assert!(!parts(&made)["word/document.xml"].contains(">c<"));
}

#[test]
fn any_page_makes_a_file_and_the_same_one_again() {
    for body in ["", "x", "<h1></h1>", "<table></table>", "<nav data-contents></nav>", "<ul></ul><dl></dl><hr>"] {
        assert_eq!(docx(body).bytes, docx(body).bytes, "{body}");
    }
    let deep = "<div>".repeat(500) + "x";
    assert_eq!(docx(&deep).warnings.len(), 1);
}
