"""Records the behaviour of ParsedLabel of the official Python package as cases (docs/labels.md, "Cases").

Usage: python record_cases.py [DIR [GROUP...]], once with each version of kili that is recorded: 2.164.0 and 26.2.4. Writes
DIR/<group>.json, by default the folder cases beside this file. Every public attribute of every object that can be
reached is asked for, also those that are refused. The key "sdk" of a case names the versions that gave it; where
versions differ, a case has one recording of each, the newest first. Recordings of other versions stay.
"""

import copy
import importlib.metadata
import json
import sys
from pathlib import Path
from typing import Any

from kili.services.label_data_parsing.annotation import (
    Annotation,
    AnnotationList,
    PoseEstimationPointAnnotation,
)
from kili.services.label_data_parsing.bounding_poly import BoundingPoly, BoundingPolyList
from kili.services.label_data_parsing.category import Category, CategoryList
from kili.services.label_data_parsing.job_response import JobPayload
from kili.services.label_data_parsing.json_response import FramesList, ParsedJobs
from kili.utils.labels.parsing import ParsedLabel

import case_definitions

VERSION = importlib.metadata.version("kili")
MOST_EXPECTATIONS = 2000
MOST_EXPECTATIONS_AFTER_CHANGES = 70


def public_names(kind: type, *without: str) -> list[str]:
    return [name for name in dir(kind) if not name.startswith("_") and name not in without]


# What is asked of an object of each class. Of lists of frames, what they have and what their frames have.
FILE_NAMES = ["file_id", "file_mime_type", "file_name"]  # asked where a job takes a file
JOB_NAMES = public_names(JobPayload, *FILE_NAMES)
ANNOTATION_NAMES = public_names(Annotation)
NAMES = {
    ParsedLabel: ["jobs", "json_response", "to_dict()"],
    ParsedJobs: ["to_dict()", "keys()", "items()", "values()"],
    JobPayload: [*JOB_NAMES, "frames", "mid"],
    FramesList: ["frames", *JOB_NAMES],
    Annotation: [*ANNOTATION_NAMES, "text", "code", "name", "job_name"],
    PoseEstimationPointAnnotation: [*public_names(PoseEstimationPointAnnotation), "polyline"],
    AnnotationList: public_names(AnnotationList),
    Category: public_names(Category),
    CategoryList: public_names(CategoryList),
    BoundingPoly: public_names(BoundingPoly),
    BoundingPolyList: public_names(BoundingPolyList),
}
PLAIN_METHODS = {"to_dict", "as_dict", "as_list"}
CHANGING_METHODS = {"add_category", "add_annotation", "add_bounding_poly"}
LISTS = (AnnotationList, CategoryList, BoundingPolyList, FramesList)


