"""Makes the same calls with the official package and with kili_driver, each against a fresh sandbox, and compares
results, kinds of errors and warnings, the state afterwards and the mutations that were sent.

usage: compare.py SANDBOX_PROGRAM DRIVER PYTHON_WITH_KILI VERSION
"""

import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

import scenarios

HERE = pathlib.Path(__file__).parent
EXAMPLES = HERE.parents[2] / "examples" / "data"
STATE_FIELDS = """id externalId content jsonContent jsonMetadata status skipped priority isHoneypot isUsedForConsensus
    consensusMark honeypotMark currentStep { status } toBeLabeledBy { id } assignees { id } resolution { width height }"""
STATE_QUERY = "query ($w: AssetWhere!) { data: assets(where: $w, first: 1000, skip: 0) { %s } }" % STATE_FIELDS


class Sandbox:
    """A fresh server with one project per scenario, and a folder with the files that calls name."""

    def __init__(self, program, all_scenarios):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kili-live-"))
        self.files = self.folder / "files"
        self.files.mkdir()
        for path in [*EXAMPLES.glob("photos/*"), *EXAMPLES.glob("documents/*"), EXAMPLES / "texts.csv"]:
            shutil.copy(path, self.files)
        arguments = []
        for number, scenario in enumerate(all_scenarios):
            path = self.folder / f"fixture-{number}.json"
            path.write_text(json.dumps(self.with_ids(scenario["fixture"], number)))
            arguments += ["--fixture", str(path)]
        ready = self.folder / "ready.json"
        self.log = self.folder / "requests.jsonl"
        self.process = subprocess.Popen(
            [program, "--ready-file", str(ready), "--request-log", str(self.log), *arguments],
            stdout=subprocess.DEVNULL,
        )
        for _ in range(200):
            if ready.exists():
                break
            time.sleep(0.05)
        about = json.loads(ready.read_text())
        self.endpoint, self.api_key = about["endpoint"], about["api_key"]

    @staticmethod
    def with_ids(fixture, number):
        """The same ids in every sandbox."""
        document = json.loads(json.dumps(fixture))
        document["project"]["id"] = f"project-{number}"
        text = json.dumps(document)
        return json.loads(re.sub(r"<asset:(\d+)>", lambda m: f"asset-{number}-{m.group(1)}", text))

    def environment(self):
        return {
            **os.environ,
            "KILI_API_ENDPOINT": self.endpoint + "/api/label/v2/graphql",
            "KILI_API_KEY": self.api_key,
        }

    def state(self, number):
        body = {"query": STATE_QUERY, "variables": {"w": {"project": {"id": f"project-{number}"}}}}
        request = urllib.request.Request(
            self.endpoint + "/api/label/v2/graphql",
            json.dumps(body).encode(),
            {"Content-Type": "application/json", "Authorization": f"X-API-Key: {self.api_key}"},
        )
        with urllib.request.urlopen(request) as response:
            return json.load(response)["data"]["data"]

    def close(self):
        """Ends it. @return the mutations that were sent up to each look at a state."""
        self.process.terminate()
        self.process.wait()
        requests = [json.loads(line) for line in self.log.read_text().splitlines()]
        shutil.rmtree(self.folder)
        scenarios_of_mutations = [[]]
        for body in (json.loads(r["body"]) for r in requests if r["method"] == "POST" and r["body"]):
            if body["query"] == STATE_QUERY:
                scenarios_of_mutations.append([])
            elif body["query"].lstrip().startswith("mutation"):
                scenarios_of_mutations[-1].append(body)
        return scenarios_of_mutations


class Side:
    """One client against its own sandbox."""

    def __init__(self, command, sandbox):
        self.sandbox = sandbox
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=sandbox.environment()
        )

    def call(self, request, number):
        text = json.dumps(request)
        text = text.replace("<project>", f"project-{number}").replace("<dir>", str(self.sandbox.files))
        text = re.sub(r"<asset:(\d+)>", lambda m: f"asset-{number}-{m.group(1)}", text)
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        return self.sandbox.close()


def normalised(value, sandbox):
    """Without what differs from run to run: addresses, folders, signatures, and ids that were made, which are named
    in the order in which they appear."""
    text = json.dumps(value, sort_keys=True)
    text = text.replace(sandbox.endpoint, "<endpoint>").replace(str(sandbox.files), "<dir>")
    text = re.sub(r"signature=[\w-]+", "signature=*", text)
    text = re.sub(r"([?&]id=)[\w-]+", r"\1*", text)
    names = {}
    text = re.sub(r"\bc[a-z0-9]{24}\b|\b[0-9a-f]{32}\b", lambda m: names.setdefault(m.group(), f"<made:{len(names)}>"), text)
    return json.loads(text)


def rows_of(mutation, sandbox):
    """What a mutation does to each asset: batches may be cut differently."""
    operation = re.search(r"\{\s*(?:data\s*:\s*)?(\w+)", mutation["query"]).group(1)
    variables = without_nulls(mutation["variables"])
    lists = {(k, None): v for k, v in variables.items() if isinstance(v, list)}
    for key, value in variables.items():
        if isinstance(value, dict):
            lists.update({(key, k): v for k, v in value.items() if isinstance(v, list)})
    length = max(map(len, lists.values()), default=0)
    for place in range(length or 1):
        row = {"operation": operation, **{k: dict(v) if isinstance(v, dict) else v for k, v in variables.items()}}
        for (key, inner), values in lists.items():
            if len(values) == length:
                target, name = (row, key) if inner is None else (row[key], inner)
                target[name] = values[place]
        text = json.dumps(with_one_number(normalised(without_nulls(row), sandbox)), sort_keys=True)
        yield re.sub(r"<made:\d+>", "<made>", text)


