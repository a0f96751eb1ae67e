#!/usr/bin/env python3
"""Measures the form in the browser on 300 answered questions: each page, saves, and memory after 10,000 requests.

    python3 benches/form.py [--runs N] [--requests N] [--evidence KB] [--keep FOLDER]

Builds the program, makes a case in a folder that is deleted afterwards (or FOLDER, which stays), starts the form, and asks
as a browser does: a connection for each request. The case answers the shipped texts and one that is made up, so that
there are 300 questions, with long narratives, next steps, and 300 sealed evidence files of so many KB (200). Times are
milliseconds from connecting to the last byte; "processor" is the mean of what the form itself computed, which other work on
the machine disturbs less. It and memory are what Linux says of the process; elsewhere they are left out.
"""

import argparse
import hashlib
import http.client
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.parse
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = 300
WORDS = ("the institution has sent its report to parliament and waits for an answer of the committee on human rights which "
         "met in spring with people from all regions who told how digital services reach them or fail to").split()


def sentence(chance, words):
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."


def paragraph(chance, sentences):
    return " ".join(sentence(chance, chance.randint(8, 20)) for _ in range(sentences))


def made_up(questions, chance):
    """A rules file with so many questions, eight of them under the first paragraph."""
    lines = ['format = 1', '', '[instrument]', 'id = "bench"', 'version = "1.0.0"', 'title = "Resolution made for a bench"',
             'short-title = "Bench"', 'body = "Bench"', 'symbol = ""', 'date = 2024-01-01', 'status = "draft"',
             'language = "en"', 'refs = "editor"', 'scale = "default"', 'source = "Made up."']
    left, number = questions, 0
    while left:
        number += 1
        items = min(left, 8 if number == 1 else chance.randint(1, 3))
        lines += ['', '[[recommendation]]', f'ref = "{number}"', 'operative = "recommend"', 'act = "inform"',
                  f'text = "{paragraph(chance, 3)}"', 'addressees = ["nhri"]', 'themes = ["reporting"]']
        for item in range(items):
            lines += ['', '[[recommendation.item]]', f'id = "question-{item}"', f'ask = "{sentence(chance, 20)[:-1]}?"',
                      'indicator = "process"', 'origin = "stated"', 'scale = "ongoing"', 'evidence = ["letter", "minutes"]',
                      f'guidance = "{paragraph(chance, 2)}"'] + (['core = true'] if item == 0 else [])
        left -= items
    return "\n".join(lines) + "\n"


def questions_of(text):
    rules = tomllib.loads(text)
    if "instrument" not in rules:
        return
    instrument = rules["instrument"]
    for recommendation in rules["recommendation"]:
        for item in recommendation.get("item", []):
            yield instrument, recommendation["ref"], item, item.get("scale", instrument.get("scale"))


def answer(number, id_, levels, chance, evidence, folder):
    """An answer with its evidence and next steps; about every tenth is left open, and some don't apply."""
    head = f'[response."{id_}"]'
    kind = number % 20
    if kind in (7, 17):
        return [head, 'level = ""', 'narrative = ""', f'assigned-to = "Department {number % 7}"']
    if kind == 13:
        return [head, 'level = "not-applicable"', 'reason-code = "outside-mandate"', f'reason = "{paragraph(chance, 2)}"']
    lines = [head, f'level = "{chance.choice(levels)}"', 'done-on = 2025-05-06', "narrative = '''",
             paragraph(chance, 5), "", paragraph(chance, 5), "'''", f'obstacle = "{sentence(chance, 15)}"',
             'basis = "own-monitoring"', f'assigned-to = "Department {number % 7}"', 'answered-by = "Legal Department"',
             'state = "ready"', f'internal-note = "{sentence(chance, 12)}"']
    name = f"evidence/document-{number}.bin"
    content = chance.randbytes(evidence * 1024)
    (folder / name).write_bytes(content)
    lines += ["", f"[[response.\"{id_}\".evidence]]", f'title = "{sentence(chance, 6)}"', 'kind = "letter"',
              f'file = "{name}"', 'date = 2025-04-05', f'sha256 = "{hashlib.sha256(content).hexdigest()}"',
              f"size = {len(content)}", f'description = "{sentence(chance, 12)}"']
    lines += ["", f"[[response.\"{id_}\".evidence]]", f'title = "{sentence(chance, 6)}"', 'kind = "web-page"',
              f'url = "https://institution.example/{number}"', 'date = 2025-04-05']
    for _ in range(2):
        lines += ["", f"[[response.\"{id_}\".action]]", f'what = "{sentence(chance, 10)}"',
                  'responsible = "Head of the Legal Department"', 'due = 2026-12-15', 'status = "started"']
    return lines


