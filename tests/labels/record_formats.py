"""Records what Kili's own code writes as COCO, YOLO and GeoJSON for some labels (docs/labels.md, "Files").

Usage: python record_formats.py, with kili 26.2.4, kili-formats 1.6.0, numpy and shapely installed. Writes
formats/<name>.json beside this file.
"""

import copy
import json
import math
import random
import tempfile
import warnings
from pathlib import Path

from kili.services.export.format.yolo import (
    _get_frame_labels,
    _LabelFrames,
    _write_class_file,
    _write_labels_to_file,
)
from kili_formats import convert_from_kili_to_coco_format
from kili_formats.format.coco import _get_shoelace_area
from kili_formats.format.geojson import convert_from_kili_to_geojson_format
from kili_formats.types import JobCategory


def classes(*names, input_="radio", children=None):
    return {
        "input": input_,
        "categories": {
            name: {"name": f"Class {name.lower()}", "children": (children or {}).get(name, [])}
            for name in names
        },
    }


JOBS = {
    "ZEBRAS": {
        "mlTask": "OBJECT_DETECTION", "required": 0, "isChild": False, "instruction": "Draw the zebras",
        "tools": ["rectangle", "polygon", "semantic"],
        "content": classes("YOUNG", "OLD", "HIDDEN", children={"OLD": ["MOOD", "NOTE"]}),
    },
    "CARS": {
        "mlTask": "OBJECT_DETECTION", "required": 0, "isChild": False, "instruction": "",
        "tools": ["rectangle"], "content": classes("TRUCK", "BUS"),
    },
    "MARKS": {
        "mlTask": "OBJECT_DETECTION", "required": 0, "isChild": False, "instruction": "Mark", "exportName": "marks",
        "tools": ["marker", "polyline", "vector"], "content": classes("A", "B"),
    },
    "WEATHER": {
        "mlTask": "CLASSIFICATION", "required": 0, "isChild": False, "instruction": "The weather",
        "content": classes("SUN", "RAIN", input_="checkbox", children={"RAIN": ["NOTE"]}),
    },
    "TITLE": {
        "mlTask": "TRANSCRIPTION", "required": 0, "isChild": False, "instruction": "A title",
        "content": {"input": "textField"},
    },
    "MOOD": {
        "mlTask": "CLASSIFICATION", "required": 0, "isChild": True, "instruction": "Mood",
        "content": classes("GOOD", "BAD", input_="checkbox", children={"BAD": ["WHY"]}),
    },
    "WHY": {
        "mlTask": "CLASSIFICATION", "required": 0, "isChild": True, "instruction": "Why",
        "content": classes("HEAT", "COLD"),
    },
    "NOTE": {
        "mlTask": "TRANSCRIPTION", "required": 0, "isChild": True, "instruction": "Note",
        "content": {"input": "textField"},
    },
}


def points(*pairs):
    return [{"x": x, "y": y} for x, y in pairs]


def box(left, top, right, bottom):
    return points((left, bottom), (left, top), (right, top), (right, bottom))


def drawn(tool, category, *outlines, mid=None, **more):
    annotation = {
        "type": tool, "categories": [{"name": category}], "children": {},
        "boundingPoly": [{"normalizedVertices": outline} for outline in outlines], **more,
    }
    if mid is not None:
        annotation["mid"] = mid
    return annotation


def star(x, y, size, corners, step, turn=0.1):
    angle = 2 * math.pi * step / corners
    return points(*((x + size * math.cos(turn + i * angle), y + size * math.sin(turn + i * angle)) for i in range(corners)))


