"""Records the Pascal VOC files that Kili's own code writes for some labels (docs/labels.md, "Files").

Usage: python record_pascal_voc.py, with kili 26.2.4 and kili-formats 1.6.0 installed. Writes
formats/pascal_voc.json beside this file.
"""

import json
import tempfile
from pathlib import Path

from kili.services.export.format.voc import _process_asset

ODD_CLASS = "A&B <\"it's\">"


def job(*names, input_="radio"):
    return {
        "mlTask": "OBJECT_DETECTION", "required": 0, "isChild": False, "instruction": "", "tools": ["rectangle"],
        "content": {"input": input_, "categories": {name: {"name": name, "children": []} for name in names}},
    }


JOBS = {"BOX": job("CAR", "BUS"), "ODD & <JOB>": job(ODD_CLASS, "Älter", "x", input_="checkbox")}


def box(left, top, right, bottom, *classes):
    corners = ((left, bottom), (left, top), (right, top), (right, bottom))
    return {
        "type": "rectangle", "categories": [{"name": name} for name in classes], "children": {},
        "boundingPoly": [{"normalizedVertices": [{"x": x, "y": y} for x, y in corners]}],
    }


def answers(*boxes, job="BOX", **more):
    return {**more, job: {"annotations": list(boxes)}}


CARS = [box(0.1, 0.2, 0.35, 0.6, "CAR"), box(0.5, 0.5, 0.75, 0.9, "BUS")]


def asset(external_id, *responses, file=None, width=640, height=480, frames=()):
    """`file` and `frames` are below the folder of the media, when they were downloaded."""
    record = {
        "externalId": external_id, "content": f"/media/{file}" if file else "https://example.com/content",
        "jsonContent": [f"/media/{frame}" for frame in frames], "resolution": {"width": width, "height": height},
    }
    if len(responses) > 1:
        record["latestLabels"] = [{"jsonResponse": response} for response in responses]
    else:
        record["latestLabel"] = {"jsonResponse": responses[0]} if responses else None
    return record


def images():
    turned = [box(0.1, 0.2, 0.3, 0.6, "CAR"), box(0.013, 0.777, 0.4444, 0.9999, "BUS")]
    halves = [box(left / 20, top / 12, (left + 3) / 20, (top + 5) / 12, "CAR") for left in (0.5, 1.5, 2.5, 10.5) for top in (0.5, 3.5, 4.5)]
    return [
        asset("asset_0", answers(*CARS), file="asset_0.png"),
        asset("night/my image.png", answers(*CARS), file="night/my image.png"),
        asset("night/listed only.png", answers(*CARS)),
        asset("two labels", answers(*CARS), answers(box(0, 0, 0.5, 0.5, "BUS"))),
        asset("turned 90", answers(*turned, ROTATION_JOB={"rotation": 90}), file="turned 90.jpg"),
        asset("turned 180", answers(*turned, ROTATION_JOB={"rotation": 180}), width=333, height=777),
        asset("turned 270", answers(*turned, ROTATION_JOB={"rotation": 270}), width=333, height=777),
        asset("halves", answers(*halves), width=20, height=12),
        asset("edges", answers(box(0, 0, 1, 1, "CAR")), width=1, height=1),
        asset("caf\u00e9 & \u732b.png", {**answers(*CARS), **answers(box(0.2, 0.2, 0.9, 0.8, ODD_CLASS, "x"), box(0, 0, 0.1, 0.1, "Älter"), job="ODD & <JOB>")}),
        asset("nothing.webp", {}),
        asset("no boxes", answers()),
        asset("no label"),
    ]


def videos():
    frames = {"0": answers(*CARS), "1": {}, "2": answers(CARS[0])}
    return [
        asset("film.mp4", frames, frames=[f"film.mp4_{number}.jpg" for number in (1, 2, 3)]),
        asset("long/film", {str(i): answers(CARS[i % 2]) for i in range(11)}, frames=[f"long/film_{i + 1:02}.jpg" for i in range(11)]),
    ]


def with_files(value, folder):
    """The paths of downloaded files as those of empty files in the folder."""
    if isinstance(value, list):
        return [with_files(element, folder) for element in value]
    if not value.startswith("/media/"):
        return value
    path = folder / value.removeprefix("/")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return str(path)


def written(assets, input_type):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        labels = folder / "labels"
        for record in assets:
            on_disk = {**record, "content": with_files(record["content"], folder), "jsonContent": with_files(record["jsonContent"], folder)}
            _process_asset(on_disk, labels, input_type, list(JOBS))
        return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(labels.rglob("*.xml"))}


def main():
    content = {"json_interface": {"jobs": JOBS}}
    for input_type, assets in (("IMAGE", images()), ("VIDEO", videos())):
        content[input_type] = {"assets": assets, "files": written(assets, input_type)}
    path = Path(__file__).parent / "formats" / "pascal_voc.json"
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
