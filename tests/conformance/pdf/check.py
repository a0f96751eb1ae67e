#!/usr/bin/env python3
"""Checks PDF files against PDF/UA-1 and PDF/A (2a, or 3a for a file that says so) with independent tools.

    python check.py FILE.pdf ...

Needs the packages of ../requirements.txt, qpdf and pdftotext. Prints one line a check; exit 1 if any fails.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import page
import pikepdf
from pikepdf.form import CheckboxField, DefaultAppearanceStreamGenerator, Form, TextField


def validator(profile):
    """A check by page-validation."""

    def check(path):
        report = page.validate_pdf(str(path), profile=profile)
        return [str(failure) for failure in report.failures]

    return check


def pdf_a(path):
    """PDF/A, at the level that the file claims."""
    return validator(profile(path))(path)


def profile(path):
    """3a for a file whose metadata say part 3; 2a for every other, which fails if it claims less."""
    try:
        with pikepdf.open(path) as pdf, pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            return "3a" if metadata.pdfa_status.startswith("3") else "2a"
    except pikepdf.PdfError:
        return "2a"


def outloud(path):
    """Errors that `outloud` finds; its warnings are a matter of taste.

    TBL-010 takes a table of one row, with a header for each column and one for the row, for a
    table whose headers were torn apart.
    """
    tool = Path(sys.executable).with_name("outloud")
    program = str(tool) if tool.exists() else "outloud"
    with tempfile.NamedTemporaryFile(suffix=".json") as told:
        command = [program, "--quiet", "--fail-on", "error", "--skip", "TBL-010", "--json", told.name, str(path)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode == 0:
            return []
        try:
            errors = list(errors_in(json.load(told)))
        except ValueError:
            return [done.stdout.strip() or done.stderr.strip()]
    left = [error for error in errors if not is_repeated_header(error, path)]
    return [f"{error.get('rule')}: {error.get('message')} ({error.get('evidence')})" for error in left] or (
        [] if errors else [done.stdout.strip() or done.stderr.strip()])


def errors_in(report):
    """The findings of severity "error" anywhere in a report of outloud."""
    if isinstance(report, dict):
        if report.get("severity") == "error" and "rule" in report:
            yield report
        for value in report.values():
            yield from errors_in(value)
    elif isinstance(report, list):
        for value in report:
            yield from errors_in(value)


def is_repeated_header(error, path):
    """Whether TAG-002 took the header that a table repeats on its next page for prose: an artifact, as it was said before.

    Then all its words stand in header cells of the structure, too.
    """
    if error.get("rule") != "TAG-002":
        return False
    said = subprocess.run(["pdfinfo", "-struct-text", str(path)], capture_output=True, text=True).stdout
    headers, depth = set(), None
    for line in said.splitlines():
        indent = len(line) - len(line.lstrip())
        if depth is not None and indent <= depth:
            depth = None
        if line.strip().startswith("TH"):
            depth = indent
        elif depth is not None:
            headers.update(re.findall(r"\w+", line))
    words = re.findall(r"\w+", error.get("evidence") or "")
    return bool(words) and all(word in headers for word in words)


def qpdf(path):
    """Syntax and stream encoding."""
    if shutil.which("qpdf") is None:
        return ["qpdf is not installed"]
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True)
    return [] if done.returncode == 0 else [(done.stdout + done.stderr).strip()]


def parent_tree(path):
    """Every piece of marked content and every annotation leads to the element that lists it."""
    with pikepdf.open(path) as pdf:
        return list(tree_faults(pdf))


def tree_faults(pdf):
    root = pdf.Root.StructTreeRoot
    parents = {int(key): value for key, value in pikepdf.NumberTree(root.ParentTree).items()}
    contents, objects = listed(root)
    for number, sheet in enumerate(pdf.pages, start=1):
        elements = parents.get(int(sheet.obj.get("/StructParents", -1)))
        for mcid in marked(sheet):
            owner = contents.pop((sheet.obj.objgen, mcid), None)
            if owner is None:
                yield f"page {number}: content {mcid} is in no element"
            elif elements is None or len(elements) <= mcid or elements[mcid].objgen != owner:
                yield f"page {number}: content {mcid} leads to another element"
        for annotation in sheet.obj.get("/Annots", []):
            owner = objects.pop(annotation.objgen, None)
            parent = parents.get(int(annotation.get("/StructParent", -1)))
            if owner is None or parent is None or parent.objgen != owner:
                yield f"page {number}: annotation {annotation.objgen} leads to another element"
    for (sheet, mcid), owner in contents.items():
        yield f"element {owner} lists content {mcid} of page object {sheet}, which is not there"
    for annotation, owner in objects.items():
        yield f"element {owner} lists annotation {annotation}, which is on no page"


def listed(root):
    """What the elements list: marked content by page and number, and annotations."""
    contents, objects = {}, {}
    waiting = [(root, None)]
    while waiting:
        element, sheet = waiting.pop()
        sheet = element.get("/Pg", sheet)
        kids = element.get("/K", pikepdf.Array())
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                contents[(sheet.objgen, kid)] = element.objgen
            elif kid.get("/Type") == "/MCR":
                contents[(kid.get("/Pg", sheet).objgen, int(kid.MCID))] = element.objgen
            elif kid.get("/Type") == "/OBJR":
                objects[kid.Obj.objgen] = element.objgen
            else:
                waiting.append((kid, sheet))
    return contents, objects


def marked(sheet):
    """The numbers of all marked content on a page."""
    for instruction in pikepdf.parse_content_stream(sheet):
        if str(instruction.operator) == "BDC":
            properties = instruction.operands[1]
            if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties:
                yield int(properties.MCID)


def boxes(path):
    """Every figure says where on its page it stands; none of the tools asks for it."""
    with pikepdf.open(path) as pdf:
        return [f"figure {element.objgen} has no BBox of four numbers" for element in pdf.objects
                if is_figure(element) and not any(is_box(entry.get("/BBox")) for entry in attributes(element))]


def is_figure(thing):
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure" and "/P" in thing


def is_box(value):
    return isinstance(value, pikepdf.Array) and len(value) == 4


def attributes(element):
    """The attribute dictionaries of an element: none, one or many; revision numbers may stand between them."""
    entries = element.get("/A", pikepdf.Array())
    entries = entries if isinstance(entries, pikepdf.Array) else [entries]
    return [entry for entry in entries if isinstance(entry, (pikepdf.Dictionary, pikepdf.Stream))]


def fields(path):
    """Every field can be found, told apart, seen in every state and written into; the tools look at names only."""
    with pikepdf.open(path) as pdf:
        return list(field_faults(pdf))


def field_faults(pdf):
    form = pdf.Root.get("/AcroForm", pikepdf.Dictionary())
    listed = [field.objgen for field in form.get("/Fields", [])]
    widgets = [widget for sheet in pdf.pages for widget in sheet.obj.get("/Annots", []) if widget.Subtype == "/Widget"]
    if sorted(listed) != sorted(widget.objgen for widget in widgets):
        yield "the form doesn't list every field on the pages, each once"
    names = [str(widget.get("/T", "")) for widget in widgets]
    yield from (f"{names.count(name)} fields are called {name!r}" for name in sorted(set(names)) if names.count(name) > 1)
    for name, widget in zip(names, widgets):
        looks = widget.get("/AP", pikepdf.Dictionary()).get("/N", pikepdf.Dictionary())
        if widget.get("/FT") == "/Btn":
            if "/Off" not in looks or len(looks.keys()) < 2:
                yield f"{name} has no looks for one of its states"
            if widget.get("/AS") not in looks or widget.get("/AS") != widget.get("/V"):
                yield f"{name} is in the state {widget.get('/AS')}, which is none"
        elif not has_font(form, str(widget.get("/DA", "")).split(" ")[0]):
            yield f"{name} is to be written in a font that is not in the file"


def has_font(form, name):
    fonts = form.get("/DR", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
    return "/FontFile2" in fonts.get(name, pikepdf.Dictionary()).get("/FontDescriptor", pikepdf.Dictionary())


TYPED = "Œuvre–€"


def filled_in(path):
    """What is written into the fields shows, and boxes can be ticked."""
    with pikepdf.open(path) as pdf, tempfile.TemporaryDirectory() as folder:
        if "/AcroForm" not in pdf.Root:
            return []
        fields = [field for _, field in Form(pdf, DefaultAppearanceStreamGenerator).items()]
        written = [field for field in fields if isinstance(field, TextField)]
        for field in written:
            field.value = TYPED
        boxes = [field for field in fields if isinstance(field, CheckboxField)]
        for box in boxes:
            box.checked = True
        off = sum(1 for sheet in pdf.pages for widget in sheet.obj.get("/Annots", []) if widget.get("/AS") == "/Off")
        filled = Path(folder) / "filled.pdf"
        pdf.save(filled)
        done = subprocess.run(["pdftotext", "-enc", "UTF-8", str(filled), "-"], capture_output=True, check=True)
        shown = done.stdout.decode("utf-8").count(TYPED)
        faults = [f"{len(written)} fields were written into, {shown} show it"] if shown != len(written) else []
        return faults + ([f"{off} boxes can't be ticked"] if off else [])


CHECKS = {
    "PDF/UA-1": validator("ua1"),
    "PDF/A": pdf_a,
    "outloud": outloud,
    "qpdf": qpdf,
    "parent tree": parent_tree,
    "boxes of figures": boxes,
    "fields": fields,
    "filled in": filled_in,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    passed = failed = 0
    for path in parser.parse_args().files:
        for name, check in CHECKS.items():
            try:
                faults = check(path)
            except Exception as error:  # A tool that breaks down has not passed the file.
                faults = [f"{type(error).__name__}: {error}"]
            title = f"PDF/A-{profile(path)}" if name == "PDF/A" else name
            print(f"{'FAIL' if faults else 'ok  '} {path.name}: {title}")
            for fault in faults[:10]:
                print(f"     {fault}")
            if faults:
                failed += 1
            else:
                passed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
