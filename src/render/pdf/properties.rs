//! What must hold for any document: random ones, and small ones that once broke a rule.

mod document;
mod painted;
mod written;

use std::sync::LazyLock;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::Fonts;
use super::display::Shape;
use super::stages::{Page, Painted};
use super::value::Color;
use document::documents;

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::embedded);

/// So many cases, or a share of the number that `PROPTEST_CASES` asks for.
fn cases(usual: u32, share: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse::<u32>().ok());
    let cases = asked.map_or(usual, |cases| cases.div_ceil(share));
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 3000, ..ProptestConfig::default() }
}

fn paint<'a>(html: &'a str, css: &str) -> Painted<'a> {
    Page::read(html).unwrap().style(css, &FONTS).lay_out(&FONTS).paint(&FONTS)
}

/// All that is wrong with a painted document, whatever it says.
fn faults(painted: &Painted<'_>) -> Vec<String> {
    let mut faults = painted::outside(painted);
    faults.extend(painted::overlaps(painted));
    faults.extend(painted::empty_pages(painted));
    faults
}

proptest! {
    #![proptest_config(cases(40, 1))]

    #[test]
    fn text_stands_on_the_paper_once_and_in_order(document in documents()) {
        let written = document.written();
        let painted = paint(&written.html, &document.css);
        let faults = faults(&painted);
        prop_assert!(faults.is_empty(), "{faults:#?}\n{}\n{}", document.css, written.html);
        let (tagged, words) = (painted::tagged_text(&painted), written.words.concat());
        prop_assert_eq!(tagged, words, "\n{}\n{}", document.css, written.html);
        let (pages, filled) = (painted.pages.len() as f32, painted::filled(&painted));
        // Of two pages in a row the first had no room for what begins the second, unless a break was asked for.
        let is_sparse = written.forced == 0 && filled < 0.4 * (pages - 1.0);
        prop_assert!(!is_sparse, "{filled} of {pages} pages\n{}\n{}", document.css, written.html);
    }
}

proptest! {
    // Writing the file is most of the work.
    #![proptest_config(cases(4, 10))]

    #[test]
    fn the_same_document_gives_the_same_bytes(document in documents()) {
        let written = document.written();
        let bytes = || paint(&written.html, &document.css).write(NaiveDate::default(), &[]).unwrap().bytes;
        prop_assert!(bytes() == bytes(), "\n{}\n{}", document.css, written.html);
    }
}

const SMALL: &str = "@page { size: 200pt 150pt; margin: 20pt } body { font-size: 10pt } p { margin: 0 }";

fn page(body: &str) -> String {
    format!("<!doctype html><html lang=en><title>Test</title><body>{body}")
}

/// Lays `body` out; every page must have content, the last one too.
fn assert_sound(body: &str) {
    let html = page(body);
    let painted = paint(&html, SMALL);
    assert_eq!(faults(&painted), [""; 0], "{body}");
    assert!(painted.pages.iter().all(painted::has_content), "{body}");
}

/// Some lines, each a paragraph.
fn lines(count: usize) -> String {
    (0..count).map(|number| format!("<p>Line {number}</p>")).collect()
}

#[test]
fn the_edge_of_a_box_in_a_cut_cell_stays_with_its_last_line() {
    for count in 8..16 {
        let body = format!("<table><tr><th>{}<div style='padding-bottom: 20pt'>Last</div></table>", lines(count));
        assert_sound(&body);
    }
}

#[test]
fn a_box_in_a_cut_cell_goes_on_on_the_next_page() {
    let body = format!("<table><tr><th><div style='background: #0000ff'>{}</div></table>", lines(30));
    let html = page(&body);
    let painted = paint(&html, SMALL);
    let is_blue = |shape: &Shape| matches!(shape, Shape::Rectangle { color: Color([0, 0, 255]), .. });
    let blue = painted.pages.iter().filter(|page| page.backdrop.iter().flatten().any(is_blue)).count();
    assert!(blue == painted.pages.len() && blue > 3, "{blue} of {}", painted.pages.len());
}

#[test]
fn a_box_in_a_cut_cell_ends_before_the_gap_that_is_left_out() {
    for count in 1..12 {
        let body = format!(
            "<table><tr><th>{}<div style='border: 1pt solid'><p style='margin-bottom: 60pt'>Above</p>{}</div></table>",
            lines(count),
            lines(8)
        );
        assert_sound(&body);
    }
}

#[test]
fn the_edge_of_a_table_stays_with_its_last_line() {
    for count in 12..30 {
        let body = format!("<table style='border: 16pt solid'><tr><th>{}</table>", lines(count));
        assert_sound(&body);
    }
}

#[test]
fn a_table_in_a_cell_is_cut_too() {
    for count in [5, 20, 45] {
        let inner = format!("<table><tr><th>{}<td>beside</table>", lines(count));
        let nested = format!("<table><tr><td>deeper<td><table><tr><th>{inner}</table></table>");
        for body in [format!("<table><tr><th>a<td>{inner}</table>"), format!("<table><tr><th>a<td>{nested}</table>")] {
            let html = page(&body);
            let painted = paint(&html, SMALL);
            assert_eq!(faults(&painted), [""; 0], "{body}");
            let text = painted::tagged_text(&painted);
            let found: Vec<usize> = (0..count).map(|line| text.matches(&format!("Line{line}L")).count()).collect();
            // "Line 1" is followed by the next line, and the last one by something else.
            assert_eq!(found.iter().sum::<usize>(), count - 1, "{text}");
        }
    }
}

#[test]
fn a_row_that_fills_a_page_with_the_edges_of_its_table_is_cut() {
    let body = format!("<table style='padding: 14pt'><tr><th>{}</table>", lines(6));
    assert_sound(&body);
}
