#!/usr/bin/env python3
"""Checks that values of answers are read by checked access: a record without a field that was asked for must
become an error, never undefined behaviour (operator[] of a constant nlohmann::json) or an exception of
nlohmann/json (at(), value(), get<>(), get_ref<>()). The functions for it are in src/api/checked_answer.hpp and
src/support/json_lookup.hpp; find() and get_ptr<>() are checked too.

Usage: tests/answer_rules.py [FILE...]
Without files: all sources that read answers."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = ["src/api", "src/graphql", "src/use_cases/assets/changing", "src/use_cases/assets/listing",
           "src/use_cases/assets/media", "src/use_cases/projects", "src/use_cases/tags"]

RULES = [
    (re.compile(r'[\w)\]]\["[^"]*"\](?!\s*=(?!=)|\.push_back|\.emplace_back)'), "operator[] reads a member"),
    (re.compile(r'\.at\("'), "at() reads a member"),
    (re.compile(r'\.value\("'), "value() reads a member"),
    (re.compile(r"\.(?:template )?get(?:_ref)?<"), "the type of a value is taken for granted"),
]

# Values of the caller, and numbers whose type was looked at.
ALLOWED = {
    "src/api/assets/asset_change.cpp": ["left.get<double>()", "right.get<double>()",
                                        "value.get<std::vector<std::string>>()"],
}


def without_comment(line):
    return re.sub(r"//.*", "", line)


def findings(path):
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.as_posix()
    for number, line in enumerate(path.read_text().splitlines(), 1):
        code = without_comment(line)
        for allowed in ALLOWED.get(name, []):
            code = code.replace(allowed, "")
        for pattern, meaning in RULES:
            if pattern.search(code):
                yield f"{name}:{number}: {meaning}; use src/api/checked_answer.hpp or src/support/json_lookup.hpp: {line.strip()}"


def main():
    given = [pathlib.Path(name).resolve() for name in sys.argv[1:]]
    files = given or sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.[ch]pp"))
    found = [finding for path in files for finding in findings(path)]
    print("\n".join(found) if found else f"{len(files)} files read answers by checked access")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
