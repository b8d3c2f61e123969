"""Scenarios of the modules beside assets: labels, projects, members, issues, users, tags.

`<label:ID>` is the label of that id in the fixture, `<result:N.path>` a part of the answer to the Nth call of the scenario, such as `<result:0.1.id>`.
Ids and names of the organisation are the same for all scenarios, so each makes its own.
"""

from scenarios import call, fixture, fixture_of, without_project

CLASS_A = {"JOB_0": {"categories": [{"name": "A", "confidence": 100}]}}
CLASS_B = {"JOB_0": {"categories": [{"name": "B", "confidence": 90}]}}
BOX = {
    "JOB_1": {
        "annotations": [
            {
                "mid": "m1",
                "type": "rectangle",
                "categories": [{"name": "CAR", "confidence": 80}],
                "boundingPoly": [
                    {"normalizedVertices": [{"x": 0.1, "y": 0.1}, {"x": 0.1, "y": 0.5}, {"x": 0.5, "y": 0.5}, {"x": 0.5, "y": 0.1}]}
                ],
                "children": {},
            }
        ]
    }
}
LABEL_FIELDS = ["id", "assetId", "labelType", "jsonResponse", "modelName", "author.email", "secondsToLabel", "isLatestLabelForUser"]
INTERFACE = {
    "jobs": {
        "JOB_0": {
            "mlTask": "CLASSIFICATION",
            "required": 1,
            "isChild": False,
            "instruction": "c",
            "content": {"input": "radio", "categories": {"A": {"children": [], "name": "A", "color": "#ff0000"}}},
        }
    }
}
PROJECT_FIELDS = ["id", "title", "description", "inputType", "jsonInterface", "archived", "reviewCoverage", "tags.label"]


def label_scenarios():
    labeled = fixture_of("honeypot--by-id")
    yield {
        "name": "label listings",
        "fixture": labeled,
        "calls": [
            call("labels"),
            call("count_labels"),
            call("labels", fields=LABEL_FIELDS),
            call("labels", fields=["id"], first=3, skip=2),
            call("labels", fields=["id", "jsonResponse"], output_format="parsed_label"),
            call("labels", fields=["id", "labelType"], type_in=["DEFAULT", "REVIEW"]),
            call("labels", fields=["id"], as_generator=True, disable_tqdm=True),
            call("labels", fields=["id", "author.email"], author_in=["Ann Lee"]),
            call("labels", fields=["id"], asset_status_in=["LABELED", "REVIEWED"]),
            call("labels", fields=["id"], asset_external_id_in=["asset_1"]),
            call("labels", fields=["id"], asset_external_id_strictly_in=["asset_1", "asset_2"]),
            call("labels", fields=["id"], created_at_gte="2024-01-02"),
            call("labels", fields=["id"], category_search="JOB_0.A.count > 0"),
            call("labels", fields=["id"], asset_id="<asset:1>"),
            call("labels", fields=["id"], user_id="user-2"),
            call("labels", fields=["id"], type_in=[]),
            call("labels", fields=["id"], id_contains=[]),
            call("count_labels", type_in=["PREDICTION"]),
            call("count_labels", asset_step_name_in=["Review"]),
            call("labels", fields=["unknownField"]),
            call("labels", category_search="JOB_0.A >"),
            call("predictions"),
            call("predictions", fields=["id", "modelName"], first=2),
            call("inferences"),
            without_project("labels", project_id="nobody"),
        ],
    }
    yield {
        "name": "labels written",
        "fixture": fixture_of("honeypot--by-id"),
        "calls": [
            call("append_labels", asset_id_array=["<asset:0>", "<asset:1>"], json_response_array=[CLASS_A, BOX]),
            call("append_labels", asset_external_id_array=["asset_2"], json_response_array=[CLASS_B], label_type="REVIEW"),
            call("append_labels", asset_id_array=["<asset:3>"], json_response_array=[CLASS_A], seconds_to_label_array=[7], author_id_array=["user-2"]),
            call("append_labels", asset_id_array=["<asset:3>"], json_response_array=[CLASS_A], label_type="PREDICTION"),
            call("append_labels", asset_id_array=["<asset:3>"], json_response_array=[CLASS_A], label_type="PREDICTION", model_name="m"),
            call("append_labels", asset_id_array=["<asset:3>"], json_response_array=[CLASS_B], label_type="PREDICTION", model_name="m", overwrite=True),
            call("append_labels", asset_id_array=["<asset:3>"], json_response_array=[]),
            call("append_labels", asset_id_array=["<asset:3>"], json_response_array=[CLASS_A, CLASS_B]),
            call("append_labels", json_response_array=[CLASS_A]),
            call("append_labels", asset_external_id_array=["nothing"], json_response_array=[CLASS_A]),
            call("create_predictions", external_id_array=["asset_4", "asset_5"], json_response_array=[CLASS_A, CLASS_B], model_name="n"),
            call("create_predictions", asset_id_array=["<asset:6>"], json_response_array=[BOX], model_name="n", overwrite=True),
            call("create_predictions", asset_id_array=["<asset:6>"], json_response_array=[BOX]),
            call("create_predictions", asset_id_array=["<asset:6>"], json_response_array=[BOX, BOX], model_name="n"),
            call("create_honeypot", asset_id="<asset:7>", json_response=CLASS_A),
            call("create_honeypot", asset_external_id="asset_5", json_response=CLASS_B),
            call("append_to_labels", json_response=CLASS_A, label_asset_id="<asset:0>"),
            call("labels", fields=LABEL_FIELDS),
            without_project("delete_labels", ids=["<result:0.0.id>", "<result:0.1.id>", "unknown"]),
            without_project("delete_labels", ids=[]),
            call("count_labels"),
            call("labels", fields=["assetId", "labelType", "jsonResponse"]),
        ],
    }


