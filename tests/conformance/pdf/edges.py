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
}


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, (body, lang, way) in PAGES.items():
        page = (f'<!DOCTYPE html><html lang="{lang}"{way}><head><meta charset="utf-8"><title>{name}</title></head>'
                f"<body>{body()}</body></html>")
        (folder / f"{name}.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