def with_one_number(value):
    """1 and 1.0 are one number."""
    return json.loads(json.dumps(value), parse_float=lambda t: int(float(t)) if float(t).is_integer() else float(t))


def without_nulls(value):
    """Absent and null mean the same in an input."""
    if isinstance(value, dict):
        return {k: without_nulls(v) for k, v in value.items() if v is not None}
    return value


def kinds(warnings):
    return sorted(w["type"] for w in warnings)


def differences(name, official, ours, sandboxes):
    """What a caller would see differ."""
    left, right = (normalised(a, s) for a, s in zip((official, ours), sandboxes))
    found = []
    if ("error" in left) != ("error" in right):
        found.append(f"official {json.dumps(left)[:300]}, ours {json.dumps(right)[:300]}")
    elif "error" in left and left["error"]["type"] != right["error"]["type"]:
        found.append(f"error: official {left['error']}, ours {right['error']}")
    elif left.get("result") != right.get("result"):
        found.append(f"result: official {json.dumps(left['result'])[:300]}, ours {json.dumps(right['result'])[:300]}")
    if kinds(left["warnings"]) != kinds(right["warnings"]):
        found.append(f"warnings: official {left['warnings']}, ours {right['warnings']}")
    return found


def rule_for(rules, version, scenario, request, answers):
    """The rule that an answer falls under; `official` and `ours` of a rule are patterns of the answers."""
    texts = {"official": json.dumps(answers[0]), "ours": json.dumps(answers[1])}
    for rule in rules:
        given = request["args"]
        if (
            rule.get("method", request["method"]) == request["method"]
            and rule.get("scenario", scenario) == scenario
            and version in rule["versions"]
            and all(given.get(name) == value for name, value in rule.get("args", {}).items())
            and all(re.search(rule[side], text) for side, text in texts.items() if side in rule)
        ):
            return rule
    return None


class Comparison:
    """Both sides through all scenarios."""

    def __init__(self, sides, rules, version):
        self.sides = sides
        self.sandboxes = [side.sandbox for side in sides]
        self.rules = rules
        self.version = version
        self.tally = collections.Counter()
        self.failures = []
        self.may_differ = set()  # scenarios in which a rule lets the clients do different things

    def play(self, scenario, number):
        for request in scenario["calls"]:
            answers = [side.call(request, number) for side in self.sides]
            rule = rule_for(self.rules, self.version, scenario["name"], request, answers)
            if rule and rule.get("changes_state"):
                self.may_differ.add(scenario["name"])
            found = differences(scenario["name"], *answers, self.sandboxes)
            self.tally["calls"] += 1
            if not found:
                self.tally["equal"] += 1
            elif rule:
                self.tally["by rule"] += 1
            else:
                self.failures.append((scenario["name"], request, found))
        self.tally["scenarios"] += 1
        self.compare_states(scenario["name"], number)

    def compare_states(self, name, number):
        states = [normalised(sandbox.state(number), sandbox) for sandbox in self.sandboxes]
        if name in self.may_differ:
            return
        self.tally["states"] += 1
        if states[0] != states[1]:
            pairs = [(a, b) for a, b in zip(*states) if a != b] or [(len(states[0]), len(states[1]))]
            self.failures.append((name, "state", [f"official {pairs[0][0]}, ours {pairs[0][1]}"]))

    def compare_mutations(self, name, official, ours):
        if name in self.may_differ:
            return
        left, right = (
            collections.Counter(row for mutation in mutations for row in rows_of(mutation, sandbox))
            for mutations, sandbox in zip((official, ours), self.sandboxes)
        )
        self.tally["changes"] += sum((left & right).values())
        if left != right:
            found = [f"official {row}" for row in left - right] + [f"ours {row}" for row in right - left]
            self.failures.append((name, "mutations", found))

    def report(self, title):
        """@return whether all is as it must be."""
        for scenario, request, found in self.failures:
            print(f"DIFFERS {scenario}: {json.dumps(request)[:200]}")
            for line in found:
                print(f"    {line}")
        tally = self.tally
        print(
            f"{title}: {tally['calls']} calls in {tally['scenarios']} scenarios: {tally['equal']} equal, {tally['by rule']} "
            f"different by a named rule; {tally['states']} states compared, {tally['changes']} changes of assets "
            f"requested alike; {len(self.failures)} different"
        )
        return not self.failures


def main():
    program, driver, python, version = sys.argv[1:5]
    rules = json.loads((HERE / "rules.json").read_text())
    all_scenarios = scenarios.all_scenarios()
    sides = [
        Side([python, str(HERE / "official.py")], Sandbox(program, all_scenarios)),
        Side([driver], Sandbox(program, all_scenarios)),
    ]
    comparison = Comparison(sides, rules, version.split(".")[0])
    try:
        for number, scenario in enumerate(all_scenarios):
            comparison.play(scenario, number)
    finally:
        mutations = [side.close() for side in sides]
    for scenario, official, ours in zip(all_scenarios, *mutations):
        comparison.compare_mutations(scenario["name"], official, ours)
    return 0 if comparison.report(f"kili {version}") else 1


if __name__ == "__main__":
    sys.exit(main())
