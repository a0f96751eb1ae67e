//! The part that holds the styles.

use super::look::{self, ParagraphLook, border};
use super::named::{Kind, Named, title};
use super::styles::{ParagraphStyle, Styles, differing};
use super::xml::Xml;
use crate::render::styled::style::Style;

/// Writes `styles.xml`; `column` is the width of the text in twips, `depth` how deep the contents go.
pub(super) fn write(styles: &Styles, lang: &str, column: i32, depth: usize) -> Vec<u8> {
    let mut xml = Xml::new("w:styles", &[("xmlns:w", super::W)]);
    xml.start("w:docDefaults", &[]);
    xml.start("w:rPrDefault", &[]);
    xml.start("w:rPr", &[]);
    // Anything else is said by styles of paragraphs: in cells, some readers hold what stands here against the styles of
    // characters.
    xml.written(&styles.page[0]);
    xml.empty("w:lang", &super::language(lang));
    xml.end();
    xml.end();
    xml.empty("w:pPrDefault", &[]);
    xml.end();
    for (named, style) in &styles.paragraphs {
        paragraph(&mut xml, styles, named, style, column);
    }
    for level in 1..=depth {
        contents(&mut xml, level, column);
    }
    characters(&mut xml, styles);
    tables(&mut xml, styles);
    begin(&mut xml, "numbering", "NoList", "No List", (true, false));
    xml.end();
    xml.finish()
}

/// Opens a style, with its name.
fn begin(xml: &mut Xml, kind: &str, id: &str, name: &str, (is_default, is_ours): (bool, bool)) {
    let mut attributes = vec![("w:type", kind)];
    attributes.extend(is_default.then_some(("w:default", "1")));
    attributes.extend(is_ours.then_some(("w:customStyle", "1")));
    attributes.push(("w:styleId", id));
    xml.start("w:style", &attributes);
    xml.value("w:name", name);
}

fn paragraph(xml: &mut Xml, styles: &Styles, named: &Named, style: &ParagraphStyle, column: i32) {
    let is_normal = named.kind == Kind::Normal && named.class.is_empty();
    let is_ours = named.kind.is_ours() || !named.class.is_empty();
    begin(xml, "paragraph", &named.id(), &named.name(), (is_normal, is_ours));
    let parent = match (named.kind.parent(), named.class.as_str()) {
        (parent, "") => parent.map(|kind| Named::of(kind, "")),
        _ => Some(Named::of(named.kind, "")),
    };
    let base = parent.as_ref().and_then(|parent| styles.paragraphs.get(parent));
    if let Some(parent) = &parent {
        xml.value("w:basedOn", &parent.id());
    }
    if matches!(named.kind, Kind::Heading(_) | Kind::Title | Kind::ContentsHeading | Kind::Caption) {
        xml.value("w:next", "Normal");
    }
    xml.value("w:uiPriority", if named.kind.is_offered() && named.class.is_empty() { "9" } else { "30" });
    if named.kind.is_offered() {
        xml.empty("w:qFormat", &[]);
    }
    let mut text = look::text(&Style::initial());
    text[0].clone_from(&styles.page[0]);
    let plain = ParagraphStyle { look: ParagraphLook::PLAIN.slots(), text };
    let base = base.unwrap_or(&plain);
    xml.start("w:pPr", &[]);
    let (before, after) = (differing_in(style, base, 0..6), differing_in(style, base, 6..10));
    xml.written(&before);
    if matches!(named.kind, Kind::Header | Kind::Footer) {
        xml.start("w:tabs", &[]);
        xml.empty("w:tab", &[("w:val", "right"), ("w:pos", &column.to_string())]);
        xml.end();
    }
    xml.written(&after);
    match named.kind {
        Kind::Heading(level) => xml.value("w:outlineLvl", &(level - 1).min(8).to_string()),
        Kind::ContentsHeading => xml.value("w:outlineLvl", "9"),
        _ => {}
    }
    xml.end();
    xml.start("w:rPr", &[]);
    xml.written(&differing(&style.text, &base.text));
    xml.end();
    xml.end();
}

/// The slots of a paragraph's look that differ, among those in `range`.
fn differing_in(style: &ParagraphStyle, base: &ParagraphStyle, range: std::ops::Range<usize>) -> String {
    let pairs = style.look.iter().zip(&base.look).skip(range.start).take(range.len());
    pairs.filter(|(own, other)| own != other).map(|(own, _)| own.as_str()).collect()
}

/// The style of an entry of the contents.
fn contents(xml: &mut Xml, level: usize, column: i32) {
    begin(xml, "paragraph", &format!("TOC{level}"), &format!("toc {level}"), (false, false));
    xml.value("w:basedOn", "Normal");
    xml.value("w:next", "Normal");
    xml.value("w:uiPriority", "39");
    xml.start("w:pPr", &[]);
    xml.start("w:tabs", &[]);
    xml.empty("w:tab", &[("w:val", "right"), ("w:leader", "dot"), ("w:pos", &column.to_string())]);
    xml.end();
    let below = if level == 1 { "60" } else { "0" };
    xml.empty("w:spacing", &[("w:before", "0"), ("w:after", below), ("w:line", "240"), ("w:lineRule", "auto")]);
    let indent = (280 * (level - 1)).to_string();
    xml.empty("w:ind", &[("w:left", &indent), ("w:right", "567")]);
    xml.end();
    xml.end();
}

fn characters(xml: &mut Xml, styles: &Styles) {
    begin(xml, "character", "DefaultParagraphFont", "Default Paragraph Font", (true, false));
    xml.end();
    begin(xml, "character", "FootnoteReference", "footnote reference", (false, false));
    xml.value("w:basedOn", "DefaultParagraphFont");
    xml.start("w:rPr", &[]);
    xml.value("w:vertAlign", "superscript");
    xml.end();
    xml.end();
    for (name, style) in &styles.characters {
        let is_ours = !["Strong", "Emphasis", "HTML Code", "Hyperlink"].contains(&name.as_str());
        begin(xml, "character", &style.id, &style.name, (false, is_ours));
        xml.value("w:basedOn", "DefaultParagraphFont");
        xml.value("w:uiPriority", "30");
        xml.start("w:rPr", &[]);
        xml.written(&style.slots.iter().flatten().map(String::as_str).collect::<String>());
        xml.end();
        xml.end();
    }
}

fn tables(xml: &mut Xml, styles: &Styles) {
    begin(xml, "table", "TableNormal", "Normal Table", (true, false));
    xml.start("w:tblPr", &[]);
    xml.empty("w:tblInd", &[("w:w", "0"), ("w:type", "dxa")]);
    xml.written(&super::look::CellLook::default().margins("w:tblCellMar"));
    xml.end();
    xml.end();
    begin(xml, "table", super::TABLE, &title("report table"), (false, true));
    xml.value("w:basedOn", "TableNormal");
    xml.start("w:tblPr", &[]);
    let frame = styles.cell.frame;
    let lines = [
        ("top", None),
        ("left", frame.left),
        ("bottom", frame.bottom),
        ("right", frame.right),
        ("insideH", frame.bottom),
        ("insideV", frame.right.or(frame.left)),
    ];
    xml.start("w:tblBorders", &[]);
    xml.written(&lines.into_iter().map(|(side, line)| border(side, line)).collect::<String>());
    xml.end();
    xml.written(&styles.cell.margins("w:tblCellMar"));
    xml.end();
    xml.start("w:tblStylePr", &[("w:type", "firstRow")]);
    xml.start("w:tcPr", &[]);
    xml.written(&styles.header.differing(&styles.cell));
    xml.end();
    xml.end();
    xml.end();
}
