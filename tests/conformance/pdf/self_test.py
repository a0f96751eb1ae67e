#!/usr/bin/env python3
"""Plants faults in a sound PDF file; the checks must report each.

    python self_test.py FILE.pdf

Prints one line a fault; exit 1 if one of them goes unnoticed.
"""

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


# What is done to the file, how the fault is called, and the check that must report it.
FAULTS = [
    (no_language, "no language", "PDF/UA-1"),
    (not_tagged, "not marked as tagged", "PDF/UA-1"),
    (no_title_shown, "the title is not shown", "PDF/UA-1"),
    (untagged_content, "content outside the structure", "PDF/UA-1"),
    (no_text, "letters without meaning", "PDF/UA-1"),
    (no_metadata, "no metadata", "PDF/A-2a"),
    (font_not_embedded, "a font that is not embedded", "PDF/A-2a"),
    (no_output_intent, "no output intent", "PDF/A-2a"),
    (skipped_heading, "a skipped level of heading", "outloud"),
    (content_in_no_element, "an element that lost its content", "parent tree"),
    (None, "a file that was cut off", "qpdf"),
    (runs_code, "a script", "nothing acts"),
    (opens_a_file, "a link to a file", "nothing acts"),
]

CHECKS = check.CHECKS | {"nothing acts": text.active}


def main():
    sound = Path(sys.argv[1])
    results = []
    for name in dict.fromkeys(name for _, _, name in FAULTS):
        results.append((f"the sound file passes {name}", not CHECKS[name](sound)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "faulty.pdf"
        for plant, fault, name in FAULTS:
            damage(sound, path, plant)
            results.append((f"{name} reports {fault}", bool(CHECKS[name](path))))
    for line, ok in results:
        print(f"{'ok  ' if ok else 'FAIL'} self-test: {line}")
    failed = sum(not ok for _, ok in results)
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


def damage(sound, path, plant):
    """Writes the sound file with one fault; without a `plant`, cut off."""
    if plant is None:
        path.write_bytes(sound.read_bytes()[:-2000])
        return
    with pikepdf.open(sound) as pdf:
        plant(pdf)
        pdf.save(path)


if __name__ == "__main__":
    sys.exit(main())
