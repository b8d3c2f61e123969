#!/usr/bin/env python3
"""include_rules.py on a tree made for it: every rule has a violation that must be named with its file and line, and what the
rules allow must pass."""

import contextlib
import io
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True  # beside the sources
import include_rules

# File, what it includes in its second line, the rule that this breaks.
VIOLATIONS = [
    ("include/kili/client.hpp", '"http/url.hpp"', "public headers include public headers"),
    ("examples/first.cpp", '"support/text.hpp"', "examples include public headers"),
    ("src/support/text.cpp", '"types/errors.hpp"', "support does not include types"),
    ("src/support/clock.cpp", '"http/url.hpp"', "support does not include http"),
    ("src/support/ids.cpp", '"kili/assets/asset.hpp"', "support knows no module"),
    ("src/support/old.cpp", '"kili/moved.hpp"', "support knows no module"),
    ("src/types/asset.cpp", '"use_cases/services.hpp"', "types does not include use_cases"),
    ("src/http/client.cpp", '"graphql/client.hpp"', "http does not include graphql"),
    ("src/http/types.cpp", '"types/errors.hpp"', "http does not include types"),
    ("src/graphql/client.cpp", '"api/answer.hpp"', "graphql does not include api"),
    ("src/graphql/fields.cpp", '"types/errors.hpp"', "graphql does not include types"),
    ("src/graphql/asset.cpp", '"kili/assets/asset.hpp"', "graphql knows no module"),
    ("src/api/assets/list.cpp", '"http/url.hpp"', "api does not include http"),
    ("src/api/assets/count.cpp", '"api/projects/projects.hpp"', "the operations of a module do not include another's"),
    ("src/api/assets/up.cpp", '"use_cases/assets/list.hpp"', "api does not include use_cases"),
    ("src/api/assets/engine.cpp", '"engine/pages.hpp"', "api does not include engine"),
    ("src/engine/pages.cpp", '"api/assets/list.hpp"', "engine does not include api"),
    ("src/engine/batches.cpp", '"use_cases/assets/list.hpp"', "engine does not include use_cases"),
    ("src/engine/records.cpp", '"kili/assets/asset.hpp"', "engine knows no module"),
    ("src/use_cases/assets/list.cpp", '"graphql/client.hpp"', "use_cases does not include graphql"),
    ("src/use_cases/assets/send.cpp", '"http/url.hpp"', "use_cases does not include http"),
    ("src/use_cases/assets/up.cpp", '"client/settings.hpp"', "use_cases does not include client"),
    ("src/use_cases/assets/other.cpp", '"use_cases/labels/list.hpp"', "use cases of a module do not include another's"),
    (
        "src/use_cases/tags/list.cpp",
        '"api/assets/list.hpp"',
        "use cases include the operations of their own module, and those of OTHER_API_MODULES",
    ),
    ("src/client/client.cpp", '"http/url.hpp"', "of src/client, client_implementation alone includes http"),
    ("src/client/calls.cpp", '"graphql/client.hpp"', "of src/client, client_implementation alone includes graphql"),
    ("src/parsed_labels/number.cpp", '"table/table.hpp"', "parsed_labels does not include table"),
    ("src/table/csv.cpp", '"parsed_labels/number.hpp"', "table does not include parsed_labels"),
    ("src/exports/coco.cpp", '"use_cases/assets/list.hpp"', "exports does not include use_cases"),
    ("src/graphql_server/engine.cpp", '"sandbox/service.hpp"', "graphql_server does not include sandbox"),
    ("src/graphql_server/types.cpp", '"types/errors.hpp"', "graphql_server does not include types"),
    ("src/sandbox/service.cpp", '"http/url.hpp"', "sandbox does not include http"),
    ("src/sandbox/assets/view.cpp", '"types/asset.hpp"', "sandbox does not include types"),
    ("src/cellar/wine.cpp", '"support/text.hpp"', "every folder of src/ has its rule"),
    ("src/use_cases/assets/stamp.cpp", "<sys/xattr.h>", "POSIX headers in src/support/ alone"),
    ("src/http/file.cpp", "<unistd.h>", "POSIX headers in src/support/ alone"),
    ("src/sandbox/lock.cpp", "<fcntl.h>", "POSIX headers in src/support/ alone"),
    ("src/client/curl.cpp", "<curl/curl.h>", "libcurl in src/http/ alone"),
    ("src/http/asio.cpp", "<boost/asio.hpp>", "Boost in src/sandbox/ alone"),
    ("src/support/tls.cpp", "<openssl/ssl.h>", "OpenSSL in src/sandbox/ alone"),
    ("src/table/store.cpp", "<sqlite3.h>", "SQLite in src/sandbox/ alone"),
    ("src/http/inflate.cpp", "<zlib.h>", "zlib in src/support/ alone"),
    ("src/exports/voc.cpp", "<expat.h>", "Expat in src/readers/ alone"),
]

