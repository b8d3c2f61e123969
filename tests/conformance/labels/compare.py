"""Mutated labels, parsed by the official package and by the library.

Usage: python compare.py KILI_LABEL_CASES [COUNT [SEED]], with kili 26.2.4 installed. Changes the labels of the recorded
cases at random, records what the official package says about each, and lets kili_label_cases say the same. What differs
on purpose is counted by rule; anything else is shown and fails.
"""

import collections
import copy
import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "labels"))

import case_definitions  # noqa: E402
import record_cases  # noqa: E402

PATHS_OF_A_LABEL = 12
SHOWN = 20
NAMES = [
    "categories", "annotations", "children", "boundingPoly", "points", "type", "text", "mid", "polys", "polyline", "point",
    "name", "confidence", "isKeyFrame", "0", "ROTATION_JOB", "JOB", "pageNumberArray", "startEntities", "endObjects", "score",
    "content", "fileId",
]
VERTEX = {"x": 0.1, "y": 0}
STRANGE: list = [
    None, True, False, 0, -1, 7, 0.5, 1e300, "", "A", "rectangle", "polygon", "marker", "pose", {}, [], [[]], [None], VERTEX,
    [VERTEX], [VERTEX] * 4, [[VERTEX] * 4], [[VERTEX] * 3, [VERTEX]], {"name": "A"}, [{"name": "A", "confidence": None}],
    [{"normalizedVertices": [VERTEX] * 4}], [{"normalizedVertices": [[VERTEX] * 4]}], {"normalizedVertices": []},
    {"0": {}}, {"CHILD": {}}, {"mid": "m"}, [case_definitions.pdf_place(2)], {"annotations": [case_definitions.pdf_place(1)]},
]

# What differs on purpose: a pattern of the failure, and why.
RULES = [
    (r"got TypeError \(.*has another shape", "a value of another shape is kept, and refused when it is read"),
    (r"got TypeError \(.*something else than vertices", "all vertices are checked when they are read"),
    (r": (jobs|to_dict\(\)|): expected the error .*, got \w+Error \(", "both refuse the label, for another of its mistakes"),
]


def values_of(value: Any) -> list:
    """The value and everything in it, as (container, key)."""
    places = []
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        places.append((value, key))
        places += values_of(member)
    return places


def mutate(response: Any, chance: random.Random) -> Any:
    """The answers with a few random changes. Outlines and vertices get no members: what the package says about them
    depends on the order of the members, and it drops those of outlines, which the library keeps."""
    root = [copy.deepcopy(response)]
    for _ in range(chance.randint(1, 4)):
        places = values_of(root)
        container, key = chance.choice(places)
        target = container[key]
        donor_container, donor_key = chance.choice(places)
        other = copy.deepcopy(chance.choice([donor_container[donor_key], *chance.sample(STRANGE, 2)]))
        action = chance.randrange(5)
        if action <= 1:
            container[key] = other
        elif action == 2 and isinstance(target, dict) and not {"normalizedVertices", "x", "y"} & set(target):
            target[chance.choice(NAMES)] = other
        elif action == 2 and isinstance(target, list):
            target.insert(chance.randint(0, len(target)), other)
        elif action == 3 and isinstance(target, (dict, list)) and target:
            del target[chance.choice(list(target) if isinstance(target, dict) else range(len(target)))]
        elif action == 4 and isinstance(target, list):
            chance.shuffle(target)
    text = json.dumps(root[0], sort_keys=True)  # the library reads members in the order of their names
    return json.loads(text) if len(text) < 20_000 else response


def sources(chance: random.Random) -> list[dict]:
    """The cases that are changed; those with annotations also as labels of PDFs."""
    cases = []
    for definitions in case_definitions.groups().values():
        for definition in definitions:
            if "jsonResponse" not in definition["label"] or "jobs" not in definition["json_interface"]:
                continue
            plain = {key: definition[key] for key in ("name", "input_type", "json_interface", "label")}
            cases.append(plain)
            if "annotations" in json.dumps(plain["label"]):
                cases.append({**plain, "input_type": "PDF"})
    chance.shuffle(cases)
    return cases


class Wanderer(record_cases.Recorder):
    """Asks for a random part of what can be asked."""

    chance = random.Random()

    def names_of(self, value: Any) -> list[str]:
        names = list(super().names_of(value))
        self.chance.shuffle(names)
        return names


def definitions(count: int, chance: random.Random) -> list[dict]:
    mutated = []
    cases = sources(chance)
    while len(mutated) < count:
        definition = copy.deepcopy(cases[len(mutated) % len(cases)])
        definition["name"] = f"{len(mutated)}, from {definition['name']}"
        definition["label"]["jsonResponse"] = mutate(definition["label"]["jsonResponse"], chance)
        mutated.append(definition)
    return mutated


def main() -> int:
    runner = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 3000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    chance = random.Random(seed)
    Wanderer.chance = chance
    record_cases.Recorder = Wanderer
    record_cases.MOST_EXPECTATIONS = PATHS_OF_A_LABEL
    cases = []
    for definition in definitions(count, chance):
        case = record_cases.record(definition)
        if any(expected.get("error") == "RecursionError" for expected in case["expect"]):
            continue
        cases.append(case)
    accepted = sum(not (case["expect"] and case["expect"][0].get("error")) for case in cases)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "mutated.json").write_text(json.dumps(cases), encoding="utf-8")
        ran = subprocess.run([runner, folder], capture_output=True, text=True, check=False)
    unexplained = []
    by_rule: collections.Counter = collections.Counter()
    for line in ran.stdout.splitlines():
        if not line.startswith("FAILED "):
            continue
        reason = next((reason for pattern, reason in RULES if re.search(pattern, line)), None)
        if reason is None:
            unexplained.append(line)
        else:
            by_rule[reason] += 1
    print(f"kili {record_cases.VERSION}, seed {seed}: {accepted} labels accepted, {len(cases) - accepted} refused")
    print(ran.stdout.splitlines()[-1] if ran.stdout else f"no output: {ran.stderr}")
    for reason, times in by_rule.items():
        print(f"{times} by rule: {reason}")
    for line in unexplained[:SHOWN]:
        print(line)
    print(f"{len(unexplained)} judged differently")
    return 1 if unexplained or not ran.stdout else 0


if __name__ == "__main__":
    sys.exit(main())
