#!/usr/bin/env python3
"""Writes pages that are hard to lay out, one a file, for the PDF checks.

    python edges.py FOLDER
"""

import base64
import struct
import sys
import zlib
from pathlib import Path

WORDS = "the commission receives complaints within thirty days and publishes its findings in all languages".split()

SCRIPTS = {
    "en": "Efficient offices find difficulties, ﬁrst of all “quoted” ones – naïve café",
    "vi": "Mọi người sinh ra đều được tự do và bình đẳng",
    "ru": "Все люди рождаются свободными и равными",
    "kk": "Барлық адамдар тумысынан азат және тең",
    "tg": "Тамоми одамон озод ба дунё меоянд ҷ ҳ қ ӯ ғ",
    "ky": "Бардык адамдар өз беделинде жана укуктарында эркин",
    "el": "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι",
    "hy": "Բոլոր մարդիկ ծնվում են ազատ ու հավասար",
    "ka": "ყველა ადამიანი იბადება თავისუფალი",
    "ar": "يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق",
    "fa": "تمام افراد بشر آزاد به دنیا می‌آیند",
}
RIGHT_TO_LEFT = ("ar", "fa")


def words(count, start=0):
    return " ".join(WORDS[(start + number * (1 + start % 7)) % len(WORDS)] for number in range(count))


def scripts():
    rows = []
    for lang, text in SCRIPTS.items():
        way = ' dir="rtl"' if lang in RIGHT_TO_LEFT else ""
        rows.append(f'<p lang="{lang}"{way}>{text}</p><p lang="{lang}"{way}><strong>{text}</strong> '
                    f"(<em>{text}</em>) <strong><em>{text}</em></strong> 2026</p>")
    cells = "".join(f'<tr><th scope="row">{lang}</th><td lang="{lang}">{text}</td></tr>' for lang, text in SCRIPTS.items())
    return ("<h1>Scripts</h1>" + "".join(rows) + '<table><thead><tr><th scope="col">Language</th>'
            f'<th scope="col">Text</th></tr></thead><tbody>{cells}</tbody></table>')


def right_to_left():
    rows = "".join(f'<tr><th scope="row">{number}</th><td>{SCRIPTS["ar"]} (A/HRC/{number})</td></tr>' for number in range(60))
    return (f'<h1>{SCRIPTS["ar"]}</h1><ul><li>{SCRIPTS["fa"]}</li><li><a href="https://example.org/a">{SCRIPTS["ar"]}</a></li></ul>'
            f'<table><thead><tr><th scope="col">1</th><th scope="col">{SCRIPTS["ar"]}</th></tr></thead><tbody>{rows}</tbody></table>')


def narrative():
    return "<h1>A narrative of forty pages</h1>" + "".join(f"<p>{words(160, start)}.</p>" for start in range(140))


def tall_cell():
    return ('<h1>A cell taller than two pages</h1><table><thead><tr><th scope="col">Question</th><th scope="col">Answer</th></tr>'
            f'</thead><tbody><tr><th scope="row">One</th><td>{words(2600)}</td></tr><tr><th scope="row">Two</th>'
            "<td>Short</td></tr></tbody></table>")


def long_words():
    word = "x" * 300
    address = "https://example.org/" + "a/" * 140
    return (f'<h1>{word}</h1><p>{word} {word}</p><p><a href="{address}">{address}</a></p><table><thead><tr><th scope="col">A</th>'
            f'<th scope="col">B</th></tr></thead><tbody><tr><th scope="row">{word}</th><td>{address}</td></tr></tbody></table>')


def odd_characters():
    odd = "\U0001f600 \U0001f469‍\U0001f4bb ͸ ￿ \ue000 中文 עברית हिन्दी ≥ ✓ ● a­b c​d e f\tg ‮reversed‬ éé"
    return f"<h1>Odd {odd}</h1><p>{odd}</p><ul><li>{odd}</li></ul><p><em>{odd}</em> <code>{odd}</code></p>"


def headings():
    levels = "".join(f"<h{1 + number % 6}>Level {number}</h{1 + number % 6}><p>Text.</p>" for number in (0, 3, 1, 5, 5, 0, 2, 4, 1, 1, 3, 0))
    return levels + "".join(f"<h7>Level seven {number}</h7>" for number in range(5))


