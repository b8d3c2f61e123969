"""Answers calls with the official Python package, line by line, in the format of kili_driver."""

import json
import os
import sys
import warnings

from kili.client import Kili


def plain(value):
    """What a caller sees of a result: plain JSON values, parsed labels as the dictionaries that they stand for."""
    if hasattr(value, "to_dict") and not isinstance(value, type):
        return plain(value.to_dict())
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "__next__"):
        return [plain(item) for item in value]
    return value


def with_pairs(arguments):
    """Pairs of a step and a status are tuples, which JSON does not have."""
    return {
        name: [tuple(pair) for pair in value] if "_and_status_" in name and value else value
        for name, value in arguments.items()
    }


def answer(client, request):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            method = getattr(client, request["method"])
            reply = {"result": plain(method(**with_pairs(request["args"])))}
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is the answer
            reply = {"error": {"type": type(error).__name__, "message": str(error)}}
    reply["warnings"] = [
        {"type": type(w.message).__name__, "message": str(w.message)}
        for w in caught
        # Not those of the interpreter, nor of the libraries that the package uses.
        if not issubclass(w.category, ResourceWarning) and type(w.message).__module__ == "builtins"
    ]
    return reply


def main():
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # the package prints; standard output is for answers
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        client = Kili()
    for line in sys.stdin:
        print(json.dumps(answer(client, json.loads(line))), file=out, flush=True)


if __name__ == "__main__":
    main()
