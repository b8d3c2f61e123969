"""Labels that are built and changed step by step, and what is refused."""

from typing import Any

from case_definitions import BOX, LINE, TRIANGLE, case, classes, detection, drawn, entity, job, nested_jobs, pdf_place


def call(path: str, *args: Any, **kwargs: Any) -> dict:
    step: dict = {"call": path}
    if args:
        step["args"] = list(args)
    if kwargs:
        step["kwargs"] = kwargs
    return step


def put(path: str, value: Any) -> dict:
    return {"set": path, "value": value}


def changes() -> list[dict]:
    return (
        classes_chosen() + texts_set() + objects_drawn() + outlines_changed() + entities_marked()
        + relations_made() + videos_changed() + children_set()
    )


def classes_chosen() -> list[dict]:
    cases = []
    for input_ in ("radio", "singleDropdown", "checkbox", "multipleDropdown"):
        jobs = {"JOB": job("CLASSIFICATION", 1, **classes(input_, "A", "B", "C"))}
        add = 'jobs["JOB"].add_category'
        for what, steps in {
            "one": [call(add, "A")],
            "one with confidence": [call(add, "A", 42)],
            "by name": [call(add, name="B", confidence=0.25)],
            "two": [call(add, "A"), call(add, "B")],
            "all and one more": [call(add, "A"), call(add, "B"), call(add, "C"), call(add, "A")],
            "twice the same": [call(add, "A"), call(add, "A")],
            "unknown": [call(add, "Z")],
            "by the name that people read": [call(add, "Category a")],
            "no text": [call(add, 5)],
            "a confidence that is text": [call(add, "A", "high")],
            "nothing": [call(add)],
            "too much": [call(add, "A", 1, 2)],
            "an unknown argument": [call(add, "A", colour="red")],
        }.items():
            cases.append(case(f"{input_}: add {what}", "IMAGE", jobs, {}, steps=steps))
    jobs = {"JOB": job("CLASSIFICATION", 1, **classes("checkbox", "A", "B", "C"))}
    category = 'jobs["JOB"].categories[0]'
    answer = {"JOB": {"categories": [{"name": "A"}]}}
    for what, steps in {
        "name": [put(f"{category}.name", "B")],
        "unknown name": [put(f"{category}.name", "Z")],
        "name for people": [put(f"{category}.display_name", "Category c")],
        "unknown name for people": [put(f"{category}.display_name", "C")],
        "confidence": [put(f"{category}.confidence", 12.5)],
        "confidence that is text": [put(f"{category}.confidence", "1")],
        "name that is a number": [put(f"{category}.name", 1)],
        "children": [put(f"{category}.children", {})],
        "children that are a list": [put(f"{category}.children", [])],
        "one through the list": [call('jobs["JOB"].categories.add_category', "B", 3)],
        "one through the list, by name": [call('jobs["JOB"].categories.add_category', name="C", confidence=None, children=None)],
        "one through the list that is there": [call('jobs["JOB"].categories.add_category', "A")],
        "an attribute that cannot be set": [put('jobs["JOB"].categories', [])],
        "an attribute that is none": [call('jobs["JOB"].add_classes', "A")],
    }.items():
        cases.append(case(f"change a category: {what}", "IMAGE", jobs, answer, steps=steps))
    same = {"JOB": job("CLASSIFICATION", 1, **classes("checkbox", "A", "B"))}
    same["JOB"]["content"]["categories"]["B"]["name"] = "Category a"
    cases.append(case("two classes that read alike", "IMAGE", same, answer, steps=[put(f"{category}.display_name", "Category a"), put(f"{category}.name", "B")]))
    for task in ("TRANSCRIPTION", "OBJECT_DETECTION", "NAMED_ENTITIES_RECOGNITION"):
        other = {"JOB": job(task, 0, tools=["rectangle"], **classes("radio", "A"))}
        cases.append(case(f"add a category to the task {task}", "IMAGE", other, {}, steps=[call('jobs["JOB"].add_category', "A")]))
    return cases


def texts_set() -> list[dict]:
    cases = []
    texts = [
        "some text", "", "42", "007", "-1", "3.5", "1e3", " 5", "2023-02-28", "2023-02-29", "2024-02-29", "2023-1-5",
        "2023-13-01", "23-01-01", "2023/01/01", "2023-01-01T00:00:00", "0000-01-01", "2023-01-001", "20230101", 5, None,
    ]
    for input_ in ("textField", "date", "number"):
        jobs = {"JOB": job("TRANSCRIPTION", 1, content={"input": input_})}
        for text in texts:
            cases.append(case(f"{input_}: set text {text!r}", "TEXT", jobs, {"JOB": {"text": "before"}}, steps=[put('jobs["JOB"].text', text)], ask=['jobs["JOB"].text']))
    jobs = {"JOB": job("TRANSCRIPTION", 1)}
    cases.append(case("set a text, no content in the interface", "TEXT", jobs, {}, steps=[put('jobs["JOB"].text', "t")]))
    jobs = {"JOB": job("CLASSIFICATION", 0, **classes("radio", "A"))}
    cases.append(case("set the text of a classification", "TEXT", jobs, {}, steps=[put('jobs["JOB"].text', "t")]))
    return cases


