"""Documents in Markdown, read by a reader that others wrote: python3 markdown.py [--self-test] FILE...

A document must be headings, paragraphs, lists and tables, whatever users wrote: no HTML, no picture, no link, headings
without gaps, and tables whose rows have as many cells as their head.
"""

import sys

from markdown_it import MarkdownIt

FORBIDDEN = {"html_block", "html_inline", "image", "link_open", "fence", "code_block", "hr", "blockquote_open"}


def faults(text):
    """What is wrong with the document, one sentence each."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    every = [inner for token in tokens for inner in [token, *(token.children or [])]]
    found = [f"there is a {token.type}" for token in every if token.type in FORBIDDEN]
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    if levels[:1] != [1] or levels.count(1) != 1:
        found.append(f"it does not begin with its only heading of the first level: {levels}")
    found += [f"a heading of level {low} follows one of {high}" for high, low in zip(levels, levels[1:]) if low > high + 1]
    cells = []
    for token in tokens:
        if token.type == "table_open":
            cells = []
        elif token.type == "tr_open":
            cells.append(0)
        elif token.type in ("th_open", "td_open"):
            cells[-1] += 1
        elif token.type == "table_close" and (len(set(cells)) != 1 or len(cells) < 2):
            found.append(f"a table has rows of {cells} cells")
    # A row that the reader takes for no row stays in a paragraph.
    texts = [token.content for token in tokens if token.type == "inline"]
    found += [f"a row stands outside of its table: {text}" for text in texts if text.startswith("|")]
    if not any(token.type == "table_open" for token in tokens):
        found.append("it has no table")
    return found


def self_test():
    good = "# A\n\ntext\n\n## B\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n"
    assert not faults(good), faults(good)
    for bad in (
        good.replace("text", "<b>text</b>"),
        good.replace("text", "![x](y)"),
        good.replace("## B", "### B"),
        good.replace("# A\n", ""),
        good.replace("| --- | --- |\n", ""),
        good.replace("text", "- - -"),
    ):
        assert faults(bad), f"not found in: {bad}"
    print("6 of 6 planted faults of Markdown are found")


def main(paths):
    failed = 0
    for path in paths:
        with open(path, encoding="utf-8") as file:
            found = faults(file.read())
        failed += bool(found)
        for fault in found:
            print(f"{path}: {fault}")
    print(f"{len(paths) - failed} of {len(paths)} Markdown documents are sound")
    return 1 if failed or not paths else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--self-test"]:
        self_test()
        sys.exit(main(sys.argv[2:]) if sys.argv[2:] else 0)
    sys.exit(main(sys.argv[1:]))
