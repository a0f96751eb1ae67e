//! Whole documents: what must hold for any HTML.

mod fields;
mod pictures;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lopdf::{Document, Object};

use super::{Attachment, Error, Fonts, Pdf, Relationship, render};

fn try_render(html: &str, css: &str) -> Result<Pdf, Error> {
    let date = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    render(html, css, &Fonts::embedded(), date, &[])
}

/// Renders `body` in an English page.
fn pdf(body: &str, css: &str) -> Pdf {
    let html = format!("<html lang=en><title>Test</title><body>{body}");
    try_render(&html, css).unwrap()
}

/// How often each structure type occurs.
fn roles(pdf: &Pdf) -> BTreeMap<String, usize> {
    let document = Document::load_mem(&pdf.bytes).unwrap();
    let mut counts = BTreeMap::new();
    for object in document.objects.values() {
        if let Object::Dictionary(element) = object
            && element.has_type(b"StructElem")
        {
            let role = element.get(b"S").and_then(Object::as_name).unwrap();
            *counts.entry(String::from_utf8_lossy(role).into_owned()).or_default() += 1;
        }
    }
    counts
}

fn messages(pdf: &Pdf) -> Vec<&str> {
    pdf.warnings.iter().map(|warning| warning.message.as_str()).collect()
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let body = "<h1>A</h1><p>Ж <a href='https://example.org/'>Ω</a> <b>fi</b> ქ <i>ա</i> عربي</p>";
    assert_eq!(pdf(body, "").bytes, pdf(body, "").bytes);
}

#[test]
fn a_page_without_title_or_language_is_refused() {
    let missing = |html| matches!(try_render(html, ""), Err(Error::Missing(_)));
    assert!(missing("<html lang=en><p>x"));
    assert!(missing("<title>x</title><p>x"));
}

#[test]
fn elements_become_their_structure_types() {
    let body = "<main><h1>T</h1><section><h2>S</h2><ul><li>a<li>b</ul><dl><dt>t<dd>d</dl>
        <table><caption>c</caption><thead><tr><th>h<th>i</thead><tr><td>1</table>
        <blockquote>q</blockquote><p lang=fr>f <code>x</code> <a href='#x'>l</a></section><p id=x>p";
    let roles = roles(&pdf(body, ""));
    let count = |role: &str| roles.get(role).copied().unwrap_or(0);
    assert_eq!((count("H1"), count("H2"), count("Sect")), (1, 1, 1));
    assert_eq!((count("L"), count("LI"), count("Lbl"), count("LBody")), (2, 3, 3, 3));
    assert_eq!((count("Table"), count("TR"), count("TH"), count("TD")), (1, 2, 2, 2));
    assert_eq!((count("Caption"), count("BlockQuote")), (1, 1));
    assert_eq!((count("Link"), count("Code")), (1, 1));
}

#[test]
fn skipped_heading_levels_are_closed_up() {
    let pdf = pdf("<h2>a</h2><h4>b</h4><h5>c</h5>", "");
    let roles: Vec<_> = roles(&pdf).into_keys().filter(|role| role.starts_with('H')).collect();
    assert_eq!(roles, ["H1", "H2", "H3"]);
    assert_eq!(pdf.warnings.len(), 3);
}

#[test]
fn what_is_not_understood_is_named_with_its_place() {
    let body = "<main><section id=a><p style='display: grid; wobble: 1'>x &#x4E2D;<video></video></p>\n<blink>y";
    let pdf = pdf(body, "p { cursor: pointer; margin: nonsense }");
    let found = messages(&pdf);
    assert!(found.contains(&"property `wobble` is not supported"));
    assert!(found.contains(&"`display: grid` is laid out as a block"));
    assert!(found.contains(&"value `nonsense` of `margin` is not supported"));
    assert!(found.iter().any(|message| message.starts_with("no font has the character `中` (U+4E2D)")), "{found:?}");
    assert!(found.contains(&"element `video` is not drawn, only its text"));
    assert_eq!(found.len(), 6);
    let first = &pdf.warnings[0];
    assert_eq!((&*first.element, first.sheet, first.line), ("main > section#a > p", Some((1, 22)), Some(1)));
    let last = pdf.warnings.iter().find(|warning| warning.message.contains("`blink`")).unwrap();
    assert_eq!((&*last.element, last.sheet, last.line), ("main > section#a > blink", None, Some(2)));
}

