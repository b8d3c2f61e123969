"""The labels of which record_cases.py records the behaviour, by group."""

import itertools
from typing import Any, Optional

BOX = [{"x": 0.1, "y": 0.7}, {"x": 0.1, "y": 0.2}, {"x": 0.55, "y": 0.2}, {"x": 0.55, "y": 0.7}]
TRIANGLE = [{"x": 0, "y": 0}, {"x": 1, "y": 0}, {"x": 0.5, "y": 0.75}]
LINE = [{"x": 0.25, "y": 0.1}, {"x": 0.3, "y": 1}, {"x": 1.0, "y": 0.0}]
TOOLS = ["rectangle", "polygon", "semantic", "marker", "vector", "polyline", "pose", "range"]
INPUTS = ["radio", "singleDropdown", "checkbox", "multipleDropdown"]


def job(task: str, required: int = 0, child: bool = False, **more: Any) -> dict:
    return {
        "mlTask": task,
        "required": required,
        "isChild": child,
        "instruction": f"do {task.lower()}",
        **more,
    }


def classes(input_: Optional[str], *names: str, children: Optional[dict] = None) -> dict:
    """The content of a job: classes with names for people, some of which open other jobs."""
    content: dict = {
        "categories": {
            name: {"name": f"Category {name.lower()}", "children": (children or {}).get(name, [])}
            for name in names
        }
    }
    if input_ is not None:
        content["input"] = input_
    return {"content": content}


def detection(*tools: str, required: int = 0, input_: str = "radio", **more: Any) -> dict:
    return job(
        "OBJECT_DETECTION", required, tools=list(tools), **classes(input_, "A", "B", "C"), **more
    )


def case(name: str, input_type: str, jobs: dict, response: Any, **more: Any) -> dict:
    return {
        "name": name,
        "input_type": input_type,
        "json_interface": {"jobs": jobs},
        "label": {"id": "label-1", "jsonResponse": response},
        **more,
    }


# Classifications -------------------------------------------------------------------------------------------------


def classifications() -> list[dict]:
    cases = []
    answers = {
        "no answer": {},
        "empty answer": {"JOB": {}},
        "no category": {"JOB": {"categories": []}},
        "one category": {"JOB": {"categories": [{"name": "A"}]}},
        "with confidence": {"JOB": {"categories": [{"name": "B", "confidence": 87}]}},
        "two categories": {"JOB": {"categories": [{"name": "A", "confidence": 0.5}, {"name": "C"}]}},
        "all categories": {"JOB": {"categories": [{"name": name} for name in "CAB"]}},
        "too many": {"JOB": {"categories": [{"name": name} for name in "ABCA"]}},
        "unknown category": {"JOB": {"categories": [{"name": "Z"}]}},
        "twice the same": {"JOB": {"categories": [{"name": "A"}, {"name": "A"}]}},
    }
    for input_, required in itertools.product(INPUTS, (0, 1)):
        jobs = {"JOB": job("CLASSIFICATION", required, **classes(input_, "A", "B", "C"))}
        for what, response in answers.items():
            cases.append(case(f"{input_}, required {required}, {what}", "IMAGE", jobs, response))
    for input_type in ("TEXT", "PDF", "GEOSPATIAL", "LLM_STATIC", "AUDIO"):
        jobs = {"JOB": job("CLASSIFICATION", 1, **classes("radio", "A", "B"))}
        cases.append(case(f"in {input_type}", input_type, jobs, answers["one category"]))
    jobs = {"JOB": job("CLASSIFICATION", **classes("checkbox", "A", "B"))}
    response = {"JOB": {"categories": [{"name": "A"}], "isKeyFrame": True, "extra": [1, {"a": None}]}}
    cases.append(case("key frame and unknown members", "IMAGE", jobs, response))
    jobs = {"JOB": job("CLASSIFICATION", **classes(None, "A", "B"))}
    cases.append(case("no input in the interface", "IMAGE", jobs, answers["no answer"]))
    cases.append(case("a category, no input in the interface", "IMAGE", jobs, answers["one category"]))
    return cases + nested_classifications()


