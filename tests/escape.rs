//! What a user types comes out as text: no element, attribute, link or template of the report is made of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::fs;

use crate::support::{self, folder_with, run};
use scraper::{Html, Selector};

/// A text that would be an element, an attribute, a template, a word to fill in or a comment, if it were not escaped.
fn hostile(field: &str) -> String {
    format!(
        "{field}: <img src=x onerror=alert(1)> \"' onclick='alert(2)' </p></style></title><script>alert(3)</script> \
         <!-- {{{{institution.name}}}} {{{{{{css}}}}}} {{percent}} {{count}} {{page}} &lt;b&gt; &amp; \\u0041"
    )
}

/// A TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// Fields of a responses file that the report shows, each with the table and key where it is filled in.
const SHOWN: [(&str, &[&str]); 8] = [
    ("institution", &["name", "accreditation", "address", "contact"]),
    ("assessment", &["prepared-by", "validated-by", "summary"]),
    ("exclude", &["reason"]),
    ("answer", &["narrative", "obstacle", "state-comment", "assigned-to", "answered-by", "internal-note"]),
    ("not-applicable", &["reason"]),
    ("evidence", &["title", "kind", "pages", "description"]),
    ("action", &["what", "responsible", "cost"]),
    ("request", &["what", "owner"]),
];

/// Fields that it does not show (they belong to other reports), and which must do no harm either.
const NOT_SHOWN: [(&str, &[&str]); 2] = [("institution", &["kind"]), ("assessment", &["transmittal"])];

/// What the report for parliament shows.
const FOR_PARLIAMENT: [&str; 7] = [
    "institution.name",
    "institution.accreditation",
    "assessment.transmittal",
    "assessment.summary",
    "answer.obstacle",
    "request.what",
    "request.owner",
];

/// `key = "hostile text"` for each key of a table.
fn keys(table: &str) -> String {
    let of = |fields: &[(&str, &[&str])]| {
        let named: Vec<String> = fields
            .iter()
            .filter(|(name, _)| *name == table)
            .flat_map(|(_, keys)| *keys)
            .map(|key| format!("{key} = {}\n", quoted(&hostile(&format!("{table}.{key}")))))
            .collect();
        named.concat()
    };
    of(&SHOWN) + &of(&NOT_SHOWN)
}

fn responses() -> String {
    let measured = "eoa-2024/2.4/access-obtained";
    let measure = quoted(&hostile("measure.unit"));
    let source = quoted(&hostile("measure.source"));
    let urls: String = URLS
        .iter()
        .map(|url| {
            format!(
                "\n[[response.\"{measured}\".evidence]]\ntitle = \"Link\"\nkind = \"page\"\nurl = {}\n",
                quoted(url)
            )
        })
        .collect();
    format!(
        "format = 1\ninstruments = [\"eoa-2024\"]\n[institution]\ncountry = \"XA\"\n{}\n[assessment]\n\
         period = {{ from = 2025-01-01, to = 2025-12-31 }}\ndate = 2026-01-31\n{}\n\
         [[exclude]]\nwhat = \"eoa-2024/2.10\"\nreason-code = \"other\"\n{}\n\
         [response.\"eoa-2024/2.11/practices-submitted\"]\nlevel = \"not-applicable\"\nreason-code = \"other\"\n{}\n\
         [response.\"{measured}\"]\nlevel = \"better\"\nbasis = \"state-claim\"\n{}\n\
         measure = {{ value = 62, unit = {measure}, year = 2025, source = {source} }}\n\
         [[response.\"{measured}\".evidence]]\nfile = \"evidence/<b>bold<i>.txt\"\n{}\n{urls}\n\
         [[response.\"{measured}\".action]]\ndue = 2026-12-31\nstatus = \"open\"\n{}\n\
         [[request]]\nid = \"<script>\"\nserves = [\"{measured}\"]\n{}\n",
        keys("institution"),
        keys("assessment"),
        keys("exclude"),
        keys("not-applicable"),
        keys("answer"),
        keys("evidence"),
        keys("action"),
        keys("request"),
    )
}

/// Addresses that must not become links, and the last two, which may.
const URLS: [&str; 9] = [
    "javascript:alert(1)",
    " javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example/x",
    "https://ombudsman.example/\" onmouseover=\"alert(1)",
    "http://ombudsman.example/?a=1&b=<2>",
];

/// The report of a responses file in a folder.
#[track_caller]
fn report(folder: &std::path::Path, arguments: &[&str]) -> (String, Html) {
    report_for("self-assessment", folder, arguments)
}

