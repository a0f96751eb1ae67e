#!/usr/bin/env python3
"""Checks that a reader of a PDF file gets its words and nothing that acts.

    python text.py [--shows TEXT_FILE] FILE.pdf ...

Every phrase that TEXT_FILE puts between ‹ and › must come out of pdftotext letter for letter; spaces don't count, as a
line may break anywhere. Each word must be real text: no character without meaning. Nothing in the file may run, open,
send or be attached, and links lead to http, https or the file itself. Prints one line a check; exit 1 if any fails.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

import pikepdf

ACTIVE = {"/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/AA", "/EmbeddedFile", "/EmbeddedFiles",
          "/RichMedia", "/AcroForm", "/GoToR", "/GoToE", "/Movie", "/Sound"}


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


def active(path):
    with pikepdf.open(path) as pdf:
        return sorted({fault for thing in pdf.objects for fault in acts(thing)})


def acts(thing, depth=0):
    """What acts in an object and in what is written inside it."""
    if isinstance(thing, pikepdf.Array):
        entries = [("", value) for value in thing]
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        entries = list(thing.items())
    else:
        return
    for key, value in entries:
        if key in ACTIVE:
            yield f"{key} in the file"
        if key in ("/S", "/Type", "/Subtype") and str(value) in ACTIVE:
            yield f"{value} in the file"
        if key == "/URI" and not re.match("https?://", str(value), re.IGNORECASE):
            yield f"a link to {value}"
        if depth < 20 and not getattr(value, "is_indirect", False):
            yield from acts(value, depth + 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shows", type=Path, metavar="TEXT_FILE")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    asked = parser.parse_args()
    checks = {"every character has a meaning": meaningless, "nothing acts": active}
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
