#!/usr/bin/env python3
"""Writes pages that are hard to lay out, one a file, for the PDF checks.

    python edges.py FOLDER
"""

import sys
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


STYLE = """
@page { size: A4; margin: 20mm }
@page wide { size: landscape }
html { font-family: "Noto Sans"; font-size: 10pt }
table { border-collapse: collapse; width: 100%; font-size: 9pt }
td, th { border: 0.5pt solid #888888; padding: 3pt; vertical-align: top }
.cards { display: flex; gap: 12pt }
.card { flex: 1; background: #e8f0f4; border: 1pt solid #0b4f6c; padding: 6pt }
.boxes { display: flex; flex-wrap: wrap; gap: 6pt 12pt; margin: 12pt 0 }
.boxes p { width: 30%; border: 0.5pt solid #888888; padding: 3pt }
.note { float: footnote; font-size: 8pt; line-height: 1.3 }
.wide { page: wide }
.narrow { width: 32%; hyphens: auto; border: 0.5pt solid #888888 }
"""

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
