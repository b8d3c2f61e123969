#!/usr/bin/env python3
"""Puts the versioned inline namespace over everything public, in include, src, tests and examples:

    namespace kili {                   namespace kili::detail {
    inline namespace v0_1 {            becomes namespace kili {, inline namespace v0_1 {, namespace detail {
    ...
    }  // namespace v0_1
    }  // namespace kili

(`namespace kili::inline v0_1 {` is shorter, but clang-format 14 finds every end comment of it wrong.)

Usage: cmake/versioned_namespace.py ROOT [--check]

The version is that of project() in CMakeLists.txt. Public is what a header of include/ opens; namespaces of the implementation
(IMPLEMENTATION) stay as they are, and one of them nested in a public namespace leaves it, so that it stays one namespace. A second
run changes nothing; after a change of the version it renames. --check only tells what would change, with exit status 1 then.
"""
import re
import sys
from pathlib import Path

IMPLEMENTATION = {
    "use_cases", "api", "http", "support", "graphql", "engine", "sandbox", "graphql_server", "client", "types", "table",
    "exports", "parsed_labels", "readers", "observers",
}
FOLDERS = ("include", "src", "tests", "examples")
SUFFIXES = (".hpp", ".cpp", ".in")
OPEN = re.compile(r"^(\s*)namespace ([A-Za-z_][\w:]*) \{(.*)$")
CLOSE = re.compile(r"^(\s*)\}  // namespace ([A-Za-z_][\w:]*)$")


def version(root):
    major, minor = re.search(r"^\s*VERSION (\d+)\.(\d+)", (root / "CMakeLists.txt").read_text(), re.M).groups()
    return f"v{major}_{minor}"


def without_version(text):
    text = re.sub(r"^inline namespace v\d+_\d+ \{\n", "", text, flags=re.M)
    return re.sub(r"^\}  // namespace v\d+_\d+\n", "", text, flags=re.M)


def public_namespaces(root):
    """What public headers open at the top: kili, kili::detail, ..."""
    names = set()
    for path in (root / "include").rglob("*.hpp"):
        for line in path.read_text().splitlines():
            found = OPEN.match(line)
            if found and found[2].split("::")[0] == "kili" and not set(found[2].split("::")[1:2]) & IMPLEMENTATION:
                names.add(found[2])
    return names | {"kili::detail", "kili::labels"}


def begin(name, inline):
    return ["namespace kili {", f"inline namespace {inline} {{"] + [f"namespace {part} {{" for part in name.split("::")[1:]]


def end(name, inline):
    inner = [f"}}  // namespace {part}" for part in reversed(name.split("::")[1:])]
    return inner + [f"}}  // namespace {inline}", "}  // namespace kili"]


def drop_blanks(out):
    while out and not out[-1].strip():
        out.pop()


def rewrite(text, inline, public, problems):
    stack, out = [], []
    for number, line in enumerate(without_version(text).split("\n"), start=1):
        found = OPEN.match(line)
        if found:
            name = found[2]
            one_line = found[3].strip() and not found[3].strip().startswith("//")
            if one_line and (name in public or stack and stack[0][1] == "public"):
                problems.append(f"{number}: more than the brace on the line: {line}")
            if name in public and not stack:
                stack.append((name, "public"))
                out += begin(name, inline)
            elif len(stack) == 1 and stack[0] == ("kili", "public") and name in IMPLEMENTATION:
                # Out of the versioned namespace, which is opened again behind it.
                stack.append((name, "left"))
                drop_blanks(out)
                if out[-2:] == begin("kili", inline):
                    del out[-2:]  # nothing stood before it
                    drop_blanks(out)
                else:
                    out += [""] + end("kili", inline)
                out += ["", f"namespace kili::{name} {{"]
            else:
                stack.append((name, "other"))
                out.append(line)
            continue
        found = CLOSE.match(line)
        if found and stack and found[2] == stack[-1][0]:
            name, kind = stack.pop()
            if kind == "public":
                kept = len(out)
                while kept and not out[kept - 1].strip():
                    kept -= 1
                if out[kept - 2 : kept] == begin(name, inline) and name == "kili" and kept > 3 and out[kept - 3] == "":
                    del out[kept - 2 :]  # opened again for nothing
                    drop_blanks(out)
                else:
                    out += end(name, inline)
            elif kind == "left":
                out += [f"}}  // namespace kili::{name}", ""] + begin("kili", inline)
            else:
                out.append(line)
            continue
        if line == "}" and stack and len(out) > 1 and OPEN.match(out[-2]):
            name, kind = stack.pop()  # a namespace of one line has no end comment
            out += [line] if kind == "other" else end(name, inline)
            continue
        out.append(line)
    if stack:
        problems.append(f"namespaces without the end comment of clang-format: {[name for name, _ in stack]}")
    return "\n".join(out)


def main():
    root = Path(sys.argv[1])
    only_check = "--check" in sys.argv[2:]
    inline, public = version(root), public_namespaces(root)
    print("public:", ", ".join(sorted(public)))
    changed = failed = 0
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in SUFFIXES or not path.is_file():
                continue
            problems = []
            old = path.read_text()
            new = rewrite(old, inline, public, problems)
            for problem in problems:
                failed += 1
                print(f"{path.relative_to(root)}: {problem}")
            if new != old:
                changed += 1
                if not only_check:
                    path.write_text(new)
    docs = root / "cmake/KiliDocs.cmake"  # the reference leaves out kili::detail
    if docs.is_file():
        old = docs.read_text()
        new = re.sub(r'"kili::(v\d+_\d+::)?detail"', f'"kili::{inline}::detail"', old)
        if new != old:
            changed += 1
            if not only_check:
                docs.write_text(new)
    print(f"{changed} files changed, {failed} to look at")
    return 1 if failed or (only_check and changed) else 0


sys.exit(main())
