//! Fields in documents: what a viewer finds in the file.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{messages, pdf, roles};
use crate::render::pdf::Pdf;

fn document(pdf: &Pdf) -> Document {
    Document::load_mem(&pdf.bytes).unwrap()
}

/// The widgets of all pages, in their order.
fn widgets(document: &Document) -> Vec<Dictionary> {
    let annotations = document.get_pages().into_values().flat_map(|page| {
        let list = document.get_dictionary(page).unwrap().get(b"Annots").and_then(Object::as_array).cloned();
        list.unwrap_or_default()
    });
    let entries = annotations.map(|id| document.get_dictionary(id.as_reference().unwrap()).unwrap().clone());
    entries.filter(|entries| entries.get(b"Subtype").and_then(Object::as_name).unwrap() == b"Widget").collect()
}

fn string(entries: &Dictionary, key: &[u8]) -> String {
    lopdf::decode_text_string(entries.get(key).unwrap()).unwrap()
}

fn strings(pdf: &Pdf, key: &[u8]) -> Vec<String> {
    widgets(&document(pdf)).iter().map(|widget| string(widget, key)).collect()
}

fn sides(widget: &Dictionary) -> [f32; 4] {
    let sides = widget.get(b"Rect").and_then(Object::as_array).unwrap();
    [0, 1, 2, 3].map(|side| sides[side].as_float().unwrap())
}

/// What an appearance draws.
fn drawn(document: &Document, id: &Object) -> String {
    let (_, stream) = document.dereference(id).unwrap();
    let stream = stream.as_stream().unwrap();
    let plain = stream.get_plain_content().unwrap();
    String::from_utf8(plain).unwrap()
}

fn look<'a>(widget: &'a Dictionary, state: Option<&[u8]>) -> &'a Object {
    let normal = widget.get(b"AP").and_then(Object::as_dict).unwrap().get(b"N").unwrap();
    state.map_or(normal, |state| normal.as_dict().unwrap().get(state).unwrap())
}

#[test]
fn fields_stand_in_the_form_with_their_looks() {
    let pdf = pdf(
        "<p><input type=checkbox name=a aria-label=A checked> x <input type=checkbox name=b aria-label=B>
         <input name=c aria-label=C value='Да'></p><textarea name=d aria-label=D rows=3>one\ntwo</textarea>",
        "",
    );
    assert_eq!(pdf.warnings, []);
    let document = document(&pdf);
    let [ticked, open, line, lines] = <[_; 4]>::try_from(widgets(&document)).unwrap();
    for (widget, state) in [(&ticked, &b"Yes"[..]), (&open, b"Off")] {
        assert_eq!(widget.get(b"AS").and_then(Object::as_name).unwrap(), state);
        assert_eq!(widget.get(b"V").and_then(Object::as_name).unwrap(), state);
        assert!(drawn(&document, look(widget, Some(b"Yes"))).ends_with("S"));
        assert_eq!(drawn(&document, look(widget, Some(b"Off"))), "");
    }
    assert_eq!(string(&line, b"V"), "Да");
    assert_eq!(lines.get(b"V").and_then(Object::as_str).unwrap(), b"one\ntwo");
    for widget in [&line, &lines] {
        let drawn = drawn(&document, look(widget, None));
        assert!(drawn.starts_with("/Tx BMC\nq\n") && drawn.contains(" TJ"), "{drawn}");
    }
    assert_eq!(lines.get(b"Ff").and_then(Object::as_i64).unwrap(), 1 << 12);
    let form = document.catalog().unwrap().get(b"AcroForm").and_then(Object::as_reference).unwrap();
    let form = document.get_dictionary(form).unwrap();
    assert_eq!(form.get(b"Fields").and_then(Object::as_array).unwrap().len(), 4);
    assert!(!form.has(b"NeedAppearances") && !form.has(b"XFA"));
}

#[test]
fn a_document_without_fields_has_no_form() {
    let pdf = pdf("<p>x <input type=hidden name=a></p>", "");
    assert!(!document(&pdf).catalog().unwrap().has(b"AcroForm"));
    assert_eq!(pdf.warnings, []);
}

