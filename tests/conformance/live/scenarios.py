"""The calls that both clients make: one list of scenarios, each a project and the calls on it, in order.

Written in `{"method", "args"}` of the specification. `<project>` is the scenario's project, `<asset:N>` the id of its
Nth asset, `<dir>` the folder of the files. `since` of a scenario is the version of the service that it needs,
`packages_since` that of the official package.
"""

import json
import pathlib

CASES = pathlib.Path(__file__).parents[2] / "wire" / "cases"
FIXTURES = CASES / "fixtures"

# Of which only the name matters.
SMALL_FILES = {name: b"x" for name in ("scan.avif", "scan.gif", "notes.md", "sound.wav", "sound.ogg", "noextension")}


def call(method, **args):
    return {"method": method, "args": {"project_id": "<project>", **args}}


def without_project(method, **args):
    return {"method": method, "args": args}


def fixture(input_type, count, workflow_version="V1", with_labels=True):
    """The recorded fixture of this kind; of several the first by name."""
    for path in sorted(FIXTURES.glob("*.json")):
        document = json.loads(path.read_text())
        project = document["project"]
        if (
            project["inputType"] == input_type
            and project.get("workflowVersion", "V1") == workflow_version
            and len(document["assets"]) == count
            and not project.get("dataConnections")
            and any(asset["labels"] for asset in document["assets"]) == (with_labels and count > 0)
        ):
            return document
    raise LookupError(f"no fixture of {count} {input_type} assets, {workflow_version}")


def fixture_of(case):
    """The fixture of a recorded case, with the assets that the filters of the case look for."""
    key = json.loads((CASES / f"{case}.json").read_text())["fixture"]
    return json.loads((FIXTURES / f"{key}.json").read_text())


FILTERS = [
    {"asset_id": "<asset:3>"},
    {"asset_id_in": ["<asset:1>", "<asset:5>", "unknown"]},
    {"asset_id_in": []},
    {"asset_id_not_in": ["<asset:0>", "<asset:1>"]},
    {"external_id_strictly_in": ["asset_1", "asset_2", "nothing"]},
    {"external_id_contains": ["asset_3"]},
    {"external_id_in": ["_1"]},
    {"external_id_in": [f"_{i}" for i in range(12)]},
    {"metadata_where": {"key1": "value1"}},
    {"metadata_where": {"key1": ["value1", "value2"]}},
    {"metadata_where": {"key2": [2, 10]}},
    {"metadata_where": {"key1": "value2", "key2": [0, 6]}},
    {"status_in": ["TODO", "LABELED"]},
    {"status_in": ["TO_REVIEW", "REVIEWED", "ONGOING"]},
    {"consensus_mark_gte": 0.5},
    {"consensus_mark_lte": 0.5},
    {"consensus_mark_gt": 0.5},
    {"consensus_mark_lt": 0.9},
    {"honeypot_mark_gte": 0.2},
    {"honeypot_mark_lte": 0.7},
    {"honeypot_mark_gt": 0.1},
    {"honeypot_mark_lt": 0.95},
    {"inference_mark_gte": 0.3},
    {"inference_mark_lte": 0.8},
    {"skipped": True},
    {"skipped": False},
    {"created_at_gte": "2024-02-01"},
    {"created_at_lte": "2024-02-01"},
    {"updated_at_gte": "2024-03-02"},
    {"updated_at_lte": "2024-03-02"},
    {"label_type_in": ["DEFAULT", "REVIEW"]},
    {"label_type_in": ["PREDICTION"]},
    {"label_author_in": ["Ann"]},
    {"label_author_in": ["Ann Lee"]},
    {"label_consensus_mark_gte": 0.4},
    {"label_consensus_mark_lte": 0.4},
    {"label_consensus_mark_gt": 0.1},
    {"label_consensus_mark_lt": 0.6},
    {"label_honeypot_mark_gte": 0.4},
    {"label_honeypot_mark_lte": 0.4},
    {"label_honeypot_mark_gt": 0.2},
    {"label_honeypot_mark_lt": 0.8},
    {"label_created_at": "2024-01-01"},
    {"label_created_at_gte": "2024-01-01"},
    {"label_created_at_lte": "2024-01-02"},
    {"label_created_at_gt": "2024-01-01"},
    {"label_created_at_lt": "2024-01-02"},
    {"label_labeler_in": ["bob@example.com"]},
    {"label_labeler_not_in": ["bob@example.com"]},
    {"label_reviewer_in": ["ann@example.com"]},
    {"label_reviewer_not_in": ["ann@example.com"]},
    {"assignee_in": ["user-2"]},
    {"assignee_not_in": ["user-2"]},
    {"issue_type": "QUESTION"},
    {"issue_status": "OPEN"},
    {"issue_type": "ISSUE", "issue_status": "SOLVED"},
    {"label_category_search": "JOB_0.A.count > 0"},
    {"label_category_search": "(JOB_0.A.count == 1 OR JOB_1.CAR.count > 0) AND JOB_1.BUS.count >= 1"},
    {"status_in": ["LABELED"], "skipped": False, "consensus_mark_gte": 0.1, "label_type_in": ["DEFAULT"]},
]

