//! What the file says about itself: catalog, Info, XMP, output intent, identifier.

use chrono::{Datelike, NaiveDate};
use lopdf::{Document, Object, ObjectId, Stream, dictionary};

use super::attachment::{self, Attachment};
use super::dom::Head;
use super::structure::{Roots, text};

/// Compact sRGB v2 profile from saucecontrol's Compact-ICC-Profiles (`sRGB-v2-magic.icc`), CC0-1.0,
/// as shipped in the source of krilla 0.8.2.
const SRGB: &[u8] = include_bytes!("sRGB.icc");
const PRODUCER: &str = "rapporteur";

/// What the file says about itself.
pub(super) struct Facts<'a> {
    pub(super) head: &'a Head,
    pub(super) date: NaiveDate,
    pub(super) attachments: &'a [Attachment<'a>],
}

/// Replaces catalog, Info and identifier; `printpdf`'s own would break PDF/A.
pub(super) fn add(document: &mut Document, facts: &Facts<'_>, roots: &Roots) {
    let Facts { head, date, attachments } = *facts;
    let pages = drop_old(document);
    "1.7".clone_into(&mut document.version);
    let profile = Stream::new(dictionary! { "N" => 3 }, SRGB.to_vec());
    let profile = document.add_object(profile);
    let xmp = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    let xmp = Stream::new(xmp, packet(facts).into_bytes()).with_compression(false);
    let xmp = document.add_object(xmp);
    let direction = if head.rtl { "R2L" } else { "L2R" };
    let mut catalog = dictionary! {
        "Type" => "Catalog",
        "Lang" => text(&head.lang),
        // The same numbers as printed.
        "PageLabels" => dictionary! { "Nums" => vec![0.into(), dictionary! { "S" => "D" }.into()] },
        "MarkInfo" => dictionary! { "Marked" => true },
        "ViewerPreferences" => dictionary! {
            "DisplayDocTitle" => true,
            "Direction" => direction,
        },
        "StructTreeRoot" => roots.structure,
        "Metadata" => xmp,
        "OutputIntents" => vec![Object::from(dictionary! {
            "Type" => "OutputIntent",
            "S" => "GTS_PDFA1",
            "OutputConditionIdentifier" => Object::string_literal("sRGB"),
            "Info" => Object::string_literal("sRGB IEC61966-2.1"),
            "DestOutputProfile" => profile,
        })],
    };
    if let Some(pages) = pages {
        catalog.set("Pages", pages);
    }
    if let Some(outlines) = roots.outlines {
        catalog.set("Outlines", outlines);
        catalog.set("PageMode", "UseOutlines");
    }
    if let Some(form) = roots.form {
        catalog.set("AcroForm", form);
    }
    if !attachments.is_empty() {
        attachment::add(document, &mut catalog, attachments, date);
    }
    let catalog = document.add_object(catalog);
    let info = info(head, date);
    let info = document.add_object(info);
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", info);
    let identifier = Object::String(identifier(document), lopdf::StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![identifier.clone(), identifier]);
}

/// Removes the catalog and Info that are there; returns the page tree.
fn drop_old(document: &mut Document) -> Option<ObjectId> {
    let old = |key: &[u8]| document.trailer.get(key).and_then(Object::as_reference).ok();
    let (root, info) = (old(b"Root"), old(b"Info"));
    let pages = document.catalog().and_then(|catalog| catalog.get(b"Pages")).and_then(Object::as_reference).ok();
    for id in [root, info].into_iter().flatten() {
        document.objects.remove(&id);
    }
    pages
}

fn info(head: &Head, date: NaiveDate) -> lopdf::Dictionary {
    let stamp = Object::string_literal(format!("D:{:04}{:02}{:02}000000Z", date.year(), date.month(), date.day()));
    let mut info = dictionary! {
        "Title" => text(&head.title),
        "Producer" => text(PRODUCER),
        "CreationDate" => stamp.clone(),
        "ModDate" => stamp,
    };
    if !head.author.is_empty() {
        info.set("Author", text(&head.author));
    }
    if !head.description.is_empty() {
        info.set("Subject", text(&head.description));
    }
    info
}

/// The XMP packet, equal to Info, with the schema that PDF/A asks for before it accepts `pdfuaid`.
fn packet(facts: &Facts<'_>) -> String {
    let Facts { head, date, attachments } = *facts;
    // PDF/A-3 is PDF/A-2 with files inside.
    let part = if attachments.is_empty() { 2 } else { 3 };
    let (title, author) = (escape(&head.title), escape(&head.author));
    let description = escape(&head.description);
    // `NaiveDate` writes itself as ISO 8601.
    let stamp = format!("{date}T00:00:00Z");
    let author = optional(&author, |author| {
        format!("   <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\n")
    });
    let description = optional(&description, |text| {
        format!(
            "   <dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{text}</rdf:li></rdf:Alt></dc:description>\n"
        )
    });
    let lang = escape(&head.lang);
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
   <pdfaid:part>{part}</pdfaid:part>
   <pdfaid:conformance>A</pdfaid:conformance>
   <pdfuaid:part>1</pdfuaid:part>
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{author}{description}   <dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
   <xmp:CreateDate>{stamp}</xmp:CreateDate>
   <xmp:ModifyDate>{stamp}</xmp:ModifyDate>
   <xmp:MetadataDate>{stamp}</xmp:MetadataDate>
   <pdf:Producer>{PRODUCER}</pdf:Producer>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
   <pdfaExtension:schemas>
    <rdf:Bag>
     <rdf:li rdf:parseType="Resource">
      <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
      <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
      <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
      <pdfaSchema:property>
       <rdf:Seq>
        <rdf:li rdf:parseType="Resource">
         <pdfaProperty:name>part</pdfaProperty:name>
         <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
         <pdfaProperty:category>internal</pdfaProperty:category>
         <pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
        </rdf:li>
       </rdf:Seq>
      </pdfaSchema:property>
     </rdf:li>
    </rdf:Bag>
   </pdfaExtension:schemas>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"#,
        bom = '\u{feff}',
    )
}

fn optional(text: &str, line: impl Fn(&str) -> String) -> String {
    if text.is_empty() { String::new() } else { line(text) }
}

/// For XML; signs that XML forbids are left out.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars().filter(|c| !c.is_control()) {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Sixteen bytes made from the content, so that the same report has the same identifier.
fn identifier(document: &Document) -> Vec<u8> {
    let mut content = Vec::new();
    for object in document.objects.values() {
        if let Object::Stream(stream) = object {
            content.extend(hash(&stream.content).to_be_bytes());
        }
    }
    let first = hash(&content);
    content.push(1);
    [first, hash(&content)].into_iter().flat_map(u64::to_be_bytes).collect()
}

/// FNV-1a.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
