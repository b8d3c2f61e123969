// Exports of labels: what is written, what is refused, and what is left when they fail.

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <vector>

#include "export_files.hpp"
#include "exported_project.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

std::vector<std::string> names_in(const ExportFiles& files) {
  std::vector<std::string> names;
  for (const auto& [name, content] : files) names.push_back(name);
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("export_labels: what the arguments show to be wrong is refused before anything is sent") {
  ExportedProjectInSandbox project;
  const TestFolder folder;
  const std::string zip = folder.path("out.zip");
  static_cast<void>(folder.file("used"));
  std::filesystem::create_directories(folder.path("full"));
  static_cast<void>(folder.file("full/x"));
  using Arguments = ExportLabels;
  const auto refused = [&](const Arguments& arguments, const std::string& why) {
    INFO(why);
    CHECK_THROWS_WITH(project.client().export_labels(arguments), Catch::Contains(why));
  };
  const std::string id = project.id();
  refused({.filename = zip, .fmt = ExportFormat::kili}, "project_id");
  refused({.filename = zip, .project_id = id}, "fmt is not given");
  refused({.fmt = ExportFormat::kili, .project_id = id}, "filename is empty");
  refused({.filename = folder.path(), .fmt = ExportFormat::kili, .project_id = id}, "is a folder");
  refused({.container = ExportContainer::folder,
           .filename = folder.path("full"),
           .fmt = ExportFormat::kili,
           .project_id = id},
          "exists");
  refused({.filename = zip, .fmt = ExportFormat::yolo_v5, .project_id = id, .single_file = true},
          "single_file");
  refused({.filename = zip, .fmt = ExportFormat::geojson, .project_id = id}, "ExportLayout::merged");
  refused({.filename = zip, .fmt = ExportFormat::coco, .normalized_coordinates = true, .project_id = id},
          "normalized_coordinates");
  refused({.filename = zip, .fmt = ExportFormat::yolo_v8, .normalized_coordinates = false, .project_id = id},
          "normalized_coordinates");
  refused({.annotation_modifier = [](const Json& annotation, const Json&, const Json&) { return annotation; },
           .filename = zip,
           .fmt = ExportFormat::kili,
           .project_id = id},
          "annotation_modifier");
  refused({.asset_ids = {"a"},
           .external_ids = {"b"},
           .filename = zip,
           .fmt = ExportFormat::kili,
           .project_id = id},
          "asset_ids and external_ids");
  refused({.asset_filter_kwargs = AssetFilters{.asset_id_in = {"a"}},
           .asset_ids = {"a"},
           .filename = zip,
           .fmt = ExportFormat::kili,
           .project_id = id},
          "asset_filter_kwargs");
  refused({.asset_filter_kwargs = AssetFilters{.label_type_in = {LabelType::review}},
           .filename = zip,
           .fmt = ExportFormat::kili,
           .project_id = id},
          "label_type_in");
  refused({.filename = zip,
           .fmt = ExportFormat::kili,
           .project_id = id,
           .training_split = TrainingSplit{.test = 0, .train = 0, .validation = 0}},
          "training_split");
  refused({.filename = zip,
           .fmt = ExportFormat::kili,
           .project_id = id,
           .training_split = TrainingSplit{.train = 2}},
          "between 0 and 1");
  CHECK(project.requests() == 0);
  CHECK(folder.files() == Names{"full/x", "used"});
}

TEST_CASE("export_labels: what the project shows to be wrong leaves nothing behind") {
  const TestFolder folder;
  ExportedProjectInSandbox texts("TEXT");
  CHECK_THROWS_AS(
      texts.client().export_labels(
          {.filename = folder.path("a.zip"), .fmt = ExportFormat::coco, .project_id = texts.id()}),
      NotCompatibleInputTypeError);
  ExportedProjectInSandbox project;
  CHECK_THROWS_AS(project.client().export_labels(
                      {.filename = folder.path("a.zip"), .fmt = ExportFormat::kili, .project_id = "nope"}),
                  NotFoundError);
  CHECK_THROWS_AS(project.client().export_labels({.external_ids = {"unknown"},
                                                  .filename = folder.path("a.zip"),
                                                  .fmt = ExportFormat::kili,
                                                  .project_id = project.id()}),
                  NotFoundError);
  CHECK(folder.files().empty());
}

TEST_CASE("export_labels: an archive has the files of its format, and the report counts") {
  ExportedProjectInSandbox project;
  project.add("a", box_answer(0.1, 0.2, 0.4, 0.6));
  project.add("b c", box_answer(0.5, 0.5, 0.75, 0.75));
  project.add("n\xC3\xA4me/d.png", box_answer(0, 0, 1, 1));
  project.add_without_label("e");
  const TestFolder folder;
  struct Expected {
    ExportFormat format;
    Names names;
  };
  const auto expected = GENERATE(
      Expected{ExportFormat::kili,
               {"README.kili.txt", "labels/a.json", "labels/b_c.json", "labels/n\xC3\xA4me/d.png.json"}},
      Expected{ExportFormat::coco, {"README.kili.txt", "labels.json"}},
      Expected{ExportFormat::pascal_voc,
               {"README.kili.txt", "labels/a.xml", "labels/b c.xml", "labels/n\xC3\xA4me/d.png.xml"}},
      Expected{ExportFormat::yolo_v5,
               {"README.kili.txt", "data.yaml", "images/remote_assets.csv", "labels/a.txt", "labels/b c.txt",
                "labels/n\xC3\xA4me/d.txt"}});
  const auto container = GENERATE(ExportContainer::archive, ExportContainer::folder);
  CAPTURE(to_string(expected.format), container == ExportContainer::folder);
  const auto report = project.client().export_labels({.container = container,
                                                      .export_type = ExportType::latest_from_last_step,
                                                      .filename = folder.path("new/out"),
                                                      .fmt = expected.format,
                                                      .layout = ExportLayout::merged,
                                                      .project_id = project.id(),
                                                      .with_assets = false});
  CHECK(report.written);
  CHECK(report.path == folder.path("new/out"));
  CHECK(report.assets == 3);
  CHECK(report.labels == 3);
  CHECK(report.loss_count == 0);
  CHECK(report.media_files == 0);
  CHECK(names_in(export_files(folder.path("new/out"))) == expected.names);
  CHECK(std::filesystem::is_directory(folder.path("new/out")) == (container == ExportContainer::folder));
  const auto around = std::filesystem::directory_iterator(folder.path("new"));
  CHECK(std::distance(begin(around), end(around)) == 1);
}

TEST_CASE("export_labels: an archive that is there stays as it was when the export fails or is cancelled") {
  ExportedProjectInSandbox project;
  for (int i = 0; i < 120; ++i) project.add("asset " + std::to_string(i), box_answer(0.1, 0.2, 0.4, 0.6));
  const TestFolder folder;
  static_cast<void>(folder.file("out.zip", "former"));
  std::stop_source stop;
  ExportLabels arguments{.filename = folder.path("out.zip"),
                         .fmt = ExportFormat::coco,
                         .layout = ExportLayout::merged,
                         .project_id = project.id(),
                         .with_assets = false};
  const auto* const how = GENERATE("modifier throws", "cancelled", "service fails", "loss");
  INFO(how);
  int seen = 0;
  if (std::string_view(how) == "modifier throws") {
    arguments.annotation_modifier = [&](const Json& annotation, const Json&, const Json&) {
      if (++seen == 60) throw std::runtime_error("no more");
      return annotation;
    };
    CHECK_THROWS_WITH(project.client().export_labels(arguments), "no more");
  } else if (std::string_view(how) == "cancelled") {
    arguments.annotation_modifier = [&](const Json& annotation, const Json&, const Json&) {
      if (++seen == 60) stop.request_stop();
      return annotation;
    };
    CHECK_THROWS_AS(project.client().export_labels(arguments, {.stop_token = stop.get_token()}), Cancelled);
  } else if (std::string_view(how) == "service fails") {
    project.fail("assets", 2);
    CHECK_THROWS_AS(project.client().export_labels(arguments), HttpError);
  } else {
    project.add("odd", box_answer(0.5, 0.5, 0.5, 0.5));
    arguments.fail_on_loss = true;
    CHECK_THROWS_WITH(project.client().export_labels(arguments), Catch::Contains("'odd'"));
  }
  CHECK(folder.files() == Names{"out.zip"});
  CHECK(std::filesystem::file_size(folder.path("out.zip")) == 6);
}

TEST_CASE("export_labels: what is left out is in the report and in the export") {
  ExportedProjectInSandbox project;
  project.add("good", box_answer(0.1, 0.2, 0.4, 0.6));
  project.add("flat", box_answer(0.5, 0.5, 0.5, 0.9));
  json unknown = box_answer(0.1, 0.2, 0.4, 0.6);
  unknown["BOX"]["annotations"][0]["categories"][0]["name"] = "SHIP";
  project.add("ship", unknown);
  const TestFolder folder;
  const auto report = project.client().export_labels({.filename = folder.path("out.zip"),
                                                      .fmt = ExportFormat::yolo_v8,
                                                      .layout = ExportLayout::merged,
                                                      .project_id = project.id(),
                                                      .with_assets = false});
  CHECK(report.assets == 3);
  REQUIRE(report.loss_count == 2);
  REQUIRE(report.losses.size() == 2);
  CHECK(report.losses[0].external_id == "flat");
  CHECK(report.losses[0].job == "BOX");
  CHECK_THAT(report.losses[1].sentence, Catch::Contains("asset 'ship'") && Catch::Contains("SHIP"));
  const auto files = export_files(folder.path("out.zip"));
  const std::string& lines = files.at("losses.kili.jsonl");
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 2);
  CHECK(json::parse(lines.substr(0, lines.find('\n'))).at("externalId") == "flat");
  CHECK(files.at("labels/ship.txt").empty());
}