def responses():
    chance = random.Random(7)
    wild = points(*((chance.random(), chance.random()) for _ in range(12)))
    deep = {"MOOD": {"categories": [{"name": "BAD", "children": {"WHY": {"categories": [{"name": "COLD"}]}}}, {"name": "GOOD"}]}, "NOTE": {"text": "striped"}}
    zebras = [
        drawn("rectangle", "OLD", box(0.1, 0.2, 0.55, 0.75), mid="z1", children=deep),
        drawn("polygon", "YOUNG", points((0.5, 0.1), (0.9, 0.4), (0.6, 0.8)), mid="z2"),
        drawn("polygon", "YOUNG", points((0.5, 0.1), (0.6, 0.8), (0.9, 0.4)), mid="z3"),
        drawn("semantic", "HIDDEN", points((0.05, 0.05), (0.95, 0.05), (0.95, 0.95), (0.05, 0.95)), points((0.2, 0.2), (0.4, 0.2), (0.4, 0.41)), mid="z4"),
        drawn("semantic", "HIDDEN", points((0.1, 0.1), (0.2, 0.1), (0.2, 0.2), (0.1, 0.1)), mid="z4"),
        drawn("semantic", "OLD", points((0.3, 0.3), (0.5, 0.3), (0.5, 0.55))),
        drawn("polygon", "OLD", star(0.5, 0.5, 0.4, 5, 2), mid="star"),
        drawn("polygon", "OLD", star(0.4, 0.6, 0.3, 8, 3), mid="star of eight"),
        drawn("polygon", "OLD", wild, mid="wild"),
        drawn("polygon", "OLD", points((0.2, 0.2), (0.8, 0.8), (0.8, 0.2), (0.2, 0.8)), mid="bow tie"),
    ]
    small = [drawn("rectangle", "BUS", box(0.5, 0.5, 0.5, 0.5), mid="c1"), drawn("rectangle", "TRUCK", box(0.0, 0.333, 1.0, 0.6667), mid="c2")]
    marks = [
        {"type": "marker", "point": {"x": 0.25, "y": 0.75}, "categories": [{"name": "A"}], "children": {}, "mid": "m1"},
        {"type": "polyline", "polyline": points((0.1, 0.2), (0.3, 0.4), (0.5, 0.1)), "categories": [{"name": "B"}], "children": {}, "mid": "m2"},
        {"type": "vector", "polyline": points((0.1, 0.2), (0.3, 0.4)), "categories": [{"name": "B"}], "children": {}, "mid": "m3"},
    ]
    return {
        "everything.jpg": {
            "ZEBRAS": {"annotations": zebras}, "CARS": {"annotations": small}, "MARKS": {"annotations": marks},
            "WEATHER": {"categories": [{"name": "SUN"}, {"name": "RAIN", "children": {"NOTE": {"text": "wet"}}}]},
            "TITLE": {"text": "A title"},
        },
        "turned 90.png": {"CARS": {"annotations": [small[1]]}, "ZEBRAS": {"annotations": zebras[:4]}, "ROTATION_JOB": {"rotation": 90}},
        "turned 180": {"ZEBRAS": {"annotations": zebras[:4]}, "ROTATION_JOB": {"rotation": 180}},
        "folder/turned 270.tiff": {"ZEBRAS": {"annotations": zebras[:4]}, "ROTATION_JOB": {"rotation": 270}},
        "nothing.webp": {},
        "only a title": {"TITLE": {"text": "t"}},
    }


def assets():
    sizes = [(1920, 1080), (640, 481), (333, 777), (1024, 768), (10, 10), (5, 7)]
    return [
        {"externalId": name, "content": "", "jsonContent": "", "resolution": {"width": width, "height": height}, "latestLabel": {"jsonResponse": response}}
        for (name, response), (width, height) in zip(responses().items(), sizes)
    ]


def coco(names, merged):
    written = convert_from_kili_to_coco_format(
        jobs={name: JOBS[name] for name in names}, assets=copy.deepcopy(assets()), title="Title",
        project_input_type="IMAGE", annotation_modifier=None, merged=merged,
    )
    for changing in ("year", "date_created", "description"):
        del written["info"][changing]
    return written