def objects_drawn() -> list[dict]:
    cases = []
    jobs = {"JOB": detection("rectangle", "polygon", "marker", "polyline", "semantic"), "CLASS": job("CLASSIFICATION", 0, **classes("radio", "A"))}
    add = 'jobs["JOB"].add_annotation'
    for what, steps in {
        "one": [call(add, drawn("rectangle"))],
        "several": [call(add, drawn(tool)) for tool in ("rectangle", "polygon", "marker", "polyline", "semantic")],
        "by name": [call(add, annotation_dict=drawn("marker"))],
        "through the list": [call(add, drawn("marker")), call('jobs["JOB"].annotations.add_annotation', drawn("polygon"))],
        "another tool": [call(add, drawn("pose"))],
        "an unknown class": [call(add, drawn("rectangle", categories=[{"name": "Z"}]))],
        "a box of three vertices": [call(add, drawn("rectangle", boundingPoly=[{"normalizedVertices": TRIANGLE}])), call(add, drawn("marker"))],
        "an empty one": [call(add, {})],
        "no object": [call(add, "text")],
        "a list": [call(add, [])],
        "to a classification": [call('jobs["CLASS"].add_annotation', drawn("rectangle"))],
        "to a job that is none": [call('jobs["NOPE"].add_annotation', drawn("rectangle"))],
    }.items():
        cases.append(case(f"add an object: {what}", "IMAGE", jobs, {}, steps=steps))
    answer = {"JOB": {"annotations": [drawn("rectangle"), drawn("polyline"), drawn("marker")]}}
    box, line, point = (f'jobs["JOB"].annotations[{i}]' for i in range(3))
    for what, steps in {
        "mid": [put(f"{box}.mid", "new")],
        "empty mid": [put(f"{box}.mid", "")],
        "mid that is a number": [put(f"{box}.mid", 3)],
        "score": [put(f"{box}.score", 100)],
        "score that is too high": [put(f"{box}.score", 101)],
        "negative score": [put(f"{box}.score", -1)],
        "score that is no integer": [put(f"{box}.score", 1.5)],
        "score of a marker": [put(f"{point}.score", 1)],
        "point": [put(f"{point}.point", {"x": 0.75, "y": 0.5})],
        "point that is text": [put(f"{point}.point", "x")],
        "point of a box": [put(f"{box}.point", {"x": 0.75, "y": 0.5})],
        "polyline": [put(f"{line}.polyline", BOX)],
        "polyline that is none": [put(f"{line}.polyline", [1])],
        "polyline of a marker": [put(f"{point}.polyline", LINE)],
        "type": [put(f"{box}.type", "polygon")],
        "outlines": [put(f"{box}.bounding_poly", [])],
        "second class": [call(f"{box}.add_category", "B")],
        "content of a box": [put(f"{box}.content", "x")],
        "children": [put(f"{box}.children", {})],
        "children that are none": [put(f"{box}.children", "x")],
        "start objects": [put(f"{box}.start_objects", [])],
    }.items():
        cases.append(case(f"change an object: {what}", "IMAGE", jobs, answer, steps=steps))
    several = {"JOB": detection("rectangle", input_="checkbox")}
    for what, steps in {
        "second class": [call(f"{box}.add_category", "B", 7)],
        "class that is there": [call(f"{box}.add_category", "A")],
        "unknown class": [call(f"{box}.add_category", "Z")],
    }.items():
        cases.append(case(f"an object of several classes: {what}", "IMAGE", several, {"JOB": {"annotations": [drawn("rectangle")]}}, steps=steps))
    bare = {"JOB": {"annotations": [{"type": "rectangle"}]}}
    cases.append(case("a class for an object without", "IMAGE", several, bare, steps=[call(f"{box}.add_category", "B")]))
    return cases