TEST_CASE("export_labels: jobs that the format cannot express are told, once for each") {
  json interface = json::parse(ExportedProjectInSandbox::box_interface());
  interface["jobs"]["DAY"] = {
      {"content", {{"categories", {{"NOON", {{"name", "Noon"}}}}}, {"input", "radio"}}},
      {"instruction", "d"},
      {"isChild", false},
      {"mlTask", "CLASSIFICATION"},
      {"required", 0}};
  ExportedProjectInSandbox project("IMAGE", interface.dump());
  for (const char* const name : {"a", "b"}) project.add(name, box_answer(0.1, 0.2, 0.4, 0.6));
  const TestFolder folder;
  const auto format =
      GENERATE(ExportFormat::coco, ExportFormat::pascal_voc, ExportFormat::yolo_v7, ExportFormat::kili);
  const auto report = project.client().export_labels({.filename = folder.path("out.zip"),
                                                      .fmt = format,
                                                      .layout = ExportLayout::merged,
                                                      .project_id = project.id(),
                                                      .with_assets = false});
  CHECK(report.assets == 2);
  REQUIRE(report.losses.size() == (format == ExportFormat::kili ? 0 : 1));
  if (!report.losses.empty()) CHECK(report.losses.front().job == "DAY");
}

TEST_CASE("export_labels: media that were downloaded before a failure are not downloaded again") {
  ExportedProjectInSandbox project;
  for (const char* const name : {"a", "b"}) project.add_with_media(name, box_answer(0.1, 0.2, 0.4, 0.6));
  project.add_with_missing_media("c", box_answer(0.1, 0.2, 0.4, 0.6));
  const auto container = GENERATE(ExportContainer::archive, ExportContainer::folder);
  const TestFolder folder;
  ExportLabels arguments{.container = container,
                         .filename = folder.path("out"),
                         .fmt = ExportFormat::kili,
                         .project_id = project.id()};
  CHECK_THROWS_AS(project.client().export_labels(arguments), HttpError);
  CHECK_FALSE(std::filesystem::exists(folder.path("out")));
  const auto left = folder.files();
  CHECK(left.size() == 2);
  for (const auto& name : left) CHECK(name.starts_with("out.kili-part/assets/"));
  // An asset that is gone by the next attempt is not in the export.
  arguments.external_ids = {"a", "b"};
  project.forget_requests();
  const auto report = project.client().export_labels(arguments);
  CHECK(report.media_files == 2);
  CHECK(project.downloads() == 0);
  const auto files = export_files(folder.path("out"));
  CHECK(names_in(files) ==
        Names{"README.kili.txt", "assets/a.png", "assets/b.png", "labels/a.json", "labels/b.json"});
  CHECK(json::parse(files.at("labels/a.json")).at("content") == "assets/a.png");
  CHECK(folder.files().size() == (container == ExportContainer::archive ? 1 : 5));
}