def yolo(names, merged, version):
    """The files, by path."""
    with tempfile.TemporaryDirectory() as folder:
        parts = [(Path(folder), names)] if merged else [(Path(folder) / name, [name]) for name in names]
        for path, jobs in parts:
            (path / "labels").mkdir(parents=True)
            numbers = {}
            for job in jobs:
                for category in JOBS[job]["content"]["categories"]:
                    numbers[f"{job}__{category}"] = JobCategory(category_name=category, id=len(numbers), job_id=job)
            _write_class_file(path, numbers, version, "merged" if merged else "split")
            for asset in copy.deepcopy(assets()):
                label = asset["latestLabel"]
                for frame in _LabelFrames.from_asset(asset, jobs, label).frames.values():
                    lines = _get_frame_labels(frame, jobs, numbers)
                    _write_labels_to_file(path / "labels", asset["externalId"], lines)
        return {
            str(path.relative_to(folder)): path.read_text(encoding="utf-8")
            for path in sorted(Path(folder).rglob("*")) if path.is_file()
        }


def geojson(flatten):
    written = {}
    for asset in copy.deepcopy(assets()):
        response = asset["latestLabel"]["jsonResponse"]
        response.pop("ROTATION_JOB", None)
        # in the order of the interface, as parsed labels are written
        ordered = {name: response[name] for name in JOBS if name in response}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            written[asset["externalId"]] = convert_from_kili_to_geojson_format(ordered, {"jobs": JOBS}, flatten)
    return written


def turn(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def has_edges_on_each_other(polygon):
    """Then what shapely makes of it depends on the order of its steps."""
    edges = list(zip(polygon, polygon[1:] + polygon[:1]))
    return any(
        turn(a, b, c) == turn(a, b, d) == 0 and max(min(a, b), min(c, d)) < min(max(a, b), max(c, d))
        for i, (a, b) in enumerate(edges) for c, d in edges[:i]
    )


def areas():
    chance = random.Random(11)
    polygons = [[(chance.randint(0, 20), chance.randint(0, 20)) for _ in range(count)] for count in range(3, 14) for _ in range(6)]
    polygons = [polygon for polygon in polygons if not has_edges_on_each_other(polygon)]
    polygons += [[(chance.random(), chance.random()) for _ in range(count)] for count in range(3, 25)]
    polygons += [
        [(0, 0), (4, 0), (4, 4), (1, 1), (3, 1), (0, 4)], [(0, 0), (10, 0), (10, 10), (4, 4), (6, 4), (5, 6), (0, 10)],
        [(0, 0), (4, 0), (4, 4), (4, 8), (4, 4), (0, 4)], [(0, 0), (4, 0), (4, 4), (2, 0), (0, 4)],
        [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0), (2, 2), (2, 6), (6, 6), (6, 2), (2, 2)], [(0, 0), (1, 1), (2, 2)],
        [(0, 0), (1, 0), (1, 0), (1, 1), (0, 1), (0, 0)],
    ]
    return [{"polygon": polygon, "area": float(_get_shoelace_area(*zip(*polygon)))} for polygon in polygons]


def main():
    objects = ["ZEBRAS", "CARS"]
    content = {
        "json_interface": {"jobs": JOBS},
        "assets": assets(),
        "coco": {"merged": coco(objects, True), "ZEBRAS": coco(["ZEBRAS"], False), "CARS": coco(["CARS"], False)},
        "yolo": {
            "merged yolo_v8": yolo(objects, True, "yolo_v8"), "split yolo_v4": yolo(objects, False, "yolo_v4"),
            "merged yolo_v5": yolo(objects, True, "yolo_v5"),
        },
        "geojson": {"flat": geojson(True), "plain": geojson(False)},
    }
    folder = Path(__file__).parent / "formats"
    folder.mkdir(exist_ok=True)
    (folder / "project.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    (folder / "areas.json").write_text(json.dumps(areas()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