#[test]
fn fields_are_read_where_they_stand() {
    let body = "<p>one <input name=a aria-label=A> two <input type=checkbox name=b aria-label=B> three</p>";
    let pdf = pdf(body, "");
    assert_eq!(pdf.bytes, super::pdf(body, "").bytes);
    let document = document(&pdf);
    let has_role = |entries: &&Dictionary, role: &[u8]| {
        entries.has_type(b"StructElem") && entries.get(b"S").and_then(Object::as_name).unwrap() == role
    };
    let all = || document.objects.values().filter_map(|object| object.as_dict().ok());
    let paragraph = all().find(|entries| has_role(entries, b"P")).unwrap();
    let kids = paragraph.get(b"K").and_then(Object::as_array).unwrap();
    let is_form = |kid: &Object| kid.as_reference().is_ok();
    assert_eq!(kids.iter().map(is_form).collect::<Vec<_>>(), [false, true, false, true, false]);
    // An element lists its widget, which leads back to it.
    for form in all().filter(|entries| has_role(entries, b"Form")) {
        let kid = form.get(b"K").and_then(Object::as_dict).unwrap();
        assert!(kid.has_type(b"OBJR"));
        let widget: ObjectId = kid.get(b"Obj").and_then(Object::as_reference).unwrap();
        assert!(document.get_dictionary(widget).unwrap().has(b"StructParent"));
    }
}

#[test]
fn a_field_is_called_by_the_nearest_name() {
    let body = "<label for=b>By its id</label><p><input aria-label=' Own  name '><label>Around <input id=b></label>
        <label>Around <textarea>value</textarea> it</label><input title=Title><input name=n><input>";
    let pdf = pdf(body, "");
    assert_eq!(strings(&pdf, b"TU"), ["Own name", "By its id", "Around it", "Title", "n", "field-4"]);
    assert_eq!(strings(&pdf, b"T"), ["field", "b", "field-2", "field-3", "n", "field-4"]);
    assert_eq!(messages(&pdf), ["`input` says nothing of itself: it needs `aria-label`, or a `label`"]);
}

#[test]
fn what_is_repeated_hidden_or_running_is_no_field() {
    let tick = "<input type=checkbox checked aria-label=x>";
    let body = format!(
        "<div data-running=footer-end>{tick}</div><p aria-hidden=true>{tick}</p><p hidden>{tick}</p>
         <table><thead><tr><th>{tick}</thead>{}</table>",
        "<tr><td>row</tr>".repeat(150)
    );
    let pdf = pdf(&body, "");
    assert!(pdf.pages > 2);
    assert_eq!(widgets(&document(&pdf)).len(), 1);
    assert_eq!(roles(&pdf).get("Form"), Some(&1));
}

#[test]
fn fields_take_the_room_that_they_ask_for() {
    let css = "@page { size: 300pt 400pt; margin: 50pt } * { font-size: 10pt; line-height: 20pt; margin: 0 }
        input, textarea { padding: 0; border: 0 }";
    let body = "<input type=checkbox aria-label=a><input aria-label=b style='width: 40%'><input aria-label=c>
        <textarea rows=3 aria-label=d></textarea><textarea aria-label=e rows=99999999></textarea>
        <table><tr><td style='width: 50%; padding: 0'><textarea aria-label=f></textarea><td>x</table>";
    let pdf = pdf(body, css);
    let document = document(&pdf);
    let sizes = widgets(&document)
        .into_iter()
        .map(|widget| sides(&widget))
        .map(|[left, bottom, right, top]| (right - left, top - bottom));
    let rounded: Vec<(f32, f32)> = sizes.map(|(width, height)| (width.round(), height.round())).collect();
    assert_eq!(rounded, [(10.0, 10.0), (80.0, 20.0), (120.0, 20.0), (200.0, 60.0), (200.0, 270.0), (100.0, 40.0)]);
}

#[test]
fn a_field_is_not_cut() {
    let css = "@page { size: 300pt 400pt; margin: 50pt } p { height: 20pt; margin: 0 }";
    for lines in 1..20 {
        let body = format!("{}<textarea rows=8 aria-label=x></textarea>", "<p>x</p>".repeat(lines));
        let document = document(&pdf(&body, css));
        let [_, bottom, _, top] = sides(&widgets(&document)[0]);
        assert!(bottom >= 50.0 && top <= 350.0, "{lines}");
    }
}