LISTINGS = [
    {},
    {"fields": ["id"]},
    {"fields": ["externalId"], "first": 7},
    {"fields": ["externalId"], "skip": 5},
    {"fields": ["externalId"], "skip": 5, "first": 3},
    {"fields": ["id", "externalId"], "skip": 100},
    {"fields": ["id", "jsonMetadata"]},
    {"fields": ["id", "labels.jsonResponse", "labels.author.email", "labels.labelType"]},
    {"fields": ["id", "latestLabel.jsonResponse", "latestLabel.id"]},
    {"fields": ["id", "latestLabels.jsonResponse", "latestLabels.id"], "first": 5},
    {"fields": ["id", "priority", "isHoneypot", "isUsedForConsensus", "consensusMark", "honeypotMark"]},
    {"fields": ["id", "issues.type", "issues.status", "assignees.email", "toBeLabeledBy.id"]},
    {"fields": ["id", "ocrMetadata", "jsonContent"]},
    {"fields": ["id", "currentStep.name", "currentStep.status"]},
    {"fields": ["id"], "status_in": ["TODO"]},
    {"fields": ["id", "labels.jsonResponse"], "label_output_format": "parsed_label"},
    {"fields": ["id"], "format": "pandas", "as_generator": True},
    {"fields": ["id"], "as_generator": True, "disable_tqdm": True},
]

REFUSALS = [
    {"label_category_search": "JOB_0.A > 1"},
    {"label_category_search": "(JOB_0.A.count > 1"},
    {"step_name_in": ["Review"]},
    {"step_status_in": ["DONE"]},
    {"step_id_in": ["step-1"]},
    {"step_id_and_status_in": [["step-1", "DONE"]]},
    {"step_name_and_status_not_in": [["Review", "DONE"]]},
    {"group_name_in": ["Cars"]},
]


def listing():
    calls = [call("count_assets", **filters) for filters in FILTERS]
    calls += [call("assets", fields=["id", "externalId"], **filters) for filters in FILTERS[::4]]
    calls += [call("assets", **arguments) for arguments in LISTINGS]
    calls += [call("count_assets", **refused) for refused in REFUSALS]
    calls.append(call("assets", fields=["id"], project_id="unknown-project"))
    calls.append(call("assets", fields=["id", "noSuchField"]))
    return {"name": "listing", "fixture": fixture("IMAGE", 40), "calls": calls}


def steps():
    filters = [
        {"step_name_in": ["Review"]},
        {"step_name_not_in": ["Review"]},
        {"step_status_in": ["DONE", "SKIPPED"]},
        {"step_status_not_in": ["DONE"]},
        {"step_name_in": ["Default"], "step_status_in": ["TO_DO"]},
        {"step_name_in": ["Nope"]},
        {"step_name_in": ["Review"], "status_in": ["TODO"]},
        {"step_status_in": ["DONE"], "status_in": ["TODO"]},
        {"status_in": ["TODO"]},
        {"skipped": True},
    ]
    calls = [call("count_assets", **chosen) for chosen in filters]
    calls += [call("assets", fields=["id", "currentStep.name"], **chosen) for chosen in filters[:5]]
    calls += [call("assets", first=3), call("assets", fields=["id", "status"], first=3)]
    return {"name": "steps", "fixture": fixture("IMAGE", 40, "V2"), "calls": calls}


