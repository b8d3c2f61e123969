"""Reads the files of kili_export_probe as those do who train on them: python export_readers_test.py FOLDER."""

import contextlib
import io
import json
import sys
from pathlib import Path

import yaml
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO
from shapely.geometry import shape

# Others are no images for ultralytics.
IMAGE_EXTENSIONS = {"avif", "bmp", "dng", "heic", "heif", "jp2", "jpeg", "jpeg2000", "jpg", "mpo", "png", "tif", "tiff", "webp"}

failures = []


def check(holds, what):
    if not holds:
        failures.append(what)


def check_names(folder, expected):
    """PyYAML, in Python and with libyaml, gives the names of all classes as texts."""
    loaders = [yaml.SafeLoader] + ([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])
    for version in ("v5", "v7", "v8"):
        for layout, place, prefix in (("merged", "", "JOB/"), ("split", "JOB", "")):
            text = (folder / "yolo" / version / layout / place / "data.yaml").read_text(encoding="utf-8")
            for loader in loaders:
                names = yaml.load(text, Loader=loader)["names"]
                if isinstance(names, dict):
                    check(list(names) == list(range(len(names))), f"{version} {layout}: numbers of classes")
                    names = list(names.values())
                wanted = [prefix + name for name in expected["names"]]
                wrong = [pair for pair in zip(names, wanted) if pair[0] != pair[1]]
                check(len(names) == len(wanted) and not wrong, f"{version} {layout}: {loader.__name__} reads {wrong[:3]}")
    lines = (folder / "yolo/v4/split/JOB/classes.txt").read_text(encoding="utf-8").split("\n")
    check(len(lines) == len(expected["names"]) + 1, "v4: a line for each class")


def check_label_lines(path, classes):
    """The rules of ultralytics for one label file: 5 columns or an outline of 3 vertices, all of 0 to 1."""
    rows = [[float(value) for value in line.split()] for line in path.read_text().splitlines()]
    check(rows, f"{path}: has objects")
    for row in rows:
        check(len(row) == 5 or (len(row) >= 7 and len(row) % 2 == 1), f"{path}: {len(row)} columns")
        check(row[0].is_integer() and 0 <= row[0] < classes, f"{path}: class {row[0]}")
        check(all(0 <= value <= 1 for value in row[1:]), f"{path}: {row} leaves the image")
        if len(row) == 5:
            check(row[3] > 0 and row[4] > 0, f"{path}: a box of no area")


def label_of(image):
    """Where ultralytics looks for the labels of an image: behind the last dot stands txt."""
    stem, _, extension = image.rpartition(".")
    return (stem if extension.lower() in IMAGE_EXTENSIONS else image) + ".txt"


def check_labels(folder, expected, images):
    for version in ("v4", "v5", "v7", "v8"):
        for place in ("merged", "split/JOB"):
            labels = folder / "yolo" / version / place / "labels"
            found = {path.relative_to(labels).as_posix() for path in labels.rglob("*") if path.is_file()}
            wanted = set(map(label_of, images))
            check(found == wanted, f"{version} {place}: {found ^ wanted}")
    for path in sorted((folder / "yolo/v8/merged/labels").rglob("*.txt")):
        check_label_lines(path, len(expected["names"]))


def check_coco(folder, expected):
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO(str(folder / "coco.json"))
    check(len(coco.imgs) == expected["assets"], "COCO: images")
    check([category["name"] for category in coco.dataset["categories"]] == expected["names"], "COCO: classes")
    check(len(coco.anns) == len(coco.dataset["annotations"]), "COCO: ids of annotations are unique")
    with_runs = 0
    for annotation in coco.loadAnns(coco.getAnnIds()):
        name = f"COCO annotation {annotation['id']}"
        mask = coco.annToMask(annotation)
        x, y, width, height = annotation["bbox"]
        check(width > 0 and height > 0 and annotation["area"] > 0, f"{name}: no area")
        check(x >= 0 and y >= 0 and x + width <= 160 and y + height <= 120, f"{name}: box {annotation['bbox']}")
        # A pixel on the edge may count or not.
        edge = 2 * (width + height)
        check(abs(int(mask.sum()) - annotation["area"]) <= edge, f"{name}: {mask.sum()} pixels, area {annotation['area']}")
        found = coco_mask.toBbox(coco_mask.encode(mask.copy(order="F")))
        check(abs(found - annotation["bbox"]).max() <= 2, f"{name}: its pixels have the box {found}")
        with_runs += isinstance(annotation["segmentation"], dict)
    check(with_runs == 2 * expected["assets"], f"COCO: {with_runs} masks with holes")
    one = next(annotation for annotation in coco.anns.values() if isinstance(annotation["segmentation"], dict))
    mask = coco.annToMask(one)
    check(mask[24, 24] == 1 and mask[42, 56] == 0, "COCO: the hole is a hole")
    return [image["file_name"].removeprefix("data/") for image in coco.dataset["images"]]


def check_geojson(folder, is_geographic):
    """RFC 7946, 3.1.6 and 3.1.9, with the geometry of shapely."""
    files = sorted((folder / "labels").rglob("*.geojson"))
    for file in files:
        for feature in json.loads(file.read_text(encoding="utf-8"))["features"]:
            geometry = shape(feature["geometry"])
            name = f"{file.name} {feature.get('id')}"
            check(geometry.is_valid, f"{name}: not valid")
            polygons = getattr(geometry, "geoms", [geometry])
            for polygon in polygons:
                check(polygon.exterior.is_ccw, f"{name}: the outer ring is clockwise")
                check(not any(hole.is_ccw for hole in polygon.interiors), f"{name}: a hole is counter-clockwise")
            coordinates = feature["geometry"]["coordinates"]
            for polygon in coordinates if feature["geometry"]["type"] == "MultiPolygon" else [coordinates]:
                for ring in polygon:
                    check(len(ring) >= 4 and ring[0] == ring[-1], f"{name}: not closed")
            west, _, east, _ = geometry.bounds
            check(not is_geographic or (west >= -180 and east <= 180), f"{name}: beyond the antimeridian")
    return len(files)


def main(folder):
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    check_names(folder, expected)
    images = check_coco(folder, expected)
    check_labels(folder, expected, images)
    check(check_geojson(folder / "geojson", True) == expected["assets"], "GeoJSON: files")
    check(check_geojson(folder / "geojson_of_images", False) == expected["assets"], "GeoJSON of images: files")
    for writer, count in (("yolo", 6), ("coco", 4), ("geojson", 0)):
        losses = expected["skipped"][writer]
        check(len(losses) == count * expected["assets"], f"{writer} names {len(losses)} losses: {losses[:count + 1]}")
    print("\n".join(failures) or "PyYAML, pycocotools and shapely read what was meant")
    return 1 if failures else 0


sys.exit(main(Path(sys.argv[1])))
