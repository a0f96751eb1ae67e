#!/usr/bin/env python3
"""Plants faults in a sound PDF file; the checks must report each.

    python self_test.py [--attached NAME] [--fields FORM.pdf] FILE.pdf

Changes that are no faults must pass. With --fields, faults of fields are planted in FORM.pdf. Prints one line a change; exit 1 if a fault goes unnoticed or a check is too
strict. --attached is that of text.py.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import pikepdf

import check
import text


def elements(pdf):
    """The structure elements, in no order."""
    return [thing for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and "/S" in thing and "/P" in thing]


def first(pdf, kind, wanted=lambda element: True):
    """An element of that kind; without one, the fault can't be planted, and the test breaks off."""
    return next(element for element in elements(pdf) if element.S == kind and wanted(element))


def below(element):
    """An element and all elements in it."""
    yield element
    kids = element.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from below(kid)


def no_language(pdf):
    del pdf.Root.Lang


def not_tagged(pdf):
    del pdf.Root.MarkInfo


def no_title_shown(pdf):
    del pdf.Root.ViewerPreferences


def no_metadata(pdf):
    del pdf.Root.Metadata


def font_not_embedded(pdf):
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary):
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in thing:
                    del thing[key]


def no_output_intent(pdf):
    del pdf.Root.OutputIntents


def content_in_no_element(pdf):
    for element in elements(pdf):
        if element.S == "/P" and "/K" in element:
            del element["/K"]
            return


def untagged_content(pdf):
    sheet = pdf.pages[0]
    sheet.contents_add(b"BT /F1 12 Tf 50 50 Td (x) Tj ET 0 0 10 10 re f")


