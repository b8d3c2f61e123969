#pragma once

#include <catch2/catch.hpp>
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/assets/asset.hpp"
#include "kili/exports/pascal_voc.hpp"
#include "kili/labels/ontology.hpp"
#include "test_folder.hpp"

namespace kili::test {

using VocCorners = std::vector<std::pair<double, double>>;
/// Left, top, right, bottom of each.
using VocBoxes = std::vector<std::vector<int>>;

/// What PascalVocWriter makes of some assets.
struct VocExport {
  std::map<std::string, std::string> files;  // by name
  std::vector<std::string> losses;
};

[[nodiscard]] inline VocExport voc_export(const Ontology& ontology, const std::vector<Asset>& assets,
                                          const PascalVocOptions& options = {}) {
  const TestFolder folder;
  PascalVocWriter writer(folder.path("voc"), ontology, options);
  writer.add_all(assets);
  VocExport written{.files = {}, .losses = writer.skipped()};
  if (!std::filesystem::exists(folder.path("voc"))) return written;
  for (const auto& name : folder.files()) written.files[name.substr(4)] = read_file(folder.path(name));
  return written;
}

/// An annotation of class A or others with outlines.
[[nodiscard]] inline nlohmann::json voc_shape(const std::string& tool,
                                              const std::vector<VocCorners>& outlines,
                                              const std::vector<std::string>& classes = {"A"}) {
  nlohmann::json shape{
      {"type", tool}, {"categories", nlohmann::json::array()}, {"boundingPoly", nlohmann::json::array()}};
  for (const auto& name : classes) shape["categories"].push_back({{"name", name}});
  for (const auto& corners : outlines) {
    nlohmann::json vertices = nlohmann::json::array();
    for (const auto& [x, y] : corners) vertices.push_back({{"x", x}, {"y", y}});
    shape["boundingPoly"].push_back({{"normalizedVertices", vertices}});
  }
  return shape;
}

[[nodiscard]] inline VocCorners voc_corners(double left, double top, double right, double bottom) {
  return {{left, bottom}, {left, top}, {right, top}, {right, bottom}};
}

[[nodiscard]] inline nlohmann::json voc_box(double left, double top, double right, double bottom,
                                            const std::string& name = "A") {
  return voc_shape("rectangle", {voc_corners(left, top, right, bottom)}, {name});
}

/// The answer to the job JOB.
[[nodiscard]] inline nlohmann::json voc_answer(const std::vector<nlohmann::json>& shapes) {
  return {{"JOB", {{"annotations", shapes}}}};
}

/// A listed asset of 100 x 50 pixels with a label.
[[nodiscard]] inline Asset voc_asset(const std::string& external_id, const nlohmann::json& response,
                                     const nlohmann::json& more = nlohmann::json::object()) {
  nlohmann::json record{{"externalId", external_id},
                        {"content", "https://example.com/a"},
                        {"jsonContent", ""},
                        {"resolution", {{"width", 100}, {"height", 50}}},
                        {"latestLabel", {{"jsonResponse", response}}}};
  record.update(more);
  return Asset(record);
}

/// The texts of all XML elements of that name, as they are written.
[[nodiscard]] inline std::vector<std::string> element_texts(const std::string& text, const std::string& tag) {
  std::vector<std::string> found;
  const std::string open = "<" + tag + ">";
  for (auto at = text.find(open); at != std::string::npos; at = text.find(open, at + 1)) {
    const auto begin = at + open.size();
    found.push_back(text.substr(begin, text.find("</" + tag + ">", begin) - begin));
  }
  return found;
}

/// The boxes of a file.
[[nodiscard]] inline VocBoxes voc_boxes(const std::string& file) {
  VocBoxes boxes(element_texts(file, "bndbox").size());
  for (const auto* side : {"xmin", "ymin", "xmax", "ymax"}) {
    const auto values = element_texts(file, side);
    REQUIRE(values.size() == boxes.size());
    for (std::size_t i = 0; i < values.size(); ++i) boxes[i].push_back(std::stoi(values[i]));
  }
  return boxes;
}

}  // namespace kili::test
