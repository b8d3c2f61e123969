"""Reads the Pascal VOC files of kili_export_probe as those do who train on them: python pascal_voc_reader_test.py FOLDER."""

import json
import sys
from pathlib import Path
from xml.etree import ElementTree

failures = []


def check(holds, what):
    if not holds:
        failures.append(what)


def class_in_xml(name):
    """A class as XML can have it."""
    return "".join(c if c in "\t\n\r" or c >= " " else "\ufffd" for c in name)


def check_files(folder, expected, images):
    """What torchvision and the converters to other formats take: sizes, and boxes with an area in the image."""
    files = sorted(path for path in (folder / "labels").rglob("*") if path.is_file())
    check(len(files) == expected["assets"], f"Pascal VOC: {len(files)} files")
    names = set()
    for file in files:
        root = ElementTree.parse(file).getroot()
        check(root.tag == "annotation", f"{file.name}: {root.tag}")
        names.add(root.findtext("filename"))
        size = [int(root.findtext(f"size/{side}")) for side in ("width", "height", "depth")]
        check(size == [160, 120, 3], f"{file.name}: size {size}")
        objects = root.findall("object")
        # Of each class one rectangle, on a grid of 8 columns.
        wanted = sorted(class_in_xml(name) for name in expected["names"])
        found = sorted(element.findtext("name") for element in objects)
        wrong = [pair for pair in zip(found, wanted) if pair[0] != pair[1]]
        check(len(found) == len(wanted) and not wrong, f"{file.name}: {len(found)} objects, classes {wrong[:3]}")
        for index, element in enumerate(objects):
            box = [int(element.findtext(f"bndbox/{side}")) for side in ("xmin", "ymin", "xmax", "ymax")]
            left, top = index % 8 * 20, index // 8 * 12
            check(box == [left, top, left + 20, top + 12], f"{file.name}: box {index + 1} is {box}")
            check(element.findtext("job_name") == "JOB", f"{file.name}: job of box {index + 1}")
    check(names == set(images), f"Pascal VOC: names of images {names ^ set(images)}")


def main(folder):
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    coco = json.loads((folder / "coco.json").read_text(encoding="utf-8"))
    check_files(folder / "pascal_voc", expected, [image["file_name"].removeprefix("data/") for image in coco["images"]])
    # Six shapes that are no rectangles or none that can be drawn, a mask of several parts, a class with a character that XML lacks.
    losses = expected["skipped"]["pascal_voc"]
    check(len(losses) == 8 * expected["assets"], f"the writer names {len(losses)} losses: {losses[:9]}")
    print("\n".join(failures) or "ElementTree reads what was meant")
    return 1 if failures else 0


sys.exit(main(Path(sys.argv[1])))
