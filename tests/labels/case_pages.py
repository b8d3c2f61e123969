"""Labels of PDFs, whose annotations stand page by page, and answers that are files: what came after 2.164."""

from case_changes import call, put
from case_definitions import BOX, LINE, TRIANGLE, case, classes, detection, drawn, entity, job, pdf_place, pose_point


def pages() -> list[dict]:
    return (
        pdf_objects() + pdf_outlines() + pdf_places() + places_elsewhere() + pdf_objects_changed() + rings_changed()
        + files()
    )


def found(*places: dict, **more) -> dict:
    """An object of a PDF, as the service stores it."""
    return {
        "annotations": list(places) or [pdf_place()], "categories": [{"name": "A", "confidence": 100}], "children": {},
        "mid": "found", **more,
    }


def pdf_jobs(**more) -> dict:
    jobs = {
        "JOB": detection("rectangle", "polygon", "semantic", "marker", "polyline", required=1, **more),
        "CHILD": job("TRANSCRIPTION", 0, True, content={"input": "textField"}),
    }
    jobs["JOB"]["content"]["categories"]["A"]["children"] = ["CHILD"]
    return jobs


def pdf_objects() -> list[dict]:
    cases = []
    polygon = pdf_place(3, [TRIANGLE])
    answers = {
        "no answer": {},
        "a rectangle without a tool": [found()],
        "a rectangle with its tool": [found(type="rectangle")],
        "a polygon": [found(polygon, type="polygon")],
        "a mask": [found(pdf_place(0, [BOX, TRIANGLE]), type="semantic")],
        "several pages": [found(pdf_place(0), pdf_place(4)), found(polygon, type="polygon", mid="second")],
        "a rectangle at the top": [{**pdf_place(1), "categories": [{"name": "B"}], "mid": "top"}],
        "a polygon at the top": [{**pdf_place(1, [TRIANGLE]), "type": "polygon", "mid": "top"}],
        "both": [{**found(), **pdf_place(2), "type": "rectangle"}],
        "nothing": [{}],
        "no places": [found(annotations=[])],
        "an answer below": [found(children={"CHILD": {"text": "below"}})],
        "a score": [found(score=12, isKeyFrame=True)],
        "a marker": [drawn("marker", annotations=[pdf_place()])],
        "a line": [drawn("polyline", annotations=[pdf_place()])],
        "a tool that is null": [found(type=None)],
        "a tool that the job does not have": [found(type="vector")],
        "unknown members": [found({**pdf_place(), "rotation": {"angle": None}}, transcription="t")],
    }
    for what, annotations in answers.items():
        response = {"JOB": {"annotations": annotations}} if annotations else {}
        cases.append(case(f"objects in a PDF, {what}", "PDF", pdf_jobs(), response))
    pose = {"JOB": detection("pose")}
    point = pose_point("HEAD", 0.5)
    del point["type"]
    cases.append(case("objects in a PDF, a pose", "PDF", pose, {"JOB": {"annotations": [drawn("pose", points=[point])]}}))
    return cases