def empty():
    return ("<h1>Empty things</h1><table></table><table><tbody></tbody></table><table><thead><tr></tr></thead></table>"
            '<table><thead><tr><th scope="col"></th></tr></thead><tbody><tr><td></td></tr></tbody></table>'
            "<ul></ul><ol><li></li></ol><p></p><blockquote></blockquote><dl></dl><section></section><p>End.</p>")


def deep():
    return "<h1>Deep</h1>" + "<div>" * 1000 + "<p>At the bottom.</p>" + "</div>" * 1000


def spans():
    """Cells of several rows and columns, and cards side by side. (No cell of several rows stands in the last column:
    outloud 0.2.1 forgets such cells in their last row, TBL-004.)"""
    cards = "".join(f'<section class="card"><h2>Card {number}</h2><p>{words(6 + 14 * number)}</p></section>' for number in range(3))
    boxes = "".join(f"<p>{words(3 + number)}</p>" for number in range(5))
    long = "".join(f"<tr><td>{number}</td><td>{words(18)}</td></tr>" for number in range(60))
    return (f'<h1>Cards and spans</h1><div class="cards">{cards}</div><div class="boxes">{boxes}</div>'
            '<table><thead><tr><th rowspan="2" scope="col">A</th><th colspan="2" scope="colgroup">B</th></tr>'
            '<tr><th scope="col">B 1</th><th scope="col">B 2</th></tr></thead>'
            f'<tbody><tr><th rowspan="3" scope="rowgroup">{words(30)}</th><td rowspan="2">{words(9)}</td><td>1</td></tr>'
            '<tr><td>2</td></tr><tr><td>3</td><td>4</td></tr><tr><th scope="row">C</th><td colspan="2">5</td></tr></tbody></table>'
            '<table><thead><tr><th scope="col">Group</th><th scope="col">No</th><th scope="col">Text</th></tr></thead><tbody>'
            f'<tr><th rowspan="61" scope="rowgroup">{words(700)}</th><td>first</td><td>{words(5)}</td></tr>{long}</tbody></table>')


def notes():
    def note(number, length):
        return f' <span class="note" aria-label="Footnote {number}">Note {number}: {words(length)}.</span>'

    rows = "".join(f'<tr><th scope="row">{number}</th><td>{words(9)}{note(20 + number, 8)}</td></tr>' for number in range(30))
    tall = "".join(f"<p>{words(40)}{note(60 + number, 12)}</p>" for number in range(30))
    return ("<h1>Footnotes</h1>" + "".join(f"<p>{words(60)}{note(number, 6 + 4 * number)} {words(30)}.</p>" for number in range(12))
            + f'<p dir="rtl" lang="ar">{SCRIPTS["ar"]}{note(13, 4)}</p><p>{words(20)}{note(14, 1500)} {words(20)}</p>'
            + f'<table><thead><tr><th scope="col">No</th><th scope="col">Text</th></tr></thead><tbody>{rows}'
            + f'<tr><th scope="row">tall</th><td>{tall}</td></tr></tbody></table>')


def landscape():
    head = "".join(f'<th scope="col">Column {number}</th>' for number in range(9))
    rows = "".join(f'<tr><th scope="row">{row}</th>' + f"<td>{words(4, row)}</td>" * 8 + "</tr>" for row in range(40))
    return (f'<h1>Portrait</h1><p>{words(80)}</p><section class="wide"><h2 id="wide">A wide table</h2><table><thead><tr>{head}'
            f'</tr></thead><tbody>{rows}</tbody></table></section><p>{words(80)} <a href="#wide">The wide table</a></p>')


def hyphens():
    texts = {
        "en": "Representatives of international organizations communicated recommendations regarding accountability.",
        "de": "Die Menschenrechtskommission veröffentlicht Empfehlungen über Antidiskriminierungsrichtlinien.",
        "ru": "Правозащитные учреждения представляют рекомендации относительно ответственности.",
        "ka": "ყველა ადამიანი იბადება თავისუფალი და თანასწორი თავისი ღირსებითა და უფლებებით",
    }
    parts = "".join(f'<p class="narrow" lang="{lang}">{text}</p>' for lang, text in texts.items())
    return f'<h1>Hyphens</h1>{parts}<p class="narrow" lang="la">con&shy;stan&shy;ti&shy;no&shy;po&shy;li&shy;ta&shy;no&shy;rum</p>'


