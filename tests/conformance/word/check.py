#!/usr/bin/env python3
"""Asks programs that other people made what is in a Word file, and holds it against the page that it was made of.

    python check.py FILE.docx PAGE.html
    python check.py --self-test FILE.docx PAGE.html

The page must be made with --footnotes, as the Word file is. openxml-audit holds the parts against the schemas;
python-docx opens the file and finds headings, header rows, texts instead of pictures; LibreOffice opens it, and what it
saves as OpenDocument must have the page's headings, tables, cells, notes and contents in their order; what it prints as
PDF must have the headings on its pages. With --self-test, faults are planted in the file, one at a time, and each must
be found by the check that is there for it. Prints one line a check; exit 1 if any fails.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import docx
import lxml.etree
import lxml.html

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
ODF = {prefix: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for prefix, name in [
    ("office", "office"), ("text", "text"), ("table", "table"), ("svg", "svg-compatible"), ("draw", "drawing")]}
ELSEWHERE = "ancestor-or-self::*[self::svg or self::script or self::style or self::template" \
    " or contains(concat(' ', @class, ' '), ' footnote ') or contains(concat(' ', @class, ' '), ' said ')]"


def bare(words):
    return re.sub(r"[\s\u00ad\u200b]", "", "".join(words))


class Page:
    """What the page says."""

    def __init__(self, path):
        page = lxml.html.parse(str(path), lxml.html.HTMLParser(encoding="utf-8"))
        outside = "[not(ancestor::nav[@data-contents])]"
        headings = page.xpath(f"//h1{outside} | //h2{outside} | //h3{outside} | //h4{outside}")
        self.headings = [(int(heading.tag[1]) - 1, bare(heading.itertext())) for heading in headings]
        self.cells = [bare(cell.xpath(f".//text()[not({ELSEWHERE})]")) for cell in page.xpath("//th | //td")]
        self.tables = len(page.xpath("//table"))
        self.header_rows = len(page.xpath("//thead/tr"))
        self.notes = [bare(note.itertext()) for note in page.xpath("//*[contains(@class, 'footnote')]")]
        said = page.xpath("//svg/@aria-label | //img/@alt")
        self.said = [bare(words) for words in said if words.strip()]
        nested = page.xpath("//nav[@data-contents]//ol//ol")
        self.depth = 2 if nested else 1
        self.entries = [words for level, words in self.headings if 1 <= level <= self.depth]


def differing(what, found, wanted):
    if found == wanted:
        return []
    if not isinstance(wanted, list):
        return [f"{what}: {found}, not {wanted}"]
    at = next((i for i, pair in enumerate(zip(found, wanted)) if pair[0] != pair[1]), min(len(found), len(wanted)))
    return [f"{what}: {len(found)}, wanted {len(wanted)}; number {at + 1} is {found[at:at + 1]}, not {wanted[at:at + 1]}"]


def schema(path, page, _):
    done = subprocess.run([Path(sys.executable).with_name("openxml-audit"), "--quiet", "--max-errors", "20", path],
                          capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 else [done.stdout.strip() or done.stderr.strip()]


def python_docx(path, page, _):
    file = docx.Document(str(path))
    found = []
    for paragraph in file.paragraphs:
        style = paragraph.style
        while style is not None and not re.fullmatch("Title|Heading [1-9]", style.name):
            style = style.base_style
        if style is not None:
            found.append((0 if style.name == "Title" else int(style.name[-1]), bare(paragraph.text)))
    tables = [table for table in file.element.body.iter(f"{W}tbl")]
    header_rows = len(list(file.element.body.iter(f"{W}tblHeader")))
    said = [bare(picture.get("descr")) for picture in file.element.body.iter(DRAWING) if picture.get("descr")]
    faults = differing("headings", found, page.headings)
    faults += differing("header rows", header_rows, page.header_rows)
    faults += differing("texts instead of pictures", said, page.said)
    faults += [] if len(tables) >= page.tables else [f"{len(tables)} tables, not {page.tables}"]
    properties = file.core_properties
    faults += [] if properties.title and properties.language else ["no title or no language"]
    faults += [f"last changed by {properties.last_modified_by}"] if properties.last_modified_by else []
    for name in ["Normal", "Title", "Heading 1", "Heading 2", "Caption", "List Bullet", "Table Text", "Table Heading"]:
        faults += [] if name in [style.name for style in file.styles] else [f"no style {name}"]
    return faults


def libreoffice(path, page, folder):
    with zipfile.ZipFile(converted(path, "odt", folder)) as file:
        content = lxml.etree.fromstring(file.read("content.xml"))
    body = content.find(".//office:text", ODF)

    def find(query, element=body):
        return element.xpath(query, namespaces=ODF)

    words = ".//text()[not(ancestor::text:note) and not(ancestor::svg:desc) and not(ancestor::svg:title)]"
    outside = "[not(ancestor::text:table-of-content)]"
    headings = [(int(found.get(f"{{{ODF['text']}}}outline-level")), bare(find(words, found)))
                for found in find(f".//text:h{outside}")]
    rows = find(".//table:table[.//text()]")
    cells = [bare(find(words, cell)) for cell in find(".//table:table-cell")]
    notes = [bare(find("./text:note-body//text()", note)) for note in find(".//text:note")]
    entries = [bare(find(".//text()", entry)) for entry in find(".//text:table-of-content//text:p")]
    faults = differing("headings", headings, [(level, text) for level, text in page.headings if level])
    faults += differing("contents", [entry for entry in entries if entry], page.entries)
    faults += differing("notes", notes, page.notes)
    layout = len(find(".//table:table")) - page.tables
    faults += [] if layout in (0, 1) else [f"{len(rows)} tables, not {page.tables}"]
    faults += differing("cells", cells[:len(page.cells)] if layout == 0 else without_layout(cells, page.cells), page.cells)
    headers = len(find(".//table:table-header-rows/table:table-row"))
    faults += differing("header rows", headers, page.header_rows)
    return faults


def without_layout(cells, wanted):
    """The cells without those of the signatures, which stand side by side in a table that the page doesn't have."""
    for at in range(len(cells)):
        if at >= len(wanted) or cells[at] != wanted[at]:
            extra = len(cells) - len(wanted)
            return cells[:at] + cells[at + extra:]
    return cells