TEST_CASE("export_labels: media of assets that are not exported any more do not get into the folder") {
  ExportedProjectInSandbox project;
  for (const char* const name : {"a", "b"}) project.add_with_media(name, box_answer(0.1, 0.2, 0.4, 0.6));
  project.add_with_missing_media("c", box_answer(0.1, 0.2, 0.4, 0.6));
  const TestFolder folder;
  ExportLabels arguments{.container = ExportContainer::folder,
                         .filename = folder.path("out"),
                         .fmt = ExportFormat::coco,
                         .layout = ExportLayout::merged,
                         .project_id = project.id()};
  CHECK_THROWS_AS(project.client().export_labels(arguments), HttpError);
  arguments.external_ids = {"b"};
  static_cast<void>(project.client().export_labels(arguments));
  CHECK(names_in(export_files(folder.path("out"))) == Names{"README.kili.txt", "data/b.png", "labels.json"});
}

TEST_CASE("export_labels: two exports of one name exclude each other") {
  ExportedProjectInSandbox project;
  project.add("a", box_answer(0.1, 0.2, 0.4, 0.6));
  const TestFolder folder;
  ExportLabels inner{
      .filename = folder.path("out.zip"), .fmt = ExportFormat::kili, .project_id = project.id()};
  ExportLabels outer{.filename = folder.path("out.zip"),
                     .fmt = ExportFormat::coco,
                     .layout = ExportLayout::merged,
                     .project_id = project.id(),
                     .with_assets = false};
  int refusals = 0;
  outer.annotation_modifier = [&](const Json& annotation, const Json&, const Json&) {
    try {
      static_cast<void>(project.client().export_labels(inner));
    } catch (const FileWriteError&) {
      ++refusals;
    }
    return annotation;
  };
  CHECK(project.client().export_labels(outer).written);
  CHECK(refusals == 1);
  CHECK(export_files(folder.path("out.zip")).contains("labels.json"));
}

