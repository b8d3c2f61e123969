"""Opens the archives of kili_export_archives_probe as trainers do: python export_archives_test.py FOLDER.

COCO by pycocotools where it is there; YOLO by the rules of ultralytics (images of a list, labels beside them, classes of data.yaml);
Pascal VOC by ElementTree; GeoJSON by the rules of RFC 7946.
"""

import json
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

failures = []


def check(holds, what):
    if not holds:
        failures.append(what)


def near(left, right):
    return len(left) == len(right) and all(abs(a - b) < 1e-6 for a, b in zip(left, right))


def names_of_sets(folder):
    return {name: (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines() for name in ("train", "val", "test")}


def check_coco(folder, expected, as_masks):
    seen = set()
    for name in ("train", "val", "test"):
        path = folder / f"labels_{name}.json"
        coco = json.loads(path.read_text(encoding="utf-8"))
        classes = {category["id"]: category["name"] for category in coco["categories"]}
        check(sorted(classes.values()) == ["BOX/BUS", "BOX/CAR", "MASK/ROAD"], f"COCO: classes {classes}")
        check(len({image["id"] for image in coco["images"]}) == len(coco["images"]), "COCO: ids of images repeat")
        for image in coco["images"]:
            check((folder / image["file_name"]).is_file(), f"COCO: {image['file_name']} is not there")
            external_id = image["file_name"].removeprefix("data/").removesuffix(".png")
            seen.add(external_id)
            boxes = [a for a in coco["annotations"] if a["image_id"] == image["id"] and classes[a["category_id"]].startswith("BOX/")]
            wanted = expected["boxes"][external_id]
            check(len(boxes) == len(wanted), f"COCO: {external_id} has {len(boxes)} boxes")
            for found, meant in zip(boxes, wanted):
                left, top, right, bottom = meant["box"]
                pixels = [left * 64, top * 48, (right - left) * 64, (bottom - top) * 48]
                check(near(found["bbox"], pixels), f"COCO: {external_id}: {found['bbox']}, not {pixels}")
                check(classes[found["category_id"]] == "BOX/" + meant["class"], f"COCO: class of {external_id}")
        try:
            from pycocotools.coco import COCO
        except ImportError:
            continue
        read = COCO(str(path))
        for annotation in read.loadAnns(read.getAnnIds()):
            mask = read.annToMask(annotation)
            check(mask.shape == (48, 64), f"COCO: mask of {mask.shape}")
            if as_masks and classes[annotation["category_id"]] == "MASK/ROAD":
                check(int(mask.sum()) == expected["mask_area"], f"COCO: mask of {mask.sum()} pixels")
    check(seen == set(expected["boxes"]), f"COCO: {len(seen)} images")


def check_yolo(folder, expected):
    lines = (folder / "data.yaml").read_text(encoding="utf-8").splitlines()
    data = dict(line.split(": ", 1) for line in lines)
    names = [name.strip("' \"") for name in data["names"].strip("[]").split(",")]
    check(names == ["BOX/BUS", "BOX/CAR", "MASK/ROAD"] and data["nc"] == "3", f"YOLO: classes {names}")
    seen = set()
    for key in ("train", "val", "test"):
        for line in (folder / data[key]).read_text(encoding="utf-8").splitlines():
            image = folder / line
            check(line.startswith("./images/") and image.is_file(), f"YOLO: {line} is not there")
            head, _, tail = str(image).rpartition("/images/")
            labels = Path(head + "/labels/" + tail.rsplit(".", 1)[0] + ".txt")
            check(labels.is_file(), f"YOLO: {labels} is not there")
            external_id = tail.rsplit(".", 1)[0]
            seen.add(external_id)
            rows = [[float(value) for value in row.split()] for row in labels.read_text(encoding="utf-8").splitlines()]
            boxes = [row for row in rows if len(row) == 5]
            check(all(0 <= value <= 1 for row in rows for value in row[1:]), f"YOLO: {external_id} leaves the image")
            for (number, x, y, w, h), meant in zip(boxes, expected["boxes"][external_id]):
                found = [x - w / 2, y - h / 2, x + w / 2, y + h / 2]
                check(near(found, meant["box"]), f"YOLO: {external_id}: {found}")
                check(names[int(number)] == "BOX/" + meant["class"], f"YOLO: class of {external_id}")
            check(len(boxes) == 2 and len(rows) == 3, f"YOLO: {external_id} has {len(rows)} objects")
    check(seen == set(expected["boxes"]), f"YOLO: {len(seen)} images")
    losses = (folder / "losses.kili.jsonl").read_text(encoding="utf-8").splitlines()
    check(len(losses) == len(seen) and all("hole" in json.loads(line)["reason"] for line in losses), "YOLO: losses")


def check_voc(folder, expected):
    sets = names_of_sets(folder)
    check(sorted(sum(sets.values(), [])) == sorted(expected["boxes"]), "Pascal VOC: sets")
    for external_id, wanted in expected["boxes"].items():
        root = ElementTree.parse(folder / "labels" / f"{external_id}.xml").getroot()
        check([int(root.findtext(f"size/{side}")) for side in ("width", "height")] == [64, 48], "Pascal VOC: size")
        for element, meant in zip(root.findall("object"), wanted):
            left, top, right, bottom = meant["box"]
            box = [int(element.findtext(f"bndbox/{side}")) for side in ("xmin", "ymin", "xmax", "ymax")]
            check(near(box, [left * 64, top * 48, right * 64, bottom * 48]), f"Pascal VOC: {external_id}: {box}")
            check(element.findtext("name") == meant["class"], f"Pascal VOC: class of {external_id}")
        check(len(root.findall("object")) == 2, f"Pascal VOC: objects of {external_id}")


def turns_left(ring):
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:])) > 0


def check_geojson(folder, expected):
    for external_id in expected["boxes"]:
        collection = json.loads((folder / "labels" / f"{external_id}.geojson").read_text(encoding="utf-8"))
        check(collection["type"] == "FeatureCollection", "GeoJSON: no collection")
        check(len(collection["features"]) == 3, f"GeoJSON: {len(collection['features'])} features")
        for feature in collection["features"]:
            check(feature["type"] == "Feature" and "properties" in feature, "GeoJSON: no feature")
            geometry = feature["geometry"]
            check(geometry["type"] == "Polygon", f"GeoJSON: {geometry['type']}")
            for place, ring in enumerate(geometry["coordinates"]):
                check(len(ring) >= 4 and ring[0] == ring[-1], "GeoJSON: a ring is not closed")
                check(turns_left(ring) == (place == 0), "GeoJSON: a ring goes the wrong way")
                check(all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring), "GeoJSON: a place beyond the Earth")


def main(folder):
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    for archive in folder.glob("*.zip"):
        with zipfile.ZipFile(archive) as opened:
            check(opened.testzip() is None, f"{archive.name} is damaged")
            opened.extractall(folder / archive.stem)
            check((folder / archive.stem / "README.kili.txt").is_file(), f"{archive.name}: no README.kili.txt")
    check_coco(folder / "coco", expected, False)
    check_coco(folder / "coco_masks", expected, True)
    check_yolo(folder / "yolo", expected)
    check_voc(folder / "voc", expected)
    check_geojson(folder / "geojson", expected)
    print("\n".join(failures) or "the archives hold what was meant")
    return 1 if failures else 0


sys.exit(main(Path(sys.argv[1])))