def nested_jobs() -> dict:
    return {
        "ROOT": job("CLASSIFICATION", 1, **classes("checkbox", "A", "B", "C", children={"A": ["SUB", "NOTE"], "B": ["MANY"]})),
        "SUB": job("CLASSIFICATION", 0, True, **classes("radio", "X", "Y", children={"X": ["DEEP"]})),
        "NOTE": job("TRANSCRIPTION", 1, True, content={"input": "textField"}),
        "MANY": job("CLASSIFICATION", 1, True, **classes("multipleDropdown", "M", "N")),
        "DEEP": job("CLASSIFICATION", 1, True, **classes("singleDropdown", "P", "Q")),
        "OTHER": job("TRANSCRIPTION", 0, True, content={"input": "textField"}),
    }


def nested_classifications() -> list[dict]:
    deep = {"DEEP": {"categories": [{"name": "P", "confidence": 1}]}}
    sub = {"SUB": {"categories": [{"name": "X", "children": deep}]}, "NOTE": {"text": "a note"}}
    answers = {
        "one level": [{"name": "B", "children": {"MANY": {"categories": [{"name": "M"}, {"name": "N"}]}}}],
        "two levels": [{"name": "A", "confidence": 3.25, "children": sub}],
        "two parents": [{"name": "A", "children": sub}, {"name": "B", "children": {"MANY": {"categories": []}}}],
        "empty children": [{"name": "A", "children": {}}],
        "null children and confidence": [{"name": "A", "children": None, "confidence": None}],
        "children of another class": [{"name": "C", "children": {"NOTE": {"text": "kept"}}}],
        "job that is no child of it": [{"name": "A", "children": {"OTHER": {"text": "dropped"}}}],
        "unknown job": [{"name": "A", "children": {"NOPE": {"text": "x"}}}],
        "unknown category below": [{"name": "A", "children": {"SUB": {"categories": [{"name": "A"}]}}}],
        "two categories below": [{"name": "A", "children": {"SUB": {"categories": [{"name": "X"}, {"name": "Y"}]}}}],
    }
    cases = [
        case(f"nested, {what}", "IMAGE", nested_jobs(), {"ROOT": {"categories": categories}})
        for what, categories in answers.items()
    ]
    response = {"ROOT": {"categories": [{"name": "A"}], "children": sub}}
    cases.append(case("nested, below the answer itself", "TEXT", nested_jobs(), response))
    for children in ({}, {"NOTE": {"text": "of the answer"}}):
        response = {"ROOT": {"categories": [{"name": "A"}], "children": children}}
        cases.append(case(f"nested, children {children} of the answer", "TEXT", nested_jobs(), response))
    response = {"ROOT": {"categories": [{"name": "C"}]}, "NOTE": {"text": "at the top"}}
    cases.append(case("a child job answered at the top", "IMAGE", nested_jobs(), response))
    return cases


# Transcriptions --------------------------------------------------------------------------------------------------


def transcriptions() -> list[dict]:
    cases = []
    answers: dict = {
        "no answer": {},
        "empty answer": {"JOB": {}},
        "text": {"JOB": {"text": "Some text, äöü 漢字 \U0001f600"}},
        "empty text": {"JOB": {"text": ""}},
        "number": {"JOB": {"text": "42"}},
        "unknown members": {"JOB": {"text": "t", "more": {"b": 1.0, "a": [True]}}},
        "annotations": {"JOB": {"text": "t", "annotations": []}},
    }
    for input_, required in itertools.product(("textField", "date", "number"), (0, 1)):
        jobs = {"JOB": job("TRANSCRIPTION", required, content={"input": input_})}
        for what, response in answers.items():
            cases.append(case(f"{input_}, required {required}, {what}", "TEXT", jobs, response))
    jobs = {"JOB": job("TRANSCRIPTION")}
    cases.append(case("no content in the interface", "PDF", jobs, answers["text"]))
    cases.append(case("categories where the interface has none", "PDF", jobs, {"JOB": {"categories": [{"name": "A"}]}}))
    return cases