TEST_CASE("export_labels: an annotation modifier changes the annotations of COCO files") {
  ExportedProjectInSandbox project;
  project.add("a", box_answer(0.1, 0.2, 0.4, 0.6));
  const TestFolder folder;
  const auto report = project.client().export_labels(
      {.annotation_modifier =
           [](const Json& annotation, const Json& image, const Json& kili_annotation) {
             json changed = annotation.get();
             changed["attributes"] = {{"file", image.get().at("file_name")},
                                      {"tool", kili_annotation.get().at("type")}};
             return Json(std::move(changed));
           },
       .filename = folder.path("out.zip"),
       .fmt = ExportFormat::coco,
       .project_id = project.id(),
       .with_assets = false});
  CHECK(report.written);
  const json coco = json::parse(export_files(folder.path("out.zip")).at("BOX/labels.json"));
  CHECK(coco.at("annotations").at(0).at("attributes") == json{{"file", "data/a"}, {"tool", "rectangle"}});
}

TEST_CASE("export_labels: a training split is the same in every export and divides every format") {
  ExportedProjectInSandbox project;
  for (int i = 0; i < 40; ++i) project.add("image_" + std::to_string(i), box_answer(0.1, 0.2, 0.4, 0.6));
  const TestFolder folder;
  const auto exported = [&](ExportFormat format, const TrainingSplit& split) {
    static_cast<void>(project.client().export_labels({.filename = folder.path("out.zip"),
                                                      .fmt = format,
                                                      .layout = ExportLayout::merged,
                                                      .project_id = project.id(),
                                                      .training_split = split,
                                                      .with_assets = false}));
    return export_files(folder.path("out.zip"));
  };
  const TrainingSplit split{.test = 0.2, .train = 0.6, .validation = 0.2};
  const auto kili = exported(ExportFormat::kili, split);
  // Fixed for all times: other machines and versions divide alike.
  CHECK(kili.at("test.txt") ==
        "image_8\nimage_14\nimage_17\nimage_18\nimage_20\nimage_24\nimage_25\nimage_29\nimage_34\n");
  const auto yolo = exported(ExportFormat::yolo_v8, split);
  CHECK_THAT(yolo.at("data.yaml"), Catch::Contains("train: train.txt\nval: val.txt\ntest: test.txt\n"));
  CHECK_THAT(yolo.at("test.txt"), Catch::StartsWith("./images/image_8\n"));
  const auto coco = exported(ExportFormat::coco, split);
  std::size_t images = 0;
  for (const char* const set : {"train", "val", "test"}) {
    const json file = json::parse(coco.at(std::string("labels_") + set + ".json"));
    images += file.at("images").size();
    CHECK(file.at("images").size() == file.at("annotations").size());
    std::string list;
    for (const auto& image : file.at("images"))
      list += image.at("file_name").get<std::string>().substr(std::string_view("data/").size()) + "\n";
    CHECK(list == kili.at(std::string(set) + ".txt"));
  }
  CHECK(images == 40);
  CHECK(exported(ExportFormat::kili, {.seed = "2", .test = 0.2, .train = 0.6, .validation = 0.2})
            .at("test.txt") != kili.at("test.txt"));
  const auto all = exported(ExportFormat::pascal_voc, {.test = 0, .train = 1, .validation = 0});
  CHECK(std::count(all.at("train.txt").begin(), all.at("train.txt").end(), '\n') == 40);
  CHECK(all.at("test.txt").empty());
}

TEST_CASE("export_labels: a project without a job that the format can express is not exported") {
  ExportedProjectInSandbox project("IMAGE", R"({"jobs": {}})");
  const TestFolder folder;
  const auto report = project.client().export_labels(
      {.filename = folder.path("out.zip"), .fmt = ExportFormat::yolo_v4, .project_id = project.id()});
  CHECK_FALSE(report.written);
  CHECK(report.path.empty());
  CHECK(folder.files().empty());
}
