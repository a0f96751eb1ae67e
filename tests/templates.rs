//! What `templates/README.md` says of the PDF is true: the shipped templates use what is listed first and nothing else, and
//! the engine takes all that is listed without a warning.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;

use crate::support::{files_below, repository};
use chrono::NaiveDate;
use rapporteur::render::pdf::{Fonts, Warning, render};

type Names = BTreeSet<String>;

/// A part of the README: its elements, and its properties with their values.
struct Listed {
    elements: Names,
    properties: Vec<(String, String)>,
}

/// The part of the README below the heading `title`.
fn listed(title: &str) -> Listed {
    let readme = fs::read_to_string(repository().join("templates/README.md")).unwrap();
    let (_, below) = readme.split_once(&format!("\n### {title}\n")).expect("the heading is there");
    let part = below.split("\n### ").next().unwrap();
    let (_, elements) = part.split_once("\nElements: ").unwrap();
    let elements = quoted(elements.split_once("\n\n").unwrap().0);
    let rows = part.lines().filter(|line| line.starts_with("| `"));
    let properties = rows.flat_map(|row| {
        let mut cells = row.trim_matches('|').split(" | ");
        let (names, values) = (quoted(cells.next().unwrap()), quoted(cells.next().unwrap()));
        let pair = |name: &String| values.iter().map(|value| (name.clone(), value.clone())).collect::<Vec<_>>();
        names.iter().flat_map(pair).collect::<Vec<_>>()
    });
    Listed { elements: elements.into_iter().collect(), properties: properties.collect() }
}

/// The words between backticks.
fn quoted(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// All templates, and the stylesheet's part for paper, without comments.
fn shipped() -> (String, String) {
    let folder = repository().join("templates");
    let names = files_below(&folder);
    let templates = names.iter().filter(|name| name.ends_with(".hbs") && !name.starts_with("form/"));
    let templates: String = templates.map(|name| fs::read_to_string(folder.join(name)).unwrap()).collect();
    let css = fs::read_to_string(folder.join("report.css")).unwrap();
    let without = |text: &str, open: &str, close: &str| {
        let mut parts = text.split(open);
        let first = parts.next().unwrap().to_owned();
        parts.fold(first, |all, part| all + part.split_once(close).unwrap().1)
    };
    let css = without(&css, "/*", "*/");
    let (paper, screen) = css.split_once("@media screen {").unwrap();
    // The rules for the screen are the last ones, so nothing for paper is overlooked.
    assert_eq!(screen.matches('{').count() + 1, screen.matches('}').count());
    (templates, paper.to_owned())
}

fn warnings(html: &str, css: &str) -> Vec<Warning> {
    let html = format!("<html lang=en><title>Test</title><body>{html}");
    let date = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    render(&html, css, &Fonts::embedded(), date, &[]).unwrap().warnings
}

#[test]
fn the_shipped_templates_use_the_listed_elements_only() {
    let (templates, _) = shipped();
    let starts = templates.split('<').skip(1).filter(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic()));
    let used: Names = starts.map(|tag| tag.split([' ', '>', '\n', '{']).next().unwrap().to_owned()).collect();
    // Those of the filter are for screens with scripts only.
    let besides = ["head", "meta", "style", "title", "script", "template", "search", "button", "select", "option"];
    let besides = besides.map(str::to_owned);
    let allowed: Names = listed("What the shipped templates use").elements.into_iter().chain(besides).collect();
    assert_eq!(used, allowed, "left: used by the templates, right: listed in templates/README.md");
}

#[test]
fn the_stylesheet_uses_the_listed_properties_only() {
    let (_, css) = shipped();
    let bodies = css.split('{').skip(1).map(|rule| rule.split('}').next().unwrap());
    let declared = bodies.flat_map(|body| body.split(';')).filter_map(|declaration| declaration.split_once(':'));
    let used: Names = declared.map(|(name, _)| name.trim().to_owned()).filter(|name| !name.starts_with("--")).collect();
    // `size` is for `@page`; `overflow-wrap` asks for what the PDF does anyway.
    let besides = ["size", "overflow-wrap"].map(str::to_owned);
    let listed = listed("What the shipped templates use").properties.into_iter().map(|(name, _)| name);
    let allowed: Names = listed.chain(besides).collect();
    assert_eq!(used, allowed, "left: used by report.css, right: listed in templates/README.md");
}

#[test]
fn every_listed_value_of_a_property_is_taken() {
    for part in ["What the shipped templates use", "What else it takes"] {
        let listed = listed(part).properties;
        assert!(listed.len() > 30, "the list of `{part}` was not found");
        for (name, value) in listed {
            let found = warnings("<p>x</p>", &format!(":root {{ --wash: red }} p {{ {name}: {value} }}"));
            assert!(found.is_empty(), "`{name}: {value}` is listed, but: {found:?}");
        }
    }
    let found = warnings("<p>x</p>", "p { wobble: 1; color: nonsense }");
    assert_eq!(found.len(), 2, "the check would not notice: {found:?}");
}