#[test]
fn long_documents_break_into_pages() {
    let row = "<tr><td>A row with some text<td>and more</tr>";
    let body = format!("<table><thead><tr><th>a<th>b</thead>{}</table>", row.repeat(200));
    let pdf = pdf(&body, "@page { size: a5 }");
    assert!((5..12).contains(&pdf.pages));
    // The header is drawn again as an artifact, not as rows.
    assert_eq!(roles(&pdf).get("TR"), Some(&201));
}

#[test]
fn what_a_margin_has_no_room_for_is_cut() {
    let name = "name ".repeat(400);
    let body = format!("<p class=running data-running=footer-start>{name}<b>end</b></p><p>Body");
    let made = pdf(&body, ".running { font-size: 9pt }");
    let text = Document::load_mem(&made.bytes).unwrap().extract_text(&[1]).unwrap();
    let names = text.matches("name").count();
    assert!((10..120).contains(&names) && text.contains('…') && !text.contains("end"), "{names}: {text}");
    let short = pdf("<p data-running=footer-start>A name</p><p>Body", "");
    let text = Document::load_mem(&short.bytes).unwrap().extract_text(&[1]).unwrap();
    assert!(text.contains("A name") && !text.contains('…'), "{text}");
}

#[test]
fn a_cell_taller_than_a_page_is_cut() {
    let cell = "<p>Some words that fill a line or two of a cell.</p>".repeat(200);
    let pdf = pdf(&format!("<table><tr><th>x<td>{cell}</table>"), "");
    assert!(pdf.pages > 3);
    assert_eq!(roles(&pdf).get("P"), Some(&200));
}

#[test]
fn a_heading_takes_two_lines_along() {
    // The heading and the first line below it would just fit on page 1, the second would not.
    let css = "@page { size: 100mm 100mm; margin: 10mm } * { margin: 0; font-size: 10pt; line-height: 20pt }";
    let body = format!("{}<h1>Heading</h1><p>One line.</p><p>Another.</p>", "<p>Some text.</p>".repeat(9));
    let page_1 = |body: &str| {
        let document = Document::load_mem(&pdf(body, css).bytes).unwrap();
        document.extract_text(&[1]).unwrap()
    };
    assert!(!page_1(&body).contains("Heading"));
    assert!(page_1(&body.replace("<p>Another.</p>", "")).contains("Heading"));
}

#[test]
fn contents_end_with_page_numbers() {
    let body = "<nav data-contents><ol><li><a href='#b'>B</a></ol></nav><h1 id=b>B</h1>";
    let pdf = pdf(body, "h1 { break-before: page }");
    let document = Document::load_mem(&pdf.bytes).unwrap();
    assert_eq!(pdf.pages, 2);
    assert_eq!(roles(&pdf).get("TOCI"), Some(&1));
    assert!(document.extract_text(&[1]).unwrap().contains('2'));
}

