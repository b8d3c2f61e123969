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
        query = "query ($w: AssetWhere!) { data: assets(where: $w, first: 1000, skip: 0) { %s } }" % STATE_FIELDS
        body = {"query": query, "variables": {"w": {"project": {"id": f"project-{number}"}}}}
        request = urllib.request.Request(
            self.endpoint + "/api/label/v2/graphql",
            json.dumps(body).encode(),
            {"Content-Type": "application/json", "Authorization": f"X-API-Key: {self.api_key}"},
        )
        with urllib.request.urlopen(request) as response:
            return json.load(response)["data"]["data"]

    def close(self):
        """Ends it. @return the mutations that were sent, in order."""
        self.process.terminate()
        self.process.wait()
        requests = [json.loads(line) for line in self.log.read_text().splitlines()]
        shutil.rmtree(self.folder)
        bodies = [json.loads(r["body"]) for r in requests if r["method"] == "POST" and r["body"]]
        return [b["variables"] for b in bodies if b["query"].lstrip().startswith("mutation")]


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


def rule_for(rules, version, scenario, request):
    for rule in rules:
        matches = rule["method"] == request["method"] and rule["scenario"] in ("*", scenario)
        given = request["args"]
        if matches and version in rule["versions"] and all(given.get(k) == v for k, v in rule["args"].items()):
            return rule
    return None


def main():
    program, driver, python, version = sys.argv[1:5]
    major = version.split(".")[0]
    rules = json.loads((HERE / "rules.json").read_text())
    all_scenarios = scenarios.all_scenarios()
    sides = [
        Side([python, str(HERE / "official.py")], Sandbox(program, all_scenarios)),
        Side([driver], Sandbox(program, all_scenarios)),
    ]
    sandboxes = [side.sandbox for side in sides]
    tally = collections.Counter()
    failures = []
    for number, scenario in enumerate(all_scenarios):
        by_rule = False
        for request in scenario["calls"]:
            rule = rule_for(rules, major, scenario["name"], request)
            answers = [side.call(request, number) for side in sides]
            found = differences(scenario["name"], *answers, sandboxes)
            tally["calls"] += 1
            if not found:
                tally["equal"] += 1
            elif rule:
                tally["by rule"] += 1
                by_rule = by_rule or rule.get("changes_state", False)
            else:
                failures.append((scenario["name"], request, found))
        states = [normalised(s.state(number), s) for s in sandboxes]
        if states[0] != states[1] and not by_rule:
            pairs = [(a, b) for a, b in zip(*states) if a != b] or [(len(states[0]), len(states[1]))]
            failures.append((scenario["name"], "state", [f"official {pairs[0][0]}, ours {pairs[0][1]}"]))
        tally["scenarios"] += 1
    mutations = [side.close() for side in sides]
    for scenario, request, found in failures:
        print(f"DIFFERS {scenario}: {json.dumps(request)[:200]}")
        for line in found:
            print(f"    {line}")
    print(
        f"kili {version}: {tally['calls']} calls in {tally['scenarios']} scenarios: {tally['equal']} equal, "
        f"{tally['by rule']} different by a named rule, {len(failures)} different; "
        f"mutations sent: official {len(mutations[0])}, ours {len(mutations[1])}"
    )
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