#[test]
fn a_checkbox_stands_beside_its_word_and_within_its_column() {
    let box_and_word = "<label><input type=checkbox aria-label=x> word</label> ".repeat(12);
    for width in 40u8..120 {
        let document = document(&pdf(&format!("<p style='width: {width}pt'>{box_and_word}</p>"), "body { margin: 0 }"));
        let content = document.get_page_content(*document.get_pages().values().next().unwrap());
        let content = String::from_utf8(content).unwrap();
        let place = |line: &str| {
            let numbers: Vec<f32> = line.strip_suffix(" Tm")?.split(' ').filter_map(|word| word.parse().ok()).collect();
            Some((numbers[4], numbers[5]))
        };
        let places: Vec<(f32, f32)> = content.lines().filter_map(place).collect();
        let boxes = widgets(&document);
        assert_eq!(boxes.len(), 12);
        for [_, bottom, right, top] in boxes.iter().map(sides) {
            let is_beside = |&(x, y): &(f32, f32)| bottom < y && y < top && (x - right).abs() < 2.0;
            assert!(places.iter().any(is_beside), "{width}");
            assert!(right < 56.7 + f32::from(width), "{width}");
        }
    }
}

#[test]
fn right_to_left_fields_begin_at_the_right() {
    let pdf = pdf("<p dir=rtl><input type=checkbox aria-label=a> عربي <input aria-label=b></p>", "");
    let [tick, line] = <[_; 2]>::try_from(widgets(&document(&pdf))).unwrap();
    assert!(sides(&tick)[0] > sides(&line)[2]);
    assert_eq!(line.get(b"Q").and_then(Object::as_i64).unwrap(), 2);
}

#[test]
fn text_that_is_cut_off_and_kinds_that_are_not_drawn_are_told() {
    let pdf = pdf(
        &format!("<textarea name=a aria-label=a>{}</textarea><input type=radio>", "words and words ".repeat(90)),
        "",
    );
    let told = [
        "`input` of type `radio` is not drawn",
        "what stands in the field `a` is longer than the field, which cuts it off",
    ];
    assert_eq!(messages(&pdf), told);
}

#[test]
fn thousands_of_fields_of_one_name_are_told_apart() {
    let pdf = pdf(&"<input type=checkbox name=n aria-label=x> <input name=n aria-label=x>".repeat(2000), "");
    let names: std::collections::HashSet<String> = strings(&pdf, b"T").into_iter().collect();
    assert_eq!(names.len(), 4000);
    assert_eq!(pdf.warnings, []);
}

#[test]
fn any_field_ends_in_a_file() {
    let soups = [
        "<h1><input></h1><a href='#x'><input id=x></a><ul><input><li><input></ul><dl><input></dl><table><input></table>",
        "<input style='width: 1e30pt; height: -5pt; font-size: 0; padding: 90%'><input style='width: 0'><input rows=x>",
        "<textarea rows=-1></textarea><textarea rows=1e39 style='display: flex'>\u{0}\u{202e}\u{feff}</textarea>",
        "<textarea rows=nan style='line-height: -3'>x</textarea><label for=''><input id=''>",
        "<div style='display: flex'><input style='flex: 1'><textarea></textarea>text<input type=checkbox></div>",
        "<input style='display: none'><input type><input type='\u{0}'><input name='\u{0}.' value='\r\n'>",
        "<span><textarea>x</textarea><input style='display: block'><br><input type=checkbox><br></span>",
        "<nav data-contents><ol><li><a href='#y'><input type=checkbox>y</a></ol></nav><p id=y style='float: footnote'><input>",
    ];
    for soup in soups {
        for css in ["", "@page { margin: 500mm; size: 1mm 1mm }", "html { direction: rtl }"] {
            assert!(pdf(soup, css).pages > 0, "{soup}");
        }
        assert!(pdf(&format!("<div dir=rtl>{soup}</div>"), "").pages > 0, "{soup}");
    }
}