#[test]
fn every_listed_element_is_drawn_and_every_other_is_told() {
    let listed = ["What the shipped templates use", "What else it takes"].map(|part| listed(part).elements);
    let told = |name: &str| {
        let html = match name {
            "caption" | "colgroup" | "thead" | "tbody" | "tfoot" => {
                format!("<table><{name}></{name}><tr><th>x</table>")
            }
            "rect" => "<svg aria-label=x><rect width=1 height=1 /></svg>".to_owned(),
            "col" => "<table><colgroup><col></colgroup><tr><th>x</table>".to_owned(),
            "tr" | "td" | "th" => "<table><tr><th>x<td>y</table>".to_owned(),
            name => format!("<div><{name}>x</{name}></div>"),
        };
        warnings(&html, "").iter().any(|warning| warning.message.contains("is not drawn"))
    };
    for name in listed.iter().flatten() {
        assert!(!told(name), "`{name}` is listed, but is not drawn");
    }
    let others =
        ["video", "audio", "canvas", "iframe", "form", "button", "select", "math", "ruby", "meter", "blink", "q"];
    for name in others {
        assert!(told(name), "`{name}` is not listed, and nobody is told");
    }
}

/// The names of all fields in `value`, but those of tables whose keys are no names of fields.
fn names(value: &serde_json::Value, found: &mut Names) {
    match value {
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                found.insert(name.clone());
                names(value, found);
            }
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| names(value, found)),
        _ => {}
    }
}

#[test]
fn every_field_of_a_report_is_listed_and_no_other() {
    use rapporteur::assess::assess;
    use rapporteur::load::{self, Hashing, Meter};
    use rapporteur::problem::Problems;
    use rapporteur::report::{Audience, Wanted, report};
    use rapporteur::source::Sources;
    use rapporteur::{check, model};

    let (mut sources, problems) = (Sources::default(), Problems::default());
    let rules = check::rules(load::rules(None, &mut sources, &problems).unwrap(), &problems);
    let mut read = |path: &str| -> model::Responses {
        let written = load::responses(
            &repository().join(path),
            Hashing { all: true, meter: &Meter::default() },
            &mut sources,
            &problems,
        )
        .unwrap();
        check::responses(written, &rules, None, &problems).unwrap()
    };
    let (now, then) = (read("reports/responses.toml"), read("reports/2024/responses.toml"));
    let (now, then) = (assess(&rules, &now, now.particulars.date), assess(&rules, &then, then.particulars.date));
    let review = review_of(&now);
    let mut used = Names::new();
    for audience in [Audience::SelfAssessment, Audience::Auditor] {
        let sample = (audience == Audience::Auditor).then_some(model::Drawn { size: 200, seed: 1 });
        let review = Some(&review);
        let wanted = Wanted { earlier: vec![&then, &then], review, sample, ..Wanted::of(&now, audience, "en") };
        names(&serde_json::to_value(report(wanted)).unwrap(), &mut used);
    }
    // The page adds these.
    used.extend(["css", "js", "script-hash", "logo", "footnotes"].map(str::to_owned));

    let readme = fs::read_to_string(repository().join("templates/README.md")).unwrap();
    let fields = readme.split_once("\n## Fields\n").unwrap().1.split("\n## ").next().unwrap();
    let listed: Names = quoted(fields).into_iter().map(|name| name.trim_end_matches("[]").to_owned()).collect();
    // Parts of a percentage and a change, which helpers write; and what deadlines, changes and links have only at times.
    let inside = ["qualifier", "whole", "permille", "size", "overlay"].map(str::to_owned);
    let unlisted: Vec<&String> = used.iter().filter(|name| !listed.contains(*name) && !inside.contains(name)).collect();
    assert!(unlisted.is_empty(), "not in templates/README.md: {unlisted:?}");
    assert!(used.len() > 150, "only {} fields were found", used.len());
}

/// A review of every answer, of which every second differs.
fn review_of(assessment: &rapporteur::assess::Assessment<'_>) -> rapporteur::model::Review {
    use rapporteur::model::{Drawn, Finding, Method, Provenance, Review, Verdict};

    let findings = assessment.items.iter().enumerate().map(|(at, result)| {
        let lowest = result.scale.levels.first().map(|level| level.id.clone());
        let finding = Finding {
            verdict: if at % 2 == 0 { Verdict::Agree } else { Verdict::Lower },
            level: lowest.filter(|_| at % 2 == 1),
            methods: vec![Method::Examine],
            note: "A note.".into(),
            internal_note: "Another.".into(),
            looked_at: vec!["A file".into()],
            answer_sha256: "0".repeat(64),
            changed: at % 10 == 0,
        };
        (result.item.id.clone(), finding)
    });
    Review {
        reviewer: "An auditor".into(),
        body: String::new(),
        independence: String::new(),
        scope: String::new(),
        date: None,
        language: "en".into(),
        responses_sha256: "0".repeat(64),
        responses_changed: true,
        sample: Some(Drawn { size: 60, seed: 1 }),
        findings: findings.collect(),
        provenance: Provenance { file: "review.toml".into(), sha256: "0".repeat(64) },
    }
}

/// What the program itself says must not need a font that it doesn't ship.
#[test]
fn the_shipped_fonts_have_every_character_of_the_words() {
    let mut texts = vec![fs::read_to_string(repository().join("templates/words/en.toml")).unwrap()];
    for name in files_below(&repository().join("rules")).iter().filter(|name| name.ends_with(".toml")) {
        texts.push(fs::read_to_string(repository().join("rules").join(name)).unwrap());
    }
    // The blocks are for the terminal.
    let left_out = ['<', '>', '&', '█', '▒', '░'];
    let words: String = texts.concat().chars().filter(|c| !left_out.contains(c)).collect();
    let found = warnings(&format!("<p>{words}</p>"), "");
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(warnings("<p>\u{2212}</p>", "").len(), 1, "the check would not notice");
}
