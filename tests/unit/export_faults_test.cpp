// Exports in unusual places and of unusual projects: nothing gets lost, nothing strange gets in.

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "export_files.hpp"
#include "exported_project.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

const json some_box = box_answer(0.1, 0.2, 0.4, 0.6);

json job_with_tools(const json& tools) {
  json interface = json::parse(ExportedProjectInSandbox::box_interface());
  json job = interface.at("jobs").at("BOX");
  job["tools"] = tools;
  return job;
}

std::string interface_of(const json& jobs) { return json{{"jobs", jobs}}.dump(); }

/// An export with media that fails and leaves the media of "a".
void leave_media(const ExportedProjectInSandbox& project, ExportLabels arguments) {
  arguments.with_assets = true;
  CHECK_THROWS_AS(project.client().export_labels(arguments), HttpError);
}

}  // namespace

TEST_CASE("export_labels: the list of remote assets is in a folder that has media of an earlier attempt") {
  ExportedProjectInSandbox project;
  project.add_with_media("a", some_box);
  project.add_with_missing_media("b", some_box);
  const TestFolder folder;
  ExportLabels arguments{.container = ExportContainer::folder,
                         .filename = folder.path("out"),
                         .fmt = ExportFormat::yolo_v8,
                         .layout = ExportLayout::merged,
                         .project_id = project.id()};
  leave_media(project, arguments);
  arguments.with_assets = false;
  CHECK(project.client().export_labels(arguments).written);
  const auto files = export_files(folder.path("out"));
  CHECK(files.contains("images/remote_assets.csv"));
  CHECK_FALSE(files.contains("images/a.png"));
}

TEST_CASE("export_labels: labels of a job that is named like the folder of the media stay") {
  ExportedProjectInSandbox project("IMAGE", interface_of({{"data", job_with_tools({"rectangle"})}}));
  const json answer{{"data", some_box.at("BOX")}};
  project.add_with_media("a", answer);
  project.add_with_missing_media("b", answer);
  const TestFolder folder;
  ExportLabels arguments{.container = ExportContainer::folder,
                         .filename = folder.path("out"),
                         .fmt = ExportFormat::coco,
                         .layout = ExportLayout::split,
                         .project_id = project.id()};
  leave_media(project, arguments);
  arguments.external_ids = {"a"};
  CHECK(project.client().export_labels(arguments).written);
  const auto files = export_files(folder.path("out"));
  CHECK(files.contains("data/labels.json"));
  CHECK(files.contains("data/a.png"));
}

TEST_CASE("export_labels: media of assets without a label of the export are not in it") {
  ExportedProjectInSandbox project;
  project.add_with_media("a", some_box);
  project.add_with_media("b", some_box);
  auto assets = project.client().assets(project.id(), {}, {.fields = {"id", "externalId"}});
  for (const auto& asset : assets) {
    if (asset.external_id() == "b")
      static_cast<void>(
          project.sandbox().add_label(std::string(asset.id()), {{"jsonResponse", some_box},
                                                                {"labelType", "PREDICTION"},
                                                                {"createdAt", "2100-01-01T00:00:00.000Z"}}));
  }
  const TestFolder folder;
  const auto report = project.client().export_labels({.container = ExportContainer::folder,
                                                      .filename = folder.path("out"),
                                                      .fmt = ExportFormat::kili,
                                                      .project_id = project.id()});
  CHECK(report.assets == 1);
  CHECK(report.media_files == 1);
  CHECK(folder.files() ==
        std::vector<std::string>{"out/README.kili.txt", "out/assets/a.png", "out/labels/a.json"});
}

TEST_CASE("export_labels: a link to an empty folder as target") {
  ExportedProjectInSandbox project;
  project.add("a", some_box);
  const TestFolder folder;
  fs::create_directories(folder.path("real"));
  fs::create_directory_symlink(folder.path("real"), folder.path("out"));
  const auto report = project.client().export_labels({.container = ExportContainer::folder,
                                                      .filename = folder.path("out"),
                                                      .fmt = ExportFormat::kili,
                                                      .project_id = project.id()});
  CHECK(report.written);
  CHECK(fs::exists(folder.path("real/labels/a.json")));
}

TEST_CASE("export_labels: a link that leads nowhere as target of a folder") {
  ExportedProjectInSandbox project;
  project.add("a", some_box);
  const TestFolder folder;
  fs::create_directory_symlink(folder.path("gone"), folder.path("out"));
  CHECK_THROWS_AS(project.client().export_labels({.container = ExportContainer::folder,
                                                  .filename = folder.path("out"),
                                                  .fmt = ExportFormat::kili,
                                                  .project_id = project.id()}),
                  ValidationError);
  CHECK(project.requests() == 0);
}