def plain(value: Any) -> Any:
    """The value as JSON has it."""
    if isinstance(value, ParsedLabel):
        return plain(value.to_dict())
    if isinstance(value, (ParsedJobs, JobPayload)) and not isinstance(value, FramesList):
        return plain(value.to_dict())
    if isinstance(value, FramesList):
        return [plain(element) for element in list(value)]
    if isinstance(value, (CategoryList, AnnotationList, BoundingPolyList)):
        return plain(value.as_list())
    if isinstance(value, (Category, Annotation, PoseEstimationPointAnnotation, BoundingPoly)):
        return plain(value.as_dict())
    if isinstance(value, dict):
        return {str(key): plain(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(element) for element in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return [plain(element) for element in value]  # keys(), items(), values()


class Recorder:
    """Asks everything of one label."""

    def __init__(self, definition: dict) -> None:
        self.definition = definition
        self.expectations: list[dict] = []

    def label(self) -> ParsedLabel:
        """A new label: reading may change what a label says, so every path gets its own."""
        definition = copy.deepcopy(self.definition)
        label = ParsedLabel(
            definition["label"], definition["json_interface"], definition["input_type"]
        )
        for step in definition.get("steps", []):
            try:
                run_step(label, step)
            except Exception:  # noqa: BLE001, what a step raises is recorded beside it
                pass
        return label

    def ask(self, path: str) -> Any:
        """Records the outcome of a path. Returns the object, or None for an error."""
        most = MOST_EXPECTATIONS_AFTER_CHANGES if "steps" in self.definition else MOST_EXPECTATIONS
        if len(self.expectations) >= most:
            return None
        try:
            value = eval_path(self.label(), path)
            self.expectations.append({"path": path, "value": plain(value)})
            return value
        except Exception as error:  # noqa: BLE001
            self.expectations.append({"path": path, "error": type(error).__name__})
            return None

    def explore(self, path: str, value: Any) -> None:
        for name in self.names_of(value):
            if name in CHANGING_METHODS:
                continue
            asked = f"{name}()" if name in PLAIN_METHODS else name
            self.descend(f"{path}.{asked}" if path else asked)
        if isinstance(value, ParsedJobs):
            for name in value:
                self.descend(f'{path}["{name}"]')
            self.ask(f'{path}["NO_SUCH_JOB"]')
            self.ask(f"len({path})")
        elif isinstance(value, LISTS) or self.is_list_of_points(value):
            self.explore_list(path, len(value))

    def names_of(self, value: Any) -> list[str]:
        names = NAMES.get(type(value), [])
        jobs = self.definition["json_interface"]["jobs"].values()
        takes_file = any(job.get("mlTask") == "FILE" for job in jobs)
        return [*names, *FILE_NAMES] if takes_file and isinstance(value, (JobPayload, FramesList)) else names

    def descend(self, path: str) -> None:
        value = self.ask(path)
        if type(value) in NAMES or self.is_list_of_points(value):
            if path.count(".frames") < 2 and path.count(".children") < 4:
                self.explore(path, value)

    def explore_list(self, path: str, length: int) -> None:
        self.ask(f"len({path})")
        for index in range(min(length, 4)):
            self.descend(f"{path}[{index}]")
        self.ask(f"{path}[{length}]")
        self.ask(f"{path}[-1]")

    @staticmethod
    def is_list_of_points(value: Any) -> bool:
        return (
            isinstance(value, list)
            and len(value) > 0
            and isinstance(value[0], PoseEstimationPointAnnotation)
        )


def eval_path(label: ParsedLabel, path: str) -> Any:
    if path == "":
        return label
    inner = path[4:-1] if path.startswith("len(") else path
    value = eval("label" + inner if inner.startswith("[") else "label." + inner, {"label": label})
    return len(value) if path.startswith("len(") else value


def run_step(label: ParsedLabel, step: dict) -> None:
    if "set" in step:
        owner, _, name = step["set"].rpartition(".")
        setattr(eval_path(label, owner), name, copy.deepcopy(step["value"]))
    else:
        method = eval_path(label, step["call"])
        method(*copy.deepcopy(step.get("args", [])), **copy.deepcopy(step.get("kwargs", {})))


def record(definition: dict) -> dict:
    # Through text: the package changes what it parses, so no part may stand in a label twice.
    definition = json.loads(json.dumps(definition))
    case = copy.deepcopy(definition)
    try:
        label = ParsedLabel(
            copy.deepcopy(case["label"]), case["json_interface"], case["input_type"]
        )
    except Exception as error:  # noqa: BLE001
        case["expect"] = [
            {"path": path, "error": type(error).__name__} for path in ("", "jobs", "to_dict()")
        ]
        return case
    for step in case.get("steps", []):
        try:
            run_step(label, step)
        except Exception as error:  # noqa: BLE001
            step["error"] = type(error).__name__
    recorder = Recorder(definition)
    if "ask" in case:
        for path in case.pop("ask"):
            recorder.ask(path)
        for path in ("json_response", "to_dict()"):
            recorder.ask(path)
    else:
        recorder.explore("", recorder.label())
    case["expect"] = recorder.expectations
    return case


def release(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def merged(name: str, recorded: dict, earlier: list[dict]) -> list[dict]:
    """The recordings of a case, the newest first: those of other versions, and the one that was made now."""
    recordings = []
    for case in earlier:
        others = [version for version in case.get("sdk", ["2.164.0"]) if version != VERSION]
        content = {key: value for key, value in case.items() if key != "sdk"}
        if case["name"] == name and others:
            recordings.append((others, content))
    for versions, content in recordings:
        if content == recorded:
            versions.append(VERSION)
            break
    else:
        recordings.append(([VERSION], recorded))
    result = []
    for versions, content in recordings:
        versions.sort(key=release, reverse=True)
        result.append({"name": name, "sdk": versions, **{key: value for key, value in content.items() if key != "name"}})
    return sorted(result, key=lambda case: release(case["sdk"][0]), reverse=True)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "cases"
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for group, definitions in case_definitions.groups().items():
        if len(sys.argv) > 2 and group not in sys.argv[2:]:
            continue
        names = [definition["name"] for definition in definitions]
        assert len(names) == len(set(names)), f"a name is there twice in {group}"
        file = folder / f"{group}.json"
        earlier: dict[str, list[dict]] = {}
        for case in json.loads(file.read_text(encoding="utf-8")) if file.exists() else []:
            earlier.setdefault(case["name"], []).append(case)
        lines = []
        for definition in definitions:
            recordings = merged(definition["name"], record(definition), earlier.get(definition["name"], []))
            lines += [json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in recordings]
            count += 1
        file.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
    print(f"{count} cases of {VERSION} in {folder}")


if __name__ == "__main__":
    main()