def make_case(folder, evidence):
    """The rules, and answers to every question."""
    chance = random.Random(8)
    (folder / "evidence").mkdir()
    (folder / "rules").mkdir()
    shipped = [path.read_text() for path in sorted((ROOT / "rules").glob("*.toml"))]
    asked = [question for text in shipped for question in questions_of(text)]
    own = made_up(QUESTIONS - len(asked), chance)
    (folder / "rules/bench.toml").write_text(own)
    asked += questions_of(own)
    scales = {scale["id"]: [level["id"] for level in scale["level"]]
              for scale in tomllib.loads((ROOT / "rules/scales.toml").read_text())["scale"]}
    instruments = dict.fromkeys(f'{instrument["id"]}@{instrument["version"]}' for instrument, *_ in asked)
    lines = ["format = 1", f"instruments = {list(instruments)}".replace("'", '"'), "", "[institution]",
             'name = "Office of the Ombudsman of Exampland"', 'country = "XA"', 'kind = "ombudsman"', "", "[assessment]",
             "period = { from = 2025-01-01, to = 2025-12-31 }", "date = 2026-01-31", 'prepared-by = "Analysis Unit"',
             f'summary = "{paragraph(chance, 8)}"']
    for number in range(8):
        lines += ["", "[[request]]", f'id = "request-{number}"', f'what = "{sentence(chance, 15)}"', 'made-on = 2025-03-04']
    for number, (instrument, reference, item, scale) in enumerate(asked):
        lines += ["", *answer(number, f'{instrument["id"]}/{reference}/{item["id"]}', scales[scale], chance, evidence, folder)]
    (folder / "responses.toml").write_text("\n".join(lines) + "\n")


class Fields(HTMLParser):
    """The fields that a browser would post of the page's own form."""

    def __init__(self):
        super().__init__()
        self.main, self.form, self.fields, self.open = False, False, {}, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name, value = given.get("name"), given.get("value", "")
        self.main |= tag == "main"
        self.form |= self.main and tag == "form" and given.get("method") == "post"
        if not self.form:
            return
        if tag == "textarea":
            self.open, self.fields[name] = name, ""
        elif tag == "select":
            self.open = name
            self.fields[name] = ""
        elif tag == "option" and "selected" in given:
            self.fields[self.open] = value
        elif tag == "input" and given.get("type") != "file" and name:
            if given.get("type") not in ("radio", "checkbox") or "checked" in given:
                self.fields[name] = value

    def handle_data(self, data):
        if self.open:
            self.fields[self.open] += data.replace("\n", "\r\n") if self.get_starttag_text().startswith("<textarea") else ""

    def handle_endtag(self, tag):
        self.main &= tag != "main"
        self.form &= tag != "form"
        if tag in ("textarea", "select"):
            if tag == "textarea":
                self.fields[self.open] = self.fields[self.open].removeprefix("\r\n")
            self.open = None


