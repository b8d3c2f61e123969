"""The same faults given to the official Python package and to the library, each on a sandbox of its own over sockets:
how long the call took, how many requests it made, how it ended, and what was there afterwards.

usage: compare.py SANDBOX_PROGRAM DRIVER LIMIT_S NAME=PYTHON...   (NAME such as "kili 26.2.4")
Prints a table in Markdown.
"""

import collections
import concurrent.futures
import json
import os
import pathlib
import re
import selectors
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

HERE = pathlib.Path(__file__).parent
LISTED = 250
PROJECT = "project-0"
PATH = "/api/label/v2/graphql"
COUNTED = "query ($w: AssetWhere!) { data: assets(where: $w, first: 1000, skip: 0) { id externalId content } }"

LISTING = ("listing of 250", "assets", {"project_id": PROJECT, "fields": ["id", "externalId"], "disable_tqdm": True})
FEW = [f"text {i}" for i in range(20)]
IMPORT = (
    "import of 20",
    "append_many_to_dataset",
    {"project_id": PROJECT, "content_array": FEW, "external_id_array": [f"new {i}" for i in range(20)],
     "disable_tqdm": True},
)
UNNAMED_IMPORT = (
    "import of 20 without external ids",
    "append_many_to_dataset",
    {"project_id": PROJECT, "content_array": FEW, "disable_tqdm": True},
)
MANY = [f"text {i}" for i in range(600)]
LONG_IMPORT = (
    "import of 600",
    "append_many_to_dataset",
    {"project_id": PROJECT, "content_array": MANY, "external_id_array": [f"new {i}" for i in range(600)],
     "disable_tqdm": True},
)
PAIR = [LISTING, IMPORT]


def fault(when, **more):
    """A fault of the operation of the call, by default once."""
    return {"when": when, "count": 1, **more}


def status(code, count=2, **more):
    return fault("status", status=code, count=count, **more)


# name, calls, fault, what else happens: (seconds after the begin of the call, what, ...)
FAULTS = [
    ("no fault", PAIR, None, []),
    ("service down (connection refused) for 3 s", PAIR, None, [(-0.2, "stop"), (3, "start")]),
    ("connection reset before the work, once", PAIR, fault("before"), []),
    ("connection reset after the work, once (answer lost)", [LISTING, IMPORT, UNNAMED_IMPORT], fault("after"), []),
    ("429 with `Retry-After: 2`, once", PAIR, status(429, 1, retry_after="2"), []),
    ("500, twice", PAIR, status(500), []),
    ("502, twice", PAIR, status(502), []),
    ("503, twice", PAIR, status(503), []),
    ("504, twice", PAIR, status(504), []),
    ("504 with the page of a gateway, always", [LISTING], status(504, 0, body="<html>Gateway Timeout</html>"), []),
    ("answer truncated, once", PAIR, fault("truncate"), []),
    ("answer 8 s late, once", PAIR, fault("latency", latency=8000), []),
    ("200 with an HTML page, once", PAIR, status(200, 1, body="<html><title>Maintenance</title></html>"), []),
    ("200 with JSON of another shape, once", PAIR, status(200, 1, body='{"status":"ok"}'), []),
    ("`errors` of GraphQL, once", PAIR, fault("graphql", message="Internal server error"), []),
    ("service restarted 1 s after the begin, back 2 s later", [LONG_IMPORT],
     fault("latency", latency=400, count=0), [(1, "stop"), (3, "start")]),
]
OPERATIONS = {"assets": "assets", "append_many_to_dataset": "appendManyAssets"}