#[test]
fn any_soup_ends_in_a_file() {
    let deep = "<div><span>".repeat(400);
    let soups = [
        "",
        "<table><td colspan=9999>x<table><tr></table>",
        "<ul>text<p>p</p></ul><dl>text<p>p</dl><li>stray",
        "<svg width=100% height=-5 viewBox='0 0 0 0'><rect width=nan /></svg>",
        "<svg aria-label=x viewBox='0 0 1 1'><path d='M0 0 L'/><circle r='1e99'/></svg>",
        "<svg aria-label=x viewBox='1e38 -1e38 1e-38 1e38'><g transform='scale(1e300) rotate(nan)'><rect width=1/></g>",
        "<svg aria-label=x><path d='M0 0A1e30 1e30 0 0 1 1e30 1' stroke=red stroke-dasharray='1e30 nan' /></svg>",
        "<svg aria-label=x width=1e9 height=1e9><text x=1e20 font-size=1e9 dy=-1e9em>x<tspan>y</svg><svg/>",
        "<img><img src=data:><img src='data:image/png;base64,iVBORw0KGgo=' width=100% alt=x>",
        "<img src='data:image/svg+xml,%'>",
        "<img alt=x src='data:image/svg+xml,<svg width=0 height=1e9 viewBox=\"0 0 1e6 1\">' style='max-width:-5px'>",
        "<p style='font-size: 0; line-height: -3; margin: -1000pt; width: 1e30pt'>x",
        "<p style='margin: 100000pt 0; padding: 90%; letter-spacing: -99pt'>x y z",
        "<ol start=-99999999999999999999><li value=9223372036854775807>a<li>b</ol>",
        "\u{202e}\u{feff}\u{0}&#0;&#xD800;\u{10ffff}",
        deep.as_str(),
    ];
    for soup in soups {
        assert!(pdf(soup, "@page { margin: 500mm; size: 1mm 1mm }").pages > 0, "{soup}");
    }
}

#[test]
fn a_character_without_a_glyph_is_told_with_its_item_and_field() {
    let pdf = pdf("<p>Sound</p><article data-item='x/1/a'><p data-field=narrative>To 中 <b>國</b></p></article>", "");
    let told: Vec<(&str, bool)> =
        pdf.warnings.iter().map(|warning| (warning.element.as_str(), warning.message.contains("--font"))).collect();
    assert_eq!(told, [("x/1/a, narrative", true); 2]);
}

#[test]
fn bold_italic_has_a_face_of_its_own() {
    let names = |body| {
        let document = Document::load_mem(&pdf(body, "").bytes).unwrap();
        let fonts = document.objects.values().filter_map(|object| object.as_dict().ok());
        let name = |font: &lopdf::Dictionary| font.get(b"FontName").and_then(Object::as_name).ok().map(<[u8]>::to_vec);
        fonts.filter_map(name).map(|name| String::from_utf8_lossy(&name).into_owned()).collect::<Vec<_>>()
    };
    let names = names("<p><b><i>Both</i></b></p>");
    assert!(names.iter().any(|name| name.ends_with("BoldItalic")), "{names:?}");
}

#[test]
fn notes_stand_at_the_foot_of_the_page_that_calls_them() {
    let css = "@page { size: 100mm 100mm; margin: 10mm } i { float: footnote } p { line-height: 20pt; margin: 0 }";
    let lines = "<p>line</p>".repeat(9);
    let body = format!("<p>One <i>first</i> <i>second</i> two.</p>{lines}<p>called<i>third</i></p>");
    let pdf = pdf(&body, css);
    let document = Document::load_mem(&pdf.bytes).unwrap();
    let text = |page| document.extract_text(&[page]).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text(1).starts_with("One 1,2 two.") || text(1).starts_with("One 1 , 2 two."), "{}", text(1));
    assert!(text(1).ends_with("1 first 2 second"), "{}", text(1));
    assert!(text(2).ends_with("called 3 3 third"), "{}", text(2));
    let roles = roles(&pdf);
    assert_eq!((roles.get("Note"), roles.get("Reference"), roles.get("Link")), (Some(&3), Some(&3), Some(&6)));
    assert_eq!(pdf.warnings, []);
}

#[test]
fn a_section_may_stand_on_paper_of_its_own() {
    let css = "@page wide { size: landscape } section { page: wide } aside { page: none-such }";
    let pdf = pdf("<p>a</p><section>b</section><p>c</p><aside>d</aside>", css);
    let document = Document::load_mem(&pdf.bytes).unwrap();
    let sizes = document.get_pages().into_values().map(|page| {
        let sheet = document.get_dictionary(page).unwrap();
        let sides = sheet.get(b"MediaBox").and_then(Object::as_array).unwrap();
        sides[2].as_float().unwrap() > sides[3].as_float().unwrap()
    });
    assert_eq!(sizes.collect::<Vec<_>>(), [false, true, false]);
    assert_eq!(messages(&pdf), ["there is no `@page none-such` for `page: none-such`"]);
}