def outlines_changed() -> list[dict]:
    cases = []
    jobs = {"JOB": detection("rectangle", "polygon", "semantic", "polyline", "marker")}
    answer = {"JOB": {"annotations": [drawn("rectangle"), drawn("polygon"), drawn("semantic"), {"type": "semantic"}, {"mid": "m"}]}}
    box, polygon, mask, bare, silent = (f'jobs["JOB"].annotations[{i}]' for i in range(5))
    for what, steps in {
        "a second outline": [call(f"{mask}.add_bounding_poly", {"normalizedVertices": BOX})],
        "a first outline": [call(f"{bare}.add_bounding_poly", {"normalizedVertices": TRIANGLE})],
        "an outline of a box": [call(f"{box}.add_bounding_poly", {"normalizedVertices": BOX})],
        "a box of three vertices": [call(f"{box}.add_bounding_poly", {"normalizedVertices": TRIANGLE})],
        "a polygon of two vertices": [call(f"{polygon}.add_bounding_poly", {"normalizedVertices": LINE[:2]})],
        "an outline without a tool": [call(f"{silent}.add_bounding_poly", {"normalizedVertices": BOX})],
        "through the list": [call(f"{polygon}.bounding_poly.add_bounding_poly", {"normalizedVertices": LINE})],
        "an outline without vertices": [call(f"{polygon}.add_bounding_poly", {})],
        "an outline of other members": [call(f"{polygon}.add_bounding_poly", {"vertices": BOX})],
        "text": [call(f"{polygon}.add_bounding_poly", "x")],
        "vertices that are null": [call(f"{polygon}.add_bounding_poly", {"normalizedVertices": None})],
        "new vertices": [put(f"{polygon}.bounding_poly[0].normalized_vertices", LINE)],
        "new vertices of a box": [put(f"{box}.bounding_poly[0].normalized_vertices", BOX[::-1])],
        "too few vertices of a box": [put(f"{box}.bounding_poly[0].normalized_vertices", TRIANGLE)],
        "too few vertices of a polygon": [put(f"{polygon}.bounding_poly[0].normalized_vertices", LINE[:2])],
        "vertices that are text": [put(f"{polygon}.bounding_poly[0].normalized_vertices", "x")],
        "rings": [put(f"{polygon}.bounding_poly[0].normalized_vertices", [BOX, BOX, BOX])],
    }.items():
        cases.append(case(f"change outlines: {what}", "IMAGE", jobs, answer, steps=steps, ask=[f"{path}.as_dict()" for path in (box, polygon, mask, bare)]))
    return cases


def entities_marked() -> list[dict]:
    cases = []
    jobs = {"NER": job("NAMED_ENTITIES_RECOGNITION", 1, **classes("radio", "A", "B"))}
    first = 'jobs["NER"].annotations[0]'
    for what, steps in {
        "add": [call('jobs["NER"].add_annotation', entity(mid="second"))],
        "add one of an unknown class": [call('jobs["NER"].add_annotation', entity(categories=[{"name": "Z"}]))],
        "add one with a tool": [call('jobs["NER"].add_annotation', entity(type="rectangle"))],
        "content": [put(f"{first}.content", "changed")],
        "content that is a number": [put(f"{first}.content", 1)],
        "offsets": [put(f"{first}.begin_offset", 0), put(f"{first}.end_offset", 7)],
        "negative offsets": [put(f"{first}.begin_offset", -1), put(f"{first}.end_offset", -7)],
        "offsets that are no integers": [put(f"{first}.begin_offset", 1.5), put(f"{first}.end_offset", "7")],
        "mid": [put(f"{first}.mid", "other")],
        "second class": [call(f"{first}.add_category", "B")],
        "score": [put(f"{first}.score", 5)],
        "outline": [call(f"{first}.add_bounding_poly", {"normalizedVertices": [BOX]})],
    }.items():
        cases.append(case(f"change an entity: {what}", "TEXT", jobs, {"NER": {"annotations": [entity()]}}, steps=steps))
    bare = {"NER": {"annotations": [{"content": "c"}]}}
    cases.append(case("a class for an entity without", "TEXT", jobs, bare, steps=[call(f"{first}.add_category", "B", 50)]))
    pdf = {"NER": {"annotations": [{**pdf_place(), "categories": [{"name": "A"}], "content": "c"}]}}
    for what, steps in {
        "another outline": [call(f"{first}.add_bounding_poly", {"normalizedVertices": [TRIANGLE]})],
        "a flat outline": [call(f"{first}.add_bounding_poly", {"normalizedVertices": TRIANGLE})],
        "new rings": [put(f"{first}.bounding_poly[0].normalized_vertices", [LINE])],
        "content": [put(f"{first}.content", "new")],
        "page numbers": [put(f"{first}.page_number_array", [1])],
    }.items():
        cases.append(case(f"change an entity in a PDF: {what}", "PDF", jobs, pdf, steps=steps))
    return cases


