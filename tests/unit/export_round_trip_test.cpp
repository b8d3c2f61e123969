// Exported labels are read back and sent to the project as predictions: the same boxes.

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "exported_project.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

/// Left, top, right, bottom and class of the box of a label, by external id.
using Boxes = std::map<std::string, std::pair<std::array<double, 4>, std::string>>;

Boxes boxes_of(const Client& client, const std::string& project, LabelType type) {
  Boxes boxes;
  for (const Label& label : client.labels(project, {.type_in = {type}},
                                          {.fields = {"id", "jsonResponse", "labelOf.externalId"}})) {
    const json annotation = label.json_response().at("BOX").at("annotations").at(0);
    double left = 2;
    double top = 2;
    double right = -1;
    double bottom = -1;
    for (const auto& vertex : annotation.at("boundingPoly").at(0).at("normalizedVertices")) {
      left = std::min(left, vertex.at("x").get<double>());
      top = std::min(top, vertex.at("y").get<double>());
      right = std::max(right, vertex.at("x").get<double>());
      bottom = std::max(bottom, vertex.at("y").get<double>());
    }
    boxes[label.json().at("labelOf").at("externalId").get<std::string>()] = {
        {left, top, right, bottom}, annotation.at("categories").at(0).at("name").get<std::string>()};
  }
  return boxes;
}

}  // namespace

TEST_CASE("exported boxes become the same boxes as predictions") {
  const auto format = GENERATE(ExportFormat::coco, ExportFormat::yolo_v4, ExportFormat::yolo_v5,
                               ExportFormat::yolo_v8, ExportFormat::pascal_voc);
  const auto layout = format == ExportFormat::pascal_voc
                          ? ExportLayout::merged
                          : GENERATE(ExportLayout::merged, ExportLayout::split);
  CAPTURE(to_string(format), to_string(layout));
  ExportedProjectInSandbox project;
  std::vector<std::string> external_ids;
  for (int i = 0; i < 5; ++i) {
    external_ids.push_back("sub/image " + std::to_string(i) + ".png");
    project.add(external_ids.back(), box_answer(i / 10.0, 0.25, i / 10.0 + 0.5, 0.75));
  }
  const TestFolder folder;
  const std::string path = folder.path("out");
  const Client& client = project.client();
  REQUIRE(client
              .export_labels({.container = ExportContainer::folder,
                              .export_type = ExportType::latest_from_last_step,
                              .filename = path,
                              .fmt = format,
                              .layout = layout,
                              .project_id = project.id(),
                              .with_assets = false})
              .loss_count == 0);
  const std::string part = layout == ExportLayout::split ? "/BOX" : "";
  const auto projects = client.projects({.project_id = project.id()}).to_vector();
  const Ontology& ontology = projects.front().ontology();
  const auto send = [&](auto reader) {
    const auto sent = client.create_predictions(project.id(), reader, {.model_name = "file"});
    CHECK(reader.skipped().empty());
    return sent.count;
  };
  std::size_t sent = 0;
  if (format == ExportFormat::coco) {
    sent = send(CocoReader(path + part + "/labels.json", ontology, {.external_ids = external_ids}));
  } else if (format == ExportFormat::pascal_voc) {
    sent = send(PascalVocReader(path + "/labels", ontology, {.external_ids = external_ids}));
  } else {
    sent = send(YoloReader(path + part, ontology, {.external_ids = external_ids}));
  }
  CHECK(sent == external_ids.size());
  const auto meant = boxes_of(client, project.id(), LabelType::default_);
  const auto found = boxes_of(client, project.id(), LabelType::prediction);
  REQUIRE(found.size() == external_ids.size());
  for (const auto& [external_id, box] : meant) {
    REQUIRE(found.contains(external_id));
    CHECK(found.at(external_id).second == box.second);
    for (std::size_t side = 0; side < 4; ++side)
      CHECK(found.at(external_id).first.at(side) == Approx(box.first.at(side)).margin(1e-9));
  }
}
