"""Makes calls with the official Python package, one JSON object per line: {"endpoint", "key", "method", "args"}. The
client is made before the time of the call begins. Answers {"ready"} and then {"result" or "error", "seconds"}."""

import json
import os
import sys
import time
import warnings

from kili.client import Kili


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)) or hasattr(value, "__next__"):
        return [plain(item) for item in value]
    return value


def main():
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # the package prints; standard output is for answers
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        request = json.loads(line)
        client = Kili(api_key=request["key"], api_endpoint=request["endpoint"])
        print(json.dumps({"ready": True}), file=out, flush=True)
        sys.stdin.readline()  # go
        began = time.monotonic()
        try:
            reply = {"result": plain(getattr(client, request["method"])(**request["args"]))}
        except BaseException as error:  # noqa: BLE001 -- whatever it is, it is the answer
            reply = {"error": {"type": type(error).__name__, "message": str(error)}}
        reply["seconds"] = time.monotonic() - began
        print(json.dumps(reply), file=out, flush=True)


if __name__ == "__main__":
    main()
