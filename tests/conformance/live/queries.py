"""Queries of the two clients as sets: what is asked for is compared, not how often, in which order or in which pages.

The rules of the recorded calls (tests/wire/rules.json) hold here too, unless they are of a single case.
"""

import json
import pathlib
import re

RULES = pathlib.Path(__file__).parents[2] / "wire" / "rules.json"
NAME = re.compile(r"\s*,?\s*(\.\.\.\s*on\s+\w+|\.\.\.\s*\w+|\w+)\s*(?::\s*(\w+)\s*)?")


def query_rules(own_rules):
    rules = json.loads(RULES.read_text()) + own_rules
    return [r["queries"] | {"name": r["name"]} for r in rules if "queries" in r and not r["queries"].get("cases")]


def skip_arguments(text, at):
    """After the parentheses that begin at `at`, if any. Texts among the arguments have no parentheses."""
    match = re.compile(r"\s*\(").match(text, at)
    return text.index(")", at) + 1 if match else at


def fields_of(text, at, prefix):
    """The paths of the selected fields from the brace at `at` on, and where the selection ends."""
    fields = set()
    at += 1
    while not (end := re.compile(r"\s*,?\s*\}").match(text, at)):
        match = NAME.match(text, at)
        name = re.sub(r"\s+", " ", match.group(2) or match.group(1))
        if fragment := re.fullmatch(r"\.\.\. ?on (\w+)", name):  # as the runner of recorded calls reads it
            fields.add(prefix + "...on")
            name = fragment.group(1)
        path = prefix + name
        at = skip_arguments(text, match.end())
        if inner := re.compile(r"\s*\{").match(text, at):
            below, at = fields_of(text, inner.end() - 1, path + ".")
            fields |= below
        else:
            fields.add(path)
    return fields, end.end()


def without_nulls(value):
    """Absent and null mean the same in a filter, and so does an object of nulls alone."""
    if not isinstance(value, dict):
        return value
    members = {k: without_nulls(v) for k, v in value.items() if v is not None}
    return {k: v for k, v in members.items() if v != {} or value[k] == {}}


def query_of(body):
    """The root field, variables without nulls and selected fields of a request; None of a mutation."""
    document = body["query"]
    if document.lstrip().startswith("mutation"):
        return None
    brace = document.index("{")
    match = NAME.match(document, brace + 1)
    at = skip_arguments(document, match.end())
    inner = re.compile(r"\s*\{").match(document, at)
    fields, _ = fields_of(document, inner.end() - 1, "") if inner else (set(), at)
    variables = without_nulls(body.get("variables") or {})
    return {"operation": match.group(2) or match.group(1), "variables": variables, "fields": sorted(fields)}


def has_members(value, pattern):
    """null in a pattern stands for any value."""
    if pattern is None:
        return True
    if not isinstance(pattern, dict):
        return value == pattern
    return isinstance(value, dict) and all(k in value and has_members(value[k], v) for k, v in pattern.items())


def applies(rule, request, query):
    return (
        request["method"] in rule.get("methods", [request["method"]])
        and query["operation"] in rule.get("operations", [query["operation"]])
        and has_members(query["variables"], rule.get("variables", {}))
        and any(has_members(request["args"], args) for args in rule.get("any_args", [{}]))
    )


def compared(rules, request, query):
    """The query without what rules ignore."""
    query = json.loads(json.dumps(query))
    for rule in rules:
        if not applies(rule, request, query):
            continue
        names = rule.get("names", [])
        if rule["kind"] == "ignored_variables":
            for name in names:
                query["variables"].pop(name, None)
        elif rule["kind"] == "ignored_empty":
            where = query["variables"].get("where", {})
            for name in names:
                if where.get(name) == {}:
                    del where[name]
        elif rule["kind"] == "ignored_fields":
            query["fields"] = [field for field in query["fields"] if field not in names]
    return query


class QuerySets:
    """Compares what two clients ask the service for in the same call."""

    def __init__(self, own_rules):
        self.rules = query_rules(own_rules)
        self.alike = 0
        self.by_rule = 0

    def differences(self, request, official, ours):
        """@param official, ours queries in the form of query_of, with names for ids that were made."""
        left, right = (
            {json.dumps(compared(self.rules, request, query), sort_keys=True) for query in queries}
            for queries in (official, ours)
        )
        self.alike += len(left & right)
        found = []
        for kind, title, texts in (("recorded_only", "official asks", left - right), ("actual_only", "ours asks", right - left)):
            for text in sorted(texts):
                query = json.loads(text)
                if any(rule["kind"] == kind and applies(rule, request, query) for rule in self.rules):
                    self.by_rule += 1
                else:
                    found.append(f"{title} {text[:600]}")
        return found