def newer_steps():
    """Filters by ids of steps, by pairs of step and status, and by group."""
    filters = [
        {"step_id_in": ["step-2"]},
        {"step_id_not_in": ["step-2"]},
        {"step_id_in": ["no-such-step"]},
        {"step_id_and_status_in": [["step-1", "TO_DO"], ["step-2", "DONE"]]},
        {"step_id_and_status_not_in": [["step-1", "TO_DO"]]},
        {"step_name_and_status_in": [["Review", "DONE"], ["Default", "IN_PROGRESS"]]},
        {"step_name_and_status_not_in": [["Review", "TO_DO"]]},
        {"step_status_in": ["IN_PROGRESS", "REWORK"]},
        {"step_id_in": ["step-1"], "step_name_in": ["Default"]},
        {"step_id_in": ["step-1"], "status_in": ["TODO"]},
        {"step_name_and_status_in": [["Nope", "DONE"]]},
        {"group_name_in": ["Cars"]},
    ]
    calls = [call("count_assets", **chosen) for chosen in filters]
    calls += [call("assets", fields=["id", "currentStep.status"], **chosen) for chosen in filters[:4]]
    return {
        "name": "newer filters of steps",
        "since": "26.2",
        "fixture": fixture_of("count--v2-step_id_and_status_not_in--26.2"),
        "calls": calls,
    }


def groups():
    filters = [
        {"group_name_in": ["People"]},
        {"group_name_not_in": ["People"]},
        {"group_name_in": ["Nobody"]},
        {"group_name_in": []},
        {"step_name_in": ["Label"]},
        {"step_name_in": ["Label"], "group_name_in": ["People"]},
        {"step_name_not_in": ["Review"]},
        {"step_id_in": ["p-check", "c-label"]},
        {"step_name_and_status_in": [["Label", "TO_DO"]]},
        {"step_id_and_status_not_in": [["p-label", "DONE"]]},
        {"step_id_and_status_in": [["p-label", "DONE"]], "step_name_and_status_in": [["Label", "DONE"]]},
        {"step_name_in": ["Nope"]},
        {"skipped": True},
        {"status_in": ["TODO"]},
    ]
    calls = [call("count_assets", **chosen) for chosen in filters]
    calls += [call("assets", first=3), call("assets", fields=["id", "status"], first=3)]
    return {
        "name": "groups of steps",
        "since": "26.2",
        "packages_since": "26.2",  # earlier ones do not know V3
        "fixture": fixture_of("count--v3-step_name_in-and-group--26.2"),
        "calls": calls,
    }


def actions(name, fixture_case, assets):
    """Actions of which assets decline some; each on the state that the one before left."""
    all_assets = [f"<asset:{i}>" for i in range(assets)]
    calls = [
        without_project("add_to_review", asset_ids=all_assets),
        without_project("send_back_to_queue", asset_ids=all_assets),
        without_project("assign_assets_to_labelers", asset_ids=all_assets, to_be_labeled_by_array=[["user-1"]] * assets),
        without_project("delete_many_from_dataset", asset_ids=all_assets[:2]),
        call("count_assets"),
    ]
    # Earlier packages wait without end for an asset to be reviewed that the service declined.
    return {"name": name, "fixture": fixture_of(fixture_case), "calls": calls, "packages_since": "26.2"}


def priorities():
    calls = [
        without_project("set_assets_priority", priority=3, asset_ids=["<asset:0>", "<asset:1>"]),
        call("set_assets_priority", priority=-1, external_ids=["asset_2"]),
        call("set_assets_priority", priority=1, external_ids=["nothing"]),
        call("set_assets_priority", priority=1, external_ids=["asset_2"], asset_ids=["<asset:2>"]),
        without_project("set_assets_priority", priority=1),
        without_project("set_assets_priority", priority=1, external_ids=["asset_2"]),
        without_project("set_assets_priority", priority=1, asset_ids=[]),
        without_project("set_assets_priority", priority=5, asset_ids=[f"<asset:{i}>" for i in range(9)]),
    ]
    return {
        "name": "priorities",
        "since": "26.2",
        "fixture": fixture_of("priority--some-declined-v2--26.2"),
        "calls": calls,
    }


def assignments():
    calls = [
        without_project(
            "assign_assets_to_labelers",
            asset_ids=["<asset:0>", "<asset:1>", "<asset:2>", "<asset:3>"],
            to_be_labeled_by_array=[["user-1"], ["user-2"], ["user-1"], []],
        ),
        call(
            "assign_assets_to_labelers",
            external_ids=["asset_1", "asset_0"],
            to_be_labeled_by_array=[["user-1", "user-2"], ["user-2"]],
        ),
        call("assign_assets_to_labelers", external_ids=["nothing"], to_be_labeled_by_array=[["user-1"]]),
        call(
            "assign_assets_to_labelers",
            external_ids=["asset_1"],
            asset_ids=["<asset:1>"],
            to_be_labeled_by_array=[["user-1"]],
        ),
        without_project("assign_assets_to_labelers", to_be_labeled_by_array=[["user-1"]]),
        without_project("assign_assets_to_labelers", asset_ids=[], to_be_labeled_by_array=[]),
    ]
    return {"name": "assignments", "fixture": fixture_of("assign--some-failed--26.2"), "calls": calls}


