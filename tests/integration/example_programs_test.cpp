// Examples, run against the sandbox over sockets.

#if defined(KILI_EXAMPLE_IMPORT_FOLDER) && defined(KILI_EXAMPLE_UNIT_TEST_OF_A_PROGRAM)

#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "example_program.hpp"
#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "sandbox_client.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Contains;
using nlohmann::json;

namespace {

/// One job, BOXES, that draws rectangles of the class CAR.
std::string car_boxes_interface() {
  return R"({"jobs": {"BOXES": {"mlTask": "OBJECT_DETECTION", "tools": ["rectangle"], "required": 0,)"
         R"("isChild": false, "content": {"input": "radio", "categories": {"CAR": {"name": "Car",)"
         R"("children": []}}}}}})";
}

}  // namespace

TEST_CASE("the example import_folder imports what is new in a folder") {
  Sandbox sandbox;
  const std::string project = sandbox.add_project({.input_type = "IMAGE"});
  const TestFolder folder;
  const std::string photos = std::string(KILI_EXAMPLES_DATA_DIR) + "/photos/";
  std::filesystem::create_directory(folder.path("front"));
  std::filesystem::copy_file(photos + "camera.jpg", folder.path("a.jpg"));
  std::filesystem::copy_file(photos + "grass.png", folder.path("front/b.png"));
  static_cast<void>(folder.file("notes.txt"));
  const std::string arguments = project + " '" + folder.path() + "'";
  CHECK(run_example(sandbox, KILI_EXAMPLE_IMPORT_FOLDER, arguments).output ==
        "2 pictures imported, 0 were there already\n");
  std::filesystem::copy_file(photos + "wine.jpg", folder.path("front/c.jpg"));
  const auto again = run_example(sandbox, KILI_EXAMPLE_IMPORT_FOLDER, arguments);
  CHECK(again.status == 0);
  CHECK_THAT(again.output, Contains("1 pictures imported, 2 were there already\n"));
  CHECK(client_of(sandbox).count_assets(
            project, {.external_id_strictly_in = {"a.jpg", "front/b.png", "front/c.jpg"}}) == 3);
  static_cast<void>(folder.file("broken.jpg", ""));
  const auto failed = run_example(sandbox, KILI_EXAMPLE_IMPORT_FOLDER, arguments);
  CHECK(failed.status == 1);
  CHECK_THAT(failed.output, Contains("broken.jpg"));
}