# Entities --------------------------------------------------------------------------------------------------------


def entity(**more: Any) -> dict:
    return {
        "beginOffset": 3, "endOffset": 9, "content": "entity", "mid": "mid-1",
        "categories": [{"name": "A", "confidence": 100}], **more,
    }


def entities() -> list[dict]:
    ner = job("NAMED_ENTITIES_RECOGNITION", 1, **classes("radio", "A", "B", children={"A": ["CHILD"]}))
    child = job("CLASSIFICATION", 0, True, **classes("radio", "X", "Y"))
    jobs = {"NER": ner, "CHILD": child}
    without = entity()
    del without["content"], without["mid"], without["categories"]
    answers = {
        "no answer": {},
        "no annotations": {"NER": {"annotations": []}},
        "one": {"NER": {"annotations": [entity()]}},
        "two": {"NER": {"annotations": [entity(), entity(mid="mid-2", beginOffset=0, categories=[{"name": "B"}])]}},
        "little said": {"NER": {"annotations": [without, {}]}},
        "empty children": {"NER": {"annotations": [entity(children={})]}},
        "children": {"NER": {"annotations": [entity(children={"CHILD": {"categories": [{"name": "X"}]}})]}},
        "unknown category": {"NER": {"annotations": [entity(categories=[{"name": "Z"}])]}},
        "two categories": {"NER": {"annotations": [entity(categories=[{"name": "A"}, {"name": "B"}])]}},
        "no category": {"NER": {"annotations": [entity(categories=[])]}},
        "unknown members": {"NER": {"annotations": [entity(isPrediction=True, more={"z": [None, 1.5]})]}},
        "a tool": {"NER": {"annotations": [entity(type="rectangle")]}},
        "job is a child of another": {"NER": {"annotations": [entity(children={"CHILD": {}})]}},
    }
    cases = [case(f"entities, {what}", "TEXT", jobs, response) for what, response in answers.items()]
    optional = {"NER": {**ner, "required": 0}, "CHILD": child}
    cases += [case(f"optional entities, {what}", "TEXT", optional, answers[what]) for what in ("no answer", "one", "little said")]
    many = {"NER": job("NAMED_ENTITIES_RECOGNITION", 0, **classes("checkbox", "A", "B"))}
    cases.append(case("entities of several classes", "TEXT", many, answers["two categories"]))
    with_tools = {"NER": {**ner, "tools": ["rectangle"]}, "CHILD": child}
    cases.append(case("entities with a tool that the job has", "TEXT", with_tools, answers["a tool"]))
    return cases + pdf_entities()


def pdf_place(page: int = 0, rings: Optional[list] = None) -> dict:
    return {
        "boundingPoly": [{"normalizedVertices": rings or [BOX]}],
        "pageNumberArray": [page],
        "polys": [{"normalizedVertices": rings or [BOX]}],
    }


def pdf_entities() -> list[dict]:
    jobs = {"NER": job("NAMED_ENTITIES_RECOGNITION", 1, **classes("radio", "A", "B"))}
    full = {
        "annotations": [pdf_place(0), pdf_place(2)], "content": "an entity", "mid": "m1",
        "categories": [{"name": "B"}], "beginId": "1", "endId": "4", "children": {},
    }
    flat = {**pdf_place(1), "categories": [{"name": "A"}], "content": "flat", "mid": "m2"}
    answers = {
        "full": [full],
        "flat": [flat],
        "both": [full, flat],
        "two rings": [{**full, "annotations": [pdf_place(0, [BOX, TRIANGLE])]}],
        "no places": [{**full, "annotations": []}],
        "nothing": [{}],
        "empty outlines": [{**full, "boundingPoly": [], "polys": [], "pageNumberArray": []}],
        "place with a class": [{**full, "annotations": [{**pdf_place(), "categories": [{"name": "A"}], "mid": "p1", "content": "x"}]}],
        "unknown class in a place": [{**full, "annotations": [{**pdf_place(), "categories": [{"name": "Z"}]}]}],
        "flat outline without a tool": [{**flat, "boundingPoly": [{"normalizedVertices": BOX}]}],
        "outline without rings": [{**flat, "boundingPoly": [{"normalizedVertices": []}]}],
    }
    cases = []
    for what, annotations in answers.items():
        cases.append(case(f"entities in a PDF, {what}", "PDF", jobs, {"NER": {"annotations": annotations}}))
    return cases