def consensus_in_steps():
    calls = [
        without_project(
            "update_properties_in_assets", asset_ids=["<asset:0>", "<asset:1>"], is_used_for_consensus_array=[True, False]
        ),
        call("update_asset_consensus", is_consensus=True, asset_id="<asset:0>"),
    ]
    return {
        "name": "consensus in steps",
        "since": "26.2",
        "fixture": fixture_of("update--consensus-on-v2--26.2"),
        "calls": calls,
    }


def chats():
    """Labels that are made of annotations."""
    calls = [
        call("assets", fields=["id", "labels.jsonResponse", "labels.id"]),
        call("assets", fields=["id", "latestLabel.jsonResponse"]),
        call("assets", fields=["id", "latestLabels.jsonResponse", "latestLabels.id"]),
    ]
    return {
        "name": "labels of chats",
        "packages_since": "26.2",  # earlier ones lose the responses
        "since": "26.2",
        "fixture": fixture_of("assets--llm-instr-following--26.2"),
        "calls": calls,
    }


def updates():
    two = ["<asset:0>", "<asset:1>"]
    calls = [
        without_project("update_properties_in_assets", asset_ids=two, priorities=[3, 4]),
        without_project("update_properties_in_assets", asset_ids=two, json_metadatas=[{"a": 1}, '{"b": [1, 2]}']),
        without_project("update_properties_in_assets", asset_ids=two, consensus_marks=[0.0, 1.0]),
        without_project("update_properties_in_assets", asset_ids=two, honeypot_marks=[0.25, 0.5]),
        without_project("update_properties_in_assets", asset_ids=two, contents=["https://e.com/1.jpg", None]),
        without_project("update_properties_in_assets", asset_ids=two, is_honeypot_array=[True, False]),
        without_project("update_properties_in_assets", asset_ids=two, is_used_for_consensus_array=[True, True]),
        without_project("update_properties_in_assets", asset_ids=two, to_be_labeled_by_array=[["user-2"], None]),
        without_project(
            "update_properties_in_assets",
            asset_ids=two,
            resolution_array=[{"width": 640, "height": 480}, {"width": 10, "height": 20}],
        ),
        call("update_properties_in_assets", external_ids=["asset_2"], priorities=[9]),
        call("update_properties_in_assets", external_ids=["nothing"], priorities=[9]),
        without_project("update_properties_in_assets", asset_ids=[], priorities=[]),
        without_project("change_asset_external_ids", new_external_ids=["new_0"], asset_ids=["<asset:0>"]),
        call("change_asset_external_ids", new_external_ids=["new_1"], external_ids=["asset_1"]),
        without_project("delete_many_from_dataset", asset_ids=["<asset:2>"]),
        call("delete_many_from_dataset", external_ids=["nothing"]),
        without_project("delete_many_from_dataset"),
        call("delete_many_from_dataset", external_ids=["new_0"]),
    ]
    return {"name": "updates", "fixture": fixture("IMAGE", 3), "calls": calls}


def newer_updates():
    """What the newest package adds."""
    calls = [
        call("add_metadata", json_metadata=[{"c": 3}], asset_ids=["<asset:0>"]),
        call("set_metadata", json_metadata=[{"only": True}], asset_ids=["<asset:1>"]),
        without_project("assign_assets_to_labelers", asset_ids=["<asset:2>"], to_be_labeled_by_array=[["user-2"]]),
        call("skip_or_unskip", action="skip", asset_id="<asset:0>", reason="blurred"),
        call("skip_or_unskip", action="unskip", asset_id="<asset:0>"),
        call("update_asset_consensus", is_consensus=True, asset_id="<asset:2>"),
        call("update_asset_consensus", is_consensus=True, external_id="asset_2"),
        call("update_asset_consensus", is_consensus=True),
    ]
    return {"name": "newer updates", "fixture": fixture("IMAGE", 3), "calls": calls}