#[test]
fn cells_of_several_rows_are_told_with_their_headers() {
    let pdf = pdf(
        "<table><thead><tr><th rowspan=2>a<th colspan=2>b<tr><th>c<th>d</thead>
         <tr><th scope=row rowspan=2>e<td>1<td>2<tr><td>3<td>4</table>",
        "",
    );
    let document = Document::load_mem(&pdf.bytes).unwrap();
    let attributes =
        document.objects.values().filter_map(|object| object.as_dict().ok()?.get(b"A").ok()?.as_dict().ok());
    let (mut spans, mut headers) = (Vec::new(), Vec::new());
    for cell in attributes.filter(|attributes| attributes.get(b"O").unwrap() == &Object::from("Table")) {
        spans.extend(cell.get(b"RowSpan").and_then(Object::as_i64));
        headers.extend(cell.get(b"Headers").and_then(Object::as_array).map(Vec::len));
    }
    // Each of the four cells has the group, its column and its row above and beside it.
    assert_eq!((spans, headers), (vec![2, 2], vec![3; 4]));
    assert_eq!(pdf.warnings, []);
}

#[test]
fn a_cell_of_more_rows_than_a_page_holds_goes_on() {
    let rows = "<tr><td>row</tr>".repeat(150);
    let cell: String = (0..900).map(|number| format!("w{number} ")).collect();
    let pdf = pdf(&format!("<table><tr><th rowspan=151>{cell}<td>first</tr>{rows}</table>"), "");
    let document = Document::load_mem(&pdf.bytes).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let text = document.extract_text(&pages).unwrap();
    let words: Vec<&str> = text.split_whitespace().filter(|word| word.starts_with('w')).collect();
    assert_eq!(words.len(), 900);
    assert!(words.iter().zip(0..).all(|(word, number)| *word == format!("w{number}")));
}

#[test]
fn flex_children_stand_side_by_side() {
    let css = "div { display: flex; gap: 10pt; flex-wrap: wrap } p { width: 45%; margin: 0 }";
    let baselines = |body: &str| {
        let pdf = pdf(body, css);
        assert_eq!(pdf.warnings, []);
        let document = Document::load_mem(&pdf.bytes).unwrap();
        let content = document.get_page_content(*document.get_pages().values().next().unwrap());
        let content = String::from_utf8(content).unwrap();
        let places = content.lines().filter_map(|line| line.strip_suffix(" Tm"));
        places.map(|place| place.rsplit(' ').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let found = baselines("<div><p>a</p><p>b</p><p>c</p></div>");
    assert!(found[0] == found[1] && found[1] != found[2], "{found:?}");
}

#[test]
fn long_words_are_parted_with_a_hyphen() {
    let pdf = pdf("<p lang=de>Menschenrechtskommission</p>", "p { width: 25mm; hyphens: auto }");
    let document = Document::load_mem(&pdf.bytes).unwrap();
    // What is drawn is a hyphen; what is said is the place where the word may be parted.
    let text = document.extract_text(&[1]).unwrap();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    assert_eq!(lines, ["Menschen\u{ad}", "rechtskommis\u{ad}", "sion"]);
}

#[test]
fn a_file_is_attached_on_request_only() {
    let html = "<html lang=en><title>Test</title><p>x";
    let date = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    let file = Attachment {
        name: "a.json",
        media_type: "application/json",
        description: "data",
        relationship: Relationship::Data,
        bytes: b"{}",
    };
    let with = render(html, "", &Fonts::embedded(), date, &[file]).unwrap();
    let document = Document::load_mem(&with.bytes).unwrap();
    let catalog = document.catalog().unwrap();
    assert!(catalog.has(b"AF") && catalog.has(b"Names"));
    let content = document.objects.values().filter_map(|object| object.as_stream().ok());
    let file = content.into_iter().find(|stream| stream.dict.has_type(b"EmbeddedFile")).unwrap();
    assert_eq!(file.content, b"{}");
    let without = Document::load_mem(&try_render(html, "").unwrap().bytes).unwrap();
    assert!(!without.catalog().unwrap().has(b"AF"));
}