# Objects ---------------------------------------------------------------------------------------------------------


def drawn(tool: str, **more: Any) -> dict:
    annotation: dict = {"type": tool, "mid": f"mid-{tool}", "categories": [{"name": "A"}], "children": {}}
    if tool == "marker":
        annotation["point"] = {"x": 0.5, "y": 0}
    elif tool in ("vector", "polyline"):
        annotation["polyline"] = LINE
    elif tool == "pose":
        annotation["kind"] = "POSE_ESTIMATION"
        annotation["points"] = [pose_point("HEAD", 0.25), pose_point("TAIL", 1)]
    elif tool == "polygon":
        annotation["boundingPoly"] = [{"normalizedVertices": TRIANGLE}]
    elif tool == "semantic":
        annotation["boundingPoly"] = [{"normalizedVertices": LINE + BOX}, {"normalizedVertices": TRIANGLE}]
    else:
        annotation["boundingPoly"] = [{"normalizedVertices": BOX}]
    return {**annotation, **more}


def pose_point(code: str, x: float, **more: Any) -> dict:
    return {
        "type": "marker", "point": {"x": x, "y": 0.125}, "code": code, "name": f"The {code.lower()}",
        "jobName": "JOB", "mid": f"mid-{code}", "categories": [{"name": "B"}], "children": {}, **more,
    }


def objects() -> list[dict]:
    cases = []
    child = job("TRANSCRIPTION", 0, True, content={"input": "textField"})
    for tool, input_type in itertools.product(TOOLS, ("IMAGE", "GEOSPATIAL")):
        jobs = {"JOB": detection(tool, required=1, input_="radio"), "CHILD": child}
        jobs["JOB"]["content"]["categories"]["A"]["children"] = ["CHILD"]
        cases.append(case(f"{tool} in {input_type}", input_type, jobs, {"JOB": {"annotations": [drawn(tool)]}}))
        if input_type != "IMAGE":
            continue
        answers = {
            "with score": [drawn(tool, score=77)],
            "with half a score": [drawn(tool, score=0.5)],
            "with null score": [drawn(tool, score=None)],
            "with children": [drawn(tool, children={"CHILD": {"text": "below"}})],
            "two classes": [drawn(tool, categories=[{"name": "A"}, {"name": "B"}])],
            "no classes": [drawn(tool, categories=[])],
            "only its tool": [{"type": tool}],
        }
        for what, annotations in answers.items():
            cases.append(case(f"{tool} {what}", "IMAGE", jobs, {"JOB": {"annotations": annotations}}))
    return cases + more_objects()