TEST_CASE("export_labels: a link in the place of the folder that the export grows in is refused") {
  ExportedProjectInSandbox project;
  project.add_with_media("a", some_box);
  const TestFolder folder;
  fs::create_directories(folder.path("elsewhere"));
  const auto container = GENERATE(ExportContainer::archive, ExportContainer::folder);
  const auto* const link = GENERATE("out.kili-part", "out.kili-part/assets");
  fs::create_directories(fs::path(folder.path(link)).parent_path());
  fs::create_directory_symlink(folder.path("elsewhere"), folder.path(link));
  static_cast<void>(folder.file("elsewhere/keep"));
  CHECK_THROWS_AS(project.client().export_labels({.container = container,
                                                  .filename = folder.path("out"),
                                                  .fmt = ExportFormat::kili,
                                                  .project_id = project.id()}),
                  FileWriteError);
  CHECK(fs::exists(folder.path("elsewhere/keep")));
  CHECK_FALSE(fs::exists(folder.path("out")));
}

TEST_CASE("export_labels: an archive that cannot be opened leaves nothing behind") {
  ExportedProjectInSandbox project;
  project.add("a", some_box);
  const TestFolder folder;
  fs::create_symlink(folder.path("gone/out.zip"), folder.path("out.zip"));
  CHECK_THROWS_AS(
      project.client().export_labels(
          {.filename = folder.path("out.zip"), .fmt = ExportFormat::kili, .project_id = project.id()}),
      FileWriteError);
  CHECK_FALSE(fs::exists(folder.path("out.zip.kili-part")));
}

TEST_CASE("export_labels: files that labels answer with do not take the place of labels") {
  ExportedProjectInSandbox project("IMAGE", interface_of({{"F",
                                                           {{"mlTask", "TRANSCRIPTION"},
                                                            {"required", 0},
                                                            {"isChild", false},
                                                            {"instruction", "f"},
                                                            {"content", {{"input", "fileUpload"}}}}}}));
  const std::string name = GENERATE("b.json", "x");
  const bool is_folder = name == "x";
  CAPTURE(name);
  // Either labels/a/F_b.json is a file of both, or labels/a.json is a file of one and a folder of the other.
  const json answer{{"F", {{"fileId", "f-1"}, {"fileName", name}}}};
  project.add(is_folder ? "a.json" : "a", answer);
  project.add(is_folder ? "a" : "a/F_b", json::object());
  json bucket;
  for (const auto& asset : project.client().assets(project.id(), {}, {.fields = {"id"}}))
    bucket["projects/" + project.id() + "/assets/" + std::string(asset.id()) + "/annotations/f-1"] = {
        {"text", "answered"}, {"type", "text/plain"}};
  project.sandbox().load_fixture({{"bucket", bucket}});
  const TestFolder folder;
  const auto container = GENERATE(ExportContainer::archive, ExportContainer::folder);
  const auto report = project.client().export_labels({.container = container,
                                                      .filename = folder.path("out"),
                                                      .fmt = ExportFormat::kili,
                                                      .project_id = project.id(),
                                                      .with_assets = false});
  CHECK(report.loss_count == 0);
  const auto files = export_files(folder.path("out"));
  CHECK(files.size() == 4);
  std::size_t records = 0;
  for (const auto& [path, content] : files) {
    if (content.starts_with("{")) {
      ++records;
      const json record = json::parse(content);
      if (record.at("externalId") == "a.json" || (record.at("externalId") == "a" && !is_folder))
        CHECK(files.at(record.at("latestLabel").at("jsonResponse").at("F").at("filePath")) == "answered");
    }
    if (path.find('/') != std::string::npos) CHECK_FALSE(files.contains(path.substr(0, path.rfind('/'))));
  }
  CHECK(records == 2);
}

TEST_CASE("export_labels: an image with several labels is once in the list of its set") {
  ExportedProjectInSandbox project;
  project.add("a", some_box);
  auto assets = project.client().assets(project.id(), {}, {.fields = {"id"}});
  for (const auto& asset : assets)
    static_cast<void>(project.sandbox().add_label(std::string(asset.id()),
                                                  {{"jsonResponse", some_box}, {"labelType", "REVIEW"}}));
  const TestFolder folder;
  static_cast<void>(
      project.client().export_labels({.export_type = ExportType::normal,
                                      .filename = folder.path("out"),
                                      .fmt = ExportFormat::yolo_v8,
                                      .layout = ExportLayout::merged,
                                      .project_id = project.id(),
                                      .training_split = TrainingSplit{.test = 0, .train = 1, .validation = 0},
                                      .with_assets = false}));
  CHECK(export_files(folder.path("out")).at("train.txt") == "./images/a\n");
}

