"""Confirms with the reference implementation (graphql-core) that the sandbox accepts and refuses the same documents,
and that the documents that the library sent (logs of kili-sandbox --request-log) are correct.

usage: compare.py SANDBOX_PROGRAM SCHEMA COUNT [REQUEST_LOG...]
"""

import http.client
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.parse

from graphql import build_schema, parse, validate
from graphql.error import GraphQLError
from graphql.execution.values import get_variable_values

from corpus import Maker


def reference_refuses(schema, document, variables):
    """The first error of the reference, or None."""
    try:
        tree = parse(document)
    except GraphQLError as error:
        return str(error)
    errors = validate(schema, tree)
    if errors:
        return str(errors[0])
    operations = [d for d in tree.definitions if d.kind == "operation_definition"]
    if len(operations) != 1:
        return "needs one operation"
    values = get_variable_values(schema, operations[0].variable_definitions or [], variables)
    return str(values[0]) if isinstance(values, list) else None


def page_size(value):
    """What the schema's text says of this scalar; its own parser would take anything."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise GraphQLError("PageSize cannot represent a value that is not an integer")
    if not 0 <= value <= 1000:
        raise GraphQLError("PageSize must be between 0 and 1000")
    return value


def date(value):
    if not isinstance(value, str):
        raise GraphQLError("Date cannot represent a value that is not a text")
    return value


class Sandbox:
    def __init__(self, program):
        folder = tempfile.mkdtemp(prefix="kili-graphql-")
        ready = pathlib.Path(folder) / "ready.json"
        self.process = subprocess.Popen([program, "--ready-file", str(ready)], stdout=subprocess.DEVNULL)
        for _ in range(200):
            if ready.exists():
                break
            time.sleep(0.05)
        about = json.loads(ready.read_text())
        self.key = about["api_key"]
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(about["endpoint"]).netloc)

    def refuses(self, document, variables):
        body = json.dumps({"query": document, "variables": variables})
        headers = {"Content-Type": "application/json", "Authorization": f"X-API-Key: {self.key}"}
        self.connection.request("POST", "/api/label/v2/graphql", body, headers)
        response = self.connection.getresponse()
        answer = json.loads(response.read())
        return answer["errors"][0]["message"] if response.status == 400 else None

    def close(self):
        self.process.terminate()
        self.process.wait()


def main():
    program, schema_file, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    schema = build_schema(pathlib.Path(schema_file).read_text())
    schema.type_map["PageSize"].parse_value = page_size
    schema.type_map["Date"].parse_value = date
    wrong = 0

    documents = set()
    requests = 0
    for log in sys.argv[4:]:
        for line in pathlib.Path(log).read_text().splitlines():
            request = json.loads(line)
            if request["method"] != "POST" or not request["body"]:
                continue
            body = json.loads(request["body"])
            # Compressed, and refused before the document was read, as some recorded calls have it.
            if request["status"] == 400 and not request["operation"] and len(request["body"]) >= 1_000_000:
                continue
            documents.add(body["query"])
            requests += 1
            # What a caller asks for may not exist; the sandbox then refuses it like the reference.
            reason = reference_refuses(schema, body["query"], body["variables"] or {})
            if (reason is not None) != (request["status"] == 400):
                wrong += 1
                print(f"INCORRECT {body['query']} {body['variables']}: {reason}, answered with {request['status']}")
    if sys.argv[4:]:
        print(f"{len(documents)} documents of the library in {requests} requests, {wrong} judged differently")

    sandbox = Sandbox(program)
    accepted = refused = 0
    for seed in range(count):
        maker = Maker(schema, seed)
        document, variables = maker.document()
        if seed % 3:
            document, variables = maker.with_mistake(document, variables)
        expected, actual = reference_refuses(schema, document, variables), sandbox.refuses(document, variables)
        accepted += expected is None
        refused += expected is not None
        if (expected is None) != (actual is None):
            wrong += 1
            print(f"DIFFERS seed {seed}: {document} {json.dumps(variables)}\n    reference: {expected}\n    sandbox: {actual}")
    sandbox.close()
    print(f"{count} generated documents: {accepted} accepted and {refused} refused by the reference; {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
