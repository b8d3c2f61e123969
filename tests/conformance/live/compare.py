"""Makes the same calls with the official package and with kili_driver, each against a fresh sandbox, and compares
results, kinds of errors and warnings, the state afterwards, the mutations that were sent and what was asked for.

The official package speaks to today's service; kili_driver does too, and a second one to a service of the package's
own version.

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

import module_scenarios
import queries
import scenarios

HERE = pathlib.Path(__file__).parent
EXAMPLES = HERE.parents[2] / "examples" / "data"
STATE_FIELDS = """id externalId content jsonContent jsonMetadata status skipped priority isHoneypot isUsedForConsensus
    consensusMark honeypotMark currentStep { name status } toBeLabeledBy { id } assignees { id }
    resolution { width height }"""
STATE_QUERY = "query ($w: AssetWhere!) { data: assets(where: $w, first: 1000, skip: 0) { %s } }"
END_OF_CALL = "query { end_of_call: viewer { id } }"
TODAY = "26.2"

# The same action by its name before 26.2.
FORMER_OPERATIONS = {
    "addAssetsToReview": "addAllLabeledAssetsToReview",
    "appendManyAssetsAsynchronously": "appendManyFramesToDatasetAsynchronously",
    "assignAssets": "assignAssetsToLabelers",
    "deleteAssets": "deleteManyFromDataset",
    "sendAssetsBackToQueue": "sendBackAssetsToQueue",
}
# The same way of processing by its name before 26.2, for images.
FORMER_UPLOAD_TYPES = {"TILED_IMAGE": "GEO_SATELLITE"}


def version_of(text):
    """(26, 1) of "26.1.5"."""
    return tuple(map(int, text.split(".")[:2]))


def takes_part(scenario, service_version):
    return version_of(service_version) >= version_of(scenario.get("since", "2.164"))


def holds(rule, version, service):
    """Whether a rule is one of these versions of package and service."""
    package = ".".join(version.split(".")[:2])
    return package in rule.get("versions", [package]) and service in rule.get("services", [service])


class Sandbox:
    """A fresh server with one project per scenario, and a folder with the files that calls name."""

    def __init__(self, program, all_scenarios, service_version=TODAY):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kili-live-"))
        self.files = self.folder / "files"
        self.files.mkdir()
        for path in [*EXAMPLES.glob("photos/*"), *EXAMPLES.glob("documents/*"), EXAMPLES / "texts.csv"]:
            shutil.copy(path, self.files)
        for name, content in scenarios.SMALL_FILES.items():
            (self.files / name).write_bytes(content)
        arguments = ["--service-version", service_version]
        for number, scenario in enumerate(all_scenarios):
            if not takes_part(scenario, service_version):
                continue
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
            if self.process.poll() is not None:
                raise RuntimeError("the sandbox does not start")
            time.sleep(0.05)
        about = json.loads(ready.read_text())
        self.endpoint, self.api_key = about["endpoint"], about["api_key"]
        # The service of 2.164 has no steps.
        self.state_query = STATE_QUERY % re.sub(
            r"currentStep \{.*?\}" if service_version == "2.164" else "^$", "", STATE_FIELDS
        )

    @staticmethod
    def with_ids(fixture, number):
        """The same ids in every sandbox."""
        # Projects, members and tags of recorded fixtures have ids of their own, which would meet.
        document = json.loads(json.dumps({k: v for k, v in fixture.items() if k in ("project", "assets", "users")}))
        document["project"]["id"] = f"project-{number}"
        for label in (label for asset in document["assets"] for label in asset.get("labels", [])):
            label["id"] = f"{label['id']}-{number}"
        text = json.dumps(document)
        return json.loads(re.sub(r"<asset:(\d+)>", lambda m: f"asset-{number}-{m.group(1)}", text))

    def environment(self):
        return {
            **os.environ,
            "KILI_API_ENDPOINT": self.endpoint + "/api/label/v2/graphql",
            "KILI_API_KEY": self.api_key,
        }

    def ask(self, query, variables):
        request = urllib.request.Request(
            self.endpoint + "/api/label/v2/graphql",
            json.dumps({"query": query, "variables": variables}).encode(),
            {"Content-Type": "application/json", "Authorization": f"X-API-Key: {self.api_key}"},
        )
        with urllib.request.urlopen(request) as response:
            return json.load(response)["data"]

    def state(self, number):
        """The assets; without the member that services of 2.164 do not know."""
        assets = self.ask(self.state_query, {"w": {"project": {"id": f"project-{number}"}}})["data"]
        for asset in assets:
            if asset.get("currentStep") is None:
                asset.pop("currentStep", None)
        return assets

    def end_call(self, number, place):
        """Marks the end of a call in the log."""
        self.ask(END_OF_CALL, {"scenario": number, "call": place})

    def close(self):
        """Ends it. @return the bodies of the requests of each call, by number of the scenario and of the call."""
        self.process.terminate()
        self.process.wait()
        requests = [json.loads(line) for line in self.log.read_text().splitlines()]
        shutil.rmtree(self.folder)
        calls, current = {}, []
        for request in requests:
            if request["method"] != "POST" or not request["body"]:
                continue
            body = json.loads(request["body"])
            if body["query"] == END_OF_CALL:
                calls[body["variables"]["scenario"], body["variables"]["call"]] = current
                current = []
            elif request["status"] != 400 and body["query"] != self.state_query:  # 400: not known to that service
                current.append(body)
        return calls


class Side:
    """One client against its own sandbox."""

    def __init__(self, command, sandbox):
        self.sandbox = sandbox
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=sandbox.environment()
        )
        self.requests = {}
        self.answers = {}  # by number of the scenario and of the call

    def call(self, request, number, place):
        text = json.dumps(request)
        text = text.replace("<project>", f"project-{number}").replace("<dir>", str(self.sandbox.files))
        text = re.sub(r"<asset:(\d+)>", lambda m: f"asset-{number}-{m.group(1)}", text)
        text = re.sub(r"<label:([^>]+)>", lambda m: f"{m.group(1)}-{number}", text)
        text = re.sub(r"<result:(\d+)\.([^>]+)>", lambda m: self.part_of(number, int(m.group(1)), m.group(2)), text)
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        self.sandbox.end_call(number, place)
        self.answers[number, place] = answer
        return answer

    def part_of(self, number, place, path):
        """The text under a path of keys and positions in an earlier result; "nothing" where there is none."""
        value = self.answers[number, place].get("result")
        for key in path.split("."):
            try:
                value = value[int(key) if key.isdigit() else key]
            except (KeyError, IndexError, TypeError):
                return "nothing"
        return str(value)

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.requests = self.sandbox.close()


def normalised(value, sandbox):
    """Without what differs from run to run: addresses, folders, signatures, and ids that were made, which are named
    in the order in which they appear."""
    text = json.dumps(value, sort_keys=True)
    text = text.replace(sandbox.endpoint, "<endpoint>").replace(str(sandbox.files), "<dir>")
    text = re.sub(r"signature=[\w-]+", "signature=*", text)
    text = re.sub(r"([?&]id=)[\w-]+", r"\1*", text)
    names = {}
    text = re.sub(r"\b[a-z][a-z0-9]{24}\b|\b[0-9a-f]{32}\b", lambda m: names.setdefault(m.group(), f"<made:{len(names)}>"), text)
    return json.loads(text)


def with_former_names(operation, row):
    """Actions on lists of assets as those on one asset, under the names of before 26.2."""
    where = row.get("where")
    if operation in FORMER_OPERATIONS and isinstance(where, dict) and "idIn" in where:
        row["where"] = {"id" if operation == "assignAssets" else "idIn": where["idIn"]}
    data = row.get("data")
    if isinstance(data, dict) and "uploadType" in data:
        data["uploadType"] = FORMER_UPLOAD_TYPES.get(data["uploadType"], data["uploadType"])
    if operation == "setAssetsPriority":
        return {
            "operation": "updatePropertiesInAssets",
            "whereArray": {"id": where["idIn"]},
            "dataArray": {"priority": row["priority"]},
        }
    return {**row, "operation": FORMER_OPERATIONS.get(operation, operation)}


def rows_of(mutation, sandbox):
    """What a mutation does to each asset: batches may be cut differently."""
    operation = re.search(r"\{\s*(?:data\s*:\s*)?(\w+)", mutation["query"]).group(1)
    variables = without_nulls(mutation["variables"])
    lists = {(k, None): v for k, v in variables.items() if isinstance(v, list) and k != "userIds"}
    for key, value in variables.items():
        if isinstance(value, dict):
            lists.update({(key, k): v for k, v in value.items() if isinstance(v, list)})
    length = max(map(len, lists.values()), default=0)
    for place in range(length or 1):
        row = {k: dict(v) if isinstance(v, dict) else v for k, v in variables.items()}
        for (key, inner), values in lists.items():
            if len(values) == length:
                target, name = (row, key) if inner is None else (row[key], inner)
                target[name] = values[place]
        row = with_former_names(operation, row)
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


def differences(official, ours, sandboxes):
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


class Comparison:
    """One kili_driver beside the official package through all scenarios."""

    def __init__(self, official, ours, rules, version, service):
        self.official = official
        self.ours = ours
        self.sandboxes = [official.sandbox, ours.sandbox]
        own_rules = [rule for rule in rules if holds(rule, version, service)]
        self.rules = [rule for rule in own_rules if "queries" not in rule]
        self.query_sets = queries.QuerySets([rule for rule in own_rules if "queries" in rule])
        self.version = version
        self.service = service
        self.tally = collections.Counter()
        self.used = collections.Counter()
        self.failures = []
        self.calls = []  # of which queries are compared: number of scenario, of call, request
        self.may_differ = set()  # numbers of scenarios in which a rule lets the clients do different things
        self.may_send_less = set()  # and of those in which ours may leave out changes

    def rule_for(self, scenario, request, answers):
        """The rule that an answer falls under; `official` and `ours` of a rule are patterns of the answers."""
        texts = {"official": json.dumps(answers[0]), "ours": json.dumps(answers[1])}
        for rule in self.rules:
            given = request["args"]
            if (
                request["method"] in rule.get("methods", [request["method"]])
                and scenario in rule.get("scenarios", [scenario])
                and all(given.get(name) == value for name, value in rule.get("args", {}).items())
                and all(re.search(rule[side], text) for side, text in texts.items() if side in rule)
            ):
                return rule
        return None

    def judge(self, number, place, scenario, request, answers):
        rule = self.rule_for(scenario["name"], request, answers)
        if rule and rule.get("changes_state"):
            self.may_differ.add(number)
        if rule and rule.get("sends_less"):
            self.may_send_less.add(number)
        found = differences(*answers, self.sandboxes)
        self.tally["calls"] += 1
        if not found:
            self.tally["equal"] += 1
        elif rule:
            self.tally["by rule"] += 1
            self.used[rule["name"]] += 1
        else:
            self.failures.append((scenario["name"], request, found))
        if not rule or rule.get("sends_less"):
            self.calls.append((number, place, request))

    def compare_states(self, name, number):
        self.tally["scenarios"] += 1
        states = [normalised(sandbox.state(number), sandbox) for sandbox in self.sandboxes]
        if number in self.may_differ:
            return
        if self.service == "2.164":
            for asset in states[0]:
                asset.pop("currentStep", None)
        self.tally["states"] += 1
        if states[0] != states[1]:
            pairs = [(a, b) for a, b in zip(*states) if a != b] or [(len(states[0]), len(states[1]))]
            self.failures.append((name, "state", [f"official {pairs[0][0]}, ours {pairs[0][1]}"]))

    def compare_mutations(self, name, number):
        """After the sides are closed."""
        if number in self.may_differ:
            return
        left, right = (
            collections.Counter(
                row
                for (scenario, _), bodies in side.requests.items()
                if scenario == number
                for body in bodies
                if body["query"].lstrip().startswith("mutation")
                for row in rows_of(body, side.sandbox)
            )
            for side in (self.official, self.ours)
        )
        self.tally["changes"] += sum((left & right).values())
        less = collections.Counter() if number in self.may_send_less else left - right
        found = [f"official {row}" for row in less] + [f"ours {row}" for row in right - left]
        if found:
            self.failures.append((name, "mutations", found))

    def compare_queries(self, names):
        """After the sides are closed."""
        for number, place, request in self.calls:
            asked = [
                [
                    normalised(query, side.sandbox)
                    for query in map(queries.query_of, side.requests.get((number, place), []))
                    if query
                ]
                for side in (self.official, self.ours)
            ]
            found = self.query_sets.differences(request, *asked)
            if found:
                self.failures.append((names[number], request, found))

    def report(self):
        """@return whether all is as it must be."""
        title = f"kili {self.version}, ours with service {self.service}"
        for scenario, request, found in self.failures:
            print(f"DIFFERS ({title}) {scenario}: {json.dumps(request)[:200]}")
            for line in found:
                print(f"    {line}")
        tally = self.tally
        print(
            f"{title}: {tally['calls']} calls in {tally['scenarios']} scenarios: {tally['equal']} equal, {tally['by rule']} "
            f"different by a named rule; {tally['states']} states compared, {tally['changes']} changes of assets "
            f"requested alike, {self.query_sets.alike} queries alike and {self.query_sets.by_rule} by a rule; "
            f"{len(self.failures)} different"
        )
        for name, count in sorted(self.used.items()):
            print(f"    {name}: {count}")
        return not self.failures


def play(official, comparisons, all_scenarios, version):
    for number, scenario in enumerate(all_scenarios):
        taking_part = [c for c in comparisons if takes_part(scenario, c.service)]
        for place, request in enumerate(scenario["calls"]):
            answer = official.call(request, number, place)
            for comparison in taking_part:
                ours = comparison.ours.call({**request, "sdk": version}, number, place)
                comparison.judge(number, place, scenario, request, (answer, ours))
        for comparison in taking_part:
            comparison.compare_states(scenario["name"], number)


def main():
    program, driver, python, version = sys.argv[1:5]
    own_service = ".".join(version.split(".")[:2])
    rules = json.loads((HERE / "rules.json").read_text())
    all_scenarios = [
        scenario
        for scenario in [*scenarios.all_scenarios(), *module_scenarios.all_scenarios()]
        if version_of(version) >= version_of(scenario.get("packages_since", "2.164"))
    ]
    official = Side([python, str(HERE / "official.py")], Sandbox(program, all_scenarios))
    comparisons = [
        Comparison(official, Side([driver], Sandbox(program, all_scenarios, service)), rules, version, service)
        for service in dict.fromkeys([TODAY, own_service])
    ]
    try:
        play(official, comparisons, all_scenarios, version)
    finally:
        official.close()
        for comparison in comparisons:
            comparison.ours.close()
    names = [scenario["name"] for scenario in all_scenarios]
    for comparison in comparisons:
        for number, scenario in enumerate(all_scenarios):
            if takes_part(scenario, comparison.service):
                comparison.compare_mutations(scenario["name"], number)
        comparison.compare_queries(names)
    return 0 if all([comparison.report() for comparison in comparisons]) else 1


if __name__ == "__main__":
    sys.exit(main())
