#!/usr/bin/env python3
"""Compares pages of PDF files with pictures of them that people have looked at.

    python pictures.py FILE.pdf ...
    python pictures.py --renew FILE.pdf ...
    python pictures.py --self-test FILE.pdf

../pictures/pages.txt names the pages of each file: NAME=PHRASE is the first page with a line that is PHRASE and
nothing else, or, if no page has one, the first page with PHRASE on it. Their pictures are ../pictures/FILE-NAME.png,
grey, 50 dots an inch. --renew makes anew those that differ. --self-test changes a page of FILE.pdf in ways that the
comparison must see, and in ways that it must not mind. Needs pdftoppm and pdftotext (poppler). Prints one line a page;
exit 1 if one differs. What differs is shown in target/conformance/pictures/: the picture, the page as it is now, and
the page with the difference in red.
"""

import argparse
import configparser
import io
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import pikepdf
from PIL import Image, ImageChops, ImageFilter

from text import squeezed

PICTURES = Path(__file__).resolve().parents[1] / "pictures"
DIFFERENCES = Path("target/conformance/pictures")

# Pictures have 16 greys, which halves their size; a page is reduced to the same before it is compared.
STEP = 17
# A pixel differs if it is more than this darker or lighter than all nine pixels around its place in the other
# picture. So an edge may lie up to a pixel (half a millimetre) elsewhere and be drawn harder or softer, as another
# version of poppler or FreeType may do; our lightest rule is 51 steps from paper, and is missed when it is gone.
GREYS = 40
# The share of a page that may differ: 24 pixels of an A4 page. The rule under the narrowest cell of the example has 35;
# a line of ten letters that moved by two pixels changes 40 and more. Another digit changes two at most, so a new number
# of pages in the foot line passes: words and figures are for text.py and tests/fresh.rs to hold.
SHARE = 0.0001


def pages_of(path):
    """The names and phrases that pages.txt has for a file."""
    pages = all_pages()
    if path.stem not in pages:
        sys.exit(f"{PICTURES / 'pages.txt'} names no page of {path.stem}")
    return pages[path.stem]


def all_pages():
    pages = configparser.ConfigParser(delimiters="=", interpolation=None)
    pages.read(PICTURES / "pages.txt", encoding="utf-8")
    return {stem: pages[stem] for stem in pages.sections()}


def strays():
    """Pictures of pages that pages.txt doesn't name."""
    named = {f"{stem}-{name}" for stem, names in all_pages().items() for name in names}
    files = sorted(PICTURES.glob("*.png"))
    return [(file.name, "pages.txt doesn't name it") for file in files if file.stem not in named]