class Form:
    """The running program, and the browser that it is opened with."""

    def __init__(self, program, folder):
        command = [program, "fill", "responses.toml", "--rules", "rules", "--no-open"]
        self.process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        address = urllib.parse.urlsplit(self.process.stdout.readline().strip())
        self.port, self.headers = address.port, {}
        _, headers, _ = self.ask("GET", address.path)
        self.headers = {"Cookie": headers["Set-Cookie"].split(";")[0]}

    def ask(self, method, path, body=None, headers=()):
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request(method, path, body, {**self.headers, **dict(headers)})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, answer.headers, content

    def get(self, path):
        """Milliseconds."""
        begun = time.perf_counter()
        status, _, _ = self.ask("GET", path)
        took = (time.perf_counter() - begun) * 1000
        if status != 200:
            sys.exit(f"{path} gave {status}")
        return took

    def pages(self):
        """The paragraphs as parts of addresses, with how many questions each has."""
        return Counter(re.findall(r'href="/paragraph/([^"#]+)#', self.ask("GET", "/overview")[2].decode()))

    def fields(self, path):
        page = Fields()
        page.feed(self.ask("GET", path)[2].decode())
        return page.fields

    def post(self, path, fields, file=None):
        """Milliseconds."""
        kind, body = "application/x-www-form-urlencoded", urllib.parse.urlencode(fields)
        if file:
            field, name, content = file
            kind = "multipart/form-data; boundary=part"
            parts = [f'--part\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()]
            head = f'--part\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
            body = ("".join(parts) + head).encode() + content + b"\r\n--part--\r\n"
        headers = {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": kind}
        begun = time.perf_counter()
        status, answer, content = self.ask("POST", path, body, headers)
        took = (time.perf_counter() - begun) * 1000
        if status != 303 or "saved=" not in answer["Location"]:
            sys.exit(f"{path} was not saved: {status}\n{content.decode()[:4000]}")
        return took

    def memory(self):
        """Now and at most, in MB."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return None
        return tuple(int(re.search(rf"{name}:\s+(\d+) kB", status).group(1)) / 1024 for name in ("VmRSS", "VmHWM"))

    def processor(self):
        """Milliseconds that the process has computed so far."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self.process.terminate()
        self.process.wait()


def told(form, name, runs, prepare):
    """Prints a row on so many requests; `prepare` gives, for the number of a run, what makes it and gives its milliseconds."""
    times, computed = [], 0
    for run in range(runs):
        request = prepare(run)
        before = form.processor()
        times.append(request())
        computed = None if before is None else computed + form.processor() - before
    times.sort()
    late = times[min(runs - 1, runs * 95 // 100)]
    computed = "" if computed is None else f"{computed / runs:.1f}"
    print(f"| {name} | {runs} | {times[0]:.1f} | {statistics.median(times):.1f} | {late:.1f} | {times[-1]:.1f} | "
          f"{computed} |", flush=True)


def told_memory(form, after):
    memory = form.memory()
    if memory:
        print(f"\nAfter {after}: {memory[0]:.0f} MB of memory, {memory[1]:.0f} MB at most.\n", flush=True)


def saves(form, pages):
    """Every kind of save: what prepares it, for the number of a run."""
    largest = max(pages, key=pages.get)
    middle = sorted(pages)[len(pages) // 2]

    def first(path, ending):
        fields = form.fields(path)
        return fields, next(name for name in fields if name.endswith(ending))

    def typed(page):
        def save(run):
            fields, name = first(f"/paragraph/{page}", ".narrative")
            fields[name] += f" Another sentence {run}."
            return lambda: form.post(f"/paragraph/{page}", fields)
        return save

    def level(run):
        fields, name = first(f"/paragraph/{largest}", ".level")
        fields[name] = ["regular", "occasional"][run % 2]
        return lambda: form.post(f"/paragraph/{largest}", fields)

    def with_evidence(run):
        """Fields with evidence to be added in the place of what the last run added, and what the names of its own begin with."""
        fields, name = first(f"/paragraph/{middle}", ".evidence.new.url")
        before = name.removesuffix("new.url")
        if before + "2.url" in fields:
            fields[before + "2.remove"] = "yes"
        return fields | {before + "new.title": f"Document {run}", before + "new.kind": "letter"}, before + "new."

    def link(run):
        fields, before = with_evidence(run)
        return lambda: form.post(f"/paragraph/{middle}", fields | {before + "url": f"https://a.example/{run}"})

    def upload(run):
        fields, before = with_evidence(run)
        file = (before + "upload", f"bench-{run}.bin", os.urandom(1 << 20))
        return lambda: form.post(f"/paragraph/{middle}", fields, file)

    def particulars(run):
        fields = form.fields("/particulars")
        fields["institution.contact"] = f"office-{run}@ombudsman.example"
        return lambda: form.post("/particulars", fields)

    def request(run):
        fields = form.fields("/requests")
        fields["requests.3.what"] = f"Amend section {run}"
        return lambda: form.post("/requests", fields)

    return {
        "save a narrative": typed(middle), f"save one of {pages[largest]} on a page": typed(largest), "save a level": level,
        "save evidence, a link": link, "save evidence, 1 MB": upload, "save particulars": particulars,
        "save a request": request,
    }


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=100)
    options.add_argument("--requests", type=int, default=10_000)
    options.add_argument("--evidence", type=int, default=200, metavar="KB")
    options.add_argument("--keep", type=Path, metavar="FOLDER")
    options.add_argument("--program", type=Path, help="instead of building it")
    asked = options.parse_args()
    program = asked.program
    if not program:
        subprocess.run(["cargo", "build", "--release", "--quiet", "--locked"], cwd=ROOT, check=True)
        program = ROOT / "target/release/rapporteur"
    with tempfile.TemporaryDirectory() as folder:
        if asked.keep:
            folder = asked.keep
            folder.mkdir()
        measure(program.resolve(), Path(folder), asked)


def measure(program, folder, asked):
    make_case(folder, asked.evidence)
    form = Form(program, folder)
    first = form.get("/")
    pages = form.pages()
    largest = max(pages, key=pages.get)
    size = (folder / "responses.toml").stat().st_size // 1024
    print(f"{sum(pages.values())} questions under {len(pages)} paragraphs, a file of {size} KB; load {os.getloadavg()[0]:.1f}\n")
    print("| request | times | least | median | 95 % | most | processor |\n|---|---|---|---|---|---|---|")
    fixed = {
        "start": "/", "overview": "/overview", "overview, words": "/overview?q=parliament+report",
        "overview, open": "/overview?status=open", "overview, person": "/overview?person=Department+3",
        f"paragraph of {pages[largest]}": f"/paragraph/{largest}", "particulars": "/particulars", "requests": "/requests",
        "exclusions": "/exclusions", "print": "/print", "preview": "/preview", "stylesheet": "/form.css", "script": "/form.js",
    }
    told(form, "start, when nothing is read yet", 1, lambda run: lambda: first)
    for name, path in fixed.items():
        told(form, name, asked.runs, lambda run: lambda: form.get(path))
    every = [f"/paragraph/{page}" for page in pages]
    told(form, "every paragraph", len(every) * max(1, asked.runs // 50), lambda run: lambda: form.get(every[run % len(every)]))
    changes = saves(form, pages)
    for name, save in changes.items():
        told(form, name, asked.runs // 2, save)

    def after_a_change(run):
        with (folder / "responses.toml").open("a") as file:
            file.write(f"# {run}\n")
        return lambda: form.get(f"/paragraph/{largest}")

    told(form, "paragraph, when the file has changed", asked.runs // 2, after_a_change)
    told_memory(form, "these")
    every += fixed.values()
    changes = list(changes.values())
    for number in range(asked.requests):
        if number % 10 == 9:
            changes[number // 10 % len(changes)](number)()
        else:
            form.get(every[number % len(every)])
    told_memory(form, f"{asked.requests} requests more, every tenth a save")
    form.stop()


if __name__ == "__main__":
    main()
