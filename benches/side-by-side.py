#!/usr/bin/env python3
"""Makes the same report of many rows with rapporteur's PDF engine and with others, and compares them.

    python3 benches/side-by-side.py [--runs N] [--rows 24,120,960]

Builds `examples/rows.rs`; uses of the others what is there: Chromium (CHROMIUM or /usr/bin/chromium), and from PyPI
`typst` and `weasyprint` for the Python that runs this. Prints medians of the whole process: wall time, memory, size
and pages. Every row of the report has another text.
"""

import argparse
import importlib.util
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def measured(command):
    """Wall time in milliseconds and memory in MB of one run."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(process.pid, 0)
    wall = (time.perf_counter() - start) * 1000
    if status != 0:
        sys.exit(f"{command[0]} failed: {process.stderr.read().decode(errors='replace')[:400]}")
    process.stderr.close()
    process.returncode = 0
    return wall, usage.ru_maxrss / 1024


def pages(path):
    if shutil.which("pdfinfo") is None:
        return "?"
    found = re.search(r"Pages:\s+(\d+)", subprocess.run(["pdfinfo", path], capture_output=True, text=True).stdout)
    return found.group(1) if found else "?"


class Table(HTMLParser):
    """Reads the cells of the page, for tools that take no HTML."""

    def __init__(self):
        super().__init__()
        self.rows, self.cell, self.title = [], None, ""

    def handle_starttag(self, tag, attributes):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.cell = ""

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.rows[-1].append(self.cell)
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data


def typst_source(html):
    table = Table()
    table.feed(html)
    head, *rows = table.rows
    quoted = lambda cell: "[" + re.sub(r"([\\#$*_\[\]<>@`/])", r"\\\1", cell) + "]"
    lines = [
        '#set page(paper: "a4", margin: 20mm)',
        '#set text(size: 9pt, lang: "en")',
        f'#set document(title: "Report of {len(rows)} rows")',
        f"= Report of {len(rows)} rows",
        "#table(columns: (auto, 1fr, 2fr, 1fr, auto), table.header(" + ", ".join(map(quoted, head)) + "),",
    ]
    lines += ["  " + ", ".join(map(quoted, row)) + "," for row in rows]
    return "\n".join(lines) + "\n)\n"


def tools(folder, rows):
    """Each tool with its command and the file that it makes."""
    example = ROOT / "target/release/examples/rows"
    html = folder / f"{rows}.html"
    subprocess.run([example, str(rows), html], check=True)
    found = [("rapporteur", [example, str(rows), folder / "ours.pdf"], folder / "ours.pdf")]
    if importlib.util.find_spec("typst"):
        source = folder / f"{rows}.typ"
        source.write_text(typst_source(html.read_text()))
        code = ("import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], pdf_standards=['ua-1'])")
        made = folder / "typst.pdf"
        found.append(("Typst", [sys.executable, "-c", code, source, made], made))
    if importlib.util.find_spec("weasyprint"):
        made = folder / "weasyprint.pdf"
        command = [sys.executable, "-m", "weasyprint", "--pdf-variant", "pdf/ua-1", html, made]
        found.append(("WeasyPrint", command, made))
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if Path(chromium).exists():
        made = folder / "chromium.pdf"
        command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile",
                   "--no-pdf-header-footer", f"--print-to-pdf={made}", html.as_uri()]
        found.append(("Chromium", command, made))
    return found


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--rows", default="24,120,960")
    asked = options.parse_args()
    subprocess.run(["cargo", "build", "--release", "--quiet", "--example", "rows"], cwd=ROOT, check=True)
    print("| rows | tool | wall ms | memory MB | size KB | pages |")
    print("|---|---|---|---|---|---|")
    for rows in map(int, asked.rows.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            for name, command, made in tools(Path(folder), rows):
                slow = name in ("WeasyPrint", "Chromium")
                runs = [measured([str(part) for part in command]) for _ in range(min(asked.runs, 3) if slow else asked.runs)]
                wall, memory = (statistics.median(values) for values in zip(*runs))
                size = made.stat().st_size / 1000
                print(f"| {rows} | {name} | {wall:.0f} | {memory:.0f} | {size:.0f} | {pages(made)} |", flush=True)


if __name__ == "__main__":
    main()