def more_objects() -> list[dict]:
    cases = []
    everything = {"JOB": detection(*TOOLS)}
    response = {"JOB": {"annotations": [drawn(tool) for tool in TOOLS[:4]]}}
    cases.append(case("objects of several tools", "IMAGE", everything, response))
    cases.append(case("objects of other tools", "IMAGE", everything, {"JOB": {"annotations": [drawn(tool) for tool in TOOLS[4:]]}}))
    for required in (0, 1):
        jobs = {"JOB": detection("rectangle", required=required)}
        for what, response in {"no answer": {}, "empty answer": {"JOB": {}}, "no objects": {"JOB": {"annotations": []}}}.items():
            cases.append(case(f"objects, required {required}, {what}", "IMAGE", jobs, response))
    several = {"JOB": detection("rectangle", input_="checkbox")}
    cases.append(case("an object of two classes", "IMAGE", several, {"JOB": {"annotations": [drawn("rectangle", categories=[{"name": "C"}, {"name": "A"}])]}}))
    box_only = {"JOB": detection("rectangle", "pose")}
    wrong = {
        "a tool that the job does not have": [drawn("polygon")],
        "a marker in a job of poses": [drawn("marker")],
        "a box of three vertices": [drawn("rectangle", boundingPoly=[{"normalizedVertices": TRIANGLE}])],
        "a box of five vertices": [drawn("rectangle", boundingPoly=[{"normalizedVertices": [*BOX, BOX[0]]}])],
        "a box without vertices": [drawn("rectangle", boundingPoly=[{"normalizedVertices": []}])],
        "a box without outline": [drawn("rectangle", boundingPoly=[])],
        "an outline without vertices": [drawn("rectangle", boundingPoly=[{}])],
        "an outline of numbers": [drawn("rectangle", boundingPoly=[{"normalizedVertices": [1, 2, 3, 4]}])],
        "an outline of text": [drawn("rectangle", boundingPoly=[{"normalizedVertices": "abcd"}])],
        "a null outline": [drawn("rectangle", boundingPoly=[{"normalizedVertices": None}])],
        "outlines that are lists": [drawn("rectangle", boundingPoly=[[{"normalizedVertices": BOX}]])],
        "a vertex of text": [drawn("rectangle", boundingPoly=[{"normalizedVertices": [{"x": "a", "y": 1}, *BOX[1:]]}])],
        "rings in a box": [drawn("rectangle", boundingPoly=[{"normalizedVertices": [BOX, BOX, BOX, BOX]}])],
        "a text among vertices": [drawn("rectangle", boundingPoly=[{"normalizedVertices": [*BOX[:3], "v"]}])],
        "a second outline that is wrong": [drawn("rectangle", boundingPoly=[{"normalizedVertices": BOX}, {"normalizedVertices": TRIANGLE}])],
        "a class that is unknown": [drawn("rectangle"), drawn("rectangle", categories=[{"name": "NO"}])],
        "no tool": [{"mid": "m", "categories": [{"name": "A"}]}],
        "no tool but rings": [{"mid": "m", "boundingPoly": [{"normalizedVertices": [BOX]}]}],
        "no tool and a flat outline": [{"mid": "m", "boundingPoly": [{"normalizedVertices": BOX}]}],
    }
    for what, annotations in wrong.items():
        cases.append(case(f"objects, {what}", "IMAGE", box_only, {"JOB": {"annotations": annotations}}))
    polygon = {"JOB": detection("polygon")}
    cases.append(case("a polygon of two vertices", "IMAGE", polygon, {"JOB": {"annotations": [drawn("polygon", boundingPoly=[{"normalizedVertices": BOX[:2]}])]}}))
    pose = {"JOB": detection("pose", required=1)}
    poses = {
        "no points": drawn("pose", points=[]),
        "points that say little": drawn("pose", points=[{}, {"type": "marker"}]),
        "points with classes": drawn("pose", points=[pose_point("A", 0, categories=[{"name": "A", "confidence": 5}, {"name": "B"}])]),
        "a point of an unknown class": drawn("pose", points=[pose_point("A", 0, categories=[{"name": "Q"}])]),
        "points below a marker": drawn("marker", points=[pose_point("A", 1)], kind="POSE_ESTIMATION"),
    }
    for what, annotation in poses.items():
        cases.append(case(f"a pose, {what}", "IMAGE", pose, {"JOB": {"annotations": [annotation]}}))
    return cases + pose_with_children()


def pose_with_children() -> list[dict]:
    jobs = {"JOB": detection("pose"), "CHILD": job("CLASSIFICATION", 0, True, **classes("radio", "X"))}
    jobs["JOB"]["content"]["categories"]["A"]["points"] = [{"code": "HEAD", "name": "Head", "children": ["CHILD"]}]
    children = {"CHILD": {"categories": [{"name": "X"}]}}
    response = {"JOB": {"annotations": [drawn("pose", points=[pose_point("HEAD", 0.5, children=children)])]}}
    return [case("a pose, jobs below its points", "IMAGE", jobs, response)]