def relations_made() -> list[dict]:
    cases = []
    for task, noun, name in (("NAMED_ENTITIES_RELATION", "Entities", "entities"), ("OBJECT_RELATION", "Objects", "objects")):
        jobs = {"REL": job(task, 0, **classes("radio", "A", "B"))}
        relation = {"mid": "r", "categories": [{"name": "A"}], f"start{noun}": [{"mid": "m1"}], f"end{noun}": [{"mid": "m2"}]}
        first = 'jobs["REL"].annotations[0]'
        for what, steps in {
            "add": [call('jobs["REL"].add_annotation', relation)],
            "new ends": [put(f"{first}.start_{name}", [{"mid": "a"}, {"mid": "b"}]), put(f"{first}.end_{name}", [])],
            "ends that are texts": [put(f"{first}.start_{name}", ["a"])],
            "ends that are a text": [put(f"{first}.end_{name}", "a")],
            "ends whose mid is a number": [put(f"{first}.end_{name}", [{"mid": 1}])],
            "ends of the other kind": [put(f"{first}.start_{'objects' if name == 'entities' else 'entities'}", [])],
            "an outline": [call(f"{first}.add_bounding_poly", {"normalizedVertices": [BOX]})],
        }.items():
            cases.append(case(f"change a relation of {name}: {what}", "TEXT", jobs, {"REL": {"annotations": [relation]}}, steps=steps))
    return cases


def videos_changed() -> list[dict]:
    cases = []
    jobs = {"BOXES": detection("rectangle"), "CLASS": job("CLASSIFICATION", 1, **classes("radio", "A", "B"))}
    answer = {"0": {"BOXES": {"annotations": [drawn("rectangle", isKeyFrame=True)]}}, "1": {}}
    for what, steps in {
        "a class at a frame": [call('jobs["CLASS"].frames[1].add_category', "A", 5)],
        "an object at a frame": [call('jobs["BOXES"].frames[1].add_annotation', drawn("rectangle"))],
        "a frame that is not there": [call('jobs["CLASS"].frames[2].add_category', "A")],
        "without a frame": [call('jobs["CLASS"].add_category', "A")],
        "two classes at a frame": [call('jobs["CLASS"].frames[0].add_category', "A"), call('jobs["CLASS"].frames[0].add_category', "B")],
        "mid of a box": [put('jobs["BOXES"].frames[0].annotations[0].mid', "m")],
        "key frame": [put('jobs["BOXES"].frames[0].annotations[0].is_key_frame', False)],
    }.items():
        cases.append(case(f"change a video: {what}", "VIDEO", jobs, answer, steps=steps))
    return cases


def children_set() -> list[dict]:
    cases = []
    category = 'jobs["ROOT"].categories[0]'
    answer = {"ROOT": {"categories": [{"name": "A"}]}}
    sub = {"SUB": {"categories": [{"name": "X"}]}, "NOTE": {"text": "n"}}
    for what, steps in {
        "of a category": [put(f"{category}.children", sub)],
        "of a category, none": [put(f"{category}.children", {})],
        "of a category, unknown job": [put(f"{category}.children", {"NOPE": {}})],
        "of a category, wrong class": [put(f"{category}.children", {"SUB": {"categories": [{"name": "A"}]}})],
        "of a category, then a class below": [put(f"{category}.children", {"NOTE": {"text": "t"}}), call(f'{category}.children["SUB"].add_category', "Y", 1)],
        "of a category, then a text below": [put(f"{category}.children", {}), put(f'{category}.children["NOTE"].text', "written")],
        "of the answer": [put('jobs["ROOT"].children', sub)],
        "of the answer that are a list": [put('jobs["ROOT"].children', [])],
        "of a new category": [call('jobs["ROOT"].categories.add_category', "B", None, {"MANY": {"categories": [{"name": "N"}]}})],
        "of a new category that are a list": [call('jobs["ROOT"].categories.add_category', "B", children=["x"])],
    }.items():
        cases.append(case(f"set children: {what}", "IMAGE", nested_jobs(), answer, steps=steps))
    jobs = {"JOB": detection("rectangle"), "NOTE": job("TRANSCRIPTION", 0, True, content={"input": "textField"})}
    jobs["JOB"]["content"]["categories"]["A"]["children"] = ["NOTE"]
    box = 'jobs["JOB"].annotations[0]'
    for what, steps in {
        "of an object": [put(f"{box}.children", {"NOTE": {"text": "below"}})],
        "of an object, then a text": [put(f"{box}.children", {}), put(f'{box}.children["NOTE"].text', "written")],
        "of an object, unknown job": [put(f"{box}.children", {"NOPE": {}})],
        "of an object, not its child": [put(f"{box}.children", {"JOB": {"annotations": []}})],
    }.items():
        cases.append(case(f"set children: {what}", "IMAGE", jobs, {"JOB": {"annotations": [drawn("rectangle")]}}, steps=steps))
    return cases