def pdf_outlines() -> list[dict]:
    cases = []
    outlines = {
        "flat": BOX,
        "flat of three vertices": TRIANGLE,
        "flat of no vertices": [],
        "one ring": [BOX],
        "one ring of three vertices": [TRIANGLE],
        "one ring of two vertices": [LINE[:2]],
        "two rings": [BOX, TRIANGLE],
        "two boxes": [BOX, BOX],
        "an empty ring": [[]],
        "a second ring that is empty": [BOX, []],
        "a second ring that is text": [BOX, "abcd"],
        "a second ring that is an empty text": [BOX, ""],
        "a second ring that is an object": [BOX, BOX[0]],
        "a second ring that is an empty object": [BOX, {}],
        "a second ring that is null": [BOX, None],
        "a second ring that is a number": [BOX, 4],
        "a vertex among rings": [BOX, {"x": 1, "y": 1, "z": 1, "w": 1}],
        "a ring among vertices": [*BOX[:3], BOX],
        "a text among the vertices of a ring": [[*BOX[:3], "v"]],
        "a text among the vertices of a second ring": [BOX, [*BOX[:3], "v"]],
        "empty vertices": [{}, {}, {}, {}],
        "rings of rings": [[BOX]],
    }
    for what, vertices in outlines.items():
        annotations = [
            {"mid": f"{tool}", "boundingPoly": [{"normalizedVertices": vertices}], **({"type": tool} if tool else {})}
            for tool in ("", "semantic")
        ]
        for tool in ("", "rectangle", "polygon", "semantic"):
            annotation = {"mid": "m", "boundingPoly": [{"normalizedVertices": vertices}]}
            if tool:
                annotation["type"] = tool
            ask = [f'jobs["JOB"].annotations[0].{path}' for path in ("bounding_poly", "bounding_poly[0].as_dict()", "type", "as_dict()")]
            cases.append(case(
                f"an outline of {tool or 'no tool'}, {what}", "PDF", pdf_jobs(),
                {"JOB": {"annotations": [annotation]}}, ask=["", *ask],
            ))
        cases.append(case(
            f"outlines in an image, {what}", "IMAGE", pdf_jobs(), {"JOB": {"annotations": annotations}},
            ask=["", 'jobs["JOB"].annotations[0].bounding_poly', 'jobs["JOB"].annotations[1].bounding_poly[0].as_dict()'],
        ))
    return cases


PLACES = {
    "null": None,
    "a number": 7,
    "a text": "ab",
    "an empty text": "",
    "an object": {"mid": "m"},
    "an empty object": {},
    "a list of null": [None],
    "a list of texts": ["ab"],
    "a list of lists": [[]],
    "a place that says nothing": [{}],
    "a place of an unknown class": [{**pdf_place(), "categories": [{"name": "Z"}]}],
    "a place of a class without confidence": [{**pdf_place(), "categories": [{"name": "A", "confidence": None, "children": {}}]}],
    "a place of an unknown tool": [{**pdf_place(), "type": "vector"}],
    "a place with its tool": [{**pdf_place(0, [TRIANGLE]), "type": "polygon", "mid": "place", "categories": [{"name": "B"}]}],
    "a place with an answer below": [{**pdf_place(), "categories": [{"name": "A"}], "children": {"CHILD": {"text": "x"}}}],
    "a place with empty answers below": [{**pdf_place(), "children": {"CHILD": {}}}],
    "places in places": [{**pdf_place(), "annotations": [pdf_place(7)]}],
    "places in places that are null": [{**pdf_place(), "annotations": None}],
    "a place with null outlines": [{"boundingPoly": None, "polys": None, "pageNumberArray": None}],
    "a place whose polys have more members": [{**pdf_place(), "polys": [{"normalizedVertices": [BOX], "page": 3}], "pageNumberArray": [1, "2"]}],
    "a place whose outline has more members": [{**pdf_place(), "boundingPoly": [{"normalizedVertices": [BOX], "page": {"number": 3}}]}],
    "a place that is wrong": [pdf_place(), {**pdf_place(), "boundingPoly": [{"normalizedVertices": "x"}]}],
}


# What the library refuses or keeps where the package gives what stands there, or drops it: the whole is asked for.
KEPT = ("a place with null outlines", "a place whose polys have more members", "a place whose outline has more members")