ALLOWED = [
    ("src/support/file.cpp", "<sys/stat.h>"),
    ("src/support/task.cpp", '"kili/errors.hpp"'),
    ("src/types/asset.cpp", '"support/text.hpp"'),
    ("src/http/curl.cpp", "<curl/curl.h>"),
    ("src/graphql/client.cpp", '"http/url.hpp"'),
    ("src/api/storage/uploads.cpp", '"http/url.hpp"'),
    ("src/api/assets/list.cpp", '"graphql/client.hpp"'),
    ("src/api/assets/list.hpp", '"api/answer.hpp"'),
    ("src/api/assets/filters.hpp", '"kili/assets/asset.hpp"'),
    ("src/engine/pages.cpp", '"support/clock.hpp"'),
    ("src/use_cases/assets/list.cpp", '"api/assets/list.hpp"'),
    ("src/use_cases/assets/count.cpp", '"api/projects/projects.hpp"'),
    ("src/use_cases/assets/pages.cpp", '"engine/pages.hpp"'),
    ("src/use_cases/assets/media/path.cpp", '"use_cases/assets/listing/list.hpp"'),
    ("src/use_cases/labels/parse.cpp", '"parsed_labels/number.hpp"'),
    ("src/table/csv.cpp", '"table/table.hpp"'),
    ("src/exports/coco.cpp", '"parsed_labels/number.hpp"'),
    ("src/client/client.cpp", '"use_cases/assets/list.hpp"'),
    ("src/client/client_implementation.cpp", '"http/url.hpp"'),
    ("src/client/client_implementation.hpp", '"graphql/client.hpp"'),
    ("src/sandbox/assets/view.cpp", '"sandbox/store/store.hpp"'),
    ("src/sandbox/main.cpp", "<unistd.h>"),
    ("src/graphql_server/engine.cpp", '"support/text.hpp"'),
    ("include/kili/client.hpp", '"kili/assets/asset.hpp"'),
    ("examples/first.cpp", '"kili/client.hpp"'),
]

FOLDERS = "api client engine exports graphql graphql_server http parsed_labels sandbox support table types use_cases"


class IncludeRules(unittest.TestCase):
    def run_on(self, files):
        """Exit status and lines of the script on a tree of (file, include) pairs."""
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for name in FOLDERS.split():
                (root / "src" / name).mkdir(parents=True)
            (root / "include/kili/assets").mkdir(parents=True)
            (root / "include/kili/moved.hpp").write_text('#include "kili/assets/moved.hpp"\n')
            for file, included in files:
                path = root / file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(f"// A comment.\n#  include {included}\n")
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                status = include_rules.main([folder])
            return status, printed.getvalue().splitlines()

    def test_each_violation_is_named_alone(self):
        for file, included, rule in VIOLATIONS:
            with self.subTest(file=file, included=included):
                status, lines = self.run_on([(file, included)])
                self.assertEqual(status, 1, lines)
                self.assertEqual(len(lines), 2, lines)
                self.assertTrue(lines[0].startswith(f"{file}:2: {rule}: "), lines)

    def test_all_violations_of_a_tree_are_named(self):
        status, lines = self.run_on([(file, included) for file, included, _ in VIOLATIONS])
        self.assertEqual(status, 1)
        for file, _, rule in VIOLATIONS:
            self.assertTrue(any(line.startswith(f"{file}:2: {rule}: ") for line in lines), f"{file}: {lines}")

    def test_what_is_allowed_passes(self):
        status, lines = self.run_on(ALLOWED)
        self.assertEqual((status, len(lines)), (0, 1), lines)

    def test_a_tree_without_sources_is_no_success(self):
        with tempfile.TemporaryDirectory() as folder:
            with contextlib.redirect_stdout(io.StringIO()):
                self.assertEqual(include_rules.main([folder]), 2)


if __name__ == "__main__":
    unittest.main()
