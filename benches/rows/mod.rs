//! Reports of many rows, every row with another text: what the benches lay out.

use std::fmt::Write as _;

/// Words of which the rows are made.
const WORDS: [&str; 24] = [
    "commission",
    "receives",
    "complaints",
    "within",
    "thirty",
    "days",
    "publishes",
    "findings",
    "parliament",
    "annually",
    "languages",
    "independent",
    "review",
    "evidence",
    "regional",
    "offices",
    "monitored",
    "detention",
    "training",
    "officials",
    "disability",
    "access",
    "measures",
    "adopted",
];

/// The stylesheet of the report.
pub(crate) const CSS: &str = "@page { size: A4; margin: 20mm } html { font-family: \"Noto Sans\", sans-serif; \
    font-size: 10pt } h1 { font-size: 20pt } table { border-collapse: collapse; width: 100%; font-size: 9pt } \
    td, th { border: 0.5pt solid #888888; padding: 3pt; vertical-align: top; text-align: left }";

/// A small generator of numbers: the same seed gives the same rows on every machine.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % below
    }

    fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| WORDS[self.next(WORDS.len())]).collect::<Vec<_>>().join(" ")
    }
}

/// An HTML page with a heading, a paragraph and a table of `rows` rows of five cells.
pub(crate) fn page(rows: usize, seed: u64) -> String {
    let mut numbers = Numbers(seed);
    let mut html = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Report of {rows} rows</title>\
         <style>{CSS}</style></head><body><h1>Report of {rows} rows</h1><p>{}.</p><table><caption>All rows</caption>\
         <thead><tr><th scope=\"col\">No</th><th scope=\"col\">Question</th><th scope=\"col\">What was done</th>\
         <th scope=\"col\">Evidence</th><th scope=\"col\">Level</th></tr></thead><tbody>",
        numbers.words(40),
    );
    for row in 1..=rows {
        let (question, answer, evidence) = (numbers.words(9), numbers.words(22), numbers.words(5));
        let level = numbers.next(101);
        let _ = write!(
            html,
            "<tr><th scope=\"row\">{row}</th><td>Has the {question} {row}?</td><td>The {answer}.</td>\
             <td><a href=\"https://evidence.example/{row}\">{evidence}</a></td><td>{level} of 100</td></tr>"
        );
    }
    html.push_str("</tbody></table></body></html>");
    html
}