def runs_code(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def opens_a_file(pdf):
    first = next(thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/URI" in thing.get("/A", {}))
    first.A.URI = pikepdf.String("file:///etc/hosts")


def no_text(pdf):
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
            del thing["/ToUnicode"]
    for element in elements(pdf):
        if "/ActualText" in element:
            del element["/ActualText"]


def skipped_heading(pdf):
    for element in elements(pdf):
        if element.S == "/H3":
            element.S = pikepdf.Name.H5


def figure(pdf, text="A picture of something", box=(57, 600, 538, 760)):
    """Makes a figure of a paragraph, as the example may have none."""
    element = first(pdf, "/P", lambda element: "/K" in element)
    element.S = pikepdf.Name.Figure
    element.A = pikepdf.Dictionary(O=pikepdf.Name.Layout, Placement=pikepdf.Name.Block)
    if text:
        element.Alt = pikepdf.String(text)
    if box:
        element.A.BBox = pikepdf.Array(box)


def figure_without_alternative(pdf):
    figure(pdf, text=None)


def figure_without_box(pdf):
    figure(pdf, box=None)


def unscope(cells):
    """Takes away what headers say of their cells, and cells of their headers."""
    for cell in cells:
        for entry in check.attributes(cell):
            for key in {"/Scope", "/Headers"} & entry.keys():
                del entry[key]


def header_without_scope(pdf):
    unscope([first(pdf, "/TH", lambda header: any("/Scope" in entry for entry in check.attributes(header)))])


def table_without_scopes(pdf):
    table = first(pdf, "/Table", lambda table: any(element.S == "/TD" for element in below(table)))
    unscope(below(table))


def missing_cell(pdf):
    row = first(pdf, "/TR", lambda row: len(row.K) > 2)
    row.K = pikepdf.Array(list(row.K)[:-1])


def no_tab_order(pdf):
    for sheet in pdf.pages:
        del sheet.obj["/Tabs"]


def link_without_contents(pdf):
    link = next(note for sheet in pdf.pages for note in sheet.obj.get("/Annots", []) if note.Subtype == "/Link")
    del link["/Contents"]


def wrong_widths(pdf):
    """All letters of a font are said to be wider than they are."""
    font = next(thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/DescendantFonts" in thing)
    widths = font.DescendantFonts[0]
    widths.W = pikepdf.Array([pikepdf.Array([float(width) + 50 for width in entry])
                              if isinstance(entry, pikepdf.Array) else entry for entry in widths.W])


def empty_parents(pdf):
    """The parent tree knows no element of the first page."""
    pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)[int(pdf.pages[0].obj.StructParents)] = pikepdf.Array()


def attach(pdf, name=None, data=b'{"a": 1}', kind="application/json", listed=True):
    """Attaches the one file that may be attached, instead of the one that may be there."""
    for old in list(pdf.attachments):
        del pdf.attachments[old]
    name = name or ATTACHED
    relation = pikepdf.Name.Data
    file = pikepdf.AttachedFileSpec(pdf, data, filename=name, mime_type=kind, relationship=relation)
    pdf.attachments[name] = file
    pdf.Root.AF = pikepdf.Array([file.obj] if listed else [])


def attached_twice(pdf):
    attach(pdf)
    pdf.attachments["second.json"] = pikepdf.AttachedFileSpec(pdf, b"{}", filename="second.json")


def attached_other_name(pdf):
    attach(pdf, name="other.exe")


def attached_no_json(pdf):
    attach(pdf, data=b"MZ")


def attached_other_type(pdf):
    attach(pdf, kind="application/octet-stream")


def attached_not_listed(pdf):
    attach(pdf, listed=False)


def widget(pdf, kind="/Tx"):
    """A field of that kind."""
    return next(note for sheet in pdf.pages for note in sheet.obj.get("/Annots", []) if note.get("/FT") == kind)


def field_without_name(pdf):
    del widget(pdf)["/TU"]


def field_out_of_structure(pdf):
    first(pdf, "/Form").S = pikepdf.Name.Span


def field_without_looks(pdf):
    del widget(pdf)["/AP"]


def looks_left_to_viewers(pdf):
    pdf.Root.AcroForm.NeedAppearances = True


def field_not_printed(pdf):
    widget(pdf).F = 0


def field_that_runs_code(pdf):
    widget(pdf).AA = pikepdf.Dictionary(K=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))


def box_without_off(pdf):
    del widget(pdf, "/Btn").AP.N["/Off"]


def box_with_one_state(pdf):
    states = widget(pdf, "/Btn").AP.N
    states.Yes = states.Off
    del states["/Off"]


def fields_of_one_name(pdf):
    widget(pdf, "/Btn").T = widget(pdf).T


def field_not_listed(pdf):
    pdf.Root.AcroForm.Fields = pikepdf.Array(list(pdf.Root.AcroForm.Fields)[1:])


def fields_without_font(pdf):
    del pdf.Root.AcroForm.DR.Font["/NotoSans"].FontDescriptor["/FontFile2"]


def font_without_letters(pdf):
    signs = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.ZapfDingbats)
    for place in [pdf.Root.AcroForm.DR, *(look.Resources for look in pdf.objects if "/Tx BMC" in content(look))]:
        place.Font["/NotoSans"] = signs


def content(thing):
    return thing.read_bytes().decode("latin-1") if isinstance(thing, pikepdf.Stream) else ""


# What may be done to the file, how that is called, and the checks that must not mind.
HARMLESS = [
    (figure, "a figure with an alternative and a box", ["PDF/UA-1", "boxes of figures"]),
    (attach, "an attachment that is allowed", ["the attachment", "nothing else acts"]),
]