class Sandbox:
    def __init__(self, program, faults):
        self.program = program
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kili-reliability-"))
        assets = [{"externalId": f"old {i}", "content": f"old {i}"} for i in range(LISTED)]
        fixture = {"project": {"id": PROJECT, "inputType": "TEXT", "title": "t"}, "assets": assets}
        (self.folder / "fixture.json").write_text(json.dumps(fixture))
        self.process, self.port, self.logs = None, 0, []
        self.faults = faults
        self.start(first=True)

    def start(self, first=False, faults=True):
        ready = self.folder / "ready.json"
        ready.unlink(missing_ok=True)
        self.logs.append(self.folder / f"requests-{len(self.logs)}.jsonl")
        arguments = ["--data-dir", str(self.folder / "data"), "--ready-file", str(ready),
                     "--request-log", str(self.logs[-1]), "--port", str(self.port)]
        if first:
            arguments += ["--fixture", str(self.folder / "fixture.json")]
        for one in self.faults if faults else []:
            arguments += ["--fault", json.dumps(one)]
        self.process = subprocess.Popen([self.program, *arguments], stdout=subprocess.DEVNULL)
        while not ready.exists() or not ready.read_text().endswith("\n"):
            if self.process.poll() is not None:
                raise RuntimeError("the sandbox does not start")
            time.sleep(0.02)
        about = json.loads(ready.read_text())
        self.endpoint, self.key = about["endpoint"], about["api_key"]
        self.port = int(self.endpoint.rsplit(":", 1)[1])

    def stop(self):
        """Cuts all connections; the log of requests is written then."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
            self.process = None

    def requests(self):
        """How many requests of each operation came."""
        counts = collections.Counter()
        for log in self.logs:
            for line in log.read_text().splitlines() if log.exists() else []:
                counts[json.loads(line).get("operation", "")] += 1
        return counts

    def assets(self):
        """After a restart without faults."""
        self.stop()
        self.start(faults=False)
        request = urllib.request.Request(
            self.endpoint + PATH,
            json.dumps({"query": COUNTED, "variables": {"w": {"project": {"id": PROJECT}}}}).encode(),
            {"Content-Type": "application/json", "Authorization": f"X-API-Key: {self.key}"},
        )
        with urllib.request.urlopen(request) as response:
            return json.load(response)["data"]["data"]

    def close(self):
        self.stop()
        shutil.rmtree(self.folder)


class Lines:
    """Lines of a process, each awaited for a limited time."""

    def __init__(self, command, environment):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True, bufsize=1, env=environment)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.process.stdout, selectors.EVENT_READ)

    def send(self, text):
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def receive(self, seconds):
        """None when nothing came in time."""
        if not self.selector.select(seconds):
            return None
        line = self.process.stdout.readline()
        return json.loads(line) if line else {"error": {"type": "process ended", "message": ""}}

    def close(self):
        self.process.kill()
        self.process.wait()


class Official:
    def __init__(self, python):
        self.python, self.lines = python, None

    def prepare(self, sandbox, method, args):
        if self.lines is None:
            self.lines = Lines([self.python, str(HERE / "official.py")], {**os.environ, "KILI_SKIP_VERSION_CHECK": "1"})
        self.lines.send(json.dumps({"endpoint": sandbox.endpoint + PATH, "key": sandbox.key, "method": method,
                                    "args": args}))
        if not (self.lines.receive(60) or {}).get("ready"):
            raise RuntimeError("the official client does not start")

    def call(self, seconds):
        self.lines.send("")
        answer = self.lines.receive(seconds)
        if answer is None:
            self.close()
        return answer

    def close(self):
        if self.lines is not None:
            self.lines.close()
            self.lines = None


class Library:
    def __init__(self, driver):
        self.driver = driver

    def prepare(self, sandbox, method, args):
        environment = {**os.environ, "KILI_API_ENDPOINT": sandbox.endpoint + PATH, "KILI_API_KEY": sandbox.key}
        self.lines = Lines([self.driver], environment)
        # The other side has asked for its user, so that its key is known to be good.
        self.lines.send(json.dumps({"method": "count_assets", "args": {"project_id": PROJECT}}))
        self.lines.receive(20)
        self.request = json.dumps({"method": method, "args": args})

    def call(self, seconds):
        self.lines.send(self.request)
        answer = self.lines.receive(seconds)
        self.close()
        return answer

    def close(self):
        self.lines.close()


def shortened(text, limit=150):
    text = re.sub(r"(?:http://)?127\.0\.0\.1:\d+", "SERVICE", re.sub(r"\s+", " ", text))
    text = re.sub(r"port=\d+", "port=N", re.sub(r"0x[0-9a-f]+", "0x…", text)).replace("|", "/").replace("`", "'")
    text = re.sub(r"\b[0-9a-f]{32}\b|\bc[a-z0-9]{24}\b", "ID", text)
    return text if len(text) <= limit else text[:limit] + "…"


def outcome_of(call, answer, assets, limit):
    """What the caller was told, and what is there."""
    name, method, args = call
    if answer is None:
        told = f"no end within {limit:.0f} s"
    elif "error" in answer:
        told = f"{answer['error']['type']}: {shortened(answer['error']['message'])}"
    else:
        told = "done"
        if method == "assets":
            ids = [asset["id"] for asset in answer["result"]]
            told = f"{len(ids)} assets" + (f", {len(ids) - len(set(ids))} of them twice" if len(ids) != len(set(ids)) else "")
    if method == "assets":
        return told
    new = [asset for asset in assets if not asset["externalId"].startswith("old ")]
    wanted = len(args["content_array"])
    # Each asset has a text of its own. The content is an address; its count is what tells.
    by_name = collections.Counter(asset["externalId"] for asset in new)
    if "external_id_array" in args:
        lost = sum(1 for name in args["external_id_array"] if not by_name[name])
        twice = sum(count - 1 for count in by_name.values())
    else:
        lost, twice = max(0, wanted - len(new)), max(0, len(new) - wanted)
    there = f"{len(new)} there"
    if lost:
        there += f", {lost} missing"
    if twice:
        there += f", **{twice} twice**"
    return f"{told}; {there}"


def run(client, program, call, given, events, limit):
    _, method, args = call
    faults = []
    if given:
        faults.append({"op": OPERATIONS[method], **given})
    sandbox = Sandbox(program, faults)
    try:
        client.prepare(sandbox, method, args)
        threads = []
        for seconds, what in events:
            action = {"stop": sandbox.stop, "start": sandbox.start}[what]
            if seconds < 0:
                action()
                continue
            threads.append(threading.Timer(seconds, action))
        for thread in threads:
            thread.start()
        began = time.monotonic()
        answer = client.call(limit)
        seconds = time.monotonic() - began
        for thread in threads:
            thread.join()
        sandbox.stop()
        counts = sandbox.requests()
        assets = sandbox.assets() if method != "assets" else []
        return {"seconds": seconds, "requests": counts[OPERATIONS[method]], "outcome": outcome_of(call, answer, assets, limit)}
    finally:
        sandbox.close()


def main():
    program, driver, limit = sys.argv[1], sys.argv[2], float(sys.argv[3])
    clients = {}
    for pair in sys.argv[4:]:
        name, python = pair.split("=", 1)
        clients[name] = lambda python=python: Official(python)
    clients["this library"] = lambda: Library(driver)

    cases = [(fault_name, call, given, events) for fault_name, calls, given, events in FAULTS for call in calls]
    results = {}
    lanes = 3

    def lane(name, number):
        client = clients[name]()
        for place in range(number, len(cases), lanes):
            _, call, given, events = cases[place]
            results[place, name] = run(client, program, call, given, events, limit)
        client.close()

    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(len(clients) * lanes) as pool:
        for future in [pool.submit(lane, name, number) for name in clients for number in range(lanes)]:
            future.result()

    print("| fault | call | client | time | requests of the operation | what the caller got; what was there |")
    print("| --- | --- | --- | ---: | ---: | --- |")
    for place, (fault_name, call, _, _) in enumerate(cases):
        name_of_call = call[0]
        for name in clients:
            one = results[place, name]
            print(f"| {fault_name} | {name_of_call} | {name} | {one['seconds']:.1f} s | {one['requests']} | {one['outcome']} |")
            fault_name = ""
            name_of_call = ""
    print(f"\n{len(cases)} cases, {len(results)} calls, {time.monotonic() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