def fields():
    """Fields in all places, by all names, also by none; those that are repeated, hidden or running are none."""
    tick = '<input type="checkbox" name="done" aria-label="Done">'
    head = f'<th scope="col">No {tick}</th><th scope="col">Measure</th><th scope="col">Met</th><th scope="col">Evidence</th>'
    rows = "".join(
        f'<tr><th scope="row">{number}</th><td><label>{tick} {words(3 + number % 9, number)}</label></td>'
        f'<td><input type="checkbox" name="yes.{number}" aria-label="Met, measure {number}" {"checked" * (number % 2)}> Yes '
        f'<input type="checkbox" name="no.{number}" aria-label="Not met, measure {number}"> No</td>'
        f'<td><textarea rows="3" name="evidence" aria-label="Evidence, measure {number}">{words(number % 5)}</textarea></td></tr>'
        for number in range(30))
    boxes = "".join(f'<input type="checkbox" id="box{number}" title="Box {number}"> ' for number in range(400))
    return (f'<h1>Fields <input type="checkbox" name="all" aria-label="All of it"></h1>'
            f'<div data-running="footer-end"><input type="checkbox" name="foot"> Footer</div>'
            f'<p><label for="who">Filled in by</label> <input id="who" name="who"> on <label>the day <input name="day" '
            'style="width: 25mm" value="22 Nov 2026"></label>, checked <input type="checkbox" checked name="seen" '
            f'aria-label="Seen"> {words(12)} <input style="width: 40%" name="share" aria-label="A share of the column">.</p>'
            f'<p lang="ru">Ответ <input name="ru" aria-label="Ответ" value="Да, частично"> <input name="ru" aria-label="Ω"></p>'
            '<ul><li><label><input type="checkbox" name="a"> In a list</label></li>'
            '<li>Then text <textarea name="b" aria-label="In an item"></textarea> and more</li>'
            '<li><input class="block" name="c" aria-label="Alone in an item"></li></ul>'
            '<div class="cards"><section class="card"><h2>Card</h2><textarea aria-label="On a card" rows="4">First line\n\n'
            f'Third (line) \\ {SCRIPTS["el"]}</textarea></section><label>Side <input name="side"></label>'
            '<input name="flex" aria-label="A child" style="flex: 1"></div>'
            f'<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
            f'<div dir="rtl" lang="ar"><p><label><input type="checkbox" checked name="ar"> {SCRIPTS["ar"]}</label> '
            f'<input name="ar-text" aria-label="{SCRIPTS["ar"]}" value="{SCRIPTS["ar"]}"></p>'
            f'<textarea name="ar-text" aria-label="{SCRIPTS["fa"]}">{SCRIPTS["fa"]}\n{SCRIPTS["fa"]}</textarea></div>'
            f'<p>No name: <input> <input type="checkbox"> <textarea></textarea></p><p aria-hidden="true">Hidden: <input> {tick}</p>'
            f'<p hidden><input name="gone"></p><textarea rows="99999999" aria-label="A page of its own"></textarea>'
            f'<p>{words(25)} <span class="note">A note <input name="note" aria-label="In a note">.</span></p>'
            f'<p><input type="radio" name="r"><select name="s"><option>One</option></select></p><p>{boxes}</p>')


STYLE = """
@page { size: A4; margin: 20mm }
@page wide { size: landscape }
html { font-family: "Noto Sans"; font-size: 10pt }
table { border-collapse: collapse; width: 100%; font-size: 9pt }
td, th { border: 0.5pt solid #888888; padding: 3pt; vertical-align: top }
.cards { display: flex; gap: 12pt }
.card { flex: 1; background: #e8f0f4; border: 1pt solid #0b4f6c; padding: 6pt; border-radius: 5pt }
.boxes { display: flex; flex-wrap: wrap; gap: 6pt 12pt; margin: 12pt 0 }
.boxes p { width: 30%; background: #f1f5f7; border-left: 3pt solid #888888; border-radius: 3pt; padding: 3pt }
.note { float: footnote; font-size: 8pt; line-height: 1.3 }
.wide { page: wide }
.block { display: block; width: 60mm }
.narrow { width: 32%; hyphens: auto; border: 0.5pt solid #888888 }
"""


def png(width, height, pixel):
    """A `data:` address of a picture with colours and transparency."""
    rows = b"".join(b"\0" + b"".join(bytes(pixel(x, y)) for x in range(width)) for y in range(height))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    file = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return "data:image/png;base64," + base64.b64encode(file).decode()