def queue():
    calls = [
        without_project("add_to_review", asset_ids=["<asset:0>", "<asset:1>"]),
        call("add_to_review", external_ids=["asset_1"], asset_ids=["<asset:1>"]),
        without_project("add_to_review"),
        without_project("send_back_to_queue", asset_ids=["<asset:0>", "<asset:2>"]),
        call("send_back_to_queue", external_ids=["asset_3"]),
        call("send_back_to_queue", external_ids=["nothing"]),
    ]
    return {"name": "queue", "fixture": fixture("IMAGE", 8), "calls": calls}


def empty(input_type):
    document = fixture(input_type, 0)
    return document


def imports(input_type, *calls):
    return {"name": f"import {input_type}", "fixture": empty(input_type), "calls": list(calls)}


def append(**args):
    return call("append_many_to_dataset", disable_tqdm=True, **args)


def all_scenarios():
    return [
        listing(),
        steps(),
        newer_steps(),
        groups(),
        updates(),
        newer_updates(),
        consensus_in_steps(),
        queue(),
        actions("actions", "review--some-declined-v1--26.2", 5),
        actions("actions in steps", "requeue--some-declined-v2--26.2", 9) | {"since": "26.1"},
        actions("actions in groups of steps", "review--some-declined-v3--26.2", 6) | {"since": "26.2"},
        assignments(),
        priorities(),
        chats(),
        imports(
            "IMAGE",
            append(content_array=["<dir>/camera.jpg", "<dir>/cell.png"], external_id_array=["a", "b"]),
            append(content_array=["<dir>/coffee.jpg"], external_id_array=["c"], json_metadata_array=[{"k": "v"}]),
            append(content_array=["https://e.com/1.jpg", "https://e.com/2.jpg"], external_id_array=["h1", "h2"]),
            append(content_array=["https://e.com/3.jpg"], external_id_array=["h1"]),
            append(content_array=["https://e.com/4.jpg", "https://e.com/5.jpg"], external_id_array=["h1", "h3"]),
            append(content_array=["https://e.com/6.jpg"], external_id_array=["hp"], is_honeypot_array=[True]),
            append(content_array=["<dir>/missing.jpg"], external_id_array=["m"]),
            append(content_array=["<dir>/texts.csv"], external_id_array=["m"]),
            append(content_array=["<dir>/scan.gif"], external_id_array=["gif"]),
            append(content_array=["<dir>/scan.avif"], external_id_array=["avif"]),
            append(content_array=["<dir>/noextension"], external_id_array=["none"]),
            append(content_array=["https://e.com/8.pdf"], external_id_array=["pdf"]),
            append(content_array=["https://e.com/8.PNG?version=1.txt"], external_id_array=["query"]),
            append(content_array=["<dir>/camera.jpg", "https://e.com/7.jpg"], external_id_array=["x", "y"]),
            append(content_array=[]),
            append(),
            call("count_assets"),
            call("assets", fields=["externalId", "jsonMetadata", "isHoneypot", "status"]),
            call(
                "assets",
                fields=["id", "externalId", "content"],
                external_id_strictly_in=["a", "b", "c"],
                download_media=True,
                local_media_dir="<dir>/media",
                disable_tqdm=True,
            ),
            call("assets", fields=["id"], download_media=True, local_media_dir="<dir>/media2"),
        ),
        imports(
            "TEXT",
            append(content_array=["one", "zwei"], external_id_array=["1", "2"]),
            append(from_csv="<dir>/texts.csv"),
            append(from_csv="<dir>/texts.csv", content_array=["x"]),
            append(json_content_array=[[{"children": [{"id": "1", "text": "rich"}]}]], external_id_array=["rich"]),
            call("assets", fields=["externalId", "status"]),
        ),
        imports(
            "PDF",
            append(content_array=["<dir>/openings.pdf"], external_id_array=["o"]),
            append(content_array=["https://e.com/a.pdf"], external_id_array=["h"]),
            append(content_array=["<dir>/camera.jpg"], external_id_array=["wrong"]),
        ),
        imports(
            "VIDEO",
            append(content_array=["https://e.com/a.mp4"], external_id_array=["v"]),
            append(
                json_content_array=[["https://e.com/1.jpg", "https://e.com/2.jpg"]],
                external_id_array=["frames"],
            ),
        ),
        imports(
            "LLM_RLHF",
            append(
                content_array=[
                    {
                        "prompt": "Hello",
                        "completions": [{"content": "Hi", "title": "A"}, {"content": "Hey", "title": "B"}],
                    }
                ],
                external_id_array=["chat"],
            ),
        ),
    ]
