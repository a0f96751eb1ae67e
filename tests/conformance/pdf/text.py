#!/usr/bin/env python3
"""Checks that a reader of a PDF file gets its words and nothing that acts.

    python text.py [--shows TEXT_FILE] [--attached NAME] [--form] FILE.pdf ...

Every phrase that TEXT_FILE puts between ‹ and › must come out of pdftotext letter for letter; spaces don't count, as a
line may break anywhere. Each word must be real text: no character without meaning. Nothing in the file may run, open,
send or be attached, and links lead to http, https or the file itself. With --attached, a file of that name must be
attached, and be JSON; others only if `manifest.json` is attached and names them with their SHA-256. With --form, there may be fields, which only are filled in. Prints one line a
check; exit 1 if any fails.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pikepdf

ACTIVE = {"/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/AA", "/RichMedia", "/AcroForm", "/GoToR",
          "/GoToE", "/XFA", "/Movie", "/Sound", "/FileAttachment"}
ATTACHED = {"/EmbeddedFile", "/EmbeddedFiles", "/EF", "/AF"}
MANIFEST = "manifest.json"
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
    """What acts or is attached, except the attachments that are allowed, and fields where they are."""
    banned = ACTIVE if attachment else ACTIVE | ATTACHED
    banned = banned - {"/AcroForm"} if form else banned
    with pikepdf.open(path) as pdf:
        faults = {fault for thing in pdf.objects for fault in acts(thing, banned)}
        if attachment:
            known = allowed(pdf, attachment)
            faults |= {f"{named(file)} is attached" for file in specifications(pdf) if named(file) not in known}
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


def allowed(pdf, name):
    """The names of files that may be attached, with the SHA-256 of those that a manifest names."""
    known = {name: None}
    for file in specifications(pdf):
        if named(file) == MANIFEST:
            entries = json.loads(file.EF.F.read_bytes())["files"]
            known |= {MANIFEST: None} | {entry["name"]: entry["sha256"] for entry in entries}
    return known


def attached(path, name):
    """What is wrong with the files that are attached."""
    with pikepdf.open(path) as pdf:
        files, known = specifications(pdf), allowed(pdf, name)
        if sorted(map(named, files)) != sorted(known):
            return [f"attached: {', '.join(map(named, files)) or 'nothing'}; wanted: {', '.join(known)}"]
        faults = [fault for file in files for fault in attachment_faults(file, known[named(file)])]
        if sorted(one.objgen for one in pdf.Root.get("/AF", [])) != sorted(file.objgen for file in files):
            faults.append("the catalog's AF doesn't list it, or lists more")
        if list(pdf.attachments) != sorted(known):
            faults.append("the name tree EmbeddedFiles doesn't list it, or lists more, or in another order")
        return faults


def attachment_faults(file, sha256):
    content = file.EF.get("/F")
    if "/UF" not in file or "/F" not in file:
        yield "it has no name for old readers (F) or none for new ones (UF)"
    if file.get("/AFRelationship") not in RELATIONS:
        yield f"its AFRelationship is {file.get('/AFRelationship')}"
    if not isinstance(content, pikepdf.Stream):
        yield "there is no file in it"
        return
    if sha256 and hashlib.sha256(content.read_bytes()).hexdigest() != sha256:
        yield f"{named(file)} is not the file that the manifest names"
    if sha256 and not named(file).endswith(".json"):
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
        checks[f"{asked.attached} is attached, as JSON, and nothing but what a manifest names"] = lambda path: attached(path, asked.attached)
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