def pdf_places() -> list[dict]:
    cases = []
    entities = {
        "NER": job("NAMED_ENTITIES_RECOGNITION", 1, tools=["polygon"], **classes("radio", "A", "B", children={"A": ["CHILD"]})),
        "CHILD": job("TRANSCRIPTION", 0, True, content={"input": "textField"}),
    }
    for what, places in PLACES.items():
        ask = ["as_dict()", "annotations", "type", "mid"]
        if what in KEPT:
            ask.remove("annotations")
        elif isinstance(places, list):
            ask += ["annotations[0].as_dict()", "annotations[0].type", "annotations[0].polys", "annotations[0].categories"]
            ask += ["annotations[0].annotations", "annotations[0].bounding_poly", "annotations[0].page_number_array"]
        for name, jobs in (("JOB", pdf_jobs()), ("NER", entities)):
            annotation = found(annotations=places) if name == "JOB" else entity(annotations=places)
            cases.append(case(
                f"{'objects' if name == 'JOB' else 'entities'} in a PDF, {what}", "PDF", jobs,
                {name: {"annotations": [annotation]}}, ask=[f'jobs["{name}"].annotations[0].{path}' for path in ask],
            ))
    return cases


def places_elsewhere() -> list[dict]:
    """Places where there are no pages: they stay as they stand, if they are a list."""
    cases = []
    tasks = {
        "NAMED_ENTITIES_RELATION": "TEXT",
        "OBJECT_RELATION": "IMAGE",
        "NAMED_ENTITIES_RECOGNITION": "TEXT",
        "OBJECT_DETECTION": "IMAGE",
        "CLASSIFICATION": "PDF",
    }
    for (task, input_type), what in ((pair, what) for pair in tasks.items() for what in PLACES):
        if PLACES[what] and what not in ("null", "a number", "a text", "an object", "a place that is wrong", "places in places"):
            continue
        jobs = {"JOB": job(task, 1, tools=["rectangle"], **classes("radio", "A"))}
        annotation = {"mid": "m", "categories": [{"name": "A"}], "annotations": PLACES[what]}
        for noun in ("Entities", "Objects"):
            annotation |= {f"start{noun}": [{"mid": "a", "more": 1}], f"end{noun}": []}
        paths = ["as_dict()", "annotations", "polys", "page_number_array", "mid"]
        cases.append(case(
            f"{task} in {input_type}, {what}", input_type, jobs, {"JOB": {"annotations": [annotation]}},
            ask=[f'jobs["JOB"].annotations[0].{path}' for path in paths],
        ))
    return cases


def pdf_objects_changed() -> list[dict]:
    cases = []
    answer = {"JOB": {"annotations": [found(), found(pdf_place(3, [TRIANGLE]), type="polygon", mid="polygon"), {"mid": "bare"}]}}
    box, polygon, bare = (f'jobs["JOB"].annotations[{i}]' for i in range(3))
    for what, steps in {
        "add one": [call('jobs["JOB"].add_annotation', found(mid="new"))],
        "add a polygon": [call('jobs["JOB"].add_annotation', found(pdf_place(1, [TRIANGLE]), type="polygon"))],
        "another class": [call(f"{bare}.add_category", "B", 5)],
        "a second class": [call(f"{box}.add_category", "B")],
        "score": [put(f"{box}.score", 50), put(f"{polygon}.score", 51)],
        "mid": [put(f"{box}.mid", "renamed")],
        "children": [put(f"{box}.children", {"CHILD": {"text": "set"}})],
        "another place": [call(f"{box}.annotations.add_annotation", pdf_place(9))],
        "another place of a polygon": [call(f"{polygon}.annotations.add_annotation", pdf_place(9, [TRIANGLE]))],
        "mid of a place": [put(f"{polygon}.annotations[0].mid", "place")],
        "a class of a place": [call(f"{box}.annotations[0].add_category", "C")],
        "an outline of a place": [call(f"{polygon}.annotations[0].bounding_poly.add_bounding_poly", {"normalizedVertices": [BOX]})],
        "vertices of a place": [put(f"{polygon}.annotations[0].bounding_poly[0].normalized_vertices", [LINE])],
        "flat vertices of a place": [put(f"{polygon}.annotations[0].bounding_poly[0].normalized_vertices", LINE)],
        "an outline": [call(f"{bare}.add_bounding_poly", {"normalizedVertices": [BOX]})],
        "a flat outline": [call(f"{bare}.add_bounding_poly", {"normalizedVertices": TRIANGLE})],
        "an outline of a polygon": [call(f"{polygon}.add_bounding_poly", {"normalizedVertices": [TRIANGLE]})],
        "an outline of two vertices": [call(f"{polygon}.add_bounding_poly", {"normalizedVertices": [LINE[:2]]})],
        "pages": [put(f"{box}.annotations[0].page_number_array", [1])],
        "type": [put(f"{box}.type", "polygon")],
        "point": [put(f"{box}.point", BOX[0])],
        "point of a polygon": [put(f"{polygon}.point", BOX[0])],
        "polyline": [put(f"{bare}.polyline", LINE)],
        "content": [put(f"{box}.content", "x")],
    }.items():
        ask = [f"{path}.as_dict()" for path in (box, polygon, bare)] + [f"{box}.annotations", f"{polygon}.annotations"]
        cases.append(case(f"change an object in a PDF: {what}", "PDF", pdf_jobs(), answer, steps=steps, ask=ask))
    strange = {"JOB": {"annotations": [found(annotations={}), found({**pdf_place(), "categories": [{"name": "A", "confidence": None}]})]}}
    for what, steps in {
        "a place where there is an empty object": [call(f"{box}.annotations.add_annotation", pdf_place(9))],
        "a class without confidence": [put(f"{polygon}.annotations[0].mid", "place")],
    }.items():
        cases.append(case(f"change an object in a PDF: {what}", "PDF", pdf_jobs(), strange, steps=steps, ask=[f"{polygon}.as_dict()"]))
    return cases