TEST_CASE("the example resume_import goes on after an interruption") {
  Sandbox sandbox({.latency = std::chrono::milliseconds(100)});
  const std::string project = sandbox.add_project({.input_type = "TEXT"});
  const TestFolder folder;
  std::string lines;
  for (int i = 0; i < 1'000; ++i) lines += "sentence " + std::to_string(i) + "\n";
  const std::string arguments =
      project + " '" + folder.file("lines.txt", lines) + "' '" + folder.path("import.journal") + "'";
  // The service is down until the interruption, so that it comes in the middle.
  sandbox.add_fault({.count = 0, .operation = "appendManyAssets", .skip = 3, .status = 503});
  const std::string environment =
      "KILI_API_ENDPOINT='" + sandbox.endpoint() + "' KILI_API_KEY='" + sandbox.api_key() + "' ";
  const auto interrupted = run_program(environment + "timeout --preserve-status --signal=INT 2 '" +
                                       KILI_EXAMPLE_RESUME_IMPORT + "' " + arguments);
  CHECK(interrupted.status == 1);
  CHECK_THAT(interrupted.output, Contains("run it again to go on"));
  sandbox.clear_faults();
  CHECK(run_example(sandbox, KILI_EXAMPLE_RESUME_IMPORT, arguments).output == "complete: 1000 assets\n");
  CHECK(client_of(sandbox).count_assets(project) == 1'000);
}

TEST_CASE("the example review_to_yolo prints and exports the boxes that were reviewed") {
  Sandbox sandbox;
  const std::string project = sandbox.add_project({.json_interface = car_boxes_interface()});
  const auto label = [](const char* type, double left, const char* created = "2024-01-01T00:00:00.000Z") {
    const json vertices = {{{"x", left}, {"y", 0.5}},
                           {{"x", left}, {"y", 0.25}},
                           {{"x", left + 0.5}, {"y", 0.25}},
                           {{"x", left + 0.5}, {"y", 0.5}}};
    const json box = {{"boundingPoly", {{{"normalizedVertices", vertices}}}},
                      {"categories", {{{"name", "CAR"}}}},
                      {"mid", "m"},
                      {"type", "rectangle"}};
    return json{{"createdAt", created},
                {"jsonResponse", json{{"BOXES", {{"annotations", {box}}}}}.dump()},
                {"labelType", type}};
  };
  sandbox.add_assets(project,
                     {{{"externalId", "checked.jpg"},
                       {"status", "REVIEWED"},
                       {"resolution", {{"height", 200}, {"width", 400}}},
                       {"labels", {label("DEFAULT", 0), label("REVIEW", 0.25, "2024-01-02T00:00:00.000Z")}}},
                      {{"externalId", "drawn.jpg"},
                       {"status", "LABELED"},
                       {"resolution", {{"height", 200}, {"width", 400}}},
                       {"labels", {label("DEFAULT", 0)}}}});
  const TestFolder folder;
  const auto run =
      run_example(sandbox, KILI_EXAMPLE_REVIEW_TO_YOLO, project + " '" + folder.path("yolo") + "'");
  INFO(run.output);
  CHECK(run.status == 0);
  CHECK_THAT(run.output, Contains("checked.jpg: CAR at 100, 50, 200 x 50\n") &&
                             Contains(" labels in " + folder.path("yolo")) && !Contains("drawn.jpg"));
  CHECK_THAT(read_file(folder.path("yolo/labels/checked.txt")), Catch::StartsWith("0 0.5"));
}

TEST_CASE("the example push_predictions pushes the lines of a file") {
  Sandbox sandbox;
  const std::string project = sandbox.add_project({.json_interface = car_boxes_interface()});
  sandbox.add_assets(project, {{{"externalId", "a"}}, {{"externalId", "b"}}});
  const TestFolder folder;
  const std::string file = folder.file("predictions.ndjson",
                                       "{\"externalId\": \"a\", \"jsonResponse\": {}}\n"
                                       "{\"externalId\": \"b\", \"jsonResponse\": {}}\n");
  CHECK(run_example(sandbox, KILI_EXAMPLE_PUSH_PREDICTIONS, project + " detector '" + file + "'").output ==
        "2 predictions created\n");
  const std::string unknown =
      folder.file("unknown.ndjson", "{\"externalId\": \"none\", \"jsonResponse\": {}}\n");
  const auto failed =
      run_example(sandbox, KILI_EXAMPLE_PUSH_PREDICTIONS, project + " detector '" + unknown + "'");
  CHECK(failed.status == 1);
  CHECK_THAT(failed.output, Contains("none"));
  CHECK(client_of(sandbox).predictions(project).to_vector().size() == 2);
}

TEST_CASE("the example unit_test_of_a_program passes its own checks") {
  const auto run = run_program(std::string("'") + KILI_EXAMPLE_UNIT_TEST_OF_A_PROGRAM + "'");
  INFO(run.output);
  CHECK(run.status == 0);
  CHECK_THAT(run.output, Contains("ok      a refusal is an error") && !Contains("FAILED"));
}

TEST_CASE("the example export_training_set writes what it reports") {
  Sandbox sandbox;
  const std::string project = sandbox.add_project({.json_interface = car_boxes_interface()});
  sandbox.add_assets(project, {{{"externalId", "a"}, {"labels", {{{"jsonResponse", "{}"}}}}}});
  const TestFolder folder;
  const auto run =
      run_example(sandbox, KILI_EXAMPLE_EXPORT_TRAINING_SET, project + " kili '" + folder.path("set") + "'");
  INFO(run.output);
  CHECK(run.status == 0);
  CHECK_THAT(run.output, Contains("1 labels of 1 assets"));
  CHECK(std::filesystem::exists(folder.path("set")));
}

#endif