# Relations -------------------------------------------------------------------------------------------------------


def relations() -> list[dict]:
    cases = []
    for task, noun, input_type in (
        ("NAMED_ENTITIES_RELATION", "Entities", "TEXT"),
        ("OBJECT_RELATION", "Objects", "IMAGE"),
    ):
        ends = {f"start{noun}": [{"mid": "m1"}], f"end{noun}": [{"mid": "m2"}, {"mid": "m3"}]}
        answers = {
            "full": [{"mid": "r", "categories": [{"name": "A"}], **ends}],
            "children": [{"mid": "r", "categories": [{"name": "A"}], "children": {"CHILD": {"text": "why"}}, **ends}],
            "nothing": [{}],
            "no ends": [{"mid": "r", f"start{noun}": [], f"end{noun}": []}],
            "the other ends": [{"mid": "r", "startObjects": [{"mid": "a"}], "endEntities": [{"mid": "b"}]}],
            "an outline": [{"mid": "r", "boundingPoly": [{"normalizedVertices": [BOX]}]}],
            "a tool": [{"mid": "r", "type": "rectangle"}],
        }
        jobs = {
            "REL": job(task, 1, **classes("radio", "A", "B", children={"A": ["CHILD"]})),
            "CHILD": job("TRANSCRIPTION", 0, True, content={"input": "textField"}),
        }
        for what, annotations in answers.items():
            cases.append(case(f"{task}, {what}", input_type, jobs, {"REL": {"annotations": annotations}}))
        cases.append(case(f"{task}, no answer", input_type, jobs, {}))
    return cases


# Videos ----------------------------------------------------------------------------------------------------------


def videos() -> list[dict]:
    jobs = {
        "BOXES": detection("rectangle", "polygon", "marker", "polyline"),
        "CLASS": job("CLASSIFICATION", 1, **classes("radio", "A", "B", children={"A": ["NOTE"]})),
        "NOTE": job("TRANSCRIPTION", 0, True, content={"input": "textField"}),
        "WORDS": job("TRANSCRIPTION", 0, content={"input": "textField"}),
    }
    key = {"BOXES": {"annotations": [drawn("rectangle", isKeyFrame=True, score=12)]}}
    between = {"BOXES": {"annotations": [drawn("rectangle", isKeyFrame=False), drawn("marker"), drawn("polyline", isKeyFrame=True)]}}
    chosen = {"CLASS": {"categories": [{"name": "B"}], "isKeyFrame": True}}
    nested = {"CLASS": {"categories": [{"name": "A", "children": {"NOTE": {"text": "n"}}}], "isKeyFrame": False}}
    answers = {
        "no frames": {},
        "an empty frame": {"0": {}},
        "boxes": {"0": key, "1": between, "2": {}},
        "classes": {"0": chosen, "1": nested},
        "texts": {"0": {"WORDS": {"text": "one"}}, "1": {"WORDS": {}}},
        "several jobs": {"0": {**key, **chosen}, "1": {**between, "WORDS": {"text": "w"}}},
        "more than ten frames": {str(i): ({} if i % 3 else chosen) for i in range(12)},
        "frames that do not begin at 0": {"5": key, "7": chosen},
        "counters": {"0": {**key, "ANNOTATION_JOB_COUNTER": {"BOXES": {"A": 1}}, "ANNOTATION_NAMES_JOB": {"mid": "A 1"}}},
        "a job that is unknown": {"0": {"NOPE": {}}},
        "a child job at the top": {"0": {"NOTE": {"text": "dropped"}}},
        "answers without frames": {"CLASS": {"categories": [{"name": "A"}]}},
        "frames and jobs": {"0": chosen, "CLASS": {}},
        "a class that is unknown": {"0": chosen, "1": {"CLASS": {"categories": [{"name": "Z"}]}}},
    }
    cases = [case(f"video, {what}", "VIDEO", jobs, response) for what, response in answers.items()]
    for what in ("boxes", "no frames"):
        cases.append(case(f"legacy video, {what}", "VIDEO_LEGACY", jobs, answers[what]))
    cases.append(case("frames in an image", "IMAGE", jobs, answers["boxes"]))
    return cases


