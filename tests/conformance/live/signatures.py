"""Checks that the table of methods and parameters (tests/conformance/parity/methods.json) is what the official package
has: the specification is that of kili 2.164.0; 26.1 adds what the table calls newer, 26.2 what it calls newest, and
no longer has what it calls dropped.

usage: signatures.py VERSION
"""

import inspect
import json
import pathlib
import sys

from kili.client import Kili

TABLE = pathlib.Path(__file__).parents[1] / "parity" / "methods.json"


def main():
    version = sys.argv[1]
    is_newest = not version.startswith(("2.", "26.1."))
    parts = ["specification"] if version.startswith("2.") else ["specification", "newer"] + ["newest"] * is_newest
    table = json.loads(TABLE.read_text())
    expected = {}
    for part in parts:
        for method, parameters in table[part].items():
            expected.setdefault(method, set()).update(parameters)
    for method, parameters in table["dropped"].items() if is_newest else ():
        expected[method].difference_update(parameters)
    differing = 0
    for method, parameters in sorted(expected.items()):
        function = getattr(Kili, method, None)
        actual = set(inspect.signature(function).parameters) - {"self"} if function else set()
        if actual != parameters:
            differing += 1
            print(f"DIFFERS {method}: only in the package {sorted(actual - parameters)}, only in the table {sorted(parameters - actual)}")
    count = sum(map(len, expected.values()))
    print(f"kili {version}: {len(expected)} methods with {count} parameters, {differing} different")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