def rings_changed() -> list[dict]:
    cases = []
    rings = {
        "flat": BOX,
        "flat of three vertices": TRIANGLE,
        "no vertices": [],
        "one ring": [BOX],
        "rings of three vertices": [TRIANGLE, TRIANGLE],
        "a second ring of two vertices": [BOX, BOX[:2]],
        "an empty ring": [[]],
    }
    for (what, value), tool in ((pair, tool) for pair in rings.items() for tool in ("rectangle", "polygon", "semantic")):
        answer = {"JOB": {"annotations": [drawn(tool)]}}
        outline = 'jobs["JOB"].annotations[0].bounding_poly[0]'
        for input_type in ("IMAGE", "PDF"):
            cases.append(case(
                f"new vertices of a {tool} in {input_type}: {what}", input_type, pdf_jobs(), answer,
                steps=[put(f"{outline}.normalized_vertices", value)], ask=[f"{outline}.normalized_vertices"],
            ))
    return cases


def files() -> list[dict]:
    cases = []
    answers = {
        "no answer": {},
        "empty answer": {"JOB": {}},
        "a file": {"JOB": {"fileId": "file-1", "fileName": "plan.pdf", "fileMimeType": "application/pdf"}},
        "little said": {"JOB": {"fileId": "file-1", "more": [1]}},
        "nulls": {"JOB": {"fileId": None, "fileName": None, "fileMimeType": None}},
        "annotations": {"JOB": {"fileId": "file-1", "annotations": []}},
        "categories": {"JOB": {"categories": [{"name": "A"}]}},
    }
    for required in (0, 1):
        jobs = {"JOB": job("FILE", required, content={"input": "file"}), "OTHER": job("TRANSCRIPTION", 0)}
        for what, response in answers.items():
            cases.append(case(f"a file, required {required}, {what}", "IMAGE", jobs, response))
    jobs = {"JOB": job("FILE", 0)}
    cases.append(case("a file, in a video", "VIDEO", jobs, {"0": answers["a file"], "1": {}}))
    silent = {"JOB": {"mlTask": "FILE", "isChild": False}}
    cases.append(case("a file, an interface that does not say what is required", "IMAGE", silent, {"JOB": {"fileId": "file-1"}}))
    add = 'jobs["JOB"].add_annotation'
    cases.append(case("a file, an annotation is added", "IMAGE", jobs, {}, steps=[call(add, {"mid": "m"}), call('jobs["JOB"].add_category', "A")]))
    return cases