def project_scenarios():
    yield {
        "name": "projects",
        "fixture": fixture_of("honeypot--by-id"),
        "calls": [
            call("projects", fields=PROJECT_FIELDS),
            call("count_projects"),
            without_project("projects", project_id="nobody", fields=["id"]),
            without_project("create_project", title="Live one", input_type="IMAGE", json_interface=INTERFACE, description="d"),
            without_project("projects", project_id="<result:3.id>", fields=PROJECT_FIELDS),
            without_project("update_properties_in_project", project_id="<result:3.id>", title="Live 1", review_coverage=20),
            without_project("update_properties_in_project", project_id="<result:3.id>", review_coverage=101),
            without_project("update_properties_in_project", project_id="<result:3.id>", min_consensus_size=11),
            without_project("update_properties_in_project", project_id="<result:3.id>", metadata_types={"a": "number"}),
            without_project("projects", search_query="%ive 1", fields=["title"]),
            without_project("archive_project", project_id="<result:3.id>"),
            without_project("projects", project_id="<result:3.id>", archived=True, fields=["archived"]),
            without_project("unarchive_project", project_id="<result:3.id>"),
            without_project("create_project", title="Copy", project_id="<result:3.id>"),
            without_project("projects", project_id="<result:13.id>", fields=["title", "inputType", "jsonInterface"]),
            without_project("create_project", title="No type", json_interface=INTERFACE),
            without_project("create_project", title="No interface", input_type="IMAGE"),
            without_project("create_project", title="Pixels", input_type="IMAGE", json_interface=INTERFACE, pixel_labeling=True),
            without_project("update_project_anonymization", project_id="<result:3.id>", should_anonymize=True),
            call("get_steps"),
            without_project("delete_project", project_id="<result:13.id>"),
            without_project("projects", project_id="nobody", as_generator=True),
        ],
    }
    yield {
        "name": "tags",
        "fixture": fixture("IMAGE", 0),
        "calls": [
            without_project("create_tag", name="live tag", color="#ff0000"),
            without_project("create_tag", name="live tag"),
            call("tag_project", tags=["live tag"]),
            call("tag_project", tags=["live tag"]),
            call("tag_project", tags=["no such tag"]),
            call("tags", fields=["label"]),
            without_project("update_tag", tag_name="live tag", new_tag_name="live tag 2"),
            call("untag_project", tags=["live tag 2"]),
            call("untag_project"),
            call("tags", fields=["label"]),
            without_project("delete_tag", tag_name="live tag 2"),
        ],
    }


def people_scenarios():
    yield {
        "name": "members",
        "fixture": fixture("IMAGE", 0),
        "calls": [
            call("project_users", fields=["role", "user.email", "status"]),
            call("append_to_roles", user_email="ann@example.com", role="REVIEWER"),
            call("append_to_roles", user_email="Somebody.New@example.com"),
            call("append_to_roles", user_email="ann@example.com", role="TEAM_MANAGER"),
            call("project_users", fields=["role", "user.email", "activated"]),
            call("count_project_users"),
            call("project_users", email="ann@example.com", fields=["role"]),
            call("project_users", status_in=None, fields=["role"]),
            without_project("delete_from_roles", role_id="<result:1.id>"),
            without_project("delete_from_roles", role_id="unknown"),
            call("delete_from_roles", user_email="somebody.new@example.com"),
            call("project_users", fields=["role", "user.email"], first=1),
        ],
    }
    yield {
        "name": "users",
        "fixture": fixture("IMAGE", 0),
        "calls": [
            without_project("users", email="ann@example.com", fields=["email", "firstname", "lastname"]),
            without_project("count_users", email="ann@example.com"),
            without_project("get_current_user", fields=["email"]),
            without_project("create_user", email="live@example.com", password="secret word 1", organization_role="USER", firstname="Li"),
            without_project("users", email="live@example.com", fields=["email", "firstname", "activated"]),
            without_project("update_properties_in_user", email="live@example.com", lastname="Ve"),
            without_project("update_password", email="live@example.com", old_password="a", new_password_1="b", new_password_2="c"),
        ],
    }
    labeled = fixture_of("issues--fields")
    labels = [f"<label:{label['id']}>" for asset in labeled["assets"] for label in asset["labels"]][:2]
    yield {
        "name": "issues",
        "fixture": labeled,
        "calls": [
            call("issues", fields=["id", "type", "status"]),
            call("count_issues"),
            call("create_issues", label_id_array=labels, text_array=["one", None]),
            call("create_issues", label_id_array=["unknown"]),
            call("create_issues", label_id_array=labels, object_mid_array=["m"]),
            call("issues", fields=["type", "status", "text", "assetId", "labelId"]),
            without_project("update_issue_status", issue_id="<result:2.0.id>", status="SOLVED"),
            call("issues", fields=["id"], status="SOLVED"),
            call("issues", fields=["id"], issue_type="QUESTION", first=1),
            call("count_issues", asset_id="<asset:0>"),
            call("issues", fields=["id"], asset_id="<asset:0>", asset_id_in=["<asset:1>"]),
        ],
    }


def all_scenarios():
    """Earlier packages ask in other ways for much of it; the recorded calls show those."""
    return [{**each, "packages_since": "26.2"} for each in [*label_scenarios(), *project_scenarios(), *people_scenarios()]]
