//! Pictures in documents: outlines, text, pixels.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lopdf::content::{Content, Operation};
use lopdf::{Document, Object};
use png::{BitDepth, ColorType};

use super::{messages, pdf, roles};
use crate::render::pdf::Pdf;
use crate::render::pdf::raster::tests::png;

/// A picture of two by two pixels.
fn dots() -> String {
    let bytes = png(ColorType::Rgb, BitDepth::Eight, &[255, 0, 0, 0, 255, 0, 0, 0, 255, 1, 2, 3]);
    format!("data:image/png;base64,{}", STANDARD.encode(bytes))
}

fn operations(pdf: &Pdf) -> Vec<Operation> {
    let document = Document::load_mem(&pdf.bytes).unwrap();
    let page = document.get_pages()[&1];
    Content::decode(&document.get_page_content(page)).unwrap().operations
}

/// The operands of every operator of this name on the first page.
fn operands(pdf: &Pdf, name: &str) -> Vec<Vec<f32>> {
    let found = operations(pdf).into_iter().filter(|operation| operation.operator == name);
    found.map(|operation| operation.operands.iter().filter_map(|n| n.as_float().ok()).collect()).collect()
}

fn text(pdf: &Pdf) -> String {
    // `lopdf` puts a line end behind every piece of text.
    let text = Document::load_mem(&pdf.bytes).unwrap().extract_text(&[1]).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A picture of a hundred by a hundred points, whose upper left corner stands at 0, 300.
fn svg(attributes: &str, inside: &str) -> Pdf {
    let css =
        "@page { size: 300pt 300pt; margin: 0 } body { margin: 0 } svg { display: block; width: 100pt; height: 100pt }";
    pdf(&format!("<svg aria-label=x viewBox='0 0 100 100' {attributes}>{inside}</svg>"), css)
}

#[test]
fn paths_keep_their_parts_curves_and_rule() {
    let drawn =
        svg("", "<path fill=red fill-rule=evenodd d='M10 10 h50 v50 z M20 20 C20 30 30 30 30 20 Q40 10 50 20 Z'/>");
    assert_eq!(operands(&drawn, "m"), [[10.0, 290.0], [20.0, 280.0]]);
    assert_eq!(operands(&drawn, "l"), [[60.0, 290.0], [60.0, 240.0]]);
    assert_eq!(operands(&drawn, "c").len(), 2);
    assert_eq!(operands(&drawn, "f*").len(), 1);
    assert!(drawn.warnings.is_empty(), "{:?}", drawn.warnings);
    let open = svg("", "<path d='M1 1 L9 1 L9 9' stroke=red />");
    assert_eq!((operands(&open, "B").len(), operands(&open, "h").len()), (1, 0));
}

#[test]
fn transformations_reach_points_and_lines() {
    let inside = "<g transform='translate(10 20)'><rect transform='scale(2)' width=5 height=5 />
        <line transform='rotate(90)' x2=10 stroke=red stroke-width=3 stroke-dasharray='4 2'/></g>
        <path transform='scale(4 9)' d='M0 0 H1' stroke=blue />";
    let drawn = svg("", inside);
    assert_eq!(operands(&drawn, "re")[0], [10.0, 270.0, 10.0, 10.0]);
    assert_eq!(operands(&drawn, "m")[0], [10.0, 280.0]);
    assert_eq!(operands(&drawn, "l")[0], [10.0, 270.0]);
    assert_eq!(operands(&drawn, "w"), [[3.0], [6.0]]);
    let dashes = operations(&drawn).into_iter().find(|operation| operation.operator == "d").unwrap();
    assert_eq!(dashes.operands[0].as_array().unwrap().len(), 2);
}

#[test]
fn text_in_a_picture_is_text_of_its_figure() {
    let drawn =
        svg("", "<text x=50 y=50 font-size=10 text-anchor=middle>Ratification <tspan fill=red>2026</tspan></text>");
    assert!(text(&drawn).contains("Ratification 2026"), "{}", text(&drawn));
    assert_eq!(roles(&drawn).get("Figure"), Some(&1));
    let names: Vec<String> = operations(&drawn).into_iter().map(|operation| operation.operator).collect();
    let at = |name: &str| names.iter().position(|known| known == name).unwrap();
    assert!(at("BDC") < at("BT") && at("ET") < at("EMC"), "{names:?}");
    // A user unit is a point here, and a pixel elsewhere.
    let size = operations(&drawn).into_iter().find(|operation| operation.operator == "Tf").unwrap();
    assert_eq!(size.operands[1].as_float().unwrap(), 10.0);
    let begin = |anchor: &str| {
        let drawn = svg("", &format!("<text x=50 y=50 font-size=10 text-anchor={anchor}>word</text>"));
        let matrix = &operands(&drawn, "Tm")[0];
        assert_eq!(matrix[5], 250.0);
        matrix[4]
    };
    let (start, middle, end) = (begin("start"), begin("middle"), begin("end"));
    assert_eq!(start, 50.0);
    assert!(((start + end) / 2.0 - middle).abs() < 0.02 && end < middle);
}

#[test]
fn pictures_are_mirrored_where_text_runs_from_the_right() {
    let inside = "<rect width=30 height=5 /><text x=0 y=50 font-size=10>word</text>";
    let (left, mirrored, kept) = (svg("", inside), svg("dir=rtl", inside), svg("dir=rtl data-mirror=no", inside));
    let bar = |drawn: &Pdf| operands(drawn, "re")[0][0];
    let word = |drawn: &Pdf| operands(drawn, "Tm")[0][4];
    assert_eq!((bar(&left), word(&left)), (0.0, 0.0));
    // The picture itself stands on the right, which margins decide: here it is the only thing in its column.
    assert_eq!(bar(&mirrored) - bar(&kept), 70.0);
    assert!(word(&mirrored) > word(&kept) + 50.0 && word(&mirrored) < bar(&kept) + 100.0);
    assert!(text(&mirrored).contains("word"));
}

#[test]
fn opacity_is_mixed_with_white() {
    let drawn = svg("", "<g opacity=.5><rect fill=black fill-opacity='50%' width=5 height=5 /></g>");
    assert_eq!(operands(&drawn, "rg")[0], [0.749, 0.749, 0.749]);
}

#[test]
fn what_svg_asks_in_vain_is_told() {
    let inside = "<defs><linearGradient id=g /></defs><use href='#x'/>
        <rect fill='url(#g)' width=1 height=1 clip-path='url(#c)'/><text transform='rotate(-90)' x=1 y=1>turned</text>
        <path d='M0 0 L5 5 ?' /><line stroke-dasharray='1 2 3 4 5 6 7 8 9' />
        <style>x</style><a href='#y'><rect x=1e6 width=1 height=1 /></a><g transform='spin(1)'/><circle r=wide />";
    let drawn = svg("", inside);
    let found = messages(&drawn);
    for part in [
        "`defs` is not drawn",
        "`use` is not drawn",
        "value `url(#g)` of `fill`",
        "value `url(#c)` of `clip-path`",
        "turned text",
        "`d` of `path` has a fault",
        "of `stroke-dasharray`",
        "`style` inside `svg`",
        "a link inside `svg`",
        "far outside",
        "`transform=\"spin(1)\"`",
        "`r=\"wide\"` of `circle` is no number",
    ] {
        assert!(found.iter().any(|message| message.contains(part)), "{part}: {found:?}");
    }
    assert_eq!(found.len(), 12, "{found:?}");
}

#[test]
fn images_are_written_once_and_say_what_they_show() {
    let dots = dots();
    let body = format!(
        "<p>a <img src='{dots}' alt='Dots'> b <img src='{dots}' alt=''></p>
        <p style='break-before: page'><img src='{dots}' alt=Two>"
    );
    let drawn = pdf(&body, "");
    assert!(drawn.warnings.is_empty(), "{:?}", drawn.warnings);
    assert_eq!(roles(&drawn).get("Figure"), Some(&2));
    let document = Document::load_mem(&drawn.bytes).unwrap();
    let images: Vec<_> = document.objects.values().filter_map(|object| object.as_stream().ok()).collect();
    let is_image =
        |stream: &lopdf::Stream| stream.dict.get(b"Subtype").is_ok_and(|kind| *kind == Object::from("Image"));
    let images: Vec<_> = images.into_iter().filter(|stream| is_image(stream)).collect();
    assert_eq!(images.len(), 1);
    assert!(!images[0].dict.has(b"SMask") && !images[0].dict.has(b"Interpolate"));
    // Two pixels are a point and a half.
    assert_eq!(operands(&drawn, "cm")[0][..4], [1.5, 0.0, 0.0, 1.5]);
    for (_, page) in document.get_pages() {
        let (resources, ids) = document.get_page_resources(page).unwrap();
        let from_id = ids.first().and_then(|id| document.get_dictionary(*id).ok());
        assert!(resources.or(from_id).unwrap().has(b"XObject"));
    }
}

#[test]
fn an_image_takes_the_size_it_is_given_and_the_room_there_is() {
    let size = |attributes: &str| {
        let css = "@page { size: 220pt 300pt; margin: 10pt } body, p { margin: 0 }";
        let drawn = pdf(&format!("<p><img src='{}' alt=x {attributes}></p>", dots()), css);
        let matrix = operands(&drawn, "cm").remove(0);
        (matrix[0], matrix[3])
    };
    assert_eq!(size("width=40"), (30.0, 30.0));
    assert_eq!(size("height=40"), (30.0, 30.0));
    assert_eq!(size("width=40 height=80"), (30.0, 60.0));
    assert_eq!(size("width='50%'"), (100.0, 100.0));
    assert_eq!(size("width=4000"), (200.0, 200.0));
    assert_eq!(size("style='width: 4000px; max-width: 25%'"), (50.0, 50.0));
    // A picture never is taller than its page.
    assert_eq!(size("width=8 height=4000"), (0.5, 252.0));
}

#[test]
fn svg_images_are_drawn_like_pictures_of_the_page() {
    let file = "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 5' width='20'>
        <text y='4' font-size='4'>Logo</text></svg>";
    let packed = STANDARD.encode(file);
    let body = format!("<p dir=rtl><img alt='Our logo' src='data:image/svg+xml;base64,{packed}'></p>");
    let drawn = pdf(&body, "");
    assert!(drawn.warnings.is_empty(), "{:?}", drawn.warnings);
    assert!(text(&drawn).contains("Logo"));
    assert_eq!(roles(&drawn).get("Figure"), Some(&1));
}

#[test]
fn an_image_that_cannot_be_drawn_is_shown_by_its_text() {
    for (source, why) in [
        ("https://example.org/a.png", "only `data:` images are drawn"),
        ("/etc/passwd", "only `data:` images are drawn"),
        ("data:image/png;base64,AAAA", "no sound PNG"),
        ("data:image/gif;base64,AAAA", "not `image/gif`"),
        ("data:image/svg+xml,nothing", "no sound SVG"),
    ] {
        for style in ["", "width:50%", "display:block"] {
            let drawn = pdf(&format!("<p>x</p><img src='{source}' style='{style}' alt='The text'>"), "");
            assert!(messages(&drawn).iter().any(|message| message.contains(why)), "{:?}", drawn.warnings);
            assert!(text(&drawn).contains("The text"), "{source} {style}");
            assert_eq!(roles(&drawn).get("Figure"), None);
        }
    }
    let silent = pdf(&format!("<img src='{}'>", dots()), "");
    assert_eq!(messages(&silent), ["`img` without `alt` is taken for decoration"]);
}

#[test]
fn a_picture_can_be_a_link() {
    let drawn = pdf(&format!("<p><a href='https://example.org/'><img src='{}' alt='Home'></a></p>", dots()), "");
    let document = Document::load_mem(&drawn.bytes).unwrap();
    let links: Vec<_> = document.objects.values().filter_map(|object| object.as_dict().ok()).collect();
    let link = links.iter().find(|link| link.get(b"Subtype").is_ok_and(|kind| *kind == Object::from("Link"))).unwrap();
    let corners: Vec<f32> =
        link.get(b"Rect").unwrap().as_array().unwrap().iter().map(|n| n.as_float().unwrap()).collect();
    assert!((corners[2] - corners[0] - 1.5).abs() < 0.02, "{corners:?}");
    assert_eq!(roles(&drawn).get("Link"), Some(&1));
}

#[test]
fn a_fault_in_an_svg_file_is_told_at_its_image() {
    let file = "<svg width='100%' height='100%' viewBox='0 0 4 1'><use/></svg>".replace('%', "%25");
    let drawn =
        pdf(&format!("<svg aria-label=x><rect/></svg>\n<p id=here><img alt=x src=\"data:image/svg+xml,{file}\">"), "");
    let told = &drawn.warnings[0];
    assert_eq!((&*told.element, told.line), ("p#here > img", Some(2)), "{told}");
}

#[test]
fn no_number_in_the_file_is_larger_than_pdf_allows() {
    let inside =
        "<g transform='scale(900)'><path d='M0 0 L.1 .1' stroke=red stroke-width=999999 stroke-dasharray=999999 />
        <text dominant-baseline=hanging letter-spacing=9999 font-size=9999>x</text></g>";
    for view in ["0 0 100 100", "0 0 1e-5 1e-5", "1e7 1e7 1e-5 1e-5", "-1e6 0 200 200"] {
        let drawn = svg("", &format!("</svg><svg aria-label=y viewBox='{view}'>{inside}"));
        let numbers = operations(&drawn).into_iter().flat_map(|operation| operation.operands);
        let largest = numbers.filter_map(|n| n.as_float().ok()).fold(0.0f32, |most, n| most.max(n.abs()));
        assert!(largest < 1e7, "{view}: {largest}");
    }
}