TEST_CASE("export_labels: an annotation modifier that returns no object ends the export") {
  ExportedProjectInSandbox project;
  project.add("a", some_box);
  const TestFolder folder;
  const json result = GENERATE(json(), json::array({1}), json("x"));
  ExportLabels arguments{.filename = folder.path("out"),
                         .fmt = ExportFormat::coco,
                         .project_id = project.id(),
                         .with_assets = false};
  arguments.annotation_modifier = [&](const Json&, const Json&, const Json&) { return Json(result); };
  CHECK_THROWS_AS(project.client().export_labels(arguments), ValidationError);
  CHECK(folder.files().empty());
}

TEST_CASE("export_labels: each asset of three with one external id has its record") {
  ExportedProjectInSandbox project;
  for (int i = 0; i < 3; ++i) project.add("a", some_box);
  const TestFolder folder;
  const auto report = project.client().export_labels({.filename = folder.path("out"),
                                                      .fmt = ExportFormat::kili,
                                                      .project_id = project.id(),
                                                      .with_assets = false});
  CHECK(report.loss_count == 0);
  CHECK(export_files(folder.path("out")).size() == 4);
}

TEST_CASE("export_labels: a job that is named like a file of the export") {
  const std::string job = GENERATE("README.kili.txt", ".kili-lock", "losses.kili.jsonl", "data.yaml");
  CAPTURE(job);
  ExportedProjectInSandbox project("IMAGE", interface_of({{job, job_with_tools({"rectangle"})}}));
  project.add("a", {{job, some_box.at("BOX")}});
  const TestFolder folder;
  const auto report = project.client().export_labels({.container = ExportContainer::folder,
                                                      .filename = folder.path("out"),
                                                      .fmt = ExportFormat::yolo_v8,
                                                      .project_id = project.id(),
                                                      .with_assets = false});
  CHECK(report.loss_count == 0);
  CHECK(export_files(folder.path("out")).size() == 4);
}

TEST_CASE(
    "export_labels: one bad annotation of a film that has answers for the whole film is left out alone") {
  ExportedProjectInSandbox project("VIDEO");
  json answers = some_box;
  answers["BOX"]["annotations"].push_back(answers["BOX"]["annotations"][0]);
  answers["BOX"]["annotations"][1]["categories"][0]["name"] = "SHIP";
  project.add("film", {{"0", some_box}, {"1", answers}, {"assetLevel", json::object()}});
  const TestFolder folder;
  const auto report = project.client().export_labels({.filename = folder.path("out"),
                                                      .fmt = ExportFormat::coco,
                                                      .layout = ExportLayout::merged,
                                                      .project_id = project.id(),
                                                      .with_assets = false});
  REQUIRE(report.loss_count == 2);
  CHECK_THAT(report.losses[0].reason, Catch::Contains("SHIP"));
  CHECK(report.losses[1].reason == "job 'assetLevel': the interface has no such job");
  CHECK(json::parse(export_files(folder.path("out")).at("labels.json")).at("annotations").size() == 2);
}

TEST_CASE("export_labels: answers that are no objects") {
  const json answer =
      GENERATE(json(), json::array({1}), json("text"), json(5), json{{"BOX", nullptr}}, json{{"BOX", "x"}},
               json{{"BOX", {{"annotations", nullptr}}}}, json{{"BOX", {{"annotations", {nullptr}}}}},
               json{{"ROTATION_JOB", {{"rotation", 1e300}}}},
               json{{"ROTATION_JOB", {{"rotation", 18446744073709551615U}}}});
  const auto format =
      GENERATE(ExportFormat::kili, ExportFormat::coco, ExportFormat::yolo_v5, ExportFormat::pascal_voc);
  CAPTURE(answer.dump(), to_string(format));
  ExportedProjectInSandbox project;
  project.add("a", answer);
  project.add("b", some_box);
  const TestFolder folder;
  ExportReport report;
  REQUIRE_NOTHROW(report = project.client().export_labels({.filename = folder.path("out"),
                                                           .fmt = format,
                                                           .layout = ExportLayout::merged,
                                                           .project_id = project.id(),
                                                           .with_assets = false}));
  CHECK(report.assets == 2);
  if (format != ExportFormat::kili && answer.is_object()) CHECK(report.loss_count > 0);
}

