#!/usr/bin/env python3
"""Sources that are compiled in batches have no names in common, whatever the batches are.

Checks the syntax of all sources of a target as one, for each target of a build tree with KILI_UNITY_BUILD. A build finds such
names too, but only in the batches of the day, which shift when a file is added.

Usage: tests/unity_names.py [BUILD_DIR [TARGET...]]    BUILD_DIR: build/tests
"""

import collections
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile


def batches_of(build_dir):
    """Target -> its compile commands of batches."""
    targets = collections.defaultdict(list)
    for command in json.loads((build_dir / "compile_commands.json").read_text()):
        batch = re.search(r"/CMakeFiles/([^/]+)\.dir/Unity/[^/]+$", command["file"])
        if batch:
            targets[batch.group(1)].append(command)
    return targets


def check(target, commands, folder):
    """Compiler messages about the sources of a target as one; nothing if they have no names in common."""
    source = pathlib.Path(folder) / f"{target}.cxx"
    source.write_text("".join(f'#include "{command["file"]}"\n' for command in commands))
    words = [str(source) if word == commands[0]["file"] else word for word in shlex.split(commands[0]["command"])]
    done = subprocess.run([*words, "-fsyntax-only"], cwd=commands[0]["directory"], capture_output=True, text=True, check=False)
    return done.stderr if done.returncode else ""


def main():
    build_dir = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build/tests").resolve()
    targets = batches_of(build_dir)
    if not targets:
        sys.exit(f"{build_dir} was not configured with KILI_UNITY_BUILD=ON")
    chosen = sys.argv[2:] or sorted(targets, key=lambda target: -len(targets[target]))
    failed = False
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda target: check(target, targets[target], folder), chosen)
        for target, messages in zip(chosen, results):
            print(f"{target}: {len(targets[target])} batches, {'names in common' if messages else 'ok'}")
            print(messages, end="")
            failed = failed or bool(messages)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
