#!/usr/bin/env python3
"""The layers of the library, checked from its #include lines: which folder may include which.

Usage: tests/include_rules.py [ROOT [FILE...]]

ROOT is the repository (default: the one of this script); with files, only these are checked. Every violation is printed as
"file:line: rule: what". Exit status: 0 none, 1 some, 2 nothing to check. docs/architecture.md explains the layers.
"""

import re
import sys
from pathlib import Path

# The folders of src/ that a folder of src/ may include beside itself. "<name>/" stands for the folder of the own module,
# "<name>" alone for files directly in the folder. Listed from the bottom to the top.
LAYERS = {
    "support": set(),
    "types": {"support"},
    "http": {"support"},
    "graphql": {"http", "support"},
    "parsed_labels": {"types", "support"},
    "table": {"types", "support"},
    "observers": {"types", "support"},
    "exports": {"parsed_labels", "types", "support"},
    "readers": {"parsed_labels", "types", "support"},
    "engine": {"types", "support"},
    "api": {"graphql", "types", "support"},
    "api/": {"api", "graphql", "types", "support"},
    "use_cases": {"engine", "api", "types", "support"},
    "use_cases/": {"use_cases", "api", "api/", "engine", "exports", "parsed_labels", "table", "types", "support"},
    "async": {"support"},
    "client": {"use_cases", "use_cases/*", "engine", "exports", "parsed_labels", "table", "types", "support"},
    "cli": set(),  # written on the public API
    "graphql_server": {"support"},
    "sandbox": {"sandbox/*", "graphql_server", "support"},
    "sandbox/": {"sandbox", "sandbox/*", "graphql_server", "support"},
}

# Files and folders that may include more, each for the reason beside it.
MORE = {
    "api/service_api": {"api/*"},  # puts the operations of all modules together
    "api/labels": {"api/assets"},  # a filter of labels holds one of their assets
    "api/storage": {"http"},  # uploads and downloads are not GraphQL
    # puts the layers together
    "client/client_implementation": {"http", "graphql", "api", "api/*"},
    "client/make_curl_transport": {"http"},  # the library's own transport, for callers
    "use_cases/workflow_filters": {"api/*"},  # labels are filtered by the steps of their assets too
    "use_cases/exports": {"use_cases/assets"},  # an export reads a listing of assets with their media
    "use_cases/named_assets": {"api/*"},  # labels and exports name assets by external id
    "cli/main": {"support"},  # support/os/standard_descriptors.hpp, which needs no library
    "types/record_range_members": {"table"},  # a range of records becomes a table
}

# What the use cases of a module need of other modules' operations.
OTHER_API_MODULES = {
    "assets": {"projects", "storage", "users"},
    "exports": {"assets", "labels", "projects", "storage"},
    "issues": {"projects"},
    "labels": {"assets", "projects", "storage", "users"},
    "members": {"projects"},
}

# They know no module, so neither the public types of one.
WITHOUT_MODULES = {"support", "http", "graphql", "engine", "graphql_server"}

# Headers of other libraries that one folder alone may include.
LIBRARIES = {
    "libcurl": (r"curl/", ("src/http/",)),
    "libarchive": (r"archive(_entry)?\.h", ("src/exports/",)),
    "CLI11": (r"CLI/", ("src/cli/",)),
    "FlatBuffers": (r"flatbuffers/", ("src/cli/", "tests/integration/cli_arrow_test.cpp")),
    "Boost": (r"boost/", ("src/sandbox/", "src/support/execution_context.cpp", "examples/async_asio.cpp")),
    "OpenSSL": (r"openssl/", ("src/sandbox/",)),
    "Expat": (r"expat(_external|_config)?\.h", ("src/readers/",)),
    "SQLite": (r"sqlite3\.h", ("src/sandbox/",)),
    "zlib": (r"zlib\.h", ("src/support/",)),
}

POSIX = re.compile(
    r"(aio|arpa/.*|dirent|dlfcn|fcntl|fnmatch|ftw|glob|grp|ifaddrs|langinfo|mqueue|net/.*|netdb|netinet/.*|poll|pthread|pwd"
    r"|sched|semaphore|signal|spawn|sys/.*|syslog|termios|unistd|utime|wordexp|linux/.*)\.h"
)
POSIX_FILES = {
    "src/cli/commands/sandbox.cpp",  # another program takes the place of this one
    "src/cli/interrupt.cpp",  # signals
    "src/cli/terminal.cpp",
    "src/sandbox/main.cpp",  # signals and the limit of descriptors of a program
}

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')