TEST_CASE("export_labels: an image whose labels have no file is not in the list of its set") {
  ExportedProjectInSandbox project;
  for (const char* const name : {"a.png", "a.jpg"}) project.add(name, some_box);
  const TestFolder folder;
  const auto report =
      project.client().export_labels({.filename = folder.path("out"),
                                      .fmt = ExportFormat::yolo_v8,
                                      .layout = ExportLayout::merged,
                                      .project_id = project.id(),
                                      .training_split = TrainingSplit{.test = 0, .train = 1, .validation = 0},
                                      .with_assets = false});
  CHECK(report.loss_count == 1);
  const std::string list = export_files(folder.path("out")).at("train.txt");
  CHECK(std::count(list.begin(), list.end(), '\n') == 1);
}

TEST_CASE("export_labels: the path in the report leads to what was written") {
  ExportedProjectInSandbox project;
  project.add("a", some_box);
  const TestFolder folder;
  const auto container = GENERATE(ExportContainer::archive, ExportContainer::folder);
  const std::string name = GENERATE("out/", "missing/../out", "./out//");
  const auto report = project.client().export_labels({.container = container,
                                                      .filename = folder.path() + "/" + name,
                                                      .fmt = ExportFormat::kili,
                                                      .project_id = project.id()});
  CHECK(report.path == folder.path("out"));
  CHECK(export_files(report.path).size() == 2);
}

TEST_CASE("export_labels: an answer for a whole film does not take the frames beside it along") {
  ExportedProjectInSandbox project("VIDEO");
  project.add("film", {{"0", some_box}, {"BOX", some_box.at("BOX")}});
  const TestFolder folder;
  const auto report = project.client().export_labels({.filename = folder.path("out"),
                                                      .fmt = ExportFormat::coco,
                                                      .layout = ExportLayout::merged,
                                                      .project_id = project.id(),
                                                      .with_assets = false});
  REQUIRE(report.loss_count == 1);
  CHECK_THAT(report.losses[0].reason, Catch::Contains("'BOX': an answer for the whole film"));
  CHECK(json::parse(export_files(folder.path("out")).at("labels.json")).at("annotations").size() == 1);
}

TEST_CASE("export_labels: a zero byte in the name of the target is refused") {
  ExportedProjectInSandbox project;
  const TestFolder folder;
  const auto container = GENERATE(ExportContainer::archive, ExportContainer::folder);
  CHECK_THROWS_AS(project.client().export_labels({.container = container,
                                                  .filename = folder.path(std::string("a\0b", 3)),
                                                  .fmt = ExportFormat::kili,
                                                  .project_id = project.id()}),
                  ValidationError);
  CHECK(project.requests() == 0);
  CHECK(fs::is_empty(folder.root()));
}

TEST_CASE("export_labels: exports of one name at the same time are written or refused as a whole") {
  const auto container = GENERATE(ExportContainer::archive, ExportContainer::folder);
  const TestFolder folder;
  std::atomic<int> written{0};
  std::atomic<int> incomplete{0};
  std::atomic<int> moved{0};
  std::mutex mutex;
  std::set<std::string> refusals;
  const auto export_often = [&] {
    ExportedProjectInSandbox project;
    project.add("a", some_box);
    for (int i = 0; i < 40; ++i) {
      try {
        static_cast<void>(project.client().export_labels({.container = container,
                                                          .filename = folder.path("out"),
                                                          .fmt = ExportFormat::kili,
                                                          .project_id = project.id(),
                                                          .with_assets = false}));
        ++written;
        if (container != ExportContainer::folder) continue;
        const std::string place = folder.path(std::to_string(++moved));
        fs::rename(folder.path("out"), place);
        if (export_files(place).size() != 2) ++incomplete;
      } catch (const std::exception& error) {
        const std::scoped_lock lock(mutex);
        refusals.insert(error.what());
      }
    }
  };
  std::thread first(export_often);
  std::thread second(export_often);
  first.join();
  second.join();
  CHECK(written > 0);
  CHECK(incomplete == 0);
  for (const auto& refusal : refusals)
    CHECK_THAT(refusal, Catch::Contains("is being written by another export") || Catch::Contains("exists;") ||
                            Catch::Contains("not empty"));
  CHECK_FALSE(fs::exists(folder.path("out.kili-part")));
}
