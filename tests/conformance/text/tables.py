"""Tables that `export --to csv` writes, read by Python: python3 tables.py FILE...

Each must be UTF-8 with the mark that spreadsheets look for, have rows of as many cells as its head, and no cell that a
spreadsheet takes for a formula.
"""

import csv
import sys

failed = rows = 0
for path in sys.argv[1:]:
    with open(path, encoding="utf-8", newline="") as file:
        marked = file.read(1) == "\ufeff"
        table = list(csv.reader(file, strict=True))
    rows += len(table) - 1
    sound = marked and {len(row) for row in table} == {len(table[0])}
    formulas = [cell for row in table for cell in row if cell[:1] in tuple("=+-@\t\r") and cell]
    if not sound or formulas:
        failed += 1
        print(f"{path}: marked {marked}, widths {sorted({len(row) for row in table})}, formulas {formulas[:3]}")
print(f"{len(sys.argv) - 1 - failed} of {len(sys.argv) - 1} tables with {rows} rows are sound")
sys.exit(1 if failed or rows < 200 else 0)
