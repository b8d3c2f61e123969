#!/usr/bin/env python3
"""Every promise of SECURITY.md names tests, and each of them is one: a test case of tests/unit or tests/integration, or an
entry of a CMakeLists.txt, with the prefix that ctest shows.

usage: security_promises.py [ROOT]
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[1])


def known_tests():
    tests = set()
    for label in ("unit", "integration"):
        for path in (ROOT / "tests" / label).glob("*_test.cpp"):
            for literals in re.findall(r'TEST_CASE\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)', path.read_text()):
                tests.add(label + ":" + "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literals)))
    for path in (ROOT / "tests").rglob("CMakeLists.txt"):
        tests.update(re.findall(r'add_test\(NAME "([^"]+)"', path.read_text()))
    return tests


def main():
    tests = known_tests()
    wrong = named = promises = 0
    for number, line in enumerate((ROOT / "SECURITY.md").read_text().splitlines(), 1):
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if not line.startswith("|") or len(cells) != 2 or cells[0] in ("promise", "---"):
            continue
        promises += 1
        names = re.findall(r"`((?:unit|integration|rules|wire):[^`]*)`", cells[1])
        if not names:
            print(f"SECURITY.md:{number}: a promise without a test")
            wrong += 1
        for name in names:
            named += 1
            if name not in tests:
                print(f"SECURITY.md:{number}: there is no test '{name}'")
                wrong += 1
    print(f"{promises} promises, {named} tests, {wrong} wrong")
    return 1 if wrong or not promises else 0


if __name__ == "__main__":
    sys.exit(main())