# What is done to the file, how the fault is called, and the check that must report it.
FAULTS = [
    (no_language, "no language", "PDF/UA-1"),
    (not_tagged, "not marked as tagged", "PDF/UA-1"),
    (no_title_shown, "the title is not shown", "PDF/UA-1"),
    (untagged_content, "content outside the structure", "PDF/UA-1"),
    (no_text, "letters without meaning", "PDF/UA-1"),
    (figure_without_alternative, "a figure without an alternative", "PDF/UA-1"),
    (table_without_scopes, "a table whose headers have no scope", "PDF/UA-1"),
    (missing_cell, "a row with a missing cell", "PDF/UA-1"),
    (no_tab_order, "pages without an order of tabs", "PDF/UA-1"),
    (link_without_contents, "a link without a description", "PDF/UA-1"),
    (no_metadata, "no metadata", "PDF/A"),
    (font_not_embedded, "a font that is not embedded", "PDF/A"),
    (wrong_widths, "wrong widths of letters", "PDF/A"),
    (no_output_intent, "no output intent", "PDF/A"),
    (skipped_heading, "a skipped level of heading", "outloud"),
    (header_without_scope, "one header without a scope", "outloud"),
    (content_in_no_element, "an element that lost its content", "parent tree"),
    (empty_parents, "an empty entry in the parent tree", "parent tree"),
    (figure_without_box, "a figure without a box", "boxes of figures"),
    (None, "a file that was cut off", "qpdf"),
    (runs_code, "a script", "nothing acts"),
    (opens_a_file, "a link to a file", "nothing acts"),
    (attached_other_name, "an attachment", "nothing acts"),
    (attached_twice, "a second attachment", "nothing else acts"),
    (attached_twice, "a second attachment", "the attachment"),
    (attached_other_name, "an attachment of another name", "the attachment"),
    (attached_no_json, "an attachment that is not JSON", "the attachment"),
    (attached_other_type, "an attachment of another type", "the attachment"),
    (attached_not_listed, "an attachment that the catalog doesn't list", "the attachment"),
]

# The same for a file with fields.
FIELD_FAULTS = [
    (field_without_name, "a field that says nothing of itself", "PDF/UA-1"),
    (field_out_of_structure, "a field without an element of its own", "PDF/UA-1"),
    (field_without_looks, "a field without an appearance", "PDF/A"),
    (looks_left_to_viewers, "appearances that viewers are to make", "PDF/A"),
    (field_not_printed, "a field that is not printed", "PDF/A"),
    (field_that_runs_code, "a field that runs a script", "PDF/A"),
    (box_without_off, "a box that looks ticked only", "fields"),
    (box_with_one_state, "a box that has one state", "fields"),
    (fields_of_one_name, "two fields of one name", "fields"),
    (field_not_listed, "a field that the form doesn't list", "fields"),
    (fields_without_font, "a font of fields that is not embedded", "fields"),
    (font_without_letters, "a font of fields that nobody can write with", "filled in"),
]

ATTACHED = "data.json"
CHECKS = check.CHECKS | {
    "nothing acts": text.active,
    "nothing else acts": lambda path: text.active(path, ATTACHED),
    "the attachment": lambda path: text.attached(path, ATTACHED),
}


def main():
    global ATTACHED
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--attached", metavar="NAME")
    parser.add_argument("--fields", type=Path, metavar="FORM")
    parser.add_argument("file", type=Path, metavar="FILE")
    asked = parser.parse_args()
    if asked.attached:
        ATTACHED = asked.attached
        CHECKS["nothing acts"] = CHECKS["nothing else acts"]
    sound = asked.file
    faults = {sound: FAULTS} | ({asked.fields: FIELD_FAULTS} if asked.fields else {})
    results = []
    for file, planted in faults.items():
        for name in dict.fromkeys(name for _, _, name in planted):
            if asked.attached or name != "the attachment":
                results.append((f"{file.stem} passes {name}", not CHECKS[name](file)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "changed.pdf"
        for plant, change, names in HARMLESS:
            damage(sound, path, plant)
            results += [(f"{name} accepts {change}", not CHECKS[name](path)) for name in names]
        for file, planted in faults.items():
            for plant, fault, name in planted:
                damage(file, path, plant)
                results.append((f"{name} reports {fault}", bool(CHECKS[name](path))))
    for line, ok in results:
        print(f"{'ok  ' if ok else 'FAIL'} self-test: {line}")
    failed = sum(not ok for _, ok in results)
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


def damage(sound, path, plant):
    """Writes the sound file with one change; without a `plant`, cut off."""
    if plant is None:
        path.write_bytes(sound.read_bytes()[:-2000])
        return
    with pikepdf.open(sound) as pdf:
        plant(pdf)
        pdf.save(path)


if __name__ == "__main__":
    sys.exit(main())
