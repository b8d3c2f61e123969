"""A project with images, labels of all shapes, and names that try to be markup."""

import base64
import json
import math
import struct
import zlib

HOSTILE_NAME = "<img src=x onerror=window.struck=1>.png"
HOSTILE_TITLE = "<script>window.struck=1</script> & \"cars\""
TURNED_NAME = "photo\u202egnp.exe\u200f\x07"


def png(width, height, colour):
    """A picture with a soft gradient and a disc."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            inside = math.hypot(x - width * 0.62, y - height * 0.55) < height * 0.22
            for part in colour:
                shade = part * (0.45 + 0.4 * y / height) + (60 if inside else 0) + 20 * x / width
                rows.append(min(255, int(shade)))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(rows), 9)) + chunk(b"IEND", b"")


def points(*pairs):
    return [{"x": x, "y": y} for x, y in pairs]


def shape(category, **members):
    return {"categories": [{"name": category, "confidence": 100}], "mid": category, **members}


def ring(*pairs):
    return {"normalizedVertices": points(*pairs)}


RESPONSE = {
    "OBJECTS": {"annotations": [
        shape("TRUCK", type="rectangle", boundingPoly=[ring((.08, .2), (.08, .6), (.4, .6), (.4, .2))]),
        shape("LANE", type="polygon", boundingPoly=[ring((.1, .95), (.35, .7), (.6, .7), (.9, .95))]),
        shape("WHEEL", type="semantic", boundingPoly=[
            ring(*[(.62 + .17 * math.cos(a / 8), .55 + .22 * math.sin(a / 8)) for a in range(50)]),
            ring(*[(.62 + .08 * math.cos(a / 8), .55 + .10 * math.sin(a / 8)) for a in range(50)])]),
        shape("LIGHT", type="marker", point={"x": .8, "y": .2}),
        shape("EDGE", type="polyline", polyline=points((.45, .1), (.6, .25), (.75, .12), (.95, .3))),
        shape("<b>BOLD</b>", type="pose", points=[{"point": {"x": .5, "y": .4}}, {"point": {"x": .55, "y": .45}}]),
        {"type": "rectangle", "boundingPoly": [ring(("a", "<x>"), (None, 1))], "categories": []},
    ]},
    "WEATHER": {"categories": [{"name": "RAIN", "confidence": 100}]},
    "NOTE": {"text": "<svg onload=window.struck=1>"},
}

ANN = {"id": "user-2", "email": "ann@example.com"}


def label(response, **members):
    return {"author": ANN, "jsonResponse": response, **members}


def fixture():
    box = {"OBJECTS": {"annotations": [
        shape("CAR", type="rectangle", boundingPoly=[ring((.2, .25), (.2, .8), (.85, .8), (.85, .25))])]}}
    film = {"0": {}, "4": box}
    assets = [
        {"id": "first", "externalId": HOSTILE_NAME, "content": "<endpoint>/bucket/wide.png", "status": "LABELED",
         "labels": [label(RESPONSE, createdAt="2024-05-01T10:00:00.000Z"),
                    label(box, labelType="PREDICTION", modelName="yolo<i>", createdAt="2024-04-01T10:00:00.000Z")]},
        {"externalId": TURNED_NAME, "content": "<endpoint>/bucket/tall.png", "status": "TODO"},
        {"externalId": "elsewhere.jpg", "content": "https://example.com/elsewhere.jpg", "labels": [label(box)],
         "status": "REVIEWED"},
        {"externalId": "film.mp4", "content": "<endpoint>/bucket/film.mp4", "labels": [label(film)], "status": "ONGOING"},
        {"externalId": "not really an image.png", "content": "<endpoint>/bucket/broken.png"},
        {"externalId": "a text", "content": "It was a dark and stormy night. <b>Thunder</b> rolled."},
    ]
    assets += [{"externalId": f"road_{number:03}.png", "content": f"<endpoint>/bucket/{kind}.png", "status": status,
                "labels": [label(box)] if number % 2 else []}
               for number, (kind, status) in enumerate([("wide", "TODO"), ("tall", "LABELED"), ("red", "TO_REVIEW")] * 8)]

    def file(content, kind):
        return {"base64": base64.b64encode(content).decode(), "type": kind}
    return json.dumps({
        "project": {"id": "p", "title": HOSTILE_TITLE, "jsonInterface": {"jobs": {}}},
        "projects": [{"id": "empty", "title": "Empty", "inputType": "TEXT"}],
        "assets": assets,
        "bucket": {"wide.png": file(png(480, 300, (90, 140, 200)), "image/png"),
                   "tall.png": file(png(240, 360, (120, 170, 110)), "image/png"),
                   "red.png": file(png(400, 300, (200, 110, 100)), "image/png"),
                   "film.mp4": file(b"film", "video/mp4"),
                   "broken.png": file(b"<script>window.struck=1</script>", "image/png")}})