/// The same for another reader.
#[track_caller]
fn report_for(audience: &str, folder: &std::path::Path, arguments: &[&str]) -> (String, Html) {
    let base = ["report", "--audience", audience, "--format", "html", "-o", "made"];
    run(folder, &[&base[..], arguments].concat()).ends_with(0);
    let text = fs::read_to_string(folder.join(format!("made/{audience}.html"))).unwrap();
    let page = Html::parse_document(&text);
    (text, page)
}

fn select(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

/// All text of the page that is not the stylesheet's or the script's, title included.
fn shown(page: &Html) -> String {
    let script: String = page.select(&select("body > script")).flat_map(|element| element.text()).collect();
    let all: String = page.select(&select("title, body")).flat_map(|element| element.text()).collect();
    if script.is_empty() { all } else { all.replace(&script, "") }
}

/// No element that our templates don't make, no attribute that runs something, no address that is not plain.
#[track_caller]
fn is_harmless(page: &Html) {
    for element in page.select(&select("*")) {
        let name = element.value().name();
        let foreign = ["img", "iframe", "object", "embed", "form", "link", "base", "i", "b"];
        assert!(!foreign.contains(&name), "an element `{name}` was made of a user's text");
        if name == "script" {
            let ours = fs::read_to_string(support::repository().join("templates/report.js")).unwrap();
            assert_eq!(element.text().collect::<String>(), ours, "a script was made of a user's text");
        }
        for (attribute, value) in element.value().attrs() {
            assert!(!attribute.starts_with("on"), "attribute `{attribute}` of `{name}`");
            let fetches = ["src", "srcset", "action", "formaction", "data", "background", "poster", "style"];
            assert!(!fetches.contains(&attribute), "attribute `{attribute}` of `{name}` loads or styles something");
            if attribute == "href" {
                let plain = ["#", "https://", "http://"].iter().any(|start| value.starts_with(start));
                assert!(plain, "address `{value}`");
            }
        }
    }
    assert!(page.select(&select("script")).count() <= 1, "one script at most: ours");
    assert_eq!(page.select(&select("style")).count(), 1, "one stylesheet: ours");
    assert_eq!(page.select(&select("title")).count(), 1, "one title: ours");
}

#[test]
fn every_text_of_a_responses_file_stays_text() {
    let folder = folder_with(&[("<b>answers.toml", &responses())]);
    let (_, page) = report(folder.path(), &["<b>answers.toml"]);
    is_harmless(&page);
    let text = shown(&page);
    for (table, keys) in SHOWN {
        for key in keys {
            let typed = hostile(&format!("{table}.{key}"));
            assert!(text.contains(&typed), "{table}.{key} is not shown as typed");
        }
    }
    for typed in
        [hostile("measure.unit"), hostile("measure.source"), "evidence/<b>bold<i>.txt".into(), "<b>answers.toml".into()]
    {
        assert!(text.contains(&typed), "{typed} is not shown as typed");
    }
    for (table, keys) in NOT_SHOWN {
        for key in keys {
            assert!(!text.contains(&format!("{table}.{key}: ")), "{table}.{key} is shown: move it to SHOWN");
        }
    }
}

#[test]
fn only_web_addresses_become_links_and_as_typed() {
    let folder = folder_with(&[("responses.toml", &responses())]);
    let (_, page) = report(folder.path(), &["responses.toml"]);
    let outside: Vec<&str> = page
        .select(&select(".evidence a[href]"))
        .filter_map(|link| link.value().attr("href"))
        .filter(|href| !href.starts_with('#'))
        .collect();
    assert_eq!(outside, URLS[7..], "the two web addresses, whole, and no other");
    let text = shown(&page);
    for url in URLS {
        assert!(text.contains(url.trim()), "`{url}` is shown as text");
    }
}

#[test]
fn every_text_of_own_rules_stays_text() {
    let own = |field: &str| quoted(&hostile(field));
    let rules = format!(
        "format = 1\n[instrument]\nid = \"demo-2024\"\nversion = \"1<b>\"\ntitle = {}\nshort-title = {}\nbody = {}\n\
         symbol = {}\nsource = {}\ndate = 2024-10-09\nstatus = \"adopted\"\n\
         [[chapeau]]\nref = \"1\"\ntext = {}\noperative = {}\naddressees = [\"nhri\"]\n\
         [[recommendation]]\nref = \"1.1\"\nchapeau = \"1\"\noperative = {}\nasks = {}\ntext = {}\nnote = {}\n\
         deadline = {{ event = {} }}\n\
         [[recommendation.item]]\nid = \"one\"\nask = {}\nindicator = \"process\"\norigin = \"stated\"\nscale = \"own\"\n\
         evidence = [{}]\nguidance = {}\n\
         [[recommendation]]\nref = \"2\"\noperative = \"note\"\ntext = {}\nactionable = false\nnote = {}\n",
        own("title"),
        own("short-title"),
        own("body"),
        own("symbol"),
        own("source"),
        own("chapeau.text"),
        own("chapeau.operative"),
        own("operative"),
        own("asks"),
        own("text"),
        own("note"),
        own("event"),
        own("ask"),
        own("item.evidence"),
        own("guidance"),
        own("silent.text"),
        own("silent.note"),
    );
    let scale = |name: &str| {
        format!(
            "[[scale]]\nid = \"own\"\nname = {}\nfits = {}\nsource = {}\n[[scale.level]]\nid = \"none\"\nlabel = {}\n\
             meaning = {}\nvalue = 0\n[[scale.level]]\nid = \"all\"\nlabel = {}\nmeaning = {}\nvalue = 100\n",
            own(&format!("{name}.name")),
            own("fits"),
            own("scale.source"),
            own("label"),
            own("meaning"),
            own("top.label"),
            own("top.meaning"),
        )
    };
    let answers =
        format!("{}\n[response.\"demo-2024/1.1/one\"]\nlevel = \"all\"\nnarrative = \"All.\"\n", support::DEMO_HEAD)
            .replace("demo-2024@1.0.0", "demo-2024");
    let folder = folder_with(&[
        ("rules/demo-2024.toml", &rules),
        ("rules/own-scales.toml", &format!("format = 1\n{}", scale("scale"))),
        ("responses.toml", &answers),
    ]);
    let (_, page) = report(folder.path(), &["responses.toml", "--rules", "rules"]);
    is_harmless(&page);
    let text = shown(&page);
    let fields = [
        "title",
        "short-title",
        "body",
        "symbol",
        "source",
        "chapeau.text",
        "operative",
        "asks",
        "text",
        "note",
        "event",
        "ask",
        "item.evidence",
        "silent.text",
        "silent.note",
        "scale.name",
        "fits",
        "scale.source",
        "label",
        "meaning",
        "top.label",
        "top.meaning",
    ];
    for field in fields {
        assert!(text.contains(&hostile(field)), "{field} is not shown as typed");
    }
}

#[test]
fn every_text_stays_text_for_parliament_and_auditors() {
    let earlier = responses().replacen("\ndate = 2026", "\ndate = 2025", 1);
    let folder = folder_with(&[("<b>answers.toml", &responses()), ("<i>earlier.toml", &earlier)]);
    let (_, page) = report_for("parliament", folder.path(), &["<b>answers.toml", "--baseline", "<i>earlier.toml"]);
    is_harmless(&page);
    for field in FOR_PARLIAMENT {
        assert!(shown(&page).contains(&hostile(field)), "{field} is not shown as typed");
    }
    let (_, page) = report_for("auditor", folder.path(), &["<b>answers.toml"]);
    is_harmless(&page);
    for field in ["institution.name", "answer.narrative", "answer.obstacle", "evidence.title", "evidence.description"] {
        assert!(shown(&page).contains(&hostile(field)), "{field} is not shown as typed");
    }
}

#[test]
fn the_draft_list_of_faults_stays_text() {
    let faulty = responses().replace("level = \"better\"", "level = \"<img src=x onerror=alert(4)>{{css}}{given}\"");
    let folder = folder_with(&[("responses.toml", &faulty)]);
    let (_, page) = report(folder.path(), &["responses.toml", "--draft"]);
    is_harmless(&page);
    let notes: String = page.select(&select(".draft li")).flat_map(|note| note.text()).collect();
    assert!(notes.contains("<img src=x onerror=alert(4)>{{css}}{given}"), "{notes}");
}

#[test]
fn a_scorecard_shows_braces_as_typed() {
    let folder = folder_with(&[("responses.toml", &responses())]);
    let card = run(folder.path(), &["score", "responses.toml", "--open"]).ends_with(0).stdout;
    let card: String = card.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(card.contains("{{institution.name}} {{{css}}} {percent} {count} {page} &lt;b&gt; &amp;"), "{card}");
}