def printed(path, page, folder):
    pdf = converted(path, "pdf", folder)
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", str(pdf), "-"], capture_output=True, check=True)
    text = bare(done.stdout.decode("utf-8"))
    faults, at = [], 0
    for level, words in page.headings:
        if level > 2:
            continue
        found = text.find(words, at)
        if found < 0:
            faults.append(f"not printed in its place: {words}")
        else:
            at = found
    return faults


def converted(path, form, folder):
    home = folder / "office"
    subprocess.run(["soffice", f"-env:UserInstallation=file://{home}", "--headless", "--convert-to", form,
                    "--outdir", str(folder), str(path)], capture_output=True, check=True, timeout=300)
    made = folder / Path(path).with_suffix(f".{form}").name
    if not made.exists():
        sys.exit(f"LibreOffice can't open {path}")
    return made


CHECKS = {"schemas (openxml-audit)": schema, "python-docx": python_docx, "LibreOffice": libreoffice,
          "LibreOffice, printed": printed}

# What is changed in which part, by which pattern, and the check that must find it.
FAULTS = [
    ("the order of properties turned round", "document", r"(<w:cantSplit/>)(<w:tblHeader/>)", r"<w:zzz/>\1\2", "schemas (openxml-audit)"),
    ("a paragraph's properties in another order", "document", r"<w:pStyle w:val=\"Heading1\"/>(.*?)</w:pPr>", r"\1<w:pStyle w:val='Heading1'/></w:pPr>", "schemas (openxml-audit)"),
    ("a heading made plain text", "document", r'<w:pStyle w:val="Heading1"/>', "", "python-docx"),
    ("a header row made a plain one", "document", r"<w:tblHeader/>", "", "python-docx"),
    ("a picture that says nothing", "document", r' descr="[^"]+"', ' descr=""', "python-docx"),
    ("no title", "core", r"<dc:title>.*?</dc:title>", "<dc:title></dc:title>", "python-docx"),
    ("a heading of another level", "document", r'<w:pStyle w:val="Heading2"/>', '<w:pStyle w:val="Heading1"/>', "LibreOffice"),
    ("a cell without its words", "document", r"(<w:tc>(?:(?!</w:tc>).)*?<w:t [^>]*>)[^<]+", r"\1", "LibreOffice"),
    ("a note that is not called", "document", r'<w:footnoteReference w:id="1"/>', "", "LibreOffice"),
    ("an entry of the contents left out", "document", r"(<w:pStyle w:val=\"TOC1\"/>(?:(?!</w:p>).)*?<w:t [^>]*>)[^<]+", r"\1", "LibreOffice"),
]


def planted(path, folder, part, pattern, replacement):
    """A copy of the file with a fault in it."""
    name = {"document": "word/document.xml", "core": "docProps/core.xml"}[part]
    copy = folder / "planted.docx"
    with zipfile.ZipFile(path) as file, zipfile.ZipFile(copy, "w") as other:
        for entry in file.infolist():
            content = file.read(entry)
            if entry.filename == name:
                text = content.decode("utf-8")
                changed = re.sub(pattern, replacement, text, count=1, flags=re.DOTALL)
                if changed == text:
                    return None
                content = changed.encode("utf-8")
            other.writestr(entry.filename, content)
    return copy


def self_test(path, page, folder):
    missed = 0
    for name, part, pattern, replacement, check in FAULTS:
        copy = planted(path, folder, part, pattern, replacement)
        if copy is None:
            print(f"FAILED: {name}: nothing to plant it in")
            missed += 1
            continue
        found = CHECKS[check](copy, page, folder)
        print(f"{'found' if found else 'NOT FOUND'}: {name}, by {check}")
        missed += not found
    return missed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("docx", type=Path)
    parser.add_argument("page", type=Path)
    arguments = parser.parse_args()
    page = Page(arguments.page)
    with tempfile.TemporaryDirectory() as folder:
        if arguments.self_test:
            sys.exit(min(self_test(arguments.docx, page, Path(folder)), 1))
        failed = 0
        for name, check in CHECKS.items():
            found = check(arguments.docx, page, Path(folder))
            failed += bool(found)
            print(f"{'FAILED' if found else 'ok'}: {arguments.docx.name}, {name}")
            for fault in found[:10]:
                print(f"    {fault}")
        sys.exit(min(failed, 1))


if __name__ == "__main__":
    main()