def page_with(path, phrase):
    """The number of the page that a phrase stands for, or None."""
    done = subprocess.run(["pdftotext", "-layout", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True)
    pages = done.stdout.decode("utf-8").split("\f")
    alone = (number for number, page in enumerate(pages, 1) if phrase in map(str.strip, page.splitlines()))
    anywhere = (number for number, page in enumerate(pages, 1) if squeezed(phrase) in squeezed(page))
    return next(alone, None) or next(anywhere, None)


def picture(path, number):
    """A page as poppler draws it, in 16 greys."""
    command = ["pdftoppm", "-r", "50", "-gray", "-png", "-f", str(number), "-l", str(number), str(path)]
    done = subprocess.run(command, capture_output=True, check=True)
    return reduced(Image.open(io.BytesIO(done.stdout)).convert("L"))


def reduced(image):
    return image.point([round(grey / STEP) * STEP for grey in range(256)])


def save(image, path):
    """Writes 16 greys with four bits each."""
    levels = Image.frombytes("P", image.size, image.point([grey // STEP for grey in range(256)]).tobytes())
    levels.putpalette([level * STEP for level in range(16) for _ in "RGB"])
    levels.save(path, optimize=True, bits=4)


def difference(one, other):
    """White where the pictures differ, black elsewhere."""
    distance = ImageChops.lighter(outside(one, other), outside(other, one))
    return distance.point([255 if grey > GREYS else 0 for grey in range(256)])


def outside(image, around):
    """How far each pixel lies outside the range of greys around its place in the other picture."""
    darkest, lightest = around.filter(ImageFilter.MinFilter(3)), around.filter(ImageFilter.MaxFilter(3))
    return ImageChops.lighter(ImageChops.subtract(image, lightest), ImageChops.subtract(darkest, image))


def share(one, other):
    """The share of pixels that differ: all, if the pictures are not of one size."""
    if one.size != other.size:
        return 1.0
    return difference(one, other).histogram()[255] / (one.width * one.height)


def side_by_side(one, other):
    """The picture, the page as it is now, and the latter with the difference in red."""
    marked = other.point([170 + grey // 3 for grey in range(256)]).convert("RGB")
    if one.size == other.size:
        marked.paste("red", mask=difference(one, other).filter(ImageFilter.MaxFilter(3)))
    sheet = Image.new("RGB", (one.width + 2 * other.width, max(one.height, other.height)), "white")
    for left, part in ((0, one), (one.width, other), (one.width + other.width, marked)):
        sheet.paste(part, (left, 0))
    return sheet


def compared(path):
    """For each page of a file: its name, and what is wrong with it or None."""
    for name, phrase in pages_of(path).items():
        title = f"{path.stem}-{name}"
        number = page_with(path, phrase)
        if number is None:
            yield title, f"no page has {phrase}"
        elif not (PICTURES / f"{title}.png").exists():
            yield title, "there is no picture of it"
        else:
            yield f"{title}, page {number}", differs(title, picture(path, number))


def differs(title, now):
    """What differs from the picture, in words; the difference itself is written to a file."""
    known = Image.open(PICTURES / f"{title}.png").convert("L")
    part = share(known, now)
    shown = DIFFERENCES / f"{title}.png"
    if part <= SHARE:
        shown.unlink(missing_ok=True)
        return None
    DIFFERENCES.mkdir(parents=True, exist_ok=True)
    side_by_side(known, now).save(shown)
    return f"{part:.2%} of the page differs, {SHARE:.2%} may: {shown}"


def renew(path):
    """Makes the pictures of a file anew; those that still pass stay as they are."""
    for name, phrase in pages_of(path).items():
        target = PICTURES / f"{path.stem}-{name}.png"
        number = page_with(path, phrase)
        if number is None:
            sys.exit(f"{path}: no page has {phrase}")
        now = picture(path, number)
        same = target.exists() and share(Image.open(target).convert("L"), now) <= SHARE
        if not same:
            save(now, target)
        print(f"{'same' if same else 'NEW '} {target.name}, page {number}, {target.stat().st_size} bytes")


def moved(right, up):
    """Everything is moved, in points."""
    return lambda instructions: [operation("cm", 1, 0, 0, 1, right, up), *instructions]


def moved_line(up):
    """One short line in a cell is moved."""

    def change(instructions):
        lines = zip(places(instructions, "Tm"), places(instructions, "TJ"))
        place = next(place for place, shown in lines if 9 <= letters(instructions[shown]) <= 12)
        *matrix, height = instructions[place].operands
        return [*instructions[:place], operation("Tm", *matrix, float(height) + up), *instructions[place + 1:]]

    return change


def letters(show):
    """How many letters an instruction shows; each takes two bytes."""
    return sum(len(bytes(part)) for part in show.operands[0] if isinstance(part, pikepdf.String)) // 2


def lost_rule(instructions):
    """The rule under the narrowest cell goes: it is the last but one."""
    place = places(instructions, "S")[-2]
    return [*instructions[:place], operation("n"), *instructions[place + 1:]]


def smaller(instructions):
    """Another font: all letters are two per cent smaller."""
    return [operation("Tf", one.operands[0], float(one.operands[1]) * 0.98) if str(one.operator) == "Tf" else one
            for one in instructions]


def other_words(instructions):
    """Each line has the words of another."""
    shows = places(instructions, "TJ")
    words = dict(zip(shows, reversed([instructions[place] for place in shows])))
    return [words.get(place, one) for place, one in enumerate(instructions)]


def places(instructions, operator):
    return [place for place, one in enumerate(instructions) if str(one.operator) == operator]


def operation(operator, *operands):
    return pikepdf.ContentStreamInstruction(list(operands), pikepdf.Operator(operator))


TABLES = "What is still to be done"
PIXEL = 72 / 50
# What is done to a page, how that is called, and whether the comparison must see it.
CHANGES = [
    (lambda instructions: instructions, "nothing", False),
    (moved(0, PIXEL / 2), "a page that is half a pixel higher", False),
    (moved(2 * PIXEL, 0), "a page that is two pixels to the right", True),
    (moved(0, -2 * PIXEL), "a page that is two pixels lower", True),
    (moved_line(-2 * PIXEL), "a short line that is two pixels lower", True),
    (lost_rule, "a rule that is missing under the narrowest cell", True),
    (smaller, "letters that are two per cent smaller", True),
    (other_words, "other words", True),
]


def self_test(path):
    """Each change with the share of the page that it changed, and whether it was judged right."""
    number = page_with(path, TABLES)
    sound = picture(path, number)
    for change, title, seen in CHANGES:
        part = share(sound, picture_of(path, number, change))
        yield f"{'sees' if seen else 'passes'} {title} ({part:.3%})", (part > SHARE) == seen
    for gamma, title in ((0.8, "lighter"), (1.2, "darker")):
        part = share(sound, reduced(sound.point([round(255 * (grey / 255) ** gamma) for grey in range(256)])))
        yield f"passes letters whose edges are {title} ({part:.3%})", part <= SHARE


def picture_of(path, number, change):
    """A page with its drawing instructions changed."""
    with tempfile.TemporaryDirectory() as folder, pikepdf.open(path) as pdf:
        page = pdf.pages[number - 1]
        instructions = change(list(pikepdf.parse_content_stream(page)))
        page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
        changed = Path(folder) / "changed.pdf"
        pdf.save(changed)
        return picture(changed, number)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--renew", action="store_true")
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    asked = parser.parse_args()
    if asked.renew:
        for path in asked.files:
            renew(path)
        print("Look at every new picture before you commit it.")
        return 0
    if asked.self_test:
        results = [(f"self-test: {title}", None if ok else "it does not")
                   for path in asked.files for title, ok in self_test(path)]
    else:
        results = [result for path in asked.files for result in compared(path)] + strays()
    for title, fault in results:
        print(f"FAIL {title}: {fault}" if fault else f"ok   {title}")
    failed = sum(fault is not None for _, fault in results)
    print(f"{len(results) - failed} passed, {failed} failed")
    if failed and not asked.self_test:
        print(f"Look at every picture in {DIFFERENCES} first. If each change is meant, renew the pictures:")
        print(f"  {shlex.join([sys.executable, sys.argv[0], '--renew', *map(str, asked.files)])}")
        print("and look at every new one before you commit it.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