class Checker:
    def __init__(self, root):
        self.root = Path(root).resolve()
        self.violations = []
        self.checked = 0

    def check(self, files=None):
        for path in files or self.all_files():
            relative = path.relative_to(self.root).as_posix()
            self.checked += 1
            lines = path.read_text(encoding="utf-8").splitlines()
            for number, line in enumerate(lines, start=1):
                found = INCLUDE.match(line)
                if found:
                    for rule, what in self.problems(relative, found.group(1)):
                        self.violations.append(f"{relative}:{number}: {rule}: {what}")

    def all_files(self):
        folders = (self.root / folder for folder in ("include", "src", "examples"))
        return sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in (".cpp", ".hpp"))

    def problems(self, file, included):
        """Pairs of the rule that the include breaks and how."""
        yield from self.library_problems(file, included)
        target = self.resolve(file, included)
        if file.startswith("include/"):
            if target.startswith("src/"):
                yield "public headers include public headers", f"includes {included}"
        elif file.startswith("examples/"):
            if target.startswith("src/"):
                yield "examples include public headers", f"includes {included}"
        elif file.startswith("src/"):
            if target.startswith("include/"):
                yield from self.public_header_problems(file, included)
            elif target.startswith("src/"):
                yield from self.layer_problems(file, target, included)

    def library_problems(self, file, included):
        for library, (pattern, allowed) in LIBRARIES.items():
            if re.match(pattern, included) and not file.startswith(allowed):
                yield f"{library} in {allowed[0]} alone", f"includes <{included}>"
        if POSIX.fullmatch(included) and not (file.startswith("src/support/") or file in POSIX_FILES):
            yield "POSIX headers in src/support/ alone", f"includes <{included}>"

    def resolve(self, file, included):
        """The path in the repository of what is included, or an empty one."""
        beside = (self.root / file).parent / included
        if beside.is_file() and self.root in beside.resolve().parents:
            return beside.resolve().relative_to(self.root).as_posix()
        if included.startswith("kili/"):
            return f"include/{included}"  # export.hpp is generated
        if (self.root / "src" / included.split("/")[0]).is_dir():
            return f"src/{included}"  # also what is generated
        return ""

    def public_header_problems(self, file, included):
        folder = file.split("/")[1]
        if folder not in WITHOUT_MODULES:
            return
        parts = included.split("/")
        if len(parts) > 2 or included == "kili/kili.hpp" or self.forwards(included):
            yield f"{folder} knows no module", f"includes {included}"

    def forwards(self, included):
        """Whether a header stands at its former place and leads to the folder of a module."""
        path = self.root / "include" / included
        return path.is_file() and f"/{path.name}\"" in path.read_text(encoding="utf-8")

    def layer_problems(self, file, target, included):
        source, layer = unit(file), unit(target)
        key = general(source)
        if source == layer:
            return
        if key not in LAYERS:
            yield "every folder of src/ has its rule", f"no rule for src/{source} in {Path(__file__).name}"
            return
        if general(layer) not in LAYERS:
            yield "every folder of src/ has its rule", f"no rule for src/{layer} in {Path(__file__).name}"
            return
        stem = re.sub(r"\.[^.]*$", "", file.removeprefix("src/"))
        allowed = LAYERS[key] | MORE.get(source, set()) | MORE.get(stem, set())
        if layer in allowed or f"{layer.split('/')[0]}/*" in allowed and "/" in layer:
            return
        module = source.partition("/")[2]
        if "api/" in allowed and layer.startswith("api/"):
            if layer.partition("/")[2] in {module} | OTHER_API_MODULES.get(module, set()):
                return
        yield rule_name(source, layer), f"includes {included}"


def unit(file):
    """The layer of a file of src/, with its module where the layer has modules: "api/assets"."""
    parts = file.split("/")
    has_modules = f"{parts[1]}/" in LAYERS
    return "/".join(parts[1:3]) if has_modules and len(parts) > 3 else parts[1]


def general(name):
    """The key of LAYERS: "api/" for "api/assets"."""
    return f"{name.split('/')[0]}/" if "/" in name else name


def rule_name(source, layer):
    above, below = source.split("/")[0], layer.split("/")[0]
    if above == below == "use_cases":
        return "use cases of a module do not include another's"
    if above == below == "api":
        return "the operations of a module do not include another's"
    if above == "use_cases" and below == "api":
        return "use cases include the operations of their own module, and those of OTHER_API_MODULES"
    if above == "client":
        return f"of src/client, client_implementation alone includes {below}"
    return f"{above} does not include {below}"


def main(arguments):
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parent.parent
    checker = Checker(root)
    checker.check([Path(name).resolve() for name in arguments[1:]])
    for violation in checker.violations:
        print(violation)
    print(f"{checker.checked} files, {len(checker.violations)} violations of the include rules")
    if not checker.checked:
        return 2
    return 1 if checker.violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
