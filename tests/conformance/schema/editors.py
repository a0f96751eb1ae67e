#!/usr/bin/env python3
"""Do the schemas serve an editor? Asked of Taplo, which is in the editors' extensions for TOML.

    editors.py RAPPORTEUR TAPLO

Every file that `check` takes without an error must be valid, and so must a new file with the schema that `init` lays
beside it. Files with faults that a schema can see must be refused: those of the cases, and faults planted one at a time
in the example.
"""

import functools
import json
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

RAPPORTEUR, TAPLO = (str(Path(argument).absolute()) for argument in sys.argv[1:3])
EXAMPLE = Path("reports/responses.toml")

# Codes of problems that a schema can see, wherever they are.
SEEN = {
    "bad-country",
    "instrument-not-listed",
    "level-of-other-scale",
    "misplaced-key",
    "scale-not-mapped",
    "unknown-item",
    "unknown-key",
    "unknown-level",
    "unknown-scale",
    "unknown-value",
    "weight-out-of-range",
}

# Faults to plant in the example: what stands there, what is put in its place, and a part of what Taplo is to say.
FAULTS = [
    ('response."eoa-2024/2.1/parliament-informed"', 'response."eoa-2024/2.1/parliament-infromed"', "an id that is known"),
    ('level = "done"', 'level = "dome"', '"dome" is not one of'),
    ('level = "done"', 'level = "full"', '"full" is not one of'),
    ("narrative = ", "narative = ", "'narative' was unexpected"),
    ("done-on = 20", "done-on = 1979-05-27T07:32:00Z # 20", 'is not a "date"'),
    ("done-on = 20", 'done-on = "in March" # 20', 'is not a "date"'),
    ("done-on = 20", "done-on = 7 # 20", "is not of type"),
    ('kind = "', 'kid = "', "'kid' was unexpected"),
    ('title = "', '# "', '"title" is a required property'),
    ('what = "', '# "', '"what" is a required property'),
    ("confidential = true", 'confidential = "yes"', 'is not of type "boolean"'),
    ('basis = "own-monitoring"', 'basis = "own"', '"own" is not one of'),
    ('state = "ready"', 'state = "done"', '"done" is not one of'),
    ('country = "XA"', 'country = "Exampland"', "does not match"),
    ("[institution]", "[instituton]", "a key that is known here"),
    ('instruments = ["', 'instruments = ["hrc-1-1", "', "anyOf"),
    ("format = 1", "format = 2", "2 is not one of"),
    ("format = 1", "", '"format" is a required property'),
]


def main():
    started, failed = time.monotonic(), []
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        counts = [judge(folder, failed) for judge in (shipped, new, cases, planted)]
    for line in failed:
        print(line, file=sys.stderr)
    names = ("shipped files valid", "new files valid", "files of cases judged as `check` does", "planted faults refused")
    print(", ".join(f"{count} {name}" for count, name in zip(counts, names)), f"({time.monotonic() - started:.1f} s)")
    sys.exit(1 if failed else 0)


def shipped(folder, failed):
    files = [(EXAMPLE, []), (Path("reports/2024/responses.toml"), [])]
    rules = schema(folder, "rules")
    for file, options in files:
        started = time.monotonic()
        expect(True, lint(file, answers(folder, file, options)), file, failed)
        print(f"{file}: {len(tomllib.loads(file.read_text())['response'])} answers, {time.monotonic() - started:.2f} s")
    review = Path("reports/review.toml")
    expect(True, lint(review, schema(folder, "review")), review, failed)
    instruments = sorted(Path("rules").glob("*.toml"))
    for file in instruments:
        expect(True, lint(file, rules), file, failed)
    return len(files) + 1 + len(instruments)


def new(folder, failed):
    """What `init` writes is valid by the schema that it names, without any option."""
    for number, options in enumerate((["eoa-2024"], ["conf-2023,hrc-57-29", "--core"], ["ga-c3-78-l49,hrc-58-l27"])):
        file = folder / f"new file {number}.toml"
        run(RAPPORTEUR, "init", "--schema", "-o", file, "--year", "2025", "--instrument", *options)
        expect(True, lint(file), file, failed)
        spoilt = folder / f"spoilt {number}.toml"
        spoilt.write_text(file.read_text().replace('\nlevel = ""', '\nlevel = "dome"', 1))
        expect(False, lint(spoilt), spoilt, failed)
    return number + 1


def cases(folder, failed):
    judged = 0
    for file in sorted(Path("tests/cases").glob("*/*/input/*.toml")):
        try:
            written = tomllib.loads(file.read_text())
        except (UnicodeDecodeError, tomllib.TOMLDecodeError):
            continue
        if not isinstance(written.get("instruments"), list) or not isinstance(written.get("response", {}), dict):
            continue
        rules = file.parent / "rules"
        options = ["--rules", rules] if rules.is_dir() else []
        checked = subprocess.run([RAPPORTEUR, "check", "--format", "json", *options, file], capture_output=True, text=True)
        if checked.returncode not in (0, 3):
            continue
        errors = {problem["code"] for problem in json.loads(checked.stdout) if problem["severity"] == "error"}
        forbidden = {problem["code"] for problem in json.loads(checked.stdout)} & {"not-applicable-forbidden"}
        if errors and not errors & SEEN:
            continue
        try:
            by = answers(folder, file, options)
        except subprocess.CalledProcessError:  # a case of faulty rules
            continue
        judged += 1
        expect(not errors and not forbidden, lint(file, by), f"{file}: {errors}", failed)
    if judged < 40:
        failed.append(f"only {judged} files of cases were found")
    return judged


def planted(folder, failed):
    text, by = EXAMPLE.read_text(), answers(folder, EXAMPLE, [])
    for fault, (sound, broken, said) in enumerate(FAULTS):
        if sound not in text:
            failed.append(f"`{sound}` does not stand in {EXAMPLE}")
            continue
        file = folder / f"planted-{fault}.toml"
        file.write_text(text.replace(sound, broken, 1))
        refused = lint(file, by)
        expect(False, refused, f"{sound} -> {broken}", failed)
        if said not in refused:
            failed.append(f"{sound} -> {broken}: `{said}` is not said:\n{refused[:600]}")
    return len(FAULTS)


def answers(folder, file, options):
    """The schema of the instruments that a file answers; of any, if it names one that is not known."""
    ids = [str(entry).split("@")[0] for entry in tomllib.loads(file.read_text())["instruments"]]
    known = run(RAPPORTEUR, "rules", "list", "--format", "json", *options)
    known = {instrument["id"] for instrument in json.loads(known)}
    asked = [id for id in ids if id in known]
    return schema(folder, "responses", *options, *(["--instrument", ",".join(asked)] if asked else []))


def schema(folder, *arguments):
    text = run(RAPPORTEUR, "schema", *arguments)
    file = folder / f"{hash(text)}.json"
    file.write_text(text)
    return file


@functools.cache
def run(*arguments):
    return subprocess.run(list(map(str, arguments)), check=True, capture_output=True, text=True).stdout


def lint(file, by=None):
    """What Taplo has against a file; nothing if it is valid."""
    options = ["--schema", Path(by).absolute().as_uri()] if by else []
    done = subprocess.run([TAPLO, "lint", "--no-auto-config", *options, file], capture_output=True, text=True)
    return done.stderr if done.returncode else ""


def expect(valid, refused, what, failed):
    if valid and refused:
        failed.append(f"refused: {what}\n{refused[:1500]}")
    if not valid and not refused:
        failed.append(f"taken, though it is faulty: {what}")


main()
