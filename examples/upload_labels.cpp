// Uploads the labels of files that exist already into a project.
//
//   upload_labels PROJECT_ID coco FILE
//   upload_labels PROJECT_ID yolo|voc|geojson FOLDER

#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "kili/kili.hpp"

namespace {

void append(const kili::Client& client, const std::string& project, kili::LabelReader& labels) {
  const auto ids = client.append_labels(labels, {.project_id = project});
  for (const std::string& loss : labels.skipped()) std::cerr << "left out: " << loss << '\n';
  std::cout << ids.size() << " labels created\n";
}

void upload(const std::string& id, std::string_view format, const std::string& path) {
  const kili::Client client;  // KILI_API_KEY, KILI_API_ENDPOINT
  const auto projects = client.projects({.project_id = id}).to_vector();
  if (projects.empty()) throw kili::NotFoundError("there is no project " + id);
  const kili::Ontology& ontology = projects.front().ontology();

  // So that a file finds its asset with or without the extension of the image.
  std::vector<std::string> external_ids;
  for (const kili::Asset& asset : client.assets(id, {}, {.fields = {"externalId"}})) {
    external_ids.emplace_back(asset.external_id());
  }
  if (format == "coco") {
    kili::CocoReader labels(path, ontology, {.external_ids = external_ids});
    append(client, id, labels);
  } else if (format == "yolo") {
    kili::YoloReader labels(path, ontology, {.external_ids = external_ids});
    append(client, id, labels);
  } else if (format == "voc") {
    kili::PascalVocReader labels(path, ontology, {.external_ids = external_ids});
    append(client, id, labels);
  } else if (format == "geojson") {
    kili::GeoJsonReader labels(path, ontology, {.external_ids = external_ids});
    append(client, id, labels);
  } else {
    throw kili::ValidationError("formats are coco, yolo, voc and geojson");
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: upload_labels PROJECT_ID FORMAT PATH\n";
    return 2;
  }
  try {
    upload(argv[1], argv[2], argv[3]);
    return 0;
  } catch (const kili::MutationError& error) {
    std::cerr << error.what() << '\n';
    for (const auto& label : error.assets()) {
      if (label.outcome == kili::MutationOutcome::failed) std::cerr << label.reason << '\n';
    }
  } catch (const kili::Error& error) {
    std::cerr << error.what() << '\n';
  }
  return 1;
}