# Labels as a whole -----------------------------------------------------------------------------------------------


def labels() -> list[dict]:
    jobs = {
        "Z_FIRST": job("TRANSCRIPTION", 0, content={"input": "textField"}),
        "CLASS": job("CLASSIFICATION", 1, **classes("radio", "A", "B")),
        "BOXES": detection("rectangle"),
        "A_LAST": job("TRANSCRIPTION", 1, content={"input": "date"}),
    }
    answer = {"CLASS": {"categories": [{"name": "A"}]}, "BOXES": {"annotations": [drawn("rectangle")]}}
    cases = [
        case("several jobs", "IMAGE", jobs, answer),
        case("no job", "IMAGE", {}, {}),
        case("a rotated image", "IMAGE", jobs, {**answer, "ROTATION_JOB": {"rotation": 90}}),
        case("an unknown job", "IMAGE", jobs, {**answer, "NOPE": {}}),
    ]
    plain = case("no answers", "IMAGE", jobs, {})
    del plain["label"]["jsonResponse"]
    record = case("a record with more fields", "TEXT", jobs, answer)
    record["label"] |= {
        "author": {"email": "a@b.c", "id": "user"}, "createdAt": "2023-05-11T15:55:01.134Z", "labelType": "DEFAULT",
        "secondsToLabel": 5, "isLatestLabelForUser": True, "modelName": None, "numbers": [1, 1.0, 1e-7, -3],
    }
    record["ask"] = ['["author"]["email"]', '["id"]', '["nothing"]', '["numbers"][1]', "len(jobs)", "jobs.keys()"]
    cases += [plain, record]
    for task in ("COMPARISON", "RANKING", "SPEECH_TO_TEXT", "PAGE_LEVEL_CLASSIFICATION", "ASSET_ANNOTATION"):
        other = {"JOB": job(task, 0, **classes("radio", "A"))}
        cases.append(case(f"the task {task}", "LLM_RLHF", other, {"JOB": {"annotations": [{"mid": "m"}], "code": "A_1"}}))
        cases.append(case(f"the task {task}, no answer", "LLM_RLHF", other, {}))
        cases.append(case(f"the task {task}, children of an annotation", "LLM_RLHF", other, {"JOB": {"annotations": [{"children": {"JOB": {}}}]}}))
    return cases + malformed()


