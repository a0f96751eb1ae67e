"""Opens an exported workbook with openpyxl, and has LibreOffice compute it anew: the summary must give the figures of
`score --format json`, before and after.

    check.py WORKBOOK SCORE.json
    check.py --self-test WORKBOOK SCORE.json    plants faults, each of which must be found
"""

import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile
from fractions import Fraction

import openpyxl

# Computes every formula when a workbook is opened, whatever results stand in it.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""
EXACT = ["answered, exactly", "implementation, exactly", "at least, exactly", "at most, exactly"]
SHOWN = ["answered, by weight", "implementation of what is rated", "at least", "at most"]


def wanted(score):
    """The figures of each row of the summary, in its order: four exact numbers, and as they are shown."""
    rows = []
    for name in ("institution", "country"):
        group = score["groups"][name]
        if group["counts"]["asked"] == 0:
            continue
        for figures in [group, *group["instruments"].values()]:
            bounds = figures["bounds"] or {}
            four = [figures["coverage"], figures["implementation"], bounds.get("lower"), bounds.get("upper")]
            rows.append([(float(Fraction(it["exact"])), it["percent"]) if it else (None, "—") for it in four])
    return rows


def compare(rows, score, what):
    """What differs between rows of the summary, as dicts by heading, and the score."""
    expected = wanted(score)
    faults = [] if len(rows) == len(expected) else [f"{what}: {len(rows)} rows, not {len(expected)}"]
    for number, (row, figures) in enumerate(zip(rows, expected), 2):
        for exact, shown, (value, percent) in zip(EXACT, SHOWN, figures):
            given = row[exact]
            if value is None:
                same = given == "—"
            else:
                same = given not in ("—", None, "") and abs(float(given) - value) < 1e-9
            if not same or row[shown] != percent:
                faults.append(f"{what}, row {number}, {shown}: {given} ({row[shown]}), not {value} ({percent})")
    return faults


def rows_of(lines):
    head, *rest = lines
    return [dict(zip(head, line)) for line in rest if line and line[0]]


def computed(path):
    """The summary as LibreOffice computes it."""
    with tempfile.TemporaryDirectory() as folder:
        profile = pathlib.Path(folder, "profile")
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS)
        # Comma, quotation mark, UTF-8, numbers as they are and not as they are shown, the second sheet.
        form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,2"
        command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", form]
        subprocess.run([*command, "--outdir", folder, path], check=True, capture_output=True, timeout=120)
        made = next(pathlib.Path(folder).glob("*.csv"))
        with open(made, encoding="utf-8", newline="") as file:
            return rows_of(list(csv.reader(file)))


def form_of(path):
    """What is wrong with locks, drop-downs, headings and panes."""
    book, faults = openpyxl.load_workbook(path), []
    sheets = [name for name in book.sheetnames if book[name]["D1"].value == "level"]
    if not sheets:
        faults.append("no sheet of answers")
    for name in sheets:
        sheet = book[name]
        columns = {cell.value: cell.column_letter for cell in sheet[1]}
        offered = {}
        for rule in sheet.data_validations.dataValidation:
            for cell in str(rule.sqref).split():
                offered[cell] = rule
        if not sheet.protection.sheet or sheet.protection.password:
            faults.append(f"{name}: not locked, or with a password")
        if sheet.freeze_panes != "B2" or sheet.print_title_rows != "$1:$1":
            faults.append(f"{name}: headings don't stay")
        if sheet.merged_cells.ranges:
            faults.append(f"{name}: merged cells")
        for row in range(2, sheet.max_row + 1):
            cell = lambda key: sheet[f"{columns[key]}{row}"]
            if not all(cell(key).protection.locked for key in ("id", "recommendation", "question")):
                faults.append(f"{name}, row {row}: what is to be read can be changed")
            if any(cell(key).protection.locked for key in ("level", "narrative", "done-on")):
                faults.append(f"{name}, row {row}: what is to be written is locked")
            rule = offered.get(cell("level").coordinate)
            levels = []
            if rule is not None and rule.type == "list" and rule.error:
                source, cells = rule.formula1.split("!")
                levels = [found.value for (found,) in book[source][cells.replace("$", "")]]
            level = cell("level").value
            if not levels or None in levels or (level and level not in levels):
                faults.append(f"{name}, row {row}: {level} is not among the levels offered, {levels}")
    if not book.properties.title or not book.properties.creator:
        faults.append("no title or author")
    return faults


def all_faults(path, score):
    kept = openpyxl.load_workbook(path, data_only=True)["summary"]
    last = compare(rows_of([list(line) for line in kept.iter_rows(values_only=True)]), score, "results in the file")
    return form_of(path) + last + compare(computed(path), score, "computed by LibreOffice")


def self_test(path, score):
    """LibreOffice starts once more, for what only it can find: a level that changes the figures."""
    book = openpyxl.load_workbook(path)
    name = next(name for name in book.sheetnames if book[name]["D1"].value == "level")
    sheet = book[name]
    row = next(row for row in range(2, sheet.max_row) if sheet[f"D{row}"].value)
    sheet[f"D{row}"].value = None
    with tempfile.TemporaryDirectory() as folder:
        changed = os.path.join(folder, "changed.xlsx")
        book.save(changed)
        found = [bool(compare(computed(changed), score, "changed"))]
        sheet.protection.sheet, sheet["A2"].protection = False, openpyxl.styles.Protection(locked=False)
        sheet.data_validations.dataValidation.clear()
        book.save(changed)
        said = "\n".join(form_of(changed))
        found += [part in said for part in ("not locked", "can be changed", "not among the levels")]
    return [f"planted fault {number} was not found" for number, it in enumerate(found, 1) if not it]


def main():
    arguments = sys.argv[1:]
    looking = self_test if arguments[0] == "--self-test" else all_faults
    path, score = arguments[-2:]
    faults = looking(path, json.loads(pathlib.Path(score).read_text(encoding="utf-8")))
    print("\n".join(faults) or f"{os.path.basename(path)}: {'every planted fault is found' if looking is self_test else 'sound'}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
