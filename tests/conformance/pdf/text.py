#!/usr/bin/env python3
"""Checks that a reader of a PDF file gets its words and nothing that acts.

    python text.py [--shows TEXT_FILE] [--attached NAME] [--form] FILE.pdf ...

Every phrase that TEXT_FILE puts between ‹ and › must come out of pdftotext letter for letter; spaces don't count, as a
line may break anywhere. Each word must be real text: no character without meaning. Nothing in the file may run, open,
send or be attached, and links lead to http, https or the file itself. With --attached, one file of that name and no
other must be attached, and be JSON. With --form, there may be fields, which only are filled in. Prints one line a
check; exit 1 if any fails.
"""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

import pikepdf

ACTIVE = {"/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/AA", "/RichMedia", "/AcroForm", "/GoToR",
          "/GoToE", "/XFA", "/Movie", "/Sound", "/FileAttachment"}
ATTACHED = {"/EmbeddedFile", "/EmbeddedFiles", "/EF", "/AF"}
RELATIONS = {"/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified"}


def phrases(path):
    found = re.findall("‹([^›]*)›", path.read_text(encoding="utf-8"))
    if not found:
        sys.exit(f"{path} has no phrase between ‹ and ›")
    return list(dict.fromkeys(found))


def text(path):
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def squeezed(words):
    return "".join(words.split())


def missing(path, wanted):
    shown = squeezed(text(path))
    return [f"not shown: {phrase}" for phrase in wanted if squeezed(phrase) not in shown]


def meaningless(path):
    words = text(path)
    if len(words) < 1000:
        return [f"only {len(words)} characters of text"]
    return [f"U+{ord(sign):04X} stands in the text" for sign in sorted(set(words))
            if sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" or (sign < " " and sign not in "\n\t\f\r")]


def active(path, attachment=None, form=False):
    """What acts or is attached, except the one attachment that is allowed, and fields where they are."""
    banned = ACTIVE if attachment else ACTIVE | ATTACHED
    banned = banned - {"/AcroForm"} if form else banned
    with pikepdf.open(path) as pdf:
        faults = {fault for thing in pdf.objects for fault in acts(thing, banned)}
        if attachment:
            faults |= {f"{named(file)} is attached" for file in specifications(pdf) if named(file) != attachment}
        return sorted(faults)


def acts(thing, banned, depth=0):
    """What acts in an object and in what is written inside it."""
    if isinstance(thing, pikepdf.Array):
        entries = [("", value) for value in thing]
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        entries = list(thing.items())
    else:
        return
    for key, value in entries:
        if key in banned:
            yield f"{key} in the file"
        if key in ("/S", "/Type", "/Subtype") and str(value) in banned:
            yield f"{value} in the file"
        if key == "/URI" and not re.match("https?://", str(value), re.IGNORECASE):
            yield f"a link to {value}"
        if depth < 20 and not getattr(value, "is_indirect", False):
            yield from acts(value, banned, depth + 1)


def specifications(pdf):
    """Every file specification with a file in it, however it hangs in the file."""
    return [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/EF" in thing]


def named(specification):
    return str(specification.get("/UF", specification.get("/F", "")))


def attached(path, name):
    """What is wrong with the one file that must be attached."""
    with pikepdf.open(path) as pdf:
        files = specifications(pdf)
        if [named(file) for file in files] != [name]:
            return [f"attached: {', '.join(map(named, files)) or 'nothing'}; wanted: {name}"]
        return list(attachment_faults(pdf, files[0]))


def attachment_faults(pdf, file):
    content = file.EF.get("/F")
    if "/UF" not in file or "/F" not in file:
        yield "it has no name for old readers (F) or none for new ones (UF)"
    if file.get("/AFRelationship") not in RELATIONS:
        yield f"its AFRelationship is {file.get('/AFRelationship')}"
    if [associated.objgen for associated in pdf.Root.get("/AF", [])] != [file.objgen]:
        yield "the catalog's AF doesn't list it, or lists more"
    if list(pdf.attachments) != [named(file)]:
        yield "the name tree EmbeddedFiles doesn't list it, or lists more"
    if not isinstance(content, pikepdf.Stream):
        yield "there is no file in it"
        return
    if content.get("/Subtype") != "/application/json":
        yield f"its type is {content.get('/Subtype')}"
    try:
        json.loads(content.read_bytes().decode("utf-8"))
    except ValueError as error:
        yield f"it is not JSON: {error}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shows", type=Path, metavar="TEXT_FILE")
    parser.add_argument("--attached", metavar="NAME")
    parser.add_argument("--form", action="store_true")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    asked = parser.parse_args()
    acts_not = lambda path: active(path, asked.attached, asked.form)
    checks = {"every character has a meaning": meaningless, "nothing acts": acts_not}
    if asked.attached:
        checks[f"{asked.attached} is attached, as JSON, and nothing else"] = lambda path: attached(path, asked.attached)
    if asked.shows:
        wanted = phrases(asked.shows)
        checks[f"shows {len(wanted)} phrases letter for letter"] = lambda path: missing(path, wanted)
    passed = failed = 0
    for path in asked.files:
        for name, check in checks.items():
            faults = check(path)
            print(f"{'FAIL' if faults else 'ok  '} {path.parent.name}/{path.name}: {name}")
            for fault in faults[:20]:
                print(f"     {fault}")
            if faults:
                failed += 1
            else:
                passed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