def malformed() -> list[dict]:
    jobs = {
        "CLASS": job("CLASSIFICATION", 1, **classes("radio", "A", "B", children={"A": ["NOTE"]})),
        "NOTE": job("TRANSCRIPTION", 0, True, content={"input": "textField"}),
        "BOXES": detection("rectangle"),
    }
    responses: dict = {
        "an answer that is null": {"CLASS": None},
        "an answer that is a list": {"CLASS": []},
        "an answer that is a text": {"CLASS": "A"},
        "an answer that is a number": {"CLASS": 5},
        "categories that are null": {"CLASS": {"categories": None}},
        "categories that are a number": {"CLASS": {"categories": 3}},
        "categories that are a text": {"CLASS": {"categories": "A"}},
        "categories that are an empty object": {"CLASS": {"categories": {}}},
        "categories that are an object": {"CLASS": {"categories": {"name": "A"}}},
        "a category that is a text": {"CLASS": {"categories": ["A"]}},
        "a category that is null": {"CLASS": {"categories": [None]}},
        "a category without a name": {"CLASS": {"categories": [{"confidence": 1}]}},
        "a category of unknown members": {"CLASS": {"categories": [{"name": "A", "color": "red"}]}},
        "a category whose name is a number": {"CLASS": {"categories": [{"name": 1}]}},
        "a confidence that is a text": {"CLASS": {"categories": [{"name": "A", "confidence": "high"}]}},
        "children that are a list": {"CLASS": {"categories": [{"name": "A", "children": []}]}},
        "children that are a text": {"CLASS": {"categories": [{"name": "A", "children": "x"}]}},
        "children with a null answer": {"CLASS": {"categories": [{"name": "A", "children": {"NOTE": None}}]}},
        "children of the answer that are a list": {"CLASS": {"children": ["x"]}},
        "annotations that are null": {"BOXES": {"annotations": None}},
        "annotations that are an object": {"BOXES": {"annotations": {"mid": "m"}}},
        "annotations that are a text": {"BOXES": {"annotations": "ab"}},
        "annotations that are an empty object": {"BOXES": {"annotations": {}}},
        "an annotation that is null": {"BOXES": {"annotations": [None]}},
        "an annotation that is a list": {"BOXES": {"annotations": [[]]}},
        "an annotation of a tool that is null": {"BOXES": {"annotations": [{"type": None}]}},
        "an annotation of a tool that is a number": {"BOXES": {"annotations": [{"type": 1}]}},
        "an outline that is null": {"BOXES": {"annotations": [{"type": "rectangle", "boundingPoly": [None]}]}},
        "points that are text": {"BOXES": {"annotations": [{"type": "rectangle", "points": ["x"]}]}},
        "points that are null": {"BOXES": {"annotations": [{"type": "rectangle", "points": [None]}]}},
        "children of an annotation that are a text": {"BOXES": {"annotations": [{"type": "rectangle", "children": "x"}]}},
        "children of an annotation that are null": {"BOXES": {"annotations": [{"type": "rectangle", "children": None}]}},
        "children of an annotation that are nothing": {"BOXES": {"annotations": [{"type": "rectangle", "children": {}}]}},
        "children of an annotation that are an empty list": {"BOXES": {"annotations": [{"children": []}]}},
        "children of the answer that are null": {"CLASS": {"categories": [{"name": "A"}], "children": None}},
        "categories of an annotation that are a text": {"BOXES": {"annotations": [{"categories": "A"}]}},
        "categories of an annotation that are an object": {"BOXES": {"annotations": [{"categories": {}}]}},
        "outlines of an annotation that are null": {"BOXES": {"annotations": [{"boundingPoly": None}]}},
        "outlines of an annotation that are a number": {"BOXES": {"annotations": [{"boundingPoly": 1}]}},
        "points of an annotation that are a number": {"BOXES": {"annotations": [{"points": 1}]}},
        "an unknown job below an annotation": {"BOXES": {"annotations": [{"type": "rectangle", "children": {"NOPE": {}}}]}},
    }
    cases = [case(f"malformed, {what}", "IMAGE", jobs, response) for what, response in responses.items()]
    for what, response in {"null": None, "a list": [], "a number": 7, "a text": "{}", "an empty text": ""}.items():
        cases.append(case(f"malformed, a jsonResponse that is {what}", "IMAGE", jobs, response))
    for what, response in {"null": {"0": None}, "a number": {"0": 1}}.items():
        cases.append(case(f"malformed, a frame that is {what}", "VIDEO", jobs, response))
    interface = case("malformed, an interface without isChild", "IMAGE", jobs, {})
    interface["json_interface"] = {"jobs": {"JOB": {"mlTask": "CLASSIFICATION", "required": 0}}}
    empty = case("malformed, an interface without jobs", "IMAGE", jobs, {})
    empty["json_interface"] = {}
    silent = {"JOB": {"mlTask": "CLASSIFICATION", "isChild": False, "content": {"input": "radio", "categories": {"A": {}}}}}
    cases += [interface, empty, case("malformed, an interface that does not say what is required", "IMAGE", silent, {})]
    cases.append(case("malformed, a category without a name in the interface", "IMAGE", silent, {"JOB": {"categories": [{"name": "A"}]}}))
    return cases


def groups() -> dict[str, list[dict]]:
    from case_changes import changes
    from case_pages import pages

    return {
        "changes": changes(),
        "classifications": classifications(),
        "entities": entities(),
        "labels": labels(),
        "objects": objects(),
        "pages": pages(),
        "relations": relations(),
        "transcriptions": transcriptions(),
        "videos": videos(),
    }