CHART = """<svg width="300" height="150" viewBox="0 0 300 150" aria-label="Recommendations met in three years">
<path d="M40 10 V130 H290 M40 70 h250" fill="none" stroke="#666" stroke-dasharray="4 2"/>
<g transform="translate(50 130) scale(1 -1)" fill="steelblue"><rect width="30" height="80"/>
<rect x="50" width="30" height="50" rx="5"/><rect x="100" width="30" height="100" opacity=".5" stroke="navy"/></g>
<path d="M60 100 C100 20 150 140 200 60 S260 60 280 20 Q285 10 290 20 T295 20" fill="none" stroke="red" stroke-width="3"
stroke-linecap="round" stroke-linejoin="round"/>
<path fill="gold" fill-rule="evenodd" d="M230 90 h50 v40 h-50 z M240 100 h30 v20 h-30 z"/>
<path fill="teal" d="M200 30 A20 20 0 1 1 180 10 L180 30 Z"/>
<polygon points="210,10 225,40 195,40" transform="rotate(20 210 25) skewX(5)" fill="purple"/>
<circle cx="250" cy="30" r="12" fill="none" stroke="green"/><ellipse cx="120" cy="20" rx="9" ry="4"/>
<text x="20" y="70" font-size="10" dominant-baseline="middle">70 %</text>
<text x="165" y="145" font-size="10" text-anchor="middle">TEXT <tspan font-weight="bold">2026</tspan></text></svg>"""


def pictures():
    dot = png(24, 24, lambda x, y: (200, 0, 0, 255 if (x - 12) ** 2 + (y - 12) ** 2 < 130 else 0))
    shades = png(60, 30, lambda x, y: (4 * x, 4 * x, 4 * x, 255))
    wide = png(1500, 40, lambda x, y: (x % 256, 6 * y, 90, 255))
    rotated = '<svg viewBox="0 0 9 9" width="20" aria-label="Odd"><text transform="rotate(9)" y="5">x</text><use href="#x"/></svg>'
    file = base64.b64encode(CHART.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ').encode()).decode()
    chart = CHART.replace("TEXT", "Years")
    return (f'<h1>Pictures</h1><div data-running="header-end"><img src="{dot}" alt="Logo" height="12"> Header</div>'
            f'<p>A dot <img src="{dot}" alt="A red dot"> and shades <img src="{shades}" alt="Shades of grey">, decoration '
            f'<img src="{dot}" alt="">, none <img src="https://example.org/x.png" alt="The text of a picture">, broken '
            f'<img src="data:image/png;base64,iVBO" alt="The text of another">.</p><p>{chart}</p><p>{rotated}</p>'
            f'<p><img src="{wide}" alt="A strip wider than the page"></p><img src="{shades}" width="50%" alt="Half the page">'
            f'<table><thead><tr><th scope="col">Picture</th><th scope="col">Words</th></tr></thead><tbody><tr><td>'
            f'<img src="{wide}" alt="A strip in a cell"></td><td>{words(40)}</td></tr></tbody></table>'
            f'<p><a href="https://example.org/"><img src="{dot}" alt="A dot that leads away"></a></p>'
            f'<figure><img src="data:image/svg+xml;base64,{file}" alt="The chart as a file"><figcaption>Legend</figcaption></figure>'
            f'<p style="break-before: page">Again <img src="{dot}" alt="The dot again"></p>'
            f'<div dir="rtl" lang="ar"><p>{SCRIPTS["ar"]}</p><p>{CHART.replace("TEXT", SCRIPTS["ar"][:13])}</p></div>')


PAGES = {
    "scripts": (scripts, "en", ""),
    "right-to-left": (right_to_left, "ar", ' dir="rtl"'),
    "narrative": (narrative, "en", ""),
    "tall-cell": (tall_cell, "en", ""),
    "long-words": (long_words, "en", ""),
    "odd-characters": (odd_characters, "en", ""),
    "headings": (headings, "en", ""),
    "empty": (empty, "en", ""),
    "deep": (deep, "en", ""),
    "spans": (spans, "en", ""),
    "notes": (notes, "en", ""),
    "landscape": (landscape, "en", ""),
    "hyphens": (hyphens, "en", ""),
    "pictures": (pictures, "en", ""),
    "fields": (fields, "en", ""),
}


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, (body, lang, way) in PAGES.items():
        page = (f'<!DOCTYPE html><html lang="{lang}"{way}><head><meta charset="utf-8"><title>{name}</title><style>{STYLE}</style></head>'
                f"<body>{body()}</body></html>")
        (folder / f"{name}.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
